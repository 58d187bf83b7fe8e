//! Everything that a hub emits passes the acceptance rules of eight other kinds of software.

use std::process::Command;

use serde_json::Value;

use crate::peers::world::World;
use crate::support::shared;

#[tokio::test(flavor = "multi_thread")]
async fn what_we_emit_is_accepted_by_eight_kinds_of_peers() {
    let Some(checker) = shared("wire/check_wire.py") else { return };
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    let post = world.a.share("ana", "care", "A question", "What is **it**? <https://example.org/>").await;
    world.b.awaits_post(&post, std::time::Duration::from_secs(10)).await;
    let reply = world.b.reply("bela", &post, "This.").await;
    world.a.awaits_post(&reply, std::time::Duration::from_secs(10)).await;
    world.b.like("bela", &post, true).await;
    world.a.awaits("select count(*) from reactions", 1).await;
    world.a.edit("ana", &post, "What was it?").await;

    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    let mut keep = |name: String, body: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, body).unwrap();
        files.push(path);
    };
    for (side, hub) in [("a", &world.a), ("b", &world.b)] {
        let client = hub.hub.database.client().await;
        for (n, row) in client.query("select body from activities order by seq", &[]).await.unwrap().iter().enumerate()
        {
            keep(format!("{side}-{n}.json"), row.get(0));
        }
    }
    for (name, path) in [("group", "/groups/care".to_owned()), ("post", world.a.path(&post))] {
        keep(format!("{name}.json"), &world.a.hub.get_ap(&path).await.ok().body);
    }
    let kinds: Vec<String> = files
        .iter()
        .map(|path| serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()).unwrap()["type"].to_string())
        .collect();
    for kind in ["Create", "Announce", "Accept", "Follow", "Like", "Update", "Group", "Page"] {
        assert!(kinds.contains(&format!("\"{kind}\"")), "{kind} is missing in {kinds:?}");
    }
    let checked = Command::new("python3").arg(checker).args(&files).output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{said}{}", String::from_utf8_lossy(&checked.stderr));
}
