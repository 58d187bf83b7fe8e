//! Groups: the list, and one group with its posts.

mod feed;
mod form;

pub use feed::show as feed;
pub use form::{create, edit, new, update};

use axum::extract::{Path, Query};
use serde::Deserialize;
use web::form::Press;
use web::groups::{GroupFace, GroupPage, GroupSide, GroupsPage, JoinBox};
use web::locale::Words;
use web::parts::{Chips, Empty, Note, Pager, PostRow, Tabs};
use web::shell::{Section, Tone};
use web::text::{Html, SANITISER};

use super::rows;
use super::visit::with_twin;
use super::{PageResult, Visit};
use crate::actors;
use crate::groups::queries::{self, Which};
use crate::groups::{Group, Joining, Posting, Standing, State, Visible, policy};
use crate::moderation;
use crate::posts::lists::{self, Cursor, Filter};
use crate::posts::{Kind, since};
use crate::store::ids::{ActorId, PostId};
use crate::store::{Conn, Error, Result};

#[derive(Debug, Default, Deserialize)]
pub struct IndexQuery {
    which: Option<String>,
}

/// GET /groups?which=mine|partners
pub async fn index(visit: Visit, Query(query): Query<IndexQuery>) -> PageResult {
    let t = visit.words;
    let mut conn = visit.app.read().await?;
    let which = match (query.which.as_deref(), visit.viewer.me()) {
        (Some("mine"), Some(_)) => Which::Mine,
        (Some("partners"), _) => Which::Remote,
        _ => Which::Local,
    };
    let lines = queries::list(&mut conn, &visit.viewer, which).await?;
    let new = match visit.viewer.me() {
        Some(me) => match me.previous_visit_at {
            Some(at) => queries::count_new(&mut conn, me.actor, at).await?,
            None => Default::default(),
        },
        None => Default::default(),
    };
    let rows = lines.iter().map(|line| rows::group_row(t, line, new.get(&line.group.id()).copied().unwrap_or(0)));
    let tab = |href: &str, words: &str, this| (href.to_owned(), t.t(words), which == this);
    let mut tabs = vec![tab("/groups", "groups-here", Which::Local)];
    if visit.viewer.me().is_some() {
        tabs.push(tab("/groups?which=mine", "groups-mine", Which::Mine));
    }
    tabs.push(tab("/groups?which=partners", "groups-partners", Which::Remote));
    let mut actions = Vec::new();
    if visit.viewer.role().is_some_and(|role| policy::may_create(role).is_ok()) {
        actions.push(("/groups/new".to_owned(), t.t("groups-create")));
    }
    if visit.viewer.me().is_some() {
        actions.push(("/groups/find".to_owned(), t.t("groups-find-elsewhere")));
    }
    let mut shell = visit.shell(&t.t("nav-groups"));
    shell.section = Section::Groups;
    visit.page(&GroupsPage {
        t,
        shell,
        tabs: Tabs { label: t.t("nav-groups"), tabs },
        groups: rows.collect(),
        empty: Empty { title: t.t("groups-none"), text: t.t("groups-none-text"), action: None },
        actions,
    })
}

#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    kind: Option<String>,
    language: Option<String>,
    after: Option<String>,
}

