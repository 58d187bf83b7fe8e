//! Files and pictures of other servers: fetched when somebody asks, once, for those who may see their post; judged by
//! what they are.

use std::time::Duration;

use waypost::groups::Purpose;
use waypost::media::{FileRow, commands, intake};
use waypost::posts::AttachmentDraft;
use waypost::resources::{self, Record};

use crate::peers::world::{Side, World, count};
use crate::support::eventually;

const SOON: Duration = Duration::from_secs(60);

/// A file that ana has uploaded.
async fn upload(side: &Side, name: &str, bytes: &[u8]) -> FileRow {
    let stream = futures_util::stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::copy_from_slice(bytes))]);
    let kept = intake::receive(&side.hub.media, stream, 1_000_000, name, name).await.unwrap().unwrap();
    let member = side.me("ana").await.member;
    side.hub.write(async |tx| commands::keep(tx, &kept, member).await).await.unwrap()
}

fn attachment(file: &FileRow) -> AttachmentDraft {
    AttachmentDraft {
        file: Some(file.id),
        url: None,
        role: "file",
        name: file.name.clone(),
        alt: String::new(),
        language: Some("en".to_owned()),
        media_type: Some(file.media_type.clone()),
        size: Some(file.size),
        pages: file.pages,
        sha256: Some(file.hash.clone()),
    }
}

fn elsewhere(url: String, sha256: Option<&str>) -> AttachmentDraft {
    AttachmentDraft {
        file: None,
        name: url.rsplit('/').next().unwrap().to_owned(),
        url: Some(url),
        role: "file",
        alt: String::new(),
        language: None,
        media_type: Some("application/pdf".to_owned()),
        size: Some(1000),
        pages: None,
        sha256: sha256.map(str::to_owned),
    }
}

/// Shares a publication with these files; answers its address.
async fn publish(side: &Side, group: &str, files: Vec<AttachmentDraft>) -> String {
    let mut draft = side.draft("ana", group, "City heat atlas", "An atlas.").await;
    draft.attachments = files;
    let record = Record { type_code: "report".to_owned(), ..Record::default() };
    let origin = resources::commands::Origin::default();
    side.hub.write(async |tx| resources::commands::share(tx, &draft, &record, &origin).await).await.unwrap();
    draft.url
}

/// Where this hub hands out what hangs on a post from elsewhere, by its place.
async fn copies(side: &Side, post: &str) -> Vec<String> {
    let query = "select a.id::text, a.name from attachments a join posts p on p.id = a.post_id where p.url = $1 order by a.position";
    let rows = side.hub.database.client().await.query(query, &[&post]).await.unwrap();
    let path = |row: &tokio_postgres::Row| {
        let id = waypost::store::ids::to_text(row.get::<_, &str>(0).parse().unwrap());
        format!("/copies/{id}/{}", row.get::<_, &str>(1))
    };
    rows.iter().map(path).collect()
}

