//! The digest: who is due, and what is new for them. A row here says what a member was told and when the next digest is
//! due; a mail's row says that one goes out; what it shows is read when it is sent. Must not know words or mail.

pub mod commands;
pub mod news;
pub mod queries;
pub mod windows;

use chrono::{DateTime, TimeDelta, Utc};

use crate::store::ids::{ActorId, MemberId, PostId};

/// What is younger may still be on its way into the database: it is told the next time, so that nothing falls between
/// two digests and nothing is told twice.
pub const SETTLED: TimeDelta = TimeDelta::seconds(60);

/// A member to whom a digest goes, and from when on things are new to them.
#[derive(Debug, Clone)]
pub struct Reader {
    pub member: MemberId,
    pub actor: ActorId,
    pub email: String,
    pub language: String,
    pub time_zone: String,
    /// `daily` or `weekly`.
    pub digest: String,
    pub since: DateTime<Utc>,
}

/// Under which heading something new stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// Answers to the reader.
    Reply,
    /// Roots in the reader's groups.
    Group,
    /// New in the library.
    Resource,
    /// Chosen by the editors.
    Highlight,
}

/// Something that may be news for a reader; whether they may see it is asked by [`news::list_seen`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub member: MemberId,
    pub section: Section,
    pub post: PostId,
}
