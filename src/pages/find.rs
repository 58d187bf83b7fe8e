//! What the library and the search have in common: a question from an address, and what was found as rows, filters and
//! chips.

use std::collections::HashMap;

use url::form_urlencoded;
use uuid::Uuid;
use web::Words;
use web::find::{Facet, FoundRow, Value};
use web::parts::{Chips, Kind as Label, Marked, Pager, PostRow, ResourceRow};
use web::text::Html;

use super::{Visit, rows};
use crate::actors::{self, Actor};
use crate::articles;
use crate::groups::Visible;
use crate::media::Kind as FileKind;
use crate::posts::queries::Full;
use crate::posts::{self, Attachment, Kind};
use crate::resources::{self, Resource};
use crate::search::{Ask, Found, Hit, Sort, words};
use crate::store::ids::{ActorId, PostId};
use crate::store::{Conn, Result};
use crate::vocabulary::{countries, themes, types};

/// Values of a filter that are shown at once; the others unfold.
const VALUES_SHOWN: usize = 8;

/// An address's query as pairs, of which those that mean nothing are left out of every link.
#[derive(Debug, Clone)]
pub struct Asked {
    path: &'static str,
    pairs: Vec<(String, String)>,
    pub ask: Ask,
}

impl Asked {
    /// Reads `query` of `path`. Nothing that stands there is an error.
    pub fn read(path: &'static str, query: Option<&str>, within: Option<Kind>) -> Self {
        let mut ask = Ask { within, ..Ask::default() };
        let mut pairs = Vec::new();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()).take(100) {
            let value = value.replace('\0', "").trim().to_owned();
            if value.is_empty() || value.chars().count() > 300 {
                continue;
            }
            let year = || value.parse::<i16>().ok();
            match name.as_ref() {
                "q" => ask.text.clone_from(&value),
                "type" => ask.types.push(value.clone()),
                "language" => ask.languages.push(value.clone()),
                "country" => ask.countries.push(value.clone()),
                "theme" => ask.themes.push(value.clone()),
                "organisation" => ask.organisations.push(value.clone()),
                "group" => ask.groups.extend(ActorId::parse(&value)),
                "kind" => ask.kinds.extend(Kind::parse(&value)),
                "from" => ask.year_from = year(),
                "to" => ask.year_to = year(),
                "sort" => ask.sort = Sort::parse(&value).unwrap_or_default(),
                "after" => {
                    ask.after = value.parse().ok();
                    continue;
                }
                _ => continue,
            }
            pairs.push((name.into_owned(), value));
        }
        Self { path, pairs, ask }
    }

    /// This question's address with `more` and without what `left_out` says.
    fn address(&self, left_out: impl Fn(&str, &str) -> bool, more: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs.iter().filter(|(name, value)| !left_out(name, value)));
        query.extend_pairs(more);
        match query.finish() {
            query if query.is_empty() => self.path.to_owned(),
            query => format!("{}?{query}", self.path),
        }
    }

    /// True when neither words nor filters are there: the whole list.
    pub fn is_open(&self) -> bool {
        self.pairs.iter().all(|(name, _)| name == "sort")
    }

    pub fn pager(&self, t: Words, found: &Found) -> Pager {
        let on = found.next.map(|cursor| self.address(|_, _| false, &[("after", &cursor.to_string())]));
        let back = self.ask.after.map(|_| self.address(|_, _| false, &[]));
        Pager::cursors(t, back, on)
    }

    pub fn sorts(&self, t: Words) -> Vec<(String, String, bool)> {
        Sort::ALL
            .into_iter()
            .map(|sort| (sort.code().to_owned(), t.t(&format!("find-sort-{}", sort.code())), self.ask.sort == sort))
            .collect()
    }

    pub fn years(&self) -> (String, String) {
        let text = |year: Option<i16>| year.map(|year| year.to_string()).unwrap_or_default();
        (text(self.ask.year_from), text(self.ask.year_to))
    }

    /// A chip for each filter that is on, which takes it off.
    pub fn chips(&self, t: Words, names: &Names) -> Chips {
        let mut on: Vec<(String, String)> = Vec::new();
        for (name, value) in &self.pairs {
            if !matches!(name.as_str(), "q" | "sort" | "from" | "to") {
                let without = self.address(|other, theirs| other == name && theirs == value, &[]);
                on.push((without, names.of(t, name, value)));
            }
        }
        let years = match (self.years(), self.ask.year_from, self.ask.year_to) {
            ((from, to), Some(_), Some(_)) if from == to => Some(from),
            ((from, to), Some(_), Some(_)) => Some(t.with("find-years", &[("from", &from), ("to", &to)])),
            ((from, _), Some(_), None) => Some(t.with("find-years-from", &[("from", &from)])),
            ((_, to), None, Some(_)) => Some(t.with("find-years-to", &[("to", &to)])),
            (_, None, None) => None,
        };
        on.extend(years.map(|years| (self.address(|name, _| matches!(name, "from" | "to"), &[]), years)));
        let clear = (self.address(|name, _| !matches!(name, "q" | "sort"), &[]), t.t("find-clear"));
        Chips { t, more: if on.len() > 1 { vec![clear] } else { Vec::new() }, on }
    }

    /// A filter with its counts; what is on stays although nothing is left of it.
    pub fn facet(&self, t: Words, names: &Names, legend: &str, name: &'static str, counted: &[(String, i64)]) -> Facet {
        let on: Vec<&str> =
            self.pairs.iter().filter(|(pair, _)| pair == name).map(|(_, value)| value.as_str()).collect();
        let mut values: Vec<Value> = counted
            .iter()
            .map(|(code, count)| Value {
                code: code.clone(),
                words: names.of(t, name, code),
                count: *count,
                on: on.contains(&code.as_str()),
            })
            .collect();
        for code in on {
            if !values.iter().any(|value| value.code == code) {
                values.push(Value { code: code.to_owned(), words: names.of(t, name, code), count: 0, on: true });
            }
        }
        values.sort_by_key(|value| !value.on);
        let shown = values.iter().filter(|value| value.on).count().max(VALUES_SHOWN).min(values.len());
        let more = values.split_off(shown);
        Facet { t, legend: t.t(legend), name, values, more }
    }
}

