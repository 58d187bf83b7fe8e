//! Invitations: making and revoking them, and coming in by one.

use axum::extract::{Path, State};
use axum::http::header::HeaderMap;
use web::accounts::{Asked, StepPage, register_form};
use web::administration::{self as views, InviteRow, InvitesPage, invite_form};
use web::form::{Choice, Form, Press};
use web::settings;

use super::registration::{again, draft, unkept, void};
use super::{PageResult, Sent, Visit, choices, sessions};
use crate::accounts::invites::{self, Invite, InviteDraft, Open};
use crate::accounts::registration::{Admission, Registration};
use crate::accounts::secrets::Secret;
use crate::accounts::{Me, Role, policy};
use crate::app::App;
use crate::doors::ClientIp;
use crate::doors::joining::{self, Entrance, Joined};
use crate::letters;
use crate::mail::letters::Writer;
use crate::store::Error;
use crate::store::ids::InviteId;

/// GET /invites
pub async fn index(State(app): State<App>, visit: Visit) -> PageResult {
    let me = visit.editor()?;
    let page = page(&app, &visit, me, form(&visit, me)).await?;
    visit.page(&page)
}

/// POST /invites
pub async fn create(State(app): State<App>, visit: Visit, sent: Sent) -> PageResult {
    let me = visit.editor()?;
    let typed = sent.get("email");
    let draft = InviteDraft {
        role: Role::parse(sent.get("role")).unwrap_or(Role::Member),
        email: (!typed.is_empty()).then(|| policy::address(typed).unwrap_or_else(|| typed.to_owned())),
        note: sent.get("note").to_owned(),
        uses: sent.get("uses").parse().unwrap_or(0),
        days: sent.get("days").parse().unwrap_or(0),
    };
    let secret = Secret::fresh()?;
    let letter = draft.email.as_deref().map(|email| {
        let writer = Writer { app: &app, lang: visit.words.lang, name: "", email, member: None };
        writer.invited(&me.name, &secret)
    });
    let made = app
        .write(async |tx| {
            invites::make(tx, me, &draft, secret.hash()).await?;
            if let Some(letter) = &letter {
                letters::put(tx, letter.clone()).await?;
            }
            Ok(())
        })
        .await;
    match made {
        Ok(()) if draft.email.is_some() => visit.redirect("/invites", Some("flash-invited")),
        Ok(()) => {
            let mut page = page(&app, &visit, me, form(&visit, me)).await?;
            page.fresh = Some(format!("{}/invite/{}", app.site.base(), secret.text()));
            unkept(visit.page(&page))
        }
        Err(Error::Invalid(faults)) => {
            let faults = faults.iter().map(|fault| (fault.field, fault.code));
            let form = form(&visit, me).fill(sent.0.clone()).with_faults(faults);
            visit.unprocessable(&page(&app, &visit, me, form).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// POST /invites/{id}/revocation
pub async fn revoke(State(app): State<App>, visit: Visit, Path(id): Path<InviteId>, _sent: Sent) -> PageResult {
    visit.me_or("/invites")?;
    let me = visit.editor()?;
    app.write(async |tx| invites::revoke(tx, me, id).await).await?;
    visit.redirect("/invites", Some("flash-revoked"))
}

fn form(visit: &Visit, me: &Me) -> Form {
    let may = |choice: &Choice| Role::parse(&choice.value).is_some_and(|role| policy::may_invite(me, role).is_ok());
    let roles = views::roles(visit.words).into_iter().filter(may).collect();
    invite_form(visit.words, visit.csrf(), roles)
}

async fn page(app: &App, visit: &Visit, me: &Me, form: Form) -> Result<InvitesPage, Error> {
    let t = visit.words;
    let found = invites::list(&mut *app.read().await?, me).await?;
    let tabs = match me.role {
        Role::Admin => views::tabs(t, views::Tab::Invites),
        _ => settings::tabs(t, settings::Tab::Invites, true),
    };
    let rows = found.into_iter().map(|(invite, by)| row(visit, invite, by)).collect();
    Ok(InvitesPage { t, shell: visit.shell(&t.t("settings-invites")), tabs, fresh: None, form, rows })
}

fn row(visit: &Visit, invite: Invite, by: String) -> InviteRow {
    let t = visit.words;
    let state = match &invite {
        invite if invite.is_open(t.now) => "",
        invite if invite.revoked_at.is_some() => "invite-revoked",
        invite if invite.uses >= invite.max_uses => "invite-spent",
        _ => "invite-expired",
    };
    let revoke = || Press::new(format!("/invites/{}/revocation", invite.id), visit.csrf(), t.t("invite-revoke"));
    InviteRow {
        revoke: state.is_empty().then(revoke),
        state: if state.is_empty() { String::new() } else { t.t(state) },
        by,
        role: views::role(t, &invite.role),
        uses: u32::try_from(invite.uses).unwrap_or(0),
        most: u32::try_from(invite.max_uses).unwrap_or(0),
        until: invite.expires_at,
        whom: invite.email.filter(|_| invite.note.is_empty()).unwrap_or(invite.note),
    }
}

/// GET /invite/{token}
pub async fn accept(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> PageResult {
    match invites::peek(&mut *app.read().await?, &token, app.clock.now()).await? {
        Some(open) => {
            let form = accept_form(&visit, &open, &token);
            unkept(visit.page(&accept_page(&visit, &open, form)))
        }
        None => void(&visit, "/register", "register-submit"),
    }
}

/// POST /invite/{token}
pub async fn accepted(
    State(app): State<App>,
    visit: Visit,
    ip: ClientIp,
    headers: HeaderMap,
    Path(token): Path<String>,
    sent: Sent,
) -> PageResult {
    let Some(open) = invites::peek(&mut *app.read().await?, &token, app.clock.now()).await? else {
        return void(&visit, "/register", "register-submit");
    };
    let typed = draft(&visit, &sent, open.role);
    let draft = Registration {
        admission: Admission::Invited { by: open.invite.created_by },
        confirmed: open.invite.email.is_some(),
        email: open.invite.email.clone().unwrap_or(typed.email),
        ..typed
    };
    let from = ip.subject();
    let entrance = Entrance { invite: Some(&token), from: Some(&from), setup: None };
    match joining::join(&app, &draft, sent.raw("password"), entrance).await {
        Ok(Joined::New(member)) if member.email_confirmed_at.is_some() => {
            sessions::open(&app, &visit, &headers, &member, "/welcome", None).await
        }
        ended => {
            let form = accept_form(&visit, &open, &token);
            again(&visit, form, &sent, ended, |form| accept_page(&visit, &open, form))
        }
    }
}

fn accept_form(visit: &Visit, open: &Open, token: &str) -> Form {
    let email = open.invite.email.clone().unwrap_or_default();
    let asked = Asked { email, countries: choices::countries(visit.words), reason: false };
    register_form(visit.words, &format!("/invite/{token}"), visit.csrf(), &asked)
}

fn accept_page(visit: &Visit, open: &Open, form: Form) -> StepPage {
    let t = visit.words;
    let mut page = StepPage::new(visit.shell(&t.with("register-title", &[("hub", visit.app.site.name.as_str())])))
        .step(1, 3)
        .lead(t.with("register-lead-invited", &[("name", open.by.as_str())]));
    if let Some(email) = &open.invite.email {
        page = page.lead(format!("{}: {email}", t.t("account-email")));
    }
    page.form(form).link("/sign-in", t.t("register-have"))
}
