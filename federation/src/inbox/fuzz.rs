//! Bodies and signature headers that nobody would send: mutations of collected payloads and of our own seeds, for
//! `WAYPOST_FUZZ_SECONDS` (5 without it), from a seed that is printed (`WAYPOST_FUZZ_SEED` repeats it). Nothing panics,
//! nothing is answered 5xx, nothing takes long.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderValue;
use serde_json::{Value, json};

use super::tests::{BOB, Bench, bench_at, like, signed_by};
use super::*;
use crate::activity::Activity;
use crate::actor::RemoteActor;
use crate::object::{RemoteObject, title_from_html};
use crate::signature::{PrivateKey, Scheme, Signer};
use crate::testing::{self, shared};

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long and from where is the runner's choice, not a setting of the hub"
)]
fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The generator, its seed printed, and the end of the run.
fn begin(what: &str) -> (Chance, Instant) {
    let fresh = {
        use std::hash::{BuildHasher, RandomState};
        RandomState::new().hash_one(what)
    };
    let seed = setting("WAYPOST_FUZZ_SEED").unwrap_or(fresh);
    println!("{what}: WAYPOST_FUZZ_SEED={seed}");
    let seconds = setting("WAYPOST_FUZZ_SECONDS").unwrap_or(5);
    (Chance(seed), Instant::now() + Duration::from_secs(seconds))
}

/// What one request may take: a debug build on a busy machine needs a thousand times less for an ordinary one.
const MOST: Duration = Duration::from_secs(3);

fn seeds() -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = [
        like(BOB),
        json!({"id": "http://peer.test/c/1", "type": "Create", "actor": BOB, "to": ["as:Public"], "cc": [], "object": {
            "id": "http://peer.test/n/1", "type": "Note", "attributedTo": BOB, "content": "<p>Hello <a href=\"#\">you</a></p>",
            "contentMap": {"en": "x"}, "source": {"content": "x", "mediaType": "text/markdown"}, "published": "2026-11-22T10:00:00Z",
            "tag": [{"type": "Mention", "href": "http://hub.test/groups/a", "name": "@a"}, {"type": "Hashtag", "name": "#b"}],
            "attachment": [{"type": "Image", "url": "http://peer.test/i.png"}], "replies": {"first": {"items": []}}}}),
        json!({"id": "http://peer.test/a/1", "type": "Announce", "actor": BOB, "object": like(BOB), "cc": null}),
        json!({"id": "http://peer.test/f/1", "type": "Flag", "actor": BOB, "object": [BOB, "http://hub.test/posts/1"], "content": "x"}),
    ]
    .iter()
    .map(|value| value.to_string().into_bytes())
    .collect();
    if let Some(index) = shared("fixtures/INDEX.tsv") {
        let folder = index.parent().unwrap();
        let rows = std::fs::read_to_string(&index).unwrap();
        let files = rows.lines().skip(1).filter_map(|row| row.split('\t').next());
        found.extend(files.filter_map(|file| std::fs::read(folder.join(file)).ok()));
    }
    found
}

const PIECES: [&str; 30] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "1e999",
    "-0",
    "99999999999999999999999",
    "\\u0000",
    "\\ud800",
    "\u{0}",
    "\u{feff}",
    "é",
    "\"id\":",
    "\"type\":\"Announce\",",
    "\"actor\":",
    "\"object\":{",
    "\"@context\":",
    "http://hub.test/groups/a",
    "http://[::1]/",
    "http://peer.test:99999/",
    "https://xn--a.example/",
    "<a <a <a ",
    "&#x0;",
    "javascript:",
    "2026-13-45T99:99:99Z",
];

fn mutated(chance: &mut Chance, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = chance.pick(seeds).clone();
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        let to = (at + chance.below(64)).min(bytes.len());
        match chance.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 => drop(bytes.drain(at..to)),
            2 => drop(bytes.splice(at..at, chance.pick(&PIECES).bytes())),
            3 => {
                let copy = bytes[at..to].repeat(1 + chance.below(200));
                bytes.splice(at..at, copy);
            }
            4 => bytes.truncate(at),
            5 => {
                let other = chance.pick(seeds);
                let from = chance.below(other.len() + 1);
                let piece = other[from..(from + 200).min(other.len())].to_vec();
                bytes.splice(at..to, piece);
            }
            _ => drop(bytes.splice(at..to, chance.pick(&PIECES).bytes())),
        }
    }
    bytes.truncate(INBOX_BYTES + 1);
    bytes
}

