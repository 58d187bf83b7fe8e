//! Actors of other servers, read leniently but for what identifies them: the id, the inbox and the keys must agree on
//! one origin and one owner (wire.md §14.5, attacks.md A05). Stores nothing, fetches nothing.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::host;
use crate::json::Malformed;
use crate::language;
use crate::limits::{KEYS, LIST, NAME_CHARS, SUMMARY_CHARS, WORD_CHARS};
use crate::signature::PublicKey;
use crate::value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    Person,
    Service,
    Group,
    Organization,
    Application,
}

impl ActorKind {
    /// `None` for what is no actor.
    pub fn of(kind: &str) -> Option<Self> {
        Some(match kind {
            "Person" => ActorKind::Person,
            "Service" => ActorKind::Service,
            "Group" => ActorKind::Group,
            "Organization" => ActorKind::Organization,
            "Application" => ActorKind::Application,
            _ => return None,
        })
    }
}

/// A key that an actor publishes as its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteKey {
    pub id: String,
    pub public: PublicKey,
}

/// An actor of another server. Addresses of its collections are on its own origin or absent.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoteActor {
    pub id: String,
    pub kind: ActorKind,
    /// `preferredUsername`; the last part of the id where that is missing or unfit for a handle.
    pub handle: String,
    pub name: Option<String>,
    /// Unsanitised HTML.
    pub summary: Option<String>,
    pub url: Option<String>,
    pub inbox: String,
    pub shared_inbox: Option<String>,
    pub outbox: Option<String>,
    pub followers: Option<String>,
    pub featured: Option<String>,
    /// The collection of a group's moderators.
    pub moderators: Option<String>,
    pub icon: Option<String>,
    pub image: Option<String>,
    /// For a group: it is private (Lemmy's scheme).
    pub manually_approves: bool,
    pub posting_restricted: bool,
    pub languages: Vec<String>,
    pub keys: Vec<RemoteKey>,
    pub published: Option<DateTime<Utc>>,
    pub updated: Option<DateTime<Utc>>,
    pub moved_to: Option<String>,
    pub also_known_as: Vec<String>,
}

impl RemoteActor {
    /// Reads an actor document. An unusable id, type or inbox is an error; everything else is optional.
    pub fn parse(value: &Value) -> Result<RemoteActor, Malformed> {
        let missing = |what: &str| Malformed(format!("the actor has no usable {what}"));
        let kind = value::list(value.get("type"))
            .iter()
            .find_map(|kind| ActorKind::of(kind.as_str()?))
            .ok_or_else(|| missing("type"))?;
        let id = value.get("id").and_then(|id| value::address(id.as_str()?)).ok_or_else(|| missing("id"))?;
        let here = |key: &str| value::id(value.get(key)).filter(|found| host::same_origin_str(found, &id));
        let endpoints = value.get("endpoints");
        let shared =
            endpoints.and_then(|e| value::id(e.get("sharedInbox"))).or_else(|| value::id(value.get("sharedInbox")));
        Ok(RemoteActor {
            kind,
            handle: handle(value, &id),
            name: value::text(value.get("name"), NAME_CHARS),
            summary: value::text(value.get("summary"), SUMMARY_CHARS),
            url: value::href(value.get("url")).filter(|url| host::same_origin_str(url, &id)),
            inbox: here("inbox").ok_or_else(|| missing("inbox"))?,
            shared_inbox: shared.filter(|inbox| host::same_origin_str(inbox, &id)),
            outbox: here("outbox"),
            followers: here("followers"),
            featured: here("featured"),
            moderators: match kind {
                ActorKind::Group => here("attributedTo").or_else(|| here("moderators")),
                _ => None,
            },
            icon: value::href(value.get("icon")),
            image: value::href(value.get("image")),
            manually_approves: value::flag(value.get("manuallyApprovesFollowers")).unwrap_or(false),
            posting_restricted: value::flag(value.get("postingRestrictedToMods")).unwrap_or(false),
            languages: language::read_all(value.get("language"), LIST),
            keys: keys(value, &id),
            published: value::moment(value.get("published")),
            updated: value::moment(value.get("updated")),
            moved_to: value::id(value.get("movedTo")),
            also_known_as: value::ids(value.get("alsoKnownAs"), LIST),
            id,
        })
    }

    pub fn key(&self, id: &str) -> Option<&PublicKey> {
        self.keys.iter().find(|key| key.id == id).map(|key| &key.public)
    }
}

/// A handle that can stand before an `@` and looks like no other (attack A21): letters, digits, `_`, `.` and `-`, from the
/// name or else from the id.
fn handle(value: &Value, id: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let named = value::text(value.get("preferredUsername"), WORD_CHARS).filter(|name| name.chars().all(plain));
    let last = || {
        let part = id.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let kept: String = part.chars().filter(|c| plain(*c)).take(WORD_CHARS).collect();
        if kept.is_empty() { "actor".to_owned() } else { kept }
    };
    named.unwrap_or_else(last)
}

