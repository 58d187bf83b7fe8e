//! The rest of a thread from elsewhere, by what its root names, in the order of FEP-f228: the history of its context, its
//! context, its replies. Each post is asked for at its own server; pages are believed from the root's origin only.

use std::collections::{HashSet, VecDeque};

use federation::host;
use federation::object::RemoteObject;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Peers;
use super::arrivals::Errand;
use super::fetch::Trouble;
use super::purse::Purse;
use crate::accounts::{Me, limits};
use crate::actors::queries;
use crate::posts::{self, Post, completeness};
use crate::queue::{self, Job};
use crate::store::ids::PostId;
use crate::store::{Error, Result};

/// Fetches what is missing of a thread.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FetchThread {
    pub root: PostId,
}

impl Job for FetchThread {
    const KIND: &'static str = "peers.fetch-thread";

    fn key(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.root))
    }
}

/// Threads that one member may ask for in an hour.
const ASKED: limits::Limit = limits::Limit { kind: "thread", most: 20, minutes: 60 };
/// Objects inside objects of a history.
const LEVELS: usize = 4;

impl Peers {
    /// A member asks for the rest of a thread; false when that member has asked for too many.
    pub async fn ask_for_thread(&self, me: &Me, root: &Post) -> Result<bool> {
        if root.local || !root.is_root() {
            return Err(Error::NotFound);
        }
        let (id, subject) = (root.id, format!("member:{}", me.member));
        self.app
            .write(async |tx| {
                if limits::spend(tx, ASKED, &subject).await?.is_some() {
                    return Ok(false);
                }
                if completeness::ask(tx, id).await? {
                    let now = tx.now;
                    queue::enqueue(tx, &FetchThread { root: id }, now).await?;
                }
                Ok(true)
            })
            .await
    }

    pub async fn fetch_thread(&self, job: &FetchThread) -> Result<()> {
        let root = posts::queries::by_id(&mut *self.app.work.get().await?, job.root).await?;
        let Some(root) = root.filter(|root| !root.local && !root.is_gone()) else { return Ok(()) };
        match self.take_thread(&root, &mut Purse::full()).await {
            // It cannot be had now; the page offers it again.
            Err(trouble) => {
                tracing::info!(root = root.url, %trouble, "peers: a thread could not be completed");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Fetches what the thread's server lists and we do not have, and notes what is still missing then.
    pub(super) async fn take_thread(&self, root: &Post, purse: &mut Purse) -> Result<(), Trouble> {
        purse.spend(1);
        let document = self.document(&root.url).await?;
        let object = RemoteObject::parse(&document)?;
        let group = queries::by_id(&mut *self.app.work.get().await?, root.group_id).await?;
        let via = group.filter(|group| !group.is_local());
        let (listed, by_replies) = self.listed(&document, &object, root, purse).await;
        let mut open: VecDeque<String> = listed.into();
        let mut seen: HashSet<String> = HashSet::from([root.url.clone()]);
        let mut missing = 0;
        let about = HashSet::new();
        while let Some(url) = open.pop_front() {
            if !seen.insert(url.clone()) || self.has(&url).await? {
                continue;
            }
            if purse.is_empty() {
                missing += 1;
                continue;
            }
            let fetched = self.fetch_object(&url).await;
            purse.took(1);
            let reply = match fetched {
                Ok(reply) => reply,
                Err(Trouble::Later(_)) => {
                    missing += 1;
                    continue;
                }
                // Gone, or not for us: nothing of the thread that we could show.
                Err(Trouble::Gone | Trouble::Final(_)) => continue,
            };
            let errand = Errand::own(self, &about);
            let deed = errand.looked_up(&reply, via.as_ref(), &root.url).await;
            purse.spend(errand.spent());
            self.take(deed).await;
            if by_replies && let Some(more) = &reply.replies {
                open.extend(self.replies_at(more, &reply.id, purse).await);
            }
        }
        let id = root.id;
        Ok(self.app.write_behind(async |tx| completeness::looked(tx, id, missing).await).await?)
    }

    /// Addresses of the thread's posts, and whether only direct answers to the root were found.
    async fn listed(
        &self,
        document: &Value,
        object: &RemoteObject,
        root: &Post,
        purse: &mut Purse,
    ) -> (Vec<String>, bool) {
        let history = document.get("contextHistory").and_then(Value::as_str).map(str::to_owned);
        for address in [history, object.context.clone()].into_iter().flatten() {
            if !host::same_origin_str(&address, &root.url) {
                continue;
            }
            let most = purse.items();
            match self.collection(&address, most, purse).await {
                Ok(walked) if !walked.items.is_empty() => {
                    return (walked.items.iter().filter_map(innermost).collect(), false);
                }
                Ok(_) => {}
                Err(trouble) => tracing::debug!(address, %trouble, "peers: no list of a thread"),
            }
        }
        let mut found: Vec<String> = embedded(document.get("replies")).iter().filter_map(innermost).collect();
        if let Some(replies) = &object.replies {
            found.extend(self.replies_at(replies, &root.url, purse).await);
        }
        (found, true)
    }

    async fn replies_at(&self, address: &str, of: &str, purse: &mut Purse) -> Vec<String> {
        let most = purse.items();
        if !host::same_origin_str(address, of) {
            return Vec::new();
        }
        match self.collection(address, most, purse).await {
            Ok(walked) => walked.items.iter().filter_map(innermost).collect(),
            Err(trouble) => {
                tracing::debug!(address, %trouble, "peers: no list of replies");
                Vec::new()
            }
        }
    }

    async fn has(&self, url: &str) -> Result<bool, Trouble> {
        if self.app.site.path_of(url).is_some() {
            return Ok(true);
        }
        let mut conn = self.app.work.get().await?;
        Ok(posts::queries::by_url(&mut conn, url).await?.is_some() || posts::rows::is_buried(&mut conn, url).await?)
    }
}

/// What an item of a thread's list is about: a post by its address, whole, or inside what was done to it.
fn innermost(item: &Value) -> Option<String> {
    let mut item = item;
    for _ in 0..LEVELS {
        match item.get("object").filter(|_| item.get("actor").is_some()) {
            Some(inner) => item = inner,
            None => break,
        }
    }
    item.as_str().or_else(|| item.get("id")?.as_str()).map(str::to_owned)
}

/// Items that stand in a collection's first page or in itself.
fn embedded(collection: Option<&Value>) -> Vec<Value> {
    let Some(collection) = collection.filter(|collection| collection.is_object()) else { return Vec::new() };
    let pages = [Some(collection), collection.get("first")];
    let lists = pages.into_iter().flatten().flat_map(|page| [page.get("items"), page.get("orderedItems")]);
    lists.flatten().filter_map(Value::as_array).flatten().take(1_000).cloned().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_thread_is_listed_in_many_shapes() {
        let post = "https://a.example/1";
        for item in [
            json!(post),
            json!({"id": post, "type": "Note"}),
            json!({"id": "https://a.example/c", "type": "Create", "actor": "https://a.example/u", "object": {"id": post}}),
            json!({"type": "Announce", "actor": "https://a.example/g", "object": {"type": "Create", "actor": "x", "object": post}}),
        ] {
            assert_eq!(innermost(&item).as_deref(), Some(post), "{item}");
        }
        assert_eq!(innermost(&json!(7)), None);
        let replies =
            json!({"type": "Collection", "first": {"type": "CollectionPage", "items": [post, "https://b.example/2"]}});
        assert_eq!(embedded(Some(&replies)).len(), 2);
        assert_eq!(embedded(Some(&json!("https://a.example/replies"))), Vec::<Value>::new());
    }
}
