//! What runs on other servers: asked when a host is met, then daily; it decides in which form a group announces there.

use federation::discovery::{LookupError, fetch_software};
use url::Url;

use super::Peers;
use super::asking::AskSoftware;
use crate::actors::{hosts, queries};
use crate::queue;
use crate::store::{Result, Topic};

/// Hosts asked again in one turn of the daily job.
const AT_ONCE: i64 = 200;

impl Peers {
    pub async fn ask_software(&self, job: &AskSoftware) -> Result<()> {
        let id = job.host;
        let Some(host) = queries::host_by_id(&mut *self.app.work.get().await?, id).await? else { return Ok(()) };
        let scheme = if self.remote.plain_http() { "http" } else { "https" };
        let found = match Url::parse(&format!("{scheme}://{}/", host.name)) {
            Ok(url) => fetch_software(&self.remote, &url).await,
            Err(_) => Err(LookupError::Malformed),
        };
        if let Err(error) = &found {
            tracing::debug!(host = host.name, %error, "peers: a host does not say what it runs");
        }
        let software = found.as_ref().ok().map(|software| (software.name.as_str(), software.version.as_str()));
        let now = self.app.clock.now();
        self.app
            .write_behind(async |tx| {
                hosts::learn_software(tx.conn(), id, software, now).await?;
                // Deliveries that waited for the answer may go.
                tx.ring(Topic::Activities);
                Ok(())
            })
            .await
    }

    pub async fn ask_all_software(&self) -> Result<()> {
        let now = self.app.clock.now();
        let due = hosts::list_unchecked(&mut *self.app.work.get().await?, now, AT_ONCE).await?;
        self.app
            .write_behind(async |tx| {
                for host in &due {
                    queue::enqueue(tx, &AskSoftware { host: host.id }, now).await?;
                }
                Ok(())
            })
            .await
    }
}
