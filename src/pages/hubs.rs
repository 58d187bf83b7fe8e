//! Partner hubs, for everyone; other servers and what is decided about them, for administrators.

pub mod lists;
pub mod partners;

use axum::extract::{Path, Query, State};
use chrono::{DateTime, Utc};
use federation::host::lies_under;
use serde::Deserialize;
use web::Words;
use web::administration::{Tab, tabs};
use web::form::{Field, Form, Press};
use web::hubs::{HubLine, HubsPage, ServerLine, ServerPage, ServersPage, judge_form, policies, servers_filter};
use web::parts::{Empty, Note, Pager, Record};
use web::shell::Tone;

use super::{PageResult, Sent, Visit};
use crate::actors::hosts::{self, Policy, Search};
use crate::actors::{Host, queries};
use crate::config::Mode;
use crate::peers::Peers;
use crate::peers::partners::host_name;
use crate::store::Error;
use crate::streams::deliveries;
use crate::streams::health::{self, Backlog};

/// Servers on one page of the list.
const PAGE: i64 = 50;

/// GET /hubs
pub async fn index(State(peers): State<Peers>, visit: Visit) -> PageResult {
    let scheme = if peers.app.site.is_https() { "https" } else { "http" };
    let hubs = hosts::list_partners(&mut *peers.app.read().await?).await?;
    let t = visit.words;
    visit.page(&HubsPage {
        t,
        shell: visit.shell(&t.t("hubs-title")),
        hubs: hubs
            .into_iter()
            .map(|hub| HubLine {
                href: format!("{scheme}://{}/", hub.name),
                name: hub.name,
                software: hub.software.unwrap_or_default(),
                is_partner: hub.policy == Policy::Partner.code(),
                heard: hub.last_heard_at,
            })
            .collect(),
        empty: Empty { title: t.t("hubs-none"), text: t.t("hubs-none-text"), action: None },
    })
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
}

/// GET /admin/hubs?q=&state=&after=
pub async fn servers(State(peers): State<Peers>, visit: Visit, Query(asked): Query<Asked>) -> PageResult {
    visit.admin()?;
    let form = judge_form(visit.words, visit.csrf());
    visit.page(&servers_page(&peers, &visit, &asked, form).await?)
}

async fn servers_page(peers: &Peers, visit: &Visit, asked: &Asked, form: Form) -> crate::store::Result<ServersPage> {
    let mut conn = peers.app.read().await?;
    let clean = |text: &str| text.replace('\0', "");
    let search = Search { words: clean(&asked.q), state: clean(&asked.state), after: clean(&asked.after) };
    let (found, next) = hosts::search(&mut conn, &search, PAGE).await?;
    let late: Vec<_> = found.iter().filter(|host| host.failures > 0 || host.paused_at.is_some()).collect();
    let backlogs = health::list_backlogs(&mut conn, &late.iter().map(|host| host.id).collect::<Vec<_>>()).await?;
    let blocked = hosts::list_by_policy(&mut conn, Policy::Blocked).await?;
    drop(conn);
    let t = visit.words;
    let query = [("q", &asked.q), ("state", &asked.state)];
    let on = next.map(|next| {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(query).append_pair("after", &next);
        format!("/admin/hubs?{}", pairs.finish())
    });
    Ok(ServersPage {
        t,
        shell: visit.shell(&t.t("hubs-servers")),
        tabs: tabs(t, Tab::Servers),
        filter: servers_filter(t).fill(query.map(|(name, value)| (name, value.clone()))),
        form,
        servers: found
            .iter()
            .map(|host| {
                let (state, tone) = state_of(t, host, &blocked);
                ServerLine {
                    name: host.name.clone(),
                    href: format!("/admin/hubs/{}", host.name),
                    software: software_of(host),
                    state,
                    tone,
                    waiting: backlogs.iter().find(|backlog| backlog.host == host.id).map_or(0, |found| found.waiting),
                    heard: host.last_heard_at,
                }
            })
            .collect(),
        is_filtered: query.iter().any(|(_, value)| !value.is_empty()),
        pager: Pager::cursors(t, None, on),
        mode: mode_note(peers, t),
    })
}

