//! Reporting, deciding about reports, banning and leaving for good, through their pages.

use super::groups::{discussion, group};
use crate::support::{Browser, PASSWORD, TestHub};

/// A hub with a public group, its moderator, a member who wrote and one who read.
async fn ground() -> (TestHub, Browser, Browser, Browser, String, String) {
    let hub = TestHub::start().await;
    let (edna, omar, rosa) = (hub.editor("edna").await, hub.member("omar").await, hub.member("rosa").await);
    let path = group(&edna, "casework", &[]).await;
    for member in [&omar, &rosa] {
        member.post_form(&format!("{path}/membership"), &[]).await.leads();
    }
    let post = discussion(&omar, &path, "Papers for sale").await;
    (hub, edna, omar, rosa, path, post)
}

#[tokio::test]
async fn a_report_says_first_who_reads_it_and_ends_with_a_notice() {
    let (mut hub, edna, omar, rosa, _, post) = ground().await;
    let report = format!("{post}/report");
    rosa.get(&post).await.ok().shows(&report);
    omar.get(&post).await.ok().hides(&report);
    let form = rosa.get(&report).await.ok();
    form.shows("The moderators of casework and the administrators of this hub read it.");
    form.shows("Your name is shown to nobody.").hides("A copy");
    rosa.post_form(&report, &[("reason", " ")]).await.is(422).shows("Please fill this in.");
    for _ in 0..2 {
        rosa.post_form(&report, &[("reason", "It sells papers.")]).await.leads();
    }
    edna.post_form(&report, &[("reason", "Advertising")]).await.leads();
    hub.drain().await;
    edna.get("/notices").await.ok().shows("Something was reported").shows("href=\"/moderation\"");

    rosa.get("/moderation").await.is(404);
    hub.get("/moderation").await.leads();
    let queue = edna.get("/moderation").await.ok();
    queue.shows("Papers for sale").shows("2 members").shows("It sells papers.").shows("Advertising").hides("Rosa");
    queue.shows(&format!("{post}/removal"));
    edna.post_form(&format!("{post}/removal"), &[("reason", "No sales here")]).await.leads();
    hub.drain().await;
    edna.get("/moderation").await.ok().shows("Nothing is reported");
    rosa.get("/notices").await.ok().shows("What you reported is no longer shown");
    edna.get("/notices").await.ok().hides("Something was reported and waits");
}

#[tokio::test]
async fn what_is_left_standing_is_answered_too_and_strangers_decide_nothing() {
    let (mut hub, edna, omar, rosa, _, post) = ground().await;
    rosa.post_form(&format!("{post}/report"), &[("reason", "I do not like it")]).await.leads();
    let queue = edna.get("/moderation").await.ok();
    let action = queue.body.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let action = action.into_iter().find(|action| action.starts_with("/moderation/")).unwrap().to_owned();
    omar.post_form(&action, &[("decision", "dismissed")]).await.is(403);
    edna.post_form(&action, &[("decision", "dismissed")]).await.leads();
    edna.post_form(&action, &[("decision", "dismissed")]).await.leads();
    hub.drain().await;
    rosa.get("/notices").await.ok().shows("left it as it is");
    hub.get(&post).await.ok().shows("Papers for sale");
    omar.post_form(&format!("{post}/report"), &[("reason", "mine")]).await.is(403).shows("This is your own");
    let client = hub.database.client().await;
    let many = "insert into reports (id, actor_id, reporter_id, reason, state, created_at) \
        select gen_random_uuid(), actor_id, reporter_id, '', 'dismissed', created_at from reports, generate_series(1, 30)";
    client.execute(many, &[]).await.unwrap();
    let often = rosa.post_form(&format!("{post}/report"), &[("reason", "Again")]).await.is(422);
    often.shows("You have reported a lot today.").shows("Again");
    let states = "select string_agg(verb, ' ' order by seq) from journal where verb like 'report%'";
    let verbs: String = client.query_one(states, &[]).await.unwrap().get(0);
    assert_eq!(verbs, "reported report-dismissed");
}

