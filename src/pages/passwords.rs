//! A forgotten password: ask for a link, set a new one. What is answered does not depend on whether the address is known.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::accounts::{StepPage, ask_reset_form, reset_form};
use web::form::Form;

use super::registration::{unkept, void};
use super::{PageResult, Sent, Visit};
use crate::accounts::limits::{self, EVERYONE, LETTER, LETTER_ALL, LETTER_NET};
use crate::accounts::links::{self, Purpose};
use crate::accounts::{password, policy, profile, queries};
use crate::app::App;
use crate::doors::ClientIp;
use crate::mail::letters::{ResetAsked, Writer};
use crate::store::Error;
use crate::store::error::Faults;
use crate::{letters, queue};

/// GET /reset
pub async fn new(visit: Visit) -> PageResult {
    visit.page(&ask_page(&visit, ask_reset_form(visit.words, visit.csrf())))
}

fn ask_page(visit: &Visit, form: Form) -> StepPage {
    let t = visit.words;
    StepPage::new(visit.shell(&t.t("reset-title"))).lead(t.t("reset-lead")).form(form).link("/sign-in", t.t("sign-in"))
}

/// POST /reset
pub async fn create(State(app): State<App>, visit: Visit, ip: ClientIp, sent: Sent) -> PageResult {
    let form = || ask_reset_form(visit.words, visit.csrf()).fill(sent.0.clone());
    let Some(email) = policy::address(sent.get("email")) else {
        return visit.unprocessable(&ask_page(&visit, form().fault("email", "email")));
    };
    let (mailbox, net) = (limits::mailbox(&email), limits::net(&ip.subject()));
    let wait = app
        .write(async |tx| {
            let shared = [(LETTER_NET, net.as_str()), (LETTER_ALL, EVERYONE)];
            if let Some(seconds) = limits::spend_all(tx, &shared).await? {
                return Ok(Some(seconds));
            }
            // A mailbox that got its letters gets no more, and nobody is told so.
            if limits::spend(tx, LETTER, &mailbox).await?.is_none() {
                let now = tx.now;
                queue::enqueue(tx, &ResetAsked { email: email.clone() }, now).await?;
            }
            Ok(None)
        })
        .await?;
    match wait {
        Some(_) => {
            visit.page_with(StatusCode::TOO_MANY_REQUESTS, &ask_page(&visit, form().fault("", "too-many-tries")))
        }
        None => visit.redirect("/reset/sent", None),
    }
}

/// GET /reset/sent
pub async fn sent(visit: Visit) -> PageResult {
    let t = visit.words;
    visit.page(&StepPage::new(visit.shell(&t.t("sent-title"))).lead(t.t("sent-reset")).lead(t.t("sent-spam")))
}

/// GET /reset/{token}
pub async fn edit(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> PageResult {
    match links::peek(&mut *app.read().await?, Purpose::Reset, &token, app.clock.now()).await? {
        Some(_) => unkept(visit.page(&set_page(&visit, set_form(&visit, &token)))),
        None => void(&visit, "/reset", "link-void-reset"),
    }
}

fn set_form(visit: &Visit, token: &str) -> Form {
    reset_form(visit.words, &format!("/reset/{token}"), visit.csrf())
}

fn set_page(visit: &Visit, form: Form) -> StepPage {
    StepPage::new(visit.shell(&visit.words.t("reset-title"))).form(form)
}

/// POST /reset/{token}
pub async fn update(State(app): State<App>, visit: Visit, Path(token): Path<String>, sent: Sent) -> PageResult {
    let mut conn = app.read().await?;
    let link = links::peek(&mut conn, Purpose::Reset, &token, app.clock.now()).await?;
    let account = match link.and_then(|link| link.member_id) {
        Some(id) => queries::account_by_id(&mut conn, id).await?,
        None => None,
    };
    drop(conn);
    let Some(account) = account else { return void(&visit, "/reset", "link-void-reset") };
    let mut faults = Faults::default();
    let known = [account.member.email.as_str(), account.name.as_str(), account.handle.as_str()];
    password::check(&mut faults, "password", sent.raw("password"), &known);
    if let Err(Error::Invalid(faults)) = faults.done() {
        let faults = faults.iter().map(|fault| (fault.field, fault.code));
        return unkept(visit.unprocessable(&set_page(&visit, set_form(&visit, &token).with_faults(faults))));
    }
    let hashed = password::hash(sent.raw("password")).await?;
    let letter = Writer::to(&app, &account.member, &account.name).password_changed();
    let ended = app
        .write(async |tx| {
            profile::reset_password(tx, &token, &hashed).await?;
            letters::put(tx, letter.clone()).await
        })
        .await;
    match ended {
        Ok(_) => visit.redirect("/sign-in", Some("flash-reset")),
        Err(Error::NotFound) => void(&visit, "/reset", "link-void-reset"),
        Err(error) => Err(error.into()),
    }
}
