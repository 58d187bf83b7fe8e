//! The jobs that ask what runs on other servers, as data; software.rs performs them.

use serde::{Deserialize, Serialize};

use crate::actors::queries;
use crate::queue::{self, Job};
use crate::store::ids::HostId;
use crate::store::{Result, Tx};

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

/// An actor of this host has become known: what runs there is asked at once, unless it was.
pub async fn ask_if_unknown(tx: &mut Tx, name: &str) -> Result<()> {
    let Some(host) = queries::host_by_name(tx.conn(), name).await? else { return Ok(()) };
    if host.software_checked_at.is_none() {
        let now = tx.now;
        queue::enqueue(tx, &AskSoftware { host: host.id }, now).await?;
    }
    Ok(())
}
