//! Sessions: a row for each place where a member is signed in. They end when they run out, when they are ended here,
//! and with a suspension or a new password in that very transaction (attack C13).

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::secrets::{self, Secret};
use super::{Me, MemberRow, policy};
use crate::store::ids::{MemberId, SessionId};
use crate::store::schema::{members, sessions};
use crate::store::{Conn, Result, Tx};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Web,
    Api,
}

impl Kind {
    const fn code(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Api => "api",
        }
    }
}

/// A session that nobody uses ends after so many days.
pub const DAYS: i64 = 30;
/// More sessions than this and the one unused for longest ends.
const MOST: i64 = 30;
/// A visit is a new one after so long without a page.
const VISIT_PAUSE: TimeDelta = TimeDelta::minutes(30);
/// How exactly we remember when a session was used: one write in so long, not one a page.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(5);

/// Starts a session of somebody whose password was right; `secret` goes to their browser or program. Forbidden says
/// why not: `unconfirmed`, `pending`, `suspended`. `agent` is what their program calls itself.
pub async fn start(
    tx: &mut Tx,
    member: &MemberRow,
    kind: Kind,
    secret: &Secret,
    csrf: &Secret,
    agent: &str,
) -> Result<SessionId> {
    policy::may_enter(member)?;
    let id = SessionId::fresh(tx.now);
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id),
            sessions::token_hash.eq(secret.hash()),
            sessions::member_id.eq(member.id),
            sessions::kind.eq(kind.code()),
            sessions::csrf.eq(csrf.text()),
            sessions::agent.eq(agent.chars().filter(|c| !c.is_control()).take(200).collect::<String>()),
            sessions::created_at.eq(tx.now),
            sessions::seen_at.eq(tx.now),
            sessions::expires_at.eq(tx.now + TimeDelta::days(DAYS)),
        ))
        .execute(tx.conn())
        .await?;
    let kept = sessions::table
        .filter(sessions::member_id.eq(member.id))
        .order(sessions::seen_at.desc())
        .limit(MOST)
        .select(sessions::id)
        .load::<SessionId>(tx.conn())
        .await?;
    if kept.len() as i64 == MOST {
        diesel::delete(sessions::table.filter(sessions::member_id.eq(member.id)).filter(sessions::id.ne_all(kept)))
            .execute(tx.conn())
            .await?;
    }
    Ok(id)
}

/// Whether [`see`] has something to write.
pub fn is_stale(me: &Me, now: DateTime<Utc>) -> bool {
    now - me.seen_at >= SEEN_EVERY
}

/// Remembers that a session is in use, keeps it alive, and begins a new visit after a pause.
pub async fn see(tx: &mut Tx, me: &Me) -> Result<()> {
    let now = tx.now;
    diesel::update(sessions::table.find(me.session))
        .set((sessions::seen_at.eq(now), sessions::expires_at.eq(now + TimeDelta::days(DAYS))))
        .execute(tx.conn())
        .await?;
    let paused = members::last_visit_at.is_null().or(members::last_visit_at.lt(now - VISIT_PAUSE));
    diesel::update(members::table.find(me.member).filter(paused))
        .set(members::previous_visit_at.eq(members::last_visit_at))
        .execute(tx.conn())
        .await?;
    diesel::update(members::table.find(me.member)).set(members::last_visit_at.eq(now)).execute(tx.conn()).await?;
    Ok(())
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct Row {
    pub id: SessionId,
    pub kind: String,
    pub agent: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
}

/// A member's own sessions, the last used first.
pub async fn list(conn: &mut Conn, me: &Me, now: DateTime<Utc>) -> Result<Vec<Row>> {
    Ok(sessions::table
        .filter(sessions::member_id.eq(me.member))
        .filter(sessions::expires_at.gt(now))
        .order(sessions::seen_at.desc())
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)
        .await?)
}

/// Ends one of the member's own sessions; one of somebody else's is not there (attack D11).
pub async fn end(tx: &mut Tx, me: &Me, id: SessionId) -> Result<()> {
    let ended =
        diesel::delete(sessions::table.find(id).filter(sessions::member_id.eq(me.member))).execute(tx.conn()).await?;
    if ended == 1 { Ok(()) } else { Err(crate::store::Error::NotFound) }
}

/// Ends whatever session `token` opens: a browser that signs in again leaves none behind.
pub async fn end_by_token(tx: &mut Tx, token: &str) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::token_hash.eq(secrets::hash(token)))).execute(tx.conn()).await?;
    Ok(())
}

/// Ends every session but the one that asks.
pub async fn end_others(tx: &mut Tx, me: &Me) -> Result<()> {
    end_all(tx, me.member, Some(me.session)).await
}

pub(super) async fn end_all(tx: &mut Tx, member: MemberId, but: Option<SessionId>) -> Result<()> {
    let mut ending = diesel::delete(sessions::table.filter(sessions::member_id.eq(member))).into_boxed();
    if let Some(kept) = but {
        ending = ending.filter(sessions::id.ne(kept));
    }
    ending.execute(tx.conn()).await?;
    Ok(())
}
