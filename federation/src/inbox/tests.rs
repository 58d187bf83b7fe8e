//! The door against an in-memory home and servers on loopback that serve keys.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use super::*;
use crate::actor::RemoteActor;
use crate::home::KnownKey;
use crate::limits::{
    FETCHES_AN_HOUR, KEY_PAUSE_FIRST, KEY_TRICKLE, KEYS_WAITING, KNOCKS, KNOCKS_OF_DOMAIN, PACE_BURST, PACE_WAIT,
};
use crate::signature::{PrivateKey, PublicKey, Scheme, Signer, sign_post};
use crate::testing::{self, FakeNames, Reply, Server, remote, remote_with, rsa_public, rsa_signer};

pub(super) struct MemoryHome {
    base: Url,
    clock: AtomicI64,
    keys: Mutex<HashMap<String, KnownKey>>,
    pub(super) stored: Mutex<Vec<Incoming>>,
    busy: AtomicBool,
}

impl MemoryHome {
    pub(super) fn learn(&self, key_id: &str, actor: &str, public: PublicKey, age_seconds: i64) {
        let fetched_at = self.now() - chrono::Duration::seconds(age_seconds);
        self.keys.lock().unwrap().insert(key_id.into(), KnownKey { actor: actor.into(), public, fetched_at });
    }
}

impl Home for MemoryHome {
    fn now(&self) -> DateTime<Utc> {
        testing::now() + chrono::Duration::seconds(self.clock.load(Ordering::SeqCst))
    }

    fn base(&self) -> &Url {
        &self.base
    }

    fn signer(&self) -> Arc<Signer> {
        Arc::new(rsa_signer("http://hub.test/actor#main-key"))
    }

    fn policy<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Policy> {
        let policy = match host.split(':').next().unwrap() {
            "blocked.test" => Policy::Blocked,
            "stranger.test" => Policy::Stranger,
            "nobody.test" => Policy::NotAllowed,
            _ => Policy::Open,
        };
        Box::pin(async move { policy })
    }

    fn key<'a>(&'a self, key_id: &'a str) -> BoxFuture<'a, Result<Option<KnownKey>, Busy>> {
        let found = self.keys.lock().unwrap().get(key_id).cloned();
        Box::pin(async move { Ok(found) })
    }

    fn remember_actor<'a>(&'a self, actor: &'a RemoteActor) -> BoxFuture<'a, Result<(), Busy>> {
        for key in &actor.keys {
            self.learn(&key.id, &actor.id, key.public.clone(), 0);
        }
        Box::pin(async { Ok(()) })
    }

    fn accept(&self, incoming: Incoming) -> BoxFuture<'_, Result<(), Busy>> {
        let result = if self.busy.load(Ordering::SeqCst) {
            Err(Busy { retry_after: Duration::from_secs(7) })
        } else {
            self.stored.lock().unwrap().push(incoming);
            Ok(())
        };
        Box::pin(async move { result })
    }
}

pub(super) struct Bench {
    pub(super) home: Arc<MemoryHome>,
    inbox: Inbox,
}

fn bench() -> Bench {
    bench_at(1000)
}

pub(super) fn bench_at(per_second: u32) -> Bench {
    let home = Arc::new(MemoryHome {
        base: Url::parse("http://hub.test/").unwrap(),
        clock: AtomicI64::new(0),
        keys: Mutex::default(),
        stored: Mutex::default(),
        busy: AtomicBool::new(false),
    });
    let inbox = Inbox::new(home.clone(), Arc::new(remote()), Pace::per_second(per_second));
    Bench { home, inbox }
}

pub(super) const BOB: &str = "http://peer.test/u/bob";

pub(super) fn like(actor: &str) -> Value {
    let origin = actor.split("/u/").next().unwrap();
    json!({"id": format!("{origin}/like/1"), "type": "Like", "actor": actor, "object": "http://hub.test/post/1"})
}

