//! What goes out with a change: for each journal entry the activities that tell other servers, written in the same
//! transaction. Who gets them and in which form is data on each row; the dispatcher reads it.

mod follows;
mod leaving;
mod moderation;
mod posts;
mod reports;

pub use posts::New;

use std::sync::Arc;

use federation::activity::{self, Outgoing};
use federation::audience::Reach;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::value::RawValue;

use super::keys::Keyring;
use super::objects;
use crate::actors::Actor;
use crate::config::Mode;
use crate::groups::Group;
use crate::journal::Publisher;
use crate::store::ids::{ActivityId, ActorId, PostId};
use crate::store::{Error, Recorded, Result, Tx};
use crate::streams::outgoing::{self, Form, NewActivity};

pub struct Outbox {
    keys: Arc<Keyring>,
    mode: Mode,
}

/// Where a change came from.
#[derive(Clone, Copy)]
pub enum Origin<'a> {
    /// A member, a program or a mail of ours: we write the activity.
    Here,
    /// Another server: a group of ours hands its activity on as it came.
    There { raw: &'a str },
    /// Another server's as well, but fetched, because an answer that came builds upon it: no activity says it.
    Fetched,
}

/// An activity's place in the stream.
#[derive(Debug, Clone, Default)]
struct Place {
    /// The lane: what concerns one object stays in order.
    object: String,
    group: Option<ActorId>,
    /// The post that it carries into the world, whose author is told where it went.
    carries: Option<PostId>,
    listed: bool,
    inboxes: Vec<String>,
}

impl Publisher for Outbox {
    fn publish<'a>(&'a self, tx: &'a mut Tx, recorded: Vec<Recorded>) -> BoxFuture<'a, Result<()>> {
        self.tell(tx, recorded, Origin::Here).boxed()
    }
}

impl Outbox {
    pub fn new(keys: Arc<Keyring>, mode: Mode) -> Self {
        Self { keys, mode }
    }

