//! The connection pool.

use std::time::Duration;

use deadpool::managed::{Hook, HookError, Metrics, Object, QueueMode};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::{Error, Result};

pub type Conn = AsyncPgConnection;
pub type Manager = AsyncDieselConnectionManager<AsyncPgConnection>;

/// A connection that was not used for so long is asked for a sign of life before it is used again: one that was closed is
/// known to be, one that a network between has forgotten is not.
const UNSURE: Duration = Duration::from_secs(30);
const AT_MOST: Duration = Duration::from_secs(3);

#[derive(Clone)]
pub struct Pool(deadpool::managed::Pool<Manager>);

impl Pool {
    /// `schema` is for tests: the search path of every connection.
    pub fn new(database_url: &str, size: usize, statement_timeout: Duration) -> Result<Self> {
        let set = format!(
            "set statement_timeout = {}; set idle_in_transaction_session_timeout = 60000; set timezone = 'UTC'",
            statement_timeout.as_millis()
        );
        let mut config = ManagerConfig::default();
        config.recycling_method = RecyclingMethod::Fast;
        config.custom_setup = Box::new(move |url| {
            let set = set.clone();
            async move {
                let mut conn = AsyncPgConnection::establish(url).await?;
                conn.batch_execute(&set).await.map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
                Ok(conn)
            }
            .boxed()
        });
        let manager = AsyncDieselConnectionManager::new_with_config(database_url, config);
        let pool = deadpool::managed::Pool::builder(manager)
            .max_size(size)
            .wait_timeout(Some(AT_MOST))
            .create_timeout(Some(AT_MOST))
            .recycle_timeout(Some(AT_MOST))
            .runtime(deadpool::Runtime::Tokio1)
            // The one that was used last is warm: its statements are prepared.
            .queue_mode(QueueMode::Lifo)
            .post_recycle(Hook::async_fn(verify))
            .build()
            .map_err(|error| Error::Store(error.to_string()))?;
        Ok(Self(pool))
    }

    /// Asks the server for a sign of life.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.get().await?.batch_execute("select 1").await?)
    }

    pub async fn get(&self) -> Result<Object<Manager>> {
        self.0.get().await.map_err(|error| Error::Busy(error.to_string()))
    }
}

fn verify<'a>(
    conn: &'a mut Conn,
    metrics: &'a Metrics,
) -> BoxFuture<'a, std::result::Result<(), HookError<diesel_async::pooled_connection::PoolError>>> {
    async move {
        if metrics.last_used() < UNSURE {
            return Ok(());
        }
        match tokio::time::timeout(AT_MOST, conn.batch_execute("select 1")).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(HookError::message("the connection is lost")),
        }
    }
    .boxed()
}
