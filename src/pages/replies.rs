//! Answering a post, where it stands in its thread.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::posts::{content, draft, fresh_id, page_of};
use super::typed::{self, Typed};
use super::{PageResult, Visit, rows, threads};
use crate::app::App;
use crate::posts::thread::Order;
use crate::posts::{Kind, commands};
use crate::store::Error;
use crate::store::ids::PostId;

/// POST /posts/{id}/replies
pub async fn create(State(app): State<App>, visit: Visit, Path(id): Path<String>, typed: Typed) -> PageResult {
    let me = typed.author(&visit)?;
    let parent = PostId::parse(&id).ok_or(Error::NotFound)?;
    let (opened, content) = {
        let mut conn = app.read().await?;
        let opened = threads::open(&mut conn, &visit, parent, Order::Oldest, 1).await?;
        let content = content(&mut conn, &visit, &opened).await?;
        (opened, content)
    };
    let form = || threads::answer_form(&visit, &opened, parent).fill(typed.pairs());
    if let Some(form) = typed.interrupted(&app, form, "body").await? {
        return page_of(&visit, StatusCode::UNPROCESSABLE_ENTITY, &opened, content, Some((parent, form)));
    }
    let reply = fresh_id(&app, &typed);
    let replied = async {
        let draft = draft(&app, me, &typed, reply, opened.group.id(), Kind::Reply, Some(parent)).await?;
        app.write(async |tx| commands::reply(tx, &draft).await).await
    };
    match replied.await {
        Ok(()) | Err(Error::Conflict("exists")) => {
            visit.redirect(&rows::place_in(reply, opened.root.id), Some("flash-replied"))
        }
        Err(error) => {
            let (status, faults) = typed::faults(error)?;
            page_of(&visit, status, &opened, content, Some((parent, form().with_faults(faults))))
        }
    }
}
