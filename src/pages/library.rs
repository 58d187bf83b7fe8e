//! The library: every publication that the reader may see, with its filters; and a publication's part of its page.

use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use web::find::FoundPage;
use web::library::Leaflet;
use web::parts::{Empty, FileRow, Record as Facts};
use web::shell::Section;
use web::text::Html;

use super::find::{self, Asked, Names};
use super::{PageResult, Visit};
use crate::app::App;
use crate::groups::{self, Visible};
use crate::media::Kind as FileKind;
use crate::posts::{self, Kind, Post};
use crate::resources::citation::Cited;
use crate::resources::{self, Record};
use crate::search;
use crate::store::ids::PostId;
use crate::store::{Conn, Error, Result};
use crate::vocabulary::{countries, themes, types};

/// GET /library?q=&type=&country=&language=&theme=&organisation=&from=&to=&sort=&after=
pub async fn index(State(app): State<App>, visit: Visit, RawQuery(query): RawQuery) -> PageResult {
    let t = visit.words;
    let asked = Asked::read("/library", query.as_deref(), Some(Kind::Resource));
    let mut conn = app.read().await?;
    let found = search::found::find(&mut conn, &visit.viewer, &asked.ask).await?;
    let names = Names::load(&mut conn, &found).await?;
    let rows = find::rows(&mut conn, &visit, &found.hits, &asked.ask.text).await?;
    let near = if found.total == 0 { nearby(&mut conn, &visit, &asked.ask.text).await? } else { Vec::new() };
    drop(conn);
    let facets = &found.facets;
    let mut shown = vec![
        asked.facet(t, &names, "find-type", "type", &facets.types),
        asked.facet(t, &names, "resource-available", "language", &facets.languages),
        asked.facet(t, &names, "resource-countries", "country", &facets.countries),
        asked.facet(t, &names, "resource-themes", "theme", &facets.themes),
        asked.facet(t, &names, "resource-organisation", "organisation", &facets.organisations),
    ];
    if facets.groups.len() > 1 {
        shown.push(asked.facet(t, &names, "find-group", "group", &find::group_counts(&found)));
    }
    let contribute = visit.viewer.me().map(|_| ("/library/new".to_owned(), t.t("library-contribute")));
    let empty = rows.is_empty().then(|| {
        let (title, text) =
            if asked.is_open() { ("library-none", "library-none-text") } else { ("find-none", "find-none-text") };
        Empty { title: t.t(title), text: t.t(text), action: None }
    });
    let mut shell = visit.shell(&t.t("nav-library"));
    shell.section = Section::Library;
    shell.description = t.t("library-lead");
    visit.page(&FoundPage {
        t,
        shell,
        action: "/library".to_owned(),
        lead: if asked.is_open() { t.t("library-lead") } else { String::new() },
        asked: asked.ask.text.clone(),
        facets: shown,
        years: Some(asked.years()),
        sorts: asked.sorts(t),
        chips: asked.chips(t, &names),
        count: t.n("find-publications", found.total),
        rows,
        empty,
        near,
        groups: Vec::new(),
        people: Vec::new(),
        pager: asked.pager(t, &found),
        deed: contribute,
    })
}

/// Titles that look like what was asked: address and title.
pub async fn nearby(conn: &mut Conn, visit: &Visit, text: &str) -> Result<Vec<(String, String)>> {
    let near = search::found::list_near(conn, &visit.viewer, text).await?;
    let ids: Vec<PostId> = near.iter().map(|id| **id).collect();
    let posts = posts::queries::list_full(conn, &ids).await?;
    Ok(posts.into_iter().map(|full| (format!("/posts/{}", full.post.id), full.post.title)).collect())
}

/// What a publication's page shows between its title and its replies.
pub async fn leaflet(conn: &mut Conn, visit: &Visit, post: &Visible<Post>) -> Result<Leaflet> {
    let t = visit.words;
    let record = resources::queries::by_post(conn, post.id).await?.map(|resource| resource.record);
    let record = record.unwrap_or_default();
    let attachments = posts::queries::list_attachments(conn, &[post.id]).await?;
    let edit = match visit.viewer.me() {
        Some(me) => {
            let standing = groups::queries::standing(conn, post.group_id, me.actor).await?;
            posts::policy::may_edit(post, &standing).is_ok() && post.local
        }
        None => false,
    };
    let site = &visit.app.site;
    let html = super::rows::body(site, post, &attachments);
    let page = post.page_url.clone().unwrap_or_else(|| post.url.clone());
    let cited = Cited { title: &post.title, record: &record, page: &page, language: &post.language, abstract_text: "" };
    let citation = cited.line();
    let (mut files, mut links, mut first_pdf) = (Vec::new(), Vec::new(), None);
    for file in attachments {
        let name = if file.name.is_empty() { post.title.clone() } else { file.name.clone() };
        match (file.file_id, &file.url) {
            (Some(id), _) => {
                let kind = file.media_type.as_deref().and_then(FileKind::by_media_type);
                let href = site.file(id, &name);
                if kind == Some(FileKind::Pdf) {
                    first_pdf.get_or_insert_with(|| href.clone());
                }
                files.push(FileRow {
                    t,
                    href: site.path_of(&href).map_or_else(|| href.clone(), str::to_owned),
                    name,
                    kind: kind.map_or_else(String::new, |kind| kind.extension().to_uppercase()),
                    bytes: file.size.and_then(|size| u64::try_from(size).ok()).unwrap_or(0),
                    pages: file.pages.and_then(|pages| u32::try_from(pages).ok()),
                    lang: file.language.unwrap_or_default(),
                    picture: None,
                });
            }
            // Of a publication elsewhere: our copy, fetched when somebody asks for it.
            (None, Some(_)) if file.role == "file" => {
                files.push(FileRow { name, ..super::rows::file_row(t, site, &file) });
            }
            (None, Some(_)) if file.role == "inline" => {}
            (None, Some(address)) => {
                let host = url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
                links.push((address.clone(), name, host.unwrap_or_default()));
            }
            (None, None) => {}
        }
    }
    Ok(Leaflet {
        t,
        lang: post.language.clone(),
        abstract_html: html,
        files,
        links,
        record: facts(visit, &record),
        citation,
        bibtex: format!("/library/{}/citation.bib", post.id),
        ris: format!("/library/{}/citation.ris", post.id),
        meta: meta(post, &record, first_pdf),
        edit: edit.then(|| format!("/library/{}/edit", post.id)),
    })
}

