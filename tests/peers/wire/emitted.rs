//! Everything that hubs emit, held against what peers were seen to take: ../shared/wire/check_wire.py over it, and the
//! rules that it leaves out.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::peers::world::World;
use crate::support::{TestHub, shared};

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";
/// Every peer has these contexts built in ("Seen running" 11).
const CONTEXTS: [&str; 2] = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"];

/// Checks every activity that the hub has sent or would send, its groups and its objects; answers the types met.
pub async fn check_emitted(hub: &TestHub) -> BTreeSet<String> {
    let client = hub.database.client().await;
    let rows = client.query("select url, body, form from activities order by seq", &[]).await.unwrap();
    let mut bodies: BTreeMap<String, String> = BTreeMap::new();
    for row in &rows {
        let (url, body): (String, String) = (row.get(0), row.get(1));
        // 15a.8: one id is one activity.
        let before = bodies.insert(url.clone(), body.clone());
        assert!(before.is_none_or(|before| before == body), "two activities are called {url}");
        let value: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(value["id"], url);
        check_activity(&value, hub, row.get(2));
    }
    let mut files: Vec<(String, Value)> =
        bodies.values().map(|body| serde_json::from_str(body).unwrap()).enumerate().map(named).collect();
    let mut documents = Vec::new();
    let visible = "select a.url from groups g join actors a on a.id = g.id where a.host_id is null and \
        g.visibility = 'public' union select p.url from posts p join groups g on g.id = p.group_id where \
        p.url like $1 and g.visibility = 'public' and p.withdrawn_at is null and p.removed_at is null";
    for row in client.query(visible, &[&format!("{}/%", hub.base)]).await.unwrap() {
        let url: String = row.get(0);
        let answer = hub.get_ap(url.trim_start_matches(hub.base.as_str())).await.ok();
        // Rules 2 and 3: served under its own id, with the one content type that everybody takes.
        assert_eq!(answer.header("content-type"), Some("application/activity+json"), "{url}");
        let document = answer.json();
        assert_eq!(document["id"], url);
        check_object(&document, hub);
        documents.push(document);
    }
    let first = files.len();
    files.extend(documents.into_iter().enumerate().map(|(n, document)| named((first + n, document))));
    let kinds = files.iter().map(|(_, value)| value["type"].as_str().unwrap_or_default().to_owned()).collect();
    replay(&files, hub);
    kinds
}

fn named((n, value): (usize, Value)) -> (String, Value) {
    (format!("{n}-{}.json", value["type"].as_str().unwrap_or_default()), value)
}

/// What others wrote is handed on as it came and is not ours to answer for; nor is what is not public for peers' rules
/// about the public.
fn is_ours_and_public(value: &Value, hub: &TestHub) -> bool {
    let mut inner = value;
    while inner["object"].is_object() && inner["type"] != "Group" {
        inner = &inner["object"];
    }
    let ours = |one: &Value| one["id"].as_str().is_none_or(|id| id.starts_with(&hub.base));
    ours(inner) && ours(&value["object"]) && value.to_string().contains(PUBLIC)
}

fn replay(files: &[(String, Value)], hub: &TestHub) {
    let Some(checker) = shared("wire/check_wire.py") else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (name, value) in files.iter().filter(|(_, value)| value["type"] == "Group" || is_ours_and_public(value, hub)) {
        let path = folder.path().join(name);
        std::fs::write(&path, value.to_string()).unwrap();
        paths.push(path);
    }
    let checked = Command::new("python3").arg(checker).args(&paths).output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{said}{}", String::from_utf8_lossy(&checked.stderr));
    // The checker's status counts Lemmy, PieFed and Mastodon alone; nobody else refuses a post of ours either, but that
    // Mobilizon takes only events.
    for line in said.lines() {
        let refusals: Vec<&str> = line.split_whitespace().filter(|word| word.contains(":NO(")).collect();
        assert!(refusals.iter().all(|word| word.starts_with("mobilizon:")), "{line}");
    }
}

/// Rules 5, 7, 8, 13, 20 of wire.md §1 and items 11 and 13 of §15a.
fn check_activity(value: &Value, hub: &TestHub, form: &str) {
    let id = value["id"].as_str().unwrap();
    assert!(id.len() < 100, "longer than PieFed keeps: {id}");
    assert!(value["type"].is_string() && value["actor"].is_string(), "{value}");
    assert!(value["actor"].as_str().unwrap().starts_with(&hub.base), "{value}");
    check_contexts(value);
    check_recipients(value);
    if form == "a2" && value["type"] == "Announce" {
        assert!(value["object"].is_string() && value["published"].is_string(), "{value}");
    }
    if form == "a2" && value["type"] == "Delete" {
        // snac obeys a Delete of somebody else's post (15a.13): microblogs hear it from the author alone.
        assert_eq!(value["object"]["type"], "Tombstone", "{value}");
        assert!(value["summary"].is_null(), "{value}");
    }
    if value["type"] == "Delete" && value["object"]["type"] == "Tombstone" {
        assert!(value["summary"].is_null(), "an author's Delete with a summary is a moderator's on Lemmy: {value}");
    }
    if matches!(value["type"].as_str(), Some("Create" | "Update")) && value["object"]["attributedTo"].is_string() {
        assert_eq!(value["object"]["attributedTo"], value["actor"], "{value}");
        check_object(&value["object"], hub);
    }
}

