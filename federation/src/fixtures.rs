//! Every collected payload of other software goes through every reader: nothing panics, and what the six peers that
//! matter most send comes out as what it is. The expectations are those of the index that lies beside the payloads.
#![allow(clippy::unwrap_used)]

mod expected;

use http::HeaderMap;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::activity::{Act, Activity, Announced, Embedded};
use crate::actor::{ActorKind, RemoteActor};
use crate::audience::Audience;
use crate::json;
use crate::object::{ObjectKind, RemoteObject, title_from_html};
use crate::testing::shared;

struct Fixture {
    file: String,
    kind: String,
    kind_of: String,
    /// What the index says that a server should do.
    wanted: String,
    bytes: Vec<u8>,
}

fn fixtures() -> Vec<Fixture> {
    let Some(index) = shared("fixtures/INDEX.tsv") else { return Vec::new() };
    let folder = index.parent().unwrap().to_owned();
    let rows = std::fs::read_to_string(index).unwrap();
    let found: Vec<_> = rows
        .lines()
        .skip(1)
        .filter_map(|row| {
            let cells: Vec<&str> = row.split('\t').collect();
            let [file, kind, kind_of, _, _, _, wanted] = cells[..] else { return None };
            let bytes = std::fs::read(folder.join(file)).ok()?;
            let [file, kind, kind_of, wanted] = [file, kind, kind_of, wanted].map(str::to_owned);
            Some(Fixture { file, kind, kind_of, wanted, bytes })
        })
        .collect();
    assert!(found.len() > 1000, "{}", found.len());
    found
}

#[test]
fn no_payload_that_was_ever_seen_makes_a_reader_panic() {
    for fixture in fixtures() {
        let Ok(value) = json::read_document(&fixture.bytes) else { continue };
        let _ = (Activity::parse(&value), RemoteActor::parse(&value), Audience::read(&value));
        if let Ok(object) = RemoteObject::parse(&value) {
            let _ = (title_from_html(object.content.as_deref().unwrap_or_default()), object.vote().map(str::len));
        }
        let _ = crate::signature::proof::claimed_key(&value);
        let _ = crate::discovery::read_any(&value);
    }
}

#[test]
fn payloads_of_the_peers_that_matter_are_read_as_what_they_are() {
    const PEERS: [&str; 7] = ["lemmy/", "mastodon/", "mbin/", "piefed/", "nodebb/", "mobilizon/", "gotosocial/"];
    // What is refused, each with its reason.
    const REFUSED: [(&str, &str); 10] = [
        ("gotosocial/docs_http_signatures_L66_Person.json", "the stub of a key: no inbox"),
        ("gotosocial/test_astointernal_L380_Flag.json", "the actor is a piece of program text"),
        ("gotosocial/test_astointernal_L414_Flag.json", "the actor is a piece of program text"),
        ("gotosocial/test_astointernal_L464_Flag.json", "the actor is a piece of program text"),
        ("gotosocial/test_astointernal_L537_Announce.json", "the actor is a piece of program text"),
        ("gotosocial/test_create_L99_Flag.json", "the actor is a piece of program text"),
        ("gotosocial/test_normalize_L176_Person.json", "no inbox"),
        ("mastodon/spec_req_activitypub-actor-noinbox.json", "no inbox"),
        ("nodebb/analytics_L25_Person.json", "no inbox"),
        ("piefed/test_activitypub_util_L164_Create.json", "the object has no id"),
    ];
    let (mut read, mut unread) = (0, Vec::new());
    for fixture in fixtures() {
        if !PEERS.iter().any(|peer| fixture.file.starts_with(peer)) {
            continue;
        }
        let value = json::read_document(&fixture.bytes).unwrap_or_else(|why| panic!("{}: {why}", fixture.file));
        // Snippets from documentation and from tests show parts: without an id they are nothing on their own.
        let whole = value.get("id").and_then(Value::as_str).is_some_and(|id| crate::value::address(id).is_some());
        let sensible = match fixture.kind.as_str() {
            "activity" => Activity::parse(&value).map(|activity| names(&activity.act) == fixture.kind_of),
            "actor" => RemoteActor::parse(&value)
                .map(|actor| format!("{:?}", actor.kind) == fixture.kind_of && !actor.handle.is_empty()),
            "object" => RemoteObject::parse(&value).map(|object| {
                format!("{:?}", object.kind) == fixture.kind_of || matches!(object.kind, ObjectKind::Other(_))
            }),
            _ => continue,
        };
        match sensible {
            Ok(true) => read += 1,
            Ok(false) => panic!("{} is read as something else", fixture.file),
            Err(_) if whole => unread.push(fixture.file),
            Err(_) => {}
        }
    }
    if shared("fixtures").is_some() {
        assert!(read > 150, "{read}");
        assert_eq!(unread, REFUSED.map(|(file, _)| file));
    }
}

/// The type that an activity would be written with.
fn names(act: &Act) -> &str {
    match act {
        Act::Follow { .. } => "Follow",
        Act::Accept { .. } => "Accept",
        Act::Reject { .. } => "Reject",
        Act::Undo { .. } => "Undo",
        Act::Create { .. } => "Create",
        Act::Update { .. } => "Update",
        Act::Delete { .. } => "Delete",
        Act::Like { .. } => "Like",
        Act::Dislike { .. } => "Dislike",
        Act::EmojiReact { .. } => "EmojiReact",
        Act::Announce { .. } => "Announce",
        Act::Add { .. } => "Add",
        Act::Remove { .. } => "Remove",
        Act::Lock { .. } => "Lock",
        Act::Block { .. } => "Block",
        Act::Flag { .. } => "Flag",
        Act::Move { .. } => "Move",
        Act::Other { kind, .. } => kind,
    }
}

