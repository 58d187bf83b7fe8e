//! Signing in and out. Unknown address, wrong password and no password look and take the same (attack C18).

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, USER_AGENT};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;
use web::accounts::{StepPage, sign_in_form};
use web::form::Form;

use super::visit::{append_cookie, session_cookie};
use super::{LocalPath, PageResult, Sent, Visit};
use crate::accounts::limits::{self, EVERYONE, LETTER, LETTER_ALL, SIGN_IN, SIGN_IN_NET};
use crate::accounts::links::{self, Purpose};
use crate::accounts::secrets::Secret;
use crate::accounts::sessions::{self, DAYS, Kind};
use crate::accounts::{MemberRow, password, queries};
use crate::app::App;
use crate::doors::ClientIp;
use crate::letters;
use crate::mail::letters::Writer;
use crate::store::{Error, Result};

#[derive(Deserialize)]
pub struct Back {
    back: Option<String>,
}

/// GET /sign-in?back=
pub async fn new(visit: Visit, Query(asked): Query<Back>) -> PageResult {
    let back = LocalPath::or(asked.back.as_deref(), "/");
    if visit.viewer.me().is_some() {
        return visit.redirect(back.as_str(), None);
    }
    visit.page(&page(&visit, sign_in_form(visit.words, visit.csrf(), back.as_str())))
}

fn page(visit: &Visit, form: Form) -> StepPage {
    let t = visit.words;
    StepPage::new(visit.shell(&t.t("sign-in")))
        .form(form)
        .link("/reset", t.t("sign-in-forgot"))
        .link("/register", t.t("sign-in-new"))
}

/// POST /sign-in
pub async fn create(State(app): State<App>, visit: Visit, ip: ClientIp, headers: HeaderMap, sent: Sent) -> PageResult {
    let back = LocalPath::or(sent.find("back"), "/");
    let form = || sign_in_form(visit.words, visit.csrf(), back.as_str()).fill(sent.0.clone());
    let faulty = |status, field: &str, code: &str| visit.page_with(status, &page(&visit, form().fault(field, code)));
    match check(&app, sent.get("email"), sent.raw("password"), &ip).await? {
        Checked::Right(member) => {
            let path = if back.as_str() == "/" && member.last_visit_at.is_none() { "/welcome" } else { back.as_str() };
            open(&app, &visit, &headers, &member, path, None).await
        }
        Checked::Wrong => faulty(StatusCode::UNPROCESSABLE_ENTITY, "password", "password"),
        Checked::Shut(code) => faulty(StatusCode::UNPROCESSABLE_ENTITY, "", code),
        Checked::Wait(_) => faulty(StatusCode::TOO_MANY_REQUESTS, "", "too-many-tries"),
    }
}

/// What a name and a password are worth.
pub enum Checked {
    Right(Box<MemberRow>),
    Wrong,
    /// The password was right, the account is not open: `unconfirmed` (the letter goes out again), `pending`,
    /// `suspended`.
    Shut(&'static str),
    Wait(i64),
}

/// Counts the attempt, then verifies; the same for pages and programs.
pub async fn check(app: &App, email: &str, password: &str, ip: &ClientIp) -> Result<Checked> {
    let (mailbox, net) = (limits::mailbox(email), limits::net(&ip.subject()));
    let limits = [(SIGN_IN, mailbox.as_str()), (SIGN_IN_NET, net.as_str())];
    if let Some(seconds) = app.write(async |tx| limits::spend_all(tx, &limits).await).await? {
        return Ok(Checked::Wait(seconds));
    }
    let member = queries::by_email(&mut *app.read().await?, email).await?;
    let stored = member.as_ref().and_then(|member| member.password.as_deref());
    let right = password::verify(stored, password).await?;
    let Some(member) = member.filter(|_| right) else { return Ok(Checked::Wrong) };
    app.write(async |tx| {
        limits::forgive(tx, SIGN_IN, &mailbox).await?;
        limits::refund(tx, SIGN_IN_NET, &net).await
    })
    .await?;
    match crate::accounts::policy::may_enter(&member) {
        Ok(()) => Ok(Checked::Right(Box::new(member))),
        Err(Error::Forbidden(code)) => {
            if code == "unconfirmed" {
                confirm_again(app, &member).await?;
            }
            Ok(Checked::Shut(code))
        }
        Err(error) => Err(error),
    }
}

async fn confirm_again(app: &App, member: &MemberRow) -> Result<()> {
    let account = queries::account_by_id(&mut *app.read().await?, member.id).await?.ok_or(Error::NotFound)?;
    let link = Secret::fresh()?;
    let letter = Writer::to(app, member, &account.name).confirm(&account.handle, &link);
    let mailbox = limits::mailbox(&member.email);
    app.write(async |tx| {
        let limits = [(LETTER, mailbox.as_str()), (LETTER_ALL, EVERYONE)];
        if limits::spend_all(tx, &limits).await?.is_none() {
            links::make(tx, Purpose::Confirm, Some(member.id), &member.email, link.hash()).await?;
            letters::put(tx, letter.clone()).await?;
        }
        Ok(())
    })
    .await
}

/// Starts a session in this browser, ending the one it had, and goes to `path`.
pub async fn open(
    app: &App,
    visit: &Visit,
    headers: &HeaderMap,
    member: &MemberRow,
    path: &str,
    flash: Option<&'static str>,
) -> PageResult {
    let (secret, csrf) = (Secret::fresh()?, Secret::fresh()?);
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let jar = CookieJar::from_headers(headers);
    let former = jar.get(session_cookie(app)).map(|cookie| cookie.value().to_owned());
    app.write(async |tx| {
        if let Some(former) = &former {
            sessions::end_by_token(tx, former).await?;
        }
        sessions::start(tx, member, Kind::Web, &secret, &csrf, agent).await
    })
    .await?;
    let mut response = visit.redirect(path, flash)?;
    append_cookie(&mut response, &visit.cookie(session_cookie(app), secret.text(), DAYS * 24 * 3600));
    Ok(response)
}

/// POST /sign-out
pub async fn destroy(State(app): State<App>, visit: Visit, _sent: Sent) -> PageResult {
    if let Some(me) = visit.viewer.me() {
        app.write(async |tx| sessions::end(tx, me, me.session).await).await?;
    }
    let mut response = visit.redirect("/", Some("flash-signed-out"))?;
    append_cookie(&mut response, &visit.cookie(session_cookie(&app), "", 0));
    // What this browser kept of pages goes too, on a shared computer above all.
    response.headers_mut().insert("clear-site-data", axum::http::HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}
