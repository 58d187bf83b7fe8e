//! Publications and articles between hubs: with everything that is known about them.

use std::time::Duration;

use serde_json::Value;
use waypost::articles;
use waypost::groups::Purpose;
use waypost::posts::AttachmentDraft;
use waypost::resources::{self, Record};

use crate::peers::world::World;

const SOON: Duration = Duration::from_secs(10);

fn record() -> Record {
    Record {
        authors: vec!["Jane Doe".to_owned(), "Fatou Diop".to_owned()],
        year: Some(2025),
        type_code: "report".to_owned(),
        organisation: "IOM".to_owned(),
        publisher: "Urban Press".to_owned(),
        series: "Knowledge papers".to_owned(),
        languages: vec!["en".to_owned(), "fr".to_owned()],
        countries: vec!["SN".to_owned()],
        themes: Vec::new(),
        doi: Some("10.1234/abcd".to_owned()),
        isbn: None,
        link: Some("https://example.org/report".to_owned()),
        licence: "CC BY 4.0".to_owned(),
    }
}

fn attachment(role: &'static str, name: &str) -> AttachmentDraft {
    AttachmentDraft {
        file: None,
        url: Some(format!("https://files.example/{name}")),
        role,
        name: name.to_owned(),
        alt: if role == "picture" { "A street".to_owned() } else { String::new() },
        language: Some("en".to_owned()).filter(|_| role == "file"),
        media_type: Some(if role == "file" { "application/pdf" } else { "image/png" }.to_owned()),
        size: Some(4_404_019).filter(|_| role == "file"),
        pages: Some(12).filter(|_| role == "file"),
        sha256: Some("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned())
            .filter(|_| role == "file"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_arrives_as_a_publication_with_all_that_is_known_of_it() {
    let mut world = World::of_two().await;
    world.a.make_group_for("papers", "public", Purpose::Library).await;
    world.follow("bela", "papers").await;
    let mut draft = world.a.draft("ana", "papers", "City heat atlas", "An atlas of *urban* heat.").await;
    draft.attachments = vec![attachment("file", "atlas.pdf")];
    world
        .a
        .hub
        .write(async |tx| {
            resources::commands::share(tx, &draft, &record(), &resources::commands::Origin::default()).await
        })
        .await
        .unwrap();
    let there = world.b.awaits_post(&draft.url, SOON).await;
    assert_eq!(there["kind"], "resource");
    assert!(there["body_html"].as_str().unwrap().contains("<em>urban</em>"), "{there}");
    assert!(!there["body_html"].as_str().unwrap().contains("Urban Press"), "the record is not in the text: {there}");
    let mut conn = world.b.hub.read().await.unwrap();
    let id = waypost::posts::queries::by_url(&mut conn, &draft.url).await.unwrap().unwrap().id;
    let stored = resources::queries::by_post(&mut conn, id).await.unwrap().unwrap();
    assert_eq!(stored.record, record());
    let file = waypost::posts::queries::list_attachments(&mut conn, &[id]).await.unwrap().remove(0);
    let wanted = attachment("file", "atlas.pdf");
    assert_eq!((file.url, file.size, file.pages, file.sha256), (wanted.url, wanted.size, wanted.pages, wanted.sha256));
    let object: Value = world.a.hub.get_ap(&world.a.path(&draft.url)).await.ok().json();
    assert_eq!(object["type"], "Page");
    assert_eq!(object["attachment"][0]["href"], "https://doi.org/10.1234/abcd");
    assert!(object.get("summary").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_arrives_as_an_article_with_summary_and_picture() {
    let mut world = World::of_two().await;
    world.a.make_group_for("news", "public", Purpose::Spotlight).await;
    world.follow("bela", "news").await;
    let mut draft = world.a.draft("ana", "news", "Shade", "## Why now\n\nText.").await;
    draft.attachments = vec![attachment("picture", "street.png")];
    world.a.hub.write(async |tx| articles::commands::publish(tx, &draft, "Shade is a service.").await).await.unwrap();
    let there = world.b.awaits_post(&draft.url, SOON).await;
    assert_eq!(there["kind"], "article");
    let mut conn = world.b.hub.read().await.unwrap();
    let id = waypost::posts::queries::by_url(&mut conn, &draft.url).await.unwrap().unwrap().id;
    assert_eq!(articles::queries::by_post(&mut conn, id).await.unwrap().unwrap().summary, "Shade is a service.");
    let picture = waypost::posts::queries::list_attachments(&mut conn, &[id]).await.unwrap().remove(0);
    assert_eq!((picture.role.as_str(), picture.alt.as_str()), ("picture", "A street"));
}
