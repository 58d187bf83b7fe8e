//! Activities of other servers, read leniently (wire.md §8, "Seen running" 8, §15a.15). What they may do is judged
//! elsewhere; here an activity of a shape that cannot mean anything is an error, an unknown type is [`Act::Other`].

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::actor::{ActorKind, RemoteActor};
use crate::audience::Audience;
use crate::json::Malformed;
use crate::limits::{LIST, REASON_CHARS, WORD_CHARS};
use crate::object::RemoteObject;
use crate::value;

/// Activities inside activities that are still looked into: Announce of Undo of Lock.
const LEVELS: u8 = 4;

/// An activity with what all of them have.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// Always there on the outside; peers leave it out of what stands inside.
    pub id: Option<String>,
    /// Inside another activity the outer actor's, unless it says otherwise.
    pub actor: String,
    pub recipients: Audience,
    /// The group that it belongs to, where the sender says so.
    pub audience: Option<String>,
    pub published: Option<DateTime<Utc>>,
    pub act: Act,
}

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    Follow {
        object: String,
    },
    Accept {
        of: Reference,
    },
    Reject {
        of: Reference,
    },
    Undo {
        inner: Inner,
    },
    Create {
        object: Embedded,
    },
    Update {
        object: Embedded,
    },
    /// `reason` is there when a moderator removes (`summary`), absent when the author withdraws.
    Delete {
        object: String,
        reason: Option<String>,
        /// Of an actor: whether its words go too. Lemmy says so either way; who says nothing means yes.
        remove_data: Option<bool>,
    },
    Like {
        object: String,
        emoji: Option<String>,
    },
    Dislike {
        object: String,
    },
    EmojiReact {
        object: String,
        emoji: Option<String>,
    },
    Announce {
        what: Announced,
    },
    Add {
        object: String,
        target: String,
    },
    Remove {
        object: String,
        target: String,
    },
    Lock {
        object: String,
        reason: Option<String>,
    },
    /// A ban when there is a `target` (group or server), one person's block of another otherwise.
    Block {
        object: String,
        target: Option<String>,
        reason: Option<String>,
        until: Option<DateTime<Utc>>,
        remove_data: bool,
    },
    /// Reported posts, or the reported actor among them.
    Flag {
        objects: Vec<String>,
        reason: Option<String>,
    },
    /// An actor to `target`, or a thread from the group `origin` to the group `target`.
    Move {
        object: String,
        origin: Option<String>,
        target: String,
    },
    /// Anything else, to be answered 2xx and passed over.
    Other {
        kind: String,
        object: Option<String>,
    },
}

/// An activity that is answered, by its id, by what it says, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    pub id: Option<String>,
    pub kind: Option<String>,
    pub actor: Option<String>,
    pub object: Option<String>,
}

/// An activity that is taken back.
#[derive(Debug, Clone, PartialEq)]
pub enum Inner {
    Id(String),
    Activity(Box<Activity>),
}

/// What is created or changed. Trust in what is embedded ends at its origin.
#[derive(Debug, Clone, PartialEq)]
pub enum Embedded {
    Id(String),
    Object(Box<RemoteObject>),
    Actor(Box<RemoteActor>),
}

impl Embedded {
    pub fn id(&self) -> &str {
        match self {
            Embedded::Id(id) => id,
            Embedded::Object(object) => &object.id,
            Embedded::Actor(actor) => &actor.id,
        }
    }
}

/// What is announced.
#[derive(Debug, Clone, PartialEq)]
pub enum Announced {
    /// A post by its id; what was embedded beside the id is not trusted and not kept.
    Object(String),
    /// A1: an activity that a group hands on. The raw value is needed to verify its proof.
    Activity { activity: Box<Activity>, raw: Value },
    /// PieFed sends several at once.
    Many(Vec<Announced>),
}

impl Activity {
    /// Reads an activity as it arrived; id, type and actor are demanded.
    pub fn parse(value: &Value) -> Result<Activity, Malformed> {
        let activity = parse(value, None, LEVELS)?;
        if activity.id.is_none() {
            return Err(Malformed("the activity has no usable id".into()));
        }
        Ok(activity)
    }
}

fn parse(value: &Value, outer: Option<&str>, levels: u8) -> Result<Activity, Malformed> {
    let missing = |what: &str| Malformed(format!("the activity has no usable {what}"));
    let kind = value::kind(value);
    if kind.is_empty() {
        return Err(missing("type"));
    }
    let actor = value::id(value.get("actor")).or_else(|| outer.map(str::to_owned)).ok_or_else(|| missing("actor"))?;
    let act = act(kind, value, &actor, levels)?;
    Ok(Activity {
        id: value.get("id").and_then(|id| value::address(id.as_str()?)),
        recipients: Audience::read(value),
        audience: value::id(value.get("audience")),
        published: value::moment(value.get("published")),
        act,
        actor,
    })
}

