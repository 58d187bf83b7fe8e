//! RFC 9421 HTTP message signatures, as far as the fediverse uses them (wire.md §4.3): `@method`,
//! `@target-uri` and `content-digest` must be covered, `created` and `keyid` given. Knows one request and one key.

use chrono::{DateTime, Utc};
use http::HeaderMap;
use http::header::HeaderName;
use url::Url;
use url::form_urlencoded;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::digest::content_digest_header;
use super::fields::{self, Bare, Member, Params};
use super::{Fault, KeyError, KeyKind, Message, PublicKey, Signer};
use super::{check_expiry, check_window, header_value, moment};

/// More signatures than this on one request are not looked at.
const LABELS: usize = 4;

/// One signature of a request, with what it covers.
#[derive(Debug, Clone)]
pub struct Claim {
    pub key_id: String,
    components: Vec<(Bare, Params)>,
    params: Params,
    signature: Vec<u8>,
}

impl Claim {
    /// The first signature that covers what we demand and belongs to now (A07, A08).
    pub fn read(message: &Message<'_>, now: DateTime<Utc>) -> Result<Claim, Fault> {
        let mut first = None;
        for claim in Claim::parse(message)? {
            match claim.check(message, now) {
                Ok(()) => return Ok(claim),
                Err(fault) => first = first.or(Some(fault)),
            }
        }
        Err(first.unwrap_or_else(|| Fault::new("Signature-Input names no signature")))
    }

    /// All signatures of a request that have both their halves, unjudged.
    pub(super) fn parse(message: &Message<'_>) -> Result<Vec<Claim>, Fault> {
        let dictionary = |name: &str| {
            let text = message.header(name).ok_or_else(|| Fault(format!("the {name} header is missing")))?;
            fields::dictionary(&text).ok_or_else(|| Fault(format!("the {name} header is malformed")))
        };
        let signatures = dictionary("signature")?;
        let mut claims = Vec::new();
        for (label, input) in dictionary("signature-input")?.into_iter().take(LABELS) {
            let Member::List(components, params) = input else {
                return Err(Fault::new("Signature-Input is not a list of components"));
            };
            let signature = signatures.iter().find_map(|(name, member)| match member {
                Member::Item(Bare::Bytes(bytes), _) if *name == label => Some(bytes.clone()),
                _ => None,
            });
            let signature = signature.ok_or_else(|| Fault(format!("the signature {label} is missing")))?;
            let key_id = match param(&params, "keyid") {
                Some(Bare::Text(text)) => text.clone(),
                _ => String::new(),
            };
            claims.push(Claim { key_id, components, params, signature });
        }
        Ok(claims)
    }

    fn check(&self, message: &Message<'_>, now: DateTime<Utc>) -> Result<(), Fault> {
        if self.key_id.is_empty() {
            return Err(Fault::new("Signature-Input has no keyid"));
        }
        let demanded: &[&str] = if message.method == "POST" {
            &["@method", "@target-uri", "content-digest"]
        } else {
            &["@method", "@target-uri"]
        };
        if let Some(missing) = demanded.iter().find(|name| !self.covers(name)) {
            return Err(Fault(format!("the signature does not cover {missing}")));
        }
        match param(&self.params, "created") {
            Some(Bare::Integer(created)) => check_window(moment(*created)?, now)?,
            _ => return Err(Fault::new("Signature-Input has no created")),
        }
        match param(&self.params, "expires") {
            Some(Bare::Integer(expires)) => check_expiry(*expires, now)?,
            Some(_) => return Err(Fault::new("expires is not a number")),
            None => {}
        }
        match param(&self.params, "alg") {
            None => Ok(()),
            Some(Bare::Text(name)) if name == "rsa-v1_5-sha256" || name == "ed25519" => Ok(()),
            Some(_) => Err(Fault::new("only rsa-v1_5-sha256 and ed25519 are accepted")),
        }
    }

    /// Verifies with the key; an `alg` must fit it (§3.2, step 6).
    pub fn verify(&self, message: &Message<'_>, key: &PublicKey) -> Result<(), Fault> {
        if let Some(Bare::Text(name)) = param(&self.params, "alg")
            && name != algorithm(key.kind())
        {
            return Err(Fault::new("alg does not fit the key"));
        }
        if key.verifies(self.base(message)?.as_bytes(), &self.signature) {
            Ok(())
        } else {
            Err(Fault::new("the signature does not verify with the key of its keyid"))
        }
    }

