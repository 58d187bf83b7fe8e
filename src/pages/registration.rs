//! Joining: registration, the first administrator's link, the confirmation of an address.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderMap, HeaderValue};
use web::accounts::{Asked, StepPage, confirm_form, register_form};
use web::form::Form;

use super::{PageResult, Sent, Visit, choices, sessions};
use crate::accounts::links::{self, Purpose};
use crate::accounts::registration::{self, Admission, Registration};
use crate::accounts::{Role, policy, queries};
use crate::actors::handle_from;
use crate::app::App;
use crate::doors::ClientIp;
use crate::doors::joining::{self, Entrance, Joined};
use crate::letters;
use crate::mail::letters::Writer;
use crate::store::Error;

/// GET /register
pub async fn new(visit: Visit) -> PageResult {
    if visit.viewer.me().is_some() {
        return visit.redirect("/", None);
    }
    visit.page(&page(&visit, form(&visit)))
}

/// POST /register
pub async fn create(State(app): State<App>, visit: Visit, ip: ClientIp, sent: Sent) -> PageResult {
    let draft = draft(&visit, &sent, Role::Member);
    let from = ip.subject();
    let entrance = Entrance { from: Some(&from), ..Entrance::default() };
    match joining::join(&app, &draft, sent.raw("password"), entrance).await {
        Ok(Joined::New(_) | Joined::Known) => visit.redirect("/register/sent", None),
        ended => again(&visit, form(&visit), &sent, ended, |form| page(&visit, form)),
    }
}

/// GET /register/sent
pub async fn sent(visit: Visit) -> PageResult {
    let t = visit.words;
    let mut page = StepPage::new(visit.shell(&t.t("sent-title"))).lead(t.t("sent-register"));
    if visit.app.config.members.approval {
        page = page.lead(t.t("sent-next-asked"));
    }
    visit.page(&page.lead(t.t("sent-spam")))
}

fn page(visit: &Visit, form: Form) -> StepPage {
    let t = visit.words;
    let asked = visit.app.config.members.approval;
    StepPage::new(visit.shell(&t.with("register-title", &[("hub", visit.app.site.name.as_str())])))
        .step(1, 3)
        .lead(t.t(if asked { "register-lead-asked" } else { "register-lead-open" }))
        .form(form)
        .link("/sign-in", t.t("register-have"))
}

fn form(visit: &Visit) -> Form {
    let asked = Asked {
        reason: visit.app.config.members.approval,
        countries: choices::countries(visit.words),
        ..Asked::default()
    };
    register_form(visit.words, "/register", visit.csrf(), &asked)
}

/// What a registration form sent; invitations and setup overwrite what is theirs to say.
pub(super) fn draft(visit: &Visit, sent: &Sent, role: Role) -> Registration {
    let members = &visit.app.config.members;
    let typed = sent.get("email");
    let email = policy::address(typed).unwrap_or_else(|| typed.to_owned());
    let open = !members.approval || policy::is_welcomed(&email, &members.domains);
    let handle = sent.get("handle").trim_start_matches('@').to_lowercase();
    Registration {
        name: sent.get("name").to_owned(),
        handle: if handle.is_empty() { handle_from(sent.get("name")) } else { handle },
        email,
        role,
        reason: sent.get("reason").to_owned(),
        organisation: sent.get("organisation").to_owned(),
        country: sent
            .find("country")
            .filter(|code| choices::offer(&choices::countries(visit.words), code))
            .map(str::to_owned),
        language: visit.words.lang.code().to_owned(),
        admission: if open { Admission::Open } else { Admission::Asked },
        confirmed: false,
    }
}

/// The form with what was typed and what is wrong with it.
pub(super) fn again(
    visit: &Visit,
    form: Form,
    sent: &Sent,
    ended: Result<Joined, Error>,
    page: impl FnOnce(Form) -> StepPage,
) -> PageResult {
    let form = form.fill(sent.0.clone());
    match ended {
        Ok(Joined::Wait(_)) => visit.page_with(StatusCode::TOO_MANY_REQUESTS, &page(form.fault("", "too-many-tries"))),
        Ok(_) => visit.redirect("/register/sent", None),
        Err(Error::Invalid(faults)) => {
            let faults = faults.iter().map(|fault| (fault.field, fault.code));
            visit.unprocessable(&page(form.with_faults(faults)))
        }
        Err(Error::NotFound) => void(visit, "/register", "link-void-register"),
        Err(error) => Err(error.into()),
    }
}

