//! wire.md §16, the thirty bugs, and §8, what activities look like from others. Where each of the thirty is held:
//! 1 `bug_01`; 2, 3, 12 `wire_15a_12`; 4 `seen_04`; 5, 8, 11, 14 `emitted` (everything that a hub sends or serves);
//! 6 `bugs_05_06`; 9 `seen_08`; 10 `emitted` (one shape for one id); 13 `bug_13`; 15, 27 `seen_07`; 17 `seen_12`;
//! 18 overruled by `wire_15a_02_03_04`; 24, 30 `seen_03`; 26 `peers::pasture` and `federation::object::read`; 7 and 25
//! federation's own tests of WebFinger and of the window of time. 19 to 22 are moderation's, 23 the dispatcher's and 28
//! the backfill's. 16 (nobody here follows the group that a member answers in) and 29 (events) are not built.

use std::time::Duration;

use serde_json::{Value, json};

use super::{following, hub, topic};
use crate::peers::world::{WAITING, count};
use crate::support::{Peer, merge};

const SOON: Duration = Duration::from_secs(60);
const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// A name that a member and a group share makes one of them unreachable: there is one namespace.
#[tokio::test(flavor = "multi_thread")]
async fn bug_01_a_group_cannot_be_called_like_a_member() {
    let side = hub().await;
    let admin = side.hub.admin("omar").await;
    let draft = |handle: &str| {
        json!({"handle": handle, "name": "Some", "purpose": "discussion", "visibility": "public", "posting": "anyone",
            "joining": "open", "language": "en"})
    };
    admin.api("POST", "/api/v1/groups", draft("free")).await.ok();
    let taken = admin.api("POST", "/api/v1/groups", draft("ana")).await;
    assert!((400..500).contains(&taken.status) && taken.has("handle"), "{}", taken.body);
    let twice =
        "select count(*) from (select handle from actors where host_id is null group by handle having count(*) > 1) d";
    assert_eq!(count(&side, twice).await, 0);
}

/// Every Accept header of §4.1 that means ActivityPub gets it, from every object and actor, with the one content type.
#[tokio::test(flavor = "multi_thread")]
async fn bugs_05_06_every_accept_header_gets_what_it_means() {
    let side = hub().await;
    let post = side.share("ana", "care", "Accept", "All of them.").await;
    let profile = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
    let wanted = [
        "application/activity+json".to_owned(),
        "application/activity+json, application/ld+json".to_owned(),
        "application/ld+json".to_owned(),
        profile.to_owned(),
        profile.replace("; ", ";"),
        profile.replace("; ", " ; "),
        format!("{profile},application/activity+json"),
        format!("{profile}, application/activity+json, text/html;q=0.1"),
    ];
    for path in ["/groups/care".to_owned(), "/people/ana".to_owned(), side.path(&post)] {
        for accept in &wanted {
            let answer = side.hub.visitor.get_as(&path, accept).await.ok();
            assert_eq!(answer.header("content-type"), Some("application/activity+json"), "{path} for {accept}");
        }
        for accept in ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "text/html"] {
            let answer = side.hub.visitor.get_as(&path, accept).await.ok();
            assert!(answer.header("content-type").unwrap().starts_with("text/html"), "{path} for {accept}");
        }
    }
}

/// Groups of Lemmy and NodeBB follow groups.
#[tokio::test(flavor = "multi_thread")]
async fn bug_13_a_group_follows_a_group() {
    let side = hub().await;
    let peer = Peer::start("nodebb", &side.hub.clock).await;
    peer.serve(peer.card("Group", "tea"));
    assert_eq!(peer.follow("tea", &side.group("care")).await, "Accept");
    let post = side.share("ana", "care", "For groups", "Too.").await;
    peer.arrived("Announce", &post).await;
}

