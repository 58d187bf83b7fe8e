//! Fetching keys that are not known yet, or no longer right (wire.md §3 "Keys", attacks.md A05, B07, B14): one fetch in
//! flight per key, failures remembered, so many fetches per domain and hour, so many requests that wait. Whoever has a
//! key fetched has proven nothing yet. Knows nothing of the activity.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::Mutex as AsyncMutex;
use url::Url;

use super::Refusal;
use crate::actor::{ActorKind, RemoteActor};
use crate::home::{Home, KnownKey};
use crate::host;
use crate::limits::{KEY_PAUSE, KEY_PAUSE_FIRST, KEY_REFETCH, KEY_TRICKLE, KEYS_WAITING, REMEMBERED};
use crate::remote::budget::Budget;
use crate::remote::{Remote, RemoteError};
use crate::value;

#[derive(Debug)]
pub(super) struct KeyRing {
    slots: Mutex<HashMap<String, Slot>>,
    /// How many requests wait for keys of each domain.
    waiting: Mutex<HashMap<String, usize>>,
    /// Apart from the hub's own, which nobody spends who was not let in.
    budget: Budget,
}

/// Of one request among those that wait for keys.
struct Place<'a> {
    ring: &'a KeyRing,
    domain: String,
}

/// Held while a key is fetched; those who wait see what came of it.
type Slot = Arc<AsyncMutex<State>>;

#[derive(Debug, Default)]
struct State {
    failed: Option<Failure>,
    renewed: Option<DateTime<Utc>>,
}

#[derive(Debug)]
struct Failure {
    at: DateTime<Utc>,
    pause: Duration,
    refusal: Refusal,
}

impl Default for KeyRing {
    fn default() -> Self {
        let budget = Budget::with_trickle(KEY_TRICKLE);
        KeyRing { slots: Mutex::default(), waiting: Mutex::default(), budget }
    }
}

impl KeyRing {
    /// The key of an unknown sender.
    pub(super) async fn fetch(&self, home: &dyn Home, remote: &Remote, key_url: &Url) -> Result<KnownKey, Refusal> {
        let busy = || Refusal::slower("too many unknown keys at once", KEY_PAUSE_FIRST);
        let _place = self.place(key_url).ok_or_else(busy)?;
        let slot = self.slot(key_url.as_str());
        let mut state = slot.lock().await;
        if let Some(key) = home.key(key_url.as_str()).await? {
            return Ok(key);
        }
        let now = home.now();
        if let Some(failure) = &state.failed
            && is_within(failure.at, now, failure.pause)
        {
            return Err(failure.refusal.clone());
        }
        // Nothing is held against the key for this.
        self.budget
            .spend(key_url, now)
            .map_err(|spent| Refusal::slower("too many unknown keys of your domain within an hour", spent.0))?;
        let found = self.ask(home, remote, key_url, now).await;
        state.failed = found.as_ref().err().map(|refusal| Failure {
            at: now,
            pause: pause(refusal, state.failed.as_ref()),
            refusal: refusal.clone(),
        });
        found
    }

    /// The same key again after its signature failed, when that was not tried within the hour.
    pub(super) async fn renew(
        &self,
        home: &dyn Home,
        remote: &Remote,
        key_url: &Url,
        old: &KnownKey,
    ) -> Option<KnownKey> {
        let now = home.now();
        let _place = self.place(key_url)?;
        let slot = self.slot(key_url.as_str());
        let mut state = slot.lock().await;
        let fresh = is_within(old.fetched_at, now, KEY_REFETCH);
        if fresh || state.renewed.is_some_and(|since| is_within(since, now, KEY_REFETCH)) {
            // Somebody else may have renewed it while we waited.
            let current = home.key(key_url.as_str()).await.ok()??;
            return Some(current).filter(|key| key.public != old.public);
        }
        self.budget.spend(key_url, now).ok()?;
        state.renewed = Some(now);
        let new = self.ask(home, remote, key_url, now).await.ok()?;
        tracing::info!(key_id = %key_url, changed = new.public != old.public, "key fetched again");
        Some(new).filter(|key| key.public != old.public)
    }

