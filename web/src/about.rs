//! Two pages that every hub has: about it, and what happens to what people leave here.
//! Must not know configuration or counts; doors hand them in.

use askama::Template;

use crate::{locale::Words, shell::Shell, text::Html};

/// What this hub is, for people who come by.
#[derive(Clone, Debug, Template)]
#[template(path = "about/about.html")]
pub struct AboutPage {
    pub t: Words,
    pub shell: Shell,
    /// The hub's own text; may be blank.
    pub body: Html,
    pub members: u32,
    pub groups: u32,
    pub publications: u32,
    /// An address to write to; may be empty.
    pub contact: String,
    pub version: String,
}

impl AboutPage {
    pub fn sample(t: Words) -> Self {
        Self {
            t,
            shell: Shell::sample(t, &t.t("foot-about")),
            body: Html::from_markdown("Colleagues in **eleven countries** exchange here what works after return."),
            members: 412,
            groups: 18,
            publications: 2340,
            contact: "hub@exchange.example".into(),
            version: "0.1.0".into(),
        }
    }
}

/// What is kept, who sees it, what leaves the hub, and how to take it back.
#[derive(Clone, Debug, Template)]
#[template(path = "about/privacy.html")]
pub struct PrivacyPage {
    pub t: Words,
    pub shell: Shell,
    /// The organisation's own additions; may be blank.
    pub body: Html,
    pub contact: String,
}

impl PrivacyPage {
    pub fn sample(t: Words) -> Self {
        Self {
            t,
            shell: Shell::sample(t, &t.t("foot-privacy")),
            body: Html::default(),
            contact: "hub@exchange.example".into(),
        }
    }
}