/// GET /setup/{token}
pub async fn setup(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> PageResult {
    match links::peek(&mut *app.read().await?, Purpose::Setup, &token, app.clock.now()).await? {
        Some(_) => unkept(visit.page(&setup_page(&visit, setup_form(&visit, &token)))),
        None => void(&visit, "/sign-in", "sign-in"),
    }
}

/// POST /setup/{token}
pub async fn found(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path(token): Path<String>,
    sent: Sent,
) -> PageResult {
    if links::peek(&mut *app.read().await?, Purpose::Setup, &token, app.clock.now()).await?.is_none() {
        return void(&visit, "/sign-in", "sign-in");
    }
    let draft = Registration { admission: Admission::Open, confirmed: true, ..draft(&visit, &sent, Role::Admin) };
    let entrance = Entrance { setup: Some(&token), ..Entrance::default() };
    match joining::join(&app, &draft, sent.raw("password"), entrance).await {
        Ok(Joined::New(member)) => sessions::open(&app, &visit, &headers, &member, "/welcome", None).await,
        ended => again(&visit, setup_form(&visit, &token), &sent, ended, |form| setup_page(&visit, form)),
    }
}

fn setup_form(visit: &Visit, token: &str) -> Form {
    register_form(
        visit.words,
        &format!("/setup/{token}"),
        visit.csrf(),
        &Asked { countries: choices::countries(visit.words), ..Asked::default() },
    )
}

fn setup_page(visit: &Visit, form: Form) -> StepPage {
    let t = visit.words;
    let title = t.with("setup-title", &[("hub", visit.app.site.name.as_str())]);
    StepPage::new(visit.shell(&title)).step(1, 3).lead(t.t("setup-lead")).form(form)
}

/// GET /confirm/{token}: shows only; programs that look into mails follow links (attack C16).
pub async fn confirm(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> PageResult {
    let mut conn = app.read().await?;
    let link = links::peek(&mut conn, Purpose::Confirm, &token, app.clock.now()).await?;
    let account = match link.and_then(|link| link.member_id) {
        Some(id) => queries::account_by_id(&mut conn, id).await?,
        None => None,
    };
    let Some(account) = account else { return void(&visit, "/sign-in", "sign-in") };
    let t = visit.words;
    let whose = t.with("confirm-lead", &[("name", account.name), ("handle", account.handle)]);
    let form = confirm_form(t, &format!("/confirm/{token}"), visit.csrf());
    let page = StepPage::new(visit.shell(&t.t("confirm-title"))).lead(whose).lead(t.t("confirm-not-you")).form(form);
    unkept(visit.page(&page))
}

/// POST /confirm/{token}
pub async fn confirmed(State(app): State<App>, visit: Visit, Path(token): Path<String>, _sent: Sent) -> PageResult {
    let ended = app
        .write(async |tx| {
            let confirmed = registration::confirm(tx, &token).await?;
            if let Some(former) = &confirmed.former {
                let writer = Writer { email: former, ..Writer::to(&app, &confirmed.member, "") };
                letters::put(tx, writer.address_changed()).await?;
            }
            Ok(confirmed)
        })
        .await;
    let t = visit.words;
    match ended {
        Ok(done) if done.former.is_some() => visit.redirect("/settings/account", Some("flash-address")),
        Ok(done) if done.open => visit.redirect("/sign-in", Some("flash-confirmed")),
        Ok(_) => unkept(visit.page(&StepPage::new(visit.shell(&t.t("confirmed-title"))).lead(t.t("sent-next-asked")))),
        Err(Error::NotFound | Error::Conflict(_)) => void(&visit, "/sign-in", "sign-in"),
        Err(error) => Err(error.into()),
    }
}

/// The page for a link that is not valid, with one way on.
pub(super) fn void(visit: &Visit, href: &str, words: &str) -> PageResult {
    let t = visit.words;
    let page = StepPage::new(visit.shell(&t.t("link-void-title"))).lead(t.t("link-void-text")).link(href, t.t(words));
    unkept(visit.page_with(StatusCode::NOT_FOUND, &page))
}

/// A page whose address is a secret is kept by nobody.
pub(super) fn unkept(page: PageResult) -> PageResult {
    page.map(|mut response| {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        response
    })
}
