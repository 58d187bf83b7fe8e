//! Asking the index: hits of one page, how many there are in all, and the facets' counts. Each facet counts as if its own
//! filter were off, so that a second choice can be added to the first.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::BoxedSqlQuery;
use diesel::sql_types::{Array, BigInt, Double, Int2, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::words::{CONFIGS, question};
use super::{Ask, Cursor, Sort};
use crate::accounts::Viewer;
use crate::groups::Visible;
use crate::groups::seeing::seen_by;
use crate::store::ids::PostId;
use crate::store::{Conn, Result};

/// Hits on one page.
pub const PAGE: usize = 20;
/// Values that a facet shows, the most frequent ones.
const VALUES_MOST: i64 = 300;

#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub post: PostId,
    cursor: Cursor,
}

#[derive(Debug, Clone, Default)]
pub struct Found {
    pub hits: Vec<Visible<Hit>>,
    pub total: i64,
    pub facets: Facets,
    pub next: Option<Cursor>,
}

/// Values with their counts, most frequent first; years newest first.
pub type Facet = Vec<(String, i64)>;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    pub kinds: Facet,
    pub types: Facet,
    pub years: Facet,
    pub languages: Facet,
    pub countries: Facet,
    pub themes: Facet,
    pub organisations: Facet,
    /// Values are ids of groups in hexadecimal.
    pub groups: Facet,
}

#[derive(QueryableByName)]
struct HitRow {
    #[diesel(sql_type = SqlUuid)]
    post_id: Uuid,
    #[diesel(sql_type = Double)]
    key: f64,
}

#[derive(QueryableByName)]
struct CountRow {
    #[diesel(sql_type = Text)]
    facet: String,
    #[diesel(sql_type = Text)]
    value: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

type Query = BoxedSqlQuery<'static, Pg, diesel::query_builder::SqlQuery>;

/// Answers `ask` for `viewer`. Never an error because of what was typed.
pub async fn find(conn: &mut Conn, viewer: &Viewer, ask: &Ask) -> Result<Found> {
    let groups: Vec<Uuid> =
        seen_by(viewer).load::<crate::store::ids::ActorId>(conn).await?.into_iter().map(|id| id.0).collect();
    let mut hits = list_hits(conn, &groups, ask).await?;
    let more = hits.len() > PAGE;
    hits.truncate(PAGE);
    let (total, facets) = count(conn, &groups, ask).await?;
    Ok(Found {
        next: if more { hits.last().map(|hit| hit.cursor) } else { None },
        hits: hits.into_iter().map(Visible::proven).collect(),
        total,
        facets,
    })
}

async fn list_hits(conn: &mut Conn, groups: &[Uuid], ask: &Ask) -> Result<Vec<Hit>> {
    let asked = question(&ask.text);
    let mut binds = Binds::new(groups, &asked);
    let key = match ask.sort {
        Sort::Best if !asked.is_empty() => {
            // The words of a document and of the question by the document's own configuration.
            let rank = CONFIGS
                .iter()
                .map(|config| {
                    format!("when '{config}' then ts_rank_cd(d.words, websearch_to_tsquery('{config}', $2), 1)")
                })
                .collect::<Vec<_>>()
                .join(" ");
            format!("(case d.config {rank} else 0 end)::float8")
        }
        Sort::Newest => "extract(epoch from d.published_at)::float8".to_owned(),
        Sort::Best | Sort::Year => "coalesce(d.year, extract(year from d.published_at))::float8".to_owned(),
    };
    let base = base_conditions(ask, &asked);
    let filters: Vec<String> = Filter::ALL.iter().filter_map(|filter| filter.condition(ask, &mut binds)).collect();
    let mut conditions = vec![base];
    conditions.extend(filters);
    // A post that was taken back a moment ago may still have its document.
    let stands = "exists (select from posts p where p.id = d.post_id and p.withdrawn_at is null and p.removed_at is null \
                  and p.removed_there_at is null)";
    let after = match ask.after {
        Some(cursor) => {
            let (key, id) = (binds.double(cursor.key), binds.id(cursor.id.0));
            format!("where (key, post_id) < ({key}, {id})")
        }
        None => String::new(),
    };
    let text = format!(
        "select post_id, key from (select d.post_id, {key} as key from documents d where {} and {stands}) ranked {after} \
         order by key desc, post_id desc limit {}",
        conditions.join(" and "),
        PAGE + 1
    );
    let rows: Vec<HitRow> = binds.ready(text).load(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let post = PostId(row.post_id);
            Hit { post, cursor: Cursor { key: row.key, id: post } }
        })
        .collect())
}

