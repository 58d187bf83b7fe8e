//! Gives every error of a page its page, in the reader's language, with the request's id.

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use web::Template;
use web::error::ErrorPage;

use super::Visit;
use super::error::Undressed;
use crate::app::App;
use crate::doors::RequestId;

/// The middleware around all pages, and once more around what happens before it is known who visits.
pub async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let visit = request.extensions().get::<Visit>().cloned();
    let visit = visit.unwrap_or_else(|| Visit::anonymous(&app, request.headers(), request.uri()));
    let response = next.run(request).await;
    if response.extensions().get::<Undressed>().is_none() {
        return response;
    }
    let status = response.status();
    let page = ErrorPage::new(visit.shell(""), status.as_u16(), id);
    let (mut parts, _) = response.into_parts();
    parts.extensions.remove::<Undressed>();
    parts.headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    parts.headers.insert("content-type", HeaderValue::from_static("text/html; charset=utf-8"));
    match page.render() {
        Ok(html) => (parts, html).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page could not be rendered");
            (parts, status.to_string()).into_response()
        }
    }
}
