//! Partner hubs in the administration: those that ask, those that were invited, those that are.

use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use web::Words;
use web::form::{Form, Press};
use web::hubs::{PartnerLine, PartnersPage, invite_form};
use web::parts::Empty;
use web::shell::Tone;

use super::super::{PageResult, Sent, Visit};
use super::mode_note;
use crate::actors::partners::{self, Partnership, State as Standing};
use crate::actors::queries;
use crate::peers::Peers;
use crate::store::Error;

/// GET /admin/partners
pub async fn index(State(peers): State<Peers>, visit: Visit) -> PageResult {
    visit.admin()?;
    let form = invite_form(visit.words, visit.csrf());
    visit.page(&page(&peers, &visit, form).await?)
}

async fn page(peers: &Peers, visit: &Visit, form: Form) -> crate::store::Result<PartnersPage> {
    let t = visit.words;
    let mut conn = peers.app.read().await?;
    let found = partners::list(&mut conn).await?;
    let trusted = partners::list_trusted(&mut conn).await?;
    drop(conn);
    let (asking, others): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|(partnership, _)| partnership.state() == Standing::Asked);
    let lines = |found: Vec<(Partnership, String)>| -> Vec<PartnerLine> {
        found.into_iter().map(|(partnership, name)| line(t, visit.csrf(), &partnership, name)).collect()
    };
    let mut others = lines(others);
    others.extend(trusted.into_iter().map(|(name, since)| trusted_line(t, name, since)));
    Ok(PartnersPage {
        t,
        shell: visit.shell(&t.t("admin-hubs")),
        tabs: web::administration::tabs(t, web::administration::Tab::Hubs),
        mode: mode_note(peers, t),
        asking: lines(asking),
        others,
        empty: Empty { title: t.t("partner-none"), text: t.t("partner-none-text"), action: None },
        form,
    })
}

fn line(t: Words, csrf: &str, partnership: &Partnership, name: String) -> PartnerLine {
    let press = |noun: &str, key: &str| Press::new(format!("/admin/partners/{name}/{noun}"), csrf, t.t(key));
    let again = || Press::new("/admin/partners", csrf, t.t("partner-again")).value("address", &*name);
    let (tone, presses) = match partnership.state() {
        Standing::Asked => (
            Tone::Info,
            vec![press("confirmation", "partner-confirm").look("main"), press("refusal", "partner-decline")],
        ),
        Standing::Invited => (Tone::Info, vec![again(), press("refusal", "partner-withdraw")]),
        Standing::Partners => {
            (Tone::Done, vec![press("refusal", "partner-end").confirm(t, t.t("partner-end-question"))])
        }
        Standing::Declined | Standing::Refused => (Tone::Warning, vec![again()]),
    };
    PartnerLine {
        href: format!("/admin/hubs/{name}"),
        state: t.t(&format!("partner-{}", partnership.state().code())),
        tone,
        since: partnership.changed_at,
        trouble: partnership.trouble.clone(),
        presses,
        name,
    }
}

fn trusted_line(t: Words, name: String, since: DateTime<Utc>) -> PartnerLine {
    PartnerLine {
        href: format!("/admin/hubs/{name}"),
        state: t.t("partner-trusted"),
        tone: Tone::Done,
        since,
        trouble: String::new(),
        presses: Vec::new(),
        name,
    }
}

/// POST /admin/partners: invites the hub at an address.
pub async fn create(State(peers): State<Peers>, visit: Visit, sent: Sent) -> PageResult {
    let me = visit.admin()?;
    match peers.invite(sent.get("address"), me).await? {
        Ok(_name) => visit.redirect("/admin/partners", Some("flash-partner-invited")),
        Err(why) => {
            let form = invite_form(visit.words, visit.csrf());
            let form = form.fill(sent.0.clone()).with_faults([("address", why.code())]);
            visit.unprocessable(&page(&peers, &visit, form).await?)
        }
    }
}

/// POST /admin/partners/{name}/confirmation
pub async fn confirm(State(peers): State<Peers>, Path(name): Path<String>, visit: Visit, _sent: Sent) -> PageResult {
    decide(&peers, &visit, &name, true).await
}

/// POST /admin/partners/{name}/refusal: declines, takes an invitation back, ends a partnership.
pub async fn refuse(State(peers): State<Peers>, Path(name): Path<String>, visit: Visit, _sent: Sent) -> PageResult {
    decide(&peers, &visit, &name, false).await
}

async fn decide(peers: &Peers, visit: &Visit, name: &str, yes: bool) -> PageResult {
    let by = visit.admin_or("/admin/partners")?.actor;
    let host = queries::host_by_name(&mut *peers.app.read().await?, name).await?;
    let decided = match host {
        Some(host) => peers.decide_partner(host.id, by, yes).await,
        None => Err(Error::NotFound),
    };
    let flash = match decided {
        Ok(()) if yes => "flash-partner-confirmed",
        Ok(()) => "flash-partner-ended",
        // The other hub, or another administrator, was faster.
        Err(Error::Conflict("decided") | Error::NotFound) => "flash-decided",
        Err(error) => return Err(error.into()),
    };
    visit.redirect("/admin/partners", Some(flash))
}