pub(super) fn signed_by(signer: &Signer, scheme: Scheme, body: &Value, at: DateTime<Utc>) -> Request {
    let body = Bytes::from(body.to_string());
    let url = Url::parse("http://hub.test/inbox").unwrap();
    let headers = sign_post(signer, scheme, &url, "application/activity+json", &body, at).unwrap();
    Request { method: "POST".into(), path_and_query: "/inbox".into(), headers, body }
}

fn signed(actor: &str, body: &Value) -> Request {
    signed_by(&rsa_signer(&format!("{actor}#main-key")), Scheme::Cavage, body, testing::now())
}

impl Bench {
    fn knows(&self, actor: &str) {
        self.home.learn(&format!("{actor}#main-key"), actor, rsa_public(), 0);
    }

    pub(super) async fn status(&self, request: Request) -> u16 {
        self.inbox.receive(request).await.map_or_else(|refusal| refusal.status, |_| 202)
    }

    pub(super) fn stored(&self) -> usize {
        self.home.stored.lock().unwrap().len()
    }
}

#[tokio::test]
async fn a_signed_activity_is_handed_on_with_what_ordering_needs() {
    let bench = bench();
    bench.knows(BOB);
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let request = signed_by(&rsa_signer(&format!("{BOB}#main-key")), scheme, &like(BOB), testing::now());
        assert_eq!(bench.inbox.receive(request).await, Ok(Accepted::Stored));
    }
    let stored = bench.home.stored.lock().unwrap();
    let incoming = &stored[0];
    assert_eq!(incoming.id, "http://peer.test/like/1");
    assert_eq!((incoming.kind.as_str(), incoming.actor.as_str(), incoming.host.as_str()), ("Like", BOB, "peer.test"));
    assert_eq!(incoming.lane, "http://hub.test/post/1 http://peer.test/u/bob");
    assert_eq!(incoming.received_at, testing::now());
}

#[tokio::test]
async fn every_fault_has_its_status_and_stores_nothing() {
    let bench = bench();
    for actor in [BOB, "http://blocked.test/u/x", "http://stranger.test/u/x", "http://hub.test/u/alice"] {
        bench.knows(actor);
    }
    let with = |change: &dyn Fn(&mut Value)| {
        let mut body = like(BOB);
        change(&mut body);
        signed(BOB, &body)
    };
    let bytes = |bytes: Vec<u8>| {
        let mut request = signed(BOB, &like(BOB));
        request.body = bytes.into();
        request
    };
    let header = |name: &'static str, value: &'static str| {
        let mut request = signed(BOB, &like(BOB));
        request.headers.insert(name, value.parse().unwrap());
        request
    };
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000)).into_bytes();
    let table: Vec<(&str, Request, u16)> = vec![
        ("too large", bytes(vec![b' '; INBOX_BYTES + 1]), 413),
        ("json", header("content-type", "application/json"), 415),
        ("form", header("content-type", "application/x-www-form-urlencoded"), 415),
        ("unsigned", header("signature", ""), 401),
        ("no digest", header("digest", "MD5=x"), 401),
        ("another body", bytes(like(BOB).to_string().replace("post/1", "post/2").into_bytes()), 401),
        ("not json", bytes(b"hello".to_vec()), 400),
        ("b10 deep", bytes(deep), 400),
        ("b10 wide", bytes(format!("[{}1]", "1,".repeat(20_000)).into_bytes()), 400),
        ("no id", with(&|b| b["id"] = Value::Null), 400),
        ("no type", with(&|b| b["type"] = json!({})), 400),
        ("no actor", with(&|b| b["actor"] = json!(1)), 400),
        ("relative id", with(&|b| b["id"] = json!("/like/1")), 400),
        ("ip literal", with(&|b| b["actor"] = json!("http://127.0.0.1/u/bob")), 400),
        ("a10 id of another origin", with(&|b| b["id"] = json!("http://other.test/like/1")), 401),
        ("a06 actor of another origin", with(&|b| b["actor"] = json!("http://other.test/u/carol")), 401),
        ("a06 actor beside the key's owner", with(&|b| b["actor"] = json!("http://peer.test/u/carol")), 401),
        ("a23 blocked", signed("http://blocked.test/u/x", &like("http://blocked.test/u/x")), 403),
        ("not a partner", signed("http://stranger.test/u/x", &like("http://stranger.test/u/x")), 403),
        ("our own", signed("http://hub.test/u/alice", &like("http://hub.test/u/alice")), 401),
    ];
    for (case, request, status) in table {
        assert_eq!(bench.status(request).await, status, "{case}");
    }
    assert_eq!(bench.stored(), 0);
}

