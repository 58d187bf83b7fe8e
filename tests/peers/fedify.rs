//! A server that others wrote, Fedify, as a follower: it finds a group by its handle, verifies our signatures, receives
//! what the group announces, fetches what is announced, replies and likes; by draft-cavage and RFC 9421, with object
//! proofs in both directions, and with fetches that have to be signed.

use std::time::Duration;

use serde_json::{Value, json};

use crate::peers::wire::check_emitted;
use crate::peers::world::Side;
use crate::support::{Browser, Fedify, Peer, TestHub, eventually};

const SOON: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_server_that_knows_no_groups_gets_the_announce_of_the_post() {
    let (hub, peer, member) = followed_by("fedify-peer").await;
    let url = share(&member, "Which shops take apprentices?").await;
    let announce = arrived(&peer, "Announce", &url).await;
    assert_eq!(announce["objectId"], json!(url), "{announce}");
    assert_eq!(announce["object"]["name"], json!("Which shops take apprentices?"), "it was fetched: {announce}");

    let note = peer.order("reply", json!({ "object": url, "text": "<p>Ours do, <b>two</b> each.</p>" })).await;
    peer.order("like", json!({ "object": url })).await;
    let path = url.trim_start_matches(&hub.base);
    eventually("the reply and the like on the page", SOON, async || {
        let page = hub.get(&format!("{path}?seen={}", hub.clock.now().timestamp_micros())).await;
        let shown: Value = hub.visitor.api("GET", &format!("/api/v1{path}"), Value::Null).await.json();
        (page.has("Ours do") && shown.to_string().contains("\"reactions\":1")).then_some(())
    })
    .await;
    assert!(note["id"].as_str().is_some_and(|id| id.starts_with(&peer.base)));
}

#[tokio::test]
async fn a_server_that_knows_groups_gets_the_activity_itself() {
    let (_hub, peer, member) = followed_by("lemmy").await;
    let url = share(&member, "Who has a referral form in Tigrinya?").await;
    let announce = arrived(&peer, "Announce", "Create").await;
    assert_eq!(announce["object"]["type"], json!("Create"), "{announce}");
    let seen = peer.seen().await;
    let of_post = |entry: &&Value| entry["type"] == "Announce" && entry["objectId"] == json!(url);
    assert_eq!(seen.iter().find(of_post), None, "no second form of the same");
}

/// Its words are changed and taken back, ours too: by the plain Update and Delete of their author.
#[tokio::test]
async fn edits_and_withdrawals_go_both_ways() {
    let (hub, peer, member) = followed_by("fedify-peer").await;
    let url = share(&member, "Who teaches welding?").await;
    arrived(&peer, "Announce", &url).await;
    let note = peer.order("reply", json!({ "object": url, "text": "<p>The school does.</p>" })).await;
    let page = async || hub.get(&format!("{}?seen={}", path(&hub, &url), hub.clock.now().timestamp_micros())).await;
    eventually("the reply", SOON, async || page().await.has("The school does.").then_some(())).await;
    peer.order("update", json!({ "object": note["id"], "text": "<p>The other school does.</p>" })).await;
    eventually("the changed reply", SOON, async || page().await.has("The other school does.").then_some(())).await;
    peer.order("delete", json!({ "object": note["id"] })).await;
    eventually("no reply", SOON, async || (!page().await.has("school does.")).then_some(())).await;

    let change = json!({ "title": "Who teaches welding?", "body": "Evenings only.", "language": "en" });
    member.api("PUT", &format!("/api/v1{}", path(&hub, &url)), change).await.ok();
    let update = arrived(&peer, "Update", &url).await;
    assert!(update["object"]["content"].as_str().unwrap().contains("Evenings only."), "{update}");
    member.api("DELETE", &format!("/api/v1{}", path(&hub, &url)), Value::Null).await.ok();
    let delete = arrived(&peer, "Delete", &url).await;
    assert!(delete["actor"].as_str().unwrap().ends_with("/people/amina"), "{delete}");
    assert_eq!(peer.told("seen").await["refused"], json!([]), "Fedify verified all that we signed");
    check_emitted(&hub).await;
}

