//! Every address on one page. Negotiation between HTML and ActivityPub happens here and nowhere else.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use tower::ServiceExt;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::app::App;
use crate::cache::{self, Shelf};
use crate::doors::{self, Doors};
use crate::{api, health, pages, peers};

/// A list of servers.
const LIST_MOST: usize = 2 * 1024 * 1024;

pub fn router(doors: Doors) -> Router {
    let app = doors.app.clone();
    let pages = pages()
        .fallback(absent)
        .method_not_allowed_fallback(absent)
        .layer(from_fn_with_state(app.clone(), pages::dress::dress))
        .layer(from_fn_with_state(app.clone(), pages::visit::enter))
        .layer(from_fn(pages::visit::in_turn))
        .layer(from_fn_with_state(app.clone(), pages::dress::dress))
        .layer(from_fn_with_state(documents(&app).with_state(doors.clone()), negotiate));
    Router::new()
        .merge(api().layer(from_fn(api::in_turn)))
        .merge(inboxes())
        .merge(discovery(&app))
        .merge(ground())
        .merge(pages)
        .layer(DefaultBodyLimit::max(doors::turns::BODY_MOST))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth_compressing()))
        .layer(from_fn(secure))
        .layer(from_fn_with_state(Shelf::new(app.bell.clone()), cache::serve))
        .layer(from_fn(patience))
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
        .route("/posts/{id}/completion", post(pages::remote::complete))
        .route("/posts/{id}/deliveries", get(pages::remote::deliveries))
        .route("/admin/hubs", get(pages::hubs::servers).post(pages::hubs::judge))
        .route(
            "/admin/hubs/lists",
            get(pages::hubs::lists::index).post(pages::hubs::lists::import).layer(DefaultBodyLimit::max(LIST_MOST)),
        )
        .route("/admin/hubs/lists/{name}", get(pages::hubs::lists::export))
        .route("/admin/partners", get(pages::hubs::partners::index).post(pages::hubs::partners::create))
        .route("/admin/partners/{name}/confirmation", post(pages::hubs::partners::confirm))
        .route("/admin/partners/{name}/refusal", post(pages::hubs::partners::refuse))
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
        .route("/register", get(pages::registration::new).post(pages::registration::create))
        .route("/register/sent", get(pages::registration::sent))
        .route("/setup/{token}", get(pages::registration::setup).post(pages::registration::found))
        .route("/confirm/{token}", get(pages::registration::confirm).post(pages::registration::confirmed))
        .route("/invite/{token}", get(pages::invitations::accept).post(pages::invitations::accepted))
        .route("/invites", get(pages::invitations::index).post(pages::invitations::create))
        .route("/invites/{id}/revocation", post(pages::invitations::revoke))
        .route("/sign-in", get(pages::sessions::new).post(pages::sessions::create))
        .route("/sign-out", post(pages::sessions::destroy))
        .route("/reset", get(pages::passwords::new).post(pages::passwords::create))
        .route("/reset/sent", get(pages::passwords::sent))
        .route("/reset/{token}", get(pages::passwords::edit).post(pages::passwords::update))
        .route("/welcome", get(pages::welcome::groups).post(pages::welcome::join))
        .route("/welcome/digest", get(pages::welcome::digest).post(pages::welcome::prefer))
        .route("/settings", get(pages::settings::profile).post(pages::settings::edit_profile))
        .route("/settings/mail", get(pages::settings::preferences).post(pages::settings::prefer))
        .route("/settings/account", get(pages::settings::account))
        .route("/settings/address", post(pages::settings::ask_address))
        .route("/settings/password", post(pages::settings::change_password))
        .route("/settings/closing", post(pages::settings::close))
        .route("/settings/sessions", get(pages::settings::sessions))
        .route("/settings/sessions/ending", post(pages::settings::end_others))
        .route("/settings/sessions/{id}/ending", post(pages::settings::end_session))
        .route("/settings/export", get(pages::settings::export))
        .route("/admin", get(pages::administration::index))
        .route("/admin/requests", get(pages::administration::requests))
        .route("/admin/requests/{id}/approval", post(pages::administration::approve))
        .route("/admin/requests/{id}/refusal", post(pages::administration::decline))
        .route("/admin/members", get(pages::members::index))
        .route("/admin/members/{id}", get(pages::members::show))
        .route("/admin/members/{id}/role", post(pages::members::promote))
        .route("/admin/members/{id}/suspension", post(pages::members::suspend))
        .route("/admin/members/{id}/restoration", post(pages::members::restore))
        .route("/people/{handle}", get(pages::people::show))
        // talk: home, groups, posts
        .route("/", get(pages::home::show))
        .route("/groups", get(pages::groups::index).post(pages::groups::create))
        .route("/groups/new", get(pages::groups::new))
        .route("/groups/{handle}", get(pages::groups::show))
        .route("/groups/{handle}/edit", get(pages::groups::edit).post(pages::groups::update))
        .route("/groups/{handle}/feed", get(pages::groups::feed))
        .route("/groups/{handle}/members", get(pages::memberships::index))
        .route("/groups/{handle}/membership", post(pages::memberships::create))
        .route("/groups/{handle}/departure", post(pages::memberships::destroy))
        .route("/groups/{handle}/requests/{actor}", post(pages::memberships::decide))
        .route("/groups/{handle}/moderators/{actor}", post(pages::memberships::appoint))
        .route("/groups/{handle}/posts/new", get(pages::posts::new))
        .route("/groups/{handle}/posts", post(pages::posts::create).layer(uploads()))
        .route("/posts/{id}", get(pages::posts::show))
        .route("/read/{id}", get(pages::posts::show))
        .route("/read/groups/{handle}", get(pages::groups::show))
        .route("/read/people/{handle}", get(pages::people::show))
        .route("/posts/{id}/edit", get(pages::posts::edit).post(pages::posts::update))
        .route("/posts/{id}/history", get(pages::posts::history))
        .route("/posts/{id}/replies", post(pages::replies::create))
        .route("/posts/{id}/reaction", post(pages::reactions::update))
        .route("/posts/{id}/withdrawal", get(pages::withdrawals::new).post(pages::withdrawals::create))
        .route("/posts/{id}/pin", post(pages::moderation::pin))
        .route("/posts/{id}/lock", post(pages::moderation::lock))
        .route("/posts/{id}/highlight", post(pages::moderation::highlight))
        .route("/posts/{id}/removal", get(pages::moderation::new).post(pages::moderation::create))
        .route("/posts/{id}/restoration", post(pages::moderation::destroy))
        .route("/posts/{id}/report", get(pages::reports::new).post(pages::reports::create))
        .route("/moderation", get(pages::reports::index))
        .route("/moderation/{id}", post(pages::reports::update))
        .route("/groups/{handle}/bans", get(pages::bans::index))
        .route("/groups/{handle}/bans/{actor}", get(pages::bans::new).post(pages::bans::create))
        .route("/groups/{handle}/bans/{actor}/lifting", post(pages::bans::destroy))
        .route("/preview", post(pages::preview::create))
        // library: resources, articles, files, search
        .route("/library", get(pages::library::index).post(pages::contribute::create).layer(uploads()))
        .route("/library/new", get(pages::contribute::new))
        .route("/library/{id}", post(pages::contribute::update).layer(uploads()))
        .route("/library/{id}/edit", get(pages::contribute::edit))
        .route("/library/{id}/citation.bib", get(pages::library::bibtex))
        .route("/library/{id}/citation.ris", get(pages::library::ris))
        .route("/spotlight", get(pages::spotlight::index).post(pages::spotlight::create).layer(uploads()))
        .route("/spotlight/new", get(pages::spotlight::new))
        .route("/spotlight/{id}", post(pages::spotlight::update).layer(uploads()))
        .route("/spotlight/{id}/edit", get(pages::spotlight::edit))
        .route("/search", get(pages::search::index))
        .route("/files/{id}/{name}", get(pages::files::show))
        .route("/copies/{id}/{name}", get(pages::files::copy))
        // post: notices, unsubscribe
        .route("/notices", get(pages::notices::index))
        .route("/notices/reading", post(pages::notices::update))
        .route("/unsubscribe/{token}", get(pages::unsubscribe::show).post(pages::unsubscribe::update))
    // peers: hubs, remote follow, look-up, their administration
}

