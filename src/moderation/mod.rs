//! Keeping order where one post is not enough: what was reported, by members and by servers, until somebody decides; and
//! who may not take part in a group for now.

pub mod bans;
pub mod commands;
pub mod policy;
pub mod queries;
pub mod reader;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::groups::codes;
use crate::store::ids::{ActorId, BanId, HostId, MemberId, PostId, ReportId};
use crate::store::schema::{self, reports};

/// What one host, or one member, may report in a day (attack C23).
pub const REPORTS_A_DAY: i64 = 30;
/// Longest reason of a report or a ban, characters.
pub const REASON_MOST: usize = 500;

codes! {
    /// Upheld: what was reported is out of view. Dismissed: it stays.
    State { Open = "open", Upheld = "upheld", Dismissed = "dismissed" }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = reports)]
pub struct Report {
    pub id: ReportId,
    /// The group whose moderators decide; None when somebody was reported as such: the administrators'.
    pub group_id: Option<ActorId>,
    pub post_id: Option<PostId>,
    /// Who wrote it, or who was reported.
    pub actor_id: ActorId,
    /// A member of ours, whose name goes no further than the moderators here.
    pub reporter_id: Option<MemberId>,
    /// The server that reported it.
    pub host_id: Option<HostId>,
    pub reason: String,
    pub state: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::bans)]
pub struct Ban {
    pub id: BanId,
    pub group_id: ActorId,
    pub actor_id: ActorId,
    pub reason: String,
    /// None for good.
    pub until_at: Option<DateTime<Utc>>,
    pub content_removed_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A ban to be.
#[derive(Debug, Clone)]
pub struct BanDraft {
    pub whom: ActorId,
    pub reason: String,
    pub until: Option<DateTime<Utc>>,
    /// Take what they posted in the group out of view.
    pub remove_content: bool,
}
