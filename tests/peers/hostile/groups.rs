//! What a group elsewhere may not do, and what nobody may do in a group of ours that is not theirs to read (attacks.md A13,
//! D01, D04).

use serde_json::{Value, json};
use waypost::posts;

use super::Siege;
use crate::peers::world::WAITING;
use crate::support::evil::{PUBLIC, Reply};

/// `activity` of bob of good.test, handed on by evil.test's group.
async fn hand_on(siege: &Siege, id: &str, activity: &Value) {
    siege.deal(&siege.evil, &siege.evil.activity(&format!("on-{id}"), "Announce", "/u/group", activity.clone())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a13_a_group_takes_no_words_from_their_author_by_saying_the_activity_first() {
    let siege = Siege::begin().await;
    siege.follow(&siege.evil, "group").await;
    let note = siege.good.note("mine", "/u/bob", &siege.a.group("care"), None);
    siege.good.put("/n/mine", Reply::Activity(note.clone()));
    siege.deal(&siege.good, &siege.good.activity("c", "Create", "/u/bob", note)).await;
    // Ids of Deletes can be guessed on some servers.
    let delete = siege.good.activity("del", "Delete", "/u/bob", json!(siege.good.url("/n/mine")));
    let mut early = delete.clone();
    early["type"] = json!("Like");
    hand_on(&siege, "early", &early).await;
    hand_on(&siege, "still-there", &delete).await;
    assert!(siege.a.post(&siege.good.url("/n/mine")).await.unwrap()["withdrawn_at"].is_null());
    siege.deal(&siege.good, &delete).await;
    assert!(siege.a.post(&siege.good.url("/n/mine")).await.unwrap()["withdrawn_at"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a13_a_group_neither_votes_nor_leaves_for_others_in_our_groups() {
    let siege = Siege::begin().await;
    siege.follow(&siege.evil, "group").await;
    let care = siege.a.group("care");
    siege.deal(&siege.good, &siege.good.activity("f", "Follow", "/u/bob", json!(care))).await;
    let post = siege.a.share("ana", "care", "Ours", "Words.").await;
    siege.deal(&siege.good, &siege.good.activity("like", "Like", "/u/bob", json!(post))).await;
    let like =
        |id: &str| json!({"id": siege.good.url(id), "type": "Like", "actor": siege.good.url("/u/bob"), "object": post});
    let undo = |id: &str, undone: Value| json!({"id": siege.good.url(id), "type": "Undo", "actor": siege.good.url("/u/bob"), "to": [PUBLIC], "object": undone});
    let follow = json!({"type": "Follow", "actor": siege.good.url("/u/bob"), "object": care});
    hand_on(&siege, "unfollow", &undo("/act/u1", follow)).await;
    hand_on(&siege, "unlike", &undo("/act/u2", like("/act/like"))).await;
    let mut dislike = like("/act/dislike");
    dislike["type"] = json!("Dislike");
    hand_on(&siege, "dislike", &dislike).await;
    let followers = "select count(*) from memberships m join actors f on f.id = m.follower_id \
        where f.handle = 'bob' and m.state = 'accepted'";
    assert_eq!(siege.count(followers).await, 1);
    assert_eq!(siege.text("select string_agg(kind, ',') from reactions").await.as_deref(), Some("like"));
}

#[tokio::test(flavor = "multi_thread")]
async fn d04_in_a_restricted_group_nobody_speaks_who_may_not_read_it() {
    let siege = Siege::begin().await;
    siege.a.make_group("closed", "members").await;
    let closed = siege.a.group("closed");
    siege.count("with open as (update groups set posting = 'anyone' returning 1) select count(*) from open").await;
    let post = siege.a.share("ana", "closed", "Among us", "Words.").await;
    let root = siege.evil.note("root", "/u/eve", &closed, None);
    let reply = siege.evil.note("reply", "/u/eve", &closed, Some(&post));
    for (id, kind, object) in
        [("root", "Create", root), ("reply", "Create", reply.clone()), ("like", "Like", json!(post))]
    {
        siege.deal(&siege.evil, &siege.evil.activity(id, kind, "/u/eve", object)).await;
    }
    assert_eq!((siege.posts().await, siege.count("select count(*) from reactions").await), (1, 0));
    // Once let in, the same is taken.
    siege.deal(&siege.evil, &siege.evil.activity("f", "Follow", "/u/eve", json!(closed))).await;
    siege.a.accept("ana", "closed", &siege.evil.url("/u/eve")).await;
    siege.deal(&siege.evil, &siege.evil.activity("again", "Create", "/u/eve", reply)).await;
    siege.deal(&siege.evil, &siege.evil.activity("like-again", "Like", "/u/eve", json!(post))).await;
    assert_eq!((siege.posts().await, siege.count("select count(*) from reactions").await), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_its_group_has_taken_in_stands_though_the_thread_is_locked_or_its_root_taken_back() {
    let siege = Siege::begin().await;
    siege.follow(&siege.evil, "group").await;
    let group = siege.evil.url("/u/group");
    for (id, parent) in [("root", None), ("late", Some("/n/root")), ("later", Some("/n/late"))] {
        let parent = parent.map(|path| siege.evil.url(path));
        let note = siege.evil.note(id, "/u/eve", &group, parent.as_deref());
        siege.evil.put(&format!("/n/{id}"), Reply::Activity(note.clone()));
        let create = siege.evil.activity(&format!("c-{id}"), "Create", "/u/eve", note);
        siege.deal(&siege.evil, &siege.evil.activity(&format!("on-{id}"), "Announce", "/u/group", create)).await;
        let end = match id {
            "root" => siege.evil.activity("lock", "Lock", "/u/group", json!(siege.evil.url("/n/root"))),
            _ => siege.evil.activity("d", "Delete", "/u/eve", json!(siege.evil.url("/n/root"))),
        };
        siege.deal(&siege.evil, &end).await;
    }
    for id in ["late", "later"] {
        let post = siege.a.post(&siege.evil.url(&format!("/n/{id}"))).await.expect(id);
        assert!(post["announced_at"].is_string(), "{post}");
    }
    // A group of ours judges for itself, whoever hands it on.
    let root = siege.a.share("ana", "care", "Ours", "Words.").await;
    let row = siege.a.row(&root).await;
    let (me, care) = (siege.a.me("ana").await, siege.a.group_row(&siege.a.group("care")).await);
    siege.a.hub.write(async |tx| posts::commands::lock(tx, &row, &care, me.actor, true).await).await.unwrap();
    let note = siege.evil.note("into", "/u/eve", &group, Some(&root));
    siege.evil.put("/n/into", Reply::Activity(note.clone()));
    let create = siege.evil.activity("c-into", "Create", "/u/eve", note);
    siege.deal(&siege.evil, &siege.evil.activity("on-into", "Announce", "/u/group", create)).await;
    assert!(siege.a.post(&siege.evil.url("/n/into")).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_its_group_decides_about_a_post_that_has_not_come_yet_brings_it() {
    let siege = Siege::begin().await;
    siege.follow(&siege.evil, "group").await;
    let group = siege.evil.url("/u/group");
    let put = |id: &str| {
        let note = siege.good.note(id, "/u/bob", &group, None);
        siege.good.put(&format!("/n/{id}"), Reply::Activity(note));
        siege.good.url(&format!("/n/{id}"))
    };
    let says = |kind: &str, object: Value| siege.evil.activity(&format!("{kind}-{object}"), kind, "/u/group", object);
    let (locked, opened, pinned, restored) = (put("locked"), put("opened"), put("pinned"), put("restored"));
    let mut closed = siege.good.note("opened", "/u/bob", &group, None);
    closed["commentsEnabled"] = json!(false);
    siege.good.put("/n/opened", Reply::Activity(closed.clone()));
    let mut add = says("Add", json!(pinned));
    add["target"] = json!(siege.evil.url("/u/group/featured"));
    let delete = says("Delete", json!(restored));
    for (n, decision) in
        [says("Lock", json!(locked)), says("Undo", says("Lock", json!(opened))), add, says("Undo", delete)]
            .into_iter()
            .enumerate()
    {
        siege.deal(&siege.evil, &siege.evil.activity(&format!("on-{n}"), "Announce", "/u/group", decision)).await;
    }
    let is = async |post: &str, what: &str| !siege.a.post(post).await.expect(post)[what].is_null();
    assert!(is(&locked, "locked_at").await);
    assert!(!is(&opened, "locked_at").await);
    assert!(is(&pinned, "pinned_at").await);
    assert!(!is(&restored, "removed_at").await);
    // What is closed already says so itself; one of another group stays what it is.
    closed["id"] = json!(siege.good.url("/n/closed"));
    siege.good.put("/n/closed", Reply::Activity(closed));
    let shown = siege.evil.activity("on-closed", "Announce", "/u/group", json!(siege.good.url("/n/closed")));
    siege.deal(&siege.evil, &shown).await;
    assert!(is(&siege.good.url("/n/closed"), "locked_at").await);
    let ours = siege.a.share("ana", "care", "Ours", "Words.").await;
    let lock = siege.evil.activity("on-ours", "Announce", "/u/group", says("Lock", json!(ours)));
    siege.deal(&siege.evil, &lock).await;
    assert!(!is(&ours, "locked_at").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_that_overtakes_a_post_takes_it_along_if_it_took_the_others() {
    let siege = Siege::begin().await;
    siege.follow(&siege.evil, "group").await;
    let group = siege.evil.url("/u/group");
    for (who, removes) in [("bob", true), ("carol", false)] {
        let mut block =
            siege.evil.activity(&format!("b-{who}"), "Block", "/u/group", json!(siege.good.url(&format!("/u/{who}"))));
        block["target"] = json!(group);
        block["removeData"] = json!(removes);
        let on = siege.evil.activity(&format!("on-b-{who}"), "Announce", "/u/group", block);
        siege.deal(&siege.evil, &on).await;
        let note = siege.good.note(&format!("of-{who}"), &format!("/u/{who}"), &group, None);
        siege.good.put(&format!("/n/of-{who}"), Reply::Activity(note.clone()));
        let create = siege.good.activity(&format!("c-{who}"), "Create", &format!("/u/{who}"), note);
        hand_on(&siege, who, &create).await;
        let url = siege.good.url(&format!("/n/of-{who}"));
        let post = siege.a.post(&url).await.expect(who);
        assert_eq!(!post["removed_there_at"].is_null(), removes, "{who}: {post}");
        // What somebody else says below has its place.
        let below = siege.evil.note(&format!("below-{who}"), "/u/eve", &group, Some(&url));
        siege.evil.put(&format!("/n/below-{who}"), Reply::Activity(below.clone()));
        let create = siege.evil.activity(&format!("c-below-{who}"), "Create", "/u/eve", below);
        hand_on(&siege, &format!("below-{who}"), &create).await;
        assert!(siege.a.post(&siege.evil.url(&format!("/n/below-{who}"))).await.is_some(), "{who}");
    }
    assert_eq!(siege.count("select count(*) from inbox").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_root_s_server_lists_its_group_has_not_taken_in_for_that() {
    let siege = Siege::begin().await;
    siege.follow(&siege.evil, "group").await;
    let group = siege.evil.url("/u/group");
    let (root, reply) = (siege.good.url("/n/root"), siege.good.url("/n/reply"));
    let mut note = siege.good.note("root", "/u/bob", &group, None);
    note["replies"] =
        json!({"type": "Collection", "totalItems": 1, "first": {"type": "CollectionPage", "items": [reply]}});
    siege.good.put("/n/root", Reply::Activity(note));
    siege.good.put("/n/reply", Reply::Activity(siege.good.note("reply", "/u/bob", &group, Some(&root))));
    siege.deal(&siege.evil, &siege.evil.activity("on-root", "Announce", "/u/group", json!(root))).await;
    assert!(siege.a.post(&root).await.unwrap()["announced_at"].is_string());
    let row = siege.a.row(&root).await;
    let reader = siege.a.hub.member("nadia").await;
    let page = format!("/posts/{}", waypost::store::ids::to_text(row.id.0));
    reader.post_form(&format!("{page}/completion"), &[]).await.leads();
    siege.a.awaits(&format!("select count(*) from posts where url = '{reply}' and announced_at is null"), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn b10_posts_that_answer_each_other_are_done_with() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    let mut sent = Vec::new();
    for (id, parent) in [("one", "two"), ("two", "one")] {
        let note = siege.evil.note(id, "/u/eve", &care, Some(&siege.evil.url(&format!("/n/{parent}"))));
        siege.evil.put(&format!("/n/{id}"), Reply::Activity(note.clone()));
        sent.push(siege.evil.activity(&format!("c-{id}"), "Create", "/u/eve", note));
    }
    // Both at once, so that each finds the other in its batch.
    let (one, two) = tokio::join!(siege.send(&siege.evil, &sent[0]), siege.send(&siege.evil, &sent[1]));
    assert_eq!((one, two), (202, 202));
    siege.a.awaits(WAITING, 0).await;
    assert_eq!(siege.posts().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_that_overtakes_its_post_counts_and_keeps_nobody_waiting() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    let note = siege.good.note("slow", "/u/bob", &care, None);
    let url = siege.good.url("/n/slow");
    siege.deal(&siege.evil, &siege.evil.activity("like", "Like", "/u/eve", json!(url))).await;
    // Taken back and given again before the post is there: what was taken back never counts.
    let first = siege.good.activity("carol-1", "Like", "/u/carol", json!(url));
    siege.deal(&siege.good, &first).await;
    siege.deal(&siege.good, &siege.good.activity("carol-2", "Undo", "/u/carol", first)).await;
    siege.deal(&siege.good, &siege.good.activity("create", "Create", "/u/bob", note)).await;
    assert!(siege.a.post(&url).await.is_some(), "the post does not wait behind its votes");
    siege.count("with due as (update inbox set run_at = now() returning 1) select count(*) from due").await;
    siege.count("select count(*) from (select pg_notify('waypost_inbox', '')) as rung").await;
    siege.a.awaits("select count(*) from inbox where failed_at is null", 0).await;
    let votes = "select string_agg(a.handle, ',') from reactions r join actors a on a.id = r.actor_id";
    assert_eq!(siege.text(votes).await.as_deref(), Some("eve"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_above_a_reply_that_its_group_hands_on_was_taken_in_as_well() {
    let siege = Siege::begin().await;
    siege.follow(&siege.evil, "group").await;
    let group = siege.evil.url("/u/group");
    let note = |id: &str, parent: Option<&str>| {
        let parent = parent.map(|path| siege.evil.url(path));
        let note = siege.evil.note(id, "/u/eve", &group, parent.as_deref());
        siege.evil.put(&format!("/n/{id}"), Reply::Activity(note.clone()));
        siege.evil.activity(&format!("c-{id}"), "Create", "/u/eve", note)
    };
    let announced = async |create: Value| {
        let id = create["id"].as_str().unwrap().replace("/act/", "/act/on-");
        let mut handed = siege.evil.activity("x", "Announce", "/u/group", create);
        handed["id"] = json!(id);
        siege.deal(&siege.evil, &handed).await;
    };
    announced(note("root", None)).await;
    // Said to us alone, so far.
    siege.deal(&siege.evil, &note("direct", Some("/n/root"))).await;
    let direct = siege.evil.url("/n/direct");
    assert!(siege.a.post(&direct).await.unwrap()["announced_at"].is_null());
    announced(note("below", Some("/n/direct"))).await;
    assert!(siege.a.post(&direct).await.unwrap()["announced_at"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_hands_an_activity_on_once_and_not_in_the_name_of_what_was_fetched_for_it() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    siege.deal(&siege.good, &siege.good.activity("f", "Follow", "/u/bob", json!(care))).await;
    siege.count("with aware as (update hosts set group_aware = true returning 1) select count(*) from aware").await;
    let root = siege.good.note("root", "/u/carol", &care, None);
    siege.good.put("/n/root", Reply::Activity(root));
    let reply = siege.good.note("reply", "/u/carol", &care, Some(&siege.good.url("/n/root")));
    siege.good.put("/n/reply", Reply::Activity(reply));
    let below = siege.good.note("below", "/u/bob", &care, Some(&siege.good.url("/n/reply")));
    siege.deal(&siege.good, &siege.good.activity("c", "Create", "/u/bob", below)).await;
    siege.a.awaits("select count(*) from posts", 3).await;
    let told = async |id: &str| {
        let forms = "select string_agg(distinct form, ',' order by form) from activities where object_key";
        siege.text(&format!("{forms} = '{}'", siege.good.url(id))).await.unwrap_or_default()
    };
    assert_eq!((told("/n/root").await, told("/n/reply").await), ("a2".to_owned(), String::new()));
    assert!(told("/n/below").await.starts_with("a1"));
    assert_eq!(siege.count("select count(distinct body) from activities where body like '%/act/c\"%'").await, 1);
}
