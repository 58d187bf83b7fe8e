//! Groups, posts, replies and reactions through the API: the same rules as on the pages.

use serde_json::{Value, json};

use crate::support::{Browser, TestHub};

async fn group(editor: &Browser, handle: &str, visibility: &str) {
    let body = json!({ "handle": handle, "name": handle, "visibility": visibility, "posting": "members",
        "joining": "open", "purpose": "discussion", "language": "en" });
    editor.api("POST", "/api/v1/groups", body).await.is(201);
}

#[tokio::test]
async fn a_program_does_what_a_member_can() {
    let mut hub = TestHub::start().await;
    let (edna, omar) = (hub.editor("edna").await, hub.member("omar").await);
    group(&edna, "casework", "public").await;
    let posts = "/api/v1/groups/casework/posts";
    omar.api("POST", posts, json!({ "title": "T", "body": "B" })).await.is(403);
    let joined = omar.api("PUT", "/api/v1/groups/casework/membership", json!({})).await.ok().json();
    assert_eq!(joined["membership"], "accepted");
    let post =
        omar.api("POST", posts, json!({ "title": "Keeping contact", "body": "How *do* you?" })).await.is(201).json();
    assert_eq!(post["body_html"], "<p>How <em>do</em> you?</p>\n");
    let post = format!("/api/v1/posts/{}", post["id"].as_str().unwrap());
    let reply = edna.api("POST", &format!("{post}/replies"), json!({ "body": "Three numbers" })).await.is(201).json();
    assert_eq!(reply["kind"], "reply");
    edna.api("PUT", &format!("{post}/reaction"), Value::Null).await.is(204);
    hub.drain().await;
    let list = hub.visitor.api("GET", posts, Value::Null).await.ok().json();
    assert_eq!((&list["items"][0]["replies"], &list["items"][0]["reactions"]), (&json!(1), &json!(1)));
    let thread = hub.visitor.api("GET", &format!("{post}/replies"), Value::Null).await.ok().json();
    assert_eq!((&thread["total"], &thread["next"]), (&json!(1), &Value::Null));
    edna.api("PUT", &post, json!({ "title": "X", "body": "Y" })).await.is(403);
    omar.api("PUT", &post, json!({ "title": "Staying", "body": "New" })).await.is(204);
    edna.api("PUT", &format!("{post}/order"), json!({ "locked": true, "pinned": true })).await.is(204);
    let locked = omar.api("POST", &format!("{post}/replies"), json!({ "body": "Late" })).await.is(403).json();
    assert_eq!(locked["error"], "locked");
    omar.api("DELETE", &post, Value::Null).await.is(204);
    let gone = omar.api("GET", &post, Value::Null).await.ok().json();
    assert!(gone["title"] == "" && gone["withdrawn_at"].is_string(), "{gone}");
}

#[tokio::test]
async fn bad_input_is_refused_with_a_reason_and_nothing_is_stored() {
    let hub = TestHub::start().await;
    let edna = hub.editor("edna").await;
    group(&edna, "casework", "public").await;
    let posts = "/api/v1/groups/casework/posts";
    hub.visitor.api("POST", posts, json!({ "title": "T", "body": "B" })).await.is(401);
    let empty = edna.api("POST", posts, json!({ "title": "", "body": " " })).await.is(422).json();
    assert_eq!(empty["fields"], json!({ "title": "required", "body": "required" }));
    let long = edna.api("POST", posts, json!({ "title": "é".repeat(201), "body": "B" })).await.is(422).json();
    assert_eq!(long["fields"]["title"], "too-long");
    for body in [json!([]), json!({ "title": 1, "body": "B" }), json!({ "title": "T" })] {
        let status = edna.api("POST", posts, body).await.status;
        assert!((400..=422).contains(&status), "{status}");
    }
    edna.api("GET", &format!("{posts}?after=x"), Value::Null).await.is(422);
    edna.api("GET", "/api/v1/posts/not-an-id", Value::Null).await.is(404);
    let list = edna.api("GET", posts, Value::Null).await.ok().json();
    assert_eq!(list["items"], json!([]));
}

#[tokio::test]
async fn what_is_private_is_absent_for_programs_too() {
    let hub = TestHub::start().await;
    let (edna, omar) = (hub.editor("edna").await, hub.member("omar").await);
    group(&edna, "inner", "hub").await;
    let post =
        edna.api("POST", "/api/v1/groups/inner/posts", json!({ "title": "T", "body": "B" })).await.is(201).json();
    let post = format!("/api/v1/posts/{}", post["id"].as_str().unwrap());
    for path in ["/api/v1/groups/inner", "/api/v1/groups/inner/posts", &post, &format!("{post}/replies")] {
        hub.visitor.api("GET", path, Value::Null).await.is(404);
        omar.api("GET", path, Value::Null).await.ok();
    }
    let list = hub.visitor.api("GET", "/api/v1/groups", Value::Null).await.ok();
    list.hides("inner");
}

#[tokio::test]
async fn a_program_reports_decides_and_bans_as_its_member_may() {
    let hub = TestHub::start().await;
    let (edna, omar, rosa) = (hub.editor("edna").await, hub.member("omar").await, hub.member("rosa").await);
    group(&edna, "casework", "public").await;
    for member in [&omar, &rosa] {
        member.api("PUT", "/api/v1/groups/casework/membership", json!({})).await.ok();
    }
    let posts = "/api/v1/groups/casework/posts";
    let post = omar.api("POST", posts, json!({ "title": "Papers", "body": "For sale" })).await.is(201).json();
    let report = format!("/api/v1/posts/{}/report", post["id"].as_str().unwrap());
    rosa.api("POST", &report, json!({ "reason": "" })).await.is(422);
    rosa.api("POST", &report, json!({ "reason": "It sells papers" })).await.is(204);
    omar.api("POST", &report, json!({ "reason": "mine" })).await.is(403);
    rosa.api("GET", "/api/v1/reports", Value::Null).await.is(404);
    let open = edna.api("GET", "/api/v1/reports", Value::Null).await.ok().json();
    assert_eq!((&open["items"][0]["members"], &open["items"][0]["reasons"][0]), (&json!(1), &json!("It sells papers")));
    let case = format!("/api/v1/reports/{}", open["items"][0]["id"].as_str().unwrap());
    rosa.api("PUT", &case, json!({})).await.is(403);
    edna.api("PUT", &case, json!({})).await.is(204);
    edna.api("PUT", &case, json!({})).await.is(409);
    let ban = format!("/api/v1/groups/casework/bans/{}", post["author"]["id"].as_str().unwrap());
    rosa.api("PUT", &ban, json!({ "reason": "x" })).await.is(403);
    edna.api("PUT", &ban, json!({ "reason": "No sales", "days": 7 })).await.is(204);
    let refused = omar.api("POST", posts, json!({ "title": "T", "body": "B" })).await.is(403).json();
    assert_eq!(refused["error"], "banned");
    edna.api("DELETE", &ban, Value::Null).await.is(204);
    omar.api("PUT", "/api/v1/groups/casework/membership", json!({})).await.ok();
    omar.api("POST", posts, json!({ "title": "T", "body": "B" })).await.is(201);
}
