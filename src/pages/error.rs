//! A page that cannot be shown: codes of the features become a status and words, in one place.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderValue, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use web::Template;
use web::error::ErrorPage;

use super::Visit;
use crate::app::App;
use crate::doors::{Failure, RequestId};
use crate::store::Error;

#[derive(Debug)]
pub enum PageError {
    Store(Error),
    /// To sign in first, then back to where the reader was.
    SignIn {
        back: String,
    },
    /// Any other status, for example 413.
    Status(StatusCode),
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// Tells the middleware to dress this answer as a page.
#[derive(Debug, Clone, Copy)]
struct Undressed;

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (status, failure) = match self {
            Self::SignIn { back } => {
                let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
                return Redirect::to(&format!("/sign-in?back={back}")).into_response();
            }
            Self::Status(status) => (status, None),
            Self::Store(error) => match error {
                Error::NotFound => (StatusCode::NOT_FOUND, None),
                Error::Forbidden(_) => (StatusCode::FORBIDDEN, None),
                // Forms answer these themselves, with what was typed; here nobody typed.
                Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, None),
                Error::Conflict(_) => (StatusCode::CONFLICT, None),
                Error::Busy(reason) => (StatusCode::SERVICE_UNAVAILABLE, Some(reason)),
                Error::Store(reason) => (StatusCode::INTERNAL_SERVER_ERROR, Some(reason)),
            },
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(Undressed);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        if let Some(reason) = failure {
            response.extensions_mut().insert(Failure(reason));
        }
        response
    }
}

/// Gives every error of a page its page, in the reader's language, with the request's id.
pub async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let visit = request.extensions().get::<Visit>().cloned();
    let response = next.run(request).await;
    if response.extensions().get::<Undressed>().is_none() {
        return response;
    }
    let visit = visit.unwrap_or_else(|| Visit::anonymous(&app));
    let status = response.status();
    let page = ErrorPage::new(visit.shell(""), status.as_u16(), id);
    let (mut parts, _) = response.into_parts();
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
