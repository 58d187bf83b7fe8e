//! The client against an evil server on loopback that is scripted by path, with the guard on and canaries beside it.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use tokio::sync::Barrier;

use super::*;
use crate::testing::{FakeNames, Reply, Server, remote, remote_with, rsa_public, rsa_signer};

async fn canary() -> Server {
    Server::start("127.0.0.66", |_| Reply::status(200).body("secret")).await
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn b02_a_name_that_changes_its_address_reaches_no_inner_server() {
    let (peer, canary) = (Server::start("127.0.1.1", |_| Reply::status(200)).await, canary().await);
    let answers: &[&[&str]] = &[&["127.0.1.1"], &["127.0.0.66"], &["127.0.0.66", "::1"], &["127.0.0.66", "127.0.1.1"]];
    let remote = remote_with(FakeNames::script("peer.test", answers), 5000);
    assert!(remote.get(&peer.url("/"), "*/*", None, 10).await.is_ok());
    for _ in 0..2 {
        let got = remote.get(&canary.url("/"), "*/*", None, 10).await;
        assert!(matches!(got, Err(RemoteError::Forbidden(_))), "{got:?}");
    }
    // Of a mixed answer only the public part is dialled, where nobody listens on the canary's port.
    assert!(remote.get(&canary.url("/"), "*/*", None, 10).await.is_err());
    assert!(remote.post(&canary.url_of("127.0.0.66", "/"), Bytes::new(), HeaderMap::new()).await.is_err());
    assert_eq!(canary.hits(), 0);
}

#[tokio::test]
async fn b03_redirects_are_few_checked_and_signed_anew_and_a_post_follows_none() {
    let canary = canary().await;
    let inner = canary.url_of("127.0.0.66", "/");
    let peer = Server::start("127.0.1.1", move |asked| {
        let to = match asked.target.as_str() {
            "/a" => "/b",
            "/b" => "c?d=e",
            "/c?d=e" => "/end",
            "/0" => "/a",
            "/loop" => "/loop",
            "/inner" => inner.as_str(),
            "/file" => "file:///etc/passwd",
            "/login" => "http://user:pass@peer.test/",
            "/nowhere" => "",
            _ => return Reply::status(200).body("ok"),
        };
        Reply::status(302).with("location", to)
    })
    .await;
    let remote = remote();
    let signer = rsa_signer("http://hub.test/actor#main-key");
    let fetched = remote.get(&peer.url("/a"), "*/*", Some(&signer), 10).await.unwrap();
    assert_eq!(fetched.final_url, peer.url("/end"));
    let signatures: Vec<_> = peer.asked.lock().unwrap().iter().map(|a| a.headers["signature"].clone()).collect();
    assert_eq!(signatures.len(), 4);
    assert!((1..4).all(|i| signatures[i] != signatures[i - 1]));
    for (path, why) in [
        ("/0", "Redirects"),
        ("/loop", "Redirects"),
        ("/inner", "Forbidden"),
        ("/file", "Forbidden"),
        ("/login", "Forbidden"),
    ] {
        let error = remote.get(&peer.url(path), "*/*", None, 10).await.unwrap_err();
        assert!(format!("{error:?}").starts_with(why), "{path}: {error:?}");
    }
    assert_eq!(remote.post(&peer.url("/inner"), Bytes::new(), HeaderMap::new()).await.unwrap().status, 302);
    assert_eq!(canary.hits(), 0);
}

#[tokio::test]
async fn b05_a_server_that_never_ends_is_given_up_at_the_deadline() {
    let peer =
        Server::start("127.0.1.1", |_| Reply { status: 200, body: b"{".to_vec(), hang: true, ..Reply::default() })
            .await;
    let remote = remote_with(FakeNames::default(), 150);
    assert_eq!(remote.get(&peer.url("/"), "*/*", None, 1000).await.unwrap_err(), RemoteError::Timeout);
    assert_eq!(remote.post(&peer.url("/"), Bytes::new(), HeaderMap::new()).await.unwrap_err(), RemoteError::Timeout);
}

#[tokio::test]
async fn b05_no_more_than_four_requests_run_at_once_against_one_host() {
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let barrier = Arc::new(Barrier::new(4));
    let (now, top) = (running.clone(), most.clone());
    let peer = Server::start("127.0.1.1", move |_| {
        let count = now.fetch_add(1, Ordering::SeqCst) + 1;
        top.fetch_max(count, Ordering::SeqCst);
        Reply { status: 200, together: Some(barrier.clone()), ..Reply::default() }
    })
    .await;
    let remote = remote();
    let url = peer.url("/");
    let get = || async {
        let result = remote.get(&url, "*/*", None, 10).await;
        running.fetch_sub(1, Ordering::SeqCst);
        result
    };
    let results = futures_util::future::join_all((0..12).map(|_| get())).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(most.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn b06_bytes_are_counted_after_decompression_and_only_gzip_is_spoken() {
    let bomb = gzip(&vec![b' '; 50 << 20]);
    assert!(bomb.len() < 100_000);
    let peer = Server::start("127.0.1.1", move |asked| {
        assert_eq!(asked.headers["accept-encoding"], "gzip");
        let ok = Reply::status(200);
        match asked.target.as_str() {
            "/bomb" => ok.with("content-encoding", "gzip").body(bomb.clone()),
            "/fine" => ok.with("content-encoding", "GZIP").body(gzip(b"hello")),
            "/broken" => ok.with("content-encoding", "gzip").body("not gzip"),
            "/br" => ok.with("content-encoding", "br").body("x"),
            "/long" => ok.body(vec![b'x'; 1001]),
            "/exact" => ok.body(vec![b'x'; 1000]),
            _ => Reply { endless: true, ..ok.body(vec![b'x'; 100]) },
        }
    })
    .await;
    let remote = remote();
    let get = async |path: &str| remote.get(&peer.url(path), "*/*", None, 1000).await.map(|f| f.body);
    assert_eq!(get("/fine").await.unwrap(), "hello");
    assert_eq!(get("/exact").await.unwrap().len(), 1000);
    assert_eq!(get("/bomb").await.unwrap_err(), RemoteError::TooLarge);
    assert_eq!(get("/long").await.unwrap_err(), RemoteError::TooLarge);
    assert_eq!(get("/endless").await.unwrap_err(), RemoteError::TooLarge);
    assert!(matches!(get("/br").await.unwrap_err(), RemoteError::WrongType(_)));
    assert!(matches!(get("/broken").await.unwrap_err(), RemoteError::Network(_)));
}

#[tokio::test]
async fn a01_a_document_is_believed_only_at_its_own_address() {
    let peer = Server::start("127.0.1.1", move |asked| {
        let host = asked.headers["host"].to_str().unwrap().to_owned();
        let doc = |id: &str| Reply::activity(&json!({"id": format!("http://{host}{id}"), "type": "Note"}));
        match asked.target.as_str() {
            "/alias" => doc("/note"),
            "/chain" => doc("/alias"),
            "/moved" => Reply::status(301).with("location", "/note"),
            "/u/a" => doc("/u/a"),
            "/other" => Reply::activity(&json!({"id": "http://victim.test/u/bob", "type": "Person"})),
            "/none" => Reply::activity(&json!({"type": "Note"})),
            "/pose" => Reply::status(302).with("location", format!("http://evil.test:{}/u/bob", host.rsplit(':').next().unwrap())),
            "/u/bob" => Reply::activity(&json!({"id": format!("http://peer.test:{}/u/bob", host.rsplit(':').next().unwrap()), "type": "Person"})),
            "/tomb" => Reply::activity(&json!({"id": format!("http://{host}/tomb"), "type": "Tombstone"})),
            "/410" => Reply::status(410),
            "/404" => Reply::status(404),
            path => doc(path),
        }
    })
    .await;
    let remote = remote();
    let get = async |path: &str| remote.fetch_object(&peer.url(path), None).await;
    for path in ["/note", "/alias", "/moved", "/u/a#main-key"] {
        assert!(get(path).await.is_ok(), "{path}");
    }
    let before = peer.hits();
    assert!(matches!(get("/chain").await.unwrap_err(), RemoteError::WrongId(_)));
    assert_eq!(peer.hits() - before, 2, "one refetch and no more");
    // A03: the redirect's end is the authority, and it speaks for another origin.
    for path in ["/other", "/none", "/pose"] {
        assert!(matches!(get(path).await.unwrap_err(), RemoteError::WrongId(_)), "{path}");
    }
    assert_eq!(get("/tomb").await.unwrap_err(), RemoteError::Gone);
    assert_eq!(get("/410").await.unwrap_err(), RemoteError::Gone);
    assert_eq!(get("/404").await.unwrap_err(), RemoteError::NotFound);
}

#[tokio::test]
async fn a03_the_end_of_a_redirect_is_the_authority() {
    let evil = Server::start("127.0.1.2", |asked| {
        let port = asked.headers["host"].to_str().unwrap().rsplit(':').next().unwrap().to_owned();
        Reply::activity(&match asked.target.as_str() {
            // The forged one speaks for the server that redirected here.
            "/forged" => json!({"id": format!("http://peer.test:{port}/proxy"), "type": "Note"}),
            _ => json!({"id": format!("http://evil.test:{port}/own"), "type": "Note"}),
        })
    })
    .await;
    let port = evil.address.port();
    let peer = Server::start("127.0.1.1", move |asked| {
        Reply::status(302)
            .with("location", format!("http://evil.test:{port}{}", asked.target.trim_start_matches("/proxy")))
    })
    .await;
    let remote = remote_with(FakeNames::script("evil.test", &[&["127.0.1.2"]]), 5000);
    let forged = remote.fetch_object(&peer.url("/proxy/forged"), None).await;
    assert!(matches!(forged, Err(RemoteError::WrongId(_))), "{forged:?}");
    // What the other server says of itself is its own, and nothing of the redirecting one's.
    let own = remote.fetch_object(&peer.url("/proxy/own"), None).await.unwrap();
    assert_eq!(own["id"], format!("http://evil.test:{port}/own"));
}

#[tokio::test]
async fn b05_thirty_two_requests_run_at_once_in_all_and_the_rest_wait_their_turn() {
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let barrier = Arc::new(Barrier::new(32));
    let (now, top) = (running.clone(), most.clone());
    let peer = Server::start("127.0.1.1", move |_| {
        let count = now.fetch_add(1, Ordering::SeqCst) + 1;
        top.fetch_max(count, Ordering::SeqCst);
        Reply { status: 200, together: Some(barrier.clone()), ..Reply::default() }
    })
    .await;
    let remote = remote();
    let get = async |n: usize| {
        let result = remote.get(&peer.url_of(&format!("h{}.test", n % 16), "/"), "*/*", None, 10).await;
        running.fetch_sub(1, Ordering::SeqCst);
        result
    };
    let results = futures_util::future::join_all((0..64).map(get)).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(most.load(Ordering::SeqCst), 32);
}

#[tokio::test]
async fn b05_two_hundred_requests_to_a_server_that_drips_end_in_time_and_leave_others_alone() {
    let drip =
        Server::start("127.0.1.1", |_| Reply { drip: true, ..Reply::activity(&json!({"id": "x".repeat(500)})) }).await;
    let good = Server::start("127.0.1.2", |_| Reply::status(200).body("ok")).await;
    let remote = Arc::new(remote_with(FakeNames::script("good.test", &[&["127.0.1.2"]]), 4000));
    let begun = std::time::Instant::now();
    let slow: Vec<_> = (0..200)
        .map(|_| {
            let (remote, url) = (remote.clone(), drip.url("/"));
            tokio::spawn(async move { remote.get(&url, "*/*", None, 1000).await })
        })
        .collect();
    for _ in 0..20 {
        let asked = std::time::Instant::now();
        assert!(remote.get(&good.url_of("good.test", "/"), "*/*", None, 10).await.is_ok());
        assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    }
    assert!(drip.hits() <= 4, "{} connections", drip.hits());
    for one in slow {
        assert_eq!(one.await.unwrap().unwrap_err(), RemoteError::Timeout);
    }
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a02_an_uploaded_file_is_never_an_object() {
    let peer = Server::start("127.0.1.1", move |asked| {
        let host = asked.headers["host"].to_str().unwrap();
        let body = json!({"id": format!("http://{host}{}", asked.target), "type": "Person"}).to_string();
        let content_type = match asked.target.as_str() {
            "/plain" => "text/plain",
            "/json" => "application/json",
            "/ld" => "application/ld+json",
            "/png" => "image/png",
            _ => "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
        };
        Reply::status(200).with("content-type", content_type).body(body)
    })
    .await;
    let remote = remote();
    for path in ["/plain", "/json", "/ld", "/png"] {
        let got = remote.fetch_object(&peer.url(path), None).await;
        assert!(matches!(got, Err(RemoteError::WrongType(_))), "{path}");
    }
    assert!(remote.fetch_object(&peer.url("/real"), None).await.is_ok());
}

#[tokio::test]
async fn a_refused_get_is_signed_without_the_query_and_then_by_rfc_9421() {
    use crate::signature::{Claim, Message};
    let peer = Server::start("127.0.1.1", |asked| {
        let host = asked.headers["host"].to_str().unwrap();
        let (path, _) = asked.target.split_once('?').unwrap();
        // `/path` rebuilds the target without the query, `/9421` knows nothing else, `/never` is shut.
        let target = if path == "/path" { path } else { &asked.target };
        let message = Message { method: "GET", target, scheme: "http", host, headers: &asked.headers };
        let claim = Claim::read(&message, crate::testing::now()).unwrap();
        let right = claim.verify(&message, &rsa_public()).is_ok();
        let spoken = path != "/9421" || matches!(claim, Claim::Rfc9421(_));
        Reply::status(if right && spoken && path != "/never" { 200 } else { 401 })
    })
    .await;
    let remote = remote();
    let signer = rsa_signer("http://hub.test/actor#main-key");
    for (path, requests) in [("/full?a=1", 1), ("/path?a=1", 2), ("/9421?a=1", 3)] {
        let before = peer.hits();
        assert!(remote.get(&peer.url(path), "*/*", Some(&signer), 10).await.is_ok(), "{path}");
        assert_eq!(peer.hits() - before, requests, "{path}");
    }
    let got = remote.get(&peer.url("/never?a=1"), "*/*", Some(&signer), 10).await;
    assert_eq!(got.unwrap_err(), RemoteError::Unauthorized);
}

#[tokio::test]
async fn retry_after_is_read_as_seconds_and_as_a_date() {
    let peer = Server::start("127.0.1.1", |asked| {
        let value = match asked.target.as_str() {
            "/s" => "120",
            "/d" => "Sun, 22 Nov 2026 12:01:00 GMT",
            "/past" => "Sun, 22 Nov 2026 11:00:00 GMT",
            "/long" => "99999999999",
            _ => "soon",
        };
        Reply::status(503).with("retry-after", value).body("try\nlater \u{7}")
    })
    .await;
    let remote = remote();
    for (path, seconds) in
        [("/s", Some(120)), ("/d", Some(60)), ("/past", Some(0)), ("/long", Some(86_400)), ("/junk", None)]
    {
        let posted = remote.post(&peer.url(path), Bytes::from("{}"), HeaderMap::new()).await.unwrap();
        assert_eq!(posted.retry_after, seconds.map(Duration::from_secs), "{path}");
        assert_eq!((posted.status, posted.body_excerpt.as_str()), (503, "try later"));
    }
}
