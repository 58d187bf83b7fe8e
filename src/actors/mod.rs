//! Everyone with an inbox, local or remote: persons, groups, the hub itself; and the hosts they live on.
//! One namespace of handles for local ones.

pub mod commands;
pub mod hosts;
pub mod inboxes;
pub mod partners;
pub mod queries;
pub mod remote;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::store::ids::{ActorId, HostId};
use crate::store::schema::{self, actor_keys, actors};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Person,
    Group,
    Hub,
    Service,
    Organization,
}

impl Kind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Hub => "hub",
            Self::Service => "service",
            Self::Organization => "organization",
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = actors)]
pub struct Actor {
    pub id: ActorId,
    /// None for an actor of this hub.
    pub host_id: Option<HostId>,
    pub kind: String,
    pub handle: String,
    pub url: String,
    pub name: String,
    pub summary_html: String,
    pub inbox: String,
    pub shared_inbox: Option<String>,
    pub outbox: Option<String>,
    pub followers: Option<String>,
    pub featured: Option<String>,
    pub moderators: Option<String>,
    pub icon: Option<String>,
    pub approves_followers: bool,
    pub fetched_at: Option<DateTime<Utc>>,
    pub gone_at: Option<DateTime<Utc>>,
    pub suspended_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: Option<DateTime<Utc>>,
}

impl Actor {
    pub fn is_local(&self) -> bool {
        self.host_id.is_none()
    }

    /// Where to deliver: the shared inbox when there is one.
    pub fn delivery_inbox(&self) -> &str {
        self.shared_inbox.as_deref().unwrap_or(&self.inbox)
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = actor_keys)]
pub struct Key {
    pub id: uuid::Uuid,
    pub actor_id: ActorId,
    pub key_id: String,
    /// `rsa` or `ed25519`.
    pub algorithm: String,
    pub public_der: Vec<u8>,
    /// PKCS#8, for actors of this hub.
    pub private_der: Option<Vec<u8>>,
    pub fetched_at: DateTime<Utc>,
}

/// Key pairs for a new local actor, made by the door before the transaction (RSA takes 50-200 ms).
#[derive(Debug, Clone)]
pub struct KeyPairs {
    pub rsa_public: Vec<u8>,
    pub rsa_private: Vec<u8>,
    pub ed25519_public: Vec<u8>,
    pub ed25519_private: Vec<u8>,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::hosts)]
pub struct Host {
    pub id: HostId,
    pub name: String,
    pub software: Option<String>,
    pub version: Option<String>,
    pub group_aware: bool,
    pub rfc9421: bool,
    pub policy: String,
    pub note: String,
    pub last_heard_at: Option<DateTime<Utc>>,
    pub software_checked_at: Option<DateTime<Utc>>,
    pub failures: i32,
    pub failing_since: Option<DateTime<Utc>>,
    pub retry_at: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
    /// The last failure, and on how many distinct days there were some since the last success.
    pub failed_at: Option<DateTime<Utc>>,
    pub failing_days: i32,
    pub paused_at: Option<DateTime<Utc>>,
    pub gone_at: Option<DateTime<Utc>>,
    /// How many activities were dropped because the host was away too long, and when last.
    pub missed: i64,
    pub missed_at: Option<DateTime<Utc>>,
    pub cursor_xid: i64,
    pub cursor_seq: i64,
    pub created_at: DateTime<Utc>,
}

/// Handles that nobody may take: words of the address space and of offices.
pub const RESERVED: [&str; 30] = [
    "actor",
    "admin",
    "administrator",
    "administration",
    "moderator",
    "moderators",
    "editor",
    "editors",
    "support",
    "help",
    "hub",
    "waypost",
    "root",
    "system",
    "security",
    "abuse",
    "postmaster",
    "webmaster",
    "hostmaster",
    "noreply",
    "no-reply",
    "info",
    "contact",
    "digest",
    "inbox",
    "outbox",
    "api",
    "everyone",
    "all",
    "me",
];

/// Lower-case letters, digits and underscores, with single dots or hyphens inside; 2 to 40 of them (Mastodon's
/// pattern, narrowed so that no two handles differ by case).
pub fn is_handle(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (2..=40).contains(&text.len())
        && text.starts_with(inner)
        && text.ends_with(inner)
        && text.chars().all(|c| inner(c) || c == '-' || c == '.')
        && !["..", "--", ".-", "-."].iter().any(|pair| text.contains(pair))
}

/// A handle made from a name; may be empty or taken.
pub fn handle_from(name: &str) -> String {
    let mut handle = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => handle.push(letter),
            'à' | 'á' | 'â' | 'ã' | 'ä' => handle.push('a'),
            'è' | 'é' | 'ê' | 'ë' => handle.push('e'),
            'ì' | 'í' | 'î' | 'ï' => handle.push('i'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => handle.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => handle.push('u'),
            'ç' => handle.push('c'),
            'ñ' => handle.push('n'),
            ' ' | '-' | '_' | '.' | '\'' | '’' if !handle.is_empty() && !handle.ends_with('_') => handle.push('_'),
            _ => {}
        }
        if handle.len() >= 40 {
            break;
        }
    }
    handle.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_follow_the_pattern_that_every_peer_accepts() {
        for good in ["aissatou", "case_management", "a1", "west-africa", "n.diallo"] {
            assert!(is_handle(good), "{good}");
        }
        for bad in ["", "a", "Aissatou", "-a", "a-", "a..b", "a--b", "é_a", "a b", "a@b"] {
            assert!(!is_handle(bad), "{bad}");
        }
    }

    #[test]
    fn a_name_makes_a_handle() {
        assert_eq!(handle_from("Aïssatou Bâ"), "aissatou_ba");
        assert_eq!(handle_from("مريم"), "");
    }
}
