//! Invitations: what they give, to whom, how often and for how long.

use chrono::TimeDelta;

use super::registration::{fields, letters, link};
use crate::support::{Answer, Browser, TestHub};

const ONE: &[(&str, &str)] = &[("uses", "1"), ("days", "14"), ("role", "member")];

fn fresh(page: &Answer) -> String {
    let links = page.links(&page.asked.replace("/invites", "/invite/"));
    links.first().expect("the page shows the new link").clone()
}

#[tokio::test]
async fn an_invitation_skips_the_queue_and_its_address_is_confirmed_by_mail() {
    let hub = TestHub::start().await;
    let editor = hub.editor("leila").await;
    let invite = fresh(&editor.post_form("/invites", ONE).await.ok());
    hub.get(&invite).await.ok().shows("Leila").hides("name=\"reason\"");
    assert_eq!(hub.visitor.post_form(&invite, &fields("a@example.org", &[])).await.leads(), "/register/sent");
    let confirmed = hub.visitor.post_form(&link(&hub, "/confirm/").await.unwrap(), &[]).await;
    assert_eq!(confirmed.leads(), "/sign-in");
    assert_eq!(hub.visitor.sign_in("a@example.org").await.leads(), "/welcome");
}

#[tokio::test]
async fn an_invitation_by_mail_proves_its_address_and_opens_at_once() {
    let hub = TestHub::start().await;
    let editor = hub.editor("leila").await;
    let sent = [("email", "moussa@example.org"), ("uses", "1"), ("days", "14"), ("role", "editor")];
    assert_eq!(editor.post_form("/invites", &sent).await.leads(), "/invites");
    assert_eq!(letters(&hub).await, [("invite".to_owned(), "moussa@example.org".to_owned())]);
    let invite = link(&hub, "/invite/").await.unwrap();
    // Another address than the invited one is not taken.
    let typed = fields("eve@example.org", &[("handle", "moussa")]);
    assert_eq!(hub.visitor.post_form(&invite, &typed).await.leads(), "/welcome");
    hub.visitor.get("/settings/account").await.ok().shows("moussa@example.org").hides("eve@example.org");
    hub.visitor.get("/invites").await.ok();
}

#[tokio::test]
async fn c21_an_invitation_is_used_as_often_as_it_says() {
    let hub = TestHub::start().await;
    let editor = hub.editor("leila").await;
    let invite = fresh(&editor.post_form("/invites", &[("uses", "2"), ("days", "14"), ("role", "member")]).await.ok());
    for (email, handle) in [("a@example.org", "aa"), ("b@example.org", "bb")] {
        hub.visitor.post_form(&invite, &fields(email, &[("handle", handle)])).await.leads();
    }
    hub.visitor.post_form(&invite, &fields("c@example.org", &[("handle", "cc")])).await.is(404);
    hub.get(&invite).await.is(404).shows("no longer valid");
}

#[tokio::test]
async fn c21_nobody_gives_more_than_they_have_even_later() {
    let hub = TestHub::start().await;
    let (admin, editor, member) = (hub.admin("omar").await, hub.editor("leila").await, hub.member("amina").await);
    member.get("/invites").await.is(403);
    member.post_form("/invites", ONE).await.is(403);
    let above = [("uses", "1"), ("days", "14"), ("role", "admin")];
    editor.get("/invites").await.ok().hides("value=\"admin\"");
    editor.post_form("/invites", &above).await.is(403);

    let invite = fresh(&editor.post_form("/invites", &[("uses", "1"), ("days", "9"), ("role", "editor")]).await.ok());
    let path = admin.get("/admin/members?q=leila").await.ok().links("/admin/members/").pop().unwrap();
    admin.post_form(&format!("{path}/role"), &[("role", "member")]).await.leads();
    hub.get(&invite).await.is(404);
}

#[tokio::test]
async fn c21_an_invitation_runs_out_and_can_be_revoked_by_whoever_made_it() {
    let hub = TestHub::setup().at("2026-03-01T08:00:00Z").start().await;
    let (editor, other) = (hub.editor("leila").await, hub.editor("sara").await);
    let short = fresh(&editor.post_form("/invites", &[("uses", "5"), ("days", "2"), ("role", "member")]).await.ok());
    hub.advance(TimeDelta::minutes(1));
    let page = editor.post_form("/invites", ONE).await.ok();
    let revoked = fresh(&page);
    let revoke = page.body.split('"').find(|text| text.ends_with("/revocation")).unwrap();
    Browser::new(&hub.base).post_form(revoke, &[]).await.leads();
    other.post_form(revoke, &[]).await.is(404);
    hub.get(&revoked).await.ok();
    editor.post_form(revoke, &[]).await.leads();
    hub.get(&revoked).await.is(404);
    hub.get(&short).await.ok();
    hub.advance(TimeDelta::days(3));
    hub.get(&short).await.is(404);
    editor.post_form("/invites", &[("uses", "0"), ("days", "x"), ("role", "member")]).await.is(422);
}
