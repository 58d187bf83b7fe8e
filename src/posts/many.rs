//! Many plain posts from elsewhere at once: the rules of `commands::share` and `commands::reply`, in a handful of
//! statements whatever their number. Knows roots and answers without attachments and without what a kind adds.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::{DEPTH_MOST, Draft, Kind, Post, policy};
use crate::groups::{self, Group, Standing};
use crate::journal::{self, Entry, Verb};
use crate::store::ids::{ActorId, PostId};
use crate::store::schema::{posts, tombstones};
use crate::store::{Error, Prepare, Recorded, Result, Tx};

/// A draft with the address of what it answers.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    pub draft: &'a Draft,
    pub answers: Option<&'a str>,
}

/// What became of an item: the group that took it in, and what was recorded.
#[derive(Debug, Clone)]
pub struct Taken {
    pub group: Group,
    pub recorded: Recorded,
}

/// Whether [`take_in`] knows how to store this.
pub fn is_plain(draft: &Draft) -> bool {
    !draft.is_local() && draft.attachments.is_empty() && matches!(draft.kind, Kind::Discussion | Kind::Reply)
}

/// Stores each item or says why not, in the order of `items`. What is recorded is handed back, not published.
pub async fn take_in(tx: &mut Tx, items: &[Item<'_>]) -> Result<Vec<Result<Taken>>> {
    let around = Around::of(tx, items).await?;
    let mut rows = Rows::default();
    let mut judged: Vec<Result<Place<'_>>> = Vec::with_capacity(items.len());
    for item in items {
        let place = around.judge(item);
        if let Ok(place) = &place {
            rows.push(item.draft, place, tx.now);
        }
        judged.push(place);
    }
    let stored = rows.insert(tx).await?;
    let mut entries = Vec::with_capacity(stored.len());
    for (item, place) in items.iter().zip(&mut judged) {
        let Ok(found) = place else { continue };
        if stored.contains(&item.draft.id) {
            entries.push(found.entry(item.draft));
        } else {
            *place = Err(Error::Conflict("exists"));
        }
    }
    let mut recorded = journal::record_all(tx, entries).await?.into_iter();
    Ok(judged
        .into_iter()
        .map(|place| {
            let place = place?;
            let recorded = recorded.next().ok_or_else(|| Error::Store("an entry was not recorded".to_owned()))?;
            Ok(Taken { group: place.group.clone(), recorded })
        })
        .collect())
}

/// What the items speak of, read at once.
struct Around {
    buried: HashSet<String>,
    /// What they answer, by address.
    parents: HashMap<String, Post>,
    roots: HashMap<PostId, Post>,
    groups: HashMap<ActorId, Group>,
    standings: HashMap<(ActorId, ActorId), Standing>,
}

impl Around {
    async fn of(tx: &mut Tx, items: &[Item<'_>]) -> Result<Self> {
        let urls: Vec<&str> = items.iter().map(|item| item.draft.url.as_str()).collect();
        let buried: Vec<String> =
            tombstones::table.filter(tombstones::url.eq_any(&urls)).select(tombstones::url).load(tx.conn()).await?;
        let answered: HashSet<&str> = items.iter().filter_map(|item| item.answers).collect();
        let parents = load(tx, posts::url.eq_any(answered)).await?;
        let further: HashSet<PostId> = parents.iter().filter(|post| !post.is_root()).map(|post| post.root_id).collect();
        let mut roots: HashMap<PostId, Post> =
            parents.iter().filter(|post| post.is_root()).map(|post| (post.id, post.clone())).collect();
        if !further.is_empty() {
            let found = load(tx, posts::id.eq_any(further)).await?;
            roots.extend(found.into_iter().map(|post| (post.id, post)));
        }
        let parents: HashMap<String, Post> = parents.into_iter().map(|post| (post.url.clone(), post)).collect();
        let pairs: HashSet<(ActorId, ActorId)> = items
            .iter()
            .map(|item| {
                let parent = item.answers.and_then(|url| parents.get(url));
                (parent.map_or(item.draft.group, |parent| parent.group_id), item.draft.author)
            })
            .collect();
        let pairs: Vec<(ActorId, ActorId)> = pairs.into_iter().collect();
        let mut named: Vec<ActorId> = pairs.iter().map(|(group, _)| *group).collect();
        named.sort_unstable();
        named.dedup();
        let groups = groups::queries::list_by_ids(tx.conn(), &named).await?;
        Ok(Self {
            buried: buried.into_iter().collect(),
            parents,
            roots,
            groups: groups.into_iter().map(|group| (group.id(), group)).collect(),
            standings: groups::queries::list_standings(tx.conn(), &pairs).await?,
        })
    }

    /// Where the item belongs, if it may stand there.
    fn judge(&self, item: &Item<'_>) -> Result<Place<'_>> {
        let draft = item.draft;
        if self.buried.contains(&draft.url) {
            return Err(Error::Conflict("buried"));
        }
        let Some(answers) = item.answers else {
            let group = self.groups.get(&draft.group).ok_or(Error::NotFound)?;
            groups::policy::may_post(group, self.standing(draft.group, draft.author)?, draft.kind.code())?;
            return Ok(Place { group, parent: None, root: None });
        };
        let parent = self.parents.get(answers).ok_or(Error::NotFound)?;
        let root = self.roots.get(&parent.root_id).ok_or(Error::NotFound)?;
        let group = self.groups.get(&parent.group_id).ok_or(Error::NotFound)?;
        let standing = self.standing(parent.group_id, draft.author)?;
        groups::policy::may_reply(group, standing)?;
        policy::may_answer(root, parent, standing)?;
        if parent.depth >= DEPTH_MOST {
            return Err(Error::Conflict("too-deep"));
        }
        Ok(Place { group, parent: Some(parent), root: Some(root) })
    }

    fn standing(&self, group: ActorId, author: ActorId) -> Result<&Standing> {
        self.standings.get(&(group, author)).ok_or(Error::NotFound)
    }
}

async fn load<F>(tx: &mut Tx, which: F) -> Result<Vec<Post>>
where
    F: diesel::expression::NonAggregate
        + diesel::expression::Expression<SqlType = diesel::sql_types::Bool>
        + diesel::expression::AppearsOnTable<posts::table>
        + diesel::query_builder::QueryFragment<diesel::pg::Pg>
        + diesel::query_builder::QueryId
        + Send,
{
    Ok(posts::table.filter(which).select(Post::as_select()).load(tx.conn()).await?)
}

struct Place<'a> {
    group: &'a Group,
    parent: Option<&'a Post>,
    root: Option<&'a Post>,
}

impl Place<'_> {
    fn entry(&self, draft: &Draft) -> (Verb, Entry) {
        let (verb, data) = match (self.parent, self.root) {
            (Some(parent), Some(root)) => {
                (Verb::Replied, json!({ "parent": parent.id.to_string(), "root": root.id.to_string() }))
            }
            _ => (Verb::Shared, json!({})),
        };
        let group = Some(self.group.id().0);
        (verb, Entry { actor: Some(draft.author.0), post: Some(draft.id.0), group, subject: None, data })
    }
}

/// Posts as columns.
#[derive(Default)]
struct Rows<'a> {
    ids: Vec<Uuid>,
    urls: Vec<&'a str>,
    groups: Vec<Uuid>,
    authors: Vec<Uuid>,
    roots: Vec<Uuid>,
    parents: Vec<Option<Uuid>>,
    depths: Vec<i16>,
    kinds: Vec<&'static str>,
    titles: Vec<&'a str>,
    bodies: Vec<&'a str>,
    sanitisers: Vec<i16>,
    languages: Vec<&'a str>,
    published: Vec<DateTime<Utc>>,
    edited: Vec<Option<DateTime<Utc>>>,
    contexts: Vec<Option<&'a str>>,
    pages: Vec<Option<&'a str>>,
}

