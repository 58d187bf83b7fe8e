//! Cut off in the middle: what was acknowledged is kept, what was shared arrives, and nothing twice.

use std::time::Duration;

use crate::peers::world::{World, count};
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
