//! The search over everything: posts of all kinds, groups, and people for members.

use axum::extract::{RawQuery, State};
use web::find::FoundPage;
use web::parts::Empty;

use super::find::{self, Asked, Names};
use super::{PageResult, Visit, library};
use crate::app::App;
use crate::search::{self, Found, names};

/// Groups, and people, above the posts.
const NAMED_MOST: i64 = 5;

/// GET /search?q=&kind=&group=&language=&sort=&after=
pub async fn index(State(app): State<App>, visit: Visit, RawQuery(query): RawQuery) -> PageResult {
    let t = visit.words;
    let asked = Asked::read("/search", query.as_deref(), None);
    let text = asked.ask.text.clone();
    let mut conn = app.read().await?;
    let found = if asked.is_open() {
        Found::default()
    } else {
        search::found::find(&mut conn, &visit.viewer, &asked.ask).await?
    };
    let names_of = Names::load(&mut conn, &found).await?;
    let rows = find::rows(&mut conn, &visit, &found.hits, &text).await?;
    let first = asked.ask.after.is_none();
    let (groups, people) = if first && !text.is_empty() {
        let groups = names::list_groups(&mut conn, &visit.viewer, &text, NAMED_MOST).await?;
        (groups, names::list_people(&mut conn, &visit.viewer, &text, NAMED_MOST).await?)
    } else {
        (Vec::new(), Vec::new())
    };
    let near = if found.total == 0 { library::nearby(&mut conn, &visit, &text).await? } else { Vec::new() };
    drop(conn);
    let facets = &found.facets;
    let shown = if asked.is_open() {
        Vec::new()
    } else {
        vec![
            asked.facet(t, &names_of, "find-kind", "kind", &facets.kinds),
            asked.facet(t, &names_of, "find-group", "group", &find::group_counts(&found)),
            asked.facet(t, &names_of, "resource-available", "language", &facets.languages),
            asked.facet(t, &names_of, "find-type", "type", &facets.types),
            asked.facet(t, &names_of, "resource-countries", "country", &facets.countries),
        ]
    };
    let nothing = rows.is_empty() && groups.is_empty() && people.is_empty();
    let empty = nothing.then(|| {
        let (title, text) =
            if asked.is_open() { ("find-ask", "find-ask-text") } else { ("find-none", "find-none-text") };
        Empty { title: t.t(title), text: t.t(text), action: None }
    });
    let mut shell = visit.shell(&t.t("find-title"));
    // What was searched for is nobody's page.
    shell.robots = "noindex";
    visit.page(&FoundPage {
        t,
        shell,
        action: "/search".to_owned(),
        lead: String::new(),
        asked: text,
        sorts: if shown.is_empty() { Vec::new() } else { asked.sorts(t) },
        facets: shown,
        years: None,
        chips: asked.chips(t, &names_of),
        count: if asked.is_open() { String::new() } else { t.n("find-results", found.total) },
        rows,
        empty,
        near,
        groups: groups
            .into_iter()
            .map(|named| {
                let (actor, host) = named.into_inner();
                let handle = host.map_or_else(|| actor.handle.clone(), |host| format!("{}@{host}", actor.handle));
                (actor.name, handle.clone(), format!("/groups/{handle}"))
            })
            .collect(),
        people: people
            .into_iter()
            .map(|named| {
                let (actor, _) = named.into_inner();
                (actor.name.clone(), format!("@{}", actor.handle), format!("/people/{}", actor.handle))
            })
            .collect(),
        pager: asked.pager(t, &found),
        deed: None,
    })
}
