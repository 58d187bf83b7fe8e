//! GET /api/v1/lookup: anything of the fediverse by its handle or address, fetched when it is not known here.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApiError, Caller};
use crate::actors::Actor;
use crate::peers::lookup::{Found, NotFound};
use crate::peers::{Peers, objects};
use crate::store::Error;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// GET /api/v1/lookup?q=
pub async fn show(
    State(peers): State<Peers>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Value>, ApiError> {
    caller.me()?;
    let actor = |kind: &str, actor: &Actor| {
        let handle = match actor.is_local() {
            true => actor.handle.clone(),
            false => objects::handle_of(&peers.app.site, actor).trim_start_matches('@').to_owned(),
        };
        json!({ "kind": kind, "handle": handle, "name": actor.name, "url": actor.url })
    };
    match peers.look_up(&asked.q).await {
        Ok(Found::Group(found)) => Ok(axum::Json(actor("group", &found))),
        Ok(Found::Person(found)) => Ok(axum::Json(actor("person", &found))),
        Ok(Found::Post(post)) => {
            Ok(axum::Json(json!({ "kind": "post", "id": post.id, "name": post.title, "url": post.url })))
        }
        Err(NotFound::Malformed) => Err(Error::invalid("q", "invalid").into()),
        Err(NotFound::Unknown) => Err(Error::NotFound.into()),
        Err(NotFound::NotAllowed) => Err(Error::Forbidden("not-allowed").into()),
        Err(NotFound::Unreachable) => {
            Err(ApiError::Body(StatusCode::BAD_GATEWAY, "the other server does not answer".to_owned()))
        }
    }
}
