//! What waits for a host is kept for 30 days, then dropped, and the administrators hear of it (promises R07).

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::{CONCERNS, Position};
use crate::journal::{self, Entry, Verb};
use crate::store::ids::HostId;
use crate::store::schema::hosts;
use crate::store::{Result, Topic, Tx};

const KEPT: TimeDelta = TimeDelta::days(30);
const AT_ONCE: i64 = 50;

/// Moves the cursors of hosts that fail, are paused or gone behind what is too old; true when there may be more.
pub async fn drop_old(tx: &mut Tx) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Overdue {
        #[diesel(sql_type = SqlUuid)]
        id: HostId,
        #[diesel(sql_type = Text)]
        name: String,
        /// Its followers', its inboxes'.
        #[diesel(sql_type = BigInt)]
        waiting: i64,
    }
    let before = tx.now - KEPT;
    let Some(end) = last_before(tx, before).await? else { return Ok(false) };
    let overdue: Vec<Overdue> = diesel::sql_query(format!(
        "select h.id, h.name, (select count(*) from activities a \
           where (a.xid, a.seq) > (h.cursor_xid, h.cursor_seq) and (a.xid, a.seq) <= ($1, $2) and {CONCERNS}) as waiting \
         from hosts h where (h.failures > 0 or h.paused_at is not null or h.gone_at is not null) \
           and (h.cursor_xid, h.cursor_seq) < ($1, $2) order by h.id limit $3"
    ))
    .bind::<BigInt, _>(end.xid)
    .bind::<BigInt, _>(end.seq)
    .bind::<BigInt, _>(AT_ONCE)
    .load(tx.conn())
    .await?;
    let now = tx.now;
    for host in &overdue {
        diesel::update(hosts::table.find(host.id))
            .set((hosts::cursor_xid.eq(end.xid), hosts::cursor_seq.eq(end.seq), hosts::changed_at.eq(now)))
            .execute(tx.conn())
            .await?;
        if host.waiting == 0 {
            continue;
        }
        diesel::update(hosts::table.find(host.id))
            .set((hosts::missed.eq(hosts::missed + host.waiting), hosts::missed_at.eq(now)))
            .execute(tx.conn())
            .await?;
        let data = json!({ "host": host.name, "missed": host.waiting, "before": before });
        journal::record(tx, Verb::BacklogDropped, Entry { data, ..Entry::default() }).await?;
    }
    tx.ring(Topic::Activities);
    Ok(overdue.len() as i64 == AT_ONCE)
}

async fn last_before(tx: &mut Tx, before: DateTime<Utc>) -> Result<Option<Position>> {
    #[derive(QueryableByName)]
    struct Last {
        #[diesel(sql_type = BigInt)]
        xid: i64,
        #[diesel(sql_type = BigInt)]
        seq: i64,
    }
    let last: Option<Last> = diesel::sql_query(
        "select xid, seq from activities where created_at < $1 \
           and xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint order by created_at desc, seq desc limit 1",
    )
    .bind::<Timestamptz, _>(before)
    .get_result(tx.conn())
    .await
    .optional()?;
    Ok(last.map(|last| Position { xid: last.xid, seq: last.seq }))
}
