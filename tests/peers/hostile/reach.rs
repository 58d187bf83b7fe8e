//! Every way to make a hub dial an address: none leads to one that is not public (attacks.md B01-B04).

use serde_json::{Value, json};

use super::Siege;
use crate::support::evil::{PUBLIC, Reply};
use crate::support::shared;

#[tokio::test(flavor = "multi_thread")]
async fn b01_b04_no_feature_that_takes_an_address_dials_an_inner_one() {
    let siege = Siege::begin().await;
    let ana = siege.a.hub.member("maya").await;
    let care = siege.a.group("care");
    let port = siege.canaries.urls[0].rsplit(':').next().unwrap().to_owned();
    let spellings =
        ["localhost", "127.1", "2130706498", "0x7f.0.0.66", "0177.0.0.66", "[::ffff:127.0.0.66]", "[::]", "0.0.0.0"];
    let mut inner = siege.canaries.urls.clone();
    inner.extend(spellings.map(|host| format!("http://{host}:{port}")));
    for (n, base) in inner.iter().enumerate() {
        let (at, host) = (|path: &str| format!("{base}{path}"), base.trim_start_matches("http://"));
        // What members type.
        for typed in [at("/u/x"), format!("@x@{host}"), format!("!x@{host}")] {
            let q: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
            ana.get(&format!("/groups/find?q={q}")).await;
            ana.get(&format!("/authorize_interaction?uri={q}")).await;
            ana.api("GET", &format!("/api/v1/lookup?q={q}"), Value::Null).await;
            ana.post_form("/groups/care/follow-from-elsewhere", &[("account", &typed)]).await;
        }
        // What servers send: the actor, the key, the object, what it answers, who is mentioned, what is attached.
        let eve = siege.evil.url("/u/eve");
        let body = |change: &dyn Fn(&mut Value)| {
            let mut note = siege.evil.note(&format!("b04-{n}"), "/u/eve", &care, None);
            change(&mut note);
            siege.evil.activity(&format!("b04-{n}-{}", note.to_string().len()), "Create", "/u/eve", note)
        };
        let sent = [
            body(&|note| note["inReplyTo"] = json!(at("/n"))),
            body(&|note| {
                note["attachment"] = json!([{"type": "Image", "url": at("/i.png")}, {"type": "Link", "href": at("/l")}])
            }),
            body(&|note| note["image"] = json!({"type": "Image", "url": at("/cover.png")})),
            body(&|note| note["tag"] = json!([{"type": "Mention", "href": at("/u/x"), "name": "@x"}])),
            body(&|note| {
                note["content"] = json!(format!("<p><img src=\"{}\"><a href=\"{}\">x</a></p>", at("/i"), at("/a")))
            }),
            body(&|note| note["context"] = json!(at("/context"))),
            body(&|note| note["replies"] = json!(at("/replies"))),
            siege.evil.activity(&format!("b04-{n}-c"), "Create", "/u/eve", json!(at("/n"))),
            siege.evil.activity(&format!("b04-{n}-l"), "Like", "/u/eve", json!(at("/n"))),
            siege.evil.activity(&format!("b04-{n}-m"), "Move", "/u/eve", json!({"id": eve, "target": at("/u/x")})),
        ];
        for activity in &sent {
            assert_eq!(siege.send(&siege.evil, activity).await, 202, "{activity}");
        }
        let mut posing = siege.evil.activity("x", "Like", "/u/eve", json!(care));
        posing["actor"] = json!(at("/u/x"));
        posing["id"] = json!(at("/act/1"));
        let (status, _) = siege.evil.send(&siege.inbox(), siege.now(), &posing).await;
        assert!(matches!(status, 400 | 401), "{status}: {base}");
        let signer = siege.evil.signer(&at("/u/x"));
        let like = siege.evil.activity(&format!("b04-{n}-k"), "Like", "/u/eve", json!(care)).to_string();
        assert_eq!(siege.evil.send_by(&signer, &siege.inbox(), siege.now(), like.as_bytes()).await.0, 401, "{base}");
        siege.evil.get(&at("/u/x"), &format!("{}/groups/care/featured", siege.a.hub.base), siege.now()).await;
        // An actor whose inbox, outbox and collections lie inside; our answer to its Follow goes nowhere.
        let name = format!("inner{n}");
        let mut actor = siege.evil.actor(&name);
        for field in ["inbox", "outbox", "followers", "featured"] {
            actor[field] = json!(at("/x"));
        }
        actor["endpoints"] = json!({"sharedInbox": at("/x")});
        actor["icon"] = json!({"type": "Image", "url": at("/icon")});
        let path = format!("/u/{name}");
        siege.evil.put(&path, Reply::Activity(actor));
        let follow = siege.evil.activity(&format!("b04-{n}-f"), "Follow", &path, json!(care));
        assert!(matches!(siege.send(&siege.evil, &follow).await, 202 | 401));
        // A redirect from outside to inside, for an actor and for a key.
        siege.evil.put(&format!("/r{n}"), Reply::redirect(at("/u/x")));
        assert!(siege.a.hub.peers().look_up(&siege.evil.url(&format!("/r{n}"))).await.is_err());
        // Discovery documents that lead inside.
        let jrd = json!({"subject": format!("acct:x@{}", siege.evil.host), "links": [
            {"rel": "self", "type": "application/activity+json", "href": at("/u/x")},
            {"rel": "http://ostatus.org/schema/1.0/subscribe", "template": format!("{}?u={{uri}}", at("/i"))}]});
        siege.evil.put("/.well-known/webfinger", Reply::json("application/jrd+json", &jrd));
        assert!(siege.a.hub.peers().look_up(&format!("x@{}", siege.evil.host)).await.is_err());
    }
    siege.a.share("ana", "care", "Goes out", "To all followers.").await;
    siege.nothing_waits().await;
    siege.canaries.assert_silent();
}

