//! Signing and sending ONE activity to ONE inbox (wire.md §4.2 "We send", rule 1, rule 19). Which inboxes, in what order
//! and when again is the application's; this says what came of one attempt.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::HeaderMap;
use url::Url;

use crate::media_type::ACTIVITY_JSON;
use crate::remote::{Posted, Remote, RemoteError};
use crate::signature::{self, KeyError, Scheme, Signer};

/// What is remembered of a host between deliveries, for 30 days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PeerMemory {
    /// Whether it has accepted RFC 9421 (`true`) or cavage (`false`); `None` when nothing was ever accepted.
    pub rfc9421: Option<bool>,
}

impl PeerMemory {
    /// The scheme to knock with first.
    pub fn first(self) -> Scheme {
        if self.rfc9421 == Some(true) { Scheme::Rfc9421 } else { Scheme::Cavage }
    }
}

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A 2xx. `peer` is what to remember.
    Delivered { peer: PeerMemory },
    /// It will not take this activity; go on with the next. Lemmy answers 400 to what it has already.
    Refused { status: u16, reason: String },
    /// 410: this inbox is gone for good.
    Gone,
    /// Try again, not before `after` where the peer says so.
    Retry { after: Option<Duration>, reason: String },
}

/// Sends, with a second knock where the first was not understood. `sign` makes the headers by one scheme, as
/// [`sign_post`] does: 0.26 ms of CPU with RSA, which whoever sends much does on a thread for such work.
pub async fn deliver<Signed>(
    remote: &Remote,
    inbox: &Url,
    body: Bytes,
    peer: PeerMemory,
    sign: impl Fn(Scheme) -> Signed,
) -> Outcome
where
    Signed: Future<Output = Result<HeaderMap, String>>,
{
    let knock = async |scheme| match sign(scheme).await {
        Ok(headers) => remote.post(inbox, body.clone(), headers).await,
        Err(reason) => Err(RemoteError::Network(reason)),
    };
    let first = peer.first();
    let answer = knock(first).await;
    if !asks_for_another_knock(&answer, peer) {
        return outcome(answer, first);
    }
    let second = first.other();
    let again = knock(second).await;
    // What counts is what was said to the scheme that is known to work.
    match &again {
        Ok(posted) if is_success(posted.status) => outcome(again, second),
        _ if peer.rfc9421.is_some() => outcome(answer, first),
        _ => outcome(again, second),
    }
}

