//! Who an audience is, by host: asked when rows are handed out, so that a follower who came or left is counted as of now.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::store::ids::HostId;
use crate::store::{Conn, Result};

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
     where m.state = 'accepted' and a.host_id is not null and a.gone_at is null and a.suspended_at is null";

/// Everyone elsewhere who follows one of `audiences`.
pub async fn of_audiences(conn: &mut Conn, audiences: &[Uuid]) -> Result<Vec<Recipient>> {
    Ok(diesel::sql_query(format!("{SELECT} and m.followed_id = any($1) group by 1, 2, 3"))
        .bind::<Array<SqlUuid>, _>(audiences)
        .load(conn)
        .await?)
}

/// What one host follows of ours.
pub async fn on_host(conn: &mut Conn, host: HostId) -> Result<Vec<Recipient>> {
    Ok(diesel::sql_query(format!("{SELECT} and a.host_id = $1 group by 1, 2, 3"))
        .bind::<SqlUuid, _>(host)
        .load(conn)
        .await?)
}