/// RFC 9421 both ways: it signs so first; and what is draft-cavage it refuses, so that our second knock is the one
/// that counts, and the next time the first.
#[tokio::test]
async fn rfc_9421_is_taken_and_spoken() {
    let settings = [("FIRST_KNOCK", "rfc9421"), ("ACCEPT", "rfc9421")];
    let (hub, peer, member) = followed(Fedify::start_with("fedify-peer", &settings)).await;
    let url = share(&member, "Which knock?").await;
    arrived(&peer, "Announce", &url).await;
    let schemes = peer.told("seen").await["schemes"].clone();
    // The Accept: refused, then understood. The Announce: at once.
    assert_eq!(schemes, json!(["cavage", "rfc9421", "rfc9421"]));
    let known = "select count(*) from hosts where rfc9421";
    let client = hub.database.client().await;
    eventually("it is remembered", SOON, async || {
        (client.query_one(known, &[]).await.unwrap().get::<_, i64>(0) == 1).then_some(())
    })
    .await;
    peer.order("reply", json!({ "object": url, "text": "<p>The newer one.</p>" })).await;
    eventually("the reply", SOON, async || hub.get(&path(&hub, &url)).await.has("The newer one.").then_some(())).await;
}

/// Fedify verifies the proofs on what our members do, also inside what the group announces; an altered one is none.
#[tokio::test]
async fn our_proofs_hold_whoever_carries_them() {
    let (hub, peer, member) = followed_by("lemmy").await;
    let url = share(&member, "What is proven?").await;
    arrived(&peer, "Announce", "Create").await;
    member.api("PUT", &format!("/api/v1{}/reaction", path(&hub, &url)), json!({})).await.ok();
    arrived(&peer, "Announce", "Like").await;
    member.api("DELETE", &format!("/api/v1{}", path(&hub, &url)), Value::Null).await.ok();
    arrived(&peer, "Announce", "Delete").await;
    let proofs = peer.told("proofs").await.as_array().cloned().unwrap();
    for kind in ["Accept", "Create", "Like", "Delete"] {
        let of_kind = proofs.iter().find(|proof| proof["type"] == kind);
        let proof = of_kind.unwrap_or_else(|| panic!("no proof on a {kind}: {proofs:?}"));
        assert_eq!((&proof["valid"], &proof["altered"]), (&json!(true), &json!(false)), "{proof}");
    }
}

/// What Fedify has signed is believed when somebody else brings it: a group that announces it, and a server that
/// forwards it. Its notes cannot be fetched, so nothing but the proof speaks for them.
#[tokio::test(flavor = "multi_thread")]
async fn fedifys_proofs_hold_whoever_carries_them() {
    let mut side = Side::start().await;
    side.hub.member("bela").await;
    side.hub.editor("ana").await;
    side.make_group("care", "public").await;
    side.hub.work();
    let (fedify, lemmy) = (Fedify::start("fedify-peer"), Peer::start("lemmy", &side.hub.clock).await);
    let tea = lemmy.serve(lemmy.card("Group", "tea"));
    side.look_up(&tea).await;
    side.join("bela", &tea).await;
    let follow = lemmy.arrived("Follow", &tea).await.body;
    let inbox = format!("{}/inbox", side.hub.base);
    lemmy.post(&inbox, "tea", &lemmy.activity("tea", "Accept", follow)).await.is(202);

    // To a group elsewhere, which announces it here as it came; and one that was altered on the way.
    let written = async |text: &str, group: &str| {
        let order = json!({ "group": group, "text": text, "inbox": format!("{}/inbox", lemmy.base) });
        let id = fedify.order("create", order).await["id"].as_str().unwrap().to_owned();
        (id.clone(), lemmy.arrived("Create", &id).await.body)
    };
    let (id, create) = written("<p>Proven and announced</p>", &tea).await;
    let (altered, mut forged) = written("<p>Not yet altered</p>", &tea).await;
    forged["object"]["content"] = json!("<p>Altered</p>");
    for carried in [&forged, &create] {
        let announce = lemmy.activity("tea", "Announce", carried.clone());
        lemmy.post(&inbox, "tea", &announce).await.is(202);
    }
    let here = side.awaits_post(&id, SOON).await;
    assert!(here["body_html"].as_str().unwrap().contains("Proven and announced"), "{here}");
    side.awaits("select count(*) from inbox where failed_at is null and error is null", 0).await;
    assert!(side.post(&altered).await.is_none(), "it was altered, and nothing answers at its id");

    // For a group of ours, brought by a server that is not its author's.
    let (id, create) = written("<p>Proven and forwarded</p>", &side.group("care")).await;
    let (altered, mut forged) = written("<p>Forwarded unaltered?</p>", &side.group("care")).await;
    forged["object"]["content"] = json!("<p>No</p>");
    lemmy.person("mila");
    let refused = lemmy.post(&inbox, "mila", &forged).await.is(401);
    assert!(refused.json()["error"].is_string());
    lemmy.post(&inbox, "mila", &create).await.is(202);
    let here = side.awaits_post(&id, SOON).await;
    assert!(here["body_html"].as_str().unwrap().contains("Proven and forwarded"), "{here}");
    assert!(side.post(&altered).await.is_none());
}

