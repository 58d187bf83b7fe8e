//! A hub that is restored from an old backup into another database cluster (promise R19): no id is used again, what the
//! backup had not delivered goes out, what was missed comes in, and hubs go on with each other.

use std::time::Duration;

use crate::peers::world::{Side, World, count};

const SOON: Duration = Duration::from_secs(60);

/// The other cluster counts its transactions from lower down: the same as if the backup's had come from higher up.
const ANOTHER_CLUSTER: &str = "\
    update journal set xid = xid + 1000000000; update activities set xid = xid + 1000000000; \
    update readers set xid = xid + 1000000000 where xid > 0; \
    update hosts set cursor_xid = cursor_xid + 1000000000 where cursor_xid > 0; \
    update settings set value = to_jsonb(now() - interval '1 day') where key = 'last-alive'; \
    delete from leases";

async fn ids(side: &Side) -> Vec<String> {
    let client = side.hub.database.client().await;
    let query = "select url from activities union select url from posts where local";
    client.query(query, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn r19_a_hub_restored_from_an_old_backup_converges_with_its_peers() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    world.b.hub.editor("ana").await;
    world.b.make_group("north", "public").await;
    world.a.look_up(&format!("!north@{}", world.b.hub.host)).await;
    world.a.join("ana", &world.b.group("north")).await;
    world.a.awaits("select count(*) from memberships m join actors g on g.id = m.followed_id \
        join actors f on f.id = m.follower_id where g.host_id is not null and f.host_id is null and m.state = 'accepted'", 1).await;
    let before = world.a.share("ana", "care", "Before", "Words.").await;
    world.b.awaits_post(&before, SOON).await;
    world.a.hub.tick().await;

    // Not delivered when the backup is made.
    world.b.hub.cut();
    let late = world.a.share("ana", "care", "Late", "Words.").await;
    world.a.hub.cut();
    let backup = world.a.hub.database.copy().await;
    world.a.hub.open();
    world.a.hub.work();
    world.b.hub.open();
    world.b.hub.work();
    world.a.try_again(&world.b).await;
    let lost = world.a.share("ana", "care", "Lost to the backup", "Words.").await;
    world.b.awaits_post(&lost, SOON).await;
    world.b.awaits_post(&late, SOON).await;
    let missed = world.b.share("ana", "north", "Missed", "Words.").await;
    world.a.awaits_post(&missed, SOON).await;
    let used = ids(&world.a).await;

    world.a.hub.cut();
    world.a.hub.database.replace_by(&backup).await;
    world.a.hub.database.client().await.batch_execute(ANOTHER_CLUSTER).await.unwrap();
    let kept = ids(&world.a).await;
    world.a.hub.open();
    world.a.hub.work();
    assert!(world.a.post(&lost).await.is_none() && world.a.post(&missed).await.is_none(), "it is the old state");
    // What happened elsewhere meanwhile comes, although nobody sends it again.
    world.a.awaits_post(&missed, SOON).await;
    // New things get ids of their own, and go out.
    let after = world.a.share("ana", "care", "After", "Words.").await;
    world.a.try_again(&world.b).await;
    world.b.awaits_post(&after, SOON).await;
    let reply = world.b.reply("bela", &before, "An answer.").await;
    world.a.awaits_post(&reply, SOON).await;
    world.b.awaits(&format!("select count(*) from posts where url = '{reply}' and announced_at is not null"), 1).await;
    let fresh: Vec<String> = ids(&world.a).await.into_iter().filter(|id| !kept.contains(id)).collect();
    assert!(fresh.iter().all(|id| !used.contains(id)), "an id was used twice");
    // What the backup held as not delivered was delivered again, and did nothing twice.
    world.a.settled().await;
    for post in [&before, &late, &lost, &after] {
        assert_eq!(count(&world.b, &format!("select count(*) from posts where url = '{post}'")).await, 1);
    }
    let doubled =
        "select count(*) from (select 1 from journal where verb = 'shared' group by post_id having count(*) > 1) d";
    assert_eq!(count(&world.b, doubled).await, 0);
}
