//! Why a request did not give what it was for, and whether another try may.

use std::error::Error as _;

use http::StatusCode;

use super::guard::Forbidden;

/// Why something could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    #[error("forbidden address: {0}")]
    Forbidden(String),
    #[error("no answer in time")]
    Timeout,
    /// 410, or a Tombstone instead of the object.
    #[error("gone")]
    Gone,
    #[error("not found")]
    NotFound,
    /// 401 or 403, after every way to sign was tried.
    #[error("the other server refuses access")]
    Unauthorized,
    #[error("the answer is too large")]
    TooLarge,
    #[error("the answer is of another type: {0}")]
    WrongType(String),
    /// The document is about something else than what was asked for (A01, A03).
    #[error("the answer is another object: {0}")]
    WrongId(String),
    #[error("too many redirects")]
    Redirects,
    #[error("network: {0}")]
    Network(String),
    #[error("status {0}")]
    Status(u16),
}

impl RemoteError {
    /// Whether trying again later can help.
    pub fn is_passing(&self) -> bool {
        match self {
            RemoteError::Timeout | RemoteError::Network(_) => true,
            RemoteError::Status(status) => matches!(status, 408 | 425 | 429 | 500..),
            _ => false,
        }
    }

    pub(super) fn from_reqwest(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            return RemoteError::Timeout;
        }
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(inner) = source {
            if let Some(Forbidden(why)) = inner.downcast_ref() {
                return RemoteError::Forbidden(why.clone());
            }
            text = inner.to_string();
            source = inner.source();
        }
        RemoteError::Network(text)
    }

    pub(super) fn from_status(status: StatusCode) -> Self {
        match status.as_u16() {
            401 | 403 => RemoteError::Unauthorized,
            404 => RemoteError::NotFound,
            410 => RemoteError::Gone,
            other => RemoteError::Status(other),
        }
    }
}

impl From<Forbidden> for RemoteError {
    fn from(forbidden: Forbidden) -> Self {
        RemoteError::Forbidden(forbidden.0)
    }
}
