//! For those who run the hub: what waits, and decisions about registrations.

use axum::extract::{Path, State};
use web::administration::{OverviewPage, RequestRow, RequestsPage, Tab, tabs};
use web::form::Press;
use web::parts::{Empty, Record};

use super::{PageResult, Sent, Visit, choices};
use crate::accounts::queries::{self, Account};
use crate::accounts::registration;
use crate::app::App;
use crate::mail::letters::Writer;
use crate::store::Error;
use crate::store::ids::MemberId;
use crate::{letters, moderation, queue};

/// GET /admin
pub async fn index(State(app): State<App>, visit: Visit) -> PageResult {
    let me = visit.admin()?;
    let mut conn = app.read().await?;
    let (waiting, active) = (queries::count_waiting(&mut conn).await?, queries::count_active(&mut conn).await?);
    let (mails, _, unsent) = letters::health(&mut conn).await?;
    let reports = moderation::queries::count_open(&mut conn, me).await?;
    let (jobs, parked, _) = queue::health(&mut conn).await?;
    let asking = crate::actors::partners::count_asking(&mut conn).await?;
    drop(conn);
    let t = visit.words;
    let tasks = [
        (waiting, "admin-waiting", "/admin/requests"),
        (asking, "admin-partners-ask", "/admin/partners"),
        (reports, "reports-open", "/moderation"),
        (parked, "admin-jobs-parked", "/admin/queues"),
        (unsent, "admin-mails-failed", "/admin/queues"),
    ];
    let tasks =
        tasks.into_iter().filter(|(n, _, _)| *n > 0).map(|(n, key, href)| (t.n(key, n), href.to_owned())).collect();
    let plain = |text: String| vec![(text, String::new())];
    let facts = vec![
        (t.t("admin-members"), vec![(t.n("members", active), "/admin/members".to_owned())]),
        (t.t("admin-mails-waiting"), plain(t.number(mails))),
        (t.t("admin-jobs-waiting"), plain(t.number(jobs))),
        (t.t("admin-version"), plain(env!("CARGO_PKG_VERSION").to_owned())),
    ];
    visit.page(&OverviewPage {
        t,
        shell: visit.shell(&t.t("menu-admin")),
        tabs: tabs(t, Tab::Overview),
        tasks,
        facts: Record { facts },
    })
}

/// GET /admin/requests
pub async fn requests(State(app): State<App>, visit: Visit) -> PageResult {
    visit.admin()?;
    let waiting = queries::list_waiting(&mut *app.read().await?).await?;
    let t = visit.words;
    let none = || Empty { title: t.t("admin-requests-none"), text: t.t("admin-requests-none-text"), action: None };
    visit.page(&RequestsPage {
        t,
        shell: visit.shell(&t.t("admin-requests")),
        tabs: tabs(t, Tab::Requests),
        empty: waiting.is_empty().then(none),
        rows: waiting.into_iter().map(|account| row(&visit, account)).collect(),
    })
}

fn row(visit: &Visit, account: Account) -> RequestRow {
    let t = visit.words;
    let Account { member, handle, name } = account;
    let action = |noun: &str| format!("/admin/requests/{}/{noun}", member.id);
    RequestRow {
        approve: Press::new(action("approval"), visit.csrf(), t.t("admin-approve")).look("main"),
        decline: Press::new(action("refusal"), visit.csrf(), t.t("admin-decline"))
            .confirm(t, t.t("admin-decline-question")),
        name,
        handle,
        email: member.email,
        organisation: member.organisation,
        country: member.country.map(|code| choices::country(t, &code)).unwrap_or_default(),
        reason: member.reason,
        at: member.created_at,
    }
}

/// POST /admin/requests/{id}/approval
pub async fn approve(State(app): State<App>, visit: Visit, Path(id): Path<MemberId>, _sent: Sent) -> PageResult {
    decide(&app, &visit, id, true).await
}

/// POST /admin/requests/{id}/refusal
pub async fn decline(State(app): State<App>, visit: Visit, Path(id): Path<MemberId>, _sent: Sent) -> PageResult {
    decide(&app, &visit, id, false).await
}

async fn decide(app: &App, visit: &Visit, id: MemberId, yes: bool) -> PageResult {
    let me = visit.admin_or("/admin/requests")?;
    let account = queries::account_by_id(&mut *app.read().await?, id).await?.ok_or(Error::NotFound)?;
    let writer = Writer::to(app, &account.member, &account.name);
    let letter = if yes { writer.approved() } else { writer.declined() };
    let decided = app
        .write(async |tx| {
            if yes {
                registration::approve(tx, me, id).await?;
            } else {
                registration::decline(tx, me, id).await?;
            }
            letters::put(tx, letter.clone()).await
        })
        .await;
    let said = match decided {
        Ok(_) if yes => "flash-approved",
        Ok(_) => "flash-declined",
        Err(Error::Conflict(_)) => "flash-decided",
        Err(error) => return Err(error.into()),
    };
    visit.redirect("/admin/requests", Some(said))
}
