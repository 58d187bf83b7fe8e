//! Activities at their addresses, and outboxes: a group's Announces, a person's Creates.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use federation::collection;
use serde_json::Value;

use super::actors::{local, shown_group};
use super::{Asked, Signed, refusal};
use crate::actors::Actor;
use crate::groups::{self, Visibility};
use crate::peers::Peers;
use crate::store::ids::{ActivityId, ActorId};
use crate::store::{Conn, Error, Result};
use crate::streams::outgoing;

/// On one page of an outbox.
const PAGE: i64 = 20;

/// What tells who follows whom is nobody's to fetch.
const UNSHOWN: [&str; 4] = ["Follow", "Accept", "Reject", "Flag"];

pub async fn show(State(peers): State<Peers>, Path(id): Path<String>, Signed(asked): Signed) -> Response {
    let read = async {
        let id = ActivityId::parse(&id).ok_or(Error::NotFound)?;
        let mut conn = peers.app.read().await?;
        let found = outgoing::by_id(&mut conn, id).await?.ok_or(Error::NotFound)?;
        // Nor is what takes it back: a vote's Undo has the group of its post.
        let unfollows = found.kind == "Undo" && found.group.is_none();
        if unfollows || UNSHOWN.contains(&found.kind.as_str()) {
            return Err(Error::NotFound);
        }
        let public = match found.group.map(ActorId) {
            Some(group) => {
                let seen = groups::queries::seen_by_id(&mut conn, &asked.viewer, group).await?;
                seen.ok_or(Error::NotFound)?.visibility() == Visibility::Public
            }
            None => true,
        };
        Ok(asked.answer_text(StatusCode::OK, found.body, public))
    };
    read.await.unwrap_or_else(|error| refusal(&error))
}

pub async fn outbox_of_group(State(peers): State<Peers>, Path(handle): Path<String>, asked: Asked) -> Response {
    let read = async {
        let mut conn = peers.app.read().await?;
        let group = shown_group(&mut conn, &handle).await?;
        // A restricted group's outbox is there and empty for everyone: nothing of it is listed.
        outbox(&mut conn, &asked, &group.actor).await
    };
    read.await.unwrap_or_else(|error| refusal(&error))
}

pub async fn outbox_of_person(State(peers): State<Peers>, Path(handle): Path<String>, asked: Asked) -> Response {
    let read = async {
        let mut conn = peers.app.read().await?;
        let person = local(&mut conn, &handle, "person").await?;
        outbox(&mut conn, &asked, &person).await
    };
    read.await.unwrap_or_else(|error| refusal(&error))
}

/// The newest inline, then pages: Lemmy reads the first, everybody else the second.
async fn outbox(conn: &mut Conn, asked: &Asked, actor: &Actor) -> Result<Response> {
    let id = format!("{}/outbox", actor.url);
    let page = super::posts::page_of(&asked.uri);
    let skip = page.map_or(0, |page| page.saturating_sub(1).saturating_mul(PAGE.unsigned_abs()));
    let mut before = None;
    // Pages are few and read in order: walking there costs an index scan each.
    let mut left = skip.min(2_000);
    while left > 0 {
        let step = left.min(200) as i64;
        let Some((seq, _)) = outgoing::list_outbox(conn, actor.id, before, step).await?.pop() else { break };
        before = Some(seq);
        left -= step.unsigned_abs();
    }
    let mut found = outgoing::list_outbox(conn, actor.id, before, PAGE + 1).await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let items: Vec<Value> = found.iter().filter_map(|(_, body)| without_context(body)).collect();
    Ok(match page {
        Some(page) => asked.answer(&collection::outbox_page(&id, page, more, items), true),
        None => {
            let total = outgoing::count_outbox(conn, actor.id).await?;
            asked.answer(&collection::outbox(&id, total.unsigned_abs(), items), true)
        }
    })
}

fn without_context(body: &str) -> Option<Value> {
    let mut value: Value = serde_json::from_str(body).ok()?;
    value.as_object_mut()?.remove("@context");
    Some(value)
}
