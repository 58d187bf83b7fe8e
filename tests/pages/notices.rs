//! Notices: what concerns a member stands on their page, and only what they may see.

use reqwest::header::AUTHORIZATION;
use waypost::groups::{Joining, Visibility};
use waypost::posts;

use crate::mail::world::{group, join, reply, share};
use crate::support::{Answer, Browser, TestHub};

/// Calls the API with the member's session as its token.
async fn api(member: &Browser, method: &str, path: &str) -> Answer {
    let token = format!("Bearer {}", member.cookie("waypost").unwrap());
    member.send(member.request(method.parse().unwrap(), path).header(AUTHORIZATION, token)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_noticed_by_whom_it_answers_and_by_who_began() {
    let mut hub = TestHub::start().await;
    let (aissatou, kwame, joao) = (hub.member("aissatou").await, hub.member("kwame").await, hub.member("joao").await);
    let group = group(&hub, "case_management", "Case management", Visibility::Public, Joining::Open).await;
    for member in [&aissatou, &kwame, &joao] {
        join(&hub, &group, member).await;
    }
    let root = share(&hub, &group, &aissatou, "How do you follow up?").await;
    let first = reply(&hub, &group, &kwame, root).await;
    let second = reply(&hub, &group, &joao, first).await;
    hub.drain().await;

    let page = aissatou.get("/notices").await.ok();
    page.shows("Kwame replied to you in “How do you follow up?”").shows("Joao wrote in your discussion");
    page.shows(&format!("href=\"/posts/{second}#r-{second}\""));
    kwame.get("/notices").await.ok().shows("Joao replied to you in");
    joao.get("/notices").await.ok().shows("Nothing yet");

    let answer = api(&aissatou, "GET", "/api/v1/notices").await.ok().json();
    assert_eq!(answer["unread"], 2);
    let kinds: Vec<_> = answer["items"].as_array().unwrap().iter().map(|item| item["kind"].clone()).collect();
    assert_eq!(kinds.len(), 2);
    assert!(kinds.contains(&"reply".into()) && kinds.contains(&"thread".into()));

    // Opening the thread is reading what was said about it.
    kwame.get(&format!("/posts/{root}")).await.ok();
    assert_eq!(api(&kwame, "GET", "/api/v1/notices").await.ok().json()["unread"], 0);

    aissatou.post_form("/notices/reading", &[]).await.is(303);
    assert_eq!(api(&aissatou, "GET", "/api/v1/notices").await.ok().json()["unread"], 0);
    api(&kwame, "POST", "/api/v1/notices/reading").await.is(204);
}

#[tokio::test(flavor = "multi_thread")]
async fn d04_a_notice_of_what_is_gone_is_shown_to_nobody() {
    let mut hub = TestHub::start().await;
    let (aissatou, kwame) = (hub.member("aissatou").await, hub.member("kwame").await);
    let group = group(&hub, "case_management", "Case management", Visibility::Public, Joining::Open).await;
    join(&hub, &group, &aissatou).await;
    join(&hub, &group, &kwame).await;
    let root = share(&hub, &group, &aissatou, "How do you follow up?").await;
    let answer = reply(&hub, &group, &kwame, root).await;
    hub.drain().await;
    aissatou.get("/notices").await.ok().shows("Kwame replied to you");
    let post = posts::queries::by_id(&mut hub.read().await.unwrap(), answer).await.unwrap().unwrap();
    hub.write(async |tx| posts::commands::withdraw(tx, &post, post.author_id).await).await.unwrap();
    aissatou.get("/notices").await.ok().hides("Kwame replied to you").shows("Nothing yet");
}

#[tokio::test(flavor = "multi_thread")]
async fn visitors_are_led_to_sign_in_and_strange_cursors_do_no_harm() {
    let hub = TestHub::start().await;
    let answer = hub.get("/notices").await;
    assert_eq!(answer.leads(), "/sign-in?back=%2Fnotices");
    hub.get("/api/v1/notices").await.is(401);
    let member = hub.member("kwame").await;
    member.get("/notices?after=x").await.ok();
    api(&member, "GET", "/api/v1/notices?after=x").await.is(422);
}