/// Names of the groups that a page speaks of.
#[derive(Debug, Clone, Default)]
pub struct Names(HashMap<String, String>);

impl Names {
    /// Of the groups that were found and asked for; ids that the viewer may not see were not found.
    pub async fn load(conn: &mut Conn, found: &Found) -> Result<Self> {
        let ids: Vec<ActorId> =
            found.facets.groups.iter().filter_map(|(hex, _)| Uuid::parse_str(hex).ok()).map(ActorId).collect();
        let groups = actors::queries::list_by_ids(conn, &ids).await?;
        Ok(Self(groups.into_iter().map(|group| (group.id.to_string(), group.name)).collect()))
    }

    fn of(&self, t: Words, name: &str, value: &str) -> String {
        let language = t.lang.code();
        match name {
            "type" => types().name(value, language),
            "country" => countries().name(value, language),
            "theme" => themes().name(value, language),
            "language" => t.language(value),
            "kind" => label(value).map_or_else(|| value.to_owned(), |label| label.words(t)),
            "group" => self.0.get(value).cloned().unwrap_or_else(|| t.t("find-group")),
            _ => value.to_owned(),
        }
    }
}

/// Groups' counts with their public ids.
pub fn group_counts(found: &Found) -> Vec<(String, i64)> {
    let public = |hex: &String| Uuid::parse_str(hex).ok().map(|id| ActorId(id).to_string());
    found.facets.groups.iter().filter_map(|(hex, count)| Some((public(hex)?, *count))).collect()
}

fn label(kind: &str) -> Option<Label> {
    Some(match Kind::parse(kind)? {
        Kind::Discussion => Label::Discussion,
        Kind::Resource => Label::Resource,
        Kind::Article => Label::Article,
        Kind::Event => Label::Event,
        Kind::Course => Label::Course,
        Kind::Initiative => Label::Initiative,
        Kind::Reply => return None,
    })
}

