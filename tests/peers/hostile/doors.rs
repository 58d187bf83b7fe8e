//! Signatures through HTTP, as peers make them and as forgers do (attacks.md A07, A08; wire.md "Seen running" 3, §4).

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::TimeDelta;
use federation::signature::digest::digest_header;
use federation::signature::{PrivateKey, Scheme, Signer, sign_post};
use reqwest::header::{HeaderMap, HeaderName};
use serde_json::{Value, json};

use super::Siege;
use crate::support::evil::{Evil, post};

/// The headers of a request that is signed by hand.
struct Hand<'a> {
    path: &'a str,
    method: &'a str,
    host: String,
    date: String,
    digest: Option<String>,
    content_type: &'a str,
    /// Covered, in this order.
    list: &'a str,
    algorithm: &'a str,
    key_id: String,
    /// In front of `signature`.
    more: &'a str,
}

impl<'a> Hand<'a> {
    fn new(siege: &Siege, body: &str, list: &'a str) -> Self {
        Self {
            path: "/inbox",
            method: "post",
            host: siege.a.hub.host.clone(),
            date: httpdate(siege.now()),
            digest: Some(digest_header(body.as_bytes())),
            content_type: "application/activity+json",
            list,
            algorithm: "algorithm=\"rsa-sha256\",",
            key_id: format!("{}#main-key", siege.evil.url("/u/eve")),
            more: "",
        }
    }

    fn sign(&self, key: &PrivateKey) -> HeaderMap {
        let value = |name: &str| match name {
            "(request-target)" => format!("{} {}", self.method, self.path),
            "host" => self.host.clone(),
            "date" => self.date.clone(),
            "digest" => self.digest.clone().unwrap_or_default(),
            "content-type" => self.content_type.to_owned(),
            _ => self.more.split('=').nth(1).unwrap_or_default().trim_end_matches(',').to_owned(),
        };
        let lines: Vec<String> = self
            .list
            .split(' ')
            .filter(|name| !name.is_empty())
            .map(|name| format!("{name}: {}", value(name)))
            .collect();
        let signature = BASE64_STANDARD.encode(key.sign(lines.join("\n").as_bytes()).unwrap());
        let signature = format!(
            "keyId=\"{}\",{}headers=\"{}\",{}signature=\"{signature}\"",
            self.key_id, self.algorithm, self.list, self.more
        );
        let mut headers = HeaderMap::new();
        headers.insert("date", self.date.parse().unwrap());
        headers.insert("content-type", self.content_type.parse().unwrap());
        headers.insert("signature", signature.parse().unwrap());
        if let Some(digest) = &self.digest {
            headers.insert("digest", digest.parse().unwrap());
        }
        headers
    }
}

