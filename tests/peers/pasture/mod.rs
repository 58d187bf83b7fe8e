//! The fediverse-pasture (PyPI): Verify Actor with its matrix of signed and unsigned GETs and POSTs, and all its inputs,
//! odd objects of every kind, sent as embedded and by their ids.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use federation::signature::Scheme;
use futures_util::StreamExt;
use futures_util::stream::iter;
use serde_json::{Value, json};

use crate::peers::world::{Side, WAITING, count};
use crate::support::Peer;

/// Runs a script of this folder with the Python that script/test has set up.
async fn script(name: &str, arguments: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/venv/bin/python3");
    let mut command = Command::new(if python.exists() { python } else { "python3".into() });
    command.arg(root.join("tests/peers/pasture").join(name)).args(arguments).stdin(Stdio::null());
    let Output { status, stdout, stderr } =
        tokio::task::spawn_blocking(move || command.output().expect("python3 starts")).await.unwrap();
    let said = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{name}, with fediverse-pasture as script/test installs it: {said}");
    String::from_utf8(stdout).unwrap()
}

async fn hub() -> Side {
    let mut side = Side::start().await;
    side.hub.editor("ana").await;
    side.make_group("care", "public").await;
    side.hub.work();
    side
}

/// alice and dean post without a signature; claire and frank show their actor to signed requests alone; dean, emily and
/// frank cannot be found by WebFinger.
#[tokio::test(flavor = "multi_thread")]
async fn verify_actor_finds_every_way_in_as_it_should_be() {
    let side = hub().await;
    let actors = [format!("{}/groups/care", side.hub.base), format!("{}/people/ana", side.hub.base)];
    for actor in actors {
        let told: Value = serde_json::from_str(&script("verify.py", &[&actor]).await).unwrap();
        let unsigned = json!({"get_actor": true, "post_inbox": false});
        let signed = json!({"get_actor": true, "post_inbox": true});
        let wanted = json!({
            "alice": unsigned, "bob": signed, "claire": signed, "dean": unsigned, "emily": signed, "frank": signed,
            "webfinger": true,
        });
        assert_eq!(told["result"], wanted, "{actor}: {:#}", told["steps"]);
    }
    side.awaits(WAITING, 0).await;
}

