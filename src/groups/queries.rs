//! What can be asked about groups and memberships.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::{count, count_star, exists, max};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::seeing::seen_by;
use super::{Group, GroupRow, Membership, Standing, State, Visible};
use crate::accounts::Viewer;
use crate::actors::Actor;
use crate::store::ids::{ActorId, HostId};
use crate::store::schema::{actors, bans, groups, hosts, members, memberships, post_counts, posts};
use crate::store::{Conn, Error, Result};

type Pair = (GroupRow, Actor);

fn group((row, actor): Pair) -> Group {
    Group { actor, row }
}

/// Without a viewer: for commands and what goes out.
pub async fn by_id(conn: &mut Conn, id: ActorId) -> Result<Option<Group>> {
    let found: Option<Pair> = groups::table
        .inner_join(actors::table)
        .filter(groups::id.eq(id))
        .select((GroupRow::as_select(), Actor::as_select()))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(group))
}

/// Without a viewer: for what arrives.
pub async fn by_url(conn: &mut Conn, url: &str) -> Result<Option<Group>> {
    let found: Option<Pair> = groups::table
        .inner_join(actors::table)
        .filter(actors::url.eq(url))
        .select((GroupRow::as_select(), Actor::as_select()))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(group))
}

pub async fn seen_by_id(conn: &mut Conn, viewer: &Viewer, id: ActorId) -> Result<Option<Visible<Group>>> {
    let found: Option<Pair> = groups::table
        .inner_join(actors::table)
        .filter(groups::id.eq(id))
        .filter(groups::id.eq_any(seen_by(viewer)))
        .select((GroupRow::as_select(), Actor::as_select()))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(|pair| Visible::proven(group(pair))))
}

/// By `handle` for a group of ours, `handle@host` for one elsewhere.
pub async fn seen_by_handle(conn: &mut Conn, viewer: &Viewer, handle: &str) -> Result<Option<Visible<Group>>> {
    let found = match handle.split_once('@') {
        None => crate::actors::queries::by_handle(conn, handle).await?,
        Some((name, host)) => crate::actors::queries::by_remote_handle(conn, name, host).await?,
    };
    match found {
        Some(actor) => seen_by_id(conn, viewer, actor.id).await,
        None => Ok(None),
    }
}

/// One line of the list of groups.
#[derive(Debug, Clone)]
pub struct Line {
    pub group: Group,
    /// Host name of a group elsewhere.
    pub host: Option<String>,
    pub members: i64,
    pub posts: i64,
    pub last_active: Option<DateTime<Utc>>,
    pub mine: Option<State>,
    pub moderating: bool,
}

/// Which groups to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Local,
    Remote,
    /// Those the viewer belongs to or waits for.
    Mine,
    All,
}

