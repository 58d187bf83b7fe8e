//! Atom feeds (RFC 4287). Must not know what a feed is of: plain entries come in, XML goes out.

use askama::Template;
use chrono::{DateTime, SecondsFormat, Utc};

/// `application/atom+xml; charset=utf-8`
#[derive(Clone, Debug, Template)]
#[template(path = "feed.xml")]
pub struct Feed {
    /// A lasting IRI of the feed.
    pub id: String,
    pub title: String,
    pub subtitle: String,
    /// BCP 47
    pub lang: String,
    /// Absolute addresses: this feed, and the page it is of.
    pub itself: String,
    pub page: String,
    /// When the newest entry changed, or the feed began.
    pub updated: DateTime<Utc>,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub id: String,
    pub title: String,
    pub page: String,
    pub author: String,
    pub published: DateTime<Utc>,
    pub updated: DateTime<Utc>,
    pub lang: String,
    /// Sanitised HTML.
    pub body: crate::text::Html,
}

impl Feed {
    fn stamp(&self, at: &DateTime<Utc>) -> String {
        at.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// What XML 1.0 cannot carry is left out; the template writes its signs as references.
    fn text(&self, text: &str) -> String {
        let carried = |c: &char| matches!(c, '\t' | '\n') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
        text.chars().filter(carried).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_stays_text() {
        let at = DateTime::from_timestamp(1_763_287_200, 0).unwrap_or_default();
        let entry = Entry {
            id: "https://a.example/posts/1".into(),
            title: "A & <b>\u{1}".into(),
            page: "https://a.example/read/1?a=1&b=2".into(),
            author: "\"M\"".into(),
            published: at,
            updated: at,
            lang: "fr".into(),
            body: crate::text::Html::from_markdown("**a** & b"),
        };
        let feed = Feed {
            id: "https://a.example/groups/x/feed".into(),
            title: "X".into(),
            subtitle: String::new(),
            lang: "en".into(),
            itself: "https://a.example/groups/x/feed".into(),
            page: "https://a.example/groups/x".into(),
            updated: at,
            entries: vec![entry],
        };
        let xml = feed.render().unwrap_or_default();
        assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"), "{xml}");
        assert!(xml.contains("<title>A &#38; &#60;b&#62;</title>"), "{xml}");
        assert!(xml.contains("&#60;strong&#62;a&#60;/strong&#62; &#38;amp; b"), "{xml}");
        assert!(xml.contains("<updated>2025-11-16T10:00:00Z</updated>"), "{xml}");
    }
}
