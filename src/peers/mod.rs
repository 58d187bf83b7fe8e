//! The door for servers: wire <-> draft, and the streams that carry activities in and out. Decides nothing: commands of
//! the features do.

pub mod absence;
pub mod arrivals;
pub mod asking;
pub mod backfill;
pub mod copies;
pub mod dispatch;
pub mod documents;
pub mod erasing;
pub mod fetch;
pub mod flights;
pub mod gather;
pub mod home;
pub mod inbox;
pub mod keys;
pub mod lookup;
pub mod objects;
pub mod outbox;
pub mod partners;
mod private;
pub mod purse;
pub mod records;
pub mod software;
pub mod threads;

use std::ops::Deref;
use std::sync::Arc;

use federation::inbox::{Inbox, Pace};
use federation::remote::{ListedNames, Remote, RemoteConfig};

use crate::app::App;
use crate::store::{Error, Result};
use flights::Flights;
use gather::Gatherer;
use home::Hearth;
use keys::Keyring;
use outbox::Outbox;

/// What every handler and task of this door holds.
#[derive(Clone)]
pub struct Peers(Arc<Parts>);

pub struct Parts {
    pub app: App,
    pub remote: Arc<Remote>,
    pub keys: Arc<Keyring>,
    pub home: Arc<Hearth>,
    pub inbox: Inbox,
    pub outbox: Arc<Outbox>,
    pub flights: Flights,
}

impl Deref for Peers {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Peers {
    /// Opens the door of a hub that has had its first start; from now on adds to each change what goes out with it.
    pub async fn open(app: &App) -> Result<Self> {
        let federation = &app.config.federation;
        let clock = app.clock.clone();
        let agent = format!("Waypost/{} (+{})", env!("CARGO_PKG_VERSION"), app.site.base());
        let mut config = RemoteConfig::new(agent, Arc::new(move || clock.now()));
        config.allow_networks = federation.allow_networks.clone();
        config.plain_http = federation.plain_http;
        let names = federation.names.iter().map(|named| (named.name.clone(), named.address)).collect();
        config.resolver = Arc::new(ListedNames(names));
        config.ca_pem = match &federation.ca_file {
            Some(path) => {
                let pem = tokio::fs::read(path).await;
                Some(pem.map_err(|error| Error::Store(format!("federation.ca_file {}: {error}", path.display())))?)
            }
            None => None,
        };
        let remote = Arc::new(Remote::new(config).map_err(|error| Error::Store(error.to_string()))?);
        let keys = Arc::new(Keyring::open(app).await?);
        let home = Arc::new(Hearth::new(app, keys.clone(), Gatherer::start(app)));
        let inbox = Inbox::new(home.clone(), remote.clone(), Pace::per_second(federation.pace));
        let outbox = Arc::new(Outbox::new(keys.clone(), federation.mode));
        app.publish_with(outbox.clone());
        Ok(Self(Arc::new(Parts { app: app.clone(), remote, keys, home, inbox, outbox, flights: Flights::default() })))
    }
}