impl<'a> Rows<'a> {
    fn push(&mut self, draft: &'a Draft, place: &Place<'_>, now: DateTime<Utc>) {
        self.ids.push(draft.id.0);
        self.urls.push(&draft.url);
        self.groups.push(place.group.id().0);
        self.authors.push(draft.author.0);
        self.roots.push(place.parent.map_or(draft.id, |parent| parent.root_id).0);
        self.parents.push(place.parent.map(|parent| parent.id.0));
        self.depths.push(place.parent.map_or(0, |parent| parent.depth + 1));
        self.kinds.push(if place.parent.is_some() { Kind::Reply } else { draft.kind }.code());
        self.titles.push(draft.title.trim());
        self.bodies.push(&draft.body_html);
        self.sanitisers.push(draft.sanitiser);
        self.languages.push(&draft.language);
        // What claims to come from the future stands where it arrived.
        self.published.push(draft.published_at.min(now));
        self.edited.push(draft.edited_at);
        self.contexts.push(draft.context.as_deref());
        self.pages.push(draft.page_url.as_deref());
    }

    /// Answers the ids that were written: an address that is known already stays what it is.
    async fn insert(self, tx: &mut Tx) -> Result<HashSet<PostId>> {
        if self.ids.is_empty() {
            return Ok(HashSet::new());
        }
        #[derive(QueryableByName)]
        struct Written {
            #[diesel(sql_type = SqlUuid)]
            post_id: PostId,
        }
        let now = tx.now;
        let written: Vec<Written> = diesel::sql_query(
            "with written as (\
               insert into posts (id, url, group_id, author_id, root_id, parent_id, depth, kind, title, body_html, \
                 sanitiser, language, published_at, edited_at, context, page_url, local, created_at) \
               select id, url, group_id, author_id, root_id, parent_id, depth, kind, title, body_html, \
                 sanitiser, language, published, edited, context, page_url, false, $17 \
               from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) as r (id, url, group_id, \
                 author_id, root_id, parent_id, depth, kind, title, body_html, sanitiser, language, published, edited, \
                 context, page_url) \
               on conflict do nothing returning id) \
             insert into post_counts (post_id) select id from written returning post_id",
        )
        .bind::<Array<SqlUuid>, _>(self.ids)
        .bind::<Array<Text>, _>(self.urls)
        .bind::<Array<SqlUuid>, _>(self.groups)
        .bind::<Array<SqlUuid>, _>(self.authors)
        .bind::<Array<SqlUuid>, _>(self.roots)
        .bind::<Array<Nullable<SqlUuid>>, _>(self.parents)
        .bind::<Array<SmallInt>, _>(self.depths)
        .bind::<Array<Text>, _>(self.kinds)
        .bind::<Array<Text>, _>(self.titles)
        .bind::<Array<Text>, _>(self.bodies)
        .bind::<Array<SmallInt>, _>(self.sanitisers)
        .bind::<Array<Text>, _>(self.languages)
        .bind::<Array<Timestamptz>, _>(self.published)
        .bind::<Array<Nullable<Timestamptz>>, _>(self.edited)
        .bind::<Array<Nullable<Text>>, _>(self.contexts)
        .bind::<Array<Nullable<Text>>, _>(self.pages)
        .bind::<Timestamptz, _>(now)
        .prepared()
        .load(tx.conn())
        .await?;
        Ok(written.into_iter().map(|row| row.post_id).collect())
    }
}
