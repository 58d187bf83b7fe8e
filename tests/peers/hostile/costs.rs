//! What a hostile server can make a hub spend: requests, time, memory, rows (attacks.md B05-B11, B14).

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use serde_json::{Value, json};
use waypost::store::ageing;

use super::{SOON, Siege};
use crate::support::eventually;
use crate::support::evil::{Evil, PUBLIC, Reply};

#[tokio::test(flavor = "multi_thread")]
async fn b05_servers_that_drip_hold_up_nobody_else() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    siege.evil.script(|_, path| path.starts_with("/u/slow").then(|| Reply::Drip(vec![b'{'; 600])));
    siege.a.look_up(&siege.good.url("/u/bob")).await;
    let (inbox, now) = (siege.inbox(), siege.now());
    let slow = async {
        let sent = (0..60).map(async |n| {
            let like = siege.evil.activity(&format!("b05-{n}"), "Like", &format!("/u/slow{n}"), json!(care));
            siege.evil.send(&inbox, now, &like).await.0
        });
        futures_util::future::join_all(sent).await
    };
    let others = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let mut slowest = Duration::ZERO;
        for n in 0..30 {
            let begun = Instant::now();
            siege.a.hub.get("/").await.ok();
            let like = siege.good.activity(&format!("b05-{n}"), "Like", "/u/bob", json!(care));
            assert_eq!(siege.send(&siege.good, &like).await, 202);
            slowest = slowest.max(begun.elapsed());
        }
        slowest
    };
    let begun = Instant::now();
    let (statuses, slowest) = tokio::join!(slow, others);
    assert!(statuses.iter().all(|status| *status == 429), "{statuses:?}");
    assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn b06_bodies_without_an_end_and_without_a_bottom_are_given_up() {
    let siege = Siege::begin().await;
    siege.evil.put("/endless", Reply::Endless(vec![b'['; 4096]));
    siege.evil.put(
        "/deep",
        Reply::Plain(200, vec![("content-type", "application/activity+json".to_owned())], vec![b'['; 500_000]),
    );
    let wide = json!({"id": siege.evil.url("/wide"), "type": "Note", "tag": vec![json!({}); 100_000]});
    siege.evil.put("/wide", Reply::Activity(wide));
    for path in ["/endless", "/deep", "/wide"] {
        let begun = Instant::now();
        assert!(siege.a.hub.peers().look_up(&siege.evil.url(path)).await.is_err(), "{path}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{path}: {:?}", begun.elapsed());
    }
    assert_eq!(siege.posts().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn b07_a_dead_key_is_fetched_once_whatever_it_signs() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    let dead = siege.evil.url("/u/dead");
    siege.evil.put("/u/dead", Reply::Status(404));
    let like = siege.evil.activity("b07", "Like", "/u/dead", json!(care));
    let (inbox, now) = (siege.inbox(), siege.now());
    for _ in 0..10 {
        let sent = (0..100).map(|_| siege.evil.send(&inbox, now, &like));
        let answers = futures_util::future::join_all(sent).await;
        assert!(answers.iter().all(|(status, _)| *status == 401), "{answers:?}");
    }
    // The side door: documents that are not the same for everybody.
    let featured = format!("{care}/featured");
    let asked = (0..100).map(|_| siege.evil.get(&dead, &featured, now));
    assert!(futures_util::future::join_all(asked).await.iter().all(|(status, _)| *status == 200));
    assert_eq!(siege.evil.count_asked("/u/dead"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn b08_endless_threads_and_endless_hosts_are_followed_so_far_and_no_further() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    let group = care.clone();
    // Every note answers another one, each of another author on another host.
    siege.evil.script(move |host, path| {
        let n: u64 = path.strip_prefix("/chain/")?.parse().ok()?;
        let port = host.rsplit(':').next().unwrap();
        let next = format!("http://h{}.evil.test:{port}/chain/{}", n + 1, n + 1);
        Some(Reply::Activity(json!({
            "id": format!("http://{host}{path}"), "type": "Note", "attributedTo": format!("http://{host}/u/a{n}"),
            "content": "x", "to": [PUBLIC, group], "cc": [], "inReplyTo": next,
        })))
    });
    let mut before = 0;
    for n in 0..40u64 {
        let at = siege.evil.url_of(&format!("h{}.evil.test", n * 1000), &format!("/chain/{}", n * 1000));
        let note = siege.evil.note(&format!("b08-{n}"), "/u/eve", &care, Some(&at));
        siege.deal(&siege.evil, &siege.evil.activity(&format!("b08-{n}"), "Create", "/u/eve", note)).await;
        let asked = siege.evil.count_asked("/chain/") + siege.evil.count_asked("/u/a");
        assert!(asked - before <= 20, "{} fetches for one activity", asked - before);
        before = asked;
    }
    // Those of the budget, and what the sender itself is asked: its key, what it runs.
    assert!(siege.evil.asked().len() <= 302, "{} fetches", siege.evil.asked().len());
    assert!(before > 20, "they are tried: {before}");
    let hosts = siege.count("select count(*) from hosts where name like '%.evil.test%'").await;
    assert!(hosts <= 100, "{hosts} hosts");
    assert_eq!(siege.posts().await, 0);
    // Another server is not concerned.
    let note = siege.good.note("b08", "/u/bob", &care, None);
    siege.deal(&siege.good, &siege.good.activity("b08", "Create", "/u/bob", note)).await;
    assert_eq!(siege.posts().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn b09_collections_that_never_end_end() {
    let siege = Siege::begin().await;
    let mut group = siege.evil.actor("group");
    for (field, path) in [("outbox", "/cycle"), ("featured", "/self"), ("attributedTo", "/billions")] {
        group[field] = json!(siege.evil.url(path));
    }
    siege.evil.put("/u/group", Reply::Activity(group));
    siege.evil.script(|host, target| {
        let at = |path: &str| format!("http://{host}{path}");
        let page = |next: String| json!({"id": at(target), "type": "OrderedCollectionPage", "totalItems": 9_000_000_000u64, "orderedItems": [], "next": next});
        Some(Reply::Activity(match target {
            "/self" => page(at("/self")),
            "/cycle" => page(at("/cycle?2")),
            "/cycle?2" => page(at("/cycle")),
            _ if target.starts_with("/billions") => {
                let n: u64 = target.split('?').nth(1).and_then(|n| n.parse().ok()).unwrap_or(0);
                let mut page = page(at(&format!("/billions?{}", n + 1)));
                page["orderedItems"] = json!((0..200).map(|i| at(&format!("/u/m{n}-{i}"))).collect::<Vec<_>>());
                page
            }
            _ => return None,
        }))
    });
    siege.follow(&siege.evil, "group").await;
    siege.a.awaits("select count(*) from jobs where kind = 'peers.backfill'", 0).await;
    for path in ["/self", "/cycle", "/billions"] {
        assert!((1..=12).contains(&siege.evil.count_asked(path)), "{path}: {}", siege.evil.count_asked(path));
    }
    assert!(siege.evil.count_asked("/u/m") <= 50, "{}", siege.evil.count_asked("/u/m"));
}

#[tokio::test(flavor = "multi_thread")]
async fn b10_b11_whatever_the_size_of_a_field_the_row_is_small_and_the_page_stands() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    let mut note = siege.evil.note("b11", "/u/eve", &care, None);
    note["type"] = json!("Page");
    note["name"] = json!("n".repeat(50_000));
    note["content"] = json!(format!("<p>{}</p>\u{0}\u{202e}", "<b>".repeat(20_000)));
    note["tag"] = json!(
        (0..900)
            .map(|n| json!({"type": "Mention", "href": siege.evil.url(&format!("/u/t{n}")), "name": "@t"}))
            .collect::<Vec<_>>()
    );
    note["attachment"] =
        json!((0..900).map(|n| json!({"type": "Image", "url": siege.evil.url(&format!("/i{n}"))})).collect::<Vec<_>>());
    let long = |note: &mut Value, field: &str| note[field] = json!(siege.evil.url(&format!("/{}", "x".repeat(3000))));
    long(&mut note, "context");
    long(&mut note, "image");
    siege.deal(&siege.evil, &siege.evil.activity("b11", "Create", "/u/eve", note)).await;
    let post = siege.a.post(&siege.evil.url("/n/b11")).await.expect("it is there, cut");
    assert_eq!(post["title"].as_str().unwrap().chars().count(), 200);
    assert!(post["context"].is_null(), "{}", post["context"]);
    assert!(siege.count("select count(*) from attachments").await <= 21);
    let mut actor = siege.evil.actor("huge");
    actor["name"] = json!("N".repeat(100_000));
    actor["summary"] = json!("<p>".repeat(60_000));
    siege.evil.put("/u/huge", Reply::Activity(actor));
    siege.a.look_up(&siege.evil.url("/u/huge")).await;
    assert_eq!(
        siege.count("select count(*) from actors where length(name) > 201 or length(summary_html) > 100000").await,
        0
    );
    siege.a.hub.get("/groups/care").await.ok();
    // Fields that no database takes.
    for (n, text) in ["\u{0}", "a\u{0}b", "\u{feff}", "\u{ffff}", &"é".repeat(5000)].into_iter().enumerate() {
        let mut odd = siege.evil.note(&format!("odd{n}"), "/u/eve", &care, None);
        odd["content"] = json!(text);
        odd["name"] = json!(text);
        siege.deal(&siege.evil, &siege.evil.activity(&format!("odd{n}"), "Create", "/u/eve", odd)).await;
    }
    assert_eq!(siege.count("select count(*) from inbox").await, 0, "nothing failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn b14_hosts_that_nobody_follows_are_forgotten_and_those_that_matter_stay() {
    let siege = Siege::at_noon().await;
    let care = siege.a.group("care");
    // One that follows, one that wrote, one that was judged, and a crowd that only knocked.
    siege.deal(&siege.good, &siege.good.activity("f", "Follow", "/u/bob", json!(care))).await;
    let note = siege.evil.note("b14", "/u/eve", &care, None);
    siege.deal(&siege.evil, &siege.evil.activity("b14", "Create", "/u/eve", note)).await;
    let client = siege.a.hub.database.client().await;
    let crowd = "insert into hosts (id, name, policy, created_at, changed_at) \
        select gen_random_uuid(), 'h' || n || '.crowd.test', case when n = 7 then 'blocked' else 'open' end, $1::text::timestamptz, $1::text::timestamptz \
        from generate_series(1, 20000) n";
    let now = siege.now().to_rfc3339();
    client.execute(crowd, &[&now]).await.unwrap();
    let actors = "insert into actors (id, host_id, kind, handle, url, name, inbox, fetched_at, created_at) \
        select gen_random_uuid(), id, 'person', 'x', 'http://' || name || '/u/x', 'x', 'http://' || name || '/inbox', created_at, created_at \
        from hosts where name like '%.crowd.test'";
    client.execute(actors, &[]).await.unwrap();
    siege.a.hub.advance(TimeDelta::days(31));
    let begun = Instant::now();
    let mut conn = siege.a.hub.read().await.unwrap();
    while ageing::forget(&mut conn, siege.now()).await.unwrap() {}
    println!("20,000 hosts and actors forgotten in {:?}", begun.elapsed());
    assert_eq!(
        siege.count("select count(*) from hosts where name like '%.crowd.test'").await,
        1,
        "the blocked one stays"
    );
    assert_eq!(siege.count("select count(*) from actors where url like '%.crowd.test/%'").await, 0);
    assert_eq!(siege.count("select count(*) from actors where handle in ('bob', 'eve')").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn r08_a_server_that_fills_the_inbox_is_turned_away_alone_and_heard_again_once_there_is_room() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    let number = std::sync::atomic::AtomicU32::new(0);
    let view = async |from: &Evil| {
        let n = number.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        siege.send(from, &from.activity(&format!("view-{n}"), "View", "/u/eve", json!(care))).await
    };
    assert_eq!(view(&siege.evil).await, 202);
    let filled = format!(
        "with filled as (insert into inbox (url, kind, actor_url, host, object_key, body, received_at, run_at) \
           select 'x:' || n, 'View', 'x:', '{}', 'x:' || n, '{{}}', now(), now() + interval '1 day' \
           from generate_series(1, 10001) as n returning 1) select count(*) from filled",
        siege.evil.host
    );
    assert_eq!(siege.count(&filled).await, 10_001);
    eventually("it is turned away", SOON, async || (view(&siege.evil).await == 503).then_some(())).await;
    assert_eq!(view(&siege.good).await, 202, "the others are heard");
    siege
        .count("with emptied as (delete from inbox where url like 'x:%' returning 1) select count(*) from emptied")
        .await;
    // Nobody else says anything meanwhile.
    eventually("it is heard again", SOON, async || (view(&siege.evil).await == 202).then_some(())).await;
}