async fn count(conn: &mut Conn, groups: &[Uuid], ask: &Ask) -> Result<(i64, Facets)> {
    let asked = question(&ask.text);
    let mut binds = Binds::new(groups, &asked);
    let flags: Vec<(Filter, Option<String>)> =
        Filter::ALL.iter().map(|filter| (*filter, filter.condition(ask, &mut binds))).collect();
    let columns: String = flags
        .iter()
        .filter_map(|(filter, condition)| Some(format!(", ({}) as {}", condition.as_ref()?, filter.flag())))
        .collect();
    let but = |left_out: Option<Filter>| {
        let on: Vec<&str> = flags
            .iter()
            .filter(|(filter, condition)| condition.is_some() && Some(*filter) != left_out)
            .map(|(filter, _)| filter.flag())
            .collect();
        if on.is_empty() { "true".to_owned() } else { on.join(" and ") }
    };
    let mut parts =
        vec![format!("select 'total' as facet, '' as value, count(*) as count from base where {}", but(None))];
    for filter in Filter::ALL {
        let (value, from) = filter.value();
        parts.push(format!(
            "(select '{}', {value}, count(*) from base{from} where {} and {value} is not null and {value} <> '' \
             group by 2 order by 3 desc, 2 limit {VALUES_MOST})",
            filter.flag(),
            but(Some(filter))
        ));
    }
    let text = format!(
        "with base as materialized (select d.kind, d.type_code, d.year, d.languages, d.countries, d.themes, d.organisation, \
           d.group_id{columns} from documents d where {}) {}",
        base_conditions(ask, &asked),
        parts.join(" union all ")
    );
    let rows: Vec<CountRow> = binds.ready(text).load(conn).await?;
    let mut total = 0;
    let mut facets = Facets::default();
    for CountRow { facet, value, count } in rows {
        if facet == "total" {
            total = count;
            continue;
        }
        let into = match Filter::ALL.into_iter().find(|filter| filter.flag() == facet) {
            Some(Filter::Kind) => &mut facets.kinds,
            Some(Filter::Type) => &mut facets.types,
            Some(Filter::Year) => &mut facets.years,
            Some(Filter::Language) => &mut facets.languages,
            Some(Filter::Country) => &mut facets.countries,
            Some(Filter::Theme) => &mut facets.themes,
            Some(Filter::Organisation) => &mut facets.organisations,
            Some(Filter::Group) => &mut facets.groups,
            None => continue,
        };
        into.push((value, count));
    }
    facets.years.sort_by(|one, other| other.0.cmp(&one.0));
    Ok((total, facets))
}

/// Visible, and about the words: `$1` groups, `$2` the question. A document is asked in its own configuration, so each
/// configuration is a branch that the index answers.
fn base_conditions(ask: &Ask, asked: &str) -> String {
    let mut conditions = vec!["d.group_id = any($1)".to_owned()];
    if !asked.is_empty() {
        let branches: Vec<String> = CONFIGS
            .iter()
            .map(|config| format!("(d.config = '{config}' and d.words @@ websearch_to_tsquery('{config}', $2))"))
            .collect();
        conditions.push(format!("({})", branches.join(" or ")));
    } else {
        // The parameter must have a place all the same.
        conditions.push("$2 = ''".to_owned());
    }
    if let Some(kind) = ask.within {
        conditions.push(format!("d.kind = '{}'", kind.code()));
    }
    conditions.join(" and ")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    Kind,
    Type,
    Year,
    Language,
    Country,
    Theme,
    Organisation,
    Group,
}

impl Filter {
    const ALL: [Self; 8] = [
        Self::Kind,
        Self::Type,
        Self::Year,
        Self::Language,
        Self::Country,
        Self::Theme,
        Self::Organisation,
        Self::Group,
    ];

