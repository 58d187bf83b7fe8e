//! Addresses that refuse mail. After three refusals an address is marked, and nothing that was not asked for goes there
//! until a mail arrives again (promises R11).

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::store::schema::bounces;
use crate::store::{Conn, Result};

const MARKED_AFTER: i16 = 3;

/// The server of `address` refused it for good.
pub async fn refused(conn: &mut Conn, now: DateTime<Utc>, address: &str) -> Result<()> {
    diesel::sql_query(
        "insert into bounces (address, count, last_at) values ($1, 1, $2) on conflict (address) do update set \
         count = least(bounces.count + 1, 1000), last_at = $2, \
         marked_at = case when bounces.count + 1 >= $3 then coalesce(bounces.marked_at, $2) end",
    )
    .bind::<Text, _>(address.to_lowercase())
    .bind::<Timestamptz, _>(now)
    .bind::<SmallInt, _>(MARKED_AFTER)
    .execute(conn)
    .await?;
    Ok(())
}

/// A mail was taken: whatever was wrong is over.
pub async fn accepted(conn: &mut Conn, address: &str) -> Result<()> {
    diesel::delete(bounces::table.find(address.to_lowercase())).execute(conn).await?;
    Ok(())
}

/// Since when nothing goes to `address` unasked.
pub async fn marked_since(conn: &mut Conn, address: &str) -> Result<Option<DateTime<Utc>>> {
    let found: Option<Option<DateTime<Utc>>> =
        bounces::table.find(address.to_lowercase()).select(bounces::marked_at).first(conn).await.optional()?;
    Ok(found.flatten())
}
