//! Hubs that ask, were invited, are partners: what an administrator sees and decides. Must not know how hubs talk.

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    administration::{Tab, tabs},
    form::{Field, Form, Press},
    locale::Words,
    parts::{Empty, Note, Tabs},
    shell::{Shell, Tone},
};

/// A hub with which something was begun.
#[derive(Clone, Debug)]
pub struct PartnerLine {
    pub name: String,
    /// Its page in the administration.
    pub href: String,
    /// In words: asks, invited, partners.
    pub state: String,
    pub tone: Tone,
    pub since: DateTime<Utc>,
    /// Why what we wrote has not arrived, as it was said; may be empty.
    pub trouble: String,
    pub presses: Vec<Press>,
}

#[derive(Clone, Debug, Template)]
#[template(path = "hubs/partners.html")]
pub struct PartnersPage {
    pub t: Words,
    pub shell: Shell,
    pub tabs: Tabs,
    pub mode: Option<Note>,
    /// Those that ask and wait for an answer.
    pub asking: Vec<PartnerLine>,
    pub others: Vec<PartnerLine>,
    pub empty: Empty,
    pub form: Form,
}

pub fn invite_form(t: Words, csrf: &str) -> Form {
    Form::post(t, "/admin/partners", csrf, t.t("partner-invite"))
        .with(Field::text("address", t.t("partner-address")).required().max(300).help(t.t("partner-address-help")))
}

impl PartnersPage {
    pub fn sample(t: Words) -> Self {
        let press =
            |name: &str, noun: &str, key: &str| Press::new(format!("/admin/partners/{name}/{noun}"), "x", t.t(key));
        let line = |name: &str, key: &str, tone, presses| PartnerLine {
            name: name.into(),
            href: format!("/admin/hubs/{name}"),
            state: t.t(key),
            tone,
            since: t.now - TimeDelta::days(2),
            trouble: String::new(),
            presses,
        };
        Self {
            t,
            shell: Shell::sample(t, &t.t("admin-hubs")),
            tabs: tabs(t, Tab::Hubs),
            mode: Some(Note { tone: Tone::Info, text: t.t("hubs-mode-allowlist"), action: None }),
            asking: vec![line(
                "nairobi.example",
                "partner-asked",
                Tone::Info,
                vec![
                    press("nairobi.example", "confirmation", "partner-confirm").look("main"),
                    press("nairobi.example", "refusal", "partner-decline"),
                ],
            )],
            others: vec![
                line(
                    "practice.example",
                    "partner-partners",
                    Tone::Done,
                    vec![press("practice.example", "refusal", "partner-end")],
                ),
                PartnerLine {
                    trouble: "no answer in time".into(),
                    ..line(
                        "slow.example",
                        "partner-invited",
                        Tone::Info,
                        vec![press("slow.example", "refusal", "partner-withdraw")],
                    )
                },
            ],
            empty: Empty { title: t.t("partner-none"), text: t.t("partner-none-text"), action: None },
            form: invite_form(t, "x"),
        }
    }

    pub fn sample_empty(t: Words) -> Self {
        Self { asking: Vec::new(), others: Vec::new(), mode: None, ..Self::sample(t) }
    }
}
