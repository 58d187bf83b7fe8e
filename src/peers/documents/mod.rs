//! What servers GET: actors, posts, activities and their collections, and what discovery asks for. Everything is answered
//! for a viewer; what is not public is answered to servers that sign, and 404 to all others.

pub mod activities;
pub mod actors;
pub mod discovery;
pub mod posts;

use axum::extract::Request;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use federation::home::Home;
use federation::host;
use federation::media_type::ACTIVITY_JSON;
use federation::signature::{Claim, Message};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Peers;
use crate::accounts::Viewer;
use crate::store::Error;

pub use federation::discovery::wants_activity;

/// Whether a request for a page that is also an object wants the object.
pub fn is_for_servers(request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD) && wants_activity(request.headers())
}

/// A request as these handlers need it.
pub struct Asked {
    pub viewer: Viewer,
    headers: HeaderMap,
}

impl Asked {
    /// Who asks: a server, when it has signed and its key is known or can be had; anyone otherwise. A signature that
    /// does not verify is as none: public things are public.
    pub async fn new(peers: &Peers, uri: &Uri, headers: &HeaderMap) -> Self {
        let viewer = signer(peers, uri, headers).await.map_or(Viewer::Anyone, Viewer::Host);
        Self { viewer, headers: headers.clone() }
    }

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
        let known = self.headers.get_all(IF_NONE_MATCH).iter().any(|value| {
            value.to_str().is_ok_and(|value| value.split(',').any(|one| one.trim().trim_start_matches("W/") == tag))
        });
        let mut response =
            if known { StatusCode::NOT_MODIFIED.into_response() } else { (status, body).into_response() };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(ACTIVITY_JSON));
        let control = if public { "public, max-age=60" } else { "private, no-store" };
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(control));
        headers.insert(VARY, HeaderValue::from_static("Accept, Signature"));
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(ETAG, tag);
        }
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

/// The host whose key signed this GET.
async fn signer(peers: &Peers, uri: &Uri, headers: &HeaderMap) -> Option<String> {
    if !headers.contains_key("signature") && !headers.contains_key("signature-input") {
        return None;
    }
    let base = peers.home.base();
    let authority = host::header(base);
    let message = Message {
        method: "GET",
        target: uri.path_and_query().map_or("/", |path| path.as_str()),
        scheme: base.scheme(),
        host: &authority,
        headers,
    };
    let claim = Claim::read(&message, peers.app.clock.now()).ok()?;
    let key_id = claim.key_id().to_owned();
    let name = host::of_str(&key_id)?;
    if peers.home.judge(&name).await.ok()? != federation::home::Policy::Open {
        return None;
    }
    let known = match peers.keys.theirs(&peers.app, &key_id).await.ok()? {
        Some(known) => known,
        None => {
            // The key's document is its owner, or names it.
            let owner = key_id.split('#').next().unwrap_or_default();
            peers.fetch_actor(owner).await.ok()?;
            peers.keys.theirs(&peers.app, &key_id).await.ok()??
        }
    };
    claim.verify(&message, &known.public).ok()?;
    host::of_str(&known.actor)
}
