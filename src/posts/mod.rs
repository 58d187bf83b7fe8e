//! Posts: roots and replies alike, their revisions and reactions. What a kind adds (a publication record, an article's
//! picture) stands in that kind's feature.

pub mod census;
pub mod collections;
pub mod commands;
pub mod completeness;
pub mod counts;
pub mod highlights;
pub mod lists;
pub mod many;
pub mod mentions;
pub mod policy;
pub mod queries;
pub mod rows;
pub mod since;
pub mod thread;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::groups::codes;
use crate::store::ids::{ActorId, FileId, PostId};
use crate::store::schema::{attachments, posts};

codes! {
    Kind {
        Discussion = "discussion",
        Resource = "resource",
        Article = "article",
        Event = "event",
        Course = "course",
        Initiative = "initiative",
        Reply = "reply",
    }
}

codes! {
    Reaction { Like = "like", Dislike = "dislike" }
}

/// Longest title, characters.
pub const TITLE_MOST: usize = 200;
/// The same for publications, whose titles we do not choose: real ones run past 250.
pub const RESOURCE_TITLE_MOST: usize = 300;
/// Longest body of ours in markdown, characters.
pub const BODY_MOST: usize = 50_000;
/// A reply to a reply to a reply ... this deep is refused (Lemmy's limit is 50).
pub const DEPTH_MOST: i16 = 50;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = posts)]
pub struct Post {
    pub id: PostId,
    pub url: String,
    pub group_id: ActorId,
    pub author_id: ActorId,
    pub root_id: PostId,
    pub parent_id: Option<PostId>,
    pub depth: i16,
    pub kind: String,
    pub title: String,
    /// Markdown, for posts written here.
    pub body_source: Option<String>,
    /// Sanitised by version `sanitiser`.
    pub body_html: String,
    pub sanitiser: i16,
    pub language: String,
    pub local: bool,
    pub created_at: DateTime<Utc>,
    pub published_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    pub announced_at: Option<DateTime<Utc>>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub removed_at: Option<DateTime<Utc>>,
    pub removed_by: Option<ActorId>,
    pub removed_reason: String,
    pub removed_there_at: Option<DateTime<Utc>>,
    pub locked_at: Option<DateTime<Utc>>,
    pub pinned_at: Option<DateTime<Utc>>,
    pub context: Option<String>,
    pub page_url: Option<String>,
}

impl Post {
    pub fn kind(&self) -> Kind {
        Kind::parse(&self.kind).unwrap_or(Kind::Discussion)
    }

    pub fn is_root(&self) -> bool {
        self.parent_id.is_none()
    }

    /// Withdrawn by its author or removed by a moderator, here or there: only a stub is left.
    pub fn is_gone(&self) -> bool {
        self.withdrawn_at.is_some() || self.is_removed()
    }

    /// By a moderator, here or there.
    pub fn is_removed(&self) -> bool {
        self.removed_at.is_some() || self.removed_there_at.is_some()
    }
}

/// What somebody posted in a group before they were banned from it, to be taken out of view.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HideAll {
    pub group: ActorId,
    pub author: ActorId,
    pub by: ActorId,
    pub reason: String,
    /// Whether a group elsewhere decided it.
    pub there: bool,
    /// What is newer stays.
    pub by_then: DateTime<Utc>,
}

/// Something new, from here or from elsewhere. Markdown is rendered and HTML sanitised before the transaction.
#[derive(Debug, Clone)]
pub struct Draft {
    pub id: PostId,
    /// The object's address: ours for a local post, the origin's otherwise.
    pub url: String,
    pub group: ActorId,
    pub author: ActorId,
    pub kind: Kind,
    pub parent: Option<PostId>,
    pub title: String,
    pub body_source: Option<String>,
    pub body_html: String,
    pub sanitiser: i16,
    pub language: String,
    pub published_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    pub context: Option<String>,
    pub page_url: Option<String>,
    pub attachments: Vec<AttachmentDraft>,
}

impl Draft {
    pub fn is_local(&self) -> bool {
        self.body_source.is_some()
    }
}

/// New text for a post that stands.
#[derive(Debug, Clone)]
pub struct Change {
    pub title: String,
    pub body_source: Option<String>,
    pub body_html: String,
    pub sanitiser: i16,
    pub language: String,
    /// When the author says that it was changed; must be later than what is stored.
    pub edited_at: DateTime<Utc>,
    /// None leaves the attachments as they are.
    pub attachments: Option<Vec<AttachmentDraft>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentDraft {
    pub file: Option<FileId>,
    pub url: Option<String>,
    /// `file`, `picture`, `link`, or `inline` for a picture that stands in the text of a post from elsewhere.
    pub role: &'static str,
    pub name: String,
    pub alt: String,
    pub language: Option<String>,
    pub media_type: Option<String>,
    pub size: Option<i64>,
    pub pages: Option<i32>,
    pub sha256: Option<String>,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = attachments)]
pub struct Attachment {
    pub id: crate::store::ids::AttachmentId,
    pub post_id: PostId,
    pub file_id: Option<FileId>,
    pub url: Option<String>,
    pub role: String,
    pub name: String,
    pub alt: String,
    pub language: Option<String>,
    pub media_type: Option<String>,
    pub size: Option<i64>,
    pub pages: Option<i32>,
    pub sha256: Option<String>,
    pub position: i16,
}
