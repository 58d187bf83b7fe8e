//! POST to an inbox: any of ours is the shared one. What to think of a request is `federation::inbox`'s to say.

use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use federation::limits::INBOX_BYTES;
use serde_json::json;
use tokio::sync::Semaphore;

use super::Peers;

/// Requests looked at together; and how long one waits for its turn before its sender is asked to come back.
const AT_ONCE: usize = 512;
const LONGEST: Duration = Duration::from_secs(8);
const COME_BACK: Duration = Duration::from_secs(30);

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

pub async fn create(State(peers): State<Peers>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    // One byte more than is taken tells "too large" from "just fits".
    let Ok(body) = axum::body::to_bytes(body, INBOX_BYTES + 1).await else {
        return refuse(413, "the body is larger than this inbox takes", None);
    };
    let Ok(Ok(_turn)) = tokio::time::timeout(LONGEST, TURNS.acquire()).await else {
        return refuse(503, "the hub is busy", Some(COME_BACK));
    };
    let request = federation::inbox::Request {
        method: parts.method.as_str().to_owned(),
        path_and_query: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        headers: parts.headers,
        body,
    };
    match peers.inbox.receive(request).await {
        Ok(_stored_or_nothing_to_do) => StatusCode::ACCEPTED.into_response(),
        Err(refusal) => refuse(refusal.status, &refusal.reason, refusal.retry_after),
    }
}

fn refuse(status: u16, reason: &str, retry_after: Option<Duration>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = (status, Json(json!({ "error": reason }))).into_response();
    if let Some(after) = retry_after.and_then(|after| HeaderValue::from_str(&after.as_secs().to_string()).ok()) {
        response.headers_mut().insert(RETRY_AFTER, after);
    }
    response
}