/// What others send (§8), in their own shapes.
#[tokio::test(flavor = "multi_thread")]
async fn activities_are_read_in_the_shapes_of_others() {
    let side = hub().await;
    let peer = following(&side, "gotosocial").await;
    let (group, inbox) = (side.group("care"), format!("{}/inbox", side.hub.base));
    let post = side.share("ana", "care", "Shapes", "Many.").await;
    let send = async |activity: Value| peer.post(&inbox, "mila", &activity).await.is(202);
    let id_of = |note: &Value| note["id"].as_str().unwrap().to_owned();
    let here = |url: &str| format!("select count(*) from posts where url = '{url}' and withdrawn_at is null");

    // GoToSocial may send the id alone.
    let by_id = topic(&side, &peer, "<p>By its id alone</p>");
    send(peer.activity("mila", "Create", by_id["id"].clone())).await;
    side.awaits(&here(&id_of(&by_id)), 1).await;
    // An Update of what is not known makes it; the next changes it.
    let mut note = topic(&side, &peer, "<p>First seen in an Update</p>");
    send(peer.activity("mila", "Update", note.clone())).await;
    side.awaits(&here(&id_of(&note)), 1).await;
    merge(
        &mut note,
        json!({"content": "<p>Changed</p>", "updated": side.hub.clock.now() + chrono::TimeDelta::seconds(1)}),
    );
    send(peer.activity("mila", "Update", note.clone())).await;
    side.awaits(
        &format!("select count(*) from posts where url = '{}' and body_html like '%Changed%'", id_of(&note)),
        1,
    )
    .await;
    // A Delete names the id, or holds a Tombstone.
    send(peer.activity("mila", "Delete", by_id["id"].clone())).await;
    side.awaits(&here(&id_of(&by_id)), 0).await;
    send(peer.activity("mila", "Delete", json!({"id": note["id"], "type": "Tombstone"}))).await;
    side.awaits(&here(&id_of(&note)), 0).await;

    // A reaction with a picture of a face is a like; so is Misskey's Like.
    let mut react = peer.activity("mila", "EmojiReact", json!(post));
    react["content"] = json!("🎉");
    send(react.clone()).await;
    side.awaits("select count(*) from reactions where kind = 'like'", 1).await;
    send(peer.activity("mila", "Undo", react)).await;
    side.awaits("select count(*) from reactions", 0).await;
    let mut like = peer.activity("mila", "Like", json!(post));
    merge(&mut like, json!({"content": "❤", "_misskey_reaction": "❤"}));
    send(like).await;
    side.awaits("select count(*) from reactions where kind = 'like'", 1).await;

    // A boost by a person makes no thread; what is watched, listened to and read is none of ours; and what is said in
    // private is not taken, still less shown.
    let elsewhere = peer.note("mila", "<p>Boosted by a person</p>", json!({}));
    send(peer.activity("mila", "Announce", elsewhere["id"].clone())).await;
    for kind in ["View", "Read", "Listen", "Arrive"] {
        send(peer.activity("mila", kind, json!(post))).await;
    }
    let ana = format!("{}/people/ana", side.hub.base);
    let private = peer.note(
        "mila",
        "<p>Between us</p>",
        json!({"to": [ana], "cc": [],
        "tag": [{"type": "Mention", "href": ana, "name": "@ana"}]}),
    );
    let mut create = peer.activity("mila", "Create", private.clone());
    create["to"] = json!([ana]);
    send(create).await;
    side.awaits(WAITING, 0).await;
    for note in [&elsewhere, &private] {
        assert!(side.post(&id_of(note)).await.is_none(), "{note}");
    }
    // What is public goes to the group in every spelling of Public.
    for (spelling, words) in [(PUBLIC, "In full"), ("as:Public", "Short"), ("Public", "Bare")] {
        let note = topic(&side, &peer, &format!("<p>{words}</p>"));
        let mut object = note.clone();
        merge(&mut object, json!({"to": spelling, "cc": group}));
        send(peer.activity("mila", "Create", object)).await;
        assert_eq!(side.awaits_post(&id_of(&note), SOON).await["title"], words);
    }
}