fn load(file: &str) -> Option<Value> {
    crate::testing::shared_json(&format!("fixtures/{file}"))
}

#[test]
fn a_lemmy_page_comes_out_of_its_group_wrapper_whole() {
    let Some(value) = load("lemmy/lemmy-assets_activities_community_announce_create_page.json") else { return };
    let announce = Activity::parse(&value).unwrap();
    let Act::Announce { what: Announced::Activity { activity, .. } } = announce.act else { panic!() };
    let Act::Create { object: Embedded::Object(page) } = activity.act else { panic!() };
    assert_eq!(page.kind, ObjectKind::Page);
    assert_eq!(page.author(), Some("http://enterprise.lemmy.ml/u/lemmy_beta"));
    assert_eq!(page.name.as_deref(), Some("post 4"));
    assert!(page.recipients.is_public() && page.published.is_some());

    let group = RemoteActor::parse(&load("lemmy/lemmy-assets_objects_group.json").unwrap()).unwrap();
    assert_eq!(group.kind, ActorKind::Group);
    assert!(group.moderators.is_some() && group.featured.is_some() && group.outbox.is_some());
}

#[test]
fn a_mobilizon_event_has_its_time_and_its_place() {
    let Some(value) = load("mobilizon/lemmy-assets_objects_event.json") else { return };
    let event = RemoteObject::parse(&value).unwrap();
    let times = event.event.as_ref().unwrap();
    assert!(times.ends.unwrap() > times.starts);
    assert!(times.place.is_some());
    assert!(event.name.is_some() && event.author().is_some());
}

#[test]
fn a_piefed_poll_and_group_have_what_they_are_made_of() {
    let Some(value) = load("piefed/docs_posts_L257_Question.json") else { return };
    assert!(RemoteObject::parse(&value).unwrap().poll.unwrap().options.len() >= 2);
    let group = RemoteActor::parse(&load("piefed/docs_communities_L23_Group.json").unwrap()).unwrap();
    assert_eq!(group.moderators.as_deref(), Some("https://piefed.social/c/piefed_meta/moderators"));
    assert_eq!(group.shared_inbox.as_deref(), Some("https://piefed.social/inbox"));
    assert_eq!(group.keys.len(), 1);
}

#[test]
fn discovery_documents_of_all_peers_lead_somewhere() {
    let mut nowhere = Vec::new();
    for fixture in fixtures().into_iter().filter(|fixture| fixture.kind == "discovery") {
        let value = json::read_document(&fixture.bytes).unwrap();
        if crate::discovery::read_any(&value).is_none() {
            nowhere.push(fixture.file);
        }
    }
    if shared("fixtures").is_some() {
        // Two know OStatus alone, one leads to a server instead of an account.
        let ostatus =
            ["mastodon/bonfire-fixtures_winterdienst_webfinger.json", "mastodon/spec_req_webfinger-hacker1.json"];
        assert_eq!(nowhere, ["fep/docs_fep-d556_L54_webfinger.json", ostatus[0], ostatus[1]]);
    }
}

/// JSON that looks like ActivityPub from afar: the right keys with anything behind them.
fn anything() -> impl Strategy<Value = Value> {
    const KEYS: [&str; 24] = [
        "id",
        "type",
        "actor",
        "object",
        "to",
        "cc",
        "tag",
        "attachment",
        "url",
        "name",
        "content",
        "contentMap",
        "source",
        "inReplyTo",
        "published",
        "attributedTo",
        "publicKey",
        "inbox",
        "endpoints",
        "replies",
        "oneOf",
        "location",
        "proof",
        "items",
    ];
    const WORDS: [&str; 12] = [
        "Create",
        "Announce",
        "Note",
        "Event",
        "Person",
        "Mention",
        "https://a.example/1",
        "https://é.example/é",
        "as:Public",
        "2026-11-20T10:00:00Z",
        "",
        "<p>@é &#x; &amp <b",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        proptest::sample::select(&WORDS[..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        let key = proptest::sample::select(&KEYS[..]).prop_map(str::to_owned);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((key, inner), 0..12)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn no_json_whatever_makes_a_reader_panic(value in anything()) {
        let text = value.to_string();
        prop_assert!(json::read(text.as_bytes()).is_ok());
        let _ = (Activity::parse(&value), RemoteActor::parse(&value), Audience::read(&value), crate::discovery::read_any(&value));
        if let Ok(object) = RemoteObject::parse(&value) {
            let _ = title_from_html(object.content.as_deref().unwrap_or_default());
        }
        let again: Value = serde_json::from_str(&crate::signature::jcs::canonical(&value)).unwrap();
        prop_assert_eq!(crate::signature::jcs::canonical(&again), crate::signature::jcs::canonical(&value));
    }

    #[test]
    fn no_signature_header_whatever_makes_the_door_panic(signature in "[ -~]{0,80}", input in "[a-z0-9=();:\"@? ,.*-]{0,80}", modern in any::<bool>()) {
        let mut headers = HeaderMap::new();
        headers.insert("signature", signature.parse().unwrap());
        headers.insert("digest", signature.parse().unwrap());
        if modern {
            headers.insert("signature-input", input.parse().unwrap());
        }
        let message = crate::signature::Message { method: "POST", target: "/inbox?", scheme: "https", host: "hub.example", headers: &headers };
        prop_assert!(crate::signature::Claim::read(&message, crate::testing::now()).is_err());
    }
}
