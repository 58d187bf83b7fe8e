//! What the tests of this crate share: servers on loopback that are scripted per request, scripted names, one key.
//! Peers bind 127.0.1.x, the only network that tests open; everything else on loopback is a canary that must stay silent.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;
use url::Url;

use crate::remote::{Limits, Names, Remote, RemoteConfig};
use crate::signature::{PrivateKey, PublicKey, Signer};

/// The moment at which all tests take place.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// One RSA key for all tests: making one is slow.
pub(crate) fn rsa_pkcs8() -> &'static [u8] {
    static DER: LazyLock<Vec<u8>> = LazyLock::new(|| PrivateKey::generate_rsa().unwrap().to_pkcs8().unwrap());
    &DER
}

pub(crate) fn rsa_signer(key_id: &str) -> Signer {
    Signer { key_id: key_id.to_owned(), key: PrivateKey::from_pkcs8(rsa_pkcs8()).unwrap() }
}

pub(crate) fn rsa_public() -> PublicKey {
    static KEY: LazyLock<PublicKey> = LazyLock::new(|| PrivateKey::from_pkcs8(rsa_pkcs8()).unwrap().public().unwrap());
    KEY.clone()
}

/// A file beside the project that not every checkout has; says so when it is absent.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let found = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
    if !found.exists() {
        println!("skipped: ../shared/{path} is not here");
        return None;
    }
    Some(found)
}

pub(crate) fn shared_json(path: &str) -> Option<Value> {
    Some(serde_json::from_slice(&std::fs::read(shared(path)?).unwrap()).unwrap())
}

pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

#[derive(Default)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// Wait for so many others before answering.
    pub(crate) together: Option<Arc<Barrier>>,
    /// Send the body and then neither more nor an end.
    pub(crate) hang: bool,
    /// Repeat the body for ever, chunked.
    pub(crate) endless: bool,
    /// Send one byte of the body in half a second.
    pub(crate) drip: bool,
}

impl Reply {
    pub(crate) fn status(status: u16) -> Reply {
        Reply { status, ..Reply::default() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Reply {
        self.body = body.into();
        self
    }

    pub(crate) fn activity(value: &Value) -> Reply {
        Reply::status(200).with("content-type", "application/activity+json").body(value.to_string())
    }
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) connects: Arc<AtomicUsize>,
    pub(crate) asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(crate) async fn start(ip: &str, answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind((ip, 0)).await.unwrap();
        let server =
            Server { address: listener.local_addr().unwrap(), connects: Arc::default(), asked: Arc::default() };
        let (connects, asked, answer) = (server.connects.clone(), server.asked.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connects.fetch_add(1, Ordering::SeqCst);
                let (asked, answer) = (asked.clone(), answer.clone());
                tokio::spawn(async move {
                    let _ = serve(stream, &asked, answer.as_ref()).await;
                });
            }
        });
        server
    }

    /// An address of this server under the name `peer.test`.
    pub(crate) fn url(&self, path: &str) -> Url {
        self.url_of("peer.test", path)
    }

    pub(crate) fn url_of(&self, host: &str, path: &str) -> Url {
        Url::parse(&format!("http://{host}:{}{path}", self.address.port())).unwrap()
    }

    pub(crate) fn hits(&self) -> usize {
        self.connects.load(Ordering::SeqCst)
    }

    pub(crate) fn targets(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|asked| asked.target.clone()).collect()
    }
}

