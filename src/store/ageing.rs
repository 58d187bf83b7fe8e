//! What is forgotten, and when: one line for each kind of row. Nothing here is anything that a person wrote.

use chrono::{DateTime, Utc};
use diesel::prelude::QueryableByName;
use diesel::sql_types::{BigInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use super::{Conn, Result};

/// Table and condition; `$1` is now.
const OLD: [(&str, &str); 15] = [
    // A repeat of an activity arrives within days; hosts give up after a week or two (promises R07).
    ("received", "received_at < $1 - interval '30 days'"),
    ("inbox", "failed_at < $1 - interval '7 days'"),
    // A backlog is kept for 30 days (promises R07); what outboxes show stays.
    ("activities", "not listed and created_at < $1 - interval '30 days'"),
    ("attempts", "at < $1 - interval '2 days'"),
    ("tokens", "expires_at < $1 - interval '7 days'"),
    ("sessions", "expires_at < $1"),
    ("invites", "expires_at < $1 - interval '365 days'"),
    // Longer than any digest window, so that the key of a window keeps it from being sent again.
    ("mails", "sent_at < $1 - interval '60 days'"),
    ("mails", "failed_at < $1 - interval '90 days'"),
    ("bounces", "last_at < $1 - interval '180 days'"),
    ("told", "at < $1 - interval '7 days'"),
    // What could not be had of another server is asked for again.
    ("copies", "hash is null and fetched_at < $1 - interval '1 day'"),
    ("notices", "read_at < $1 - interval '60 days'"),
    ("notices", "created_at < $1 - interval '365 days'"),
    ("jobs", "parked_at < $1 - interval '90 days'"),
];

const AT_ONCE: i64 = 5000;

/// Deletes what is old, at most 5,000 rows of each kind; answers whether there may be more.
pub async fn forget(conn: &mut Conn, now: DateTime<Utc>) -> Result<bool> {
    let mut more = false;
    for (table, condition) in OLD {
        let gone = diesel::sql_query(format!(
            "delete from {table} where ctid in (select ctid from {table} where {condition} limit $2)"
        ))
        .bind::<Timestamptz, _>(now)
        .bind::<BigInt, _>(AT_ONCE)
        .execute(conn)
        .await?;
        more |= gone as i64 == AT_ONCE;
    }
    more |= forget_strangers(conn, now).await?;
    Ok(more)
}

#[derive(QueryableByName)]
struct Holder {
    #[diesel(sql_type = Text)]
    condition: String,
}

/// Actors elsewhere that nothing here refers to, and then hosts without actors that nobody has judged: whoever makes up
/// names fills no table (attack B14). What may refer is read from the catalogue, so that a new table counts at once.
async fn forget_strangers(conn: &mut Conn, now: DateTime<Utc>) -> Result<bool> {
    let holders: Vec<Holder> = diesel::sql_query(
        "select format('not exists (select 1 from %s where %I = a.id)', c.conrelid::regclass, k.attname) as condition \
         from pg_constraint c join pg_attribute k on k.attrelid = c.conrelid and k.attnum = c.conkey[1] \
         where c.contype = 'f' and c.confrelid = 'actors'::regclass and c.conrelid <> 'actor_keys'::regclass",
    )
    .load(conn)
    .await?;
    let conditions: Vec<String> = holders.into_iter().map(|holder| holder.condition).collect();
    let actors = format!(
        "delete from actors where id in (select a.id from actors a where a.host_id is not null \
         and coalesce(a.fetched_at, a.created_at) < $1 - interval '30 days' and {} limit $2)",
        conditions.join(" and ")
    );
    let hosts = "delete from hosts where id in (select h.id from hosts h where h.policy = 'open' and h.note = '' \
         and h.paused_at is null and h.created_at < $1 - interval '30 days' \
         and coalesce(h.last_heard_at, h.created_at) < $1 - interval '30 days' \
         and not exists (select 1 from actors where host_id = h.id) limit $2)";
    let mut more = false;
    for statement in [actors.as_str(), hosts] {
        let gone =
            diesel::sql_query(statement).bind::<Timestamptz, _>(now).bind::<BigInt, _>(AT_ONCE).execute(conn).await?;
        more |= gone as i64 == AT_ONCE;
    }
    Ok(more)
}
