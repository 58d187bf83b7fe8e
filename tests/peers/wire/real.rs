//! wire.md §15a, items 1 to 16: what real servers did with our payloads. Without a test of their own:
//! - 5: events. Nothing of type Event is sent yet; the companion Page is how a webinar will reach Mbin and NodeBB.
//! - 14: how long peers go on after an unfollow and how soon they come back after a pause. Both are theirs; what a hub
//!   does on its own side is `peers::between_hubs::leaving_ends_what_comes` and R07.

use std::time::Duration;

use serde_json::{Value, json};
use waypost::groups::Purpose;
use waypost::posts::AttachmentDraft;
use waypost::resources::{self, Record};

use super::{check_emitted, following, hub, topic};
use crate::peers::world::{Side, count};
use crate::support::peer::Received;
use crate::support::{Peer, merge};

const SOON: Duration = Duration::from_secs(60);
const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

async fn object(side: &Side, url: &str) -> Value {
    side.hub.get_ap(&side.path(url)).await.ok().json()
}

fn of_kind(peer: &Peer, kind: &str) -> Vec<Received> {
    peer.received().into_iter().filter(|one| one.kind() == kind).collect()
}

/// Lemmy's process died of links that answer ActivityPub and lead back: nothing of ours leads to such an address.
#[tokio::test(flavor = "multi_thread")]
async fn wire_15a_01_no_body_source_or_first_link_leads_to_an_address_that_answers_activitypub() {
    let side = hub().await;
    let peer = following(&side, "lemmy").await;
    let first = side.share("ana", "care", "First", "Nothing yet.").await;
    let (base, id) = (&side.hub.base, first.rsplit('/').next().unwrap().to_owned());
    let elsewhere = format!("https://partner.example/posts/{id}");
    let text = format!(
        "See {first}, [it]({first}#reply), <{elsewhere}>, {base}/groups/care, [her]({base}/people/ana) and \
         {base}/groups/care/members"
    );
    let second = side.share("ana", "care", "Second", &text).await;
    side.edit("ana", &first, &format!("And back: {second}")).await;
    let reply = side.reply("ana", &second, &format!("To {first} and to myself: {second}")).await;
    for url in [&first, &second, &reply] {
        let shown = object(&side, url).await;
        let said = format!("{}{}", shown["content"], shown["source"]);
        assert!(!said.contains("/posts/0"), "{said}");
        for door in ["/groups/care", "/people/ana"] {
            assert!(!said.contains(&format!("{base}{door}\"")) && !said.contains(&format!("{base}{door})")), "{said}");
        }
        assert!(said.contains("/read/"), "{said}");
    }
    let said = object(&side, &second).await["source"]["content"].as_str().unwrap().to_owned();
    for twin in [format!("/read/{id}"), "/read/groups/care".to_owned(), "/read/people/ana".to_owned()] {
        assert!(said.contains(&format!("{base}{twin}")), "{twin}: {said}");
        // The same page, told apart by nothing but that it is never negotiated.
        let twin = side.hub.get_ap(&twin).await.ok();
        assert!(twin.header("content-type").unwrap().starts_with("text/html"));
        assert!(twin.body.contains("rel=\"canonical\""));
    }
    assert!(said.contains(&format!("https://partner.example/read/{id}")), "{said}");
    assert!(said.contains(&format!("{base}/groups/care/members")), "no document of any object: {said}");
    peer.arrived("Announce", &reply).await;
    check_emitted(&side.hub).await;
}

