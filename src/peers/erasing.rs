//! Taking back everything that an actor left, in batches: an actor deleted elsewhere, or a member of ours who goes. A
//! batch that runs twice finds nothing left to do.

use serde::{Deserialize, Serialize};

use super::Peers;
use crate::actors::queries;
use crate::queue::{self, Job};
use crate::store::Result;
use crate::store::ids::ActorId;
use crate::{groups, posts};

/// What is left of an actor that is gone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Erase {
    pub actor: ActorId,
    /// Whether its words stay.
    pub words: bool,
    /// Counts the jobs that one actor with very many posts takes.
    pub round: u32,
}

impl Job for Erase {
    const KIND: &'static str = "peers.erase";

    fn key(&self) -> Option<String> {
        Some(format!("{}:{}:{}", Self::KIND, self.actor, self.round))
    }
}

/// Taken back in one transaction.
const BATCH: i64 = 50;
/// Batches of one job: well within its lease on a slow machine.
const BATCHES: u32 = 20;

impl Peers {
    pub async fn erase(&self, job: &Erase) -> Result<()> {
        for _ in 0..BATCHES {
            if !self.erase_some(job).await? {
                return self.erase_rest(job).await;
            }
        }
        let next = Erase { round: job.round + 1, ..job.clone() };
        self.app
            .write_behind(async |tx| {
                let now = tx.now;
                queue::enqueue(tx, &next, now).await
            })
            .await
    }

    /// True when there may be more.
    async fn erase_some(&self, job: &Erase) -> Result<bool> {
        let (more, unused) = self
            .app
            .write_behind(async |tx| {
                let reactions = posts::queries::list_reacted(tx.conn(), job.actor, BATCH).await?;
                let mut more = reactions.len() as i64 == BATCH;
                for (post, kind) in reactions {
                    posts::commands::unreact(tx, &post, job.actor, kind).await?;
                }
                let mut unused = Vec::new();
                if !job.words {
                    let left = posts::queries::list_by_author(tx.conn(), job.actor, BATCH).await?;
                    more |= left.len() as i64 == BATCH;
                    for post in left {
                        unused.extend(posts::commands::withdraw(tx, &post, job.actor).await?);
                        self.outbox.take_back_boost(tx, &post).await?;
                    }
                }
                Ok((more, unused))
            })
            .await?;
        for hash in unused {
            if let Err(error) = self.app.media.remove(&hash).await {
                tracing::warn!(%error, hash, "peers: a file of somebody who left could not be removed");
            }
        }
        Ok(more)
    }

    /// Who it followed and who followed it; of a member of ours the servers concerned hear at last.
    async fn erase_rest(&self, job: &Erase) -> Result<()> {
        self.app
            .write_behind(async |tx| {
                let Some(actor) = queries::by_id(tx.conn(), job.actor).await? else { return Ok(()) };
                if actor.is_local() {
                    self.outbox.tell_farewell(tx, &actor, job.words).await?;
                }
                groups::remote::forget(tx, job.actor).await
            })
            .await
    }
}