    const fn flag(self) -> &'static str {
        match self {
            Self::Kind => "in_kind",
            Self::Type => "in_type",
            Self::Year => "in_year",
            Self::Language => "in_language",
            Self::Country => "in_country",
            Self::Theme => "in_theme",
            Self::Organisation => "in_organisation",
            Self::Group => "in_group",
        }
    }

    /// Its SQL when it is on.
    fn condition(self, ask: &Ask, binds: &mut Binds) -> Option<String> {
        let mut any = |column: &str, values: &[String]| {
            (!values.is_empty()).then(|| format!("d.{column} = any({})", binds.texts(values.to_vec())))
        };
        match self {
            Self::Kind => any("kind", &ask.kinds.iter().map(|kind| kind.code().to_owned()).collect::<Vec<_>>()),
            Self::Type => any("type_code", &ask.types),
            Self::Organisation => any("organisation", &ask.organisations),
            Self::Language => overlap("languages", &ask.languages, binds),
            Self::Country => overlap("countries", &ask.countries, binds),
            Self::Theme => overlap("themes", &ask.themes, binds),
            Self::Group => {
                let ids: Vec<Uuid> = ask.groups.iter().map(|id| id.0).collect();
                (!ids.is_empty()).then(|| format!("d.group_id = any({})", binds.ids(ids)))
            }
            Self::Year => {
                let from = ask.year_from.map(|year| format!("d.year >= {}", binds.year(year)));
                let to = ask.year_to.map(|year| format!("d.year <= {}", binds.year(year)));
                let both: Vec<String> = from.into_iter().chain(to).collect();
                // A document without a year is in no range.
                (!both.is_empty()).then(|| format!("coalesce({}, false)", both.join(" and ")))
            }
        }
    }

    /// The value that is counted, and what must be joined for it.
    const fn value(self) -> (&'static str, &'static str) {
        match self {
            Self::Kind => ("kind", ""),
            Self::Type => ("type_code", ""),
            Self::Year => ("year::text", ""),
            Self::Language => ("value", ", unnest(languages) as value"),
            Self::Country => ("value", ", unnest(countries) as value"),
            Self::Theme => ("value", ", unnest(themes) as value"),
            Self::Organisation => ("organisation", ""),
            Self::Group => ("replace(group_id::text, '-', '')", ""),
        }
    }
}

fn overlap(column: &str, values: &[String], binds: &mut Binds) -> Option<String> {
    (!values.is_empty()).then(|| format!("d.{column} && {}", binds.texts(values.to_vec())))
}

/// Values for a query's places, in order.
struct Binds(Vec<Bind>);

enum Bind {
    Text(String),
    Texts(Vec<String>),
    Ids(Vec<Uuid>),
    Id(Uuid),
    Double(f64),
    Year(i16),
}

impl Binds {
    fn new(groups: &[Uuid], asked: &str) -> Self {
        Self(vec![Bind::Ids(groups.to_vec()), Bind::Text(asked.to_owned())])
    }

    fn put(&mut self, bind: Bind) -> String {
        self.0.push(bind);
        format!("${}", self.0.len())
    }

    fn texts(&mut self, values: Vec<String>) -> String {
        self.put(Bind::Texts(values))
    }

    fn ids(&mut self, values: Vec<Uuid>) -> String {
        self.put(Bind::Ids(values))
    }

    fn id(&mut self, value: Uuid) -> String {
        self.put(Bind::Id(value))
    }

    fn double(&mut self, value: f64) -> String {
        self.put(Bind::Double(value))
    }

    fn year(&mut self, value: i16) -> String {
        self.put(Bind::Year(value))
    }

    fn ready(self, text: String) -> Query {
        self.0.into_iter().fold(diesel::sql_query(text).into_boxed::<Pg>(), |query, bind| match bind {
            Bind::Text(value) => query.bind::<Text, _>(value),
            Bind::Texts(values) => query.bind::<Array<Text>, _>(values),
            Bind::Ids(values) => query.bind::<Array<SqlUuid>, _>(values),
            Bind::Id(value) => query.bind::<SqlUuid, _>(value),
            Bind::Double(value) => query.bind::<Double, _>(value),
            Bind::Year(value) => query.bind::<Int2, _>(value),
        })
    }
}

/// Titles that look like what was typed, for a search that found nothing: at most three. None where the database has no
/// trigrams.
pub async fn list_near(conn: &mut Conn, viewer: &Viewer, text: &str) -> Result<Vec<Visible<PostId>>> {
    #[derive(QueryableByName)]
    struct Near {
        #[diesel(sql_type = SqlUuid)]
        post_id: Uuid,
    }
    #[derive(QueryableByName)]
    struct Extension {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        there: bool,
    }
    let asked = question(text);
    let extension: Extension =
        diesel::sql_query("select exists (select from pg_extension where extname = 'pg_trgm') as there")
            .get_result(conn)
            .await?;
    if asked.is_empty() || !extension.there {
        return Ok(Vec::new());
    }
    let groups: Vec<Uuid> =
        seen_by(viewer).load::<crate::store::ids::ActorId>(conn).await?.into_iter().map(|id| id.0).collect();
    let near: Vec<Near> = diesel::sql_query(
        "select d.post_id from documents d join posts p on p.id = d.post_id \
         where word_similarity($1, d.title) > 0.3 and d.group_id = any($2) and p.withdrawn_at is null and p.removed_at is null \
           and p.removed_there_at is null order by word_similarity($1, d.title) desc, d.post_id desc limit 3",
    )
    .bind::<Text, _>(asked)
    .bind::<Array<SqlUuid>, _>(groups)
    .load(conn)
    .await?;
    Ok(near.into_iter().map(|row| Visible::proven(PostId(row.post_id))).collect())
}