/// GoToSocial shows a summary instead of the title; links in `attachment` are dropped by GoToSocial and snac, so they
/// stand in the content, yet not in the source, where Lemmy, PieFed and NodeBB would show them twice; a PDF is a link
/// with its size and no attachment.
#[tokio::test(flavor = "multi_thread")]
async fn wire_15a_02_03_04_a_publication_is_shown_once_everywhere() {
    let side = hub().await;
    side.make_group_for("papers", "public", Purpose::Library).await;
    let mut draft = side.draft("ana", "papers", "City heat atlas", "Where it is hot.").await;
    draft.attachments = vec![AttachmentDraft {
        file: None,
        url: Some("https://files.example/atlas.pdf".to_owned()),
        role: "file",
        name: "atlas.pdf".to_owned(),
        alt: String::new(),
        language: Some("en".to_owned()),
        media_type: Some("application/pdf".to_owned()),
        size: Some(4_404_019),
        pages: Some(12),
        sha256: None,
    }];
    let (doi, licence) = (Some("10.1234/heat".to_owned()), "CC BY 4.0".to_owned());
    let record = Record { type_code: "report".to_owned(), year: Some(2025), doi, licence, ..Record::default() };
    let origin = resources::commands::Origin::default();
    side.hub.write(async |tx| resources::commands::share(tx, &draft, &record, &origin).await).await.unwrap();
    let shown = object(&side, &draft.url).await;
    assert_eq!(shown["type"], "Page");
    assert!(shown["summary"].is_null(), "{shown}");
    let doi = "https://doi.org/10.1234/heat";
    assert_eq!(
        shown["attachment"][0],
        json!({"type": "Link", "href": doi, "mediaType": "text/html", "name": "City heat atlas"})
    );
    let (content, source) = (shown["content"].as_str().unwrap(), shown["source"]["content"].as_str().unwrap());
    assert!(content.contains(&format!("href=\"{doi}\"")), "{content}");
    assert!(!source.contains(&format!("]({doi})")), "{source}");
    for text in [content, source] {
        assert!(text.contains("atlas.pdf (PDF, 4.4 MB)"), "{text}");
    }
    assert!(!shown["attachment"].to_string().contains("atlas.pdf"), "{shown}");
    // PieFed's field.
    assert_eq!(shown["licence"], json!({"name": "CC BY 4.0"}));
    check_emitted(&side.hub).await;
}

/// GoToSocial backfills from an embedded first page alone; NodeBB prints tags; the hub's own actor has its collections.
#[tokio::test(flavor = "multi_thread")]
async fn wire_15a_06_collections_are_where_peers_look_for_them() {
    let side = hub().await;
    let post = side.share("ana", "care", "Many answers", "Please.").await;
    let mut replies = Vec::new();
    for n in 0..22 {
        replies.push(side.reply("ana", &post, &format!("Number {n}")).await);
    }
    let shown = object(&side, &post).await;
    assert_eq!((&shown["replies"]["type"], &shown["replies"]["totalItems"]), (&json!("Collection"), &json!(22)));
    let first = &shown["replies"]["first"];
    assert_eq!((&first["type"], first["items"].as_array().unwrap().len()), (&json!("CollectionPage"), 20));
    let second = side.hub.get_ap(&side.path(first["next"].as_str().unwrap())).await.ok().json();
    assert_eq!(second["items"], json!(replies[20..]));
    let group = side.hub.get_ap("/groups/care").await.ok().json();
    assert_eq!(group["summary"], "About it");
    let own = side.hub.get_ap("/actor").await.ok().json();
    for key in ["featured", "followers", "following", "outbox"] {
        let found = side.hub.get_ap(&side.path(own[key].as_str().unwrap())).await.ok().json();
        assert_eq!(found["id"], own[key], "{key}");
    }
}

/// NodeBB reads an announced Update through a cache, drops a reply that the context does not list, and asks for what it
/// is shown again.
#[tokio::test(flavor = "multi_thread")]
async fn wire_15a_07_nodebb_gets_what_it_needs() {
    let side = hub().await;
    let (nodebb, lemmy) = (following(&side, "nodebb").await, following(&side, "lemmy").await);
    let post = side.share("ana", "care", "Topic", "First words.").await;
    assert_eq!(nodebb.arrived("Announce", &post).await.body["object"]["type"], "Create");
    side.edit("ana", &post, "Second words.").await;
    // The author's plain Update, under an id that the announced one does not have.
    let plain = nodebb.arrived("Update", "Second words.").await.body;
    let announced = nodebb.arrival("the announced Update", |one| one.body["object"]["type"] == "Update").await.body;
    assert_eq!(plain["actor"], format!("{}/people/ana", side.hub.base));
    assert_ne!(plain["id"], announced["object"]["id"]);
    assert_eq!(plain["object"], announced["object"]["object"]);
    side.hub.get_ap(&side.path(plain["id"].as_str().unwrap())).await.ok();

    // Every reply is listed before it is announced, remote ones too, and no cache between us shows an older list.
    let note = lemmy.note("mila", "<p>From a third server</p>", json!({"inReplyTo": post, "cc": [side.group("care")]}));
    let id = note["id"].as_str().unwrap();
    lemmy
        .post(&format!("{}/inbox", side.hub.base), "mila", &lemmy.activity("mila", "Create", note.clone()))
        .await
        .is(202);
    let shown = nodebb.arrived("Announce", id).await;
    let context = side.hub.get_ap(&format!("{}/context", side.path(&post))).await.ok();
    assert!(context.json()["orderedItems"].as_array().unwrap().contains(&note["id"]), "{}", context.body);
    assert!(context.header("cache-control").unwrap().contains("no-cache"));
    let tag = context.header("etag").unwrap().to_owned();
    let again = side.hub.visitor.request(reqwest::Method::GET, &format!("{}/context", side.path(&post)));
    let again = again.header("accept", "application/activity+json").header("if-none-match", tag);
    side.hub.visitor.send(again).await.is(304);
    // Of a third server the object's id: ids of activities of GoToSocial and snac do not resolve.
    assert_eq!(shown.body["object"], note["id"]);
    side.settled().await;
    assert!(!of_kind(&nodebb, "Announce").iter().any(|one| one.body["object"]["object"]["id"] == note["id"]));
    // Lemmy takes the activity, and no Update but the announced one.
    lemmy.arrival("its own, back", |one| one.body["object"]["object"]["id"] == note["id"]).await;
    assert_eq!(of_kind(&lemmy, "Update").len(), 0);

    // It ignores Undo{Delete}: what was removed comes back by an Update.
    nodebb.forget();
    side.remove("ana", &post, true).await;
    nodebb.arrived("Announce", "\"type\":\"Delete\"").await;
    side.remove("ana", &post, false).await;
    let back = nodebb.arrived("Update", &post).await.body;
    assert_eq!(back["object"]["name"], "Topic");
    check_emitted(&side.hub).await;
}

