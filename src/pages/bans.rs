//! Who may not take part in a group: asked for a reason first, listed with a way to end it.

use axum::extract::{Path, State};
use web::form::{Form, Press};
use web::moderation::{BanRow, BansPage, ban_form};
use web::shell::Section;
use web::thread::ComposePage;

use super::posts::{compose, way};
use super::typed::{self, Typed};
use super::{PageError, PageResult, Sent, Visit, groups, rows};
use crate::actors::Actor;
use crate::app::App;
use crate::groups::{Group, Visible, policy};
use crate::moderation::{BanDraft, bans};
use crate::store::Error;
use crate::store::ids::ActorId;

/// GET /groups/{handle}/bans
pub async fn index(visit: Visit, Path(handle): Path<String>) -> PageResult {
    let group = kept(&visit, &handle).await?;
    let found = bans::list(&mut *visit.app.read().await?, &group).await?;
    let t = visit.words;
    let base = rows::path_of(&group);
    let rows = found
        .into_iter()
        .map(|(ban, actor, host)| BanRow {
            name: rows::name_of(t, &actor),
            href: rows::person_href(&actor),
            from: host.unwrap_or_default(),
            reason: ban.reason,
            at: ban.created_at,
            until: ban.until_at,
            lift: Press::new(format!("{base}/bans/{}/lifting", actor.id), visit.csrf(), t.t("ban-lift")),
        })
        .collect();
    let mut shell = visit.shell(&t.t("bans-title"));
    shell.section = Section::Groups;
    shell.robots = "noindex";
    visit.page(&BansPage::new(shell, way(&visit, &group, None), rows))
}

/// GET /groups/{handle}/bans/{actor}
pub async fn new(visit: Visit, Path((handle, actor)): Path<(String, String)>) -> PageResult {
    let (group, whom) = found(&visit, &handle, &actor).await?;
    visit.page(&page(&visit, &group, &whom, blank(&visit, &group, &whom)))
}

/// POST /groups/{handle}/bans/{actor} {reason, days, remove}
pub async fn create(
    State(app): State<App>,
    visit: Visit,
    Path((handle, actor)): Path<(String, String)>,
    typed: Typed,
) -> PageResult {
    let me = typed.author(&visit)?;
    let (group, whom) = found(&visit, &handle, &actor).await?;
    let form = || blank(&visit, &group, &whom).fill(typed.pairs());
    if let Some(form) = typed.interrupted(&app, form, "reason").await? {
        return visit.unprocessable(&page(&visit, &group, &whom, form));
    }
    let draft = BanDraft {
        whom: whom.id,
        reason: typed.get("reason").to_owned(),
        until: bans::after_days(app.clock.now(), typed.get("days").parse().ok()),
        remove_content: !typed.get("remove").is_empty(),
    };
    let banned = match draft.reason.trim() {
        "" => Err(Error::invalid("reason", "required")),
        _ => app.write(async |tx| bans::ban(tx, &group, me.actor, &draft).await).await,
    };
    match banned {
        Ok(()) => visit.redirect(&format!("{}/bans", rows::path_of(&group)), Some("flash-banned")),
        Err(error) => typed::refused(&visit, error, |faults| page(&visit, &group, &whom, form().with_faults(faults))),
    }
}

/// POST /groups/{handle}/bans/{actor}/lifting
pub async fn destroy(
    State(app): State<App>,
    visit: Visit,
    Path((handle, actor)): Path<(String, String)>,
    _sent: Sent,
) -> PageResult {
    let me = visit.me_or(&format!("/groups/{handle}/bans"))?;
    let (group, whom) = found(&visit, &handle, &actor).await?;
    app.write(async |tx| bans::lift(tx, &group, me.actor, whom.id).await).await?;
    visit.redirect(&format!("{}/bans", rows::path_of(&group)), Some("flash-unbanned"))
}

/// A group in which the visitor keeps order.
async fn kept(visit: &Visit, handle: &str) -> Result<Visible<Group>, PageError> {
    let me = visit.me_or(&format!("/groups/{handle}"))?;
    let mut conn = visit.app.read().await?;
    let group = groups::find(&mut conn, visit, handle).await?;
    let standing = crate::groups::queries::standing(&mut conn, group.id(), me.actor).await?;
    policy::may_moderate(&group, &standing)?;
    Ok(group)
}

async fn found(visit: &Visit, handle: &str, actor: &str) -> Result<(Visible<Group>, Actor), PageError> {
    let actor = ActorId::parse(actor).ok_or(Error::NotFound)?;
    let group = kept(visit, handle).await?;
    let whom = bans::whom(&mut *visit.app.read().await?, actor).await?;
    Ok((group, whom))
}

fn blank(visit: &Visit, group: &Group, whom: &Actor) -> Form {
    let (t, base) = (visit.words, rows::path_of(group));
    ban_form(t, format!("{base}/bans/{}", whom.id), visit.csrf()).cancel(base, t.t("cancel"))
}

fn page(visit: &Visit, group: &Group, whom: &Actor, form: Form) -> ComposePage {
    let t = visit.words;
    let names = [("name", rows::name_of(t, whom)), ("group", group.actor.name.clone())];
    compose(visit, way(visit, group, None), t.with("ban-heading", &names), t.t("ban-lead"), form)
}
