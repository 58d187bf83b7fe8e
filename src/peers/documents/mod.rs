//! What servers GET: actors, posts, activities and their collections, and what discovery asks for. Everything is answered
//! for a viewer; what is not public is answered to servers that sign, and 404 to all others.

pub mod activities;
pub mod actors;
pub mod discovery;
pub mod posts;

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use federation::host;
use federation::media_type::ACTIVITY_JSON;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::accounts::Viewer;
use crate::app::App;
use crate::config::Mode;
use crate::doors::Doors;
use crate::store::Error;

pub use federation::discovery::wants_activity;

/// Whether a request for a page that is also an object wants the object.
pub fn is_for_servers(request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD) && wants_activity(request.headers())
}

/// Where the exchange with other servers is switched off there is nothing for them.
pub async fn when_on(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.config.federation.mode == Mode::Off {
        return (StatusCode::NOT_FOUND, axum::Json(serde_json::json!({ "error": "this hub does not federate" })))
            .into_response();
    }
    next.run(request).await
}

/// A request for what is the same for everybody. Nothing is fetched to find out who asks: a peer that checks a signature
/// of ours asks for our actors while we would ask for its own.
pub struct Asked {
    pub viewer: Viewer,
    pub uri: Uri,
    headers: HeaderMap,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self { viewer: Viewer::Anyone, uri: parts.uri.clone(), headers: parts.headers.clone() })
    }
}

/// A request for what not everybody may see. A server asks when it has signed and its key is known or can be had; anyone
/// otherwise: a signature that does not verify is as none.
pub struct Signed(pub Asked);

impl FromRequestParts<Doors> for Signed {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Infallible> {
        let Ok(mut asked) = Asked::from_request_parts(parts, doors).await;
        if asked.headers.contains_key("signature") || asked.headers.contains_key("signature-input") {
            let request = federation::inbox::Request {
                method: parts.method.as_str().to_owned(),
                path_and_query: asked.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
                headers: asked.headers.clone(),
                body: Bytes::new(),
            };
            match doors.peers.inbox.identify(&request).await {
                Ok(actor) => asked.viewer = host::of_str(&actor).map_or(Viewer::Anyone, Viewer::Host),
                Err(refusal) => tracing::debug!(%refusal, path = %asked.uri, "peers: a signed GET counts as anyone's"),
            }
        }
        Ok(Self(asked))
    }
}

impl Asked {
    pub fn is_anyone(&self) -> bool {
        self.viewer == Viewer::Anyone
    }

    /// The document, 304 when the asker has it. `public` documents may be kept by anybody.
    pub fn answer(&self, document: &impl Serialize, public: bool) -> Response {
        self.answer_as(StatusCode::OK, document, public)
    }

    pub fn answer_as(&self, status: StatusCode, document: &impl Serialize, public: bool) -> Response {
        match serde_json::to_string(document) {
            Ok(body) => self.answer_text(status, body, public),
            Err(error) => refusal(&Error::Store(error.to_string())),
        }
    }

    pub fn answer_text(&self, status: StatusCode, body: String, public: bool) -> Response {
        let tag = format!("\"{}\"", crate::media::blobs::hex(&Sha256::digest(body.as_bytes())[..12]));
        let tag = HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\""));
        let known = self.headers.get_all(IF_NONE_MATCH).iter().any(|known| crate::cache::names(known, &tag));
        let mut response =
            if known { StatusCode::NOT_MODIFIED.into_response() } else { (status, body).into_response() };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(ACTIVITY_JSON));
        // Who is told of a change asks at once, and must not get what a cache between us still has: NodeBB drops replies
        // that an older context doesn't list (wire.md 15a.7), others would see the words of before an edit.
        let control = if public { "public, no-cache" } else { "private, no-store" };
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(control));
        headers.insert(VARY, HeaderValue::from_static("Accept, Signature"));
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(ETAG, tag);
        response
    }
}

/// Absent and not for this viewer are one.
pub fn refusal(error: &Error) -> Response {
    let status = match error {
        Error::NotFound | Error::Forbidden(_) | Error::Invalid(_) | Error::Conflict(_) => StatusCode::NOT_FOUND,
        Error::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let mut response = (status, axum::Json(serde_json::json!({ "error": status.canonical_reason() }))).into_response();
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept, Signature"));
    if status.is_server_error() {
        response.extensions_mut().insert(crate::doors::Failure(error.to_string()));
    }
    response
}
