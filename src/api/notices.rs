//! GET /api/v1/notices, POST /api/v1/notices/reading.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ApiError, Caller};
use crate::app::App;
use crate::groups::Visible;
use crate::notices::queries::{Cursor, Line, PAGE};
use crate::notices::{commands, queries};
use crate::pages::notices::path;
use crate::pages::rows;
use crate::store::Error;
use crate::store::ids::{NoticeId, PostId};

#[derive(Deserialize)]
pub struct Asked {
    after: Option<String>,
}

#[derive(Serialize)]
pub struct Answer {
    items: Vec<Item>,
    next: Option<String>,
    /// All of the member's, not only of this page.
    unread: i64,
}

#[derive(Serialize)]
struct Item {
    id: NoticeId,
    kind: String,
    created_at: DateTime<Utc>,
    read: bool,
    /// Who did it: name, and `handle` or `handle@host`.
    actor: Option<Face>,
    group: Option<Face>,
    post: Option<PostId>,
    /// The title of the thread.
    title: Option<String>,
    /// The page that it is about.
    url: String,
}

#[derive(Serialize)]
struct Face {
    handle: String,
    name: String,
}

/// GET /api/v1/notices?after=
pub async fn index(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Answer>, ApiError> {
    let me = caller.me()?;
    let after = asked.after.map(|text| text.parse::<Cursor>()).transpose();
    let after = after.map_err(|_| Error::invalid("after", "invalid"))?;
    let (lines, next) = queries::list(&mut *app.read().await?, me, after, PAGE).await?;
    let items = lines.into_iter().map(|line| item(&app, line)).collect();
    Ok(axum::Json(Answer { items, next: next.map(|next| next.to_string()), unread: me.unread }))
}

/// POST /api/v1/notices/reading: all are read.
pub async fn update(State(app): State<App>, caller: Caller) -> Result<StatusCode, ApiError> {
    let me = caller.me()?;
    app.write(async |tx| commands::read_all(tx, me).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn item(app: &App, line: Visible<Line>) -> Item {
    let line = line.into_inner();
    let url = format!("{}{}", app.site.base(), path(&line));
    let (post, title) =
        line.post.map_or((None, None), |post| (Some(post.id), Some(rows::titled(&post.title, &post.root_html))));
    Item {
        id: line.notice.id,
        kind: line.notice.kind,
        created_at: line.notice.created_at,
        read: line.notice.read_at.is_some(),
        actor: line.actor.map(|actor| Face {
            handle: line.host.map_or_else(|| actor.handle.clone(), |host| format!("{}@{host}", actor.handle)),
            name: actor.name,
        }),
        group: line
            .group
            .map(|group| Face { handle: rows::handle_at(&group.handle, &group.url, group.is_local), name: group.name }),
        post,
        title,
        url,
    }
}
