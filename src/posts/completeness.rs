//! How much of a thread from elsewhere is here: what its own server counts beside what we have.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Post;
use crate::store::ids::{ActorId, PostId};
use crate::store::schema::{post_counts, posts};
use crate::store::{Conn, Result, Tx};

/// How long an answer to asking is awaited before one may ask again.
const PATIENCE: TimeDelta = TimeDelta::minutes(2);

/// What is known about a thread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Queryable)]
pub struct Known {
    /// Replies that its server counts.
    pub replies: i32,
    /// When the rest was last asked for.
    pub asked_at: Option<DateTime<Utc>>,
}

impl Known {
    pub fn is_asked(&self, now: DateTime<Utc>) -> bool {
        self.asked_at.is_some_and(|at| now - at < PATIENCE)
    }
}

pub async fn of(conn: &mut Conn, root: PostId) -> Result<Known> {
    let found = post_counts::table.find(root).select((post_counts::known_replies, post_counts::asked_at));
    Ok(found.first(conn).await.optional()?.unwrap_or_default())
}

/// Its server counts at least so many replies.
pub async fn at_least(tx: &mut Tx, root: PostId, replies: u64) -> Result<()> {
    let replies = i32::try_from(replies).unwrap_or(i32::MAX);
    diesel::update(post_counts::table.find(root).filter(post_counts::known_replies.lt(replies)))
        .set(post_counts::known_replies.eq(replies))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The rest was fetched as far as it goes: what is here now, and `missing` that may still be had.
pub async fn looked(tx: &mut Tx, root: PostId, missing: u64) -> Result<()> {
    let here: i64 = posts::table
        .filter(posts::root_id.eq(root))
        .filter(posts::parent_id.is_not_null())
        .count()
        .get_result(tx.conn())
        .await?;
    let known = i32::try_from(here.unsigned_abs().saturating_add(missing)).unwrap_or(i32::MAX);
    diesel::update(post_counts::table.find(root))
        .set((post_counts::known_replies.eq(known), post_counts::asked_at.eq(None::<DateTime<Utc>>)))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Somebody asks for the rest; false when somebody just has.
pub async fn ask(tx: &mut Tx, root: PostId) -> Result<bool> {
    let now = tx.now;
    let stale = post_counts::asked_at.is_null().or(post_counts::asked_at.lt(now - PATIENCE));
    let changed = diesel::update(post_counts::table.find(root).filter(stale))
        .set(post_counts::asked_at.eq(now))
        .execute(tx.conn())
        .await?;
    Ok(changed == 1)
}

/// The newest roots of a group, without a viewer: for completing their threads.
pub async fn list_newest_roots(conn: &mut Conn, group: ActorId, most: i64) -> Result<Vec<Post>> {
    Ok(posts::table
        .filter(posts::group_id.eq(group))
        .filter(posts::parent_id.is_null())
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::removed_there_at.is_null())
        .order((posts::published_at.desc(), posts::id.desc()))
        .limit(most)
        .select(Post::as_select())
        .load(conn)
        .await?)
}
