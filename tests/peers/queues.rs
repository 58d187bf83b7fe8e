//! The queue of what goes out, against servers that answer, fail, ask for time, vanish and come back (promises R06, R07).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::peers::world::{Side, count};
use crate::support::clerk::times;
use crate::support::{Clerk, Manner, ProcessHub, TestHub, eventually};

/// A hub whose time stands still, with ana's group `care`, working.
async fn at_rest() -> Side {
    working(TestHub::setup().at("2026-11-23T09:00:00Z").start().await).await
}

async fn working(hub: TestHub) -> Side {
    let mut side = Side { hub };
    side.hub.editor("ana").await;
    side.make_group("care", "public").await;
    side.hub.work();
    side
}

async fn follow(side: &Side, peer: &Clerk) {
    peer.follow(&side.hub.base, &side.group("care"), side.hub.clock.now()).await;
    side.awaits(&format!("select count(*) from hosts where name = '{}' and cursor_seq > 0", peer.host), 1).await;
}

/// How the row of a peer's host stands: failures, and seconds until the next try.
async fn trouble(side: &Side, peer: &Clerk) -> (i64, i64) {
    let now = side.hub.clock.now().to_rfc3339();
    let query = "select failures::int8, coalesce(extract(epoch from retry_at - $2::text::timestamptz), 0)::int8 \
        from hosts where name = $1";
    let row = side.hub.database.client().await.query_one(query, &[&peer.host, &now]).await.unwrap();
    (row.get(0), row.get(1))
}

