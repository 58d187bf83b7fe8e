//! What we build against the payloads that peers were seen to accept; what others send, field by field.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::object::tests::{sample_article, sample_discussion, sample_reply, sample_resource};
use crate::object::{Root, article, discussion, reply, resource};
use crate::signature::PrivateKey;
use crate::testing::{differences, now, shared_json};

const HUB: &str = "https://commons.example";
const GROUP: &str = "https://commons.example/c/climate";
const ALICE: &str = "https://commons.example/u/alice";

fn at(path: &str) -> String {
    format!("{HUB}/{path}")
}

/// Against our own snapshot always, against the payload that peers were shown where it is at hand. What is embedded has
/// its own snapshot.
fn check(name: &str, built: &Outgoing, expected: &[&str]) {
    let built: Value = serde_json::from_str(&built.body()).unwrap();
    let mut shown = built.clone();
    shown["@context"] = "[context]".into();
    for pointer in ["/object/content", "/object/contentMap", "/object/source", "/object/object"] {
        if let Some(field) = shown.pointer_mut(pointer) {
            *field = "[elsewhere]".into();
        }
    }
    insta::assert_json_snapshot!(name, shown);
    if let Some(wanted) = shared_json(&format!("wire/{name}.json")) {
        assert_eq!(differences(&wanted, &built), expected, "{name}");
    }
}

fn shared_create(root: &Object, path: &str) -> Outgoing {
    create(&at(&format!("activities/create/{path}")), root, &at("u/alice/followers"), Reach::Public)
}

#[test]
fn what_is_shared_has_the_shape_that_peers_were_seen_to_accept() {
    let root = sample_discussion();
    let made = shared_create(&discussion(&root), "7f3a");
    check("create_discussion", &made, &[]);
    check("create_article", &shared_create(&article(&sample_article()), "c3d4"), &[]);
    let (root, record) = sample_resource();
    check("create_resource", &shared_create(&resource(&root, &record), "a1b2"), &["+/object/waypost:kind"]);
    // The sample names another host for the parent's author in `to` than in the object.
    check("create_reply", &shared_create(&reply(&sample_reply()), "91c2"), &["~/to/1"]);

    let inner = Outgoing { context: None, ..made };
    let raw = RawValue::from_string(inner.body()).unwrap();
    let sent = announce(
        &at("activities/announce/7f3a"),
        GROUP,
        &at("c/climate/followers"),
        raw,
        "2026-11-20T16:00:00Z".parse().unwrap(),
        Reach::Public,
    );
    check("announce_create_discussion", &sent, &[]);
    assert!(sent.body().contains(&inner.body()), "what is announced stays as it was, byte for byte");
}

#[test]
fn every_other_activity_has_the_shape_that_peers_were_seen_to_accept() {
    let (post, far) = (at("post/7f3a"), "https://other.example/post/55");
    let public = Reach::Public;
    let boosted = boost(
        &at("activities/boost/7f3a"),
        GROUP,
        &at("c/climate/followers"),
        ALICE,
        &post,
        "2026-11-20T16:00:00Z".parse().unwrap(),
    );
    check("announce_boost_discussion", &boosted, &[]);
    // Ours tells the author's host as well, which had got the boost.
    check("undo_boost", &undo(&at("activities/undo/7f3a"), &boosted), &["~/cc"]);
    check("follow", &follow(&at("activities/follow/1"), ALICE, "https://lemmy.example/c/cities"), &[]);
    check(
        "accept",
        &accept(
            &at("activities/accept/1"),
            GROUP,
            "https://other.example/activities/follow/9",
            "https://other.example/u/bob",
        ),
        &[],
    );
    check("like", &like(&at("activities/like/1"), ALICE, far, GROUP, public), &[]);
    check("delete", &delete(&at("activities/delete/1"), ALICE, &post, GROUP, public), &[]);
    check("mod_remove", &remove_post(&at("activities/delete/2"), ALICE, far, GROUP, "off topic", public), &[]);
    check("add_featured", &add(&at("activities/add/1"), ALICE, GROUP, &post, &at("c/climate/featured"), public), &[]);
    check("lock", &lock(&at("activities/lock/1"), ALICE, GROUP, &post, Some("resolved"), public), &[]);
    check(
        "flag",
        &flag(
            &at("activities/flag/1"),
            ALICE,
            "https://lemmy.example/c/cities",
            "https://lemmy.example/post/7",
            "spam",
        ),
        &[],
    );
}

