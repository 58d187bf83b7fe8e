//! Object integrity proofs, `eddsa-jcs-2022` (FEP-8b32, W3C vc-di-eddsa §3.3): an activity that proves itself
//! wherever it is carried, so that a group's Announce needs no fetch. Knows JSON and keys, no network.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::jcs::canonical;
use super::{Fault, KeyError, KeyKind, PublicKey, Signer};

const SUITE: &str = "eddsa-jcs-2022";
/// base58 of 64 bytes is at most 88 characters long.
const VALUE_CHARS: usize = 100;

/// Adds a proof by an Ed25519 key. The document must be complete: any later change breaks the proof.
pub fn sign(document: &mut Value, signer: &Signer, now: DateTime<Utc>) -> Result<(), KeyError> {
    if signer.key.kind() != KeyKind::Ed25519 {
        return Err(KeyError::Unusable);
    }
    let map = document.as_object_mut().ok_or(KeyError::Unusable)?;
    map.remove("proof");
    let mut config = json!({
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": now.to_rfc3339_opts(SecondsFormat::Secs, true),
        "verificationMethod": signer.key_id,
        "proofPurpose": "assertionMethod",
    });
    if let Some(context) = map.get("@context") {
        config["@context"] = context.clone();
    }
    let signature = signer.key.sign(&hashes(&config, document))?;
    config["proofValue"] = format!("z{}", bs58::encode(signature).into_string()).into();
    document["proof"] = config;
    Ok(())
}

/// The key that a document claims to be proven with: `verificationMethod` of its proof.
pub fn claimed_key(document: &Value) -> Option<&str> {
    find(document)?.get("verificationMethod")?.as_str()
}

/// Verifies the proof with the key that [`claimed_key`] named. Whose key that is, the caller has to know.
pub fn verify(document: &Value, key: &PublicKey) -> Result<(), Fault> {
    let proof = find(document).ok_or_else(|| Fault::new("there is no eddsa-jcs-2022 proof"))?;
    if key.kind() != KeyKind::Ed25519 {
        return Err(Fault::new("the proof needs an Ed25519 key"));
    }
    let value = proof
        .get("proofValue")
        .and_then(Value::as_str)
        .and_then(|text| text.strip_prefix('z'))
        .filter(|text| text.len() <= VALUE_CHARS)
        .and_then(|text| bs58::decode(text).into_vec().ok())
        .ok_or_else(|| Fault::new("proofValue is not a base58 multibase string"))?;
    let mut config = proof.clone();
    config.remove("proofValue");
    let mut bare = document.clone();
    if let Some(map) = bare.as_object_mut() {
        map.remove("proof");
        if let Some(context) = config.get("@context") {
            if !begins_with(map.get("@context"), context) {
                return Err(Fault::new("the proof has another @context than the document"));
            }
            map.insert("@context".into(), context.clone());
        }
    }
    let config = Value::Object(config);
    let holds = |bare: &Value| key.verifies(&hashes(&config, bare), &value);
    if holds(&bare) {
        return Ok(());
    }
    // Fedify proves first and adds a linked-data signature afterwards. Nothing here reads one.
    let added = bare.as_object_mut().and_then(|map| map.remove("signature"));
    if added.is_some_and(|added| added["type"] == "RsaSignature2017") && holds(&bare) {
        return Ok(());
    }
    Err(Fault::new("the proof does not verify"))
}

/// The first proof of the suite that we speak; a document may carry several.
fn find(document: &Value) -> Option<&Map<String, Value>> {
    let one = |value: &'_ Value| -> bool {
        value.get("type").and_then(Value::as_str) == Some("DataIntegrityProof")
            && value.get("cryptosuite").and_then(Value::as_str) == Some(SUITE)
            && value.get("proofPurpose").and_then(Value::as_str) == Some("assertionMethod")
    };
    match document.get("proof")? {
        Value::Array(proofs) => proofs.iter().take(4).find(|proof| one(proof)),
        proof => Some(proof).filter(|proof| one(proof)),
    }?
    .as_object()
}

