//! Mails as people read them: a subject, a text part and an HTML part that say the same. The frame here, what stands
//! in it next door. Knows no transport, no header and no row.

mod digest;
pub mod letters;
mod note;
mod sheet;

pub use digest::{Digest, Entry, GroupNews};
pub use note::Note;
pub use sheet::Sheet;

use crate::locale::Words;

/// A mail's three texts. The subject is one line; text lines have at most 78 columns, but for addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// What every mail has around its content.
#[derive(Clone, Debug)]
pub struct MailFrame {
    pub t: Words,
    /// The hub's name and, in one line, the organisation behind it (may be empty).
    pub hub: String,
    pub tagline: String,
    /// The hub's address, absolute, without a slash at the end.
    pub home: String,
    /// The line that mailboxes show beside the subject; says something else than the subject.
    pub preheader: String,
    /// Why the reader gets this mail, in a sentence.
    pub why: String,
    /// What the reader can do about it: settings, unsubscribe.
    pub links: Vec<Link>,
}

/// Words with an absolute address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub words: String,
    pub href: String,
}

impl Link {
    pub fn new(words: impl Into<String>, href: impl Into<String>) -> Self {
        Self { words: words.into(), href: href.into() }
    }
}

impl MailFrame {
    /// A frame that says why in `why`; preheader and links are empty.
    pub fn new(
        t: Words,
        hub: impl Into<String>,
        tagline: impl Into<String>,
        home: impl Into<String>,
        why: impl Into<String>,
    ) -> Self {
        Self {
            t,
            hub: hub.into(),
            tagline: tagline.into(),
            home: home.into(),
            preheader: String::new(),
            why: why.into(),
            links: Vec::new(),
        }
    }

    pub fn preheader(mut self, line: impl Into<String>) -> Self {
        self.preheader = line.into();
        self
    }

    pub fn link(mut self, words: impl Into<String>, href: impl Into<String>) -> Self {
        self.links.push(Link::new(words, href));
        self
    }

    /// Where lines begin: what people wrote keeps its own direction, and stands at the reader's side.
    fn side(&self) -> &'static str {
        if self.t.lang.dir() == "rtl" { "right" } else { "left" }
    }

    /// Words before an address, with the language's colon.
    fn label(&self, words: &str) -> String {
        self.t.with("mail-label", &[("words", words)])
    }

    /// The foot of the text part.
    fn close(&self, sheet: &mut Sheet) {
        // "-- " with its space is how mail programs find where a mail's own words end.
        sheet.raw("-- ");
        let hub = if self.tagline.is_empty() { self.hub.clone() } else { format!("{}, {}", self.hub, self.tagline) };
        sheet.line(&hub);
        sheet.raw(&self.home);
        if !self.why.is_empty() {
            sheet.gap();
            sheet.line(&self.why);
        }
        for link in &self.links {
            sheet.link(&self.label(&link.words), &link.href);
        }
    }

    /// A frame of a hub that does not exist: for tests and the gallery.
    pub fn sample(t: Words) -> Self {
        Self::new(
            t,
            "Reintegration Exchange",
            "Regional Office, West and Central Africa",
            "https://exchange.example",
            t.with("mail-why-account", &[("hub", "Reintegration Exchange")]),
        )
        .link(t.t("mail-settings"), "https://exchange.example/settings")
    }
}

/// Text from outside as one line: what would start a new header or line becomes a space (attacks.md C15).
pub fn one_line(text: &str) -> String {
    let spaced: String =
        text.chars().map(|c| if c.is_control() || c == '\u{2028}' || c == '\u{2029}' { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