/// At most 200 groups by name, with counts, in three queries whatever their number.
pub async fn list(conn: &mut Conn, viewer: &Viewer, which: Which) -> Result<Vec<Visible<Line>>> {
    let mut query = groups::table
        .inner_join(actors::table)
        .left_join(hosts::table.on(actors::host_id.eq(hosts::id.nullable())))
        .filter(groups::id.eq_any(seen_by(viewer)))
        .filter(groups::archived_at.is_null())
        .filter(actors::gone_at.is_null())
        .select((GroupRow::as_select(), Actor::as_select(), hosts::name.nullable()))
        .order(actors::name)
        .limit(200)
        .into_boxed();
    match (which, viewer.actor()) {
        (Which::Local, _) => query = query.filter(actors::host_id.is_null()),
        (Which::Remote, _) => query = query.filter(actors::host_id.is_not_null()),
        (Which::Mine, Some(actor)) => {
            query = query.filter(exists(
                memberships::table
                    .filter(memberships::followed_id.eq(groups::id))
                    .filter(memberships::follower_id.eq(actor))
                    .filter(memberships::state.ne("rejected")),
            ));
        }
        (Which::Mine, None) => return Ok(Vec::new()),
        (Which::All, _) => {}
    }
    let found: Vec<(GroupRow, Actor, Option<String>)> = query.load(conn).await?;
    let ids: Vec<ActorId> = found.iter().map(|(row, _, _)| row.id).collect();
    let joined: Vec<(ActorId, i64)> = memberships::table
        .filter(memberships::followed_id.eq_any(&ids))
        .filter(memberships::state.eq("accepted"))
        .group_by(memberships::followed_id)
        .select((memberships::followed_id, count_star()))
        .load(conn)
        .await?;
    type Posted = (ActorId, i64, Option<DateTime<Utc>>, Option<DateTime<Utc>>);
    let posted: Vec<Posted> = posts::table
        .inner_join(post_counts::table.on(post_counts::post_id.eq(posts::id)))
        .filter(posts::group_id.eq_any(&ids))
        .filter(posts::parent_id.is_null())
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::removed_there_at.is_null())
        .group_by(posts::group_id)
        .select((posts::group_id, count_star(), max(posts::published_at), max(post_counts::answered_at)))
        .load(conn)
        .await?;
    let mine: Vec<(ActorId, String, String)> = match viewer.actor() {
        Some(actor) => {
            memberships::table
                .filter(memberships::follower_id.eq(actor))
                .filter(memberships::followed_id.eq_any(&ids))
                .select((memberships::followed_id, memberships::state, memberships::role))
                .load(conn)
                .await?
        }
        None => Vec::new(),
    };
    Ok(found
        .into_iter()
        .map(|(row, actor, host)| {
            let id = row.id;
            let posted = posted.iter().find(|(group, ..)| *group == id);
            let mine = mine.iter().find(|(group, _, _)| *group == id);
            Visible::proven(Line {
                group: Group { actor, row },
                host,
                members: joined.iter().find(|(group, _)| *group == id).map_or(0, |(_, count)| *count),
                posts: posted.map_or(0, |(_, count, ..)| *count),
                last_active: posted.and_then(|(_, _, shared, answered)| *shared.max(answered)),
                mine: mine.and_then(|(_, state, _)| State::parse(state)),
                moderating: mine.is_some_and(|(_, _, role)| role == "moderator"),
            })
        })
        .collect())
}

/// Whether an actor is of another server, for a row that keeps it.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn is_elsewhere(actor: ActorId) -> _ {
    let host: diesel::dsl::IsNotNull<actors::host_id> = actors::host_id.is_not_null();
    actors::table.find(actor).select(host).single_value().assume_not_null()
}

/// Without a viewer: for what arrives. In no particular order.
pub async fn list_by_ids(conn: &mut Conn, ids: &[ActorId]) -> Result<Vec<Group>> {
    let found: Vec<Pair> = groups::table
        .inner_join(actors::table)
        .filter(groups::id.eq_any(ids))
        .select((GroupRow::as_select(), Actor::as_select()))
        .load(conn)
        .await?;
    Ok(found.into_iter().map(group).collect())
}

/// Without a viewer: for what arrives. In no particular order.
pub async fn list_by_urls(conn: &mut Conn, urls: &HashSet<&str>) -> Result<Vec<Group>> {
    let found: Vec<Pair> = groups::table
        .inner_join(actors::table)
        .filter(actors::url.eq_any(urls))
        .select((GroupRow::as_select(), Actor::as_select()))
        .load(conn)
        .await?;
    Ok(found.into_iter().map(group).collect())
}

/// How `actor` stands to `group`.
pub async fn standing(conn: &mut Conn, group: ActorId, actor: ActorId) -> Result<Standing> {
    let found = list_standings(conn, &[(group, actor)]).await?;
    found.get(&(group, actor)).copied().ok_or(Error::NotFound)
}

