//! Groups for members, by Lemmy's scheme (wire.md §12), and groups that follow groups (FEP-d36d).

use std::time::Duration;

use serde_json::json;
use waypost::accounts::Viewer;
use waypost::store::Tx;
use waypost::{moderation, posts};

use crate::peers::pen::Pen;
use crate::peers::world::{Side, World, count};

const SOON: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn a_restricted_group_answers_the_hosts_of_its_followers_and_nobody_else() {
    let mut world = World::of_two().await;
    let c = Side::start().await;
    world.a.make_group("closed", "members").await;
    world.ask_to_follow("bela", "closed").await;
    world.a.awaits("select count(*) from memberships where state = 'pending'", 1).await;
    // Waiting is said here, and opens nothing.
    let pending = "select count(*) from memberships m join actors a on a.id = m.followed_id \
        where a.handle = 'closed' and m.state = 'pending'";
    assert_eq!(count(&world.b, pending).await, 1);
    let (hub, stranger) = (Pen::of(&world.b, "/actor").await, Pen::of(&c, "/actor").await);
    let bela = format!("{}/people/bela", world.b.hub.base);
    let followed = |actor: &str| {
        let actor: String = url::form_urlencoded::byte_serialize(actor.as_bytes()).collect();
        format!("/groups/closed/followers?is_follower={actor}")
    };
    assert_eq!(hub.get(&world.a, &followed(&bela)).await.0, 404);
    world.a.accept("ana", "closed", &bela).await;
    world.b.awaits("select count(*) from memberships m join actors f on f.id = m.follower_id where f.host_id is null and m.state = 'accepted'", 1).await;

    let group = world.a.hub.get_ap("/groups/closed").await.ok().json();
    assert_eq!(group["manuallyApprovesFollowers"], true);
    assert_eq!(hub.get(&world.a, &followed(&bela)).await.0, 200);
    assert_eq!(hub.get(&world.a, &followed(&format!("{}/people/ana", world.a.hub.base))).await.0, 404);
    assert_eq!(stranger.get(&world.a, &followed(&bela)).await.0, 404, "asked by another host");
    world.a.hub.get_ap(&followed(&bela)).await.is(404);

    let post = world.a.share("ana", "closed", "Among us", "A word.").await;
    world.b.awaits_post(&post, SOON).await;
    let path = world.a.path(&post);
    let (status, object) = hub.get(&world.a, &path).await;
    assert_eq!(status, 200);
    let followers = format!("{}/followers", world.a.group("closed"));
    assert_eq!(object["to"], json!([world.a.group("closed"), followers]));
    assert!(!object.to_string().contains("#Public"), "{object}");
    assert_eq!(stranger.get(&world.a, &path).await.0, 404);
    world.a.hub.get_ap(&path).await.is(404);
    assert_eq!(count(&world.a, "select count(*) from activities where form = 'a2' and group_id in (select id from groups where visibility = 'members')").await, 0);

    // An answer from there goes back in, and who leaves gets nothing more.
    let reply = world.b.reply("bela", &post, "From elsewhere.").await;
    world.a.awaits_post(&reply, SOON).await;
    world.b.leave("bela", &world.a.group("closed")).await;
    let left = "select count(*) from memberships m join actors a on a.id = m.follower_id where a.host_id is not null";
    world.a.awaits(left, 0).await;
    let later = world.a.share("ana", "closed", "Later", "Not for them.").await;
    world.a.settled().await;
    assert_eq!(hub.get(&world.a, &world.a.path(&later)).await.0, 404);
    assert_eq!(hub.get(&world.a, &path).await.0, 404);
    assert!(world.b.post(&later).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn software_that_shows_members_words_to_all_is_not_let_in() {
    let mut world = World::of_two().await;
    world.a.make_group("closed", "members").await;
    // It is met, and what runs there is known, before it asks.
    world.b.look_up(&format!("!closed@{}", world.a.hub.host)).await;
    let hub = Pen::of(&world.b, "/actor").await;
    assert_eq!(hub.get(&world.a, "/groups/closed/followers?is_follower=x").await.0, 404);
    world.a.awaits("select count(*) from hosts where software = 'waypost'", 1).await;
    let client = world.a.hub.database.client().await;
    client.execute("update hosts set software = 'mbin'", &[]).await.unwrap();
    world.ask_to_follow("bela", "closed").await;
    world.b.awaits("select count(*) from memberships where state = 'rejected'", 1).await;
    world.a.awaits("select count(*) from memberships where state = 'rejected'", 1).await;
    // A public group is for everybody.
    world.follow("bela", "care").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_follows_a_group_as_anybody_does() {
    let world = World::of_two().await;
    world.b.hub.editor("ana").await;
    world.b.make_group("mirror", "public").await;
    let mirror = Pen::of(&world.b, "/groups/mirror").await;
    let follow = mirror.activity("follow", "Follow", json!(world.a.group("care")));
    assert_eq!(mirror.send(&world.a, &follow).await.0, 202);
    let accepted = "select count(*) from memberships m join actors a on a.id = m.follower_id \
        where a.kind = 'group' and a.host_id is not null and m.state = 'accepted'";
    world.a.awaits(accepted, 1).await;
    assert_eq!(count(&world.a, "select count(*) from activities where kind = 'Accept'").await, 1);
    // What is shared is sent there.
    world.a.share("ana", "care", "For all", "Words.").await;
    world.a.settled().await;
    world.a.awaits("select count(*) from deliveries where state = 'delivered'", 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_group_whose_moderators_decide_about_joining_is_public_to_others() {
    let world = World::of_two().await;
    let client = world.a.hub.database.client().await;
    client.execute("update groups set joining = 'approval'", &[]).await.unwrap();
    let group = world.a.hub.get_ap("/groups/care").await.ok().json();
    assert_eq!(group["manuallyApprovesFollowers"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_from_a_group_elsewhere_offers_only_what_may_be_done_there() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    let url = world.a.share("ana", "care", "Papers for sale", "Ask me.").await;
    world.b.awaits_post(&url, SOON).await;
    let (bela, id) = (world.b.me("bela").await, world.b.row(&url).await.id);
    let viewer = Viewer::Member(bela.clone());
    let post = posts::queries::seen(&mut world.b.hub.read().await.unwrap(), &viewer, id).await.unwrap().unwrap();
    let reported = async |tx: &mut Tx| moderation::commands::report(tx, &bela, &post, "It sells papers.").await;
    world.b.hub.write(reported).await.unwrap();
    let leila = world.b.hub.admin("leila").await;
    let queue = leila.get("/moderation").await.ok();
    queue.shows("Ask me.").shows(&format!("href=\"/posts/{id}\"")).shows("/removal").hides("/bans/");
    // It becomes a group for its members, and she is none.
    world.b.hub.database.client().await.execute("update groups set visibility = 'members'", &[]).await.unwrap();
    let queue = leila.get("/moderation").await.ok();
    queue.shows("It sells papers.").hides("Ask me.").hides(&format!("/posts/{id}"));
}