/// A value somewhere in a document becomes another one, so that what is read stays JSON.
fn twisted(chance: &mut Chance, value: &mut Value) {
    let odd = [
        json!(null),
        json!(1),
        json!(-1.5e300),
        json!(""),
        json!([]),
        json!({}),
        json!([[[[]]]]),
        json!("\u{0}"),
        json!({"id": BOB}),
        json!([BOB, null, 1]),
        json!("http://hub.test/posts/1"),
        json!("x".repeat(5000)),
    ];
    let down = chance.below(4) > 0;
    match value {
        Value::Object(map) if down && !map.is_empty() => {
            let at = chance.below(map.len());
            if let Some(inner) = map.values_mut().nth(at) {
                twisted(chance, inner);
            }
        }
        Value::Array(items) if down && !items.is_empty() => {
            let at = chance.below(items.len());
            twisted(chance, &mut items[at]);
        }
        _ => *value = chance.pick(&odd).clone(),
    }
}

fn read_all(bytes: &[u8]) {
    let Ok(value) = json::read(bytes) else { return };
    let _ = (Activity::parse(&value), RemoteActor::parse(&value), proof::claimed_key(&value));
    if let Ok(object) = RemoteObject::parse(&value) {
        let _ = title_from_html(object.content.as_deref().unwrap_or_default());
    }
}

fn signer() -> Signer {
    Signer { key_id: format!("{BOB}#main-key"), key: PrivateKey::generate_ed25519().unwrap() }
}

fn door(signer: &Signer) -> Bench {
    let bench = bench_at(u32::MAX);
    bench.home.learn(&signer.key_id, BOB, signer.key.public().unwrap(), 0);
    bench
}

async fn judged(bench: &Bench, request: Request, seen: &mut std::collections::BTreeMap<u16, u32>) {
    let begun = Instant::now();
    let body = request.body.clone();
    let status = bench.status(request).await;
    assert!(
        matches!(status, 202 | 400 | 401 | 403 | 413 | 415 | 429),
        "{status}: {:?}",
        String::from_utf8_lossy(&body)
    );
    assert!(begun.elapsed() < MOST, "{:?}: {:?}", begun.elapsed(), String::from_utf8_lossy(&body));
    *seen.entry(status).or_default() += 1;
}

#[tokio::test]
async fn fuzz_no_body_whatever_harms_the_door() {
    let (mut chance, end) = begin("bodies");
    let (seeds, signer) = (seeds(), signer());
    let (bench, mut seen) = (door(&signer), std::collections::BTreeMap::new());
    while Instant::now() < end {
        let mut bytes = mutated(&mut chance, &seeds);
        if chance.below(2) == 0
            && let Ok(mut value) = serde_json::from_slice::<Value>(chance.pick::<Vec<u8>>(&seeds))
        {
            for _ in 0..=chance.below(4) {
                twisted(&mut chance, &mut value);
            }
            if chance.below(2) == 0 && value.is_object() {
                value["actor"] = json!(BOB);
                value["id"] = json!(format!("http://peer.test/{}", chance.next()));
            }
            bytes = value.to_string().into_bytes();
        }
        read_all(&bytes);
        let mut request = signed_by(&signer, Scheme::Cavage, &json!(null), testing::now());
        if bytes.len() <= INBOX_BYTES {
            let url = Url::parse("http://hub.test/inbox").unwrap();
            let content_type = "application/activity+json";
            request.headers =
                crate::signature::sign_post(&signer, Scheme::Cavage, &url, content_type, &bytes, testing::now())
                    .unwrap();
        }
        request.body = Bytes::from(bytes);
        judged(&bench, request, &mut seen).await;
        if bench.stored() > 1000 {
            bench.home.stored.lock().unwrap().clear();
        }
    }
    println!("{seen:?}");
    assert!(seen.get(&202).is_some_and(|count| *count > 10), "some still pass: {seen:?}");
}

