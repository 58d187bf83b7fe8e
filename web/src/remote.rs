//! Across servers: finding a group elsewhere, following one of ours from elsewhere, and where a post went. Must not know
//! the protocol; addresses and handles come ready-made.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::{
    form::{Field, Form},
    locale::Words,
    parts::Note,
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

/// For its author: on how many servers a post arrived.
#[derive(Clone, Debug, Template)]
#[template(path = "remote/where_it_went.html")]
pub struct WhereItWent {
    pub t: Words,
    pub delivered: i64,
    pub retrying: i64,
    pub refused: i64,
    /// Server, and what it answered in words.
    pub lines: Vec<(String, String)>,
}

impl HtmlSafe for WhereItWent {}

impl WhereItWent {
    /// Nothing to say: it went nowhere.
    pub fn is_blank(&self) -> bool {
        self.delivered + self.retrying + self.refused == 0
    }
}

/// [`WhereItWent`] on a page of its own, to be looked at.
#[derive(Clone, Debug, Template)]
#[template(path = "remote/where_page.html")]
pub struct WherePage {
    pub t: Words,
    pub shell: Shell,
    pub title: String,
    pub href: String,
    pub went: WhereItWent,
}

impl WherePage {
    pub fn sample(t: Words) -> Self {
        Self {
            t,
            shell: Shell::sample(t, &t.t("where-title")),
            title: "How do you greet people?".into(),
            href: "/posts/x".into(),
            went: WhereItWent {
                t,
                delivered: 14,
                retrying: 2,
                refused: 1,
                lines: vec![("slow.example".into(), t.t("where-state-retrying"))],
            },
        }
    }
}
