//! The `@context` of what we send. Nothing remote but the two contexts that every peer has built in; all else stands
//! inline, because some peers know no others and cannot fetch any (wire.md "Seen running" 11). Knows JSON only.

use std::sync::LazyLock;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::media_type::ACTIVITYSTREAMS;

/// Which terms a document uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// ActivityStreams alone.
    Plain,
    /// [`Context::Plain`] for a document that carries a FEP-8b32 proof.
    Proof,
    /// Posts, replies and the activities around them.
    Object,
    /// Actors with their keys.
    Actor,
}

impl Context {
    pub fn value(self) -> &'static Value {
        match self {
            Context::Plain => &PLAIN,
            Context::Proof => &PROOF,
            Context::Object => &OBJECT,
            Context::Actor => &ACTOR,
        }
    }

    /// The context to use when a proof is added.
    pub fn with_proof(self) -> Context {
        match self {
            Context::Plain => Context::Proof,
            other => other,
        }
    }
}

impl Serialize for Context {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

static PLAIN: LazyLock<Value> = LazyLock::new(|| json!(ACTIVITYSTREAMS));
static PROOF: LazyLock<Value> = LazyLock::new(|| json!([ACTIVITYSTREAMS, proof_terms()]));
static OBJECT: LazyLock<Value> =
    LazyLock::new(|| json!([ACTIVITYSTREAMS, "https://w3id.org/security/v1", object_terms(), proof_terms()]));
static ACTOR: LazyLock<Value> =
    LazyLock::new(|| json!([ACTIVITYSTREAMS, "https://w3id.org/security/v1", object_terms(), actor_terms()]));

fn object_terms() -> Value {
    json!({
        "lemmy": "https://join-lemmy.org/ns#",
        "toot": "http://joinmastodon.org/ns#",
        "pt": "https://joinpeertube.org/ns#",
        "gts": "https://gotosocial.org/ns#",
        "schema": "http://schema.org/",
        "dcterms": "http://purl.org/dc/terms/",
        "waypost": "https://w3id.org/waypost#",
        "Hashtag": "as:Hashtag",
        "sensitive": "as:sensitive",
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "featured": {"@id": "toot:featured", "@type": "@id"},
        "discoverable": "toot:discoverable",
        "indexable": "toot:indexable",
        "postingRestrictedToMods": "lemmy:postingRestrictedToMods",
        "stickied": "lemmy:stickied",
        "distinguished": "lemmy:distinguished",
        "removeData": "lemmy:removeData",
        "Lock": "lemmy:Lock",
        "commentsEnabled": "pt:commentsEnabled",
        "language": "schema:inLanguage",
        "identifier": "schema:identifier",
        "licence": "https://piefed.social/ns#licence",
        "interactionPolicy": {"@id": "gts:interactionPolicy", "@type": "@id"},
        "canQuote": {"@id": "gts:canQuote", "@type": "@id"},
        "automaticApproval": {"@id": "gts:automaticApproval", "@type": "@id"},
    })
}

fn actor_terms() -> Value {
    json!({
        "webfinger": {"@id": "https://purl.archive.org/socialweb/webfinger#webfinger"},
        "assertionMethod": {"@id": "https://w3id.org/security#assertionMethod", "@type": "@id", "@container": "@set"},
        "Multikey": "https://w3id.org/security#Multikey",
        "publicKeyMultibase": "https://w3id.org/security#publicKeyMultibase",
        "controller": {"@id": "https://w3id.org/security#controller", "@type": "@id"},
    })
}

/// The terms of <https://w3id.org/security/data-integrity/v1> that a proof uses, coerced as they are there.
fn proof_terms() -> Value {
    json!({
        "proof": {"@id": "https://w3id.org/security#proof", "@type": "@id", "@container": "@graph"},
        "DataIntegrityProof": "https://w3id.org/security#DataIntegrityProof",
        "created": {"@id": "http://purl.org/dc/terms/created", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
        "cryptosuite": {"@id": "https://w3id.org/security#cryptosuite", "@type": "https://w3id.org/security#cryptosuiteString"},
        "proofPurpose": {"@id": "https://w3id.org/security#proofPurpose", "@type": "@vocab"},
        "proofValue": {"@id": "https://w3id.org/security#proofValue", "@type": "https://w3id.org/security#multibase"},
        "verificationMethod": {"@id": "https://w3id.org/security#verificationMethod", "@type": "@id"},
        "assertionMethod": "https://w3id.org/security#assertionMethod",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_context_is_remote_but_the_two_that_everybody_has() {
        for context in [Context::Plain, Context::Proof, Context::Object, Context::Actor] {
            let remote: Vec<&str> =
                crate::value::list(Some(context.value())).iter().filter_map(Value::as_str).collect();
            assert!(
                remote.iter().all(|url| [ACTIVITYSTREAMS, "https://w3id.org/security/v1"].contains(url)),
                "{remote:?}"
            );
            assert_eq!(remote[0], ACTIVITYSTREAMS);
        }
        assert_eq!(Context::Plain.with_proof(), Context::Proof);
        assert_eq!(Context::Object.with_proof(), Context::Object);
    }
}
