//! What stands around and between content: bylines, files, tabs, ways on and back, notes.

use askama::{Template, filters::HtmlSafe};
use chrono::{DateTime, Duration, Utc};

use super::in_language;
use crate::{
    locale::Words,
    mark::{self, Mark},
    shell::Tone,
};

/// Who wrote something, where they are, when.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/byline.html")]
pub struct Byline {
    pub t: Words,
    pub name: String,
    /// The person's page; empty for somebody who is gone.
    pub href: String,
    /// "Case manager, Niamey"; may be empty.
    pub about: String,
    /// The hub or server they write from, by name; empty for our own.
    pub from: String,
    pub at: Option<DateTime<Utc>>,
    /// Address of the history, when it was edited.
    pub edited: Option<String>,
    /// BCP 47, of what was written; named when it is not the reader's.
    pub lang: String,
}

impl HtmlSafe for Byline {}

impl Byline {
    fn mark(&self) -> Mark {
        mark::person(&self.name)
    }

    fn foreign(&self) -> Option<String> {
        in_language(self.t, &self.lang)
    }

    pub fn sample(t: Words) -> Self {
        Self {
            t,
            name: "مريم ع.".into(),
            href: "/@maryam@tunis.example".into(),
            about: "Case manager, Sfax".into(),
            from: "Tunis".into(),
            at: Some(t.now - Duration::days(2)),
            edited: Some("/posts/1/revisions".into()),
            lang: "ar".into(),
        }
    }
}

/// A file that can be had, with what it costs to have it.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/file_row.html")]
pub struct FileRow {
    pub t: Words,
    pub href: String,
    pub name: String,
    /// "PDF"
    pub kind: String,
    pub bytes: u64,
    pub pages: Option<u32>,
    /// BCP 47, of the text in it; empty when unknown.
    pub lang: String,
    /// Of a picture, where it is shown small.
    pub picture: Option<String>,
}

impl HtmlSafe for FileRow {}

impl FileRow {
    fn language(&self) -> Option<String> {
        (!self.lang.is_empty()).then(|| self.t.language(&self.lang))
    }

    pub fn sample(t: Words) -> Self {
        Self {
            t,
            href: "/files/1/guide.pdf".into(),
            name: "Reintegration handbook, module 3".into(),
            kind: "PDF".into(),
            bytes: 2_400_000,
            pages: Some(32),
            lang: "ar".into(),
            picture: None,
        }
    }
}

/// The way to the pages of a list.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/pager.html")]
pub struct Pager {
    pub t: Words,
    pub back: Option<String>,
    pub on: Option<String>,
    /// This page and how many there are, where that is known.
    pub here: Option<(u32, u32)>,
}

impl HtmlSafe for Pager {}

impl Pager {
    /// Numbered pages: `base` is an address that ends with `page=`.
    pub fn numbered(t: Words, base: &str, page: u32, pages: u32) -> Self {
        Self {
            t,
            back: (page > 1).then(|| format!("{base}{}", page - 1)),
            on: (page < pages).then(|| format!("{base}{}", page + 1)),
            here: (pages > 1).then_some((page, pages)),
        }
    }

    /// Pages by cursor: addresses as they are.
    pub fn cursors(t: Words, back: Option<String>, on: Option<String>) -> Self {
        Self { t, back, on, here: None }
    }

    fn place(&self, page: &u32, pages: &u32) -> String {
        self.t.with("pager-here", &[("page", page), ("pages", pages)])
    }

    pub fn sample(t: Words) -> Self {
        Self::numbered(t, "/library?page=", 2, 5)
    }
}

/// What an empty list says, and what to do about it.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/empty.html")]
pub struct Empty {
    pub title: String,
    pub text: String,
    /// Address and words.
    pub action: Option<(String, String)>,
}

impl HtmlSafe for Empty {}

/// A message that stays: something is missing, waits or differs here.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/note.html")]
pub struct Note {
    pub tone: Tone,
    pub text: String,
    /// Address and words.
    pub action: Option<(String, String)>,
}

impl HtmlSafe for Note {}

/// Views of one thing, as links.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/tabs.html")]
pub struct Tabs {
    /// What the tabs are of, for screen readers.
    pub label: String,
    /// Address, words, whether it is the current one.
    pub tabs: Vec<(String, String, bool)>,
}

impl HtmlSafe for Tabs {}

/// Filters that are on, each a link that takes it off, and other small ways on.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/chips.html")]
pub struct Chips {
    pub t: Words,
    /// Address without the filter, and its words.
    pub on: Vec<(String, String)>,
    /// Other links: address, words.
    pub more: Vec<(String, String)>,
}

impl HtmlSafe for Chips {}

/// Facts in two columns. Values that belong together follow each other under one name.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/record.html")]
pub struct Record {
    /// Name, and values with their addresses (empty for plain text).
    pub facts: Vec<(String, Vec<(String, String)>)>,
}

impl HtmlSafe for Record {}

/// The way back, from the hub inwards: address and words.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/way.html")]
pub struct Way {
    pub t: Words,
    pub steps: Vec<(String, String)>,
}

impl HtmlSafe for Way {}

impl Way {
    pub fn sample(t: Words) -> Self {
        let steps =
            vec![("/groups".into(), t.t("nav-groups")), ("/groups/case-management".into(), "Case management".into())];
        Self { t, steps }
    }
}
