//! What tells of keeping order: removed and restored, pinned, locked, moderators.

use federation::activity::{self, Ban, Outgoing};
use federation::audience::Reach;

use super::{Origin, Outbox, Place, fresh, inbox_of};
use crate::actors::Actor;
use crate::groups::{self, Group};
use crate::peers::objects::{self, Scene};
use crate::posts::Kind;
use crate::store::ids::{ActorId, PostId};
use crate::store::{Recorded, Result, Tx};
use crate::streams::outgoing::Form;

impl Outbox {
    pub(super) async fn tell_moderation(&self, tx: &mut Tx, entry: &Recorded, origin: Origin<'_>) -> Result<()> {
        let (Some(group), Some(by)) = (entry.group_id.map(ActorId), entry.actor_id.map(ActorId)) else {
            return Ok(());
        };
        let Some(group) = groups::queries::by_id(tx.conn(), group).await? else { return Ok(()) };
        let Some(reach) = objects::reach(&group) else { return Ok(()) };
        let by = objects::actor(tx.conn(), by).await?;
        let scene = match entry.post_id {
            Some(post) => objects::read(tx.conn(), PostId(post)).await?,
            None => None,
        };
        let body = match origin {
            Origin::There { raw } => raw.to_owned(),
            Origin::Fetched => return Ok(()),
            Origin::Here => match self.decide(tx, (entry, &by), (&group, reach), scene.as_ref()).await? {
                Some(body) => body,
                None => return Ok(()),
            },
        };
        if !group.is_local() {
            return Ok(());
        }
        let object = scene.as_ref().map_or_else(|| group.actor.url.clone(), |scene| scene.post.url.clone());
        let inboxes = self.concerned(tx, entry, scene.as_ref()).await?;
        self.announce(tx, &group, reach, &body, Place { object, inboxes, ..Place::default() }).await?;
        if let Some(scene) = scene.as_ref().filter(|_| entry.verb == "restored") {
            self.say_again(tx, scene, reach).await?;
        }
        match scene {
            Some(scene) if reach == Reach::Public && scene.post.kind() != Kind::Reply => {
                self.tell_microblogs(tx, entry, &group, &scene).await
            }
            _ => Ok(()),
        }
    }

    /// Where a decision is heard, follower or not: at the author of what was removed, at who was banned.
    async fn concerned(&self, tx: &mut Tx, entry: &Recorded, scene: Option<&Scene>) -> Result<Vec<String>> {
        let inbox = match (entry.verb, scene, entry.subject_id) {
            ("removed" | "restored", Some(scene), _) => inbox_of(&scene.author),
            ("banned" | "unbanned", _, Some(whom)) => inbox_of(&objects::actor(tx.conn(), ActorId(whom)).await?),
            _ => None,
        };
        Ok(inbox.into_iter().collect())
    }

    /// A ban as it was decided, or its end, with the ban inside as it stands in our rows.
    async fn ban_wording(
        &self,
        tx: &mut Tx,
        (entry, by): (&Recorded, &Actor),
        (group, reach): (&Group, Reach),
        whom: &str,
    ) -> Result<Outgoing> {
        let id = fresh(tx);
        let ban = Ban {
            moderator: &by.url,
            group: &group.actor.url,
            banned: whom,
            reason: entry.data["reason"].as_str().unwrap_or_default(),
            until: entry.data["until"].as_str().and_then(|until| until.parse().ok()),
            remove_data: entry.data["removed"] == true,
            reach,
        };
        if entry.verb == "banned" {
            return Ok(activity::block(&id, &ban));
        }
        let known = fresh(tx);
        Ok(activity::undo(&id, &activity::block(&known, &ban)))
    }

    /// A post that went out of view with its author's ban: software that knows groups obeys the ban, all others lose the
    /// boost.
    pub(super) async fn tell_removed_with_ban(&self, tx: &mut Tx, entry: &Recorded) -> Result<()> {
        let Some(scene) = objects::read(tx.conn(), PostId(entry.post_id.unwrap_or_default())).await? else {
            return Ok(());
        };
        if !scene.group.is_local() || scene.post.kind() == Kind::Reply {
            return Ok(());
        }
        match objects::reach(&scene.group) {
            Some(Reach::Public) => {
                crate::streams::outgoing::unlist(tx, scene.post.id).await?;
                self.unboost(tx, &scene.group, &scene.author.url, &scene.post.url).await
            }
            _ => Ok(()),
        }
    }

