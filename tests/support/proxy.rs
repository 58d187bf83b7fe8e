//! What stands between hubs and goes wrong: a small HTTP proxy whose address is a hub's public one. It loses requests,
//! loses answers, sends twice, and keeps chosen senders out. Knows who asks by the User-Agent that every hub names itself in.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub struct Proxy {
    pub port: u16,
    /// `http://localhost:PORT`
    pub base: String,
    state: Arc<Mutex<State>>,
    serving: JoinHandle<()>,
}

struct State {
    to: u16,
    random: StdRng,
    faults: Faults,
    kept_out: HashSet<String>,
    done: Done,
}

/// Shares of the requests to inboxes, 0..1.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    /// Never arrives.
    pub lost: f64,
    /// Arrives, and the answer is lost.
    pub unanswered: f64,
    /// Arrives twice.
    pub doubled: f64,
}

/// What was done to requests so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Done {
    pub passed: u64,
    pub lost: u64,
    pub unanswered: u64,
    pub doubled: u64,
    pub kept_out: u64,
}

impl Proxy {
    pub async fn start(seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State {
            to: 0,
            random: StdRng::seed_from_u64(seed),
            faults: Faults::default(),
            kept_out: HashSet::new(),
            done: Done::default(),
        }));
        let shared = state.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, shared.clone()));
            }
        });
        Self { port, base: format!("http://localhost:{port}"), state, serving }
    }

    /// Where the hub really listens.
    pub fn leads_to(&self, port: u16) {
        self.state().to = port;
    }

    /// The same, for whoever learns it later.
    pub fn leading(&self) -> Box<dyn FnOnce(u16)> {
        let state = self.state.clone();
        Box::new(move |port| state.lock().unwrap().to = port)
    }

    pub fn faults(&self, faults: Faults) {
        self.state().faults = faults;
    }

    /// Nothing of the hub at `base` comes through until it is let in again.
    pub fn keep_out(&self, base: &str, out: bool) {
        let mut state = self.state();
        if out {
            state.kept_out.insert(base.to_owned());
        } else {
            state.kept_out.remove(base);
        }
    }

    pub fn done(&self) -> Done {
        self.state().done
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// What happens to one request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Passed,
    Lost,
    Unanswered,
    Doubled,
}

/// One request on each connection.
async fn serve(mut client: TcpStream, state: Arc<Mutex<State>>) {
    let Some(request) = read(&mut client).await else { return };
    let head = String::from_utf8_lossy(&request[..request.len().min(4096)]).into_owned();
    let (fate, to) = {
        let mut state = state.lock().unwrap();
        if state.kept_out.iter().any(|base| head.contains(&format!("(+{base})"))) {
            state.done.kept_out += 1;
            return;
        }
        let fate = if head.starts_with("POST ") && head.lines().next().is_some_and(|line| line.contains("inbox")) {
            state.judge()
        } else {
            Fate::Passed
        };
        (fate, state.to)
    };
    if fate == Fate::Lost {
        return;
    }
    if fate == Fate::Doubled {
        let _first = forward(&request, to).await;
    }
    let Some(answer) = forward(&request, to).await else { return };
    if fate != Fate::Unanswered {
        // Who has gone meanwhile misses it.
        let _written = client.write_all(&answer).await;
        let _ended = client.shutdown().await;
    }
}

impl State {
    fn judge(&mut self) -> Fate {
        let thrown: f64 = self.random.random();
        let Faults { lost, unanswered, doubled } = self.faults;
        if thrown < lost {
            self.done.lost += 1;
            Fate::Lost
        } else if thrown < lost + unanswered {
            self.done.unanswered += 1;
            Fate::Unanswered
        } else if thrown < lost + unanswered + doubled {
            self.done.doubled += 1;
            Fate::Doubled
        } else {
            self.done.passed += 1;
            Fate::Passed
        }
    }
}

/// Head and body, with the connection header that ends it after one answer; None for what is cut off.
pub(super) async fn read(client: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut piece = [0; 16 * 1024];
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        match client.read(&mut piece).await {
            Ok(0) | Err(_) => return None,
            Ok(length) => bytes.extend_from_slice(&piece[..length]),
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let length: usize = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .unwrap_or(0);
    while bytes.len() < end + 4 + length {
        match client.read(&mut piece).await {
            Ok(0) | Err(_) => return None,
            Ok(length) => bytes.extend_from_slice(&piece[..length]),
        }
    }
    let kept = head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let head: Vec<&str> = kept.collect();
    let mut request = format!("{}\r\nconnection: close\r\n\r\n", head.join("\r\n")).into_bytes();
    request.extend_from_slice(&bytes[end + 4..]);
    Some(request)
}

async fn forward(request: &[u8], to: u16) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", to)).await.ok()?;
    stream.write_all(request).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    (!answer.is_empty()).then_some(answer)
}
