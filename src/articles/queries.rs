//! Finding articles.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Article;
use crate::store::ids::PostId;
use crate::store::schema::articles;
use crate::store::{Conn, Result};

/// Without a viewer: for commands, what goes out, and posts that were already proved visible.
pub async fn by_post(conn: &mut Conn, post: PostId) -> Result<Option<Article>> {
    Ok(articles::table.find(post).select(Article::as_select()).first(conn).await.optional()?)
}

/// Summaries of posts that were already proved visible.
pub async fn list_by_posts(conn: &mut Conn, posts: &[PostId]) -> Result<Vec<Article>> {
    Ok(articles::table.filter(articles::post_id.eq_any(posts)).select(Article::as_select()).load(conn).await?)
}
