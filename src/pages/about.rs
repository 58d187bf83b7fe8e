//! What this hub is, what it does with what people tell it, and how it may be put on a phone's first page.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use web::Html;
use web::about::{AboutPage, PrivacyPage};

use super::{PageResult, Visit};
use crate::app::App;
use crate::posts::census;

/// GET /about
pub async fn show(State(app): State<App>, visit: Visit) -> PageResult {
    let census = census::take(&mut *app.read().await?, app.clock.now()).await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let t = visit.words;
    visit.page(&AboutPage {
        t,
        shell: visit.shell(&t.t("foot-about")),
        body: Html::default(),
        members: count(census.members),
        groups: count(census.groups),
        publications: count(census.resources),
        contact: app.config.site.contact.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// GET /privacy
pub async fn privacy(State(app): State<App>, visit: Visit) -> PageResult {
    let t = visit.words;
    let contact = app.config.site.contact.clone();
    visit.page(&PrivacyPage { t, shell: visit.shell(&t.t("foot-privacy")), body: Html::default(), contact })
}

/// GET /manifest.webmanifest
pub async fn manifest(visit: Visit) -> Response {
    let body = web::shell::manifest(&visit.shell("").hub, visit.words.lang);
    ([(CONTENT_TYPE, "application/manifest+json"), (CACHE_CONTROL, "public, max-age=3600")], body).into_response()
}