#[tokio::test]
async fn a_busy_store_is_told_apart_from_a_bad_request() {
    let bench = bench();
    bench.knows(BOB);
    bench.home.busy.store(true, Ordering::SeqCst);
    let refusal = bench.inbox.receive(signed(BOB, &like(BOB))).await.unwrap_err();
    assert_eq!((refusal.status, refusal.retry_after), (503, Some(Duration::from_secs(7))));
}

#[tokio::test]
async fn a_signature_of_yesterday_is_refused_and_one_of_another_key_too() {
    let bench = bench();
    bench.knows(BOB);
    let request = signed(BOB, &like(BOB));
    bench.home.clock.store(3700, Ordering::SeqCst);
    assert_eq!(bench.status(request).await, 401);
    bench.home.clock.store(0, Ordering::SeqCst);
    let stranger = Signer { key_id: format!("{BOB}#main-key"), key: PrivateKey::generate_rsa().unwrap() };
    assert_eq!(bench.status(signed_by(&stranger, Scheme::Cavage, &like(BOB), testing::now())).await, 401);
    assert_eq!(bench.stored(), 0);
}

/// A server whose actors publish the test key in various ways.
async fn peer() -> Server {
    Server::start("127.0.1.1", |asked| {
        assert!(asked.headers.contains_key("signature"), "keys are fetched with a signature");
        let at = |path: &str| format!("http://{}{path}", asked.headers["host"].to_str().unwrap());
        let actor = |id: &str, key: &str, owner: &str| {
            json!({"id": id, "type": "Person", "preferredUsername": "x", "inbox": format!("{id}/inbox"),
                "publicKey": {"id": key, "owner": owner, "publicKeyPem": rsa_public().to_pem()}})
        };
        let plain = |path: &str| actor(&at(path), &at(&format!("{path}#main-key")), &at(path));
        Reply::activity(&match asked.target.as_str() {
            "/u/bob" | "/u/dave" => plain(&asked.target),
            // GoToSocial: the key's address answers a stub of the actor.
            "/u/gts/main-key" | "/u/gts" => actor(&at("/u/gts"), &at("/u/gts/main-key"), &at("/u/gts")),
            // A key document of its own.
            "/keys/1" => json!({"id": at("/keys/1"), "owner": at("/u/keyed"), "publicKeyPem": rsa_public().to_pem()}),
            "/u/keyed" => actor(&at("/u/keyed"), &at("/keys/1"), &at("/u/keyed")),
            // A key that claims an owner who does not publish it.
            "/keys/2" => json!({"id": at("/keys/2"), "owner": at("/u/bob")}),
            "/u/ill" => return Reply::status(500),
            "/keys/3" => json!({"id": at("/keys/3"), "owner": "http://victim.test/u/alice"}),
            "/u/stolen" => actor(&at("/u/stolen"), &at("/u/stolen#main-key"), &at("/u/bob")),
            _ => return Reply::status(404),
        })
    })
    .await
}

fn from_server(server: &Server, actor: &str, key: &str) -> Request {
    let signer = rsa_signer(server.url(key).as_str());
    signed_by(&signer, Scheme::Cavage, &like(server.url(actor).as_str()), testing::now())
}

