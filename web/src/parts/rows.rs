//! The rows of lists: posts, resources, groups. Each prints one `<li>` for `<ul class="rows">`.

use askama::{Template, filters::HtmlSafe};
use chrono::{DateTime, Duration, Utc};

use super::{Kind, in_language};
use crate::{
    locale::Words,
    mark::{self, Mark},
};

/// A post in a list.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/post_row.html")]
pub struct PostRow {
    pub t: Words,
    pub kind: Kind,
    pub href: String,
    pub title: String,
    /// BCP 47, of title and excerpt; empty when unknown.
    pub lang: String,
    /// Name and address of its group; left out on the group's own page.
    pub group: Option<(String, String)>,
    /// The hub or server it came from, by name; empty for our own.
    pub from: String,
    pub at: DateTime<Utc>,
    /// Plain text; two lines are shown.
    pub excerpt: String,
    pub replies: u32,
    /// Replies since the reader's last visit.
    pub new: u32,
    pub author: String,
    /// The author's place or organisation; may be empty.
    pub place: String,
    pub pinned: bool,
    /// Closed to replies.
    pub locked: bool,
}

impl HtmlSafe for PostRow {}

impl PostRow {
    fn foreign(&self) -> Option<String> {
        in_language(self.t, &self.lang)
    }

    pub fn sample(t: Words) -> Self {
        Self {
            t,
            kind: Kind::Discussion,
            href: "/groups/case-management/posts/1".into(),
            title: "How do you keep contact with returnees who move again within six months?".into(),
            lang: "en".into(),
            group: Some(("Case management".into(), "/groups/case-management".into())),
            from: String::new(),
            at: t.now - Duration::hours(2),
            excerpt: "We lose about a third of our cases between the first and the second follow-up call. Numbers change, people move to the next town for work. What has helped you, other than calling relatives?".into(),
            replies: 11,
            new: 3,
            author: "Mariama D.".into(),
            place: "Niamey".into(),
            pinned: true,
            locked: false,
        }
    }

    /// Remote, in Arabic, with the longest kind of title.
    pub fn sample_from_elsewhere(t: Words) -> Self {
        Self {
            kind: Kind::Article,
            title: "جرّبنا الأمر نفسه مع أصحاب المقاهي القريبة من موقف الحافلات".into(),
            lang: "ar".into(),
            from: "North Africa Exchange".into(),
            at: t.now - Duration::days(40),
            excerpt: "تتغير الأرقام وينتقل الناس إلى المدينة المجاورة بحثاً عن العمل.".into(),
            replies: 0,
            new: 0,
            author: "مريم ع.".into(),
            place: String::new(),
            pinned: false,
            locked: true,
            ..Self::sample(t)
        }
    }
}

/// Plain text in which some words are marked as found.
#[derive(Clone, Debug, Default)]
pub struct Marked(pub Vec<(String, bool)>);

impl Marked {
    /// Reads text in which hits stand between U+0002 and U+0003 (as `ts_headline` is asked to).
    pub fn parse(text: &str) -> Self {
        let mut pieces = Vec::new();
        for (index, part) in text.split('\u{2}').enumerate() {
            let (hit, rest) = match part.split_once('\u{3}') {
                Some((hit, rest)) if index > 0 => (hit, rest),
                _ => ("", part),
            };
            for (piece, found) in [(hit, true), (rest, false)] {
                if !piece.is_empty() {
                    pieces.push((piece.replace('\u{3}', ""), found));
                }
            }
        }
        Self(pieces)
    }
}

/// A publication in a list.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/resource_row.html")]
pub struct ResourceRow {
    pub t: Words,
    pub href: String,
    pub title: String,
    /// BCP 47, of title and excerpt; empty when unknown.
    pub lang: String,
    /// "Manual", "Evaluation": the type in the reader's words.
    pub kind: String,
    pub year: Option<i32>,
    /// Organisation or authors, in one line; may be empty.
    pub by: String,
    /// Countries or regions, in words.
    pub places: Vec<String>,
    /// The hub it came from, by name; empty for our own.
    pub from: String,
    pub excerpt: Marked,
    /// The first page as a small picture; without one a cover is drawn.
    pub cover: Option<String>,
    /// "PDF" and size in bytes of the main file.
    pub file: Option<(String, u64)>,
    /// Codes of the languages it can be had in.
    pub languages: Vec<String>,
    pub replies: u32,
}

impl HtmlSafe for ResourceRow {}

impl ResourceRow {
    /// Covers of one type look alike: the hue comes from the type's name.
    fn hue(&self) -> u32 {
        mark::hue(&self.kind)
    }

    fn language_codes(&self) -> String {
        self.languages.join(" ").to_uppercase()
    }

    pub fn sample(t: Words) -> Self {
        Self {
            t,
            href: "/library/1".into(),
            title: "Évaluation finale de l’appui au retour volontaire et à la réintégration durable au Sahel : rapport de synthèse et recommandations aux bureaux de pays".into(),
            lang: "fr".into(),
            kind: "Evaluation".into(),
            year: Some(2022),
            by: "International Organization for Migration".into(),
            places: vec!["Burkina Faso".into(), "Niger".into()],
            from: "Geneva".into(),
            excerpt: Marked::parse("… les bénéficiaires du \u{2}retour\u{3} \u{2}volontaire\u{3} jugent l’information reçue avant le départ suffisante dans 71 % des cas … (p. 34)"),
            cover: None,
            file: Some(("PDF".into(), 2_400_000)),
            languages: vec!["fr".into(), "en".into()],
            replies: 3,
        }
    }
}

/// A group in a list.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/group_row.html")]
pub struct GroupRow {
    pub t: Words,
    pub href: String,
    pub name: String,
    pub summary: String,
    /// "Public", "Members only": see `Seen::badge`.
    pub badge: String,
    /// The hub it lives on, by name; empty for our own.
    pub from: String,
    pub members: u32,
    /// Posts since the reader's last visit.
    pub new: u32,
    pub joined: bool,
}

impl HtmlSafe for GroupRow {}

impl GroupRow {
    fn mark(&self) -> Mark {
        mark::group(&self.name)
    }

    pub fn sample(t: Words) -> Self {
        Self {
            t,
            href: "/groups/case-management".into(),
            name: "Case management".into(),
            summary: "For everyone who follows people through their first year back.".into(),
            badge: t.t("seen-public-badge"),
            from: "Nairobi".into(),
            members: 1248,
            new: 5,
            joined: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{gallery, locale::Lang};

    #[test]
    fn found_words_are_marked_and_everything_else_stays_text() {
        let mut row = ResourceRow::sample(gallery::words(Lang::En));
        row.excerpt = Marked::parse("a \u{2}<b>\u{3} c \u{3}d\u{2}e");
        let html = row.to_string();
        assert!(html.contains("a <mark>&#60;b&#62;</mark> c de"), "{html}");
    }

    #[test]
    fn a_post_in_another_language_says_so() {
        let row = PostRow::sample_from_elsewhere(gallery::words(Lang::En)).to_string();
        assert!(row.contains("in Arabic") && row.contains("lang=\"ar\""), "{row}");
        let own = PostRow::sample(gallery::words(Lang::En)).to_string();
        assert!(!own.contains("in English"), "{own}");
    }
}
