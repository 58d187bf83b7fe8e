//! Publications and articles by API: the same commands as the pages.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use web::text::SANITISER;

use super::{ApiError, Caller, Json};
use crate::app::App;
use crate::articles;
use crate::groups::Visible;
use crate::media;
use crate::pages::prose;
use crate::posts::{self, AttachmentDraft, Change, Draft, Kind, Post};
use crate::resources::commands::{Origin, edit, share};
use crate::resources::{self, Record};
use crate::store::ids::{ActorId, FileId, PostId};
use crate::store::{Conn, Error};

/// What both kinds are shared with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Id of a group; needed to share, ignored by an edit.
    #[serde(default)]
    group: Option<String>,
    title: String,
    /// Markdown: the abstract, or the article's text.
    #[serde(default)]
    body: String,
    language: String,
    /// An article's.
    #[serde(default)]
    summary: String,
    /// A publication's.
    #[serde(default)]
    record: Option<Record>,
    /// Ids of one's uploads; an edit without them leaves the files as they are.
    #[serde(default)]
    files: Option<Vec<Attached>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attached {
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    language: Option<String>,
    /// What a picture shows.
    #[serde(default)]
    alt: String,
}

type Answer = Result<(StatusCode, axum::Json<Value>), ApiError>;

/// POST /api/v1/resources
pub async fn create(State(app): State<App>, caller: Caller, Json(body): Json<Body>) -> Answer {
    put(&app, &caller, body, Kind::Resource).await
}

/// POST /api/v1/articles
pub async fn create_article(State(app): State<App>, caller: Caller, Json(body): Json<Body>) -> Answer {
    put(&app, &caller, body, Kind::Article).await
}

async fn put(app: &App, caller: &Caller, body: Body, kind: Kind) -> Answer {
    let me = caller.me()?;
    let group = body.group.as_deref().and_then(ActorId::parse).ok_or(Error::invalid("group", "required"))?;
    let mut conn = app.read().await?;
    crate::groups::queries::seen_by_id(&mut conn, &caller.0, group).await?.ok_or(Error::NotFound)?;
    let attachments = attachments(&mut conn, caller, None, body.files.as_deref().unwrap_or_default(), kind).await?;
    drop(conn);
    let now = app.clock.now();
    let id = PostId::fresh(now);
    let draft = Draft {
        id,
        url: app.site.post(id),
        group,
        author: me.actor,
        kind,
        parent: None,
        title: body.title,
        body_html: prose::render(app, &body.body).await?.into_string(),
        body_source: Some(body.body),
        sanitiser: SANITISER,
        language: body.language,
        published_at: now,
        edited_at: None,
        context: None,
        page_url: None,
        attachments,
    };
    let record = body.record.unwrap_or_default();
    app.write(async |tx| match kind {
        Kind::Article => articles::commands::publish(tx, &draft, &body.summary).await,
        _ => share(tx, &draft, &record, &Origin::default()).await,
    })
    .await?;
    let shown = read(&mut *app.read().await?, caller, &id.to_string(), kind).await?;
    Ok((StatusCode::CREATED, axum::Json(shown)))
}

/// PUT /api/v1/resources/{id}
pub async fn update(State(app): State<App>, caller: Caller, Path(id): Path<String>, Json(body): Json<Body>) -> Answer {
    change(&app, &caller, &id, body, Kind::Resource).await
}

/// PUT /api/v1/articles/{id}
pub async fn update_article(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<Body>,
) -> Answer {
    change(&app, &caller, &id, body, Kind::Article).await
}

async fn change(app: &App, caller: &Caller, id: &str, body: Body, kind: Kind) -> Answer {
    let me = caller.me()?;
    let mut conn = app.read().await?;
    let post = visible(&mut conn, caller, id, kind).await?;
    let attachments = match &body.files {
        Some(files) => Some(attachments(&mut conn, caller, Some(&post), files, kind).await?),
        None => None,
    };
    drop(conn);
    let change = Change {
        title: body.title,
        body_html: prose::render(app, &body.body).await?.into_string(),
        body_source: Some(body.body),
        sanitiser: SANITISER,
        language: body.language,
        edited_at: app.clock.now(),
        attachments,
    };
    let record = body.record.unwrap_or_default();
    app.write(async |tx| match kind {
        Kind::Article => articles::commands::edit(tx, &post, me.actor, &change, &body.summary).await,
        _ => edit(tx, &post, me.actor, &change, &record).await,
    })
    .await?;
    Ok((StatusCode::OK, axum::Json(read(&mut *app.read().await?, caller, id, kind).await?)))
}