fn check_contexts(value: &Value) {
    let contexts = value["@context"].as_array().cloned().unwrap_or_else(|| vec![value["@context"].clone()]);
    assert_eq!(contexts[0], CONTEXTS[0], "{value}");
    let remote: Vec<&str> = contexts.iter().filter_map(Value::as_str).collect();
    assert!(remote.iter().all(|url| CONTEXTS.contains(url)), "{remote:?} would have to be fetched");
}

fn check_recipients(value: &Value) {
    for key in ["to", "cc"] {
        if let Some(list) = value.get(key) {
            let list = list.as_array().unwrap_or_else(|| panic!("{key} is no array: {value}"));
            assert!(list.iter().all(Value::is_string), "{value}");
            assert!(!list.iter().any(|one| matches!(one.as_str(), Some("as:Public" | "Public"))), "{value}");
        }
    }
}

/// Rules 5 to 14 of wire.md §1 and items 1 to 6 of §15a, of an object or a Group.
fn check_object(object: &Value, hub: &TestHub) {
    if object["type"] == "Group" {
        return;
    }
    check_recipients(object);
    let id = object["id"].as_str().unwrap();
    assert!(id.len() < 255 && id.starts_with(&hub.base), "{id}");
    let kind = object["type"].as_str().unwrap();
    let is_reply = object.get("inReplyTo").is_some();
    assert!(if is_reply { kind == "Note" } else { ["Page", "Article"].contains(&kind) }, "{object}");
    assert!(object["attributedTo"].is_string() && object["audience"].is_string(), "{object}");
    assert!(object["context"].is_string() && object["replies"]["first"]["items"].is_array(), "{object}");
    assert!(object["tag"].as_array().unwrap().iter().any(|tag| tag["href"] == object["audience"]), "{object}");
    assert!(object["attachment"].as_array().unwrap().iter().all(|one| {
        let link = one["type"] == "Link" && one["href"].is_string();
        link || one["type"] == "Image" && one["url"].is_string()
    }));
    // 15a.2: GoToSocial shows it instead of the title.
    assert!(object["summary"].is_null(), "{object}");
    if let Some(updated) = object["updated"].as_str() {
        assert!(updated >= object["published"].as_str().unwrap(), "{object}");
    }
    // 15a.1: what Lemmy follows from a body, a source or a first attachment answers no ActivityPub here.
    let (content, source) = (object["content"].as_str().unwrap(), object["source"]["content"].as_str().unwrap());
    let first = object["attachment"][0]["href"].as_str().unwrap_or_default();
    for text in [content, source, first] {
        for door in ["/posts/", "/groups/", "/people/", "/activities/"] {
            for behind in text.split(&format!("{}{door}", hub.base)).skip(1) {
                // Pages below a group's or a person's own are pages alone.
                let name = behind.find(|c: char| !c.is_ascii_alphanumeric() && !"_-.".contains(c));
                assert!(door != "/posts/" && name.is_some_and(|at| behind[at..].starts_with('/')), "{door}: {text}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_we_emit_is_accepted_by_eight_kinds_of_peers() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    let post = world.a.share("ana", "care", "A question", "What is **it**? <https://example.org/>").await;
    world.b.awaits_post(&post, std::time::Duration::from_secs(60)).await;
    let reply = world.b.reply("bela", &post, "This.").await;
    world.a.awaits_post(&reply, std::time::Duration::from_secs(60)).await;
    world.b.like("bela", &post, true).await;
    world.a.awaits("select count(*) from reactions", 1).await;
    world.a.edit("ana", &post, "What was it?").await;
    world.b.like("bela", &post, false).await;
    world.b.withdraw("bela", &reply).await;
    let mut kinds = check_emitted(&world.a.hub).await;
    kinds.extend(check_emitted(&world.b.hub).await);
    for kind in ["Create", "Announce", "Accept", "Follow", "Like", "Undo", "Update", "Delete", "Group", "Page"] {
        assert!(kinds.contains(kind), "{kind} is missing in {kinds:?}");
    }
}
