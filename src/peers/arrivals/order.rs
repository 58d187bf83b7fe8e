//! What keeps order across servers: bans, reports, moves of actors, and what an origin decides about its own posts. Who
//! may is judged from our own rows, never from what an activity claims (attacks.md A12, A17).

use chrono::{DateTime, Utc};
use federation::activity::Act;
use federation::actor::RemoteActor;
use federation::host;
use serde_json::json;

use super::deed::{Deed, Order};
use super::read::Errand;
use crate::accounts::Viewer;
use crate::actors::{self, Actor};
use crate::groups::{self, Group};
use crate::journal::{self, Entry, Verb};
use crate::moderation::commands::Source;
use crate::moderation::{self, BanDraft, REASON_MOST, bans};
use crate::peers::erasing::Erase;
use crate::peers::fetch::Trouble;
use crate::posts::{self, Post};
use crate::queue;
use crate::store::ids::ActorId;
use crate::store::{Error, Result, Tx};

/// Objects of one report that are looked at.
const REPORTED_MOST: usize = 20;

type Read = Result<Deed, Trouble>;

fn order(order: Order) -> Deed {
    Deed::Order(Box::new(order))
}

impl Errand<'_> {
    /// A Block, or (`lifted`) its Undo: said to us by a moderator of a group of ours, or handed on by the group `via`.
    pub(super) async fn ban(&self, by: &Actor, via: Option<&Actor>, block: &Act, lifted: bool) -> Read {
        let Act::Block { object, target, reason, until, remove_data } = block else {
            return Ok(Deed::Nothing("no ban"));
        };
        let Some(target) = target else { return Ok(Deed::Nothing("one person's block of another")) };
        let whom = match self.actor(object).await {
            Err(Trouble::Gone) => return Ok(Deed::Nothing("whom it bans is gone")),
            whom => whom?,
        };
        let (by, groups) = match via {
            Some(group) if *target == group.url => (None, vec![group.id]),
            None if self.is_ours(target) => {
                let group = groups::queries::by_url(&mut *self.peers.app.work.get().await?, target).await?;
                (Some(by.id), group.map(|group| group.id()).into_iter().collect())
            }
            // A server about one of its own: what it says goes for the groups that live there.
            _ => (None, self.groups_beside(via.unwrap_or(by), target, &whom).await?),
        };
        if groups.is_empty() {
            return Ok(Deed::Nothing("a ban from what is not the sender's"));
        }
        Ok(order(match lifted {
            true => Order::Lift { by, groups, whom: whom.id },
            false => {
                let reason = reason.clone().unwrap_or_default().chars().take(REASON_MOST).collect();
                // What has run its time already bans nobody.
                if until.is_some_and(|until| until <= self.now) {
                    return Ok(Deed::Nothing("a ban that has ended"));
                }
                let draft = BanDraft { whom: whom.id, reason, until: *until, remove_content: *remove_data };
                Order::Ban { by, groups, draft }
            }
        }))
    }

    /// The groups that live where `speaker` does, when `site` and `whom` do too.
    async fn groups_beside(&self, speaker: &Actor, site: &str, whom: &Actor) -> Result<Vec<ActorId>, Trouble> {
        let one_place = host::same_origin_str(site, &speaker.url) && host::same_origin_str(&whom.url, &speaker.url);
        let mut conn = self.peers.app.work.get().await?;
        match speaker.host_id {
            Some(host) if one_place && groups::queries::by_url(&mut conn, site).await?.is_none() => {
                Ok(groups::queries::list_on_host(&mut conn, host).await?)
            }
            _ => Ok(Vec::new()),
        }
    }

    /// A report by another server: of posts that are here, or of members of ours.
    pub(super) async fn flag(&self, by: &Actor, objects: &[String], reason: Option<&str>) -> Read {
        let (mut posts, mut whom) = (Vec::new(), Vec::new());
        for url in objects.iter().take(REPORTED_MOST) {
            if self.known(url).await?.is_some() {
                posts.push(url.clone());
            } else if self.is_ours(url) {
                let found = actors::queries::by_url(&mut *self.peers.app.work.get().await?, url).await?;
                whom.extend(found.filter(|actor| actor.kind == "person").map(|actor| actor.id));
            }
        }
        if posts.is_empty() && whom.is_empty() {
            return Ok(Deed::Nothing("a report of nothing that is here"));
        }
        let host = host::of_str(&by.url).unwrap_or_default();
        Ok(order(Order::Report { by: by.id, host, posts, whom, reason: reason.unwrap_or_default().to_owned() }))
    }

    /// Somebody of the author's own server, who is not the author, deletes: believed when the origin shows nothing any
    /// more (wire.md §13 (c); the same host alone is not enough, attack A11).
    pub(super) async fn at_origin(&self, by: &Actor, post: &str, reason: &str, gone: bool) -> Read {
        if self.is_gone(post).await? != gone {
            return Ok(Deed::Nothing("its origin says otherwise"));
        }
        Ok(order(Order::AtOrigin { by: by.id, post: post.to_owned(), gone, reason: reason.to_owned() }))
    }

    /// An actor has a new address. The old one says so by its signature or, when the new one speaks, in its document;
    /// the new one in a document that is fetched now.
    pub(super) async fn moved(&self, by: &Actor, object: &str, target: &str) -> Read {
        if self.is_ours(object) || self.is_ours(target) || object == target {
            return Ok(Deed::Nothing("a move from here or to here"));
        }
        let from = if object == by.url {
            by.clone()
        } else if target == by.url {
            let from = self.actor(object).await?;
            self.spend(object)?;
            let said = RemoteActor::parse(&self.peers.document(object).await?)?;
            if said.moved_to.as_deref() != Some(target) {
                return Err(Trouble::Final("the old address does not say that it moved there".to_owned()));
            }
            from
        } else {
            return Ok(Deed::Nothing("a move of something else"));
        };
        self.spend(target)?;
        let said = RemoteActor::parse(&self.peers.document(target).await?)?;
        if said.id != target || !said.also_known_as.contains(&from.url) {
            return Err(Trouble::Final("the new address does not say that it is known by the old one".to_owned()));
        }
        self.peers.home.keep(&said).await?;
        let to = self.peers.actor(target).await?;
        if (to.kind == "group") != (from.kind == "group") {
            return Ok(Deed::Nothing("a move from one kind of actor to another"));
        }
        Ok(order(Order::Moved { from: from.id, to: to.id }))
    }
}

