//! A server of somebody else's making, scripted by the test: it says by NodeInfo which software it is, serves what it is
//! given, keeps what reaches it, and signs what the test wants said. Plain http on localhost.
#![allow(clippy::disallowed_methods, reason = "a server of somebody else's does not use our client")]

use std::collections::HashMap;
use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use federation::signature::{PrivateKey, Scheme, Signer, proof, sign_post};
use serde_json::{Value, json};
use waypost::actors::KeyPairs;
use waypost::store::Clock;

use super::{Answer, Browser, eventually, people};

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";
const SOON: Duration = Duration::from_secs(60);

pub struct Peer {
    /// `http://localhost:PORT`
    pub base: String,
    pub host: String,
    script: Arc<Script>,
    clock: Clock,
    count: AtomicU32,
    client: Browser,
    keys: KeyPairs,
}

struct Script {
    base: String,
    software: String,
    documents: Mutex<HashMap<String, Value>>,
    received: Mutex<Vec<Received>>,
    asked: Mutex<Vec<(String, HeaderMap)>>,
    answers: AtomicU16,
    /// Documents are for those who sign only, as on GoToSocial.
    secure: std::sync::atomic::AtomicBool,
}

/// A POST to one of its inboxes.
#[derive(Debug, Clone)]
pub struct Received {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Received {
    pub fn kind(&self) -> &str {
        self.body["type"].as_str().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Peer {
    /// `software` is what its NodeInfo says.
    pub async fn start(software: &str, clock: &Clock) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = format!("localhost:{}", listener.local_addr().unwrap().port());
        let base = format!("http://{host}");
        let script = Arc::new(Script {
            base: base.clone(),
            software: software.to_owned(),
            documents: Mutex::default(),
            received: Mutex::default(),
            asked: Mutex::default(),
            answers: AtomicU16::new(202),
            secure: false.into(),
        });
        let router = Router::new().fallback(answer).with_state(script.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            client: Browser::new(&base),
            base,
            host,
            script,
            clock: clock.clone(),
            count: AtomicU32::new(0),
            keys: people::keys(),
        }
    }

    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now()
    }

    /// What every inbox answers from now on.
    pub fn answers(&self, status: u16) {
        self.script.answers.store(status, Ordering::Relaxed);
    }

    /// Documents are answered to signed requests only, but for addresses that end in `/main-key`.
    pub fn demands_signatures(&self) {
        self.script.secure.store(true, Ordering::Relaxed);
    }

    /// Serves a document at the path of its id; answers the id.
    pub fn serve(&self, document: Value) -> String {
        let id = document["id"].as_str().expect("a document has an id").to_owned();
        self.serve_at(&id, document);
        id
    }

    pub fn serve_at(&self, address: &str, document: Value) {
        let path = address.strip_prefix(&self.base).expect("an address of this peer").to_owned();
        self.script.documents.lock().unwrap().insert(path, document);
    }

    /// A new address below `kind`.
    pub fn fresh(&self, kind: &str) -> String {
        format!("{}/{kind}/{}", self.base, self.count.fetch_add(1, Ordering::Relaxed))
    }

