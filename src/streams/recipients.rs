//! Who an audience is, by host: asked when rows are handed out, so that a follower who came or left is counted as of now.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::store::ids::{ActorId, HostId};
use crate::store::{Conn, Prepare, Result};

/// An inbox where followers of `audience` are reached; a shared inbox stands for all of its host.
#[derive(Debug, Clone, QueryableByName)]
pub struct Recipient {
    #[diesel(sql_type = SqlUuid)]
    pub audience: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub host: HostId,
    #[diesel(sql_type = Text)]
    pub inbox: String,
    /// When the first of them was accepted: what is older was not meant for them.
    #[diesel(sql_type = Timestamptz)]
    pub since: DateTime<Utc>,
}

const SELECT: &str = "select m.followed_id as audience, a.host_id as host, coalesce(a.shared_inbox, a.inbox) as inbox, \
     min(coalesce(m.accepted_at, m.created_at)) as since from memberships m join actors a on a.id = m.follower_id \
     where m.from_elsewhere and m.state = 'accepted' and a.gone_at is null and a.suspended_at is null";

/// Everyone elsewhere who follows one of `audiences`.
pub async fn of_audiences(conn: &mut Conn, audiences: &[Uuid]) -> Result<Vec<Recipient>> {
    Ok(diesel::sql_query(format!("{SELECT} and m.followed_id = any($1) group by 1, 2, 3"))
        .bind::<Array<SqlUuid>, _>(audiences)
        .prepared()
        .load(conn)
        .await?)
}

/// Of these audiences, those that somebody follows from a host which reads what groups hand on, or may do so as long as
/// nobody asked it.
pub async fn list_read(conn: &mut Conn, audiences: &[Uuid]) -> Result<HashSet<Uuid>> {
    #[derive(QueryableByName)]
    struct Read {
        #[diesel(sql_type = SqlUuid)]
        audience: Uuid,
    }
    let read: Vec<Read> = diesel::sql_query(
        "select a.id as audience from unnest($1) as a (id) where exists (\
           select 1 from memberships m join actors f on f.id = m.follower_id join hosts h on h.id = f.host_id \
           where m.followed_id = a.id and m.from_elsewhere and m.state = 'accepted' and (h.group_aware or h.software_checked_at is null))",
    )
    .bind::<Array<SqlUuid>, _>(audiences)
    .prepared()
    .load(conn)
    .await?;
    Ok(read.into_iter().map(|read| read.audience).collect())
}

/// One inbox of each host that knows a person of ours: follows them or is followed, follows or has a group that they
/// posted in, or got a post of theirs.
pub async fn who_knows(conn: &mut Conn, person: ActorId) -> Result<Vec<String>> {
    #[derive(QueryableByName)]
    struct Known {
        #[diesel(sql_type = Text)]
        inbox: String,
    }
    let known: Vec<Known> = diesel::sql_query(
        "with places as (select distinct group_id as id from posts where author_id = $1), \
         concerned as (\
           select f.host_id from memberships m join actors f on f.id = m.follower_id \
             where m.followed_id = $1 or m.followed_id in (select id from places) \
           union select t.host_id from memberships m join actors t on t.id = m.followed_id where m.follower_id = $1 \
           union select g.host_id from actors g join places on places.id = g.id \
           union select d.host_id from deliveries d join posts p on p.id = d.post_id where p.author_id = $1) \
         select distinct on (a.host_id) coalesce(a.shared_inbox, a.inbox) as inbox \
         from actors a join hosts h on h.id = a.host_id \
         where a.host_id in (select host_id from concerned where host_id is not null) and a.gone_at is null \
           and h.gone_at is null and h.policy <> 'blocked' \
         order by a.host_id, a.shared_inbox nulls last",
    )
    .bind::<SqlUuid, _>(person.0)
    .load(conn)
    .await?;
    Ok(known.into_iter().map(|known| known.inbox).collect())
}

/// What one host follows of ours.
pub async fn on_host(conn: &mut Conn, host: HostId) -> Result<Vec<Recipient>> {
    Ok(diesel::sql_query(format!("{SELECT} and a.host_id = $1 group by 1, 2, 3"))
        .bind::<SqlUuid, _>(host)
        .load(conn)
        .await?)
}
