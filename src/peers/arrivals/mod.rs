//! The worker behind the inbox: claims what arrived, fetches what is missing, and applies it through the same commands
//! that members use. Effects and the received id are one transaction; what concerns one object stays in order.

mod apply;
pub mod deed;
pub mod drafts;
mod many;
mod oddities;
mod order;
mod perform;
mod read;
mod seen;
mod slow;
mod threads;

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use federation::activity::Activity;
use federation::json;
use futures_util::FutureExt;
use futures_util::future::join_all;
use tokio::sync::watch;

use self::apply::{apply, failed};
use self::deed::Deed;
use self::seen::Seen;
use self::slow::{Parsed, Slow};
use super::Peers;
use super::fetch::Trouble;
use crate::config::Mode;
use crate::store::{Result, Topic};
use crate::streams::incoming::{self, Claimed};

pub use perform::perform;
pub use read::Errand;

/// Claimed together.
const BATCH: i64 = 256;
const POLL: Duration = Duration::from_secs(10);
/// What had no place among the slow ones comes again after so long.
const SLOW_PAUSE: TimeDelta = TimeDelta::seconds(2);

/// Runs until `stop` turns true.
pub async fn run(peers: Peers, mut stop: watch::Receiver<bool>) {
    if peers.app.config.federation.mode == Mode::Off {
        return;
    }
    let mut slow = Slow::default();
    while !*stop.borrow() {
        let pause = match drain(&peers, &mut slow, &stop).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::warn!(%error, "inbox: cannot claim, trying again");
                Duration::from_secs(1)
            }
        };
        tokio::select! {
            _rang = peers.app.bell.wait(Topic::Inbox, pause) => {}
            () = slow.one_ended() => {}
            _ = stop.changed() => {}
        }
    }
    slow.end().await;
}

/// Takes everything that is due; answers how long nothing more will be.
async fn drain(peers: &Peers, slow: &mut Slow, stop: &watch::Receiver<bool>) -> Result<Duration> {
    let idle = |due: Option<DateTime<Utc>>, now: DateTime<Utc>| {
        let until = due.and_then(|due| (due - now).to_std().ok()).unwrap_or(POLL);
        until.clamp(Duration::from_millis(100), POLL)
    };
    slow.tidy();
    // Asked first: a claim takes a lock.
    let (now, due) = (peers.app.clock.now(), incoming::next_due(&mut *peers.app.work.get().await?).await?);
    if due.is_none_or(|due| due > now) {
        return Ok(idle(due, now));
    }
    loop {
        slow.tidy();
        let now = peers.app.clock.now();
        let mut conn = peers.app.work.get().await?;
        let claimed = incoming::claim(&mut conn, now, BATCH).await?;
        if claimed.is_empty() || *stop.borrow() {
            let unused: Vec<i64> = claimed.iter().map(|row| row.seq).collect();
            incoming::put_back(&mut conn, &unused, now).await?;
            let due = incoming::next_due(&mut conn).await?;
            return Ok(idle(due, now));
        }
        drop(conn);
        batch(peers, slow, claimed).await;
    }
}

