//! A page that cannot be shown: codes of the features become a status and words, in one place.

use axum::http::StatusCode;
use axum::http::header::{HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Redirect, Response};

use crate::doors::Failure;
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
    /// A page of its own, for example the one that keeps a text.
    Answer(Box<Response>),
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// Tells the middleware to dress this answer as a page.
#[derive(Debug, Clone, Copy)]
pub struct Undressed;

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (status, failure) = match self {
            Self::SignIn { back } => {
                let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
                return Redirect::to(&format!("/sign-in?back={back}")).into_response();
            }
            Self::Status(status) => (status, None),
            Self::Answer(response) => return *response,
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