/// The record in words, each value a way to its like.
fn facts(visit: &Visit, record: &Record) -> Facts {
    let t = visit.words;
    let language = t.lang.code();
    let link = |name: &str, value: &str| {
        let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
        format!("/library?{name}={value}")
    };
    let mut facts: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let mut add = |key: &str, values: Vec<(String, String)>| {
        if values.iter().any(|(words, _)| !words.is_empty()) {
            facts.push((t.t(key), values));
        }
    };
    let plain = |text: &str| vec![(text.to_owned(), String::new())];
    add("resource-authors", record.authors.iter().map(|name| (name.clone(), String::new())).collect());
    add("resource-organisation", vec![(record.organisation.clone(), link("organisation", &record.organisation))]);
    if record.publisher != record.organisation {
        add("resource-publisher", plain(&record.publisher));
    }
    add("resource-type", vec![(types().name(&record.type_code, language), link("type", &record.type_code))]);
    add(
        "resource-year",
        record.year.iter().map(|year| (year.to_string(), format!("/library?from={year}&to={year}"))).collect(),
    );
    add("resource-series", plain(&record.series));
    add("resource-available", record.languages.iter().map(|code| (t.language(code), link("language", code))).collect());
    add(
        "resource-countries",
        record.countries.iter().map(|code| (countries().name(code, language), link("country", code))).collect(),
    );
    add(
        "resource-themes",
        record.themes.iter().map(|code| (themes().name(code, language), link("theme", code))).collect(),
    );
    add("resource-doi", record.doi.iter().map(|doi| (doi.clone(), format!("https://doi.org/{doi}"))).collect());
    add("resource-isbn", record.isbn.iter().map(|isbn| (isbn.clone(), String::new())).collect());
    add("resource-link", record.link.iter().map(|link| (link.clone(), link.clone())).collect());
    add("resource-licence", plain(&record.licence));
    Facts { facts }
}

/// Google Scholar's names ("Inclusion guidelines for webmasters", Highwire tags).
fn meta(post: &Post, record: &Record, pdf: Option<String>) -> Vec<(&'static str, String)> {
    let mut meta = vec![("citation_title", post.title.clone()), ("citation_language", post.language.clone())];
    meta.extend(record.authors.iter().map(|name| ("citation_author", name.clone())));
    meta.extend(record.year.map(|year| ("citation_publication_date", year.to_string())));
    let publisher = if record.publisher.is_empty() { &record.organisation } else { &record.publisher };
    if !publisher.is_empty() {
        meta.push(("citation_publisher", publisher.clone()));
    }
    meta.extend(record.doi.clone().map(|doi| ("citation_doi", doi)));
    meta.extend(record.isbn.clone().map(|isbn| ("citation_isbn", isbn)));
    meta.extend(pdf.map(|address| ("citation_pdf_url", address)));
    meta
}

/// GET /library/{id}/citation.bib
pub async fn bibtex(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> PageResult {
    cite(&app, &visit, &id, "bib", "application/x-bibtex; charset=utf-8", |cited| cited.bibtex()).await
}

/// GET /library/{id}/citation.ris
pub async fn ris(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> PageResult {
    cite(&app, &visit, &id, "ris", "application/x-research-info-systems; charset=utf-8", |cited| cited.ris()).await
}

async fn cite(
    app: &App,
    visit: &Visit,
    id: &str,
    extension: &str,
    media_type: &'static str,
    write: fn(&Cited<'_>) -> String,
) -> PageResult {
    let mut conn = app.read().await?;
    let (post, resource) = visible(&mut conn, visit, id).await?;
    let html = Html::stored(post.body_html.clone(), post.sanitiser);
    let page = post.page_url.clone().unwrap_or_else(|| post.url.clone());
    let cited = Cited {
        title: &post.title,
        record: &resource,
        page: &page,
        language: &post.language,
        abstract_text: &web::text::shorten(&web::text::plain(&html), 2000),
    };
    let name = format!("attachment; filename=\"citation-{}.{extension}\"", post.id);
    Ok(([(CONTENT_TYPE, media_type.to_owned()), (CONTENT_DISPOSITION, name)], write(&cited)).into_response())
}

/// A standing publication that the visitor may see, with its record.
pub async fn visible(conn: &mut Conn, visit: &Visit, id: &str) -> Result<(Visible<Post>, Record)> {
    let id = PostId::parse(id).ok_or(Error::NotFound)?;
    let post = posts::queries::seen(conn, &visit.viewer, id).await?.filter(|post| !post.is_gone());
    let post = post.ok_or(Error::NotFound)?;
    let resource = resources::queries::by_post(conn, id).await?.ok_or(Error::NotFound)?;
    Ok((post, resource.record))
}
