//! Keys in memory, parsed once: those that our actors sign with, and those of others that requests are checked against.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use federation::home::KnownKey;
use federation::limits::REMEMBERED;
use federation::signature::{PrivateKey, PublicKey, Signer};

use crate::actors::queries;
use crate::app::App;
use crate::store::ids::ActorId;
use crate::store::{Conn, Error, Result};

/// What an actor of ours signs with: requests by RSA, proofs by Ed25519.
pub struct Pair {
    pub rsa: Arc<Signer>,
    pub ed25519: Arc<Signer>,
}

/// How long a key of another server counts as it was read: what another process learnt of it is known after that.
const FRESH: Duration = Duration::from_secs(60);

pub struct Keyring {
    hub: Arc<Pair>,
    hub_actor: ActorId,
    ours: Mutex<HashMap<ActorId, Arc<Pair>>>,
    theirs: Mutex<HashMap<String, (Instant, KnownKey)>>,
}

impl Keyring {
    /// Of a hub whose own actor has been made.
    pub async fn open(app: &App) -> Result<Self> {
        let mut conn = app.read().await?;
        let hub = queries::by_url(&mut conn, &app.site.hub_actor()).await?;
        let hub_actor = hub.ok_or_else(|| Error::Store("the hub has no actor of its own".to_owned()))?.id;
        let hub = Arc::new(read_pair(&mut conn, hub_actor).await?);
        Ok(Self { hub, hub_actor, ours: Mutex::default(), theirs: Mutex::default() })
    }

    /// The hub's own actor signs every GET.
    pub fn hub(&self) -> Arc<Signer> {
        self.hub.rsa.clone()
    }

    pub fn hub_actor(&self) -> ActorId {
        self.hub_actor
    }

    /// The keys of an actor of ours, if they are in memory.
    pub fn cached(&self, actor: ActorId) -> Option<Arc<Pair>> {
        lock(&self.ours).get(&actor).cloned()
    }

    /// The keys of an actor of ours.
    pub async fn pair(&self, conn: &mut Conn, actor: ActorId) -> Result<Arc<Pair>> {
        if let Some(pair) = self.cached(actor) {
            return Ok(pair);
        }
        let pair = Arc::new(read_pair(conn, actor).await?);
        let mut ours = lock(&self.ours);
        if ours.len() >= REMEMBERED {
            ours.clear();
        }
        ours.insert(actor, pair.clone());
        Ok(pair)
    }

    /// A key of another server's actor, as it is stored.
    pub async fn theirs(&self, app: &App, key_id: &str) -> Result<Option<KnownKey>> {
        if let Some((_, key)) = lock(&self.theirs).get(key_id).filter(|(read, _)| read.elapsed() < FRESH) {
            return Ok(Some(key.clone()));
        }
        let read = Instant::now();
        let found = queries::key_by_id(&mut *app.work.get().await?, key_id).await?;
        let Some((key, actor)) = found.filter(|(_, actor)| !actor.is_local()) else { return Ok(None) };
        let public = PublicKey::from_der(&key.public_der).map_err(|error| Error::Store(error.to_string()))?;
        let known = KnownKey { actor: actor.url, public, fetched_at: key.fetched_at };
        let mut theirs = lock(&self.theirs);
        if theirs.len() >= REMEMBERED {
            theirs.clear();
        }
        theirs.insert(key_id.to_owned(), (read, known.clone()));
        Ok(Some(known))
    }

    /// The actor was fetched anew: what was remembered of its keys is not sure any more.
    pub fn forget(&self, actor_url: &str) {
        lock(&self.theirs).retain(|_, (_, key)| key.actor != actor_url);
    }
}

async fn read_pair(conn: &mut Conn, actor: ActorId) -> Result<Pair> {
    let keys = queries::list_keys(conn, actor).await?;
    let signer = |algorithm: &str| {
        let key = keys.iter().find(|key| key.algorithm == algorithm);
        let (key, private) = key.and_then(|key| Some((key, key.private_der.as_deref()?))).ok_or(Error::NotFound)?;
        let parsed = PrivateKey::from_pkcs8(private).map_err(|error| Error::Store(error.to_string()))?;
        Ok::<_, Error>(Arc::new(Signer { key_id: key.key_id.clone(), key: parsed }))
    };
    Ok(Pair { rsa: signer("rsa")?, ed25519: signer("ed25519")? })
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
