//! Partner hubs and other servers: what everyone sees of them, and what an administrator sees and decides. Must not know
//! how activities travel.

mod lists;
mod partners;

pub use lists::{ListsPage, Outcome, import_form};
pub use partners::{PartnerLine, PartnersPage, invite_form};

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    administration::{Tab, tabs},
    form::{Choice, Field, Form, Press},
    locale::Words,
    parts::{Empty, Note, Pager, Record, Tabs},
    shell::{Shell, Tone},
};

/// A server with which this hub exchanges.
#[derive(Clone, Debug)]
pub struct HubLine {
    pub name: String,
    pub href: String,
    /// `waypost`, `mastodon`; may be empty.
    pub software: String,
    pub is_partner: bool,
    pub heard: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Template)]
#[template(path = "hubs/index.html")]
pub struct HubsPage {
    pub t: Words,
    pub shell: Shell,
    pub hubs: Vec<HubLine>,
    pub empty: Empty,
}

impl HubsPage {
    pub fn sample(t: Words) -> Self {
        let line = |name: &str, software: &str, is_partner| HubLine {
            name: name.into(),
            href: format!("https://{name}/"),
            software: software.into(),
            is_partner,
            heard: Some(t.now - TimeDelta::hours(3)),
        };
        Self {
            t,
            shell: Shell::sample(t, &t.t("hubs-title")),
            hubs: vec![line("practice.example", "waypost", true), line("social.example", "mastodon", false)],
            empty: Empty { title: t.t("hubs-none"), text: t.t("hubs-none-text"), action: None },
        }
    }
}

/// A server as its line in the administration shows it.
#[derive(Clone, Debug)]
pub struct ServerLine {
    pub name: String,
    pub href: String,
    pub software: String,
    /// A sentence: reached, trying again at ..., blocked.
    pub state: String,
    pub tone: Tone,
    /// Activities that wait for it.
    pub waiting: i64,
    pub heard: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Template)]
#[template(path = "hubs/servers.html")]
pub struct ServersPage {
    pub t: Words,
    pub shell: Shell,
    pub tabs: Tabs,
    pub filter: Form,
    /// Names a server and decides about it.
    pub form: Form,
    pub servers: Vec<ServerLine>,
    /// Only some were asked for.
    pub is_filtered: bool,
    pub pager: Pager,
    pub mode: Option<Note>,
}

/// Servers by a part of their name and by how they stand.
pub fn servers_filter(t: Words) -> Form {
    let states = ["", "retrying", "paused", "partner", "blocked", "gone"].map(|code| {
        let key = if code.is_empty() { "hubs-state-any".to_owned() } else { format!("hubs-state-{code}") };
        Choice::new(code, t.t(&key))
    });
    Form::get(t, "/admin/hubs", t.t("hubs-filter"))
        .prefix("filter")
        .with(Field::text("q", t.t("hubs-filter-name")).max(253))
        .with(Field::select("state", t.t("hubs-filter-state"), states.to_vec()))
}

/// What may be decided about a server.
pub fn policies(t: Words) -> Vec<Choice> {
    ["open", "partner", "blocked"].map(|code| Choice::new(code, t.t(&format!("hubs-policy-{code}")))).to_vec()
}

pub fn judge_form(t: Words, csrf: &str) -> Form {
    Form::post(t, "/admin/hubs", csrf, t.t("hubs-judge"))
        .with(Field::text("name", t.t("hubs-name")).required().max(253).help(t.t("hubs-name-help")))
        .with(Field::radios("policy", t.t("hubs-policy"), policies(t)).required())
        .with(Field::text("note", t.t("hubs-note")).max(500))
}

impl ServersPage {
    pub fn sample(t: Words) -> Self {
        let line = |name: &str, state: String, tone, waiting| ServerLine {
            name: name.into(),
            href: format!("/admin/hubs/{name}"),
            software: "waypost 0.1.0".into(),
            state,
            tone,
            waiting,
            heard: Some(t.now - TimeDelta::hours(3)),
        };
        Self {
            t,
            shell: Shell::sample(t, &t.t("hubs-servers")),
            tabs: tabs(t, Tab::Servers),
            filter: servers_filter(t),
            pager: Pager::sample(t),
            form: judge_form(t, "x"),
            servers: vec![
                line("practice.example", t.t("hubs-state-well"), Tone::Done, 0),
                line("slow.example", t.t("hubs-state-retrying"), Tone::Warning, 12),
            ],
            is_filtered: false,
            mode: Some(Note { tone: Tone::Info, text: t.t("hubs-mode-allowlist"), action: None }),
        }
    }

    pub fn sample_no_match(t: Words) -> Self {
        Self { servers: Vec::new(), is_filtered: true, ..Self::sample(t) }
    }
}

/// One server, with what can be done about it.
#[derive(Clone, Debug, Template)]
#[template(path = "hubs/server.html")]
pub struct ServerPage {
    pub t: Words,
    pub shell: Shell,
    pub tabs: Tabs,
    pub name: String,
    pub facts: Record,
    /// What went wrong last, in plain words; then as it was said.
    pub trouble: Option<Note>,
    pub said: String,
    pub presses: Vec<Press>,
    pub form: Form,
}

impl ServerPage {
    pub fn sample(t: Words) -> Self {
        let fact = |name: &str, value: &str| (t.t(name), vec![(value.to_owned(), String::new())]);
        Self {
            t,
            shell: Shell::sample(t, "slow.example"),
            tabs: tabs(t, Tab::Servers),
            name: "slow.example".into(),
            facts: Record { facts: vec![fact("hubs-software", "waypost 0.1.0"), fact("hubs-waiting", "12")] },
            trouble: Some(Note { tone: Tone::Warning, text: t.t("hubs-trouble-timeout"), action: None }),
            said: "no answer in time".into(),
            presses: vec![
                Press::new("/admin/hubs/slow.example/attempt", "x", t.t("hubs-retry")).look("main"),
                Press::new("/admin/hubs/slow.example/pause", "x", t.t("hubs-pause")).value("on", "1"),
            ],
            form: Form::post(t, "/admin/hubs", "x", t.t("hubs-judge"))
                .with(Field::hidden("name", "slow.example"))
                .with(Field::radios("policy", t.t("hubs-policy"), policies(t)).value("open"))
                .with(Field::text("note", t.t("hubs-note")).max(500)),
        }
    }
}
