//! Every job kind, every reader of the journal and every schedule on one page: what happens behind the pages.

use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::accounts::registration;
use crate::app::App;
use crate::digests;
use crate::doors::Doors;
use crate::mail::letters::ResetAsked;
use crate::mail::requests::{self, TellDeciders};
use crate::moderation::bans::{self, HideContent};
use crate::peers::asking::{AskAllSoftware, AskSoftware};
use crate::peers::backfill::Backfill;
use crate::peers::erasing::Erase;
use crate::peers::partners::Letter;
use crate::peers::threads::FetchThread;
use crate::posts;
use crate::queue::runner::{Outcome, Runner};
use crate::queue::{self, Claimed, Job};
use crate::store::{Error, Result, Topic, Tx, ageing};
use crate::streams::backlogs;
use crate::{journal, moderation, notices, peers, search};

/// Runs everything that works behind the pages until `stop` turns true.
pub async fn run(doors: Doors, stop: watch::Receiver<bool>) {
    let mut tasks = JoinSet::new();
    let (all, on) = (doors.clone(), stop.clone());
    tasks.spawn(keep("jobs", stop.clone(), move || runner(&all).run(on.clone())));
    let (all, on) = (doors.clone(), stop.clone());
    tasks.spawn(keep("journal", stop.clone(), move || follow(all.app.clone(), on.clone())));
    let (all, on) = (doors.clone(), stop.clone());
    tasks.spawn(keep("schedules", stop.clone(), move || keep_time(all.clone(), on.clone())));
    let (all, on) = (doors.clone(), stop.clone());
    tasks.spawn(keep("mails", stop.clone(), move || all.sender.clone().run(on.clone())));
    let (all, on) = (doors.clone(), stop.clone());
    tasks.spawn(keep("deliveries", stop.clone(), move || peers::dispatch::run(all.peers.clone(), on.clone())));
    let on = stop.clone();
    tasks.spawn(keep("arrivals", stop, move || peers::arrivals::run(doors.peers.clone(), on.clone())));
    while tasks.join_next().await.is_some() {}
}

