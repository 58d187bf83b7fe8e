//! The worker behind the inbox: claims what arrived, fetches what is missing, and applies it through the same commands
//! that members use. Effects and the received id are one transaction; what concerns one object stays in order.

pub mod deed;
pub mod drafts;
mod perform;
mod read;
mod threads;

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::watch;

use self::deed::Deed;
use super::Peers;
use super::fetch::Trouble;
use crate::config::Mode;
use crate::store::{Error, Result, Topic};
use crate::streams::incoming::{self, Claimed};

pub use perform::perform;
pub use read::Errand;

/// Claimed together.
const BATCH: i64 = 96;
/// Transactions side by side; what concerns one object goes through one of them.
const LANES: u64 = 3;
const POLL: Duration = Duration::from_secs(5);

type Ready = (Claimed, Deed);

/// Runs until `stop` turns true.
pub async fn run(peers: Peers, mut stop: watch::Receiver<bool>) {
    if peers.app.config.federation.mode == Mode::Off {
        return;
    }
    while !*stop.borrow() {
        let pause = match drain(&peers, &stop).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::warn!(%error, "inbox: cannot claim, trying again");
                Duration::from_secs(1)
            }
        };
        tokio::select! {
            () = peers.app.bell.wait(Topic::Inbox, pause) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Applies everything that is due; answers how long nothing more will be.
pub async fn drain(peers: &Peers, stop: &watch::Receiver<bool>) -> Result<Duration> {
    loop {
        let now = peers.app.clock.now();
        let mut conn = peers.app.work.get().await?;
        let claimed = incoming::claim(&mut conn, now, BATCH).await?;
        if claimed.is_empty() || *stop.borrow() {
            let unused: Vec<i64> = claimed.iter().map(|row| row.seq).collect();
            incoming::put_back(&mut conn, &unused).await?;
            let due = incoming::next_due(&mut conn).await?;
            let until = due.and_then(|due| (due - now).to_std().ok()).unwrap_or(POLL);
            return Ok(until.clamp(Duration::from_millis(100), POLL));
        }
        drop(conn);
        batch(peers, claimed).await;
    }
}

/// Reads a batch and applies it; what answers something of the same batch waits for it.
async fn batch(peers: &Peers, claimed: Vec<Claimed>) {
    let mut waiting = claimed;
    // Each wave applies what the next one builds upon: a root, its answer, the answer to that.
    for _ in 0..8 {
        let about: HashSet<String> = waiting.iter().map(|row| row.object_key.clone()).collect();
        let read = join_all(waiting.into_iter().map(|row| async {
            let deed = Errand::new(peers, &row, &about).read().await;
            (row, deed)
        }))
        .await;
        let (mut ready, mut later) = (Vec::new(), Vec::new());
        let mut held: HashSet<String> = HashSet::new();
        for (row, deed) in read {
            if held.contains(&row.object_key) {
                later.push(row);
                continue;
            }
            match deed {
                Ok(Deed::Wait) => {
                    held.insert(row.object_key.clone());
                    later.push(row);
                }
                Ok(deed) => ready.push((row, deed)),
                Err(trouble) => failed(peers, &row, &trouble).await,
            }
        }
        apply(peers, ready).await;
        waiting = later;
        if waiting.is_empty() {
            return;
        }
    }
    let unused: Vec<i64> = waiting.iter().map(|row| row.seq).collect();
    if let Ok(mut conn) = peers.app.work.get().await {
        // Not reached: the lease would free them as well, later.
        let _kept = incoming::put_back(&mut conn, &unused).await;
    }
}

async fn apply(peers: &Peers, ready: Vec<Ready>) {
    let mut lanes: HashMap<u64, Vec<Ready>> = HashMap::new();
    for (row, deed) in ready {
        let mut hasher = DefaultHasher::new();
        row.object_key.hash(&mut hasher);
        lanes.entry(hasher.finish() % LANES).or_default().push((row, deed));
    }
    join_all(lanes.into_values().map(|lane| lane_through(peers, lane))).await;
}

/// All in one transaction while all goes well; one by one when something does not.
async fn lane_through(peers: &Peers, lane: Vec<Ready>) {
    let together = peers
        .app
        .write_behind(async |tx| {
            for (row, deed) in &lane {
                one(peers, tx, row, deed).await?;
            }
            incoming::done(tx, &lane.iter().map(|(row, _)| row.seq).collect::<Vec<_>>()).await
        })
        .await;
    if together.is_ok() {
        return;
    }
    for (row, deed) in &lane {
        let alone = peers
            .app
            .write_behind(async |tx| {
                one(peers, tx, row, deed).await?;
                incoming::done(tx, &[row.seq]).await
            })
            .await;
        if let Err(error) = alone {
            failed(peers, row, &Trouble::from(error)).await;
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

async fn failed(peers: &Peers, row: &Claimed, trouble: &Trouble) {
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
