//! The frame around every page: head, header, sections, messages, footer. A page's template
//! begins with `{% extends "shell.html" %}` and its struct has a field `shell: Shell`.
//! Must not know what stands inside.

mod face;

pub use face::{Accent, Flash, HubFace, Section, Theme, Tone, ViewerFace};

use askama::{Template, filters::HtmlSafe};

use crate::{
    asset,
    icon::{Icon, icon},
    locale::{Lang, Words},
    mark::{self, Mark},
};

/// What a page needs besides its own content. Make one with [`Shell::new`], then set fields.
#[derive(Clone, Debug)]
pub struct Shell {
    pub t: Words,
    pub hub: HubFace,
    pub viewer: Option<ViewerFace>,
    /// For every form on the page; empty for visitors who have no session.
    pub csrf: String,
    /// Path and query of this page: the way back after changing language or signing in.
    pub path: String,
    pub section: Section,
    pub flash: Option<Flash>,
    /// Of the page, without the hub's name; empty on the home page.
    pub title: String,
    /// For search engines and link previews; empty leaves it out.
    pub description: String,
    /// The page's lasting address, absolute; empty leaves it out.
    pub canonical: String,
    /// The id of the ActivityPub object that this page shows (`<link rel="alternate">`).
    pub alternate_ap: Option<String>,
    /// Feeds of this page: title and address.
    pub feeds: Vec<(String, String)>,
    /// The picture for link previews, absolute.
    pub image: Option<String>,
    /// `website`, `article` or `profile` (Open Graph); empty on what is not for everybody to see.
    pub og_type: &'static str,
    /// `content` of `<meta name="robots">`, e.g. `noindex`; empty leaves it out.
    pub robots: &'static str,
    pub theme: Theme,
}

impl Shell {
    /// A page called `title` at `path` (with query), for a visitor.
    pub fn new(t: Words, hub: HubFace, path: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            t,
            hub,
            viewer: None,
            csrf: String::new(),
            path: path.into(),
            section: Section::None,
            flash: None,
            title: title.into(),
            description: String::new(),
            canonical: String::new(),
            alternate_ap: None,
            feeds: Vec::new(),
            image: None,
            og_type: "website",
            robots: "",
            theme: Theme::Auto,
        }
    }

    /// A page of a hub that does not exist, seen by a member: for galleries and tests.
    pub fn sample(t: Words, title: &str) -> Self {
        let hub = HubFace {
            name: "Reintegration Exchange".into(),
            tagline: "Regional Office, West and Central Africa".into(),
            accent: Accent::Sea,
            partners: 14,
            source_url: "https://code.example/waypost".into(),
        };
        Self {
            viewer: Some(ViewerFace {
                name: "Aïssatou Ba".into(),
                handle: "aissatou".into(),
                unread_notices: 3,
                is_editor: true,
                is_admin: true,
            }),
            csrf: "sample-token".into(),
            ..Self::new(t, hub, "/", title)
        }
    }

    /// Everything up to what a page adds to its head.
    pub fn head(&self) -> Head<'_> {
        Head { shell: self, t: self.t }
    }

    /// The header with search, sections and the member's menu.
    pub fn top(&self) -> Top<'_> {
        Top { shell: self, t: self.t }
    }

    /// What the last action did, if there is something to say.
    pub fn message(&self) -> Message<'_> {
        Message { shell: self }
    }

    /// Links, languages, colours, and the list of shortcuts.
    pub fn foot(&self) -> Foot<'_> {
        Foot { shell: self, t: self.t }
    }

    /// What previews are made of stands on pages that anybody may see, as anybody sees them (attack D06).
    fn has_previews(&self) -> bool {
        self.viewer.is_none() && !self.og_type.is_empty()
    }

    fn at_home(&self) -> bool {
        self.section == Section::Home
    }

    fn at_notices(&self) -> bool {
        self.section == Section::Notices
    }

    fn full_title(&self) -> String {
        match self.title.as_str() {
            "" => self.hub.name.clone(),
            title => format!("{title} · {}", self.hub.name),
        }
    }

    fn asset(&self, name: &str) -> &'static str {
        asset::url(name)
    }

    fn mark(&self) -> Mark {
        mark::hub()
    }

    fn languages(&self) -> [Lang; 5] {
        Lang::ALL
    }

    /// The themes with their words.
    fn themes(&self) -> [(Theme, String); 3] {
        let t = self.t;
        [(Theme::Auto, t.t("theme-auto")), (Theme::Light, t.t("theme-light")), (Theme::Dark, t.t("theme-dark"))]
    }

    /// The sections of the navigation: address, icon, words, whether it is the current one.
    fn sections(&self) -> [(&'static str, Icon, String, bool); 3] {
        let t = self.t;
        let entry = |href, name, words, section| (href, icon(name), words, self.section == section);
        [
            entry("/groups", "users", t.t("nav-groups"), Section::Groups),
            entry("/library", "library", t.t("nav-library"), Section::Library),
            entry("/spotlight", "newspaper", t.t("nav-spotlight"), Section::Spotlight),
        ]
    }
}

/// See [`Shell::head`].
#[derive(Template)]
#[template(path = "shell/head.html")]
pub struct Head<'a> {
    shell: &'a Shell,
    t: Words,
}

impl HtmlSafe for Head<'_> {}

/// See [`Shell::top`].
#[derive(Template)]
#[template(path = "shell/top.html")]
pub struct Top<'a> {
    shell: &'a Shell,
    t: Words,
}

impl HtmlSafe for Top<'_> {}

/// See [`Shell::message`].
#[derive(Template)]
#[template(path = "shell/flash.html")]
pub struct Message<'a> {
    shell: &'a Shell,
}

impl HtmlSafe for Message<'_> {}

/// See [`Shell::foot`].
#[derive(Template)]
#[template(path = "shell/foot.html")]
pub struct Foot<'a> {
    shell: &'a Shell,
    t: Words,
}

impl HtmlSafe for Foot<'_> {}

/// The web app manifest (W3C), served at `/manifest.webmanifest`.
pub fn manifest(hub: &HubFace, lang: Lang) -> String {
    let name = json_text(&hub.name);
    let description = json_text(&hub.tagline);
    format!(
        r##"{{"name":{name},"short_name":{name},"description":{description},"lang":"{}","dir":"{}","start_url":"/","scope":"/","display":"minimal-ui","background_color":"#fbfaf7","theme_color":"#0b5563","icons":[{{"src":"{}","sizes":"any","type":"image/svg+xml"}}]}}"##,
        lang.code(),
        lang.dir(),
        asset::url("favicon.svg"),
    )
}

/// A JSON string literal (RFC 8259 §7).
fn json_text(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hubs_name_cannot_break_the_manifest() {
        let mut hub = Shell::sample(crate::gallery::words(Lang::En), "x").hub;
        hub.name = "A \"hub\" \\ with\nlines".into();
        let manifest = manifest(&hub, Lang::Ar);
        assert!(manifest.contains(r#""name":"A \"hub\" \\ with lines""#), "{manifest}");
        assert!(manifest.contains(r#""dir":"rtl""#));
    }
}
