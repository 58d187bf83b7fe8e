//! Across servers: finding what is elsewhere, following ours from elsewhere, coming here from elsewhere, and where a
//! post went.

use axum::extract::{Path, Query, State};
use federation::discovery::find_interaction;
use serde::Deserialize;
use web::Words;
use web::parts::{Empty, Note};
use web::remote::{
    FindPage, FoundCard, FromElsewherePage, LeavingPage, WhereLine, WherePage, find_form, from_elsewhere_form,
};
use web::shell::Tone;

use super::{PageResult, Sent, Visit, rows};
use crate::actors::{self, Actor};
use crate::groups::{self, Visibility};
use crate::peers::lookup::{Found, NotFound};
use crate::peers::{Peers, objects};
use crate::posts;
use crate::store::ids::PostId;
use crate::store::{Conn, Error, Result};
use crate::streams::deliveries;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// GET /groups/find: for members, because it asks other servers.
pub async fn find(State(peers): State<Peers>, Query(asked): Query<Asked>, visit: Visit) -> PageResult {
    visit.me()?;
    let q = asked.q.trim();
    let t = visit.words;
    let looked = if q.is_empty() { None } else { Some(peers.look_up(q).await) };
    let (found, trouble) = match looked {
        None => (None, None),
        Some(Ok(found)) => (Some(card(&peers, t, found)), None),
        Some(Err(why)) => (None, Some(Note { tone: Tone::Warning, text: t.t(sentence(why)), action: None })),
    };
    visit.page(&FindPage { t, shell: visit.shell(&t.t("remote-find-title")), form: find_form(t, q), found, trouble })
}

fn sentence(why: NotFound) -> &'static str {
    match why {
        NotFound::Malformed => "remote-trouble-malformed",
        NotFound::Unknown => "remote-trouble-unknown",
        NotFound::Unreachable => "remote-trouble-unreachable",
        NotFound::NotAllowed => "remote-trouble-not-allowed",
    }
}

fn card(peers: &Peers, t: Words, found: Found) -> FoundCard {
    let site = &peers.app.site;
    let of_actor = |actor: Actor, kind: &str, href: String| FoundCard {
        handle: objects::handle_of(site, &actor),
        summary: web::text::excerpt(&web::text::plain(&web::text::Html::sanitise(&actor.summary_html)), 200),
        name: actor.name,
        href,
        kind: t.t(kind),
    };
    match found {
        Found::Group(actor) => {
            let href = path_of(peers, &actor);
            of_actor(actor, "remote-found-group", href)
        }
        // A person elsewhere has a page at home; here it has posts.
        Found::Person(actor) => {
            let href = if actor.is_local() { path_of(peers, &actor) } else { actor.url.clone() };
            of_actor(actor, "remote-found-person", href)
        }
        Found::Post(post) => FoundCard {
            name: Some(rows::title(&post)).filter(|title| !title.is_empty()).unwrap_or_else(|| post.url.clone()),
            handle: String::new(),
            summary: web::text::excerpt(&web::text::plain(&web::text::Html::sanitise(&post.body_html)), 200),
            href: rows::place_of(&post),
            kind: t.t("remote-found-post"),
        },
    }
}

fn path_of(peers: &Peers, actor: &Actor) -> String {
    let place = if actor.kind == "group" { "groups" } else { "people" };
    match actor.is_local() {
        true => format!("/{place}/{}", actor.handle),
        false => format!("/{place}/{}", objects::handle_of(&peers.app.site, actor).trim_start_matches('@')),
    }
}

#[derive(Deserialize)]
pub struct Interaction {
    #[serde(default)]
    uri: String,
}

