//! What editors put on the hub's front page: at most three roots, the newest choice first.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::Post;
use super::lists::{self, Card, Filter};
use crate::accounts::{Me, Role, Viewer};
use crate::groups::Visible;
use crate::journal::{self, Entry, Verb};
use crate::store::ids::PostId;
use crate::store::schema::highlights;
use crate::store::{Conn, Error, Result, Tx};

pub const MOST: i64 = 3;

/// Puts a root on the front page, where the oldest choice makes room, or takes it off.
pub async fn choose(tx: &mut Tx, post: &Post, by: &Me, chosen: bool) -> Result<()> {
    if by.role < Role::Editor {
        return Err(Error::Forbidden("editors-only"));
    }
    if !post.is_root() || post.is_gone() {
        return Err(Error::Conflict("gone"));
    }
    diesel::delete(highlights::table.find(post.id)).execute(tx.conn()).await?;
    if chosen {
        let row = (
            highlights::post_id.eq(post.id),
            highlights::position.eq(0),
            highlights::chosen_by.eq(by.member),
            highlights::chosen_at.eq(tx.now),
        );
        diesel::insert_into(highlights::table).values(row).execute(tx.conn()).await?;
        let kept = ids(tx.conn()).await?;
        diesel::delete(highlights::table.filter(highlights::post_id.ne_all(kept))).execute(tx.conn()).await?;
    }
    let entry = Entry {
        actor: Some(by.actor.0),
        post: Some(post.id.0),
        group: Some(post.group_id.0),
        subject: None,
        data: json!({ "chosen": chosen }),
    };
    journal::record(tx, Verb::Highlighted, entry).await
}

/// Those that `viewer` may see.
pub async fn list(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Visible<Card>>> {
    let ids = ids(conn).await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter { among: Some(ids.clone()), ..Filter::default() };
    let mut cards = lists::list(conn, viewer, &filter, None, MOST).await?.cards;
    cards.sort_by_key(|card| ids.iter().position(|id| *id == card.post.id));
    Ok(cards)
}

pub async fn is_chosen(conn: &mut Conn, post: PostId) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(highlights::table.find(post))).get_result(conn).await?)
}

async fn ids(conn: &mut Conn) -> Result<Vec<PostId>> {
    Ok(highlights::table
        .order((highlights::chosen_at.desc(), highlights::post_id))
        .limit(MOST)
        .select(highlights::post_id)
        .load(conn)
        .await?)
}