/// With whom this hub exchanges at all, where that is not everybody.
fn mode_note(peers: &Peers, t: Words) -> Option<Note> {
    let note = |key: &str| Some(Note { tone: Tone::Info, text: t.t(key), action: None });
    match peers.app.config.federation.mode {
        Mode::Open => None,
        Mode::Allowlist => note("hubs-mode-allowlist"),
        Mode::Off => note("hubs-mode-off"),
    }
}

/// POST /admin/hubs
pub async fn judge(State(peers): State<Peers>, visit: Visit, sent: Sent) -> PageResult {
    let by = visit.admin()?.actor;
    let name = host_name(sent.get("name"));
    let policy = Policy::parse(sent.get("policy"));
    let (Some(name), Some(policy)) = (name.filter(|name| name != peers.app.site.host()), policy) else {
        let faulty = if policy.is_some() { ("name", "invalid") } else { ("policy", "choose") };
        let form = judge_form(visit.words, visit.csrf()).fill(sent.0.clone()).with_faults([faulty]);
        return visit.unprocessable(&servers_page(&peers, &visit, &Asked::default(), form).await?);
    };
    let note = sent.get("note");
    peers.app.write(async |tx| hosts::judge(tx, &name, policy, note, by).await).await?;
    peers.home.forget_judgements();
    visit.redirect(&format!("/admin/hubs/{name}"), Some("flash-hub-judged"))
}

/// GET /admin/hubs/{name}
pub async fn server(State(peers): State<Peers>, Path(name): Path<String>, visit: Visit) -> PageResult {
    visit.admin()?;
    let mut conn = peers.app.read().await?;
    let host = queries::host_by_name(&mut conn, &name).await?.ok_or(Error::NotFound)?;
    let backlog = health::list_backlogs(&mut conn, &[host.id]).await?.pop().unwrap_or_default();
    let delivered = deliveries::last_delivered(&mut conn, host.id).await?;
    let blocked = hosts::list_by_policy(&mut conn, Policy::Blocked).await?;
    drop(conn);
    let (t, csrf) = (visit.words, visit.csrf());
    let at = |suffix: &str| format!("/admin/hubs/{name}/{suffix}");
    let pause = if host.paused_at.is_some() { ("hubs-resume", "0") } else { ("hubs-pause", "1") };
    let form = Form::post(t, "/admin/hubs", csrf, t.t("hubs-judge"))
        .with(Field::hidden("name", &host.name))
        .with(Field::radios("policy", t.t("hubs-policy"), policies(t)).value(&host.policy).required())
        .with(Field::text("note", t.t("hubs-note")).value(&host.note).max(500));
    let tone = if host.gone_at.is_some() || host.failures > 0 { Tone::Warning } else { Tone::Info };
    visit.page(&ServerPage {
        t,
        shell: visit.shell(&host.name),
        tabs: tabs(t, Tab::Servers),
        facts: facts(t, &host, state_of(t, &host, &blocked).0, &backlog, delivered),
        trouble: trouble_of(&host).map(|key| Note { tone, text: t.t(key), action: None }),
        said: host.last_error.clone().unwrap_or_default(),
        presses: vec![
            Press::new(at("attempt"), csrf, t.t("hubs-retry")).look("main"),
            Press::new(at("pause"), csrf, t.t(pause.0)).value("on", pause.1),
        ],
        form,
        name: host.name,
    })
}

