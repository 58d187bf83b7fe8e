//! Group commit for the inbox: what concurrent requests bring within a few milliseconds is written with one statement and
//! one commit, and only then acknowledged.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, mpsc, oneshot};

use crate::app::App;
use crate::store::bell::Topics;
use crate::store::{Result, Topic};
use crate::streams::incoming::{self, Arrived};

/// Written together at most.
const BATCH: usize = 200;
/// How long the first of a batch waits for company.
const PATIENCE: Duration = Duration::from_millis(2);
/// What may wait in the inbox before senders are slowed, and before they are asked to come back later (promises R08).
const MANY_WAITING: i64 = 10_000;
const MOST_WAITING: i64 = 50_000;
/// The longest that an answer waits for that reason, and how many may wait.
const LONGEST: Duration = Duration::from_secs(8);
const MOST_SLOWED: usize = 256;

type Asked = (Arrived, oneshot::Sender<bool>);

#[derive(Clone)]
pub struct Gatherer {
    queue: mpsc::Sender<Asked>,
    waiting: Arc<AtomicI64>,
    slowed: Arc<Semaphore>,
}

impl Gatherer {
    /// The task ends with the last clone.
    pub fn start(app: &App) -> Self {
        let (queue, asked) = mpsc::channel(BATCH * 5);
        let waiting = Arc::new(AtomicI64::new(0));
        tokio::spawn(write(app.clone(), asked, waiting.clone()));
        Self { queue, waiting, slowed: Arc::new(Semaphore::new(MOST_SLOWED)) }
    }

    /// True once the activity is on disk; false when it cannot be taken now. The more waits to be applied, the longer
    /// an answer takes: senders that wait for answers slow down before anyone is turned away.
    pub async fn put(&self, arrived: Arrived) -> bool {
        let pause = match pause(self.waiting.load(Ordering::Relaxed)) {
            Some(Duration::ZERO) => None,
            Some(pause) => Some(pause),
            None => return false,
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

async fn write(app: App, mut asked: mpsc::Receiver<Asked>, waiting: Arc<AtomicI64>) {
    let mut counted: Option<Instant> = None;
    while let Some(first) = asked.recv().await {
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
        let recount = counted.is_none_or(|at| at.elapsed() > Duration::from_secs(1));
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

async fn store(app: &App, arrived: &[Arrived], waiting: Option<&AtomicI64>) -> Result<()> {
    let mut conn = app.work.get().await?;
    let woken = incoming::put(&mut conn, arrived).await?;
    let mut topics = Topics::default();
    topics.add(Topic::Inbox);
    if woken {
        topics.add(Topic::Activities);
    }
    app.bell.ring(topics);
    if let Some(waiting) = waiting {
        waiting.store(incoming::count_waiting(&mut conn).await?, Ordering::Relaxed);
    }
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