    /// A moderator of ours decided: says it as the moderator. None when nobody elsewhere is concerned.
    async fn decide(
        &self,
        tx: &mut Tx,
        (entry, by): (&Recorded, &Actor),
        (group, reach): (&Group, Reach),
        scene: Option<&Scene>,
    ) -> Result<Option<String>> {
        if !by.is_local() {
            return Ok(None);
        }
        if !group.is_local() {
            // An administrator decides for this hub alone; a moderator there decides for the group.
            let standing = groups::queries::standing(tx.conn(), group.id(), by.id).await?;
            if !standing.moderator {
                return Ok(None);
            }
        }
        let Some(outgoing) = self.wording(tx, (entry, by), (group, reach), scene).await? else { return Ok(None) };
        let object = scene.map_or_else(|| group.actor.url.clone(), |scene| scene.post.url.clone());
        let inboxes = inbox_of(&group.actor).into_iter().collect();
        let place = Place { object, group: Some(group.id()), inboxes, ..Place::default() };
        self.originate(tx, (by, outgoing), (Form::Named, None), place).await.map(Some)
    }

    async fn wording(
        &self,
        tx: &mut Tx,
        (entry, by): (&Recorded, &Actor),
        (group, reach): (&Group, Reach),
        scene: Option<&Scene>,
    ) -> Result<Option<Outgoing>> {
        let (id, at, actor) = (fresh(tx), group.actor.url.as_str(), by.url.as_str());
        let moderators = group.actor.moderators.clone().unwrap_or_else(|| format!("{at}/moderators"));
        let featured = group.actor.featured.clone().unwrap_or_else(|| format!("{at}/featured"));
        if let Some(whom) = entry.subject_id.map(ActorId).filter(|_| scene.is_none()) {
            let whom = objects::actor(tx.conn(), whom).await?.url;
            return Ok(match entry.verb {
                "banned" | "unbanned" => Some(self.ban_wording(tx, (entry, by), (group, reach), &whom).await?),
                "moderator-added" => Some(activity::add(&id, actor, at, &whom, &moderators, reach)),
                "moderator-removed" => Some(activity::remove(&id, actor, at, &whom, &moderators, reach)),
                _ => None,
            });
        }
        let Some(scene) = scene else { return Ok(None) };
        let post = scene.post.url.as_str();
        let reason = entry.data["reason"].as_str().unwrap_or_default();
        Ok(match entry.verb {
            "removed" => Some(activity::remove_post(&id, actor, post, at, reason, reach)),
            "pinned" => Some(activity::add(&id, actor, at, post, &featured, reach)),
            "unpinned" => Some(activity::remove(&id, actor, at, post, &featured, reach)),
            "locked" => Some(activity::lock(&id, actor, at, post, None, reach)),
            "restored" => {
                let known = self.latest(tx, by.id, "Delete", post).await?.map_or_else(|| fresh(tx), |(id, _)| id);
                Some(activity::undo(&id, &activity::remove_post(&known, actor, post, at, reason, reach)))
            }
            "unlocked" => {
                let known = self.latest(tx, by.id, "Lock", post).await?.map_or_else(|| fresh(tx), |(id, _)| id);
                Some(activity::undo(&id, &activity::lock(&known, actor, at, post, None, reach)))
            }
            _ => None,
        })
    }

    /// A removed root loses its boost, a restored one gets a new one (wire.md 15a.13).
    async fn tell_microblogs(&self, tx: &mut Tx, entry: &Recorded, group: &Group, scene: &Scene) -> Result<()> {
        match entry.verb {
            "removed" => {
                crate::streams::outgoing::unlist(tx, scene.post.id).await?;
                self.unboost(tx, group, &scene.author.url, &scene.post.url).await
            }
            "restored" => self.boost(tx, group, &scene.author.url, (scene.post.id, &scene.post.url)).await,
            _ => Ok(()),
        }
    }
}
