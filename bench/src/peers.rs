//! Many hosts in one process: each a port with one actor, a NodeInfo and an inbox that answers at once and remembers
//! when something arrived.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::wire::Key;

pub struct Peers {
    pub ports: Vec<u16>,
    pub key: Arc<Key>,
    arrivals: Arc<Mutex<Vec<Arrival>>>,
}

#[derive(Clone)]
pub struct Arrival {
    pub at: Instant,
    pub port: u16,
    pub body: String,
}

impl Peers {
    pub async fn start(count: usize) -> Result<Self> {
        Self::pausing(&vec![Duration::ZERO; count]).await
    }

    /// One host for each pause: so long its inbox takes to answer.
    pub async fn pausing(pauses: &[Duration]) -> Result<Self> {
        let key = Arc::new(Key::generate()?);
        let arrivals: Arc<Mutex<Vec<Arrival>>> = Arc::default();
        let mut ports = Vec::new();
        for &pause in pauses {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let port = listener.local_addr()?.port();
            ports.push(port);
            let host = Arc::new(Host { port, pause, pem: key.pem(), arrivals: arrivals.clone() });
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(host.clone().serve(stream));
                }
            });
        }
        Ok(Self { ports, key, arrivals })
    }

    pub fn actor(port: u16) -> String {
        format!("http://localhost:{port}/users/peer")
    }

    pub fn key_id(port: u16) -> String {
        format!("{}#main-key", Self::actor(port))
    }

    /// What came to one host so far, in order.
    pub fn arrived_at(&self, port: u16) -> Vec<Arrival> {
        let arrivals = self.arrivals.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        arrivals.iter().filter(|arrival| arrival.port == port).cloned().collect()
    }

    /// A Follow of `group` by each host's actor, signed.
    pub fn follows(&self, hub_port: u16, group: &str) -> Result<Vec<Vec<u8>>> {
        let follow = |&port: &u16| {
            let actor = Self::actor(port);
            let follow = json!({ "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{actor}#follow"),
                "type": "Follow", "actor": actor, "object": group, "to": [group] });
            self.key.signed_post(hub_port, "/inbox", &Self::key_id(port), &follow.to_string())
        };
        self.ports.iter().map(follow).collect()
    }

    /// When each activity that holds `text` arrived, once `count` of them have.
    pub async fn received(&self, text: &str, count: usize, at_most: Duration) -> Result<Vec<Instant>> {
        let limit = Instant::now() + at_most;
        loop {
            let found: Vec<Instant> = {
                let arrivals = self.arrivals.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                arrivals.iter().filter(|arrival| arrival.body.contains(text)).map(|arrival| arrival.at).collect()
            };
            if found.len() >= count {
                return Ok(found);
            }
            if Instant::now() > limit {
                bail!("{} of {count} activities with '{text}' arrived within {at_most:?}", found.len());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

struct Host {
    port: u16,
    pause: Duration,
    pem: String,
    arrivals: Arc<Mutex<Vec<Arrival>>>,
}

impl Host {
    async fn serve(self: Arc<Self>, stream: TcpStream) {
        // A connection that ends in the middle is the other side's affair.
        let _ended = self.answer_all(stream).await;
    }

    async fn answer_all(&self, stream: TcpStream) -> Result<()> {
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let mut words = line.split(' ').map(str::to_owned);
            let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let mut length = 0;
            loop {
                line.clear();
                stream.read_line(&mut line).await?;
                let Some((name, value)) = line.trim_end().split_once(':') else { break };
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.trim().parse()?;
                }
            }
            let mut body = vec![0; length];
            stream.read_exact(&mut body).await?;
            if method == "POST" {
                let arrival =
                    Arrival { at: Instant::now(), port: self.port, body: String::from_utf8_lossy(&body).into_owned() };
                self.arrivals.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(arrival);
                if !self.pause.is_zero() {
                    tokio::time::sleep(self.pause).await;
                }
                stream.get_mut().write_all(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n").await?;
                continue;
            }
            let (kind, text) = self.document(&path);
            let status = if text.is_empty() { "404 Not Found" } else { "200 OK" };
            let answer =
                format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n{text}", text.len());
            stream.get_mut().write_all(answer.as_bytes()).await?;
        }
    }

    fn document(&self, path: &str) -> (&'static str, String) {
        let base = format!("http://localhost:{}", self.port);
        let actor = Peers::actor(self.port);
        match path.split('?').next().unwrap_or_default() {
            "/users/peer" => {
                let document = json!({
                    "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
                    "id": actor, "type": "Person", "preferredUsername": "peer", "name": "A peer",
                    "inbox": format!("{actor}/inbox"), "outbox": format!("{actor}/outbox"),
                    "followers": format!("{actor}/followers"), "endpoints": { "sharedInbox": format!("{base}/inbox") },
                    "publicKey": { "id": Peers::key_id(self.port), "owner": actor, "publicKeyPem": self.pem },
                });
                ("application/activity+json", document.to_string())
            }
            "/.well-known/webfinger" => {
                let document = json!({
                    "subject": format!("acct:peer@localhost:{}", self.port),
                    "links": [{ "rel": "self", "type": "application/activity+json", "href": actor }],
                });
                ("application/jrd+json", document.to_string())
            }
            "/.well-known/nodeinfo" => {
                let document = json!({ "links": [{ "rel": "http://nodeinfo.diaspora.software/ns/schema/2.0",
                    "href": format!("{base}/nodeinfo/2.0") }] });
                ("application/json", document.to_string())
            }
            "/nodeinfo/2.0" => {
                let document = json!({ "version": "2.0", "software": { "name": "mastodon", "version": "4.5.0" },
                    "protocols": ["activitypub"], "services": { "inbound": [], "outbound": [] },
                    "openRegistrations": false, "usage": { "users": {} }, "metadata": {} });
                ("application/json", document.to_string())
            }
            _ => ("text/plain", String::new()),
        }
    }
}