/// GET /authorize_interaction: a member comes from another server with the address of something there.
pub async fn interact(State(peers): State<Peers>, Query(asked): Query<Interaction>, visit: Visit) -> PageResult {
    visit.me()?;
    let uri = asked.uri.trim_start_matches("acct:");
    match peers.look_up(uri).await {
        Ok(Found::Post(post)) => visit.redirect(&rows::place_of(&post), None),
        Ok(Found::Group(actor) | Found::Person(actor)) => visit.redirect(&path_of(&peers, &actor), None),
        Err(_) => {
            let q: String = url::form_urlencoded::byte_serialize(uri.as_bytes()).collect();
            visit.redirect(&format!("/groups/find?q={q}"), None)
        }
    }
}

/// GET /groups/{handle}/follow-from-elsewhere
pub async fn group_from_elsewhere(State(peers): State<Peers>, Path(handle): Path<String>, visit: Visit) -> PageResult {
    let group = public_group(&mut *peers.app.read().await?, &handle).await?;
    visit.page(&from_elsewhere(&peers, &visit, &group, None))
}

/// POST /groups/{handle}/follow-from-elsewhere
pub async fn send_to_group(
    State(peers): State<Peers>,
    Path(handle): Path<String>,
    visit: Visit,
    sent: Sent,
) -> PageResult {
    let group = public_group(&mut *peers.app.read().await?, &handle).await?;
    send_home(&peers, &visit, &group, sent).await
}

/// GET /people/{handle}/follow-from-elsewhere
pub async fn person_from_elsewhere(State(peers): State<Peers>, Path(handle): Path<String>, visit: Visit) -> PageResult {
    let person = public_person(&mut *peers.app.read().await?, &handle).await?;
    visit.page(&from_elsewhere(&peers, &visit, &person, None))
}

/// POST /people/{handle}/follow-from-elsewhere
pub async fn send_to_person(
    State(peers): State<Peers>,
    Path(handle): Path<String>,
    visit: Visit,
    sent: Sent,
) -> PageResult {
    let person = public_person(&mut *peers.app.read().await?, &handle).await?;
    send_home(&peers, &visit, &person, sent).await
}

async fn public_group(conn: &mut Conn, handle: &str) -> Result<Actor> {
    let actor = actors::queries::by_handle(conn, handle).await?.ok_or(Error::NotFound)?;
    let group = groups::queries::by_id(conn, actor.id).await?.ok_or(Error::NotFound)?;
    if group.visibility() == Visibility::Hub { Err(Error::NotFound) } else { Ok(actor) }
}

async fn public_person(conn: &mut Conn, handle: &str) -> Result<Actor> {
    let found = actors::queries::by_handle(conn, handle).await?;
    let fine = |person: &Actor| person.kind == "person" && person.suspended_at.is_none() && person.gone_at.is_none();
    found.filter(fine).ok_or(Error::NotFound)
}

fn from_elsewhere(peers: &Peers, visit: &Visit, actor: &Actor, typed: Option<(&str, &str)>) -> FromElsewherePage {
    let t = visit.words;
    let href = path_of(peers, actor);
    let mut form = from_elsewhere_form(t, &format!("{href}/follow-from-elsewhere"), visit.csrf());
    if let Some((typed, code)) = typed {
        form = form.fill([("account", typed.to_owned())]).with_faults([("account", code)]);
    }
    let handle = objects::handle_of(&peers.app.site, actor);
    let bang = handle.replacen('@', "!", 1);
    let mut lines = vec![(t.t("remote-copy-handle"), handle)];
    if actor.kind == "group" {
        lines.push((t.t("remote-copy-lemmy"), bang));
    }
    lines.push((t.t("remote-copy-address"), actor.url.clone()));
    FromElsewherePage {
        t,
        shell: visit.shell(&t.with("remote-follow-title", &[("name", actor.name.as_str())])),
        name: actor.name.clone(),
        href,
        lines,
        form,
    }
}