/// One id is one activity: Lemmy answers 400 to a second use, NodeBB ignores it.
#[tokio::test(flavor = "multi_thread")]
async fn wire_15a_08_no_activity_id_is_used_twice() {
    let side = hub().await;
    let peers = [following(&side, "lemmy").await, following(&side, "nodebb").await, following(&side, "mastodon").await];
    let post = side.share("ana", "care", "Again", "And again.").await;
    for round in 0..2 {
        side.edit("ana", &post, &format!("Round {round}")).await;
        side.like("ana", &post, true).await;
        side.like("ana", &post, false).await;
        side.remove("ana", &post, true).await;
        side.remove("ana", &post, false).await;
    }
    side.withdraw("ana", &post).await;
    for peer in &peers {
        peer.arrived(if peer.base == peers[2].base { "Delete" } else { "Announce" }, "Tombstone").await;
        let mut ids: Vec<String> = peer.received().iter().map(|one| one.body["id"].to_string()).collect();
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all, "one activity came twice");
    }
    check_emitted(&side.hub).await;
    // And what Lemmy sends again after a crash has no second effect: peers::forged::a24.
}

/// 400 to the Announce of a Lemmy post is its way to say thanks: not tried again. PieFed announces nothing back.
#[tokio::test(flavor = "multi_thread")]
async fn wire_15a_09_a_400_is_final_and_a_piefed_group_accepts_by_its_answer() {
    let side = hub().await;
    let lemmy = following(&side, "lemmy").await;
    lemmy.answers(400);
    let note = topic(&side, &lemmy, "<p>By a Lemmy user</p>");
    lemmy
        .post(&format!("{}/inbox", side.hub.base), "mila", &lemmy.activity("mila", "Create", note.clone()))
        .await
        .is(202);
    lemmy.arrived("Announce", note["id"].as_str().unwrap()).await;
    side.settled().await;
    assert_eq!(of_kind(&lemmy, "Announce").len(), 1);
    assert_eq!(count(&side, "select count(*) from hosts where failures > 0 or retry_at is not null").await, 0);

    let bela = side.hub.member("bela").await;
    for (software, awaited) in [("piefed", false), ("lemmy", true)] {
        let peer = Peer::start(software, &side.hub.clock).await;
        let group = peer.serve(peer.card("Group", "tea"));
        side.look_up(&group).await;
        side.join("bela", &group).await;
        let follow = peer.arrived("Follow", &group).await.body;
        let accept = peer.activity("tea", "Accept", follow);
        peer.post(&format!("{}/inbox", side.hub.base), "tea", &accept).await.is(202);
        let post = side.share_elsewhere("bela", &group, "Tea?", "With milk.").await;
        let create = peer.arrived("Create", &post).await.body;
        assert_eq!((&create["to"][0], &create["object"]["audience"]), (&json!(group), &json!(group)));
        side.awaits(&format!("select count(*) from deliveries d join posts p on p.id = d.post_id where p.url = '{post}' and d.state = 'delivered'"), 1).await;
        let page = bela.get(&side.path(&post)).await.ok();
        let says = "has not confirmed it yet";
        assert_eq!(page.has(says), awaited, "{software}: {}", page.text());
    }
}

