//! Spotlight: the list of articles, an article's part of its page, and the form that editors write with.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use web::form::{Choice, Field, Form};
use web::library::FormPage;
use web::parts::{Empty, Pager, PostRow};
use web::shell::Section;
use web::spotlight::{ArticleRow, Picture, Piece, SpotlightPage};
use web::text::SANITISER;

use super::places::{Places, who_sees};
use super::uploads::{SentFiles, Taken};
use super::{PageError, PageResult, Sent, Visit, prose, rows, typed};
use crate::app::App;
use crate::articles::{self, ALT_MOST, SUMMARY_MOST};
use crate::groups::{self, Purpose, Visible};
use crate::media::{self, FileRow};
use crate::posts::lists::{self, Filter};
use crate::posts::{self, Attachment, AttachmentDraft, BODY_MOST, Change, Draft, Kind, Post, TITLE_MOST};
use crate::store::ids::{FileId, PostId};
use crate::store::{Conn, Error, Result};

#[derive(Debug, Deserialize)]
pub struct Place {
    after: Option<String>,
}

/// GET /spotlight?after=
pub async fn index(State(app): State<App>, visit: Visit, Query(place): Query<Place>) -> PageResult {
    let t = visit.words;
    let mut conn = app.read().await?;
    let filter = Filter { kinds: vec![Kind::Article], ..Filter::default() };
    let after = place.after.as_deref().and_then(|after| after.parse().ok());
    let page = lists::list(&mut conn, &visit.viewer, &filter, after, lists::PAGE).await?;
    let ids: Vec<PostId> = page.cards.iter().map(|card| card.post.id).collect();
    let summaries = articles::queries::list_by_posts(&mut conn, &ids).await?;
    let attachments = posts::queries::list_attachments(&mut conn, &ids).await?;
    let files: Vec<FileId> = attachments.iter().filter_map(|attachment| attachment.file_id).collect();
    let files = media::queries::list_by_ids(&mut conn, &files).await?;
    drop(conn);
    let rows: Vec<ArticleRow> = page
        .cards
        .into_iter()
        .map(|card| {
            let card = card.into_inner();
            let summary = summaries.iter().find(|article| article.post_id == card.post.id);
            let summary = summary.map(|article| article.summary.clone()).filter(|summary| !summary.is_empty());
            let attachment = attachments.iter().find(|one| one.post_id == card.post.id && one.role == "picture");
            ArticleRow {
                picture: attachment.and_then(|attachment| picture(&visit, attachment, &files, true)),
                row: PostRow {
                    excerpt: summary.unwrap_or_else(|| web::text::excerpt(&card.post.body_html, 200)),
                    ..rows::lone_row(t, &card.post, &card.author, card.host.as_deref(), card.replies)
                },
            }
        })
        .collect();
    let mut shell = visit.shell(&t.t("nav-spotlight"));
    shell.section = Section::Spotlight;
    shell.description = t.t("spotlight-lead");
    let back = after.map(|_| "/spotlight".to_owned());
    let on = page.next.map(|cursor| format!("/spotlight?after={cursor}"));
    let none = || Empty { title: t.t("spotlight-none"), text: t.t("spotlight-none-text"), action: None };
    visit.page(&SpotlightPage {
        t,
        shell,
        empty: rows.is_empty().then(none),
        rows,
        pager: Pager::cursors(t, back, on),
        deed: visit.viewer.is_editor().then(|| ("/spotlight/new".to_owned(), t.t("spotlight-write"))),
    })
}

fn picture(visit: &Visit, attachment: &Attachment, files: &[FileRow], small: bool) -> Option<Picture> {
    let Some(id) = attachment.file_id else {
        // Of an article elsewhere; its size is not known before it is here.
        let src = rows::attachment_href(&visit.app.site, attachment);
        let src = if small { format!("{src}?small") } else { src };
        return Some(Picture { src, alt: attachment.alt.clone(), width: 0, height: 0 });
    };
    let file = files.iter().find(|file| file.id == id)?;
    let address = visit.app.site.file(id, &file.name);
    let path = visit.app.site.path_of(&address)?;
    let side = |pixels: Option<i32>| pixels.and_then(|pixels| u32::try_from(pixels).ok()).unwrap_or(0);
    let (mut width, mut height) = (side(file.width), side(file.height));
    if small && width.max(height) > 320 {
        (width, height) = (width * 320 / width.max(height), height * 320 / width.max(height));
    }
    let src = if small && file.thumbnail.is_some() { format!("{path}?small") } else { path.to_owned() };
    Some(Picture { src, alt: attachment.alt.clone(), width, height })
}

