//! A server that others wrote, Fedify, as a follower: it finds a group by its handle, verifies our signatures, receives
//! what the group announces, fetches what is announced, replies and likes.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Browser, Fedify, TestHub, eventually};

const SOON: Duration = Duration::from_secs(15);

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

/// A hub that works, a Fedify server that follows its welcome group and has its Accept, a member in the group.
async fn followed_by(software: &str) -> (TestHub, Fedify, Browser) {
    let mut hub = TestHub::start().await;
    hub.work();
    let member = hub.member("amina").await;
    member.api("PUT", "/api/v1/groups/welcome/membership", json!({})).await.ok();
    let peer = Fedify::start(software);
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
