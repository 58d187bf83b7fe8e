//! draft-cavage-http-signatures-12 as the fediverse speaks it (wire.md §4.2, attacks.md A07, A08).
//! Knows one request and one key; who the key belongs to is the inbox's question.

use chrono::{DateTime, Utc};
use http::HeaderMap;
use http::header::{DATE, HeaderName};
use url::Url;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::digest::digest_header;
use super::{Fault, KeyError, KeyKind, Message, PublicKey, Signer};
use super::{check_expiry, check_window, header_value, host_of, http_date, moment, target};
use crate::limits::SIGNATURE_PARTS;

const TARGET: &str = "(request-target)";
const CREATED: &str = "(created)";
const EXPIRES: &str = "(expires)";

/// The fields of a `Signature` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub key_id: String,
    /// Lower case; `None` means the same as `hs2019`: decided by the kind of key.
    pub algorithm: Option<String>,
    /// Lower case, in the order of the sender.
    pub headers: Vec<String>,
    pub signature: Vec<u8>,
    pub created: Option<i64>,
    pub expires: Option<i64>,
}

impl Claim {
    /// Reads the one `Signature` header. Spaces around commas, any order and unquoted numbers are fine;
    /// a second header, a repeated field or a missing `keyId` or `signature` is not.
    pub fn parse(headers: &HeaderMap) -> Result<Claim, Fault> {
        let mut values = headers.get_all("signature").iter();
        let value = values.next().ok_or_else(|| Fault::new("the request is not signed"))?;
        if values.next().is_some() {
            return Err(Fault::new("there is more than one Signature header"));
        }
        let text = value.to_str().map_err(|_| Fault::new("the Signature header is not text"))?;
        let mut fields = Fields::split(text)?;
        let number = |text: Option<String>| match text {
            None => Ok(None),
            // Fractions of a second are allowed by the draft and sent by nobody.
            Some(text) => match text.split('.').next().unwrap_or_default().parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(Fault::new("created or expires is not a number")),
            },
        };
        let claim = Claim {
            key_id: fields.take("keyid").ok_or_else(|| Fault::new("the Signature header has no keyId"))?,
            algorithm: fields.take("algorithm").map(|name| name.to_ascii_lowercase()),
            created: number(fields.take("created"))?,
            expires: number(fields.take("expires"))?,
            headers: match fields.take("headers") {
                Some(list) => list.split_ascii_whitespace().map(str::to_ascii_lowercase).collect(),
                None => vec!["date".to_owned()],
            },
            signature: fields
                .take("signature")
                .and_then(|text| BASE64_STANDARD.decode(text).ok())
                .ok_or_else(|| Fault::new("the Signature header has no signature in base64"))?,
        };
        if claim.headers.len() > SIGNATURE_PARTS {
            return Err(Fault::new("the signature names too many headers"));
        }
        for (index, name) in claim.headers.iter().enumerate() {
            if claim.headers[..index].contains(name) {
                return Err(Fault(format!("the signature names {name} twice")));
            }
        }
        Ok(claim)
    }

    /// Refuses what covers too little or belongs to another time: a POST must cover (request-target), host,
    /// digest and date or (created), any other method all of these but the digest.
    pub fn check(&self, message: &Message<'_>, now: DateTime<Utc>) -> Result<(), Fault> {
        match self.algorithm.as_deref() {
            None | Some("hs2019" | "rsa-sha256" | "ed25519") => {}
            Some(other) => return Err(Fault(format!("the algorithm {other} is not accepted"))),
        }
        let demanded: &[&str] = if message.method == "POST" { &[TARGET, "host", "digest"] } else { &[TARGET, "host"] };
        if let Some(missing) = demanded.iter().find(|name| !self.covers(name)) {
            return Err(Fault(format!("the signature does not cover {missing}")));
        }
        if !self.covers("date") && !self.covers(CREATED) {
            return Err(Fault::new("the signature covers neither date nor (created)"));
        }
        if self.covers("date") {
            let date = message.header("date").ok_or_else(|| Fault::new("the Date header is missing"))?;
            let date = httpdate::parse_http_date(&date).map_err(|_| Fault::new("the Date header is not a date"))?;
            check_window(date.into(), now)?;
        }
        if self.covers(CREATED) || self.covers(EXPIRES) {
            // §2.1.6: the pseudo-headers belong to hs2019 alone.
            if matches!(self.algorithm.as_deref(), Some("rsa-sha256")) {
                return Err(Fault::new("(created) and (expires) need the algorithm hs2019"));
            }
        }
        if self.covers(CREATED) {
            let created = self.created.ok_or_else(|| Fault::new("created is missing"))?;
            check_window(moment(created)?, now)?;
        }
        match self.expires {
            Some(expires) => check_expiry(expires, now),
            None => Ok(()),
        }
    }

    /// Verifies with the key: first with the query in the request target, then without (wire.md §4.2).
    pub fn verify(&self, message: &Message<'_>, key: &PublicKey) -> Result<(), Fault> {
        let fits = match self.algorithm.as_deref() {
            Some("rsa-sha256") => key.kind() == KeyKind::Rsa,
            Some("ed25519") => key.kind() == KeyKind::Ed25519,
            _ => true,
        };
        if !fits {
            return Err(Fault::new("the algorithm does not fit the key"));
        }
        if key.verifies(self.base(message, true)?.as_bytes(), &self.signature) {
            return Ok(());
        }
        if message.target.contains('?') && key.verifies(self.base(message, false)?.as_bytes(), &self.signature) {
            return Ok(());
        }
        Err(Fault::new("the signature does not verify with the key of its keyId"))
    }

    /// The signing string (§2.3).
    pub fn base(&self, message: &Message<'_>, with_query: bool) -> Result<String, Fault> {
        let mut lines = Vec::with_capacity(self.headers.len());
        for name in &self.headers {
            let value = match name.as_str() {
                TARGET => {
                    let path = message.target.split('?').next().unwrap_or_default();
                    let target = if with_query { message.target } else { path };
                    format!("{} {target}", message.method.to_ascii_lowercase())
                }
                CREATED => self.created.map(|n| n.to_string()).unwrap_or_default(),
                EXPIRES => self.expires.map(|n| n.to_string()).unwrap_or_default(),
                name => message.header(name).ok_or_else(|| Fault(format!("the signed header {name} is missing")))?,
            };
            lines.push(format!("{name}: {value}"));
        }
        Ok(lines.join("\n"))
    }

    fn covers(&self, name: &str) -> bool {
        self.headers.iter().any(|header| header == name)
    }
}

