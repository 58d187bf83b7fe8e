//! Tokens for programs, and the member whose token it is.

use serde_json::{Value, json};

use crate::support::{PASSWORD, TestHub};

#[tokio::test]
async fn a_token_opens_the_api_until_it_is_ended() {
    let hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    let me = amina.api("GET", "/api/v1/me", Value::Null).await.ok().json();
    assert_eq!((&me["handle"], &me["digest"]), (&json!("amina"), &json!("weekly")));
    assert_eq!(me["url"], format!("{}/people/amina", hub.base));
    amina.api("DELETE", "/api/v1/sessions", Value::Null).await.is(204);
    amina.api("GET", "/api/v1/me", Value::Null).await.is(401);
    amina.get("/settings").await.ok();
}

#[tokio::test]
async fn c12_a_cookie_opens_no_api() {
    let hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    amina.get("/api/v1/me").await.is(401);
}

#[tokio::test]
async fn wrong_credentials_and_wrong_json_are_told_apart_and_store_nothing() {
    let hub = TestHub::start().await;
    hub.member("amina").await;
    let send = async |body: &str| hub.visitor.post_raw("/api/v1/sessions", "application/json", body.to_owned()).await;
    let wrong = send(r#"{"email":"amina@example.org","password":"not her password"}"#).await.is(422);
    let unknown = send(r#"{"email":"nobody@example.org","password":"not her password"}"#).await.is(422);
    assert_eq!(wrong.body, unknown.body, "c18");
    for (body, status) in [("{", 400), ("[]", 422), (r#"{"email":1,"password":[]}"#, 422), (r#"{"email":"a"}"#, 422)] {
        let answer = send(body).await.is(status);
        assert!(answer.json()["error"].is_string(), "{body}");
    }
    hub.visitor.post_raw("/api/v1/sessions", "text/plain", "x").await.is(415);
    let rows = hub.database.client().await.query("select 1 from sessions where kind = 'api'", &[]).await.unwrap();
    assert!(rows.is_empty());
}

#[tokio::test]
async fn settings_are_patched_one_by_one() {
    let hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    let answer = amina.api("PATCH", "/api/v1/me", json!({ "digest": "never", "digest_hour": 5 })).await.ok().json();
    assert_eq!((&answer["digest"], &answer["digest_hour"]), (&json!("never"), &json!(5)));
    assert_eq!(answer["language"], "en");
    let faulty = amina.api("PATCH", "/api/v1/me", json!({ "theme": "pink" })).await.is(422).json();
    assert_eq!(faulty["fields"]["theme"], "choose");
    amina.api("PATCH", "/api/v1/me", json!({ "role": "admin" })).await.is(422);
}

#[tokio::test]
async fn c20_the_api_counts_attempts_as_the_pages_do() {
    let hub = TestHub::start().await;
    hub.member("amina").await;
    let body = json!({ "email": "amina@example.org", "password": "a guess of mine" }).to_string();
    for _ in 0..10 {
        hub.visitor.post_raw("/api/v1/sessions", "application/json", body.clone()).await.is(422);
    }
    let right = json!({ "email": "amina@example.org", "password": PASSWORD }).to_string();
    hub.visitor.post_raw("/api/v1/sessions", "application/json", right).await.is(429);
}
