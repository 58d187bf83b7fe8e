//! Posts, replies, reactions and what moderators do, for programs.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use web::text::SANITISER;

use super::{ApiError, Caller, Json, find_group};
use crate::accounts::Me;
use crate::actors::Actor;
use crate::app::App;
use crate::groups::{Group, Visible};
use crate::pages::prose;
use crate::posts::lists::Card;
use crate::posts::queries::{self, Full};
use crate::posts::thread::{self, Order};
use crate::posts::{Attachment, Change, Draft, Kind, Post, Reaction, commands};
use crate::store::Error;
use crate::store::ids::{ActorId, PostId};

type Answer = Result<axum::Json<Value>, ApiError>;

#[derive(Debug, Serialize)]
pub struct AuthorView {
    id: ActorId,
    handle: String,
    /// None for somebody of this hub.
    host: Option<String>,
    name: String,
    url: String,
}

pub fn author(actor: &Actor, host: Option<&str>) -> AuthorView {
    AuthorView {
        id: actor.id,
        handle: actor.handle.clone(),
        host: host.map(str::to_owned),
        name: actor.name.clone(),
        url: actor.url.clone(),
    }
}

/// What is gone has neither title nor body: `withdrawn_at` or `removed` says why.
#[derive(Debug, Serialize)]
pub struct PostView {
    id: PostId,
    url: String,
    kind: String,
    group: ActorId,
    root: PostId,
    parent: Option<PostId>,
    author: AuthorView,
    title: String,
    body_html: String,
    language: String,
    published_at: DateTime<Utc>,
    edited_at: Option<DateTime<Utc>>,
    withdrawn_at: Option<DateTime<Utc>>,
    removed: bool,
    removed_reason: String,
    locked: bool,
    pinned: bool,
    replies: i32,
    reactions: i32,
}

impl PostView {
    fn new(post: &Post, author: AuthorView, replies: i32, reactions: i32) -> Self {
        let gone = post.is_gone();
        Self {
            id: post.id,
            url: post.url.clone(),
            kind: post.kind.clone(),
            group: post.group_id,
            root: post.root_id,
            parent: post.parent_id,
            author,
            title: if gone { String::new() } else { post.title.clone() },
            body_html: if gone { String::new() } else { post.body_html.clone() },
            language: post.language.clone(),
            published_at: post.published_at,
            edited_at: post.edited_at,
            withdrawn_at: post.withdrawn_at,
            removed: post.removed_at.is_some() || post.removed_there_at.is_some(),
            removed_reason: post.removed_reason.clone(),
            locked: post.locked_at.is_some(),
            pinned: post.pinned_at.is_some(),
            replies,
            reactions,
        }
    }

    pub fn of_card(card: &Card) -> Self {
        Self::new(&card.post, author(&card.author, card.host.as_deref()), card.replies, card.reactions)
    }

    pub fn of_full(full: &Full) -> Self {
        Self::new(&full.post, author(&full.author, full.host.as_deref()), full.replies, full.reactions)
    }
}

/// GET /api/v1/posts/{id}
pub async fn show(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer {
    let mut conn = app.read().await?;
    let post = seen(&mut conn, &caller, &id).await?;
    let full = queries::list_full(&mut conn, &[post.id]).await?.pop().ok_or(Error::NotFound)?;
    let mut item = json!(PostView::of_full(&full));
    let attachments = queries::list_attachments(&mut conn, &[post.id]).await?;
    item["attachments"] = attachments.iter().map(|attachment| attached(&app, attachment)).collect();
    if let Some(me) = caller.0.actor() {
        item["liked"] = queries::list_liked(&mut conn, &[post.id], me).await?.contains(&post.id).into();
        if me == post.author_id {
            item["body_source"] = post.body_source.clone().into();
        }
    }
    Ok(axum::Json(item))
}

fn attached(app: &App, attachment: &Attachment) -> Value {
    let url = attachment.file_id.map(|file| app.site.file(file, &attachment.name)).or_else(|| attachment.url.clone());
    json!({ "url": url, "name": attachment.name, "alt": attachment.alt, "role": attachment.role,
        "media_type": attachment.media_type, "size": attachment.size, "language": attachment.language })
}

#[derive(Debug, Default, Deserialize)]
pub struct RepliesQuery {
    after: Option<String>,
    order: Option<String>,
}

/// GET /api/v1/posts/{id}/replies?order=oldest|newest&after=: the thread's replies in reading order, 50 at a time.
pub async fn replies(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Query(query): Query<RepliesQuery>,
) -> Answer {
    let mut conn = app.read().await?;
    let post = seen(&mut conn, &caller, &id).await?;
    let root = queries::seen(&mut conn, &caller.0, post.root_id).await?.ok_or(Error::NotFound)?;
    let order = if query.order.as_deref() == Some("newest") { Order::Newest } else { Order::Oldest };
    let page = match query.after.as_deref() {
        Some(after) => after.parse::<usize>().map_err(|_| Error::invalid("after", "number"))?.saturating_add(1),
        None => 1,
    };
    let thread = thread::read(&mut conn, &caller.0, &root, order, page, None).await?;
    // A page behind the last is empty, so that a program that asks on comes to an end.
    let shown = if page > thread.pages { &[][..] } else { &thread.replies[..] };
    let items: Vec<PostView> = shown.iter().map(|node| PostView::of_full(&node.full)).collect();
    let next = (page < thread.pages).then(|| page.to_string());
    Ok(axum::Json(json!({ "items": items, "next": next, "total": thread.total })))
}

#[derive(Debug, Deserialize)]
pub struct PostBody {
    #[serde(default)]
    title: String,
    /// Markdown.
    body: String,
    /// BCP 47; guessed from the text when absent.
    #[serde(default)]
    language: String,
}

/// POST /api/v1/groups/{handle}/posts: starts a discussion.
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    Path(handle): Path<String>,
    Json(body): Json<PostBody>,
) -> Result<(StatusCode, axum::Json<Value>), ApiError> {
    let me = caller.me()?;
    let group = find_group(&mut *app.read().await?, &caller, &handle).await?;
    let draft = draft(&app, me, body, group.id(), Kind::Discussion, None).await?;
    app.write(async |tx| commands::share(tx, &draft).await).await?;
    created(&app, draft.id).await
}

