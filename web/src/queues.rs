//! What waits and what failed behind the pages, for the administration.

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    administration::{Tab, tabs},
    form::Press,
    locale::Words,
    parts::{Empty, Record, Tabs},
    shell::Shell,
};

/// Something that was given up, with a button to try it again.
#[derive(Clone, Debug)]
pub struct Failed {
    pub what: String,
    /// Who or where it came from; may be empty.
    pub from: String,
    pub at: DateTime<Utc>,
    /// As the program said it.
    pub said: String,
    pub retry: Press,
}

#[derive(Clone, Debug, Template)]
#[template(path = "queues/index.html")]
pub struct QueuesPage {
    pub t: Words,
    pub shell: Shell,
    pub tabs: Tabs,
    pub numbers: Record,
    pub jobs: Vec<Failed>,
    pub incoming: Vec<Failed>,
    pub empty: Empty,
}

impl QueuesPage {
    pub fn sample(t: Words) -> Self {
        let failed = |what: &str, from: &str| Failed {
            what: what.into(),
            from: from.into(),
            at: t.now - TimeDelta::minutes(40),
            said: "no answer in time".into(),
            retry: Press::new("/admin/queues/jobs/7/attempt", "x", t.t("queues-retry")),
        };
        let fact = |name: &str, value: &str| (t.t(name), vec![(value.to_owned(), String::new())]);
        Self {
            t,
            shell: Shell::sample(t, &t.t("queues-title")),
            tabs: tabs(t, Tab::Queues),
            numbers: Record { facts: vec![fact("queues-jobs-waiting", "3"), fact("queues-incoming-waiting", "0")] },
            jobs: vec![failed("peers.backfill", "")],
            incoming: vec![failed("Create", "social.example")],
            empty: Empty { title: t.t("queues-well"), text: String::new(), action: None },
        }
    }
}
