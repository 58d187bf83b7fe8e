//! A person's page, ours or from elsewhere: what they say about themselves, and their posts that the reader may see.

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use web::Html;
use web::parts::{Empty, Kind, Pager, PostRow, Record};
use web::people::PersonPage;
use web::text;

use super::{PageResult, Visit, choices};
use crate::accounts::queries::{self, Person};
use crate::app::App;
use crate::posts;
use crate::posts::lists::{self, Card, Cursor, Filter};
use crate::store::Error;

#[derive(Deserialize)]
pub struct Asked {
    after: Option<String>,
}

/// GET /people/{handle}, `handle@host` for a person elsewhere
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(handle): Path<String>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let after = asked.after.as_deref().and_then(|text| text.parse::<Cursor>().ok());
    let mut conn = app.read().await?;
    let person = queries::person(&mut conn, &handle).await?.ok_or(Error::NotFound)?;
    let filter = Filter { author: Some(person.actor.id), ..Filter::default() };
    let found = lists::list(&mut conn, &visit.viewer, &filter, after, lists::PAGE).await?;
    drop(conn);
    let t = visit.words;
    let path = format!("/people/{handle}");
    let next = found.next.map(|next| format!("{path}?after={next}"));
    let empty = Empty { title: t.t("person-empty"), text: String::new(), action: None };
    let mut shell = visit.shell(&person.actor.name);
    shell.canonical = if person.actor.is_local() { person.actor.url.clone() } else { String::new() };
    shell.alternate_ap = Some(person.actor.url.clone());
    shell.description = text::excerpt(&person.actor.summary_html, 200);
    shell.robots = "noindex";
    shell.og_type = "profile";
    let view = PersonPage {
        t,
        shell,
        name: person.actor.name.clone(),
        address: match &person.host {
            Some(host) => format!("{}@{host}", person.actor.handle),
            None => format!("{}@{}", person.actor.handle, app.site.host()),
        },
        from: person.host.clone().unwrap_or_default(),
        facts: facts(&visit, &person),
        words: Html::stored(person.actor.summary_html.clone(), text::SANITISER),
        empty: found.cards.is_empty().then_some(empty),
        posts: found.cards.iter().map(|card| row(&visit, card)).collect(),
        pager: Pager::cursors(t, after.map(|_| path.clone()), next),
        links: links(&visit, &person),
    };
    visit.page(&view)
}

fn facts(visit: &Visit, person: &Person) -> Record {
    let t = visit.words;
    let Some(member) = &person.member else { return Record { facts: Vec::new() } };
    let plain = |text: String| (text, String::new());
    let mut facts = Vec::new();
    if !member.organisation.is_empty() {
        facts.push((t.t("account-organisation"), vec![plain(member.organisation.clone())]));
    }
    if let Some(country) = &member.country {
        facts.push((t.t("account-country"), vec![plain(choices::country(t, country))]));
    }
    if !member.spoken.is_empty() {
        let spoken = member.spoken.iter().map(|code| plain(t.language(code))).collect();
        facts.push((t.t("profile-spoken"), spoken));
    }
    facts.push((t.t("person-since"), vec![plain(t.date(member.created_at))]));
    Record { facts }
}

fn links(visit: &Visit, person: &Person) -> Vec<(String, String)> {
    let t = visit.words;
    let mut links = Vec::new();
    if visit.viewer.actor() == Some(person.actor.id) {
        links.push(("/settings".to_owned(), t.t("person-edit")));
    }
    if !person.actor.is_local() {
        links.push((person.actor.url.clone(), t.t("person-original")));
    }
    if let (true, Some(member)) = (visit.viewer.is_admin(), &person.member) {
        links.push((format!("/admin/members/{}", member.id), t.t("person-account")));
    }
    links
}

fn row(visit: &Visit, card: &Card) -> PostRow {
    let post = &card.post;
    let group = match (card.group_is_local, card.group_url.split('/').nth(2)) {
        (false, Some(host)) => format!("/groups/{}@{host}", card.group_handle),
        _ => format!("/groups/{}", card.group_handle),
    };
    PostRow {
        t: visit.words,
        kind: match post.kind() {
            posts::Kind::Resource => Kind::Resource,
            posts::Kind::Article => Kind::Article,
            posts::Kind::Event => Kind::Event,
            posts::Kind::Course => Kind::Course,
            posts::Kind::Initiative => Kind::Initiative,
            posts::Kind::Discussion | posts::Kind::Reply => Kind::Discussion,
        },
        href: format!("/posts/{}", post.id),
        title: if post.title.is_empty() { text::title_from(&post.body_html) } else { post.title.clone() },
        lang: if post.language == "und" { String::new() } else { post.language.clone() },
        group: Some((card.group_name.clone(), group)),
        from: String::new(),
        at: post.published_at,
        excerpt: text::excerpt(&post.body_html, 220),
        replies: u32::try_from(card.replies).unwrap_or(0),
        new: 0,
        author: card.author.name.clone(),
        place: String::new(),
        pinned: false,
        locked: post.locked_at.is_some(),
    }
}