/// What is not shown, and why; everything else is a post with its words.
const NOT_SHOWN: &[(&str, &[u64], &str)] = &[
    (
        "in_reply_to",
        &[1, 2, 3, 4, 5, 7],
        "they answer notes that are in no group here, or on a server that is not there",
    ),
    ("necessary_properties", &[2], "what has no id can be neither asked for nor withdrawn"),
    ("necessary_properties", &[4], "it says nobody's name"),
    ("necessary_properties", &[5], "it is of no type"),
    ("object_types", &[2, 3, 5, 8, 9, 10, 11, 14], "types that are posts nowhere on the threadiverse (wire.md §7.1)"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_input_is_shown_or_left_out_for_a_reason() {
    let side = hub().await;
    let embedded = outcomes(&side, false).await;
    let by_id = outcomes(&side, true).await;
    assert!(embedded.len() >= 262, "{} inputs", embedded.len());
    let mut table = String::new();
    for ((name, number), outcome) in &embedded {
        table.push_str(&format!("{name} {number}: {outcome}\n"));
        // What has no id cannot be asked for.
        let other = by_id.get(&(name.clone(), *number)).unwrap_or(outcome);
        assert_eq!(other, outcome, "{name} {number} by its id is not what it is embedded");
    }
    let left_out: Vec<(&str, u64)> = embedded
        .iter()
        .filter(|(_, outcome)| !outcome.starts_with("shown"))
        .map(|((name, number), _)| (name.as_str(), *number))
        .collect();
    let reasons: Vec<(&str, u64)> =
        NOT_SHOWN.iter().flat_map(|(name, numbers, _)| numbers.iter().map(move |number| (*name, *number))).collect();
    insta::assert_snapshot!("inputs", table);
    assert_eq!(left_out, reasons);
}

/// Sends every input; by name and number, what came of it.
async fn outcomes(side: &Side, by_id: bool) -> BTreeMap<(String, u64), String> {
    let peer = Peer::start("pasture", &side.hub.clock).await;
    // The inputs know their sender as /actor.
    let card = peer.card("Person", "actor").to_string().replace("/users/actor", "/actor");
    let (actor, group) = (peer.serve(serde_json::from_str(&card).unwrap()), side.group("care"));
    for name in ["note1", "note2"] {
        let id = format!("{}/assets/{name}.jsonap", peer.base);
        peer.note("actor", "<p>Answered</p>", json!({"id": id, "attributedTo": actor}));
    }
    let ana = format!("{}/people/ana", side.hub.base);
    let lines = script("inputs.py", &[&peer.base, &actor, &group, &ana]).await;
    let inputs: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let inbox = format!("{}/inbox", side.hub.base);
    let sent = iter(&inputs).map(async |input| {
        let mut activity = input["activity"].clone();
        let object = activity["object"].clone();
        if by_id {
            let id = object["id"].as_str().filter(|id| id.starts_with(&peer.base))?;
            let mut document = object.clone();
            if document["@context"].is_null() {
                document["@context"] = activity["@context"].clone();
            }
            peer.serve_at(id, document);
            activity["object"] = json!(id);
        }
        let answer = peer.post_as(&inbox, &format!("{actor}#main-key"), Scheme::Cavage, &activity).await;
        // Whatever it is, it is no failure of ours, and the sender is told what is wrong.
        assert!(answer.status < 500, "{input}: {}", answer.status);
        assert!(answer.status == 202 || answer.json()["error"].is_string(), "{input}: {}", answer.body);
        Some((input, object["id"].as_str().unwrap_or_default().to_owned(), answer.status))
    });
    let sent: Vec<_> = sent.buffer_unordered(8).collect().await;
    // Nothing is stuck: it was applied, given up, or waits for a server that does not answer, each with a reason.
    side.awaits("select count(*) from inbox where failed_at is null and error is null", 0).await;
    assert_eq!(count(side, "select count(*) from inbox where coalesce(error, '') = ''").await, 0);
    let mut outcomes = BTreeMap::new();
    for (input, id, status) in sent.into_iter().flatten() {
        let key = (input["name"].as_str().unwrap().to_owned(), input["number"].as_u64().unwrap());
        let outcome = match side.post(&id).await {
            _ if status != 202 => format!("refused with {status}"),
            None => "left out".to_owned(),
            Some(post) => shown(side, &post).await,
        };
        let outcome = outcome
            .replace(if id.is_empty() { "no id" } else { &id }, "ID")
            .replace(&peer.base, "PEER")
            .replace(&side.hub.base, "HUB");
        outcomes.insert(key, outcome.replace(&peer.host, "PEERHOST"));
    }
    outcomes
}

/// Kind, language, title, body, then what is attached and where its page is.
async fn shown(side: &Side, post: &Value) -> String {
    // The sanitiser adds these in any order.
    let added = [" referrerpolicy=\"no-referrer\"", " loading=\"lazy\"", " decoding=\"async\""];
    let bare = |text: &str| added.iter().fold(text.replace('\n', "⏎"), |text, one| text.replace(one, ""));
    let text = |field: &str| bare(post[field].as_str().unwrap_or_default());
    let mut line =
        format!("shown as {} in {}: {} | {}", text("kind"), text("language"), text("title"), text("body_html"));
    let attached = "select concat_ws(' ', role, url, media_type, nullif(alt, '')) from attachments \
        where post_id = $1::text::uuid order by position";
    let client = side.hub.database.client().await;
    for row in client.query(attached, &[&post["id"].as_str().unwrap()]).await.unwrap() {
        line.push_str(&format!(" | {}", row.get::<_, String>(0)));
    }
    match post["page_url"].as_str() {
        Some(page) => line + " | page " + page,
        None => line,
    }
}
