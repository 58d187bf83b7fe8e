//! Mails to those who decide: moderators about requests to join, administrators about registrations. The first goes at
//! once, further ones gather for an hour.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use web::Arg;
use web::locale::Words;
use web::mail::{Letter, Note};

use super::{frame, words};
use crate::app::App;
use crate::groups::{self, State};
use crate::journal::{self, Verb};
use crate::letters::{self, deciders, deciders::Decider};
use crate::queue::{self, Job};
use crate::store::ids::ActorId;
use crate::store::{Result, Site, Tx};

const NAME: &str = "requests";
const AT_ONCE: i64 = 500;
const GATHER: TimeDelta = TimeDelta::hours(1);
/// Names in one mail; the others are counted.
const NAMES_MOST: usize = 10;

/// Tells those who decide what waits: a group's moderators, or (None) the administrators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellDeciders {
    pub group: Option<ActorId>,
}

impl Job for TellDeciders {
    const KIND: &'static str = "tell-deciders";

    fn key(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.subject()))
    }
}

impl TellDeciders {
    fn subject(&self) -> String {
        self.group.map_or_else(|| "registrations".to_owned(), |group| format!("requests:{group}"))
    }
}

/// Reads the journal; true when there may be more.
pub async fn read(tx: &mut Tx) -> Result<bool> {
    let rows = journal::next(tx, NAME, AT_ONCE).await?;
    let Some(last) = rows.last() else { return Ok(false) };
    for row in &rows {
        let job = if row.verb == Verb::JoinRequested.name() {
            TellDeciders { group: row.group_id.map(ActorId) }
        } else if row.verb == Verb::MemberConfirmed.name() {
            TellDeciders { group: None }
        } else {
            continue;
        };
        let told = letters::last_told(tx.conn(), &job.subject()).await?;
        let at = told.map_or(tx.now, |told| tx.now.max(told + GATHER));
        queue::enqueue(tx, &job, at).await?;
    }
    journal::passed(tx, NAME, last).await?;
    Ok(rows.len() as i64 == AT_ONCE)
}

/// What waits, and who decides about it.
struct Waiting {
    names: Vec<String>,
    total: usize,
    /// The newest, so that nobody is told of the same twice.
    newest: String,
    deciders: Vec<Decider>,
    by_admins: bool,
    group: Option<String>,
    /// Where one decides.
    path: String,
}

/// Runs the job: a letter to each who decides, unless everything has been answered meanwhile.
pub async fn tell(app: &App, job: &TellDeciders) -> Result<()> {
    let told = letters::last_told(&mut *app.work.get().await?, &job.subject()).await?;
    let waiting = match job.group {
        Some(group) => requests(app, group, told).await?,
        None => registrations(app, told).await?,
    };
    let Some(waiting) = waiting else { return Ok(()) };
    let now = app.clock.now();
    let written: Vec<(&Decider, Letter)> = waiting
        .deciders
        .iter()
        .map(|member| {
            let t = words(&member.language, &member.time_zone, now);
            (member, letter(&app.site, t, &waiting))
        })
        .collect();
    app.write_behind(async |tx| {
        for (member, letter) in &written {
            letters::put(
                tx,
                letters::Letter {
                    member: Some(member.id),
                    recipient: member.email.clone(),
                    kind: "requests",
                    window_key: Some(format!("{}:{}:{}", job.subject(), member.id, waiting.newest)),
                    subject: letter.subject.clone(),
                    text: letter.text.clone(),
                    html: letter.html.clone(),
                    unsubscribe: None,
                    language: member.language.clone(),
                },
            )
            .await?;
        }
        letters::tell(tx, &job.subject()).await
    })
    .await
}

async fn requests(app: &App, group: ActorId, told: Option<DateTime<Utc>>) -> Result<Option<Waiting>> {
    let mut conn = app.work.get().await?;
    let Some(group) = groups::queries::by_id(&mut conn, group).await?.filter(groups::Group::is_local) else {
        return Ok(None);
    };
    let mut asking = groups::queries::list_followers(&mut conn, group.id(), State::Pending, 0).await?;
    asking.sort_by_key(|follower| std::cmp::Reverse(follower.membership.created_at));
    let Some(newest) = asking.first().filter(|first| told.is_none_or(|told| first.membership.created_at > told)) else {
        return Ok(None);
    };
    let moderators = groups::queries::list_moderators(&mut conn, group.id()).await?;
    let moderators: Vec<ActorId> = moderators.iter().map(|actor| actor.id).collect();
    let mut deciders = deciders::list_by_actors(&mut conn, &moderators).await?;
    // Where the last moderator has left, the administrators decide.
    let by_admins = deciders.is_empty();
    if by_admins {
        deciders = deciders::list_admins(&mut conn).await?;
    }
    Ok(Some(Waiting {
        newest: newest.membership.id.to_string(),
        total: asking.len(),
        names: asking
            .iter()
            .take(NAMES_MOST)
            .map(|follower| match &follower.host {
                Some(host) => format!("{}, {host}", follower.actor.name),
                None => follower.actor.name.clone(),
            })
            .collect(),
        deciders,
        by_admins,
        path: format!("/groups/{}", group.actor.handle),
        group: Some(group.actor.name),
    }))
}

async fn registrations(app: &App, told: Option<DateTime<Utc>>) -> Result<Option<Waiting>> {
    let mut conn = app.work.get().await?;
    let waiting = deciders::list_registrations(&mut conn).await?;
    let Some((newest, ..)) = waiting.first().filter(|(_, _, since)| told.is_none_or(|told| *since > told)) else {
        return Ok(None);
    };
    Ok(Some(Waiting {
        newest: newest.to_string(),
        total: waiting.len(),
        names: waiting.iter().take(NAMES_MOST).map(|(_, name, _)| name.clone()).collect(),
        deciders: deciders::list_admins(&mut conn).await?,
        by_admins: true,
        path: "/admin/requests".to_owned(),
        group: None,
    }))
}

fn letter(site: &Site, t: Words, waiting: &Waiting) -> Letter {
    let who = waiting.names.first().map_or("", String::as_str);
    let [title, text, look] = match &waiting.group {
        Some(_) => ["requests-title", "requests-text", "requests-look"],
        None => ["registrations-title", "registrations-text", "registrations-look"],
    };
    let why = match waiting.by_admins {
        true => t.with("mail-why-admin", &[("hub", &site.name)]),
        false => t.t("mail-why-moderator"),
    };
    let values: [(&'static str, Arg); 4] = [
        ("n", waiting.total.into()),
        ("who", who.into()),
        ("group", waiting.group.as_deref().unwrap_or_default().into()),
        ("hub", site.name.as_str().into()),
    ];
    let mut note = Note::new(frame(site, t, why), t.with(title, &values));
    if waiting.total > 1 {
        let mut names = waiting.names.join("\n");
        if waiting.total > waiting.names.len() {
            names = format!("{names}\n{}", t.n("requests-more", waiting.total - waiting.names.len()));
        }
        note = note.quote(&names);
    }
    note.text(t.t(text)).button(t.t(look), format!("{}{}", site.base(), waiting.path)).letter()
}
