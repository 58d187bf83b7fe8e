//! The member who calls: who they are, how they want the hub.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use web::locale::Lang;

use super::{ApiError, Caller, Json};
use crate::accounts::profile::{self, Preferences};
use crate::accounts::{Me, queries};
use crate::app::App;
use crate::store::Error;

#[derive(Serialize)]
pub struct Myself {
    handle: String,
    name: String,
    url: String,
    email: String,
    role: String,
    organisation: String,
    country: Option<String>,
    spoken: Vec<String>,
    words: String,
    language: String,
    time_zone: String,
    digest: String,
    digest_hour: i16,
    theme: String,
    unread_notices: i64,
}

/// GET /api/v1/me
pub async fn show(State(app): State<App>, caller: Caller) -> Result<axum::Json<Myself>, ApiError> {
    Ok(axum::Json(myself(&app, caller.me()?).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    language: Option<String>,
    time_zone: Option<String>,
    digest: Option<String>,
    digest_hour: Option<i16>,
    theme: Option<String>,
}

/// PATCH /api/v1/me: what is not given stays.
pub async fn update(
    State(app): State<App>,
    caller: Caller,
    Json(sent): Json<Wish>,
) -> Result<axum::Json<Myself>, ApiError> {
    let me = caller.me()?;
    let Wish { language, time_zone, digest, digest_hour, theme } = sent;
    let wish = Preferences { language, time_zone, digest, digest_hour, theme };
    app.write(async |tx| profile::prefer(tx, me, &wish, &Lang::ALL.map(Lang::code)).await).await?;
    Ok(axum::Json(myself(&app, me).await?))
}

async fn myself(app: &App, me: &Me) -> Result<Myself, Error> {
    let member = queries::by_id(&mut *app.read().await?, me.member).await?.ok_or(Error::NotFound)?;
    Ok(Myself {
        url: app.site.person(&me.handle),
        handle: me.handle.clone(),
        name: me.name.clone(),
        email: member.email,
        role: member.role,
        organisation: member.organisation,
        country: member.country,
        spoken: member.spoken,
        words: member.bio_source,
        language: member.language,
        time_zone: member.time_zone,
        digest: member.digest,
        digest_hour: member.digest_hour,
        theme: member.theme,
        unread_notices: me.unread,
    })
}