    /// The signature base (§2.5).
    pub fn base(&self, message: &Message<'_>) -> Result<String, Fault> {
        let mut base = String::new();
        for (index, (name, params)) in self.components.iter().enumerate() {
            if self.components[..index].contains(&(name.clone(), params.clone())) {
                return Err(Fault::new("a component is named twice"));
            }
            let identifier = fields::write_item(name, params);
            let Bare::Text(name) = name else {
                return Err(Fault::new("a component is not named by a string"));
            };
            let value = component(message, name, params)?;
            base.push_str(&format!("{identifier}: {value}\n"));
        }
        base.push_str("\"@signature-params\": ");
        base.push_str(&fields::write_list(&self.components, &self.params));
        Ok(base)
    }

    #[cfg(test)]
    pub(super) fn signature(&self) -> &[u8] {
        &self.signature
    }

    fn covers(&self, name: &str) -> bool {
        self.components
            .iter()
            .any(|(item, params)| matches!(item, Bare::Text(text) if text == name) && params.is_empty())
    }
}

fn param<'a>(params: &'a Params, name: &str) -> Option<&'a Bare> {
    params.iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

/// The value of one component (§2.1, §2.2). Parameters other than `name` change the value in ways that
/// nobody here uses, so they are refused rather than guessed.
fn component(message: &Message<'_>, name: &str, params: &Params) -> Result<String, Fault> {
    let (path, query) = match message.target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (message.target, None),
    };
    if name == "@query-param" {
        let wanted = match params.as_slice() {
            [(key, Bare::Text(wanted))] if key == "name" => wanted,
            _ => return Err(Fault::new("@query-param needs a name")),
        };
        let mut values = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .filter(|(key, _)| key == wanted)
            .map(|(_, value)| value);
        return match (values.next(), values.next()) {
            (Some(value), None) => {
                let encoded: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
                Ok(encoded.replace('+', "%20"))
            }
            _ => Err(Fault::new("@query-param names no parameter, or several")),
        };
    }
    if !params.is_empty() {
        return Err(Fault(format!("parameters of the component {name} are not understood")));
    }
    match name {
        "@method" => Ok(message.method.to_owned()),
        "@target-uri" => Ok(format!("{}://{}{}", message.scheme, message.host, message.target)),
        "@authority" => Ok(message.host.to_ascii_lowercase()),
        "@scheme" => Ok(message.scheme.to_owned()),
        "@request-target" => Ok(message.target.to_owned()),
        "@path" => Ok(path.to_owned()),
        "@query" => Ok(format!("?{}", query.unwrap_or_default())),
        other if other.starts_with('@') => Err(Fault(format!("the component {other} is not understood"))),
        header => message.header(header).ok_or_else(|| Fault(format!("the signed header {header} is missing"))),
    }
}

fn algorithm(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rsa => "rsa-v1_5-sha256",
        KeyKind::Ed25519 => "ed25519",
    }
}