fn httpdate(now: chrono::DateTime<chrono::Utc>) -> String {
    now.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn key_of(evil: &Evil) -> PrivateKey {
    evil.signer("x").key
}

#[tokio::test(flavor = "multi_thread")]
async fn each_peers_way_to_sign_is_accepted() {
    let siege = Siege::begin().await;
    let (care, key) = (siege.a.group("care"), key_of(&siege.evil));
    let profiled = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
    let (hs2019, rsa) = ("algorithm=\"hs2019\",", "algorithm=\"rsa-sha256\",");
    let table = [
        ("GoToSocial", "(request-target) host date digest", hs2019, profiled),
        ("NodeBB", "(request-target) host date digest", rsa, profiled),
        ("PieFed", "(request-target) host date digest content-type", rsa, "application/activity+json"),
        ("snac", "(request-target) host digest date", rsa, "application/activity+json"),
        ("Fedify", "(request-target) content-type date digest host", rsa, "application/activity+json"),
        ("Lemmy", "(request-target) content-type date digest host", hs2019, "application/activity+json"),
        ("Mastodon", "host date digest content-type (request-target)", rsa, "application/activity+json"),
        ("Mbin, Misskey", "(request-target) date host digest", rsa, "application/activity+json"),
        ("nobody's algorithm", "(request-target) host date digest", "", "application/activity+json; charset=utf-8"),
        ("capitals", "(request-target) Host Date Digest", "algorithm=\"RSA-SHA256\",", "application/ld+json"),
    ];
    for (n, (peer, list, algorithm, content_type)) in table.into_iter().enumerate() {
        let mut like = siege.evil.activity(&format!("{n}"), "Like", "/u/eve", json!(care));
        if peer == "Fedify" {
            like["signature"] = json!({"type": "RsaSignature2017", "creator": "x", "signatureValue": "AAAA"});
        }
        let body = like.to_string();
        let lower = list.to_lowercase();
        let mut headers = Hand { algorithm, content_type, ..Hand::new(&siege, &body, &lower) }.sign(&key);
        let text = headers["signature"].to_str().unwrap().replace(&lower, list);
        // PieFed writes the algorithm last, spaces stand where some put them.
        let text = if peer == "PieFed" {
            format!(
                "{}, algorithm=\"rsa-sha256\"",
                text.replace("algorithm=\"rsa-sha256\",", "").replace("\",", "\", ")
            )
        } else {
            text
        };
        headers.insert("signature", text.parse().unwrap());
        let (status, answer) = post(&siege.inbox(), &headers, body.as_bytes()).await;
        assert_eq!(status, 202, "{peer}: {answer}");
    }
    let like = siege.evil.activity("9421", "Like", "/u/eve", json!(care)).to_string();
    let signer = siege.evil.signer(&siege.evil.url("/u/eve"));
    let url = siege.inbox().parse().unwrap();
    let mut headers =
        sign_post(&signer, Scheme::Rfc9421, &url, "application/activity+json", like.as_bytes(), siege.now()).unwrap();
    assert_eq!(post(&siege.inbox(), &headers, like.as_bytes()).await.0, 202);
    assert_eq!(post(&siege.inbox(), &headers, like.replace("Like", "Dislike").as_bytes()).await.0, 401);
    assert_eq!(post(&format!("{care}/inbox"), &headers, like.as_bytes()).await.0, 401, "signed for another address");
    headers.remove("content-digest");
    assert_eq!(post(&siege.inbox(), &headers, like.as_bytes()).await.0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_signatures_that_cover_too_little_or_belong_elsewhere_are_refused() {
    let siege = Siege::begin().await;
    let (care, key) = (siege.a.group("care"), key_of(&siege.evil));
    siege.a.look_up(&siege.evil.url("/u/eve")).await;
    let body = siege.evil.activity("a07", "Like", "/u/eve", json!(care)).to_string();
    let all = "(request-target) host date digest";
    let hand = |list: &'static str| Hand::new(&siege, &body, list);
    let header = |name: &'static str, value: String| {
        let mut headers = hand(all).sign(&key);
        headers.insert(HeaderName::from_static(name), value.parse().unwrap());
        headers
    };
    let without = |name: &str| {
        let mut headers = hand(all).sign(&key);
        headers.remove(name);
        headers
    };
    let stranger = PrivateKey::generate_rsa().unwrap();
    let twice = {
        let mut headers = hand(all).sign(&key);
        headers.append("signature", headers["signature"].clone());
        headers
    };
    let table: Vec<(&str, HeaderMap)> = vec![
        ("no signature", without("signature")),
        ("no digest", without("digest")),
        ("no date", without("date")),
        ("the digest is not covered", hand("(request-target) host date").sign(&key)),
        ("the target is not covered", hand("host date digest").sign(&key)),
        ("the host is not covered", hand("(request-target) date digest").sign(&key)),
        ("the date is not covered", hand("(request-target) host digest").sign(&key)),
        ("the date alone", hand("date").sign(&key)),
        ("nothing is covered", hand("").sign(&key)),
        ("another path", Hand { path: "/groups/care/inbox", ..hand(all) }.sign(&key)),
        ("another method", Hand { method: "get", ..hand(all) }.sign(&key)),
        ("another host", Hand { host: "other.example".to_owned(), ..hand(all) }.sign(&key)),
        ("another digest algorithm", Hand { digest: Some("MD5=AAAA".to_owned()), ..hand(all) }.sign(&key)),
        ("another body's digest", Hand { digest: Some(digest_header(b"x")), ..hand(all) }.sign(&key)),
        ("a digest that is none", Hand { digest: Some("SHA-256".to_owned()), ..hand(all) }.sign(&key)),
        ("an algorithm that nobody speaks", Hand { algorithm: "algorithm=\"hmac-sha256\",", ..hand(all) }.sign(&key)),
        (
            "created with rsa-sha256",
            Hand { more: "created=1,", ..hand("(request-target) host (created) digest") }.sign(&key),
        ),
        ("yesterday", Hand { date: httpdate(siege.now() - TimeDelta::hours(25)), ..hand(all) }.sign(&key)),
        ("another key", hand(all).sign(&stranger)),
        ("no address as key", Hand { key_id: "acct:eve@evil.test".to_owned(), ..hand(all) }.sign(&key)),
        ("our own key", Hand { key_id: format!("{}/actor#main-key", siege.a.hub.base), ..hand(all) }.sign(&key)),
        ("two signatures", twice),
        ("not a signature", header("signature", "keyId=\"x".to_owned())),
        ("another date", header("date", httpdate(siege.now() - TimeDelta::minutes(1)))),
        ("RFC 9421 that names nothing", header("signature-input", "sig1=();keyid=\"x\"".to_owned())),
    ];
    assert!(table.len() >= 12);
    for (case, headers) in table {
        let (status, answer) = post(&siege.inbox(), &headers, body.as_bytes()).await;
        assert_eq!(status, 401, "{case}: {answer}");
        let reason: Value = serde_json::from_str(&answer).unwrap();
        assert!(reason["error"].as_str().is_some_and(|why| why.len() > 10), "{case}: {answer}");
    }
    assert_eq!(siege.count("select count(*) from inbox").await + siege.count("select count(*) from received").await, 0);
    let (status, answer) = post(&siege.inbox(), &hand(all).sign(&key), body.as_bytes()).await;
    assert_eq!(status, 202, "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a08_a_request_is_good_for_an_hour_and_counts_once() {
    let siege = Siege::at_noon().await;
    let (care, noon) = (siege.a.group("care"), siege.now());
    let post = siege.a.share("ana", "care", "Mine", "My words.").await;
    let like = siege.evil.activity("a08", "Like", "/u/eve", json!(post));
    for (minutes, status) in [(-61, 401), (6, 401), (-59, 202), (4, 202), (0, 202)] {
        let at = noon + TimeDelta::minutes(minutes);
        assert_eq!(siege.evil.send(&siege.inbox(), at, &like).await.0, status, "signed {minutes} minutes from now");
    }
    siege.nothing_waits().await;
    assert_eq!(siege.count("select count(*) from reactions").await, 1);
    siege.a.hub.advance(TimeDelta::minutes(62));
    assert_eq!(siege.evil.send(&siege.inbox(), noon, &like).await.0, 401, "the same request again, later");
    assert!(care.starts_with("http"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a05_a_new_key_is_noticed_by_one_look_an_hour() {
    let siege = Siege::at_noon().await;
    let care = siege.a.group("care");
    let like = |n: u32| siege.evil.activity(&format!("key-{n}"), "Like", "/u/eve", json!(care));
    assert_eq!(siege.send(&siege.evil, &like(1)).await, 202);
    assert_eq!(siege.evil.count_asked("/u/eve"), 1);
    siege.evil.rotate();
    assert_eq!(siege.send(&siege.evil, &like(2)).await, 401, "it was looked at within the hour");
    assert_eq!(siege.evil.count_asked("/u/eve"), 1);
    siege.a.hub.advance(TimeDelta::minutes(61));
    assert_eq!(siege.send(&siege.evil, &like(3)).await, 202);
    assert_eq!(siege.evil.count_asked("/u/eve"), 2);
    let forger =
        Signer { key_id: format!("{}#main-key", siege.evil.url("/u/eve")), key: PrivateKey::generate_rsa().unwrap() };
    for n in 0..20 {
        let body = like(10 + n).to_string();
        assert_eq!(siege.evil.send_by(&forger, &siege.inbox(), siege.now(), body.as_bytes()).await.0, 401);
    }
    assert_eq!(siege.evil.count_asked("/u/eve"), 2);
    assert_eq!(siege.send(&siege.evil, &like(4)).await, 202, "the right key still counts");
    assert_eq!(siege.evil.unsigned(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn c23_a_flood_of_one_server_is_slowed_then_sent_back_and_others_are_served() {
    let siege = Siege::with(|config| config.federation.pace = 2).await;
    let care = siege.a.group("care");
    siege.a.look_up(&siege.evil.url("/u/eve")).await;
    siege.a.look_up(&siege.good.url("/u/bob")).await;
    let (inbox, now) = (siege.inbox(), siege.now());
    let flood = (0..120).map(async |n| {
        let like = siege.evil.activity(&format!("c23-{n}"), "Like", "/u/eve", json!(care));
        siege.evil.send(&inbox, now, &like).await
    });
    let answers = futures_util::future::join_all(flood).await;
    let count = |status: u16| answers.iter().filter(|(found, _)| *found == status).count();
    // 2 a second over 30 s at once, those of 5 s more after a while.
    assert!((60..=90).contains(&count(202)), "{} taken", count(202));
    assert_eq!(count(202) + count(429), 120, "never anything else: {answers:?}");
    let like = siege.good.activity("c23", "Like", "/u/bob", json!(care));
    assert_eq!(siege.send(&siege.good, &like).await, 202);
}
