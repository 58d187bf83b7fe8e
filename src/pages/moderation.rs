//! Keeping order: pin, lock, take out of view with a reason, show again; and what editors put on the front page.

use axum::extract::{Path, State};
use web::thread::ComposePage;

use super::posts::{compose, way};
use super::typed::{self, Typed};
use super::{PageError, PageResult, Sent, Visit, rows};
use crate::app::App;
use crate::groups::{self, Group, Visible};
use crate::posts::{Post, commands, highlights, queries};
use crate::store::Error;
use crate::store::ids::PostId;

/// POST /posts/{id}/pin {on: 1|0}
pub async fn pin(State(app): State<App>, visit: Visit, Path(id): Path<String>, sent: Sent) -> PageResult {
    let (post, group) = found(&visit, &id).await?;
    let (me, on) = (visit.me()?, sent.get("on") == "1");
    app.write(async |tx| commands::pin(tx, &post, &group, me.actor, on).await).await?;
    visit.redirect(&rows::post_path(post.id), Some(if on { "flash-pinned" } else { "flash-unpinned" }))
}

/// POST /posts/{id}/lock {on: 1|0}
pub async fn lock(State(app): State<App>, visit: Visit, Path(id): Path<String>, sent: Sent) -> PageResult {
    let (post, group) = found(&visit, &id).await?;
    let (me, on) = (visit.me()?, sent.get("on") == "1");
    app.write(async |tx| commands::lock(tx, &post, &group, me.actor, on).await).await?;
    visit.redirect(&rows::post_path(post.id), Some(if on { "flash-locked" } else { "flash-unlocked" }))
}

/// POST /posts/{id}/highlight {on: 1|0}
pub async fn highlight(State(app): State<App>, visit: Visit, Path(id): Path<String>, sent: Sent) -> PageResult {
    let (post, _) = found(&visit, &id).await?;
    let (me, on) = (visit.me()?, sent.get("on") == "1");
    app.write(async |tx| highlights::choose(tx, &post, me, on).await).await?;
    visit.redirect(&rows::post_path(post.id), Some(if on { "flash-highlighted" } else { "flash-unhighlighted" }))
}

/// GET /posts/{id}/removal
pub async fn new(visit: Visit, Path(id): Path<String>) -> PageResult {
    let (post, group) = found(&visit, &id).await?;
    let me = visit.me()?;
    let standing = groups::queries::standing(&mut *visit.app.read().await?, group.id(), me.actor).await?;
    if !standing.admin {
        groups::policy::may_moderate(&group, &standing)?;
    }
    visit.page(&page(&visit, &post, &group, blank(&visit, &post)))
}

/// POST /posts/{id}/removal {reason}
pub async fn create(State(app): State<App>, visit: Visit, Path(id): Path<String>, typed: Typed) -> PageResult {
    let me = typed.author(&visit)?;
    let (post, group) = found(&visit, &id).await?;
    let form = || blank(&visit, &post).fill(typed.pairs());
    if let Some(form) = typed.interrupted(&app, form, "reason").await? {
        return visit.unprocessable(&page(&visit, &post, &group, form));
    }
    let reason = typed.get("reason");
    let removed = match reason {
        "" => Err(Error::invalid("reason", "required")),
        reason => app.write(async |tx| commands::remove(tx, &post, &group, me.actor, reason).await).await,
    };
    match removed {
        Ok(()) => visit.redirect(&rows::post_path(post.id), Some("flash-removed")),
        Err(error) => typed::refused(&visit, error, |faults| page(&visit, &post, &group, form().with_faults(faults))),
    }
}

/// POST /posts/{id}/restoration
pub async fn destroy(State(app): State<App>, visit: Visit, Path(id): Path<String>, _sent: Sent) -> PageResult {
    let (post, group) = found(&visit, &id).await?;
    let me = visit.me()?;
    app.write(async |tx| commands::restore(tx, &post, &group, me.actor, false).await).await?;
    visit.redirect(&rows::post_path(post.id), Some("flash-post-restored"))
}

async fn found(visit: &Visit, id: &str) -> Result<(Visible<Post>, Visible<Group>), PageError> {
    let id = PostId::parse(id).ok_or(Error::NotFound)?;
    visit.me_or(&rows::post_path(id))?;
    let mut conn = visit.app.read().await?;
    let post = queries::seen(&mut conn, &visit.viewer, id).await?.ok_or(Error::NotFound)?;
    let group = super::groups::find_by_id(&mut conn, visit, post.group_id).await?;
    Ok((post, group))
}

fn blank(visit: &Visit, post: &Post) -> web::form::Form {
    let base = rows::post_path(post.id);
    let t = visit.words;
    ComposePage::removal(t, format!("{base}/removal"), visit.csrf()).cancel(base, t.t("cancel"))
}

fn page(visit: &Visit, post: &Post, group: &Group, form: web::form::Form) -> ComposePage {
    let t = visit.words;
    compose(visit, way(visit, group, Some(post)), t.t("removal-heading"), t.t("removal-lead"), form)
}