/// How actors stand to groups: one for each pair of group and actor.
pub async fn list_standings(
    conn: &mut Conn,
    pairs: &[(ActorId, ActorId)],
) -> Result<HashMap<(ActorId, ActorId), Standing>> {
    let (followed, followers): (Vec<ActorId>, Vec<ActorId>) = pairs.iter().copied().unzip();
    let memberships: Vec<(ActorId, ActorId, String, String)> = memberships::table
        .filter(memberships::followed_id.eq_any(&followed))
        .filter(memberships::follower_id.eq_any(&followers))
        .select((memberships::followed_id, memberships::follower_id, memberships::state, memberships::role))
        .load(conn)
        .await?;
    let roles: Vec<(ActorId, String)> = members::table
        .filter(members::actor_id.eq_any(&followers))
        .filter(members::state.eq("active"))
        .select((members::actor_id, members::role))
        .load(conn)
        .await?;
    let memberships: HashMap<(ActorId, ActorId), (String, String)> =
        memberships.into_iter().map(|(followed, by, state, role)| ((followed, by), (state, role))).collect();
    let roles: HashMap<ActorId, String> = roles.into_iter().collect();
    let banned: Vec<(ActorId, ActorId, bool)> = bans::table
        .filter(bans::group_id.eq_any(&followed))
        .filter(bans::actor_id.eq_any(&followers))
        .filter(bans::lifted_at.is_null())
        .select((bans::group_id, bans::actor_id, bans::content_removed_at.is_not_null()))
        .load(conn)
        .await?;
    let banned: HashMap<(ActorId, ActorId), bool> =
        banned.into_iter().map(|(group, actor, cleared)| ((group, actor), cleared)).collect();
    Ok(pairs
        .iter()
        .map(|&(group, actor)| {
            let membership = memberships.get(&(group, actor));
            let role = roles.get(&actor).map(String::as_str);
            let state = membership.and_then(|(state, _)| State::parse(state));
            let standing = Standing {
                actor,
                state,
                // What a group itself decides, it may.
                moderator: group == actor
                    || (membership.is_some_and(|(_, role)| role == "moderator") && state == Some(State::Accepted)),
                admin: role == Some("admin"),
                editor: matches!(role, Some("admin" | "editor")),
                local: role.is_some(),
                banned: banned.contains_key(&(group, actor)),
                cleared: banned.get(&(group, actor)) == Some(&true),
            };
            ((group, actor), standing)
        })
        .collect())
}

/// Whether a ban of `actor` from `group` is in force.
pub async fn is_banned(conn: &mut Conn, group: ActorId, actor: ActorId) -> Result<bool> {
    let standing =
        bans::table.filter(bans::group_id.eq(group)).filter(bans::actor_id.eq(actor)).filter(bans::lifted_at.is_null());
    Ok(diesel::select(exists(standing)).get_result(conn).await?)
}

pub async fn membership(conn: &mut Conn, followed: ActorId, follower: ActorId) -> Result<Option<Membership>> {
    Ok(memberships::table
        .filter(memberships::followed_id.eq(followed))
        .filter(memberships::follower_id.eq(follower))
        .select(Membership::as_select())
        .first(conn)
        .await
        .optional()?)
}