/// `publicKey` (one or several) and the Ed25519 Multikeys of `assertionMethod` (FEP-521a). A key that names another
/// owner, or that lies on another origin, is not the actor's.
fn keys(value: &Value, id: &str) -> Vec<RemoteKey> {
    let rsa = value::list(value.get("publicKey")).iter().map(|key| (key, "owner", "publicKeyPem"));
    let multi = value::list(value.get("assertionMethod")).iter().map(|key| (key, "controller", "publicKeyMultibase"));
    rsa.chain(multi)
        .take(KEYS)
        .filter_map(|(key, owner, encoded)| {
            let key_id = value::id(Some(key))?;
            let owned = key.get(owner).and_then(Value::as_str) == Some(id);
            if !owned || !host::same_origin_str(&key_id, id) {
                return None;
            }
            let text = key.get(encoded)?.as_str()?;
            let public = match encoded {
                "publicKeyPem" => PublicKey::from_pem(text),
                _ => PublicKey::from_multikey(text),
            };
            Some(RemoteKey { id: key_id, public: public.ok()? })
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::testing::rsa_public;
    use serde_json::json;

    fn alice() -> Value {
        json!({
            "id": "https://a.example/u/alice", "type": "Person", "preferredUsername": "alice", "inbox": "https://a.example/u/alice/inbox",
            "publicKey": {"id": "https://a.example/u/alice#main-key", "owner": "https://a.example/u/alice", "publicKeyPem": rsa_public().to_pem()},
        })
    }

    fn with(key: &str, value: Value) -> Value {
        let mut actor = alice();
        actor[key] = value;
        actor
    }

    #[test]
    fn a05_a_key_of_another_owner_or_origin_is_not_taken() {
        assert_eq!(RemoteActor::parse(&alice()).unwrap().keys.len(), 1);
        let pem = rsa_public().to_pem();
        for (id, owner) in [
            ("https://b.example/u/bob#main-key", "https://a.example/u/alice"),
            ("https://a.example/u/alice#main-key", "https://b.example/u/bob"),
            ("https://a.example/u/alice#main-key", "https://a.example/u/mallory"),
            ("main-key", "https://a.example/u/alice"),
        ] {
            let actor = with("publicKey", json!({"id": id, "owner": owner, "publicKeyPem": pem}));
            assert_eq!(RemoteActor::parse(&actor).unwrap().keys, [], "{id} {owner}");
        }
        let many = json!(vec![alice()["publicKey"].clone(); 100]);
        assert_eq!(RemoteActor::parse(&with("publicKey", many)).unwrap().keys.len(), KEYS);
    }

    #[test]
    fn an_inbox_elsewhere_is_none_and_a_collection_elsewhere_is_absent() {
        assert!(RemoteActor::parse(&with("inbox", json!("https://b.example/inbox"))).is_err());
        assert!(RemoteActor::parse(&with("inbox", json!(null))).is_err());
        assert!(RemoteActor::parse(&with("id", json!("alice"))).is_err());
        assert!(RemoteActor::parse(&with("type", json!("Note"))).is_err());
        let actor = RemoteActor::parse(&with("endpoints", json!({"sharedInbox": "https://b.example/inbox"}))).unwrap();
        assert_eq!(actor.shared_inbox, None);
        assert_eq!(
            RemoteActor::parse(&with("outbox", json!({"id": "https://a.example/o"}))).unwrap().outbox.as_deref(),
            Some("https://a.example/o")
        );
        assert_eq!(RemoteActor::parse(&with("outbox", json!("https://b.example/o"))).unwrap().outbox, None);
    }

    #[test]
    fn a04_the_page_of_an_actor_is_shown_only_when_it_is_its_own() {
        assert_eq!(RemoteActor::parse(&with("url", json!("https://b.example/@alice"))).unwrap().url, None);
        let own = json!([{"type": "Link", "href": "https://a.example/@alice"}]);
        assert_eq!(RemoteActor::parse(&with("url", own)).unwrap().url.as_deref(), Some("https://a.example/@alice"));
    }

    #[test]
    fn a_handle_is_always_something_that_can_be_written_down() {
        for (name, handle) in [
            (json!("Alice_1"), "Alice_1"),
            (json!("a b"), "alice"),
            (json!("a@b"), "alice"),
            (json!("аlice"), "alice"),
            (json!(null), "alice"),
            (json!(["x"]), "x"),
        ] {
            assert_eq!(RemoteActor::parse(&with("preferredUsername", name)).unwrap().handle, handle);
        }
    }
}
