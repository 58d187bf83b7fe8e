//! What waits and what failed behind the pages, with buttons to try again. For administrators.

use axum::extract::{Path, State};
use web::form::Press;
use web::parts::{Empty, Record};
use web::queues::{Failed, QueuesPage};

use super::{PageResult, Sent, Visit};
use crate::app::App;
use crate::streams::{health, incoming};
use crate::{letters, queue};

/// GET /admin/queues
pub async fn index(State(app): State<App>, visit: Visit) -> PageResult {
    visit.admin()?;
    let mut conn = app.read().await?;
    let streams = health::read(&mut conn, app.clock.now()).await?;
    let (jobs_waiting, _, _) = queue::health(&mut conn).await?;
    let (mails_waiting, _, mails_failed) = letters::health(&mut conn).await?;
    let parked = queue::list_parked(&mut conn).await?;
    let failed = incoming::list_failed(&mut conn).await?;
    drop(conn);
    let (t, csrf) = (visit.words, visit.csrf());
    let fact = |key: &str, value: i64| (t.t(key), vec![(t.number(value.unsigned_abs()), String::new())]);
    let retry =
        |kind: &str, id: i64| Press::new(format!("/admin/queues/{kind}/{id}/attempt"), csrf, t.t("queues-retry"));
    visit.page(&QueuesPage {
        t,
        shell: visit.shell(&t.t("queues-title")),
        tabs: web::administration::tabs(t, web::administration::Tab::Queues),
        numbers: Record {
            facts: vec![
                fact("queues-jobs-waiting", jobs_waiting),
                fact("queues-incoming-waiting", streams.inbox_waiting),
                fact("queues-outgoing", streams.activities),
                fact("queues-hosts-failing", streams.hosts_failing),
                fact("queues-mails-waiting", mails_waiting),
                fact("queues-mails-failed", mails_failed),
            ],
        },
        jobs: parked
            .into_iter()
            .map(|job| Failed {
                what: job.kind,
                from: String::new(),
                at: job.parked_at.unwrap_or(t.now),
                said: job.error.unwrap_or_default(),
                retry: retry("jobs", job.id),
            })
            .collect(),
        incoming: failed
            .into_iter()
            .map(|row| Failed {
                what: format!("{} {}", row.kind, row.url),
                from: row.host,
                at: row.received_at,
                said: row.error.unwrap_or_default(),
                retry: retry("incoming", row.seq),
            })
            .collect(),
        empty: Empty { title: t.t("queues-well"), text: String::new(), action: None },
    })
}

/// POST /admin/queues/jobs/{id}/attempt
pub async fn retry_job(State(app): State<App>, Path(id): Path<i64>, visit: Visit, _sent: Sent) -> PageResult {
    visit.admin_or("/admin/queues")?;
    app.write(async |tx| queue::retry(tx, id).await).await?;
    visit.redirect("/admin/queues", Some("flash-queued"))
}

/// POST /admin/queues/incoming/{seq}/attempt
pub async fn retry_incoming(State(app): State<App>, Path(seq): Path<i64>, visit: Visit, _sent: Sent) -> PageResult {
    visit.admin_or("/admin/queues")?;
    app.write(async |tx| incoming::retry(tx, seq).await).await?;
    visit.redirect("/admin/queues", Some("flash-queued"))
}
