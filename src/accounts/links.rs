//! One-time links: the first administrator's, an address to confirm, a password to set anew. Each is used once, runs
//! out, and is void when what it was bound to has changed (attack C17).

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{MemberRow, secrets};
use crate::store::ids::MemberId;
use crate::store::schema::tokens;
use crate::store::{Conn, Result, Tx};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Makes the first administrator; only one is valid at a time.
    Setup,
    /// Proves an address: a registration's, or the new one of an account.
    Confirm,
    Reset,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Confirm => "confirm",
            Self::Reset => "reset",
        }
    }

    fn lasts(self) -> TimeDelta {
        match self {
            Self::Setup => TimeDelta::days(30),
            Self::Confirm => TimeDelta::days(3),
            Self::Reset => TimeDelta::minutes(30),
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = tokens)]
pub struct Link {
    pub member_id: Option<MemberId>,
    pub bound_to: String,
    pub created_at: DateTime<Utc>,
}

/// What a reset is bound to: address and password as they were when it was asked for.
pub fn binding(member: &MemberRow) -> String {
    secrets::hex(&format!("{}\n{}", member.email.to_lowercase(), member.password.as_deref().unwrap_or_default()))
}

pub async fn make(
    tx: &mut Tx,
    purpose: Purpose,
    member: Option<MemberId>,
    bound_to: &str,
    token_hash: Vec<u8>,
) -> Result<()> {
    if purpose == Purpose::Setup {
        diesel::delete(tokens::table.filter(tokens::purpose.eq(purpose.code()))).execute(tx.conn()).await?;
    }
    diesel::insert_into(tokens::table)
        .values((
            tokens::token_hash.eq(token_hash),
            tokens::purpose.eq(purpose.code()),
            tokens::member_id.eq(member),
            tokens::bound_to.eq(bound_to),
            tokens::created_at.eq(tx.now),
            tokens::expires_at.eq(tx.now + purpose.lasts()),
        ))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Looks without using: for the page that asks.
pub async fn peek(conn: &mut Conn, purpose: Purpose, token: &str, now: DateTime<Utc>) -> Result<Option<Link>> {
    Ok(tokens::table
        .filter(tokens::token_hash.eq(secrets::hash(token)))
        .filter(tokens::purpose.eq(purpose.code()))
        .filter(tokens::used_at.is_null())
        .filter(tokens::expires_at.gt(now))
        .select(Link::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// Uses a link: of two who come with it one gets it.
pub async fn take(tx: &mut Tx, purpose: Purpose, token: &str) -> Result<Option<Link>> {
    let now = tx.now;
    Ok(diesel::update(
        tokens::table
            .filter(tokens::token_hash.eq(secrets::hash(token)))
            .filter(tokens::purpose.eq(purpose.code()))
            .filter(tokens::used_at.is_null())
            .filter(tokens::expires_at.gt(now)),
    )
    .set(tokens::used_at.eq(now))
    .returning(Link::as_returning())
    .get_result(tx.conn())
    .await
    .optional()?)
}

/// Voids what a member still has of `purpose`.
pub async fn void(tx: &mut Tx, purpose: Purpose, member: MemberId) -> Result<()> {
    diesel::delete(tokens::table.filter(tokens::member_id.eq(member)).filter(tokens::purpose.eq(purpose.code())))
        .execute(tx.conn())
        .await?;
    Ok(())
}
