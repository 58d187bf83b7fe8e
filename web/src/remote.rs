//! Across servers: finding a group elsewhere, following one of ours from elsewhere, and where a post went. Must not know
//! the protocol; addresses and handles come ready-made.

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    form::{Field, Form},
    locale::Words,
    parts::{Empty, Note},
    shell::{Shell, Tone},
};

/// What a look-up found.
#[derive(Clone, Debug)]
pub struct FoundCard {
    pub name: String,
    /// `@care@practice.example`
    pub handle: String,
    pub summary: String,
    /// Where it can be read here.
    pub href: String,
    /// A sentence: a group, a person, a post.
    pub kind: String,
}

/// Find a group elsewhere, by handle or address.
#[derive(Clone, Debug, Template)]
#[template(path = "remote/find.html")]
pub struct FindPage {
    pub t: Words,
    pub shell: Shell,
    pub form: Form,
    pub found: Option<FoundCard>,
    pub trouble: Option<Note>,
}

pub fn find_form(t: Words, q: &str) -> Form {
    Form::get(t, "/groups/find", t.t("remote-find"))
        .with(Field::text("q", t.t("remote-find-label")).value(q).required().max(500).help(t.t("remote-find-help")))
}

impl FindPage {
    pub fn sample(t: Words) -> Self {
        Self {
            t,
            shell: Shell::sample(t, &t.t("remote-find-title")),
            form: find_form(t, "!care@practice.example"),
            found: Some(FoundCard {
                name: "Case management".into(),
                handle: "@care@practice.example".into(),
                summary: "What helps in the first weeks after return.".into(),
                href: "/groups/care@practice.example".into(),
                kind: t.t("remote-found-group"),
            }),
            trouble: Some(Note { tone: Tone::Warning, text: t.t("remote-trouble-unreachable"), action: None }),
        }
    }
}

/// For a visitor who has an account on another server: the way there, and what to copy when there is none.
#[derive(Clone, Debug, Template)]
#[template(path = "remote/from_elsewhere.html")]
pub struct FromElsewherePage {
    pub t: Words,
    pub shell: Shell,
    pub name: String,
    /// The page here.
    pub href: String,
    /// To copy: each with what it is for.
    pub lines: Vec<(String, String)>,
    pub form: Form,
}

pub fn from_elsewhere_form(t: Words, action: &str, csrf: &str) -> Form {
    Form::post(t, action, csrf, t.t("remote-go"))
        .with(Field::text("account", t.t("remote-account")).required().max(300).help(t.t("remote-account-help")))
}

impl FromElsewherePage {
    pub fn sample(t: Words) -> Self {
        Self {
            t,
            shell: Shell::sample(t, &t.with("remote-follow-title", &[("name", "Case management")])),
            name: "Case management".into(),
            href: "/groups/care".into(),
            lines: vec![
                (t.t("remote-copy-handle"), "@care@hub.example".into()),
                (t.t("remote-copy-lemmy"), "!care@hub.example".into()),
                (t.t("remote-copy-address"), "https://hub.example/groups/care".into()),
            ],
            form: from_elsewhere_form(t, "/groups/care/follow-from-elsewhere", "x"),
        }
    }
}

/// Before a visitor leaves for another server: its name in full.
#[derive(Clone, Debug, Template)]
#[template(path = "remote/leaving.html")]
pub struct LeavingPage {
    pub t: Words,
    pub shell: Shell,
    pub host: String,
    pub href: String,
    pub back: String,
}

impl LeavingPage {
    pub fn sample(t: Words) -> Self {
        Self {
            t,
            shell: Shell::sample(t, &t.t("remote-leaving")),
            host: "social.example".into(),
            href: "https://social.example/authorize_interaction?uri=x".into(),
            back: "/groups/care".into(),
        }
    }
}

/// For its author: where a post arrived, and where not.
#[derive(Clone, Debug, Template)]
#[template(path = "remote/where_page.html")]
pub struct WherePage {
    pub t: Words,
    pub shell: Shell,
    pub title: String,
    pub href: String,
    pub delivered: i64,
    pub retrying: i64,
    pub refused: i64,
    /// What went wrong first: a heading, and servers with what became of it there.
    pub parts: Vec<(String, Vec<WhereLine>)>,
    /// More servers have it than are listed.
    pub more: bool,
    pub empty: Empty,
}

/// One server.
#[derive(Clone, Debug)]
pub struct WhereLine {
    pub server: String,
    /// In words: arrived, is busy.
    pub state: String,
    pub at: DateTime<Utc>,
}

impl WherePage {
    pub fn sample(t: Words) -> Self {
        let line = |server: &str, key: &str| WhereLine {
            server: server.into(),
            state: t.t(key),
            at: t.now - TimeDelta::minutes(4),
        };
        Self {
            t,
            shell: Shell::sample(t, &t.t("where-title")),
            title: "How do you greet people?".into(),
            href: "/posts/x".into(),
            delivered: 14,
            retrying: 2,
            refused: 1,
            parts: vec![
                (t.t("where-refused-title"), vec![line("strict.example", "where-why-forbidden")]),
                (
                    t.t("where-retrying-title"),
                    vec![line("slow.example", "where-state-retrying"), line("busy.example", "where-why-busy")],
                ),
                (t.t("where-delivered-title"), vec![line("practice.example", "where-state-delivered")]),
            ],
            more: true,
            empty: Empty { title: t.t("where-nothing"), text: t.t("where-nothing-text"), action: None },
        }
    }

    pub fn sample_nothing(t: Words) -> Self {
        Self { delivered: 0, retrying: 0, refused: 0, parts: Vec::new(), more: false, ..Self::sample(t) }
    }
}

/// For somebody who asked for a file of another server that is not here: why, and what to do.
#[derive(Clone, Debug, Template)]
#[template(path = "remote/copy.html")]
pub struct CopyPage {
    pub t: Words,
    pub shell: Shell,
    pub name: String,
    pub note: Note,
    /// This address once more.
    pub again: String,
    /// The original: address and words.
    pub there: Option<(String, String)>,
    /// The post that shows it.
    pub back: String,
}

impl CopyPage {
    pub fn sample(t: Words) -> Self {
        let host = [("host", "practice.example")];
        Self {
            t,
            shell: Shell::sample(t, &t.t("copy-title")),
            name: "Reintegration handbook, module 3".into(),
            note: Note { tone: Tone::Warning, text: t.with("copy-unreachable", &host), action: None },
            again: "/copies/x/handbook.pdf".into(),
            there: Some(("https://practice.example/handbook.pdf".into(), t.with("copy-there", &host))),
            back: "/posts/1".into(),
        }
    }
}