/// The comma-separated `name="value"` fields, names in lower case.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn split(text: &str) -> Result<Fields, Fault> {
        let malformed = || Fault::new("the Signature header is malformed");
        let mut found: Vec<(String, String)> = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (name, after) = rest.split_once('=').ok_or_else(malformed)?;
            let name = name.trim().to_ascii_lowercase();
            let after = after.trim_start();
            let value;
            (value, rest) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').ok_or_else(malformed)?,
                None => after.split_at(after.find(',').unwrap_or(after.len())),
            };
            if found.iter().any(|(other, _)| *other == name) {
                return Err(Fault(format!("the Signature header has {name} twice")));
            }
            if found.len() >= SIGNATURE_PARTS {
                return Err(malformed());
            }
            found.push((name, value.trim().to_owned()));
            rest = rest.trim_start();
            rest = match rest.strip_prefix(',') {
                Some(after) => after.trim_start(),
                None if rest.is_empty() => rest,
                None => return Err(malformed()),
            };
        }
        Ok(Fields(found))
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(other, _)| other == name)?;
        Some(self.0.swap_remove(at).1)
    }
}

/// `Date`, `Digest` and `Signature` of a POST, as every peer reads them.
pub(super) fn sign_post(
    signer: &Signer,
    url: &Url,
    content_type: &str,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<HeaderMap, KeyError> {
    let (date, digest) = (http_date(now), digest_header(body));
    let base = format!(
        "(request-target): post {}\nhost: {}\ndate: {date}\ndigest: {digest}\ncontent-type: {content_type}",
        target(url, true),
        host_of(url),
    );
    let mut headers = signed(signer, "(request-target) host date digest content-type", &base)?;
    headers.insert(DATE, header_value(&date)?);
    headers.insert(HeaderName::from_static("digest"), header_value(&digest)?);
    Ok(headers)
}

/// `Date` and `Signature` of a GET.
pub(super) fn sign_get(
    signer: &Signer,
    url: &Url,
    with_query: bool,
    now: DateTime<Utc>,
) -> Result<HeaderMap, KeyError> {
    let date = http_date(now);
    let base = format!("(request-target): get {}\nhost: {}\ndate: {date}", target(url, with_query), host_of(url),);
    let mut headers = signed(signer, "(request-target) host date", &base)?;
    headers.insert(DATE, header_value(&date)?);
    Ok(headers)
}

fn signed(signer: &Signer, list: &str, base: &str) -> Result<HeaderMap, KeyError> {
    // PieFed refuses a missing algorithm and reads only these two names.
    let algorithm = match signer.key.kind() {
        KeyKind::Rsa => "rsa-sha256",
        KeyKind::Ed25519 => "hs2019",
    };
    let signature = BASE64_STANDARD.encode(signer.key.sign(base.as_bytes())?);
    let value =
        format!("keyId=\"{}\",algorithm=\"{algorithm}\",headers=\"{list}\",signature=\"{signature}\"", signer.key_id);
    let mut headers = HeaderMap::new();
    headers.insert(HeaderName::from_static("signature"), header_value(&value)?);
    Ok(headers)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{Claim as Any, PrivateKey, Scheme, sign_get, sign_post};
    use super::*;
    use std::sync::LazyLock;

    static SIGNER: LazyLock<Signer> = LazyLock::new(|| Signer {
        key_id: "https://peer.example/u/bob#main-key".into(),
        key: PrivateKey::generate_rsa().unwrap(),
    });
    const BODY: &[u8] = b"{}";

    fn now() -> DateTime<Utc> {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    fn message<'a>(headers: &'a HeaderMap, method: &'a str, target: &'a str) -> Message<'a> {
        Message { method, target, scheme: "https", host: "hub.example", headers }
    }

    fn inbox() -> Url {
        Url::parse("https://hub.example/inbox?x=1").unwrap()
    }

    /// A POST signed over a list of our choosing, then changed by hand.
    fn signed_over(list: &str, algorithm: &str, change: impl Fn(&mut HeaderMap)) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("host", "hub.example".parse().unwrap());
        headers.insert("date", http_date(now()).parse().unwrap());
        headers.insert("digest", digest_header(BODY).parse().unwrap());
        let mut claim = Claim {
            key_id: SIGNER.key_id.clone(),
            algorithm: None,
            headers: list.split(' ').map(str::to_ascii_lowercase).collect(),
            signature: vec![],
            created: Some(now().timestamp()),
            expires: None,
        };
        let base = claim.base(&message(&headers, "POST", "/inbox?x=1"), true).unwrap();
        claim.signature = SIGNER.key.sign(base.as_bytes()).unwrap();
        let created =
            if list.contains("(created)") { format!("created={}, ", now().timestamp()) } else { String::new() };
        let value = format!(
            "keyId=\"{}\", {algorithm}{created}headers=\"{list}\" ,signature=\"{}\"",
            claim.key_id,
            BASE64_STANDARD.encode(&claim.signature)
        );
        headers.insert("signature", value.parse().unwrap());
        change(&mut headers);
        headers
    }

    fn judge(headers: &HeaderMap, target: &str) -> Result<(), Fault> {
        let message = message(headers, "POST", target);
        let claim = Any::read(&message, now())?;
        claim.check_digest(&message, BODY)?;
        claim.verify(&message, &SIGNER.key.public().unwrap())
    }

    #[test]
    fn a07_only_a_signature_that_covers_target_host_digest_and_time_is_believed() {
        const FULL: &str = "(request-target) host date digest";
        const RSA: &str = "algorithm=\"rsa-sha256\",";
        let set = |name: &'static str, value: &'static str| {
            move |headers: &mut HeaderMap| {
                headers.insert(name, value.parse().unwrap());
            }
        };
        let keep = |_: &mut HeaderMap| {};
        let table: Vec<(&str, HeaderMap, bool)> = vec![
            ("as everybody sends it", signed_over(FULL, RSA, keep), true),
            ("another order", signed_over("digest Date HOST (Request-Target)", RSA, keep), true),
            ("no algorithm", signed_over(FULL, "", keep), true),
            ("hs2019", signed_over(FULL, "algorithm=\"hs2019\",", keep), true),
            (
                "created instead of date",
                signed_over("(request-target) (created) host digest", "algorithm=\"hs2019\",", keep),
                true,
            ),
            ("created with rsa-sha256", signed_over("(request-target) (created) host digest", RSA, keep), false),
            ("another algorithm", signed_over(FULL, "algorithm=\"hmac-sha256\",", keep), false),
            ("an algorithm of another key", signed_over(FULL, "algorithm=\"ed25519\",", keep), false),
            ("target not covered", signed_over("host date digest", RSA, keep), false),
            ("host not covered", signed_over("(request-target) date digest", RSA, keep), false),
            ("digest not covered", signed_over("(request-target) host date", RSA, keep), false),
            ("no time covered", signed_over("(request-target) host digest", RSA, keep), false),
            ("date alone", signed_over("date", RSA, keep), false),
            (
                "digest header missing",
                signed_over(FULL, RSA, |h| {
                    h.remove("digest");
                }),
                false,
            ),
            ("digest of another body", signed_over(FULL, RSA, set("digest", "SHA-256=AAAA")), false),
            ("date changed afterwards", signed_over(FULL, RSA, set("date", "Sun, 22 Nov 2026 12:00:01 GMT")), false),
            (
                "date missing",
                signed_over(FULL, RSA, |h| {
                    h.remove("date");
                }),
                false,
            ),
            ("date unreadable", signed_over(FULL, RSA, set("date", "yesterday")), false),
            ("a header named twice", signed_over("(request-target) host date digest date", RSA, keep), false),
            (
                "not signed",
                signed_over(FULL, RSA, |h| {
                    h.remove("signature");
                }),
                false,
            ),
            (
                "two signatures",
                signed_over(FULL, RSA, |h| {
                    h.append("signature", "x".parse().unwrap());
                }),
                false,
            ),
            ("a broken signature", signed_over(FULL, RSA, set("signature", "keyId=\"a\",signature=\"??\"")), false),
        ];
        assert!(table.len() >= 12);
        for (case, headers, fine) in table {
            assert_eq!(judge(&headers, "/inbox?x=1").is_ok(), fine, "{case}: {:?}", judge(&headers, "/inbox?x=1"));
        }
    }

    #[test]
    fn a07_a_signed_request_cannot_be_sent_to_another_path_method_or_host() {
        let headers = signed_over("(request-target) host date digest", "", |_| {});
        assert_eq!(judge(&headers, "/inbox?x=1"), Ok(()));
        assert!(judge(&headers, "/u/alice/inbox?x=1").is_err());
        assert!(judge(&headers, "/inbox?x=2").is_err());
        let key = SIGNER.key.public().unwrap();
        let elsewhere = Message { host: "other.example", ..message(&headers, "POST", "/inbox?x=1") };
        assert!(Any::read(&elsewhere, now()).unwrap().verify(&elsewhere, &key).is_err());
        let get = message(&headers, "GET", "/inbox?x=1");
        assert!(Any::read(&get, now()).unwrap().verify(&get, &key).is_err());
    }

    #[test]
    fn a07_repeated_headers_are_joined_and_a_proxy_may_replace_the_host() {
        let twice = |headers: &mut HeaderMap| {
            headers.append("digest", "unixsum=1".parse().unwrap());
        };
        assert!(judge(&signed_over("(request-target) host date digest", "", twice), "/inbox?x=1").is_err());
        for host in ["HUB.example", "hub.example:443", "127.0.0.1:3000"] {
            let mut headers = signed_over("(request-target) host date digest", "", |_| {});
            headers.insert("host", host.parse().unwrap());
            let fine = judge(&headers, "/inbox?x=1").is_ok();
            // What names us is taken as it was sent, so a sender who signed it so verifies; what does not is a proxy's.
            assert_eq!(fine, host == "127.0.0.1:3000", "{host}");
        }
    }

    #[test]
    fn a08_a_signature_is_believed_from_an_hour_before_to_five_minutes_after() {
        let headers = sign_post(&SIGNER, Scheme::Cavage, &inbox(), "application/activity+json", BODY, now()).unwrap();
        for (offset, fine) in [(-301, false), (-299, true), (0, true), (3599, true), (3601, false), (86400, false)] {
            let message = message(&headers, "POST", "/inbox?x=1");
            let at = now() + chrono::Duration::seconds(offset);
            assert_eq!(Any::read(&message, at).is_ok(), fine, "{offset} s");
        }
    }

    #[test]
    fn what_we_sign_is_what_peers_read() {
        let headers = sign_post(&SIGNER, Scheme::Cavage, &inbox(), "application/activity+json", BODY, now()).unwrap();
        let text = headers["signature"].to_str().unwrap();
        assert!(text.starts_with("keyId=\"https://peer.example/u/bob#main-key\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest content-type\",signature=\""), "{text}");
        assert_eq!(headers["date"], "Sun, 22 Nov 2026 12:00:00 GMT");
        assert!(headers["digest"].to_str().unwrap().starts_with("SHA-256="));
        assert_eq!(judge(&headers, "/inbox?x=1"), Ok(()));
    }

    #[test]
    fn a_signed_get_verifies_with_and_without_its_query() {
        let key = SIGNER.key.public().unwrap();
        for with_query in [true, false] {
            let headers = sign_get(&SIGNER, Scheme::Cavage, &inbox(), with_query, now()).unwrap();
            let message = message(&headers, "GET", "/inbox?x=1");
            assert_eq!(Any::read(&message, now()).unwrap().verify(&message, &key), Ok(()));
        }
    }
}
