//! Invitations: links that skip the queue. Of a bounded number of uses and days, revocable, never above the rank of who
//! made them, whenever they are used (attack C21).

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Me, Role, State, policy, secrets};
use crate::store::error::Faults;
use crate::store::ids::{InviteId, MemberId};
use crate::store::schema::{actors, invites, members};
use crate::store::{Conn, Error, Result, Tx};

/// Most uses and days of one invitation.
pub const USES_MOST: i32 = 500;
pub const DAYS_MOST: i64 = 90;

#[derive(Debug, Clone)]
pub struct InviteDraft {
    pub role: Role,
    /// For this address alone, which it proves: the link is mailed there and nowhere else.
    pub email: Option<String>,
    /// For the one who invites: whom it is for.
    pub note: String,
    pub uses: i32,
    pub days: i64,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = invites)]
pub struct Invite {
    pub id: InviteId,
    pub created_by: MemberId,
    pub role: String,
    pub email: Option<String>,
    pub note: String,
    pub max_uses: i32,
    pub uses: i32,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Invite {
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.expires_at > now && self.uses < self.max_uses
    }
}

/// An invitation that can be used, with the role that it gives now.
#[derive(Debug, Clone)]
pub struct Open {
    pub invite: Invite,
    pub role: Role,
    /// Name of the member who invites.
    pub by: String,
}

pub async fn make(tx: &mut Tx, by: &Me, draft: &InviteDraft, token_hash: Vec<u8>) -> Result<InviteId> {
    policy::may_invite(by, draft.role)?;
    let mut faults = Faults::default();
    faults.at_most(&draft.note, "note", 200);
    faults.check((1..=USES_MOST).contains(&draft.uses), "uses", "number");
    faults.check((1..=DAYS_MOST).contains(&draft.days), "days", "number");
    if let Some(email) = &draft.email {
        faults.check(policy::address(email).is_some(), "email", "email");
    }
    faults.done()?;
    let id = InviteId::fresh(tx.now);
    let uses = if draft.email.is_some() { 1 } else { draft.uses };
    diesel::insert_into(invites::table)
        .values((
            invites::id.eq(id),
            invites::token_hash.eq(token_hash),
            invites::created_by.eq(by.member),
            invites::role.eq(draft.role.code()),
            invites::email.eq(draft.email.as_deref()),
            invites::note.eq(draft.note.trim()),
            invites::max_uses.eq(uses),
            invites::created_at.eq(tx.now),
            invites::expires_at.eq(tx.now + TimeDelta::days(draft.days)),
        ))
        .execute(tx.conn())
        .await?;
    Ok(id)
}

/// One's own; an administrator's are all.
pub async fn revoke(tx: &mut Tx, by: &Me, id: InviteId) -> Result<()> {
    let now = tx.now;
    let mut change = diesel::update(invites::table.find(id)).set(invites::revoked_at.eq(now)).into_boxed();
    if by.role != Role::Admin {
        change = change.filter(invites::created_by.eq(by.member));
    }
    if change.execute(tx.conn()).await? == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Looks without using: for the page that the link opens.
pub async fn peek(conn: &mut Conn, token: &str, now: DateTime<Utc>) -> Result<Option<Open>> {
    let found: Option<(Invite, String, String, String)> = invites::table
        .inner_join(members::table.on(members::id.eq(invites::created_by)))
        .inner_join(actors::table.on(actors::id.eq(members::actor_id)))
        .filter(invites::token_hash.eq(secrets::hash(token)))
        .select((Invite::as_select(), members::role, members::state, actors::name))
        .first(conn)
        .await
        .optional()?;
    Ok(found.and_then(|(invite, role, state, by)| open(invite, &role, &state, by, now)))
}

/// Uses an invitation once; the last use cannot be had twice. NotFound when it is not open.
pub async fn take(tx: &mut Tx, token: &str) -> Result<Open> {
    let now = tx.now;
    let found = peek(tx.conn(), token, now).await?.ok_or(Error::NotFound)?;
    let used = diesel::update(
        invites::table
            .find(found.invite.id)
            .filter(invites::revoked_at.is_null())
            .filter(invites::expires_at.gt(now))
            .filter(invites::uses.lt(invites::max_uses)),
    )
    .set(invites::uses.eq(invites::uses + 1))
    .execute(tx.conn())
    .await?;
    if used == 1 { Ok(found) } else { Err(Error::NotFound) }
}

/// The inviter's rank of today caps what was promised; who has left or was suspended invites nobody.
fn open(invite: Invite, role: &str, state: &str, by: String, now: DateTime<Utc>) -> Option<Open> {
    let inviter = Role::parse(role)?;
    let promised = Role::parse(&invite.role)?;
    let stands = state == State::Active.code() && inviter >= Role::Editor && invite.is_open(now);
    stands.then(|| Open { role: promised.min(inviter), invite, by })
}

/// The newest hundred: one's own, an administrator's are all; with the names of who made them.
pub async fn list(conn: &mut Conn, by: &Me) -> Result<Vec<(Invite, String)>> {
    let mut query = invites::table
        .inner_join(members::table.on(members::id.eq(invites::created_by)))
        .inner_join(actors::table.on(actors::id.eq(members::actor_id)))
        .select((Invite::as_select(), actors::name))
        .order((invites::created_at.desc(), invites::id.desc()))
        .limit(100)
        .into_boxed();
    if by.role != Role::Admin {
        query = query.filter(invites::created_by.eq(by.member));
    }
    Ok(query.load(conn).await?)
}