/// The hits as rows, in five queries whatever their number.
pub async fn rows(conn: &mut Conn, visit: &Visit, hits: &[Visible<Hit>], asked: &str) -> Result<Vec<FoundRow>> {
    let ids: Vec<PostId> = hits.iter().map(|hit| hit.post).collect();
    let fulls = posts::queries::list_full(conn, &ids).await?;
    let mut records: HashMap<PostId, Resource> =
        resources::queries::list_by_posts(conn, &ids).await?.into_iter().map(|row| (row.post_id, row)).collect();
    let summaries: HashMap<PostId, String> = articles::queries::list_by_posts(conn, &ids)
        .await?
        .into_iter()
        .map(|article| (article.post_id, article.summary))
        .collect();
    let mut attached: HashMap<PostId, Vec<Attachment>> = HashMap::new();
    for attachment in posts::queries::list_attachments(conn, &ids).await? {
        attached.entry(attachment.post_id).or_default().push(attachment);
    }
    let mut places: Vec<ActorId> = fulls.iter().map(|full| full.post.group_id).collect();
    places.sort_unstable();
    places.dedup();
    let groups: HashMap<ActorId, Actor> =
        actors::queries::list_by_ids(conn, &places).await?.into_iter().map(|group| (group.id, group)).collect();
    let question = words::question(asked);
    Ok(fulls
        .into_iter()
        .map(|full| {
            let id = full.post.id;
            match records.remove(&id) {
                Some(resource) => {
                    let files = attached.remove(&id).unwrap_or_default();
                    FoundRow::Resource(Box::new(resource_row(visit, full, &resource, &files, &question)))
                }
                None => {
                    let group = groups.get(&full.post.group_id);
                    FoundRow::Post(Box::new(post_row(visit, &full, group, summaries.get(&id), &question)))
                }
            }
        })
        .collect())
}

/// A publication as lists show it.
pub fn resource_row(
    visit: &Visit,
    full: Full,
    resource: &Resource,
    files: &[Attachment],
    question: &str,
) -> ResourceRow {
    let (t, record) = (visit.words, &resource.record);
    let language = t.lang.code();
    let by = if record.organisation.is_empty() { record.authors.join("; ") } else { record.organisation.clone() };
    let places = record.countries.iter().take(4).map(|code| countries().name(code, language)).collect();
    let text = plain(&full);
    ResourceRow {
        t,
        href: format!("/posts/{}", full.post.id),
        title: full.post.title,
        lang: full.post.language,
        kind: types().name(&record.type_code, language),
        year: record.year.map(i32::from),
        by,
        places,
        from: full.host.unwrap_or_default(),
        excerpt: Marked::parse(&words::excerpt(&text, question, 220)),
        cover: None,
        file: files.iter().find_map(|file| {
            let kind = FileKind::by_media_type(file.media_type.as_deref()?)?;
            Some((kind.extension().to_uppercase(), u64::try_from(file.size?).ok()?))
        }),
        languages: record.languages.clone(),
        replies: u32::try_from(full.replies).unwrap_or(0),
    }
}

fn post_row(visit: &Visit, full: &Full, group: Option<&Actor>, summary: Option<&String>, question: &str) -> PostRow {
    let text = summary.filter(|summary| !summary.is_empty()).cloned().unwrap_or_else(|| plain(full));
    let place = |group: &Actor| rows::group_path(&group.handle, &group.url, group.is_local());
    PostRow {
        group: group.map(|group| (group.name.clone(), place(group))),
        excerpt: words::excerpt(&text, question, 220).replace([words::MARK.0, words::MARK.1], ""),
        ..rows::lone_row(visit.words, &full.post, &full.author, full.host.as_deref(), full.replies)
    }
}

fn plain(full: &Full) -> String {
    web::text::plain(&Html::stored(full.post.body_html.clone(), full.post.sanitiser))
}