pub async fn membership_by_follow(conn: &mut Conn, follow_url: &str) -> Result<Option<Membership>> {
    Ok(memberships::table
        .filter(memberships::follow_url.eq(follow_url))
        .select(Membership::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// Software that shows everybody what a group sends to its followers only (wire.md §12).
const SHOWS_TO_ALL: [&str; 2] = ["kbin", "mbin"];

/// Whether an actor lives where what a restricted group says would be shown to all.
pub async fn shows_to_all(conn: &mut Conn, actor: ActorId) -> Result<bool> {
    let there = actors::table
        .inner_join(hosts::table)
        .filter(actors::id.eq(actor))
        .filter(hosts::software.eq_any(SHOWS_TO_ALL));
    Ok(diesel::select(exists(there)).get_result(conn).await?)
}

/// A follower of a group with its actor and host name.
#[derive(Debug, Clone)]
pub struct Follower {
    pub membership: Membership,
    pub actor: Actor,
    pub host: Option<String>,
}

/// Those in `state`, newest first; `after` is the offset of a page of 50.
pub async fn list_followers(conn: &mut Conn, followed: ActorId, state: State, after: i64) -> Result<Vec<Follower>> {
    let found: Vec<(Membership, Actor, Option<String>)> = memberships::table
        .inner_join(actors::table.on(actors::id.eq(memberships::follower_id)))
        .left_join(hosts::table.on(actors::host_id.eq(hosts::id.nullable())))
        .filter(memberships::followed_id.eq(followed))
        .filter(memberships::state.eq(state.code()))
        .order((memberships::role.desc(), memberships::created_at.desc()))
        .offset(after)
        .limit(50)
        .select((Membership::as_select(), Actor::as_select(), hosts::name.nullable()))
        .load(conn)
        .await?;
    Ok(found.into_iter().map(|(membership, actor, host)| Follower { membership, actor, host }).collect())
}

/// Moderators of a group, oldest first.
pub async fn list_moderators(conn: &mut Conn, group: ActorId) -> Result<Vec<Actor>> {
    Ok(memberships::table
        .inner_join(actors::table.on(actors::id.eq(memberships::follower_id)))
        .filter(memberships::followed_id.eq(group))
        .filter(memberships::role.eq("moderator"))
        .filter(memberships::state.eq("accepted"))
        .order((memberships::appointed_at.asc().nulls_first(), memberships::created_at))
        .limit(100)
        .select(Actor::as_select())
        .load(conn)
        .await?)
}

/// Who reads a group: members here, followers elsewhere, and on how many hosts. What composers show before one posts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Audience {
    pub members: i64,
    pub followers: i64,
    pub hosts: i64,
}

pub async fn audience(conn: &mut Conn, group: ActorId) -> Result<Audience> {
    let (all, followers, hosts): (i64, i64, i64) = memberships::table
        .inner_join(actors::table.on(actors::id.eq(memberships::follower_id)))
        .filter(memberships::followed_id.eq(group))
        .filter(memberships::state.eq("accepted"))
        .select((count_star(), count(actors::host_id), count(actors::host_id).aggregate_distinct()))
        .first(conn)
        .await?;
    Ok(Audience { members: all - followers, followers, hosts })
}

/// How much earlier than it arrived a post may have been written and still be new, days. It bounds what is counted.
const LATE_DAYS: i64 = 7;

/// New roots since `since` in each group that `actor` belongs to, but for its own.
pub async fn count_new(conn: &mut Conn, actor: ActorId, since: DateTime<Utc>) -> Result<HashMap<ActorId, i64>> {
    let mine = memberships::table
        .filter(memberships::follower_id.eq(actor))
        .filter(memberships::state.eq("accepted"))
        .select(memberships::followed_id);
    let found: Vec<(ActorId, i64)> = posts::table
        .filter(posts::group_id.eq_any(mine))
        .filter(posts::parent_id.is_null())
        .filter(posts::created_at.gt(since))
        .filter(posts::published_at.gt(since - TimeDelta::days(LATE_DAYS)))
        .filter(posts::author_id.ne(actor))
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::removed_there_at.is_null())
        .group_by(posts::group_id)
        .select((posts::group_id, count_star()))
        .load(conn)
        .await?;
    Ok(found.into_iter().collect())
}

/// Whether anything was ever posted in the group.
pub async fn has_posts(conn: &mut Conn, group: ActorId) -> Result<bool> {
    Ok(diesel::select(exists(posts::table.filter(posts::group_id.eq(group)))).get_result(conn).await?)
}

/// How many wait for a moderator's answer.
pub async fn count_requests(conn: &mut Conn, group: ActorId) -> Result<i64> {
    Ok(memberships::table
        .filter(memberships::followed_id.eq(group))
        .filter(memberships::state.eq("pending"))
        .count()
        .get_result(conn)
        .await?)
}

/// The groups of one server that are known here, at most 200.
pub async fn list_on_host(conn: &mut Conn, host: HostId) -> Result<Vec<ActorId>> {
    Ok(groups::table
        .inner_join(actors::table)
        .filter(actors::host_id.eq(host))
        .select(groups::id)
        .limit(200)
        .load(conn)
        .await?)
}

/// Groups elsewhere that a member here follows.
pub async fn list_followed_elsewhere(conn: &mut Conn) -> Result<Vec<ActorId>> {
    #[derive(QueryableByName)]
    #[diesel(table_name = memberships)]
    struct Followed {
        followed_id: ActorId,
    }
    let found: Vec<Followed> = diesel::sql_query(
        "select distinct m.followed_id from memberships m join groups g on g.id = m.followed_id \
         join actors f on f.id = m.followed_id join actors w on w.id = m.follower_id \
         where m.state = 'accepted' and f.host_id is not null and f.gone_at is null and w.host_id is null",
    )
    .load(conn)
    .await?;
    Ok(found.into_iter().map(|found| found.followed_id).collect())
}

/// Whether somebody here follows this group elsewhere: what it sends is wanted.
pub async fn is_followed_here(conn: &mut Conn, group: ActorId) -> Result<bool> {
    let followers = memberships::table
        .inner_join(actors::table.on(actors::id.eq(memberships::follower_id)))
        .filter(memberships::followed_id.eq(group))
        .filter(memberships::state.ne("rejected"))
        .filter(actors::host_id.is_null());
    Ok(diesel::select(exists(followers)).get_result(conn).await?)
}
