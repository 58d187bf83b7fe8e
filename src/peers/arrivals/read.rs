//! From activities to deeds: who may say what (attacks.md 3a), and what must be fetched before the transaction.
//! Trust ends at the origin: what a group hands on of somebody else's is believed when proven, else asked for there.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Utc};
use federation::activity::{Act, Activity, Announced, Embedded, Inner};
use federation::home::Policy;
use federation::host;
use federation::object::RemoteObject;
use federation::signature::proof;
use serde_json::Value;
use url::Url;

use super::deed::{Deed, NOT_YET};
use super::seen::Seen;
use crate::actors::Actor;
use crate::groups::{self, Group};
use crate::peers::Peers;
use crate::peers::fetch::Trouble;
use crate::peers::home::described;
use crate::peers::partners;
use crate::posts::{self, Post, Reaction};
use crate::streams::incoming::Claimed;

/// Documents fetched for one activity (attacks.md B08).
const MOST_FETCHES: u32 = 20;

/// Tries of what may have overtaken what it is about: most of a minute.
const OVERTAKES: i16 = 3;

/// One activity on its way to a deed, with what it may cost.
pub struct Errand<'a> {
    pub(super) peers: &'a Peers,
    pub(super) now: DateTime<Utc>,
    /// What the same batch is about: worth waiting for instead of fetching.
    pub(super) about: &'a HashSet<String>,
    /// What was read for the whole batch.
    seen: Option<&'a Seen>,
    /// Whether it stops where it would have to ask somebody else.
    quick: bool,
    /// Whether somebody here asked for it, not another server.
    own: bool,
    /// How often it has been tried, this time included.
    tries: i16,
    fetches: AtomicU32,
}

type Read = Result<Deed, Trouble>;

impl<'a> Errand<'a> {
    /// As far as it goes without a fetch.
    pub fn quick(peers: &'a Peers, row: &Claimed, (about, seen): (&'a HashSet<String>, &'a Seen)) -> Self {
        let fetches = AtomicU32::new(0);
        Self {
            peers,
            now: row.received_at,
            about,
            seen: Some(seen),
            quick: true,
            own: false,
            tries: row.tries,
            fetches,
        }
    }

    /// With all that must be fetched.
    pub fn whole(peers: &'a Peers, row: &Claimed, about: &'a HashSet<String>) -> Self {
        Self { now: row.received_at, own: false, tries: row.tries, ..Self::own(peers, about) }
    }

    /// For what we look up ourselves.
    pub fn own(peers: &'a Peers, about: &'a HashSet<String>) -> Self {
        let (now, fetches) = (peers.app.clock.now(), AtomicU32::new(0));
        Self { peers, now, about, seen: None, quick: false, own: true, tries: i16::MAX, fetches }
    }

    /// Before each fetch: so many for one activity, so many an hour for what others send us to (attacks.md B08).
    pub(super) fn spend(&self, url: &str) -> Result<(), Trouble> {
        let spent = self.fetches.fetch_add(1, Ordering::Relaxed);
        if self.quick {
            return Err(Trouble::Later("something must be fetched first".to_owned()));
        }
        if spent >= MOST_FETCHES {
            return Err(Trouble::Final("it would take too many fetches".to_owned()));
        }
        if self.own {
            return Ok(());
        }
        let url = Url::parse(url).map_err(|_| Trouble::Final(format!("{url} is not an address")))?;
        let spent = self.peers.remote.spend(&url);
        spent.map_err(|_| Trouble::Later(format!("{url} is of a domain that had us fetch too much this hour")))
    }

    /// Whether a quick errand had to stop for want of a fetch.
    pub fn wants_fetch(&self) -> bool {
        self.quick && self.fetches.load(Ordering::Relaxed) > 0
    }

    /// What it has cost so far.
    pub fn spent(&self) -> u32 {
        self.fetches.load(Ordering::Relaxed)
    }

    /// Who sent it; one of a server that may do no more than ask to be a partner too.
    async fn sender(&self, url: &str) -> Result<Actor, Trouble> {
        let known = match self.seen.and_then(|seen| seen.actor(url)) {
            Some(actor) => Some(actor.clone()),
            None => crate::actors::queries::by_url(&mut *self.peers.app.work.get().await?, url).await?,
        };
        match known {
            Some(actor) if actor.gone_at.is_some() || actor.suspended_at.is_some() => Err(Trouble::Gone),
            Some(actor) => Ok(actor),
            None => self.actor(url).await,
        }
    }

