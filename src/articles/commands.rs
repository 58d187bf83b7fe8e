//! What may change about articles.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::queries;
use crate::groups;
use crate::journal::{self, Entry, Verb};
use crate::posts::{Change, Draft, Kind, Post, policy, rows};
use crate::store::ids::ActorId;
use crate::store::schema::articles;
use crate::store::{Error, Result, Tx};

/// Publishes an article in a group; editors and moderators only. The draft's kind is article whatever it says.
pub async fn publish(tx: &mut Tx, draft: &Draft, summary: &str) -> Result<()> {
    let draft = Draft { kind: Kind::Article, ..draft.clone() };
    let group = groups::queries::by_id(tx.conn(), draft.group).await?.ok_or(Error::NotFound)?;
    let standing = groups::queries::standing(tx.conn(), draft.group, draft.author).await?;
    groups::policy::may_post(&group, &standing, draft.kind.code())?;
    if draft.is_local() {
        together(rows::check(&draft), super::check(summary, Some(&draft.attachments)))?;
    }
    rows::insert(tx, &draft, None).await?;
    diesel::insert_into(articles::table)
        .values((articles::post_id.eq(draft.id), articles::summary.eq(cut(summary))))
        .execute(tx.conn())
        .await?;
    let entry = Entry {
        actor: Some(draft.author.0),
        post: Some(draft.id.0),
        group: Some(draft.group.0),
        subject: None,
        data: json!({}),
    };
    journal::record(tx, Verb::Shared, entry).await
}

/// Replaces an article's text and summary; what stood before stays as a revision. An edit that is not newer than what
/// is stored changes nothing.
pub async fn edit(tx: &mut Tx, post: &Post, by: ActorId, change: &Change, summary: &str) -> Result<()> {
    let standing = groups::queries::standing(tx.conn(), post.group_id, by).await?;
    policy::may_edit(post, &standing)?;
    let before = queries::by_post(tx.conn(), post.id).await?.ok_or(Error::NotFound)?;
    if let Some(source) = &change.body_source {
        let text = rows::check_text(Kind::Article, &change.title, source);
        together(text, super::check(summary, change.attachments.as_deref()))?;
    }
    if change.edited_at <= post.edited_at.unwrap_or(post.published_at) {
        return Ok(());
    }
    rows::update(tx, post, by, change, Some(json!({ "summary": before.summary }))).await?;
    diesel::update(articles::table.find(post.id)).set(articles::summary.eq(cut(summary))).execute(tx.conn()).await?;
    let entry = Entry {
        actor: Some(by.0),
        post: Some(post.id.0),
        group: Some(post.group_id.0),
        subject: None,
        data: json!({}),
    };
    journal::record(tx, Verb::Edited, entry).await
}

/// Of a summary from elsewhere no more than of our own.
fn cut(summary: &str) -> String {
    summary.trim().chars().take(super::SUMMARY_MOST).collect()
}

/// Faults of both, so that a form names them all at once.
fn together(one: Result<()>, other: Result<()>) -> Result<()> {
    match (one, other) {
        (Err(Error::Invalid(mut faults)), Err(Error::Invalid(more))) => {
            faults.extend(more);
            Err(Error::Invalid(faults))
        }
        (one, other) => one.and(other),
    }
}