#[tokio::test(flavor = "multi_thread")]
async fn b02_a_name_that_leads_inside_is_dialled_no_more_than_an_address() {
    let siege = Siege::with(|config| {
        let inner = ["inner.test=127.0.0.66", "six.test=::1", "mixed.test=127.0.0.66", "mixed.test=127.0.1.2"];
        config.federation.names.extend(inner.map(|named| named.parse().unwrap()));
    })
    .await;
    for base in siege.canaries.urls.clone() {
        let port = base.rsplit(':').next().unwrap();
        for name in ["inner.test", "six.test", "mixed.test"] {
            let url = format!("http://{name}:{port}/u/x");
            assert!(siege.a.hub.peers().look_up(&url).await.is_err(), "{url}");
            let like = json!({"id": format!("http://{name}:{port}/1"), "type": "Like", "actor": url, "object": siege.a.group("care")});
            let (status, _) = siege.evil.send(&siege.inbox(), siege.now(), &like).await;
            assert!(matches!(status, 401 | 429), "{status}: {url}");
        }
    }
    // The open part of a mixed answer is dialled.
    assert!(siege.a.hub.peers().look_up(&siege.evil.url("/u/eve").replace("evil.test", "mixed.test")).await.is_ok());
    siege.canaries.assert_silent();
}

#[test]
fn b04_requests_are_made_in_one_file_and_the_linter_bans_every_other_way() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = std::fs::read_to_string(root.join("clippy.toml")).unwrap();
    for way in ["reqwest::Client::new", "reqwest::Client::builder", "reqwest::get"] {
        assert!(rules.contains(way), "{way} is not banned");
    }
    let mut makers = Vec::new();
    for folder in ["src", "federation/src", "web/src"] {
        each_file(&root.join(folder), &mut |path, text| {
            let is_test = path.ends_with("tests.rs") || path.contains("/testing.rs");
            if !is_test && ["Client::builder()", "TcpStream::connect", "UdpSocket"].iter().any(|way| text.contains(way))
            {
                makers.push(path.strip_prefix(&format!("{}/", root.display())).unwrap().to_owned());
            }
        });
    }
    assert_eq!(makers, ["federation/src/remote.rs"]);
}

/// Calls `see` with path and text of every Rust file below a folder, in order.
pub fn each_file(folder: &std::path::Path, see: &mut impl FnMut(&str, &str)) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            each_file(&path, see);
        } else if path.extension().is_some_and(|end| end == "rs") {
            see(path.to_str().unwrap(), &std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// The payloads of the collection point at half the internet: reading them dials none of it but by name.
#[tokio::test(flavor = "multi_thread")]
async fn b04_collected_payloads_lead_nowhere_inside() {
    let Some(folder) = shared("fixtures/pasture") else { return };
    let siege = Siege::begin().await;
    let (care, canary) = (siege.a.group("care"), siege.canaries.urls[0].clone());
    for (n, entry) in std::fs::read_dir(folder).unwrap().enumerate() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        // Its own origin becomes the evil server's, every other address the canary's.
        let text = text.replace("https://pasture.example/actor/one", &siege.evil.url("/u/eve"));
        let text = text.replace("https://pasture.example/object", &siege.evil.url("/object"));
        let text = text.replace("https://pasture.example/activity", &siege.evil.url(&format!("/activity/{n}")));
        let text = text.replace("https://pasture.example", &canary);
        let mut activity: Value = serde_json::from_str(&text).unwrap();
        activity["object"]["to"] = json!([PUBLIC, care]);
        let (status, body) = siege.evil.send(&siege.inbox(), siege.now(), &activity).await;
        assert!(matches!(status, 202 | 400), "{status} {body}: {activity}");
    }
    siege.nothing_waits().await;
    assert!(siege.posts().await > 100, "{}", siege.posts().await);
    let harmful = "select string_agg(body_html, '') from posts where body_html ~* '<script|onerror|onclick|javascript:|<iframe|<style|<form|<svg'";
    assert_eq!(siege.text(harmful).await, None);
    siege.canaries.assert_silent();
}
