//! What is new for a member: answers to their words, unread replies of threads they read.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Post;
use crate::accounts::{Me, Viewer};
use crate::groups::Visible;
use crate::groups::seeing::seen_by;
use crate::store::ids::PostId;
use crate::store::schema::{actors, posts, reads};
use crate::store::{Conn, Result};

diesel::alias! {
    const PARENT: Alias<Parent> = posts as parent_post;
    const ROOT: Alias<Root> = posts as root_post;
}

/// A reply to something of the viewer's.
#[derive(Debug, Clone)]
pub struct Answer {
    pub post: Post,
    pub author: String,
    /// Of the thread.
    pub title: String,
}

/// Replies to what the viewer wrote since `since`, newest first, at most `limit`; none for who has no account.
pub async fn list_answers(
    conn: &mut Conn,
    viewer: &Viewer,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Visible<Answer>>> {
    let Some(me) = viewer.actor() else { return Ok(Vec::new()) };
    let found: Vec<(Post, String, String)> = posts::table
        .inner_join(PARENT.on(PARENT.field(posts::id).nullable().eq(posts::parent_id)))
        .inner_join(ROOT.on(ROOT.field(posts::id).eq(posts::root_id)))
        .inner_join(actors::table.on(actors::id.eq(posts::author_id)))
        .filter(PARENT.field(posts::author_id).eq(me))
        .filter(posts::author_id.ne(me))
        .filter(posts::created_at.gt(since))
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::removed_there_at.is_null())
        .filter(posts::group_id.eq_any(seen_by(viewer)))
        .order((posts::created_at.desc(), posts::id.desc()))
        .limit(limit)
        .select((Post::as_select(), actors::name, ROOT.field(posts::title)))
        .load(conn)
        .await?;
    Ok(found.into_iter().map(|(post, author, title)| Visible::proven(Answer { post, author, title })).collect())
}

/// How many replies of each thread `me` has not seen; threads that were never opened are absent.
pub async fn count_unread(conn: &mut Conn, me: &Me, roots: &[PostId]) -> Result<HashMap<PostId, i64>> {
    let found: Vec<(PostId, i64)> = posts::table
        .inner_join(reads::table.on(reads::root_id.eq(posts::root_id)))
        .filter(reads::member_id.eq(me.member))
        .filter(posts::root_id.eq_any(roots))
        .filter(posts::parent_id.is_not_null())
        .filter(posts::created_at.gt(reads::seen_at))
        .filter(posts::author_id.ne(me.actor))
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::removed_there_at.is_null())
        .group_by(posts::root_id)
        .select((posts::root_id, count_star()))
        .load(conn)
        .await?;
    Ok(found.into_iter().collect())
}
