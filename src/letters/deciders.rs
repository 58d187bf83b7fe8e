//! Whom letters about waiting requests go to, and which registrations wait.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::store::ids::{ActorId, MemberId};
use crate::store::schema::{actors, members};
use crate::store::{Conn, Result};

/// An active member as a letter needs them.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = members)]
pub struct Decider {
    pub id: MemberId,
    pub email: String,
    pub language: String,
    pub time_zone: String,
}

/// At most 100.
pub async fn list_admins(conn: &mut Conn) -> Result<Vec<Decider>> {
    Ok(members::table
        .filter(members::role.eq("admin"))
        .filter(members::state.eq("active"))
        .limit(100)
        .select(Decider::as_select())
        .load(conn)
        .await?)
}

pub async fn list_by_actors(conn: &mut Conn, ids: &[ActorId]) -> Result<Vec<Decider>> {
    Ok(members::table
        .filter(members::actor_id.eq_any(ids))
        .filter(members::state.eq("active"))
        .select(Decider::as_select())
        .load(conn)
        .await?)
}

/// Confirmed registrations that wait for an administrator: member, name and since when, the newest first; at most 100.
pub async fn list_registrations(conn: &mut Conn) -> Result<Vec<(MemberId, String, DateTime<Utc>)>> {
    Ok(members::table
        .inner_join(actors::table)
        .filter(members::state.eq("pending"))
        .filter(members::decided_at.is_null())
        .filter(members::email_confirmed_at.is_not_null())
        .order(members::email_confirmed_at.desc())
        .limit(100)
        .select((members::id, actors::name, members::email_confirmed_at.assume_not_null()))
        .load(conn)
        .await?)
}
