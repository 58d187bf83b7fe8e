//! What concerns a member: a reply, a request that waits for them, a decision about something of theirs. Written by a
//! reader of the journal, so that no command has to know who wants to hear of it.

pub mod commands;
pub mod queries;
pub mod reader;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::groups::codes;
use crate::store::ids::{ActorId, NoticeId, PostId};
use crate::store::schema::notices;

codes! {
    Kind {
        /// Somebody answered the member's post or reply.
        Reply = "reply",
        /// Somebody answered somebody else in a thread that the member started.
        Thread = "thread",
        /// Somebody asks to join a group that the member moderates.
        Request = "request",
        /// The member's own request was accepted, or declined.
        Accepted = "accepted",
        Declined = "declined",
        /// The member became a moderator of a group.
        Moderator = "moderator",
        /// A moderator removed the member's post, or brought it back.
        Removed = "removed",
        Restored = "restored",
        /// An editor put the member's post on the front page.
        Highlighted = "highlighted",
        /// The member is named in a post.
        Mention = "mention",
        /// Something was reported in a group that the member moderates, or on the hub.
        Report = "report",
        /// What the member reported is out of view; or it stays.
        ReportUpheld = "report-upheld",
        ReportDismissed = "report-dismissed",
        /// The member may not take part in a group for now, or may again.
        Banned = "banned",
        Unbanned = "unbanned",
        /// Somebody whom the member follows has a new address; a group has one.
        Moved = "moved",
        GroupMoved = "group-moved",
        /// A registration waits for the administrators.
        Registration = "registration",
        /// What waited for another server was dropped, because it was away too long: for the administrators.
        Backlog = "backlog",
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = notices)]
pub struct Notice {
    pub id: NoticeId,
    pub kind: String,
    /// Who did it, as far as the reader may know.
    pub actor_id: Option<ActorId>,
    pub post_id: Option<PostId>,
    pub group_id: Option<ActorId>,
    pub created_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}
