//! The library through HTTP: an import that is found, sharing with files, what is refused, who may have what.

use std::io::Write;

use serde_json::json;
use waypost::import::{self, Order};
use waypost::search;

use crate::support::{Browser, TestHub, Upload, shared};

/// One page, as small as a PDF can be.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n\
xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \n\
trailer<</Size 4/Root 1 0 R>>\nstartxref\n168\n%%EOF\n";

fn order(file: impl Into<std::path::PathBuf>) -> Order {
    Order { file: file.into(), group: "library".to_owned(), author: None }
}

async fn join(hub: &TestHub, member: &Browser, group: &str) {
    member.post_form(&format!("/groups/{group}/membership"), &[]).await;
    let client = hub.database.client().await;
    let joined = client
        .query_one(
            "select count(*) from memberships m join actors g on g.id = m.followed_id \
             where g.handle = $1 and m.state = 'accepted'",
            &[&group],
        )
        .await
        .unwrap();
    assert!(joined.get::<_, i64>(0) > 0, "nobody belongs to {group}");
}

/// The library group's id in its public form.
async fn library_group(hub: &TestHub) -> String {
    group(hub, "library").await
}

async fn group(hub: &TestHub, handle: &str) -> String {
    let mut conn = hub.read().await.unwrap();
    waypost::actors::queries::by_handle(&mut conn, handle).await.unwrap().unwrap().id.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_publications_are_imported_once_and_found() {
    let Some(file) = shared("data/iom_evaluations_export_2025-11-13.csv") else { return };
    let mut hub = TestHub::start().await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("evaluations.csv");
    std::fs::copy(file, &copy).unwrap();
    let summary = import::publications(&hub, &order(&copy)).await.unwrap();
    assert_eq!((summary.imported, summary.known, summary.rejected), (734, 0, 0), "{summary}");
    hub.drain().await;
    let all = hub.get("/library").await.ok();
    all.shows("734 publications");
    hub.get("/library?q=migration+data+strategy").await.ok().shows("EVALUATION OF IOM’S MIGRATION DATA STRATEGY");
    // Without its accents, in another language than the title's country, by country, by year.
    hub.get("/library?q=haiti+republique+dominicaine").await.ok().shows("Renforcement du dialogue binational");
    hub.get("/library?q=Maroc").await.ok().shows("Morocco");
    let niger = hub.get("/library?country=NE").await.ok();
    niger.shows("24 publications");
    hub.get("/library?from=2020&to=2020").await.ok().shows("74 publications");
    hub.get("/library?country=NE&from=1900&to=1901").await.ok().shows("0 publications");
    // Every page once: nothing twice, nothing missing.
    let mut seen = std::collections::HashSet::new();
    let mut next = Some("/api/v1/resources?sort=year".to_owned());
    while let Some(address) = next {
        let page = hub.visitor.api("GET", &address, serde_json::Value::Null).await.json();
        for result in page["results"].as_array().unwrap() {
            assert!(seen.insert(result["id"].as_str().unwrap().to_owned()), "twice: {result}");
        }
        next = page["next"].as_str().map(|cursor| format!("/api/v1/resources?sort=year&after={cursor}"));
    }
    assert_eq!(seen.len(), 734);
    let again = import::publications(&hub, &order(&copy)).await.unwrap();
    assert_eq!((again.imported, again.known), (0, 734));
    hub.drain().await;
    // Nothing of this goes out one by one, and nobody is told of each.
    let client = hub.database.client().await;
    let count = |table: &'static str| {
        let client = &client;
        async move { client.query_one(&format!("select count(*) from {table}"), &[]).await.unwrap().get::<_, i64>(0) }
    };
    assert_eq!((count("activities").await, count("notices").await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_row_goes_to_the_rejects_with_line_and_reason() {
    let hub = TestHub::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    writeln!(file, "title,year,language,doi").unwrap();
    writeln!(file, "A good one,2020,French,10.1234/x").unwrap();
    writeln!(file, ",2020,French,").unwrap();
    writeln!(file, "Too many cells,2020,French,,,,").unwrap();
    file.write_all(b"Not text \xff\xfe,2020,French,\n").unwrap();
    writeln!(file, "Year from the future,3020,French,").unwrap();
    writeln!(file, "Another good one,2021,,").unwrap();
    drop(file);
    let summary = import::publications(&hub, &order(&path)).await.unwrap();
    assert_eq!((summary.imported, summary.rejected), (2, 4), "{summary}");
    let rejects = std::fs::read_to_string(summary.rejects.unwrap()).unwrap();
    let lines: Vec<&str> = rejects.lines().collect();
    assert_eq!(lines[0], "line,reason,title,year,language,doi");
    assert!(rejects.contains("3,title: missing,"), "{rejects}");
    assert!(
        lines.iter().any(|line| line.starts_with("4,")) && lines.iter().any(|line| line.starts_with("5,")),
        "{rejects}"
    );
    assert!(rejects.contains("year: year,Year from the future"), "{rejects}");
    let none = folder.path().join("none.csv");
    std::fs::write(&none, "name\nx\n").unwrap();
    assert!(import::publications(&hub, &order(&none)).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_shares_a_publication_with_a_file_and_edits_its_record() {
    let mut hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    join(&hub, &amina, "library").await;
    let place = library_group(&hub).await;
    amina.get("/library/new").await.ok().shows("Share a publication");
    let typed = [
        ("group", place.as_str()),
        ("title", "Manuel de réintégration"),
        ("type", "manual"),
        ("year", "2021"),
        ("language", "fr"),
        ("body", "Pour les **conseillers**."),
        ("authors", "Ba, Aïssatou\nDiallo, M."),
        ("organisation", "OIM"),
        ("countries", "Ivory Coast; Worldwide"),
        ("themes", "case-management"),
        ("languages", "Arabic"),
        ("doi", "https://doi.org/10.1234/AbC"),
    ];
    let file = || Upload { field: "files", name: "..\\manuel.PDF", media_type: "text/html", bytes: PDF };
    // First the file only: the form comes back with it.
    let mut step = typed.to_vec();
    step.push(("add", "1"));
    let form = amina.post_multipart("/library", &step, &[file()]).await.ok();
    form.shows("manuel.pdf").shows("Manuel de réintégration");
    let kept = form.input("kept").unwrap();
    let mut last = typed.to_vec();
    let language = format!("file-language-{kept}");
    last.extend([("kept", kept.as_str()), (language.as_str(), "ar")]);
    let page = amina.post_multipart("/library", &last, &[]).await.leads();
    let shown = hub.get(&page).await.ok();
    shown.shows("Manuel de réintégration").shows("Ba, Aïssatou").shows("Côte").shows("10.1234/AbC").shows("1 page");
    assert!(shown.body.contains("citation_author") && shown.body.contains("citation_pdf_url"));
    let id = page.rsplit('/').next().unwrap().to_owned();
    let ris = hub.get(&format!("/library/{id}/citation.ris")).await.ok();
    assert!(ris.body.contains("TI  - Manuel de réintégration\r\n"), "{}", ris.body);
    let bib = hub.get(&format!("/library/{id}/citation.bib")).await.ok();
    assert!(bib.body.starts_with("@manual{ba2021manuel,"), "{}", bib.body);
    let link = shown.links("/files/").into_iter().next().unwrap();
    let got = hub.get(&link).await.ok();
    assert_eq!(got.header("content-type"), Some("application/pdf"));
    assert!(got.header("content-disposition").unwrap().starts_with("attachment; filename=\"manuel.pdf\""));
    assert_eq!(got.header("content-security-policy"), Some("sandbox; default-src 'none'"));
    hub.drain().await;
    hub.get("/library?language=ar&country=CI").await.ok().shows("Manuel de réintégration");
    // The same again is noticed, and shared all the same when asked for.
    let twin = amina.post_multipart("/library", &typed, &[]).await.is(422);
    twin.shows("It is a different publication");
    // Faults stand beside their fields and nothing typed is lost.
    let mut wrong = typed.to_vec();
    wrong.retain(|(name, _)| !matches!(*name, "year" | "doi" | "countries" | "title"));
    wrong.extend([("year", "soon"), ("doi", "nonsense"), ("countries", "Atlantis"), ("isbn", "978-0-306-40615-8")]);
    let back = amina.post_multipart("/library", &wrong, &[]).await.is(422);
    back.shows("not a DOI").shows("one of these countries").shows("digits do not add up").shows("Atlantis");
    // An edit, and an edit of what somebody has edited meanwhile.
    let form = amina.get(&format!("/library/{id}/edit")).await.ok();
    let version = form.input("version").unwrap();
    let mut edited = last.clone();
    edited.retain(|(name, _)| *name != "year");
    edited.extend([("year", "2022"), ("version", version.as_str())]);
    amina.post_multipart(&format!("/library/{id}"), &edited, &[]).await.leads();
    hub.get(&page).await.ok().shows("2022").shows("manuel.pdf");
    amina.post_multipart(&format!("/library/{id}"), &edited, &[]).await.is(422).shows("changed this meanwhile");
    let other = hub.member("bilal").await;
    other.get(&format!("/library/{id}/edit")).await.is(403);
    hub.get(&format!("/library/{id}/edit")).await.is(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn c08_what_is_not_what_it_says_is_refused_and_pictures_lose_their_metadata() {
    let hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    let upload = async |name: &str, bytes: &[u8]| {
        let file = Upload { field: "files", name, media_type: "application/pdf", bytes };
        amina.post_multipart("/library", &[("title", "T"), ("language", "en"), ("add", "1")], &[file]).await
    };
    for (name, bytes) in [
        ("page.pdf", b"<html><script>alert(1)</script>".as_slice()),
        ("image.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("actor.pdf", b"{\"type\":\"Person\",\"id\":\"https://b.test/bob\"}"),
        ("program.pdf", b"MZ\x90\0\x03"),
        ("archive.docx", b"PK\x03\x04 nothing of an office"),
    ] {
        upload(name, bytes).await.is(422).shows("cannot be added");
    }
    upload("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0").await.is(422).shows("HEIC");
    upload("cut.png", b"\x89PNG\r\n\x1a\nnothing").await.is(422).shows("could not be read");
    // A PDF that kills its reader is kept without its pages (C09).
    let deep = [b"%PDF-1.7\n1 0 obj ".as_slice(), &b"[".repeat(10_380)].concat();
    upload("deep.pdf", &deep).await.ok().shows("deep.pdf");
    // What hides in a picture stays behind (C11).
    let mut jpeg = Vec::new();
    let pixels = image::RgbImage::from_pixel(64, 48, image::Rgb([200, 30, 30]));
    pixels.write_with_encoder(image::codecs::jpeg::JpegEncoder::new(&mut jpeg)).unwrap();
    let secret = b"GPS 13.5137N 2.1098E of a case worker";
    let mut spoken = vec![0xff, 0xd8, 0xff, 0xfe, 0, u8::try_from(secret.len() + 2).unwrap()];
    spoken.extend(secret);
    spoken.extend(&jpeg[2..]);
    spoken.extend(b"<html>appended</html>");
    let form = upload("photo.jpg", &spoken).await.ok();
    let id = form.input("kept").unwrap();
    let got = amina.get(&format!("/files/{id}/photo.jpg")).await.ok();
    assert_eq!(got.header("content-type"), Some("image/jpeg"));
    assert!(!got.body.contains("case worker") && !got.body.contains("appended"));
    amina.get(&format!("/files/{id}/photo.jpg?small")).await.ok();
    // Nobody else has it, and absent looks the same.
    let bilal = hub.member("bilal").await;
    bilal.get(&format!("/files/{id}/photo.jpg")).await.is(404);
    hub.get(&format!("/files/{id}/photo.jpg")).await.is(404);
    hub.get("/files/00000000000000000000000000/x.jpg").await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_too_large_says_so_and_keeps_what_was_typed() {
    let hub = TestHub::setup().with(|config| config.data.max_upload_mb = 1).start().await;
    let amina = hub.member("amina").await;
    let large = [PDF, &vec![b' '; 1_200_000]].concat();
    let file = Upload { field: "files", name: "large.pdf", media_type: "application/pdf", bytes: &large };
    let back = amina.post_multipart("/library", &[("title", "Keep me"), ("language", "en")], &[file]).await.is(422);
    back.shows("too large");
    assert_eq!(back.input("title").as_deref(), Some("Keep me"));
    let left = std::fs::read_dir(hub.data.path().join("files/incoming")).unwrap().count();
    assert_eq!(left, 0, "something was left behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn c12_a_form_without_its_token_stores_nothing() {
    let hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    amina.set_csrf("wrong");
    let file = Upload { field: "files", name: "a.pdf", media_type: "application/pdf", bytes: PDF };
    let back = amina.post_multipart("/library", &[("title", "Keep me"), ("language", "en")], &[file]).await.is(422);
    back.shows("Your session had ended").hides("name=\"kept\"");
    assert_eq!(back.input("title").as_deref(), Some("Keep me"));
    assert!(!hub.data.path().join("files/incoming").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_loses_no_publication_and_no_article() {
    let hub = TestHub::start().await;
    let vera = hub.editor("vera").await;
    let typed = [("title", "Years of work"), ("body", "Forms and steps."), ("themes", "health"), ("summary", "All")];
    for path in ["/library", "/spotlight", "/library/x", "/spotlight/x"] {
        let file = Upload { field: "files", name: "a.pdf", media_type: "application/pdf", bytes: PDF };
        let kept = hub.visitor.post_multipart(path, &typed, &[file]).await.is(401);
        kept.shows("Forms and steps.</textarea>").shows(&format!("action=\"{path}\"")).shows("href=\"/sign-in\"");
        assert_eq!(kept.input("themes").as_deref(), Some("health"));
    }
    // What the kept page sends, after signing in again.
    let sent = "title=Years+of+work&body=Forms+and+steps.&themes=health&summary=All";
    for path in ["/library", "/spotlight"] {
        let again = vera.post_raw(path, "application/x-www-form-urlencoded", sent).await.is(422);
        again.shows("Your session had ended").shows("Forms and steps.</textarea>").shows("csrf-vera");
    }
    assert!(!hub.data.path().join("files/incoming").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_a_file_can_be_had() {
    let mut hub = TestHub::start().await;
    let amina = hub.editor("amina").await;
    join(&hub, &amina, "library").await;
    let place = library_group(&hub).await;
    let file = Upload { field: "files", name: "a.pdf", media_type: "application/pdf", bytes: PDF };
    let typed = [("group", place.as_str()), ("title", "A"), ("type", "report"), ("language", "en")];
    let page = amina.post_multipart("/library", &typed, &[file]).await.leads();
    let link = hub.get(&page).await.ok().links("/files/").into_iter().next().unwrap();
    let request = hub.visitor.request(reqwest::Method::GET, &link).header("range", "bytes=0-7");
    let part = hub.visitor.send(request).await.is(206);
    assert_eq!(part.header("content-range").unwrap(), format!("bytes 0-7/{}", PDF.len()));
    assert_eq!(part.body, "%PDF-1.4");
    let etag = part.header("etag").unwrap().to_owned();
    let request = hub.visitor.request(reqwest::Method::GET, &link).header("if-none-match", etag);
    hub.visitor.send(request).await.is(304);
    // Taken back, it is gone for everybody.
    amina.post_form(&format!("{page}/withdrawal"), &[]).await;
    hub.get(&link).await.is(404);
    hub.drain().await;
    hub.get("/library").await.ok().hides(">A<");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_publishes_an_article_with_a_described_picture() {
    let mut hub = TestHub::start().await;
    let (vera, amina) = (hub.editor("vera").await, hub.member("amina").await);
    amina.get("/spotlight/new").await.is(403);
    hub.get("/spotlight").await.ok().shows("No articles yet");
    let place = group(&hub, "spotlight").await;
    let mut png = Vec::new();
    let pixels = image::RgbaImage::from_pixel(40, 20, image::Rgba([0, 90, 90, 120]));
    pixels.write_with_encoder(image::codecs::png::PngEncoder::new(&mut png)).unwrap();
    let picture = || Upload { field: "picture", name: "market.png", media_type: "image/png", bytes: &png };
    let typed = [
        ("group", place.as_str()),
        ("title", "Three friends, one workshop"),
        ("summary", "They run it together."),
        ("body", "It began with **one** machine, says @amina."),
        ("language", "en"),
    ];
    let back = vera.post_multipart("/spotlight", &typed, &[picture()]).await.is(422);
    back.shows("Please fill this in");
    let kept = back.input("kept").unwrap();
    let mut whole = typed.to_vec();
    whole.extend([("kept", kept.as_str()), ("alt", "Two women at a market stall")]);
    let page = vera.post_multipart("/spotlight", &whole, &[]).await.leads();
    let shown = hub.get(&page).await.ok();
    shown.shows("They run it together.").shows("one").shows("/people/amina");
    assert!(shown.body.contains("alt=\"Two women at a market stall\""));
    hub.get("/spotlight").await.ok().shows("Three friends, one workshop");
    hub.drain().await;
    hub.get("/search?q=workshop").await.ok().shows("Three friends, one workshop");
    hub.get("/search?q=wrokshop").await.ok().shows("Titles that look like it").shows("Three friends");
}

#[tokio::test(flavor = "multi_thread")]
async fn c25_no_question_is_an_error() {
    let mut hub = TestHub::start().await;
    let amina = hub.editor("amina").await;
    join(&hub, &amina, "library").await;
    let text = "word ".repeat(9_000);
    let body = json!({
        "group": library_group(&hub).await, "title": "Guide", "language": "en", "body": text,
        "record": { "type_code": "manual" }
    });
    amina.api("POST", "/api/v1/resources", body).await.is(201);
    hub.drain().await;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..150 {
        use proptest::strategy::{Strategy, ValueTree};
        let text = "\\PC{0,60}|[ \"'()&|!:*<>\\-\\\\%_a-z\u{0}]{0,60}".new_tree(&mut runner).unwrap().current();
        let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let address = format!("/search?q={encoded}&from={encoded}&kind={encoded}&after={encoded}&sort={encoded}");
        let answer = hub.get(&address).await;
        assert!(answer.status < 500, "{} for {text:?}", answer.status);
        let answer = hub.get(&format!("/library?country={encoded}&group={encoded}&q={encoded}")).await;
        assert!(answer.status < 500, "{} for {text:?}", answer.status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_can_be_built_anew() {
    let Some(file) = shared("data/iom_evaluations_export_2025-11-13.csv") else { return };
    let hub = TestHub::start().await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("evaluations.csv");
    std::fs::copy(file, &copy).unwrap();
    import::publications(&hub, &order(&copy)).await.unwrap();
    let client = hub.database.client().await;
    client.execute("delete from documents", &[]).await.unwrap();
    hub.get("/library?q=anything-to-miss-the-shelf").await.ok();
    let mut after = None;
    while let Some(last) = hub.write(async |tx| search::index::rebuild(tx, after).await).await.unwrap() {
        after = Some(last);
    }
    let count: i64 = client.query_one("select count(*) from documents", &[]).await.unwrap().get(0);
    assert_eq!(count, 734);
}