fn facts(t: Words, host: &Host, state: String, backlog: &Backlog, delivered: Option<DateTime<Utc>>) -> Record {
    let fact = |key: &str, value: String| (t.t(key), vec![(value, String::new())]);
    let when = |at: Option<DateTime<Utc>>| at.map_or_else(|| t.t("hubs-unknown"), |at| t.datetime(at));
    let software = Some(software_of(host)).filter(|name| !name.is_empty()).unwrap_or_else(|| t.t("hubs-unknown"));
    let mut facts = vec![
        fact("hubs-filter-state", state),
        fact("hubs-software", software),
        fact("hubs-met", t.date(host.created_at)),
        fact("hubs-last-heard", when(host.last_heard_at)),
        fact("hubs-delivered", when(delivered)),
        fact("hubs-waiting", t.number(backlog.waiting.unsigned_abs())),
    ];
    if backlog.oldest.is_some() {
        facts.push(fact("hubs-oldest", when(backlog.oldest)));
    }
    if let Some(at) = host.missed_at {
        facts.push(fact("hubs-missed", format!("{} ({})", t.number(host.missed.unsigned_abs()), t.datetime(at))));
    }
    if host.failures > 0 {
        facts.push(fact("hubs-failing-since", when(host.failing_since)));
        facts.push(fact("hubs-next-try", when(host.retry_at)));
    }
    facts.push(fact("hubs-cursor", t.number(host.cursor_seq.unsigned_abs())));
    facts.push(fact("hubs-group-aware", t.t(if host.group_aware { "hubs-aware-yes" } else { "hubs-aware-no" })));
    let signatures = if host.rfc9421 { "RFC 9421" } else { "draft-cavage-12" };
    facts.push(fact("hubs-signatures", signatures.to_owned()));
    Record { facts }
}

/// POST /admin/hubs/{name}/attempt
pub async fn attempt(State(peers): State<Peers>, Path(name): Path<String>, visit: Visit, _sent: Sent) -> PageResult {
    let path = format!("/admin/hubs/{name}");
    visit.admin_or(&path)?;
    let host = queries::host_by_name(&mut *peers.app.read().await?, &name).await?.ok_or(Error::NotFound)?;
    peers.app.write(async |tx| hosts::retry_now(tx, host.id).await).await?;
    visit.redirect(&path, Some("flash-hub-retrying"))
}

/// POST /admin/hubs/{name}/pause
pub async fn pause(State(peers): State<Peers>, Path(name): Path<String>, visit: Visit, sent: Sent) -> PageResult {
    let path = format!("/admin/hubs/{name}");
    visit.admin_or(&path)?;
    let host = queries::host_by_name(&mut *peers.app.read().await?, &name).await?.ok_or(Error::NotFound)?;
    let paused = sent.get("on") == "1";
    peers.app.write(async |tx| hosts::pause(tx, host.id, paused).await).await?;
    visit.redirect(&path, Some("flash-hub-judged"))
}

fn software_of(host: &Host) -> String {
    let name = host.software.as_deref().unwrap_or_default();
    format!("{name} {}", host.version.as_deref().unwrap_or_default()).trim().to_owned()
}

/// `blocked` are the names that are, each with everything below it.
fn state_of(t: Words, host: &Host, blocked: &[(String, String)]) -> (String, Tone) {
    let is_blocked = blocked.iter().any(|(name, _)| lies_under(&host.name, name));
    let (key, tone) = match host {
        _ if is_blocked => ("hubs-state-blocked", Tone::Info),
        host if host.gone_at.is_some() => ("hubs-state-gone", Tone::Warning),
        host if host.paused_at.is_some() => ("hubs-state-paused", Tone::Info),
        host if host.failures > 0 => ("hubs-state-retrying", Tone::Warning),
        host if host.policy == Policy::Partner.code() => ("hubs-state-partner", Tone::Done),
        _ => ("hubs-state-well", Tone::Done),
    };
    (t.t(key), tone)
}

/// The sentence for what went wrong last.
fn trouble_of(host: &Host) -> Option<&'static str> {
    let said = host.last_error.as_deref()?;
    Some(match said {
        _ if host.gone_at.is_some() => "hubs-trouble-gone",
        said if said.starts_with("no answer") => "hubs-trouble-timeout",
        said if said.starts_with("429") || said.starts_with("503") => "hubs-trouble-busy",
        said if said.starts_with('4') => "hubs-trouble-refused",
        _ => "hubs-trouble-other",
    })
}
