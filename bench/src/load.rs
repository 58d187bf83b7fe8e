//! A small HTTP/1.1 client on kept connections, so that the machine's time goes to the server: as many requests as the
//! answers allow, each one's time taken.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::round;

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

pub struct Connection(BufReader<TcpStream>);

impl Connection {
    pub async fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::with_capacity(64 * 1024, stream)))
    }

    /// Sends a whole request, as bytes, and reads its answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        self.0.get_mut().write_all(request).await?;
        let mut line = String::new();
        self.0.read_line(&mut line).await?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status line")?;
        let mut headers = Vec::new();
        loop {
            line.clear();
            self.0.read_line(&mut line).await?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut answer = Answer { status, headers, body: Vec::new() };
        if let Some(length) = answer.header("content-length") {
            answer.body = vec![0; length.parse()?];
            self.0.read_exact(&mut answer.body).await?;
        } else if answer.header("transfer-encoding").is_some() {
            loop {
                line.clear();
                self.0.read_line(&mut line).await?;
                let length = usize::from_str_radix(line.trim(), 16)?;
                let start = answer.body.len();
                answer.body.resize(start + length, 0);
                self.0.read_exact(&mut answer.body[start..]).await?;
                line.clear();
                self.0.read_line(&mut line).await?;
                if length == 0 {
                    break;
                }
            }
        }
        Ok(answer)
    }
}

/// A request's bytes. `headers` beside Host; a body gets its length.
pub fn request(method: &str, port: u16, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: localhost:{port}\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if method != "GET" {
        text.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    [text.as_bytes(), body].concat()
}

pub async fn get(port: u16, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
    Connection::open(port).await?.ask(&request("GET", port, path, headers, b"")).await
}

/// Sends each of `requests` once over `connections`; every answer must have a status below 400. Answers the seconds.
pub async fn once(port: u16, connections: usize, requests: Vec<Vec<u8>>) -> Result<f64> {
    let (requests, next) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)));
    let began = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let (requests, next) = (requests.clone(), next.clone());
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(port).await?;
            while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                let answer = connection.ask(request).await?;
                if answer.status >= 400 {
                    bail!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
                }
            }
            Ok(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(began.elapsed().as_secs_f64())
}

/// The same request again and again over `connections` for `seconds`, after a second to warm up.
pub async fn repeat(port: u16, connections: usize, seconds: f64, request: Vec<u8>) -> Result<Times> {
    let request = Arc::new(request);
    let (begin, end) =
        (Instant::now() + Duration::from_secs(1), Instant::now() + Duration::from_secs_f64(1.0 + seconds));
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let request = request.clone();
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(port).await?;
            let mut taken = Vec::new();
            loop {
                let asked = Instant::now();
                let answer = connection.ask(&request).await?;
                if answer.status != 200 {
                    bail!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
                }
                let now = Instant::now();
                if now > end {
                    return Ok(taken);
                }
                if asked > begin {
                    taken.push((now - asked).as_secs_f64() * 1000.0);
                }
            }
        }));
    }
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await??);
    }
    Ok(Times::new(all, seconds))
}

/// Sends each of `requests` once at a steady pace over `connections`, whatever the answers; a time counts from when the
/// request was due. Answers the times and how many were refused with 503.
pub async fn paced(port: u16, connections: usize, per_s: f64, requests: Vec<Vec<u8>>) -> Result<(Times, usize)> {
    let (requests, next, began) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let (requests, next) = (requests.clone(), next.clone());
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(port).await?;
            let (mut taken, mut refused) = (Vec::new(), 0);
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(request) = requests.get(number) else { return Ok((taken, refused)) };
                let due = began + Duration::from_secs_f64(number as f64 / per_s);
                tokio::time::sleep_until(due.into()).await;
                let answer = connection.ask(request).await?;
                match answer.status {
                    503 if answer.header("retry-after").is_some() => refused += 1,
                    status if status >= 400 => bail!("{status}: {}", String::from_utf8_lossy(&answer.body)),
                    _ => taken.push(due.elapsed().as_secs_f64() * 1000.0),
                }
            }
        }));
    }
    let (mut all, mut refused) = (Vec::new(), 0);
    for task in tasks {
        let (taken, turned_away) = task.await??;
        all.extend(taken);
        refused += turned_away;
    }
    Ok((Times::new(all, began.elapsed().as_secs_f64()), refused))
}

/// How long each of many took, milliseconds.
pub struct Times {
    sorted: Vec<f64>,
    pub seconds: f64,
}

impl Times {
    pub fn new(mut times: Vec<f64>, seconds: f64) -> Self {
        times.sort_by(f64::total_cmp);
        Self { sorted: times, seconds }
    }

    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// The time that this share of them stayed within.
    pub fn share(&self, share: f64) -> f64 {
        let last = self.sorted.len().saturating_sub(1);
        self.sorted.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
    }

    pub fn figures(&self, cpu_ms: f64) -> Value {
        json!({
            "per_s": round(self.count() as f64 / self.seconds),
            "cpu_ms": round(cpu_ms / self.count().max(1) as f64),
            "p50_ms": round(self.share(0.5)),
            "p95_ms": round(self.share(0.95)),
            "p99_ms": round(self.share(0.99)),
        })
    }
}
