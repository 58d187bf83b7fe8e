//! Partner hubs, for everyone; other servers and what is decided about them, for administrators.

use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use web::Words;
use web::form::{Field, Form, Press};
use web::hubs::{HubLine, HubsPage, ServerLine, ServerPage, ServersPage, judge_form, policies};
use web::parts::{Empty, Note, Record};
use web::shell::Tone;

use super::{PageResult, Sent, Visit};
use crate::actors::hosts::{self, Policy};
use crate::actors::{Host, queries};
use crate::config::Mode;
use crate::peers::Peers;
use crate::store::Error;
use crate::streams::health;

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

/// GET /admin/hubs
pub async fn servers(State(peers): State<Peers>, visit: Visit) -> PageResult {
    visit.admin()?;
    let form = judge_form(visit.words, visit.csrf());
    visit.page(&servers_page(&peers, &visit, form).await?)
}

async fn servers_page(peers: &Peers, visit: &Visit, form: Form) -> crate::store::Result<ServersPage> {
    let mut conn = peers.app.read().await?;
    let hosts = queries::list_hosts(&mut conn).await?;
    let backlogs = health::list_backlogs(&mut conn).await?;
    let t = visit.words;
    let note = |key: &str| Some(Note { tone: Tone::Info, text: t.t(key), action: None });
    Ok(ServersPage {
        t,
        shell: visit.shell(&t.t("hubs-servers")),
        form,
        servers: hosts
            .iter()
            .map(|host| {
                let (state, tone) = state_of(t, host);
                ServerLine {
                    name: host.name.clone(),
                    href: format!("/admin/hubs/{}", host.name),
                    software: software_of(host),
                    state,
                    tone,
                    waiting: backlogs.iter().find(|(id, _)| *id == host.id).map_or(0, |(_, waiting)| *waiting),
                }
            })
            .collect(),
        mode: match peers.app.config.federation.mode {
            Mode::Open => None,
            Mode::Allowlist => note("hubs-mode-allowlist"),
            Mode::Off => note("hubs-mode-off"),
        },
    })
}

/// POST /admin/hubs
pub async fn judge(State(peers): State<Peers>, visit: Visit, sent: Sent) -> PageResult {
    let by = visit.admin()?.actor;
    let name = host_name(sent.get("name"));
    let policy = Policy::parse(sent.get("policy"));
    let (Some(name), Some(policy)) = (name.filter(|name| name != peers.app.site.host()), policy) else {
        let faulty = if policy.is_some() { ("name", "invalid") } else { ("policy", "choose") };
        let form = judge_form(visit.words, visit.csrf()).fill(sent.0.clone()).with_faults([faulty]);
        return visit.unprocessable(&servers_page(&peers, &visit, form).await?);
    };
    let note = sent.get("note");
    peers.app.write(async |tx| hosts::judge(tx, &name, policy, note, by).await).await?;
    peers.home.forget_judgements();
    visit.redirect(&format!("/admin/hubs/{name}"), Some("flash-hub-judged"))
}

/// What was typed as the name of a server: a name, a name with a port, or an address.
fn host_name(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let address = if text.contains("://") { text } else { format!("https://{text}/") };
    federation::host::of_str(&address)
}

/// GET /admin/hubs/{name}
pub async fn server(State(peers): State<Peers>, Path(name): Path<String>, visit: Visit) -> PageResult {
    visit.admin()?;
    let mut conn = peers.app.read().await?;
    let host = queries::host_by_name(&mut conn, &name).await?.ok_or(Error::NotFound)?;
    let backlogs = health::list_backlogs(&mut conn).await?;
    let waiting = backlogs.iter().find(|(id, _)| *id == host.id).map_or(0, |(_, waiting)| *waiting);
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
        facts: facts(t, &host, waiting),
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

fn facts(t: Words, host: &Host, waiting: i64) -> Record {
    let fact = |key: &str, value: String| (t.t(key), vec![(value, String::new())]);
    let when = |at: Option<DateTime<Utc>>| at.map_or_else(|| t.t("hubs-unknown"), |at| t.datetime(at));
    let software = Some(software_of(host)).filter(|name| !name.is_empty()).unwrap_or_else(|| t.t("hubs-unknown"));
    let mut facts = vec![
        fact("hubs-software", software),
        fact("hubs-last-heard", when(host.last_heard_at)),
        fact("hubs-waiting", t.number(waiting.unsigned_abs())),
    ];
    if host.failures > 0 {
        facts.push(fact("hubs-failing-since", when(host.failing_since)));
        facts.push(fact("hubs-next-try", when(host.retry_at)));
    }
    Record { facts }
}

/// POST /admin/hubs/{name}/attempt
pub async fn attempt(State(peers): State<Peers>, Path(name): Path<String>, visit: Visit, _sent: Sent) -> PageResult {
    visit.admin()?;
    let host = queries::host_by_name(&mut *peers.app.read().await?, &name).await?.ok_or(Error::NotFound)?;
    peers.app.write(async |tx| hosts::retry_now(tx, host.id).await).await?;
    visit.redirect(&format!("/admin/hubs/{name}"), Some("flash-hub-retrying"))
}

/// POST /admin/hubs/{name}/pause
pub async fn pause(State(peers): State<Peers>, Path(name): Path<String>, visit: Visit, sent: Sent) -> PageResult {
    visit.admin()?;
    let host = queries::host_by_name(&mut *peers.app.read().await?, &name).await?.ok_or(Error::NotFound)?;
    let paused = sent.get("on") == "1";
    peers.app.write(async |tx| hosts::pause(tx, host.id, paused).await).await?;
    visit.redirect(&format!("/admin/hubs/{name}"), Some("flash-hub-judged"))
}

fn software_of(host: &Host) -> String {
    let name = host.software.as_deref().unwrap_or_default();
    format!("{name} {}", host.version.as_deref().unwrap_or_default()).trim().to_owned()
}

fn state_of(t: Words, host: &Host) -> (String, Tone) {
    let (key, tone) = match host {
        host if host.policy == Policy::Blocked.code() => ("hubs-state-blocked", Tone::Info),
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
