//! The unit of work: a transaction and its moment. Only App makes one. No network, mail, markdown or hashing inside.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use deadpool::managed::Object;
use diesel_async::SimpleAsyncConnection;
use uuid::Uuid;

use super::bell::{Topic, Topics};
use super::pool::{Conn, Manager, Pool};
use super::{Result, Site};

/// What the journal has written in this transaction, for those who must add to it before the commit.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub seq: i64,
    pub verb: &'static str,
    pub actor_id: Option<Uuid>,
    pub post_id: Option<Uuid>,
    pub group_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
    pub data: serde_json::Value,
}

pub struct Tx {
    conn: Option<Object<Manager>>,
    pub now: DateTime<Utc>,
    pub site: Arc<Site>,
    pub recorded: Vec<Recorded>,
    topics: Topics,
}

impl Tx {
    pub async fn begin(pool: &Pool, now: DateTime<Utc>, site: Arc<Site>) -> Result<Self> {
        let mut conn = pool.get().await?;
        conn.batch_execute("begin").await?;
        Ok(Self { conn: Some(conn), now, site, recorded: Vec::new(), topics: Topics::default() })
    }

    pub fn conn(&mut self) -> &mut Conn {
        // The connection leaves only in commit and roll_back, which take self.
        match &mut self.conn {
            Some(conn) => conn,
            None => unreachable!("a transaction holds its connection until it ends"),
        }
    }

    /// Wakes the listeners of `topic` once this has been committed.
    pub fn ring(&mut self, topic: Topic) {
        self.topics.add(topic);
    }

    /// Runs `work`; when it fails, what it wrote and recorded is undone and the transaction goes on.
    pub async fn nested<T>(&mut self, work: impl AsyncFnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let recorded = self.recorded.len();
        self.conn().batch_execute("savepoint nested").await?;
        match work(self).await {
            Ok(value) => {
                self.conn().batch_execute("release savepoint nested").await?;
                Ok(value)
            }
            Err(error) => {
                self.recorded.truncate(recorded);
                self.conn().batch_execute("rollback to savepoint nested; release savepoint nested").await?;
                Err(error)
            }
        }
    }

    /// Answers the topics to ring.
    pub async fn commit(mut self) -> Result<Topics> {
        self.conn().batch_execute("commit").await?;
        self.conn = None;
        Ok(self.topics)
    }

    pub async fn roll_back(mut self) -> Result<()> {
        self.conn().batch_execute("rollback").await?;
        self.conn = None;
        Ok(())
    }
}

impl Drop for Tx {
    /// A transaction that was given up half-way (its request was cancelled) never returns to the pool.
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            drop(Object::take(conn));
        }
    }
}
