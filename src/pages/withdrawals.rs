//! An author takes a post back: asked first, for it cannot be undone.

use axum::extract::{Path, State};
use web::thread::ComposePage;

use super::posts::{compose, way};
use super::{PageError, PageResult, Sent, Visit, rows};
use crate::app::App;
use crate::groups::{Group, queries as groups};
use crate::posts::{Post, commands, policy, queries};
use crate::store::Error;
use crate::store::ids::PostId;

/// GET /posts/{id}/withdrawal
pub async fn new(visit: Visit, Path(id): Path<String>) -> PageResult {
    let t = visit.words;
    let (post, group) = own(&visit, &id).await?;
    let base = rows::post_path(post.id);
    let form =
        ComposePage::withdrawal(t, format!("{base}/withdrawal"), visit.csrf()).cancel(base.as_str(), t.t("cancel"));
    let way = way(&visit, &group, Some(&post));
    visit.page(&compose(&visit, way, t.t("withdrawal-heading"), t.t("withdrawal-lead"), form))
}

/// POST /posts/{id}/withdrawal
pub async fn create(State(app): State<App>, visit: Visit, Path(id): Path<String>, _sent: Sent) -> PageResult {
    let (post, group) = own(&visit, &id).await?;
    let me = visit.me()?;
    let unused = app.write(async |tx| commands::withdraw(tx, &post, me.actor).await).await?;
    for hash in unused {
        if let Err(error) = app.media.remove(&hash).await {
            tracing::warn!(%error, hash, "posts: a withdrawn file could not be removed");
        }
    }
    // What is left is a stub in its thread; a root without answers leaves nothing to look at.
    let back = if post.is_root() { rows::path_of(&group) } else { rows::post_path(post.id) };
    visit.redirect(&back, Some("flash-withdrawn"))
}

async fn own(visit: &Visit, id: &str) -> Result<(Post, Group), PageError> {
    let id = PostId::parse(id).ok_or(Error::NotFound)?;
    let me = visit.me_or(&rows::post_path(id))?;
    let mut conn = visit.app.read().await?;
    let post = queries::seen(&mut conn, &visit.viewer, id).await?.ok_or(Error::NotFound)?;
    let group = super::groups::find_by_id(&mut conn, visit, post.group_id).await?;
    let standing = groups::standing(&mut conn, group.id(), me.actor).await?;
    policy::may_withdraw(&post, &standing)?;
    Ok((post.into_inner(), group.into_inner()))
}
