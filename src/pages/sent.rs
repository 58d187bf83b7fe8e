//! What a form sent: its pairs, checked to come from a page of the same session (attack C12).

use axum::RequestExt;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use subtle::ConstantTimeEq;

use super::{PageError, Visit};

#[derive(Debug, Clone, Default)]
pub struct Sent(pub Vec<(String, String)>);

/// More pairs than any form of ours has, and bytes where the address sets no limit of its own.
const MOST_PAIRS: usize = 500;
const BYTES_MOST: usize = 2 * 1024 * 1024;

impl Sent {
    /// The first value of `name`, trimmed; empty when absent.
    pub fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// The first value as it was typed: for passwords.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned()).collect()
    }

    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some_and(|value| !value.is_empty())
    }

    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The pairs of a request, whoever made it.
    pub async fn unchecked(request: Request) -> Result<Self, PageError> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(PageError::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes = to_bytes(request.into_limited_body(), BYTES_MOST)
            .await
            .map_err(|_too_large| PageError::Status(StatusCode::PAYLOAD_TOO_LARGE))?;
        let pairs = url::form_urlencoded::parse(&bytes)
            .take(MOST_PAIRS)
            // PostgreSQL refuses NUL in text; browsers send CR LF for line ends.
            .map(|(key, value)| (key.into_owned(), value.replace('\0', "").replace("\r\n", "\n")))
            .collect();
        Ok(Self(pairs))
    }

    /// Checks the session's token in the pair `csrf`.
    pub fn checked(self, visit: &Visit) -> Result<Self, PageError> {
        let expected = visit.csrf();
        if expected.is_empty() || bool::from(self.raw("csrf").as_bytes().ct_eq(expected.as_bytes())) {
            Ok(self)
        } else {
            Err(PageError::Status(StatusCode::FORBIDDEN))
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = PageError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Self::Rejection> {
        let visit = request.extensions().get::<Visit>().cloned();
        let visit = visit.ok_or(PageError::Status(StatusCode::INTERNAL_SERVER_ERROR))?;
        Self::unchecked(request).await?.checked(&visit)
    }
}
