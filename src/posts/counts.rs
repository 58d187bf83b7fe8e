//! A reader of the journal: counts of replies and likes, and when a thread was last answered. Everything is counted anew
//! from rows, so that a repeat changes nothing.

use diesel::sql_types::{Array, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::journal;
use crate::store::{Prepare, Result, Tx};

const READER: &str = "counts";
const BATCH: i64 = 1000;
/// After these the answers are to be counted.
const ANSWERS: [&str; 5] = ["replied", "withdrawn", "removed", "restored", "edited"];
/// After these the likes.
const LIKES: [&str; 2] = ["liked", "unliked"];

/// Folds a batch of what happened since the last time; answers true when there may be more.
pub async fn read(tx: &mut Tx) -> Result<bool> {
    let entries = journal::next(tx, READER, BATCH).await?;
    let Some(last) = entries.last() else { return Ok(false) };
    let touched = |verbs: &[&str]| {
        let touched = entries.iter().filter(|entry| verbs.contains(&entry.verb.as_str()));
        let mut posts: Vec<Uuid> = touched.filter_map(|entry| entry.post_id).collect();
        posts.sort_unstable();
        posts.dedup();
        posts
    };
    count_answers(tx, &touched(&ANSWERS)).await?;
    count_likes(tx, &touched(&LIKES)).await?;
    journal::passed(tx, READER, last).await?;
    Ok(true)
}

/// Counts the answers in the threads of these posts, and to what they answer.
async fn count_answers(tx: &mut Tx, posts: &[Uuid]) -> Result<()> {
    const STATEMENTS: [&str; 2] = [
        "with roots as (select distinct root_id as id from posts where id = any($1)), \
         fresh as (select roots.id, count(answers.id)::int as replies, max(answers.published_at) as last \
           from roots left join posts answers on answers.root_id = roots.id and answers.parent_id is not null \
             and answers.withdrawn_at is null and answers.removed_at is null and answers.removed_there_at is null \
           group by roots.id) \
         update post_counts set replies = fresh.replies, answered_at = fresh.last from fresh \
           where post_id = fresh.id and (post_counts.replies, answered_at) is distinct from (fresh.replies, fresh.last)",
        "with parents as (select distinct parent_id as id from posts where id = any($1) and parent_id <> root_id) \
         update post_counts set replies = (select count(*) from posts answers where answers.parent_id = parents.id \
           and answers.withdrawn_at is null and answers.removed_at is null and answers.removed_there_at is null) \
         from parents where post_id = parents.id",
    ];
    for statement in STATEMENTS.into_iter().filter(|_| !posts.is_empty()) {
        diesel::sql_query(statement).bind::<Array<SqlUuid>, _>(posts).prepared().execute(tx.conn()).await?;
    }
    Ok(())
}

async fn count_likes(tx: &mut Tx, posts: &[Uuid]) -> Result<()> {
    if posts.is_empty() {
        return Ok(());
    }
    let statement = "update post_counts set reactions = (select count(*) from reactions \
        where reactions.post_id = post_counts.post_id and reactions.kind = 'like') where post_id = any($1)";
    diesel::sql_query(statement).bind::<Array<SqlUuid>, _>(posts).prepared().execute(tx.conn()).await?;
    Ok(())
}
