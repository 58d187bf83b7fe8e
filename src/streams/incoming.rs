//! What came in: stored raw before it is acknowledged, claimed in lanes by object so that what concerns one thing stays
//! in order, remembered by id so that a repeat does nothing.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text, Timestamptz};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};

use crate::store::schema::{inbox, received};
use crate::store::{Conn, Error, Prepare, Result, Tx};

/// How long a claimed row is its worker's own. Short, so that a killed worker's rows are soon taken over: a row that two
/// workers apply has its effects once all the same, by its received id.
const LEASE: TimeDelta = TimeDelta::seconds(20);
/// What fails for a passing reason is tried so often, over about a day.
const MOST_TRIES: i16 = 10;

/// An activity whose sender was proven.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub url: String,
    pub kind: String,
    pub actor_url: String,
    pub host: String,
    pub object_key: String,
    pub body: String,
    pub received_at: DateTime<Utc>,
}

/// Stores a batch with one statement and one commit.
pub async fn put(conn: &mut Conn, batch: &[Arrived]) -> Result<()> {
    let column = |pick: fn(&Arrived) -> &str| batch.iter().map(pick).collect::<Vec<&str>>();
    diesel::sql_query(
        "insert into inbox (url, kind, actor_url, host, object_key, body, received_at, run_at) \
         select u, k, a, h, o, b, t, t from unnest($1, $2, $3, $4, $5, $6, $7) as r (u, k, a, h, o, b, t)",
    )
    .bind::<Array<Text>, _>(column(|arrived| &arrived.url))
    .bind::<Array<Text>, _>(column(|arrived| &arrived.kind))
    .bind::<Array<Text>, _>(column(|arrived| &arrived.actor_url))
    .bind::<Array<Text>, _>(column(|arrived| &arrived.host))
    .bind::<Array<Text>, _>(column(|arrived| &arrived.object_key))
    .bind::<Array<Text>, _>(column(|arrived| &arrived.body))
    .bind::<Array<Timestamptz>, _>(batch.iter().map(|arrived| arrived.received_at).collect::<Vec<_>>())
    .prepared()
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(Debug, Clone, QueryableByName)]
#[diesel(table_name = inbox)]
pub struct Claimed {
    pub seq: i64,
    pub url: String,
    pub kind: String,
    pub actor_url: String,
    pub host: String,
    pub object_key: String,
    pub body: String,
    pub received_at: DateTime<Utc>,
    pub tries: i16,
}

/// Claims due rows in their order; none that stands behind one of the same object which somebody else holds or which
/// waits for another try; what an actor does to an object for itself stands behind the object's own. One claim at a
/// time, so that no lane is split between two workers.
pub async fn claim(conn: &mut Conn, now: DateTime<Utc>, at_most: i64) -> Result<Vec<Claimed>> {
    conn.batch_execute("begin; select pg_advisory_xact_lock(8035, 1)").await?;
    let claimed: Result<Vec<Claimed>, _> = diesel::sql_query(
        "update inbox set lease_until = $2, tries = tries + 1 where seq in (\
           select i.seq from inbox i where i.failed_at is null and i.run_at <= $1 \
             and (i.lease_until is null or i.lease_until < $1) \
             and not exists (select 1 from inbox e where e.object_key = i.object_key and e.seq < i.seq \
               and e.failed_at is null and (e.run_at > $1 or e.lease_until >= $1)) \
             and not (i.object_key like '% %' and exists (select 1 from inbox e \
               where e.object_key = split_part(i.object_key, ' ', 1) and e.seq < i.seq \
               and e.failed_at is null and (e.run_at > $1 or e.lease_until >= $1))) \
           order by i.run_at, i.seq limit $3) \
         returning seq, url, kind, actor_url, host, object_key, body, received_at, tries",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + LEASE)
    .bind::<BigInt, _>(at_most)
    .load(conn)
    .await;
    conn.batch_execute(if claimed.is_ok() { "commit" } else { "rollback" }).await?;
    let mut claimed = claimed?;
    claimed.sort_by_key(|row| row.seq);
    Ok(claimed)
}

/// Remembers an activity's id; false when it was remembered before.
pub async fn remember(tx: &mut Tx, url: &str) -> Result<bool> {
    let now = tx.now;
    let written = diesel::insert_into(received::table)
        .values((received::url.eq(url), received::received_at.eq(now)))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    Ok(written == 1)
}

pub async fn is_remembered(tx: &mut Tx, url: &str) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(received::table.find(url))).get_result(tx.conn()).await?)
}

/// Remembers the ids of many activities; answers those that were not remembered before.
pub async fn remember_all(tx: &mut Tx, urls: &[&str]) -> Result<HashSet<String>> {
    #[derive(QueryableByName)]
    #[diesel(table_name = received)]
    struct Fresh {
        url: String,
    }
    let now = tx.now;
    let fresh: Vec<Fresh> = diesel::sql_query(
        "insert into received (url, received_at) select url, $2 from unnest($1) as r (url) \
         on conflict do nothing returning url",
    )
    .bind::<Array<Text>, _>(urls)
    .bind::<Timestamptz, _>(now)
    .prepared()
    .load(tx.conn())
    .await?;
    Ok(fresh.into_iter().map(|fresh| fresh.url).collect())
}

