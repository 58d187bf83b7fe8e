//! The door for servers: what a POST to an inbox must pass before it is stored (core.md "Coming in" 1, wire.md §4.4,
//! attacks.md A06-A10, B07, B10, C23). Cheap checks first, one signature verification, no fetch when the key is known.
//! Knows the shape of an activity, not its meaning; stores through [`Home`].
//!
//! A replay within the hour is the same bytes, thus the same activity id, which the application stores once; so
//! no memory of signatures is kept here.

mod keys;
mod knocks;
mod pace;
mod sketch;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::Value;
use url::Url;

use crate::home::{Busy, Home, Incoming, KnownKey, Policy};
use crate::host;
use crate::json;
use crate::limits::{INBOX_BYTES, KNOCK_BYTES, KNOCK_PAUSE};
use crate::media_type;
use crate::remote::Remote;
use crate::signature::{Claim, Fault, Message, proof};
use keys::KeyRing;
use knocks::Knocks;
pub use pace::Pace;
use sketch::Sketch;

/// A request as the web server got it.
#[derive(Debug, Clone)]
pub struct Request {
    /// Upper case.
    pub method: String,
    /// Path and query as received, before any rewriting.
    pub path_and_query: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Both are answered 202.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// It is stored.
    Stored,
    /// There was nothing to do: an unknown actor deletes or changes itself.
    Ignored,
}

/// Why a request was not taken. The reason is for the sender's operator, in English like all of the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status}: {reason}")]
pub struct Refusal {
    pub status: u16,
    pub reason: String,
    pub retry_after: Option<Duration>,
}

impl Refusal {
    fn new(status: u16, reason: impl Into<String>) -> Self {
        Refusal { status, reason: reason.into(), retry_after: None }
    }

    fn later(reason: impl Into<String>, after: Duration) -> Self {
        Refusal { status: 503, reason: reason.into(), retry_after: Some(after) }
    }

    /// What is the sender's own affair, yet worth another try: no 5xx, which GoToSocial would lose (wire.md 15a.10).
    fn slower(reason: impl Into<String>, after: Duration) -> Self {
        Refusal { status: 429, reason: reason.into(), retry_after: Some(after) }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Refusal::new(401, fault.0)
    }
}

impl From<Busy> for Refusal {
    fn from(busy: Busy) -> Self {
        Refusal::later("the hub is busy", busy.retry_after)
    }
}

/// The door. One for the whole process: it remembers which keys could not be fetched.
pub struct Inbox {
    home: Arc<dyn Home>,
    remote: Arc<Remote>,
    keys: KeyRing,
    knocks: Knocks,
    pace: Pace,
}

impl Inbox {
    pub fn new(home: Arc<dyn Home>, remote: Arc<Remote>, pace: Pace) -> Self {
        Inbox { home, remote, keys: KeyRing::default(), knocks: Knocks::default(), pace }
    }

    /// Judges a POST to any inbox of the hub and stores it. Everything before the signature costs microseconds.
    pub async fn receive(&self, request: Request) -> Result<Accepted, Refusal> {
        if request.body.len() > INBOX_BYTES {
            return Err(Refusal::new(413, format!("the body is larger than {INBOX_BYTES} bytes")));
        }
        let content_type = request.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !media_type::is_postable(content_type) {
            return Err(Refusal::new(415, "the content type is not application/activity+json or application/ld+json"));
        }
        let authority = host::header(self.home.base());
        let message = self.message(&request, &authority);
        let now = self.home.now();
        let claim = Claim::read(&message, now)?;
        let value = json::read(&request.body).map_err(|malformed| Refusal::new(400, malformed.0))?;
        let sketch = Sketch::read(&value).map_err(|malformed| Refusal::new(400, malformed.0))?;
        let host = self.check_origin(&sketch)?;
        let standing = self.check_sender(&host, &sketch, request.body.len()).await?;
        claim.check_digest(&message, &request.body)?;
        let key_url = self.check_key_id(claim.key_id(), &host).await?;
        let stored = self.home.key(claim.key_id()).await?;
        if stored.is_none() && sketch.concerns_itself() {
            return Ok(Accepted::Ignored);
        }
        let owner = self.authenticate(&claim, &message, &key_url, stored).await?;
        if owner != sketch.actor {
            self.check_proof(&value, &sketch.actor).await?;
        }
        if standing == Policy::Stranger && !self.knocks.hear(&host, now) {
            return Err(often_enough());
        }
        // Whoever carried it here is slowed, not whose it is.
        let sender = host::of_str(&owner).unwrap_or_default();
        self.pace
            .keep(&sender, request.body.len())
            .await
            .map_err(|fast| Refusal::slower("your server is sending faster than this hub takes", fast.0))?;
        self.home
            .accept(Incoming {
                id: sketch.id,
                kind: sketch.kind,
                actor: sketch.actor,
                lane: sketch.lane,
                host,
                body: request.body,
                received_at: now,
            })
            .await?;
        Ok(Accepted::Stored)
    }

    /// Who asks: the actor that signed a GET, for what is not public (wire.md §12). A refusal is not for the asker's
    /// eyes: private and absent look the same.
    pub async fn identify(&self, request: &Request) -> Result<String, Refusal> {
        let authority = host::header(self.home.base());
        let message = self.message(request, &authority);
        let claim = Claim::read(&message, self.home.now())?;
        let key_url = self.check_key_id(claim.key_id(), "").await?;
        let stored = self.home.key(claim.key_id()).await?;
        self.authenticate(&claim, &message, &key_url, stored).await
    }