fn everything_we_send(root: &Root) -> Vec<Outgoing> {
    let reach = Reach::Public;
    let mut edited = discussion(root);
    edited.updated = Some(now());
    let liked = like(&at("1"), ALICE, "https://x.example/1", GROUP, reach);
    let ban = Ban {
        moderator: ALICE,
        group: GROUP,
        banned: "https://x.example/u/b",
        reason: "spam",
        until: Some(now()),
        remove_data: true,
        reach,
    };
    vec![
        shared_create(&discussion(root), "1"),
        update(&at("2"), &edited, &at("u/alice/followers"), reach),
        undo(&at("3"), &liked),
        liked,
        dislike(&at("4"), ALICE, "https://x.example/1", GROUP, reach),
        follow(&at("5"), ALICE, "https://x.example/c/g"),
        accept(&at("6"), GROUP, "https://x.example/f", "https://x.example/u/b"),
        reject(&at("7"), GROUP, "https://x.example/f", "https://x.example/u/b"),
        delete(&at("8"), ALICE, &at("post/1"), GROUP, reach),
        remove_post(&at("9"), ALICE, "https://x.example/1", GROUP, "off topic", reach),
        delete_actor(&at("10"), ALICE, true),
        add(&at("11"), ALICE, GROUP, &at("post/1"), &at("c/climate/featured"), reach),
        remove(&at("12"), ALICE, GROUP, ALICE, &at("c/climate/moderators"), reach),
        lock(&at("13"), ALICE, GROUP, &at("post/1"), None, reach),
        block(&at("14"), &ban),
        flag_many(
            &at("15"),
            &at("actor"),
            "https://x.example/u/b",
            vec!["https://x.example/u/b".into(), "https://x.example/1".into()],
            "spam",
        ),
        boost(&at("16"), GROUP, &at("c/climate/followers"), ALICE, &at("post/1"), now()),
    ]
}

#[test]
fn what_we_send_we_can_read_and_it_keeps_to_the_rules_of_the_wire() {
    let root = sample_discussion();
    let prover = Signer { key_id: format!("{ALICE}#ed25519-key"), key: PrivateKey::generate_ed25519().unwrap() };
    for sent in everything_we_send(&root) {
        let value: Value = serde_json::from_str(&sent.body()).unwrap();
        let read = Activity::parse(&value).unwrap();
        assert_eq!(read.id.as_deref(), Some(sent.id.as_str()));
        assert!(!matches!(read.act, Act::Other { .. }), "{}", sent.kind);
        assert!(value["to"].is_array() && value["type"].is_string(), "{}", sent.kind);
        assert!(sent.id.len() < 100);
        let proven = sent.proven(&prover, now()).unwrap();
        let value = crate::json::read(proven.as_bytes()).unwrap();
        assert_eq!(proof::verify(&value, &prover.key.public().unwrap()), Ok(()));
    }
}

fn act_of(value: Value) -> Result<Act, Malformed> {
    let mut whole = json!({"id": "https://a.example/1", "actor": "https://a.example/u/a"});
    whole.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
    Activity::parse(&whole).map(|activity| activity.act)
}

use crate::json::Malformed;

