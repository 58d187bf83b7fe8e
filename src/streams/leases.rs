//! Leases by name: several worker processes share the hosts, and one that dies is taken over when its lease runs out.
//! Counted by the database's clock: the machines' clocks may differ.

use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::store::schema::leases;
use crate::store::{Conn, Prepare, Result};

/// Takes or renews what is free, has run out, or is the holder's own; answers the names that it holds now.
pub async fn hold(conn: &mut Conn, names: &[String], holder: Uuid, how_long: Duration) -> Result<Vec<String>> {
    #[derive(QueryableByName)]
    #[diesel(table_name = leases)]
    struct Held {
        name: String,
    }
    let held: Vec<Held> = diesel::sql_query(
        "insert into leases (name, holder, until) \
         select n, $2, clock_timestamp() + $3 * interval '1 millisecond' from unnest($1) as n order by n \
         on conflict (name) do update set holder = $2, until = excluded.until \
         where leases.holder = $2 or leases.until < clock_timestamp() returning name",
    )
    .bind::<Array<Text>, _>(names)
    .bind::<SqlUuid, _>(holder)
    .bind::<BigInt, _>(how_long.as_millis() as i64)
    .prepared()
    .load(conn)
    .await?;
    Ok(held.into_iter().map(|held| held.name).collect())
}

/// Gives `names` up so that another may take them at once.
pub async fn release(conn: &mut Conn, names: &[String], holder: Uuid) -> Result<()> {
    diesel::delete(leases::table.filter(leases::name.eq_any(names)).filter(leases::holder.eq(holder)))
        .execute(conn)
        .await?;
    Ok(())
}

/// How many live leases have a name that starts with `prefix`.
pub async fn count(conn: &mut Conn, prefix: &str) -> Result<i64> {
    Ok(leases::table
        .filter(leases::name.like(format!("{prefix}%")))
        .filter(leases::until.ge(diesel::dsl::now))
        .count()
        .get_result(conn)
        .await?)
}
