//! HTTP signatures and object proofs: what proves who sent a request (wire.md §4.2, §4.3, §5).
//! Knows keys, bytes and headers; not where keys are kept, not what an activity means.
//!
//! Two schemes are spoken. draft-cavage-http-signatures-12 is what everybody sends and reads; RFC 9421 is
//! accepted whenever its headers are there and sent as a second knock. LD signatures are neither made nor read (A18).

pub mod cavage;
pub mod digest;
mod fields;
pub mod jcs;
mod key;
pub mod proof;
pub mod rfc9421;
#[cfg(test)]
mod vectors;

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use http::HeaderMap;
use http::header::{CONTENT_TYPE, HOST, HeaderValue};
use url::Url;

pub use key::{KeyError, KeyKind, PrivateKey, PublicKey};

use crate::host;
use crate::limits::{SIGNATURE_AGE, SIGNATURE_AHEAD, SIGNATURE_BYTES};

/// Why a signature, a digest or a proof was not accepted: one sentence for the sender's operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(pub String);

impl Fault {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Fault(why.into())
    }
}

/// A private key with the id under which others find its public half.
#[derive(Debug)]
pub struct Signer {
    /// Absolute address, `<actor>#main-key` for RSA and `<actor>#ed25519-key` for Ed25519.
    pub key_id: String,
    pub key: PrivateKey,
}

/// The two ways to sign a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Cavage,
    Rfc9421,
}

impl Scheme {
    /// The one for a second knock.
    pub fn other(self) -> Scheme {
        match self {
            Scheme::Cavage => Scheme::Rfc9421,
            Scheme::Rfc9421 => Scheme::Cavage,
        }
    }
}

/// A received request as its sender saw it: behind a proxy, the public scheme and host.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// Upper case.
    pub method: &'a str,
    /// Path and query as received.
    pub target: &'a str,
    /// `https`, or `http` on test networks.
    pub scheme: &'a str,
    /// Our own authority: host, and port where it is unusual.
    pub host: &'a str,
    pub headers: &'a HeaderMap,
}

impl Message<'_> {
    /// The `Host` to rebuild a base with: the received one where it names us, otherwise our own, because
    /// a proxy may have replaced it. A signature made for another host verifies with neither.
    fn signed_host(&self) -> &str {
        let names_us = |sent: &str| {
            let bare = sent.strip_suffix(":443").or(sent.strip_suffix(":80")).unwrap_or(sent);
            bare.eq_ignore_ascii_case(self.host) || sent.eq_ignore_ascii_case(self.host)
        };
        match self.headers.get(HOST).and_then(|value| value.to_str().ok()) {
            Some(sent) if names_us(sent) => sent,
            _ => self.host,
        }
    }

    /// All values of a header as both schemes join them; `None` when there is none or one is not text.
    fn header(&self, name: &str) -> Option<String> {
        if name == "host" {
            return Some(self.signed_host().to_owned());
        }
        let mut joined: Option<String> = None;
        for value in self.headers.get_all(name) {
            let value = std::str::from_utf8(value.as_bytes()).ok()?.trim();
            joined = Some(match joined {
                Some(before) => format!("{before}, {value}"),
                None => value.to_owned(),
            });
        }
        joined
    }
}

/// What a request claims about its sender: read and judged in shape, not yet verified with a key.
#[derive(Debug)]
pub enum Claim {
    Cavage(cavage::Claim),
    Rfc9421(rfc9421::Claim),
}

impl Claim {
    /// Reads the signature headers and refuses what could be replayed elsewhere: too little covered, another
    /// time (A07, A08). Costs no key and no fetch. `Signature-Input` decides for RFC 9421.
    pub fn read(message: &Message<'_>, now: DateTime<Utc>) -> Result<Claim, Fault> {
        check_size(message.headers)?;
        if message.headers.contains_key("signature-input") {
            return rfc9421::Claim::read(message, now).map(Claim::Rfc9421);
        }
        let claim = cavage::Claim::parse(message.headers)?;
        claim.check(message, now)?;
        Ok(Claim::Cavage(claim))
    }

    pub fn key_id(&self) -> &str {
        match self {
            Claim::Cavage(claim) => &claim.key_id,
            Claim::Rfc9421(claim) => &claim.key_id,
        }
    }