/// What an article's page shows between its title and its replies.
pub async fn piece(conn: &mut Conn, visit: &Visit, post: &Visible<Post>) -> Result<Piece> {
    let article = articles::queries::by_post(conn, post.id).await?;
    let attachments = posts::queries::list_attachments(conn, &[post.id]).await?;
    let shown = attachments.iter().find(|attachment| attachment.role == "picture");
    let files =
        media::queries::list_by_ids(conn, &shown.and_then(|one| one.file_id).into_iter().collect::<Vec<_>>()).await?;
    let edit = match visit.viewer.me() {
        Some(me) => {
            let standing = groups::queries::standing(conn, post.group_id, me.actor).await?;
            posts::policy::may_edit(post, &standing).is_ok() && post.local
        }
        None => false,
    };
    Ok(Piece {
        t: visit.words,
        lang: post.language.clone(),
        summary: article.map(|article| article.summary).unwrap_or_default(),
        picture: shown.and_then(|attachment| picture(visit, attachment, &files, false)),
        body: rows::body(&visit.app.site, post, &attachments),
        edit: edit.then(|| format!("/spotlight/{}/edit", post.id)),
    })
}

/// GET /spotlight/new
pub async fn new(State(app): State<App>, visit: Visit) -> PageResult {
    visit.editor()?;
    show(&app, &visit, Typed::default(), None, StatusCode::OK).await
}