/// The visitor's own server is asked where it wants them; its name is shown before they go (attack C07).
async fn send_home(peers: &Peers, visit: &Visit, actor: &Actor, sent: Sent) -> PageResult {
    let account = sent.get("account");
    let host = account.rsplit('@').next().unwrap_or_default();
    let allowed = peers.home.judge(host).await? == federation::home::Policy::Open;
    let way = match find_interaction(&peers.remote, account).await {
        Ok(found) if allowed => found.fill(&actor.url),
        _ => None,
    };
    let Some(way) = way else {
        return visit.unprocessable(&from_elsewhere(peers, visit, actor, Some((account, "no-way"))));
    };
    let t = visit.words;
    visit.page(&LeavingPage {
        t,
        shell: visit.shell(&t.t("remote-leaving")),
        host: federation::host::of(&way).unwrap_or_default(),
        href: way.to_string(),
        back: path_of(peers, actor),
    })
}

/// POST /posts/{id}/completion: a member asks for the rest of a thread; a job asks its server.
pub async fn complete(State(peers): State<Peers>, Path(id): Path<String>, visit: Visit, _sent: Sent) -> PageResult {
    let id = PostId::parse(&id).ok_or(Error::NotFound)?;
    let path = format!("/posts/{id}");
    let me = visit.me_or(&path)?;
    let root = posts::queries::seen(&mut *peers.app.read().await?, &visit.viewer, id).await?.ok_or(Error::NotFound)?;
    let asked = peers.ask_for_thread(me, &root).await?;
    visit.redirect(&path, Some(if asked { "flash-thread-asked" } else { "flash-thread-often" }))
}

/// GET /posts/{id}/deliveries: where a post went, for its author and for administrators.
pub async fn deliveries(State(peers): State<Peers>, Path(id): Path<String>, visit: Visit) -> PageResult {
    let me = visit.me()?;
    let id = PostId::parse(&id).ok_or(Error::NotFound)?;
    let mut conn = peers.app.read().await?;
    let post = posts::queries::seen(&mut conn, &visit.viewer, id).await?.ok_or(Error::NotFound)?;
    if post.author_id != me.actor && !visit.viewer.is_admin() {
        return Err(Error::NotFound.into());
    }
    let reach = deliveries::reach(&mut conn, id).await?;
    let lines = deliveries::list(&mut conn, id).await?;
    drop(conn);
    let t = visit.words;
    let more = reach.delivered + reach.retrying + reach.refused > lines.len() as i64;
    let part = |states: &[&str], key: &str| {
        let of = lines.iter().filter(|line| states.contains(&line.state.as_str()));
        let of: Vec<WhereLine> = of.map(|line| where_line(t, line)).collect();
        (!of.is_empty()).then(|| (t.t(key), of))
    };
    let parts = [
        part(&["refused", "gone"], "where-refused-title"),
        part(&["retrying"], "where-retrying-title"),
        part(&["delivered"], "where-delivered-title"),
    ];
    visit.page(&WherePage {
        t,
        shell: visit.shell(&t.t("where-title")),
        title: rows::title(&post),
        href: rows::place_of(&post),
        delivered: reach.delivered,
        retrying: reach.retrying,
        refused: reach.refused,
        parts: parts.into_iter().flatten().collect(),
        more,
        empty: Empty { title: t.t("where-nothing"), text: t.t("where-nothing-text"), action: None },
    })
}

/// What a server answered, in the words of somebody who wrote a post.
fn where_line(t: Words, line: &deliveries::Line) -> WhereLine {
    let key = match (line.state.as_str(), line.status, line.reason.get(..3)) {
        ("delivered", ..) => "where-state-delivered",
        ("gone", ..) => "where-state-gone",
        ("refused", Some(401 | 403), _) => "where-why-forbidden",
        ("refused", Some(404), _) => "where-why-unknown",
        ("refused", ..) => "where-state-refused",
        (_, _, Some("429" | "503")) => "where-why-busy",
        _ => "where-state-retrying",
    };
    WhereLine { server: line.host.clone(), state: t.t(key), at: line.at }
}
