//! A reader of the journal: counts of replies and likes, and when a thread was last answered. Everything is counted anew
//! from rows, so that a repeat changes nothing.

use diesel::sql_types::{Array, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::journal;
use crate::store::{Result, Tx};

const READER: &str = "counts";
const BATCH: i64 = 1000;
/// After these something is to be counted.
const COUNTED: [&str; 7] = ["replied", "withdrawn", "removed", "restored", "liked", "unliked", "edited"];

/// Folds a batch of what happened since the last time; answers true when there may be more.
pub async fn read(tx: &mut Tx) -> Result<bool> {
    let entries = journal::next(tx, READER, BATCH).await?;
    let Some(last) = entries.last() else { return Ok(false) };
    let counted = entries.iter().filter(|entry| COUNTED.contains(&entry.verb.as_str()));
    let mut posts: Vec<Uuid> = counted.filter_map(|entry| entry.post_id).collect();
    posts.sort_unstable();
    posts.dedup();
    if !posts.is_empty() {
        count(tx, &posts).await?;
    }
    journal::passed(tx, READER, last).await?;
    Ok(true)
}

/// Counts again whatever these posts touch: their threads, what they answer, themselves.
pub async fn count(tx: &mut Tx, posts: &[Uuid]) -> Result<()> {
    const STATEMENTS: [&str; 3] = [
        "with roots as (select distinct root_id as id from posts where id = any($1)), \
         fresh as (select roots.id, count(answers.id)::int as replies, max(answers.published_at) as last \
           from roots left join posts answers on answers.root_id = roots.id and answers.parent_id is not null \
             and answers.withdrawn_at is null and answers.removed_at is null and answers.removed_there_at is null \
           group by roots.id), \
         counted as (update post_counts set replies = fresh.replies from fresh \
           where post_id = fresh.id and post_counts.replies <> fresh.replies) \
         update posts set active_at = greatest(posts.published_at, fresh.last) from fresh \
           where posts.id = fresh.id and posts.active_at <> greatest(posts.published_at, fresh.last)",
        "with parents as (select distinct parent_id as id from posts where id = any($1) and parent_id <> root_id) \
         update post_counts set replies = (select count(*) from posts answers where answers.parent_id = parents.id \
           and answers.withdrawn_at is null and answers.removed_at is null and answers.removed_there_at is null) \
         from parents where post_id = parents.id",
        "update post_counts set reactions = (select count(*) from reactions \
           where reactions.post_id = post_counts.post_id and reactions.kind = 'like') where post_id = any($1)",
    ];
    for statement in STATEMENTS {
        diesel::sql_query(statement).bind::<Array<SqlUuid>, _>(posts).execute(tx.conn()).await?;
    }
    Ok(())
}
