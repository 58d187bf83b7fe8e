//! Signing in and out, and what ends sessions.

use chrono::TimeDelta;

use crate::support::{Browser, PASSWORD, TestHub};

/// The page without what was typed into it.
fn plain(body: &str, typed: &str) -> String {
    body.replace(typed, "")
}

#[tokio::test]
async fn c18_an_unknown_address_and_a_wrong_password_look_the_same() {
    let hub = TestHub::start().await;
    hub.member("amina").await;
    let try_it = async |email: &str| {
        let answer = hub.visitor.post_form("/sign-in", &[("email", email), ("password", "not her password")]).await;
        (answer.status, plain(&answer.body, email))
    };
    let known = try_it("amina@example.org").await;
    assert_eq!(known, try_it("nobody@example.org").await);
    assert_eq!(known.0, 422);
}

#[tokio::test]
async fn c20_after_ten_wrong_passwords_an_account_waits_and_others_do_not() {
    let hub = TestHub::setup().at("2026-03-01T08:00:00Z").start().await;
    hub.member("amina").await;
    hub.member("bintou").await;
    for _ in 0..10 {
        let wrong = [("email", "amina@example.org"), ("password", "a guess of mine")];
        hub.visitor.post_form("/sign-in", &wrong).await.is(422);
    }
    hub.visitor.sign_in("Amina@example.org").await.is(429).shows("too many attempts");
    Browser::new(&hub.base).sign_in("bintou@example.org").await.leads();
    hub.advance(TimeDelta::minutes(16));
    hub.visitor.sign_in("amina@example.org").await.leads();
}

#[tokio::test]
async fn signing_in_again_leaves_no_session_behind_and_signing_out_ends_it() {
    let hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    let first = amina.cookie("waypost").unwrap();
    amina.sign_in("amina@example.org").await.leads();
    assert_ne!(amina.cookie("waypost").unwrap(), first, "the secret changes at sign-in");
    let old = Browser::new(&hub.base);
    old.set_cookie("waypost", &first);
    assert!(old.get("/settings").await.leads().starts_with("/sign-in"));

    let copy = Browser::new(&hub.base);
    copy.set_cookie("waypost", &amina.cookie("waypost").unwrap());
    amina.get("/settings").await.ok();
    amina.post_form("/sign-out", &[]).await.leads();
    assert!(copy.get("/settings").await.leads().starts_with("/sign-in?back=%2Fsettings"));
}

#[tokio::test]
async fn after_a_button_that_came_too_late_signing_in_leads_to_a_page_that_is_there() {
    let hub = TestHub::start().await;
    let id = waypost::store::ids::to_text(waypost::store::ids::fresh(hub.clock.now()));
    let (member, host) = (format!("/admin/members/{id}"), "/admin/hubs/b.example");
    for (button, page) in [
        ("/notices/reading", "/notices"),
        ("/settings/address", "/settings/account"),
        ("/settings/password", "/settings/account"),
        ("/settings/closing", "/settings/account"),
        ("/settings/sessions/ending", "/settings/sessions"),
        (&format!("/settings/sessions/{id}/ending"), "/settings/sessions"),
        (&format!("/invites/{id}/revocation"), "/invites"),
        (&format!("/admin/requests/{id}/approval"), "/admin/requests"),
        (&format!("{member}/role"), &member),
        (&format!("{member}/suspension"), &member),
        (&format!("{member}/restoration"), &member),
        (&format!("{host}/attempt"), host),
        (&format!("{host}/pause"), host),
        ("/admin/partners/b.example/refusal", "/admin/partners"),
        ("/admin/queues/jobs/1/attempt", "/admin/queues"),
        ("/admin/queues/incoming/1/attempt", "/admin/queues"),
    ] {
        let back: String = url::form_urlencoded::byte_serialize(page.as_bytes()).collect();
        assert_eq!(hub.visitor.post_form(button, &[]).await.leads(), format!("/sign-in?back={back}"), "{button}");
    }
}

#[tokio::test]
async fn c07_after_signing_in_nobody_is_led_to_another_site() {
    let hub = TestHub::start().await;
    hub.member("amina").await;
    for (back, leads) in
        [("/groups", "/groups"), ("//evil.test", "/"), ("https://evil.test", "/"), ("/\\evil.test", "/")]
    {
        let browser = Browser::new(&hub.base);
        let typed = [("email", "amina@example.org"), ("password", PASSWORD), ("back", back)];
        let led = browser.post_form("/sign-in", &typed).await.leads();
        assert!(led == leads || (leads == "/" && led == "/welcome"), "{back} leads to {led}");
    }
}

#[tokio::test]
async fn c12_a_form_without_the_session_s_token_or_from_another_site_changes_nothing() {
    let hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    let form = "application/x-www-form-urlencoded";
    for path in
        ["/settings", "/settings/mail", "/settings/password", "/settings/sessions/ending", "/sign-out", "/welcome"]
    {
        amina.post_raw(path, form, "name=Eve&digest=never").await.is(403);
    }
    let request = amina.request(reqwest::Method::POST, "/settings").header("sec-fetch-site", "cross-site");
    amina.send(request.header("content-type", form).body("csrf=csrf-amina&name=Eve")).await.is(403);
    amina.get("/settings").await.ok().hides("value=\"Eve\"");
}

#[tokio::test]
async fn c13_a_suspension_ends_sessions_and_tokens_at_once() {
    let hub = TestHub::start().await;
    let (admin, amina) = (hub.admin("omar").await, hub.member("amina").await);
    amina.api("GET", "/api/v1/me", serde_json::Value::Null).await.ok();
    let page = admin.get("/admin/members?q=amina").await.ok();
    let path = page.links("/admin/members/").pop().unwrap();
    admin.post_form(&format!("{path}/suspension"), &[]).await.leads();

    assert!(amina.get("/settings").await.leads().starts_with("/sign-in"));
    amina.api("GET", "/api/v1/me", serde_json::Value::Null).await.is(401);
    amina.sign_in("amina@example.org").await.is(422).shows("This account is closed");
    hub.get("/people/amina").await.is(404);

    admin.post_form(&format!("{path}/restoration"), &[]).await.leads();
    amina.sign_in("amina@example.org").await.leads();
    hub.get("/people/amina").await.ok();
}

#[tokio::test]
async fn c13_a_session_that_nobody_uses_ends_after_a_month_and_one_in_use_does_not() {
    let hub = TestHub::setup().at("2026-03-01T08:00:00Z").start().await;
    let amina = hub.member("amina").await;
    for _ in 0..3 {
        hub.advance(TimeDelta::days(20));
        amina.get("/settings").await.ok();
    }
    hub.advance(TimeDelta::days(31));
    assert!(amina.get("/settings").await.leads().starts_with("/sign-in"));
}

#[tokio::test]
async fn a_visit_that_begins_after_a_pause_looks_back_on_the_one_before() {
    let hub = TestHub::setup().at("2026-03-01T08:00:00Z").start().await;
    let amina = hub.member("amina").await;
    hub.advance(TimeDelta::minutes(6));
    amina.get("/settings").await.ok();
    hub.advance(TimeDelta::days(2));
    amina.get("/settings").await.ok();
    hub.advance(TimeDelta::minutes(10));
    amina.get("/settings").await.ok();
    let sql = "select previous_visit_at::text, last_visit_at::text from members where email = 'amina@example.org'";
    let row = hub.database.client().await.query_one(sql, &[]).await.unwrap();
    assert!(row.get::<_, String>(0).starts_with("2026-03-01 08:06"));
    assert!(row.get::<_, String>(1).starts_with("2026-03-03 08:16"));
}