/// The headers of a delivery by one scheme; pure CPU work.
pub fn sign_post(
    signer: &Signer,
    scheme: Scheme,
    inbox: &Url,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<HeaderMap, KeyError> {
    signature::sign_post(signer, scheme, inbox, ACTIVITY_JSON, body, now)
}

/// Whether the other scheme is worth a try: after 401 always, after 400 only with a peer that has never accepted
/// anything, because 400 has many other reasons (a duplicate on Lemmy).
fn asks_for_another_knock(answer: &Result<Posted, RemoteError>, peer: PeerMemory) -> bool {
    match answer {
        Ok(posted) => posted.status == 401 || (posted.status == 400 && peer.rfc9421.is_none()),
        Err(_) => false,
    }
}

/// What an answer means.
fn outcome(answer: Result<Posted, RemoteError>, scheme: Scheme) -> Outcome {
    let posted = match answer {
        Ok(posted) => posted,
        // An address may be forbidden because a name server has gone wrong for a while, so nothing is lost for it.
        Err(error) => return Outcome::Retry { after: None, reason: error.to_string() },
    };
    match posted.status {
        status if is_success(status) => {
            Outcome::Delivered { peer: PeerMemory { rfc9421: Some(scheme == Scheme::Rfc9421) } }
        }
        410 => Outcome::Gone,
        408 | 425 | 429 | 500.. => Outcome::Retry { after: posted.retry_after, reason: reason(posted) },
        status => Outcome::Refused { status, reason: reason(posted) },
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

fn reason(posted: Posted) -> String {
    format!("{} {}", posted.status, posted.body_excerpt).trim_end().to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::signature::{Claim, Message};
    use crate::testing::{Reply, Server, now, remote, rsa_public, rsa_signer};

    const CAVAGE: PeerMemory = PeerMemory { rfc9421: Some(false) };
    const RFC9421: PeerMemory = PeerMemory { rfc9421: Some(true) };
    const STRANGER: PeerMemory = PeerMemory { rfc9421: None };

    /// A peer that verifies strictly; its path says which schemes it understands and what it answers otherwise.
    async fn peer() -> Server {
        Server::start("127.0.1.1", |asked| {
            assert_eq!(asked.method, "POST");
            assert_eq!(asked.headers["content-type"], "application/activity+json");
            let host = asked.headers["host"].to_str().unwrap();
            let message =
                Message { method: "POST", target: &asked.target, scheme: "http", host, headers: &asked.headers };
            let claim = Claim::read(&message, now()).unwrap();
            claim.check_digest(&message, &asked.body).unwrap();
            claim.verify(&message, &rsa_public()).unwrap();
            let modern = matches!(claim, Claim::Rfc9421(_));
            Reply::status(match asked.target.as_str() {
                "/both" => 202,
                "/cavage" if modern => 401,
                "/9421" if !modern => 401,
                "/9421-400" if !modern => 400,
                "/duplicate" => 400,
                "/shut" => 401,
                "/gone" => 410,
                "/busy" => return Reply::status(503).with("retry-after", "30").body("later"),
                "/slow" => 429,
                "/moved" => return Reply::status(301).with("location", "/both"),
                "/blocked" => return Reply::status(403).body("you are blocked"),
                _ => 200,
            })
        })
        .await
    }

    #[tokio::test]
    async fn every_answer_has_its_outcome_and_a_second_knock_only_where_it_helps() {
        let (remote, server) = (remote(), peer().await);
        let signer = rsa_signer("http://hub.test/c/g#main-key");
        let delivered = |peer| Outcome::Delivered { peer };
        let refused = |status: u16, reason: &str| Outcome::Refused { status, reason: reason.into() };
        let retry = |after, reason: &str| Outcome::Retry { after, reason: reason.into() };
        let table = [
            ("/both", STRANGER, 1, delivered(CAVAGE)),
            ("/both", RFC9421, 1, delivered(RFC9421)),
            ("/9421", STRANGER, 2, delivered(RFC9421)),
            ("/9421", CAVAGE, 2, delivered(RFC9421)),
            ("/cavage", RFC9421, 2, delivered(CAVAGE)),
            ("/9421-400", STRANGER, 2, delivered(RFC9421)),
            ("/duplicate", STRANGER, 2, refused(400, "400")),
            ("/duplicate", CAVAGE, 1, refused(400, "400")),
            ("/shut", STRANGER, 2, refused(401, "401")),
            ("/gone", STRANGER, 1, Outcome::Gone),
            ("/busy", CAVAGE, 1, retry(Some(Duration::from_secs(30)), "503 later")),
            ("/slow", CAVAGE, 1, retry(None, "429")),
            ("/moved", CAVAGE, 1, refused(301, "301")),
            ("/blocked", CAVAGE, 1, refused(403, "403 you are blocked")),
        ];
        for (path, memory, knocks, wanted) in table {
            let (before, inbox) = (server.hits(), server.url(path));
            let sign =
                async |scheme| sign_post(&signer, scheme, &inbox, b"{}", now()).map_err(|error| error.to_string());
            let got = deliver(&remote, &inbox, Bytes::from_static(b"{}"), memory, sign).await;
            assert_eq!(got, wanted, "{path} {memory:?}");
            assert_eq!(server.hits() - before, knocks, "{path} {memory:?}");
        }
    }

    #[tokio::test]
    async fn a_server_that_is_away_is_tried_again() {
        let nobody = Url::parse("http://peer.test:9/inbox").unwrap();
        let got = deliver(&remote(), &nobody, Bytes::new(), STRANGER, |_| async { Ok(HeaderMap::new()) }).await;
        assert!(matches!(got, Outcome::Retry { after: None, .. }), "{got:?}");
    }
}