fn begins_with(whole: Option<&Value>, start: &Value) -> bool {
    let list = |value: &Value| match value {
        Value::Array(items) => items.clone(),
        other => vec![other.clone()],
    };
    whole.is_some_and(|whole| list(whole).starts_with(&list(start)))
}

/// Hash of the configuration, then hash of the document (vc-di-eddsa §3.3.4).
fn hashes(config: &Value, document: &Value) -> Vec<u8> {
    let hash = |value| digest(&SHA256, canonical(value).as_bytes());
    [hash(config).as_ref(), hash(document).as_ref()].concat()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::PrivateKey;
    use super::*;

    fn signer() -> Signer {
        Signer {
            key_id: "https://hub.example/u/alice#ed25519-key".into(),
            key: PrivateKey::generate_ed25519().unwrap(),
        }
    }

    #[test]
    fn a_linked_data_signature_that_came_afterwards_breaks_no_proof() {
        let signer = signer();
        let key = signer.key.public().unwrap();
        let mut document = json!({"@context": "https://www.w3.org/ns/activitystreams", "type": "Like"});
        sign(&mut document, &signer, "2026-11-22T12:00:00Z".parse().unwrap()).unwrap();
        document["signature"] = json!({"type": "RsaSignature2017", "signatureValue": "AAAA"});
        assert!(verify(&document, &key).is_ok());
        document["signature"] = json!({"type": "something else"});
        assert!(verify(&document, &key).is_err());
        document["signature"] = json!("RsaSignature2017");
        assert!(verify(&document, &key).is_err());
        document["signature"] = json!({"type": "RsaSignature2017"});
        document["type"] = json!("Dislike");
        assert!(verify(&document, &key).is_err());
    }

    #[test]
    fn a_proof_verifies_until_anything_in_the_document_changes() {
        let signer = signer();
        let key = signer.key.public().unwrap();
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let mut document =
            json!({"@context": ["https://www.w3.org/ns/activitystreams"], "id": "https://hub.example/1", "n": 1.5});
        sign(&mut document, &signer, now).unwrap();
        assert_eq!(claimed_key(&document), Some("https://hub.example/u/alice#ed25519-key"));
        assert_eq!(verify(&document, &key), Ok(()));
        let reparsed: Value = serde_json::from_str(&document.to_string()).unwrap();
        assert_eq!(verify(&reparsed, &key), Ok(()));
        for (pointer, value) in [
            ("/n", json!(1.6)),
            ("/id", json!("https://hub.example/2")),
            ("/proof/created", json!("2026-11-22T12:00:01Z")),
            ("/proof/@context", json!("x")),
        ] {
            let mut changed = document.clone();
            *changed.pointer_mut(pointer).unwrap() = value;
            assert!(verify(&changed, &key).is_err(), "{pointer}");
        }
        assert!(verify(&document, &signer_public()).is_err());
    }

    fn signer_public() -> PublicKey {
        signer().key.public().unwrap()
    }

    #[test]
    fn signing_again_replaces_the_proof_and_rsa_makes_none() {
        let (first, second) = (signer(), signer());
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let mut document = json!({"id": "https://hub.example/1"});
        sign(&mut document, &first, now).unwrap();
        sign(&mut document, &second, now).unwrap();
        assert_eq!(verify(&document, &second.key.public().unwrap()), Ok(()));
        let rsa = Signer { key_id: "k".into(), key: PrivateKey::generate_rsa().unwrap() };
        assert_eq!(sign(&mut document, &rsa, now), Err(KeyError::Unusable));
    }

    #[test]
    fn a_proof_of_another_shape_is_no_proof() {
        let key = signer_public();
        for document in [
            json!({}),
            json!({"proof": null}),
            json!({"proof": []}),
            json!({"proof": {"type": "DataIntegrityProof"}}),
            json!({"proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofPurpose": "assertionMethod"}}),
            json!({"proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofPurpose": "assertionMethod", "proofValue": "z1"}}),
        ] {
            assert!(verify(&document, &key).is_err(), "{document}");
        }
    }
}