/// GET /groups/{handle}
pub async fn show(visit: Visit, Path(handle): Path<String>, Query(query): Query<ShowQuery>) -> PageResult {
    let t = visit.words;
    let mut conn = visit.app.read().await?;
    let group = find(&mut conn, &visit, &handle).await?;
    let standing = standing(&mut conn, &visit, &group).await?;
    let filter = Filter {
        group: Some(group.id()),
        kinds: query.kind.as_deref().and_then(Kind::parse).into_iter().collect(),
        language: query.language.clone().filter(|code| !code.is_empty()),
        ..Filter::default()
    };
    let after: Option<Cursor> = query.after.as_deref().and_then(|text| text.parse().ok());
    let page = lists::list(&mut conn, &visit.viewer, &filter, after, lists::PAGE).await?;
    let is_first = after.is_none() && filter.language.is_none() && filter.kinds.is_empty();
    let pinned = if is_first {
        let filter = Filter { pinned: true, ..filter.clone() };
        lists::list(&mut conn, &visit.viewer, &filter, None, lists::PAGE).await?.cards
    } else {
        Vec::new()
    };
    let unread = match visit.viewer.me() {
        Some(me) => {
            let ids: Vec<PostId> = page.cards.iter().chain(&pinned).map(|card| card.post.id).collect();
            since::count_unread(&mut conn, me, &ids).await?
        }
        None => Default::default(),
    };
    let row = |card: &lists::Card| rows::post_row(t, card, unread.get(&card.post.id).copied().unwrap_or(0), false);
    let side = side(&mut conn, &visit, &group, standing.as_ref()).await?;
    let base = rows::path_of(&group);
    let next = page.next.map(|cursor| address(&base, &query, Some(&cursor.to_string())));
    let posts = page.cards.iter().filter(|card| !is_first || card.post.pinned_at.is_none()).map(|card| row(card));
    let posts: Vec<PostRow> = posts.collect();
    let mut shell = visit.shell(&group.actor.name);
    shell.section = Section::Groups;
    shell.description = web::text::excerpt(&group.actor.summary_html, 200);
    shell.canonical = format!("{}{base}", visit.app.site.base());
    if group.visibility() != crate::groups::Visibility::Hub {
        shell.alternate_ap = Some(group.actor.url.clone());
    }
    if group.visibility() != crate::groups::Visibility::Public {
        shell.og_type = "";
    }
    if group.is_local() && group.visibility() == crate::groups::Visibility::Public {
        shell.feeds = vec![(t.t("group-feed"), format!("{base}/feed"))];
    }
    let write = write(&visit, &group, standing.as_ref(), &base);
    let twin = shell.alternate_ap.clone();
    let page = visit.page(&GroupPage {
        t,
        shell,
        face: face(t, &visit, &group),
        tabs: GroupPage::tabs(t, &base, query.kind.as_deref().unwrap_or_default(), group.is_local()),
        chips: chips(t, &base, &query, &posts),
        notes: notes(&mut conn, t, &group, standing.as_ref()).await?,
        empty: Empty { title: t.t("group-empty"), text: t.t("group-empty-text"), action: None },
        write,
        join: join(&visit, &group, standing.as_ref(), &base),
        pinned: pinned.iter().map(|card| row(card)).collect(),
        posts,
        pager: Pager::cursors(t, None, next),
        side,
    })?;
    Ok(with_twin(page, twin.as_deref()))
}

/// The group that `visit` may see; absent and private look the same.
pub async fn find(conn: &mut Conn, visit: &Visit, handle: &str) -> Result<Visible<Group>> {
    queries::seen_by_handle(conn, &visit.viewer, handle).await?.ok_or(Error::NotFound)
}

/// How the member who looks stands to the group.
pub async fn standing(conn: &mut Conn, visit: &Visit, group: &Group) -> Result<Option<Standing>> {
    match visit.viewer.actor() {
        Some(actor) => Ok(Some(queries::standing(conn, group.id(), actor).await?)),
        None => Ok(None),
    }
}

pub fn face(t: Words, visit: &Visit, group: &Group) -> GroupFace {
    let host = if group.is_local() { visit.app.site.host() } else { rows::host_of(&group.actor.url) };
    GroupFace {
        t,
        name: group.actor.name.clone(),
        badge: rows::badge(t, group),
        address: format!("@{}@{host}", group.actor.handle),
        from: if group.is_local() { String::new() } else { host.to_owned() },
        description: Html::stored(group.actor.summary_html.clone(), SANITISER),
    }
}

fn write(visit: &Visit, group: &Group, standing: Option<&Standing>, base: &str) -> Option<(String, String)> {
    let t = visit.words;
    match standing {
        Some(standing) => policy::may_post(group, standing, Kind::Discussion.code())
            .is_ok()
            .then(|| (format!("{base}/posts/new"), t.t("group-write"))),
        None => Some((format!("/sign-in?back={base}"), t.t("group-join"))),
    }
}

/// The way in for a member who is not in yet.
pub fn join(visit: &Visit, group: &Group, standing: Option<&Standing>, base: &str) -> Option<JoinBox> {
    let t = visit.words;
    if standing?.state.is_some() || standing?.banned || group.row.archived_at.is_some() {
        return None;
    }
    let action = format!("{base}/membership");
    if !group.is_local() {
        return Some(JoinBox::Press(Press::new(action, visit.csrf(), t.t("group-follow")).icon("plus")));
    }
    Some(match group.joining() {
        Joining::Open => JoinBox::Press(Press::new(action, visit.csrf(), t.t("group-join")).icon("plus")),
        Joining::Approval => JoinBox::Ask(JoinBox::ask(t, action, visit.csrf())),
    })
}

