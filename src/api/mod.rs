//! The door for programs: JSON under /api/v1, the same commands as the pages. Each file's paths are described in
//! openapi/*.json; a test holds them against the router.

pub mod error;
pub mod groups;
pub mod lookup;
pub mod members;
pub mod moderation;
pub mod notices;
pub mod openapi;
pub mod posts;
pub mod resources;
pub mod search;
pub mod sessions;
pub mod uploads;

pub use error::ApiError;

use axum::extract::{FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::accounts::{self, Me, Viewer};
use crate::doors::{Doors, turns};
use crate::groups::{Group, Visible, queries};
use crate::store::{Conn, Error};

/// Who calls: `Authorization: Bearer TOKEN` of `POST /api/v1/sessions`, or nobody. Cookies count for nothing here.
#[derive(Debug, Clone)]
pub struct Caller(pub Viewer);

impl Caller {
    pub fn me(&self) -> Result<&Me, ApiError> {
        self.0.me().ok_or(ApiError::Unauthorized)
    }
}

impl FromRequestParts<Doors> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Self::Rejection> {
        let Some(header) = parts.headers.get(AUTHORIZATION) else { return Ok(Self(Viewer::Anyone)) };
        let token = header.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")).ok_or(ApiError::Unauthorized)?;
        let app = &doors.app;
        let found = accounts::queries::by_session(&mut *app.read().await?, token.trim(), app.clock.now()).await?;
        found.map(|me| Self(Viewer::Member(me))).ok_or(ApiError::Unauthorized)
    }
}

/// The middleware around the door: a turn for each request (promise R09).
pub async fn in_turn(request: Request, next: Next) -> Response {
    match turns::take(request).await {
        Ok((request, _turn)) => next.run(request).await,
        Err(StatusCode::PAYLOAD_TOO_LARGE) => {
            ApiError::Body(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large".to_owned()).into_response()
        }
        Err(_) => ApiError::from(Error::Busy("too many requests wait already".to_owned())).into_response(),
    }
}

/// A JSON body; what is not the expected JSON answers 400, 413, 415 or 422 with a reason.
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned> axum::extract::FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: axum::extract::Request, state: &S) -> Result<Self, Self::Rejection> {
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(ApiError::Body(rejection.status(), rejection.body_text())),
        }
    }
}

/// A group by its handle, if the caller may see it.
pub async fn find_group(conn: &mut Conn, caller: &Caller, handle: &str) -> Result<Visible<Group>, Error> {
    queries::seen_by_handle(conn, &caller.0, handle).await?.ok_or(Error::NotFound)
}
