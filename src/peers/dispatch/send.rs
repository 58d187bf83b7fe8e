//! One activity to one inbox: signed off the async threads, and what came of it.

use axum::http::HeaderMap;
use chrono::TimeDelta;
use federation::delivery::{self, Outcome, PeerMemory};
use federation::signature::Scheme;
use url::Url;

use super::lane::Item;
use crate::peers::Peers;
use crate::store::ids::HostId;

/// What came of an item.
pub enum Answer {
    Delivered,
    Refused {
        status: u16,
        reason: String,
    },
    Gone,
    Later {
        after: Option<TimeDelta>,
        reason: String,
    },
    /// A fault of ours: nothing that the host did.
    Broken,
}

impl Answer {
    pub fn state(&self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Refused { .. } => "refused",
            Self::Gone => "gone",
            Self::Later { .. } | Self::Broken => "retrying",
        }
    }

    pub fn status(&self) -> Option<i16> {
        match self {
            Self::Refused { status, .. } => i16::try_from(*status).ok(),
            Self::Gone => Some(410),
            Self::Delivered | Self::Later { .. } | Self::Broken => None,
        }
    }

    pub fn reason(&self) -> &str {
        match self {
            Self::Refused { reason, .. } | Self::Later { reason, .. } => reason,
            Self::Broken => "it could not be sent: a fault of this hub",
            Self::Delivered | Self::Gone => "",
        }
    }

    /// The pause that the host asked for.
    pub fn after(&self) -> Option<TimeDelta> {
        match self {
            Self::Later { after, .. } => *after,
            Self::Delivered | Self::Refused { .. } | Self::Gone | Self::Broken => None,
        }
    }
}

pub struct Sent {
    pub host: HostId,
    pub item: Item,
    pub answer: Answer,
    /// What the host was found to understand.
    pub rfc9421: Option<bool>,
}

pub async fn one(peers: &Peers, (host, knows): (HostId, Option<bool>), item: Item) -> Sent {
    let (answer, rfc9421) = match outcome(peers, knows, &item).await {
        Outcome::Delivered { peer } => (Answer::Delivered, peer.rfc9421),
        Outcome::Refused { status, reason } => (Answer::Refused { status, reason }, None),
        Outcome::Gone => (Answer::Gone, None),
        Outcome::Retry { after, reason } => {
            let after = after.and_then(|after| TimeDelta::from_std(after).ok());
            (Answer::Later { after, reason }, None)
        }
    };
    metrics::counter!("deliveries", "answer" => answer.state()).increment(1);
    Sent { host, item, answer, rfc9421 }
}

async fn outcome(peers: &Peers, knows: Option<bool>, item: &Item) -> Outcome {
    let Ok(inbox) = Url::parse(&item.inbox) else {
        return Outcome::Refused { status: 400, reason: "the inbox is not an address".to_owned() };
    };
    let peer = PeerMemory { rfc9421: knows };
    let sign = |scheme| sign(peers, item, inbox.clone(), scheme);
    delivery::deliver(&peers.remote, &inbox, item.body.clone(), peer, sign).await
}

async fn sign(peers: &Peers, item: &Item, inbox: Url, scheme: Scheme) -> Result<HeaderMap, String> {
    let pair = async {
        let mut conn = peers.app.work.get().await?;
        peers.keys.pair(&mut conn, item.actor).await
    };
    let pair = match peers.keys.cached(item.actor) {
        Some(pair) => pair,
        None => pair.await.map_err(|error| error.to_string())?,
    };
    let (body, now) = (item.body.clone(), peers.app.clock.now());
    let signed = tokio::task::spawn_blocking(move || delivery::sign_post(&pair.rsa, scheme, &inbox, &body, now));
    signed.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
}
