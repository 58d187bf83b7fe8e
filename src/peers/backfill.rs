//! The first follow of a group elsewhere brings what was there before: its moderators, what it pinned, its newest posts
//! and their threads. Bounded in documents, items and time (wire.md §9).

use std::collections::HashSet;

use federation::activity::{Act, Activity};
use federation::collection::{Reading, Walked, walk};
use federation::object::RemoteObject;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::Peers;
use super::arrivals::{Errand, deed::Deed};
use super::fetch::Trouble;
use super::purse::{PAGES, Purse};
use crate::actors::{Actor, queries};
use crate::groups;
use crate::posts;
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

const MODERATORS: usize = 20;
const PINNED: usize = 20;
/// Roots whose threads are completed, the newest ones.
const THREADS: i64 = 30;

impl Peers {
    pub async fn backfill(&self, job: &Backfill) -> Result<()> {
        let group = queries::by_id(&mut *self.app.work.get().await?, job.group).await?;
        let Some(group) = group.filter(|group| !group.is_local()) else { return Ok(()) };
        let mut purse = Purse::full();
        for (what, ended) in [
            ("moderators", self.take_moderators(&group, &mut purse).await),
            ("featured", self.take_featured(&group, &mut purse).await),
            ("outbox", self.take_outbox(&group, &mut purse).await),
        ] {
            if let Err(trouble) = ended {
                tracing::info!(group = group.url, what, %trouble, "peers: not all that was before could be had");
            }
        }
        let roots = posts::completeness::list_newest_roots(&mut *self.app.work.get().await?, group.id, THREADS).await?;
        for root in roots.into_iter().filter(|root| !root.local) {
            if purse.is_empty() {
                break;
            }
            if let Err(trouble) = self.take_thread(&root, &mut purse).await {
                tracing::debug!(root = root.url, %trouble, "peers: a thread could not be completed");
            }
        }
        tracing::info!(group = group.url, fetches = purse.spent(), "peers: what was before has been fetched");
        Ok(())
    }

    /// The items of a collection: same origin, so many pages.
    pub(super) async fn collection(&self, address: &str, items: usize, purse: &mut Purse) -> Result<Walked, Trouble> {
        let Ok(url) = Url::parse(address) else { return Ok(Walked::default()) };
        let Some(pages) = purse.pages() else { return Ok(Walked::default()) };
        let walked = walk(&self.remote, Some(&self.keys.hub()), &url, Reading { pages, items }).await?;
        // Pages hold twenty or more as a rule; what was not asked for is not spent.
        purse.spend(u32::try_from(walked.items.len() / 20 + 1).unwrap_or(1).min(PAGES as u32));
        Ok(walked)
    }

    async fn items(&self, address: Option<&str>, most: usize, purse: &mut Purse) -> Result<Vec<Value>, Trouble> {
        match address {
            Some(address) => Ok(self.collection(address, most, purse).await?.items),
            None => Ok(Vec::new()),
        }
    }

    /// Oldest first, so that answers find what they answer.
    async fn take_outbox(&self, group: &Actor, purse: &mut Purse) -> Result<(), Trouble> {
        let about = HashSet::new();
        let most = purse.items();
        for item in self.items(group.outbox.as_deref(), most, purse).await?.iter().rev() {
            if purse.is_empty() {
                break;
            }
            let Ok(activity) = Activity::parse(item) else { continue };
            let errand = Errand::own(self, &about);
            let deed = match &activity.act {
                Act::Announce { what } if activity.actor == group.url => errand.announced(group, what).await,
                Act::Create { object } => errand.announced_object(group, object.id()).await,
                _ => continue,
            };
            // The author is known as a rule.
            purse.took(errand.spent().saturating_sub(1));
            self.take(deed).await;
        }
        Ok(())
    }

    async fn take_featured(&self, group: &Actor, purse: &mut Purse) -> Result<(), Trouble> {
        let about = HashSet::new();
        for item in self.items(group.featured.as_deref(), PINNED, purse).await? {
            let id =
                item.as_str().map(str::to_owned).or_else(|| RemoteObject::parse(&item).ok().map(|object| object.id));
            let Some(id) = id.filter(|_| !purse.is_empty()) else { continue };
            let errand = Errand::own(self, &about);
            let deed = errand.announced_object(group, &id).await;
            purse.took(errand.spent());
            self.take(deed).await;
            let post = posts::queries::by_url(&mut *self.app.work.get().await?, &id).await?;
            if post.is_some_and(|post| post.group_id == group.id) {
                self.take(Ok(Deed::Pin { by: group.id, post: id, pinned: true })).await;
            }
        }
        Ok(())
    }

    async fn take_moderators(&self, group: &Actor, purse: &mut Purse) -> Result<(), Trouble> {
        let mut listed = Vec::new();
        for item in &self.items(group.moderators.as_deref(), MODERATORS, purse).await? {
            let url = item.as_str().or_else(|| item.get("id")?.as_str());
            let Some(url) = url else { continue };
            purse.spend(1);
            match self.actor(url).await {
                Ok(actor) => listed.push(actor.id),
                Err(trouble) => tracing::debug!(url, %trouble, "peers: a moderator could not be had"),
            }
        }
        let id = group.id;
        Ok(self.app.write_behind(async |tx| groups::remote::set_moderators(tx, id, &listed).await).await?)
    }

    /// One that cannot be had does not hold up the others.
    pub(super) async fn take(&self, deed: Result<Deed, Trouble>) {
        let done = match deed {
            Ok(deed) => self.apply(&deed).await,
            Err(trouble) => Err(trouble),
        };
        if let Err(trouble) = done {
            tracing::debug!(%trouble, "peers: something of before was left out");
        }
    }
}