/// Does what was ordered, inside the transaction.
pub async fn obey(tx: &mut Tx, order: &Order) -> Result<()> {
    match order {
        Order::Ban { by, groups, draft } => {
            for id in groups {
                let group = group(tx, *id).await?;
                bans::ban(tx, &group, by.unwrap_or(*id), draft).await?;
            }
            Ok(())
        }
        Order::Lift { by, groups, whom } => {
            for id in groups {
                let group = group(tx, *id).await?;
                bans::lift(tx, &group, by.unwrap_or(*id), *whom).await?;
            }
            Ok(())
        }
        Order::Report { by, host, posts, whom, reason } => report(tx, *by, host, (posts, whom), reason).await,
        Order::AtOrigin { by, post, gone, reason } => {
            let post = known(tx, post).await?;
            posts::commands::follow_origin(tx, &post, *by, reason, *gone).await
        }
        Order::Moved { from, to } => {
            let from = actors::queries::by_id(tx.conn(), *from).await?.ok_or(Error::NotFound)?;
            let to = actors::queries::by_id(tx.conn(), *to).await?.ok_or(Error::NotFound)?;
            groups::remote::follow_to(tx, &from, &to).await
        }
    }
}

/// A report concerns us when the group or the author is ours, and counts only for what its sender may see (attack D01).
async fn report(
    tx: &mut Tx,
    by: ActorId,
    host: &str,
    (urls, whom): (&[String], &[ActorId]),
    reason: &str,
) -> Result<()> {
    let Some(sender) = actors::queries::host_by_name(tx.conn(), host).await? else { return Err(Error::NotFound) };
    let (source, viewer) = (Source::Host(sender.id, by), Viewer::Host(host.to_owned()));
    let mut taken = 0;
    for url in urls {
        let id = known(tx, url).await?.id;
        let Some(post) = posts::queries::seen(tx.conn(), &viewer, id).await? else { continue };
        let ours = group(tx, post.group_id).await?.is_local()
            || actors::queries::by_id(tx.conn(), post.author_id).await?.is_some_and(|author| author.is_local());
        if ours {
            passed(moderation::commands::take_report(tx, source, &post, reason).await, host)?;
            taken += 1;
        }
    }
    if taken == 0 {
        for actor in whom {
            passed(moderation::commands::take_report_of(tx, source, *actor, reason).await, host)?;
        }
    }
    Ok(())
}

/// What is too much, or about what is gone, is dropped: a flood leaves nothing behind.
fn passed(taken: Result<()>, host: &str) -> Result<()> {
    match taken {
        Err(Error::Invalid(_) | Error::Conflict(_)) => {
            tracing::info!(host, "inbox: a report was dropped: too many in a day, or of what is gone");
            Ok(())
        }
        taken => taken,
    }
}

/// The actor was deleted where it lived: marked at once, what it left is taken away behind.
pub async fn gone(tx: &mut Tx, actor: ActorId, words: bool) -> Result<()> {
    let entry = Entry { actor: Some(actor.0), data: json!({ "words": words }), ..Entry::default() };
    if groups::queries::by_id(tx.conn(), actor).await?.is_some() {
        groups::remote::dissolve(tx, actor).await?;
        let entry = Entry { group: Some(actor.0), ..entry };
        return journal::record(tx, Verb::ActorGone, entry).await;
    }
    actors::remote::gone(tx, actor).await?;
    let now: DateTime<Utc> = tx.now;
    queue::enqueue(tx, &Erase { actor, words, round: 0 }, now).await?;
    journal::record(tx, Verb::ActorGone, entry).await
}

async fn group(tx: &mut Tx, id: ActorId) -> Result<Group> {
    groups::queries::by_id(tx.conn(), id).await?.ok_or(Error::NotFound)
}

async fn known(tx: &mut Tx, url: &str) -> Result<Post> {
    let ours = tx.site.post_id(url);
    posts::queries::by_address(tx.conn(), (ours, url)).await?.ok_or(Error::NotFound)
}