#[tokio::test]
async fn fuzz_no_signature_header_whatever_harms_the_door() {
    let (mut chance, end) = begin("signature headers");
    let signer = signer();
    let (bench, mut seen) = (door(&signer), std::collections::BTreeMap::new());
    let pieces = [
        "keyId=",
        "headers=\"",
        "signature=\"",
        "algorithm=\"hs2019\"",
        "\"",
        ",",
        ";",
        "=",
        "(",
        ")",
        ":",
        " ",
        "\\",
        "sig1=",
        "(request-target)",
        "(created)",
        "@method",
        "@query-param\";name=\"x",
        "content-digest",
        "?1",
        "99999999999999999999",
        "-1",
        "sha-256=:",
        "SHA-256=",
        "date ",
        "\u{e9}",
        "http://peer.test/u/bob#main-key",
        "http://hub.test/actor#main-key",
    ];
    while Instant::now() < end {
        let scheme = if chance.below(2) == 0 { Scheme::Cavage } else { Scheme::Rfc9421 };
        let mut request = signed_by(&signer, scheme, &like(BOB), testing::now());
        let names = ["signature", "signature-input", "digest", "content-digest", "date", "host", "content-type"];
        for _ in 0..=chance.below(3) {
            let name = *chance.pick(&names);
            let mut text = request.headers.get(name).map(|value| value.as_bytes().to_vec()).unwrap_or_default();
            for _ in 0..=chance.below(4) {
                let at = chance.below(text.len() + 1);
                let to = (at + chance.below(20)).min(text.len());
                match chance.below(5) {
                    0 => drop(text.drain(at..to)),
                    1 => {
                        let copy = text[at..to].repeat(1 + chance.below(2000));
                        text.splice(at..at, copy);
                    }
                    2 if at < text.len() => text[at] = 32 + (chance.below(224) as u8),
                    _ => drop(text.splice(at..to, chance.pick(&pieces).bytes())),
                }
            }
            let Ok(value) = HeaderValue::from_bytes(&text) else { continue };
            if chance.below(8) == 0 {
                request.headers.append(name, value);
            } else {
                request.headers.insert(name, value);
            }
        }
        judged(&bench, request, &mut seen).await;
    }
    println!("{seen:?}");
    assert!(seen.get(&401).is_some_and(|count| *count > 10), "{seen:?}");
}

#[tokio::test]
async fn fuzz_twice_the_body_takes_about_twice_the_time() {
    type Shape = (&'static str, fn(usize) -> String);
    let shapes: [Shape; 7] = [
        ("open brackets", |n| "[".repeat(n)),
        ("numbers", |n| format!("[{}1]", "1,".repeat(n / 2))),
        ("keys", |n| format!("{{{}\"z\":1}}", (0..n / 12).map(|i| format!("\"k{i:06}\":1,")).collect::<String>())),
        ("one string", |n| format!("{{\"id\":\"{}\"}}", "x".repeat(n))),
        ("escapes", |n| format!("{{\"id\":\"{}\"}}", "\\u0000".repeat(n / 6))),
        ("content", |n| {
            format!("{{\"id\":\"http://peer.test/1\",\"type\":\"Note\",\"content\":\"{}\"}}", "<a <p @x ".repeat(n / 9))
        }),
        ("mentions", |n| {
            let one = "{\"type\":\"Mention\",\"href\":\"http://peer.test/u/x\"},";
            format!(
                "{{\"id\":\"http://peer.test/1\",\"type\":\"Note\",\"tag\":[{}1]}}",
                one.repeat((n / one.len()).min(900))
            )
        }),
    ];
    for (shape, make) in shapes {
        let time = |bytes: usize| {
            let text = make(bytes);
            // The best of several: the machine has other things to do.
            (0..5)
                .map(|_| {
                    let begun = Instant::now();
                    read_all(text.as_bytes());
                    begun.elapsed()
                })
                .min()
                .unwrap()
        };
        let (half, whole) = (time(INBOX_BYTES / 8), time(INBOX_BYTES));
        // Eight times the bytes: a quadratic reader would need 64 times as long.
        assert!(whole < half * 32 + Duration::from_millis(20), "{shape}: {half:?}, then {whole:?}");
    }
}