    /// An activity that somebody else carries must prove itself by a key of its actor (wire.md §5, A13): what a group
    /// announces, what a relay forwards. `activity` is the raw value, as it was signed.
    pub async fn check_proof(&self, activity: &Value, actor: &str) -> Result<(), Refusal> {
        let foreign =
            || Refusal::new(401, "the key of the signature is not the actor's, and there is no proof by the actor");
        let key_id = proof::claimed_key(activity).ok_or_else(foreign)?;
        if !host::same_origin_str(key_id, actor) {
            return Err(foreign());
        }
        let url = self.check_key_id(key_id, "").await?;
        let key = match self.home.key(key_id).await? {
            Some(key) => key,
            None => self.keys.fetch(self.home.as_ref(), &self.remote, &url).await?,
        };
        if key.actor != actor {
            return Err(foreign());
        }
        proof::verify(activity, &key.public).map_err(Refusal::from)
    }

    /// The id of the actor whose key verifies; fetches the key when it is unknown or may have been replaced.
    async fn authenticate(
        &self,
        claim: &Claim,
        message: &Message<'_>,
        key_url: &Url,
        stored: Option<KnownKey>,
    ) -> Result<String, Refusal> {
        let home = self.home.as_ref();
        let key = match stored {
            Some(key) => key,
            None => self.keys.fetch(home, &self.remote, key_url).await?,
        };
        let Err(fault) = claim.verify(message, &key.public) else {
            return Ok(key.actor);
        };
        // The actor may have a new key: one look per key and hour.
        let renewed = self.keys.renew(home, &self.remote, key_url, &key).await;
        if let Some(new) = renewed.filter(|new| claim.verify(message, &new.public).is_ok()) {
            return Ok(new.actor);
        }
        tracing::debug!(key_id = claim.key_id(), base = %claim.base(message), "{fault}");
        Err(fault.into())
    }

    fn message<'a>(&'a self, request: &'a Request, authority: &'a str) -> Message<'a> {
        Message {
            method: &request.method,
            target: &request.path_and_query,
            scheme: self.home.base().scheme(),
            host: authority,
            headers: &request.headers,
        }
    }

    /// Id and actor are addresses of one origin, which is not ours (A06, A10, wire.md rule 4). Answers the host.
    fn check_origin(&self, sketch: &Sketch) -> Result<String, Refusal> {
        let parse = |what: &str, text: &str| {
            let url = Url::parse(text).map_err(|_| Refusal::new(400, format!("{what} is not an address")))?;
            match self.remote.check(&url) {
                Ok(()) => Ok(url),
                Err(forbidden) => Err(Refusal::new(400, format!("{what}: {forbidden}"))),
            }
        };
        let (id, actor) = (parse("id", &sketch.id)?, parse("actor", &sketch.actor)?);
        if !host::same_origin(&id, &actor) {
            return Err(Refusal::new(401, "id and actor are of different origins"));
        }
        if host::same_origin(&actor, self.home.base()) {
            return Err(Refusal::new(401, "the actor is of this hub"));
        }
        host::of(&actor).ok_or_else(|| Refusal::new(400, "actor has no valid host"))
    }

    /// A key id is an address elsewhere whose server is not blocked; `judged` is a host that was asked about already.
    async fn check_key_id(&self, key_id: &str, judged: &str) -> Result<Url, Refusal> {
        let url = Url::parse(key_id).map_err(|_| Refusal::new(401, "keyId is not an address"))?;
        if let Err(forbidden) = self.remote.check(&url) {
            return Err(Refusal::new(401, format!("keyId: {forbidden}")));
        }
        if host::same_origin(&url, self.home.base()) {
            return Err(Refusal::new(401, "keyId is of this hub"));
        }
        let host = host::of(&url).unwrap_or_default();
        if host != judged {
            self.check_policy(&host).await?;
        }
        Ok(url)
    }

    /// A server that is not listed is heard as far as it asks to be a partner. Whether it is that server is not proven
    /// yet: nothing is counted.
    async fn check_sender(&self, host: &str, sketch: &Sketch, size: usize) -> Result<Policy, Refusal> {
        let standing = self.home.policy(host).await;
        let signer = self.home.signer();
        let hub = signer.key_id.split('#').next().unwrap_or_default();
        if standing != Policy::Stranger || size > KNOCK_BYTES || !sketch.is_knock(hub) {
            self.check_policy(host).await?;
        } else if !self.knocks.may(host, self.home.now()) {
            return Err(often_enough());
        }
        Ok(standing)
    }

    async fn check_policy(&self, host: &str) -> Result<(), Refusal> {
        match self.home.policy(host).await {
            Policy::Open => Ok(()),
            Policy::Blocked => Err(Refusal::new(403, "your server is blocked here")),
            Policy::NotAllowed => Err(Refusal::new(403, "this hub does not federate")),
            Policy::Stranger => Err(Refusal::new(403, "this hub federates with listed partners only")),
        }
    }
}

fn often_enough() -> Refusal {
    Refusal { retry_after: Some(KNOCK_PAUSE), ..Refusal::new(429, "you have asked often enough") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod fuzz;
#[cfg(test)]
mod tests;
