//! The published and collected vectors in ../shared/fixtures, each with the outcome that INDEX.tsv demands.
#![allow(clippy::unwrap_used)]

use aws_lc_rs::{hmac, signature as lc};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderName};
use serde_json::Value;

use super::key::tests::{private_from_pem, weak_rsa_from_pem};
use super::{Claim, Message, PublicKey, cavage, digest, jcs, proof, rfc9421};
use crate::testing::{shared, shared_json};

fn headers(value: &Value) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in value.as_object().unwrap() {
        map.append(name.parse::<HeaderName>().unwrap(), value.as_str().unwrap().parse().unwrap());
    }
    map
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer}"))
}

fn files(folder: &str) -> Vec<(String, Value)> {
    let Some(path) = shared(&format!("fixtures/{folder}")) else {
        return Vec::new();
    };
    let mut found: Vec<_> = std::fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    assert!(!found.is_empty());
    found
}

#[test]
fn the_vectors_of_the_cavage_draft_verify_but_those_that_cover_too_little_enter_no_inbox() {
    for (name, vector) in files("cavage") {
        let mut headers = headers(&vector["headers"]);
        headers.insert("signature", text(&vector, "/signature_header").parse().unwrap());
        let message = Message {
            method: "POST",
            target: text(&vector, "/target"),
            scheme: "https",
            host: "example.com",
            headers: &headers,
        };
        let claim = cavage::Claim::parse(&headers).unwrap();
        assert_eq!(claim.base(&message, true).unwrap(), text(&vector, "/signing_string"), "{name}");
        let key = weak_rsa_from_pem(text(&vector, "/public_key_pem"));
        assert_eq!(claim.verify(&message, &key), Ok(()), "{name}");
        let then: DateTime<Utc> = "2014-01-05T21:31:40Z".parse().unwrap();
        assert_eq!(Claim::read(&message, then).is_ok(), name.starts_with("c3"), "{name}");
        assert_eq!(digest::check_digest(&headers, text(&vector, "/body").as_bytes()), Ok(()), "{name}");
    }
}

#[test]
fn the_vectors_of_mastodon_are_accepted_and_refused_as_mastodon_does() {
    for (name, vector) in files("mastodon-signatures") {
        let headers = headers(&vector["headers"]);
        let message = Message {
            method: text(&vector, "/method"),
            target: text(&vector, "/target"),
            // One file says http, yet was signed for https like the others.
            scheme: "https",
            host: text(&vector, "/host"),
            headers: &headers,
        };
        let now = text(&vector, "/now").parse().unwrap();
        let key = private_from_pem(text(&vector, "/private_key_pem")).public().unwrap();
        let judged = Claim::read(&message, now).and_then(|claim| {
            if let Some(body) = vector["body"].as_str() {
                claim.check_digest(&message, body.as_bytes())?;
            }
            claim.verify(&message, &key)
        });
        assert_eq!(judged.is_ok(), text(&vector, "/mastodon_result") == "verified", "{name}: {judged:?}");
    }
}

/// The algorithms of RFC 9421's appendix that the fediverse doesn't use are verified here by the library itself:
/// what is ours is the base.
#[test]
fn the_vectors_of_rfc_9421_are_rebuilt_byte_for_byte() {
    for (name, vector) in files("rfc9421") {
        // keys.json holds keys only; B.2.4 signs a response, which nobody sends us.
        if name == "keys.json" || name.starts_with("b24") {
            continue;
        }
        let mut headers = headers(&vector["message"]["headers"]);
        headers.insert("signature-input", text(&vector, "/signature_input").parse().unwrap());
        headers.insert("signature", text(&vector, "/signature").parse().unwrap());
        let message = Message {
            method: text(&vector, "/message/method"),
            target: text(&vector, "/message/target"),
            scheme: "https",
            host: "example.com",
            headers: &headers,
        };
        let claim = rfc9421::Claim::parse(&message).unwrap().remove(0);
        let base = claim.base(&message).unwrap();
        assert_eq!(base, text(&vector, "/signature_base"), "{name}");
        let pem = |pointer| pem_der(text(&vector, pointer));
        match text(&vector, "/keyid") {
            "test-key-ed25519" => {
                let key = PublicKey::from_pem(text(&vector, "/key/public_pem")).unwrap();
                assert_eq!(claim.verify(&message, &key), Ok(()), "{name}");
                let again = private_from_pem(text(&vector, "/key/private_pem")).sign(base.as_bytes()).unwrap();
                assert_eq!(again, claim.signature(), "{name}");
            }
            "test-shared-secret" => {
                let secret = BASE64_STANDARD.decode(text(&vector, "/key/secret_base64")).unwrap();
                let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
                assert!(hmac::verify(&key, base.as_bytes(), claim.signature()).is_ok(), "{name}");
            }
            _ => {
                let key = lc::UnparsedPublicKey::new(&lc::RSA_PSS_2048_8192_SHA512, pem("/key/public_pem"));
                assert!(key.verify(base.as_bytes(), claim.signature()).is_ok(), "{name}");
            }
        }
    }
}

