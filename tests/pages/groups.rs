//! Groups through their pages: who sees them, who joins, who keeps order.

use serde_json::json;

use crate::mail::world::actor;
use crate::support::{Browser, TestHub};

/// A group made by `editor`, who moderates it then; answers its path.
pub async fn group(editor: &Browser, handle: &str, change: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("name", handle),
        ("handle", handle),
        ("description", "Where we **compare** what works."),
        ("visibility", "public"),
        ("posting", "members"),
        ("joining", "open"),
        ("purpose", "discussion"),
        ("language", "en"),
    ];
    for (name, value) in change {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    editor.post_form("/groups", &fields).await.leads()
}

/// A discussion by `author`; answers its path.
pub async fn discussion(author: &Browser, group: &str, title: &str) -> String {
    let fields = [("title", title), ("body", "How do you keep contact with the families?"), ("language", "")];
    author.post_form(&format!("{group}/posts"), &fields).await.leads()
}

#[tokio::test]
async fn a_group_shows_what_it_is_for_and_who_sees_it() {
    let hub = TestHub::start().await;
    let edna = hub.editor("edna").await;
    let path = group(&edna, "casework", &[]).await;
    assert_eq!(path, "/groups/casework");
    let page = hub.get(&path).await.ok();
    page.shows("<strong>compare</strong>").shows("Public").shows("@casework@").shows("Edna");
    page.shows("casework is public: one member here");
    page.shows("href=\"/groups/casework/feed\"");
    hub.get("/groups").await.ok().shows("href=\"/groups/casework\"");
}

#[tokio::test]
async fn what_is_private_looks_like_what_is_absent() {
    let hub = TestHub::start().await;
    let (edna, omar) = (hub.editor("edna").await, hub.member("omar").await);
    for (visibility, anyone, member) in [("public", 200, 200), ("members", 404, 200), ("hub", 404, 200)] {
        let path = group(&edna, &format!("g_{visibility}"), &[("visibility", visibility)]).await;
        let post = discussion(&edna, &path, &format!("Title of {visibility}")).await;
        for page in
            [&path, &post, &format!("{path}/members"), &format!("{post}/history"), &post.replace("posts", "read")]
        {
            hub.get(page).await.is(anyone);
            omar.get(page).await.is(member);
        }
        let public = if anyone == 200 { 200 } else { 404 };
        hub.get(&format!("{path}/feed")).await.is(public);
        // A feed reader has no session: not even a member's browser gets a private feed.
        omar.get(&format!("{path}/feed")).await.is(public);
        let list = hub.get("/groups").await.ok();
        assert_eq!(list.has(&format!("g_{visibility}")), anyone == 200, "{visibility}");
        let home = hub.get("/").await.ok();
        assert_eq!(home.has(&format!("Title of {visibility}")), anyone == 200, "{visibility}");
    }
    hub.get("/groups/nothing_here").await.is(404);
    hub.get("/posts/nothing").await.is(404);
}

#[tokio::test]
async fn joining_and_leaving_an_open_group() {
    let hub = TestHub::start().await;
    let (edna, omar) = (hub.editor("edna").await, hub.member("omar").await);
    let path = group(&edna, "casework", &[]).await;
    omar.get(&path).await.ok().hides("/posts/new").shows("/membership");
    assert_eq!(omar.post_form(&format!("{path}/membership"), &[]).await.leads(), path);
    omar.get(&path).await.ok().shows("/posts/new").shows("/departure").shows("You are in the group.");
    omar.get("/groups?which=mine").await.ok().shows("casework");
    assert_eq!(omar.post_form(&format!("{path}/departure"), &[]).await.leads(), path);
    omar.get(&path).await.ok().hides("/posts/new");
    // Its only moderator stays.
    edna.post_form(&format!("{path}/departure"), &[]).await.leads();
    edna.get(&path).await.ok().shows("only moderator").shows("/departure");
}

#[tokio::test]
async fn a_request_waits_for_a_moderator() {
    let hub = TestHub::start().await;
    let (edna, omar) = (hub.editor("edna").await, hub.member("omar").await);
    let path = group(&edna, "casework", &[("joining", "approval")]).await;
    omar.get(&path).await.ok().shows("name=\"reason\"");
    omar.post_form(&format!("{path}/membership"), &[("reason", "I follow forty families.")]).await.leads();
    omar.get(&path).await.ok().shows("waiting for an answer").hides("/posts/new");
    // The reason is the moderators' to read.
    omar.get(&format!("{path}/members")).await.ok().hides("forty families").hides("requests/");
    edna.get(&path).await.ok().shows("1 request to join");
    let members = edna.get(&format!("{path}/members")).await.ok();
    members.shows("I follow forty families.");
    let action = members.body.split("action=\"").map(|rest| rest.split('"').next().unwrap());
    let request = action.into_iter().find(|action| action.contains("/requests/")).unwrap().to_owned();
    omar.post_form(&request, &[("decision", "accept")]).await.is(403);
    edna.post_form(&request, &[("decision", "perhaps")]).await.is(422);
    edna.post_form(&request, &[("decision", "accept")]).await.leads();
    omar.get(&path).await.ok().shows("/posts/new");
}

