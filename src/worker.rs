//! Every job kind and every schedule on one page: what happens behind the pages.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::doors::Doors;
use crate::queue::Claimed;
use crate::queue::runner::{Outcome, Runner};

/// Runs everything that works behind the pages until `stop` turns true.
pub async fn run(doors: Doors, stop: watch::Receiver<bool>) {
    let app = &doors.app;
    let mut tasks = JoinSet::new();
    let handling = doors.clone();
    let runner = Runner {
        pool: app.work.clone(),
        clock: app.clock.clone(),
        bell: app.bell.clone(),
        handler: Arc::new(move |job| {
            let doors = handling.clone();
            Box::pin(async move { perform(&doors, job).await })
        }),
    };
    tasks.spawn(runner.run(stop.clone()));
    // talk: counters
    // library: search index
    // post: notices, mail sender, schedules
    // peers: dispatcher, incoming
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "worker: a task ended badly");
        }
    }
}

async fn perform(_doors: &Doors, job: Claimed) -> Outcome {
    match job.kind.as_str() {
        other => Outcome::Fail(format!("no such kind of job: {other}")),
    }
}
