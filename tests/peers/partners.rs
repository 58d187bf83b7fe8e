//! Two hubs become partners, while both exchange with partners only; what that opens, and to whom it opens nothing.

use std::time::Duration;

use serde_json::json;
use waypost::config::Mode;

use crate::peers::pen::Pen;
use crate::peers::world::{Side, WAITING, World, count};
use crate::support::{Browser, TestHub, eventually};

const SOON: Duration = Duration::from_secs(60);

async fn closed() -> Side {
    let mut side = Side { hub: TestHub::setup().with(|config| config.federation.mode = Mode::Allowlist).start().await };
    side.hub.work();
    side
}

async fn shows(admin: &Browser, what: &str) {
    eventually(&format!("the page says {what}"), SOON, async || {
        admin.get("/admin/partners").await.ok().body.contains(what).then_some(())
    })
    .await;
}

async fn state(side: &Side) -> String {
    let client = side.hub.database.client().await;
    let row = client.query_opt("select state from partnerships", &[]).await.unwrap();
    row.map(|row| row.get(0)).unwrap_or_default()
}

async fn turns(side: &Side, wanted: &str) {
    eventually(&format!("partnership: {wanted}"), SOON, async || (state(side).await == wanted).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hubs_that_know_partners_only_become_partners_and_then_share() {
    let (a, b) = (closed().await, closed().await);
    let (omar, leila) = (a.hub.admin("omar").await, b.hub.admin("leila").await);
    a.hub.editor("ana").await;
    b.hub.member("bela").await;
    a.make_group("care", "public").await;
    let world = World { a, b };
    let (a, b) = (&world.a, &world.b);
    // Nothing goes between them yet, and the reader is told.
    let refused = leila.get(&format!("/groups/find?q=!care%40{}", a.hub.host)).await.ok();
    assert!(refused.body.contains("does not exchange with that server"), "{}", refused.body);

    omar.post_form("/admin/partners", &[("address", &format!("{}/", a.hub.base))]).await.is(422);
    omar.post_form("/admin/partners", &[("address", "not a name")]).await.is(422);
    omar.post_form("/admin/partners", &[("address", &b.hub.base)]).await.leads();
    shows(&omar, "invited by us").await;
    shows(&leila, "asks to be a partner").await;
    assert_eq!(count(b, "select count(*) from hosts where policy = 'partner'").await, 0, "asking opens nothing");
    leila.get("/admin").await.ok().shows("1 hub asks to be a partner");

    leila.post_form(&format!("/admin/partners/{}/confirmation", a.hub.host), &[]).await.leads();
    turns(a, "partners").await;
    assert_eq!(state(b).await, "partners");
    for (side, other) in [(a, b), (b, a)] {
        let trusted = format!("select count(*) from hosts where policy = 'partner' and name = '{}'", other.hub.host);
        side.awaits(&trusted, 1).await;
        side.hub.peers().home.forget_judgements();
    }
    let mut world = world;
    world.follow("bela", "care").await;
    let post = world.a.share("ana", "care", "Now it goes", "Among partners.").await;
    world.b.awaits_post(&post, SOON).await;

    // One side ends it: both know, and nothing goes any more.
    omar.post_form(&format!("/admin/partners/{}/refusal", world.b.hub.host), &[]).await.leads();
    turns(&world.b, "declined").await;
    assert_eq!(state(&world.a).await, "refused");
    let bela = Pen::of(&world.b, "/people/bela").await;
    world.a.hub.peers().home.forget_judgements();
    let like = bela.activity("late", "Like", json!(post));
    assert_eq!(bela.send(&world.a, &like).await, (403, "this hub federates with listed partners only".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_is_declined_is_told_and_cannot_ask_again_and_again() {
    let (a, b) = (closed().await, closed().await);
    let (omar, leila) = (a.hub.admin("omar").await, b.hub.admin("leila").await);
    omar.post_form("/admin/partners", &[("address", &b.hub.host)]).await.leads();
    shows(&leila, "asks to be a partner").await;
    leila.post_form(&format!("/admin/partners/{}/refusal", a.hub.host), &[]).await.leads();
    turns(&a, "declined").await;
    shows(&omar, "has declined").await;
    omar.post_form("/admin/partners", &[("address", &b.hub.host)]).await.leads();
    let letters = "select count(*) from jobs where kind = 'peers.partner-letter'";
    a.awaits(letters, 0).await;
    b.awaits(WAITING, 0).await;
    assert_eq!(state(&b).await, "refused");
    // They may think again, and then both have asked.
    leila.post_form("/admin/partners", &[("address", &a.hub.host)]).await.leads();
    turns(&a, "partners").await;
    turns(&b, "partners").await;
    // There were two questions; either side ends what came of them.
    a.awaits(letters, 0).await;
    omar.post_form(&format!("/admin/partners/{}/refusal", b.hub.host), &[]).await.leads();
    turns(&b, "declined").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a14_forged_and_foreign_words_about_partnership_have_no_effect() {
    let (a, b) = (closed().await, closed().await);
    b.hub.member("bela").await;
    let us = format!("{}/actor", a.hub.base);
    let hub = Pen::of(&b, "/actor").await;
    let follow = hub.activity("f1", "Follow", json!(us));
    let forged = Pen::of(&b, "/actor").await.forged();
    assert_eq!(forged.send(&a, &follow).await.0, 401);
    // A person is no hub; an answer to what nobody asked opens nothing.
    let bela = Pen::of(&b, "/people/bela").await;
    assert_eq!(bela.send(&a, &bela.activity("f2", "Follow", json!(us))).await.0, 202);
    let nothing =
        json!({"type": "Follow", "id": format!("{}/activities/none", a.hub.base), "actor": us, "object": hub.actor});
    assert_eq!(hub.send(&a, &hub.activity("f3", "Accept", nothing)).await.0, 202);
    a.awaits(WAITING, 0).await;
    assert_eq!(state(&a).await, "");
    assert_eq!(
        count(
            &a,
            "select count(*) from memberships where follower_id in (select id from actors where host_id is not null)"
        )
        .await,
        0
    );
    assert_eq!(count(&a, "select count(*) from hosts where policy = 'partner'").await, 0);
    // Nothing but asking is heard, and asking only so often.
    let note =
        json!({"id": format!("{}/notes/1", b.hub.base), "type": "Note", "attributedTo": hub.actor, "content": "x"});
    assert_eq!(hub.send(&a, &hub.activity("f4", "Create", note)).await.0, 403);
    let mut answers = Vec::new();
    for n in 0..12 {
        answers.push(hub.send(&a, &hub.activity(&format!("again{n}"), "Follow", json!(us))).await.0);
    }
    assert_eq!(answers.last(), Some(&429), "{answers:?}");
    turns(&a, "asked").await;
    assert_eq!(count(&a, "select count(*) from partnerships").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_exchange_is_switched_off_nothing_comes_goes_or_is_shown() {
    let mut a = Side { hub: TestHub::setup().with(|config| config.federation.mode = Mode::Off).start().await };
    a.hub.work();
    let mut b = Side::start().await;
    b.hub.work();
    let (omar, ana) = (a.hub.admin("omar").await, a.hub.editor("ana").await);
    b.hub.member("bela").await;
    a.make_group("care", "public").await;
    let post = a.share("ana", "care", "Here alone", "A word.").await;
    assert_eq!(count(&a, "select count(*) from activities").await, 0, "nothing goes out");
    let bela = Pen::of(&b, "/people/bela").await;
    let like = bela.activity("1", "Like", json!(post));
    assert_eq!(bela.send(&a, &like).await, (403, "this hub does not federate".to_owned()));
    let hub = Pen::of(&b, "/actor").await;
    let follow = hub.activity("2", "Follow", json!(format!("{}/actor", a.hub.base)));
    assert_eq!(hub.send(&a, &follow).await.0, 403);
    for path in [a.path(&post).as_str(), "/groups/care", "/groups/care/outbox", "/people/ana"] {
        a.hub.get_ap(path).await.is(404);
    }
    a.hub.get(&a.path(&post)).await.ok();
    for path in ["/actor".to_owned(), format!("/.well-known/webfinger?resource=acct:care@{}", a.hub.host)] {
        a.hub.get(&path).await.is(404);
    }
    ana.get(&format!("/groups/find?q=%40bela%40{}", b.hub.host)).await.ok().shows("does not exchange with that server");
    let page = omar.get("/admin/partners").await.ok();
    page.shows("switched off");
    omar.post_form("/admin/partners", &[("address", &b.hub.host)]).await.is(422).shows("switched off");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_taken_over_line_by_line_and_handed_on() {
    let hub = TestHub::start().await;
    let (omar, editor) = (hub.admin("omar").await, hub.editor("ana").await);
    for path in ["/admin/hubs/lists", "/admin/hubs/lists/blocked.csv", "/admin/partners", "/admin/hubs"] {
        editor.get(path).await.is(404);
    }
    let list = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
        bad.example,suspend,false,false,spam,false\nquiet.example,silence,false,false,,false\n\
        b*d.example,suspend,false,false,,true\nworse.example,suspend,false,false,=1+1,false\n";
    let file =
        crate::support::Upload { field: "file", name: "blocks.csv", media_type: "text/csv", bytes: list.as_bytes() };
    let page = omar.post_multipart("/admin/hubs/lists", &[("which", "blocked")], &[file]).await.ok();
    page.shows("2 servers were taken over").shows("2 lines were left out").shows("Line 3").shows("Stars hide");
    let again = omar.post_multipart("/admin/hubs/lists", &[("which", "blocked"), ("text", list)], &[]).await.ok();
    again.shows("2 stood there already");
    omar.post_multipart("/admin/hubs/lists", &[("which", "blocked"), ("text", "\n")], &[]).await.is(422);
    // What was pasted outlives the session, and a long list is no too long one.
    let pasted = [("which", "partner"), ("text", "pasted.example")];
    let kept = hub.visitor.post_multipart("/admin/hubs/lists", &pasted, &[]).await.is(401);
    kept.shows("pasted.example</textarea>");
    omar.set_csrf("of another session");
    let back = omar.post_multipart("/admin/hubs/lists", &pasted, &[]).await.is(422);
    back.shows("pasted.example</textarea>").shows("value=\"partner\" checked").shows("Your session had ended");
    let long = format!("{}large.example\n", "# a remark\n".repeat(60_000));
    let page = omar.post_multipart("/admin/hubs/lists", &[("which", "blocked"), ("text", &long)], &[]).await.ok();
    page.shows("1 server was taken over");
    let mixed = "friend.example\nbad.example\n";
    let page = omar.post_multipart("/admin/hubs/lists", &[("which", "partner"), ("text", mixed)], &[]).await.ok();
    page.shows("1 server was taken over").shows("This server is blocked here");
    let out = omar.get("/admin/hubs/lists/blocked.csv").await.ok();
    assert!(out.header("content-type").unwrap().starts_with("text/csv"));
    assert!(out.body.contains("bad.example,suspend") && out.body.contains("worse.example,suspend"), "{}", out.body);
    assert!(!out.body.contains(",=1+1"), "no spreadsheet takes it for a formula: {}", out.body);
    let partners = omar.get("/admin/hubs/lists/partners.csv").await.ok();
    assert!(partners.body.contains("friend.example"), "{}", partners.body);
    // A block covers what lies below the name.
    let peers = hub.peers();
    let judged = peers.home.judge("sub.bad.example").await.unwrap();
    assert_eq!(judged, federation::home::Policy::Blocked);
    assert_eq!(peers.home.judge("notbad.example").await.unwrap(), federation::home::Policy::Open);
    let found = omar.get("/admin/hubs?state=blocked&q=wor").await.ok();
    found.shows("worse.example").hides("bad.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_about_a_server_is_chosen_and_shown_wherever_it_counts() {
    let hub = TestHub::start().await;
    let omar = hub.admin("omar").await;
    omar.get("/admin/hubs").await.ok().hides("value=\"partner\" checked").shows("No other server is known yet.");
    omar.post_form("/admin/hubs", &[("name", "bad.example")]).await.is(422).shows("Please choose one.");
    for (name, policy) in [("sub.bad.example", "open"), ("bad.example", "blocked"), ("friend.example", "partner")] {
        omar.post_form("/admin/hubs", &[("name", name), ("policy", policy)]).await.leads();
    }
    // A block covers what lies below the name.
    omar.get("/admin/hubs?q=sub").await.ok().shows("sub.bad.example").hides("Answers");
    omar.get("/admin/hubs/sub.bad.example").await.ok().shows("<dd dir=\"auto\">Blocked</dd>");
    omar.get("/admin/hubs?q=nothing").await.ok().shows("No server fits this.").hides("No other server is known yet.");
    omar.get("/admin/partners").await.ok().shows("friend.example").shows("partner by your decision alone");
    // Nobody asked, or somebody was faster.
    let late = omar.post_form("/admin/partners/friend.example/refusal", &[]).await;
    assert_eq!(late.leads(), "/admin/partners");
    omar.follow(late).await.ok().shows("Somebody decided about this meanwhile.").shows("flash warning");
}
