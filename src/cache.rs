//! Answers for nobody in particular, kept as long as nothing has changed: every commit of this process, and every bell
//! of another, empties the shelf. Must not know what the answers say.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AUTHORIZATION, CACHE_CONTROL, COOKIE, ETAG, HeaderMap, HeaderName,
    HeaderValue, IF_NONE_MATCH, RANGE, SET_COOKIE,
};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

use crate::store::Bell;

/// Bytes of bodies on the shelf, and of one body.
const MOST: usize = 24 * 1024 * 1024;
const MOST_EACH: usize = 256 * 1024;

#[derive(Clone)]
pub struct Shelf(Arc<Inner>);

struct Inner {
    bell: Bell,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    epoch: u64,
    bytes: usize,
    answers: HashMap<Key, Answer>,
}

/// What an answer may depend on besides the data.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    address: String,
    asked: String,
}

#[derive(Clone)]
struct Answer {
    headers: HeaderMap,
    body: Bytes,
}

impl Shelf {
    pub fn new(bell: Bell) -> Self {
        Self(Arc::new(Inner { bell, kept: Mutex::default() }))
    }

    fn find(&self, key: &Key) -> Option<Answer> {
        let kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.epoch == self.0.bell.epoch() { kept.answers.get(key).cloned() } else { None }
    }

    /// Keeps what was made from data read after `epoch` began, unless something has changed since.
    fn keep(&self, key: Key, answer: Answer, epoch: u64) {
        let mut kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if self.0.bell.epoch() != epoch {
            return;
        }
        if kept.epoch != epoch || kept.bytes + answer.body.len() > MOST {
            *kept = Kept { epoch, ..Kept::default() };
        }
        kept.bytes += answer.body.len();
        kept.answers.insert(key, answer);
    }
}

/// Answers from the shelf what nobody's cookie or credential could change; `304` when the client has it already.
pub async fn serve(State(shelf): State<Shelf>, request: Request, next: Next) -> Response {
    let Some(key) = key(&request) else { return next.run(request).await };
    let has = request.headers().get(IF_NONE_MATCH).cloned();
    let answer = match shelf.find(&key) {
        Some(answer) => answer,
        None => {
            let epoch = shelf.0.bell.epoch();
            match take(next.run(request).await).await {
                Ok(answer) => {
                    shelf.keep(key, answer.clone(), epoch);
                    answer
                }
                Err(response) => return *response,
            }
        }
    };
    let unchanged = has.zip(answer.headers.get(ETAG)).is_some_and(|(known, tag)| names(&known, tag));
    let status = if unchanged { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let body = if unchanged { Body::empty() } else { Body::from(answer.body) };
    (status, answer.headers, body).into_response()
}

/// Whether an `If-None-Match` names a tag: alone, in a list, weakly, or as any.
pub fn names(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else { return false };
    known.split(',').any(|one| one.trim() == "*" || bare(one) == bare(tag))
}

fn key(request: &Request) -> Option<Key> {
    let headers = request.headers();
    let personal = [COOKIE, AUTHORIZATION, RANGE, HeaderName::from_static("signature-input")];
    if *request.method() != Method::GET || personal.iter().any(|name| headers.contains_key(name)) {
        return None;
    }
    let signed = headers.contains_key("signature");
    let path = request.uri().path_and_query()?.as_str();
    if signed
        || path.len() > 500
        || path.starts_with("/assets/")
        || path.starts_with("/files/")
        || path.starts_with("/copies/")
    {
        return None;
    }
    let mut asked = String::new();
    for name in [ACCEPT, ACCEPT_LANGUAGE, ACCEPT_ENCODING] {
        let value = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if value.len() > 500 {
            return None;
        }
        asked.push_str(value);
        asked.push('\n');
    }
    Some(Key { address: path.to_owned(), asked })
}

/// The answer, if it is whole, small and anybody's; else the response as it came.
async fn take(response: Response) -> Result<Answer, Box<Response>> {
    let headers = response.headers();
    let public = headers
        .get(CACHE_CONTROL)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|control| control.split(',').any(|part| part.trim() == "public"));
    if response.status() != StatusCode::OK || !public || headers.contains_key(SET_COOKIE) {
        return Err(Box::new(response));
    }
    let (parts, body) = response.into_parts();
    let mut stream = body.into_data_stream();
    let mut whole = BytesMut::new();
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => whole.extend_from_slice(&chunk),
            Err(error) => {
                tracing::warn!(%error, "cache: an answer broke off");
                return Err(Box::new(StatusCode::INTERNAL_SERVER_ERROR.into_response()));
            }
        }
        if whole.len() > MOST_EACH {
            let begun = futures_util::stream::once(std::future::ready(Ok(whole.freeze())));
            return Err(Box::new(Response::from_parts(parts, Body::from_stream(begun.chain(stream)))));
        }
    }
    Ok(Answer { headers: parts.headers, body: whole.freeze() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::bell::Topics;

    fn key(path: &str) -> Key {
        Key { address: path.to_owned(), asked: String::new() }
    }

    fn answer(bytes: usize) -> Answer {
        Answer { headers: HeaderMap::new(), body: Bytes::from(vec![b'x'; bytes]) }
    }

    #[test]
    fn a_commit_empties_the_shelf() {
        let bell = Bell::default();
        let shelf = Shelf::new(bell.clone());
        shelf.keep(key("/"), answer(1), bell.epoch());
        assert!(shelf.find(&key("/")).is_some());
        bell.ring(Topics::default());
        assert!(shelf.find(&key("/")).is_none());
    }

    #[test]
    fn what_was_read_before_a_commit_is_not_kept_after_it() {
        let bell = Bell::default();
        let shelf = Shelf::new(bell.clone());
        let before = bell.epoch();
        bell.ring(Topics::default());
        shelf.keep(key("/"), answer(1), before);
        assert!(shelf.find(&key("/")).is_none());
    }

    #[test]
    fn the_shelf_is_bounded() {
        let bell = Bell::default();
        let shelf = Shelf::new(bell.clone());
        for page in 0..500 {
            shelf.keep(key(&format!("/{page}")), answer(MOST_EACH), bell.epoch());
            let kept = shelf.0.kept.lock().unwrap();
            assert!(kept.bytes <= MOST);
        }
        assert!(shelf.find(&key("/499")).is_some());
    }
}
