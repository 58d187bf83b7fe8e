//! Pages for those who keep order: what was reported, who may not take part in a group. Must not know who may see them
//! or what follows from a press.

use askama::Template;
use chrono::{DateTime, Duration, Utc};

use crate::{
    form::{Choice, Field, Form, Press},
    locale::Words,
    parts::{Empty, Pager, Way},
    shell::{Section, Shell},
};

/// One case: a post, or somebody, whoever reported it.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// The thread's title, or the name of who was reported.
    pub title: String,
    /// Empty where who decides may not look.
    pub href: String,
    pub lang: String,
    /// The first words of what was reported; may be empty.
    pub excerpt: String,
    pub author: String,
    pub group: String,
    /// When it was reported first.
    pub at: DateTime<Utc>,
    /// Who reported, in numbers and names of servers.
    pub by: String,
    pub reasons: Vec<String>,
    /// Ways on: address and words.
    pub ways: Vec<(String, String)>,
    pub presses: Vec<Press>,
}

#[derive(Clone, Debug, Template)]
#[template(path = "moderation/queue.html")]
pub struct QueuePage {
    pub t: Words,
    pub shell: Shell,
    pub rows: Vec<CaseRow>,
    pub pager: Pager,
    empty: Empty,
}

impl QueuePage {
    pub fn new(shell: Shell, rows: Vec<CaseRow>, pager: Pager) -> Self {
        let t = shell.t;
        let empty = Empty { title: t.t("reports-none"), text: t.t("reports-none-text"), action: None };
        Self { t, shell, rows, pager, empty }
    }

    pub fn sample(t: Words) -> Self {
        let row = CaseRow {
            title: "How do you keep contact with returnees who move again within six months?".into(),
            href: "/posts/1".into(),
            lang: "en".into(),
            excerpt: "Buy your papers here, no questions asked.".into(),
            author: "somebody".into(),
            group: "Case management".into(),
            at: t.now - Duration::hours(7),
            by: by(t, 2, &["social.example".to_owned()]),
            reasons: vec!["Advertising".into(), "إعلان مزعج".into()],
            ways: vec![
                ("/posts/1/removal".into(), t.t("report-remove")),
                ("/groups/case_management/bans/1".into(), t.t("ban-author")),
            ],
            presses: vec![Press::new("/moderation/1", "x", t.t("report-dismiss")).value("decision", "dismissed")],
        };
        let shell = Shell { section: Section::Groups, ..Shell::sample(t, &t.t("reports-title")) };
        Self::new(shell, vec![row], Pager::sample(t))
    }

    pub fn sample_empty(t: Words) -> Self {
        Self::new(Shell::sample(t, &t.t("reports-title")), Vec::new(), Pager::cursors(t, None, None))
    }
}

/// "Reported by 2 members, social.example". Who the members are is not said.
pub fn by(t: Words, members: u32, hosts: &[String]) -> String {
    let members = (members > 0).then(|| t.n("reports-members", members));
    let all: Vec<String> = members.into_iter().chain(hosts.iter().cloned()).collect();
    t.with("reports-by", &[("who", all.join(&format!("{} ", t.t("comma"))))])
}

/// The form of a report; `sees` says who reads it.
pub fn report_form(t: Words, action: impl Into<String>, csrf: impl Into<String>, sees: String) -> Form {
    Form::post(t, action, csrf, t.t("report-send"))
        .with(Field::area("reason", t.t("report-reason"), 4).required().max(500).help(t.t("report-reason-help")))
        .who_sees(sees)
}

/// Days that a ban may last; the first is for good.
pub const DAYS: [u32; 5] = [0, 1, 7, 30, 365];

pub fn ban_form(t: Words, action: impl Into<String>, csrf: impl Into<String>) -> Form {
    let days = DAYS.map(|days| match days {
        0 => Choice::new("", t.t("ban-for-good")),
        days => Choice::new(days.to_string(), t.n("ban-days", days)),
    });
    Form::post(t, action, csrf, t.t("ban-submit"))
        .with(Field::area("reason", t.t("ban-reason"), 3).required().max(500).help(t.t("ban-reason-help")))
        .with(Field::select("days", t.t("ban-until"), days.to_vec()).required())
        .with(Field::check("remove", t.t("ban-remove")))
        .danger()
}

/// Somebody who may not take part.
#[derive(Clone, Debug)]
pub struct BanRow {
    pub name: String,
    /// Empty when they are gone.
    pub href: String,
    /// The server they are on; empty for this one.
    pub from: String,
    /// May be empty.
    pub reason: String,
    pub at: DateTime<Utc>,
    /// None for good.
    pub until: Option<DateTime<Utc>>,
    pub lift: Press,
}

#[derive(Clone, Debug, Template)]
#[template(path = "moderation/bans.html")]
pub struct BansPage {
    pub t: Words,
    pub shell: Shell,
    pub way: Way,
    pub rows: Vec<BanRow>,
    pub empty: Empty,
}

impl BansPage {
    pub fn new(shell: Shell, way: Way, rows: Vec<BanRow>) -> Self {
        let t = shell.t;
        let empty = Empty { title: t.t("bans-none"), text: t.t("bans-none-text"), action: None };
        Self { t, shell, way, rows, empty }
    }

    pub fn sample(t: Words) -> Self {
        let row = |name: &str, from: &str, until| BanRow {
            name: name.into(),
            href: "/people/somebody".into(),
            from: from.into(),
            reason: "Advertising, three times".into(),
            at: t.now - Duration::days(2),
            until,
            lift: Press::new("/groups/case_management/bans/1/lifting", "x", t.t("ban-lift")),
        };
        let rows = vec![row("Somebody", "", Some(t.now + Duration::days(5))), row("مجهول", "social.example", None)];
        let shell = Shell { section: Section::Groups, ..Shell::sample(t, &t.t("bans-title")) };
        Self::new(shell, Way::sample(t), rows)
    }
}
