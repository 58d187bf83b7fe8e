//! How many requests of people are worked on at once (promise R09): more would only make everybody wait longer. What
//! other servers send has its own turns.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use tokio::sync::{Semaphore, SemaphorePermit};

const AT_ONCE: usize = 16;
const WAITING: usize = 128;
/// The largest form or JSON body, bytes; uploads, lists and the inbox set their own. It is read before it is its turn: a
/// form on a slow line holds up nobody.
pub const BODY_MOST: usize = 512 * 1024;
/// These wait for other servers, each with its own bounds; and so does what lies below `/copies/`.
const ASKS_OTHERS: [&str; 3] = ["/groups/find", "/authorize_interaction", "/api/v1/lookup"];

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);
static PLACES: Semaphore = Semaphore::const_new(AT_ONCE + WAITING);

/// A turn, held until the answer is made. None for what needs none.
pub type Turn = Option<(SemaphorePermit<'static>, SemaphorePermit<'static>)>;

/// The request, its body at hand, and its turn; 503 when too many wait already, 413 for too large a body.
pub async fn take(request: Request) -> Result<(Request, Turn), StatusCode> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = request.uri().path();
    // Files come piece by piece for as long as the line needs.
    let brings_files = request.method() == Method::POST && kind.starts_with("multipart/form-data");
    if brings_files || path.starts_with("/copies/") || ASKS_OTHERS.contains(&path) {
        return Ok((request, None));
    }
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, BODY_MOST).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    let place = PLACES.try_acquire().map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let turn = TURNS.acquire().await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    Ok((Request::from_parts(parts, Body::from(body)), Some((turn, place))))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn get(path: &str) -> Request {
        Request::get(path).body(Body::empty()).unwrap()
    }

    #[tokio::test]
    async fn r09_sixteen_are_worked_on_and_a_hundred_and_twenty_eight_wait() {
        let mut held = Vec::new();
        for _ in 0..AT_ONCE {
            held.push(take(get("/")).await.unwrap().1.unwrap());
        }
        let mut waiting: Vec<_> = (0..WAITING).map(|_| Box::pin(take(get("/groups")))).collect();
        for one in &mut waiting {
            assert!(futures_util::poll!(one.as_mut()).is_pending());
        }
        assert_eq!(take(get("/")).await.err(), Some(StatusCode::SERVICE_UNAVAILABLE));
        // Who asks other servers, or brings a file, does not queue with the rest.
        assert!(take(get("/groups/find?q=x")).await.unwrap().1.is_none());
        let mut upload = Request::post("/library").body(Body::empty()).unwrap();
        upload.headers_mut().insert(CONTENT_TYPE, "multipart/form-data; boundary=x".parse().unwrap());
        assert!(take(upload).await.unwrap().1.is_none());
        held.pop();
        assert!(waiting.remove(0).await.unwrap().1.is_some());
        // Whoever goes away gives its place to another.
        drop(waiting);
        assert!(take(get("/")).await.is_ok());
        let huge = Request::post("/").body(Body::from(vec![b'x'; BODY_MOST + 1])).unwrap();
        assert_eq!(take(huge).await.err(), Some(StatusCode::PAYLOAD_TOO_LARGE));
    }
}
