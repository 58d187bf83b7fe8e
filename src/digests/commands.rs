//! Planning digests, remembering what was told, stopping and resuming. One page of members is one transaction, so that
//! a crash costs a page at most and repeats nothing.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::windows::Plan;
use super::{Reader, SETTLED, news};
use crate::letters::{self, DIGEST, Letter};
use crate::store::ids::{ActorId, MemberId};
use crate::store::schema::{digests, members};
use crate::store::{Conn, Result, Tx};

const AT_ONCE: i64 = 500;
/// What is older than this is no news, however long nothing could be told.
const BACK_MOST: TimeDelta = TimeDelta::days(31);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    actor_id: Uuid,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    language: String,
    #[diesel(sql_type = Text)]
    time_zone: String,
    #[diesel(sql_type = Text)]
    digest: String,
    #[diesel(sql_type = SmallInt)]
    digest_hour: i16,
    #[diesel(sql_type = Text)]
    plan: String,
    /// Due by a plan that still stands; otherwise only the next moment is to be reckoned.
    #[diesel(sql_type = diesel::sql_types::Bool)]
    due: bool,
    #[diesel(sql_type = Timestamptz)]
    since: DateTime<Utc>,
}

/// Puts a digest into the outgoing mail for members who are due and for whom something is new, and reckons when they
/// are due next. However long the hub was away, a member gets one. Answers whether more members wait.
pub async fn plan(tx: &mut Tx) -> Result<bool> {
    let now = tx.now;
    let rows = waiting(tx.conn(), now).await?;
    let mut due = Vec::new();
    let (mut ids, mut plans, mut moments, mut since) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in &rows {
        let Some(plan) = Plan::of(&row.digest, row.digest_hour, &row.time_zone) else { continue };
        if row.due {
            due.push((reader(row, now), plan.last(now).1));
        }
        ids.push(row.id);
        plans.push(row.plan.clone());
        moments.push(plan.next(now));
        since.push(row.since);
    }
    let readers: Vec<Reader> = due.iter().map(|(reader, _)| reader.clone()).collect();
    let found = news::candidates(tx.conn(), &readers, now - SETTLED).await?;
    let with_news: HashSet<MemberId> = found.into_iter().map(|candidate| candidate.member).collect();
    let goes: Vec<_> = due.into_iter().filter(|(reader, _)| with_news.contains(&reader.member)).collect();
    let members: Vec<MemberId> = goes.iter().map(|(reader, _)| reader.member).collect();
    // What could not be sent until now is told by the new one.
    letters::take_back(tx, &members, DIGEST).await?;
    for (reader, day) in goes {
        letters::put(tx, letter(&reader, format!("digest:{}:{day}", reader.member))).await?;
    }
    diesel::sql_query(
        "insert into digests (member_id, plan, due_at, told_until) \
         select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[]) \
         on conflict (member_id) do update set plan = excluded.plan, due_at = excluded.due_at",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<Text>, _>(plans)
    .bind::<Array<Timestamptz>, _>(moments)
    .bind::<Array<Timestamptz>, _>(since)
    .execute(tx.conn())
    .await?;
    Ok(rows.len() as i64 == AT_ONCE)
}

/// Members whose moment has come, or has to be reckoned: new ones, changed settings, a clock that went astray.
async fn waiting(conn: &mut Conn, now: DateTime<Utc>) -> Result<Vec<Row>> {
    Ok(diesel::sql_query(
        "select m.id, m.actor_id, m.email, m.language, m.time_zone, m.digest, m.digest_hour, w.plan, \
           d.plan is not distinct from w.plan and d.due_at <= $1 as due, coalesce(d.told_until, m.created_at) as since \
         from members m \
         cross join lateral (select m.digest || ' ' || m.digest_hour || ' ' || m.time_zone as plan) w \
         left join digests d on d.member_id = m.id \
         where m.state = 'active' and m.digest <> 'never' and m.email_confirmed_at is not null \
           and (d.member_id is null or d.due_at <= $1 or d.due_at > $2 or d.plan <> w.plan) \
           and not exists (select from bounces b where b.address = lower(m.email) and b.marked_at is not null) \
         order by m.id limit $3",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + TimeDelta::days(8))
    .bind::<BigInt, _>(AT_ONCE)
    .load(conn)
    .await?)
}

fn reader(row: &Row, now: DateTime<Utc>) -> Reader {
    Reader {
        member: MemberId(row.id),
        actor: ActorId(row.actor_id),
        email: row.email.clone(),
        language: row.language.clone(),
        time_zone: row.time_zone.clone(),
        digest: row.digest.clone(),
        since: since(row.since, now),
    }
}

/// From when on things are new to somebody who was told everything until `told`.
pub(super) fn since(told: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    told.max(now - BACK_MOST)
}

/// An empty digest: its parts are written when it is sent.
fn letter(reader: &Reader, key: String) -> Letter {
    Letter {
        member: Some(reader.member),
        recipient: reader.email.clone(),
        kind: DIGEST,
        window_key: Some(key),
        subject: String::new(),
        text: String::new(),
        html: String::new(),
        unsubscribe: None,
        language: reader.language.clone(),
    }
}

/// The member has been told everything until `until`.
pub async fn told(conn: &mut Conn, member: MemberId, until: DateTime<Utc>) -> Result<()> {
    diesel::update(digests::table.find(member)).set(digests::told_until.eq(until)).execute(conn).await?;
    Ok(())
}

/// No more digests, at once: what waits to be sent is taken back. Twice is once.
pub async fn stop(tx: &mut Tx, member: MemberId) -> Result<()> {
    let now = tx.now;
    let wanted: Option<String> =
        members::table.find(member).select(members::digest).first(tx.conn()).await.optional()?;
    let Some(wanted) = wanted.filter(|digest| digest != "never") else { return Ok(()) };
    diesel::update(members::table.find(member)).set(members::digest.eq("never")).execute(tx.conn()).await?;
    diesel::insert_into(digests::table)
        .values((
            digests::member_id.eq(member),
            digests::plan.eq("never"),
            digests::due_at.eq(now),
            digests::told_until.eq(now),
            digests::stopped.eq(Some(&wanted)),
        ))
        .on_conflict(digests::member_id)
        .do_update()
        .set((digests::stopped.eq(Some(&wanted)), digests::plan.eq("never")))
        .execute(tx.conn())
        .await?;
    letters::take_back(tx, &[member], DIGEST).await?;
    Ok(())
}

/// Digests again, as often as before they were stopped; a choice made since then stands.
pub async fn resume(tx: &mut Tx, member: MemberId) -> Result<()> {
    let stopped: Option<Option<String>> =
        digests::table.find(member).select(digests::stopped).first(tx.conn()).await.optional()?;
    let again = stopped.flatten().unwrap_or_else(|| "weekly".to_owned());
    diesel::update(members::table.find(member).filter(members::digest.eq("never")))
        .set(members::digest.eq(again))
        .execute(tx.conn())
        .await?;
    Ok(())
}
