//! A public group's newest posts as Atom.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use web::Template;
use web::feed::{Entry, Feed};
use web::text::Html;

use super::super::{PageResult, Visit, rows};
use crate::accounts::Viewer;
use crate::groups::queries;
use crate::posts::lists::{self, Filter};
use crate::store::Error;

/// GET /groups/{handle}/feed: what anyone may see, whoever asks; a feed reader has no session.
pub async fn show(visit: Visit, Path(handle): Path<String>) -> PageResult {
    let app = &visit.app;
    let mut conn = app.read().await?;
    let group = queries::seen_by_handle(&mut conn, &Viewer::Anyone, &handle).await?.ok_or(Error::NotFound)?;
    let filter = Filter { group: Some(group.id()), ..Filter::default() };
    let page = lists::list(&mut conn, &Viewer::Anyone, &filter, None, lists::PAGE).await?;
    let entries: Vec<Entry> = page
        .cards
        .iter()
        .map(|card| Entry {
            id: card.post.url.clone(),
            title: rows::title(&card.post),
            page: app.site.reading(card.post.id),
            author: card.author.name.clone(),
            published: card.post.published_at,
            updated: card.post.edited_at.unwrap_or(card.post.published_at),
            lang: card.post.language.clone(),
            body: Html::stored(card.post.body_html.clone(), card.post.sanitiser),
        })
        .collect();
    let page = format!("{}{}", app.site.base(), rows::path_of(&group));
    let feed = Feed {
        id: format!("{page}/feed"),
        title: group.actor.name.clone(),
        subtitle: web::text::excerpt(&group.actor.summary_html, 200),
        lang: group.row.language.clone(),
        itself: format!("{page}/feed"),
        page,
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or(group.row.created_at),
        entries,
    };
    let xml = feed.render().map_err(|error| Error::Store(error.to_string()))?;
    let headers = [(CONTENT_TYPE, "application/atom+xml; charset=utf-8"), (CACHE_CONTROL, "public, max-age=60")];
    Ok((headers, xml).into_response())
}
