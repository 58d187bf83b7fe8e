//! What was there before: a group that is followed for the first time brings it, a thread that is known to be incomplete
//! says so and fetches the rest.

use std::time::Duration;

use crate::peers::world::{Side, World, count};
use crate::support::eventually;

const SOON: Duration = Duration::from_secs(60);

/// The page of a post from elsewhere on this hub.
async fn page_of(side: &Side, url: &str) -> String {
    let post = side.post(url).await.unwrap();
    let id = post["id"].as_str().unwrap().parse().unwrap();
    format!("/posts/{}", waypost::store::ids::to_text(id))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_follow_brings_posts_pins_and_threads_of_before() {
    let mut world = World::of_two().await;
    let ana = &world.a;
    let first = ana.share("ana", "care", "The first", "One.").await;
    let second = ana.share("ana", "care", "The second", "Two.").await;
    let reply = ana.reply("ana", &first, "An answer.").await;
    let deeper = ana.reply("ana", &reply, "An answer to that.").await;
    let pinned = ana.me("ana").await;
    let mut conn = ana.hub.read().await.unwrap();
    let row = waypost::posts::queries::by_url(&mut conn, &second).await.unwrap().unwrap();
    let group = waypost::groups::queries::by_id(&mut conn, row.group_id).await.unwrap().unwrap();
    drop(conn);
    ana.hub.write(async |tx| waypost::posts::commands::pin(tx, &row, &group, pinned.actor, true).await).await.unwrap();
    world.follow("bela", "care").await;
    for url in [&first, &second, &reply, &deeper] {
        world.b.awaits_post(url, SOON).await;
    }
    world.b.awaits(&format!("select count(*) from posts where url = '{second}' and pinned_at is not null"), 1).await;
    world.b.awaits("select count(*) from jobs where kind = 'peers.backfill'", 0).await;
    // Everything is here, so nothing is said to be missing.
    let reader = world.b.hub.member("nadia").await;
    reader.get(&page_of(&world.b, &first).await).await.ok().shows("An answer to that.").hides("Replies here:");
    let group = format!("/groups/care@{}", world.a.hub.host);
    eventually("when the group was last heard", SOON, async || {
        let said = reader.get(&group).await.ok().body.matches("Last heard from").count();
        assert!(said < 2, "it is said twice");
        (said == 1).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incomplete_thread_says_so_and_a_member_fetches_the_rest() {
    let world = World::of_two().await;
    let post = world.a.share("ana", "care", "A question", "What is it?").await;
    let answer = world.a.reply("ana", &post, "It is this.").await;
    world.a.reply("ana", &post, "Or rather that.").await;
    let below = world.a.reply("ana", &answer, "I doubt it.").await;
    world.b.look_up(&post).await;
    let reader = world.b.hub.member("nadia").await;
    let page = page_of(&world.b, &post).await;
    let visitor = world.b.hub.get(&page).await.ok();
    visitor.shows("Replies here: 0 of 2.").hides("Fetch the rest");
    reader.get(&page).await.ok().shows("Replies here: 0 of 2.").shows("Fetch the rest");
    assert!(world.b.hub.visitor.post_form(&format!("{page}/completion"), &[]).await.leads().starts_with("/sign-in"));
    assert_eq!(count(&world.b, "select count(*) from jobs where kind = 'peers.fetch-thread'").await, 0);

    let asked = reader.post_form(&format!("{page}/completion"), &[]).await;
    reader.follow(asked).await.ok().shows("asking the other server");
    world.b.awaits_post(&below, SOON).await;
    eventually("the whole thread", SOON, async || {
        let shown = reader.get(&page).await.ok();
        let whole = ["It is this.", "Or rather that.", "I doubt it."].iter().all(|words| shown.has(words));
        (whole && !shown.has("Replies here:")).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn b23_asking_for_threads_has_a_limit_and_a_server_that_is_away_is_said_to_be() {
    let mut world = World::of_two().await;
    let post = world.a.share("ana", "care", "A question", "What is it?").await;
    world.a.reply("ana", &post, "It is this.").await;
    world.b.look_up(&post).await;
    let page = page_of(&world.b, &post).await;
    let reader = world.b.hub.member("nadia").await;
    world.a.hub.cut();
    reader.post_form(&format!("{page}/completion"), &[]).await.leads();
    world.b.awaits("select count(*) from jobs where kind = 'peers.fetch-thread'", 0).await;
    reader.get(&page).await.ok().shows("Replies here: 0 of 1.");
    for _ in 0..19 {
        reader.post_form(&format!("{page}/completion"), &[]).await.leads();
    }
    let often = reader.post_form(&format!("{page}/completion"), &[]).await;
    reader.follow(often).await.ok().shows("many threads");
    // A thread of ours has nothing to fetch.
    let own = world.b.hub.editor("ana").await;
    world.b.make_group("here", "public").await;
    let ours = world.b.share("ana", "here", "Ours", "Words.").await;
    own.post_form(&format!("{}/completion", world.b.path(&ours)), &[]).await.is(404);
}
