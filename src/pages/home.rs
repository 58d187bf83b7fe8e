//! The front page: what this hub is for those who come by, what is new for members.

use chrono::TimeDelta;
use web::home::{Answer, MemberHome, VisitorHome};
use web::parts::{Empty, PostRow};
use web::shell::Section;
use web::text;

use super::{PageResult, Visit, rows};
use crate::accounts::Me;
use crate::groups::Purpose;
use crate::groups::queries::{self, Which};
use crate::posts::lists::{self, Card, Filter};
use crate::posts::{Kind, highlights, since};
use crate::store::ids::PostId;
use crate::store::{Conn, Result};

const ANSWERS: i64 = 5;
const NEWS: i64 = 10;
const BESIDE: i64 = 5;

/// GET /
pub async fn show(visit: Visit) -> PageResult {
    match visit.viewer.me() {
        Some(me) => member(&visit, me).await,
        None => visitor(&visit).await,
    }
}

async fn visitor(visit: &Visit) -> PageResult {
    let t = visit.words;
    let mut conn = visit.app.read().await?;
    let highlights = highlights::list(&mut conn, &visit.viewer).await?;
    let groups = queries::list(&mut conn, &visit.viewer, Which::Local).await?;
    let discussions = newest(&mut conn, visit, Kind::Discussion).await?;
    let resources = newest(&mut conn, visit, Kind::Resource).await?;
    let articles = newest(&mut conn, visit, Kind::Article).await?;
    let open = groups.iter().filter(|line| line.group.purpose() == Purpose::Discussion);
    let mut shell = visit.shell("");
    shell.section = Section::Home;
    shell.description = t.t("home-what");
    shell.canonical = format!("{}/", visit.app.site.base());
    visit.page(&VisitorHome {
        t,
        shell,
        highlights: highlights.iter().map(|card| rows::post_row(t, card, 0, true)).collect(),
        groups: open.take(8).map(|line| rows::group_row(t, line, 0)).collect(),
        discussions,
        resources,
        articles,
    })
}

async fn newest(conn: &mut Conn, visit: &Visit, kind: Kind) -> Result<Vec<PostRow>> {
    let filter = Filter { kinds: vec![kind], ..Filter::default() };
    let page = lists::list(conn, &visit.viewer, &filter, None, BESIDE).await?;
    Ok(page.cards.iter().map(|card| rows::post_row(visit.words, card, 0, true)).collect())
}

async fn member(visit: &Visit, me: &Me) -> PageResult {
    let t = visit.words;
    let mut conn = visit.app.read().await?;
    // On the first visit the last month is news.
    let from = me.previous_visit_at.unwrap_or_else(|| visit.app.clock.now() - TimeDelta::days(30));
    let answers = since::list_answers(&mut conn, &visit.viewer, from, 100).await?;
    let new = queries::count_new(&mut conn, me.actor, from).await?;
    let filter = Filter { groups_of: Some(me.actor), ..Filter::default() };
    let news = lists::list(&mut conn, &visit.viewer, &filter, None, NEWS).await?.cards;
    let highlights = highlights::list(&mut conn, &visit.viewer).await?;
    let groups = queries::list(&mut conn, &visit.viewer, Which::Mine).await?;
    let resources = newest(&mut conn, visit, Kind::Resource).await?;
    let ids: Vec<PostId> = news.iter().chain(&highlights).map(|card| card.post.id).collect();
    let unread = since::count_unread(&mut conn, me, &ids).await?;
    let row = |card: &Card| rows::post_row(t, card, unread.get(&card.post.id).copied().unwrap_or(0), true);
    let mut shell = visit.shell("");
    shell.section = Section::Home;
    visit.page(&MemberHome {
        t,
        shell,
        since: me.previous_visit_at,
        answer_count: rows::count(answers.len()),
        answers: answers.iter().take(rows::count(ANSWERS) as usize).map(|answer| answer_row(answer)).collect(),
        new_count: rows::count(new.values().sum::<i64>()),
        news: news.iter().map(|card| row(card)).collect(),
        nothing: Empty {
            title: t.t("home-nothing"),
            text: t.t("home-nothing-text"),
            action: Some(("/groups".to_owned(), t.t("home-all-groups"))),
        },
        highlights: highlights.iter().map(|card| row(card)).collect(),
        groups: groups
            .iter()
            .map(|line| {
                let group = &line.group;
                let new = new.get(&group.id()).copied().unwrap_or(0);
                (group.actor.name.clone(), rows::path_of(group), rows::count(new))
            })
            .collect(),
        resources,
    })
}

fn answer_row(answer: &since::Answer) -> Answer {
    let post = &answer.post;
    Answer {
        author: answer.author.clone(),
        href: rows::place_of(post),
        title: answer.title.clone(),
        excerpt: text::excerpt(&post.body_html, 160),
        lang: rows::lang(&post.language),
        at: post.published_at,
    }
}
