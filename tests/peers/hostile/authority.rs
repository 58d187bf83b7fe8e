//! Who may speak for whom: ids, redirects, keys, authors, groups (attacks.md 3a).

use serde_json::{Value, json};
use waypost::actors::hosts;

use super::Siege;
use crate::support::evil::{PUBLIC, Reply};

#[tokio::test(flavor = "multi_thread")]
async fn a01_a02_a03_nobody_poses_as_an_actor_of_another_server() {
    let siege = Siege::begin().await;
    let bob = siege.good.url("/u/bob");
    siege.a.look_up(&bob).await;
    let before = siege.text("select row_to_json(a)::text from actors a where handle = 'bob'").await;
    let mut forged = siege.evil.actor("bob");
    forged["id"] = json!(bob);
    forged["inbox"] = json!(siege.evil.url("/stolen"));
    siege.evil.put("/wrong-id", Reply::Activity(forged.clone()));
    siege.good.put("/media-proxy", Reply::redirect(siege.evil.url("/wrong-id")));
    let mut own = siege.good.actor("mallory");
    own["id"] = json!(siege.good.url("/files/1"));
    for (n, kind) in ["text/plain", "application/json", "application/ld+json", "image/png"].into_iter().enumerate() {
        own["id"] = json!(siege.good.url(&format!("/files/{n}")));
        siege.good.put(&format!("/files/{n}"), Reply::json(kind, &own));
        assert!(siege.a.hub.peers().look_up(&siege.good.url(&format!("/files/{n}"))).await.is_err(), "{kind}");
    }
    assert!(siege.a.hub.peers().look_up(&siege.evil.url("/wrong-id")).await.is_err());
    assert!(siege.a.hub.peers().look_up(&siege.good.url("/media-proxy")).await.is_err());
    assert_eq!(siege.text("select row_to_json(a)::text from actors a where handle = 'bob'").await, before);
    assert_eq!(siege.count("select count(*) from actors where handle = 'mallory' or inbox like '%stolen%'").await, 0);
    assert_eq!(siege.evil.unsigned() + siege.good.unsigned(), 0, "every fetch is signed");
    siege.canaries.assert_silent();
}

#[tokio::test(flavor = "multi_thread")]
async fn a04_a_link_to_another_server_is_no_authority() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    let mut note = siege.evil.note("a04", "/u/eve", &care, None);
    note["url"] = json!(siege.good.url("/@bob/1"));
    siege.deal(&siege.evil, &siege.evil.activity("a04", "Create", "/u/eve", note)).await;
    let post = siege.a.post(&siege.evil.url("/n/a04")).await.unwrap();
    assert!(post["page_url"].is_null(), "{post}");
    let page = siege.a.hub.get(&format!("/posts/{}", short(&post))).await.ok();
    assert!(!page.body.contains(&siege.good.host), "the other server is not named");
    assert!(page.body.contains(&siege.evil.url("/n/a04")));
}

