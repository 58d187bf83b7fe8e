//! wire.md "Seen running", items 1 to 15. Without a test of their own:
//! - 10: GoToSocial reports remote Groups as `group: false`. That is GoToSocial's.
//! - 13: how GoToSocial shows an Announce of an Article. What it needs of us (a `name`, no `summary`) is 15a.2's test.
//! - 15: the packages that help to test. They are `peers::fedify`, `peers::snac` and `peers::pasture`.

use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use federation::signature::Scheme;
use federation::signature::digest::digest_header;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::{check_emitted, following, hub, topic};
use crate::peers::world::count;
use crate::support::{Peer, eventually};

const SOON: Duration = Duration::from_secs(60);
const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// PieFed posts to `https://host/inbox` unasked; Lemmy shows its shared inbox as each actor's own and has no `endpoints`.
#[tokio::test(flavor = "multi_thread")]
async fn seen_01_the_shared_inbox_is_at_inbox_on_both_sides() {
    let side = hub().await;
    let peer = Peer::start("lemmy", &side.hub.clock).await;
    for name in ["mila", "nour"] {
        let mut card = peer.card("Person", name);
        card["inbox"] = json!(format!("{}/inbox", peer.base));
        card.as_object_mut().unwrap().remove("endpoints");
        peer.serve(card);
        let follow = peer.activity(name, "Follow", json!(side.group("care")));
        peer.post(&format!("{}/inbox", side.hub.base), name, &follow).await.is(202);
        peer.arrived("Accept", follow["id"].as_str().unwrap()).await;
    }
    peer.forget();
    let post = side.share("ana", "care", "Once", "For both.").await;
    peer.arrived("Announce", &post).await;
    side.settled().await;
    let got: Vec<String> = peer.received().iter().map(|one| format!("{} {}", one.kind(), one.path)).collect();
    assert_eq!(got, ["Announce /inbox"]);
}

/// snac answers 202 to an RFC 9421 request and drops it: the first knock is draft-cavage, and there is no other.
#[tokio::test(flavor = "multi_thread")]
async fn seen_02_the_first_knock_is_draft_cavage() {
    let side = hub().await;
    let peer = following(&side, "snac").await;
    let post = side.share("ana", "care", "Knock", "Who is there?").await;
    let got = peer.arrived("Announce", &post).await;
    assert!(got.header("signature").contains("keyId=\""), "{:?}", got.headers);
    assert!(got.header("signature").contains("headers=\"(request-target) host date digest content-type\""));
    assert!(got.headers.get("signature-input").is_none(), "{:?}", got.headers);
    assert_eq!(got.header("content-type"), "application/activity+json", "rule 1");
    assert!(got.header("digest").starts_with("SHA-256="), "NodeBB compares the upper case");
    side.settled().await;
    assert_eq!(peer.received().len(), 1);
}

/// Each server's own way to write the header; all of them are let in, and a wrong one is told why.
#[tokio::test(flavor = "multi_thread")]
async fn seen_03_every_servers_signature_header_is_read() {
    const LD: &str = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
    const AP: &str = "application/activity+json";
    let side = hub().await;
    let post = side.share("ana", "care", "Signed", "By all.").await;
    // software, algorithm, what is signed in which order, content type, key
    let ways = [
        ("gotosocial", "hs2019", "(request-target) host date digest", LD, "/main-key"),
        ("nodebb", "rsa-sha256", "(request-target) host date digest", LD, "#key"),
        ("piefed", "rsa-sha256", "(request-target) host date digest content-type", AP, "#main-key"),
        ("snac", "rsa-sha256", "(request-target) host digest date", AP, "#main-key"),
        ("fedify", "rsa-sha256", "(request-target) content-type date digest host", AP, "#main-key"),
        ("lemmy", "hs2019", "(request-target) content-type date digest host", AP, "#main-key"),
    ];
    for (software, algorithm, names, content_type, key) in ways {
        let peer = Peer::start(software, &side.hub.clock).await;
        let mut card = peer.card("Person", "mila");
        let id = card["id"].as_str().unwrap().to_owned();
        let key_id = format!("{id}{key}");
        card["publicKey"]["id"] = json!(key_id);
        if key.starts_with('/') {
            // A stub of the actor with its key, at the key's own address.
            peer.serve_at(&key_id, card.clone());
        }
        peer.serve(card);
        let like = peer.activity("mila", "Like", json!(post)).to_string();
        let inbox = format!("{}/inbox", side.hub.base);
        let signed = headers(&peer, &key_id, (algorithm, names, content_type), "/inbox", &side.hub.host, &like);
        peer.post_raw(&inbox, signed.clone(), like.clone()).await.is(202);
        side.awaits(
            &format!("select count(*) from reactions r join actors a on a.id = r.actor_id where a.url = '{id}'"),
            1,
        )
        .await;
        let refused = peer.post_raw(&inbox, signed, like.replace("Like", "Dislike")).await.is(401);
        assert!(refused.json()["error"].as_str().is_some_and(|why| why.contains("Digest")), "{}", refused.body);
    }
}

