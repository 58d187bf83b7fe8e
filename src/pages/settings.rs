//! What members set for themselves: profile, mail and language, address and password, sessions, their data.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use web::form::{Form, Press};
use web::locale::Lang;
use web::settings::{
    SessionRow, Setting, SettingsPage, Tab, address_section, closing_section, export_section, password_section,
    preferences_form, profile_form, tabs,
};

use super::{PageResult, Sent, Visit, choices};
use crate::accounts::limits::{self, LETTER, LETTER_ALL, SIGN_IN};
use crate::accounts::profile::{self, Preferences, ProfileDraft};
use crate::accounts::secrets::Secret;
use crate::accounts::{Me, MemberRow, commands, export, password, policy, queries, sessions};
use crate::app::App;
use crate::mail::letters::Writer;
use crate::peers::erasing::Erase;
use crate::store::ids::SessionId;
use crate::store::{Error, Fault, Result};
use crate::{letters, queue};

/// GET /settings
pub async fn profile(State(app): State<App>, visit: Visit) -> PageResult {
    let me = visit.me()?;
    let member = own(&app, me).await?;
    let mut typed = vec![
        ("name", me.name.clone()),
        ("organisation", member.organisation),
        ("country", member.country.unwrap_or_default()),
        ("words", member.bio_source),
    ];
    typed.extend(member.spoken.into_iter().map(|code| ("spoken", code)));
    visit.page(&page(&visit, Tab::Profile).section(only(profile_of(&visit).fill(typed))))
}

fn profile_of(visit: &Visit) -> Form {
    profile_form(visit.words, visit.csrf(), choices::countries(visit.words), choices::spoken(visit.words))
}

/// POST /settings
pub async fn edit_profile(State(app): State<App>, visit: Visit, sent: Sent) -> PageResult {
    let me = visit.me()?;
    let (countries, spoken) = (choices::countries(visit.words), choices::spoken(visit.words));
    let words = sent.get("words");
    let draft = ProfileDraft {
        name: sent.get("name").to_owned(),
        organisation: sent.get("organisation").to_owned(),
        country: sent.find("country").filter(|code| choices::offer(&countries, code)).map(str::to_owned),
        spoken: sent.all("spoken").into_iter().filter(|code| choices::offer(&spoken, code)).collect(),
        words_html: web::Html::from_markdown(words).into_string(),
        words_source: words.to_owned(),
    };
    match app.write(async |tx| profile::edit(tx, me, &draft).await).await {
        Err(Error::Invalid(faults)) => {
            let form = profile_of(&visit).fill(sent.0.clone()).with_faults(pairs(&faults));
            visit.unprocessable(&page(&visit, Tab::Profile).section(only(form)))
        }
        ended => {
            ended?;
            visit.redirect("/settings", Some("flash-saved"))
        }
    }
}

/// GET /settings/mail
pub async fn preferences(State(app): State<App>, visit: Visit) -> PageResult {
    let member = own(&app, visit.me()?).await?;
    let form = preferences_form(visit.words, visit.csrf(), choices::zones()).fill([
        ("digest", member.digest),
        ("digest_hour", member.digest_hour.to_string()),
        ("language", member.language),
        ("time_zone", member.time_zone),
        ("theme", member.theme),
    ]);
    visit.page(&page(&visit, Tab::Mail).section(only(form)))
}

/// POST /settings/mail
pub async fn prefer(State(app): State<App>, visit: Visit, sent: Sent) -> PageResult {
    let me = visit.me()?;
    let said = |name: &str| sent.find(name).map(str::to_owned);
    let wish = Preferences {
        language: said("language"),
        time_zone: said("time_zone"),
        digest: said("digest"),
        digest_hour: sent.find("digest_hour").map(|hour| hour.parse().unwrap_or(-1)),
        theme: said("theme"),
    };
    match app.write(async |tx| profile::prefer(tx, me, &wish, &Lang::ALL.map(Lang::code)).await).await {
        Err(Error::Invalid(faults)) => {
            let form = preferences_form(visit.words, visit.csrf(), choices::zones()).fill(sent.0.clone());
            visit.unprocessable(&page(&visit, Tab::Mail).section(only(form.with_faults(pairs(&faults)))))
        }
        ended => {
            ended?;
            visit.redirect("/settings/mail", Some("flash-saved"))
        }
    }
}