    pub(super) async fn actor(&self, url: &str) -> Result<Actor, Trouble> {
        match self.seen.and_then(|seen| seen.actor(url)) {
            Some(actor) => self.peers.admitted(actor.clone()).await,
            None => match self.peers.known_actor(url).await? {
                Some(actor) => Ok(actor),
                None => {
                    self.spend(url)?;
                    self.peers.fetch_actor(url).await
                }
            },
        }
    }

    pub(super) async fn object(&self, url: &str) -> Result<RemoteObject, Trouble> {
        self.spend(url)?;
        self.peers.fetch_object(url).await
    }

    pub(super) async fn known(&self, url: &str) -> Result<Option<Post>, Trouble> {
        if let Some(post) = self.seen.and_then(|seen| seen.post(url)) {
            return Ok(Some(post.clone()));
        }
        let mut conn = self.peers.app.work.get().await?;
        Ok(posts::queries::by_address(&mut conn, (self.peers.app.site.post_id(url), url)).await?)
    }

    pub(super) fn is_ours(&self, url: &str) -> bool {
        self.peers.app.site.path_of(url).is_some()
    }

    /// The group with this address.
    pub(super) async fn group(&self, url: &str) -> Result<Option<Group>, Trouble> {
        if let Some(group) = self.seen.and_then(|seen| seen.group(url)) {
            return Ok(Some(group.clone()));
        }
        Ok(groups::queries::by_url(&mut *self.peers.app.work.get().await?, url).await?)
    }

    /// What the sender itself does.
    pub async fn read(&self, activity: &Activity) -> Read {
        let by = match self.sender(&activity.actor).await {
            // It deletes itself, or what it left: whoever signed was known a moment ago.
            Err(Trouble::Gone) => return Ok(Deed::Nothing("the actor is gone")),
            by => by?,
        };
        if let Some(deed) = partners::read(self.peers, &by, activity).await? {
            return Ok(deed);
        }
        // Whoever may only ask to be a partner came as far as this; so did one that was blocked meanwhile.
        let name = host::of_str(&by.url).unwrap_or_default();
        if self.peers.home.judge(&name).await? != Policy::Open {
            return Err(Trouble::Final(format!("{name} is not allowed here")));
        }
        let url = activity.id.clone().unwrap_or_default();
        let by_id = by.id;
        Ok(match &activity.act {
            Act::Follow { object } => Deed::Follow { by: by_id, target: object.clone(), url },
            Act::Accept { of } | Act::Reject { of } => Deed::Answer {
                by: by_id,
                follow: of.id.clone().filter(|id| self.is_ours(id)),
                follower: of.actor.clone().filter(|actor| self.is_ours(actor)),
                accepted: matches!(activity.act, Act::Accept { .. }),
            },
            Act::Undo { inner: Inner::Id(id) } => self.undo_by_id(&by, id).await?,
            Act::Undo { inner: Inner::Activity(inner) } if inner.actor == activity.actor => match &inner.act {
                Act::Block { .. } => self.ban(&by, None, &inner.act, true).await?,
                Act::Delete { object, .. } => self.undelete(&by, object).await?,
                _ => undo(&by, inner),
            },
            Act::Undo { .. } => return Err(Trouble::Final("it takes back what somebody else did".to_owned())),
            Act::Create { object } => self.create(&by, object, false).await?,
            Act::Update { object } => self.create(&by, object, true).await?,
            Act::Delete { object, remove_data, .. } if *object == by.url => {
                Deed::ActorGone { actor: by_id, words: *remove_data == Some(false) }
            }
            Act::Delete { object, reason, .. } => self.delete(&by, object, reason.as_deref()).await?,
            Act::Like { object, .. } | Act::EmojiReact { object, .. } | Act::Dislike { object } => {
                // Told before it is applied, where one that fails would cost all that are applied with it.
                if self.known(object).await?.is_none() && !self.about.contains(object) {
                    return Err(Trouble::Later(NOT_YET.to_owned()));
                }
                Deed::React { by: by_id, post: object.clone(), kind: kind_of(&activity.act), url }
            }
            Act::Announce { what } => self.announced(&by, what).await?,
            Act::Add { object, target } => self.collect(&by, object, target, true).await?,
            Act::Remove { object, target } => self.collect(&by, object, target, false).await?,
            Act::Lock { object, .. } => Deed::Lock { by: by_id, post: object.clone(), locked: true },
            Act::Block { .. } => self.ban(&by, None, &activity.act, false).await?,
            Act::Flag { objects, reason } => self.flag(&by, objects, reason.as_deref()).await?,
            Act::Move { object, target, .. } => self.moved(&by, object, target).await?,
            Act::Other { .. } => {
                tracing::info!(activity = url, "inbox: of a kind that this hub takes no action on");
                Deed::Nothing("not acted upon here")
            }
        })
    }