fn api() -> Router<Doors> {
    Router::new()
        .route("/api/v1/openapi.json", get(api::openapi::show))
        // people
        .route("/api/v1/sessions", post(api::sessions::create).delete(api::sessions::destroy))
        .route("/api/v1/me", get(api::members::show).patch(api::members::update))
        // talk
        .route("/api/v1/groups", get(api::groups::index).post(api::groups::create))
        .route("/api/v1/groups/{handle}", get(api::groups::show).put(api::groups::update))
        .route("/api/v1/groups/{handle}/membership", put(api::groups::join).delete(api::groups::leave))
        .route("/api/v1/groups/{handle}/requests", get(api::groups::requests))
        .route("/api/v1/groups/{handle}/requests/{actor}", put(api::groups::decide))
        .route("/api/v1/groups/{handle}/posts", get(api::groups::posts).post(api::posts::create))
        .route("/api/v1/posts/{id}", get(api::posts::show).put(api::posts::update).delete(api::posts::withdraw))
        .route("/api/v1/posts/{id}/replies", get(api::posts::replies).post(api::posts::reply))
        .route("/api/v1/posts/{id}/reaction", put(api::posts::like).delete(api::posts::unlike))
        .route("/api/v1/posts/{id}/report", post(api::moderation::report))
        .route("/api/v1/reports", get(api::moderation::index))
        .route("/api/v1/reports/{id}", put(api::moderation::decide))
        .route("/api/v1/groups/{handle}/bans/{actor}", put(api::moderation::ban).delete(api::moderation::lift))
        .route("/api/v1/posts/{id}/order", put(api::posts::order))
        // library
        .route("/api/v1/search", get(api::search::index))
        .route("/api/v1/resources", get(api::search::resources).post(api::resources::create))
        .route("/api/v1/resources/{id}", get(api::resources::show).put(api::resources::update))
        .route("/api/v1/articles", post(api::resources::create_article))
        .route("/api/v1/articles/{id}", get(api::resources::show_article).put(api::resources::update_article))
        .route("/api/v1/uploads", post(api::uploads::create).layer(uploads()))
        // post
        .route("/api/v1/lookup", get(api::lookup::show))
        .route("/api/v1/notices", get(api::notices::index))
        .route("/api/v1/notices/reading", post(api::notices::update))
}

