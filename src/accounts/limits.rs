//! How often something may be tried: counted before it is tried, by account and by where it comes from (attacks C19,
//! C20). Knows subjects as texts, not who they are.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;

use super::secrets;
use crate::store::schema::attempts;
use crate::store::{Result, Tx};

/// At most `most` attempts of one subject in `minutes`.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    pub kind: &'static str,
    pub most: i64,
    pub minutes: i64,
}

/// Wrong passwords for one account.
pub const SIGN_IN: Limit = Limit { kind: "sign-in", most: 10, minutes: 15 };
/// Wrong passwords from one address; an office shares one.
pub const SIGN_IN_NET: Limit = Limit { kind: "sign-in", most: 40, minutes: 15 };
/// Letters that one address is sent because somebody typed it.
pub const LETTER: Limit = Limit { kind: "letter", most: 5, minutes: 60 };
/// Forms that send letters or make accounts, from one address.
pub const LETTER_NET: Limit = Limit { kind: "letter", most: 20, minutes: 60 };
/// The same from everywhere together: nobody uses us to flood mailboxes.
pub const LETTER_ALL: Limit = Limit { kind: "letter", most: 600, minutes: 60 };

/// The subject for an e-mail address, known here or not.
pub fn mailbox(email: &str) -> String {
    format!("mail:{}", secrets::hex(&email.trim().to_lowercase()))
}

/// The subject for where a request comes from.
pub fn net(address: &str) -> String {
    format!("net:{address}")
}

pub const EVERYONE: &str = "all";

/// Counts an attempt. Some(seconds to wait) when it is one too many; that one is not counted.
pub async fn spend(tx: &mut Tx, limit: Limit, subject: &str) -> Result<Option<i64>> {
    // One subject's attempts are counted one after the other, or a burst would pass the limit together.
    diesel::sql_query("select pg_advisory_xact_lock(hashtextextended($1, 20))")
        .bind::<Text, _>(format!("{}:{subject}", limit.kind))
        .execute(tx.conn())
        .await?;
    let since = tx.now - TimeDelta::minutes(limit.minutes);
    let times: Vec<DateTime<Utc>> = attempts::table
        .filter(attempts::subject.eq(subject))
        .filter(attempts::kind.eq(limit.kind))
        .filter(attempts::at.gt(since))
        .order(attempts::at.desc())
        .limit(limit.most)
        .select(attempts::at)
        .load(tx.conn())
        .await?;
    if let (true, Some(oldest)) = (times.len() as i64 >= limit.most, times.last()) {
        return Ok(Some((*oldest - since).num_seconds().max(1)));
    }
    diesel::insert_into(attempts::table)
        .values((attempts::subject.eq(subject), attempts::kind.eq(limit.kind), attempts::at.eq(tx.now)))
        .execute(tx.conn())
        .await?;
    Ok(None)
}

/// Spends several; the longest wait counts.
pub async fn spend_all(tx: &mut Tx, limits: &[(Limit, &str)]) -> Result<Option<i64>> {
    let mut wait = None;
    for (limit, subject) in limits {
        wait = wait.max(spend(tx, *limit, subject).await?);
    }
    Ok(wait)
}

/// Forgets what a subject tried: it turned out to be right.
pub async fn forgive(tx: &mut Tx, limit: Limit, subject: &str) -> Result<()> {
    diesel::delete(attempts::table.filter(attempts::subject.eq(subject)).filter(attempts::kind.eq(limit.kind)))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Takes back the last attempt of a subject that others share.
pub async fn refund(tx: &mut Tx, limit: Limit, subject: &str) -> Result<()> {
    let last: Option<i64> = attempts::table
        .filter(attempts::subject.eq(subject))
        .filter(attempts::kind.eq(limit.kind))
        .order(attempts::at.desc())
        .select(attempts::id)
        .first(tx.conn())
        .await
        .optional()?;
    diesel::delete(attempts::table.filter(attempts::id.nullable().eq(last))).execute(tx.conn()).await?;
    Ok(())
}