#[tokio::test]
async fn who_keeps_order_is_offered_what_they_may_do_and_told_what_they_may_not() {
    let hub = TestHub::start().await;
    let (edna, omar, rosa) = (hub.editor("edna").await, hub.member("omar").await, hub.member("rosa").await);
    let path = group(&edna, "casework", &[]).await;
    for member in [&omar, &rosa] {
        member.post_form(&format!("{path}/membership"), &[]).await.leads();
    }
    let (first, second, third) = (actor(&hub, &edna).await, actor(&hub, &omar).await, actor(&hub, &rosa).await);
    edna.post_form(&format!("{path}/moderators/{second}"), &[("on", "1")]).await.leads();
    let page = omar.get(&format!("{path}/members")).await.ok();
    page.shows(&format!("/moderators/{second}")).hides(&format!("/moderators/{first}"));
    page.shows(&format!("href=\"{path}/bans/{third}\"")).hides(&format!("/bans/{first}"));
    rosa.get(&format!("{path}/members")).await.ok().hides("/bans/");
    let refused = omar.post_form(&format!("{path}/moderators/{first}"), &[("on", "0")]).await;
    let told = omar.follow(refused).await.ok();
    told.shows("has been one for longer than you").shows("flash warning");
    let ban = format!("/api/v1/groups/casework/bans/{third}");
    omar.api("PUT", &ban, json!({ "reason": " " })).await.is(422);
    omar.api("PUT", &ban, json!({ "reason": "x" })).await.is(204);
    // Another server may have given no reason.
    hub.database.client().await.execute("update bans set reason = ''", &[]).await.unwrap();
    rosa.get(&path).await.ok().shows("The moderators closed this group to you.");
}

#[tokio::test]
async fn only_editors_make_groups_and_only_moderators_change_them() {
    let hub = TestHub::start().await;
    let (edna, omar) = (hub.editor("edna").await, hub.member("omar").await);
    assert!(hub.get("/groups/new").await.leads().starts_with("/sign-in"));
    omar.get("/groups/new").await.is(403);
    omar.post_form("/groups", &[("name", "X")]).await.is(403);
    let path = group(&edna, "casework", &[("visibility", "members")]).await;
    omar.get(&format!("{path}/edit")).await.is(403);
    edna.get(&format!("{path}/edit")).await.ok().shows("value=\"members\" checked");
    let taken = edna.post_form("/groups", &[("name", "Other"), ("handle", "casework")]).await.is(422);
    taken.shows("value=\"Other\"").shows("Please choose one.");
    let fields = |visibility| {
        [
            ("name", "Contact"),
            ("visibility", visibility),
            ("posting", "anyone"),
            ("joining", "open"),
            ("purpose", "discussion"),
            ("language", "fr"),
        ]
    };
    edna.post_form(&format!("{path}/edit"), &fields("members")).await.leads();
    discussion(&edna, &path, "For members").await;
    let refused = edna.post_form(&format!("{path}/edit"), &fields("public")).await.is(422);
    refused.shows("narrowed, not widened");
    edna.post_form(&format!("{path}/edit"), &fields("hub")).await.leads();
}

#[tokio::test]
async fn a_feed_has_what_the_page_has() {
    let hub = TestHub::start().await;
    let edna = hub.editor("edna").await;
    let path = group(&edna, "casework", &[]).await;
    let post = discussion(&edna, &path, "Phones & <families>").await;
    let feed = hub.get(&format!("{path}/feed")).await.ok();
    assert_eq!(feed.header("content-type"), Some("application/atom+xml; charset=utf-8"));
    feed.shows("Phones &#38; &#60;families&#62;").shows(&post.replace("/posts/", "/read/"));
}

#[tokio::test]
async fn long_lists_go_on_page_by_page() {
    let hub = TestHub::start().await;
    let edna = hub.editor("edna").await;
    let path = group(&edna, "casework", &[]).await;
    for n in 1..=23 {
        discussion(&edna, &path, &format!("Question {n:02}")).await;
    }
    let first = hub.get(&path).await.ok();
    first.shows("Question 23").hides("Question 03<");
    let next = first.links(&format!("{path}?after=")).pop().unwrap();
    let second = hub.get(&next).await.ok();
    second.shows("Question 03").shows("Question 01").hides("Question 04");
    assert_eq!(second.links(&format!("{path}?after=")), Vec::<String>::new());
    hub.get(&format!("{path}?after=nonsense&kind=nonsense&language=xx")).await.ok();
    hub.get(&format!("{path}?language=%00")).await.is(422);
}