    async fn ask(
        &self,
        home: &dyn Home,
        remote: &Remote,
        key_url: &Url,
        now: DateTime<Utc>,
    ) -> Result<KnownKey, Refusal> {
        let signer = home.signer();
        let actor = match owner_of(remote, &signer, key_url).await {
            Ok(actor) => actor,
            Err(error) if error.is_passing() => {
                return Err(Refusal::slower(format!("the key could not be fetched: {error}"), KEY_PAUSE_FIRST));
            }
            Err(error) => return Err(Refusal::new(401, format!("the key could not be fetched: {error}"))),
        };
        let public = actor.key(key_url.as_str()).cloned();
        let public = public.ok_or_else(|| Refusal::new(401, "the owner of the key does not publish it"))?;
        home.remember_actor(&actor).await?;
        Ok(KnownKey { actor: actor.id, public, fetched_at: now })
    }

    /// A domain may hold as many as are free: however many an attacker's domains hold, another's first comes in.
    fn place(&self, key_url: &Url) -> Option<Place<'_>> {
        let domain = host::domain(&host::of(key_url).unwrap_or_default());
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let free = KEYS_WAITING - waiting.values().sum::<usize>();
        let held = waiting.get(&domain).copied().unwrap_or_default();
        if held >= free {
            return None;
        }
        waiting.insert(domain.clone(), held + 1);
        Some(Place { ring: self, domain })
    }

    fn slot(&self, key_id: &str) -> Slot {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= REMEMBERED && !slots.contains_key(key_id) {
            // What is forgotten is asked for again; what is in use is kept.
            slots.retain(|_, slot| Arc::strong_count(slot) > 1);
        }
        Arc::clone(slots.entry(key_id.to_owned()).or_default())
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut waiting = self.ring.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = waiting.get_mut(&self.domain) {
            *held -= 1;
            if *held == 0 {
                waiting.remove(&self.domain);
            }
        }
    }
}

/// How long a key is not asked for again: what may pass is tried sooner, and later each time.
fn pause(refusal: &Refusal, before: Option<&Failure>) -> Duration {
    match (refusal.retry_after, before.filter(|before| before.refusal.retry_after.is_some())) {
        (None, _) => KEY_PAUSE,
        (Some(_), None) => KEY_PAUSE_FIRST,
        (Some(_), Some(before)) => (before.pause * 2).min(KEY_PAUSE),
    }
}

fn is_within(since: DateTime<Utc>, now: DateTime<Utc>, span: Duration) -> bool {
    (now - since).num_milliseconds() < span.as_millis() as i64
}

/// The actor behind a key id: the document is the actor itself, or a key that names its owner on the same origin.
async fn owner_of(
    remote: &Remote,
    signer: &crate::signature::Signer,
    key_url: &Url,
) -> Result<RemoteActor, RemoteError> {
    let document = remote.fetch_object(key_url, Some(signer)).await?;
    let wrong = |why: &str| RemoteError::WrongType(why.to_owned());
    let document = if value::list(document.get("type")).iter().any(is_actor) {
        document
    } else {
        let owner = value::id(document.get("owner")).or_else(|| value::id(document.get("controller")));
        let owner =
            owner.and_then(|owner| Url::parse(&owner).ok()).ok_or_else(|| wrong("neither an actor nor a key"))?;
        if !host::same_origin(&owner, key_url) {
            return Err(RemoteError::WrongId(owner.into()));
        }
        remote.fetch_object(&owner, Some(signer)).await?
    };
    RemoteActor::parse(&document).map_err(|malformed| RemoteError::WrongType(malformed.0))
}

fn is_actor(kind: &Value) -> bool {
    kind.as_str().is_some_and(|kind| ActorKind::of(kind).is_some())
}
