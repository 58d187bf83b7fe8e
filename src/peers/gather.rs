//! Group commit for the inbox: what concurrent requests bring within a few milliseconds is written with one statement and
//! one commit, and only then acknowledged.

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::sync::{Notify, Semaphore, mpsc, oneshot};

use crate::actors::hosts;
use crate::app::App;
use crate::store::bell::Topics;
use crate::store::{Conn, Result, Topic};
use crate::streams::incoming::{self, Arrived};

/// Written together at most.
const BATCH: usize = 200;
/// How long the first of a batch waits for company.
const PATIENCE: Duration = Duration::from_millis(2);
/// What may wait in the inbox before senders are slowed, and before they are asked to come back later (promises R08).
const MANY_WAITING: i64 = 10_000;
const MOST_WAITING: i64 = 50_000;
/// What one host alone may have waiting: no more than slows nobody else.
const MOST_OF_HOST: i64 = 10_000;
/// How old a count may be.
const RECOUNT: Duration = Duration::from_secs(1);
/// The longest that an answer waits for that reason, and how many may wait.
const LONGEST: Duration = Duration::from_secs(8);
const MOST_SLOWED: usize = 256;

type Asked = (Arrived, oneshot::Sender<bool>);

#[derive(Clone)]
pub struct Gatherer {
    queue: mpsc::Sender<Asked>,
    waiting: Arc<Waiting>,
    slowed: Arc<Semaphore>,
}

/// What waits to be applied, as it was last counted.
#[derive(Default)]
struct Waiting {
    due: AtomicI64,
    /// Hosts with too much of their own.
    crowding: RwLock<HashSet<String>>,
    /// Somebody was turned away: what was counted may be true no longer, and nothing that is stored would tell.
    stale: Notify,
}

impl Gatherer {
    /// The task ends with the last clone.
    pub fn start(app: &App) -> Self {
        let (queue, asked) = mpsc::channel(BATCH * 5);
        let waiting = Arc::<Waiting>::default();
        tokio::spawn(write(app.clone(), asked, waiting.clone()));
        Self { queue, waiting, slowed: Arc::new(Semaphore::new(MOST_SLOWED)) }
    }

    /// True once the activity is on disk; false when it cannot be taken now. The more waits to be applied, the longer
    /// an answer takes: senders that wait for answers slow down before anyone is turned away.
    pub async fn put(&self, arrived: Arrived) -> bool {
        let crowds = self.waiting.crowding.read().unwrap_or_else(PoisonError::into_inner).contains(&arrived.host);
        let pause = match pause(self.waiting.due.load(Ordering::Relaxed)).filter(|_| !crowds) {
            Some(Duration::ZERO) => None,
            Some(pause) => Some(pause),
            None => {
                self.waiting.stale.notify_one();
                return false;
            }
        };
        if let Some(pause) = pause {
            let Ok(_slot) = self.slowed.try_acquire() else { return false };
            tokio::time::sleep(pause).await;
        }
        let (answer, answered) = oneshot::channel();
        self.queue.send((arrived, answer)).await.is_ok() && answered.await.unwrap_or(false)
    }
}

/// How long an answer waits while so many activities do; None when they are too many.
fn pause(waiting: i64) -> Option<Duration> {
    if waiting > MOST_WAITING {
        return None;
    }
    let share = (waiting - MANY_WAITING).max(0) as f64 / (MOST_WAITING - MANY_WAITING) as f64;
    Some(LONGEST.mul_f64(share))
}

async fn write(app: App, mut asked: mpsc::Receiver<Asked>, waiting: Arc<Waiting>) {
    let mut counted: Option<Instant> = None;
    loop {
        let recount = |counted: Option<Instant>| counted.is_none_or(|at| at.elapsed() > RECOUNT);
        let first = tokio::select! {
            first = asked.recv() => first,
            () = waiting.stale.notified() => {
                if recount(counted) {
                    counted = Some(Instant::now());
                    if let Err(error) = count_anew(&app, &waiting).await {
                        tracing::warn!(%error, "inbox: what waits cannot be counted");
                    }
                }
                continue;
            }
        };
        let Some(first) = first else { return };
        let mut batch = vec![first];
        if asked.is_empty() {
            tokio::time::sleep(PATIENCE).await;
        }
        while batch.len() < BATCH
            && let Ok(next) = asked.try_recv()
        {
            batch.push(next);
        }
        let (arrived, answers): (Vec<Arrived>, Vec<oneshot::Sender<bool>>) = batch.into_iter().unzip();
        let recount = recount(counted);
        let written = store(&app, &arrived, recount.then_some(&*waiting)).await;
        if recount {
            counted = Some(Instant::now());
        }
        if let Err(error) = &written {
            tracing::warn!(%error, activities = arrived.len(), "inbox: not stored, senders are asked to come back");
        }
        for answer in answers {
            // The request may be gone; what was stored stands all the same.
            let _gone = answer.send(written.is_ok());
        }
    }
}

async fn store(app: &App, arrived: &[Arrived], waiting: Option<&Waiting>) -> Result<()> {
    let mut conn = app.work.get().await?;
    incoming::put(&mut conn, arrived).await?;
    // What is on disk is acknowledged, whatever comes after.
    if let Err(error) = after(app, &mut conn, arrived, waiting).await {
        tracing::warn!(%error, "inbox: stored, but not all that follows from it");
    }
    Ok(())
}

/// Notes that the hosts were heard, wakes who works on what arrived, counts what waits.
async fn after(app: &App, conn: &mut Conn, arrived: &[Arrived], waiting: Option<&Waiting>) -> Result<()> {
    let mut names: Vec<&str> = arrived.iter().map(|arrived| arrived.host.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let now = app.clock.now();
    let mut topics = Topics::default();
    topics.add(Topic::Inbox);
    if hosts::heard(conn, &names, now).await? {
        topics.add(Topic::Activities);
    }
    app.bell.ring(topics);
    match waiting {
        Some(waiting) => count(conn, waiting, now).await,
        None => Ok(()),
    }
}

async fn count_anew(app: &App, waiting: &Waiting) -> Result<()> {
    count(&mut *app.work.get().await?, waiting, app.clock.now()).await
}

async fn count(conn: &mut Conn, waiting: &Waiting, now: DateTime<Utc>) -> Result<()> {
    waiting.due.store(incoming::count_waiting(conn, now).await?, Ordering::Relaxed);
    let crowding = incoming::list_crowding(conn, MOST_OF_HOST).await?;
    *waiting.crowding.write().unwrap_or_else(PoisonError::into_inner) = crowding.into_iter().collect();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r08_senders_are_slowed_before_they_are_turned_away() {
        assert_eq!(pause(0), Some(Duration::ZERO));
        assert_eq!(pause(MANY_WAITING), Some(Duration::ZERO));
        assert_eq!(pause((MANY_WAITING + MOST_WAITING) / 2), Some(LONGEST / 2));
        assert_eq!(pause(MOST_WAITING), Some(LONGEST));
        assert_eq!(pause(MOST_WAITING + 1), None);
    }
}
