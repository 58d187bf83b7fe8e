//! Pieces that pages of several features show: rows, bylines, files, ways on and back. Plain
//! view structs that print themselves (`{{ row }}`). Must not know where their content is from.

mod around;
mod rows;

pub use around::{Byline, Chips, Empty, FileRow, Note, Pager, Record, Tabs, Way};
pub use rows::{GroupRow, Marked, PostRow, ResourceRow};

use crate::locale::{Arg, Words};

/// What a root post is; its word is printed in the kind's own colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Discussion,
    Resource,
    Article,
    Event,
    Course,
    Initiative,
}

impl Kind {
    /// As in `class="kind resource"`.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Discussion => "discussion",
            Kind::Resource => "resource",
            Kind::Article => "article",
            Kind::Event => "event",
            Kind::Course => "course",
            Kind::Initiative => "initiative",
        }
    }

    pub fn words(self, t: Words) -> String {
        t.t(match self {
            Kind::Discussion => "kind-discussion",
            Kind::Resource => "kind-resource",
            Kind::Article => "kind-article",
            Kind::Event => "kind-event",
            Kind::Course => "kind-course",
            Kind::Initiative => "kind-initiative",
        })
    }
}

/// Who sees what is posted in a group, for the sentence that every composer and page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Everybody; copies go to the servers of followers elsewhere.
    Public { members: u32, followers: u32, servers: u32 },
    /// Members here and followers elsewhere who were approved; copies go to their servers.
    Members { members: u32, servers: u32 },
    /// Members of this hub; nothing leaves it.
    Hub { members: u32 },
}

impl Seen {
    /// One sentence about the group called `group`.
    pub fn sentence(self, t: Words, group: &str) -> String {
        let (key, members, followers, servers) = match self {
            Seen::Public { members, followers, servers } => ("seen-public", members, followers, servers),
            Seen::Members { members, servers } => ("seen-members", members, 0, servers),
            Seen::Hub { members } => ("seen-hub", members, 0, 0),
        };
        let values = [
            ("group", Arg::from(group)),
            ("members", Arg::from(members)),
            ("followers", Arg::from(followers)),
            ("servers", Arg::from(servers)),
        ];
        t.with(key, &values)
    }

    /// The badge: "Public", "Members only", "This hub only".
    pub fn badge(self, t: Words) -> String {
        t.t(match self {
            Seen::Public { .. } => "seen-public-badge",
            Seen::Members { .. } => "seen-members-badge",
            Seen::Hub { .. } => "seen-hub-badge",
        })
    }
}

/// The language of `lang`, in words, when it is not the reader's: "in French".
fn in_language(t: Words, lang: &str) -> Option<String> {
    let primary = lang.split('-').next().unwrap_or_default();
    let foreign = !primary.is_empty() && primary != "und" && primary != t.lang.code();
    foreign.then(|| t.with("in-language", &[("language", t.language(lang))]))
}
