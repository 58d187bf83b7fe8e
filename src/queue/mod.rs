//! Jobs as data: enqueue in a transaction, claim by a short lease, run without a connection, then done, retry or park.
//! Knows no feature; worker.rs says what each kind does.

pub mod runner;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use serde_json::Value;

use crate::store::schema::jobs;
use crate::store::{Conn, Error, Result, Topic, Tx};

/// How long a claimed job is its worker's own, seconds; the runner stops a job that takes longer.
pub const LEASE_SECONDS: i64 = 60;
/// After so many tries a job is parked for the administrator to see.
pub const MOST_TRIES: i16 = 8;

/// A kind of job: its name in the table and what it carries.
pub trait Job: Serialize {
    const KIND: &'static str;
    /// Two jobs with one key are one job, as long as the first has not run.
    fn key(&self) -> Option<String> {
        None
    }
}

/// Enqueues `job` to run at `run_at` (or as soon after as a worker is free).
pub async fn enqueue<J: Job>(tx: &mut Tx, job: &J, run_at: DateTime<Utc>) -> Result<()> {
    let payload = serde_json::to_value(job).map_err(|error| Error::Store(error.to_string()))?;
    diesel::insert_into(jobs::table)
        .values((
            jobs::kind.eq(J::KIND),
            jobs::key.eq(job.key()),
            jobs::payload.eq(payload),
            jobs::run_at.eq(run_at),
            jobs::created_at.eq(tx.now),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    tx.ring(Topic::Jobs);
    Ok(())
}

#[derive(Debug, Clone, QueryableByName)]
#[diesel(table_name = jobs)]
pub struct Claimed {
    pub id: i64,
    pub kind: String,
    pub payload: Value,
    pub tries: i16,
}

/// Claims up to `at_most` due jobs for [`LEASE_SECONDS`].
pub async fn claim(conn: &mut Conn, now: DateTime<Utc>, at_most: i64) -> Result<Vec<Claimed>> {
    Ok(diesel::sql_query(
        "update jobs set lease_until = $2, tries = tries + 1 where id in (\
           select id from jobs where parked_at is null and run_at <= $1 and (lease_until is null or lease_until < $1) \
           order by run_at, id limit $3 for update skip locked) \
         returning id, kind, payload, tries",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + TimeDelta::seconds(LEASE_SECONDS))
    .bind::<BigInt, _>(at_most)
    .load(conn)
    .await?)
}

pub async fn done(conn: &mut Conn, id: i64) -> Result<()> {
    diesel::delete(jobs::table.find(id)).execute(conn).await?;
    Ok(())
}

/// Puts a job back with a growing pause, or parks it when it has had its tries or `for_good` says so.
pub async fn failed(conn: &mut Conn, now: DateTime<Utc>, job: &Claimed, error: &str, for_good: bool) -> Result<()> {
    let parked = for_good || job.tries >= MOST_TRIES;
    let pause = TimeDelta::seconds(5 << job.tries.clamp(0, 12));
    diesel::sql_query("update jobs set lease_until = null, run_at = $2, parked_at = $3, error = $4 where id = $1")
        .bind::<BigInt, _>(job.id)
        .bind::<Timestamptz, _>(now + pause)
        .bind::<diesel::sql_types::Nullable<Timestamptz>, _>(parked.then_some(now))
        .bind::<Text, _>(error.chars().take(2000).collect::<String>())
        .execute(conn)
        .await?;
    Ok(())
}

/// When the next job that nobody holds is due.
pub async fn next_due(conn: &mut Conn) -> Result<Option<DateTime<Utc>>> {
    Ok(jobs::table.filter(jobs::parked_at.is_null()).select(diesel::dsl::min(jobs::run_at)).first(conn).await?)
}

/// A parked job, as the administration shows it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = jobs)]
pub struct Parked {
    pub id: i64,
    pub kind: String,
    pub tries: i16,
    pub parked_at: Option<DateTime<Utc>>,
    pub error: Option<String>,
}

pub async fn list_parked(conn: &mut Conn) -> Result<Vec<Parked>> {
    Ok(jobs::table
        .filter(jobs::parked_at.is_not_null())
        .order(jobs::parked_at.desc())
        .limit(100)
        .select(Parked::as_select())
        .load(conn)
        .await?)
}

/// Gives a parked job its tries back.
pub async fn retry(tx: &mut Tx, id: i64) -> Result<()> {
    let now = tx.now;
    let changed = diesel::update(jobs::table.find(id).filter(jobs::parked_at.is_not_null()))
        .set((jobs::parked_at.eq(None::<DateTime<Utc>>), jobs::tries.eq(0), jobs::run_at.eq(now)))
        .execute(tx.conn())
        .await?;
    tx.ring(Topic::Jobs);
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// How many wait, how many are parked, and the age of the oldest that is due.
pub async fn health(conn: &mut Conn) -> Result<(i64, i64, Option<DateTime<Utc>>)> {
    let waiting = jobs::table.filter(jobs::parked_at.is_null()).count().get_result(conn).await?;
    let parked = jobs::table.filter(jobs::parked_at.is_not_null()).count().get_result(conn).await?;
    Ok((waiting, parked, next_due(conn).await?))
}
