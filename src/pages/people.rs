//! A person's page, ours or from elsewhere: what they say about themselves, and their posts that the reader may see.

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use web::Html;
use web::parts::{Empty, Pager, Record};
use web::people::PersonPage;
use web::text;

use super::rows::post_row;
use super::visit::with_twin;
use super::{PageResult, Visit, choices};
use crate::accounts::queries::{self, Person};
use crate::app::App;
use crate::posts::lists::{self, Cursor, Filter};
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
    let twin = shell.alternate_ap.clone();
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
        posts: found.cards.iter().map(|card| post_row(t, card, 0, true)).collect(),
        pager: Pager::cursors(t, after.map(|_| path.clone()), next),
        links: links(&visit, &person),
    };
    Ok(with_twin(visit.page(&view)?, twin.as_deref()))
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
