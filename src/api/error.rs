//! Errors of the API: a status and `{"error": code, "message": text, "fields": {field: code}}`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::doors::Failure;
use crate::store::Error;

#[derive(Debug)]
pub enum ApiError {
    Store(Error),
    Unauthorized,
    /// The body could not be read: status and why.
    Body(StatusCode, String),
    TooMany {
        seconds: i64,
    },
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let plain = |status, code: &str, message: &str| (status, json!({ "error": code, "message": message }), None);
        let (status, body, failure) = match self {
            Self::Unauthorized => plain(StatusCode::UNAUTHORIZED, "unauthorized", "a valid bearer token is needed"),
            Self::Body(status, message) => plain(status, "bad-body", &message),
            Self::TooMany { seconds } => {
                plain(StatusCode::TOO_MANY_REQUESTS, "too-many", &format!("try again in {seconds} s"))
            }
            Self::Store(Error::NotFound) => plain(StatusCode::NOT_FOUND, "not-found", "there is no such thing"),
            Self::Store(Error::Forbidden(code)) => plain(StatusCode::FORBIDDEN, code, "this is not yours to do"),
            Self::Store(Error::Conflict(code)) => plain(StatusCode::CONFLICT, code, "it conflicts with what is there"),
            Self::Store(Error::Invalid(faults)) => {
                let fields: Map<String, Value> =
                    faults.iter().map(|fault| (fault.field.to_owned(), fault.code.into())).collect();
                let body =
                    json!({ "error": "invalid", "message": "some fields are not as they must be", "fields": fields });
                (StatusCode::UNPROCESSABLE_ENTITY, body, None)
            }
            Self::Store(Error::Busy(reason)) => {
                let (status, body, _) = plain(StatusCode::SERVICE_UNAVAILABLE, "busy", "try again in a moment");
                (status, body, Some(reason))
            }
            Self::Store(Error::Store(reason)) => {
                let (status, body, _) = plain(StatusCode::INTERNAL_SERVER_ERROR, "internal", "it is logged");
                (status, body, Some(reason))
            }
        };
        let mut response = (status, Json(body)).into_response();
        if let Some(reason) = failure {
            response.extensions_mut().insert(Failure(reason));
        }
        response
    }
}