    async fn undo_by_id(&self, by: &Actor, id: &str) -> Read {
        let follow = groups::queries::membership_by_follow(&mut *self.peers.app.work.get().await?, id).await?;
        Ok(match follow {
            Some(_) => Deed::Unfollow { by: by.id, target: None, follow: Some(id.to_owned()) },
            // What is taken back before it comes never will; of its own origin only.
            None if host::same_origin_str(id, &by.url) => {
                Deed::Unreact { by: by.id, post: None, kind: None, url: Some(id.to_owned()) }
            }
            None => Deed::Nothing("what it takes back is not its own"),
        })
    }

    async fn create(&self, by: &Actor, object: &Embedded, changed: bool) -> Read {
        match object {
            Embedded::Actor(actor) if actor.id == by.url => self.face(&by.url).await,
            Embedded::Id(id) if *id == by.url => self.face(id).await,
            Embedded::Actor(_) => Err(Trouble::Final("it speaks for another actor".to_owned())),
            _ if !host::same_origin_str(object.id(), &by.url) => {
                Err(Trouble::Final("the object is of another origin than its author".to_owned()))
            }
            Embedded::Id(id) => self.post(&self.object(id).await?, by, None, changed).await,
            Embedded::Object(object) => self.post(object, by, None, changed).await,
        }
    }

    /// Keys and names change only by the actor's own document (attack A05).
    async fn face(&self, url: &str) -> Read {
        self.spend(url)?;
        let document = self.peers.document(url).await?;
        let actor = federation::actor::RemoteActor::parse(&document)?;
        let (profile, about) = described(&actor).ok_or_else(|| Trouble::Final("no valid host".to_owned()))?;
        self.peers.keys.forget(url);
        Ok(Deed::Face { profile: Box::new(profile), about })
    }

    async fn delete(&self, by: &Actor, object: &str, reason: Option<&str>) -> Read {
        let reason = reason.unwrap_or_default();
        match self.known(object).await? {
            Some(post) if post.author_id == by.id => Ok(Deed::Withdraw { by: by.id, post: object.to_owned() }),
            Some(post) if self.speaks_for_origin(by, &post).await? => self.at_origin(by, object, reason, true).await,
            Some(_) => Ok(Deed::Remove { by: by.id, post: object.to_owned(), reason: reason.to_owned() }),
            None if host::same_origin_str(object, &by.url) => Ok(Deed::Withdraw { by: by.id, post: object.to_owned() }),
            None => Ok(Deed::Nothing("not known here")),
        }
    }

    async fn undelete(&self, by: &Actor, object: &str) -> Read {
        match self.known(object).await? {
            Some(post) if post.author_id != by.id && self.speaks_for_origin(by, &post).await? => {
                self.at_origin(by, object, "", false).await
            }
            _ => Ok(Deed::Restore { by: by.id, post: object.to_owned() }),
        }
    }

    /// Somebody of the post's own server who keeps no order in its group.
    async fn speaks_for_origin(&self, by: &Actor, post: &Post) -> Result<bool, Trouble> {
        if !host::same_origin_str(&post.url, &by.url) {
            return Ok(false);
        }
        let standing = groups::queries::standing(&mut *self.peers.app.work.get().await?, post.group_id, by.id).await?;
        Ok(!standing.may_moderate())
    }