const PDF: &[u8] = b"%PDF-1.7\nwords of an atlas\n%%EOF\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_a_partner_is_fetched_once_and_handed_on_from_here() {
    let mut world = World::of_two().await;
    world.a.make_group_for("papers", "public", Purpose::Library).await;
    world.follow("bela", "papers").await;
    let file = upload(&world.a, "atlas.pdf", PDF).await;
    let post = publish(&world.a, "papers", vec![attachment(&file)]).await;
    let there = world.b.awaits_post(&post, SOON).await;
    let path = copies(&world.b, &post).await.remove(0);
    let page = format!("/posts/{}", waypost::store::ids::to_text(there["id"].as_str().unwrap().parse().unwrap()));
    world.b.hub.get(&page).await.ok().shows(&path).hides(&format!("href=\"{}/files", world.a.hub.base));
    assert_eq!(count(&world.b, "select count(*) from copies").await, 0, "nothing is fetched unasked");

    let got = world.b.hub.get(&path).await.ok();
    assert_eq!(got.bytes, PDF);
    assert_eq!(got.header("content-type"), Some("application/pdf"));
    assert!(got.header("content-security-policy").unwrap().starts_with("sandbox"));
    assert!(got.header("content-disposition").unwrap().contains("atlas.pdf"));
    world.a.hub.cut();
    let part =
        world.b.hub.visitor.send(world.b.hub.visitor.request(reqwest::Method::GET, &path).header("range", "bytes=0-3"));
    assert_eq!(part.await.is(206).bytes, b"%PDF");
    // An id of nothing, and no address of anybody's choice.
    world.b.hub.get("/copies/01jdb3c4d5e6f7g8h9jakbmcnd/x.pdf").await.is(404);
    world.b.hub.get("/copies/http%3A%2F%2Fexample.org%2F/x").await.is(404);

    // Withdrawn there, it is nobody's any more.
    world.a.hub.open();
    world.a.hub.work();
    world.a.withdraw("ana", &post).await;
    world.b.awaits("select count(*) from posts where withdrawn_at is not null", 1).await;
    world.b.hub.get(&path).await.is(404);
    world.b.hub.peers().tidy_copies().await.unwrap();
    assert_eq!(count(&world.b, "select count(*) from copies").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn d07_what_a_restricted_group_shows_is_for_its_people_alone() {
    let mut world = World::of_two().await;
    world.a.make_group_for("closed", "members", Purpose::Library).await;
    world.ask_to_follow("bela", "closed").await;
    world.a.awaits("select count(*) from memberships where state = 'pending'", 1).await;
    world.a.accept("ana", "closed", &format!("{}/people/bela", world.b.hub.base)).await;
    world.b.awaits("select count(*) from memberships m join actors f on f.id = m.follower_id where f.host_id is null and m.state = 'accepted'", 1).await;
    let file = upload(&world.a, "inside.pdf", PDF).await;
    let post = publish(&world.a, "closed", vec![attachment(&file)]).await;
    world.b.awaits_post(&post, SOON).await;
    let path = copies(&world.b, &post).await.remove(0);
    let outsider = world.b.hub.member("nadia").await;
    world.b.hub.get(&path).await.is(404);
    outsider.get(&path).await.is(404);
    assert_eq!(count(&world.b, "select count(*) from copies").await, 0);
    // bela's own session, made behind the hub's back.
    let bela = crate::support::Browser::new(&world.b.hub.base);
    bela.sign_in("bela@example.org").await.leads();
    let got = bela.get(&path).await.ok();
    assert_eq!(got.bytes, PDF);
    assert_eq!(got.header("cache-control"), Some("private, no-cache"));
    outsider.get(&path).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn c08_what_is_not_what_it_says_or_cannot_be_had_is_said_in_words() {
    let mut world = World::of_two().await;
    world.a.make_group_for("papers", "public", Purpose::Library).await;
    world.follow("bela", "papers").await;
    let file = upload(&world.a, "atlas.pdf", PDF).await;
    let address = world.a.hub.site.file(file.id, &file.name);
    let other = "0".repeat(64);
    let nobody = "http://localhost:9/x.pdf".to_owned();
    let files = vec![
        elsewhere(format!("{}/about", world.a.hub.base), None),
        elsewhere(address, Some(&other)),
        elsewhere(nobody, None),
        elsewhere(format!("{}/none.pdf", world.a.hub.base), None),
        attachment(&file),
    ];
    let post = publish(&world.a, "papers", files).await;
    world.b.awaits_post(&post, SOON).await;
    let paths = copies(&world.b, &post).await;
    let get = async |n: usize| world.b.hub.get(&paths[n]).await;
    get(4).await.ok();
    get(0).await.is(502).shows("no kind of file");
    get(1).await.is(502).shows("not the file that its author shared");
    get(2).await.is(504).shows("does not answer at present").shows("Try again");
    get(3).await.is(404).shows("does not have it any more");
    // A failure is remembered: the other server is not asked at each click.
    let before = count(&world.b, "select count(*) from copies where failure is not null").await;
    assert_eq!(before, 3, "what is here and is something else is no failure of its server");
    get(3).await.is(404).shows("does not have it any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn c11_pictures_in_texts_from_elsewhere_come_from_here_and_are_written_anew() {
    let mut world = World::of_two().await;
    world.follow("bela", "care").await;
    let mut png = Vec::new();
    let pixels = image::RgbImage::from_pixel(64, 48, image::Rgb([200, 30, 30]));
    pixels.write_with_encoder(image::codecs::png::PngEncoder::new(&mut png)).unwrap();
    let file = upload(&world.a, "market.png", &png).await;
    let address = world.a.hub.site.file(file.id, &file.name);
    let mut shown = attachment(&file);
    shown.role = "picture";
    let mut draft = world.a.draft("ana", "care", "A market", &format!("Look: ![the market]({address})")).await;
    draft.attachments = vec![shown];
    world.a.hub.write(async |tx| waypost::posts::commands::share(tx, &draft).await).await.unwrap();
    let there = world.b.awaits_post(&draft.url, SOON).await;
    let page = format!("/posts/{}", waypost::store::ids::to_text(there["id"].as_str().unwrap().parse().unwrap()));
    let html = world.b.hub.get(&page).await.ok();
    let src =
        html.body.split("src=\"").filter_map(|rest| rest.split('"').next()).find(|src| src.starts_with("/copies/"));
    let src = src.unwrap_or_else(|| panic!("no picture from here: {}", html.body)).to_owned();
    assert!(!html.body.contains(&format!("src=\"{address}")), "{}", html.body);
    let picture = eventually("the picture", SOON, async || {
        let answer = world.b.hub.get(&src).await;
        (answer.status == 200).then_some(answer)
    })
    .await;
    assert_eq!(picture.header("content-type"), Some("image/png"));
    let small = world.b.hub.get(&format!("{src}?small")).await.ok();
    assert_eq!(small.header("content-type"), Some("image/jpeg"));
    let history = world.b.hub.get(&format!("{page}/history")).await.ok();
    assert!(history.body.contains(&format!("src=\"{src}\"")), "{}", history.body);
    // No browser of a reader is sent to the other server.
    assert!(html.header("content-security-policy").unwrap().contains("img-src 'self' data:"));
}
