//! Groups: followable places to which posts belong, ours or on a partner hub; memberships; who may see what is in them.

pub mod commands;
pub mod policy;
pub mod queries;
pub mod remote;
pub mod seeing;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

pub use seeing::Visible;

use crate::actors::Actor;
use crate::store::ids::{ActorId, MemberId, MembershipId};
use crate::store::schema::{groups, memberships};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$each])* $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.code() == code)
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// What a group is for; decides which kinds of post its composer offers.
    Purpose { Discussion = "discussion", Library = "library", Spotlight = "spotlight", Learning = "learning", Initiatives = "initiatives" }
}

codes! {
    /// Public: federated to everyone. Members: this hub's members and approved followers. Hub: never leaves this hub.
    Visibility { Public = "public", Members = "members", Hub = "hub" }
}

impl Visibility {
    /// From this hub alone to everyone.
    pub const fn breadth(self) -> u8 {
        match self {
            Self::Hub => 0,
            Self::Members => 1,
            Self::Public => 2,
        }
    }
}

codes! {
    /// Who may start a post: anyone who may see the group and has an account somewhere, its members, its moderators.
    Posting { Anyone = "anyone", Members = "members", Moderators = "moderators" }
}

codes! {
    /// Whether joining needs a moderator's yes.
    Joining { Open = "open", Approval = "approval" }
}

codes! {
    State { Pending = "pending", Accepted = "accepted", Rejected = "rejected" }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = groups)]
pub struct GroupRow {
    pub id: ActorId,
    pub purpose: String,
    pub visibility: String,
    pub posting: String,
    pub joining: String,
    pub language: String,
    pub description_source: String,
    pub created_by: Option<MemberId>,
    pub created_at: DateTime<Utc>,
    pub archived_at: Option<DateTime<Utc>>,
}

/// A group with its actor.
#[derive(Debug, Clone)]
pub struct Group {
    pub actor: Actor,
    pub row: GroupRow,
}

impl Group {
    pub fn id(&self) -> ActorId {
        self.row.id
    }

    pub fn is_local(&self) -> bool {
        self.actor.is_local()
    }

    /// An unknown code is read as the narrowest.
    pub fn visibility(&self) -> Visibility {
        Visibility::parse(&self.row.visibility).unwrap_or(Visibility::Hub)
    }

    pub fn purpose(&self) -> Purpose {
        Purpose::parse(&self.row.purpose).unwrap_or(Purpose::Discussion)
    }

    pub fn posting(&self) -> Posting {
        Posting::parse(&self.row.posting).unwrap_or(Posting::Moderators)
    }

    pub fn joining(&self) -> Joining {
        Joining::parse(&self.row.joining).unwrap_or(Joining::Approval)
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = memberships)]
pub struct Membership {
    pub id: MembershipId,
    pub followed_id: ActorId,
    pub follower_id: ActorId,
    pub state: String,
    pub role: String,
    pub reason: String,
    pub follow_url: String,
    pub created_at: DateTime<Utc>,
    pub accepted_at: Option<DateTime<Utc>>,
}

/// How an actor stands to a group, now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub actor: ActorId,
    pub state: Option<State>,
    pub moderator: bool,
    /// The actor's member row here: an administrator stands above moderators, an editor may curate.
    pub admin: bool,
    pub editor: bool,
    pub local: bool,
    /// The moderators took the right to take part away, for a time or for good.
    pub banned: bool,
    /// And what the actor had posted went with it.
    pub cleared: bool,
}

impl Standing {
    pub fn is_member(&self) -> bool {
        self.state == Some(State::Accepted)
    }

    pub fn may_moderate(&self) -> bool {
        self.moderator || self.admin
    }
}