/// A2 to Lemmy is a 400, A1 to a microblog is a wasted fetch or worse, A2 of a reply floods home timelines; and the
/// author's own host gets A1 only when it can read it.
#[tokio::test(flavor = "multi_thread")]
async fn wire_15a_12_each_server_gets_the_one_form_that_it_can_read() {
    let side = hub().await;
    let groups = ["lemmy", "piefed", "mbin", "nodebb", "friendica", "waypost"];
    let blogs = ["mastodon", "gotosocial", "snac", "misskey", "mobilizon", "never-heard-of"];
    let mut peers = Vec::new();
    for software in groups.into_iter().chain(blogs) {
        peers.push((software, following(&side, software).await));
    }
    let post = side.share("ana", "care", "Forms", "Two of them.").await;
    let reply = side.reply("ana", &post, "An answer.").await;
    for (software, peer) in &peers {
        let whole = groups.contains(software);
        let got = peer.arrived("Announce", &post).await.body;
        assert_eq!(got["object"]["type"] == "Create", whole, "{software}: {got}");
        assert_eq!(got["object"] == json!(post), !whole, "{software}: {got}");
        if whole {
            peer.arrived("Announce", &reply).await;
        }
    }
    side.settled().await;
    for (software, peer) in &peers {
        let announces = of_kind(peer, "Announce").len();
        assert_eq!(announces, if groups.contains(software) { 2 } else { 1 }, "{software}");
    }
    // An author elsewhere who follows nothing.
    for (software, gets) in [("gotosocial", 0), ("lemmy", 1)] {
        let author = Peer::start(software, &side.hub.clock).await;
        author.person("mila");
        let note = topic(&side, &author, "<p>From outside</p>");
        author
            .post(&format!("{}/inbox", side.hub.base), "mila", &author.activity("mila", "Create", note.clone()))
            .await
            .is(202);
        let id = note["id"].as_str().unwrap();
        peers[0].1.arrived("Announce", id).await;
        let asked =
            format!("select count(*) from hosts where name = '{}' and software_checked_at is not null", author.host);
        side.awaits(&asked, 1).await;
        if gets > 0 {
            author.arrived("Announce", id).await;
        }
        side.settled().await;
        assert_eq!(of_kind(&author, "Announce").len(), gets, "{software}");
        side.remove("ana", id, true).await;
        peers[0].1.arrived("Announce", "Off topic").await;
        side.settled().await;
        let removals = author.received().iter().filter(|one| one.body.to_string().contains("\"Delete\"")).count();
        assert_eq!(removals, gets, "{software}: a Delete that a microblog would obey");
    }
    check_emitted(&side.hub).await;
}

/// snac obeys a plain Delete of somebody else's post: a moderator's removal is an Undo of the boost there, a restoration
/// a new boost; the author's own Delete is the author's.
#[tokio::test(flavor = "multi_thread")]
async fn wire_15a_13_a_removal_takes_the_boost_back_and_nothing_else() {
    let side = hub().await;
    let (snac, lemmy) = (following(&side, "snac").await, following(&side, "lemmy").await);
    let post = side.share("ana", "care", "Removed", "For a while.").await;
    let boost = snac.arrived("Announce", &post).await.body;
    side.remove("ana", &post, true).await;
    let undo = snac.arrived("Undo", &post).await.body;
    assert_eq!((&undo["object"]["id"], &undo["object"]["type"]), (&boost["id"], &json!("Announce")));
    assert_eq!((&undo["actor"], &undo["object"]["object"]), (&boost["actor"], &json!(post)));
    let removal = lemmy.arrived("Announce", "\"type\":\"Delete\"").await.body;
    assert_eq!(removal["object"]["summary"], "Off topic");
    assert_eq!(of_kind(&snac, "Delete").len(), 0);
    side.hub.get_ap(&side.path(&post)).await.is(410);
    snac.forget();
    side.remove("ana", &post, false).await;
    let again = snac.arrived("Announce", &post).await.body;
    assert_ne!(again["id"], boost["id"]);
    side.withdraw("ana", &post).await;
    let delete = snac.arrived("Delete", &post).await.body;
    assert_eq!(delete["actor"], format!("{}/people/ana", side.hub.base));
    check_emitted(&side.hub).await;
}

