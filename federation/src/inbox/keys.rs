//! Fetching keys that are not known yet, or no longer right (wire.md §3 "Keys", attacks.md A05, B07, B14): one fetch in
//! flight per key, failures remembered, so many fetches per host and minute. Knows nothing of the activity.

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
use crate::limits::{KEY_PAUSE, KEY_REFETCH, REMEMBERED};
use crate::remote::{Remote, RemoteError};
use crate::value;

/// Keys fetched from one host within a minute (wire.md §14.4).
const PER_MINUTE: u32 = 300;

#[derive(Debug, Default)]
pub(super) struct KeyRing {
    slots: Mutex<HashMap<String, Slot>>,
    budgets: Mutex<HashMap<String, (DateTime<Utc>, u32)>>,
}

/// Held while a key is fetched; those who wait see what came of it.
type Slot = Arc<AsyncMutex<State>>;

#[derive(Debug, Default)]
struct State {
    failed: Option<(DateTime<Utc>, Refusal)>,
    renewed: Option<DateTime<Utc>>,
}

impl KeyRing {
    /// The key of an unknown sender.
    pub(super) async fn fetch(&self, home: &dyn Home, remote: &Remote, key_url: &Url) -> Result<KnownKey, Refusal> {
        let slot = self.slot(key_url.as_str());
        let mut state = slot.lock().await;
        if let Some(key) = home.key(key_url.as_str()).await? {
            return Ok(key);
        }
        let now = home.now();
        if let Some((since, refusal)) = &state.failed
            && is_within(*since, now, KEY_PAUSE)
        {
            return Err(refusal.clone());
        }
        let found = self.ask(home, remote, key_url, now).await;
        state.failed = found.as_ref().err().map(|refusal| (now, refusal.clone()));
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
        let slot = self.slot(key_url.as_str());
        let mut state = slot.lock().await;
        let fresh = is_within(old.fetched_at, now, KEY_REFETCH);
        if fresh || state.renewed.is_some_and(|since| is_within(since, now, KEY_REFETCH)) {
            // Somebody else may have renewed it while we waited.
            let current = home.key(key_url.as_str()).await.ok()??;
            return Some(current).filter(|key| key.public != old.public);
        }
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
        if !self.spend(&host::of(key_url).unwrap_or_default(), now) {
            return Err(Refusal::later("too many unknown keys of your server at once", Duration::from_secs(60)));
        }
        let signer = home.signer();
        let actor = match owner_of(remote, &signer, key_url).await {
            Ok(actor) => actor,
            Err(error) if error.is_passing() => {
                return Err(Refusal::later(format!("the key could not be fetched: {error}"), KEY_PAUSE));
            }
            Err(error) => return Err(Refusal::new(401, format!("the key could not be fetched: {error}"))),
        };
        let public = actor.key(key_url.as_str()).cloned();
        let public = public.ok_or_else(|| Refusal::new(401, "the owner of the key does not publish it"))?;
        home.remember_actor(&actor).await?;
        Ok(KnownKey { actor: actor.id, public, fetched_at: now })
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

    fn spend(&self, host: &str, now: DateTime<Utc>) -> bool {
        let minute = Duration::from_secs(60);
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        if budgets.len() >= REMEMBERED {
            budgets.retain(|_, (since, _)| is_within(*since, now, minute));
        }
        let (since, spent) = budgets.entry(host.to_owned()).or_insert((now, 0));
        if !is_within(*since, now, minute) {
            (*since, *spent) = (now, 0);
        }
        *spent += 1;
        *spent <= PER_MINUTE
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
