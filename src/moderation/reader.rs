//! A reader of the journal: what was removed or withdrawn answers the reports about it, whoever removed it and where.

use super::State;
use super::commands::{Subject, settle};
use crate::journal;
use crate::store::ids::{ActorId, PostId};
use crate::store::{Result, Tx};

const READER: &str = "reports";
const BATCH: i64 = 500;

/// Reads a batch; true when there may be more.
pub async fn read(tx: &mut Tx) -> Result<bool> {
    let rows = journal::next(tx, READER, BATCH).await?;
    let Some(last) = rows.last() else { return Ok(false) };
    for row in rows.iter().filter(|row| matches!(row.verb.as_str(), "removed" | "withdrawn")) {
        if let Some(post) = row.post_id {
            settle(tx, Subject::Post(PostId(post)), State::Upheld, row.actor_id.map(ActorId)).await?;
        }
    }
    journal::passed(tx, READER, last).await?;
    Ok(true)
}
