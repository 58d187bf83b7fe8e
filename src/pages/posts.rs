//! One post: its page with the thread, its history, the forms in which it is written and changed.

mod form;

pub use form::{compose, create, draft, edit, fresh_id, new, update};

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use web::form::Form;
use web::parts::{Note, Way};
use web::shell::{Section, Tone};
use web::text::Html;
use web::thread::{Content, HistoryPage, PostPage, Version};

use super::threads::{self, Opened};
use super::visit::with_twin;
use super::{PageError, PageResult, Visit, rows};
use crate::groups::{Group, Visibility};
use crate::notices;
use crate::posts::thread::{self, Order};
use crate::posts::{Kind, policy, queries};
use crate::store::ids::PostId;
use crate::store::{Conn, Error};

#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    order: Option<String>,
    page: Option<String>,
    reply: Option<String>,
}

/// GET /posts/{id}, GET /read/{id}: a root with its thread; for a reply, the thread where that reply stands.
pub async fn show(visit: Visit, Path(id): Path<String>, Query(query): Query<ShowQuery>) -> PageResult {
    let id = PostId::parse(&id).ok_or(Error::NotFound)?;
    let order = if query.order.as_deref() == Some("newest") { Order::Newest } else { Order::Oldest };
    let page = query.page.as_deref().and_then(|page| page.parse().ok()).unwrap_or(1);
    let (opened, content) = {
        let mut conn = visit.app.read().await?;
        let opened = threads::open(&mut conn, &visit, id, order, page).await?;
        let content = content(&mut conn, &visit, &opened).await?;
        (opened, content)
    };
    if visit.viewer.me().is_some() && opened.thread.is_news {
        visit.app.write(async |tx| thread::mark_read(tx, &visit.viewer, opened.root.id).await).await?;
    }
    if let Some(me) = visit.viewer.me().filter(|me| me.unread > 0) {
        visit.app.write(async |tx| notices::commands::read_thread(tx, me, opened.root.id).await).await?;
    }
    let answering = query.reply.is_some() && opened.may_reply().is_ok();
    let answering = answering.then(|| (id, threads::answer_form(&visit, &opened, id)));
    page_of(&visit, StatusCode::OK, &opened, content, answering)
}

/// What stands between title and replies, by the kind of the root.
pub async fn content(conn: &mut Conn, visit: &Visit, opened: &Opened) -> Result<Content, Error> {
    let (root, node) = (&opened.root, &opened.thread.root);
    Ok(match root.kind() {
        _ if root.is_gone() => Content::Gone(threads::gone(visit.words, node).unwrap_or_default()),
        Kind::Resource => Content::Resource(Box::new(super::library::leaflet(conn, visit, root).await?)),
        Kind::Article => Content::Article(Box::new(super::spotlight::piece(conn, visit, root).await?)),
        _ => Content::Text {
            body: rows::body(&visit.app.site, root, &node.attachments),
            files: rows::file_rows(visit.words, &visit.app.site, root, &node.attachments),
        },
    })
}

