//! Reporting a post, and the queue of those who decide about reports.

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use web::form::Press;
use web::moderation::{CaseRow, QueuePage, by, report_form};
use web::parts::Pager;
use web::shell::Section;
use web::thread::ComposePage;

use super::posts::{compose, way};
use super::typed::{self, Typed};
use super::{PageError, PageResult, Sent, Visit, rows};
use crate::actors;
use crate::app::App;
use crate::groups::{Group, Visibility, Visible};
use crate::moderation::queries::{self, Case, PAGE};
use crate::moderation::{self, commands};
use crate::posts::{self, Post};
use crate::store::Error;
use crate::store::ids::{PostId, ReportId};

/// GET /posts/{id}/report
pub async fn new(visit: Visit, Path(id): Path<String>) -> PageResult {
    let (post, group) = found(&visit, &id).await?;
    let form = blank(&visit, &post, &group).await?;
    visit.page(&page(&visit, &post, &group, form))
}

/// POST /posts/{id}/report {reason}
pub async fn create(State(app): State<App>, visit: Visit, Path(id): Path<String>, typed: Typed) -> PageResult {
    let me = typed.author(&visit)?;
    let (post, group) = found(&visit, &id).await?;
    let form = blank(&visit, &post, &group).await?.fill(typed.pairs());
    if let Some(form) = typed.interrupted(&app, || form.clone(), "reason").await? {
        return visit.unprocessable(&page(&visit, &post, &group, form));
    }
    let reason = typed.get("reason");
    match app.write(async |tx| commands::report(tx, me, &post, reason).await).await {
        Ok(()) => visit.redirect(&rows::place_of(&post), Some("flash-reported")),
        Err(error) => typed::refused(&visit, error, |faults| page(&visit, &post, &group, form.with_faults(faults))),
    }
}

async fn found(visit: &Visit, id: &str) -> Result<(Visible<Post>, Visible<Group>), PageError> {
    let id = PostId::parse(id).ok_or(Error::NotFound)?;
    visit.me_or(&rows::post_path(id))?;
    let mut conn = visit.app.read().await?;
    let post = posts::queries::seen(&mut conn, &visit.viewer, id).await?.filter(|post| !post.is_gone());
    let post = post.ok_or(Error::NotFound)?;
    let group = super::groups::find_by_id(&mut conn, visit, post.group_id).await?;
    Ok((post, group))
}

/// The form, which says first who will read what is sent.
async fn blank(visit: &Visit, post: &Post, group: &Group) -> Result<web::form::Form, Error> {
    let t = visit.words;
    let author = actors::queries::by_id(&mut *visit.app.read().await?, post.author_id).await?;
    let mut servers = Vec::new();
    if group.visibility() != Visibility::Hub {
        let elsewhere = [Some(&group.actor), author.as_ref()].into_iter().flatten().filter(|actor| !actor.is_local());
        servers.extend(elsewhere.map(|actor| rows::host_of(&actor.url).to_owned()));
        servers.dedup();
    }
    let mut sees = vec![t.with("report-sees", &[("group", group.actor.name.clone())])];
    if !servers.is_empty() {
        sees.push(t.with("report-copies", &[("servers", servers.join(&format!("{} ", t.t("comma"))))]));
    }
    sees.push(t.t("report-name"));
    let action = format!("{}/report", rows::post_path(post.id));
    Ok(report_form(t, action, visit.csrf(), sees.join(" ")).cancel(rows::place_of(post), t.t("cancel")))
}

fn page(visit: &Visit, post: &Post, group: &Group, form: web::form::Form) -> ComposePage {
    let t = visit.words;
    compose(visit, way(visit, group, Some(post)), t.t("report-heading"), t.t("report-lead"), form)
}

#[derive(Debug, Default, Deserialize)]
pub struct IndexQuery {
    page: Option<String>,
}

/// GET /moderation?page=
pub async fn index(State(app): State<App>, visit: Visit, Query(query): Query<IndexQuery>) -> PageResult {
    let me = visit.me()?;
    let page: i64 = query.page.as_deref().and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, 1000);
    let mut conn = app.read().await?;
    if !queries::decides(&mut conn, me).await? {
        return Err(Error::NotFound.into());
    }
    let cases = queries::list_open(&mut conn, me, (page - 1) * PAGE).await?;
    let open = queries::count_open(&mut conn, me).await?;
    drop(conn);
    let t = visit.words;
    let mut shell = visit.shell(&t.t("reports-title"));
    shell.section = Section::Groups;
    shell.robots = "noindex";
    let pager =
        Pager::numbered(t, "/moderation?page=", rows::count(page), rows::count(open.saturating_add(PAGE - 1) / PAGE));
    visit.page(&QueuePage::new(shell, cases.iter().map(|case| row(&visit, case)).collect(), pager))
}

fn row(visit: &Visit, case: &Visible<Case>) -> CaseRow {
    let t = visit.words;
    let press = |words: &str, decision: &str| {
        Press::new(format!("/moderation/{}", case.report), visit.csrf(), t.t(words)).value("decision", decision)
    };
    let mut presses = vec![press("report-dismiss", "dismissed")];
    let mut ways = Vec::new();
    match &case.post {
        Some(_) if !case.is_seen => {}
        Some(post) => {
            ways.push((format!("{}/removal", rows::post_path(post.id)), t.t("report-remove")));
            if let Some(group) = case.group.as_ref().filter(|_| case.may_ban) {
                let base = rows::group_path(&group.handle, &group.url, group.is_local());
                ways.push((format!("{base}/bans/{}", case.about.id), t.t("ban-author")));
            }
        }
        None => presses.push(press("report-uphold", "upheld")),
    }
    let author = rows::name_of(t, &case.about);
    let title = case.post.as_ref().map(|_| rows::titled(&case.title, &case.root_html));
    let seen = case.post.as_ref().filter(|_| case.is_seen);
    CaseRow {
        title: title.filter(|title| !title.is_empty()).unwrap_or_else(|| author.clone()),
        href: match (&case.post, seen) {
            (_, Some(post)) => rows::place_of(post),
            (Some(_), None) => String::new(),
            (None, None) => rows::person_href(&case.about),
        },
        lang: case.post.as_ref().map(|post| rows::lang(&post.language)).unwrap_or_default(),
        excerpt: seen.map(|post| web::text::excerpt(&post.body_html, 300)).unwrap_or_default(),
        author,
        group: case.group.as_ref().map(|group| group.name.clone()).unwrap_or_default(),
        at: case.since,
        by: by(t, rows::count(case.members), &case.hosts),
        reasons: case.reasons.clone(),
        ways,
        presses,
    }
}

/// POST /moderation/{id} {decision: dismissed|upheld}
pub async fn update(State(app): State<App>, visit: Visit, Path(id): Path<String>, sent: Sent) -> PageResult {
    let me = visit.me_or("/moderation")?;
    let report = ReportId::parse(&id).ok_or(Error::NotFound)?;
    let upheld = match sent.get("decision") {
        "dismissed" => false,
        "upheld" => true,
        _ => return Err(Error::invalid("decision", "choose").into()),
    };
    let flash = match app.write(async |tx| moderation::commands::decide(tx, me, report, upheld).await).await {
        Ok(()) if upheld => "flash-report-upheld",
        Ok(()) => "flash-report-dismissed",
        Err(Error::Conflict("decided")) => "flash-report-decided",
        Err(error) => return Err(error.into()),
    };
    visit.redirect("/moderation", Some(flash))
}
