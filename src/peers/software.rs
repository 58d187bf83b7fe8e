//! What runs on other servers: asked when a host is met, then daily; it decides in which form a group announces there.

use federation::discovery::{LookupError, fetch_software};
use serde::{Deserialize, Serialize};
use url::Url;

use super::Peers;
use crate::actors::{hosts, queries};
use crate::queue::{self, Job};
use crate::store::ids::HostId;
use crate::store::{Result, Topic, Tx};

/// Asks one host for its software.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AskSoftware {
    pub host: HostId,
}

impl Job for AskSoftware {
    const KIND: &'static str = "peers.ask-software";

    fn key(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.host))
    }
}

/// Asks those again who were not asked for a day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AskAllSoftware;

impl Job for AskAllSoftware {
    const KIND: &'static str = "peers.ask-all-software";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

/// Hosts asked again in one turn of the daily job.
const AT_ONCE: i64 = 200;

/// An actor of this host has become known: what runs there is asked at once, unless it was.
pub async fn ask_if_unknown(tx: &mut Tx, name: &str) -> Result<()> {
    let Some(host) = queries::host_by_name(tx.conn(), name).await? else { return Ok(()) };
    if host.software_checked_at.is_none() {
        let now = tx.now;
        queue::enqueue(tx, &AskSoftware { host: host.id }, now).await?;
    }
    Ok(())
}

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
