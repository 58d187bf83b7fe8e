//! Where a post belongs: its group, what it answers, and what of that is missing here.

use federation::host;
use federation::object::RemoteObject;

use super::deed::{Arriving, Deed};
use super::drafts;
use super::read::Errand;
use crate::actors::Actor;
use crate::groups::{self, Group, Visibility};
use crate::peers::fetch::Trouble;
use crate::store::ids::ActorId;

/// Answers to answers that are fetched upwards.
const MOST_PARENTS: usize = 20;

impl Errand<'_> {
    /// A post by `author`, said directly or handed on by the group `via`.
    pub(super) async fn post(
        &self,
        object: &RemoteObject,
        author: &Actor,
        via: Option<&Actor>,
        changed: bool,
    ) -> Result<Deed, Trouble> {
        if object.author() != Some(&author.url) {
            return Err(Trouble::Final("attributedTo is not the one who sent it".to_owned()));
        }
        let group = match via {
            Some(via) => Some(via.id),
            None => self.group_here(object).await?.map(|group| group.id()),
        };
        if !object.recipients.is_public() && !self.is_for_members(object, group).await? {
            return Ok(Deed::Nothing("not public: what is said in private is not taken"));
        }
        // A reply's group is its parent's, whatever stands here.
        let placeholder = group.unwrap_or(self.peers.keys.hub_actor());
        let Some(arriving) = drafts::draft(object, author.id, placeholder, self.now) else {
            return Ok(Deed::Nothing("no kind of post that is shown here"));
        };
        let arriving = Arriving { handed_by: via.map(|via| via.id), ..arriving };
        if changed && self.known(&object.id).await?.is_some() {
            return Ok(Deed::Change(Box::new(arriving)));
        }
        // An earlier activity of the same batch may bring the post: whether it is there shows when this is applied.
        let deed = |arriving| match changed {
            true => Deed::Change(Box::new(arriving)),
            false => Deed::Thread(vec![arriving]),
        };
        let Some(parent) = arriving.answers.clone() else {
            return Ok(match group {
                Some(_) => deed(arriving),
                None => Deed::Nothing("of no group here"),
            });
        };
        if self.known(&parent).await?.is_some() {
            return Ok(deed(arriving));
        }
        if self.about.contains(&parent) && parent != object.id {
            return Ok(Deed::Wait);
        }
        self.with_parents(arriving, parent, via).await
    }

    /// The missing posts above a reply, root first; nothing when they lead to no group here.
    async fn with_parents(&self, reply: Arriving, parent: String, via: Option<&Actor>) -> Result<Deed, Trouble> {
        let mut thread = vec![reply];
        let mut above = Some(parent);
        while let Some(url) = above.take() {
            if self.known(&url).await?.is_some() {
                break;
            }
            if self.is_ours(&url) || thread.len() > MOST_PARENTS {
                return Ok(Deed::Nothing("it answers something that is not here"));
            }
            let object = match self.object(&url).await {
                Err(Trouble::Gone) => return Ok(Deed::Nothing("what it answers is gone")),
                object => object?,
            };
            let author = object.author().filter(|author| host::same_origin_str(author, &object.id));
            let Some(author) = author else { return Ok(Deed::Nothing("what it answers has no author")) };
            let author = self.actor(author).await?;
            let group = match via {
                Some(via) => Some(via.id),
                None => self.group_here(&object).await?.map(|group| group.id()),
            };
            if !object.recipients.is_public() && !self.is_for_members(&object, group).await? {
                return Ok(Deed::Nothing("it answers something private"));
            }
            let placeholder = group.unwrap_or(self.peers.keys.hub_actor());
            let Some(arriving) = drafts::draft(&object, author.id, placeholder, self.now) else {
                return Ok(Deed::Nothing("what it answers is no post"));
            };
            let arriving = Arriving { handed_by: via.map(|via| via.id), ..arriving };
            above = arriving.answers.clone();
            if above.is_none() && group.is_none() {
                return Ok(Deed::Nothing("of no group here"));
            }
            thread.push(arriving);
        }
        thread.reverse();
        Ok(Deed::Thread(thread))
    }

    /// The group of ours that an object is for: named in its audience, addressed, or mentioned.
    async fn group_here(&self, object: &RemoteObject) -> Result<Option<Group>, Trouble> {
        let addressed = object.recipients.all().map(str::to_owned);
        let mentioned = object.mentions.iter().map(|mention| mention.href.clone());
        let mut seen = Vec::new();
        for url in object.groups.iter().cloned().chain(addressed).chain(mentioned).filter(|url| self.is_ours(url)) {
            if seen.contains(&url) {
                continue;
            }
            let found = self.group(&url).await?;
            if let Some(group) = found.filter(|group| group.visibility() != Visibility::Hub) {
                return Ok(Some(group));
            }
            seen.push(url);
        }
        Ok(None)
    }

    /// Addressed to the members of a restricted group (wire.md §12), the one that it is for.
    async fn is_for_members(&self, object: &RemoteObject, group: Option<ActorId>) -> Result<bool, Trouble> {
        let mut conn = self.peers.app.work.get().await?;
        let parent = match &object.in_reply_to {
            Some(parent) if group.is_none() => crate::posts::queries::by_url(&mut conn, parent).await?,
            _ => None,
        };
        let Some(id) = group.or(parent.map(|parent| parent.group_id)) else { return Ok(false) };
        let Some(group) = groups::queries::by_id(&mut conn, id).await? else { return Ok(false) };
        let followers = format!("{}/followers", group.actor.url);
        let addressed = object.recipients.all().any(|to| to == group.actor.url || to == followers);
        Ok(group.visibility() == Visibility::Members && addressed)
    }
}
