//! A server of another kind, as small as can be: one actor, a NodeInfo, an inbox that counts what comes and answers as it
//! is told. Follows groups with signed requests.
#![allow(clippy::disallowed_methods, reason = "another server does not use our client")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use federation::signature::{PrivateKey, Scheme, Signer, sign_post};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::{eventually, people, proxy};

pub struct Clerk {
    /// `localhost:PORT`
    pub host: String,
    pub base: String,
    pub actor: String,
    signer: Signer,
    state: Arc<Mutex<State>>,
    serving: JoinHandle<()>,
}

#[derive(Clone)]
struct State {
    base: String,
    pem: String,
    software: &'static str,
    /// None: NodeInfo is never answered.
    software_after: Option<Duration>,
    manner: Manner,
    /// Only for activities that hold this text.
    refused: Option<(String, u16)>,
    arrived: Vec<Arrived>,
}

/// How the inbox answers.
#[derive(Debug, Clone, Copy)]
pub enum Manner {
    Status(u16),
    /// With `Retry-After`, seconds.
    Later(u16, u64),
    After(Duration),
    /// Takes the request and says nothing.
    Silent,
}

#[derive(Debug, Clone)]
pub struct Arrived {
    pub at: Instant,
    pub path: String,
    pub activity: Value,
}

impl Clerk {
    /// `software` as NodeInfo names it.
    pub async fn start(software: &'static str) -> Self {
        Self::slow_to_say(software, Some(Duration::ZERO)).await
    }

    pub async fn slow_to_say(software: &'static str, software_after: Option<Duration>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = format!("localhost:{}", listener.local_addr().unwrap().port());
        let (base, keys) = (format!("http://{host}"), people::keys());
        let actor = format!("{base}/users/peer");
        let pem = BASE64_STANDARD.encode(&keys.rsa_public);
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n");
        let manner = Manner::Status(202);
        let state =
            State { base: base.clone(), pem, software, software_after, manner, refused: None, arrived: Vec::new() };
        let state = Arc::new(Mutex::new(state));
        let shared = state.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, shared.clone()));
            }
        });
        let key = PrivateKey::from_pkcs8(&keys.rsa_private).unwrap();
        let signer = Signer { key_id: format!("{actor}#main-key"), key };
        Self { host, base, actor, signer, state, serving }
    }

    pub fn manner(&self, manner: Manner) {
        self.state().manner = manner;
    }

    /// Activities that hold `text` are answered with this status, whatever else is said.
    pub fn refuse(&self, text: &str, status: u16) {
        self.state().refused = Some((text.to_owned(), status));
    }

    /// Signs an activity as of `now` and sends it to a hub's inbox; answers the status.
    pub async fn send(&self, hub: &str, activity: &Value, now: DateTime<Utc>) -> u16 {
        let inbox: url::Url = format!("{hub}/inbox").parse().unwrap();
        let body = activity.to_string();
        let kind = "application/activity+json";
        let headers = sign_post(&self.signer, Scheme::Cavage, &inbox, kind, body.as_bytes(), now).unwrap();
        let request = reqwest::Client::new().post(inbox).body(body);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value.as_bytes()));
        request.send().await.unwrap().status().as_u16()
    }

    pub fn activity(&self, id: &str, kind: &str, object: Value) -> Value {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{}/activities/{id}", self.base),
            "type": kind, "actor": self.actor, "to": ["https://www.w3.org/ns/activitystreams#Public"], "object": object,
        })
    }

    /// Follows a group; returns when it was accepted.
    pub async fn follow(&self, hub: &str, group: &str, now: DateTime<Utc>) {
        let follow = self.activity("follow", "Follow", json!(group));
        assert_eq!(self.send(hub, &follow, now).await, 202);
        self.gets("\"Accept\"", 1).await;
    }

    /// What came so far that holds `text`.
    pub fn got(&self, text: &str) -> Vec<Arrived> {
        let state = self.state();
        state.arrived.iter().filter(|arrived| arrived.activity.to_string().contains(text)).cloned().collect()
    }

    /// Returns once `count` activities that hold `text` have come.
    pub async fn gets(&self, text: &str, count: usize) -> Vec<Arrived> {
        eventually(&format!("{count} times {text} at {}", self.base), Duration::from_secs(60), async || {
            let got = self.got(text);
            (got.len() >= count).then_some(got)
        })
        .await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

/// How often each activity came, by id.
pub fn times(arrived: &[Arrived]) -> HashMap<String, usize> {
    let mut times = HashMap::new();
    for one in arrived {
        *times.entry(one.activity["id"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    times
}

impl Drop for Clerk {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(mut stream: TcpStream, shared: Arc<Mutex<State>>) {
    let Some(request) = proxy::read(&mut stream).await else { return };
    let request = String::from_utf8_lossy(&request).into_owned();
    let (head, body) = request.split_once("\r\n\r\n").unwrap_or((&request, ""));
    let mut words = head.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default().to_owned());
    let answer = if method == "POST" {
        let activity = serde_json::from_str(body).unwrap_or_default();
        let (manner, refused) = {
            let mut state = shared.lock().unwrap();
            state.arrived.push(Arrived { at: Instant::now(), path, activity });
            (state.manner, state.refused.clone())
        };
        match refused.filter(|(text, _)| body.contains(text)) {
            Some((_, status)) => status_line(status, ""),
            None => match manner {
                Manner::Status(status) => status_line(status, ""),
                Manner::Later(status, after) => status_line(status, &format!("retry-after: {after}\r\n")),
                Manner::After(pause) => {
                    tokio::time::sleep(pause).await;
                    status_line(202, "")
                }
                Manner::Silent => std::future::pending().await,
            },
        }
    } else {
        let state = shared.lock().unwrap().clone();
        if path.contains("nodeinfo") {
            match state.software_after {
                Some(after) => tokio::time::sleep(after).await,
                None => std::future::pending().await,
            }
        }
        match document(&state, &path) {
            Some(document) => {
                let text = document.to_string();
                let kind = "content-type: application/activity+json\r\n";
                format!("HTTP/1.1 200 OK\r\n{kind}content-length: {}\r\nconnection: close\r\n\r\n{text}", text.len())
            }
            None => status_line(404, ""),
        }
    };
    // Who has gone meanwhile misses it.
    let _written = stream.write_all(answer.as_bytes()).await;
    let _ended = stream.shutdown().await;
}

fn status_line(status: u16, header: &str) -> String {
    format!("HTTP/1.1 {status} So\r\n{header}content-length: 0\r\nconnection: close\r\n\r\n")
}

fn document(state: &State, path: &str) -> Option<Value> {
    let base = &state.base;
    let actor = format!("{base}/users/peer");
    Some(match path {
        "/users/peer" => json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": actor, "type": "Person", "preferredUsername": "peer", "name": "A peer",
            "inbox": format!("{actor}/inbox"), "outbox": format!("{actor}/outbox"), "followers": format!("{actor}/followers"),
            "endpoints": { "sharedInbox": format!("{base}/inbox") },
            "publicKey": { "id": format!("{actor}#main-key"), "owner": actor, "publicKeyPem": state.pem },
        }),
        "/.well-known/nodeinfo" => json!({ "links": [
            { "rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": format!("{base}/nodeinfo/2.0") }
        ] }),
        "/nodeinfo/2.0" => json!({
            "version": "2.0", "software": { "name": state.software, "version": "1.0" }, "protocols": ["activitypub"],
            "services": { "inbound": [], "outbound": [] }, "openRegistrations": false, "usage": { "users": {} }, "metadata": {},
        }),
        _ => return None,
    })
}
