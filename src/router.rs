//! Every address on one page. Negotiation between HTML and ActivityPub happens here and nowhere else.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::cache::{self, Shelf};
use crate::doors::{self, Doors};
use crate::{api, health, mail, pages};

/// The largest form or JSON body, bytes; uploads and the inbox set their own.
const BODY_MOST: usize = 512 * 1024;

pub fn router(doors: Doors) -> Router {
    let app = doors.app.clone();
    let pages = pages()
        .fallback(absent)
        .method_not_allowed_fallback(absent)
        .layer(from_fn_with_state(app.clone(), pages::dress::dress))
        .layer(from_fn_with_state(app.clone(), pages::visit::enter));
    Router::new()
        .merge(api())
        .merge(peers())
        .merge(ground())
        .merge(pages)
        .layer(DefaultBodyLimit::max(BODY_MOST))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn(secure))
        .layer(from_fn_with_state(Shelf::new(app.bell.clone()), cache::serve))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(60)))
        .layer(from_fn_with_state(app.clone(), doors::guard))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app, doors::observe))
        .with_state(doors)
}

fn pages() -> Router<Doors> {
    Router::new()
        // the frame
        .route("/language", post(pages::preferences::language))
        .route("/theme", post(pages::preferences::theme))
        .route("/about", get(pages::about::show))
        .route("/privacy", get(pages::about::privacy))
        .route("/manifest.webmanifest", get(pages::about::manifest))
        // people: accounts, sessions, settings, members, administration
        // talk: home, groups, posts
        // library: resources, articles, files, search
        // post: notices, unsubscribe
        .route("/notices", get(pages::notices::index))
        .route("/notices/reading", post(pages::notices::update))
        .route("/unsubscribe/{token}", get(mail::unsubscribe::show).post(mail::unsubscribe::update))
    // peers: hubs, remote follow, look-up, their administration
}

fn api() -> Router<Doors> {
    Router::new()
        .route("/api/v1/openapi.json", get(api::openapi::show))
        // people
        // talk
        // library
        // post
        .route("/api/v1/notices", get(api::notices::index))
        .route("/api/v1/notices/reading", post(api::notices::update))
    // peers
}

fn peers() -> Router<Doors> {
    Router::new()
}

fn ground() -> Router<Doors> {
    Router::new()
        .route("/assets/{*path}", get(pages::assets::show))
        .route("/livez", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
}

async fn absent() -> Response {
    pages::PageError::Store(crate::store::Error::NotFound).into_response()
}

/// Headers of every answer (attack C27). A file's own, stricter policy stands.
async fn secure(request: axum::extract::Request, next: axum::middleware::Next) -> Response {
    const POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; \
        connect-src 'self'; form-action 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
    const FIXED: [(HeaderName, &str); 6] = [
        (HeaderName::from_static("content-security-policy"), POLICY),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
        (HeaderName::from_static("referrer-policy"), "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("x-frame-options"), "DENY"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()"),
    ];
    let is_preflight = *request.method() == Method::OPTIONS;
    let mut response = next.run(request).await;
    if !is_preflight {
        for (name, value) in FIXED {
            response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
        }
    }
    response
}
