//! Keeping order across servers: bans, reports, moves, deletions; and who has no say. Names carry the rows of attacks.md.

use std::time::Duration;

use serde_json::{Value, json};
use waypost::actors::hosts;
use waypost::groups;
use waypost::moderation::{BanDraft, bans, commands, queries};
use waypost::posts;
use waypost::store::Error;

use crate::peers::stranger::{PUBLIC, Stranger};
use crate::peers::world::{Side, WAITING, World, count};

const SOON: Duration = Duration::from_secs(40);

async fn ban(side: &Side, who: &str, group: &str, whom: &str, remove_content: bool) -> Result<(), Error> {
    let (me, whom) = (side.me(who).await, side.actor(whom).await.id);
    let group = group_of(side, group).await;
    let draft = BanDraft { whom, reason: "Advertising".to_owned(), until: None, remove_content };
    side.hub.write(async |tx| bans::ban(tx, &group, me.actor, &draft).await).await
}

async fn group_of(side: &Side, url: &str) -> groups::Group {
    groups::queries::by_url(&mut side.hub.read().await.unwrap(), url).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_goes_to_other_hubs_takes_the_words_along_and_ends_there_too() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    let group = world.a.group("care");
    let post = world.a.share("ana", "care", "A question", "What is it?").await;
    world.b.awaits_post(&post, SOON).await;
    let reply = world.b.reply("bela", &post, "Buy this.").await;
    world.a.awaits_post(&reply, SOON).await;

    let bela = format!("{}/people/bela", world.b.hub.base);
    ban(&world.a, "ana", &group, &bela, true).await.unwrap();
    let removed = format!(
        "select count(*) from posts where url = '{reply}' and (removed_at is not null or removed_there_at is not null)"
    );
    assert_eq!(count(&world.a, &removed).await, 1);
    world.b.awaits("select count(*) from bans where lifted_at is null and reason = 'Advertising'", 1).await;
    world.b.awaits(&removed, 1).await;
    // She is told by her own hub, in her own language.
    let draft = world.b.draft_for_group("bela", &group, "Again", "Buy that.").await;
    let refused = world.b.hub.write(async |tx| posts::commands::share(tx, &draft).await).await;
    assert!(matches!(refused, Err(Error::Forbidden("banned"))), "{refused:?}");
    world.b.awaits("select count(*) from notices where kind = 'banned'", 1).await;

    let (me, whom) = (world.a.me("ana").await, world.a.actor(&bela).await.id);
    let row = group_of(&world.a, &group).await;
    world.a.hub.write(async |tx| bans::lift(tx, &row, me.actor, whom).await).await.unwrap();
    world.b.awaits("select count(*) from bans where lifted_at is null", 0).await;
    world.b.hub.write(async |tx| posts::commands::share(tx, &draft).await).await.unwrap();
    assert_eq!(count(&world.a, "select count(*) from journal where verb in ('banned', 'unbanned')").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_banned_actor_sends_has_no_effect() {
    let world = World::of_two().await;
    let (there, group) = (Stranger::start().await, world.a.group("care"));
    let eve = there.person("eve", json!({}));
    let post = world.a.share("ana", "care", "A question", "What is it?").await;
    let note = there.note("1", &eve, &post, &group);
    there.tell(&world.a, &there.activity("c1", &eve, "Create", note.clone())).await;
    assert_eq!(count(&world.a, "select count(*) from posts where not local").await, 1);
    ban(&world.a, "ana", &group, &eve, false).await.unwrap();
    there.tell(&world.a, &there.activity("c2", &eve, "Create", there.note("2", &eve, &post, &group))).await;
    there.tell(&world.a, &there.activity("l1", &eve, "Like", json!(post))).await;
    let mut edited = note;
    edited["content"] = json!("<p>Advertising.</p>");
    edited["updated"] = json!("2026-02-01T00:00:00Z");
    there.tell(&world.a, &there.activity("u1", &eve, "Update", edited)).await;
    there.tell(&world.a, &there.activity("f1", &eve, "Follow", json!(group))).await;
    there.hears("Reject").await;
    assert_eq!(count(&world.a, "select count(*) from posts where not local").await, 1);
    assert_eq!(count(&world.a, "select count(*) from posts where body_html like '%Advertising%'").await, 0);
    assert_eq!(count(&world.a, "select count(*) from reactions").await, 0);
}

/// Whoever has no office in the group, wherever it is from, changes nothing there; who has one changes that group alone,
/// and every change is written down.
#[tokio::test(flavor = "multi_thread")]
async fn a12_only_moderators_of_the_group_itself_keep_order_in_it() {
    let world = World::of_two().await;
    world.a.make_group("other", "public").await;
    let there = Stranger::start().await;
    let (eve, mod_) = (there.person("eve", json!({})), there.person("mod", json!({})));
    let (care, other) = (world.a.group("care"), world.a.group("other"));
    let post = world.a.share("ana", "care", "A question", "What is it?").await;
    let elsewhere = world.a.share("ana", "other", "Another", "Where?").await;
    // mod keeps order in care, by our own rows.
    there.follow(&world.a, &mod_, &care).await;
    let (me, whom, group) = (world.a.me("ana").await, world.a.actor(&mod_).await.id, group_of(&world.a, &care).await);
    world.a.hub.write(async |tx| groups::commands::appoint(tx, &group, &me, whom, true).await).await.unwrap();
    let ana = format!("{}/people/ana", world.a.hub.base);
    let block = |id: &str, by: &str, group: &str| {
        let mut block = there.activity(id, by, "Block", json!(eve));
        block["target"] = json!(group);
        block["summary"] = json!("spam");
        block
    };
    let collect = |id: &str, by: &str, kind: &str, object: &str, target: String| {
        let mut activity = there.activity(id, by, kind, json!(object));
        activity["target"] = json!(target);
        activity
    };
    let remove = |id: &str, by: &str, object: &str| {
        let mut delete = there.activity(id, by, "Delete", json!(object));
        delete["summary"] = json!("off topic");
        delete
    };
    let journal = "select count(*) from journal where verb in \
        ('removed', 'locked', 'pinned', 'banned', 'moderator-added', 'moderator-removed')";
    let before = count(&world.a, journal).await;
    for (n, (by, object, group)) in
        [(&eve, &post, &care), (&eve, &elsewhere, &other), (&mod_, &elsewhere, &other)].into_iter().enumerate()
    {
        for activity in [
            remove(&format!("d{n}"), by, object),
            there.activity(&format!("lock{n}"), by, "Lock", json!(object)),
            collect(&format!("pin{n}"), by, "Add", object, format!("{group}/featured")),
            collect(&format!("add{n}"), by, "Add", by, format!("{group}/moderators")),
            collect(&format!("out{n}"), by, "Remove", &ana, format!("{group}/moderators")),
            block(&format!("ban{n}"), by, group),
        ] {
            there.tell(&world.a, &activity).await;
        }
    }
    // The one who was there first is not put out by who came later.
    there.tell(&world.a, &collect("up", &mod_, "Remove", &ana, format!("{care}/moderators"))).await;
    assert_eq!(count(&world.a, journal).await, before);
    assert_eq!(count(&world.a, "select count(*) from bans").await, 0);
    // Within the office everything is done, and each leaves its line.
    there.tell(&world.a, &there.activity("lock", &mod_, "Lock", json!(post))).await;
    there.tell(&world.a, &collect("pin", &mod_, "Add", &post, format!("{care}/featured"))).await;
    there.tell(&world.a, &block("ban", &mod_, &care)).await;
    there.tell(&world.a, &remove("d", &mod_, &post)).await;
    assert_eq!(count(&world.a, journal).await, before + 4);
    let done = world.a.post(&post).await.unwrap();
    assert!(!done["locked_at"].is_null() && !done["pinned_at"].is_null() && !done["removed_at"].is_null(), "{done}");
    assert_eq!(count(&world.a, "select count(*) from bans where lifted_at is null").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a16_nobody_but_its_author_says_whom_a_post_is_for() {
    let world = World::of_two().await;
    world.a.make_group("closed", "members").await;
    let there = Stranger::start().await;
    let eve = there.person("eve", json!({}));
    let secret = world.a.share("ana", "closed", "Among us", "A secret.").await;
    let ana = format!("{}/people/ana", world.a.hub.base);
    let claimed = |author: &str| {
        json!({
            "id": secret, "type": "Page", "attributedTo": author, "name": "Among us", "content": "<p>A secret.</p>",
            "to": [PUBLIC, eve], "cc": [world.a.group("care")], "audience": world.a.group("care"),
            "updated": "2030-01-01T00:00:00Z",
        })
    };
    let before = world.a.post(&secret).await.unwrap();
    for (n, (kind, author)) in
        [("Create", &eve), ("Update", &eve), ("Update", &ana), ("Create", &ana)].iter().enumerate()
    {
        there.tell(&world.a, &there.activity(&format!("x{n}"), &eve, kind, claimed(author))).await;
    }
    there.tell(&world.a, &there.activity("boost", &eve, "Announce", json!(secret))).await;
    assert_eq!(world.a.post(&secret).await.unwrap(), before);
    world.a.hub.get_ap(&world.a.path(&secret)).await.is(404);
    assert_eq!(
        count(&world.a, "select count(*) from activities where body like '%A secret%' and body like '%#Public%'").await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a17_an_actor_moves_only_when_both_addresses_say_so() {
    let world = World::of_two().await;
    let there = Stranger::start().await;
    let (old, new) = (there.person("old", json!({})), there.person("new", json!({})));
    world.b.look_up(&old).await;
    let (me, followed) = (world.b.me("bela").await, world.b.actor(&old).await);
    world.b.hub.write(async |tx| groups::commands::ask_to_follow(tx, &followed, me.actor).await).await.unwrap();
    let asked = there.hears("Follow").await;
    there.tell(&world.b, &there.activity("acc", &old, "Accept", asked)).await;
    let moved = |id: &str, by: &str| {
        let mut moved = there.activity(id, by, "Move", json!(old));
        moved["target"] = json!(new);
        moved
    };
    let follows = |url: &str| {
        format!("select count(*) from memberships m join actors a on a.id = m.followed_id where a.url = '{url}'")
    };
    // The new one does not know the old one; then it does, but it alone says so.
    there.tell(&world.b, &moved("m1", &old)).await;
    there.person("new", json!({"alsoKnownAs": [old]}));
    there.tell(&world.b, &moved("m2", &new)).await;
    there.tell(&world.b, &moved("m3", &there.person("eve", json!({})))).await;
    assert_eq!((count(&world.b, &follows(&old)).await, count(&world.b, &follows(&new)).await), (1, 0));
    // Both say so.
    there.tell(&world.b, &moved("m4", &old)).await;
    assert_eq!((count(&world.b, &follows(&old)).await, count(&world.b, &follows(&new)).await), (0, 1));
    world.b.awaits("select count(*) from notices where kind = 'moved'", 1).await;
    crate::support::eventually("the new Follow", SOON, async || {
        there.heard("Follow").iter().any(|follow| follow["object"] == new.as_str()).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a17_members_of_a_group_that_moves_are_told_and_not_moved() {
    let world = World::of_two().await;
    let there = Stranger::start().await;
    let old = there.actor("old", "Group", json!({}));
    let new = there.actor("new", "Group", json!({"alsoKnownAs": [old]}));
    world.b.look_up(&old).await;
    world.b.join("bela", &old).await;
    there.hears("Follow").await;
    let mut moved = there.activity("m", &old, "Move", json!(old));
    moved["target"] = json!(new);
    there.tell(&world.b, &moved).await;
    world.b.awaits("select count(*) from notices where kind = 'group-moved'", 1).await;
    let there_now =
        format!("select count(*) from memberships m join actors a on a.id = m.followed_id where a.url = '{new}'");
    assert_eq!(count(&world.b, &there_now).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a22_what_a_blocked_server_wrote_does_not_come_by_another_way() {
    let world = World::of_two().await;
    let (blocked, carrier) = (Stranger::start().await, Stranger::start().await);
    let eve = blocked.person("eve", json!({}));
    let group = carrier.actor("group", "Group", json!({}));
    world.b.look_up(&group).await;
    // Known before it was blocked.
    world.b.look_up(&eve).await;
    world.b.join("bela", &group).await;
    let asked = carrier.hears("Follow").await;
    carrier.tell(&world.b, &carrier.activity("acc", &group, "Accept", asked)).await;
    let page = json!({
        "id": carrier.at("p/1"), "type": "Page", "attributedTo": group, "name": "Fine", "content": "<p>x</p>",
        "to": [group, PUBLIC], "audience": group, "published": "2026-01-01T00:00:00Z",
    });
    let fine = carrier.put(page);
    carrier.tell(&world.b, &carrier.activity("b1", &group, "Announce", json!(fine))).await;
    world.b.awaits_post(&fine, SOON).await;
    let me = world.b.me("bela").await;
    let host = blocked.host.clone();
    world.b.hub.write(async |tx| hosts::judge(tx, &host, hosts::Policy::Blocked, "", me.actor).await).await.unwrap();
    world.b.hub.peers().home.forget_judgements();
    let mut note = blocked.note("1", &eve, &fine, &group);
    note["name"] = json!("Forbidden");
    let note_id = blocked.put(note.clone());
    let create = blocked.activity("c1", &eve, "Create", note);
    let like = blocked.activity("l1", &eve, "Like", json!(fine));
    carrier.tell(&world.b, &carrier.activity("b2", &group, "Announce", json!(note_id))).await;
    carrier.tell(&world.b, &carrier.activity("b3", &group, "Announce", create)).await;
    carrier.tell(&world.b, &carrier.activity("b4", &group, "Announce", like)).await;
    assert_eq!(count(&world.b, "select count(*) from posts").await, 1);
    assert_eq!(count(&world.b, "select count(*) from reactions").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a23_a_key_that_was_known_opens_nothing_once_its_owner_is_blocked_or_gone() {
    let world = World::of_two().await;
    let there = Stranger::start().await;
    let (eve, gone) = (there.person("eve", json!({})), there.person("gone", json!({})));
    let post = world.a.share("ana", "care", "A question", "What is it?").await;
    for (n, by) in [&eve, &gone].iter().enumerate() {
        there.tell(&world.a, &there.activity(&format!("l{n}"), by, "Like", json!(post))).await;
    }
    assert_eq!(count(&world.a, "select count(*) from reactions").await, 2);
    there.tell(&world.a, &there.activity("d", &gone, "Delete", json!(gone))).await;
    world.a.awaits("select count(*) from reactions", 1).await;
    let note = there.note("1", &gone, &post, &world.a.group("care"));
    there.tell(&world.a, &there.activity("c", &gone, "Create", note)).await;
    assert_eq!(count(&world.a, "select count(*) from posts").await, 1);
    // What was accepted at the door and not worked off when the block came has no effect either.
    let me = world.a.me("ana").await;
    let host = there.host.clone();
    world.a.hub.write(async |tx| hosts::judge(tx, &host, hosts::Policy::Blocked, "", me.actor).await).await.unwrap();
    world.a.hub.peers().home.forget_judgements();
    assert_eq!(there.send(&world.a, &there.activity("l9", &eve, "Dislike", json!(post))).await, 403);
    let waiting = there.activity("l10", &eve, "Dislike", json!(post)).to_string();
    let client = world.a.hub.database.client().await;
    let put = "insert into inbox (url, kind, actor_url, host, object_key, body, received_at, run_at) \
        values ($1, 'Dislike', $2, $3, $1, $4, now(), now())";
    client.execute(put, &[&there.at("activities/l10"), &eve, &there.host, &waiting]).await.unwrap();
    world.a.awaits(WAITING, 0).await;
    assert_eq!(count(&world.a, "select count(*) from reactions").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_of_the_authors_server_takes_a_post_down_and_any_neighbour_does_not() {
    let world = World::of_two().await;
    let there = Stranger::start().await;
    let (eve, admin) = (there.person("eve", json!({})), there.person("admin", json!({})));
    let post = world.a.share("ana", "care", "A question", "What is it?").await;
    let note = there.note("1", &eve, &post, &world.a.group("care"));
    let id = there.put(note.clone());
    there.tell(&world.a, &there.activity("c", &eve, "Create", note.clone())).await;
    let mut delete = there.activity("d1", &admin, "Delete", json!(id));
    delete["summary"] = json!("against our rules");
    there.tell(&world.a, &delete).await;
    let there_removed = "select count(*) from posts where removed_there_at is not null";
    assert_eq!(count(&world.a, there_removed).await, 0, "it is still there at its origin");
    there.bury(&id);
    delete["id"] = json!(there.at("activities/d2"));
    there.tell(&world.a, &delete).await;
    assert_eq!(count(&world.a, there_removed).await, 1);
    there.put(note);
    let undo = there.activity("u", &admin, "Undo", delete);
    there.tell(&world.a, &undo).await;
    assert_eq!(count(&world.a, there_removed).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn c23_reports_of_other_servers_come_to_the_moderators_merged_and_bounded() {
    let world = World::of_two().await;
    let there = Stranger::start().await;
    // Mastodon reports as the server, Lemmy as a person.
    let (instance, lena) = (there.actor("instance", "Application", json!({})), there.person("lena", json!({})));
    let ana = format!("{}/people/ana", world.a.hub.base);
    let post = world.a.share("ana", "care", "A question", "What is it?").await;
    world.a.make_group("inside", "hub").await;
    let inside = world.a.share("ana", "inside", "Among us", "A secret.").await;
    let flag = |id: &str, by: &str, object: Value, content: &str| {
        let mut flag = there.activity(id, by, "Flag", object);
        flag["to"] = json!([world.a.group("care")]);
        flag["content"] = json!(content);
        flag
    };
    there.tell(&world.a, &flag("f1", &instance, json!([ana, post]), "It is rude")).await;
    let mut lemmy = flag("f2", &lena, json!(post), "");
    lemmy["content"] = Value::Null;
    lemmy["summary"] = json!("Rude indeed");
    there.tell(&world.a, &lemmy).await;
    // What its sender cannot see is not confirmed to it, nor reported.
    there.tell(&world.a, &flag("f3", &instance, json!([inside]), "guess")).await;
    assert_eq!(count(&world.a, "select count(*) from reports").await, 1, "one host, one post: one report");
    let me = world.a.me("ana").await;
    let cases = queries::list_open(&mut world.a.hub.read().await.unwrap(), &me, 0).await.unwrap();
    assert_eq!((cases.len(), cases[0].hosts.as_slice()), (1, [there.host.clone()].as_slice()));
    assert_eq!(cases[0].reasons, ["It is rude"]);
    world.a.awaits("select count(*) from notices where kind = 'report'", 1).await;
    assert_eq!(
        count(&world.a, "select count(*) from activities where kind = 'Announce' and body like '%Flag%'").await,
        0
    );
    for n in 0..40 {
        let post = world.a.share("ana", "care", &format!("Number {n}"), "Text.").await;
        there.tell(&world.a, &flag(&format!("flood{n}"), &instance, json!([post]), "all of it")).await;
    }
    assert_eq!(count(&world.a, "select count(*) from reports").await, 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_members_report_goes_to_the_groups_server_without_the_members_name() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    let post = world.a.share("ana", "care", "A question", "What is it?").await;
    world.b.awaits_post(&post, SOON).await;
    let me = world.b.me("bela").await;
    let seen = {
        let viewer = waypost::accounts::Viewer::Member(me.clone());
        let mut conn = world.b.hub.read().await.unwrap();
        let id = posts::queries::by_url(&mut conn, &post).await.unwrap().unwrap().id;
        posts::queries::seen(&mut conn, &viewer, id).await.unwrap().unwrap()
    };
    for _ in 0..2 {
        world.b.hub.write(async |tx| commands::report(tx, &me, &seen, "It is rude").await).await.unwrap();
    }
    world.a.awaits("select count(*) from reports where reason = 'It is rude' and host_id is not null", 1).await;
    let flags = "select count(*) from activities where kind = 'Flag'";
    assert_eq!(count(&world.b, flags).await, 1);
    assert_eq!(count(&world.b, &format!("{flags} and body like '%bela%'")).await, 0);
    assert_eq!(count(&world.b, &format!("{flags} and body like '%/people/reports%'")).await, 1);
    // Removed there, the report is answered on both sides, and she hears of it.
    let (ana, row) = (world.a.me("ana").await, group_of(&world.a, &world.a.group("care")).await);
    let there = posts::queries::by_url(&mut world.a.hub.read().await.unwrap(), &post).await.unwrap().unwrap();
    world.a.hub.write(async |tx| posts::commands::remove(tx, &there, &row, ana.actor, "rude").await).await.unwrap();
    world.a.awaits("select count(*) from reports where state = 'upheld'", 1).await;
    world.b.awaits("select count(*) from reports where state = 'upheld'", 1).await;
    world.b.awaits("select count(*) from notices where kind = 'report-upheld'", 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_actor_with_thousands_of_posts_is_deleted_in_batches() {
    let world = World::of_two().await;
    let there = Stranger::start().await;
    let eve = there.person("eve", json!({}));
    let post = world.a.share("ana", "care", "A question", "What is it?").await;
    there
        .tell(&world.a, &there.activity("c", &eve, "Create", there.note("0", &eve, &post, &world.a.group("care"))))
        .await;
    let many = "insert into posts (id, url, group_id, author_id, root_id, parent_id, depth, kind, body_html, local, created_at, \
          published_at) \
        select gen_random_uuid(), p.url || '-' || n, p.group_id, p.author_id, p.root_id, p.parent_id, 1, 'reply', p.body_html, \
          false, p.created_at, p.published_at from posts p, generate_series(1, 1300) n where not p.local";
    let client = world.a.hub.database.client().await;
    client.batch_execute(many).await.unwrap();
    let counts = "insert into post_counts (post_id) select id from posts on conflict do nothing";
    client.batch_execute(counts).await.unwrap();
    there.tell(&world.a, &there.activity("d", &eve, "Delete", json!(eve))).await;
    crate::support::eventually("all of it is withdrawn", Duration::from_secs(120), async || {
        (count(&world.a, "select count(*) from posts where not local and withdrawn_at is null").await == 0)
            .then_some(())
    })
    .await;
    assert_eq!(count(&world.a, "select count(*) from posts where body_html like '%A word.%'").await, 0);
    assert_eq!(count(&world.a, "select count(*) from actors where gone_at is not null").await, 1);
    assert_eq!(count(&world.a, "select count(*) from posts where withdrawn_at is null").await, 1);
}
