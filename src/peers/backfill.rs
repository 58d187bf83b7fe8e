//! The first follow of a group elsewhere brings a little of what was there before: its moderators, what it pinned, its
//! newest posts. Bounded in documents and in time.

use std::collections::HashSet;

use federation::activity::{Act, Activity};
use federation::collection::{Reading, walk};
use federation::object::RemoteObject;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::Peers;
use super::arrivals::{Errand, deed::Deed};
use super::fetch::Trouble;
use crate::actors::{Actor, queries};
use crate::groups;
use crate::queue::Job;
use crate::store::Result;
use crate::store::ids::ActorId;

/// Fetches what a group elsewhere had before somebody here followed it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Backfill {
    pub group: ActorId,
}

impl Job for Backfill {
    const KIND: &'static str = "peers.backfill";

    fn key(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.group))
    }
}

/// Posts taken from an outbox.
const POSTS: usize = 20;
const PAGES: usize = 2;
const MODERATORS: usize = 20;

impl Peers {
    pub async fn backfill(&self, job: &Backfill) -> Result<()> {
        let group = queries::by_id(&mut *self.app.work.get().await?, job.group).await?;
        let Some(group) = group.filter(|group| !group.is_local()) else { return Ok(()) };
        for (what, ended) in [
            ("moderators", self.take_moderators(&group).await),
            ("outbox", self.take_outbox(&group).await),
            ("featured", self.take_featured(&group).await),
        ] {
            if let Err(trouble) = ended {
                tracing::info!(group = group.url, what, %trouble, "peers: not all that was before could be had");
            }
        }
        Ok(())
    }

    async fn items(&self, address: Option<&str>) -> Result<Vec<Value>, Trouble> {
        let Some(url) = address.and_then(|address| Url::parse(address).ok()) else { return Ok(Vec::new()) };
        let reading = Reading { pages: PAGES, items: POSTS };
        Ok(walk(&self.remote, Some(&self.keys.hub()), &url, reading).await?.items)
    }

    /// Oldest first, so that answers find what they answer.
    async fn take_outbox(&self, group: &Actor) -> Result<(), Trouble> {
        let about = HashSet::new();
        for item in self.items(group.outbox.as_deref()).await?.iter().rev() {
            let Ok(activity) = Activity::parse(item) else { continue };
            let errand = Errand::own(self, &about);
            let deed = match &activity.act {
                Act::Announce { what } if activity.actor == group.url => errand.announced(group, what).await,
                Act::Create { object } => errand.announced_object(group, object.id()).await,
                _ => continue,
            };
            self.take(deed).await;
        }
        Ok(())
    }

    async fn take_featured(&self, group: &Actor) -> Result<(), Trouble> {
        let about = HashSet::new();
        for item in self.items(group.featured.as_deref()).await? {
            let id =
                item.as_str().map(str::to_owned).or_else(|| RemoteObject::parse(&item).ok().map(|object| object.id));
            let Some(id) = id else { continue };
            self.take(Errand::own(self, &about).announced_object(group, &id).await).await;
            let post = crate::posts::queries::by_url(&mut *self.app.work.get().await?, &id).await?;
            if post.is_some_and(|post| post.group_id == group.id) {
                self.take(Ok(Deed::Pin { by: group.id, post: id, pinned: true })).await;
            }
        }
        Ok(())
    }

    async fn take_moderators(&self, group: &Actor) -> Result<(), Trouble> {
        let mut listed = Vec::new();
        for item in self.items(group.moderators.as_deref()).await?.iter().take(MODERATORS) {
            let url = item.as_str().or_else(|| item.get("id")?.as_str());
            let Some(url) = url else { continue };
            match self.actor(url).await {
                Ok(actor) => listed.push(actor.id),
                Err(trouble) => tracing::debug!(url, %trouble, "peers: a moderator could not be had"),
            }
        }
        let id = group.id;
        Ok(self.app.write_behind(async |tx| groups::remote::set_moderators(tx, id, &listed).await).await?)
    }

    /// One that cannot be had does not hold up the others.
    async fn take(&self, deed: Result<Deed, Trouble>) {
        let done = match deed {
            Ok(deed) => self.apply(&deed).await,
            Err(trouble) => Err(trouble),
        };
        if let Err(trouble) = done {
            tracing::debug!(%trouble, "peers: something of before was left out");
        }
    }
}
