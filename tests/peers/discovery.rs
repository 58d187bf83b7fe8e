//! Finding this hub and what it has: WebFinger, NodeInfo, host-meta, negotiation, links on pages, ways back (wire.md §2,
//! §4.1).

use reqwest::header::{ACCEPT, IF_NONE_MATCH};
use serde_json::Value;

use crate::peers::world::Side;
use crate::support::{Answer, Browser, TestHub};

async fn side() -> Side {
    let a = Side { hub: TestHub::start().await };
    a.hub.editor("ana").await;
    a.make_group("care", "public").await;
    a.make_group("closed", "members").await;
    a.make_group("inside", "hub").await;
    a
}

#[tokio::test(flavor = "multi_thread")]
async fn webfinger_answers_for_people_groups_and_the_hub_in_every_spelling() {
    let a = side().await;
    let (host, base) = (a.hub.host.clone(), a.hub.base.clone());
    let finger = async |resource: &str| {
        let encoded: String = url::form_urlencoded::byte_serialize(resource.as_bytes()).collect();
        a.hub.get(&format!("/.well-known/webfinger?resource={encoded}")).await
    };
    let loud = host.to_uppercase();
    for (resource, subject, kind) in [
        (format!("acct:care@{host}"), "care", "Group"),
        (format!("acct:CARE@{loud}"), "care", "Group"),
        (format!("care@{host}"), "care", "Group"),
        (format!("acct:!care@{host}"), "care", "Group"),
        (format!("{base}/groups/care"), "care", "Group"),
        (format!("acct:ana@{host}"), "ana", "Person"),
        (format!("{base}/people/ana"), "ana", "Person"),
        (format!("acct:closed@{host}"), "closed", "Group"),
        (format!("acct:{host}@{host}"), "", "Application"),
        (format!("{base}/actor"), "", "Application"),
    ] {
        let answer = finger(&resource).await.ok();
        assert_eq!(answer.header("content-type"), Some("application/jrd+json"), "{resource}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        let found = answer.json();
        if !subject.is_empty() {
            assert_eq!(found["subject"], format!("acct:{subject}@{host}"), "{resource}");
        }
        let links = found["links"].as_array().unwrap();
        let of =
            |rel: &str| links.iter().find(|link| link["rel"] == rel).unwrap_or_else(|| panic!("{rel} of {resource}"));
        let own = of("self");
        assert_eq!(own["type"], "application/activity+json");
        assert_eq!(own["properties"]["https://www.w3.org/ns/activitystreams#type"], kind, "{resource}");
        let actor = a.hub.get_ap(&a.path(own["href"].as_str().unwrap())).await.ok().json();
        assert_eq!((&actor["id"], actor["type"].as_str()), (&own["href"], Some(kind)));
        assert_eq!(found["aliases"][0], own["href"]);
        assert!(of("http://ostatus.org/schema/1.0/subscribe")["template"].as_str().unwrap().contains("{uri}"));
        for intent in ["Follow", "Object"] {
            assert!(
                of(&format!("https://w3id.org/fep/3b86/{intent}"))["template"].as_str().unwrap().contains("{object}")
            );
        }
    }
    let service = finger(&format!("{base}/")).await.ok().json();
    assert_eq!(service["links"][0]["rel"], "https://www.w3.org/ns/activitystreams#Service");
    assert_eq!(service["links"][0]["href"], format!("{base}/actor"));
    for (resource, status) in [
        (format!("acct:nobody@{host}"), 404),
        (format!("acct:inside@{host}"), 404),
        ("acct:care@elsewhere.example".to_owned(), 404),
        ("https://elsewhere.example/groups/care".to_owned(), 404),
        (format!("{base}/groups/none"), 404),
        ("care".to_owned(), 400),
        ("acct:".to_owned(), 400),
        (format!("acct:ca re@{host}"), 400),
        (String::new(), 400),
    ] {
        finger(&resource).await.is(status);
    }
    a.hub.get("/.well-known/webfinger").await.is(400);
    let client = a.hub.database.client().await;
    // Somebody whom nobody has asked for yet: a change behind the hub's back empties no shelf.
    a.hub.member("maya").await;
    client.execute("update actors set gone_at = now() where handle = 'maya'", &[]).await.unwrap();
    finger(&format!("acct:maya@{host}")).await.is(410);
    assert_eq!(a.hub.get_ap("/people/maya").await.is(410).json()["type"], "Tombstone");
}

#[tokio::test(flavor = "multi_thread")]
async fn nodeinfo_and_host_meta_say_who_we_are() {
    let a = side().await;
    let index = a.hub.get("/.well-known/nodeinfo").await.ok().json();
    let links = index["links"].as_array().unwrap();
    for version in ["2.0", "2.1"] {
        let rel = format!("http://nodeinfo.diaspora.software/ns/schema/{version}");
        let href = links.iter().find(|link| link["rel"] == rel).unwrap()["href"].as_str().unwrap();
        let answer = a.hub.get(&a.path(href)).await.ok();
        assert!(answer.header("content-type").unwrap().contains(&format!("schema/{version}#")));
        let found: Value = answer.json();
        assert_eq!((found["version"].as_str(), found["software"]["name"].as_str()), (Some(version), Some("waypost")));
        assert_eq!(found["protocols"][0], "activitypub");
        for field in [
            "services/inbound",
            "services/outbound",
            "openRegistrations",
            "usage/users",
            "metadata",
            "software/version",
        ] {
            assert!(found.pointer(&format!("/{field}")).is_some(), "{version} {field}");
        }
        assert_eq!(found["software"].get("repository").is_some(), version == "2.1");
    }
    let rel = "https://www.w3.org/ns/activitystreams#Application";
    let own = links.iter().find(|link| link["rel"] == rel).expect("FEP-2677");
    assert_eq!(own["href"], format!("{}/actor", a.hub.base));
    a.hub.get("/nodeinfo/3.0").await.is(404);
    let meta = a.hub.get("/.well-known/host-meta").await.ok();
    assert_eq!(meta.header("content-type"), Some("application/xrd+xml"));
    assert!(meta.body.contains(&format!("template=\"{}/.well-known/webfinger?resource={{uri}}\"", a.hub.base)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_each_peer_asks_for_it_gets_and_a_browser_gets_a_page() {
    let a = side().await;
    let post = a.path(&a.share("ana", "care", "Shown", "To all.").await);
    let ld = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
    let objects = [
        "application/activity+json, application/ld+json".to_owned(),
        format!("{ld}, application/activity+json, text/html;q=0.1"),
        "application/activity+json".to_owned(),
        "application/ld+json".to_owned(),
        ld.to_owned(),
        format!("{ld},application/activity+json"),
        format!("application/activity+json, {ld}"),
        "application/ld+json;profile=\"https://www.w3.org/ns/activitystreams\"".to_owned(),
        "application/json, application/activity+json;q=0.9, */*;q=0.8".to_owned(),
    ];
    let pages = ["text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "*/*", "text/html", ""];
    for path in [post.as_str(), "/groups/care", "/people/ana"] {
        let cases = objects.iter().map(|accept| (accept.as_str(), true)).chain(pages.map(|accept| (accept, false)));
        for (accept, object) in cases {
            for method in [reqwest::Method::GET, reqwest::Method::HEAD] {
                let head = method == reqwest::Method::HEAD;
                let answer = ask(&a.hub.visitor, method, path, accept).await.ok();
                let kind = answer.header("content-type").unwrap_or_default();
                let wanted = if object { "application/activity+json" } else { "text/html; charset=utf-8" };
                assert_eq!(kind, wanted, "{path} for {accept:?}");
                assert!(answer.header("vary").unwrap_or_default().contains("Accept"), "{path} for {accept:?}");
                assert_eq!(answer.bytes.is_empty(), head, "{path} for {accept:?}");
                if !object {
                    let link = format!("<{}{path}>; rel=\"alternate\"; type=\"application/activity+json\"", a.hub.base);
                    assert_eq!(answer.header("link"), Some(link.as_str()), "{path} for {accept:?}");
                }
            }
        }
    }
    // The twin for reading is never an object.
    let reading = post.replace("/posts/", "/read/");
    let twin = a.hub.get_ap(&reading).await.ok();
    assert_eq!(twin.header("content-type"), Some("text/html; charset=utf-8"));
}

async fn ask(browser: &Browser, method: reqwest::Method, path: &str, accept: &str) -> Answer {
    let request = browser.request(method, path);
    browser.send(if accept.is_empty() { request } else { request.header(ACCEPT, accept) }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_with_a_twin_lead_to_it_and_only_public_ones_speak_to_previews() {
    let a = side().await;
    let ana = a.hub.member("maya").await;
    let post = a.path(&a.share("ana", "care", "Shown", "To all.").await);
    for path in [post.as_str(), "/groups/care", "/people/ana"] {
        let page = a.hub.get(path).await.ok();
        let link = format!("<link rel=\"alternate\" type=\"application/activity+json\" href=\"{}{path}\">", a.hub.base);
        assert!(page.body.contains(&link), "{path}");
        for property in ["og:title", "og:url", "og:site_name", "og:type"] {
            assert!(page.body.contains(&format!("property=\"{property}\"")), "{path} {property}");
        }
        let mine = ana.get(path).await.ok();
        assert!(mine.body.contains(&link), "{path} for a member");
    }
    a.join("ana", &a.group("closed")).await;
    let secret = a.path(&a.share("ana", "closed", "LEAK-title", "LEAK-words").await);
    a.hub.get(&secret).await.is(404);
    let client = a.hub.database.client().await;
    client.execute("update memberships set state = 'accepted', accepted_at = now()", &[]).await.unwrap();
    for path in ["/settings", "/notices", "/groups/closed"] {
        let page = ana.get(path).await.ok();
        assert!(!page.body.contains("property=\"og:"), "{path} speaks to previews");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_and_conversations_are_not_sent_twice() {
    let a = side().await;
    let post = a.path(&a.share("ana", "care", "Shown", "To all.").await);
    let accept = "application/activity+json";
    for path in [
        post.clone(),
        format!("{post}/context"),
        format!("{post}/replies"),
        "/groups/care".into(),
        "/groups/care/outbox".into(),
        "/people/ana".into(),
        "/actor".into(),
    ] {
        let tag =
            a.hub.get_ap(&path).await.ok().header("etag").unwrap_or_else(|| panic!("{path} has no tag")).to_owned();
        let weak = format!("W/{tag}");
        for known in [tag.clone(), weak, format!("\"other\", {tag}"), "*".to_owned()] {
            let request =
                a.hub.visitor.request(reqwest::Method::GET, &path).header(ACCEPT, accept).header(IF_NONE_MATCH, &known);
            let answer = a.hub.visitor.send(request).await;
            assert_eq!((answer.status, answer.bytes.len()), (304, 0), "{path} with {known}");
            assert_eq!(answer.header("etag"), Some(tag.as_str()));
        }
        let request = a
            .hub
            .visitor
            .request(reqwest::Method::GET, &path)
            .header(ACCEPT, accept)
            .header(IF_NONE_MATCH, "\"other\"");
        a.hub.visitor.send(request).await.is(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_from_elsewhere_is_led_to_what_they_came_for() {
    let a = side().await;
    let maya = a.hub.member("maya").await;
    let post = a.share("ana", "care", "Shown", "To all.").await;
    for way in ["/authorize_interaction", "/activitypub/externalInteraction"] {
        let to = async |uri: &str| {
            let encoded: String = url::form_urlencoded::byte_serialize(uri.as_bytes()).collect();
            maya.get(&format!("{way}?uri={encoded}")).await.leads()
        };
        assert_eq!(to(&a.group("care")).await, "/groups/care");
        assert_eq!(to(&format!("acct:care@{}", a.hub.host)).await, "/groups/care");
        assert_eq!(to(&format!("!care@{}", a.hub.host)).await, "/groups/care");
        assert_eq!(to(&post).await, a.path(&post));
        assert_eq!(to(&format!("{}/people/ana", a.hub.base)).await, "/people/ana");
        for nowhere in ["", "javascript:alert(1)", "//evil.example", "https://evil.example/\r\nx: y"] {
            assert!(to(nowhere).await.starts_with("/groups/find?q="), "{nowhere}");
        }
        // A visitor signs in first and comes back.
        let visitor = a.hub.get(&format!("{way}?uri={}", a.group("care"))).await.leads();
        assert!(visitor.starts_with("/sign-in"), "{visitor}");
    }
}
