//! What tells that an actor is gone: a member of ours to everyone who has something of theirs, one of elsewhere to those
//! who know it through a group of ours.

use federation::activity;
use federation::audience::Reach;

use super::{Origin, Outbox, Place, fresh};
use crate::actors::Actor;
use crate::groups;
use crate::peers::objects;
use crate::posts::{self, Kind, Post};
use crate::store::ids::ActorId;
use crate::store::{Recorded, Result, Tx};
use crate::streams::outgoing::{self, Form};
use crate::streams::recipients;

impl Outbox {
    /// The last thing that a member of ours says, at every server that follows them or has a post of theirs.
    pub async fn tell_farewell(&self, tx: &mut Tx, person: &Actor, words: bool) -> Result<()> {
        if self.mode == crate::config::Mode::Off {
            return Ok(());
        }
        let inboxes = recipients::who_knows(tx.conn(), person.id).await?;
        if inboxes.is_empty() {
            return Ok(());
        }
        let farewell = activity::delete_actor(&fresh(tx), &person.url, !words);
        let place = Place { object: person.url.clone(), inboxes, ..Place::default() };
        self.originate(tx, (person, farewell), (Form::Named, None), place).await.map(drop)
    }

    /// Somebody elsewhere was deleted there: the groups of ours that they posted in hand it on, once each.
    pub(super) async fn tell_gone(&self, tx: &mut Tx, entry: &Recorded, origin: Origin<'_>) -> Result<()> {
        let (Origin::There { raw }, Some(gone)) = (origin, entry.actor_id.map(ActorId)) else { return Ok(()) };
        let object = objects::actor(tx.conn(), gone).await?.url;
        for id in posts::queries::list_groups_of(tx.conn(), gone).await? {
            let Some(group) = groups::queries::by_id(tx.conn(), id).await? else { continue };
            let Some(reach) = objects::reach(&group).filter(|_| group.is_local()) else { continue };
            self.announce(tx, &group, reach, raw, Place { object: object.clone(), ..Place::default() }).await?;
        }
        Ok(())
    }

    /// A root that its gone author left in a group of ours is no longer shown to microblogs.
    pub async fn take_back_boost(&self, tx: &mut Tx, post: &Post) -> Result<()> {
        if post.local || post.kind() == Kind::Reply {
            return Ok(());
        }
        let Some(scene) = objects::read(tx.conn(), post.id).await? else { return Ok(()) };
        if !scene.group.is_local() || objects::reach(&scene.group) != Some(Reach::Public) {
            return Ok(());
        }
        outgoing::unlist(tx, post.id).await?;
        self.unboost(tx, &scene.group, &scene.author.url, &post.url).await
    }
}