/// Starts a task again that breaks: one fault must not end what everything else waits for.
async fn keep<F>(name: &'static str, stop: watch::Receiver<bool>, begin: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    while let Err(error) = tokio::spawn(begin()).await {
        tracing::error!(%error, name, "worker: a task ended badly, it begins again");
        if *stop.borrow() {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Does everything that is due now, once, until nothing is left: for tests and commands.
pub async fn settle(doors: &Doors) -> Result<()> {
    every_minute(doors).await?;
    loop {
        while read_journal(&doors.app).await {}
        runner(doors).drain().await?;
        doors.sender.drain().await?;
        if !read_journal(&doors.app).await {
            return Ok(());
        }
    }
}

fn runner(doors: &Doors) -> Runner {
    let app = &doors.app;
    let handling = doors.clone();
    Runner {
        pool: app.work.clone(),
        clock: app.clock.clone(),
        bell: app.bell.clone(),
        handler: Arc::new(move |job| {
            let doors = handling.clone();
            Box::pin(async move { perform(&doors, job).await })
        }),
    }
}

/// Every kind of job.
async fn perform(doors: &Doors, job: Claimed) -> Outcome {
    let peers = &doors.peers;
    match job.kind.as_str() {
        ResetAsked::KIND => run_job(&job, async |asked: ResetAsked| asked.perform(&doors.app).await).await,
        TellDeciders::KIND => run_job(&job, async |job| requests::tell(&doors.app, &job).await).await,
        Backfill::KIND => run_job(&job, async |job| peers.backfill(&job).await).await,
        FetchThread::KIND => run_job(&job, async |job| peers.fetch_thread(&job).await).await,
        Letter::KIND => run_job(&job, async |job| peers.bring(&job).await).await,
        Erase::KIND => run_job(&job, async |job| peers.erase(&job).await).await,
        AskSoftware::KIND => run_job(&job, async |job| peers.ask_software(&job).await).await,
        AskAllSoftware::KIND => run_job(&job, async |_: AskAllSoftware| peers.ask_all_software().await).await,
        HideContent::KIND => {
            run_job(&job, async |job: HideContent| doors.app.write_behind(async |tx| bans::hide(tx, job).await).await)
                .await
        }
        other => Outcome::Fail(format!("no such kind of job: {other}")),
    }
}

/// Reads what the job carries and runs it: a passing failure is tried again.
async fn run_job<J: DeserializeOwned>(job: &Claimed, work: impl AsyncFnOnce(J) -> Result<()>) -> Outcome {
    match serde_json::from_value(job.payload.clone()) {
        Err(error) => Outcome::Fail(format!("the job's payload is unreadable: {error}")),
        Ok(payload) => match work(payload).await {
            Ok(()) => Outcome::Done,
            Err(error @ (Error::Busy(_) | Error::Store(_))) => Outcome::Retry(error.to_string()),
            Err(error) => Outcome::Fail(error.to_string()),
        },
    }
}

/// The lines of `read_journal`.
const READERS: i64 = 5;

/// Every reader of the journal, one line each. A reader is `async fn read(tx: &mut Tx) -> Result<bool>`: takes a batch
/// (`journal::next`), answers true when there may be more. Answers whether anybody read anything.
async fn read_journal(app: &App) -> bool {
    let unread = async { journal::is_unread(&mut *app.work.get().await?, READERS).await };
    match unread.await {
        Ok(true) => {}
        Ok(false) => return false,
        Err(error) => {
            tracing::warn!(%error, "worker: the journal cannot be read, trying again");
            return false;
        }
    }
    let mut more = false;
    more |= read(app, "requests", async |tx| requests::read(tx).await).await;
    more |= read(app, "counts", async |tx| posts::counts::read(tx).await).await;
    more |= read(app, "reports", async |tx| moderation::reader::read(tx).await).await;
    more |= read(app, "notices", async |tx| notices::reader::read(tx).await).await;
    more |= read(app, "search", async |tx| search::index::read(tx).await).await;
    more
}

async fn read(app: &App, name: &'static str, reader: impl AsyncFnOnce(&mut Tx) -> Result<bool>) -> bool {
    match app.write_behind(reader).await {
        Ok(more) => more,
        Err(error) => {
            tracing::warn!(%error, reader = name, "worker: a reader of the journal failed, it will try again");
            false
        }
    }
}

/// Between two readings, so that under load each reads much at once: counts and notices may be so much late.
const BREATH: Duration = Duration::from_millis(100);
const POLL: Duration = Duration::from_secs(10);

/// What rang cannot be read as long as something older is being written: it is looked for again, less and less often.
async fn follow(app: App, mut stop: watch::Receiver<bool>) {
    let mut pause = BREATH;
    while !*stop.borrow() {
        let read = read_journal(&app).await;
        pause = if read { BREATH } else { (pause * 2).min(POLL) };
        let rest = async {
            match read {
                true => tokio::time::sleep(BREATH).await,
                false if app.bell.wait(Topic::Journal, pause).await => pause = BREATH,
                false => {}
            }
        };
        tokio::select! {
            () = rest => {}
            _ = stop.changed() => {}
        }
    }
}

/// Every schedule.
async fn keep_time(doors: Doors, mut stop: watch::Receiver<bool>) {
    let mut minutes = 0u32;
    while !*stop.borrow() {
        log("every minute", every_minute(&doors).await);
        if minutes.is_multiple_of(60) {
            log("every hour", every_hour(&doors).await);
        }
        minutes = minutes.wrapping_add(1);
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(60)) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Public for tests, whose clocks stand still.
pub async fn every_minute(doors: &Doors) -> Result<()> {
    while doors.app.write_behind(async |tx| bans::end_due(tx).await).await? {}
    doors.app.write_behind(async |tx| peers::absence::note(tx).await).await?;
    while doors.app.write_behind(async |tx| digests::commands::plan(tx).await).await? {}
    Ok(())
}

/// Public for the same reason.
pub async fn every_hour(doors: &Doors) -> Result<()> {
    let app = &doors.app;
    let now = app.clock.now();
    app.write_behind(async |tx| queue::enqueue(tx, &AskAllSoftware, now).await).await?;
    app.write_behind(async |tx| registration::forget_unconfirmed(tx).await).await?;
    doors.peers.tidy_copies().await?;
    // Counted before what it consists of is forgotten.
    while app.write_behind(async |tx| backlogs::drop_old(tx).await).await? {}
    while ageing::forget(&mut *app.work.get().await?, app.clock.now()).await? {}
    Ok(())
}

fn log(schedule: &'static str, ended: Result<()>) {
    if let Err(error) = ended {
        tracing::warn!(%error, schedule, "worker: a schedule did not end well, it will run again");
    }
}
