//! Activities that nobody would send, through the whole hub: nothing is answered 5xx, nothing that was accepted sticks, and
//! the hub stands. For `WAYPOST_FUZZ_SECONDS` (5 without it); the seed is printed and repeats it as `WAYPOST_FUZZ_SEED`.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Siege;
use crate::support::shared;

#[expect(
    clippy::disallowed_methods,
    reason = "how long and from where is the runner's choice, not a setting of the hub"
)]
fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fuzz_no_activity_whatever_harms_the_hub() {
    let siege = Siege::begin().await;
    let (care, eve) = (siege.a.group("care"), siege.evil.url("/u/eve"));
    let post = siege.a.share("ana", "care", "Mine", "My words.").await;
    siege.a.look_up(&eve).await;
    let fresh = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 1);
    let seed = setting("WAYPOST_FUZZ_SEED").unwrap_or(fresh);
    println!("activities: WAYPOST_FUZZ_SEED={seed}");
    let mut chance = Chance(seed);
    let note = siege.evil.note("seed", "/u/eve", &care, Some(&post));
    let mut seeds: Vec<Value> =
        ["Create", "Update", "Announce", "Delete", "Like", "Follow", "Undo", "Flag", "Block", "Move", "Add", "Lock"]
            .map(|kind| siege.evil.activity("seed", kind, "/u/eve", note.clone()))
            .to_vec();
    seeds.push(siege.evil.activity("seed", "Undo", "/u/eve", seeds[4].clone()));
    if let Some(index) = shared("fixtures/INDEX.tsv") {
        let folder = index.parent().unwrap();
        let rows = std::fs::read_to_string(&index).unwrap();
        let files = rows.lines().filter(|row| row.contains("\tactivity\t")).filter_map(|row| row.split('\t').next());
        seeds.extend(files.filter_map(|file| serde_json::from_slice(&std::fs::read(folder.join(file)).ok()?).ok()));
    }
    let odd = [
        json!(null),
        json!(7),
        json!(-1e300),
        json!(""),
        json!([]),
        json!({}),
        json!("\u{0}\u{ffff}"),
        json!("é".repeat(3000)),
        json!(care),
        json!(post),
        json!(eve),
        json!([care, null, {"id": post}]),
        json!({"id": eve, "type": "Person"}),
        json!("2026-99-99T00:00:00Z"),
        json!("9999-12-31T23:59:59Z"),
        json!("-0001-01-01T00:00:00Z"),
        json!("http://[::1]/x"),
        json!(siege.canaries.urls[0]),
    ];
    let end = Instant::now() + Duration::from_secs(setting("WAYPOST_FUZZ_SECONDS").unwrap_or(5));
    let (mut statuses, mut n) = (BTreeMap::<u16, u32>::new(), 0);
    while Instant::now() < end {
        let mut activity = chance.pick(&seeds).clone();
        for _ in 0..chance.below(5) {
            let value = chance.pick(&odd).clone();
            replace(&mut chance, &mut activity, value);
        }
        n += 1;
        if activity.is_object() {
            activity["id"] = json!(siege.evil.url(&format!("/fuzz/{n}")));
            activity["actor"] = json!(eve);
            if chance.below(2) == 0 && activity["object"].is_object() {
                activity["object"]["id"] = json!(siege.evil.url(&format!("/fuzz-object/{}", chance.below(20))));
                activity["object"]["attributedTo"] = json!(eve);
                activity["object"]["to"] = json!([care, crate::support::evil::PUBLIC]);
            }
        }
        let signer = siege.evil.signer(&eve);
        let (status, body) =
            siege.evil.send_by(&signer, &siege.inbox(), siege.now(), activity.to_string().as_bytes()).await;
        assert!(matches!(status, 202 | 400 | 401 | 413 | 429), "{status} {body}: {activity}");
        *statuses.entry(status).or_default() += 1;
    }
    println!("{n} activities: {statuses:?}");
    siege.nothing_waits().await;
    let failed = "select string_agg(distinct error, '; ') from inbox where error ~* '(syntax|violates|encoding|overflow|out of range|panic|deserial)'";
    assert_eq!(siege.text(failed).await, None, "what the store refuses is a fault of ours");
    assert_eq!(siege.count("select count(*) from jobs where parked_at is not null").await, 0);
    let like = siege.evil.activity("after", "Like", "/u/eve", json!(post));
    siege.deal(&siege.evil, &like).await;
    siege.a.hub.get("/groups/care").await.ok();
    siege.a.hub.get("/").await.ok();
    siege.canaries.assert_silent();
}

/// A value somewhere inside becomes another one.
fn replace(chance: &mut Chance, value: &mut Value, with: Value) {
    let down = chance.below(5) > 0;
    match value {
        Value::Object(map) if down && !map.is_empty() => {
            let at = chance.below(map.len());
            if let Some(inner) = map.values_mut().nth(at) {
                replace(chance, inner, with);
            }
        }
        Value::Array(items) if down && !items.is_empty() => {
            let at = chance.below(items.len());
            replace(chance, &mut items[at], with);
        }
        _ => *value = with,
    }
}
