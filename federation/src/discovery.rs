//! Finding and being found (wire.md §2, §4.1): WebFinger, NodeInfo, host-meta, content negotiation and the way back to a
//! visitor's own server. Builders are pure; what asks others goes through the guarded client. Knows no rows and no pages.

mod acct;
mod intents;
mod negotiation;
mod nodeinfo;
mod webfinger;

#[cfg(test)]
use serde_json::Value;

pub use acct::Acct;
pub use intents::{Interaction, find_interaction};
pub use negotiation::wants_activity;
pub use nodeinfo::{NodeInfo, Software, fetch_software, find_hub_actor, nodeinfo, nodeinfo_index};
pub use webfinger::{
    Asked, Finger, Found, canonical_handle, host_meta, read_resource, resolve_handle, webfinger, webfinger_hub,
};

use crate::remote::RemoteError;

/// Why a handle or address leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// Neither a handle nor an address.
    #[error("not a handle")]
    Malformed,
    /// The server answers for somebody else, or for nobody (A19).
    #[error("the server does not know this handle")]
    Unknown,
    #[error(transparent)]
    Remote(#[from] RemoteError),
}

/// What the readers make of a collected document: an actor's address, a NodeInfo document's, a software's name.
#[cfg(test)]
pub(crate) fn read_any(document: &Value) -> Option<String> {
    let _ = intents::from_links(document);
    webfinger::self_link(document)
        .or_else(|| nodeinfo::document_link(document))
        .or_else(|| nodeinfo::software(document).map(|software| software.name))
}