    /// Pinned and moderators of a group of ours.
    async fn collect(&self, by: &Actor, object: &str, target: &str, added: bool) -> Read {
        if let Some(_group) = target.strip_suffix("/featured").filter(|group| self.is_ours(group)) {
            return Ok(Deed::Pin { by: by.id, post: object.to_owned(), pinned: added });
        }
        let Some(group) = target.strip_suffix("/moderators").filter(|group| self.is_ours(group)) else {
            return Ok(Deed::Nothing("a collection of somebody else"));
        };
        let group = groups::queries::by_url(&mut *self.peers.app.work.get().await?, group).await?;
        let group = group.ok_or_else(|| Trouble::Final("no such group".to_owned()))?;
        let whom = self.actor(object).await?;
        Ok(Deed::Moderator { by: by.id, group: group.id(), whom: whom.id, appointed: added })
    }

    pub async fn announced(&self, group: &Actor, what: &Announced) -> Read {
        let wanted = async {
            let mut conn = self.peers.app.work.get().await?;
            let is_group = groups::queries::by_id(&mut conn, group.id).await?.is_some();
            Ok::<_, Trouble>(is_group && groups::queries::is_followed_here(&mut conn, group.id).await?)
        };
        if group.is_local() || !wanted.await? {
            return Ok(Deed::Nothing("a boost, or of a group that nobody here follows"));
        }
        match what {
            Announced::Many(many) => {
                let mut deeds = Vec::new();
                for one in many {
                    // One that cannot be had does not hold up the others.
                    match Box::pin(self.announced(group, one)).await {
                        Ok(Deed::Wait) => return Ok(Deed::Wait),
                        Ok(deed) => deeds.push(deed),
                        Err(trouble) => tracing::debug!(%trouble, "inbox: one of several announced was left out"),
                    }
                }
                Ok(Deed::Many(deeds))
            }
            Announced::Object(id) => self.announced_object(group, id).await,
            Announced::Activity { activity, raw } => {
                let deed = Box::new(self.handed_on(group, activity, raw).await?);
                let host = host::of_str(&group.url).unwrap_or_default();
                Ok(match *deed {
                    Deed::Wait => Deed::Wait,
                    _ => Deed::HandedOn { host, inner: activity.id.clone(), deed },
                })
            }
        }
    }

    /// A group elsewhere shows a post by its address.
    pub async fn announced_object(&self, group: &Actor, id: &str) -> Read {
        if self.is_ours(id) || self.known(id).await?.is_some() {
            return Ok(Deed::Accepted { by: group.id, post: id.to_owned() });
        }
        let object = match self.object(id).await {
            Err(Trouble::Gone) => return Ok(Deed::Nothing("gone")),
            object => object?,
        };
        self.handed_post(group, &object, false).await
    }

    /// A post that somebody here looked up, or that stands in a list at the address `listed`.
    pub async fn looked_up(&self, object: &RemoteObject, group: Option<&Actor>, listed: &str) -> Read {
        match group {
            Some(group) => {
                let deed = self.handed_post(group, object, false).await?;
                Ok(if host::same_origin_str(listed, &group.url) { deed } else { deed.not_shown() })
            }
            None => {
                let author = object.author().filter(|author| host::same_origin_str(author, &object.id));
                let author = author.ok_or_else(|| Trouble::Final("the post has no author".to_owned()))?;
                self.post(object, &self.actor(author).await?, None, false).await
            }
        }
    }