/// What others leave out, double and spell in their own way.
#[tokio::test(flavor = "multi_thread")]
async fn wire_15a_15_what_others_leave_out_and_spell_in_their_own_way() {
    let side = hub().await;
    let (group, inbox) = (side.group("care"), format!("{}/inbox", side.hub.base));
    let ana = format!("{}/people/ana", side.hub.base);
    let post = side.share("ana", "care", "Odd answers", "Welcome.").await;
    let here = async |peer: &Peer, note: &Value| {
        let mut create = peer.activity("mila", "Create", note.clone());
        create["to"] = note["to"].clone();
        peer.post(&inbox, "mila", &create).await.is(202);
        side.awaits_post(note["id"].as_str().unwrap(), SOON).await
    };

    // snac: a Follow without `to`, replies with an empty summary and each Mention twice.
    let snac = Peer::start("snac", &side.hub.clock).await;
    snac.person("mila");
    let mut follow = snac.activity("mila", "Follow", json!(group));
    merge(&mut follow, json!({"to": null, "cc": null}));
    snac.post(&inbox, "mila", &follow).await.is(202);
    snac.arrived("Accept", "Follow").await;
    let mention = json!({"type": "Mention", "href": ana, "name": format!("@ana@{}", side.hub.host)});
    let note = snac.note(
        "mila",
        "<p>@ana yes</p>",
        json!({"inReplyTo": post, "summary": "", "tag": [mention, mention],
        "cc": [ana], "context": format!("{}#ctxt", snac.base)}),
    );
    let reply = here(&snac, &note).await;
    assert!(reply["body_html"].as_str().unwrap().contains("yes"), "{reply}");
    let told = format!(
        "select count(*) from notices n join members m on m.id = n.member_id join posts p on p.id = n.post_id where p.url = '{}'",
        note["id"].as_str().unwrap()
    );
    side.awaits(&told, 1).await;

    // NodeBB: a Note with a name answers, with its own topic as context and an inner @context.
    let nodebb = following(&side, "nodebb").await;
    let note = nodebb.note("mila", "<p>By NodeBB</p>", json!({"inReplyTo": post, "name": "Re: Odd answers",
        "context": format!("{}/topic/7", nodebb.base), "audience": format!("{}/category/1", nodebb.base), "cc": [group]}));
    let reply = here(&nodebb, &note).await;
    assert_eq!((&reply["kind"], &reply["title"]), (&json!("reply"), &json!("")), "{reply}");
    assert_eq!(reply["root_id"], side.post(&post).await.unwrap()["id"]);

    // Lemmy: votes with an audience alone; a Hashtag whose address is the post.
    let lemmy = following(&side, "lemmy").await;
    let mut like = lemmy.activity("mila", "Like", json!(post));
    merge(&mut like, json!({"to": null, "cc": null, "audience": group}));
    lemmy.post(&inbox, "mila", &like).await.is(202);
    side.awaits("select count(*) from reactions", 1).await;
    let id = lemmy.fresh("comment");
    let note = lemmy.note(
        "mila",
        "<p>By Lemmy</p>",
        json!({"id": id, "inReplyTo": post, "audience": group,
        "cc": [group, ana], "tag": [{"type": "Hashtag", "href": id, "name": "#care"}]}),
    );
    here(&lemmy, &note).await;

    // PieFed: titles of what microblogs wrote carry the mention of its own group.
    let piefed = following(&side, "piefed").await;
    let page = piefed.note(
        "mila",
        "<p>Body</p>",
        json!({"type": "Page", "name": "@ climate A new thread ...",
        "to": [PUBLIC, group], "audience": group}),
    );
    assert_eq!(here(&piefed, &page).await["title"], "A new thread ...");
    check_emitted(&side.hub).await;
}

/// Lemmy fills a new group from the outbox: embedded Announces of Creates, in the root document.
#[tokio::test(flavor = "multi_thread")]
async fn wire_15a_16_the_outbox_embeds_what_the_group_announced() {
    let side = hub().await;
    let peer = following(&side, "gotosocial").await;
    for n in 0..3 {
        side.share("ana", "care", &format!("Number {n}"), "Words.").await;
    }
    let note = topic(&side, &peer, "<p>From elsewhere</p>");
    peer.post(&format!("{}/inbox", side.hub.base), "mila", &peer.activity("mila", "Create", note.clone()))
        .await
        .is(202);
    side.awaits_post(note["id"].as_str().unwrap(), SOON).await;
    let outbox = side.hub.get_ap("/groups/care/outbox").await.ok().json();
    assert_eq!((&outbox["type"], &outbox["totalItems"]), (&json!("OrderedCollection"), &json!(4)));
    let items = outbox["orderedItems"].as_array().unwrap();
    assert_eq!(items[0]["object"]["object"]["id"], note["id"]);
    for item in items {
        assert_eq!((&item["type"], &item["object"]["type"]), (&json!("Announce"), &json!("Create")), "{item}");
        assert_eq!(item["actor"], json!(side.group("care")));
    }
    let featured = side.hub.get_ap("/groups/care/featured").await.ok().json();
    assert_eq!(featured["type"], "OrderedCollection");
}
