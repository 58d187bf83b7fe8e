//! Actors as we show them: people, groups and the hub itself (wire.md §3, §15). Plain inputs, pure builders.
//! Reading the actors of others is `actor::read`.

mod read;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};

pub use read::{ActorKind, RemoteActor, RemoteKey};

use crate::context::Context;
use crate::language::Language;

/// A picture by its address; alternative text in `name` where it means something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Image", rename_all = "camelCase")]
pub struct Picture {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What all our actors have in common. Addresses are absolute and built by the caller; every one is served.
#[derive(Debug, Clone)]
pub struct Card {
    pub id: String,
    /// The page for people.
    pub url: String,
    /// Without `@` and host.
    pub handle: String,
    /// The host of the handle.
    pub host: String,
    pub name: String,
    /// The hub's one inbox, `https://host/inbox`.
    pub shared_inbox: String,
    /// SPKI PEM of the RSA key, published as `<id>#main-key`.
    pub rsa_pem: String,
    /// Ed25519 public key as `z6Mk...`, published as `<id>#ed25519-key`.
    pub ed25519_multikey: Option<String>,
    pub icon: Option<Picture>,
    pub image: Option<Picture>,
    pub published: DateTime<Utc>,
    pub updated: Option<DateTime<Utc>>,
}

impl Card {
    /// The id of the key that signs requests.
    pub fn rsa_key_id(&self) -> String {
        format!("{}#main-key", self.id)
    }

    /// The id of the key that signs proofs.
    pub fn ed25519_key_id(&self) -> String {
        format!("{}#ed25519-key", self.id)
    }
}

/// What a group adds.
#[derive(Debug, Clone)]
pub struct GroupCard {
    pub card: Card,
    /// Plain text: NodeBB shows tags as text (§15a.6).
    pub description: String,
    /// One line.
    pub tagline: Option<String>,
    /// Followers are approved: by Lemmy's scheme this makes the group private.
    pub approves_followers: bool,
    pub only_moderators_post: bool,
    /// May be found and indexed.
    pub listed: bool,
    /// Codes, `en`.
    pub languages: Vec<String>,
}

/// What a person adds.
#[derive(Debug, Clone)]
pub struct PersonCard {
    pub card: Card,
    /// Sanitised HTML.
    pub about_html: Option<String>,
    /// The markdown it was made from.
    pub about_source: Option<String>,
    pub approves_followers: bool,
    pub listed: bool,
    /// A program, not a person: `Service`.
    pub is_bot: bool,
}

/// An actor as it goes on the wire.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    #[serde(rename = "@context")]
    pub context: Context,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub preferred_username: String,
    pub webfinger: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Picture>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Picture>,
    pub url: String,
    pub inbox: String,
    pub outbox: String,
    pub followers: String,
    pub following: String,
    pub featured: String,
    /// The collection of moderators, for groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributed_to: Option<String>,
    pub endpoints: Value,
    pub public_key: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assertion_method: Option<Value>,
    pub manually_approves_followers: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discoverable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indexable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posting_restricted_to_mods: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Vec<Language>>,
    pub published: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<Utc>>,
}

/// A group: a followable place.
pub fn group(group: &GroupCard) -> Actor {
    let id = &group.card.id;
    Actor {
        summary: Some(group.description.clone()),
        description: group.tagline.clone(),
        media_type: Some("text/html"),
        source: Some(markdown(&group.description)),
        attributed_to: Some(format!("{id}/moderators")),
        discoverable: Some(group.listed),
        indexable: Some(group.listed),
        posting_restricted_to_mods: Some(group.only_moderators_post),
        sensitive: Some(false),
        language: Some(group.languages.iter().map(|code| Language::of(code)).collect()),
        manually_approves_followers: group.approves_followers,
        ..actor("Group", &group.card)
    }
}

/// A member, or a program that acts for itself.
pub fn person(person: &PersonCard) -> Actor {
    Actor {
        summary: person.about_html.clone(),
        source: person.about_source.as_deref().map(markdown),
        discoverable: Some(person.listed),
        indexable: Some(person.listed),
        manually_approves_followers: person.approves_followers,
        ..actor(if person.is_bot { "Service" } else { "Person" }, &person.card)
    }
}

/// The hub's own actor, which signs every GET. Its handle is its host, its inbox the shared one.
pub fn hub(card: &Card) -> Actor {
    Actor { inbox: card.shared_inbox.clone(), manually_approves_followers: true, ..actor("Application", card) }
}

