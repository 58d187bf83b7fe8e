//! A server that does as it likes, scripted by path, on an address of the network that tests open; and canaries on
//! addresses outside of it, which nobody may ever reach.
#![allow(clippy::disallowed_methods, reason = "a hostile server does not use our client")]

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use chrono::{DateTime, Utc};
use federation::signature::{PrivateKey, Scheme, Signer, sign_get, sign_post};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// What a path answers.
#[derive(Clone)]
pub enum Reply {
    Status(u16),
    Activity(Value),
    /// Status, headers and body.
    Plain(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// One byte a second.
    Drip(Vec<u8>),
    /// Chunks without an end.
    Endless(Vec<u8>),
}

impl Reply {
    pub fn json(content_type: &str, body: &Value) -> Self {
        Self::Plain(200, vec![("content-type", content_type.to_owned())], body.to_string().into_bytes())
    }

    pub fn redirect(to: impl Into<String>) -> Self {
        Self::Plain(302, vec![("location", to.into())], Vec::new())
    }
}

type Script = Box<dyn Fn(&str, &str) -> Option<Reply> + Send + Sync>;

pub struct Evil {
    /// `evil.test:4711`
    pub host: String,
    port: u16,
    parts: Arc<Parts>,
}

struct Parts {
    host: String,
    answers: Mutex<HashMap<String, Reply>>,
    script: Mutex<Option<Script>>,
    /// Path and query of every GET.
    asked: Mutex<Vec<String>>,
    /// Whether each of them was signed.
    unsigned: AtomicUsize,
    posted: Mutex<Vec<Value>>,
    key: Mutex<Arc<PrivateKey>>,
}

impl Evil {
    /// At an address of 127.0.1.0/28, called `name`.
    pub async fn start(address: &str, name: &str) -> Self {
        let listener = TcpListener::bind((address, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let host = format!("{name}:{port}");
        let parts = Arc::new(Parts {
            host: host.clone(),
            answers: Mutex::default(),
            script: Mutex::default(),
            asked: Mutex::default(),
            unsigned: AtomicUsize::new(0),
            posted: Mutex::default(),
            key: Mutex::new(first_key()),
        });
        let serving = parts.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, serving.clone()));
            }
        });
        Self { host, port, parts }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    /// The same server under another name.
    pub fn url_of(&self, name: &str, path: &str) -> String {
        format!("http://{name}:{}{path}", self.port)
    }

    pub fn put(&self, path: &str, reply: Reply) {
        self.parts.answers.lock().unwrap().insert(path.to_owned(), reply);
    }

    /// Asked before everything else, with host and path.
    pub fn script(&self, script: impl Fn(&str, &str) -> Option<Reply> + Send + Sync + 'static) {
        *self.parts.script.lock().unwrap() = Some(Box::new(script));
    }

    /// Paths that were asked for, oldest first.
    pub fn asked(&self) -> Vec<String> {
        self.parts.asked.lock().unwrap().clone()
    }

    pub fn count_asked(&self, part: &str) -> usize {
        self.parts.asked.lock().unwrap().iter().filter(|path| path.contains(part)).count()
    }

    /// GETs for ActivityPub that were not signed.
    pub fn unsigned(&self) -> usize {
        self.parts.unsigned.load(Ordering::SeqCst)
    }

    /// What came to its inboxes.
    pub fn posted(&self) -> Vec<Value> {
        self.parts.posted.lock().unwrap().clone()
    }

    /// From now on its actors have another key under the same id.
    pub fn rotate(&self) {
        *self.parts.key.lock().unwrap() = Arc::new(PrivateKey::generate_rsa().unwrap());
    }

    /// What `/u/{name}` answers.
    pub fn actor(&self, name: &str) -> Value {
        self.parts.actor(&self.host, name)
    }

    pub fn signer(&self, actor: &str) -> Signer {
        let key = self.parts.key.lock().unwrap().to_pkcs8().unwrap();
        Signer { key_id: format!("{actor}#main-key"), key: PrivateKey::from_pkcs8(&key).unwrap() }
    }

    pub fn activity(&self, id: &str, kind: &str, by: &str, object: Value) -> Value {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": self.url(&format!("/act/{id}")),
            "type": kind, "actor": self.url(by), "to": [PUBLIC], "cc": [], "object": object,
        })
    }

    /// A note by `by` for `group`, answering `parent` when there is one.
    pub fn note(&self, id: &str, by: &str, group: &str, parent: Option<&str>) -> Value {
        json!({
            "id": self.url(&format!("/n/{id}")), "type": "Note", "attributedTo": self.url(by), "content": format!("<p>words of {id}</p>"),
            "to": [PUBLIC, group], "cc": [], "audience": group, "inReplyTo": parent, "published": "2026-01-01T00:00:00Z",
        })
    }

    /// Sends as the actor that the activity names; answers status and body.
    pub async fn send(&self, inbox: &str, now: DateTime<Utc>, activity: &Value) -> (u16, String) {
        let signer = self.signer(activity["actor"].as_str().unwrap_or_default());
        self.send_by(&signer, inbox, now, activity.to_string().as_bytes()).await
    }

    pub async fn send_by(&self, signer: &Signer, inbox: &str, now: DateTime<Utc>, body: &[u8]) -> (u16, String) {
        let url = inbox.parse().unwrap();
        let headers = sign_post(signer, Scheme::Cavage, &url, "application/activity+json", body, now).unwrap();
        post(inbox, &headers, body).await
    }

    /// A signed GET as `actor`; status and body.
    pub async fn get(&self, actor: &str, url: &str, now: DateTime<Utc>) -> (u16, String) {
        let headers = sign_get(&self.signer(actor), Scheme::Cavage, &url.parse().unwrap(), true, now).unwrap();
        let request = http().get(url).header("accept", "application/activity+json").headers(headers);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

pub async fn post(inbox: &str, headers: &HeaderMap, body: &[u8]) -> (u16, String) {
    let answer = http().post(inbox).headers(headers.clone()).body(body.to_vec()).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

fn http() -> reqwest::Client {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    // Without a pool: each test has a runtime of its own.
    let make = || reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
    CLIENT.get_or_init(make).clone()
}

/// Making one takes longer than most tests.
fn first_key() -> Arc<PrivateKey> {
    static KEY: OnceLock<Arc<PrivateKey>> = OnceLock::new();
    KEY.get_or_init(|| Arc::new(PrivateKey::generate_rsa().unwrap())).clone()
}

impl Parts {
    fn actor(&self, host: &str, name: &str) -> Value {
        let id = format!("http://{host}/u/{name}");
        let pem = self.key.lock().unwrap().public().unwrap().to_pem();
        let kind = if name.starts_with("group") { "Group" } else { "Person" };
        let featured = (kind == "Group").then(|| format!("{id}/featured"));
        json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": id, "type": kind, "preferredUsername": name, "name": name,
            "inbox": format!("{id}/inbox"), "outbox": format!("{id}/outbox"), "followers": format!("{id}/followers"),
            "featured": featured,
            "publicKey": {"id": format!("{id}#main-key"), "owner": id, "publicKeyPem": pem},
        })
    }

    fn answer(&self, host: &str, target: &str) -> Reply {
        if let Some(script) = self.script.lock().unwrap().as_ref()
            && let Some(reply) = script(host, target)
        {
            return reply;
        }
        let path = target.split('?').next().unwrap_or_default();
        if let Some(reply) = self.answers.lock().unwrap().get(path) {
            return reply.clone();
        }
        match path.strip_prefix("/u/").filter(|name| !name.contains('/') && !name.is_empty()) {
            Some(name) => Reply::Activity(self.actor(host, name)),
            None => Reply::Status(404),
        }
    }
}

