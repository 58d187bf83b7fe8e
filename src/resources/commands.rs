//! What may change about resources. One command whoever shares: a member, a program, an import, a server.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::{Record, queries};
use crate::groups;
use crate::journal::{self, Entry, Verb};
use crate::posts::{Change, Draft, Kind, Post, policy, rows};
use crate::store::ids::{ActorId, PostId};
use crate::store::schema::resources;
use crate::store::{Error, Result, Tx};

/// Where a resource comes from, besides its draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The row of an import that made it: at most one resource for each key.
    pub source_key: Option<String>,
    /// One of many at once: nobody is told of each, and no activity goes out for it.
    pub quiet: bool,
}

/// Shares a publication in a group. The draft's kind is resource whatever it says.
pub async fn share(tx: &mut Tx, draft: &Draft, record: &Record, origin: &Origin) -> Result<()> {
    let group = groups::queries::by_id(tx.conn(), draft.group).await?.ok_or(Error::NotFound)?;
    let standing = groups::queries::standing(tx.conn(), draft.group, draft.author).await?;
    groups::policy::may_post(&group, &standing, Kind::Resource.code())?;
    put(tx, draft, record, origin).await
}

/// The same for what the hub itself imports: its administrator's command is the permission.
pub async fn take_in(tx: &mut Tx, draft: &Draft, record: &Record, origin: &Origin) -> Result<()> {
    put(tx, draft, record, origin).await
}

async fn put(tx: &mut Tx, draft: &Draft, record: &Record, origin: &Origin) -> Result<()> {
    let draft = Draft { kind: Kind::Resource, ..draft.clone() };
    check(tx, draft.is_local(), || rows::check(&draft), record)?;
    rows::insert(tx, &draft, None).await?;
    diesel::insert_into(resources::table)
        .values((
            resources::post_id.eq(draft.id),
            columns(record),
            resources::source_key.eq(origin.source_key.as_deref()),
        ))
        .execute(tx.conn())
        .await?;
    let data = if origin.quiet { json!({ "quiet": true }) } else { json!({}) };
    note(tx, Verb::Shared, draft.id, draft.group, draft.author, data).await
}

/// Replaces a resource's text and record; what stood before stays as a revision. An edit that is not newer than what
/// is stored changes nothing.
pub async fn edit(tx: &mut Tx, post: &Post, by: ActorId, change: &Change, record: &Record) -> Result<()> {
    let standing = groups::queries::standing(tx.conn(), post.group_id, by).await?;
    policy::may_edit(post, &standing)?;
    let before = queries::by_post(tx.conn(), post.id).await?.ok_or(Error::NotFound)?;
    let source = change.body_source.as_deref();
    check(
        tx,
        source.is_some(),
        || rows::check_text(Kind::Resource, &change.title, source.unwrap_or_default()),
        record,
    )?;
    if change.edited_at <= post.edited_at.unwrap_or(post.published_at) {
        return Ok(());
    }
    let former = serde_json::to_value(&before.record).map_err(|error| Error::Store(error.to_string()))?;
    rows::update(tx, post, by, change, Some(former)).await?;
    diesel::update(resources::table.find(post.id)).set(columns(record)).execute(tx.conn()).await?;
    note(tx, Verb::Edited, post.id, post.group_id, by, json!({})).await
}

/// Faults of the text and of the record together, so that a form names them all at once.
fn check(tx: &Tx, local: bool, text: impl FnOnce() -> Result<()>, record: &Record) -> Result<()> {
    if !local {
        return Ok(());
    }
    match (text(), record.check(tx.now)) {
        (Err(Error::Invalid(mut faults)), Err(Error::Invalid(more))) => {
            faults.extend(more);
            Err(Error::Invalid(faults))
        }
        (text, record) => text.and(record),
    }
}

type Columns<'a> = (
    diesel::dsl::Eq<resources::authors, &'a Vec<String>>,
    diesel::dsl::Eq<resources::year, Option<i16>>,
    diesel::dsl::Eq<resources::type_code, &'a str>,
    diesel::dsl::Eq<resources::organisation, &'a str>,
    diesel::dsl::Eq<resources::publisher, &'a str>,
    diesel::dsl::Eq<resources::series, &'a str>,
    diesel::dsl::Eq<resources::languages, &'a Vec<String>>,
    diesel::dsl::Eq<resources::countries, &'a Vec<String>>,
    diesel::dsl::Eq<resources::themes, &'a Vec<String>>,
    diesel::dsl::Eq<resources::doi, Option<&'a str>>,
    diesel::dsl::Eq<resources::isbn, Option<&'a str>>,
    diesel::dsl::Eq<resources::link, Option<&'a str>>,
    diesel::dsl::Eq<resources::licence, &'a str>,
);

fn columns(record: &Record) -> Columns<'_> {
    (
        resources::authors.eq(&record.authors),
        resources::year.eq(record.year),
        resources::type_code.eq(record.type_code.as_str()),
        resources::organisation.eq(record.organisation.trim()),
        resources::publisher.eq(record.publisher.trim()),
        resources::series.eq(record.series.trim()),
        resources::languages.eq(&record.languages),
        resources::countries.eq(&record.countries),
        resources::themes.eq(&record.themes),
        resources::doi.eq(record.doi.as_deref()),
        resources::isbn.eq(record.isbn.as_deref()),
        resources::link.eq(record.link.as_deref()),
        resources::licence.eq(record.licence.trim()),
    )
}

async fn note(
    tx: &mut Tx,
    verb: Verb,
    post: PostId,
    group: ActorId,
    by: ActorId,
    data: serde_json::Value,
) -> Result<()> {
    let entry = Entry { actor: Some(by.0), post: Some(post.0), group: Some(group.0), subject: None, data };
    journal::record(tx, verb, entry).await
}