    /// Writes what follows from `recorded`.
    pub async fn tell(&self, tx: &mut Tx, recorded: Vec<Recorded>, origin: Origin<'_>) -> Result<()> {
        if self.mode == Mode::Off {
            return Ok(());
        }
        for entry in recorded {
            if entry.data["with_ban"] == true {
                self.tell_removed_with_ban(tx, &entry).await?;
            }
            if entry.data["quiet"] == true {
                continue;
            }
            match entry.verb {
                "shared" | "replied" | "edited" | "withdrawn" | "liked" | "unliked" => {
                    self.tell_post(tx, &entry, origin).await?;
                }
                "removed" | "restored" | "pinned" | "unpinned" | "locked" | "unlocked" | "moderator-added"
                | "moderator-removed" | "banned" | "unbanned" => self.tell_moderation(tx, &entry, origin).await?,
                "joined" | "join-declined" | "left" | "follow-asked" | "follow-withdrawn" => {
                    self.tell_follow(tx, &entry).await?;
                }
                "reported" => self.tell_report(tx, &entry, origin).await?,
                "actor-gone" => self.tell_gone(tx, &entry, origin).await?,
                "group-edited" => self.tell_group(tx, &entry).await?,
                "profile-edited" => self.tell_profile(tx, &entry).await?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Appends what an actor of ours does, with its proof; answers the body as it is sent.
    async fn originate(
        &self,
        tx: &mut Tx,
        (actor, outgoing): (&Actor, Outgoing),
        (form, audience): (Form, Option<ActorId>),
        place: Place,
    ) -> Result<String> {
        let pair = self.keys.pair(tx.conn(), actor.id).await?;
        let (kind, url, now) = (outgoing.kind, outgoing.id.clone(), tx.now);
        let body = outgoing.proven(&pair.ed25519, now).map_err(|error| Error::Store(error.to_string()))?;
        self.append(tx, (actor.id, kind, &url, &body), (form, audience), place).await?;
        Ok(body)
    }

    /// The same activity for a further audience.
    async fn append(
        &self,
        tx: &mut Tx,
        spoken: (ActorId, &'static str, &str, &str),
        audience: (Form, Option<ActorId>),
        place: Place,
    ) -> Result<()> {
        let new = placed(tx, spoken, audience, place);
        outgoing::append(tx, new).await
    }

    /// A1: a group of ours hands an activity on to followers whose software knows groups, and to its author's host.
    async fn announce(&self, tx: &mut Tx, group: &Group, reach: Reach, raw: &str, place: Place) -> Result<()> {
        let new = announcement(tx, (group, reach), raw, Form::A1, place)?;
        outgoing::append(tx, new).await
    }

    /// A2: a group of ours boosts a public root to everybody else.
    async fn boost(&self, tx: &mut Tx, group: &Group, author: &str, post: (PostId, &str)) -> Result<()> {
        let new = pointer(tx, group, author, (BOOST, Form::A2), boost_of(post));
        outgoing::append(tx, new).await
    }

    /// Takes the boost of a root back.
    async fn unboost(&self, tx: &mut Tx, group: &Group, author: &str, object: &str) -> Result<()> {
        let Some((id, published)) = self.latest(tx, group.id(), BOOST, object).await? else { return Ok(()) };
        let followers = objects::followers_of(&group.actor);
        let boost = activity::boost(&id, &group.actor.url, &followers, author, object, published);
        let undo = activity::undo(&fresh(tx), &boost);
        let place = Place { object: object.to_owned(), group: Some(group.id()), ..Place::default() };
        self.append(tx, (group.id(), "Undo", &undo.id.clone(), &undo.body()), (Form::A2, Some(group.id())), place).await
    }

    /// Id and time of the newest activity of a kind that an actor of ours did to an object.
    async fn latest(
        &self,
        tx: &mut Tx,
        actor: ActorId,
        kind: &str,
        object: &str,
    ) -> Result<Option<(String, chrono::DateTime<chrono::Utc>)>> {
        let now = tx.now;
        let body = outgoing::latest(tx.conn(), actor, kind, object).await?;
        Ok(body.and_then(|body| {
            let value: serde_json::Value = serde_json::from_str(&body).ok()?;
            let published = value["published"].as_str().and_then(|text| text.parse().ok()).unwrap_or(now);
            Some((value["id"].as_str()?.to_owned(), published))
        }))
    }
}

fn placed(
    tx: &Tx,
    (actor, kind, url, body): (ActorId, &'static str, &str, &str),
    (form, audience): (Form, Option<ActorId>),
    place: Place,
) -> NewActivity {
    NewActivity {
        id: url.rsplit('/').next().and_then(ActivityId::parse).unwrap_or_else(|| ActivityId::fresh(tx.now)),
        url: url.to_owned(),
        actor,
        kind,
        object_key: place.object,
        post: place.carries,
        group: place.group,
        form,
        audience,
        inboxes: place.inboxes,
        listed: place.listed,
        body: body.to_owned(),
    }
}

fn announcement(tx: &Tx, (group, reach): (&Group, Reach), raw: &str, form: Form, place: Place) -> Result<NewActivity> {
    let raw = RawValue::from_string(raw.to_owned()).map_err(|error| Error::Store(error.to_string()))?;
    let url = fresh(tx);
    let followers = objects::followers_of(&group.actor);
    let body = activity::announce(&url, &group.actor.url, &followers, raw, tx.now, reach).body();
    let place = Place { group: Some(group.id()), ..place };
    Ok(placed(tx, (group.id(), "Announce", &url, &body), (form, Some(group.id())), place))
}

/// An Announce of the id of what `place` is about.
fn pointer(tx: &Tx, group: &Group, author: &str, (kind, form): (&'static str, Form), place: Place) -> NewActivity {
    let url = fresh(tx);
    let followers = objects::followers_of(&group.actor);
    let body = activity::boost(&url, &group.actor.url, &followers, author, &place.object, tx.now).body();
    let place = Place { group: Some(group.id()), ..place };
    placed(tx, (group.id(), kind, &url, &body), (form, Some(group.id())), place)
}

fn boost_of((post, object): (PostId, &str)) -> Place {
    Place { object: object.to_owned(), carries: Some(post), ..Place::default() }
}

/// The name that A2 rows have in the stream, apart from A1 rows: what an Undo{A2} looks for.
const BOOST: &str = "Boost";
/// The same of posts pointed at for software that takes no embedded activity of a third server.
const POINTER: &str = "Pointer";

/// An address that no activity had before (wire.md 15a.8).
fn fresh(tx: &Tx) -> String {
    tx.site.activity(ActivityId::fresh(tx.now))
}

/// Where to tell an actor elsewhere; nothing for one of ours.
fn inbox_of(actor: &Actor) -> Option<String> {
    (!actor.is_local() && actor.gone_at.is_none()).then(|| actor.delivery_inbox().to_owned())
}
