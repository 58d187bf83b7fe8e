//! The connection pool.

use std::time::Duration;

use deadpool::managed::Object;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig};
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use futures_util::FutureExt;

use super::{Error, Result};

pub type Conn = AsyncPgConnection;
pub type Manager = AsyncDieselConnectionManager<AsyncPgConnection>;

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
            .wait_timeout(Some(Duration::from_secs(3)))
            .create_timeout(Some(Duration::from_secs(3)))
            .recycle_timeout(Some(Duration::from_secs(3)))
            .runtime(deadpool::Runtime::Tokio1)
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
