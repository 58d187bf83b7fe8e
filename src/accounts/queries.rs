//! What can be asked about members and sessions.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};

use super::{Me, MemberRow, Role};
use crate::store::ids::{ActorId, MemberId, SessionId};
use crate::store::schema::{actors, members, notices, sessions};
use crate::store::{Conn, Result};

/// What is stored of a secret that its owner carries.
pub fn hash_token(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The member behind a session's secret, if the session and the account are valid now.
pub async fn by_session(conn: &mut Conn, token: &str, now: DateTime<Utc>) -> Result<Option<Me>> {
    type Account = (String, String, String, String, String, String, Option<DateTime<Utc>>);
    type Row = (SessionId, String, MemberId, ActorId, Account, Option<i64>);
    let unread = notices::table
        .filter(notices::member_id.eq(members::id))
        .filter(notices::read_at.is_null())
        .count()
        .single_value();
    let found: Option<Row> = sessions::table
        .inner_join(members::table)
        .inner_join(actors::table.on(actors::id.eq(members::actor_id)))
        .filter(sessions::token_hash.eq(hash_token(token)))
        .filter(sessions::expires_at.gt(now))
        .filter(members::state.eq("active"))
        .select((
            sessions::id,
            sessions::csrf,
            members::id,
            members::actor_id,
            (
                actors::handle,
                actors::name,
                members::role,
                members::language,
                members::time_zone,
                members::theme,
                members::previous_visit_at,
            ),
            unread,
        ))
        .first(conn)
        .await
        .optional()?;
    let Some((session, csrf, member, actor, account, unread)) = found else { return Ok(None) };
    let (handle, name, role, language, time_zone, theme, previous_visit_at) = account;
    Ok(Some(Me {
        member,
        actor,
        session,
        handle,
        name,
        role: Role::parse(&role).unwrap_or(Role::Member),
        language,
        time_zone,
        theme,
        csrf,
        previous_visit_at,
        unread: unread.unwrap_or(0),
    }))
}

pub async fn by_id(conn: &mut Conn, id: MemberId) -> Result<Option<MemberRow>> {
    Ok(members::table.find(id).select(MemberRow::as_select()).first(conn).await.optional()?)
}

pub async fn by_actor(conn: &mut Conn, actor: ActorId) -> Result<Option<MemberRow>> {
    Ok(members::table
        .filter(members::actor_id.eq(actor))
        .select(MemberRow::as_select())
        .first(conn)
        .await
        .optional()?)
}
