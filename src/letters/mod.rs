//! Mails on their way out, as rows: put in the transaction of what they tell, claimed by lease, sent once each.

pub mod bounces;
pub mod deciders;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::store::ids::{MailId, MemberId};
use crate::store::schema::{mails, told};
use crate::store::{Conn, Result, Topic, Tx};

/// The kind of a digest: its parts are written when it is sent, so that what it shows is what its reader may see then.
pub const DIGEST: &str = "digest";

/// A finished mail. Subject and both parts are in `language`.
#[derive(Debug, Clone)]
pub struct Letter {
    pub member: Option<MemberId>,
    pub recipient: String,
    /// `confirm`, `reset`, `approved`, `requests`, `digest` ...
    pub kind: &'static str,
    /// Two letters with one key are one letter: (member, window) for a digest.
    pub window_key: Option<String>,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The one-click unsubscribe address (RFC 8058), for what was not asked for.
    pub unsubscribe: Option<String>,
    pub language: String,
}

/// Puts the letter into the outgoing mail; answers false when its key was there already.
pub async fn put(tx: &mut Tx, letter: Letter) -> Result<bool> {
    let written = diesel::insert_into(mails::table)
        .values((
            mails::id.eq(MailId::fresh(tx.now)),
            mails::member_id.eq(letter.member),
            mails::recipient.eq(letter.recipient),
            mails::kind.eq(letter.kind),
            mails::window_key.eq(letter.window_key),
            mails::subject.eq(letter.subject),
            mails::text_part.eq(letter.text),
            mails::html_part.eq(letter.html),
            mails::unsubscribe.eq(letter.unsubscribe),
            mails::language.eq(letter.language),
            mails::created_at.eq(tx.now),
            mails::run_at.eq(tx.now),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    tx.ring(Topic::Mails);
    Ok(written == 1)
}

/// Takes back what of `kind` has not been sent to these members; what is being sent just now stays.
pub async fn take_back(tx: &mut Tx, members: &[MemberId], kind: &str) -> Result<usize> {
    let now = tx.now;
    let idle = mails::lease_until.is_null().or(mails::lease_until.lt(now));
    Ok(diesel::delete(
        mails::table
            .filter(mails::member_id.eq_any(members))
            .filter(mails::kind.eq(kind))
            .filter(mails::sent_at.is_null())
            .filter(mails::failed_at.is_null())
            .filter(idle.assume_not_null()),
    )
    .execute(tx.conn())
    .await?)
}

#[derive(Debug, Clone, QueryableByName)]
#[diesel(table_name = mails)]
pub struct Due {
    pub id: MailId,
    pub member_id: Option<MemberId>,
    pub recipient: String,
    pub kind: String,
    pub subject: String,
    pub text_part: String,
    pub html_part: String,
    pub unsubscribe: Option<String>,
    pub language: String,
    pub created_at: DateTime<Utc>,
    pub tries: i16,
}

/// Claims up to `at_most` due mails for two minutes.
pub async fn claim(conn: &mut Conn, now: DateTime<Utc>, at_most: i64) -> Result<Vec<Due>> {
    Ok(diesel::sql_query(
        "update mails set lease_until = $2, tries = tries + 1 where id in (\
           select id from mails where sent_at is null and failed_at is null and run_at <= $1 \
             and (lease_until is null or lease_until < $1) \
           order by run_at, id limit $3 for update skip locked) \
         returning id, member_id, recipient, kind, subject, text_part, html_part, unsubscribe, language, created_at, tries",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + TimeDelta::minutes(2))
    .bind::<BigInt, _>(at_most)
    .load(conn)
    .await?)
}

/// The parts are forgotten once a mail is out; that it was sent is kept.
pub async fn sent(conn: &mut Conn, now: DateTime<Utc>, mail: &Due) -> Result<()> {
    diesel::update(mails::table.find(mail.id))
        .set((
            mails::sent_at.eq(now),
            mails::subject.eq(&mail.subject),
            mails::text_part.eq(""),
            mails::html_part.eq(""),
            mails::error.eq(None::<String>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets a mail that has nothing to say any more.
pub async fn drop_unsent(conn: &mut Conn, id: MailId) -> Result<()> {
    diesel::delete(mails::table.find(id).filter(mails::sent_at.is_null())).execute(conn).await?;
    Ok(())
}

/// Retries after 5 minutes, doubling to 6 hours, for 3 days (promises R11); `for_good` ends it at once.
pub async fn failed(conn: &mut Conn, now: DateTime<Utc>, mail: &Due, error: &str, for_good: bool) -> Result<()> {
    let ended = for_good || now - mail.created_at > TimeDelta::days(3);
    let pause = TimeDelta::minutes(5 << (mail.tries - 1).clamp(0, 7)).min(TimeDelta::hours(6));
    diesel::update(mails::table.find(mail.id))
        .set((
            mails::lease_until.eq(None::<DateTime<Utc>>),
            mails::run_at.eq(now + pause),
            mails::failed_at.eq(ended.then_some(now)),
            mails::error.eq(error.chars().take(500).collect::<String>()),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// When the next mail that nobody holds is due.
pub async fn next_due(conn: &mut Conn) -> Result<Option<DateTime<Utc>>> {
    Ok(mails::table
        .filter(mails::sent_at.is_null())
        .filter(mails::failed_at.is_null())
        .select(diesel::dsl::min(mails::run_at))
        .first(conn)
        .await?)
}

/// How many wait, the oldest of them, and how many were given up.
pub async fn health(conn: &mut Conn) -> Result<(i64, Option<DateTime<Utc>>, i64)> {
    let waiting = mails::sent_at.is_null().and(mails::failed_at.is_null());
    let (count, oldest) = mails::table
        .filter(waiting)
        .select((diesel::dsl::count_star(), diesel::dsl::min(mails::created_at)))
        .first(conn)
        .await?;
    let given_up = mails::table.filter(mails::failed_at.is_not_null()).count().get_result(conn).await?;
    Ok((count, oldest, given_up))
}

/// When those who decide about `subject` were last told.
pub async fn last_told(conn: &mut Conn, subject: &str) -> Result<Option<DateTime<Utc>>> {
    Ok(told::table.find(subject).select(told::at).first(conn).await.optional()?)
}

/// They are told now.
pub async fn tell(tx: &mut Tx, subject: &str) -> Result<()> {
    let now = tx.now;
    diesel::insert_into(told::table)
        .values((told::subject.eq(subject), told::at.eq(now)))
        .on_conflict(told::subject)
        .do_update()
        .set(told::at.eq(now))
        .execute(tx.conn())
        .await?;
    Ok(())
}
