//! Two hubs over loopback: what is shared on one arrives on the other, and what is answered comes back.

use std::time::Duration;

use serde_json::Value;

use crate::peers::world::{World, count};
use crate::support::eventually;

/// Longer than what is kept for a host just met, until it said what it runs.
const SOON: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread")]
async fn a_member_follows_a_group_elsewhere_and_gets_what_is_shared_there() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    let post = world.a.share("ana", "care", "How do you greet people?", "With **tea**.").await;
    let started = std::time::Instant::now();
    let there = world.b.awaits_post(&post, SOON).await;
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    assert_eq!(there["title"], "How do you greet people?");
    assert!(there["body_html"].as_str().unwrap().contains("<strong>tea</strong>"), "{there}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_speaks_of_a_group_elsewhere_leads_to_it() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    let post = world.a.share("ana", "care", "How do you greet people?", "With tea.").await;
    world.b.awaits_post(&post, SOON).await;
    let nadia = world.b.hub.member("nadia").await;
    let notice = "insert into notices (id, member_id, kind, group_id, cause, created_at) \
        select gen_random_uuid(), m.id, 'accepted', g.id, 'accepted:1', now() \
        from members m join actors a on a.id = m.actor_id, actors g where a.handle = 'nadia' and g.url = $1";
    world.b.hub.database.client().await.execute(notice, &[&world.a.group("care")]).await.unwrap();
    let group = format!("care@{}", world.a.hub.host);
    let way = format!("href=\"/groups/{group}\"");
    nadia.get("/notices").await.ok().shows(&way);
    nadia.get(&format!("/groups/{group}")).await.ok();
    let answer = nadia.api("GET", "/api/v1/notices", Value::Null).await.ok().json();
    assert_eq!(answer["items"][0]["group"]["handle"], group);
    eventually("the post is found", SOON, async || nadia.get("/search?q=greet").await.ok().has(&way).then_some(()))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_in_a_group_that_nobody_here_follows_follows_it_from_then_on() {
    let world = World::of_two().await;
    let post = world.a.share("ana", "care", "A question", "What is it?").await;
    world.b.look_up(&post).await;
    let reply = world.b.reply("bela", &post, "It is this.").await;
    world.a.awaits_post(&reply, SOON).await;
    let follows = "select count(*) from memberships m join actors f on f.id = m.follower_id join actors g on \
        g.id = m.followed_id where f.handle = 'bela' and g.host_id is not null and m.state = 'accepted'";
    world.b.awaits(follows, 1).await;
    let thanks = world.a.reply("ana", &reply, "Thank you.").await;
    world.b.awaits_post(&thanks, SOON).await;
    let more = world.a.share("ana", "care", "Another", "And that?").await;
    world.b.awaits_post(&more, SOON).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_edits_likes_and_withdrawals_travel_both_ways() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    let post = world.a.share("ana", "care", "A question", "What is it?").await;
    world.b.awaits_post(&post, SOON).await;

    let reply = world.b.reply("bela", &post, "It is *this*.").await;
    let here = world.a.awaits_post(&reply, SOON).await;
    assert!(here["body_html"].as_str().unwrap().contains("<em>this</em>"), "{here}");
    world.b.awaits(&format!("select count(*) from posts where url = '{reply}' and announced_at is not null"), 1).await;

    world.b.edit("bela", &reply, "It is *that*.").await;
    eventually("the edit", SOON, async || {
        let found = world.a.post(&reply).await?;
        found["body_html"].as_str()?.contains("that").then_some(())
    })
    .await;

    world.b.like("bela", &post, true).await;
    world.a.awaits("select count(*) from reactions", 1).await;
    world.b.like("bela", &post, false).await;
    world.a.awaits("select count(*) from reactions", 0).await;

    world.b.withdraw("bela", &reply).await;
    world.a.awaits("select count(*) from posts where withdrawn_at is not null", 1).await;
    world.a.withdraw("ana", &post).await;
    world.b.awaits("select count(*) from posts where withdrawn_at is not null", 2).await;
    let gone = world.a.hub.get_ap(&world.a.path(&post)).await.is(410);
    assert_eq!(gone.json()["type"], "Tombstone");
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_ends_what_comes() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    let first = world.a.share("ana", "care", "One", "First.").await;
    world.b.awaits_post(&first, SOON).await;
    world.b.leave("bela", &world.a.group("care")).await;
    world
        .a
        .awaits(
            "select count(*) from memberships m join actors a on a.id = m.follower_id where a.host_id is not null",
            0,
        )
        .await;
    let second = world.a.share("ana", "care", "Two", "Second.").await;
    world.a.settled().await;
    assert_eq!(count(&world.b, &format!("select count(*) from posts where url = '{second}'")).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hubs_own_group_never_leaves_it() {
    let world = World::of_two().await;
    world.a.make_group("inside", "hub").await;
    world.a.share("ana", "inside", "Among us", "A secret.").await;
    assert_eq!(count(&world.a, "select count(*) from activities where body like '%secret%'").await, 0);
    world.a.hub.get_ap("/groups/inside").await.is(404);
    world.a.hub.get("/.well-known/webfinger?resource=acct:inside@".to_owned().as_str()).await.is(400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_members_group_goes_to_approved_followers_alone_and_says_public_nowhere() {
    let mut world = World::of_two().await;
    world.a.make_group("closed", "members").await;
    world.ask_to_follow("bela", "closed").await;
    world.a.awaits("select count(*) from memberships where state = 'pending'", 1).await;
    let before = world.a.share("ana", "closed", "Before", "Not for them.").await;
    world.a.accept("ana", "closed", &format!("{}/people/bela", world.b.hub.base)).await;
    world.b.awaits("select count(*) from memberships m join actors f on f.id = m.follower_id where f.host_id is null and m.state = 'accepted'", 1).await;
    let after = world.a.share("ana", "closed", "After", "For them.").await;
    world.b.awaits_post(&after, SOON).await;
    assert!(world.b.post(&before).await.is_none());
    let public = "select count(*) from activities a join groups g on g.id = a.group_id \
        where g.visibility = 'members' and a.body like '%#Public%'";
    assert_eq!(count(&world.a, public).await, 0);
    world.a.hub.get_ap(&world.a.path(&after)).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_what_peers_ask_for() {
    let world = World::of_two().await;
    let post = world.a.share("ana", "care", "Shown", "To all.").await;
    let person = world.a.hub.get_ap("/people/ana").await.ok().json();
    assert_eq!(person["type"], "Person");
    let group = world.a.hub.get_ap("/groups/care").await.ok();
    assert_eq!(group.header("content-type"), Some("application/activity+json"));
    let group: Value = group.json();
    assert_eq!((group["type"].as_str(), group["id"].as_str()), (Some("Group"), Some(world.a.group("care").as_str())));
    let object = world.a.hub.get_ap(&world.a.path(&post)).await.ok();
    let tag = object.header("etag").unwrap().to_owned();
    assert!(tag.len() > 10);
    assert_eq!(object.json()["audience"], group["id"]);
    for path in ["outbox", "followers", "featured", "moderators"] {
        let found = world.a.hub.get_ap(&format!("/groups/care/{path}")).await.ok().json();
        assert_eq!(found["id"], format!("{}/{path}", world.a.group("care")));
    }
    let outbox = world.a.hub.get_ap("/groups/care/outbox").await.ok().json();
    assert_eq!(outbox["totalItems"], 1);
    let announced = &outbox["orderedItems"][0];
    assert_eq!(announced["type"], "Announce");
    let activity = announced["object"]["id"].as_str().unwrap();
    assert_eq!(world.a.hub.get_ap(&world.a.path(activity)).await.ok().json()["type"], "Create");
    let finger = format!("/.well-known/webfinger?resource=acct:care@{}", world.a.hub.host);
    assert_eq!(world.a.hub.get(&finger).await.ok().json()["subject"], format!("acct:care@{}", world.a.hub.host));
    for path in ["/actor", "/.well-known/nodeinfo", "/nodeinfo/2.0", "/nodeinfo/2.1", "/.well-known/host-meta"] {
        world.a.hub.get(path).await.ok();
    }
}
