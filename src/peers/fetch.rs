//! What must be fetched from elsewhere: actors and objects, each from its own address only, each host judged first.

use federation::actor::RemoteActor;
use federation::home::Policy;
use federation::object::RemoteObject;
use federation::remote::RemoteError;
use federation::{host, json};
use url::Url;

use super::Peers;
use crate::actors::{self, Actor};
use crate::store::Error;
use crate::store::ids::ActorId;

/// Why something could not be had or done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It is gone for good: 404, 410 or a tombstone.
    #[error("it is gone")]
    Gone,
    /// No further try will help.
    #[error("{0}")]
    Final(String),
    /// Worth another try.
    #[error("{0}")]
    Later(String),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        match error {
            Error::Busy(reason) | Error::Store(reason) => Self::Later(reason),
            other => Self::Final(other.to_string()),
        }
    }
}

impl From<RemoteError> for Trouble {
    fn from(error: RemoteError) -> Self {
        match error {
            RemoteError::Gone | RemoteError::NotFound => Self::Gone,
            error if error.is_passing() => Self::Later(error.to_string()),
            error => Self::Final(error.to_string()),
        }
    }
}

impl From<json::Malformed> for Trouble {
    fn from(malformed: json::Malformed) -> Self {
        Self::Final(malformed.0)
    }
}

impl Peers {
    /// A document of another server at its own address, asked for as the hub.
    pub async fn document(&self, address: &str) -> Result<serde_json::Value, Trouble> {
        let url = Url::parse(address).map_err(|_| Trouble::Final(format!("{address} is not an address")))?;
        let name = host::of(&url).ok_or_else(|| Trouble::Final(format!("{address} has no valid host")))?;
        if name == self.app.site.host() {
            return Err(Trouble::Final(format!("{address} is of this hub")));
        }
        if self.home.judge(&name).await? != Policy::Open {
            return Err(Trouble::Final(format!("{name} is not allowed here")));
        }
        Ok(self.remote.fetch_object(&url, Some(&self.keys.hub())).await?)
    }

    pub async fn fetch_object(&self, address: &str) -> Result<RemoteObject, Trouble> {
        Ok(RemoteObject::parse(&self.document(address).await?)?)
    }

    /// Fetches an actor and stores what its document says.
    pub async fn fetch_actor(&self, address: &str) -> Result<Actor, Trouble> {
        let actor = RemoteActor::parse(&self.document(address).await?)?;
        let id = self.home.keep(&actor).await?;
        self.stored(id).await
    }

    /// An actor by its address: ours, known, or fetched.
    pub async fn actor(&self, address: &str) -> Result<Actor, Trouble> {
        match self.known_actor(address).await? {
            Some(actor) => Ok(actor),
            None => self.fetch_actor(address).await,
        }
    }

    /// The same without a fetch.
    pub async fn known_actor(&self, address: &str) -> Result<Option<Actor>, Trouble> {
        let known = actors::queries::by_url(&mut *self.app.work.get().await?, address).await?;
        match known {
            Some(actor) => self.admitted(actor).await.map(Some),
            None => Ok(None),
        }
    }

    /// An actor that may act here now: whoever was known before their server was blocked is no less blocked, and who is
    /// gone does nothing any more (attacks A22, A23).
    pub async fn admitted(&self, actor: Actor) -> Result<Actor, Trouble> {
        if actor.gone_at.is_some() || actor.suspended_at.is_some() {
            return Err(Trouble::Gone);
        }
        let open = match host::of_str(&actor.url) {
            _ if actor.is_local() => true,
            Some(name) => self.home.judge(&name).await? == Policy::Open,
            None => false,
        };
        if open { Ok(actor) } else { Err(Trouble::Final(format!("{} is not allowed here", actor.url))) }
    }

    async fn stored(&self, id: ActorId) -> Result<Actor, Trouble> {
        let found = actors::queries::by_id(&mut *self.app.work.get().await?, id).await?;
        found.ok_or_else(|| Trouble::Later("the actor was not stored".to_owned()))
    }
}