#[tokio::test]
async fn who_is_banned_reads_why_and_until_when_and_comes_back_after() {
    let hub = TestHub::setup().at("2026-03-01T09:00:00Z").start().await;
    let mut hub = hub;
    let (edna, omar) = (hub.editor("edna").await, hub.member("omar").await);
    let path = group(&edna, "casework", &[]).await;
    omar.post_form(&format!("{path}/membership"), &[]).await.leads();
    let post = discussion(&omar, &path, "Papers for sale").await;
    let links = edna.get(&post).await.ok().links(&format!("{path}/bans/"));
    let ban = links.first().expect("a way to ban").clone();
    omar.get(&ban).await.is(403);
    omar.post_form(&ban, &[("reason", "x")]).await.is(403);
    edna.get(&ban).await.ok().shows("Ban Omar from casework?");
    edna.post_form(&ban, &[("reason", ""), ("days", "7")]).await.is(422);
    let sent = [("reason", "No sales here"), ("days", "7"), ("remove", "1")];
    assert_eq!(edna.post_form(&ban, &sent).await.leads(), format!("{path}/bans"));
    edna.get(&format!("{path}/bans")).await.ok().shows("Omar").shows("No sales here").shows("until");
    hub.drain().await;
    hub.get(&path).await.ok().hides("Papers for sale");
    omar.get(&path).await.ok().shows("closed this group to you until").shows("No sales here");
    let words = [("title", "Again"), ("body", "Text"), ("language", "")];
    omar.post_form(&format!("{path}/posts"), &words).await.is(403).shows("closed it to you for now");
    omar.post_form(&format!("{path}/membership"), &[]).await.is(403);
    omar.get("/notices").await.ok().shows("The moderators of casework closed it to you for now");
    hub.advance(chrono::TimeDelta::days(8));
    hub.tick().await;
    omar.get(&path).await.ok().hides("closed this group to you");
    omar.post_form(&format!("{path}/membership"), &[]).await.leads();
    omar.post_form(&format!("{path}/posts"), &words).await.leads();
}

#[tokio::test]
async fn all_that_somebody_posted_goes_with_a_ban_however_much_it_was() {
    let mut hub = TestHub::start().await;
    let (edna, omar) = (hub.editor("edna").await, hub.member("omar").await);
    let path = group(&edna, "casework", &[]).await;
    omar.post_form(&format!("{path}/membership"), &[]).await.leads();
    let post = discussion(&omar, &path, "Papers for sale").await;
    let client = hub.database.client().await;
    let many = "insert into posts (id, url, group_id, author_id, root_id, kind, title, local, created_at, published_at) \
        select f.id, p.url || f.id, p.group_id, p.author_id, f.id, p.kind, p.title, true, p.created_at, p.published_at \
        from posts p, (select gen_random_uuid() as id from generate_series(1, 250)) f";
    client.execute(many, &[]).await.unwrap();
    let ban = edna.get(&post).await.ok().links(&format!("{path}/bans/")).first().expect("a way to ban").clone();
    edna.post_form(&ban, &[("reason", "No sales here"), ("days", "7"), ("remove", "1")]).await.leads();
    hub.drain().await;
    let in_view = "select count(*) from posts where removed_at is null";
    assert_eq!(client.query_one(in_view, &[]).await.unwrap().get::<_, i64>(0), 0);
    let written = "select count(*) from journal where verb = 'removed'";
    assert_eq!(client.query_one(written, &[]).await.unwrap().get::<_, i64>(0), 251);
}

#[tokio::test]
async fn leaving_for_good_asks_for_the_password_and_leaves_nothing_but_the_handle() {
    let (mut hub, edna, omar, _, path, post) = ground().await;
    let ban = edna.get(&post).await.ok().links(&format!("{path}/bans/")).pop().unwrap();
    edna.post_form(&ban, &[("reason", "No sales here")]).await.leads();
    omar.get("/settings/account").await.ok().shows("Leave for good");
    let close = |present: &'static str, words: &'static str| [("present", present), ("words", words)];
    omar.post_form("/settings/closing", &close("wrong", "keep")).await.is(422);
    omar.post_form("/settings/closing", &close(PASSWORD, "")).await.is(422).shows("Please choose one.");
    omar.get(&post).await.ok();
    omar.post_form("/settings/closing", &close(PASSWORD, "keep")).await.leads();
    hub.drain().await;
    omar.get("/settings/account").await.leads();
    edna.get(&post).await.ok().shows("Papers for sale").shows("Former member").hides("Omar");
    hub.get("/people/omar").await.is(404);
    hub.get_ap("/people/omar").await.is(410);
    let bans = edna.get(&format!("{path}/bans")).await.ok();
    bans.shows("Former member").hides("href=\"\"").hides("/people/omar");
    let alone = hub.admin("rita").await;
    let account = alone.get("/admin/members?state=closed").await.ok();
    account.shows("Former member");
    let account = alone.get(&account.links("/admin/members/").pop().unwrap()).await.ok();
    account.shows("Former member").hides("/role\"").hides("/people/omar");
    alone.post_form("/settings/closing", &close(PASSWORD, "keep")).await.is(422).shows("the only administrator");
}
