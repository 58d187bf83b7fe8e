//! A hub that was away for a while, or was restored from an old backup, asks the groups that its members follow for what
//! it missed: what their servers delivered meanwhile, or dropped, does not come by itself any more (promises R19).

use chrono::{DateTime, TimeDelta, Utc};

use super::backfill::Backfill;
use crate::groups;
use crate::queue;
use crate::store::{Result, Tx, settings};

/// What is shorter, the others' next tries make up for.
const LONG: TimeDelta = TimeDelta::minutes(15);

/// Notes that the hub is there; call it every minute.
pub async fn note(tx: &mut Tx) -> Result<()> {
    let now = tx.now;
    let before: Option<DateTime<Utc>> = settings::replace(tx.conn(), "last-alive", &now).await?;
    if before.is_none_or(|before| now - before < LONG) {
        return Ok(());
    }
    tracing::info!("peers: back after an absence, the groups elsewhere are asked for what was missed");
    for group in groups::queries::list_followed_elsewhere(tx.conn()).await? {
        queue::enqueue(tx, &Backfill { group }, now).await?;
    }
    Ok(())
}
