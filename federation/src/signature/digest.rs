//! Digests of bodies: `Digest` (RFC 3230, with cavage) and `Content-Digest` (RFC 9530, with RFC 9421).
//! Knows headers and bytes only.

use aws_lc_rs::digest::{SHA256, SHA512, digest};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::HeaderMap;

use super::Fault;
use super::fields::{self, Bare, Member};

/// `SHA-256=<base64>`, in the spelling that everybody reads (NodeBB and PieFed compare it letter by letter).
pub fn digest_header(body: &[u8]) -> String {
    format!("SHA-256={}", BASE64_STANDARD.encode(digest(&SHA256, body)))
}

/// `sha-256=:<base64>:`.
pub fn content_digest_header(body: &[u8]) -> String {
    format!("sha-256=:{}:", BASE64_STANDARD.encode(digest(&SHA256, body)))
}

/// Every SHA-256 in `Digest` must be the body's, and there must be one; other algorithms are passed over.
pub fn check_digest(headers: &HeaderMap, body: &[u8]) -> Result<(), Fault> {
    let mut seen = false;
    let expected = digest(&SHA256, body);
    for value in headers.get_all("digest") {
        let value = value.to_str().map_err(|_| Fault::new("the Digest header is not text"))?;
        for part in value.split(',') {
            let (name, encoded) =
                part.trim().split_once('=').ok_or_else(|| Fault::new("the Digest header is malformed"))?;
            if name.trim().eq_ignore_ascii_case("sha-256") {
                seen = true;
                compare(encoded.trim(), expected.as_ref(), "Digest")?;
            }
        }
    }
    if seen { Ok(()) } else { Err(Fault::new("a Digest header with SHA-256 is required")) }
}

/// Every SHA-256 and SHA-512 in `Content-Digest` must be the body's, and there must be one.
pub fn check_content_digest(headers: &HeaderMap, body: &[u8]) -> Result<(), Fault> {
    let malformed = || Fault::new("Content-Digest is not a valid RFC 8941 dictionary");
    let mut seen = false;
    for value in headers.get_all("content-digest") {
        let value = value.to_str().map_err(|_| malformed())?;
        for (name, member) in fields::dictionary(value).ok_or_else(malformed)? {
            let expected = match name.as_str() {
                "sha-256" => digest(&SHA256, body),
                "sha-512" => digest(&SHA512, body),
                _ => continue,
            };
            let Member::Item(Bare::Bytes(sent), _) = member else {
                return Err(malformed());
            };
            if sent != expected.as_ref() {
                return Err(Fault::new("Content-Digest does not match the body"));
            }
            seen = true;
        }
    }
    if seen { Ok(()) } else { Err(Fault::new("a Content-Digest header with sha-256 is required")) }
}

fn compare(encoded: &str, expected: &[u8], name: &str) -> Result<(), Fault> {
    match BASE64_STANDARD.decode(encoded) {
        Ok(sent) if sent == expected => Ok(()),
        Ok(_) => Err(Fault(format!("{name} does not match the body"))),
        Err(_) => Err(Fault(format!("{name} is not base64"))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn headers(name: &'static str, values: &[&str]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for value in values {
            map.append(name, value.parse().unwrap());
        }
        map
    }

    #[test]
    fn a_digest_is_found_in_lists_and_in_any_case_but_must_match_everywhere() {
        let good = digest_header(b"hello");
        let lower = good.replace("SHA-256", "sha-256");
        let bad = digest_header(b"other");
        let table: [(&[&str], bool); 10] = [
            (&[&good], true),
            (&[&lower], true),
            (&[&format!("MD5=abc, {good}")], true),
            (&[&format!("SHA-512=abc,{lower}")], true),
            (&["unixsum=30637", &good], true),
            (&[&good, &bad], false),
            (&[&format!("{bad},{good}")], false),
            (&["MD5=abc"], false),
            (&["SHA-256"], false),
            (&[], false),
        ];
        for (values, fine) in table {
            assert_eq!(check_digest(&headers("digest", values), b"hello").is_ok(), fine, "{values:?}");
        }
    }

    #[test]
    fn a_content_digest_is_a_dictionary_with_lower_case_names() {
        let good = content_digest_header(b"hello");
        let table: [(&str, bool); 6] = [
            (&good, true),
            (&format!("unixsum=:AA==:, {good}"), true),
            (&good.replace("sha-256", "SHA-256"), false),
            (&content_digest_header(b"other"), false),
            ("sha-256=abc", false),
            ("", false),
        ];
        for (value, fine) in table {
            let map = headers("content-digest", &[value]);
            assert_eq!(check_content_digest(&map, b"hello").is_ok(), fine, "{value}");
        }
    }
}