    /// An actor document as Mastodon would show it, to be changed and served.
    pub fn card(&self, kind: &str, name: &str) -> Value {
        let id = self.id_of(name);
        let (rsa, ed25519) = (self.rsa().public().unwrap(), self.ed25519().public().unwrap());
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": id, "type": kind, "preferredUsername": name, "name": name,
            "inbox": format!("{id}/inbox"), "outbox": format!("{id}/outbox"), "followers": format!("{id}/followers"),
            "endpoints": {"sharedInbox": format!("{}/inbox", self.base)},
            "publicKey": {"id": format!("{id}#main-key"), "owner": id, "publicKeyPem": rsa.to_pem()},
            "assertionMethod": [{"id": format!("{id}#ed25519-key"), "type": "Multikey", "controller": id,
                "publicKeyMultibase": ed25519.to_multikey().unwrap()}],
        })
    }

    /// Serves a person; answers its id.
    pub fn person(&self, name: &str) -> String {
        self.serve(self.card("Person", name))
    }

    pub fn id_of(&self, name: &str) -> String {
        format!("{}/users/{name}", self.base)
    }

    /// An activity with a new id, public unless changed.
    pub fn activity(&self, who: &str, kind: &str, object: Value) -> Value {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": self.fresh("activities"), "type": kind,
            "actor": self.id_of(who), "to": [PUBLIC], "cc": [], "object": object,
        })
    }

    /// A public Note with a new id, served.
    pub fn note(&self, who: &str, html: &str, more: Value) -> Value {
        let mut note = json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": self.fresh("notes"), "type": "Note",
            "attributedTo": self.id_of(who), "to": [PUBLIC], "cc": [format!("{}/followers", self.id_of(who))],
            "content": html, "published": self.clock.now(),
        });
        merge(&mut note, more);
        self.serve(note.clone());
        note
    }

    /// With a proof by the person's Ed25519 key (FEP-8b32).
    pub fn proven(&self, who: &str, mut activity: Value) -> Value {
        activity["@context"] =
            json!(["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"]);
        let signer = Signer { key_id: format!("{}#ed25519-key", self.id_of(who)), key: self.ed25519() };
        proof::sign(&mut activity, &signer, self.clock.now()).unwrap();
        activity
    }

    /// Posts what `who` signs by its main key; answers what came back.
    pub async fn post(&self, inbox: &str, who: &str, activity: &Value) -> Answer {
        self.post_as(inbox, &format!("{}#main-key", self.id_of(who)), Scheme::Cavage, activity).await
    }

    pub async fn post_as(&self, inbox: &str, key_id: &str, scheme: Scheme, activity: &Value) -> Answer {
        let signer = Signer { key_id: key_id.to_owned(), key: self.rsa() };
        let (body, url) = (activity.to_string(), inbox.parse().unwrap());
        let now = self.clock.now();
        let headers = sign_post(&signer, scheme, &url, "application/activity+json", body.as_bytes(), now).unwrap();
        self.post_raw(inbox, headers, body).await
    }

    /// Posts with these headers, whatever they say.
    pub async fn post_raw(&self, inbox: &str, headers: HeaderMap, body: String) -> Answer {
        self.client.send(self.client.request(Method::POST, inbox).headers(headers).body(body)).await
    }

    pub fn rsa(&self) -> PrivateKey {
        PrivateKey::from_pkcs8(&self.keys.rsa_private).unwrap()
    }

    fn ed25519(&self) -> PrivateKey {
        PrivateKey::from_pkcs8(&self.keys.ed25519_private).unwrap()
    }

    /// Follows an actor of a hub and waits for the answer; its type.
    pub async fn follow(&self, who: &str, actor: &str) -> String {
        let follow = self.activity(who, "Follow", json!(actor));
        self.post(&format!("{actor}/inbox"), who, &follow).await.is(202);
        let id = follow["id"].clone();
        let answered = |one: &Received| one.body["object"]["id"] == id;
        self.arrival("the answer to a Follow", answered).await.kind().to_owned()
    }

    pub fn received(&self) -> Vec<Received> {
        self.script.received.lock().unwrap().clone()
    }

    pub fn forget(&self) {
        self.script.received.lock().unwrap().clear();
        self.script.asked.lock().unwrap().clear();
    }

    /// Paths that were asked for, with their headers.
    pub fn asked(&self) -> Vec<(String, HeaderMap)> {
        self.script.asked.lock().unwrap().clone()
    }

    /// The first of this type that says `text` somewhere.
    pub async fn arrived(&self, kind: &str, text: &str) -> Received {
        let wanted = |one: &Received| one.kind() == kind && one.body.to_string().contains(text);
        self.arrival(&format!("{kind} with {text}"), wanted).await
    }

    pub async fn arrival(&self, what: &str, wanted: impl Fn(&Received) -> bool) -> Received {
        eventually(&format!("{what} at {}", self.base), SOON, async || self.received().into_iter().find(&wanted)).await
    }
}

/// Fields of `more` over those of `into`; null takes one away.
pub fn merge(into: &mut Value, more: Value) {
    let (Value::Object(into), Value::Object(more)) = (into, more) else { return };
    for (key, value) in more {
        if value.is_null() {
            into.remove(&key)
        } else {
            into.insert(key, value)
        };
    }
}

async fn answer(
    State(script): State<Arc<Script>>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    if method == Method::POST {
        let body = serde_json::from_slice(&body).unwrap_or_default();
        script.received.lock().unwrap().push(Received { path, headers, body });
        return StatusCode::from_u16(script.answers.load(Ordering::Relaxed)).unwrap().into_response();
    }
    let nodeinfo = "http://nodeinfo.diaspora.software/ns/schema/2.0";
    match path.as_str() {
        "/.well-known/nodeinfo" => {
            return axum::Json(json!({"links": [{"rel": nodeinfo, "href": format!("{}/nodeinfo", script.base)}]}))
                .into_response();
        }
        "/nodeinfo" => {
            return axum::Json(json!({
                "version": "2.0", "software": {"name": script.software, "version": "1.0.0"},
                "protocols": ["activitypub"], "services": {"inbound": [], "outbound": []},
                "openRegistrations": false, "usage": {"users": {}}, "metadata": {},
            }))
            .into_response();
        }
        _ => script.asked.lock().unwrap().push((path.clone(), headers.clone())),
    }
    if script.secure.load(Ordering::Relaxed) && !headers.contains_key("signature") && !path.ends_with("/main-key") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let Some(document) = script.documents.lock().unwrap().get(&path).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let status = if document["type"] == "Tombstone" { StatusCode::GONE } else { StatusCode::OK };
    (status, [("content-type", "application/activity+json")], document.to_string()).into_response()
}
