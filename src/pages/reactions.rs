//! Finding a post helpful, or no longer.

use axum::extract::{Path, State};

use super::{PageResult, Sent, Visit, rows};
use crate::app::App;
use crate::posts::{Reaction, commands, queries};
use crate::store::Error;
use crate::store::ids::PostId;

/// POST /posts/{id}/reaction {on: 1|0}
pub async fn update(State(app): State<App>, visit: Visit, Path(id): Path<String>, sent: Sent) -> PageResult {
    let id = PostId::parse(&id).ok_or(Error::NotFound)?;
    let me = visit.me_or(&rows::post_path(id))?;
    let post = queries::seen(&mut *app.read().await?, &visit.viewer, id).await?.ok_or(Error::NotFound)?;
    let on = sent.get("on") == "1";
    app.write(async |tx| {
        if on {
            commands::react(tx, &post, me.actor, Reaction::Like, None).await
        } else {
            commands::unreact(tx, &post, me.actor, Reaction::Like).await
        }
    })
    .await?;
    visit.redirect(&rows::place_of(&post), None)
}
