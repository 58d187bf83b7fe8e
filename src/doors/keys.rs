//! Key pairs for new actors of ours, made off the async threads and before a transaction. Knows no actor.

use federation::signature::{KeyError, PrivateKey};
use tokio::sync::Semaphore;

use crate::actors::KeyPairs;
use crate::store::{Error, Result};

/// RSA takes 0.1 to 0.5 s of a core.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

pub async fn new_keys() -> Result<KeyPairs> {
    let _turn = AT_ONCE.acquire().await.map_err(|closed| Error::Store(closed.to_string()))?;
    let made = tokio::task::spawn_blocking(make).await.map_err(|error| Error::Store(error.to_string()))?;
    made.map_err(|error| Error::Store(error.to_string()))
}

fn make() -> Result<KeyPairs, KeyError> {
    let (rsa, ed25519) = (PrivateKey::generate_rsa()?, PrivateKey::generate_ed25519()?);
    Ok(KeyPairs {
        rsa_public: rsa.public()?.to_der().to_vec(),
        rsa_private: rsa.to_pkcs8()?,
        ed25519_public: ed25519.public()?.to_der().to_vec(),
        ed25519_private: ed25519.to_pkcs8()?,
    })
}