fn actor(kind: &'static str, card: &Card) -> Actor {
    let id = &card.id;
    Actor {
        context: Context::Actor,
        id: id.clone(),
        kind,
        preferred_username: card.handle.clone(),
        webfinger: format!("{}@{}", card.handle, card.host),
        name: card.name.clone(),
        summary: None,
        description: None,
        media_type: None,
        source: None,
        icon: card.icon.clone(),
        image: card.image.clone(),
        url: card.url.clone(),
        inbox: format!("{id}/inbox"),
        outbox: format!("{id}/outbox"),
        followers: format!("{id}/followers"),
        following: format!("{id}/following"),
        featured: format!("{id}/featured"),
        attributed_to: None,
        endpoints: json!({"sharedInbox": card.shared_inbox}),
        public_key: json!({"id": card.rsa_key_id(), "owner": id, "publicKeyPem": card.rsa_pem}),
        assertion_method: card.ed25519_multikey.as_ref().map(|key| {
            json!([{"id": card.ed25519_key_id(), "type": "Multikey", "controller": id, "publicKeyMultibase": key}])
        }),
        manually_approves_followers: false,
        discoverable: None,
        indexable: None,
        posting_restricted_to_mods: None,
        sensitive: None,
        language: None,
        published: card.published,
        updated: card.updated,
    }
}

fn markdown(source: &str) -> Value {
    json!({"content": source, "mediaType": "text/markdown"})
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::testing::{differences, shared_json};

    fn card(path: &str, handle: &str, name: &str, pem: &Value) -> Card {
        Card {
            id: format!("https://commons.example/{path}"),
            url: format!("https://commons.example/{path}"),
            handle: handle.into(),
            host: "commons.example".into(),
            name: name.into(),
            shared_inbox: "https://commons.example/inbox".into(),
            rsa_pem: pem["publicKey"]["publicKeyPem"].as_str().unwrap().into(),
            ed25519_multikey: None,
            icon: None,
            image: None,
            published: "2026-01-10T09:00:00Z".parse().unwrap(),
            updated: None,
        }
    }

    fn webp(name: &str) -> Option<Picture> {
        let url = format!("https://commons.example/media/{name}.webp");
        Some(Picture { media_type: Some("image/webp".into()), url, name: None })
    }

    #[test]
    fn our_actors_have_the_shapes_that_peers_were_seen_to_read() {
        let Some(wanted) = shared_json("wire/group.json") else { return };
        let built = group(&GroupCard {
            card: Card {
                icon: webp("climate-icon"),
                image: webp("climate-banner"),
                ed25519_multikey: Some("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2".into()),
                updated: Some("2026-11-01T08:30:00Z".parse().unwrap()),
                ..card("c/climate", "climate", "Climate & Cities", &wanted)
            },
            description: "Resources and discussion on climate adaptation in cities.".into(),
            tagline: Some("Climate adaptation in cities".into()),
            approves_followers: false,
            only_moderators_post: false,
            listed: true,
            languages: vec!["en".into()],
        });
        assert_eq!(differences(&wanted, &serde_json::to_value(built).unwrap()), [""; 0]);

        let Some(wanted) = shared_json("wire/person.json") else { return };
        let built = person(&PersonCard {
            card: Card { icon: webp("alice"), ..card("u/alice", "alice", "Alice Example", &wanted) },
            about_html: Some("<p>Urban planner.</p>".into()),
            about_source: Some("Urban planner.".into()),
            approves_followers: false,
            listed: true,
            is_bot: false,
        });
        assert_eq!(differences(&wanted, &serde_json::to_value(built).unwrap()), ["+/webfinger"]);

        let Some(wanted) = shared_json("wire/instance.json") else { return };
        let built = hub(&Card {
            url: "https://commons.example/about".into(),
            ..card("actor", "commons.example", "Commons", &wanted)
        });
        assert_eq!(differences(&wanted, &serde_json::to_value(built).unwrap()), ["+/webfinger"]);
    }

    #[test]
    fn what_we_show_is_what_we_would_read() {
        let key = crate::testing::rsa_public();
        let pem = json!({"publicKey": {"publicKeyPem": key.to_pem()}});
        let shown = serde_json::to_value(hub(&card("actor", "commons.example", "Commons", &pem))).unwrap();
        let read = RemoteActor::parse(&shown).unwrap();
        assert_eq!(read.kind, ActorKind::Application);
        assert_eq!(read.inbox, "https://commons.example/inbox");
        assert_eq!(read.keys.len(), 1);
        assert_eq!(read.keys[0].public, key);
    }
}