async fn side(conn: &mut Conn, visit: &Visit, group: &Group, standing: Option<&Standing>) -> Result<GroupSide> {
    let t = visit.words;
    let base = rows::path_of(group);
    let audience = queries::audience(conn, group.id()).await?;
    let moderators = queries::list_moderators(conn, group.id()).await?;
    let state = standing.and_then(|standing| standing.state);
    let leave = match state {
        Some(State::Accepted) => Some("group-leave"),
        Some(State::Pending) => Some("group-take-back"),
        Some(State::Rejected) | None => None,
    };
    let mut links = Vec::new();
    if standing.is_some_and(|standing| policy::may_edit(group, standing).is_ok()) {
        let requests = queries::count_requests(conn, group.id()).await?;
        if requests > 0 {
            links.push((format!("{base}/members"), t.n("group-requests", requests)));
        }
        links.push((format!("{base}/edit"), t.t("group-edit")));
    }
    if standing.is_some_and(|standing| policy::may_moderate(group, standing).is_ok()) {
        if let Some(me) = visit.viewer.me() {
            let open = moderation::queries::count_open(conn, me).await?;
            if open > 0 {
                links.push(("/moderation".to_owned(), t.n("reports-open", open)));
            }
        }
        links.push((format!("{base}/bans"), t.t("group-bans")));
    }
    if group.is_local() && group.visibility() == crate::groups::Visibility::Public {
        links.push((format!("{base}/follow-from-elsewhere"), t.t("group-follow-elsewhere")));
        links.push((format!("{base}/feed"), t.t("group-feed")));
    }
    if !group.is_local() {
        links.push((group.actor.url.clone(), t.t("group-original")));
    }
    Ok(GroupSide {
        seen: rows::seen(group, audience).sentence(t, &group.actor.name),
        posting: t.t(match group.posting() {
            Posting::Anyone => "posting-anyone",
            Posting::Members => "posting-members",
            Posting::Moderators => "posting-moderators",
        }),
        moderators: moderators.iter().map(|actor| (rows::name_of(t, actor), rows::person_href(actor))).collect(),
        leave: leave.map(|words| {
            Press::new(format!("{base}/departure"), visit.csrf(), t.t(words)).confirm(t, t.t("group-leave-ask"))
        }),
        links,
    })
}

async fn notes(conn: &mut Conn, t: Words, group: &Group, standing: Option<&Standing>) -> Result<Vec<Note>> {
    let mut notes = Vec::new();
    let mut say = |tone, text| notes.push(Note { tone, text, action: None });
    if group.row.archived_at.is_some() {
        say(Tone::Info, t.t("group-archived"));
    }
    if let Some(standing) = standing.filter(|standing| standing.banned)
        && let Some(ban) = moderation::bans::of(conn, group.id(), standing.actor).await?
    {
        let key = match (ban.until_at.is_some(), ban.reason.is_empty()) {
            (false, false) => "group-banned",
            (true, false) => "group-banned-until",
            (false, true) => "group-banned-no-reason",
            (true, true) => "group-banned-until-no-reason",
        };
        let values = [("reason", ban.reason), ("date", ban.until_at.map(|until| t.date(until)).unwrap_or_default())];
        say(Tone::Warning, t.with(key, &values));
    }
    match standing.and_then(|standing| standing.state) {
        Some(State::Pending) => say(Tone::Info, t.t("group-pending")),
        Some(State::Rejected) => say(Tone::Warning, t.t("group-rejected")),
        Some(State::Accepted) | None => {}
    }
    if let Some(host) = group.actor.host_id {
        say(Tone::Info, t.with("group-elsewhere", &[("host", rows::host_of(&group.actor.url))]));
        let heard = actors::queries::host_by_id(conn, host).await?.and_then(|host| host.last_heard_at);
        if let Some(at) = heard {
            say(Tone::Info, t.with("group-last-heard", &[("date", t.date(at))]));
        }
    }
    Ok(notes)
}

/// The languages of the posts in view, as filters, when there is more than one.
fn chips(t: Words, base: &str, query: &ShowQuery, posts: &[PostRow]) -> Chips {
    let without = |language: Option<String>| ShowQuery { kind: query.kind.clone(), language, after: None };
    let chosen = query.language.as_deref().filter(|code| !code.is_empty());
    let on = chosen.map(|code| (address(base, &without(None), None), t.language(code)));
    let mut codes: Vec<&str> = posts.iter().map(|row| row.lang.as_str()).filter(|code| !code.is_empty()).collect();
    codes.sort_unstable();
    codes.dedup();
    let offered = if chosen.is_none() && codes.len() > 1 { codes } else { Vec::new() };
    let more = offered.into_iter().map(|code| (address(base, &without(Some(code.to_owned())), None), t.language(code)));
    Chips { t, on: on.into_iter().collect(), more: more.collect() }
}

fn address(base: &str, query: &ShowQuery, after: Option<&str>) -> String {
    let pairs = [("kind", query.kind.as_deref()), ("language", query.language.as_deref()), ("after", after)];
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            out.append_pair(name, value);
        }
    }
    match out.finish() {
        query if query.is_empty() => base.to_owned(),
        query => format!("{base}?{query}"),
    }
}

pub async fn find_by_id(conn: &mut Conn, visit: &Visit, id: ActorId) -> Result<Visible<Group>> {
    queries::seen_by_id(conn, &visit.viewer, id).await?.ok_or(Error::NotFound)
}
