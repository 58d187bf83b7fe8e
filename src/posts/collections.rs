//! What servers ask of posts: addresses of answers and of whole conversations, what is pinned. Rows of a group that the
//! caller has proven to be visible.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Post;
use crate::store::ids::{ActorId, PostId};
use crate::store::schema::{actors, posts};
use crate::store::{Conn, Result};

/// The largest conversation that is listed whole.
const MOST: i64 = 5_000;

/// Addresses of the direct answers to a post, oldest first, and how many there are.
pub async fn list_answers(conn: &mut Conn, post: PostId, offset: i64, at_most: i64) -> Result<(Vec<String>, i64)> {
    let answers = posts::table.filter(posts::parent_id.eq(post)).filter(posts::withdrawn_at.is_null());
    let urls = answers
        .order((posts::published_at, posts::id))
        .offset(offset)
        .limit(at_most)
        .select(posts::url)
        .load(conn)
        .await?;
    Ok((urls, answers.count().get_result(conn).await?))
}

/// Addresses of a root and of everything below it, oldest first. What is not listed here, NodeBB does not take.
pub async fn list_conversation(conn: &mut Conn, root: PostId) -> Result<Vec<String>> {
    Ok(posts::table
        .filter(posts::root_id.eq(root))
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .order((posts::published_at, posts::id))
        .limit(MOST)
        .select(posts::url)
        .load(conn)
        .await?)
}

/// Pinned roots of a group, newest pin first.
pub async fn list_pinned(conn: &mut Conn, group: ActorId) -> Result<Vec<PostId>> {
    Ok(posts::table
        .filter(posts::group_id.eq(group))
        .filter(posts::pinned_at.is_not_null())
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .order(posts::pinned_at.desc())
        .limit(20)
        .select(posts::id)
        .load(conn)
        .await?)
}

/// Which of `urls` are known, with the addresses of their authors.
pub async fn list_by_urls(conn: &mut Conn, urls: &[String]) -> Result<Vec<(Post, String)>> {
    Ok(posts::table
        .inner_join(actors::table.on(actors::id.eq(posts::author_id)))
        .filter(posts::url.eq_any(urls))
        .select((Post::as_select(), actors::url))
        .load(conn)
        .await?)
}
