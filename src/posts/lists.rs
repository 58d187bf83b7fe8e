//! Lists of roots for a viewer: a group's, a kind's, a person's, the newest; pages by cursor, never by number of rows.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Kind, Post};
use crate::accounts::Viewer;
use crate::actors::Actor;
use crate::groups::Visible;
use crate::groups::seeing::seen_by;
use crate::store::ids::{ActorId, PostId};
use crate::store::schema::{actors, groups, hosts, memberships, post_counts, posts};
use crate::store::{Conn, Result};

diesel::alias!(actors as group_actors: GroupActor);

/// Rows on one page.
pub const PAGE: i64 = 20;

/// A root as a list shows it.
#[derive(Debug, Clone)]
pub struct Card {
    pub post: Post,
    pub author: Actor,
    pub host: Option<String>,
    pub group_handle: String,
    pub group_name: String,
    pub group_url: String,
    pub group_is_local: bool,
    pub replies: i32,
    pub reactions: i32,
}

#[derive(Debug, Clone)]
pub struct Page {
    pub cards: Vec<Visible<Card>>,
    /// Where the next page starts; None on the last.
    pub next: Option<Cursor>,
}

/// Behind which row a page starts: its time and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub at: DateTime<Utc>,
    pub id: PostId,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.at.timestamp_micros(), self.id)
    }
}

impl std::str::FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (at, id) = text.split_once('-').ok_or("not a cursor")?;
        let at = at.parse().ok().and_then(DateTime::from_timestamp_micros).ok_or("not a cursor")?;
        Ok(Self { at, id: PostId::parse(id).ok_or("not a cursor")? })
    }
}

/// Which roots to list, the newest first; all given conditions hold together.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub group: Option<ActorId>,
    pub author: Option<ActorId>,
    pub kinds: Vec<Kind>,
    pub language: Option<String>,
    /// Only groups that this actor belongs to.
    pub groups_of: Option<ActorId>,
    pub since: Option<DateTime<Utc>>,
    /// Only these.
    pub among: Option<Vec<PostId>>,
    /// Only pinned ones.
    pub pinned: bool,
}

/// One page of at most `limit` roots behind `after`.
pub async fn list(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &Filter,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Page> {
    let mut query = posts::table
        .inner_join(actors::table.on(actors::id.eq(posts::author_id)))
        .left_join(hosts::table.on(actors::host_id.eq(hosts::id.nullable())))
        .inner_join(group_actors.on(group_actors.field(actors::id).eq(posts::group_id)))
        .inner_join(post_counts::table.on(post_counts::post_id.eq(posts::id)))
        .filter(posts::parent_id.is_null())
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::removed_there_at.is_null())
        .filter(posts::group_id.eq_any(seen_by(viewer)))
        .select((
            Post::as_select(),
            Actor::as_select(),
            hosts::name.nullable(),
            (
                group_actors.field(actors::handle),
                group_actors.field(actors::name),
                group_actors.field(actors::url),
                group_actors.field(actors::host_id).is_null(),
            ),
            post_counts::replies,
            post_counts::reactions,
        ))
        .limit(limit + 1)
        .into_boxed();
    if let Some(group) = filter.group {
        query = query.filter(posts::group_id.eq(group));
    }
    if let Some(author) = filter.author {
        query = query.filter(posts::author_id.eq(author));
    }
    match filter.kinds.as_slice() {
        [] => {}
        [kind] => query = query.filter(posts::kind.eq(kind.code())),
        kinds => query = query.filter(posts::kind.eq_any(kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>())),
    }
    if let Some(language) = &filter.language {
        query = query.filter(posts::language.eq(language.clone()));
    }
    if let Some(actor) = filter.groups_of {
        let mine = memberships::table
            .filter(memberships::follower_id.eq(actor))
            .filter(memberships::state.eq("accepted"))
            .select(memberships::followed_id);
        query = query.filter(posts::group_id.eq_any(mine));
    }
    if let Some(since) = filter.since {
        query = query.filter(posts::created_at.gt(since));
    }
    if let Some(ids) = &filter.among {
        query = query.filter(posts::id.eq_any(ids.clone()));
    }
    if filter.pinned {
        query = query.filter(posts::pinned_at.is_not_null());
    }
    if let Some(Cursor { at, id }) = after {
        query = query.filter(posts::published_at.lt(at).or(posts::published_at.eq(at).and(posts::id.lt(id))));
    }
    type Row = (Post, Actor, Option<String>, (String, String, String, bool), i32, i32);
    let found: Vec<Row> = query.order((posts::published_at.desc(), posts::id.desc())).load(conn).await?;
    let more = found.len() as i64 > limit;
    let cards: Vec<Visible<Card>> = found
        .into_iter()
        .take(usize::try_from(limit).unwrap_or(0))
        .map(|(post, author, host, (group_handle, group_name, group_url, group_is_local), replies, reactions)| {
            Visible::proven(Card {
                post,
                author,
                host,
                group_handle,
                group_name,
                group_url,
                group_is_local,
                replies,
                reactions,
            })
        })
        .collect();
    let next = cards.last().filter(|_| more).map(|card| Cursor { at: card.post.published_at, id: card.post.id });
    Ok(Page { cards, next })
}

/// How many roots of its groups an actor has not been offered since `since`.
pub async fn count_new(conn: &mut Conn, actor: ActorId, since: DateTime<Utc>) -> Result<i64> {
    let mine = memberships::table
        .filter(memberships::follower_id.eq(actor))
        .filter(memberships::state.eq("accepted"))
        .select(memberships::followed_id);
    Ok(posts::table
        .inner_join(groups::table)
        .filter(posts::parent_id.is_null())
        .filter(posts::created_at.gt(since))
        .filter(posts::author_id.ne(actor))
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::group_id.eq_any(mine))
        .count()
        .get_result(conn)
        .await?)
}