/// A post's id as it stands in addresses.
fn short(post: &Value) -> String {
    let id: uuid::Uuid = post["id"].as_str().unwrap().parse().unwrap();
    waypost::store::ids::to_text(id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a05_keys_and_inboxes_change_only_by_the_actors_own_document() {
    let siege = Siege::begin().await;
    let bob = siege.good.url("/u/bob");
    siege.a.look_up(&bob).await;
    let kept = "select string_agg(k.key_id || encode(k.public_der, 'hex') || a.inbox, ',') from actor_keys k \
        join actors a on a.id = k.actor_id where a.handle = 'bob'";
    let before = siege.text(kept).await;
    // An Update of somebody else.
    let mut forged = siege.good.actor("bob");
    forged["inbox"] = json!(siege.evil.url("/stolen"));
    forged["publicKey"] = siege.evil.actor("eve")["publicKey"].clone();
    siege.deal(&siege.evil, &siege.evil.activity("a05", "Update", "/u/eve", forged)).await;
    // An actor that publishes the other's key id as its own.
    let mut thief = siege.evil.actor("thief");
    thief["publicKey"]["id"] = json!(format!("{bob}#main-key"));
    siege.evil.put("/u/thief", Reply::Activity(thief));
    siege.a.look_up(&siege.evil.url("/u/thief")).await;
    assert_eq!(siege.text(kept).await, before);
    let like = siege.good.activity("a05", "Like", "/u/bob", json!(siege.a.group("care")));
    assert_eq!(siege.send(&siege.good, &like).await, 202, "the other's own key still counts");
    assert_eq!(siege.count("select count(*) from actors where inbox like '%stolen%'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a09_an_author_is_the_one_who_signed_or_there_is_no_post() {
    let siege = Siege::begin().await;
    let (care, eve) = (siege.a.group("care"), siege.evil.url("/u/eve"));
    let ana = format!("{}/people/ana", siege.a.hub.base);
    for (n, author) in [
        json!(1),
        json!(null),
        json!({}),
        json!([]),
        json!([ana, eve]),
        json!({"id": ana, "type": "Person"}),
        json!([[eve]]),
        json!(siege.evil.url("/u/other")),
        json!("eve"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut note = siege.evil.note(&format!("a09-{n}"), "/u/eve", &care, None);
        note["attributedTo"] = author;
        siege.deal(&siege.evil, &siege.evil.activity(&format!("a09-{n}"), "Create", "/u/eve", note)).await;
    }
    assert_eq!(siege.posts().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a11_a_post_is_changed_by_its_stored_author_alone_and_only_forwards() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    let note = siege.good.note("a11", "/u/bob", &care, None);
    siege.deal(&siege.good, &siege.good.activity("c", "Create", "/u/bob", note.clone())).await;
    let words = |text: &str, at: &str| {
        let mut changed = note.clone();
        changed["content"] = json!(text);
        changed["updated"] = json!(at);
        changed
    };
    let newest = words("<p>second</p>", "2026-01-02T00:00:00Z");
    siege.deal(&siege.good, &siege.good.activity("u1", "Update", "/u/bob", newest)).await;
    // Another server; another person of the same server, as herself and as him; his own old words again.
    let forged = words("<p>forged</p>", "2026-01-03T00:00:00Z");
    siege.deal(&siege.evil, &siege.evil.activity("u2", "Update", "/u/eve", forged.clone())).await;
    siege.deal(&siege.good, &siege.good.activity("u3", "Update", "/u/carol", forged.clone())).await;
    let mut taken = words("<p>taken</p>", "2026-01-04T00:00:00Z");
    taken["attributedTo"] = json!(siege.good.url("/u/carol"));
    siege.deal(&siege.good, &siege.good.activity("u4", "Update", "/u/carol", taken)).await;
    let old = words("<p>old</p>", "2026-01-01T12:00:00Z");
    siege.deal(&siege.good, &siege.good.activity("u5", "Update", "/u/bob", old)).await;
    siege.deal(&siege.good, &siege.good.activity("d", "Delete", "/u/carol", json!(siege.good.url("/n/a11")))).await;
    let post = siege.a.post(&siege.good.url("/n/a11")).await.unwrap();
    assert_eq!(post["body_html"], "<p>second</p>");
    assert!(post["withdrawn_at"].is_null() && post["removed_at"].is_null(), "{post}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a13_a_group_cannot_put_words_into_others_mouths() {
    let siege = Siege::begin().await;
    siege.follow(&siege.evil, "group").await;
    let group = siege.evil.url("/u/group");
    // A note that its server does not know, and one that says something else there.
    let mut real = siege.good.note("real", "/u/bob", &group, None);
    siege.good.put("/n/real", Reply::Activity(real.clone()));
    real["content"] = json!("<p>forged</p>");
    for (id, note) in [("unknown", siege.good.note("unknown", "/u/bob", &group, None)), ("real", real)] {
        let create = json!({"id": siege.good.url(&format!("/act/{id}")), "type": "Create", "actor": siege.good.url("/u/bob"),
            "to": [PUBLIC], "cc": [group], "object": note});
        siege.deal(&siege.evil, &siege.evil.activity(&format!("an-{id}"), "Announce", "/u/group", create)).await;
    }
    assert!(siege.a.post(&siege.good.url("/n/unknown")).await.is_none());
    let kept = siege.a.post(&siege.good.url("/n/real")).await.expect("it was fetched from its own server");
    assert_eq!(kept["body_html"], "<p>words of real</p>");
    // An embedded object counts as its address alone.
    let mut boosted = siege.good.note("boost", "/u/bob", &group, None);
    siege.good.put("/n/boost", Reply::Activity(boosted.clone()));
    boosted["content"] = json!("<p>forged</p>");
    siege.deal(&siege.evil, &siege.evil.activity("an-boost", "Announce", "/u/group", boosted)).await;
    assert_eq!(siege.a.post(&siege.good.url("/n/boost")).await.unwrap()["body_html"], "<p>words of boost</p>");
    // Nor does a group take away what still stands at its origin.
    let delete = json!({"id": siege.good.url("/act/del"), "type": "Delete", "actor": siege.good.url("/u/bob"), "object": siege.good.url("/n/real")});
    siege.deal(&siege.evil, &siege.evil.activity("an-del", "Announce", "/u/group", delete)).await;
    assert!(siege.a.post(&siege.good.url("/n/real")).await.unwrap()["withdrawn_at"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn a14_only_who_was_asked_may_accept_and_only_what_was_asked() {
    let siege = Siege::begin().await;
    siege.a.look_up(&siege.good.url("/u/group")).await;
    siege.a.join("ana", &siege.good.url("/u/group")).await;
    siege.a.awaits("select count(*) from memberships where state = 'pending'", 1).await;
    let (ana, group) = (format!("{}/people/ana", siege.a.hub.base), siege.good.url("/u/group"));
    let follow = siege.text("select follow_url from memberships where state = 'pending'").await.unwrap();
    let whole = json!({"id": follow, "type": "Follow", "actor": ana, "object": group});
    let forged = [
        siege.evil.activity("1", "Accept", "/u/eve", json!(follow)),
        siege.evil.activity("2", "Accept", "/u/eve", whole.clone()),
        siege.evil.activity("3", "Reject", "/u/eve", whole.clone()),
        siege.good.activity("4", "Accept", "/u/bob", whole.clone()),
        siege.good.activity("5", "Accept", "/u/bob", json!(format!("{}/activities/none", siege.a.hub.base))),
        siege.good.activity(
            "6",
            "Accept",
            "/u/other",
            json!({"type": "Follow", "actor": ana, "object": siege.good.url("/u/other")}),
        ),
    ];
    for (n, activity) in forged.iter().enumerate() {
        siege.deal(if n < 3 { &siege.evil } else { &siege.good }, activity).await;
    }
    assert_eq!(siege.count("select count(*) from memberships where state = 'pending'").await, 1);
    for id in ["7", "8"] {
        siege.deal(&siege.good, &siege.good.activity(id, "Accept", "/u/group", whole.clone())).await;
    }
    assert_eq!(siege.count("select count(*) from memberships m join actors a on a.id = m.followed_id where a.host_id is not null and m.state = 'accepted'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a15_what_members_say_among_themselves_reaches_no_server_that_was_not_let_in() {
    let siege = Siege::begin().await;
    siege.a.make_group("closed", "members").await;
    let closed = siege.a.group("closed");
    siege.deal(&siege.evil, &siege.evil.activity("f", "Follow", "/u/eve", json!(closed))).await;
    siege.a.awaits("select count(*) from memberships where state = 'pending'", 1).await;
    // It acts as if it had been accepted.
    siege
        .deal(
            &siege.evil,
            &siege.evil.activity(
                "a",
                "Accept",
                "/u/eve",
                json!({"type": "Follow", "actor": siege.evil.url("/u/eve"), "object": closed}),
            ),
        )
        .await;
    let secret = siege.a.share("ana", "closed", "LEAK-title", "LEAK-words").await;
    let eve = siege.evil.url("/u/eve");
    for url in [secret.clone(), format!("{secret}/context"), format!("{secret}/replies"), format!("{closed}/featured")]
    {
        assert_eq!(siege.evil.get(&eve, &url, siege.now()).await.0, 404, "{url}");
        siege.a.hub.get_ap(&siege.a.path(&url)).await.is(404);
    }
    let asked = format!("{closed}/followers?is_follower={eve}");
    assert_eq!(siege.evil.get(&eve, &asked, siege.now()).await.0, 404);
    siege.a.settled().await;
    assert!(!siege.evil.posted().iter().any(|posted| posted.to_string().contains("LEAK-")));
    // Once a moderator has let it in, its whole host may read; nobody else may.
    siege.a.accept("ana", "closed", &eve).await;
    let (status, body) = siege.evil.get(&eve, &secret, siege.now()).await;
    assert_eq!(status, 200);
    assert!(body.contains("LEAK-words"));
    assert_eq!(siege.evil.get(&siege.evil.url("/u/other"), &secret, siege.now()).await.0, 200);
    assert_eq!(siege.evil.get(&eve, &asked, siege.now()).await.0, 200);
    assert_eq!(siege.good.get(&siege.good.url("/u/bob"), &secret, siege.now()).await.0, 404);
    siege.a.hub.get_ap(&siege.a.path(&secret)).await.is(404);
    siege.canaries.assert_silent();
}

#[tokio::test(flavor = "multi_thread")]
async fn a20_a_block_covers_every_spelling_and_what_lies_below() {
    let siege = Siege::begin().await;
    let me = siege.a.me("ana").await;
    let host = siege.evil.host.clone();
    siege.a.hub.write(async |tx| hosts::judge(tx, &host, hosts::Policy::Blocked, "", me.actor).await).await.unwrap();
    siege.a.hub.peers().home.forget_judgements();
    let care = siege.a.group("care");
    for name in ["evil.test", "EVIL.test", "evil.test.", "sub.evil.test", "a.b.evil.test", "ｅｖｉｌ.test"] {
        let actor = siege.evil.url_of(name, "/u/eve");
        let like = json!({"id": siege.evil.url_of(name, "/act/1"), "type": "Like", "actor": actor, "object": care});
        let status = siege.send(&siege.evil, &like).await;
        // What is not ASCII is no header: such a key has no id.
        assert_eq!(status, if name.is_ascii() { 403 } else { 401 }, "{name}");
    }
    let looks_alike =
        json!({"id": siege.good.url("/act/1"), "type": "Like", "actor": siege.good.url("/u/bob"), "object": care});
    assert_eq!(siege.send(&siege.good, &looks_alike).await, 202);
    assert!(siege.evil.asked().is_empty(), "a blocked server is asked for nothing: {:?}", siege.evil.asked());
}

#[tokio::test(flavor = "multi_thread")]
async fn a25_in_whatever_order_things_arrive_they_come_to_the_same() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    let seed = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0);
    println!("seed {seed}");
    let mut state = seed;
    let mut below = move |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    let mut sent = Vec::new();
    for run in 0..24 {
        let deleted = run % 2 == 0;
        let version = |n: usize| {
            let mut note = siege.good.note(&format!("a25-{run}"), "/u/bob", &care, None);
            note["content"] = json!(format!("<p>version {n}</p>"));
            note["updated"] = if n == 0 { Value::Null } else { json!(format!("2026-01-0{}T00:00:00Z", n + 1)) };
            note
        };
        let act = |n: usize, kind: &str, object: Value| {
            siege.good.activity(&format!("a25-{run}-{n}"), kind, "/u/bob", object)
        };
        let mut all = vec![
            act(0, "Create", version(0)),
            act(1, "Update", version(1)),
            act(2, "Update", version(2)),
            act(3, "Update", version(3)),
            act(4, "Create", version(0)),
        ];
        if deleted {
            all.push(act(5, "Delete", json!({"id": siege.good.url(&format!("/n/a25-{run}")), "type": "Tombstone"})));
        }
        while !all.is_empty() {
            let next = all.swap_remove(below(all.len()));
            assert_eq!(siege.send(&siege.good, &next).await, 202);
        }
        sent.push((siege.good.url(&format!("/n/a25-{run}")), deleted));
    }
    siege.nothing_waits().await;
    for (url, deleted) in sent {
        let post = siege.a.post(&url).await;
        let shown = post.as_ref().filter(|post| post["withdrawn_at"].is_null());
        let words = shown.and_then(|post| post["body_html"].as_str());
        assert_eq!(words, if deleted { None } else { Some("<p>version 3</p>") }, "{url} (seed {seed}): {post:?}");
    }
}
