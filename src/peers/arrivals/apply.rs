//! From deeds to effects: lanes by object, a transaction for many, one by one when something does not go well.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use futures_util::future::join_all;

use super::deed::{Deed, Ready};
use super::many;
use super::perform::perform;
use super::unbroken;
use crate::peers::Peers;
use crate::peers::fetch::Trouble;
use crate::store::{Error, Result};
use crate::streams::incoming::{self, Claimed};

/// Transactions side by side; what concerns one object goes through one of them.
const LANES: u64 = 2;

pub async fn apply(peers: &Peers, ready: Vec<Ready>) {
    let mut lanes: HashMap<u64, Vec<Ready>> = HashMap::new();
    for (row, deed) in ready {
        let mut hasher = DefaultHasher::new();
        // What an actor does to an object for itself goes with the object, so that what follows from both is told in order.
        super::object_of(&row).hash(&mut hasher);
        lanes.entry(hasher.finish() % LANES).or_default().push((row, deed));
    }
    join_all(lanes.into_values().map(|lane| lane_through(peers, lane))).await;
}

/// All in one transaction while all goes well; one by one when something does not.
pub async fn lane_through(peers: &Peers, lane: Vec<Ready>) {
    let together = unbroken(async {
        let seqs: Vec<i64> = lane.iter().map(|(row, _)| row.seq).collect();
        let applying = peers.app.write_behind(async |tx| {
            let done = many::plain(tx, &peers.outbox, &lane).await?;
            for (row, deed) in lane.iter().filter(|(row, _)| !done.contains(&row.seq)) {
                one(peers, tx, row, deed).await?;
            }
            incoming::done(tx, &seqs).await
        });
        Ok(applying.await?)
    });
    if together.await.is_ok() {
        return;
    }
    for (row, deed) in &lane {
        let alone = unbroken(async {
            let applying = peers.app.write_behind(async |tx| {
                one(peers, tx, row, deed).await?;
                incoming::done(tx, &[row.seq]).await
            });
            Ok(applying.await?)
        });
        if let Err(trouble) = alone.await {
            failed(peers, row, &trouble).await;
        }
    }
}

/// The effects of one activity and its id; a repeat does nothing.
async fn one(peers: &Peers, tx: &mut crate::store::Tx, row: &Claimed, deed: &Deed) -> Result<()> {
    if !incoming::remember(tx, &row.url).await? {
        return Ok(());
    }
    match perform(tx, &peers.outbox, deed, &row.body).await {
        // Known already, buried, or answering what is closed: nothing more will come of it.
        Err(Error::Conflict(reason)) => {
            tracing::debug!(activity = row.url, reason, "inbox: nothing to do");
            Ok(())
        }
        done => done,
    }
}

pub async fn failed(peers: &Peers, row: &Claimed, trouble: &Trouble) {
    tracing::debug!(activity = row.url, kind = row.kind, host = row.host, %trouble, "inbox: not applied");
    let now = peers.app.clock.now();
    let written = async {
        let mut conn = peers.app.work.get().await?;
        match trouble {
            Trouble::Later(reason) => incoming::later(&mut conn, now, row, reason).await,
            Trouble::Final(reason) => incoming::give_up(&mut conn, now, row.seq, reason).await,
            Trouble::Gone => incoming::give_up(&mut conn, now, row.seq, "what it speaks of is gone").await,
        }
    };
    if let Err(error) = written.await {
        tracing::warn!(%error, "inbox: a failure could not be noted; the lease will run out");
    }
}
