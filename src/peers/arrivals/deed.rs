//! What an activity asks for, in our terms, with everything at hand that it needs: no wire, no network behind this point.

use chrono::{DateTime, Utc};

use crate::actors::partners::Said;
use crate::actors::remote::Profile;
use crate::groups::remote::About;
use crate::moderation::BanDraft;
use crate::peers::records::Extra;
use crate::posts::{Draft, Reaction};
use crate::store::ids::{ActorId, PostId};
use crate::streams::incoming::Claimed;

/// A claimed row and what it asks for.
pub type Ready = (Claimed, Deed);

/// Why a vote is tried again: it has overtaken its post, which comes from another server.
pub const NOT_YET: &str = "what it is about is not here yet";

#[derive(Debug, Clone)]
pub enum Deed {
    /// Understood, and nothing follows from it here.
    Nothing(&'static str),
    /// It builds upon something that arrived just before it.
    Wait,
    Follow {
        by: ActorId,
        target: String,
        url: String,
    },
    /// `by` answers a Follow of ours, named by its id or by who asked whom.
    Answer {
        by: ActorId,
        follow: Option<String>,
        follower: Option<String>,
        accepted: bool,
    },
    Unfollow {
        by: ActorId,
        target: Option<String>,
        follow: Option<String>,
    },
    /// Another hub's own actor, about being partners.
    Partner {
        by: ActorId,
        said: Said,
        follow: Option<String>,
    },
    /// Posts in the order in which they build upon each other; what is known already is left as it is.
    Thread(Vec<Arriving>),
    /// A post's new words, or the post itself when it is not known yet.
    Change(Box<Arriving>),
    Withdraw {
        by: ActorId,
        post: String,
    },
    Remove {
        by: ActorId,
        post: String,
        reason: String,
    },
    Restore {
        by: ActorId,
        post: String,
    },
    React {
        by: ActorId,
        post: String,
        kind: Reaction,
        url: String,
    },
    /// By the object, or by the id that the reaction had.
    Unreact {
        by: ActorId,
        post: Option<String>,
        kind: Option<Reaction>,
        url: Option<String>,
    },
    Pin {
        by: ActorId,
        post: String,
        pinned: bool,
    },
    Lock {
        by: ActorId,
        post: String,
        locked: bool,
    },
    Moderator {
        by: ActorId,
        group: ActorId,
        whom: ActorId,
        appointed: bool,
    },
    /// The actor's document, fetched anew.
    Face {
        profile: Box<Profile>,
        about: Option<About>,
    },
    /// `words` stay when its host says so.
    ActorGone {
        actor: ActorId,
        words: bool,
    },
    /// Bans, reports, moves.
    Order(Box<Order>),
    /// A group elsewhere has sent a post that is here to its followers: it was accepted.
    Accepted {
        by: ActorId,
        post: String,
    },
    /// What a group on `host` hands on; `inner` is the id of the activity inside.
    HandedOn {
        host: String,
        inner: Option<String>,
        deed: Box<Deed>,
    },
    Many(Vec<Deed>),
}

/// What keeps order across servers.
#[derive(Debug, Clone)]
pub enum Order {
    /// `by` is None where each group decides for itself, being of another server.
    Ban {
        by: Option<ActorId>,
        groups: Vec<ActorId>,
        draft: BanDraft,
    },
    Lift {
        by: Option<ActorId>,
        groups: Vec<ActorId>,
        whom: ActorId,
    },
    Report {
        by: ActorId,
        host: String,
        posts: Vec<String>,
        whom: Vec<ActorId>,
        reason: String,
    },
    /// The author's own server took a post down, or put it back.
    AtOrigin {
        by: ActorId,
        post: String,
        gone: bool,
        reason: String,
    },
    Moved {
        from: ActorId,
        to: ActorId,
    },
}

impl Deed {
    /// The posts that were fetched because the last of them, which came, builds upon them.
    pub fn fetched(&self) -> Vec<PostId> {
        match self {
            Self::Thread(posts) => posts
                .split_last()
                .map_or_else(Vec::new, |(_, above)| above.iter().map(|arriving| arriving.draft.id).collect()),
            Self::HandedOn { deed, .. } => deed.fetched(),
            Self::Many(deeds) => deeds.iter().flat_map(Self::fetched).collect(),
            _ => Vec::new(),
        }
    }

    /// The same where the group itself has not shown the posts.
    pub fn not_shown(mut self) -> Self {
        if let Self::Thread(posts) = &mut self {
            posts.iter_mut().for_each(|arriving| arriving.shown = false);
        }
        self
    }

    /// Leaves the object's own words and state as they are.
    pub fn is_vote(&self) -> bool {
        match self {
            Self::React { .. } | Self::Unreact { .. } => true,
            Self::HandedOn { deed, .. } => deed.is_vote(),
            _ => false,
        }
    }
}

/// A post from elsewhere, its HTML sanitised.
#[derive(Debug, Clone)]
pub struct Arriving {
    pub draft: Draft,
    /// The group elsewhere that handed it on: whether it may stand there has been judged there.
    pub handed_by: Option<ActorId>,
    /// Whether that group has shown it, as far as we know: a list of the root's own server holds what it refused as well.
    pub shown: bool,
    /// The address of what it answers, looked up in the transaction.
    pub answers: Option<String>,
    /// When its author says that it was changed, or when we heard of it.
    pub changed_at: DateTime<Utc>,
    pub extra: Extra,
    /// Addresses of those who are both named and addressed: they are told.
    pub mentions: Vec<String>,
    /// A poll, whose counts change without its words being edited.
    pub poll: bool,
    /// Closed to answers as it came: what its group decided before we heard of it.
    pub closed: bool,
}

impl Arriving {
    /// The group elsewhere that took it in for certain, and its address.
    pub fn accepted(&self) -> Option<(ActorId, &str)> {
        Some((self.handed_by.filter(|_| self.shown)?, &self.draft.url))
    }
}
