//! Who reads the digests that wait to be sent.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Reader, commands};
use crate::store::ids::{ActorId, MemberId};
use crate::store::schema::{digests, members};
use crate::store::{Conn, Result};

/// Those of `ids` who want a digest now: who stopped it or was suspended since it was planned is left out.
pub async fn list_readers(conn: &mut Conn, ids: &[MemberId], now: DateTime<Utc>) -> Result<Vec<Reader>> {
    type Row = (MemberId, ActorId, String, String, String, String, DateTime<Utc>, Option<DateTime<Utc>>);
    let found: Vec<Row> = members::table
        .left_join(digests::table)
        .filter(members::id.eq_any(ids))
        .filter(members::state.eq("active"))
        .filter(members::digest.ne("never"))
        .select((
            members::id,
            members::actor_id,
            members::email,
            members::language,
            members::time_zone,
            members::digest,
            members::created_at,
            digests::told_until.nullable(),
        ))
        .load(conn)
        .await?;
    Ok(found
        .into_iter()
        .map(|(member, actor, email, language, time_zone, digest, created, told)| Reader {
            member,
            actor,
            email,
            language,
            time_zone,
            digest,
            since: commands::since(told.unwrap_or(created), now),
        })
        .collect())
}
