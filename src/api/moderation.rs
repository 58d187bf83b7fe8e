//! Reports and bans, for programs.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::posts::author;
use super::{ApiError, Caller, Json, find_group};
use crate::app::App;
use crate::moderation::{BanDraft, bans, commands, queries};
use crate::posts;
use crate::store::Error;
use crate::store::ids::{ActorId, PostId, ReportId};

type Answer = Result<axum::Json<Value>, ApiError>;

#[derive(Debug, Deserialize)]
pub struct ReportBody {
    reason: String,
}

/// POST /api/v1/posts/{id}/report
pub async fn report(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<ReportBody>,
) -> Result<StatusCode, ApiError> {
    let me = caller.me()?;
    let id = PostId::parse(&id).ok_or(Error::NotFound)?;
    let post = posts::queries::seen(&mut *app.read().await?, &caller.0, id).await?.ok_or(Error::NotFound)?;
    app.write(async |tx| commands::report(tx, me, &post, &body.reason).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// GET /api/v1/reports: what waits for the caller's decision, oldest first, at most 50.
pub async fn index(State(app): State<App>, caller: Caller) -> Answer {
    let me = caller.me()?;
    let mut conn = app.read().await?;
    if !queries::decides(&mut conn, me).await? {
        return Err(Error::NotFound.into());
    }
    let items: Vec<Value> = queries::list_open(&mut conn, me, 0)
        .await?
        .iter()
        .map(|case| {
            json!({
                "id": case.report, "post": case.post.as_ref().map(|post| post.id), "title": case.title,
                "about": author(&case.about, None), "group": case.group.as_ref().map(|group| group.id),
                "members": case.members, "hosts": case.hosts, "reasons": case.reasons, "since": case.since,
            })
        })
        .collect();
    Ok(axum::Json(json!({ "items": items, "next": null })))
}

#[derive(Debug, Deserialize)]
pub struct DecisionBody {
    /// For what is no post; a post is upheld by removing it.
    #[serde(default)]
    upheld: bool,
}

/// PUT /api/v1/reports/{id}
pub async fn decide(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<DecisionBody>,
) -> Result<StatusCode, ApiError> {
    let me = caller.me()?;
    let id = ReportId::parse(&id).ok_or(Error::NotFound)?;
    app.write(async |tx| commands::decide(tx, me, id, body.upheld).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize)]
pub struct BanBody {
    reason: String,
    /// None for good.
    days: Option<u32>,
    #[serde(default)]
    remove_content: bool,
}

/// PUT /api/v1/groups/{handle}/bans/{actor}
pub async fn ban(
    State(app): State<App>,
    caller: Caller,
    Path((handle, actor)): Path<(String, String)>,
    Json(body): Json<BanBody>,
) -> Result<StatusCode, ApiError> {
    let me = caller.me()?;
    let actor = ActorId::parse(&actor).ok_or(Error::NotFound)?;
    let mut conn = app.read().await?;
    let group = find_group(&mut conn, &caller, &handle).await?;
    let whom = bans::whom(&mut conn, actor).await?.id;
    drop(conn);
    if body.reason.trim().is_empty() {
        return Err(Error::invalid("reason", "required").into());
    }
    let until = bans::after_days(app.clock.now(), body.days);
    let draft = BanDraft { whom, reason: body.reason, until, remove_content: body.remove_content };
    app.write(async |tx| bans::ban(tx, &group, me.actor, &draft).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// DELETE /api/v1/groups/{handle}/bans/{actor}
pub async fn lift(
    State(app): State<App>,
    caller: Caller,
    Path((handle, actor)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let me = caller.me()?;
    let actor = ActorId::parse(&actor).ok_or(Error::NotFound)?;
    let group = find_group(&mut *app.read().await?, &caller, &handle).await?;
    app.write(async |tx| bans::lift(tx, &group, me.actor, actor).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