fn act(kind: &str, value: &Value, actor: &str, levels: u8) -> Result<Act, Malformed> {
    let field = value.get("object");
    let object = || value::id(field).ok_or_else(|| Malformed(format!("the {kind} has no usable object")));
    let target = || value::id(value.get("target")).ok_or_else(|| Malformed(format!("the {kind} has no usable target")));
    let reason = || value::text(value.get("summary").or_else(|| value.get("content")), REASON_CHARS);
    let emoji = || {
        let text = value.get("content").or_else(|| value.get("_misskey_reaction"));
        value::text(text, WORD_CHARS)
    };
    let remove_data = || value::flag(value.get("removeData")).unwrap_or(false);
    Ok(match kind {
        "Follow" => Act::Follow { object: object()? },
        "Accept" => Act::Accept { of: reference(field)? },
        "Reject" => Act::Reject { of: reference(field)? },
        "Undo" => Act::Undo { inner: inner(field, actor, levels)? },
        "Create" => Act::Create { object: embedded(field)? },
        "Update" => Act::Update { object: embedded(field)? },
        "Delete" => Act::Delete {
            object: object()?,
            // An empty summary is a moderator's as well: Lemmy tells the two apart by its presence.
            reason: value.get("summary").filter(|s| s.is_string()).map(|_| reason().unwrap_or_default()),
            remove_data: value::flag(value.get("removeData")),
        },
        "Like" => Act::Like { object: object()?, emoji: emoji() },
        "Dislike" => Act::Dislike { object: object()? },
        "EmojiReact" | "EmojiReaction" => Act::EmojiReact { object: object()?, emoji: emoji() },
        "Announce" => Act::Announce { what: announced(field, levels)? },
        "Add" => Act::Add { object: object()?, target: target()? },
        "Remove" => Act::Remove { object: object()?, target: target()? },
        "Lock" => Act::Lock { object: object()?, reason: reason() },
        "Block" => Act::Block {
            object: object()?,
            target: value::id(value.get("target")),
            reason: reason(),
            until: value::moment(value.get("endTime")).or_else(|| value::moment(value.get("expires"))),
            remove_data: remove_data(),
        },
        "Flag" => {
            let objects = value::ids(field, LIST);
            if objects.is_empty() {
                object()?;
            }
            Act::Flag { objects, reason: value::text(value.get("content"), REASON_CHARS).or_else(reason) }
        }
        "Move" => Act::Move { object: object()?, origin: value::id(value.get("origin")), target: target()? },
        other => Act::Other { kind: other.chars().take(WORD_CHARS).collect(), object: value::id(field) },
    })
}

fn reference(field: Option<&Value>) -> Result<Reference, Malformed> {
    let first = value::list(field).first();
    let reference = Reference {
        id: value::id(first),
        kind: first
            .map(value::kind)
            .filter(|kind| !kind.is_empty())
            .map(|kind| kind.chars().take(WORD_CHARS).collect()),
        actor: first.and_then(|follow| value::id(follow.get("actor"))),
        object: first.and_then(|follow| value::id(follow.get("object"))),
    };
    // PieFed and others embed a Follow that has lost its id: what it says is enough.
    if reference.id.is_none() && (reference.actor.is_none() || reference.object.is_none()) {
        return Err(Malformed("the answer names nothing that it answers".into()));
    }
    Ok(reference)
}

fn inner(field: Option<&Value>, actor: &str, levels: u8) -> Result<Inner, Malformed> {
    let first = value::list(field).first().ok_or_else(|| Malformed("the Undo has no usable object".into()))?;
    let whole = match first {
        Value::Object(_) if levels > 0 => parse(first, Some(actor), levels - 1),
        _ => Err(Malformed("the Undo has no usable object".into())),
    };
    match (whole, value::id(Some(first))) {
        (Ok(activity), _) => Ok(Inner::Activity(Box::new(activity))),
        (Err(_), Some(id)) => Ok(Inner::Id(id)),
        (Err(malformed), None) => Err(malformed),
    }
}

fn embedded(field: Option<&Value>) -> Result<Embedded, Malformed> {
    let first = value::list(field).first().ok_or_else(|| Malformed("the activity has no object".into()))?;
    if first.is_object() {
        let is_actor = ActorKind::of(value::kind(first)).is_some();
        if is_actor && let Ok(actor) = RemoteActor::parse(first) {
            return Ok(Embedded::Actor(Box::new(actor)));
        }
        // A part of an actor is no more than a hint to look at it.
        if !is_actor && first.as_object().is_some_and(|map| map.contains_key("type")) {
            return RemoteObject::parse(first).map(|object| Embedded::Object(Box::new(object)));
        }
    }
    value::id(Some(first)).map(Embedded::Id).ok_or_else(|| Malformed("the activity has no usable object".into()))
}

fn announced(field: Option<&Value>, levels: u8) -> Result<Announced, Malformed> {
    let nothing = || Malformed("the Announce has no usable object".into());
    let batch = match field {
        Some(Value::Object(map)) => map.get("orderedItems").or_else(|| map.get("items")),
        Some(Value::Array(items)) if items.len() > 1 => field,
        _ => None,
    };
    if batch.is_some() && levels > 0 {
        let read = |item: &Value| announced(Some(item), levels - 1).ok();
        let many: Vec<_> = value::list(batch).iter().take(LIST).filter_map(read).collect();
        return if many.is_empty() { Err(nothing()) } else { Ok(Announced::Many(many)) };
    }
    let first = value::list(field).first().ok_or_else(nothing)?;
    let is_activity = first.get("actor").is_some() && first.get("object").is_some();
    if is_activity && levels > 0 {
        // An inner activity acts for its own actor only: none is lent to it.
        let activity = Box::new(parse(first, None, levels - 1)?);
        return Ok(Announced::Activity { activity, raw: first.clone() });
    }
    value::id(Some(first)).map(Announced::Object).ok_or_else(nothing)
}
