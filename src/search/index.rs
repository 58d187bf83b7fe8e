//! The index's reader of the journal: what was shared, edited, taken back or put back is indexed anew, many at a time.

use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::words::config_for;
use crate::journal;
use crate::posts::Post;
use crate::resources::Resource;
use crate::store::ids::PostId;
use crate::store::schema::{articles, documents, posts, resources};
use crate::store::{Result, Tx};
use crate::vocabulary::folding::fold;
use crate::vocabulary::{Scheme, countries, themes, types};

/// The reader's name.
const READER: &str = "search";
/// Rows of the journal read at once.
const BATCH: i64 = 200;
/// The most text of one weight, bytes: a tsvector holds less than 1 MB (attack C25).
const TEXT_MOST: usize = 200_000;

/// Reads on from where it stood; true when there may be more.
pub async fn read(tx: &mut Tx) -> Result<bool> {
    let rows = journal::next(tx, READER, BATCH).await?;
    let Some(last) = rows.last() else { return Ok(false) };
    let concerned = ["shared", "edited", "withdrawn", "removed", "restored"];
    let mut ids: Vec<PostId> = rows
        .iter()
        .filter(|row| concerned.contains(&row.verb.as_str()))
        .filter_map(|row| row.post_id)
        .map(PostId)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    put(tx, &ids).await?;
    journal::passed(tx, READER, last).await?;
    Ok(true)
}

/// Indexes everything anew, a page of posts behind `after` at a time; answers the last id, None at the end. Searches go
/// on meanwhile.
pub async fn rebuild(tx: &mut Tx, after: Option<PostId>) -> Result<Option<PostId>> {
    let mut query =
        posts::table.filter(posts::parent_id.is_null()).select(posts::id).order(posts::id).limit(500).into_boxed();
    if let Some(after) = after {
        query = query.filter(posts::id.gt(after));
    }
    let ids: Vec<PostId> = query.load(tx.conn()).await?;
    put(tx, &ids).await?;
    Ok(ids.last().copied())
}

/// Writes the documents of those of `ids` that are roots and stand, and deletes the others'.
pub async fn put(tx: &mut Tx, ids: &[PostId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let found: Vec<(Post, Option<Resource>, Option<String>)> = posts::table
        .left_join(resources::table)
        .left_join(articles::table)
        .filter(posts::id.eq_any(ids))
        .filter(posts::parent_id.is_null())
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::removed_there_at.is_null())
        .select((Post::as_select(), Option::<Resource>::as_select(), articles::summary.nullable()))
        .load(tx.conn())
        .await?;
    let standing: Vec<PostId> = found.iter().map(|(post, _, _)| post.id).collect();
    let gone: Vec<PostId> = ids.iter().filter(|id| !standing.contains(id)).copied().collect();
    diesel::delete(documents::table.filter(documents::post_id.eq_any(gone))).execute(tx.conn()).await?;
    let texts: Vec<Texts> = found.iter().map(|(post, resource, summary)| texts(post, resource, summary)).collect();
    let column = |of: fn(&Texts) -> &String| texts.iter().map(|texts| of(texts).clone()).collect::<Vec<String>>();
    diesel::sql_query(
        "insert into documents (post_id, group_id, kind, title, config, words, type_code, year, organisation, languages, \
           countries, themes, published_at) \
         select p.id, p.group_id, p.kind, d.title, d.config, \
           setweight(to_tsvector(d.config::regconfig, d.title), 'A') || \
           setweight(to_tsvector(d.config::regconfig, d.summary), 'B') || \
           setweight(to_tsvector(d.config::regconfig, d.body), 'C'), \
           r.type_code, r.year, coalesce(r.organisation, ''), \
           coalesce(nullif(r.languages, '{}'), array[p.language]), coalesce(r.countries, '{}'), coalesce(r.themes, '{}'), \
           p.published_at \
         from unnest($1, $2, $3, $4, $5) as d (id, config, title, summary, body) \
         join posts p on p.id = d.id left join resources r on r.post_id = p.id \
         on conflict (post_id) do update set group_id = excluded.group_id, kind = excluded.kind, title = excluded.title, \
           config = excluded.config, words = excluded.words, type_code = excluded.type_code, year = excluded.year, \
           organisation = excluded.organisation, languages = excluded.languages, countries = excluded.countries, \
           themes = excluded.themes, published_at = excluded.published_at",
    )
    .bind::<Array<SqlUuid>, _>(texts.iter().map(|texts| texts.id).collect::<Vec<Uuid>>())
    .bind::<Array<Text>, _>(texts.iter().map(|texts| texts.config.to_owned()).collect::<Vec<String>>())
    .bind::<Array<Text>, _>(column(|texts| &texts.title))
    .bind::<Array<Text>, _>(column(|texts| &texts.summary))
    .bind::<Array<Text>, _>(column(|texts| &texts.body))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A post's words by weight, folded.
struct Texts {
    id: Uuid,
    config: &'static str,
    title: String,
    summary: String,
    body: String,
}

fn texts(post: &Post, resource: &Option<Resource>, summary: &Option<String>) -> Texts {
    let body = match &post.body_source {
        Some(source) => source.clone(),
        None => without_tags(&post.body_html),
    };
    let (summary, body) = match resource {
        Some(resource) => (body, about(resource)),
        None => (summary.clone().unwrap_or_default(), body),
    };
    Texts {
        id: post.id.0,
        config: config_for(&post.language),
        title: prepared(&post.title),
        summary: prepared(&summary),
        body: prepared(&body),
    }
}

fn prepared(text: &str) -> String {
    let mut folded = fold(text);
    let mut end = folded.len().min(TEXT_MOST);
    while !folded.is_char_boundary(end) {
        end -= 1;
    }
    folded.truncate(end);
    folded
}

/// What a record says, with the names of its codes in all languages: "Maroc" finds what is about Morocco.
fn about(resource: &Resource) -> String {
    let record = &resource.record;
    let mut words: Vec<&str> = record.authors.iter().map(String::as_str).collect();
    words.extend([record.organisation.as_str(), &record.publisher, &record.series]);
    words.extend([&record.doi, &record.isbn, &record.link].into_iter().flatten().map(String::as_str));
    let mut name = |scheme: &'static Scheme, code: &'_ str| {
        if let Some(term) = scheme.by_code(code) {
            words.extend(term.names());
        }
    };
    name(types(), &record.type_code);
    record.countries.iter().for_each(|code| name(countries(), code));
    record.themes.iter().for_each(|code| name(themes(), code));
    words.join("\n")
}

/// HTML's text, for the index only: never shown.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => {
                inside = true;
                text.push(' ');
            }
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    for (entity, sign) in
        [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " ")]
    {
        text = text.replace(entity, sign);
    }
    text
}
