//! How the streams stand, for the administration: what waits, what failed, how far each host is behind.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use crate::store::ids::HostId;
use crate::store::{Conn, Result};

#[derive(Debug, Clone, QueryableByName)]
pub struct Streams {
    #[diesel(sql_type = BigInt)]
    pub inbox_waiting: i64,
    #[diesel(sql_type = BigInt)]
    pub inbox_failed: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub inbox_oldest: Option<DateTime<Utc>>,
    /// Written in the last day.
    #[diesel(sql_type = BigInt)]
    pub activities: i64,
    #[diesel(sql_type = BigInt)]
    pub hosts_failing: i64,
}

pub async fn read(conn: &mut Conn, now: DateTime<Utc>) -> Result<Streams> {
    Ok(diesel::sql_query(
        "select (select count(*) from inbox where failed_at is null) as inbox_waiting, \
         (select count(*) from inbox where failed_at is not null) as inbox_failed, \
         (select min(received_at) from inbox where failed_at is null) as inbox_oldest, \
         (select count(*) from activities where created_at > $1 - interval '1 day') as activities, \
         (select count(*) from hosts where failures > 0 and gone_at is null) as hosts_failing",
    )
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await?)
}

/// How many activities a host has not been given yet, of hosts that fail or are paused; counted up to 1000 each.
pub async fn list_backlogs(conn: &mut Conn) -> Result<Vec<(HostId, i64)>> {
    #[derive(QueryableByName)]
    struct Backlog {
        #[diesel(sql_type = SqlUuid)]
        host: HostId,
        #[diesel(sql_type = BigInt)]
        waiting: i64,
    }
    let found: Vec<Backlog> = diesel::sql_query(
        "select h.id as host, (select count(*) from (select 1 from activities a \
           where (a.xid, a.seq) > (h.cursor_xid, h.cursor_seq) and ((a.audience_id in (\
             select m.followed_id from memberships m join actors f on f.id = m.follower_id \
             where f.host_id = h.id and m.state = 'accepted') \
             and (a.form = 'all' or (a.form = 'a1') = h.group_aware and a.form in ('a1', 'a2'))) \
             or exists (select 1 from unnest(a.inboxes) as i where split_part(i, '/', 3) = h.name)) \
           limit 1000) as w) as waiting \
         from hosts h where h.gone_at is null and (h.failures > 0 or h.paused_at is not null) limit 500",
    )
    .load(conn)
    .await?;
    Ok(found.into_iter().map(|backlog| (backlog.host, backlog.waiting)).collect())
}

/// What the hub says of its size to other servers.
#[derive(Debug, Clone, QueryableByName)]
pub struct Numbers {
    #[diesel(sql_type = BigInt)]
    pub members: i64,
    #[diesel(sql_type = BigInt)]
    pub active_month: i64,
    #[diesel(sql_type = BigInt)]
    pub active_half_year: i64,
    #[diesel(sql_type = BigInt)]
    pub posts: i64,
    #[diesel(sql_type = BigInt)]
    pub replies: i64,
}

pub async fn numbers(conn: &mut Conn, now: DateTime<Utc>) -> Result<Numbers> {
    Ok(diesel::sql_query(
        "select (select count(*) from members where state = 'active') as members, \
         (select count(*) from members where state = 'active' and last_visit_at > $1 - interval '30 days') as active_month, \
         (select count(*) from members where state = 'active' and last_visit_at > $1 - interval '180 days') \
           as active_half_year, \
         (select count(*) from posts where local and parent_id is null and withdrawn_at is null) as posts, \
         (select count(*) from posts where local and parent_id is not null and withdrawn_at is null) as replies",
    )
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await?)
}
