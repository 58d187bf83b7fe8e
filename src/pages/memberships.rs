//! Joining and leaving groups, who belongs to them, requests and moderators.

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use web::form::Press;
use web::groups::{GroupMembersPage, GroupPage, MemberLine};
use web::parts::Pager;
use web::shell::Section;

use super::{PageResult, Sent, Visit, groups, rows};
use crate::app::App;
use crate::groups::queries::{self, Follower};
use crate::groups::{State as Standing, commands, policy};
use crate::store::Error;
use crate::store::ids::ActorId;

#[derive(Debug, Default, Deserialize)]
pub struct IndexQuery {
    page: Option<String>,
}

const PAGE: i64 = 50;

/// GET /groups/{handle}/members?page=
pub async fn index(visit: Visit, Path(handle): Path<String>, Query(query): Query<IndexQuery>) -> PageResult {
    let t = visit.words;
    let mut conn = visit.app.read().await?;
    let group = groups::find(&mut conn, &visit, &handle).await?;
    let page: i64 = query.page.as_deref().and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, 10_000);
    let audience = queries::audience(&mut conn, group.id()).await?;
    let members = queries::list_followers(&mut conn, group.id(), Standing::Accepted, (page - 1) * PAGE).await?;
    let standing = groups::standing(&mut conn, &visit, &group).await?;
    let may_edit = standing.is_some_and(|standing| policy::may_edit(&group, &standing).is_ok());
    let may_ban = standing.is_some_and(|standing| policy::may_moderate(&group, &standing).is_ok());
    let ranked: Vec<ActorId> =
        queries::list_moderators(&mut conn, group.id()).await?.into_iter().map(|actor| actor.id).collect();
    let requests = if may_edit && page == 1 {
        queries::list_followers(&mut conn, group.id(), Standing::Pending, 0).await?
    } else {
        Vec::new()
    };
    let base = rows::path_of(&group);
    let press = |path: &str, follower: &Follower, words: &str, name: &str, value: &str| {
        let id = crate::store::ids::to_text(follower.actor.id.0);
        Press::new(format!("{base}/{path}/{id}"), visit.csrf(), t.t(words)).value(name, value)
    };
    let line = |follower: &Follower, presses: Vec<Press>| MemberLine {
        t,
        name: rows::name_of(t, &follower.actor),
        href: rows::person_href(&follower.actor),
        from: follower.host.clone().unwrap_or_default(),
        is_moderator: follower.membership.role == "moderator",
        reason: if may_edit { follower.membership.reason.clone() } else { String::new() },
        at: follower.membership.accepted_at.unwrap_or(follower.membership.created_at),
        presses,
        ban: None,
    };
    let asked = |follower: &Follower| {
        line(
            follower,
            vec![
                press("requests", follower, "request-accept", "decision", "accept").look("main"),
                press("requests", follower, "request-decline", "decision", "decline"),
            ],
        )
    };
    let member = |follower: &Follower| {
        let moderates = follower.membership.role == "moderator";
        let words = if moderates { "member-unmoderate" } else { "member-moderate" };
        let on = if moderates { "0" } else { "1" };
        let may_dismiss = |whom| standing.is_some_and(|standing| policy::may_dismiss(&standing, whom, &ranked).is_ok());
        let offered = may_edit && follower.actor.is_local() && (!moderates || may_dismiss(follower.actor.id));
        let presses = offered.then(|| press("moderators", follower, words, "on", on).look("plain"));
        let is_me = visit.viewer.actor() == Some(follower.actor.id);
        let ban = (may_ban && !moderates && !is_me)
            .then(|| (format!("{base}/bans/{}", follower.actor.id), t.t("member-ban")));
        MemberLine { ban, ..line(follower, presses.into_iter().collect()) }
    };
    let mut shell = visit.shell(&format!("{} · {}", t.t("group-members"), group.actor.name));
    shell.section = Section::Groups;
    shell.robots = "noindex";
    let pages = (audience.members + audience.followers + PAGE - 1) / PAGE;
    visit.page(&GroupMembersPage {
        t,
        shell,
        face: groups::face(t, &visit, &group),
        tabs: GroupPage::tabs(t, &base, "members", group.is_local()),
        requests: requests.iter().map(asked).collect(),
        members: members.iter().map(member).collect(),
        pager: Pager::numbered(t, &format!("{base}/members?page="), rows::count(page), rows::count(pages)),
    })
}