    /// Compares the body with the digest that the signature covers.
    pub fn check_digest(&self, message: &Message<'_>, body: &[u8]) -> Result<(), Fault> {
        match self {
            Claim::Cavage(_) => digest::check_digest(message.headers, body),
            Claim::Rfc9421(_) => digest::check_content_digest(message.headers, body),
        }
    }

    /// Verifies with the key; covers exactly what [`Claim::read`] has demanded.
    pub fn verify(&self, message: &Message<'_>, key: &PublicKey) -> Result<(), Fault> {
        match self {
            Claim::Cavage(claim) => claim.verify(message, key),
            Claim::Rfc9421(claim) => claim.verify(message, key),
        }
    }

    /// The text that should have been signed, for the debug log.
    pub fn base(&self, message: &Message<'_>) -> String {
        match self {
            Claim::Cavage(claim) => claim.base(message, true),
            Claim::Rfc9421(claim) => claim.base(message),
        }
        .unwrap_or_else(|fault| fault.0)
    }
}

/// Headers of a signed POST, all but `Host`, which the client sends itself. CPU work: 0.26 ms with RSA-2048.
pub fn sign_post(
    signer: &Signer,
    scheme: Scheme,
    url: &Url,
    content_type: &'static str,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<HeaderMap, KeyError> {
    let mut headers = match scheme {
        Scheme::Cavage => cavage::sign_post(signer, url, content_type, body, now)?,
        Scheme::Rfc9421 => rfc9421::sign(signer, "POST", url, Some(body), now)?,
    };
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    Ok(headers)
}

/// Headers of a signed GET, all but `Host`. `with_query` false leaves the query out of what cavage covers:
/// some peers rebuild the request target without it (wire.md §4.1).
pub fn sign_get(
    signer: &Signer,
    scheme: Scheme,
    url: &Url,
    with_query: bool,
    now: DateTime<Utc>,
) -> Result<HeaderMap, KeyError> {
    match scheme {
        Scheme::Cavage => cavage::sign_get(signer, url, with_query, now),
        Scheme::Rfc9421 => rfc9421::sign(signer, "GET", url, None, now),
    }
}

fn http_date(now: DateTime<Utc>) -> String {
    httpdate::fmt_http_date(SystemTime::from(now))
}

fn target(url: &Url, with_query: bool) -> String {
    match url.query() {
        Some(query) if with_query => format!("{}?{query}", url.path()),
        _ => url.path().to_owned(),
    }
}

fn host_of(url: &Url) -> String {
    host::header(url)
}

fn header_value(text: &str) -> Result<HeaderValue, KeyError> {
    HeaderValue::from_str(text).map_err(|_| KeyError::Unusable)
}

/// What is read here is compared with itself, so it is short.
fn check_size(headers: &HeaderMap) -> Result<(), Fault> {
    let names = ["signature", "signature-input", "digest", "content-digest"];
    let bytes: usize = names.iter().flat_map(|name| headers.get_all(*name)).map(HeaderValue::len).sum();
    if bytes > SIGNATURE_BYTES {
        return Err(Fault(format!("the headers of the signature are longer than {SIGNATURE_BYTES} bytes")));
    }
    Ok(())
}

/// Whether a signature of this moment is still, or already, to be believed (A08).
fn check_window(signed: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Fault> {
    let age = now.signed_duration_since(signed).num_seconds();
    if age > SIGNATURE_AGE.as_secs() as i64 {
        return Err(Fault(format!("the signature is {age} s old, at most 3600 s are accepted")));
    }
    if -age > SIGNATURE_AHEAD.as_secs() as i64 {
        return Err(Fault(format!("the signature is dated {} s ahead of our clock", -age)));
    }
    Ok(())
}

fn check_expiry(expires: i64, now: DateTime<Utc>) -> Result<(), Fault> {
    if expires.saturating_add(SIGNATURE_AHEAD.as_secs() as i64) < now.timestamp() {
        return Err(Fault::new("the signature has expired"));
    }
    Ok(())
}

fn moment(seconds: i64) -> Result<DateTime<Utc>, Fault> {
    DateTime::from_timestamp(seconds, 0).ok_or_else(|| Fault::new("created is not a moment"))
}
