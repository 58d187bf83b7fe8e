//! What is forgotten, and when: one line for each kind of row. Nothing here is anything that a person wrote.

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Timestamptz};
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
    Ok(more)
}