/// POST /spotlight
pub async fn create(State(app): State<App>, visit: Visit, mut form: SentFiles) -> PageResult {
    let me = visit.editor()?;
    let taken = form.take(&visit).await?;
    let typed = read(&app, &visit, form.sent, &taken, None).await?;
    let places = Places::load(&mut *app.read().await?, &visit, me, Kind::Article).await?;
    let Some(group) = places.by_id(typed.sent.get("group")) else {
        return show(&app, &visit, typed.with("group", "choose"), None, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    if typed.sent.has("preview") || !typed.faults.is_empty() {
        let status = if typed.faults.is_empty() { StatusCode::OK } else { taken.status() };
        return show(&app, &visit, typed, None, status).await;
    }
    let now = app.clock.now();
    let id = PostId::fresh(now);
    let draft = Draft {
        id,
        url: app.site.post(id),
        group,
        author: me.actor,
        kind: Kind::Article,
        parent: None,
        title: typed.sent.get("title").to_owned(),
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
    let summary = typed.sent.get("summary").to_owned();
    match app.write(async |tx| articles::commands::publish(tx, &draft, &summary).await).await {
        Ok(()) => visit.redirect(&format!("/posts/{id}"), Some("flash-article-published")),
        Err(error) => {
            let (status, faults) = typed::faults(error)?;
            show(&app, &visit, typed.faulty(faults), None, status).await
        }
    }
}

/// GET /spotlight/{id}/edit
pub async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> PageResult {
    let mut conn = app.read().await?;
    let post = editable(&mut conn, &visit, &id).await?;
    let article = articles::queries::by_post(&mut conn, post.id).await?.ok_or(Error::NotFound)?;
    let attachments = posts::queries::list_attachments(&mut conn, &[post.id]).await?;
    let shown = attachments.iter().find(|attachment| attachment.role == "picture");
    let files =
        media::queries::list_by_ids(&mut conn, &shown.and_then(|one| one.file_id).into_iter().collect::<Vec<_>>())
            .await?;
    drop(conn);
    let pairs = [
        ("title", post.title.clone()),
        ("summary", article.summary),
        ("body", post.body_source.clone().unwrap_or_default()),
        ("language", post.language.clone()),
        ("alt", shown.map(|attachment| attachment.alt.clone()).unwrap_or_default()),
        ("version", version(&post)),
    ];
    let sent = Sent(pairs.map(|(name, value)| (name.to_owned(), value)).to_vec());
    let typed = Typed { sent, picture: files.into_iter().next(), ..Typed::default() };
    show(&app, &visit, typed, Some(&post), StatusCode::OK).await
}

/// POST /spotlight/{id}
pub async fn update(State(app): State<App>, visit: Visit, Path(id): Path<String>, mut form: SentFiles) -> PageResult {
    let me = visit.me()?;
    let post = editable(&mut *app.read().await?, &visit, &id).await?;
    let taken = form.take(&visit).await?;
    let mut typed = read(&app, &visit, form.sent, &taken, Some(&post)).await?;
    if typed.sent.get("version") != version(&post) {
        typed = typed.with("version", "stale");
    }
    if typed.sent.has("preview") || !typed.faults.is_empty() {
        let status = if typed.faults.is_empty() { StatusCode::OK } else { taken.status() };
        return show(&app, &visit, typed, Some(&post), status).await;
    }
    let change = Change {
        title: typed.sent.get("title").to_owned(),
        body_source: Some(typed.sent.get("body").to_owned()),
        body_html: prose::render(&app, typed.sent.get("body")).await?.into_string(),
        sanitiser: SANITISER,
        language: typed.sent.get("language").to_owned(),
        edited_at: app.clock.now(),
        attachments: Some(typed.attachments()),
    };
    let summary = typed.sent.get("summary").to_owned();
    match app.write(async |tx| articles::commands::edit(tx, &post, me.actor, &change, &summary).await).await {
        Ok(()) => visit.redirect(&format!("/posts/{}", post.id), Some("flash-article-saved")),
        Err(error) => {
            let (status, faults) = typed::faults(error)?;
            show(&app, &visit, typed.faulty(faults), Some(&post), status).await
        }
    }
}

#[derive(Default)]
struct Typed {
    sent: Sent,
    picture: Option<FileRow>,
    faults: Vec<(String, &'static str)>,
}

impl Typed {
    fn with(mut self, field: &str, code: &'static str) -> Self {
        self.faults.push((field.to_owned(), code));
        self
    }

    fn faulty(self, faults: Vec<(&'static str, &'static str)>) -> Self {
        faults.into_iter().fold(self, |typed, (field, code)| typed.with(field, code))
    }

    fn attachments(&self) -> Vec<AttachmentDraft> {
        let file = self.picture.iter();
        file.map(|file| AttachmentDraft {
            file: Some(file.id),
            url: None,
            role: "picture",
            name: file.name.clone(),
            alt: self.sent.get("alt").to_owned(),
            language: None,
            media_type: Some(file.media_type.clone()),
            size: Some(file.size),
            pages: None,
            sha256: Some(file.hash.clone()),
        })
        .collect()
    }
}

fn version(post: &Post) -> String {
    post.edited_at.unwrap_or(post.published_at).timestamp_micros().to_string()
}

async fn editable(conn: &mut Conn, visit: &Visit, id: &str) -> std::result::Result<Post, PageError> {
    let me = visit.me()?;
    let id = PostId::parse(id).ok_or(Error::NotFound)?;
    let post = posts::queries::seen(conn, &visit.viewer, id).await?.map(Visible::into_inner);
    let post =
        post.filter(|post| post.local && post.kind() == Kind::Article && !post.is_gone()).ok_or(Error::NotFound)?;
    let standing = groups::queries::standing(conn, post.group_id, me.actor).await?;
    posts::policy::may_edit(&post, &standing)?;
    Ok(post)
}

async fn read(
    app: &App,
    visit: &Visit,
    sent: Sent,
    taken: &Taken,
    post: Option<&Post>,
) -> std::result::Result<Typed, PageError> {
    let me = visit.me()?;
    let mut typed = Typed { sent, picture: None, faults: taken.faults.clone() };
    let fresh = taken.files.iter().map(|(_, file)| file.clone()).next();
    let kept = typed.sent.find("kept").and_then(FileId::parse).filter(|_| !typed.sent.has("drop"));
    typed.picture = match (fresh, kept) {
        (Some(file), _) => Some(file),
        (None, Some(id)) => {
            let mut conn = app.read().await?;
            let own = media::queries::list_own(&mut conn, me.member, &[id]).await?.into_iter().next();
            match (own, post) {
                (None, Some(post)) => {
                    let attached = posts::queries::list_attachments(&mut conn, &[post.id]).await?;
                    let is_its = attached.iter().any(|attachment| attachment.file_id == Some(id));
                    let rows = if is_its { media::queries::list_by_ids(&mut conn, &[id]).await? } else { Vec::new() };
                    rows.into_iter().next()
                }
                (own, _) => own,
            }
        }
        (None, None) => None,
    };
    // A document is no picture.
    if typed.picture.as_ref().is_some_and(|file| !file.kind().is_some_and(media::Kind::is_picture)) {
        typed.picture = None;
        typed.faults.push(("picture".to_owned(), "file-type"));
    }
    Ok(typed)
}

async fn show(app: &App, visit: &Visit, typed: Typed, post: Option<&Post>, status: StatusCode) -> PageResult {
    let (t, me, sent) = (visit.words, visit.me()?, &typed.sent);
    let mut conn = app.read().await?;
    let (title, submit, action) = match post {
        Some(post) => ("article-edit", "article-save", format!("/spotlight/{}", post.id)),
        None => ("spotlight-write", "article-publish", "/spotlight".to_owned()),
    };
    let mut form = Form::post(t, action, visit.csrf(), t.t(submit)).with(Field::hidden("version", sent.get("version")));
    let seen = match post {
        Some(post) => groups::queries::by_id(&mut conn, post.group_id).await?,
        None => {
            let places = Places::load(&mut conn, visit, me, Kind::Article).await?;
            let chosen = places.chosen(sent.get("group"), Purpose::Spotlight).cloned();
            let value = chosen.as_ref().map(|group| group.id().to_string()).unwrap_or_default();
            form = form.with(Field::select("group", t.t("article-group"), places.choices()).required().value(value));
            chosen
        }
    };
    let languages = web::figures::LANGUAGES.iter().map(|(code, key)| Choice::new(*code, t.t(key))).collect();
    let most = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let text = |name: &'static str, key: &str, limit: usize| {
        Field::text(name, t.t(key)).max(most(limit)).value(sent.get(name))
    };
    form = form
        .with(text("title", "article-title", TITLE_MOST).required())
        .with(
            Field::area("summary", t.t("article-summary"), 2)
                .max(most(SUMMARY_MOST))
                .required()
                .help(t.t("article-summary-help"))
                .value(sent.get("summary")),
        )
        .with(Field::editor("body", t.t("article-body")).required().max(most(BODY_MOST)).value(sent.get("body")))
        .with(
            Field::select("language", t.t("article-language"), languages)
                .value(sent.find("language").unwrap_or(t.lang.code())),
        );
    if let Some(file) = &typed.picture {
        form = form
            .with(Field::hidden("kept", file.id.to_string()))
            .with(Field::check("drop", t.with("article-picture-drop", &[("file", &file.name)])));
    }
    form = form
        .with(
            Field::file("picture", t.t("article-picture"), "image/jpeg,image/png,image/webp,image/gif")
                .help(t.t("article-picture-help")),
        )
        .with(text("alt", "article-alt", ALT_MOST).help(t.t("article-alt-help")));
    if let Some(group) = seen {
        form = form.who_sees(who_sees(&mut conn, t, &group).await?);
    }
    drop(conn);
    if sent.has("preview") {
        form = form.preview(prose::render(app, sent.get("body")).await?);
    }
    let mut shell = visit.shell(&t.t(title));
    shell.section = Section::Spotlight;
    let form = form.with_faults(typed.faults);
    visit.page_with(status, &FormPage { t, shell, note: None, alike: Vec::new(), form })
}