fn inboxes() -> Router<Doors> {
    Router::new()
        .route("/inbox", post(peers::inbox::create))
        .route("/actor/inbox", post(peers::inbox::create))
        .route("/people/{handle}/inbox", post(peers::inbox::create))
        .route("/groups/{handle}/inbox", post(peers::inbox::create))
}

fn discovery(app: &App) -> Router<Doors> {
    use peers::documents::discovery;
    Router::new()
        .route("/.well-known/webfinger", get(discovery::webfinger))
        .route("/.well-known/host-meta", get(discovery::host_meta))
        .route("/actor", get(peers::documents::actors::hub))
        .route("/actor/{collection}", get(peers::documents::actors::collection_of_hub))
        .route("/activities/{id}", get(peers::documents::activities::show))
        .route_layer(from_fn_with_state(app.clone(), peers::documents::when_on))
        .route("/.well-known/nodeinfo", get(discovery::nodeinfo_index))
        .route("/nodeinfo/{version}", get(discovery::nodeinfo))
}

/// What answers at the addresses of pages when ActivityPub is asked for.
fn documents(app: &App) -> Router<Doors> {
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
        .route_layer(from_fn_with_state(app.clone(), peers::documents::when_on))
}

/// The request as it came: what the pages' router found in its path is not the documents' router's.
fn unrouted(request: Request) -> Request {
    let (parts, body) = request.into_parts();
    let mut fresh = Request::new(body);
    *fresh.method_mut() = parts.method;
    *fresh.uri_mut() = parts.uri;
    *fresh.headers_mut() = parts.headers;
    fresh
}

/// HTML or ActivityPub: decided here, by what is asked for, at the addresses that are both.
async fn negotiate(State(documents): State<Router>, request: Request, next: Next) -> Response {
    let mut parts = request.uri().path().split('/').skip(1);
    let shared = matches!(parts.next(), Some("groups" | "people" | "posts")) && parts.count() <= 2;
    if shared && peers::documents::is_for_servers(&request) {
        match documents.oneshot(unrouted(request)).await {
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

/// PDF and office documents are compressed already, and their parts are asked for by position.
fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new()
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/vnd."))
}

/// Files are received piece by piece, each with its own limit.
fn uploads() -> DefaultBodyLimit {
    DefaultBodyLimit::disable()
}

/// How long an answer may take: a file of 50 MB needs twenty minutes at 400 kbit/s, anything else a minute at most.
async fn patience(request: axum::extract::Request, next: axum::middleware::Next) -> Response {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let minutes = if kind.starts_with("multipart/form-data") { 30 } else { 1 };
    match tokio::time::timeout(Duration::from_secs(minutes * 60), next.run(request)).await {
        Ok(response) => response,
        Err(_elapsed) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
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
