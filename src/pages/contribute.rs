//! Sharing a publication and editing its record.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use url::form_urlencoded;
use web::form::{Choice, Field, Form};
use web::library::FormPage;
use web::parts::Note;
use web::shell::{Section, Tone};
use web::text::{Html, SANITISER};

use super::places::{Places, who_sees};
use super::uploads::{SentFiles, Taken};
use super::{PageError, PageResult, Sent, Visit, library, prose, typed};
use crate::app::App;
use crate::groups::{self, Purpose};
use crate::media::{self, FileRow};
use crate::posts::{self, AttachmentDraft, BODY_MOST, Change, Draft, Kind, Post};
use crate::resources::commands::{Origin, edit as edit_record, share};
use crate::resources::queries::list_alike;
use crate::resources::{Record, TITLE_MOST, identifiers};
use crate::store::ids::{FileId, PostId};
use crate::store::{Conn, Error};
use crate::vocabulary::{Scheme, countries, languages, themes, types};

/// What the file field offers to choose from; what is taken, the content decides.
const ACCEPT: &str = ".pdf,.docx,.xlsx,.pptx,.odt,image/jpeg,image/png,image/webp,image/gif";

/// What a form holds, typed or stored.
struct Typed {
    sent: Sent,
    /// Files that the publication will have.
    files: Vec<FileRow>,
    /// Addresses of files elsewhere, which an edit keeps.
    links: Vec<AttachmentDraft>,
    faults: Vec<(String, &'static str)>,
    alike: Vec<(String, String)>,
    preview: Option<Html>,
}

/// GET /library/new?group=
pub async fn new(State(app): State<App>, visit: Visit, RawQuery(query): RawQuery) -> PageResult {
    visit.me()?;
    let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    let typed = Typed { sent: Sent(pairs), ..Typed::empty() };
    show(&app, &visit, typed, None, StatusCode::OK).await
}

/// POST /library
pub async fn create(State(app): State<App>, visit: Visit, mut form: SentFiles) -> PageResult {
    let me = visit.me()?;
    let taken = form.take(&visit).await?;
    let (typed, record) = read(&app, &visit, form.sent, &taken, None).await?;
    if typed.sent.has("add") || typed.preview.is_some() || !typed.faults.is_empty() {
        let status = if typed.faults.is_empty() { StatusCode::OK } else { taken.status() };
        return show(&app, &visit, typed, None, status).await;
    }
    let now = app.clock.now();
    let id = PostId::fresh(now);
    let places = Places::load(&mut *app.read().await?, &visit, me, Kind::Resource).await?;
    let Some(group) = places.by_id(typed.sent.get("group")) else {
        return show(&app, &visit, typed.with("group", "choose"), None, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let draft = Draft {
        id,
        url: app.site.post(id),
        group,
        author: me.actor,
        kind: Kind::Resource,
        parent: None,
        title: typed.title(),
        body_source: Some(typed.sent.get("body").to_owned()),
        body_html: prose::render(&app, typed.sent.get("body")).await?.into_string(),
        sanitiser: SANITISER,
        language: typed.sent.get("language").to_owned(),
        published_at: now,
        edited_at: None,
        context: None,
        page_url: None,
        attachments: typed.attachments(),
    };
    match app.write(async |tx| share(tx, &draft, &record, &Origin::default()).await).await {
        Ok(()) => visit.redirect(&format!("/posts/{id}"), Some("flash-resource-shared")),
        Err(Error::Forbidden("members-only")) => {
            show(&app, &visit, typed.with("group", "members-only"), None, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => {
            let (status, faults) = typed::faults(error)?;
            show(&app, &visit, typed.faulty(faults), None, status).await
        }
    }
}

/// GET /library/{id}/edit
pub async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> PageResult {
    let (post, record) = editable(&mut *app.read().await?, &visit, &id).await?;
    let typed = stored(&app, &visit, &post, &record).await?;
    show(&app, &visit, typed, Some(&post), StatusCode::OK).await
}

/// POST /library/{id}
pub async fn update(State(app): State<App>, visit: Visit, Path(id): Path<String>, mut form: SentFiles) -> PageResult {
    let me = visit.me()?;
    let (post, _) = editable(&mut *app.read().await?, &visit, &id).await?;
    let taken = form.take(&visit).await?;
    let (mut typed, record) = read(&app, &visit, form.sent, &taken, Some(&post)).await?;
    if typed.sent.get("version") != version(&post) {
        typed = typed.with("version", "stale");
    }
    if typed.sent.has("add") || typed.preview.is_some() || !typed.faults.is_empty() {
        let status = if typed.faults.is_empty() { StatusCode::OK } else { taken.status() };
        return show(&app, &visit, typed, Some(&post), status).await;
    }
    let change = Change {
        title: typed.title(),
        body_source: Some(typed.sent.get("body").to_owned()),
        body_html: prose::render(&app, typed.sent.get("body")).await?.into_string(),
        sanitiser: SANITISER,
        language: typed.sent.get("language").to_owned(),
        edited_at: app.clock.now(),
        attachments: Some(typed.attachments()),
    };
    match app.write(async |tx| edit_record(tx, &post, me.actor, &change, &record).await).await {
        Ok(()) => visit.redirect(&format!("/posts/{}", post.id), Some("flash-resource-saved")),
        Err(error) => {
            let (status, faults) = typed::faults(error)?;
            show(&app, &visit, typed.faulty(faults), Some(&post), status).await
        }
    }
}

async fn editable(conn: &mut Conn, visit: &Visit, id: &str) -> Result<(Post, Record), PageError> {
    let me = visit.me()?;
    let (post, record) = library::visible(conn, visit, id).await?;
    let standing = groups::queries::standing(conn, post.group_id, me.actor).await?;
    posts::policy::may_edit(&post, &standing)?;
    if !post.local {
        return Err(Error::NotFound.into());
    }
    Ok((post.into_inner(), record))
}

/// Changes with every edit, so that nobody overwrites what they have not seen.
fn version(post: &Post) -> String {
    post.edited_at.unwrap_or(post.published_at).timestamp_micros().to_string()
}

impl Typed {
    fn empty() -> Self {
        Self {
            sent: Sent::default(),
            files: Vec::new(),
            links: Vec::new(),
            faults: Vec::new(),
            alike: Vec::new(),
            preview: None,
        }
    }

    fn with(mut self, field: &str, code: &'static str) -> Self {
        self.faults.push((field.to_owned(), code));
        self
    }

    fn faulty(self, faults: Vec<(&'static str, &'static str)>) -> Self {
        faults.into_iter().fold(self, |typed, (field, code)| typed.with(field, code))
    }

    fn title(&self) -> String {
        self.sent.get("title").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn attachments(&self) -> Vec<AttachmentDraft> {
        let files = self.files.iter().map(|file| {
            let named = self.sent.get(&format!("file-name-{}", file.id));
            let language = self.sent.find(&format!("file-language-{}", file.id)).map(str::to_owned);
            let guess = || self.sent.get("language").to_owned();
            AttachmentDraft {
                file: Some(file.id),
                url: None,
                role: "file",
                name: if named.is_empty() { file.name.clone() } else { named.chars().take(200).collect() },
                alt: String::new(),
                language: Some(language.unwrap_or_else(guess)).filter(|code| !code.is_empty()),
                media_type: Some(file.media_type.clone()),
                size: Some(file.size),
                pages: file.pages,
                sha256: Some(file.hash.clone()),
            }
        });
        files.chain(self.links.iter().cloned()).collect()
    }
}

/// Reads what was typed. Faults of the reading itself are in the answer; those of the record, its command finds.
async fn read(
    app: &App,
    visit: &Visit,
    sent: Sent,
    taken: &Taken,
    post: Option<&Post>,
) -> Result<(Typed, Record), PageError> {
    let me = visit.me()?;
    let mut typed = Typed { sent, faults: taken.faults.clone(), ..Typed::empty() };
    if typed.sent.has("preview") {
        typed.preview = Some(prose::render(app, typed.sent.get("body")).await?);
    }
    let mut conn = app.read().await?;
    let mut ids: Vec<FileId> = typed.sent.all("kept").iter().filter_map(|id| FileId::parse(id)).collect();
    ids.retain(|id| !typed.sent.has(&format!("file-drop-{id}")));
    let own = media::queries::list_own(&mut conn, me.member, &ids).await?;
    let mut shown = Vec::new();
    if let Some(post) = post {
        for attachment in posts::queries::list_attachments(&mut conn, &[post.id]).await? {
            match attachment.file_id {
                Some(file) => shown.push(file),
                None => typed.links.push(as_draft(attachment)),
            }
        }
    }
    // Another editor's uploads are in it already.
    let shown = media::queries::list_by_ids(&mut conn, &shown).await?;
    let known = |id: &FileId| own.iter().chain(&shown).find(|file| file.id == *id).cloned();
    typed.files = ids.iter().filter_map(known).collect();
    typed.files.extend(taken.files.iter().map(|(_, file)| file.clone()));
    let record = record(&mut typed);
    if !typed.sent.has("different") && !typed.sent.has("add") {
        let title = typed.title();
        let but = post.map(|post| post.id);
        let alike = list_alike(&mut conn, &visit.viewer, record.doi.as_deref(), &title, record.year, but).await?;
        if !title.is_empty() && !alike.is_empty() && typed.preview.is_none() {
            let line = |year: Option<i16>| year.map(|year| format!(" ({year})")).unwrap_or_default();
            typed.alike = alike
                .iter()
                .map(|one| (format!("/posts/{}", one.post), format!("{}{}", one.title, line(one.year))))
                .collect();
            typed.faults.push(("different".to_owned(), "alike"));
        }
    }
    Ok((typed, record))
}

fn record(typed: &mut Typed) -> Record {
    let (mut faults, sent) = (Vec::new(), &typed.sent);
    let mut codes = |field: &str, scheme: &'static Scheme, code: &'static str| {
        let (codes, unknown) = scheme.read_list(sent.get(field));
        if !unknown.is_empty() {
            faults.push((field.to_owned(), code));
        }
        codes
    };
    let countries = codes("countries", countries(), "country");
    let others = codes("languages", languages(), "language");
    let mut spoken = vec![sent.get("language").to_owned()];
    spoken.extend(others);
    spoken.extend(typed.files.iter().map(|file| sent.get(&format!("file-language-{}", file.id)).to_owned()));
    let mut languages: Vec<String> = Vec::new();
    for code in spoken {
        if !code.is_empty() && !languages.contains(&code) {
            languages.push(code);
        }
    }
    let mut identifier = |field: &str, read: fn(&str) -> Option<String>, code: &'static str| {
        let text = sent.get(field);
        let found = read(text);
        if found.is_none() && !text.is_empty() {
            faults.push((field.to_owned(), code));
        }
        found
    };
    let doi = identifier("doi", identifiers::doi, "doi");
    let isbn = identifier("isbn", identifiers::isbn, "isbn");
    let link = identifier("link", identifiers::link, "url");
    let year = identifier("year", |text| text.parse::<i16>().ok().map(|year| year.to_string()), "year");
    let record = Record {
        authors: sent
            .get("authors")
            .lines()
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        year: year.and_then(|year| year.parse().ok()),
        type_code: sent.get("type").to_owned(),
        organisation: sent.get("organisation").to_owned(),
        publisher: sent.get("publisher").to_owned(),
        series: sent.get("series").to_owned(),
        languages,
        countries,
        themes: sent.all("themes"),
        doi,
        isbn,
        link,
        licence: sent.get("licence").to_owned(),
    };
    typed.faults.extend(faults);
    record
}

fn as_draft(attachment: posts::Attachment) -> AttachmentDraft {
    AttachmentDraft {
        file: attachment.file_id,
        url: attachment.url,
        role: if attachment.role == "picture" { "picture" } else { "link" },
        name: attachment.name,
        alt: attachment.alt,
        language: attachment.language,
        media_type: attachment.media_type,
        size: attachment.size,
        pages: attachment.pages,
        sha256: attachment.sha256,
    }
}

/// What is stored, as if it had just been typed.
async fn stored(app: &App, visit: &Visit, post: &Post, record: &Record) -> Result<Typed, PageError> {
    let language = visit.words.lang.code();
    let mut conn = app.read().await?;
    let attachments = posts::queries::list_attachments(&mut conn, &[post.id]).await?;
    let ids: Vec<FileId> = attachments.iter().filter_map(|attachment| attachment.file_id).collect();
    let rows = media::queries::list_by_ids(&mut conn, &ids).await?;
    let names = |scheme: &'static Scheme, codes: &[String]| -> String {
        codes.iter().map(|code| scheme.name(code, language)).collect::<Vec<_>>().join("; ")
    };
    let others: Vec<String> = record.languages.iter().filter(|code| **code != post.language).cloned().collect();
    let mut pairs: Vec<(String, String)> = [
        ("title", post.title.clone()),
        ("body", post.body_source.clone().unwrap_or_default()),
        ("language", post.language.clone()),
        ("languages", names(languages(), &others)),
        ("countries", names(countries(), &record.countries)),
        ("authors", record.authors.join("\n")),
        ("year", record.year.map(|year| year.to_string()).unwrap_or_default()),
        ("type", record.type_code.clone()),
        ("organisation", record.organisation.clone()),
        ("publisher", record.publisher.clone()),
        ("series", record.series.clone()),
        ("doi", record.doi.clone().unwrap_or_default()),
        ("isbn", record.isbn.clone().unwrap_or_default()),
        ("link", record.link.clone().unwrap_or_default()),
        ("licence", record.licence.clone()),
        ("version", version(post)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec();
    pairs.extend(record.themes.iter().map(|code| ("themes".to_owned(), code.clone())));
    for attachment in &attachments {
        if let Some(id) = attachment.file_id {
            pairs.push((format!("file-name-{id}"), attachment.name.clone()));
            pairs.push((format!("file-language-{id}"), attachment.language.clone().unwrap_or_default()));
        }
    }
    let files = ids.iter().filter_map(|id| rows.iter().find(|file| file.id == *id)).cloned().collect();
    Ok(Typed { sent: Sent(pairs), files, ..Typed::empty() })
}

async fn show(app: &App, visit: &Visit, typed: Typed, post: Option<&Post>, status: StatusCode) -> PageResult {
    let (t, me) = (visit.words, visit.me()?);
    let mut conn = app.read().await?;
    let (title, submit, action) = match post {
        Some(post) => ("resource-edit", "resource-save", format!("/library/{}", post.id)),
        None => ("library-contribute", "resource-share", "/library".to_owned()),
    };
    let mut form =
        Form::post(t, action, visit.csrf(), t.t(submit)).with(Field::hidden("version", typed.sent.get("version")));
    let mut homeless = false;
    let seen = match post {
        Some(post) => groups::queries::by_id(&mut conn, post.group_id).await?,
        None => {
            let places = Places::load(&mut conn, visit, me, Kind::Resource).await?;
            homeless = places.is_empty();
            let chosen = places.chosen(typed.sent.get("group"), Purpose::Library).cloned();
            let value = chosen.as_ref().map(|group| group.id().to_string()).unwrap_or_default();
            let field = Field::select("group", t.t("resource-group"), places.choices()).required().value(value);
            form = form.with(field);
            chosen
        }
    };
    form = fields(form, visit, &typed, app.config.data.max_upload_mb * 1_000_000);
    if let Some(group) = seen {
        form = form.who_sees(who_sees(&mut conn, t, &group).await?);
    }
    drop(conn);
    if let Some(preview) = typed.preview {
        form = form.preview(preview);
    }
    let note = if homeless {
        let way = Some(("/groups/library".to_owned(), t.t("nav-library")));
        Some(Note { tone: Tone::Info, text: t.t("resource-join-first"), action: way })
    } else {
        let alike = || Note { tone: Tone::Warning, text: t.t("resource-alike"), action: None };
        (!typed.alike.is_empty()).then(alike)
    };
    let mut shell = visit.shell(&t.t(title));
    shell.section = Section::Library;
    let form = form.button("add", "1", t.t("resource-upload-only")).with_faults(typed.faults);
    visit.page_with(status, &FormPage { t, shell, note, alike: typed.alike, form })
}

fn fields(form: Form, visit: &Visit, typed: &Typed, most: u64) -> Form {
    let (t, sent) = (visit.words, &typed.sent);
    let language = t.lang.code();
    let spoken = |chosen: &str| -> Field {
        let choices = web::figures::LANGUAGES.iter().map(|(code, key)| Choice::new(*code, t.t(key))).collect();
        Field::select("language", t.t("resource-language"), choices).value(chosen)
    };
    let named = |scheme: &'static Scheme| -> Vec<Choice> {
        scheme.list().iter().map(|term| Choice::new(term.code, term.name(language))).collect()
    };
    let text = |name: &'static str, key: &str| Field::text(name, t.t(key)).max(250).value(sent.get(name));
    let chosen = sent.find("language").unwrap_or(language);
    let kind = sent.find("type").unwrap_or("report");
    let title_most = u32::try_from(TITLE_MOST).unwrap_or(u32::MAX);
    let body_most = u32::try_from(BODY_MOST).unwrap_or(u32::MAX);
    let size = t.size(i64::try_from(most).unwrap_or(i64::MAX));
    let mut form = form
        .with(text("title", "resource-title").max(title_most).required().help(t.t("resource-title-help")))
        .with(Field::select("type", t.t("resource-type"), named(types())).value(kind))
        .with(Field::number("year", t.t("resource-year")).min(1900).max(2100).value(sent.get("year")))
        .with(spoken(chosen))
        .with(
            Field::editor("body", t.t("resource-abstract"))
                .help(t.t("resource-abstract-help"))
                .max(body_most)
                .value(sent.get("body")),
        );
    for file in &typed.files {
        let id = file.id.to_string();
        let name = sent.find(&format!("file-name-{id}")).filter(|name| !name.is_empty()).unwrap_or(&file.name);
        let spoken_in = sent.find(&format!("file-language-{id}")).unwrap_or(chosen);
        let choices = web::figures::LANGUAGES.iter().map(|(code, key)| Choice::new(*code, t.t(key))).collect();
        form = form
            .with(Field::hidden("kept", id.clone()))
            .with(
                Field::text(&format!("file-name-{id}"), t.with("resource-file-name", &[("file", &file.name)]))
                    .max(200)
                    .value(name),
            )
            .with(
                Field::select(&format!("file-language-{id}"), t.t("resource-file-language"), choices).value(spoken_in),
            )
            .with(Field::check(&format!("file-drop-{id}"), t.t("resource-file-drop")));
    }
    form = form
        .with(
            Field::files("files", t.t("resource-upload"), ACCEPT)
                .help(t.with("resource-upload-help", &[("size", &size)])),
        )
        .with(
            Field::area("authors", t.t("resource-authors"), 3)
                .help(t.t("resource-authors-help"))
                .value(sent.get("authors")),
        )
        .with(text("organisation", "resource-organisation"))
        .with(text("countries", "resource-countries").max(2000).help(t.t("resource-countries-help")))
        .with(Field::checks("themes", t.t("resource-themes"), named(themes())).values(sent.all("themes")))
        .with(text("languages", "resource-languages").help(t.t("resource-languages-help")))
        .with(text("publisher", "resource-publisher"))
        .with(text("series", "resource-series"))
        .with(text("doi", "resource-doi"))
        .with(text("isbn", "resource-isbn"))
        .with(Field::url("link", t.t("resource-link")).help(t.t("resource-link-help")).value(sent.get("link")))
        .with(text("licence", "resource-licence").help(t.t("resource-licence-help")));
    if !typed.alike.is_empty() {
        form = form.with(Field::check("different", t.t("resource-different")));
    }
    form
}