/// Reads a batch and applies it. What answers something of the same batch waits for it; what needs a fetch goes aside.
async fn batch(peers: &Peers, slow: &mut Slow, claimed: Vec<Claimed>) {
    let mut waiting: Vec<Parsed> = Vec::with_capacity(claimed.len());
    for row in claimed {
        match parse(&row) {
            Ok(activity) => waiting.push((row, activity)),
            Err(trouble) => failed(peers, &row, &trouble).await,
        }
    }
    let mut back: Vec<Parsed> = Vec::new();
    // What concerns an object that went aside comes again after it.
    let mut aside: HashSet<String> = HashSet::new();
    // Each wave applies what the next one builds upon: a root, its answer, the answer to that.
    for _ in 0..8 {
        if waiting.is_empty() {
            break;
        }
        let mut held: HashSet<String> = HashSet::new();
        let (first, mut later) = first_of_each(waiting);
        // Objects of which something is left for a later wave: votes about them wait as well.
        let mut waits: HashSet<String> = later.iter().map(|(row, _)| row.object_key.clone()).collect();
        let (mut ready, mut stuck) = (Vec::new(), Vec::new());
        for (row, activity, read) in read_all(peers, first).await {
            let (lane, object) = (row.object_key.as_str(), object_of(&row));
            if aside.contains(lane) || aside.contains(object) {
                back.push((row, activity));
                continue;
            }
            if held.contains(lane) || (lane != object && waits.contains(object)) {
                later.push((row, activity));
                continue;
            }
            match read {
                Quick::Deed(Deed::Wait) => {
                    held.insert(row.object_key.clone());
                    waits.insert(row.object_key.clone());
                    stuck.push((row, activity));
                }
                Quick::Deed(deed) => {
                    // What was read beside it does not know what it does to their object.
                    if !deed.is_vote() {
                        held.insert(row.object_key.clone());
                    }
                    ready.push((row, deed));
                }
                Quick::Trouble(trouble) => failed(peers, &row, &trouble).await,
                Quick::Fetch => {
                    aside.insert(row.object_key.clone());
                    if let Err(refused) = slow.take(peers, (row, activity)).await {
                        back.push(refused);
                    }
                }
            }
        }
        if ready.is_empty() && aside.is_empty() {
            // They wait for each other: each fetches what it answers.
            for parsed in stuck {
                aside.insert(parsed.0.object_key.clone());
                if let Err(refused) = slow.take(peers, parsed).await {
                    back.push(refused);
                }
            }
        } else {
            later.append(&mut stuck);
        }
        apply(peers, ready).await;
        later.sort_by_key(|(row, _)| row.seq);
        waiting = later;
    }
    // Should putting back fail, the lease frees them as well, later.
    let now = peers.app.clock.now();
    for (unused, due) in [(back, now + SLOW_PAUSE), (waiting, now)] {
        let unused: Vec<i64> = unused.iter().map(|(row, _)| row.seq).collect();
        if !unused.is_empty()
            && let Ok(mut conn) = peers.app.work.get().await
        {
            let _kept = incoming::put_back(&mut conn, &unused, due).await;
        }
    }
}

/// The object that a row is about, whoever does something to it for itself.
fn object_of(row: &Claimed) -> &str {
    row.object_key.split(' ').next().unwrap_or_default()
}

/// What may be read now, and what concerns the same object after it. Votes that groups hand on are read all the same:
/// they leave the object as it is.
fn first_of_each(waiting: Vec<Parsed>) -> (Vec<Parsed>, Vec<Parsed>) {
    let mut seen: HashSet<String> = HashSet::new();
    waiting.into_iter().partition(|(row, _)| row.kind == "Announce" || seen.insert(row.object_key.clone()))
}

/// An activity that makes us panic is its own affair: it is tried again like what fails for a passing reason, and given up
/// in the end.
async fn unbroken<T>(work: impl Future<Output = std::result::Result<T, Trouble>>) -> std::result::Result<T, Trouble> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    done.unwrap_or_else(|_broken| Err(Trouble::Later("it broke the worker: a fault of this hub".to_owned())))
}

fn parse(row: &Claimed) -> std::result::Result<Activity, Trouble> {
    Ok(Activity::parse(&json::read(row.body.as_bytes())?)?)
}

/// What reading came to without asking anybody else.
enum Quick {
    Deed(Deed),
    Trouble(Trouble),
    /// Something must be fetched first.
    Fetch,
}

async fn read_all(peers: &Peers, waiting: Vec<Parsed>) -> Vec<(Claimed, Activity, Quick)> {
    let about: HashSet<String> = waiting.iter().map(|(row, _)| row.object_key.clone()).collect();
    let seen = async {
        let mut conn = peers.app.work.get().await?;
        Seen::of(&mut conn, &peers.app.site, waiting.iter().map(|(_, activity)| activity)).await
    };
    let seen = seen.await.unwrap_or_else(|error| {
        tracing::debug!(%error, "inbox: each activity asks for itself");
        Seen::default()
    });
    let around = (&about, &seen);
    join_all(waiting.into_iter().map(|(row, activity)| async move {
        let errand = Errand::quick(peers, &row, around);
        let read = match unbroken(errand.read(&activity)).await {
            _ if errand.wants_fetch() => Quick::Fetch,
            Ok(deed) => Quick::Deed(deed),
            Err(trouble) => Quick::Trouble(trouble),
        };
        (row, activity, read)
    }))
    .await
}