#[tokio::test]
async fn a05_an_unknown_key_is_fetched_in_every_form_but_only_from_its_reciprocal_owner() {
    let (bench, server) = (bench(), peer().await);
    for (actor, key, status) in [
        ("/u/bob", "/u/bob#main-key", 202),
        ("/u/gts", "/u/gts/main-key", 202),
        ("/u/keyed", "/keys/1", 202),
        ("/u/bob", "/keys/2", 401),
        ("/u/bob", "/keys/3", 401),
        ("/u/stolen", "/u/stolen#main-key", 401),
        ("/u/none", "/u/none#main-key", 401),
        ("/u/dave", "/u/bob#main-key", 401),
    ] {
        assert_eq!(bench.status(from_server(&server, actor, key)).await, status, "{actor} {key}");
    }
    assert_eq!(bench.stored(), 3);
}

#[tokio::test]
async fn b07_a_hundred_posts_with_a_dead_key_cost_one_fetch_and_a_live_one_too() {
    let (bench, server) = (bench(), peer().await);
    for (path, wanted) in [("/u/none", 401), ("/u/bob", 202)] {
        let before = server.hits();
        let request = from_server(&server, path, &format!("{path}#main-key"));
        let all = (0..100).map(|_| bench.status(request.clone()));
        assert!(futures_util::future::join_all(all).await.iter().all(|status| *status == wanted));
        assert_eq!(server.hits() - before, 1, "{path}");
    }
    // After ten minutes the dead key is asked for once more.
    bench.home.clock.store(601, Ordering::SeqCst);
    let before = server.hits();
    bench.status(from_server(&server, "/u/none", "/u/none#main-key")).await;
    assert_eq!(server.hits() - before, 1);
}

