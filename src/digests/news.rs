//! What is new for many readers at once. Candidates are found in one statement for a whole page of readers; what a
//! reader may see of them is asked for each reader, with the same proof as everywhere.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Candidate, Reader, Section};
use crate::accounts::Viewer;
use crate::actors::Actor;
use crate::groups::seeing::seen_by;
use crate::groups::{Group, GroupRow, Visible};
use crate::posts::queries::{Full, list_full};
use crate::store::ids::{ActorId, MemberId, PostId};
use crate::store::schema::{actors, groups, posts, resources};
use crate::store::{Conn, Result};

/// A root is news when it arrived since, and was not read there since; what reaches us more than a week late is none.
/// The limits are more than a digest shows, so that it can say how much more there is.
const CANDIDATES: &str = "\
with readers as (select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as r (member, actor, since)) \
select r.member, 'reply' as section, n.post_id as post from readers r \
  cross join lateral ( \
    select n.post_id, n.created_at from notices n join posts p on p.id = n.post_id \
    where n.member_id = r.member and n.kind in ('reply', 'thread') and n.read_at is null and n.created_at > r.since and n.created_at <= $4 \
      and not exists (select from reads s where s.member_id = r.member and s.root_id = p.root_id and s.seen_at >= p.created_at) \
    order by n.created_at desc limit 20) n \
union all \
select r.member, 'group', p.id from readers r \
  join memberships m on m.follower_id = r.actor and m.state = 'accepted' \
  cross join lateral ( \
    select p.id from posts p where p.group_id = m.followed_id and p.kind <> 'resource' and NEW \
    order by p.published_at desc, p.id desc limit 4) p \
union all \
select r.member, 'resource', p.id from readers r \
  cross join lateral ( \
    select p.id from posts p where p.kind = 'resource' and NEW order by p.published_at desc, p.id desc limit 8) p \
union all \
select r.member, 'highlight', h.post_id from readers r \
  cross join lateral ( \
    select h.post_id from highlights h join posts p on p.id = h.post_id \
    where h.chosen_at > r.since and h.chosen_at <= $4 and p.author_id <> r.actor \
      and not exists (select from reads s where s.member_id = r.member and s.root_id = p.id) \
    order by h.position, h.chosen_at desc limit 3) h";

const NEW: &str = "p.parent_id is null and p.withdrawn_at is null and p.removed_at is null and p.removed_there_at is null \
      and p.published_at > r.since - interval '7 days' and p.created_at > r.since and p.created_at <= $4 and p.author_id <> r.actor \
      and not exists (select from reads s where s.member_id = r.member and s.root_id = p.id)";

/// What came between each reader's `since` and `until`; in the order of members, within a section the newest first.
pub async fn candidates(conn: &mut Conn, readers: &[Reader], until: DateTime<Utc>) -> Result<Vec<Candidate>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        member: Uuid,
        #[diesel(sql_type = Text)]
        section: String,
        #[diesel(sql_type = SqlUuid)]
        post: Uuid,
    }
    if readers.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<Row> = diesel::sql_query(CANDIDATES.replace("NEW", NEW))
        .bind::<Array<SqlUuid>, _>(readers.iter().map(|reader| reader.member.0).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(readers.iter().map(|reader| reader.actor.0).collect::<Vec<_>>())
        .bind::<Array<Timestamptz>, _>(readers.iter().map(|reader| reader.since).collect::<Vec<_>>())
        .bind::<Timestamptz, _>(until)
        .load(conn)
        .await?;
    let mut candidates: Vec<Candidate> = found
        .into_iter()
        .map(|row| Candidate {
            member: MemberId(row.member),
            section: match row.section.as_str() {
                "reply" => Section::Reply,
                "group" => Section::Group,
                "resource" => Section::Resource,
                _ => Section::Highlight,
            },
            post: PostId(row.post),
        })
        .collect();
    candidates.sort_by_key(|candidate| candidate.member);
    Ok(candidates)
}

/// Those of `ids` that the viewer may see now and that still stand.
pub async fn list_seen(conn: &mut Conn, viewer: &Viewer, ids: &[PostId]) -> Result<Vec<Visible<PostId>>> {
    let seen: Vec<PostId> = posts::table
        .filter(posts::id.eq_any(ids))
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::removed_there_at.is_null())
        .filter(posts::group_id.eq_any(seen_by(viewer)))
        .select(posts::id)
        .load(conn)
        .await?;
    Ok(seen.into_iter().map(Visible::proven).collect())
}

/// What the candidates of a page of readers show: read once, whoever sees it.
#[derive(Debug, Default)]
pub struct Shelf {
    pub posts: HashMap<PostId, Full>,
    pub groups: HashMap<ActorId, Group>,
    /// Organisation and year of resources.
    pub records: HashMap<PostId, (String, Option<i16>)>,
}

pub async fn shelf(conn: &mut Conn, candidates: &[Candidate]) -> Result<Shelf> {
    let mut ids: Vec<PostId> = candidates.iter().map(|candidate| candidate.post).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut shelf = Shelf::default();
    let found = list_full(conn, &ids).await?;
    let mut roots: Vec<PostId> =
        found.iter().map(|full| full.post.root_id).filter(|root| !ids.contains(root)).collect();
    roots.sort_unstable();
    roots.dedup();
    let roots = list_full(conn, &roots).await?;
    let groups: Vec<(GroupRow, Actor)> = groups::table
        .inner_join(actors::table)
        .filter(groups::id.eq_any(found.iter().map(|full| full.post.group_id).collect::<Vec<_>>()))
        .select((GroupRow::as_select(), Actor::as_select()))
        .load(conn)
        .await?;
    let records: Vec<(PostId, String, Option<i16>)> = resources::table
        .filter(resources::post_id.eq_any(&ids))
        .select((resources::post_id, resources::organisation, resources::year))
        .load(conn)
        .await?;
    shelf.posts = found.into_iter().chain(roots).map(|full| (full.post.id, full)).collect();
    shelf.groups = groups.into_iter().map(|(row, actor)| (row.id, Group { actor, row })).collect();
    shelf.records = records.into_iter().map(|(id, organisation, year)| (id, (organisation, year))).collect();
    Ok(shelf)
}