async fn fails(side: &Side, peer: &Clerk, failures: i64) -> i64 {
    eventually(&format!("{failures} failures"), Duration::from_secs(60), async || {
        let (counted, next) = trouble(side, peer).await;
        (counted == failures).then_some(next)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r07_a_host_that_fails_is_tried_at_growing_pauses_and_all_of_it_arrives_in_order_once_it_is_back() {
    let (side, peer) = (at_rest().await, Clerk::start("mastodon").await);
    follow(&side, &peer).await;
    peer.manner(Manner::Status(500));
    for n in 0..5 {
        side.share("ana", "care", &format!("Post {n}"), "Words.").await;
    }
    let first = fails(&side, &peer, 1).await;
    assert!((48..=72).contains(&first), "{first} s");
    for failures in 2..=4 {
        side.hub.advance(TimeDelta::seconds(trouble(&side, &peer).await.1 + 1));
        let next = fails(&side, &peer, failures).await;
        let whole = 60 * (1 << (failures - 1));
        assert!((whole * 8 / 10 - 2..=whole * 12 / 10).contains(&next), "{failures} failures: {next} s");
    }
    let before = peer.got("Announce").len();
    assert!(before <= 5 + 3, "{before} tries: a burst, then one probe at a time");
    peer.manner(Manner::Status(202));
    side.hub.advance(TimeDelta::seconds(trouble(&side, &peer).await.1 + 1));
    side.settled_with(&peer.host).await;
    let arrived = peer.got("Announce");
    let times = times(&arrived[before..]);
    assert_eq!((times.len(), times.values().max()), (5, Some(&1)), "each once after it is back: {times:?}");
    assert_eq!(trouble(&side, &peer).await.0, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_away_already_is_named_among_those_that_wait() {
    let (side, peer) = (at_rest().await, Clerk::start("mastodon").await);
    follow(&side, &peer).await;
    peer.manner(Manner::Status(500));
    side.share("ana", "care", "Before", "Words.").await;
    fails(&side, &peer, 1).await;
    let late = side.share("ana", "care", "Meanwhile", "Words.").await;
    let omar = side.hub.admin("omar").await;
    let page = omar.get(&format!("{}/deliveries", side.path(&late))).await.ok();
    page.shows("Still trying").shows(&peer.host).hides("More servers than are listed");
}

#[tokio::test(flavor = "multi_thread")]
async fn r07_whoever_is_heard_is_tried_at_once_and_whoever_asks_for_time_gets_it() {
    let (side, peer) = (at_rest().await, Clerk::start("mastodon").await);
    follow(&side, &peer).await;
    peer.manner(Manner::Later(503, 7200));
    let post = side.share("ana", "care", "A post", "Words.").await;
    assert_eq!(fails(&side, &peer, 1).await, 7200);
    side.hub.advance(TimeDelta::seconds(7000));
    peer.manner(Manner::Status(202));
    let before = peer.got(&post).len();
    let like = peer.activity("like", "Like", json!(post));
    assert_eq!(peer.send(&side.hub.base, &like, side.hub.clock.now()).await, 202);
    peer.gets(&post, before + 1).await;
    eventually("it has recovered", Duration::from_secs(60), async || {
        (trouble(&side, &peer).await.0 == 0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r07_a_backlog_is_kept_for_thirty_days_then_dropped_and_the_administrators_hear_of_it() {
    let (side, peer) = (at_rest().await, Clerk::start("mastodon").await);
    let admin = side.hub.admin("ada").await;
    follow(&side, &peer).await;
    peer.manner(Manner::Status(500));
    side.share("ana", "care", "Old one", "Words.").await;
    side.share("ana", "care", "Old two", "Words.").await;
    fails(&side, &peer, 1).await;
    side.hub.advance(TimeDelta::days(29));
    side.hub.tick_hour().await;
    assert_eq!(count(&side, "select missed from hosts where missed > 0 union all select 0").await, 0);
    let young = side.share("ana", "care", "Young", "Words.").await;
    side.hub.advance(TimeDelta::days(2));
    side.hub.tick_hour().await;
    side.awaits("select count(*) from notices where kind = 'backlog'", 1).await;
    assert_eq!(count(&side, "select missed from hosts where missed > 0").await, 2);
    assert_eq!(count(&side, "select count(*) from journal where verb = 'backlog-dropped'").await, 1);
    admin.sign_in(&admin.email).await;
    admin.get("/notices").await.ok().shows("away for 30 days");
    admin.get(&format!("/admin/hubs/{}", peer.host)).await.ok().shows("Missed for good");
    let before = peer.got("Announce").len();
    peer.manner(Manner::Status(202));
    side.try_host_again(&peer.host).await;
    side.settled_with(&peer.host).await;
    let after = &peer.got("Announce")[before..];
    assert_eq!(after.len(), 1, "{after:?}");
    assert_eq!(after[0].activity["object"], Value::String(young));
}

#[tokio::test(flavor = "multi_thread")]
async fn r07_an_inbox_that_is_gone_is_left_alone_and_its_host_when_it_is_the_hosts_own() {
    let (side, peer) = (at_rest().await, Clerk::start("mastodon").await);
    follow(&side, &peer).await;
    peer.manner(Manner::Status(410));
    side.share("ana", "care", "One", "Words.").await;
    side.awaits("select count(*) from hosts where gone_at is not null", 1).await;
    let before = peer.got("Announce").len();
    peer.manner(Manner::Status(202));
    let two = side.share("ana", "care", "Two", "Words.").await;
    side.hub.advance(TimeDelta::days(2));
    assert_eq!(peer.got("Announce").len(), before);
    // It speaks, so it is there after all: what it has not been given since comes.
    let like = peer.activity("like", "Like", json!(two));
    assert_eq!(peer.send(&side.hub.base, &like, side.hub.clock.now()).await, 202);
    let after = peer.gets("Announce", before + 1).await;
    assert_eq!(after.last().unwrap().activity["object"], Value::String(two));

    // One actor's own inbox says nothing of the host.
    let query = format!("update actors set shared_inbox = null where url = '{}'", peer.actor);
    side.hub.database.client().await.batch_execute(&query).await.unwrap();
    peer.manner(Manner::Status(404));
    side.share("ana", "care", "Three", "Words.").await;
    side.awaits("select count(*) from closed_inboxes where status = 404", 1).await;
    let before = peer.got("Announce").len();
    side.share("ana", "care", "Four", "Words.").await;
    side.awaits("select count(*) from deliveries where status = 404", 2).await;
    assert_eq!(peer.got("Announce").len(), before, "not asked again the same day");
    assert_eq!(count(&side, "select count(*) from hosts where gone_at is not null or failures > 0").await, 0);
    peer.manner(Manner::Status(202));
    side.hub.advance(TimeDelta::hours(25));
    side.share("ana", "care", "Five", "Words.").await;
    peer.gets("Announce", before + 1).await;
    side.awaits("select count(*) from closed_inboxes", 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r04_what_one_server_cannot_digest_holds_up_nothing_else() {
    let (side, peer) = (at_rest().await, Clerk::start("mastodon").await);
    follow(&side, &peer).await;
    let bad = side.share("ana", "care", "Indigestible", "Words.").await;
    peer.refuse(&bad, 500);
    side.try_host_again(&peer.host).await;
    let mut good = Vec::new();
    for n in 0..5 {
        good.push(side.share("ana", "care", &format!("Good {n}"), "Words.").await);
    }
    // The first failure is the host's; the probe after it finds that the others arrive.
    eventually("the good ones arrive", Duration::from_secs(60), async || {
        side.hub.advance(TimeDelta::seconds(80));
        tokio::time::sleep(Duration::from_millis(50)).await;
        good.iter().all(|post| !peer.got(post).is_empty()).then_some(())
    })
    .await;
    eventually("the bad one is given up", Duration::from_secs(60), async || {
        side.hub.advance(TimeDelta::hours(5));
        tokio::time::sleep(Duration::from_millis(50)).await;
        (count(&side, "select count(*) from deliveries where state = 'refused'").await == 1).then_some(())
    })
    .await;
    side.settled_with(&peer.host).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accept_does_not_wait_for_what_a_server_says_of_itself_and_of_two_forms_one_is_sent() {
    let side = working(TestHub::start().await).await;
    for (software, wanted) in [("lemmy", "Create"), ("mastodon", "")] {
        let peer = Clerk::slow_to_say(software, Some(Duration::from_secs(3))).await;
        let began = Instant::now();
        let now = side.hub.clock.now();
        let follow = peer.activity("follow", "Follow", json!(side.group("care")));
        assert_eq!(peer.send(&side.hub.base, &follow, now).await, 202);
        let accept = peer.gets("\"Accept\"", 1).await;
        assert!(accept[0].at - began < Duration::from_millis(2900), "{:?}", accept[0].at - began);
        let post = side.share("ana", "care", "Hello", "Words.").await;
        peer.gets(&post, 1).await;
        side.settled_with(&peer.host).await;
        let got = peer.got(&post);
        assert_eq!(got.len(), 1, "{got:?}");
        assert_eq!(got[0].activity["object"]["type"].as_str().unwrap_or_default(), wanted, "{software}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r06_servers_that_hang_or_fail_do_not_slow_the_others() {
    let side = working(TestHub::start().await).await;
    let mut healthy = Vec::new();
    for n in 0..24 {
        let peer = Clerk::start("mastodon").await;
        peer.follow(&side.hub.base, &side.group("care"), side.hub.clock.now()).await;
        match n % 3 {
            0 => peer.manner(Manner::Silent),
            1 => peer.manner(Manner::Status(500)),
            _ => {}
        }
        healthy.push((n % 3 == 2, peer));
    }
    let mut posts = Vec::new();
    for n in 0..12 {
        posts.push(side.share("ana", "care", &format!("Post {n}"), "Words.").await);
    }
    // Those that hang are given up after ten seconds: the others have long got everything.
    let began = Instant::now();
    for (_, peer) in healthy.iter().filter(|(healthy, _)| *healthy) {
        for post in &posts {
            peer.gets(post, 1).await;
        }
    }
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    for (_, peer) in healthy.iter().filter(|(healthy, _)| !healthy) {
        assert!(peer.got("Announce").len() <= 6, "{} requests to one that fails", peer.got("Announce").len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r03_of_two_working_processes_one_is_killed_and_the_other_takes_over_within_ten_seconds() {
    let mut hub = ProcessHub::stopped(&[("DATABASE__CONNECTIONS", "4")], None).await;
    hub.run(&["serve"]);
    hub.ready().await;
    hub.run(&["work"]);
    let ana = hub.member("ana", "editor").await;
    let welcome = format!("{}/groups/welcome", hub.base);
    let now = waypost::store::Clock::system();
    let mut peers = Vec::new();
    for _ in 0..8 {
        let peer = Clerk::start("mastodon").await;
        peer.follow(&hub.base, &welcome, now.now()).await;
        peers.push(peer);
    }
    let client = hub.database.client().await;
    eventually("both hold shards", Duration::from_secs(60), async || {
        let query = "select count(distinct holder) from leases where name like 'dispatch-%' and until > now()";
        (client.query_one(query, &[]).await.unwrap().get::<_, i64>(0) == 2).then_some(())
    })
    .await;
    ana.api("PUT", "/api/v1/groups/welcome/membership", json!({})).await;
    let mut shared = Vec::new();
    let mut killed = Instant::now();
    for n in 0..30 {
        if n == 12 {
            hub.kill("work");
            killed = Instant::now();
        }
        let body = json!({ "title": format!("Post {n}"), "body": "Words.", "language": "en" });
        let answer = ana.api("POST", "/api/v1/groups/welcome/posts", body).await.is(201).json();
        shared.push(answer["url"].as_str().unwrap().to_owned());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    eventually("one holds all shards", Duration::from_secs(10).saturating_sub(killed.elapsed()), async || {
        let query =
            "select count(*), count(distinct holder) from leases where name like 'dispatch-%' and until > now()";
        let row = client.query_one(query, &[]).await.unwrap();
        ((row.get::<_, i64>(0), row.get::<_, i64>(1)) == (8, 1)).then_some(())
    })
    .await;
    for peer in &peers {
        for post in &shared {
            let arrived = peer.gets(post, 1).await;
            let late = arrived[0].at.saturating_duration_since(killed);
            assert!(late < Duration::from_secs(20), "{post} came {late:?} after the kill");
        }
        let mut came: HashMap<String, Vec<Instant>> = HashMap::new();
        for one in peer.got("Announce") {
            came.entry(one.activity["id"].as_str().unwrap_or_default().to_owned()).or_default().push(one.at);
        }
        assert_eq!(came.len(), shared.len());
        for (id, times) in came.iter().filter(|(_, times)| times.len() > 1) {
            assert_eq!(times.len(), 2, "{id} came more than twice");
            // What was answered longer before the kill than cursors wait to be saved is not sent again.
            let known = killed.saturating_duration_since(times[0]);
            assert!(known < Duration::from_secs(1), "{id} was sent again though it had come {known:?} before the kill");
        }
    }
}
