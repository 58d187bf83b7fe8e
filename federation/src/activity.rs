//! Activities as we send them (wire.md §6, §8, §13, §15). Pure builders: ids, times and objects are given, nothing is
//! looked up. Every activity has an id of its own that was never used before (§15a.8) and that answers when fetched.
//! Reading the activities of others is `activity::read`.

mod read;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

pub use read::{Act, Activity, Announced, Embedded, Inner, Reference};

use crate::actor::Actor;
use crate::audience::{Audience, PUBLIC, Reach};
use crate::context::Context;
use crate::object::Object;
use crate::signature::{KeyError, Signer, proof};

/// What an activity is about.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Payload {
    Id(String),
    Ids(Vec<String>),
    Value(Value),
    /// Somebody's activity, byte for byte as it was received or signed.
    Raw(Box<RawValue>),
}

/// An activity as it goes on the wire.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outgoing {
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub actor: String,
    pub to: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    pub object: Payload,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remove_data: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime<Utc>>,
}

impl Outgoing {
    fn new(kind: &'static str, id: &str, actor: &str, audience: Audience, object: Payload) -> Self {
        Outgoing {
            context: Some(Context::Plain),
            id: id.to_owned(),
            kind,
            actor: actor.to_owned(),
            to: audience.to,
            cc: Some(audience.cc),
            audience: None,
            object,
            target: None,
            summary: None,
            content: None,
            remove_data: None,
            end_time: None,
            published: None,
        }
    }

    /// To one or a few actors: without `cc`.
    fn to_actors(kind: &'static str, id: &str, actor: &str, to: &[&str], object: Payload) -> Self {
        let audience = Audience::only(to.iter().map(|actor| (*actor).to_owned()));
        Outgoing { cc: None, ..Outgoing::new(kind, id, actor, audience, object) }
    }

    fn within(self, group: &str) -> Self {
        Outgoing { audience: Some(group.to_owned()), ..self }
    }

