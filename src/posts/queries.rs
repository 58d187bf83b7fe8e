//! One post and what hangs on it.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Attachment, Post, Reaction};
use crate::accounts::Viewer;
use crate::actors::Actor;
use crate::groups::Visible;
use crate::groups::seeing::seen_by;
use crate::store::ids::{ActorId, PostId};
use crate::store::schema::{actors, attachments, hosts, post_counts, posts, reactions, revisions};
use crate::store::{Conn, Result};

/// Without a viewer: for commands and what goes out.
pub async fn by_id(conn: &mut Conn, id: PostId) -> Result<Option<Post>> {
    Ok(posts::table.find(id).select(Post::as_select()).first(conn).await.optional()?)
}

/// Without a viewer: for what arrives.
pub async fn by_url(conn: &mut Conn, url: &str) -> Result<Option<Post>> {
    Ok(posts::table.filter(posts::url.eq(url)).select(Post::as_select()).first(conn).await.optional()?)
}

/// By its address, whose id `ours` is when it is one of this hub.
pub async fn by_address(conn: &mut Conn, (ours, url): (Option<PostId>, &str)) -> Result<Option<Post>> {
    match ours {
        Some(id) => by_id(conn, id).await,
        None => by_url(conn, url).await,
    }
}

/// Without a viewer: for what arrives.
pub async fn list_by_urls(conn: &mut Conn, urls: &HashSet<&str>) -> Result<Vec<Post>> {
    Ok(posts::table.filter(posts::url.eq_any(urls)).select(Post::as_select()).load(conn).await?)
}

/// The post that an actor's reaction with this address is for, and which reaction it is.
pub async fn by_reaction(conn: &mut Conn, url: &str, by: ActorId) -> Result<Option<(Post, Reaction)>> {
    let found: Option<(Post, String)> = reactions::table
        .inner_join(posts::table)
        .filter(reactions::url.eq(url))
        .filter(reactions::actor_id.eq(by))
        .select((Post::as_select(), reactions::kind))
        .first(conn)
        .await
        .optional()?;
    Ok(found.and_then(|(post, kind)| Some((post, Reaction::parse(&kind)?))))
}

/// The groups that somebody posted in, at most 100.
pub async fn list_groups_of(conn: &mut Conn, author: ActorId) -> Result<Vec<ActorId>> {
    Ok(posts::table
        .filter(posts::author_id.eq(author))
        .select(posts::group_id)
        .distinct()
        .limit(100)
        .load(conn)
        .await?)
}

/// What somebody reacted to, and how.
pub async fn list_reacted(conn: &mut Conn, by: ActorId, limit: i64) -> Result<Vec<(Post, Reaction)>> {
    let found: Vec<(Post, String)> = reactions::table
        .inner_join(posts::table)
        .filter(reactions::actor_id.eq(by))
        .select((Post::as_select(), reactions::kind))
        .limit(limit)
        .load(conn)
        .await?;
    Ok(found.into_iter().filter_map(|(post, kind)| Some((post, Reaction::parse(&kind)?))).collect())
}

/// What somebody wrote and has not withdrawn, newest first: for taking all of it back.
pub async fn list_by_author(conn: &mut Conn, author: ActorId, limit: i64) -> Result<Vec<Post>> {
    Ok(posts::table
        .filter(posts::author_id.eq(author))
        .filter(posts::withdrawn_at.is_null())
        .order(posts::published_at.desc())
        .limit(limit)
        .select(Post::as_select())
        .load(conn)
        .await?)
}

/// A post that `viewer` may see, gone or not: a stub says so.
pub async fn seen(conn: &mut Conn, viewer: &Viewer, id: PostId) -> Result<Option<Visible<Post>>> {
    let found: Option<Post> = posts::table
        .find(id)
        .filter(posts::group_id.eq_any(seen_by(viewer)))
        .select(Post::as_select())
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(Visible::proven))
}

/// A post with who wrote it and its counters.
#[derive(Debug, Clone)]
pub struct Full {
    pub post: Post,
    pub author: Actor,
    /// Host name of an author elsewhere.
    pub host: Option<String>,
    pub replies: i32,
    pub reactions: i32,
}

/// Posts with their authors, in the order of `ids`; the proof is that of whoever found the ids.
pub async fn list_full(conn: &mut Conn, ids: &[PostId]) -> Result<Vec<Full>> {
    let found: Vec<(Post, Actor, Option<String>, i32, i32)> = posts::table
        .inner_join(actors::table.on(actors::id.eq(posts::author_id)))
        .left_join(hosts::table.on(actors::host_id.eq(hosts::id.nullable())))
        .inner_join(post_counts::table.on(post_counts::post_id.eq(posts::id)))
        .filter(posts::id.eq_any(ids))
        .select((
            Post::as_select(),
            Actor::as_select(),
            hosts::name.nullable(),
            post_counts::replies,
            post_counts::reactions,
        ))
        .load(conn)
        .await?;
    let mut found: std::collections::HashMap<PostId, Full> = found
        .into_iter()
        .map(|(post, author, host, replies, reactions)| (post.id, Full { post, author, host, replies, reactions }))
        .collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

pub async fn list_attachments(conn: &mut Conn, ids: &[PostId]) -> Result<Vec<Attachment>> {
    Ok(attachments::table
        .filter(attachments::post_id.eq_any(ids))
        .order((attachments::post_id, attachments::position))
        .select(Attachment::as_select())
        .load(conn)
        .await?)
}

/// Which of `ids` the actor likes.
pub async fn list_liked(conn: &mut Conn, ids: &[PostId], actor: ActorId) -> Result<Vec<PostId>> {
    Ok(reactions::table
        .filter(reactions::post_id.eq_any(ids))
        .filter(reactions::actor_id.eq(actor))
        .filter(reactions::kind.eq("like"))
        .select(reactions::post_id)
        .load(conn)
        .await?)
}

#[derive(Debug, Clone, Queryable)]
pub struct Revision {
    pub title: String,
    pub body_html: String,
    pub made_at: DateTime<Utc>,
    pub editor: String,
}

/// What a visible post said before, newest first, at most 50.
pub async fn list_revisions(conn: &mut Conn, post: &Visible<Post>) -> Result<Vec<Revision>> {
    Ok(revisions::table
        .inner_join(actors::table.on(actors::id.eq(revisions::editor_id)))
        .filter(revisions::post_id.eq(post.id))
        .order(revisions::made_at.desc())
        .limit(50)
        .select((revisions::title, revisions::body_html, revisions::made_at, actors::name))
        .load(conn)
        .await?)
}