/// `Signature-Input`, `Signature` and, with a body, `Content-Digest`.
pub(super) fn sign(
    signer: &Signer,
    method: &str,
    url: &Url,
    body: Option<&[u8]>,
    now: DateTime<Utc>,
) -> Result<HeaderMap, KeyError> {
    let mut headers = HeaderMap::new();
    let mut bare = url.clone();
    bare.set_fragment(None);
    let mut base = format!("\"@method\": {method}\n\"@target-uri\": {bare}\n");
    let mut list = String::from("(\"@method\" \"@target-uri\"");
    if let Some(body) = body {
        let digest = content_digest_header(body);
        base.push_str(&format!("\"content-digest\": {digest}\n"));
        list.push_str(" \"content-digest\"");
        headers.insert(HeaderName::from_static("content-digest"), header_value(&digest)?);
    }
    list.push_str(&format!(
        ");created={};keyid=\"{}\";alg=\"{}\"",
        now.timestamp(),
        signer.key_id,
        algorithm(signer.key.kind())
    ));
    base.push_str(&format!("\"@signature-params\": {list}"));
    let signature = BASE64_STANDARD.encode(signer.key.sign(base.as_bytes())?);
    headers.insert(HeaderName::from_static("signature-input"), header_value(&format!("sig1={list}"))?);
    headers.insert(HeaderName::from_static("signature"), header_value(&format!("sig1=:{signature}:"))?);
    Ok(headers)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{Claim as Any, PrivateKey, Scheme, sign_get, sign_post};
    use super::*;

    const BODY: &[u8] = b"{\"a\":1}";

    fn now() -> DateTime<Utc> {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    fn message<'a>(headers: &'a HeaderMap, method: &'a str, target: &'a str) -> Message<'a> {
        Message { method, target, scheme: "https", host: "hub.example", headers }
    }

    fn judge(headers: &HeaderMap, target: &str, body: &[u8], key: &PublicKey) -> Result<(), Fault> {
        let message = message(headers, "POST", target);
        let claim = Any::read(&message, now())?;
        claim.check_digest(&message, body)?;
        claim.verify(&message, key)
    }

    #[test]
    fn a07_what_we_sign_verifies_and_nothing_in_it_can_be_changed() {
        let url = Url::parse("https://hub.example/inbox?x=1").unwrap();
        for key in [PrivateKey::generate_rsa().unwrap(), PrivateKey::generate_ed25519().unwrap()] {
            let signer = Signer { key_id: "https://peer.example/u/bob#main-key".into(), key };
            let public = signer.key.public().unwrap();
            let headers = sign_post(&signer, Scheme::Rfc9421, &url, "application/activity+json", BODY, now()).unwrap();
            assert_eq!(judge(&headers, "/inbox?x=1", BODY, &public), Ok(()));
            assert!(judge(&headers, "/inbox", BODY, &public).is_err());
            assert!(judge(&headers, "/inbox?x=1", b"{}", &public).is_err());
            let other = PrivateKey::generate_ed25519().unwrap().public().unwrap();
            assert!(judge(&headers, "/inbox?x=1", BODY, &other).is_err());
            let get = sign_get(&signer, Scheme::Rfc9421, &url, true, now()).unwrap();
            let message = message(&get, "GET", "/inbox?x=1");
            assert_eq!(Any::read(&message, now()).unwrap().verify(&message, &public), Ok(()));
        }
    }

    #[test]
    fn a07_a_signature_input_that_covers_too_little_is_refused_before_any_key_is_fetched() {
        let created = now().timestamp();
        let full = "\"@method\" \"@target-uri\" \"content-digest\"";
        let table = [
            (format!("({full});created={created};keyid=\"k\""), true),
            (format!("({full});created={created};keyid=\"k\";alg=\"ed25519\""), true),
            (format!("({full});created={created};keyid=\"k\";alg=\"hmac-sha256\""), false),
            (format!("(\"@method\" \"@target-uri\");created={created};keyid=\"k\""), false),
            (format!("(\"@method\" \"content-digest\");created={created};keyid=\"k\""), false),
            (format!("(\"@target-uri\" \"content-digest\");created={created};keyid=\"k\""), false),
            (format!("({full});keyid=\"k\""), false),
            (format!("({full});created={created}"), false),
            (format!("({full});created={};keyid=\"k\"", created - 3601), false),
            (format!("({full});created={};keyid=\"k\"", created + 301), false),
            (format!("({full});created={created};expires={};keyid=\"k\"", created - 301), false),
            (format!("({full};created={created}"), false),
            (String::from("1"), false),
        ];
        for (input, fine) in table {
            let mut headers = HeaderMap::new();
            headers.insert("signature-input", format!("sig1={input}").parse().unwrap());
            headers.insert("signature", "sig1=:AAAA:".parse().unwrap());
            let read = Any::read(&message(&headers, "POST", "/inbox"), now());
            assert_eq!(read.is_ok(), fine, "{input}: {read:?}");
        }
    }

    #[test]
    fn the_first_of_several_signatures_that_covers_enough_is_taken() {
        let created = now().timestamp();
        let mut headers = HeaderMap::new();
        let input = format!(
            "proxy=(\"@method\");created={created};keyid=\"p\", sig=(\"@method\" \"@target-uri\");created={created};keyid=\"k\""
        );
        headers.insert("signature-input", input.parse().unwrap());
        headers.insert("signature", "proxy=:AA==:, sig=:AQ==:".parse().unwrap());
        let claim = Any::read(&message(&headers, "GET", "/"), now()).unwrap();
        assert_eq!(claim.key_id(), "k");
    }
}
