//! Search and the library by API: the same question and the same proof as the pages.

use axum::Json;
use axum::extract::{RawQuery, State};
use serde_json::{Map, Value, json};

use super::{ApiError, Caller};
use crate::accounts::Viewer;
use crate::app::App;
use crate::pages::find::{self, Asked};
use crate::posts::{self, Kind};
use crate::resources;
use crate::search::{self, found::Found};
use crate::store::Conn;
use crate::store::ids::PostId;

/// GET /api/v1/search?q=&kind=&group=&language=&type=&country=&theme=&from=&to=&sort=&after=
pub async fn index(State(app): State<App>, caller: Caller, RawQuery(query): RawQuery) -> Result<Json<Value>, ApiError> {
    answer(&app, &caller.0, query.as_deref(), None).await
}

/// GET /api/v1/resources: the library, with the parameters of the search.
pub async fn resources(
    State(app): State<App>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, ApiError> {
    answer(&app, &caller.0, query.as_deref(), Some(Kind::Resource)).await
}

async fn answer(
    app: &App,
    viewer: &Viewer,
    query: Option<&str>,
    within: Option<Kind>,
) -> Result<Json<Value>, ApiError> {
    let asked = Asked::read("/search", query, within);
    let mut conn = app.read().await?;
    let found = search::found::find(&mut conn, viewer, &asked.ask).await?;
    let results = results(&mut conn, &found).await?;
    Ok(Json(json!({
        "total": found.total,
        "results": results,
        "next": found.next.map(|cursor| cursor.to_string()),
        "facets": facets(&found),
    })))
}

async fn results(conn: &mut Conn, found: &Found) -> Result<Vec<Value>, ApiError> {
    let ids: Vec<PostId> = found.hits.iter().map(|hit| hit.post).collect();
    let records = resources::queries::list_by_posts(conn, &ids).await?;
    let posts = posts::queries::list_full(conn, &ids).await?;
    Ok(posts
        .into_iter()
        .map(|full| {
            let record = records.iter().find(|resource| resource.post_id == full.post.id);
            json!({
                "id": full.post.id.to_string(),
                "kind": full.post.kind,
                "title": full.post.title,
                "url": full.post.url,
                "language": full.post.language,
                "author": full.author.url,
                "published_at": full.post.published_at,
                "replies": full.replies,
                "record": record.map(|resource| &resource.record),
            })
        })
        .collect())
}

fn facets(found: &Found) -> Value {
    let facets = &found.facets;
    let groups = find::group_counts(found);
    let named = [
        ("kind", &facets.kinds),
        ("type", &facets.types),
        ("year", &facets.years),
        ("language", &facets.languages),
        ("country", &facets.countries),
        ("theme", &facets.themes),
        ("organisation", &facets.organisations),
        ("group", &groups),
    ];
    let counted = |values: &Vec<(String, i64)>| -> Value {
        values.iter().map(|(value, count)| json!({ "value": value, "count": count })).collect()
    };
    Value::Object(named.into_iter().map(|(name, values)| (name.to_owned(), counted(values))).collect::<Map<_, _>>())
}