async fn serve(
    mut stream: TcpStream,
    log: &Mutex<Vec<Asked>>,
    answer: &(dyn Fn(&Asked) -> Reply + Send + Sync),
) -> io::Result<()> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(());
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap().split(' ');
    let (method, target) = (first.next().unwrap().to_owned(), first.next().unwrap().to_owned());
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(':').unwrap();
        headers.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value.trim()).unwrap());
    }
    let length: usize = headers.get("content-length").map_or(0, |v| v.to_str().unwrap().parse().unwrap());
    let mut body = bytes[end + 4..].to_vec();
    while body.len() < length {
        stream.read_buf(&mut body).await?;
    }
    let asked = Asked { method, target, headers, body };
    let reply = answer(&asked);
    log.lock().unwrap().push(asked);
    if let Some(barrier) = &reply.together {
        barrier.wait().await;
    }
    let mut out = format!("HTTP/1.1 {} X\r\nconnection: close\r\n", reply.status);
    for (name, value) in &reply.headers {
        out.push_str(&format!("{name}: {value}\r\n"));
    }
    if reply.endless {
        out.push_str("transfer-encoding: chunked\r\n\r\n");
        stream.write_all(out.as_bytes()).await?;
        loop {
            stream.write_all(format!("{:x}\r\n", reply.body.len()).as_bytes()).await?;
            stream.write_all(&reply.body).await?;
            stream.write_all(b"\r\n").await?;
        }
    }
    let length = reply.body.len() + usize::from(reply.hang);
    out.push_str(&format!("content-length: {length}\r\n\r\n"));
    stream.write_all(out.as_bytes()).await?;
    if reply.drip {
        for byte in &reply.body {
            stream.write_all(&[*byte]).await?;
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
    stream.write_all(&reply.body).await?;
    if reply.hang {
        std::future::pending::<()>().await;
    }
    stream.shutdown().await
}

/// Scripted answers per host; the last one is repeated. Unknown hosts live at 127.0.1.1.
#[derive(Default)]
pub(crate) struct FakeNames(pub(crate) Mutex<HashMap<String, Vec<Vec<IpAddr>>>>);

impl FakeNames {
    pub(crate) fn script(host: &str, answers: &[&[&str]]) -> FakeNames {
        let answers = answers.iter().map(|ips| ips.iter().map(|ip| ip.parse().unwrap()).collect()).collect();
        FakeNames(Mutex::new(HashMap::from([(host.to_owned(), answers)])))
    }
}

impl Names for FakeNames {
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        let mut scripts = self.0.lock().unwrap();
        let answer = match scripts.get_mut(host) {
            Some(answers) if answers.len() > 1 => answers.remove(0),
            Some(answers) => answers[0].clone(),
            None => vec!["127.0.1.1".parse().unwrap()],
        };
        Box::pin(async move { Ok(answer) })
    }
}

/// A client that may dial 127.0.1.0/28 over plain http and gives up after `millis`.
pub(crate) fn remote_with(names: FakeNames, millis: u64) -> Remote {
    let mut config = RemoteConfig::new("Waypost-test/0", Arc::new(now));
    config.allow_networks = vec!["127.0.1.0/28".parse().unwrap()];
    config.plain_http = true;
    config.resolver = Arc::new(names);
    config.limits = Limits { total: Duration::from_millis(millis), ..Limits::default() };
    Remote::new(config).unwrap()
}

pub(crate) fn remote() -> Remote {
    remote_with(FakeNames::default(), 5000)
}

/// Where two documents differ, as pointers: `-` is missing in ours, `+` is ours alone, `~` has another value.
/// `@context` is compared by its terms: ours may have more.
pub(crate) fn differences(wanted: &Value, ours: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", wanted, ours, &mut found);
    found
}

fn compare(at: &str, wanted: &Value, ours: &Value, found: &mut Vec<String>) {
    match (wanted, ours) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                match b.get(key) {
                    Some(_) if key == "@context" => {
                        let terms = |v: &Value| -> Vec<(String, Value)> {
                            let maps = crate::value::list(Some(v)).iter().filter_map(Value::as_object);
                            maps.flatten().map(|(k, v)| (k.clone(), v.clone())).collect()
                        };
                        let have = terms(&b[key]);
                        for term in terms(value).into_iter().filter(|term| !have.contains(term)) {
                            found.push(format!("-{at}/@context/{}", term.0));
                        }
                    }
                    Some(other) => compare(&format!("{at}/{key}"), value, other, found),
                    None => found.push(format!("-{at}/{key}")),
                }
            }
            found.extend(b.keys().filter(|key| !a.contains_key(*key)).map(|key| format!("+{at}/{key}")));
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                compare(&format!("{at}/{index}"), a, b, found);
            }
        }
        (a, b) if a != b => found.push(format!("~{at}")),
        _ => {}
    }
}
