//! What other software sends besides discussions: polls and votes, events, videos, private messages, reactions by sign;
//! names in texts, both ways; and members who leave.

use std::time::Duration;

use serde_json::{Value, json};
use waypost::accounts;
use waypost::peers::erasing::Erase;
use waypost::queue;

use crate::peers::stranger::{PUBLIC, Stranger};
use crate::peers::world::{World, count};

const SOON: Duration = Duration::from_secs(40);

#[tokio::test(flavor = "multi_thread")]
async fn polls_events_videos_and_notes_become_discussions_that_say_what_they_are() {
    let world = World::of_two().await;
    let (there, group) = (Stranger::start().await, world.a.group("care"));
    let eve = there.person("eve", json!({}));
    let root = |id: &str, kind: &str, more: Value| {
        let mut object = json!({
            "id": there.at(&format!("o/{id}")), "type": kind, "attributedTo": eve, "to": [PUBLIC], "cc": [group],
            "tag": [{"type": "Mention", "href": group, "name": "@care@hub"}], "published": "2026-01-01T00:00:00Z",
        });
        object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        object
    };
    let poll = |yes: u64| {
        root(
            "poll",
            "Question",
            json!({
                "content": "<p>Tea or coffee?</p>", "endTime": "2027-01-01T00:00:00Z",
                "oneOf": [{"type": "Note", "name": "Tea", "replies": {"type": "Collection", "totalItems": yes}},
                    {"type": "Note", "name": "Coffee", "replies": {"type": "Collection", "totalItems": 2}}],
            }),
        )
    };
    let roots = [
        poll(1),
        root(
            "event",
            "Event",
            json!({
                "name": "Open day", "content": "<p>Come.</p>", "startTime": "2026-12-10T14:00:00Z",
                "location": {"type": "Place", "name": "Hall 3"},
            }),
        ),
        root(
            "video",
            "Video",
            json!({
                "name": "A film", "content": "<p>See.</p>",
                "url": [{"type": "Link", "mediaType": "text/html", "href": there.at("watch/1")}],
            }),
        ),
        root("note", "Note", json!({"content": "<p>@care A new thread</p><p>And more of it.</p>"})),
        root("article", "Article", json!({"name": "Long", "content": "<p>Read.</p>"})),
        root("page", "Page", json!({"name": "Plain", "content": "<p>Text.</p>"})),
    ];
    for (n, object) in roots.iter().enumerate() {
        there.tell(&world.a, &there.activity(&format!("c{n}"), &eve, "Create", object.clone())).await;
    }
    assert_eq!(count(&world.a, "select count(*) from posts where parent_id is null").await, 6);
    let shown = async |id: &str| world.a.post(&there.at(&format!("o/{id}"))).await.unwrap();
    let body = |post: &Value| post["body_html"].as_str().unwrap().to_owned();
    assert!(body(&shown("event").await).contains("2026-12-10 14:00 UTC · Hall 3"));
    assert!(body(&shown("video").await).contains("/watch/1"));
    assert_eq!(shown("note").await["title"], "A new thread");
    assert!(body(&shown("note").await).contains("And more of it."));
    let before = shown("poll").await;
    assert_eq!(before["title"], "Tea or coffee?");
    assert!(body(&before).contains("Tea: <strong>1</strong>"), "{before}");

    // Votes are no replies; what they lead to is new counts, and no edit.
    let vote = json!({
        "id": there.at("votes/1"), "type": "Note", "attributedTo": eve, "name": "Tea", "inReplyTo": there.at("o/poll"),
        "to": [PUBLIC],
    });
    there.tell(&world.a, &there.activity("v", &eve, "Create", vote)).await;
    let mut fresh = poll(7);
    fresh["updated"] = json!("2026-01-01T00:00:00Z");
    there.tell(&world.a, &there.activity("u", &eve, "Update", fresh)).await;
    let after = shown("poll").await;
    assert!(body(&after).contains("Tea: <strong>7</strong>"), "{after}");
    assert!(after["edited_at"].is_null(), "{after}");
    assert_eq!(count(&world.a, "select count(*) from posts where parent_id is not null").await, 0);
    assert_eq!(count(&world.a, "select count(*) from revisions").await, 0);

    for (n, kind) in ["EmojiReact", "Dislike", "Like"].iter().enumerate() {
        let mut react = there.activity(&format!("r{n}"), &eve, kind, json!(there.at("o/page")));
        react["content"] = json!("🌱");
        there.tell(&world.a, &react).await;
    }
    assert_eq!(count(&world.a, "select count(*) from reactions where kind = 'like'").await, 1);
    assert_eq!(count(&world.a, "select count(*) from reactions where kind = 'dislike'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn private_messages_are_not_kept_for_a_moment() {
    let world = World::of_two().await;
    let there = Stranger::start().await;
    let eve = there.person("eve", json!({}));
    let ana = format!("{}/people/ana", world.a.hub.base);
    for (n, kind) in ["Note", "ChatMessage"].iter().enumerate() {
        let message = json!({
            "id": there.at(&format!("m/{n}")), "type": kind, "attributedTo": eve, "content": "<p>Between us.</p>",
            "to": [ana], "tag": [{"type": "Mention", "href": ana, "name": "@ana"}],
        });
        let mut create = there.activity(&format!("c{n}"), &eve, "Create", message);
        create["to"] = json!([ana]);
        assert_eq!(there.send(&world.a, &create).await, 202);
        assert_eq!(count(&world.a, "select count(*) from inbox").await, 0);
    }
    assert_eq!(count(&world.a, "select count(*) from posts").await, 0);
    assert_eq!(count(&world.a, "select count(*) from notices").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_named_is_addressed_reached_and_told() {
    let world = World::of_two().await;
    world.a.hub.member("omar").await;
    let there = Stranger::start().await;
    let eve = there.person("eve", json!({}));
    world.a.look_up(&eve).await;
    let text = format!("Ask @omar, @eve@{} or @nobody. Not `@ana`.", there.host);
    let post = world.a.share("ana", "care", "Who knows?", &text).await;
    let create = there.hears("Create").await;
    let omar = format!("{}/people/omar", world.a.hub.base);
    for whom in [&eve, &omar] {
        for holder in [&create, &create["object"]] {
            assert!(holder["cc"].as_array().unwrap().iter().any(|to| to == whom.as_str()), "{holder}");
        }
        let tags = create["object"]["tag"].as_array().unwrap();
        assert!(tags.iter().any(|tag| tag["type"] == "Mention" && tag["href"] == whom.as_str()), "{tags:?}");
    }
    world.a.awaits("select count(*) from notices where kind = 'mention'", 1).await;
    // An answer from there names omar, and says so to him.
    let mut note = there.note("1", &eve, &post, &world.a.group("care"));
    note["tag"] = json!([{"type": "Mention", "href": omar, "name": "@omar"}]);
    note["cc"] = json!([world.a.group("care"), omar]);
    there.tell(&world.a, &there.activity("c", &eve, "Create", note)).await;
    world.a.awaits("select count(*) from notices where kind = 'mention'", 2).await;
    // In a group for members nobody is called in from outside.
    world.a.make_group("closed", "members").await;
    world.a.share("ana", "closed", "Among us", &text).await;
    world.a.settled().await;
    assert_eq!(there.heard("Create").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_who_leaves_is_forgotten_wherever_they_were_known() {
    for words in [false, true] {
        let mut world = World::of_two().await;
        world.follow("bela", "care").await;
        let there = Stranger::start().await;
        let eve = there.person("eve", json!({}));
        let omar = world.a.hub.member("omar").await;
        let url = format!("{}/people/omar", world.a.hub.base);
        there.follow(&world.a, &eve, &url).await;
        let post = world.a.share("omar", "care", "A question", "What is it?").await;
        world.b.awaits_post(&post, SOON).await;
        let me = world.a.me("omar").await;
        let left = Erase { actor: me.actor, words, round: 0 };
        world
            .a
            .hub
            .write(async |tx| {
                accounts::commands::close(tx, &me, words).await?;
                let now = tx.now;
                queue::enqueue(tx, &left, now).await
            })
            .await
            .unwrap();
        let farewell = there.hears("Delete").await;
        let to_all = crate::support::eventually("the farewell", SOON, async || {
            there.heard("Delete").into_iter().find(|delete| delete["object"] == url.as_str())
        })
        .await;
        assert_eq!(to_all["removeData"], !words, "{farewell}");
        world.b.awaits("select count(*) from actors where gone_at is not null", 1).await;
        let standing = i64::from(words);
        for side in [&world.a, &world.b] {
            side.awaits("select count(*) from posts where withdrawn_at is null", standing).await;
        }
        world.a.hub.get_ap("/people/omar").await.is(410);
        assert_eq!(count(&world.a, "select count(*) from members where email like 'omar%'").await, 0);
        omar.get("/settings").await.leads();
        if words {
            world.a.hub.get(&world.a.path(&post)).await.ok().shows("Former member").hides("Omar");
        }
    }
}