    /// What a group elsewhere hands on. Its own decisions about its own posts count as the group's; words and votes
    /// count as their author's.
    async fn handed_on(&self, group: &Actor, inner: &Activity, raw: &Value) -> Read {
        if self.is_ours(&inner.actor) {
            return Ok(match &inner.act {
                Act::Create { object } => Deed::Accepted { by: group.id, post: object.id().to_owned() },
                _ => Deed::Nothing("our own, back again"),
            });
        }
        let keeper = group.id;
        Ok(match &inner.act {
            Act::Create { object } | Act::Update { object } => {
                let changed = matches!(inner.act, Act::Update { .. });
                self.handed_words(group, inner, object, raw, changed).await?
            }
            Act::Delete { object, remove_data, .. } if *object == inner.actor => {
                let found = crate::actors::queries::by_url(&mut *self.peers.app.work.get().await?, object).await?;
                match found.filter(|actor| actor.gone_at.is_none()) {
                    Some(actor) if self.is_proven(group, inner, raw).await? || self.is_gone(object).await? => {
                        Deed::ActorGone { actor: actor.id, words: *remove_data == Some(false) }
                    }
                    _ => Deed::Nothing("an actor that is not known, or that is still there"),
                }
            }
            Act::Delete { object, reason, .. } => {
                let post = self.known(object).await?;
                let author = match &post {
                    Some(_) => self.author_of(object, &inner.actor).await?,
                    None => None,
                };
                match (post, author) {
                    (None, _) if !host::same_origin_str(object, &inner.actor) => Deed::Nothing("not known here"),
                    (None, _) if !self.is_proven(group, inner, raw).await? && !self.is_gone(object).await? => {
                        Deed::Nothing("still there at its origin")
                    }
                    (None, _) => Deed::Withdraw { by: keeper, post: object.clone() },
                    (Some(_), Some(author)) if reason.is_none() => {
                        if !self.is_proven(group, inner, raw).await? && !self.is_gone(object).await? {
                            return Ok(Deed::Nothing("still there at its origin"));
                        }
                        Deed::Withdraw { by: author.id, post: object.clone() }
                    }
                    (Some(_), _) => {
                        Deed::Remove { by: keeper, post: object.clone(), reason: reason.clone().unwrap_or_default() }
                    }
                }
            }
            Act::Like { object, .. } | Act::EmojiReact { object, .. } | Act::Dislike { object } => {
                let url = inner.id.clone().unwrap_or_else(|| format!("{}#{}", inner.actor, object));
                if !self.is_in(group, object).await? {
                    return self.not_here(object).await;
                }
                Deed::React {
                    by: self.actor(&inner.actor).await?.id,
                    post: object.clone(),
                    kind: kind_of(&inner.act),
                    url,
                }
            }
            Act::Undo { inner: Inner::Activity(undone) } => match &undone.act {
                Act::Block { .. } => self.ban(group, Some(group), &undone.act, true).await?,
                Act::Delete { object, .. } => {
                    let restored = Deed::Restore { by: keeper, post: object.clone() };
                    self.with_post(group, object, restored).await?
                }
                Act::Lock { object, .. } => {
                    let opened = Deed::Lock { by: keeper, post: object.clone(), locked: false };
                    self.with_post(group, object, opened).await?
                }
                Act::Like { object, .. } | Act::EmojiReact { object, .. } | Act::Dislike { object }
                    if undone.actor == inner.actor =>
                {
                    match self.is_in(group, object).await? {
                        true => undo(&self.actor(&inner.actor).await?, undone),
                        false => self.not_here(object).await?,
                    }
                }
                _ => Deed::Nothing("not the group's to take back"),
            },
            Act::Add { object, target } | Act::Remove { object, target } => {
                let added = matches!(inner.act, Act::Add { .. });
                if Some(target) == group.featured.as_ref() {
                    let pinned = Deed::Pin { by: keeper, post: object.clone(), pinned: added };
                    self.with_post(group, object, pinned).await?
                } else if Some(target) == group.moderators.as_ref() {
                    let whom = self.actor(object).await?.id;
                    Deed::Moderator { by: keeper, group: keeper, whom, appointed: added }
                } else {
                    Deed::Nothing("a collection of somebody else")
                }
            }
            Act::Lock { object, .. } => {
                let locked = Deed::Lock { by: keeper, post: object.clone(), locked: true };
                self.with_post(group, object, locked).await?
            }
            Act::Block { .. } => self.ban(group, Some(group), &inner.act, false).await?,
            _ => Deed::Nothing("not acted upon here"),
        })
    }

    /// What a group decides about a post of its own, which is brought first where it is not known yet.
    async fn with_post(&self, group: &Actor, post: &str, decision: Deed) -> Read {
        if self.is_ours(post) || self.known(post).await?.is_some() {
            return Ok(decision);
        }
        Ok(match self.announced_object(group, post).await? {
            post @ Deed::Thread(_) => Deed::Many(vec![post, decision]),
            other => other,
        })
    }

