//! What can be asked about a member's notices. What a notice speaks of is shown as its reader may see it now: rights may
//! have changed since it was written (attack D04).

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Notice;
use crate::accounts::{Me, Viewer};
use crate::actors::Actor;
use crate::groups::Visible;
use crate::groups::seeing::seen_by;
use crate::store::ids::{HostId, NoticeId, PostId};
use crate::store::schema::{actors, hosts, notices, posts};
use crate::store::{Conn, Result};

diesel::alias! {
    const ROOTS: Alias<Roots> = posts as notice_roots;
    const GROUPS: Alias<Groups> = actors as notice_groups;
}

/// Lines on one page.
pub const PAGE: i64 = 30;

/// A notice with what it speaks of.
#[derive(Debug, Clone)]
pub struct Line {
    pub notice: Notice,
    pub actor: Option<Actor>,
    /// The actor's host, when that is not this hub.
    pub host: Option<String>,
    pub post: Option<Told>,
    pub group: Option<Place>,
}

/// The post that a notice speaks of.
#[derive(Debug, Clone)]
pub struct Told {
    pub id: PostId,
    /// The post that its thread began with, with title and text.
    pub root: PostId,
    pub title: String,
    pub root_html: String,
    /// Its own text.
    pub html: String,
}

/// The group that a notice speaks of.
#[derive(Debug, Clone)]
pub struct Place {
    pub handle: String,
    pub name: String,
    pub url: String,
    pub is_local: bool,
}

/// Behind which notice a page starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub at: DateTime<Utc>,
    pub id: NoticeId,
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
        Ok(Self { at, id: NoticeId::parse(id).ok_or("not a cursor")? })
    }
}

/// The member's notices, newest first; those about what is gone or not theirs to see any more are left out, but for
/// what happened to their own posts.
pub async fn list(
    conn: &mut Conn,
    me: &Me,
    after: Option<Cursor>,
    limit: i64,
) -> Result<(Vec<Visible<Line>>, Option<Cursor>)> {
    let viewer = Viewer::Member(me.clone());
    let shown = posts::withdrawn_at.is_null().and(posts::removed_at.is_null()).and(posts::removed_there_at.is_null());
    let own = posts::author_id.eq(me.actor);
    let about = posts::group_id.eq_any(seen_by(&viewer)).and(shown.or(own));
    let mut query = notices::table
        .left_join(actors::table.on(notices::actor_id.eq(actors::id.nullable())))
        .left_join(hosts::table.on(actors::host_id.eq(hosts::id.nullable())))
        .left_join(posts::table.on(notices::post_id.eq(posts::id.nullable())))
        .left_join(ROOTS.on(ROOTS.field(posts::id).eq(posts::root_id)))
        .left_join(GROUPS.on(notices::group_id.eq(GROUPS.field(actors::id).nullable())))
        .filter(notices::member_id.eq(me.member))
        .filter(notices::post_id.is_null().or(about.assume_not_null()))
        .select((
            Notice::as_select(),
            Option::<Actor>::as_select(),
            hosts::name.nullable(),
            (posts::id, posts::root_id, ROOTS.field(posts::title), ROOTS.field(posts::body_html), posts::body_html)
                .nullable(),
            (
                GROUPS.field(actors::handle),
                GROUPS.field(actors::name),
                GROUPS.field(actors::url),
                GROUPS.field(actors::host_id),
            )
                .nullable(),
        ))
        .order((notices::created_at.desc(), notices::id.desc()))
        .limit(limit + 1)
        .into_boxed();
    if let Some(Cursor { at, id }) = after {
        query = query.filter(notices::created_at.lt(at).or(notices::created_at.eq(at).and(notices::id.lt(id))));
    }
    type PostRow = (PostId, PostId, String, String, String);
    type GroupRow = (String, String, String, Option<HostId>);
    type Row = (Notice, Option<Actor>, Option<String>, Option<PostRow>, Option<GroupRow>);
    let found: Vec<Row> = query.load(conn).await?;
    let more = found.len() as i64 > limit;
    let lines: Vec<Visible<Line>> = found
        .into_iter()
        .take(usize::try_from(limit).unwrap_or(0))
        .map(|(notice, actor, host, post, group)| {
            let post = post.map(|(id, root, title, root_html, html)| Told { id, root, title, root_html, html });
            let group = group.map(|(handle, name, url, host)| Place { handle, name, url, is_local: host.is_none() });
            Visible::proven(Line { notice, actor, host, post, group })
        })
        .collect();
    let next = lines.last().filter(|_| more).map(|line| Cursor { at: line.notice.created_at, id: line.notice.id });
    Ok((lines, next))
}