/// It shows its actor to signed requests alone, and gets what is not public by signing.
#[tokio::test(flavor = "multi_thread")]
async fn fetches_are_authenticated_both_ways() {
    let mut side = Side::start().await;
    side.hub.editor("ana").await;
    side.make_group("closed", "members").await;
    side.hub.work();
    let peer = Fedify::start_with("fedify-peer", &[("AUTHORIZED", "1")]);
    let who = format!("{}/users/peer", peer.base);
    side.hub.visitor.get_as(&who, "application/activity+json").await.is(401);
    peer.order("follow", json!({ "handle": format!("@closed@{}", side.hub.host) })).await;
    side.awaits("select count(*) from memberships where state = 'pending'", 1).await;
    side.accept("ana", "closed", &who).await;
    arrived(&peer, "Accept", "").await;
    let post = side.share("ana", "closed", "Among us", "For those who were let in.").await;
    let fetched =
        async |signed: bool| peer.order("fetch", json!({ "url": post, "signed": signed })).await["type"].clone();
    assert_eq!(fetched(true).await, json!("Page"));
    assert_eq!(fetched(false).await, Value::Null);
}

fn path(hub: &TestHub, url: &str) -> String {
    url.trim_start_matches(hub.base.as_str()).to_owned()
}

/// A hub that works, a Fedify server that follows its welcome group and has its Accept, a member in the group.
async fn followed_by(software: &str) -> (TestHub, Fedify, Browser) {
    followed(Fedify::start(software)).await
}

async fn followed(peer: Fedify) -> (TestHub, Fedify, Browser) {
    let mut hub = TestHub::start().await;
    hub.work();
    let member = hub.member("amina").await;
    member.api("PUT", "/api/v1/groups/welcome/membership", json!({})).await.ok();
    let group = peer.order("follow", json!({ "handle": format!("@welcome@{}", hub.host) })).await;
    assert_eq!(group["type"], json!("Group"), "{group}");
    arrived(&peer, "Accept", "").await;
    (hub, peer, member)
}

async fn share(member: &Browser, title: &str) -> String {
    let post = json!({ "title": title, "body": "We ask each of them once a year.", "language": "en" });
    let shared = member.api("POST", "/api/v1/groups/welcome/posts", post).await.ok().json();
    shared["url"].as_str().expect("the post's address").to_owned()
}

/// The first activity of this type that says `text` somewhere.
async fn arrived(peer: &Fedify, kind: &str, text: &str) -> Value {
    eventually(&format!("{kind} {text} at the Fedify server"), SOON, async || {
        let seen = peer.seen().await;
        seen.into_iter().find(|entry| entry["type"] == kind && entry.to_string().contains(text))
    })
    .await
}