#[test]
fn a_moderators_delete_is_told_from_an_authors() {
    let object = "https://a.example/p";
    let delete = |extra: Value| {
        let mut value = json!({"type": "Delete", "object": {"id": object, "type": "Tombstone"}});
        value.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        match act_of(value).unwrap() {
            Act::Delete { object: found, reason, .. } if found == object => reason,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(delete(json!({})), None);
    assert_eq!(delete(json!({"summary": null})), None);
    assert_eq!(delete(json!({"summary": ""})).as_deref(), Some(""));
    assert_eq!(delete(json!({"summary": "spam"})).as_deref(), Some("spam"));
}

#[test]
fn an_answer_names_what_it_answers_by_id_or_by_content() {
    let (id, actor, object) = ("https://h.example/f", "https://h.example/u/a", "https://a.example/c/g");
    for of in [json!(id), json!({"id": id}), json!([{"id": id, "type": "Follow", "to": null}])] {
        assert!(
            matches!(act_of(json!({"type": "Accept", "object": of})).unwrap(), Act::Accept { of } if of.id.as_deref() == Some(id))
        );
    }
    let told =
        act_of(json!({"type": "Reject", "object": {"type": "Follow", "actor": actor, "object": {"id": object}}}))
            .unwrap();
    let Act::Reject { of } = told else { panic!("{told:?}") };
    assert_eq!(
        (of.actor.as_deref(), of.object.as_deref(), of.kind.as_deref()),
        (Some(actor), Some(object), Some("Follow"))
    );
    for nothing in [json!(null), json!({}), json!({"type": "Follow", "actor": actor}), json!(7)] {
        assert!(act_of(json!({"type": "Accept", "object": nothing})).is_err(), "{nothing}");
    }
}

#[test]
fn a13_an_announced_activity_keeps_its_own_actor_and_an_announced_object_only_its_id() {
    let inner = json!({"type": "Create", "id": "https://b.example/c", "actor": "https://b.example/u/b", "object": {"id": "https://b.example/n", "type": "Note"}});
    let Act::Announce { what: Announced::Activity { activity, raw } } =
        act_of(json!({"type": "Announce", "object": inner})).unwrap()
    else {
        panic!()
    };
    assert_eq!((activity.actor.as_str(), &raw), ("https://b.example/u/b", &inner));
    let page =
        json!({"type": "Page", "id": "https://b.example/n", "attributedTo": "https://b.example/u/b", "content": "x"});
    let object = act_of(json!({"type": "Announce", "object": page})).unwrap();
    assert_eq!(object, Act::Announce { what: Announced::Object("https://b.example/n".into()) });
    let many = act_of(json!({"type": "Announce", "object": [inner, "https://b.example/n", 7]})).unwrap();
    assert!(matches!(many, Act::Announce { what: Announced::Many(list) } if list.len() == 2));
    let nameless =
        json!({"type": "Create", "object": {"id": "https://b.example/n", "type": "Note"}, "actor": {"x": 1}});
    assert!(act_of(json!({"type": "Announce", "object": nameless})).is_err());
}

#[test]
fn an_undo_holds_an_activity_that_need_not_have_an_id() {
    let told = act_of(json!({"type": "Undo", "object": {"type": "Like", "object": "https://h.example/p"}})).unwrap();
    let Act::Undo { inner: Inner::Activity(inner) } = told else { panic!("{told:?}") };
    assert_eq!((inner.id, inner.actor.as_str()), (None, "https://a.example/u/a"));
    assert_eq!(
        act_of(json!({"type": "Undo", "object": "https://a.example/like"})).unwrap(),
        Act::Undo { inner: Inner::Id("https://a.example/like".into()) }
    );
    let mut deep = json!({"type": "Like", "object": "https://h.example/p"});
    for _ in 0..60 {
        deep = json!({"type": "Undo", "object": deep});
    }
    assert!(act_of(json!({"type": "Undo", "object": deep})).is_err());
}

#[test]
fn reports_bans_and_moves_are_read_in_the_forms_of_all_peers() {
    let flag = act_of(
        json!({"type": "Flag", "object": ["https://h.example/u/a", {"id": "https://h.example/p"}], "content": "spam"}),
    )
    .unwrap();
    assert_eq!(
        flag,
        Act::Flag {
            objects: vec!["https://h.example/u/a".into(), "https://h.example/p".into()],
            reason: Some("spam".into())
        }
    );
    let ban = json!({"type": "Block", "object": "https://h.example/u/a", "target": "https://a.example/c/g", "removeData": true, "endTime": "2026-12-01T00:00:00Z", "summary": "spam"});
    assert!(matches!(act_of(ban).unwrap(), Act::Block { target: Some(_), until: Some(_), remove_data: true, .. }));
    assert!(matches!(
        act_of(json!({"type": "Block", "object": "https://h.example/u/a"})).unwrap(),
        Act::Block { target: None, .. }
    ));
    let thread = json!({"type": "Move", "object": {"id": "https://a.example/t/context"}, "origin": "https://a.example/c/1", "target": "https://a.example/c/2"});
    assert!(matches!(act_of(thread).unwrap(), Act::Move { origin: Some(_), .. }));
    assert!(
        matches!(act_of(json!({"type": "Travel"})).unwrap(), Act::Other { kind, object: None } if kind == "Travel")
    );
}