async fn serve(mut stream: TcpStream, parts: Arc<Parts>) -> Option<()> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    };
    let mut first = head.split(' ');
    let (method, target) = (first.next()?, first.next()?);
    let length: usize = header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut body = bytes[end + 4..].to_vec();
    while body.len() < length {
        stream.read_buf(&mut body).await.ok()?;
    }
    let reply = if method == "POST" {
        parts.posted.lock().unwrap().extend(serde_json::from_slice(&body).ok());
        Reply::Status(202)
    } else {
        parts.asked.lock().unwrap().push(target.to_owned());
        let wants_activity = header("accept").is_some_and(|accept| accept.contains("activity+json"));
        if wants_activity && header("signature").is_none() {
            parts.unsigned.fetch_add(1, Ordering::SeqCst);
        }
        parts.answer(&header("host").unwrap_or_else(|| parts.host.clone()), target)
    };
    write(&mut stream, reply).await
}

async fn write(stream: &mut TcpStream, reply: Reply) -> Option<()> {
    let (status, headers, body) = match &reply {
        Reply::Status(status) => (*status, Vec::new(), Vec::new()),
        Reply::Activity(value) => {
            (200, vec![("content-type", "application/activity+json".to_owned())], value.to_string().into_bytes())
        }
        Reply::Plain(status, headers, body) => (*status, headers.clone(), body.clone()),
        Reply::Drip(body) | Reply::Endless(body) => {
            (200, vec![("content-type", "application/activity+json".to_owned())], body.clone())
        }
    };
    let mut head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\n");
    for (name, value) in &headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if let Reply::Endless(chunk) = &reply {
        stream.write_all(format!("{head}transfer-encoding: chunked\r\n\r\n").as_bytes()).await.ok()?;
        loop {
            stream.write_all(format!("{:x}\r\n", chunk.len()).as_bytes()).await.ok()?;
            stream.write_all(chunk).await.ok()?;
            stream.write_all(b"\r\n").await.ok()?;
        }
    }
    stream.write_all(format!("{head}content-length: {}\r\n\r\n", body.len()).as_bytes()).await.ok()?;
    if let Reply::Drip(body) = &reply {
        for byte in body {
            stream.write_all(&[*byte]).await.ok()?;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        return Some(());
    }
    stream.write_all(&body).await.ok()?;
    stream.shutdown().await.ok()
}

/// Listeners that count who connects: on loopback, yet outside of the network that is open.
pub struct Canaries {
    pub urls: Vec<String>,
    hits: Arc<AtomicUsize>,
}

impl Canaries {
    pub async fn start() -> Self {
        let (hits, mut urls) = (Arc::new(AtomicUsize::new(0)), Vec::new());
        for address in ["127.0.0.66:0", "[::1]:0", "127.0.2.1:0"] {
            // Not every machine speaks IPv6.
            let Ok(listener) = TcpListener::bind(address).await else { continue };
            urls.push(format!("http://{}", listener.local_addr().unwrap()));
            let hits = hits.clone();
            tokio::spawn(async move {
                while let Ok((mut stream, _)) = listener.accept().await {
                    hits.fetch_add(1, Ordering::SeqCst);
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret").await;
                }
            });
        }
        assert!(urls.len() >= 2);
        Self { urls, hits }
    }

    #[track_caller]
    pub fn assert_silent(&self) {
        assert_eq!(self.hits.load(Ordering::SeqCst), 0, "an address outside of the open network was dialled");
    }
}
