//! Hostile requests: refused at the door or without effect behind it. Names carry the rows of attacks.md.

#![allow(clippy::disallowed_methods, reason = "a hostile server does not use our client")]

use federation::signature::{PrivateKey, Scheme, Signer, sign_post};
use serde_json::{Value, json};
use waypost::actors::{hosts, queries};
use waypost::posts::Reaction;

use crate::peers::world::{WAITING, World, count};

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// bela of hub b signs whatever she likes.
pub struct Sender {
    signer: Signer,
    pub actor: String,
    inbox: url::Url,
    pub base: String,
    now: chrono::DateTime<chrono::Utc>,
}

impl Sender {
    pub async fn of(world: &World) -> Self {
        let actor = format!("{}/people/bela", world.b.hub.base);
        let mut conn = world.b.hub.read().await.unwrap();
        let row = queries::by_url(&mut conn, &actor).await.unwrap().unwrap();
        let keys = queries::list_keys(&mut conn, row.id).await.unwrap();
        let key = keys.iter().find(|key| key.algorithm == "rsa").unwrap();
        Self {
            signer: Signer {
                key_id: key.key_id.clone(),
                key: PrivateKey::from_pkcs8(key.private_der.as_ref().unwrap()).unwrap(),
            },
            actor,
            inbox: format!("{}/inbox", world.a.hub.base).parse().unwrap(),
            base: world.b.hub.base.clone(),
            now: world.a.hub.clock.now(),
        }
    }

    pub fn activity(&self, id: &str, kind: &str, object: Value) -> Value {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{}/activities/{id}", self.base),
            "type": kind, "actor": self.actor, "to": [PUBLIC], "cc": [], "object": object,
        })
    }

    /// The status that the hub answered.
    pub async fn send(&self, activity: &Value) -> u16 {
        self.send_altered(activity, activity).await
    }

    /// Signs one body and sends another.
    async fn send_altered(&self, signed: &Value, sent: &Value) -> u16 {
        let body = signed.to_string();
        let headers = sign_post(
            &self.signer,
            Scheme::Cavage,
            &self.inbox,
            "application/activity+json",
            body.as_bytes(),
            self.now,
        )
        .unwrap();
        let request = reqwest::Client::new().post(self.inbox.clone()).body(sent.to_string());
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value.as_bytes()));
        request.send().await.unwrap().status().as_u16()
    }
}

pub async fn nothing_waits(world: &World) {
    world.a.awaits(WAITING, 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a06_a07_what_is_unsigned_forged_or_malformed_is_refused_and_leaves_nothing() {
    let world = World::of_two().await;
    let sender = Sender::of(&world).await;
    let like = sender.activity("1", "Like", json!(world.a.group("care")));
    let unsigned = reqwest::Client::new()
        .post(sender.inbox.clone())
        .header("content-type", "application/activity+json")
        .body(like.to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(unsigned.status(), 401);
    let reason: Value = serde_json::from_str(&unsigned.text().await.unwrap()).unwrap();
    assert!(reason["error"].as_str().is_some_and(|text| !text.is_empty()));

    let mut other = like.clone();
    other["actor"] = json!(format!("{}/people/mallory", sender.base));
    assert_eq!(sender.send(&other).await, 401, "another actor than the key's");
    other["actor"] = json!(format!("{}/people/ana", world.a.hub.base));
    assert_eq!(sender.send(&other).await, 401, "an actor of ours");
    let mut altered = like.clone();
    altered["object"] = json!("https://elsewhere.example/");
    assert_eq!(sender.send_altered(&like, &altered).await, 401, "the digest is of another body");
    let mut nameless = like.clone();
    nameless["id"] = Value::Null;
    assert_eq!(sender.send(&nameless).await, 400);
    assert_eq!(sender.send(&json!([1])).await, 400);
    assert_eq!(count(&world.a, "select count(*) from inbox").await, 0);

    let me = world.a.me("ana").await;
    let host = world.b.hub.host.clone();
    world.a.hub.write(async |tx| hosts::judge(tx, &host, hosts::Policy::Blocked, "", me.actor).await).await.unwrap();
    world.a.hub.peers().home.forget_judgements();
    assert_eq!(sender.send(&like).await, 403);
    assert_eq!(count(&world.a, "select count(*) from inbox").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a10_a11_a14_a25_a_valid_signature_is_no_permission() {
    let world = World::of_two().await;
    let sender = Sender::of(&world).await;
    let post = world.a.share("ana", "care", "Mine", "My words.").await;
    let note = |id: &str, author: &str| {
        json!({
            "id": id, "type": "Note", "attributedTo": author, "content": "<p>forged</p>", "inReplyTo": post,
            "to": [PUBLIC], "cc": [world.a.group("care")], "published": "2026-01-01T00:00:00Z",
            "updated": "2030-01-01T00:00:00Z",
        })
    };
    let mine = format!("{}/posts/x1", sender.base);
    let forged = [
        sender.activity("a10", "Create", note("https://victim.example/1", &sender.actor)),
        sender.activity("a09", "Create", note(&mine, &format!("{}/people/other", sender.base))),
        sender.activity("a11", "Update", note(&post, &format!("{}/people/ana", world.a.hub.base))),
        sender.activity("a11b", "Delete", json!(post)),
        sender.activity("a14", "Accept", json!(format!("{}/activities/none", world.a.hub.base))),
        sender.activity("a12", "Lock", json!(post)),
        sender.activity("a25", "Delete", json!(mine)),
        sender.activity("a25b", "Create", note(&mine, &sender.actor)),
    ];
    for activity in &forged {
        assert_eq!(sender.send(activity).await, 202, "{activity}");
        nothing_waits(&world).await;
    }
    assert_eq!(count(&world.a, "select count(*) from posts").await, 1);
    let kept = world.a.post(&post).await.unwrap();
    assert!(kept["body_html"].as_str().unwrap().contains("My words."), "{kept}");
    assert!(kept["withdrawn_at"].is_null() && kept["removed_at"].is_null() && kept["locked_at"].is_null(), "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a24_one_activity_fifty_times_has_one_effect() {
    let world = World::of_two().await;
    let sender = Sender::of(&world).await;
    let post = world.a.share("ana", "care", "Mine", "My words.").await;
    let like = sender.activity("again", "Like", json!(post));
    let answers = futures_util::future::join_all((0..50).map(|_| sender.send(&like))).await;
    assert!(answers.iter().all(|status| *status == 202), "{answers:?}");
    nothing_waits(&world).await;
    assert_eq!(count(&world.a, "select count(*) from reactions").await, 1);
    assert_eq!(count(&world.a, "select count(*) from journal where verb = 'liked'").await, 1);
    assert_eq!(Reaction::parse("like"), Some(Reaction::Like));
}
