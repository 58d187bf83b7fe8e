//! The pages behind a digest's one-click address. GET only asks, since mail scanners follow links; POST stops at once
//! (RFC 8058, attack C16).

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use web::unsubscribe::{Step, UnsubscribePage};

use super::{PageResult, Visit};
use crate::app::App;
use crate::digests::commands;
use crate::mail::unsubscribe::{member, secret};
use crate::store::Error;

/// GET /unsubscribe/{token}: asks. Shows nothing of whose it is.
pub async fn show(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> PageResult {
    member(&secret(&app).await?, &token).ok_or(Error::NotFound)?;
    page(&visit, &token, Step::Ask)
}

/// POST /unsubscribe/{token}: stops; with `again` in the body, resumes. From a mail program there is no cookie, no
/// session and no form token: the address itself is the proof.
pub async fn update(State(app): State<App>, visit: Visit, Path(token): Path<String>, body: Bytes) -> PageResult {
    let member = member(&secret(&app).await?, &token).ok_or(Error::NotFound)?;
    if url::form_urlencoded::parse(&body).any(|(name, _)| name == "again") {
        app.write(async |tx| commands::resume(tx, member).await).await?;
        page(&visit, &token, Step::Back)
    } else {
        app.write(async |tx| commands::stop(tx, member).await).await?;
        page(&visit, &token, Step::Done)
    }
}

fn page(visit: &Visit, token: &str, step: Step) -> PageResult {
    let page = UnsubscribePage::new(visit.shell(""), format!("/unsubscribe/{token}"), step);
    let mut response = visit.page(&page)?;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
