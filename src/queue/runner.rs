//! Takes due jobs and runs them, a few at a time, until it is told to stop.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{Claimed, LEASE_SECONDS, claim, done, failed, next_due};
use crate::store::{Bell, Clock, Pool, Result, Topic};

/// What a job answers.
pub enum Outcome {
    Done,
    /// Another try later.
    Retry(String),
    /// No try will help: park it.
    Fail(String),
}

pub type Handler = Arc<dyn Fn(Claimed) -> BoxFuture<'static, Outcome> + Send + Sync>;

const AT_ONCE: usize = 4;
const POLL: Duration = Duration::from_secs(10);

pub struct Runner {
    pub pool: Pool,
    pub clock: Clock,
    pub bell: Bell,
    pub handler: Handler,
}

impl Runner {
    /// Runs until `stop` turns true, then waits for what is running.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let pause = match self.drain().await {
                Ok(pause) => pause,
                Err(error) => {
                    tracing::warn!(%error, "jobs: cannot claim, trying again");
                    Duration::from_secs(2)
                }
            };
            tokio::select! {
                _rang = self.bell.wait(Topic::Jobs, pause) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Runs everything that is due now; answers how long nothing more will be.
    pub async fn drain(&self) -> Result<Duration> {
        loop {
            let now = self.clock.now();
            let claimed = claim(&mut *self.pool.get().await?, now, AT_ONCE as i64).await?;
            if claimed.is_empty() {
                let due = next_due(&mut *self.pool.get().await?).await?;
                let until = due.and_then(|due| (due - now).to_std().ok()).unwrap_or(POLL);
                return Ok(until.clamp(Duration::from_millis(200), POLL));
            }
            let mut running = JoinSet::new();
            for job in claimed {
                let (handler, pool, clock) = (self.handler.clone(), self.pool.clone(), self.clock.clone());
                running.spawn(async move { one(&handler, &pool, &clock, job).await });
            }
            while let Some(ended) = running.join_next().await {
                if let Err(error) = ended {
                    tracing::error!(%error, "jobs: a job's task ended badly; its lease will run out");
                }
            }
        }
    }
}

async fn one(handler: &Handler, pool: &Pool, clock: &Clock, job: Claimed) {
    let limit = Duration::from_secs(LEASE_SECONDS as u64 - 5);
    let kind = job.kind.clone();
    // A task of its own, so that a panic parks the job instead of stopping the runner.
    let task = tokio::spawn(handler(job.clone()));
    let abort = task.abort_handle();
    let ran = tokio::time::timeout(limit, task).await;
    if ran.is_err() {
        abort.abort();
    }
    let outcome = match ran {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(panic)) => Outcome::Fail(format!("the job panicked: {panic}")),
        Err(_elapsed) => Outcome::Retry("took longer than its lease".to_owned()),
    };
    let written = async {
        let mut conn = pool.get().await?;
        match &outcome {
            Outcome::Done => done(&mut conn, job.id).await,
            Outcome::Retry(error) => failed(&mut conn, clock.now(), &job, error, false).await,
            Outcome::Fail(error) => failed(&mut conn, clock.now(), &job, error, true).await,
        }
    };
    if let Outcome::Retry(error) | Outcome::Fail(error) = &outcome {
        tracing::warn!(kind, job = job.id, tries = job.tries, error, "jobs: a job did not succeed");
    }
    if let Err(error) = written.await {
        tracing::warn!(%error, kind, "jobs: the outcome could not be written; the lease will run out");
    }
}