/// What came to nothing for now is not remembered: another try shall find it new.
pub async fn forget(tx: &mut Tx, urls: &[&str]) -> Result<()> {
    diesel::delete(received::table.filter(received::url.eq_any(urls))).execute(tx.conn()).await?;
    Ok(())
}

/// Takes rows out, in the transaction of their effects.
pub async fn done(tx: &mut Tx, seqs: &[i64]) -> Result<()> {
    diesel::delete(inbox::table.filter(inbox::seq.eq_any(seqs))).execute(tx.conn()).await?;
    Ok(())
}

/// Another try later, with growing pauses; after the last one it is given up.
pub async fn later(conn: &mut Conn, now: DateTime<Utc>, row: &Claimed, error: &str) -> Result<()> {
    if row.tries >= MOST_TRIES {
        return give_up(conn, now, row.seq, error).await;
    }
    let pause = TimeDelta::seconds(2 << (i64::from(row.tries.clamp(0, 10)) * 3 / 2));
    diesel::update(inbox::table.find(row.seq))
        .set((inbox::run_at.eq(now + pause), inbox::lease_until.eq(None::<DateTime<Utc>>), inbox::error.eq(cut(error))))
        .execute(conn)
        .await?;
    Ok(())
}

/// Kept a week with its reason for the administrator to see.
pub async fn give_up(conn: &mut Conn, now: DateTime<Utc>, seq: i64, error: &str) -> Result<()> {
    diesel::update(inbox::table.find(seq))
        .set((inbox::failed_at.eq(now), inbox::lease_until.eq(None::<DateTime<Utc>>), inbox::error.eq(cut(error))))
        .execute(conn)
        .await?;
    Ok(())
}

/// Rows that were claimed and not worked on: free again, due at `run_at`.
pub async fn put_back(conn: &mut Conn, seqs: &[i64], run_at: DateTime<Utc>) -> Result<()> {
    if seqs.is_empty() {
        return Ok(());
    }
    diesel::update(inbox::table.filter(inbox::seq.eq_any(seqs)))
        .set((
            inbox::lease_until.eq(None::<DateTime<Utc>>),
            inbox::tries.eq(inbox::tries - 1),
            inbox::run_at.eq(run_at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// A claimed row stays its worker's until then.
pub async fn hold(conn: &mut Conn, seq: i64, until: DateTime<Utc>) -> Result<()> {
    diesel::update(inbox::table.find(seq)).set(inbox::lease_until.eq(until)).execute(conn).await?;
    Ok(())
}

/// When the next row is due, None when none waits.
pub async fn next_due(conn: &mut Conn) -> Result<Option<DateTime<Utc>>> {
    Ok(inbox::table.filter(inbox::failed_at.is_null()).select(diesel::dsl::min(inbox::run_at)).first(conn).await?)
}

/// How many are due and wait for their turn.
pub async fn count_waiting(conn: &mut Conn, now: DateTime<Utc>) -> Result<i64> {
    let due = inbox::table.filter(inbox::failed_at.is_null()).filter(inbox::run_at.le(now));
    Ok(due.count().get_result(conn).await?)
}

/// Hosts that have more than `most` rows here that are not done with.
pub async fn list_crowding(conn: &mut Conn, most: i64) -> Result<Vec<String>> {
    Ok(inbox::table
        .filter(inbox::failed_at.is_null())
        .group_by(inbox::host)
        .having(diesel::dsl::count_star().gt(most))
        .select(inbox::host)
        .load(conn)
        .await?)
}

/// One that failed, for the administration.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = inbox)]
pub struct Failed {
    pub seq: i64,
    pub url: String,
    pub kind: String,
    pub actor_url: String,
    pub host: String,
    pub received_at: DateTime<Utc>,
    pub error: Option<String>,
}

/// The newest 100.
pub async fn list_failed(conn: &mut Conn) -> Result<Vec<Failed>> {
    Ok(inbox::table
        .filter(inbox::failed_at.is_not_null())
        .order(inbox::seq.desc())
        .limit(100)
        .select(Failed::as_select())
        .load(conn)
        .await?)
}

/// Gives a failed one its tries back.
pub async fn retry(tx: &mut Tx, seq: i64) -> Result<()> {
    let now = tx.now;
    let changed = diesel::update(inbox::table.find(seq).filter(inbox::failed_at.is_not_null()))
        .set((inbox::failed_at.eq(None::<DateTime<Utc>>), inbox::tries.eq(0), inbox::run_at.eq(now)))
        .execute(tx.conn())
        .await?;
    tx.ring(crate::store::Topic::Inbox);
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

fn cut(text: &str) -> String {
    text.chars().take(500).collect()
}
