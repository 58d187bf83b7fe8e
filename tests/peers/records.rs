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

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_record_is_lost_long_titles_and_unknown_codes_included() {
    let mut world = World::of_two().await;
    world.a.make_group_for("papers", "public", Purpose::Library).await;
    world.follow("bela", "papers").await;
    let title = format!("{} final", "Évaluation de l’appui au retour et à la réintégration ".repeat(5));
    let source = format!("{}\n\nEnd of *it*.", "A sentence of an abstract. ".repeat(900));
    let full = Record {
        authors: (0..40).map(|n| format!("Author {n}, \"X\" & <Y>")).collect(),
        year: Some(2003),
        type_code: "atlas-of-theirs".to_owned(),
        organisation: "منظمة الهجرة".to_owned(),
        publisher: "Urban Press".to_owned(),
        series: "Series, no. 7".to_owned(),
        languages: vec!["ar".to_owned(), "pt-BR".to_owned(), "wo".to_owned()],
        countries: vec!["SN".to_owned(), "001".to_owned(), "XK".to_owned()],
        themes: vec!["housing".to_owned(), "their-own-theme".to_owned()],
        doi: Some("10.1234/ab.cd-(e)".to_owned()),
        isbn: Some("9783161484100".to_owned()),
        link: Some("https://example.org/report?a=1&b=2".to_owned()),
        licence: "CC BY-NC-SA 3.0 IGO".to_owned(),
    };
    let mut draft = world.a.draft("ana", "papers", &title, &source).await;
    let mut files: Vec<AttachmentDraft> = ["one.pdf", "two.pdf"].map(|name| attachment("file", name)).to_vec();
    files[1].language = Some("fr".to_owned());
    draft.attachments = files.clone();
    // Codes of other hubs come in by their hubs' records: what is written here is checked.
    let origin = resources::commands::Origin::default();
    let stored = Record { type_code: "report".to_owned(), ..full.clone() };
    let stored = Record { themes: Vec::new(), countries: vec!["SN".to_owned()], ..stored };
    world.a.hub.write(async |tx| resources::commands::share(tx, &draft, &stored, &origin).await).await.unwrap();
    let client = world.a.hub.database.client().await;
    client
        .execute(
            "update resources set type_code = $1, themes = $2, countries = $3",
            &[&full.type_code, &full.themes, &full.countries],
        )
        .await
        .unwrap();
    world.b.awaits_post(&draft.url, SOON).await;
    // The newest state is what its address answers: looked up afresh.
    let other = crate::peers::world::Side::start().await;
    other.look_up(&draft.url).await;
    let mut conn = other.hub.read().await.unwrap();
    let post = waypost::posts::queries::by_url(&mut conn, &draft.url).await.unwrap().unwrap();
    assert_eq!(post.title, title.trim());
    assert!(post.body_html.contains("End of <em>it</em>."), "the abstract is whole");
    assert_eq!(resources::queries::by_post(&mut conn, post.id).await.unwrap().unwrap().record, full);
    let found = waypost::posts::queries::list_attachments(&mut conn, &[post.id]).await.unwrap();
    let facts: Vec<_> = found
        .iter()
        .map(|one| {
            (
                one.url.clone(),
                one.name.clone(),
                one.media_type.clone(),
                one.size,
                one.pages,
                one.language.clone(),
                one.sha256.clone(),
            )
        })
        .collect();
    let wanted: Vec<_> = files
        .iter()
        .map(|one| {
            (
                one.url.clone(),
                one.name.clone(),
                one.media_type.clone(),
                one.size,
                one.pages,
                one.language.clone(),
                one.sha256.clone(),
            )
        })
        .collect();
    assert_eq!(facts, wanted);
    let object: Value = world.a.hub.get_ap(&world.a.path(&draft.url)).await.ok().json();
    assert!(object["name"].as_str().unwrap().chars().count() <= 200, "what others show stays short");
}
