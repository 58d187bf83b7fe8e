//! Discussions and replies through their pages.

use super::groups::{discussion, group};
use crate::support::{Browser, TestHub, Upload};

/// A hub with a public group, its moderator and a member of it.
async fn ground() -> (TestHub, Browser, Browser, String) {
    let hub = TestHub::start().await;
    let (edna, omar) = (hub.editor("edna").await, hub.member("omar").await);
    let path = group(&edna, "casework", &[]).await;
    omar.post_form(&format!("{path}/membership"), &[]).await.leads();
    (hub, edna, omar, path)
}

async fn reply(author: &Browser, post: &str, body: &str) -> String {
    let there = author.post_form(&format!("{post}/replies"), &[("body", body), ("language", "")]).await.leads();
    there.split('#').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_discussion_and_its_replies_stand_in_a_thread() {
    let (mut hub, edna, omar, path) = ground().await;
    let composer = omar.get(&format!("{path}/posts/new")).await.ok();
    composer.shows("casework is public: 2 members here");
    let post = discussion(&omar, &path, "Keeping contact").await;
    let first = reply(&edna, &post, "We ask for *three* contacts.").await;
    let second = reply(&omar, &first, "And a trader among them?").await;
    let third = reply(&edna, &second, "The trader is the one who answers.").await;
    let page = hub.get(&post).await.ok();
    page.shows("Keeping contact").shows("<em>three</em>").shows("3 replies").shows("In reply to Omar");
    page.shows("Sign in to reply");
    // Where it went is its author's to ask.
    omar.get(&post).await.ok().shows(&format!("href=\"{post}/deliveries\""));
    edna.get(&post).await.ok().hides(&format!("href=\"{post}/deliveries\""));
    // A reply's address shows the thread where it stands.
    hub.get(&third).await.ok().shows("Keeping contact").shows(&format!("id=\"r-{}\"", &third["/posts/".len()..]));
    hub.drain().await;
    hub.get(&path).await.ok().shows("3 replies");
    assert!(hub.get(&format!("{post}?page=99&order=newest")).await.ok().has("3 replies"));
}

#[tokio::test]
async fn what_was_typed_comes_back() {
    let (_hub, _, omar, path) = ground().await;
    let create = format!("{path}/posts");
    let faulty = omar.post_form(&create, &[("title", " "), ("body", "A long text <b>&"), ("language", "fr")]).await;
    faulty.is(422).shows("A long text &#60;b&#62;&#38;").shows("value=\"fr\" selected").shows("Please fill this in.");
    let preview = [("title", "T"), ("body", "A **bold** text"), ("preview", "body")];
    omar.post_form(&create, &preview).await.is(422).shows("<strong>bold</strong>").shows("A **bold** text</textarea>");
    let post = discussion(&omar, &path, "Keeping contact").await;
    let long = "a".repeat(50_001);
    let replies = format!("{post}/replies");
    omar.post_form(&replies, &[("body", &long)]).await.is(422).shows("at most 50,000 characters").shows(&long);
}

#[tokio::test]
async fn a_session_that_ended_loses_no_text() {
    let (hub, _, omar, path) = ground().await;
    let create = format!("{path}/posts");
    let body = "title=Kept&body=Hours+of+work&language=";
    let form = "application/x-www-form-urlencoded";
    // Signed out meanwhile.
    let kept = hub.visitor.post_raw(&create, form, body).await.is(401);
    kept.shows("Hours of work")
        .shows("value=\"Kept\"")
        .shows("href=\"/sign-in\"")
        .shows(&format!("action=\"{create}\""));
    // Signed in again: the token is another one now.
    let again = omar.post_raw(&create, form, body).await.is(422);
    again.shows("Hours of work").shows("Your session had ended").shows("csrf-omar");
    hub.get(&path).await.ok().hides("Kept");
}

#[tokio::test]
async fn a_session_that_ended_loses_no_field_of_any_form() {
    let (hub, edna, omar, path) = ground().await;
    let report = format!("{}/report", discussion(&edna, &path, "Papers for sale").await);
    let form = "application/x-www-form-urlencoded";
    let kept = hub.visitor.post_raw(&report, form, "reason=It+sells+papers.").await.is(401);
    kept.shows("It sells papers.</textarea>").hides("name=\"title\"").hides("name=\"body\"");
    let again = omar.post_raw(&report, form, "reason=It+sells+papers.").await.is(422);
    again.shows("It sells papers.").shows("Your session had ended");
    let change = "name=Casework&description=About+*work*&visibility=members&joining=open";
    let kept = hub.visitor.post_raw(&format!("{path}/edit"), form, change).await.is(401);
    kept.shows("About *work*</textarea>");
    for (name, value) in [("name", "Casework"), ("visibility", "members"), ("joining", "open")] {
        assert_eq!(kept.input(name).as_deref(), Some(value));
    }
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_post() {
    let (hub, _, omar, path) = ground().await;
    let id = omar.get(&format!("{path}/posts/new")).await.ok().input("id").unwrap();
    let fields = [("title", "Only once"), ("body", "Text"), ("id", id.as_str())];
    let first = omar.post_form(&format!("{path}/posts"), &fields).await.leads();
    let second = omar.post_form(&format!("{path}/posts"), &fields).await.leads();
    assert_eq!(first, second);
    assert_eq!(hub.get(&path).await.ok().body.matches(">Only once<").count(), 1);
}

#[tokio::test]
async fn the_group_says_who_may_post_and_who_may_reply() {
    let (hub, edna, omar, path) = ground().await;
    let zoe = hub.member("zoe").await;
    let post = discussion(&omar, &path, "For members").await;
    zoe.get(&format!("{path}/posts/new")).await.is(403);
    let refused = zoe.post_form(&format!("{path}/posts"), &[("title", "T"), ("body", "My words")]).await.is(403);
    refused.shows("My words").shows("Only members of this group");
    zoe.get(&post).await.ok().shows("Join the group to reply");
    zoe.post_form(&format!("{post}/replies"), &[("body", "My words")]).await.is(403).shows("My words");

    let news = group(&edna, "news", &[("posting", "moderators")]).await;
    zoe.post_form(&format!("{news}/posts"), &[("title", "T"), ("body", "B")]).await.is(403);
    let post = discussion(&edna, &news, "News").await;
    reply(&zoe, &post, "Thank you").await;

    let open = group(&edna, "open", &[("posting", "anyone")]).await;
    discussion(&zoe, &open, "A question").await;
}

#[tokio::test]
async fn an_edit_keeps_what_stood_before() {
    let (hub, edna, omar, path) = ground().await;
    let post = discussion(&omar, &path, "Keeping contact").await;
    edna.get(&format!("{post}/edit")).await.is(403);
    edna.post_form(&format!("{post}/edit"), &[("title", "X"), ("body", "Y")]).await.is(403);
    omar.get(&format!("{post}/edit")).await.ok().shows("How do you keep contact");
    omar.post_form(&format!("{post}/edit"), &[("title", "Staying in touch"), ("body", "New words")]).await.leads();
    hub.get(&post).await.ok().shows("Staying in touch").shows(&format!("{post}/history")).hides("Keeping contact");
    let history = hub.get(&format!("{post}/history")).await.ok();
    history.shows("Staying in touch").shows("Keeping contact").shows("replaced by").shows("New words");
}

#[tokio::test]
async fn a_withdrawn_post_leaves_a_stub_and_its_replies() {
    let (mut hub, edna, omar, path) = ground().await;
    let post = discussion(&omar, &path, "Secret title").await;
    let answer = reply(&edna, &post, "A useful answer").await;
    let below = reply(&omar, &answer, "Thank you").await;
    edna.get(&format!("{post}/withdrawal")).await.is(403);
    edna.post_form(&format!("{post}/withdrawal"), &[]).await.is(403);
    omar.get(&format!("{post}/withdrawal")).await.ok().shows("for good");
    omar.post_form(&format!("{post}/edit"), &[("title", "Secret two"), ("body", "Secret words")]).await.leads();
    assert_eq!(omar.post_form(&format!("{post}/withdrawal"), &[]).await.leads(), path);
    let page = hub.get(&post).await.ok();
    page.shows("Omar withdrew this on").shows("A useful answer").hides("Secret");
    hub.get(&path).await.ok().hides("Secret");
    hub.get(&format!("{post}/history")).await.is(404);
    edna.post_form(&format!("{answer}/withdrawal"), &[]).await.leads();
    hub.get(&below).await.ok().shows("Edna withdrew this on").shows("Thank you").hides("A useful answer");
    omar.post_form(&format!("{post}/replies"), &[("body", "More")]).await.is(409).shows("More");
    hub.drain().await;
}

#[tokio::test]
async fn a_moderator_removes_with_a_reason_and_shows_again() {
    let (hub, edna, omar, path) = ground().await;
    let post = discussion(&omar, &path, "An advertisement").await;
    omar.get(&format!("{post}/removal")).await.is(403);
    omar.post_form(&format!("{post}/removal"), &[("reason", "No")]).await.is(403);
    edna.post_form(&format!("{post}/removal"), &[("reason", "")]).await.is(422).shows("Please fill this in.");
    edna.post_form(&format!("{post}/removal"), &[("reason", "Selling phones")]).await.leads();
    hub.get(&post).await.ok().shows("A moderator removed this: Selling phones").hides("advertisement");
    hub.get(&path).await.ok().hides("advertisement");
    omar.get(&format!("{post}/edit")).await.is(404);
    omar.post_form(&format!("{post}/restoration"), &[]).await.is(403);
    edna.get(&post).await.ok().shows("/restoration");
    edna.post_form(&format!("{post}/restoration"), &[]).await.leads();
    hub.get(&post).await.ok().shows("An advertisement");
}

#[tokio::test]
async fn pinned_stands_first_and_locked_takes_no_answers() {
    let (hub, edna, omar, path) = ground().await;
    let old = discussion(&omar, &path, "The old one").await;
    discussion(&omar, &path, "The new one").await;
    omar.post_form(&format!("{old}/pin"), &[("on", "1")]).await.is(403);
    edna.post_form(&format!("{old}/pin"), &[("on", "1")]).await.leads();
    let page = hub.get(&path).await.ok();
    assert!(page.body.find("The old one") < page.body.find("The new one"));
    assert_eq!(page.body.matches(">The old one<").count(), 1);
    edna.post_form(&format!("{old}/lock"), &[("on", "1")]).await.leads();
    omar.get(&old).await.ok().shows("closed this to further replies").hides("name=\"body\"");
    let refused = omar.post_form(&format!("{old}/replies"), &[("body", "Too late")]).await.is(403);
    refused.shows("Too late").shows("closed this to replies meanwhile");
    edna.post_form(&format!("{old}/lock"), &[("on", "0")]).await.leads();
    reply(&omar, &old, "In time").await;
}

#[tokio::test]
async fn helpful_counts_once_a_person_and_can_be_taken_back() {
    let (mut hub, edna, omar, path) = ground().await;
    let post = discussion(&omar, &path, "Keeping contact").await;
    let on = format!("{post}/reaction");
    assert!(hub.visitor.post_form(&on, &[("on", "1")]).await.leads().starts_with("/sign-in"));
    edna.post_form(&on, &[("on", "1")]).await.leads();
    edna.post_form(&on, &[("on", "1")]).await.leads();
    hub.drain().await;
    edna.get(&post).await.ok().shows("aria-pressed=\"true\"").shows("Helpful · 1");
    hub.get(&post).await.ok().shows("Helpful · 1");
    edna.post_form(&on, &[("on", "0")]).await.leads();
    hub.drain().await;
    edna.get(&post).await.ok().shows("aria-pressed=\"false\"").hides("Helpful · 1");
    // Another site's page cannot press the button.
    let forged = edna.post_raw(&on, "application/x-www-form-urlencoded", "on=1&csrf=wrong").await;
    forged.is(403);
}

#[tokio::test]
async fn a_long_thread_has_pages_and_knows_what_is_unread() {
    let (hub, edna, omar, path) = ground().await;
    let post = discussion(&omar, &path, "Keeping contact").await;
    for n in 1..=51 {
        reply(&edna, &post, &format!("Answer {n:02}.")).await;
    }
    let first = hub.get(&post).await.ok();
    first.shows("Answer 01.").shows("Answer 50.").hides("Answer 51.").shows("51 replies");
    let last = hub.get(&format!("{post}?page=2")).await.ok();
    last.shows("Answer 51.").hides("Answer 50.");
    hub.get(&format!("{post}?order=newest")).await.ok().shows("Answer 51.").hides("Answer 01.");
    omar.get(&post).await.ok().hides("New since your last visit");
    let new = reply(&edna, &post, "Answer 52.").await;
    let page = omar.get(&post).await.ok();
    page.shows(&format!("{new}#r-")).shows("First unread");
    reply(&edna, &post, "Answer 53.").await;
    omar.get(&format!("{post}?page=2")).await.ok().shows("New since your last visit").shows("Answer 53.");
}

#[tokio::test]
async fn the_language_of_a_text_is_named_to_those_who_read_another() {
    let (hub, _, omar, path) = ground().await;
    let body = "Nous perdons un tiers des dossiers entre le premier et le deuxième appel.";
    let fields = [("title", "Garder le contact"), ("body", body), ("language", "")];
    let post = omar.post_form(&format!("{path}/posts"), &fields).await.leads();
    hub.get(&post).await.ok().shows("lang=\"fr\"").shows("in French");
    discussion(&omar, &path, "Keeping contact with the families").await;
    let filtered = hub.get(&format!("{path}?language=fr")).await.ok();
    filtered.shows("Garder le contact").hides("Keeping contact");
}

#[tokio::test]
async fn the_editor_s_preview_is_for_members_and_clean() {
    let (hub, _, omar, _) = ground().await;
    assert!(hub.visitor.post_form("/preview", &[("text", "x")]).await.leads().starts_with("/sign-in"));
    let fragment = omar.post_form("/preview", &[("text", "**a** <script>alert(1)</script> @edna")]).await.ok();
    fragment.shows("<strong>a</strong>").hides("<script").shows("/people/edna");
}

#[tokio::test]
async fn a_file_comes_with_a_discussion_and_stays_through_a_fault() {
    let (hub, _, omar, path) = ground().await;
    let picture = Upload { field: "files", name: "map.png", media_type: "image/png", bytes: PIXEL };
    let page =
        Upload { field: "files", name: "page.pdf", media_type: "application/pdf", bytes: b"<html>no PDF</html>" };
    let create = format!("{path}/posts");
    let fields = [("title", ""), ("body", "See the map."), ("language", "en")];
    let refused = omar.post_multipart(&create, &fields, &[page]).await.is(422);
    refused.shows("See the map.").shows("f-files-fault").hides("name=\"kept\"");
    let again = omar.post_multipart(&create, &fields, &[picture]).await.is(422);
    again.shows("map.png").shows("Please fill this in.");
    let kept = again.input("kept").unwrap();
    let fields = [("title", "A map"), ("body", "See the map."), ("kept", kept.as_str())];
    let post = omar.post_multipart(&create, &fields, &[]).await.leads();
    let shown = hub.get(&post).await.ok();
    shown.shows("map.png");
    let file = shown.links("/files/").pop().unwrap();
    hub.get(&file).await.ok();
    // Files of others are nobody's to attach.
    let zoe = hub.member("zoe").await;
    zoe.post_form(&format!("{path}/membership"), &[]).await.leads();
    let post = zoe.post_multipart(&create, &fields, &[]).await.leads();
    hub.get(&post).await.ok().hides("map.png");
}

/// One transparent pixel (PNG).
const PIXEL: &[u8] = b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0b\x49\x44\x41\x54\x78\x9c\x63\xf8\x0f\x04\x00\x09\xfb\x03\xfd\xfb\x5e\x6b\x2b\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";
