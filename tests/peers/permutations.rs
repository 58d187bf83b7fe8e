//! Whatever the order in which things arrive, what stands in the end is the same (promise R04, attack A25).

use serde_json::{Value, json};

use crate::peers::world::{WAITING, World, count};
use crate::support::Clerk;

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Every order of `things`.
fn orders<T: Clone>(things: &[T]) -> Vec<Vec<T>> {
    if things.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, first) in things.iter().enumerate() {
        let rest: Vec<T> =
            things.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, thing)| thing.clone()).collect();
        all.extend(orders(&rest).into_iter().map(|rest| [vec![first.clone()], rest].concat()));
    }
    all
}

fn note(peer: &Clerk, id: &str, root: &str, group: &str, words: &str, updated: Option<&str>) -> Value {
    json!({
        "id": id, "type": "Note", "attributedTo": peer.actor, "inReplyTo": root, "to": [PUBLIC], "cc": [group],
        "content": format!("<p>{words}</p>"), "published": "2026-11-20T08:00:00Z", "updated": updated,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn r04_create_update_and_delete_end_the_same_in_every_order() {
    let world = World::of_two().await;
    let peer = Clerk::start("mastodon").await;
    let root = world.a.share("ana", "care", "A question", "Which?").await;
    let group = world.a.group("care");
    let base = world.a.hub.base.clone();
    let mut wanted = Vec::new();
    for (kinds, ends) in
        [(&["create", "first", "second"][..], "second"), (&["create", "first", "second", "delete"], "")]
    {
        for order in orders(kinds) {
            let id = format!("{}/notes/{}", peer.base, order.join("-"));
            for kind in &order {
                let at = format!("{}-{kind}", order.join("-"));
                let body = |words, updated| note(&peer, &id, &root, &group, words, updated);
                let activity = match *kind {
                    "create" => peer.activity(&at, "Create", body("draft", None)),
                    "first" => peer.activity(&at, "Update", body("first", Some("2026-11-20T09:00:00Z"))),
                    "second" => peer.activity(&at, "Update", body("second", Some("2026-11-20T10:00:00Z"))),
                    _ => peer.activity(&at, "Delete", json!({ "id": id, "type": "Tombstone" })),
                };
                let status = peer.send(&base, &activity, world.a.hub.clock.now()).await;
                assert_eq!(status, 202, "{at}");
            }
            wanted.push((id, ends));
        }
    }
    world.a.awaits(WAITING, 0).await;
    assert_eq!(count(&world.a, "select count(*) from inbox").await, 0, "nothing failed");
    for (id, ends) in wanted {
        let post = world.a.post(&id).await;
        let words =
            post.as_ref().filter(|post| post["withdrawn_at"].is_null()).map(|post| post["body_html"].to_string());
        match ends {
            "" => assert_eq!(words, None, "{id} was deleted"),
            ends => assert!(words.as_ref().is_some_and(|words| words.contains(ends)), "{id}: {words:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r04_a_like_that_was_taken_back_is_none_in_every_order() {
    let world = World::of_two().await;
    let peer = Clerk::start("mastodon").await;
    let (base, now) = (world.a.hub.base.clone(), world.a.hub.clock.now());
    for order in orders(&["like", "undo"]) {
        let post = world.a.share("ana", "care", &order.join(" "), "Words.").await;
        let id = order.join("-");
        let like = peer.activity(&id, "Like", json!(post));
        for kind in &order {
            let activity = match *kind {
                "like" => like.clone(),
                _ => peer.activity(&format!("undo-{id}"), "Undo", like.clone()),
            };
            assert_eq!(peer.send(&base, &activity, now).await, 202);
        }
    }
    world.a.awaits(WAITING, 0).await;
    assert_eq!(count(&world.a, "select count(*) from reactions").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn r04_a_post_its_edit_and_its_like_that_are_applied_together_all_count() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    // The door is open, and nobody works behind it yet.
    world.b.hub.cut();
    world.b.hub.open();
    let post = world.a.share("ana", "care", "Hello", "First words.").await;
    world.a.edit("ana", &post, "Second words.").await;
    world.a.like("ana", &post, true).await;
    let reply = world.a.reply("ana", &post, "An answer.").await;
    world.a.try_again(&world.b).await;
    world.b.awaits("select count(distinct url) from inbox where body like '%\"Announce\"%'", 4).await;
    world.b.hub.work();
    world.b.awaits("select count(*) from inbox", 0).await;
    let there = world.b.post(&post).await.unwrap();
    assert!(there["body_html"].as_str().unwrap().contains("Second words."), "{there}");
    assert_eq!(count(&world.b, "select count(*) from reactions").await, 1);
    assert!(world.b.post(&reply).await.is_some());
}
