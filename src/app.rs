//! What every door holds: the pools, the clock, the site, the bell. `write` is the only way to a transaction.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use deadpool::managed::Object;

use crate::config::Config;
use crate::journal::Publisher;
use crate::media::Media;
use crate::store::pool::Manager;
use crate::store::{Bell, Clock, Error, Pool, Result, Site, Tx};

#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    /// For pages and the API: short statements.
    pub pool: Pool,
    /// For the worker and the inbox: a flood there leaves the pages their connections.
    pub work: Pool,
    pub clock: Clock,
    pub site: Arc<Site>,
    pub config: Arc<Config>,
    pub media: Media,
    pub bell: Bell,
    publisher: OnceLock<Arc<dyn Publisher>>,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    pub fn new(config: Arc<Config>, database_url: &str, clock: Clock) -> Result<Self> {
        let site = Arc::new(Site::new(&config.site.base_url, &config.site.name, &config.site.tagline));
        Ok(Self(Arc::new(Parts {
            pool: Pool::new(database_url, config.database.connections, Duration::from_secs(3))?,
            work: Pool::new(database_url, config.database.connections, Duration::from_secs(30))?,
            clock,
            site,
            media: Media::new(config.data_dir().join("files")),
            config,
            bell: Bell::default(),
            publisher: OnceLock::new(),
        })))
    }

    /// Sets, once, who adds to each transaction what goes out with it.
    pub fn publish_with(&self, publisher: Arc<dyn Publisher>) {
        if self.0.publisher.set(publisher).is_err() {
            tracing::error!("app: a second publisher was ignored");
        }
    }

    /// A connection to read with.
    pub async fn read(&self) -> Result<Object<Manager>> {
        self.0.pool.get().await
    }

    /// Runs `work` in a transaction: commits on Ok, rolls back on Err.
    pub async fn write<T>(&self, work: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        self.write_on(&self.0.pool, work).await
    }

    /// The same on the worker's pool.
    pub async fn write_behind<T>(&self, work: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        self.write_on(&self.0.work, work).await
    }

    async fn write_on<T>(&self, pool: &Pool, work: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let mut tx = Tx::begin(pool, self.0.clock.now(), self.0.site.clone()).await?;
        let ended = match work(&mut tx).await {
            Ok(value) => self.published(&mut tx).await.map(|()| value),
            Err(error) => Err(error),
        };
        match ended {
            Ok(value) => {
                let topics = tx.commit().await?;
                self.0.bell.ring(topics);
                Ok(value)
            }
            Err(error) => {
                if let Err(second) = tx.roll_back().await {
                    tracing::warn!(error = %second, "app: rolling back failed, the connection is dropped");
                }
                Err(error)
            }
        }
    }

    async fn published(&self, tx: &mut Tx) -> Result<(), Error> {
        let recorded = std::mem::take(&mut tx.recorded);
        match self.0.publisher.get() {
            Some(publisher) if !recorded.is_empty() => publisher.publish(tx, recorded).await,
            _ => Ok(()),
        }
    }
}