    /// The body to send. Build it once; it is the same for every recipient.
    pub fn body(&self) -> String {
        // Strings, numbers and maps with string keys always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The body with a FEP-8b32 proof by the actor's Ed25519 key (wire.md §5): for what our own actors originate, so
    /// that any group can carry it. Costs some ten microseconds.
    pub fn proven(mut self, signer: &Signer, now: DateTime<Utc>) -> Result<String, KeyError> {
        self.context = self.context.map(Context::with_proof);
        let mut value = serde_json::to_value(&self).map_err(|_| KeyError::Unusable)?;
        proof::sign(&mut value, signer, now)?;
        Ok(value.to_string())
    }

    /// As the object of another activity: the embedding document has the context.
    fn embedded(&self) -> Payload {
        let bare = Outgoing { context: None, ..self.clone() };
        Payload::Value(serde_json::to_value(&bare).unwrap_or_default())
    }
}

/// Sharing a root or a reply for the first time.
pub fn create(id: &str, object: &Object, author_followers: &str, reach: Reach) -> Outgoing {
    Outgoing { published: Some(object.published), ..sharing("Create", id, object, author_followers, reach) }
}

/// Sharing an edited root or reply; `updated` of the object is set and later than before.
pub fn update(id: &str, object: &Object, author_followers: &str, reach: Reach) -> Outgoing {
    Outgoing { published: object.updated, ..sharing("Update", id, object, author_followers, reach) }
}

fn sharing(kind: &'static str, id: &str, object: &Object, author_followers: &str, reach: Reach) -> Outgoing {
    let audience = if object.is_reply() {
        object.recipients.clone()
    } else {
        let mut audience = Audience::sharing(&object.audience, author_followers, reach);
        let named = object.recipients.cc.iter().filter(|to| *to != author_followers);
        audience.cc.extend(named.cloned());
        audience
    };
    let embedded = Object { ld_context: None, ..object.clone() };
    let payload = Payload::Value(serde_json::to_value(&embedded).unwrap_or_default());
    Outgoing {
        context: Some(Context::Object),
        ..Outgoing::new(kind, id, &object.attributed_to, audience, payload).within(&object.audience)
    }
}

/// An actor that has changed.
pub fn update_actor(id: &str, actor: &Actor) -> Outgoing {
    let audience = Audience { to: vec![PUBLIC.into()], cc: vec![actor.followers.clone()] };
    let mut value = serde_json::to_value(actor).unwrap_or_default();
    if let Some(map) = value.as_object_mut() {
        map.remove("@context");
    }
    let outgoing = Outgoing::new("Update", id, &actor.id, audience, Payload::Value(value));
    Outgoing { context: Some(Context::Actor), published: actor.updated, ..outgoing }
}

/// The author withdraws. Without `summary`, which would make it a moderator's act on Lemmy.
pub fn delete(id: &str, author: &str, object: &str, group: &str, reach: Reach) -> Outgoing {
    let tombstone = Payload::Value(json!({"id": object, "type": "Tombstone"}));
    Outgoing::new("Delete", id, author, Audience::concerning(group, reach), tombstone).within(group)
}

/// A moderator removes; the reason is always sent. To microblogs an Undo of the boost goes instead (§15a.13).
pub fn remove_post(id: &str, moderator: &str, object: &str, group: &str, reason: &str, reach: Reach) -> Outgoing {
    Outgoing {
        summary: Some(reason.to_owned()),
        ..Outgoing::new("Delete", id, moderator, Audience::concerning(group, reach), Payload::Id(object.into()))
            .within(group)
    }
}

/// An actor that leaves for good; `remove_data` when its words go with it (software that does not know the word removes
/// them anyway).
pub fn delete_actor(id: &str, actor: &str, remove_data: bool) -> Outgoing {
    let audience = Audience { to: vec![PUBLIC.into()], cc: vec![] };
    Outgoing {
        context: Some(Context::Object),
        remove_data: Some(remove_data),
        ..Outgoing::new("Delete", id, actor, audience, Payload::Id(actor.into()))
    }
}

/// Takes an earlier activity back; it stands inside whole, because peers match by type, actor and object.
pub fn undo(id: &str, undone: &Outgoing) -> Outgoing {
    let audience = Audience { to: undone.to.clone(), cc: undone.cc.clone().unwrap_or_default() };
    Outgoing {
        cc: undone.cc.clone(),
        audience: undone.audience.clone(),
        context: undone.context,
        ..Outgoing::new("Undo", id, &undone.actor, audience, undone.embedded())
    }
}

pub fn like(id: &str, actor: &str, object: &str, group: &str, reach: Reach) -> Outgoing {
    Outgoing::new("Like", id, actor, Audience::concerning(group, reach), Payload::Id(object.into())).within(group)
}

pub fn dislike(id: &str, actor: &str, object: &str, group: &str, reach: Reach) -> Outgoing {
    Outgoing { kind: "Dislike", ..like(id, actor, object, group, reach) }
}

pub fn follow(id: &str, follower: &str, followed: &str) -> Outgoing {
    Outgoing::to_actors("Follow", id, follower, &[followed], Payload::Id(followed.into()))
}

/// Answers a Follow with yes, as often as it is asked; `follow_id` is the id that came with it.
pub fn accept(id: &str, followed: &str, follow_id: &str, follower: &str) -> Outgoing {
    let follow = json!({"id": follow_id, "type": "Follow", "actor": follower, "object": followed});
    Outgoing::to_actors("Accept", id, followed, &[follower], Payload::Value(follow))
}

/// Answers a Follow with no, or ends one that was accepted.
pub fn reject(id: &str, followed: &str, follow_id: &str, follower: &str) -> Outgoing {
    Outgoing { kind: "Reject", ..accept(id, followed, follow_id, follower) }
}

/// A1: a group hands on somebody's activity, unchanged, to software that knows groups (§6).
pub fn announce(
    id: &str,
    group: &str,
    followers: &str,
    activity: Box<RawValue>,
    published: DateTime<Utc>,
    reach: Reach,
) -> Outgoing {
    Outgoing {
        context: Some(Context::Object),
        published: Some(published),
        ..Outgoing::new("Announce", id, group, Audience::announced(followers, reach), Payload::Raw(activity))
            .within(group)
    }
}

/// A2: a group boosts a public root by its id, once, to everybody else (§6).
pub fn boost(id: &str, group: &str, followers: &str, author: &str, object: &str, published: DateTime<Utc>) -> Outgoing {
    let mut audience = Audience::announced(followers, Reach::Public);
    audience.cc.push(author.to_owned());
    Outgoing {
        published: Some(published),
        ..Outgoing::new("Announce", id, group, audience, Payload::Id(object.into()))
    }
}

/// Puts an object into a collection of a group: a root into `featured`, an actor among the moderators.
pub fn add(id: &str, moderator: &str, group: &str, object: &str, target: &str, reach: Reach) -> Outgoing {
    Outgoing {
        target: Some(target.to_owned()),
        ..Outgoing::new("Add", id, moderator, Audience::concerning(group, reach), Payload::Id(object.into()))
            .within(group)
    }
}

/// Takes an object out of a collection of a group.
pub fn remove(id: &str, moderator: &str, group: &str, object: &str, target: &str, reach: Reach) -> Outgoing {
    Outgoing { kind: "Remove", ..add(id, moderator, group, object, target, reach) }
}

/// Closes a conversation for replies; opened again by its [`undo`].
pub fn lock(id: &str, moderator: &str, group: &str, object: &str, reason: Option<&str>, reach: Reach) -> Outgoing {
    Outgoing {
        context: Some(Context::Object),
        summary: reason.map(str::to_owned),
        ..Outgoing::new("Lock", id, moderator, Audience::concerning(group, reach), Payload::Id(object.into()))
            .within(group)
    }
}

/// A ban from a group.
#[derive(Debug, Clone)]
pub struct Ban<'a> {
    pub moderator: &'a str,
    pub group: &'a str,
    pub banned: &'a str,
    pub reason: &'a str,
    /// `None` for good.
    pub until: Option<DateTime<Utc>>,
    /// Remove what the banned one has posted in the group.
    pub remove_data: bool,
    pub reach: Reach,
}

pub fn block(id: &str, ban: &Ban<'_>) -> Outgoing {
    Outgoing {
        context: Some(Context::Object),
        target: Some(ban.group.to_owned()),
        summary: Some(ban.reason.to_owned()),
        remove_data: Some(ban.remove_data),
        end_time: ban.until,
        ..Outgoing::new(
            "Block",
            id,
            ban.moderator,
            Audience::concerning(ban.group, ban.reach),
            Payload::Id(ban.banned.into()),
        )
        .within(ban.group)
    }
}

/// A report. `to` is exactly one group or actor (Lemmy reads no list); never sent by the reporter's own actor to
/// software that republishes reports (§15a.11), so `reporter` is whoever may be named.
pub fn flag(id: &str, reporter: &str, to: &str, object: &str, reason: &str) -> Outgoing {
    Outgoing {
        summary: Some(reason.to_owned()),
        content: Some(reason.to_owned()),
        ..Outgoing::to_actors("Flag", id, reporter, &[to], Payload::Id(object.into()))
    }
}

/// A report for microblogs, who want the reported actor and the posts in one list.
pub fn flag_many(id: &str, reporter: &str, to: &str, objects: Vec<String>, reason: &str) -> Outgoing {
    Outgoing { object: Payload::Ids(objects), ..flag(id, reporter, to, "", reason) }
}

#[cfg(test)]
mod tests;