/// A cavage signature written out in a given way.
fn headers(
    peer: &Peer,
    key_id: &str,
    (algorithm, names, content_type): (&str, &str, &str),
    path: &str,
    host: &str,
    body: &str,
) -> HeaderMap {
    let now = chrono_http(&peer.now());
    let digest = digest_header(body.as_bytes());
    let value = |name: &str| match name {
        "(request-target)" => format!("post {path}"),
        "host" => host.to_owned(),
        "date" => now.clone(),
        "digest" => digest.clone(),
        "content-type" => content_type.to_owned(),
        other => panic!("{other}?"),
    };
    let base: Vec<String> = names.split(' ').map(|name| format!("{name}: {}", value(name))).collect();
    let signature = BASE64_STANDARD.encode(peer.rsa().sign(base.join("\n").as_bytes()).unwrap());
    let header = format!("keyId=\"{key_id}\",headers=\"{names}\",signature=\"{signature}\",algorithm=\"{algorithm}\"");
    let pairs =
        [("date", &now), ("digest", &digest), ("content-type", &content_type.to_owned()), ("signature", &header)];
    pairs
        .into_iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
        .collect()
}

fn chrono_http(at: &chrono::DateTime<chrono::Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// GoToSocial shows actors to those who sign alone; only its key is open.
#[tokio::test(flavor = "multi_thread")]
async fn seen_04_actors_are_asked_for_with_a_signature() {
    let side = hub().await;
    let peer = Peer::start("gotosocial", &side.hub.clock).await;
    peer.demands_signatures();
    let mut card = peer.card("Person", "mila");
    let key_id = format!("{}/main-key", card["id"].as_str().unwrap());
    card["publicKey"]["id"] = json!(key_id);
    peer.serve_at(
        &key_id,
        json!({"@context": card["@context"], "id": card["id"], "type": "Person",
        "preferredUsername": "mila", "publicKey": card["publicKey"]}),
    );
    peer.serve(card);
    let follow = peer.activity("mila", "Follow", json!(side.group("care")));
    peer.post_as(&format!("{}/inbox", side.group("care")), &key_id, Scheme::Cavage, &follow).await.is(202);
    peer.arrived("Accept", follow["id"].as_str().unwrap()).await;
    let asked = peer.asked();
    assert!(asked.iter().any(|(path, _)| path == "/users/mila"), "{asked:?}");
    assert!(asked.iter().all(|(_, headers)| headers.contains_key("signature")), "{asked:?}");
    // Which needs our own actor to be open to everybody.
    side.hub.get_ap("/actor").await.ok();
}

/// GoToSocial logs an error for a group without `featured` and warns on an Announce without `published`.
#[tokio::test(flavor = "multi_thread")]
async fn seen_05_groups_have_all_their_collections_and_announces_their_time() {
    let side = hub().await;
    let peer = following(&side, "gotosocial").await;
    let group = side.hub.get_ap("/groups/care").await.ok().json();
    for key in ["featured", "outbox", "followers", "inbox"] {
        assert!(group[key].is_string(), "{key}: {group}");
    }
    for key in ["featured", "outbox", "followers"] {
        let found = side.hub.get_ap(&side.path(group[key].as_str().unwrap())).await.ok().json();
        assert!(found["totalItems"].is_u64(), "{found}");
    }
    assert_eq!(group["endpoints"]["sharedInbox"], format!("{}/inbox", side.hub.base));
    let post = side.share("ana", "care", "At what time?", "Now.").await;
    let boost = peer.arrived("Announce", &post).await.body;
    assert!(boost["published"].is_string(), "{boost}");
}

/// Nobody trusts what is embedded from elsewhere: every id that we send answers when it is asked for.
#[tokio::test(flavor = "multi_thread")]
async fn seen_06_every_id_that_is_sent_answers() {
    let side = hub().await;
    let (lemmy, mastodon) = (following(&side, "lemmy").await, following(&side, "mastodon").await);
    let post = side.share("ana", "care", "Ask me", "Again.").await;
    let reply = side.reply("ana", &post, "And me.").await;
    side.like("ana", &post, true).await;
    side.edit("ana", &post, "Once more.").await;
    side.like("ana", &post, false).await;
    lemmy.arrived("Announce", "\"type\":\"Undo\"").await;
    lemmy.arrived("Announce", &reply).await;
    mastodon.arrived("Update", &post).await;
    let mut ids = vec![post, reply];
    for one in lemmy.received().iter().chain(&mastodon.received()) {
        let mut inner = &one.body;
        while inner.is_object() {
            ids.extend(inner["id"].as_str().map(str::to_owned));
            inner = &inner["object"];
        }
    }
    ids.sort();
    ids.dedup();
    assert!(ids.len() > 8, "{ids:?}");
    for id in ids.iter().filter(|id| id.starts_with(&side.hub.base)) {
        let answer = side.hub.get_ap(&side.path(id)).await.ok();
        assert_eq!(answer.json()["id"], id.as_str(), "rule 3: no id is answered by another");
    }
    check_emitted(&side.hub).await;
}

/// Replies from GoToSocial and snac name the parent's author and no group.
#[tokio::test(flavor = "multi_thread")]
async fn seen_07_a_reply_finds_its_thread_by_what_it_answers() {
    let side = hub().await;
    let (peer, watcher) = (following(&side, "gotosocial").await, following(&side, "lemmy").await);
    let post = side.share("ana", "care", "Anyone?", "Please.").await;
    let ana = format!("{}/people/ana", side.hub.base);
    let more = json!({"inReplyTo": post, "cc": [ana, format!("{}/followers", peer.id_of("mila"))],
        "tag": {"type": "Mention", "href": ana, "name": format!("@ana@{}", side.hub.host)}});
    let note = peer.note("mila", "<p><span class=\"h-card\"><a href=\"#\">@ana</a></span> here</p>", more);
    let create = peer.activity("mila", "Create", note.clone());
    peer.post(&format!("{ana}/inbox"), "mila", &create).await.is(202);
    let id = note["id"].as_str().unwrap();
    let here = side.awaits_post(id, SOON).await;
    let root = side.post(&post).await.unwrap();
    assert_eq!((&here["group_id"], &here["root_id"]), (&root["group_id"], &root["id"]));
    // The group hands it on as it came, to those who know groups.
    let handed = watcher.arrived("Announce", id).await.body;
    assert_eq!(handed["object"], create);
    side.settled().await;
    let boosted = |one: &crate::support::peer::Received| one.kind() == "Announce" && one.body.to_string().contains(id);
    assert!(!peer.received().iter().any(boosted), "a reply in a home timeline");
}

/// One value where a list is meant, and the other way round.
#[tokio::test(flavor = "multi_thread")]
async fn seen_08_one_is_as_good_as_a_list_of_one() {
    let side = hub().await;
    let peer = following(&side, "gotosocial").await;
    let group = side.group("care");
    let mut note = topic(&side, &peer, "<p>One tag, one recipient</p>");
    note["to"] = json!(PUBLIC);
    note["cc"] = json!(group);
    note["tag"] = note["tag"][0].clone();
    let mut create = peer.activity("mila", "Create", note.clone());
    create["to"] = json!("as:Public");
    create["cc"] = json!(group);
    create["@context"] = json!(["https://www.w3.org/ns/activitystreams", {"toot": "http://joinmastodon.org/ns#"}]);
    peer.post(&format!("{group}/inbox"), "mila", &create).await.is(202);
    assert_eq!(side.awaits_post(note["id"].as_str().unwrap(), SOON).await["title"], "One tag, one recipient");

    // PieFed's Accept embeds `"to": null`, and it may announce a list.
    side.hub.member("bela").await;
    let piefed = Peer::start("piefed", &side.hub.clock).await;
    let mut card = piefed.card("Group", "tea");
    card["featured"] = json!(format!("{}/featured", piefed.id_of("tea")));
    let tea = piefed.serve(card);
    side.look_up(&tea).await;
    side.join("bela", &tea).await;
    let follow = piefed.arrived("Follow", &tea).await.body;
    assert_eq!(follow["to"], json!([tea]), "Lemmy verifies to[0]");
    let mut accept = piefed.activity(
        "tea",
        "Accept",
        json!({"id": follow["id"], "type": "Follow",
        "actor": follow["actor"], "object": tea, "to": null}),
    );
    accept["to"] = Value::Null;
    piefed.post(&format!("{}/inbox", side.hub.base), "tea", &accept).await.is(202);
    side.awaits("select count(*) from memberships m join actors a on a.id = m.followed_id where a.host_id is not null and m.state = 'accepted'", 1).await;
    piefed.person("mila");
    let page = |title: &str| {
        let mut page = piefed.note("mila", "<p>Body</p>", json!({"type": "Page", "name": title, "audience": tea}));
        page["cc"] = json!([tea]);
        piefed.serve(page.clone());
        page
    };
    let (one, two) = (page("First of two"), page("Second of two"));
    let creates = [&one, &two].map(|page| piefed.activity("mila", "Create", page.clone()));
    let announce = piefed.activity("tea", "Announce", json!(creates));
    piefed.post(&format!("{}/inbox", side.hub.base), "tea", &announce).await.is(202);
    for (page, title) in [(one, "First of two"), (two, "Second of two")] {
        assert_eq!(side.awaits_post(page["id"].as_str().unwrap(), SOON).await["title"], title);
    }
}

/// A repeated Follow is accepted again each time, and nobody follows twice.
#[tokio::test(flavor = "multi_thread")]
async fn seen_09_a_repeated_follow_is_accepted_again() {
    let side = hub().await;
    let peer = following(&side, "piefed").await;
    for _ in 0..2 {
        assert_eq!(peer.follow("mila", &side.group("care")).await, "Accept");
    }
    let accepts: Vec<Value> = peer.received().iter().map(|one| one.body.clone()).collect();
    assert_eq!(accepts.len(), 2);
    assert_ne!(accepts[0]["id"], accepts[1]["id"]);
    assert_eq!(accepts[0]["object"]["type"], "Follow", "Lemmy parses an embedded one alone");
    assert_eq!(
        count(
            &side,
            "select count(*) from memberships m join actors a on a.id = m.follower_id where a.host_id is not null"
        )
        .await,
        1
    );
    check_emitted(&side.hub).await;
}

/// Offline peers know a fixed set of contexts: asserted over everything that is emitted, actors and collections too.
#[tokio::test(flavor = "multi_thread")]
async fn seen_11_our_extensions_stand_inline() {
    let side = hub().await;
    let post = side.share("ana", "care", "In which terms?", "In ours.").await;
    let paths =
        ["/actor", "/groups/care", "/people/ana", "/groups/care/outbox", "/groups/care/followers"].map(str::to_owned);
    for path in paths.into_iter().chain(["", "/context", "/replies"].map(|part| format!("{}{part}", side.path(&post))))
    {
        let document = side.hub.get_ap(&path).await.ok().json();
        let contexts = document["@context"].as_array().cloned().unwrap_or_else(|| vec![document["@context"].clone()]);
        let known = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"];
        assert!(contexts.iter().filter_map(Value::as_str).all(|url| known.contains(&url)), "{path}: {contexts:?}");
    }
}

/// "Mention the group" from a microblog starts a topic, whose title is its first block without the mention.
#[tokio::test(flavor = "multi_thread")]
async fn seen_12_a_mention_of_the_group_starts_a_topic() {
    let side = hub().await;
    let (peer, watcher) = (following(&side, "gotosocial").await, following(&side, "mastodon").await);
    let html = "<p><span class=\"h-card\"><a href=\"https://h.example/@care\" class=\"u-url mention\">@<span>care</span></a></span> \
        GTS new thread by mention</p><p>Second paragraph.</p>";
    let note = topic(&side, &peer, html);
    let create = peer.activity("mila", "Create", note.clone());
    peer.post(&format!("{}/inbox", side.group("care")), "mila", &create).await.is(202);
    let here = side.awaits_post(note["id"].as_str().unwrap(), SOON).await;
    assert_eq!((&here["title"], &here["kind"]), (&json!("GTS new thread by mention"), &json!("discussion")));
    assert!(here["body_html"].as_str().unwrap().contains("Second paragraph."), "{here}");
    // Other microblogs that follow the group are shown it once, by its own id.
    let boost = watcher.arrived("Announce", note["id"].as_str().unwrap()).await.body;
    assert_eq!(boost["object"], note["id"]);
}

/// Lemmy: votes without to and cc, an Undo around a fresh inner id, 400 for what it has had before.
#[tokio::test(flavor = "multi_thread")]
async fn seen_14_lemmys_votes_undos_and_answers_to_duplicates() {
    let side = hub().await;
    let peer = following(&side, "lemmy").await;
    let post = side.share("ana", "care", "Vote", "Please.").await;
    let (group, inbox) = (side.group("care"), format!("{}/inbox", side.hub.base));
    let vote = |kind: &str| {
        json!({"@context": ["https://join-lemmy.org/context.json", "https://www.w3.org/ns/activitystreams"],
            "id": peer.fresh("activities"), "type": kind, "actor": peer.id_of("mila"), "object": post, "audience": group})
    };
    let votes = |kind: &str| format!("select count(*) from reactions where kind = '{kind}'");
    peer.post(&inbox, "mila", &vote("Like")).await.is(202);
    side.awaits(&votes("like"), 1).await;
    // The Undo makes up a new id for the Like that it takes back.
    let mut undo = vote("Undo");
    undo["object"] = vote("Like");
    peer.post(&inbox, "mila", &undo).await.is(202);
    side.awaits(&votes("like"), 0).await;
    peer.post(&inbox, "mila", &vote("Dislike")).await.is(202);
    side.awaits(&votes("dislike"), 1).await;
    undo = vote("Undo");
    undo["object"] = vote("Dislike");
    peer.post(&inbox, "mila", &undo).await.is(202);
    side.awaits(&votes("dislike"), 0).await;

    // 400 is its last word about a duplicate: no second try, and it holds nothing up.
    peer.forget();
    peer.answers(400);
    let second = side.share("ana", "care", "Known already", "To it.").await;
    peer.arrived("Announce", &second).await;
    side.settled().await;
    assert_eq!(count(&side, "select count(*) from hosts where failures > 0").await, 0);
    assert_eq!(peer.received().iter().filter(|one| one.body.to_string().contains(&second)).count(), 1);
    // A Page of its own carries a context, Hashtag and Mention tags, and a language that says nothing.
    peer.answers(200);
    let id = peer.fresh("post");
    let page = json!({"id": id, "type": "Page", "attributedTo": peer.id_of("mila"), "to": [group, PUBLIC], "cc": [],
        "name": "From Lemmy", "content": "<p>Body</p>", "mediaType": "text/html",
        "source": {"content": "Body", "mediaType": "text/markdown"}, "attachment": [], "sensitive": false,
        "published": side.hub.clock.now(), "language": {"identifier": "und", "name": "Undetermined"}, "audience": group,
        "tag": [{"href": id, "name": "#care", "type": "Hashtag"}, {"type": "Mention", "href": group, "name": "!care"}],
        "context": format!("{id}/context")});
    peer.serve(page.clone());
    let mut create = peer.activity("mila", "Create", page);
    create["to"] = json!([group, PUBLIC]);
    peer.post(&inbox, "mila", &create).await.is(202);
    let here = side.awaits_post(&id, SOON).await;
    assert_eq!((&here["title"], &here["language"]), (&json!("From Lemmy"), &json!("und")));
    // And clears its "pending" when the group's Announce of it comes back.
    peer.arrived("Announce", &id).await;
}

/// What a host that was just met is owed is sent, however long its software takes to be known: the Accept is never lost.
#[tokio::test(flavor = "multi_thread")]
async fn seen_14_what_is_for_a_host_just_met_is_sent_too() {
    let side = hub().await;
    let peer = Peer::start("lemmy", &side.hub.clock).await;
    peer.person("mila");
    let follow = peer.activity("mila", "Follow", json!(side.group("care")));
    peer.post(&format!("{}/inbox", side.hub.base), "mila", &follow).await.is(202);
    side.awaits(
        "select count(*) from memberships m join actors a on a.id = m.follower_id where a.host_id is not null",
        1,
    )
    .await;
    let post = side.share("ana", "care", "At once", "After the Follow.").await;
    peer.arrived("Accept", "Follow").await;
    let first = eventually("the Announce", SOON, async || {
        peer.received().into_iter().find(|one| one.body.to_string().contains(&post))
    })
    .await;
    assert_eq!(first.body["object"]["type"], "Create", "in the form for software that knows groups");
}
