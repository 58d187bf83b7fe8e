//! Every address on one page. Negotiation between HTML and ActivityPub happens here and nowhere else.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower::ServiceExt;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::cache::{self, Shelf};
use crate::doors::{self, Doors};
use crate::{api, health, mail, pages, peers};

/// The largest form or JSON body, bytes; uploads and the inbox set their own.
const BODY_MOST: usize = 512 * 1024;

pub fn router(doors: Doors) -> Router {
    let app = doors.app.clone();
    let pages = pages()
        .fallback(absent)
        .method_not_allowed_fallback(absent)
        .layer(from_fn_with_state(app.clone(), pages::dress::dress))
        .layer(from_fn_with_state(app.clone(), pages::visit::enter))
        .layer(from_fn_with_state(documents().with_state(doors.clone()), negotiate));
    Router::new()
        .merge(api())
        .merge(servers())
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
        // peers: hubs, across servers, behind the pages
        .route("/hubs", get(pages::hubs::index))
        .route("/groups/find", get(pages::remote::find))
        .route("/authorize_interaction", get(pages::remote::interact))
        .route("/activitypub/externalInteraction", get(pages::remote::interact))
        .route(
            "/groups/{handle}/follow-from-elsewhere",
            get(pages::remote::group_from_elsewhere).post(pages::remote::send_to_group),
        )
        .route(
            "/people/{handle}/follow-from-elsewhere",
            get(pages::remote::person_from_elsewhere).post(pages::remote::send_to_person),
        )
        .route("/posts/{id}/deliveries", get(pages::remote::deliveries))
        .route("/admin/hubs", get(pages::hubs::servers).post(pages::hubs::judge))
        .route("/admin/hubs/{name}", get(pages::hubs::server))
        .route("/admin/hubs/{name}/attempt", post(pages::hubs::attempt))
        .route("/admin/hubs/{name}/pause", post(pages::hubs::pause))
        .route("/admin/queues", get(pages::queues::index))
        .route("/admin/queues/jobs/{id}/attempt", post(pages::queues::retry_job))
        .route("/admin/queues/incoming/{seq}/attempt", post(pages::queues::retry_incoming))
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

fn servers() -> Router<Doors> {
    use peers::documents::discovery;
    Router::new()
        .route("/inbox", post(peers::inbox::create))
        .route("/actor/inbox", post(peers::inbox::create))
        .route("/people/{handle}/inbox", post(peers::inbox::create))
        .route("/groups/{handle}/inbox", post(peers::inbox::create))
        .route("/.well-known/webfinger", get(discovery::webfinger))
        .route("/.well-known/host-meta", get(discovery::host_meta))
        .route("/.well-known/nodeinfo", get(discovery::nodeinfo_index))
        .route("/nodeinfo/{version}", get(discovery::nodeinfo))
        .route("/actor", get(peers::documents::actors::hub))
        .route("/actor/{collection}", get(peers::documents::actors::collection_of_hub))
        .route("/activities/{id}", get(peers::documents::activities::show))
}

/// What answers at the addresses of pages when ActivityPub is asked for.
fn documents() -> Router<Doors> {
    use peers::documents::{activities, actors, posts};
    Router::new()
        .route("/groups/{handle}", get(actors::group_at))
        .route("/groups/{handle}/outbox", get(activities::outbox_of_group))
        .route("/groups/{handle}/{collection}", get(actors::collection_of_group))
        .route("/people/{handle}", get(actors::person_at))
        .route("/people/{handle}/outbox", get(activities::outbox_of_person))
        .route("/people/{handle}/{collection}", get(actors::collection_of_person))
        .route("/posts/{id}", get(posts::show))
        .route("/posts/{id}/{collection}", get(posts::collection_of))
}

/// HTML or ActivityPub: decided here, by what is asked for, at the addresses that are both.
async fn negotiate(State(documents): State<Router>, request: Request, next: Next) -> Response {
    let mut parts = request.uri().path().split('/').skip(1);
    let shared = matches!(parts.next(), Some("groups" | "people" | "posts")) && parts.count() <= 2;
    if shared && peers::documents::is_for_servers(&request) {
        match documents.oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    } else {
        next.run(request).await
    }
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