/// POST /api/v1/posts/{id}/replies
pub async fn reply(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<PostBody>,
) -> Result<(StatusCode, axum::Json<Value>), ApiError> {
    let me = caller.me()?;
    let parent = seen(&mut *app.read().await?, &caller, &id).await?;
    let draft = draft(&app, me, body, parent.group_id, Kind::Reply, Some(parent.id)).await?;
    app.write(async |tx| commands::reply(tx, &draft).await).await?;
    created(&app, draft.id).await
}

/// PUT /api/v1/posts/{id}: the text as it shall be; what stood before stays in the history.
pub async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<PostBody>,
) -> Result<StatusCode, ApiError> {
    let me = caller.me()?;
    let post = seen(&mut *app.read().await?, &caller, &id).await?;
    let change = Change {
        body_html: prose::render(&app, &body.body).await?.into_string(),
        language: prose::language(&body.language, &body.body, &post.language),
        title: body.title,
        body_source: Some(body.body),
        sanitiser: SANITISER,
        edited_at: app.clock.now(),
        attachments: None,
    };
    app.write(async |tx| commands::edit(tx, &post, me.actor, &change).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// DELETE /api/v1/posts/{id}: its author takes it back for good.
pub async fn withdraw(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    let me = caller.me()?;
    let post = seen(&mut *app.read().await?, &caller, &id).await?;
    for hash in app.write(async |tx| commands::withdraw(tx, &post, me.actor).await).await? {
        if let Err(error) = app.media.remove(&hash).await {
            tracing::warn!(%error, hash, "posts: a withdrawn file could not be removed");
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

/// PUT /api/v1/posts/{id}/reaction: found helpful.
pub async fn like(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    react(&app, &caller, &id, true).await
}

/// DELETE /api/v1/posts/{id}/reaction
pub async fn unlike(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    react(&app, &caller, &id, false).await
}

async fn react(app: &App, caller: &Caller, id: &str, on: bool) -> Result<StatusCode, ApiError> {
    let me = caller.me()?;
    let post = seen(&mut *app.read().await?, caller, id).await?;
    app.write(async |tx| match on {
        true => commands::react(tx, &post, me.actor, Reaction::Like, None).await,
        false => commands::unreact(tx, &post, me.actor, Reaction::Like).await,
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Default, Deserialize)]
pub struct OrderBody {
    pinned: Option<bool>,
    locked: Option<bool>,
    /// True with `reason`; false shows the post again.
    removed: Option<bool>,
    #[serde(default)]
    reason: String,
}

/// PUT /api/v1/posts/{id}/order: what a moderator decides; what is absent stays as it is.
pub async fn order(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<OrderBody>,
) -> Result<StatusCode, ApiError> {
    let me = caller.me()?;
    let mut conn = app.read().await?;
    let post = seen(&mut conn, &caller, &id).await?;
    let group: Visible<Group> =
        crate::groups::queries::seen_by_id(&mut conn, &caller.0, post.group_id).await?.ok_or(Error::NotFound)?;
    drop(conn);
    if body.removed == Some(true) && body.reason.trim().is_empty() {
        return Err(Error::invalid("reason", "required").into());
    }
    app.write(async |tx| {
        if let Some(pinned) = body.pinned {
            commands::pin(tx, &post, &group, me.actor, pinned).await?;
        }
        if let Some(locked) = body.locked {
            commands::lock(tx, &post, &group, me.actor, locked).await?;
        }
        match body.removed {
            Some(true) => commands::remove(tx, &post, &group, me.actor, &body.reason).await,
            Some(false) => commands::restore(tx, &post, &group, me.actor, false).await,
            None => Ok(()),
        }
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn seen(conn: &mut crate::store::Conn, caller: &Caller, id: &str) -> Result<Visible<Post>, Error> {
    let id = PostId::parse(id).ok_or(Error::NotFound)?;
    queries::seen(conn, &caller.0, id).await?.ok_or(Error::NotFound)
}

async fn draft(
    app: &App,
    me: &Me,
    body: PostBody,
    group: ActorId,
    kind: Kind,
    parent: Option<PostId>,
) -> Result<Draft, ApiError> {
    let id = PostId::fresh(app.clock.now());
    // PostgreSQL refuses NUL in text.
    let (title, source) = (body.title.replace('\0', ""), body.body.replace('\0', ""));
    Ok(Draft {
        id,
        url: app.site.post(id),
        group,
        author: me.actor,
        kind,
        parent,
        title,
        body_html: prose::render(app, &source).await?.into_string(),
        language: prose::language(&body.language, &source, &me.language),
        body_source: Some(source),
        sanitiser: SANITISER,
        published_at: app.clock.now(),
        edited_at: None,
        context: None,
        page_url: None,
        attachments: Vec::new(),
    })
}

async fn created(app: &App, id: PostId) -> Result<(StatusCode, axum::Json<Value>), ApiError> {
    let full = queries::list_full(&mut *app.read().await?, &[id]).await?.pop().ok_or(Error::NotFound)?;
    Ok((StatusCode::CREATED, axum::Json(json!(PostView::of_full(&full)))))
}
