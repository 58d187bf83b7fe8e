//! How the streams stand, for the administration: what waits, what failed, how far each host is behind.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use super::CONCERNS;
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

/// What waits for a host.
#[derive(Debug, Clone, QueryableByName)]
pub struct Backlog {
    #[diesel(sql_type = SqlUuid)]
    pub host: HostId,
    /// Counted up to 1000.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub oldest: Option<DateTime<Utc>>,
}

impl Default for Backlog {
    fn default() -> Self {
        Self { host: HostId(uuid::Uuid::nil()), waiting: 0, oldest: None }
    }
}

/// How many activities each of these hosts has not been given yet, and since when the oldest waits.
pub async fn list_backlogs(conn: &mut Conn, hosts: &[HostId]) -> Result<Vec<Backlog>> {
    Ok(diesel::sql_query(format!(
        "select h.id as host, w.waiting, w.oldest from hosts h cross join lateral (\
           select count(*) as waiting, min(created_at) as oldest from (select a.created_at from activities a \
           where (a.xid, a.seq) > (h.cursor_xid, h.cursor_seq) and {CONCERNS} limit 1000) as one) as w \
         where h.id = any($1) and h.gone_at is null"
    ))
    .bind::<Array<SqlUuid>, _>(hosts)
    .load(conn)
    .await?)
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
