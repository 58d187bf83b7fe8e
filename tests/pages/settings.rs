//! What members set for themselves, and a person's page.

use super::registration::{letters, link};
use crate::support::{Browser, PASSWORD, TestHub};

#[tokio::test]
async fn a_profile_that_was_edited_is_what_others_see() {
    let hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    let typed = [
        ("name", "Amina <b>Diallo</b>"),
        ("organisation", "Retour digne"),
        ("country", "SN"),
        ("spoken", "wo"),
        ("spoken", "fr"),
        ("spoken", "xx"),
        ("words", "I work on **reintegration**. <script>alert(1)</script>"),
    ];
    assert_eq!(amina.post_form("/settings", &typed).await.leads(), "/settings");
    let page = hub.get("/people/amina").await.ok();
    page.shows("Amina &#60;b&#62;Diallo").shows("Retour digne").shows("Senegal").shows("Wolof").hides("<script>alert");
    page.shows("<strong>reintegration</strong>").hides("amina@example.org");
    amina.get("/settings").await.ok().shows("value=\"wo\" checked").shows("Retour digne");

    let page = amina.post_form("/settings", &[("name", ""), ("organisation", "Kept")]).await.is(422);
    page.shows("value=\"Kept\"").shows("id=\"f-name-fault\"");
}

#[tokio::test]
async fn preferences_are_kept_and_only_what_is_offered_is_taken() {
    let hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    let typed = [
        ("digest", "daily"),
        ("digest_hour", "18"),
        ("language", "ar"),
        ("time_zone", "Africa/Dakar"),
        ("theme", "dark"),
    ];
    amina.post_form("/settings/mail", &typed).await.leads();
    let page = amina.get("/settings/mail").await.ok();
    page.shows("dir=\"rtl\"").shows("data-theme=\"dark\"").shows("<option value=\"18\" selected>");
    page.shows("<option value=\"Africa/Dakar\" selected>").shows("value=\"daily\" checked");
    for (name, value) in [("digest", "hourly"), ("digest_hour", "24"), ("language", "xx"), ("time_zone", "Mars/Base")] {
        let page = amina.post_form("/settings/mail", &[(name, value)]).await.is(422);
        page.shows(&format!("id=\"f-{name}-fault\""));
    }
}

#[tokio::test]
async fn a_password_is_changed_only_with_the_present_one_and_ends_other_sessions() {
    let hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    let other = Browser::new(&hub.base);
    other.sign_in("amina@example.org").await.leads();
    let wrong = [("present", "not my password"), ("password", "another long walk")];
    amina.post_form("/settings/password", &wrong).await.is(422).shows("not your present password");
    let weak = [("present", PASSWORD), ("password", "1234567890")];
    amina.post_form("/settings/password", &weak).await.is(422).shows("easy to guess");
    let right = [("present", PASSWORD), ("password", "another long walk")];
    assert_eq!(amina.post_form("/settings/password", &right).await.leads(), "/settings/account");
    amina.get("/settings").await.ok();
    assert!(other.get("/settings").await.leads().starts_with("/sign-in"));
    assert_eq!(letters(&hub).await, [("password".to_owned(), "amina@example.org".to_owned())]);
}

#[tokio::test]
async fn an_account_moves_to_another_address_once_that_is_confirmed() {
    let hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    hub.member("bintou").await;
    let wrong = [("email", "new@example.org"), ("present", "not my password")];
    amina.post_form("/settings/address", &wrong).await.is(422);
    amina.post_form("/settings/address", &[("email", "new@example.org"), ("present", PASSWORD)]).await.leads();
    amina.get("/settings/account").await.ok().shows("amina@example.org");
    let confirm = link(&hub, "/confirm/").await.unwrap();
    assert_eq!(hub.visitor.post_form(&confirm, &[]).await.leads(), "/settings/account");
    amina.get("/settings/account").await.ok().shows("new@example.org");
    assert!(letters(&hub).await.contains(&("moved".to_owned(), "amina@example.org".to_owned())));
    // Somebody else's address is asked for in vain, and the page does not tell.
    amina.post_form("/settings/address", &[("email", "bintou@example.org"), ("present", PASSWORD)]).await.leads();
    hub.visitor.post_form(&link(&hub, "/confirm/").await.unwrap(), &[]).await.is(404);
    amina.get("/settings/account").await.ok().shows("new@example.org");
}

#[tokio::test]
async fn d11_sessions_are_ended_by_their_owner_alone() {
    let hub = TestHub::start().await;
    let (amina, bintou) = (hub.member("amina").await, hub.member("bintou").await);
    let phone = Browser::new(&hub.base);
    phone.sign_in("amina@example.org").await.leads();
    let page = amina.get("/settings/sessions").await.ok();
    let end = page.body.split('"').find(|text| text.starts_with("/settings/sessions/0") && text.ends_with("/ending"));
    let end = end.unwrap();
    bintou.post_form(end, &[]).await.is(404);
    phone.get("/settings").await.ok();
    amina.post_form(end, &[]).await.leads();
    assert!(phone.get("/settings").await.leads().starts_with("/sign-in"));
    phone.sign_in("amina@example.org").await.leads();
    amina.post_form("/settings/sessions/ending", &[]).await.leads();
    assert!(phone.get("/settings").await.leads().starts_with("/sign-in"));
    amina.get("/settings").await.ok();
}

#[tokio::test]
async fn the_export_holds_what_is_kept_and_no_secret() {
    let hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    let answer = amina.get("/settings/export").await.ok();
    assert_eq!(answer.json()["email"], "amina@example.org");
    assert!(answer.header("content-disposition").unwrap().contains("amina.json"));
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    answer.hides("argon2").hides(&amina.cookie("waypost").unwrap()).hides("csrf-amina");
    assert!(hub.get("/settings/export").await.leads().starts_with("/sign-in"));
}

#[tokio::test]
async fn every_page_of_an_account_renders_in_every_language() {
    let hub = TestHub::start().await;
    let admin = hub.admin("omar").await;
    for language in ["en", "fr", "es", "ar", "pt"] {
        admin.post_form("/language", &[("language", language)]).await.leads();
        for path in [
            "/settings",
            "/settings/mail",
            "/settings/account",
            "/settings/sessions",
            "/invites",
            "/welcome",
            "/welcome/digest",
            "/people/omar",
            "/admin",
            "/admin/requests",
            "/admin/members",
        ] {
            admin.get(path).await.ok().shows(&format!("lang=\"{language}\""));
        }
        for path in ["/register", "/register/sent", "/sign-in", "/reset", "/reset/sent"] {
            let request = hub.visitor.request(reqwest::Method::GET, path).header("accept-language", language);
            hub.visitor.send(request).await.ok().shows(&format!("lang=\"{language}\""));
        }
    }
}
