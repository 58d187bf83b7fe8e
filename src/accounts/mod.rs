//! Members: who may sign in, as what, and who is looking. Knows actors only.

pub mod commands;
pub mod export;
pub mod invites;
pub mod limits;
pub mod links;
pub mod password;
pub mod policy;
pub mod profile;
pub mod queries;
pub mod registration;
pub mod secrets;
pub mod sessions;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::store::ids::{ActorId, MemberId, SessionId};
use crate::store::schema::members;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Member,
    Editor,
    Admin,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Member, Self::Editor, Self::Admin];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Editor => "editor",
            Self::Admin => "admin",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Where an account stands. An account is open once its address is confirmed and somebody (or the hub's settings) said
/// yes; until then it is pending and its actor is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Pending,
    Active,
    Declined,
    Suspended,
    /// Its member has left for good; nothing but the handle is kept, so that nobody else gets it.
    Closed,
}

impl State {
    pub const ALL: [Self; 5] = [Self::Pending, Self::Active, Self::Declined, Self::Suspended, Self::Closed];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Declined => "declined",
            Self::Suspended => "suspended",
            Self::Closed => "closed",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// How often a digest may come.
pub const DIGESTS: [&str; 3] = ["never", "daily", "weekly"];

/// Who is looking. Every read that serves somebody takes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "made once a request and handed on by reference")]
pub enum Viewer {
    /// Not signed in.
    Anyone,
    Member(Me),
    /// A server that signed its request: sees what it was given, by host name.
    Host(String),
}

/// The signed-in member, as the session row told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    pub member: MemberId,
    pub actor: ActorId,
    pub session: SessionId,
    pub handle: String,
    pub name: String,
    pub role: Role,
    pub language: String,
    pub time_zone: String,
    pub theme: String,
    pub csrf: String,
    /// When this session was last written about; see `sessions::see`.
    pub seen_at: DateTime<Utc>,
    pub previous_visit_at: Option<DateTime<Utc>>,
    pub unread: i64,
}

impl Viewer {
    pub fn me(&self) -> Option<&Me> {
        match self {
            Self::Member(me) => Some(me),
            Self::Anyone | Self::Host(_) => None,
        }
    }

    pub fn actor(&self) -> Option<ActorId> {
        self.me().map(|me| me.actor)
    }

    pub fn role(&self) -> Option<Role> {
        self.me().map(|me| me.role)
    }

    pub fn is_admin(&self) -> bool {
        self.role() == Some(Role::Admin)
    }

    /// Editors and administrators.
    pub fn is_editor(&self) -> bool {
        self.role() >= Some(Role::Editor)
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = members)]
pub struct MemberRow {
    pub id: MemberId,
    pub actor_id: ActorId,
    pub email: String,
    pub email_confirmed_at: Option<DateTime<Utc>>,
    pub password: Option<String>,
    pub role: String,
    pub state: String,
    pub reason: String,
    pub organisation: String,
    pub country: Option<String>,
    pub spoken: Vec<String>,
    pub bio_source: String,
    pub language: String,
    pub time_zone: String,
    pub digest: String,
    pub digest_hour: i16,
    pub theme: String,
    pub last_visit_at: Option<DateTime<Utc>>,
    pub previous_visit_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl MemberRow {
    /// An unknown code is read as the narrowest.
    pub fn role(&self) -> Role {
        Role::parse(&self.role).unwrap_or(Role::Member)
    }

    pub fn state(&self) -> State {
        State::parse(&self.state).unwrap_or(State::Suspended)
    }
}
