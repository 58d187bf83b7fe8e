//! The front page, for those who come by and for those who come back.

use super::groups::{discussion, group};
use crate::support::TestHub;

#[tokio::test]
async fn a_visitor_learns_what_the_hub_is_and_how_to_join() {
    let hub = TestHub::start().await;
    let edna = hub.editor("edna").await;
    let path = group(&edna, "casework", &[]).await;
    discussion(&edna, &path, "Keeping contact").await;
    let page = hub.get("/").await.ok();
    page.shows(&hub.site.name).shows("href=\"/register\"").shows("Keeping contact").shows("href=\"/groups/casework\"");
    let arabic = hub.visitor.request(reqwest::Method::GET, "/").header("accept-language", "ar");
    hub.visitor.send(arabic).await.ok().shows("dir=\"rtl\"").hides("Colleagues exchange");
}

#[tokio::test]
async fn a_member_sees_answers_and_what_is_new_in_their_groups() {
    let hub = TestHub::start().await;
    let (edna, omar) = (hub.editor("edna").await, hub.member("omar").await);
    omar.get("/").await.ok().shows("Welcome").shows("You are in no group yet");
    let path = group(&edna, "casework", &[]).await;
    omar.post_form(&format!("{path}/membership"), &[]).await.leads();
    let post = discussion(&omar, &path, "Keeping contact").await;
    edna.post_form(&format!("{post}/replies"), &[("body", "Ask for three numbers.")]).await.leads();
    discussion(&edna, &path, "Another question").await;
    let page = omar.get("/").await.ok();
    page.shows("1 reply to you")
        .shows("1 new post in your groups")
        .shows("Ask for three numbers.")
        .shows("Another question");
    // What is gone is not news.
    let other = group(&edna, "other", &[]).await;
    discussion(&edna, &other, "Elsewhere").await;
    omar.get("/").await.ok().hides("Elsewhere");
}

#[tokio::test]
async fn editors_choose_at_most_three_highlights() {
    let hub = TestHub::start().await;
    let (edna, omar) = (hub.editor("edna").await, hub.member("omar").await);
    let path = group(&edna, "casework", &[("visibility", "members")]).await;
    let public = group(&edna, "open", &[]).await;
    let mut posts = Vec::new();
    for n in 1..=4 {
        posts.push(discussion(&edna, &public, &format!("Choice {n}")).await);
    }
    omar.post_form(&format!("{}/highlight", posts[0]), &[("on", "1")]).await.is(403);
    for post in &posts {
        edna.post_form(&format!("{post}/highlight"), &[("on", "1")]).await.leads();
    }
    let chosen = |page: &str| page.split("Highlights").nth(1).unwrap().split("</ul>").next().unwrap().to_owned();
    let shown = chosen(&hub.get("/").await.ok().body);
    assert!(!shown.contains("Choice 1") && shown.contains("Choice 2") && shown.contains("Choice 4"), "{shown}");
    edna.get(&posts[3]).await.ok().shows("Take off the home page");
    edna.post_form(&format!("{}/highlight", posts[3]), &[("on", "0")]).await.leads();
    assert!(!chosen(&hub.get("/").await.ok().body).contains("Choice 4"));
    // What a visitor may not see is not highlighted to them.
    let inner = discussion(&edna, &path, "Inner matter").await;
    edna.post_form(&format!("{inner}/highlight"), &[("on", "1")]).await.leads();
    hub.get("/").await.ok().hides("Inner matter");
    omar.get("/").await.ok().shows("Inner matter");
}
