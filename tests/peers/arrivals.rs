//! What arrives together is applied together, and comes to what it would have come to one by one.

use serde_json::{Value, json};

use crate::peers::forged::{Sender, nothing_waits};
use crate::peers::world::{World, count};

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

fn note(sender: &Sender, world: &World, id: &str, answers: Option<&str>) -> Value {
    json!({
        "id": format!("{}/notes/{id}", sender.base), "type": "Note", "attributedTo": sender.actor, "inReplyTo": answers,
        "content": format!("<p>Note {id}</p>"), "to": [PUBLIC], "cc": [world.a.group("care")],
        "published": "2026-01-01T00:00:00Z",
    })
}

fn create(sender: &Sender, id: &str, note: Value) -> Value {
    sender.activity(&format!("create-{id}"), "Create", note)
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_come_to_what_each_would_come_to_alone() {
    let mut world = World::of_two().await;
    let sender = Sender::of(&world).await;
    let open = world.a.share("ana", "care", "Open", "Words.").await;
    let locked = world.a.share("ana", "care", "Locked", "Words.").await;
    let admin = world.a.hub.database.client().await;
    admin.execute("update posts set locked_at = now() where url = $1", &[&locked]).await.unwrap();
    let buried = format!("{}/notes/buried", sender.base);
    admin.execute("insert into tombstones (url, buried_at) values ($1, now())", &[&buried]).await.unwrap();

    // All of it lies there before anybody looks.
    world.a.hub.cut();
    world.a.hub.open();
    let mut sent: Vec<Value> = (0..12)
        .map(|n| create(&sender, &format!("answer-{n}"), note(&sender, &world, &format!("answer-{n}"), Some(&open))))
        .collect();
    sent.push(create(&sender, "root", note(&sender, &world, "root", None)));
    sent.push(create(&sender, "locked", note(&sender, &world, "locked", Some(&locked))));
    sent.push(create(&sender, "buried", note(&sender, &world, "buried", Some(&open))));
    sent.push(create(&sender, "answer-0", note(&sender, &world, "answer-0", Some(&open))));
    sent.push(create(
        &sender,
        "below",
        note(&sender, &world, "below", Some(&format!("{}/notes/answer-1", sender.base))),
    ));
    for activity in &sent {
        assert_eq!(sender.send(activity).await, 202, "{activity}");
    }
    world.a.hub.work();
    nothing_waits(&world).await;

    assert_eq!(count(&world.a, "select count(*) from posts where not local and parent_id is not null").await, 13);
    assert_eq!(count(&world.a, "select count(*) from posts where not local and parent_id is null").await, 1);
    let below = format!("select count(*) from posts where url = '{}/notes/below' and depth = 2", sender.base);
    assert_eq!(count(&world.a, &below).await, 1);
    assert_eq!(count(&world.a, "select count(*) from journal where verb = 'replied'").await, 13);
    assert_eq!(
        count(&world.a, "select count(*) from activities where kind = 'Announce' and form = 'a1'").await,
        2 + 14
    );
    // Refused for good, with its reason, and not remembered: what was wrong may be righted.
    assert_eq!(count(&world.a, "select count(*) from inbox where failed_at is not null").await, 1);
    let burnt = format!("select count(*) from received where url = '{}/activities/create-locked'", sender.base);
    assert_eq!(count(&world.a, &burnt).await, 0);
    world
        .a
        .awaits(
            &format!(
                "select replies::bigint from post_counts c join posts p on p.id = c.post_id where p.url = '{open}'"
            ),
            13,
        )
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_silent_server_holds_up_nothing_else() {
    let world = World::of_two().await;
    let sender = Sender::of(&world).await;
    let post = world.a.share("ana", "care", "Mine", "Words.").await;
    // It takes connections and never says a word.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nowhere = format!("http://localhost:{}/notes/1", silent.local_addr().unwrap().port());
    for n in 0..4 {
        let id = format!("orphan-{n}");
        assert_eq!(sender.send(&create(&sender, &id, note(&sender, &world, &id, Some(&nowhere)))).await, 202);
    }
    let began = std::time::Instant::now();
    assert_eq!(sender.send(&sender.activity("like", "Like", json!(post))).await, 202);
    world.a.awaits("select count(*) from reactions", 1).await;
    assert_eq!(count(&world.a, "select count(*) from inbox where failed_at is null").await, 4, "they still wait");
    assert!(began.elapsed() < std::time::Duration::from_secs(9), "it waited for the silent server");
}