/// POST /groups/{handle}/membership {reason}
pub async fn create(State(app): State<App>, visit: Visit, Path(handle): Path<String>, sent: Sent) -> PageResult {
    let me = visit.me_or(&format!("/groups/{handle}"))?;
    let group = groups::find(&mut *app.read().await?, &visit, &handle).await?;
    let state = app.write(async |tx| commands::join(tx, &group, me, sent.get("reason")).await).await?;
    let flash = if state == Standing::Accepted { "flash-joined" } else { "flash-join-asked" };
    visit.redirect(&rows::path_of(&group), Some(flash))
}

/// POST /groups/{handle}/departure
pub async fn destroy(State(app): State<App>, visit: Visit, Path(handle): Path<String>, _sent: Sent) -> PageResult {
    let me = visit.me_or(&format!("/groups/{handle}"))?;
    let group = groups::find(&mut *app.read().await?, &visit, &handle).await?;
    let flash = match app.write(async |tx| commands::leave(tx, group.id(), me.actor).await).await {
        Ok(()) => "flash-left",
        Err(Error::Conflict("last-moderator")) => "flash-last-moderator",
        Err(error) => return Err(error.into()),
    };
    // A group that only its members may see is gone from view with the membership.
    let seen = queries::seen_by_id(&mut *app.read().await?, &visit.viewer, group.id()).await?;
    visit.redirect(&seen.map_or("/groups".to_owned(), |group| rows::path_of(&group)), Some(flash))
}

/// POST /groups/{handle}/requests/{actor} {decision: accept|decline}
pub async fn decide(
    State(app): State<App>,
    visit: Visit,
    Path((handle, actor)): Path<(String, String)>,
    sent: Sent,
) -> PageResult {
    let me = visit.me_or(&format!("/groups/{handle}/members"))?;
    let actor = ActorId::parse(&actor).ok_or(Error::NotFound)?;
    let accept = match sent.get("decision") {
        "accept" => true,
        "decline" => false,
        _ => return Err(Error::invalid("decision", "choose").into()),
    };
    let group = groups::find(&mut *app.read().await?, &visit, &handle).await?;
    let flash = match app.write(async |tx| commands::decide(tx, &group, me, actor, accept).await).await {
        Ok(()) if accept => "flash-request-accepted",
        Ok(()) => "flash-request-declined",
        Err(Error::Conflict("shows-to-all")) => "flash-shows-to-all",
        Err(error) => return Err(error.into()),
    };
    visit.redirect(&format!("{}/members", rows::path_of(&group)), Some(flash))
}

/// POST /groups/{handle}/moderators/{actor} {on: 1|0}
pub async fn appoint(
    State(app): State<App>,
    visit: Visit,
    Path((handle, actor)): Path<(String, String)>,
    sent: Sent,
) -> PageResult {
    let me = visit.me_or(&format!("/groups/{handle}/members"))?;
    let actor = ActorId::parse(&actor).ok_or(Error::NotFound)?;
    let on = sent.get("on") == "1";
    let group = groups::find(&mut *app.read().await?, &visit, &handle).await?;
    let flash = match app.write(async |tx| commands::appoint(tx, &group, me, actor, on).await).await {
        Ok(()) if on => "flash-moderator-named",
        Ok(()) => "flash-moderator-ended",
        Err(Error::Conflict("last-moderator")) => "flash-last-moderator",
        Err(Error::Forbidden("longer-in-office")) => "flash-longer-in-office",
        Err(error) => return Err(error.into()),
    };
    visit.redirect(&format!("{}/members", rows::path_of(&group)), Some(flash))
}