/// GET /settings/account
pub async fn account(State(app): State<App>, visit: Visit) -> PageResult {
    let member = own(&app, visit.me()?).await?;
    visit.page(&account_page(&visit, &member, |_, form| form))
}

/// `change` is given each section's place and form.
fn account_page(visit: &Visit, member: &MemberRow, change: impl Fn(usize, Form) -> Form) -> SettingsPage {
    let t = visit.words;
    let sections = [
        address_section(t, visit.csrf(), &member.email),
        password_section(t, visit.csrf()),
        export_section(t),
        closing_section(t, visit.csrf()),
    ];
    let changed = sections.into_iter().enumerate().map(|(place, mut section)| {
        section.form = section.form.map(|form| change(place, form));
        section
    });
    changed.fold(page(visit, Tab::Account), SettingsPage::section)
}

/// POST /settings/address
pub async fn ask_address(State(app): State<App>, visit: Visit, sent: Sent) -> PageResult {
    let me = visit.me_or("/settings/account")?;
    let member = own(&app, me).await?;
    let again = |field: &str, code: &str| {
        let change = |place, form: Form| {
            if place == 0 { form.fill(sent.0.clone()).fault(field, code) } else { form }
        };
        visit.unprocessable(&account_page(&visit, &member, change))
    };
    let Some(email) = policy::address(sent.get("email")) else { return again("email", "email") };
    if let Some(code) = present_fault(&app, &member, sent.raw("present")).await? {
        return again("present", code);
    }
    let link = Secret::fresh()?;
    let writer = Writer { email: &email, ..Writer::to(&app, &member, &me.name) };
    let letter = writer.new_address(&link);
    let mailbox = limits::mailbox(&email);
    let wait = app
        .write(async |tx| {
            let limits = [(LETTER, mailbox.as_str()), (LETTER_ALL, limits::EVERYONE)];
            let wait = limits::spend_all(tx, &limits).await?;
            if wait.is_none() {
                profile::ask_address(tx, me, &email, link.hash()).await?;
                letters::put(tx, letter.clone()).await?;
            }
            Ok(wait)
        })
        .await?;
    match wait {
        Some(_) => again("", "too-many-tries"),
        None => visit.redirect("/settings/account", Some("flash-address-asked")),
    }
}

/// POST /settings/password
pub async fn change_password(State(app): State<App>, visit: Visit, sent: Sent) -> PageResult {
    let me = visit.me_or("/settings/account")?;
    let member = own(&app, me).await?;
    let mut faults = Vec::new();
    if let Some(code) = present_fault(&app, &member, sent.raw("present")).await? {
        faults.push(Fault::new("present", code));
    }
    let mut found = crate::store::error::Faults::default();
    password::check(&mut found, "password", sent.raw("password"), &[&member.email, &me.name, &me.handle]);
    if let Err(Error::Invalid(found)) = found.done() {
        faults.extend(found);
    }
    if !faults.is_empty() {
        let change = |place, form: Form| if place == 1 { form.with_faults(pairs(&faults)) } else { form };
        return visit.unprocessable(&account_page(&visit, &member, change));
    }
    let hashed = password::hash(sent.raw("password")).await?;
    let letter = Writer::to(&app, &member, &me.name).password_changed();
    app.write(async |tx| {
        profile::change_password(tx, me, &hashed).await?;
        letters::put(tx, letter.clone()).await
    })
    .await?;
    visit.redirect("/settings/account", Some("flash-password"))
}

