//! GET /notices, POST /notices/reading.

use axum::extract::{Query, State};
use serde::Deserialize;
use web::form::Press;
use web::notices::{About, NoticeRow, NoticesPage, sentence};
use web::parts::Pager;
use web::text::excerpt;

use super::{PageResult, Sent, Visit, rows};
use crate::app::App;
use crate::groups::Visible;
use crate::notices::queries::{Cursor, Line, PAGE};
use crate::notices::{Kind, commands, queries};

#[derive(Deserialize)]
pub struct Asked {
    after: Option<String>,
}

/// GET /notices?after=
pub async fn index(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> PageResult {
    let me = visit.me()?;
    // A cursor that is none shows the first page.
    let after = asked.after.and_then(|text| text.parse::<Cursor>().ok());
    let (lines, next) = queries::list(&mut *app.read().await?, me, after, PAGE).await?;
    let shell = visit.shell("");
    let press = Press::new("/notices/reading", &shell.csrf, visit.words.t("notices-read-all")).icon("check");
    let read_all = (me.unread > 0).then_some(press);
    let back = after.map(|_| "/notices".to_owned());
    let pager = Pager::cursors(visit.words, back, next.map(|next| format!("/notices?after={next}")));
    let rows = lines.iter().map(|line| row(&visit, line)).collect();
    visit.page(&NoticesPage::new(shell, rows, read_all, pager))
}

/// POST /notices/reading: all are read.
pub async fn update(State(app): State<App>, visit: Visit, _sent: Sent) -> PageResult {
    let me = visit.me_or("/notices")?;
    app.write(async |tx| commands::read_all(tx, me).await).await?;
    visit.redirect("/notices", Some("flash-notices-read"))
}

fn row(visit: &Visit, line: &Visible<Line>) -> NoticeRow {
    let title = line.post.as_ref().map(|post| rows::titled(&post.title, &post.root_html)).unwrap_or_default();
    let about = About {
        who: line.actor.as_ref().map_or("", |actor| actor.name.as_str()),
        title: &title,
        group: line.group.as_ref().map_or("", |group| group.name.as_str()),
    };
    let kind = Kind::parse(&line.notice.kind);
    let written = matches!(kind, Some(Kind::Reply | Kind::Thread | Kind::Mention));
    NoticeRow {
        sentence: sentence(visit.words, &line.notice.kind, about),
        href: path(line),
        excerpt: line.post.as_ref().filter(|_| written).map_or_else(String::new, |post| excerpt(&post.html, 160)),
        at: line.notice.created_at,
        unread: line.notice.read_at.is_none(),
    }
}

/// Where the notice leads, on this hub.
pub fn path(line: &Line) -> String {
    match (Kind::parse(&line.notice.kind), &line.post, &line.group) {
        (Some(Kind::Report), ..) => "/moderation".to_owned(),
        (Some(kind @ (Kind::Moved | Kind::GroupMoved)), ..) => match (&line.actor, &line.host) {
            (Some(actor), Some(host)) => {
                let place = if kind == Kind::Moved { "people" } else { "groups" };
                format!("/{place}/{}@{host}", actor.handle)
            }
            _ => "/notices".to_owned(),
        },
        (Some(Kind::Registration), ..) => "/admin/requests".to_owned(),
        (Some(Kind::Backlog), ..) => "/admin/hubs".to_owned(),
        (_, Some(post), _) => rows::place_in(post.id, post.root),
        (_, None, Some(group)) => rows::group_path(&group.handle, &group.url, group.is_local),
        (_, None, None) => "/notices".to_owned(),
    }
}
