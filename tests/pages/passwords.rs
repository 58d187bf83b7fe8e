//! A forgotten password.

use std::time::Duration;

use chrono::TimeDelta;

use super::registration::{letters, link};
use crate::support::{Browser, PASSWORD, TestHub, eventually};

const NEW: &str = "another long walk";

/// Asks for a link and waits until the worker has written the letter.
async fn ask(hub: &mut TestHub, email: &str) -> String {
    let before = link(hub, "/reset/").await;
    assert_eq!(hub.visitor.post_form("/reset", &[("email", email)]).await.leads(), "/reset/sent");
    hub.work();
    eventually("a letter with a link", Duration::from_secs(10), async || {
        link(hub, "/reset/").await.filter(|found| Some(found) != before.as_ref())
    })
    .await
}

#[tokio::test]
async fn c17_a_reset_link_works_once_ends_every_session_and_tells_the_owner() {
    let mut hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    let reset = ask(&mut hub, "amina@example.org").await;
    hub.get(&reset).await.ok().shows("new-password");
    hub.visitor.post_form(&reset, &[("password", "short")]).await.is(422);
    assert_eq!(hub.visitor.post_form(&reset, &[("password", NEW)]).await.leads(), "/sign-in");
    assert!(amina.get("/settings").await.leads().starts_with("/sign-in"), "c13: sessions end with the old password");
    hub.visitor.post_form(&reset, &[("password", "a third password")]).await.is(404);
    hub.get(&reset).await.is(404).shows("no longer valid");
    hub.visitor.sign_in("amina@example.org").await.is(422);
    let typed = [("email", "amina@example.org"), ("password", NEW)];
    Browser::new(&hub.base).post_form("/sign-in", &typed).await.leads();
    assert!(letters(&hub).await.iter().any(|(kind, to)| kind == "password" && to == "amina@example.org"));
}

#[tokio::test]
async fn c17_a_reset_link_runs_out_after_half_an_hour() {
    let mut hub = TestHub::setup().at("2026-03-01T08:00:00Z").start().await;
    hub.member("amina").await;
    let reset = ask(&mut hub, "amina@example.org").await;
    hub.advance(TimeDelta::minutes(31));
    hub.get(&reset).await.is(404);
    hub.visitor.post_form(&reset, &[("password", NEW)]).await.is(404);
    hub.visitor.sign_in("amina@example.org").await.leads();
}

#[tokio::test]
async fn c17_a_reset_link_is_void_once_the_password_was_changed_otherwise() {
    let mut hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    let reset = ask(&mut hub, "amina@example.org").await;
    amina.post_form("/settings/password", &[("present", PASSWORD), ("password", NEW)]).await.leads();
    hub.visitor.post_form(&reset, &[("password", "a third password")]).await.is(404);
}

#[tokio::test]
async fn c18_asking_for_an_unknown_address_looks_the_same_and_writes_to_nobody() {
    let mut hub = TestHub::start().await;
    hub.member("amina").await;
    let unknown = hub.visitor.post_form("/reset", &[("email", "nobody@example.org")]).await;
    let known = hub.visitor.post_form("/reset", &[("email", "amina@example.org")]).await;
    assert_eq!((unknown.status, unknown.leads(), &unknown.body), (known.status, known.leads(), &known.body));
    hub.work();
    let told = eventually("a letter", Duration::from_secs(10), async || {
        Some(letters(&hub).await).filter(|told| !told.is_empty())
    })
    .await;
    assert_eq!(told, [("reset".to_owned(), "amina@example.org".to_owned())]);
}

#[tokio::test]
async fn c14_links_in_letters_are_of_this_hub_whatever_the_request_said() {
    let mut hub = TestHub::start().await;
    hub.member("amina").await;
    let request = hub.visitor.request(reqwest::Method::POST, "/reset").header("x-forwarded-host", "evil.test");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    hub.visitor.send(request.body("email=amina%40example.org")).await.leads();
    hub.work();
    eventually("a letter", Duration::from_secs(10), async || link(&hub, "/reset/").await).await;
    let request = hub.visitor.request(reqwest::Method::GET, "/reset").header("host", "evil.test");
    hub.visitor.send(request).await.is(421);
}
