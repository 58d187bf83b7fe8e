//! Anything of the fediverse by its handle or address: an actor, a group, a post, fetched and stored, so that it can be
//! read and followed here.

use std::collections::HashSet;

use federation::actor::RemoteActor;
use federation::discovery::{Acct, LookupError, resolve_handle};
use federation::home::Policy;
use federation::host;
use federation::object::RemoteObject;

use super::Peers;
use super::arrivals::{Errand, deed::Deed, perform};
use super::fetch::Trouble;
use crate::actors::{self, Actor};
use crate::groups;
use crate::posts::{self, Post};

/// What was found.
#[derive(Debug, Clone)]
pub enum Found {
    Group(Actor),
    Person(Actor),
    Post(Box<Post>),
}

/// Why nothing was; each has its sentence in remote.ftl.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotFound {
    /// Neither a handle nor an address.
    Malformed,
    Unknown,
    /// The other server does not answer.
    Unreachable,
    /// Its server is blocked, or this hub federates with partners only, or not at all.
    NotAllowed,
}

impl From<Trouble> for NotFound {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Gone | Trouble::Final(_) => Self::Unknown,
            Trouble::Later(_) => Self::Unreachable,
        }
    }
}

impl From<LookupError> for NotFound {
    fn from(error: LookupError) -> Self {
        match error {
            LookupError::Malformed => Self::Malformed,
            LookupError::Unknown => Self::Unknown,
            LookupError::Remote(error) => Trouble::from(error).into(),
        }
    }
}

impl Peers {
    /// By `name@host`, `@name@host`, `!name@host` or an address.
    pub async fn look_up(&self, text: &str) -> Result<Found, NotFound> {
        let text = text.trim();
        if text.starts_with("https://") || text.starts_with("http://") {
            return self.look_up_address(text).await;
        }
        let acct = Acct::parse(text, true).ok_or(NotFound::Malformed)?;
        if acct.host == self.app.site.host() {
            let mut conn = self.app.read().await.map_err(Trouble::from)?;
            let known = actors::queries::by_handle(&mut conn, &acct.name).await.map_err(Trouble::from)?;
            return known.map(found).ok_or(NotFound::Unknown);
        }
        self.check(&acct.host).await?;
        let resolved = resolve_handle(&self.remote, text).await?;
        self.look_up_address(resolved.actor.as_str()).await
    }

    async fn look_up_address(&self, address: &str) -> Result<Found, NotFound> {
        let mut conn = self.app.read().await.map_err(Trouble::from)?;
        if let Some(actor) = actors::queries::by_url(&mut conn, address).await.map_err(Trouble::from)? {
            return Ok(found(actor));
        }
        let post = match self.app.site.post_id(address) {
            Some(id) => posts::queries::by_id(&mut conn, id).await,
            None => posts::queries::by_url(&mut conn, address).await,
        };
        drop(conn);
        if let Some(post) = post.map_err(Trouble::from)? {
            return Ok(Found::Post(Box::new(post)));
        }
        let name = host::of_str(address).ok_or(NotFound::Malformed)?;
        if name == self.app.site.host() {
            return Err(NotFound::Unknown);
        }
        self.check(&name).await?;
        let document = self.document(address).await?;
        match RemoteActor::parse(&document) {
            Ok(actor) => {
                self.home.keep(&actor).await.map_err(Trouble::from)?;
                Ok(found(self.actor(&actor.id).await?))
            }
            Err(_) => self.take_post(&document).await,
        }
    }

    async fn check(&self, host: &str) -> Result<(), NotFound> {
        match self.home.judge(host).await.map_err(Trouble::from)? {
            Policy::Open => Ok(()),
            Policy::Blocked | Policy::NotAllowed | Policy::Stranger => Err(NotFound::NotAllowed),
        }
    }

    /// A post that somebody looked up, with the group that it names and what it answers.
    async fn take_post(&self, document: &serde_json::Value) -> Result<Found, NotFound> {
        let object = RemoteObject::parse(document).map_err(|_| NotFound::Unknown)?;
        let mut group = None;
        for url in object.groups.iter().chain(&object.recipients.to).chain(&object.recipients.cc).take(5) {
            let is_actor = url.starts_with("http") && !federation::audience::is_public(url);
            if is_actor
                && let Ok(actor) = self.actor(url).await
                && actor.kind == "group"
            {
                group = Some(actor);
                break;
            }
        }
        let about = HashSet::new();
        let deed = Errand::own(self, &about).looked_up(&object, group.as_ref(), &object.id).await?;
        self.apply(&deed).await?;
        let post = posts::queries::by_url(&mut *self.app.read().await.map_err(Trouble::from)?, &object.id).await;
        post.map_err(Trouble::from)?.map(|post| Found::Post(Box::new(post))).ok_or(NotFound::Unknown)
    }

    /// Applies what we fetched ourselves: nobody sent it, so nothing is handed on.
    pub(super) async fn apply(&self, deed: &Deed) -> Result<(), Trouble> {
        let outbox = &self.outbox;
        let done = self.app.write_behind(async |tx| perform(tx, outbox, deed, "{}").await).await;
        match done {
            Err(crate::store::Error::Conflict(_)) => Ok(()),
            done => Ok(done?),
        }
    }

    /// Whether an actor that was looked up is a group with rows of its own.
    pub async fn group_of(&self, actor: &Actor) -> crate::store::Result<Option<groups::Group>> {
        groups::queries::by_id(&mut *self.app.read().await?, actor.id).await
    }
}

fn found(actor: Actor) -> Found {
    if actor.kind == "group" { Found::Group(actor) } else { Found::Person(actor) }
}
