//! What tells of follows and of actors that changed.

use federation::activity::{self, Outgoing};

use super::{Outbox, Place, fresh, inbox_of};
use crate::actors::Actor;
use crate::peers::{documents, objects};
use crate::store::ids::ActorId;
use crate::store::{Recorded, Result, Tx};
use crate::streams::outgoing::Form;

impl Outbox {
    /// `group` of the entry is what is followed, `subject` the follower, `data.follow` the Follow's id.
    pub(super) async fn tell_follow(&self, tx: &mut Tx, entry: &Recorded) -> Result<()> {
        let (Some(followed), Some(follower)) = (entry.group_id.map(ActorId), entry.subject_id.map(ActorId)) else {
            return Ok(());
        };
        let followed = objects::actor(tx.conn(), followed).await?;
        let follower = objects::actor(tx.conn(), follower).await?;
        let follow_id = entry.data["follow"].as_str().unwrap_or_default();
        let url = fresh(tx);
        let (speaker, other, outgoing) = match (entry.verb, followed.is_local(), follower.is_local()) {
            ("joined", true, false) => {
                (&followed, &follower, activity::accept(&url, &followed.url, follow_id, &follower.url))
            }
            ("join-declined", true, false) => {
                (&followed, &follower, activity::reject(&url, &followed.url, follow_id, &follower.url))
            }
            ("follow-asked", false, true) => {
                (&follower, &followed, activity::follow(follow_id, &follower.url, &followed.url))
            }
            ("left" | "follow-withdrawn", false, true) => {
                let follow = activity::follow(follow_id, &follower.url, &followed.url);
                (&follower, &followed, activity::undo(&url, &follow))
            }
            _ => return Ok(()),
        };
        self.tell_one(tx, (speaker, outgoing), other).await
    }

    async fn tell_one(&self, tx: &mut Tx, (speaker, outgoing): (&Actor, Outgoing), other: &Actor) -> Result<()> {
        let Some(inbox) = inbox_of(other) else { return Ok(()) };
        let place =
            Place { object: format!("{} {}", speaker.url, other.url), inboxes: vec![inbox], ..Place::default() };
        self.originate(tx, (speaker, outgoing), (Form::Named, None), place).await.map(drop)
    }

    /// A group's new face, said by the group itself.
    pub(super) async fn tell_group(&self, tx: &mut Tx, entry: &Recorded) -> Result<()> {
        let Some(group) = super::posts::local_group(tx, entry).await? else { return Ok(()) };
        if objects::reach(&group).is_none() {
            return Ok(());
        }
        let card = documents::actors::group(tx, &group).await?;
        let outgoing = activity::update_actor(&fresh(tx), &card);
        let place = Place { object: group.actor.url.clone(), group: Some(group.id()), ..Place::default() };
        self.originate(tx, (&group.actor, outgoing), (Form::All, Some(group.id())), place).await.map(drop)
    }

    /// A member's new face, for those elsewhere who follow it.
    pub(super) async fn tell_profile(&self, tx: &mut Tx, entry: &Recorded) -> Result<()> {
        let Some(person) = entry.actor_id.or(entry.subject_id).map(ActorId) else { return Ok(()) };
        let person = objects::actor(tx.conn(), person).await?;
        if !person.is_local() {
            return Ok(());
        }
        let card = documents::actors::person(tx, &person).await?;
        let outgoing = activity::update_actor(&fresh(tx), &card);
        let place = Place { object: person.url.clone(), ..Place::default() };
        self.originate(tx, (&person, outgoing), (Form::All, Some(person.id)), place).await.map(drop)
    }
}
