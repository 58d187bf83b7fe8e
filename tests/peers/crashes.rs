//! Cut off in the middle: what was acknowledged is kept, what was shared arrives, and nothing twice.

use std::time::Duration;

use crate::peers::world::{Side, WAITING, World, count};
use crate::support::eventually;

const LONG: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn r03_a_sender_that_is_killed_loses_and_doubles_nothing() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    let mut shared = Vec::new();
    for round in 0..4 {
        for n in 0..6 {
            shared.push(world.a.share("ana", "care", &format!("Post {round}-{n}"), "Words.").await);
        }
        world.a.hub.crash();
    }
    arrived(&world, shared.len()).await;
    assert_eq!(count(&world.b, "select count(*) from journal where verb = 'shared'").await, shared.len() as i64);
}

#[tokio::test(flavor = "multi_thread")]
async fn r03_a_receiver_that_is_killed_loses_and_doubles_nothing() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    let mut shared = 0;
    for round in 0..3 {
        for n in 0..6 {
            world.a.share("ana", "care", &format!("Post {round}-{n}"), "Words.").await;
            shared += 1;
        }
        world.b.hub.crash();
        world.a.try_again(&world.b).await;
    }
    eventually("all arrive", LONG, async || {
        // What was under way when the other side was cut waits for its next try.
        world.a.try_again(&world.b).await;
        (count(&world.b, "select count(*) from posts where parent_id is null").await == shared).then_some(())
    })
    .await;
    assert_eq!(count(&world.b, "select count(*) from journal where verb = 'shared'").await, shared);
    assert_eq!(count(&world.b, "select count(*) from inbox where failed_at is not null").await, 0);
}

async fn arrived(world: &World, wanted: usize) {
    eventually("all arrive", LONG, async || {
        (count(&world.b, "select count(*) from posts where parent_id is null").await == wanted as i64).then_some(())
    })
    .await;
}

/// The database dawdles between an insert and the commit, and the process is killed there.
async fn dawdle(side: &Side, table: &str) {
    side.hub
        .database
        .client()
        .await
        .batch_execute(&format!(
            "create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(3); return null; end $$; \
             create constraint trigger dawdle after insert on {table} deferrable initially deferred \
             for each row execute function dawdle()"
        ))
        .await
        .unwrap();
}

/// Waits until a transaction stands in its commit.
async fn dawdles(side: &Side) {
    eventually("a commit that dawdles", LONG, async || {
        let query =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";
        (count(side, query).await > 0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r02_a_crash_between_the_effects_and_the_commit_leaves_neither_post_nor_activity() {
    let mut world = World::of_two().await;
    dawdle(&world.a, "activities").await;
    let draft = world.a.draft("ana", "care", "Half done", "Words.").await;
    {
        let hub = &world.a.hub;
        let share = hub.write(async |tx| waypost::posts::commands::share(tx, &draft).await);
        tokio::select! {
            done = share => panic!("it was not cut off: {done:?}"),
            () = dawdles(&world.a) => {}
        }
    }
    world.a.hub.crash();
    let rest = "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";
    world.a.awaits(rest, 0).await;
    let posts = count(&world.a, "select count(*) from posts").await;
    let told = count(&world.a, "select count(*) from activities where kind = 'Create'").await;
    let noted = count(&world.a, "select count(*) from journal where verb = 'shared'").await;
    // PostgreSQL may have finished the commit that was under way: then all of it is there.
    assert!(posts == told.min(1) && posts == noted, "{posts} posts, {told} activities, {noted} entries");
    world.a.hub.database.client().await.batch_execute("drop trigger dawdle on activities").await.unwrap();
    let next = world.a.share("ana", "care", "Whole", "Words.").await;
    assert!(world.a.post(&next).await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn r02_an_outbox_that_cannot_be_written_leaves_no_post() {
    let world = World::of_two().await;
    let broken = "alter table activities add constraint broken check (body not like '%Unsayable%')";
    world.a.hub.database.client().await.batch_execute(broken).await.unwrap();
    let draft = world.a.draft("ana", "care", "Unsayable", "Words.").await;
    let shared = world.a.hub.write(async |tx| waypost::posts::commands::share(tx, &draft).await).await;
    assert!(shared.is_err());
    for query in ["select count(*) from posts", "select count(*) from journal where verb = 'shared'"] {
        assert_eq!(count(&world.a, query).await, 0, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r03_a_crash_while_an_activity_is_applied_applies_it_once() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    dawdle(&world.b, "posts").await;
    let post = world.a.share("ana", "care", "Late", "Words.").await;
    dawdles(&world.b).await;
    world.b.hub.crash();
    world.b.hub.database.client().await.batch_execute("drop trigger dawdle on posts").await.unwrap();
    world.b.awaits_post(&post, LONG).await;
    world.b.awaits(WAITING, 0).await;
    assert_eq!(count(&world.b, "select count(*) from journal where verb = 'shared'").await, 1);
    assert_eq!(count(&world.b, "select count(*) from inbox").await, 0);
}
