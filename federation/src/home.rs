//! The ONE seam between the protocol and the application: what receiving needs to ask and to hand over.
//! Everything else the application does by calling this crate; this crate calls the application only here.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use url::Url;

use crate::actor::RemoteActor;
use crate::signature::{PublicKey, Signer};

/// The application as the inbox sees it. Methods that wait return boxed futures, so that `Arc<dyn Home>` works.
pub trait Home: Send + Sync {
    /// The hub's clock.
    fn now(&self) -> DateTime<Utc>;

    /// `https://hub.example/`: the origin of everything that is ours, as the world sees it.
    fn base(&self) -> &Url;

    /// The hub's own actor, which signs GETs.
    fn signer(&self) -> Arc<Signer>;

    /// What the administrator decided about a server. `host` is in normal form, with a port where that is unusual;
    /// a block of a domain covers what lies under it ([`crate::host::lies_under`]).
    fn policy<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Policy>;

    /// A key that is stored, from memory if possible: asked for every request. `Busy` when the store cannot answer.
    fn key<'a>(&'a self, key_id: &'a str) -> BoxFuture<'a, Result<Option<KnownKey>, Busy>>;

    /// Stores an actor that was fetched just now, with its keys and its host, or refreshes it. Keys that it no longer
    /// publishes are no longer its keys. Afterwards [`Home::key`] finds them.
    fn remember_actor<'a>(&'a self, actor: &'a RemoteActor) -> BoxFuture<'a, Result<(), Busy>>;

    /// Stores an activity durably: the sender is told 202 once this returns, and an activity id that was stored
    /// before is no error. `Busy` past the bound of what may wait.
    fn accept(&self, incoming: Incoming) -> BoxFuture<'_, Result<(), Busy>>;
}

/// What is done with a server's requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    Open,
    /// Refused by the block list.
    Blocked,
    /// The hub federates not at all.
    NotAllowed,
    /// The hub federates with listed partners only, and this one is not listed: it may ask to be a partner, and answer
    /// when it was asked, by its hub's own actor; nothing else.
    Stranger,
}

/// A stored key with its owner.
#[derive(Debug, Clone)]
pub struct KnownKey {
    /// The id of the actor that publishes the key.
    pub actor: String,
    pub public: PublicKey,
    pub fetched_at: DateTime<Utc>,
}

/// The application cannot take more, or cannot reach its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy {
    pub retry_after: Duration,
}

/// An activity that passed the door: who sent it is proven, what it may do is not yet judged.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Absolute, on the origin of the actor.
    pub id: String,
    /// Its type, as it came: `Create`.
    pub kind: String,
    pub actor: String,
    /// What stays in order: all about one object; what an actor does to it for itself alone has a lane of its own.
    pub lane: String,
    /// The actor's server in normal form.
    pub host: String,
    /// As received; read it with [`crate::json::read`].
    pub body: Bytes,
    pub received_at: DateTime<Utc>,
}
