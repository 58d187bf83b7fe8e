//! The page of what concerns a member. Must not know why a notice was written.

use askama::Template;
use chrono::{DateTime, Duration, Utc};

use crate::{
    form::Press,
    locale::{Arg, Words},
    parts::{Empty, Pager},
    shell::{Section, Shell},
};

/// One line: a sentence that is a link.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    pub sentence: String,
    /// Local.
    pub href: String,
    /// The first words of what was written; empty for what has none.
    pub excerpt: String,
    pub at: DateTime<Utc>,
    pub unread: bool,
}

/// What the sentences are filled with: names and titles as they are written, empty where there are none.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    pub who: &'a str,
    /// The title of the thread.
    pub title: &'a str,
    pub group: &'a str,
}

/// The sentence for a kind of notice (`reply`, `request` ...); a kind without one is shown as "something new".
pub fn sentence(t: Words, kind: &str, about: About<'_>) -> String {
    // A remote actor's name or a note's title may be empty.
    let or = |text: &str, key: &str| if text.trim().is_empty() { t.t(key) } else { text.to_owned() };
    let values: [(&'static str, Arg); 3] = [
        ("who", or(about.who, "notice-somebody").into()),
        ("title", or(about.title, "notice-untitled").into()),
        ("group", about.group.into()),
    ];
    t.find(&format!("notice-{kind}"), &values).unwrap_or_else(|| t.t("notice-other"))
}

#[derive(Clone, Debug, Template)]
#[template(path = "notices/index.html")]
pub struct NoticesPage {
    pub t: Words,
    pub shell: Shell,
    pub rows: Vec<NoticeRow>,
    /// Marks all as read; absent when nothing is unread.
    pub read_all: Option<Press>,
    pub pager: Pager,
    empty: Empty,
}

impl NoticesPage {
    /// `shell.title` and `shell.section` are set here.
    pub fn new(mut shell: Shell, rows: Vec<NoticeRow>, read_all: Option<Press>, pager: Pager) -> Self {
        let t = shell.t;
        shell.title = t.t("nav-notices");
        shell.section = Section::Notices;
        shell.robots = "noindex";
        let empty = Empty {
            title: t.t("notices-none"),
            text: t.t("notices-none-text"),
            action: Some(("/groups".into(), t.t("nav-groups"))),
        };
        Self { t, shell, rows, read_all, pager, empty }
    }

    pub fn sample(t: Words) -> Self {
        let shell = Shell::sample(t, "");
        let about = About {
            who: "Kwame Mensah",
            title: "Reopening shelters in Agadez: what the first two weeks taught us about referral and transport",
            group: "Case management",
        };
        let kinds = [
            "reply",
            "thread",
            "request",
            "accepted",
            "declined",
            "moderator",
            "removed",
            "restored",
            "highlighted",
            "registration",
            "mention",
            "report",
            "report-upheld",
            "report-dismissed",
            "banned",
            "unbanned",
            "moved",
            "group-moved",
            "backlog",
        ];
        let row = |(kind, n): (&&str, i64)| NoticeRow {
            sentence: sentence(t, kind, about),
            href: "/posts/01kc".into(),
            excerpt: if n < 2 { "We call at four, eight and twelve weeks.".into() } else { String::new() },
            at: t.now - Duration::hours(n * n * 5),
            unread: n < 3,
        };
        let rows = kinds.iter().zip(0..).map(row).collect();
        let press = Press::new("/notices/reading", &shell.csrf, t.t("notices-read-all")).icon("check");
        Self::new(shell, rows, Some(press), Pager::cursors(t, None, Some("/notices?after=x".into())))
    }

    pub fn sample_empty(t: Words) -> Self {
        Self::new(Shell::sample(t, ""), Vec::new(), None, Pager::cursors(t, None, None))
    }
}