#[tokio::test]
async fn b07_a_server_that_stumbles_is_asked_again_later_each_time_and_its_sender_told_to_come_back() {
    let (bench, server) = (bench(), peer().await);
    let request = from_server(&server, "/u/ill", "/u/ill#main-key");
    let mut clock = 0;
    for pause in [30, 60, 120, 240, 480, 600, 600] {
        let before = server.hits();
        for _ in 0..10 {
            let refusal = bench.inbox.receive(request.clone()).await.unwrap_err();
            assert_eq!((refusal.status, refusal.retry_after), (429, Some(KEY_PAUSE_FIRST)));
        }
        clock += pause - 1;
        bench.home.clock.store(clock, Ordering::SeqCst);
        assert_eq!(bench.status(request.clone()).await, 429);
        assert_eq!(server.hits() - before, 1, "within {pause} s");
        clock += 1;
        bench.home.clock.store(clock, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn b08_a_domain_that_makes_up_actors_has_its_keys_fetched_so_often_and_then_waits() {
    let (bench, server) = (bench(), peer().await);
    let mut refused = 0;
    for n in 0..FETCHES_AN_HOUR + 50 {
        let path = format!("/u/made-up-{n}");
        let host = format!("h{}.evil.test", n % 40);
        let actor = server.url_of(&host, &path);
        let signer = rsa_signer(&format!("{actor}#main-key"));
        let request = signed_by(&signer, Scheme::Cavage, &like(actor.as_str()), testing::now());
        let refusal = bench.inbox.receive(request).await.unwrap_err();
        if refusal.status == 429 {
            assert!(refusal.retry_after.is_some_and(|after| after <= Duration::from_secs(3600)));
            refused += 1;
        }
    }
    assert_eq!((server.hits(), refused), (FETCHES_AN_HOUR as usize, 50));
    assert_eq!(bench.status(from_server(&server, "/u/bob", "/u/bob#main-key")).await, 202, "others are not concerned");
    // Nothing was proven: perhaps somebody else made them up.
    let actor = server.url_of("real.evil.test", "/u/bob");
    let real =
        signed_by(&rsa_signer(&format!("{actor}#main-key")), Scheme::Cavage, &like(actor.as_str()), testing::now());
    let trickle = KEY_TRICKLE.as_secs() as i64;
    for (clock, status) in [(trickle - 1, 429), (trickle, 202)] {
        bench.home.clock.store(clock, Ordering::SeqCst);
        assert_eq!(bench.status(real.clone()).await, status, "after {clock} s");
    }
    assert_eq!(bench.inbox.remote.spend(&actor), Ok(()), "what the hub itself may fetch there is not concerned");
}

#[tokio::test]
async fn b07_keys_that_never_come_leave_room_for_those_that_do() {
    let (mut bench, good) = (bench(), peer().await);
    bench.inbox.remote = Arc::new(remote_with(FakeNames::default(), 2500));
    let bench = &bench;
    let evil = Server::start("127.0.1.1", |_| Reply { hang: true, ..Reply::status(200) }).await;
    let flood = |domain: &str, n: usize| {
        let requests = (0..n).map(|n| {
            let actor = evil.url_of(&format!("h{n}.{domain}"), "/u/x");
            signed_by(&rsa_signer(actor.as_str()), Scheme::Cavage, &like(actor.as_str()), testing::now())
        });
        let requests: Vec<Request> = requests.collect();
        futures_util::future::join_all(requests.into_iter().map(async |request| {
            bench.inbox.receive(request).await.unwrap_err().reason.starts_with("too many unknown keys at once")
        }))
    };
    let ended = AtomicBool::new(false);
    let floods = async {
        let floods = tokio::join!(flood("one.test", 200), flood("two.test", 200));
        ended.store(true, Ordering::SeqCst);
        floods
    };
    let other = async {
        let status = bench.status(from_server(&good, "/u/bob", "/u/bob#main-key")).await;
        (status, ended.load(Ordering::SeqCst))
    };
    let (floods, other) = tokio::join!(floods, other);
    let refused = floods.0.iter().chain(&floods.1).filter(|refused| **refused).count();
    assert!(refused >= (400 - KEYS_WAITING) / 2, "{refused} of 400 were sent back at once");
    assert_eq!(other, (202, false), "it did not wait for them");
}

#[tokio::test]
async fn c23_a_sender_beyond_its_pace_waits_and_is_then_told_when_to_come_back() {
    let bench = bench_at(1);
    bench.knows(BOB);
    bench.knows("http://other.test/u/carol");
    let all = (0..50).map(|_| bench.inbox.receive(signed(BOB, &like(BOB))));
    let answers = futures_util::future::join_all(all).await;
    let back: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().err()).collect();
    let most = PACE_BURST.as_secs() as usize + PACE_WAIT.as_secs() as usize;
    assert_eq!((bench.stored(), back.len()), (most, 50 - most));
    assert!(back.iter().all(|refusal| refusal.status == 429 && refusal.retry_after >= Some(Duration::from_secs(1))));
    let carol = "http://other.test/u/carol";
    assert_eq!(bench.status(signed(carol, &like(carol))).await, 202);
}

#[tokio::test]
async fn a18_ld_signatures_and_contexts_are_neither_read_nor_fetched() {
    let (bench, server) = (bench(), peer().await);
    bench.knows(BOB);
    let mut body = like(BOB);
    body["@context"] = json!([
        "https://www.w3.org/ns/activitystreams",
        server.url("/context/1"),
        {"@import": server.url("/context/2"), "actor": "https://evil.example/ns#not", "@vocab": server.url("/v#")},
        (0..800).map(|n| json!({format!("t{n}"): {"@id": server.url(&format!("/t{n}")), "@context": server.url("/c")}})).collect::<Vec<_>>(),
    ]);
    body["@graph"] = json!([like("http://victim.test/u/alice")]);
    body["@reverse"] = json!({"actor": "http://victim.test/u/alice"});
    body["signature"] = json!({"type": "RsaSignature2017", "creator": "http://victim.test/u/alice#main-key",
        "created": "2026-11-22T12:00:00Z", "signatureValue": "AAAA"});
    // Signed by its actor it counts as its actor's, whatever else it says.
    let begun = std::time::Instant::now();
    for _ in 0..20 {
        assert_eq!(bench.status(signed(BOB, &body)).await, 202);
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert!(bench.home.stored.lock().unwrap().iter().all(|incoming| incoming.actor == BOB));
    // Carried by somebody else it proves nothing.
    bench.knows("http://relay.test/u/relay");
    assert_eq!(bench.status(signed("http://relay.test/u/relay", &body)).await, 401);
    assert_eq!(server.hits(), 0);
}

#[tokio::test]
async fn a07_headers_made_to_be_slow_cost_nothing() {
    let bench = bench();
    bench.knows(BOB);
    let good = signed(BOB, &like(BOB));
    let names: String = (0..60_000).map(|n| format!("a{n} ")).collect();
    let fields: String = (0..60_000).map(|n| format!("f{n}=1,")).collect();
    let digests = format!("{},", good.headers["digest"].to_str().unwrap()).repeat(5000);
    let inputs: String = (0..30_000).map(|n| format!("s{n}=(\"@method\"),")).collect();
    let components: String = (0..30_000).map(|n| format!("\"h{n}\" ")).collect();
    let table = [
        ("signature", format!("keyId=\"{BOB}#main-key\",headers=\"{names}\",signature=\"AAAA\"")),
        ("signature", format!("{fields}keyId=\"{BOB}#main-key\",signature=\"AAAA\"")),
        ("digest", digests.trim_end_matches(',').to_owned()),
        ("signature-input", inputs),
        ("signature-input", format!("sig=({components});keyid=\"{BOB}#main-key\"")),
    ];
    for (name, value) in table {
        let mut request = good.clone();
        request.headers.insert(name, value.parse().unwrap());
        let begun = std::time::Instant::now();
        assert_eq!(bench.status(request).await, 401, "{name}");
        assert!(begun.elapsed() < Duration::from_millis(200), "{name}: {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn a_rotated_key_is_noticed_and_a_wrong_signature_costs_one_fetch_an_hour() {
    let (bench, server) = (bench(), peer().await);
    let other = PrivateKey::generate_rsa().unwrap().public().unwrap();
    let (actor, key) = (server.url("/u/bob"), server.url("/u/bob#main-key"));
    bench.home.learn(key.as_str(), actor.as_str(), other.clone(), 7200);
    assert_eq!(bench.status(from_server(&server, "/u/bob", "/u/bob#main-key")).await, 202);
    assert_eq!(server.hits(), 1);
    let forger = Signer { key_id: key.to_string(), key: PrivateKey::generate_rsa().unwrap() };
    for _ in 0..20 {
        assert_eq!(bench.status(signed_by(&forger, Scheme::Cavage, &like(actor.as_str()), testing::now())).await, 401);
    }
    assert_eq!(server.hits(), 1);
}

#[tokio::test]
async fn an_unknown_actor_that_deletes_or_changes_itself_costs_no_fetch() {
    let (bench, server) = (bench(), peer().await);
    let actor = server.url("/u/none").to_string();
    for kind in ["Delete", "Update"] {
        let body = json!({"id": format!("{actor}#{kind}"), "type": kind, "actor": actor, "object": {"id": actor}});
        let request = signed(&actor, &body);
        assert_eq!(bench.inbox.receive(request).await, Ok(Accepted::Ignored), "{kind}");
    }
    assert_eq!((server.hits(), bench.stored()), (0, 0));
}

#[tokio::test]
async fn a13_a_carried_activity_enters_only_with_a_proof_by_its_actor() {
    let bench = bench();
    bench.knows("http://relay.test/u/group");
    let carol = "http://peer.test/u/carol";
    let prover = Signer { key_id: format!("{carol}#ed25519-key"), key: PrivateKey::generate_ed25519().unwrap() };
    bench.home.learn(&prover.key_id, carol, prover.key.public().unwrap(), 0);
    let mut body = like(carol);
    assert_eq!(bench.status(signed("http://relay.test/u/group", &body)).await, 401);
    proof::sign(&mut body, &prover, testing::now()).unwrap();
    assert_eq!(bench.status(signed("http://relay.test/u/group", &body)).await, 202);
    body["object"] = json!("http://hub.test/post/2");
    assert_eq!(bench.status(signed("http://relay.test/u/group", &body)).await, 401);
    // A18: an LD signature proves nothing here and costs nothing.
    let mut ld = like(carol);
    ld["signature"] =
        json!({"type": "RsaSignature2017", "creator": format!("{carol}#main-key"), "signatureValue": "AAAA"});
    assert_eq!(bench.status(signed("http://relay.test/u/group", &ld)).await, 401);
    assert_eq!(bench.stored(), 1);
}

#[tokio::test]
async fn a_signed_get_says_who_asks() {
    let bench = bench();
    bench.knows(BOB);
    bench.knows("http://blocked.test/u/x");
    let get = |actor: &str| {
        let url = Url::parse("http://hub.test/post/1?page=2").unwrap();
        let signer = rsa_signer(&format!("{actor}#main-key"));
        let headers = crate::signature::sign_get(&signer, Scheme::Cavage, &url, true, testing::now()).unwrap();
        Request { method: "GET".into(), path_and_query: "/post/1?page=2".into(), headers, body: Bytes::new() }
    };
    assert_eq!(bench.inbox.identify(&get(BOB)).await.as_deref(), Ok(BOB));
    assert_eq!(bench.inbox.identify(&get("http://blocked.test/u/x")).await.unwrap_err().status, 403);
    let elsewhere = Request { path_and_query: "/post/2".into(), ..get(BOB) };
    assert_eq!(bench.inbox.identify(&elsewhere).await.unwrap_err().status, 401);
    assert_eq!(bench.stored(), 0);
}

#[tokio::test]
async fn b14_forgotten_senders_leave_no_memory_behind() {
    let bench = bench();
    let home = bench.home.as_ref();
    for n in 0..crate::limits::REMEMBERED + 10 {
        let url = Url::parse(&format!("http://peer.test/{n}")).unwrap();
        // Nothing is fetched: the clock stands still and each key is known already.
        home.learn(url.as_str(), BOB, rsa_public(), 0);
        assert!(bench.inbox.keys.fetch(home, &bench.inbox.remote, &url).await.is_ok());
    }
    assert!(bench.inbox.keys.remembered() <= crate::limits::REMEMBERED);
}

#[tokio::test]
async fn a_server_that_is_not_listed_may_ask_to_be_a_partner_and_nothing_else() {
    let bench = bench();
    let them = "http://stranger.test/actor";
    bench.knows(them);
    let say = |kind: &str, object: Value| {
        let body = json!({"id": format!("http://stranger.test/{kind}"), "type": kind, "actor": them, "object": object});
        signed(them, &body)
    };
    let hub = json!("http://hub.test/actor");
    for (kind, object) in [
        ("Create", json!({"type": "Note", "id": "http://stranger.test/n", "content": "x"})),
        ("Follow", json!("http://hub.test/groups/care")),
        ("Like", hub.clone()),
    ] {
        assert_eq!(bench.status(say(kind, object)).await, 403, "{kind}");
    }
    let padded = json!({"type": "Follow", "actor": them, "object": hub, "summary": "x".repeat(9000)});
    assert_eq!(bench.status(say("Undo", padded)).await, 403);
    // Forged: the key of somebody else.
    let forger = Signer { key_id: format!("{them}#main-key"), key: PrivateKey::generate_rsa().unwrap() };
    let body = json!({"id": "http://stranger.test/f", "type": "Follow", "actor": them, "object": hub});
    for _ in 0..2 * KNOCKS {
        assert_eq!(bench.status(signed_by(&forger, Scheme::Cavage, &body, testing::now())).await, 401);
    }
    assert_eq!(bench.stored(), 0);
    for _ in 0..KNOCKS_OF_DOMAIN {
        assert_eq!(bench.status(say("Follow", hub.clone())).await, 202, "what others said in its name is not counted");
    }
    assert_eq!(bench.status(say("Follow", hub.clone())).await, 429, "often enough");
    assert_eq!(bench.stored(), KNOCKS_OF_DOMAIN);
    let body =
        json!({"id": "http://nobody.test/f", "type": "Follow", "actor": "http://nobody.test/actor", "object": hub});
    assert_eq!(bench.status(signed("http://nobody.test/actor", &body)).await, 403, "switched off");
}
