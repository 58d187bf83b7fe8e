//! What every door's handlers are given, and what concerns a request before it is anybody's: its id, its client, its
//! origin.

pub mod joining;
pub mod keys;
pub mod turns;

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRef, FromRequestParts, Request, State};
use axum::http::header::{HOST, HeaderName, HeaderValue, ORIGIN};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::mail::sender::Sender;
use crate::peers::Peers;

#[derive(Clone)]
pub struct Doors {
    pub app: App,
    pub peers: Peers,
    /// Mail on its way out.
    pub sender: Sender,
}

impl FromRef<Doors> for App {
    fn from_ref(doors: &Doors) -> Self {
        doors.app.clone()
    }
}

impl FromRef<Doors> for Peers {
    fn from_ref(doors: &Doors) -> Self {
        doors.peers.clone()
    }
}

/// Ties a request's log lines, its answer and its error page together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives each request an id, logs its end, and answers a panic with a plain 500.
pub async fn observe(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = RequestId(crate::store::ids::to_text(crate::store::ids::fresh(app.clock.now())));
    request.extensions_mut().insert(id.clone());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let started = std::time::Instant::now();
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let ms = started.elapsed().as_millis() as u64;
    metrics::histogram!("http_seconds", "status" => status.to_string()).record(started.elapsed().as_secs_f64());
    if let Some(failure) = response.extensions().get::<Failure>() {
        tracing::error!(request = %id.0, %method, path, status, ms, error = %failure.0, "request failed");
    } else {
        tracing::debug!(request = %id.0, %method, path, status, ms, "request");
    }
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// Put into an answer by a door whose store failed: what the log should say and the reader should not.
#[derive(Debug, Clone)]
pub struct Failure(pub String);

/// Refuses a Host that is not ours (attack C14) and changes that another site's page asks for (C12).
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .or_else(|| request.uri().authority().map(|authority| authority.as_str()))
        .unwrap_or_default();
    let path = request.uri().path();
    if !is_ours(&app, host) && !matches!(path, "/livez" | "/readyz" | "/metrics") {
        return (StatusCode::MISDIRECTED_REQUEST, "421 this address is not served here\n").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) && is_foreign(&app, &request) {
        return (StatusCode::FORBIDDEN, "403 the request came from another site\n").into_response();
    }
    next.run(request).await
}

fn is_ours(app: &App, host: &str) -> bool {
    let ours = app.site.host();
    host.eq_ignore_ascii_case(ours)
        || ours.strip_prefix("localhost").is_some_and(|port| host.strip_prefix("127.0.0.1") == Some(port))
}

/// A browser says where a form came from; servers and programs say nothing.
fn is_foreign(app: &App, request: &Request) -> bool {
    let header = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    match header(HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => return false,
        Some(_) => return true,
        None => {}
    }
    match header(ORIGIN) {
        None => false,
        Some(origin) => {
            let host = origin.split_once("://").map_or("", |(_, host)| host);
            !is_ours(app, host)
        }
    }
}

/// The client's address: the peer's, or what trusted proxies in front of us say, from the right (attack C19).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientIp(pub IpAddr);

impl FromRequestParts<Doors> for ClientIp {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Self::Rejection> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::from([0, 0, 0, 0]), |ConnectInfo(address)| address.ip().to_canonical());
        let trusted = |ip: &IpAddr| doors.app.config.server.trusted_proxies.iter().any(|net| net.contains(ip));
        let said: Vec<IpAddr> = parts
            .headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(|text| text.trim().parse::<IpAddr>().ok())
            .map(|ip| ip.to_canonical())
            .collect();
        let mut client = peer;
        for ip in said.into_iter().rev() {
            if !trusted(&client) {
                break;
            }
            client = ip;
        }
        Ok(Self(client))
    }
}

impl ClientIp {
    /// What attempts are counted by: the address, for IPv6 its /48.
    pub fn subject(&self) -> String {
        match self.0 {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => {
                let [a, b, c, ..] = ip.segments();
                format!("{a:x}:{b:x}:{c:x}::/48")
            }
        }
    }
}