#[test]
fn the_keys_of_rfc_9421_that_we_speak_load_in_every_form() {
    let Some(keys) = shared_json("fixtures/rfc9421/keys.json") else {
        return;
    };
    for (name, readable) in [("test-key-rsa", true), ("test-key-ed25519", true), ("test-key-ecc-p256", false)] {
        let public = PublicKey::from_pem(text(&keys[name], "/public_pem"));
        assert_eq!(public.is_ok(), readable, "{name}");
        if let Ok(public) = public {
            assert_eq!(private_from_pem(text(&keys[name], "/private_pem")).public().unwrap(), public, "{name}");
        }
    }
}

#[test]
fn the_vectors_of_object_proofs_give_the_same_text_hash_and_signature() {
    if let Some(sample) = shared_json("fixtures/fep-8b32/jcs_rfc8785_sample.json") {
        let value = serde_json::from_str(text(&sample, "/input_text")).unwrap();
        assert_eq!(jcs::canonical(&value), text(&sample, "/canonical_text"));
    }
    let fep = shared_json("fixtures/fep-8b32/sign_create_note.json");
    let w3c = shared_json("fixtures/fep-8b32/w3c_vc_di_eddsa_jcs_2022.json");
    for (vector, key) in [(fep, "/public_key_multibase"), (w3c, "/key_pair/publicKeyMultibase")] {
        let Some(vector) = vector else { continue };
        let key = PublicKey::from_multikey(text(&vector, key)).unwrap();
        assert_eq!(jcs::canonical(&vector["unsigned"]), text(&vector, "/document_jcs"));
        assert_eq!(proof::verify(&vector["signed"], &key), Ok(()));
        let mut config = vector["signed"]["proof"].clone();
        config.as_object_mut().unwrap().remove("proofValue");
        assert_eq!(jcs::canonical(&config), text(&vector, "/proof_config_jcs"));
    }
    if let Some(tampered) = shared_json("fixtures/fep-8b32/tampered_create_note.json") {
        let key = PublicKey::from_multikey("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2").unwrap();
        assert!(proof::verify(&tampered, &key).is_err());
    }
}

#[test]
fn real_signatures_of_lemmy_and_kbin_are_read_and_their_digests_match() {
    for (name, vector) in files("piefed-signatures") {
        let mut headers = HeaderMap::new();
        headers.insert("signature", text(&vector, "/signature").parse().unwrap());
        headers.insert("digest", text(&vector, "/digest").parse().unwrap());
        let claim = cavage::Claim::parse(&headers).unwrap();
        assert!(claim.key_id.starts_with("https://"), "{name}");
        assert!(claim.headers.contains(&"(request-target)".to_owned()), "{name}");
        let body = text(&vector, "/body");
        assert!(
            digest::check_digest(&headers, body.as_bytes()).is_ok()
                || digest::check_digest(&headers, body.trim_end().as_bytes()).is_ok(),
            "{name}"
        );
    }
}

fn pem_der(pem: &str) -> Vec<u8> {
    let inner: String = pem.lines().filter(|line| !line.starts_with("---")).collect();
    BASE64_STANDARD.decode(inner).unwrap()
}