/// GET /api/v1/resources/{id}
pub async fn show(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer {
    Ok((StatusCode::OK, axum::Json(read(&mut *app.read().await?, &caller, &id, Kind::Resource).await?)))
}

/// GET /api/v1/articles/{id}
pub async fn show_article(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer {
    Ok((StatusCode::OK, axum::Json(read(&mut *app.read().await?, &caller, &id, Kind::Article).await?)))
}

async fn visible(conn: &mut Conn, caller: &Caller, id: &str, kind: Kind) -> Result<Visible<Post>, Error> {
    let id = PostId::parse(id).ok_or(Error::NotFound)?;
    let post = posts::queries::seen(conn, &caller.0, id).await?;
    post.filter(|post| post.kind() == kind && !post.is_gone()).ok_or(Error::NotFound)
}

async fn read(conn: &mut Conn, caller: &Caller, id: &str, kind: Kind) -> Result<Value, Error> {
    let post = visible(conn, caller, id, kind).await?;
    let record = resources::queries::by_post(conn, post.id).await?.map(|resource| resource.record);
    let summary = articles::queries::by_post(conn, post.id).await?.map(|article| article.summary);
    let files: Vec<Value> = posts::queries::list_attachments(conn, &[post.id])
        .await?
        .into_iter()
        .map(|file| {
            json!({
                "id": file.file_id.map(|id| id.to_string()), "url": file.url, "role": file.role, "name": file.name,
                "alt": file.alt, "language": file.language, "media_type": file.media_type, "size": file.size,
                "pages": file.pages,
            })
        })
        .collect();
    Ok(json!({
        "id": post.id.to_string(),
        "url": post.url,
        "kind": post.kind,
        "group": post.group_id.to_string(),
        "title": post.title,
        "body": post.body_source,
        "body_html": post.body_html,
        "language": post.language,
        "published_at": post.published_at,
        "edited_at": post.edited_at,
        "summary": summary,
        "record": record,
        "files": files,
    }))
}

/// One's own uploads, and what the post shows already.
async fn attachments(
    conn: &mut Conn,
    caller: &Caller,
    post: Option<&Post>,
    files: &[Attached],
    kind: Kind,
) -> Result<Vec<AttachmentDraft>, Error> {
    let me = caller.0.me().ok_or(Error::NotFound)?;
    let ids: Option<Vec<FileId>> = files.iter().map(|file| FileId::parse(&file.id)).collect();
    let ids = ids.ok_or(Error::invalid("files", "not-found"))?;
    let mut known = media::queries::list_own(conn, me.member, &ids).await?;
    if let Some(post) = post {
        let shown: Vec<FileId> = posts::queries::list_attachments(conn, &[post.id])
            .await?
            .into_iter()
            .filter_map(|attachment| attachment.file_id)
            .filter(|id| ids.contains(id))
            .collect();
        known.extend(media::queries::list_by_ids(conn, &shown).await?);
    }
    files
        .iter()
        .zip(&ids)
        .map(|(file, id)| {
            let row = known.iter().find(|row| row.id == *id).ok_or(Error::invalid("files", "not-found"))?;
            let is_picture = row.kind().is_some_and(media::Kind::is_picture);
            Ok(AttachmentDraft {
                file: Some(*id),
                url: None,
                role: if kind == Kind::Article && is_picture { "picture" } else { "file" },
                name: if file.name.is_empty() { row.name.clone() } else { file.name.chars().take(200).collect() },
                alt: file.alt.clone(),
                language: file.language.clone(),
                media_type: Some(row.media_type.clone()),
                size: Some(row.size),
                pages: row.pages,
                sha256: Some(row.hash.clone()),
            })
        })
        .collect()
}
