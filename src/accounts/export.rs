//! Everything an account holds about its owner, for its owner: the account's own rows. What higher features hold, the
//! door adds from their queries.

use serde::Serialize;

use super::{Me, queries, sessions};
use crate::store::{Conn, Error, Result};
use chrono::{DateTime, Utc};

/// No secret is in it: neither password nor tokens.
#[derive(Debug, Serialize)]
pub struct Export {
    pub handle: String,
    pub name: String,
    pub email: String,
    pub email_confirmed_at: Option<DateTime<Utc>>,
    pub role: String,
    pub reason: String,
    pub organisation: String,
    pub country: Option<String>,
    pub spoken: Vec<String>,
    pub words: String,
    pub language: String,
    pub time_zone: String,
    pub digest: String,
    pub digest_hour: i16,
    pub theme: String,
    pub registered_at: DateTime<Utc>,
    pub last_visit_at: Option<DateTime<Utc>>,
    pub sessions: Vec<Session>,
}

#[derive(Debug, Serialize)]
pub struct Session {
    pub kind: String,
    pub agent: String,
    pub started_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
}

pub async fn of(conn: &mut Conn, me: &Me, now: DateTime<Utc>) -> Result<Export> {
    let member = queries::by_id(conn, me.member).await?.ok_or(Error::NotFound)?;
    let sessions = sessions::list(conn, me, now).await?;
    Ok(Export {
        handle: me.handle.clone(),
        name: me.name.clone(),
        email: member.email,
        email_confirmed_at: member.email_confirmed_at,
        role: member.role,
        reason: member.reason,
        organisation: member.organisation,
        country: member.country,
        spoken: member.spoken,
        words: member.bio_source,
        language: member.language,
        time_zone: member.time_zone,
        digest: member.digest,
        digest_hour: member.digest_hour,
        theme: member.theme,
        registered_at: member.created_at,
        last_visit_at: member.last_visit_at,
        sessions: sessions
            .into_iter()
            .map(|row| Session { kind: row.kind, agent: row.agent, started_at: row.created_at, seen_at: row.seen_at })
            .collect(),
    })
}
