//! Sessions of programs: a token for an address and a password.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, USER_AGENT};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApiError, Caller, Json};
use crate::accounts::secrets::Secret;
use crate::accounts::sessions::{self, DAYS, Kind};
use crate::app::App;
use crate::doors::ClientIp;
use crate::pages::sessions::{Checked, check};
use crate::store::Error;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    email: String,
    password: String,
}

/// POST /api/v1/sessions
pub async fn create(
    State(app): State<App>,
    ip: ClientIp,
    headers: HeaderMap,
    Json(sent): Json<Credentials>,
) -> Result<(StatusCode, axum::Json<Value>), ApiError> {
    let email = sent.email.replace('\0', "");
    let member = match check(&app, &email, &sent.password, &ip).await? {
        Checked::Right(member) => member,
        Checked::Wrong => return Err(Error::invalid("password", "password").into()),
        Checked::Shut(code) => return Err(Error::Forbidden(code).into()),
        Checked::Wait(seconds) => return Err(ApiError::TooMany { seconds }),
    };
    let (secret, csrf) = (Secret::fresh()?, Secret::fresh()?);
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    app.write(async |tx| sessions::start(tx, &member, Kind::Api, &secret, &csrf, agent).await).await?;
    let body = json!({ "token": secret.text(), "expires_in": DAYS * 24 * 3600 });
    Ok((StatusCode::CREATED, axum::Json(body)))
}

/// DELETE /api/v1/sessions
pub async fn destroy(State(app): State<App>, caller: Caller) -> Result<StatusCode, ApiError> {
    let me = caller.me()?;
    app.write(async |tx| sessions::end(tx, me, me.session).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