/// POST /settings/closing {present, words: keep|withdraw}
pub async fn close(State(app): State<App>, visit: Visit, sent: Sent) -> PageResult {
    let me = visit.me_or("/settings/account")?;
    let member = own(&app, me).await?;
    let again = |field: &str, code: &str| {
        let change = |place, form: Form| if place == 3 { form.fill(sent.0.clone()).fault(field, code) } else { form };
        visit.unprocessable(&account_page(&visit, &member, change))
    };
    let words = match sent.get("words") {
        "keep" => true,
        "withdraw" => false,
        _ => return again("words", "choose"),
    };
    if let Some(code) = present_fault(&app, &member, sent.raw("present")).await? {
        return again("present", code);
    }
    let left = Erase { actor: me.actor, words, round: 0 };
    let closed = app
        .write(async |tx| {
            commands::close(tx, me, words).await?;
            let now = tx.now;
            queue::enqueue(tx, &left, now).await
        })
        .await;
    match closed {
        Err(Error::Conflict("last-admin")) => again("", "last-admin"),
        closed => {
            closed?;
            visit.redirect("/", Some("flash-closed"))
        }
    }
}

/// What is wrong with the present password; guesses from a stolen session are counted like those at the door.
async fn present_fault(app: &App, member: &MemberRow, typed: &str) -> Result<Option<&'static str>> {
    let mailbox = limits::mailbox(&member.email);
    if app.write(async |tx| limits::spend(tx, SIGN_IN, &mailbox).await).await?.is_some() {
        return Ok(Some("too-many-tries"));
    }
    if !password::verify(member.password.as_deref(), typed).await? {
        return Ok(Some("present-password"));
    }
    app.write(async |tx| limits::forgive(tx, SIGN_IN, &mailbox).await).await?;
    Ok(None)
}

/// GET /settings/sessions
pub async fn sessions(State(app): State<App>, visit: Visit) -> PageResult {
    let me = visit.me()?;
    let t = visit.words;
    let found = sessions::list(&mut *app.read().await?, me, app.clock.now()).await?;
    let several = found.len() > 1;
    let mut page = page(&visit, Tab::Sessions);
    page.sessions = found
        .into_iter()
        .map(|row| {
            let is_this = row.id == me.session;
            let action = format!("/settings/sessions/{}/ending", row.id);
            let agent = super::agents::name(&row.agent);
            SessionRow {
                agent: if agent.is_empty() { t.t("session-unknown") } else { agent },
                is_program: row.kind == "api",
                is_this,
                started_at: row.created_at,
                seen_at: row.seen_at,
                end: (!is_this).then(|| Press::new(action, visit.csrf(), t.t("session-end"))),
            }
        })
        .collect();
    page.others = several
        .then(|| Press::new("/settings/sessions/ending", visit.csrf(), t.t("session-end-others")).look("danger"));
    visit.page(&page)
}

/// POST /settings/sessions/{id}/ending
pub async fn end_session(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, _sent: Sent) -> PageResult {
    let me = visit.me_or("/settings/sessions")?;
    app.write(async |tx| sessions::end(tx, me, id).await).await?;
    visit.redirect("/settings/sessions", Some("flash-session-ended"))
}

/// POST /settings/sessions/ending
pub async fn end_others(State(app): State<App>, visit: Visit, _sent: Sent) -> PageResult {
    let me = visit.me_or("/settings/sessions")?;
    app.write(async |tx| sessions::end_others(tx, me).await).await?;
    visit.redirect("/settings/sessions", Some("flash-session-ended"))
}

/// GET /settings/export
pub async fn export(State(app): State<App>, visit: Visit) -> PageResult {
    let me = visit.me()?;
    let export = export::of(&mut *app.read().await?, me, app.clock.now()).await?;
    let body = serde_json::to_string_pretty(&export).map_err(|error| Error::Store(error.to_string()))?;
    let headers = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}.json\"", me.handle)),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, body).into_response())
}

async fn own(app: &App, me: &Me) -> Result<MemberRow> {
    queries::by_id(&mut *app.read().await?, me.member).await?.ok_or(Error::NotFound)
}

fn page(visit: &Visit, here: Tab) -> SettingsPage {
    let t = visit.words;
    SettingsPage::new(visit.shell(&t.t("menu-settings")), tabs(t, here, visit.viewer.is_editor()))
}

fn only(form: Form) -> Setting {
    Setting { form: Some(form), ..Setting::default() }
}

fn pairs(faults: &[Fault]) -> Vec<(&'static str, &'static str)> {
    faults.iter().map(|fault| (fault.field, fault.code)).collect()
}
