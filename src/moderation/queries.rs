//! What can be asked about reports. The queue shows each case once, whoever reported it, to those who decide about it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use super::Report;
use crate::accounts::{Me, Role, Viewer};
use crate::actors::Actor;
use crate::groups::Visible;
use crate::groups::seeing::seen_by;
use crate::posts::Post;
use crate::store::ids::{ActorId, PostId, ReportId};
use crate::store::schema::{actors, groups, memberships, posts, reports};
use crate::store::{Conn, Result};

/// Cases on one page.
pub const PAGE: i64 = 50;

pub async fn by_id(conn: &mut Conn, id: ReportId) -> Result<Option<Report>> {
    Ok(reports::table.find(id).select(Report::as_select()).first(conn).await.optional()?)
}

/// One case: what was reported, by how many, and why.
#[derive(Debug, Clone)]
pub struct Case {
    /// One of its reports, to name it by.
    pub report: ReportId,
    pub post: Option<Post>,
    /// Title of the thread, and the text that it began with.
    pub title: String,
    pub root_html: String,
    /// Who wrote it, or who was reported.
    pub about: Actor,
    pub group: Option<Actor>,
    /// Whether who decides may look into that group; a closed one elsewhere shows itself to its followers only.
    pub is_seen: bool,
    /// Whether they may keep somebody out of it.
    pub may_ban: bool,
    /// Where moderators of the group, or an administrator of this hub alone, decide.
    pub members: i64,
    pub hosts: Vec<String>,
    pub reasons: Vec<String>,
    pub since: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Merged {
    #[diesel(sql_type = SqlUuid)]
    report: ReportId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    post_id: Option<PostId>,
    #[diesel(sql_type = SqlUuid)]
    actor_id: ActorId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    group_id: Option<ActorId>,
    #[diesel(sql_type = BigInt)]
    members: i64,
    #[diesel(sql_type = Array<Text>)]
    hosts: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    reasons: Vec<String>,
    #[diesel(sql_type = Timestamptz)]
    since: DateTime<Utc>,
}

/// Open reports of what still stands, for an administrator ($1) or the moderator $2.
const OPEN: &str = "from reports r left join hosts h on h.id = r.host_id left join posts p on p.id = r.post_id \
    where r.state = 'open' \
      and (p.id is null or (p.withdrawn_at is null and p.removed_at is null and p.removed_there_at is null)) \
      and ($1 or r.group_id in (select followed_id from memberships \
        where follower_id = $2 and role = 'moderator' and state = 'accepted'))";

/// What is open for `me`: of the groups that they moderate, or all of it for an administrator; the oldest first.
pub async fn list_open(conn: &mut Conn, me: &Me, skip: i64) -> Result<Vec<Visible<Case>>> {
    let merged: Vec<Merged> = diesel::sql_query(format!(
        "select (array_agg(r.id order by r.created_at))[1] as report, r.post_id, r.actor_id, r.group_id, \
           count(r.reporter_id) as members, \
           coalesce(array_agg(distinct h.name) filter (where h.name is not null), '{{}}') as hosts, \
           coalesce((array_agg(r.reason order by r.created_at) filter (where r.reason <> ''))[1:5], '{{}}') as reasons, \
           min(r.created_at) as since {OPEN} \
         group by r.post_id, r.actor_id, r.group_id order by since, report offset $3 limit $4"
    ))
    .bind::<Bool, _>(me.role == Role::Admin)
    .bind::<SqlUuid, _>(me.actor.0)
    .bind::<BigInt, _>(skip)
    .bind::<BigInt, _>(PAGE)
    .load(conn)
    .await?;
    let named: Vec<ActorId> = merged.iter().flat_map(|case| [Some(case.actor_id), case.group_id]).flatten().collect();
    let people: Vec<Actor> =
        actors::table.filter(actors::id.eq_any(&named)).select(Actor::as_select()).load(conn).await?;
    let ids: Vec<PostId> = merged.iter().filter_map(|case| case.post_id).collect();
    let found: Vec<Post> = posts::table.filter(posts::id.eq_any(&ids)).select(Post::as_select()).load(conn).await?;
    let roots: Vec<PostId> = found.iter().map(|post| post.root_id).collect();
    let titles: Vec<(PostId, String, String)> = posts::table
        .filter(posts::id.eq_any(&roots))
        .select((posts::id, posts::title, posts::body_html))
        .load(conn)
        .await?;
    let places: Vec<ActorId> = merged.iter().filter_map(|case| case.group_id).collect();
    let seen: Vec<ActorId> = groups::table
        .filter(groups::id.eq_any(&places))
        .filter(groups::id.eq_any(seen_by(&Viewer::Member(me.clone()))))
        .select(groups::id)
        .load(conn)
        .await?;
    let kept: Vec<ActorId> = memberships::table
        .filter(memberships::followed_id.eq_any(&places))
        .filter(memberships::follower_id.eq(me.actor))
        .filter(memberships::role.eq("moderator"))
        .filter(memberships::state.eq("accepted"))
        .select(memberships::followed_id)
        .load(conn)
        .await?;
    let actor = |id: ActorId| people.iter().find(|actor| actor.id == id).cloned();
    Ok(merged
        .into_iter()
        .filter_map(|case| {
            let post = case.post_id.and_then(|id| found.iter().find(|post| post.id == id).cloned());
            let root = post.as_ref().and_then(|post| titles.iter().find(|(id, ..)| *id == post.root_id)).cloned();
            let (title, root_html) = root.map(|(_, title, html)| (title, html)).unwrap_or_default();
            let group = case.group_id.and_then(actor);
            let is_kept = |group: &Actor| group.is_local() || kept.contains(&group.id);
            // Who decides may see: a moderator their group, an administrator everything that is on this hub.
            Some(Visible::proven(Case {
                report: case.report,
                title,
                root_html,
                post,
                about: actor(case.actor_id)?,
                is_seen: case.group_id.is_none_or(|group| seen.contains(&group)),
                may_ban: group.as_ref().is_some_and(is_kept),
                group,
                members: case.members,
                hosts: case.hosts,
                reasons: case.reasons,
                since: case.since,
            }))
        })
        .collect())
}

/// Cases that wait for `me`.
pub async fn count_open(conn: &mut Conn, me: &Me) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = BigInt)]
        cases: i64,
    }
    let counted: Counted =
        diesel::sql_query(format!("select count(distinct (r.post_id, r.actor_id, r.group_id)) as cases {OPEN}"))
            .bind::<Bool, _>(me.role == Role::Admin)
            .bind::<SqlUuid, _>(me.actor.0)
            .get_result(conn)
            .await?;
    Ok(counted.cases)
}

/// Whether there is any queue for `me`: they moderate some group, or run the hub.
pub async fn decides(conn: &mut Conn, me: &Me) -> Result<bool> {
    if me.role == Role::Admin {
        return Ok(true);
    }
    let any = groups::table
        .inner_join(memberships::table.on(memberships::followed_id.eq(groups::id)))
        .filter(memberships::follower_id.eq(me.actor))
        .filter(memberships::role.eq("moderator"))
        .filter(memberships::state.eq("accepted"));
    Ok(diesel::select(diesel::dsl::exists(any)).get_result(conn).await?)
}
