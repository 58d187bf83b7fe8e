//! A server that is no hub: says whatever a test puts there, signs as whoever lives there, and keeps what it is sent.
#![allow(clippy::disallowed_methods, reason = "a stranger does not use our client")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use federation::signature::{PrivateKey, PublicKey, Scheme, Signer, sign_post};
use serde_json::{Value, json};

use crate::peers::world::{Side, WAITING};
use crate::support::{eventually, people};

pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Documents by path; None is gone (410).
type Documents = Arc<Mutex<HashMap<String, Option<Value>>>>;

#[derive(Clone, Default)]
struct Shelf {
    documents: Documents,
    heard: Arc<Mutex<Vec<Value>>>,
}

pub struct Stranger {
    pub base: String,
    pub host: String,
    shelf: Shelf,
    key: Vec<u8>,
    pem: String,
}

impl Stranger {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = format!("localhost:{}", listener.local_addr().unwrap().port());
        let shelf = Shelf::default();
        let router = Router::new().fallback(any(answer)).with_state(shelf.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let keys = people::keys();
        let pem = PublicKey::from_der(&keys.rsa_public).unwrap().to_pem();
        Self { base: format!("http://{host}"), host, shelf, key: keys.rsa_private, pem }
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    /// Puts a document at its id.
    pub fn put(&self, document: Value) -> String {
        let id = document["id"].as_str().unwrap().to_owned();
        let path = id.strip_prefix(&self.base).unwrap().to_owned();
        self.shelf.documents.lock().unwrap().insert(path, Some(document));
        id
    }

    /// What was there is gone now.
    pub fn bury(&self, id: &str) {
        self.shelf.documents.lock().unwrap().insert(id.strip_prefix(&self.base).unwrap().to_owned(), None);
    }

    pub fn person(&self, name: &str, more: Value) -> String {
        self.actor(name, "Person", more)
    }

    pub fn actor(&self, name: &str, kind: &str, more: Value) -> String {
        let id = self.at(&format!("u/{name}"));
        let mut actor = json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": id, "type": kind, "preferredUsername": name, "name": name, "inbox": format!("{id}/inbox"),
            "outbox": format!("{id}/outbox"), "followers": format!("{id}/followers"),
            "endpoints": {"sharedInbox": self.at("inbox")},
            "publicKey": {"id": format!("{id}#main-key"), "owner": id, "publicKeyPem": self.pem},
        });
        actor.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.put(actor)
    }

    pub fn activity(&self, id: &str, by: &str, kind: &str, object: Value) -> Value {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": self.at(&format!("activities/{id}")),
            "type": kind, "actor": by, "to": [PUBLIC], "cc": [], "object": object,
        })
    }

    /// A public note of `by` that answers `parent` in `group`.
    pub fn note(&self, id: &str, by: &str, parent: &str, group: &str) -> Value {
        json!({
            "id": self.at(&format!("notes/{id}")), "type": "Note", "attributedTo": by, "content": "<p>A word.</p>",
            "inReplyTo": parent, "to": [PUBLIC], "cc": [group], "published": "2026-01-01T00:00:00Z",
        })
    }

    /// Sends it to the hub, signed by its actor; answers the status.
    pub async fn send(&self, to: &Side, activity: &Value) -> u16 {
        let actor = activity["actor"].as_str().unwrap();
        let signer = Signer { key_id: format!("{actor}#main-key"), key: PrivateKey::from_pkcs8(&self.key).unwrap() };
        let inbox: url::Url = format!("{}/inbox", to.hub.base).parse().unwrap();
        let body = activity.to_string();
        let now = to.hub.clock.now();
        let headers =
            sign_post(&signer, Scheme::Cavage, &inbox, "application/activity+json", body.as_bytes(), now).unwrap();
        let request = reqwest::Client::new().post(inbox).body(body);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value.as_bytes()));
        request.send().await.unwrap().status().as_u16()
    }

    /// The same, and waits until the hub has worked it off.
    pub async fn tell(&self, to: &Side, activity: &Value) {
        assert_eq!(self.send(to, activity).await, 202, "{activity}");
        to.awaits(WAITING, 0).await;
    }

    /// What was sent here of this type so far.
    pub fn heard(&self, kind: &str) -> Vec<Value> {
        let heard = self.shelf.heard.lock().unwrap();
        heard.iter().filter(|activity| activity["type"] == kind).cloned().collect()
    }

    pub async fn hears(&self, kind: &str) -> Value {
        let at_most = std::time::Duration::from_secs(40);
        eventually(&format!("{kind} comes"), at_most, async || self.heard(kind).into_iter().next()).await
    }

    /// `by` follows an actor of the hub and was accepted.
    pub async fn follow(&self, to: &Side, by: &str, whom: &str) {
        let mut follow = self.activity(&format!("follow-{}", whom.len()), by, "Follow", json!(whom));
        follow["to"] = json!([whom]);
        self.tell(to, &follow).await;
        self.hears("Accept").await;
    }
}

async fn answer(State(shelf): State<Shelf>, uri: Uri, method: axum::http::Method, body: Bytes) -> Response {
    if method == axum::http::Method::POST {
        if let Ok(activity) = serde_json::from_slice(&body) {
            shelf.heard.lock().unwrap().push(activity);
        }
        return StatusCode::ACCEPTED.into_response();
    }
    match shelf.documents.lock().unwrap().get(uri.path()) {
        Some(Some(document)) => {
            ([(header::CONTENT_TYPE, "application/activity+json")], document.to_string()).into_response()
        }
        Some(None) => StatusCode::GONE.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