/// The page of an opened thread, with the answer that is being written.
pub fn page_of(
    visit: &Visit,
    status: StatusCode,
    opened: &Opened,
    content: Content,
    answering: Option<(PostId, Form)>,
) -> Result<Response, PageError> {
    let t = visit.words;
    let (node, post, group) = (&opened.thread.root, &opened.root, &opened.group);
    let title = if post.is_gone() { t.t("post-gone") } else { rows::title(post) };
    let mut notes = Vec::new();
    if post.pinned_at.is_some() {
        notes.push(Note { tone: Tone::Info, text: t.t("thread-pinned"), action: None });
    }
    if opened.awaits_group {
        notes.push(Note { tone: Tone::Info, text: t.t("thread-awaiting"), action: None });
    }
    let mut shell = visit.shell(&title);
    shell.section = match post.kind() {
        Kind::Resource => Section::Library,
        Kind::Article => Section::Spotlight,
        _ => Section::Groups,
    };
    shell.og_type = "article";
    shell.canonical = visit.app.site.post(post.id);
    if !post.is_gone() && post.local && group.visibility() == Visibility::Public {
        shell.description = web::text::excerpt(&post.body_html, 200);
        shell.alternate_ap = Some(post.url.clone());
    } else {
        shell.robots = "noindex";
    }
    if group.visibility() != Visibility::Public {
        shell.og_type = "";
    }
    let mut tools = threads::tools(visit, opened, node, opened.may_reply().is_ok());
    if !post.local {
        let there = post.page_url.clone().unwrap_or_else(|| post.url.clone());
        tools.more.insert(0, (there, t.t("post-seen-here")));
    }
    let twin = shell.alternate_ap.clone();
    let view = PostPage {
        t,
        shell,
        way: way(visit, group, None),
        kind: rows::kind(post.kind()),
        title,
        lang: rows::lang(&post.language),
        by: rows::byline(t, post, &node.full.author, node.full.host.as_deref()),
        content,
        tools,
        notes,
        group: threads::beside(visit, opened),
        thread: threads::view(visit, opened, answering),
    };
    Ok(with_twin(visit.page_with(status, &view)?, twin.as_deref()))
}

/// Groups, the group and, where the page is about it, a post in it.
pub fn way(visit: &Visit, group: &Group, post: Option<&crate::posts::Post>) -> Way {
    let t = visit.words;
    let mut steps = vec![("/groups".to_owned(), t.t("nav-groups")), (rows::path_of(group), group.actor.name.clone())];
    if let Some(post) = post {
        let title = rows::title(post);
        let words = if title.is_empty() { t.t("post-link") } else { web::text::shorten(&title, 60) };
        steps.push((rows::post_path(post.id), words));
    }
    Way { t, steps }
}

/// GET /posts/{id}/history
pub async fn history(visit: Visit, Path(id): Path<String>) -> PageResult {
    let t = visit.words;
    let id = PostId::parse(&id).ok_or(Error::NotFound)?;
    let mut conn = visit.app.read().await?;
    let post = queries::seen(&mut conn, &visit.viewer, id).await?.filter(|post| !post.is_gone());
    let post = post.ok_or(Error::NotFound)?;
    let group = super::groups::find_by_id(&mut conn, &visit, post.group_id).await?;
    let older = queries::list_revisions(&mut conn, &post).await?;
    let attachments = queries::list_attachments(&mut conn, &[post.id]).await?;
    drop(conn);
    let site = &visit.app.site;
    let copies = rows::copies(site, &post, &attachments);
    let mut versions = vec![Version {
        title: post.title.clone(),
        body: rows::body(site, &post, &attachments),
        at: post.edited_at.unwrap_or(post.published_at),
        replaced_by: String::new(),
        is_current: true,
    }];
    versions.extend(older.into_iter().map(|revision| Version {
        title: revision.title,
        // Made by the rules of its day; cleaning again changes nothing that today's rules allow.
        body: Html::sanitise(&revision.body_html).with_pictures(&copies),
        at: revision.made_at,
        replaced_by: revision.editor,
        is_current: false,
    }));
    let mut shell = visit.shell(&t.t("history-title"));
    shell.robots = "noindex";
    let lang = rows::lang(&post.language);
    visit.page(&HistoryPage { t, shell, way: way(&visit, &group, Some(&post)), lang, versions })
}

/// A post that `visit` may see and its author may change.
pub(super) async fn changeable(visit: &Visit, id: &str) -> Result<(crate::posts::Post, Group), PageError> {
    let id = PostId::parse(id).ok_or(Error::NotFound)?;
    let me = visit.me_or(&rows::post_path(id))?;
    let mut conn = visit.app.read().await?;
    let post = queries::seen(&mut conn, &visit.viewer, id).await?.ok_or(Error::NotFound)?;
    let group = super::groups::find_by_id(&mut conn, visit, post.group_id).await?;
    let standing = crate::groups::queries::standing(&mut conn, group.id(), me.actor).await?;
    policy::may_edit(&post, &standing)?;
    Ok((post.into_inner(), group.into_inner()))
}