    async fn handed_words(
        &self,
        group: &Actor,
        inner: &Activity,
        object: &Embedded,
        raw: &Value,
        changed: bool,
    ) -> Read {
        match object {
            Embedded::Actor(actor) if actor.id == group.url || actor.id == inner.actor => self.face(&actor.id).await,
            Embedded::Actor(_) => Ok(Deed::Nothing("it speaks for another actor")),
            Embedded::Object(object)
                if object.author() == Some(&inner.actor)
                    && host::same_origin_str(&object.id, &inner.actor)
                    && self.is_proven(group, inner, raw).await? =>
            {
                self.handed_post(group, object, changed).await
            }
            other => match self.object(other.id()).await {
                Err(Trouble::Gone) => Ok(Deed::Nothing("gone")),
                object => self.handed_post(group, &object?, changed).await,
            },
        }
    }

    async fn handed_post(&self, group: &Actor, object: &RemoteObject, changed: bool) -> Read {
        let author = object.author().filter(|author| host::same_origin_str(author, &object.id));
        let author = author.ok_or_else(|| Trouble::Final("the post has no author of its own origin".to_owned()))?;
        let author = self.actor(author).await?;
        self.post(object, &author, Some(group), changed).await
    }

    /// Of the announcer's own origin, or proven by the inner actor's key (FEP-8b32).
    async fn is_proven(&self, group: &Actor, inner: &Activity, raw: &Value) -> Result<bool, Trouble> {
        if host::same_origin_str(&inner.actor, &group.url) {
            return Ok(true);
        }
        let Some(key_id) = proof::claimed_key(raw).filter(|key| host::same_origin_str(key, &inner.actor)) else {
            return Ok(false);
        };
        let mut key = self.peers.keys.theirs(&self.peers.app, key_id).await?;
        if key.is_none() {
            self.actor(&inner.actor).await?;
            key = self.peers.keys.theirs(&self.peers.app, key_id).await?;
        }
        Ok(key.is_some_and(|key| key.actor == inner.actor && proof::verify(raw, &key.public).is_ok()))
    }

    pub(super) async fn is_gone(&self, url: &str) -> Result<bool, Trouble> {
        match self.object(url).await {
            Ok(object) => Ok(object.kind == federation::object::ObjectKind::Tombstone),
            Err(Trouble::Gone) => Ok(true),
            Err(trouble) => Err(trouble),
        }
    }

    /// A vote about no post of the group that hands it on; it may have overtaken the post by a moment.
    async fn not_here(&self, post: &str) -> Read {
        match self.known(post).await? {
            None if self.tries <= OVERTAKES => Err(Trouble::Later(NOT_YET.to_owned())),
            _ => Ok(Deed::Nothing("about no post of the group that hands it on")),
        }
    }

    async fn is_in(&self, group: &Actor, post: &str) -> Result<bool, Trouble> {
        Ok(self.known(post).await?.is_some_and(|post| post.group_id == group.id))
    }

    /// The actor called `url`, if it wrote the post.
    async fn author_of(&self, post: &str, url: &str) -> Result<Option<Actor>, Trouble> {
        let Some(post) = self.known(post).await? else { return Ok(None) };
        let author = crate::actors::queries::by_id(&mut *self.peers.app.work.get().await?, post.author_id).await?;
        Ok(author.filter(|author| author.url == url))
    }
}

fn kind_of(vote: &Act) -> Reaction {
    if matches!(vote, Act::Dislike { .. }) { Reaction::Dislike } else { Reaction::Like }
}

/// What the same actor did is taken back; matched by kind and object, because peers make up new ids (wire.md §8).
fn undo(by: &Actor, undone: &Activity) -> Deed {
    let unreact = |post: &String, kind| Deed::Unreact {
        by: by.id,
        post: Some(post.clone()),
        kind: Some(kind),
        url: undone.id.clone().filter(|id| host::same_origin_str(id, &by.url)),
    };
    match &undone.act {
        Act::Follow { object } => Deed::Unfollow { by: by.id, target: Some(object.clone()), follow: undone.id.clone() },
        Act::Like { object, .. } | Act::EmojiReact { object, .. } | Act::Dislike { object } => {
            unreact(object, kind_of(&undone.act))
        }
        Act::Delete { object, .. } => Deed::Restore { by: by.id, post: object.clone() },
        Act::Lock { object, .. } => Deed::Lock { by: by.id, post: object.clone(), locked: false },
        _ => Deed::Nothing("not acted upon here"),
    }
}
