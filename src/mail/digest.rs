//! Writes digests, a page of readers at a time: candidates and their content are read once for all of them, what each
//! may see is asked for each. At most a dozen items; nothing to tell, no digest.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;
use web::locale::Words;
use web::mail::{Digest, Entry, GroupNews, Letter};
use web::text::{excerpt, shorten};

use super::{frame, unsubscribe, words};
use crate::accounts::{Me, Role, Viewer};
use crate::app::App;
use crate::digests::news::{self, Shelf};
use crate::digests::{Candidate, Reader, SETTLED, Section, queries};
use crate::groups::Visibility;
use crate::pages::rows::name_of;
use crate::posts::queries::Full;
use crate::store::ids::{ActorId, MailId, MemberId, PostId, SessionId};
use crate::store::{Result, Site};

const ITEMS_MOST: usize = 12;
const REPLIES_MOST: usize = 4;
const EACH_GROUP_MOST: usize = 3;
const RESOURCES_MOST: usize = 3;
const EXCERPT: usize = 160;

/// A digest that is ready to go.
pub struct Issue {
    pub letter: Letter,
    /// The one-click address (RFC 8058).
    pub unsubscribe: String,
    /// Until when it tells everything.
    pub until: DateTime<Utc>,
}

/// The digests of these mails' members, as they may see things now; absent are those with nothing to tell and of
/// members who want none.
pub async fn write(app: &App, mails: &[(MailId, MemberId)]) -> Result<HashMap<MailId, Issue>> {
    let now = app.clock.now();
    let until = now - SETTLED;
    let secret = unsubscribe::secret(app).await?;
    let members: Vec<MemberId> = mails.iter().map(|(_, member)| *member).collect();
    let mut conn = app.work.get().await?;
    let readers = queries::list_readers(&mut conn, &members, now).await?;
    let candidates = news::candidates(&mut conn, &readers, until).await?;
    let shelf = news::shelf(&mut conn, &candidates).await?;
    let excerpts = Excerpts::of(&shelf);
    let mut issues = HashMap::new();
    for reader in &readers {
        let mine: Vec<Candidate> =
            candidates.iter().filter(|candidate| candidate.member == reader.member).copied().collect();
        if mine.is_empty() {
            continue;
        }
        let asked: Vec<PostId> = mine.iter().map(|candidate| candidate.post).collect();
        let seen = news::list_seen(&mut conn, &viewer(reader), &asked).await?;
        let seen: HashSet<PostId> = seen.into_iter().map(|id| id.into_inner()).collect();
        let stop = unsubscribe::address(&app.site, &secret, reader.member);
        let page = Page {
            site: &app.site,
            reader,
            shelf: &shelf,
            excerpts: &excerpts,
            t: words(&reader.language, &reader.time_zone, now),
        };
        let digest = page.compose(&mine, &seen, &stop);
        if digest.is_empty() {
            continue;
        }
        let letter = digest.letter();
        for (mail, _) in mails.iter().filter(|(_, member)| *member == reader.member) {
            issues.insert(*mail, Issue { letter: letter.clone(), unsubscribe: stop.clone(), until });
        }
    }
    Ok(issues)
}

/// Whoever reads a mail sees what they would see signed in.
fn viewer(reader: &Reader) -> Viewer {
    Viewer::Member(Me {
        member: reader.member,
        actor: reader.actor,
        session: SessionId(Uuid::nil()),
        seen_at: reader.since,
        handle: String::new(),
        name: String::new(),
        role: Role::Member,
        language: reader.language.clone(),
        time_zone: reader.time_zone.clone(),
        theme: String::new(),
        csrf: String::new(),
        previous_visit_at: None,
        unread: 0,
    })
}

/// Texts of a page's posts, cut once for all its readers.
struct Excerpts(HashMap<PostId, String>);

impl Excerpts {
    fn of(shelf: &Shelf) -> Self {
        Self(shelf.posts.iter().map(|(id, full)| (*id, excerpt(&full.post.body_html, EXCERPT))).collect())
    }
}

struct Page<'a> {
    site: &'a Site,
    reader: &'a Reader,
    shelf: &'a Shelf,
    excerpts: &'a Excerpts,
    t: Words,
}

impl<'a> Page<'a> {
    /// Replies first, then what editors chose; the library has its place kept, groups share the rest fairly.
    fn compose(&self, candidates: &[Candidate], seen: &HashSet<PostId>, stop: &str) -> Digest {
        let mut told = HashSet::new();
        let mut fulls = |section: Section| -> Vec<&'a Full> {
            let wanted = candidates.iter().filter(|candidate| candidate.section == section);
            let seen = wanted.filter(|candidate| seen.contains(&candidate.post) && told.insert(candidate.post));
            seen.filter_map(|candidate| self.shelf.posts.get(&candidate.post)).collect()
        };
        let mut replies = fulls(Section::Reply);
        let highlight = fulls(Section::Highlight).into_iter().next();
        let mut resources = fulls(Section::Resource);
        let grouped = fulls(Section::Group);
        replies.retain(|reply| self.root(reply).is_some_and(|root| !root.post.is_gone()));
        let more_replies = replies.len().saturating_sub(REPLIES_MOST);
        let more_resources = resources.len() > RESOURCES_MOST;
        replies.truncate(REPLIES_MOST);
        resources.truncate(RESOURCES_MOST);
        let room = ITEMS_MOST - replies.len() - usize::from(highlight.is_some()) - resources.len();
        let weekly = self.reader.digest != "daily";
        let why = if weekly { "digest-why-weekly" } else { "digest-why-daily" };
        let why = self.t.with(why, &[("hub", &self.site.name)]);
        Digest {
            frame: frame(self.site, self.t, why).link(self.t.t("digest-stop"), stop),
            weekly,
            since: self.reader.since,
            replies: replies.into_iter().map(|reply| self.reply(reply)).collect(),
            more_replies,
            highlight: highlight.map(|full| self.entry(full)),
            groups: self.groups(grouped, room),
            resources: resources.into_iter().map(|full| self.entry(full)).collect(),
            more_resources,
            subject: String::new(),
        }
    }

    /// One item of each group, then a second, then a third, as long as there is room; the liveliest group first.
    fn groups(&self, fulls: Vec<&Full>, mut room: usize) -> Vec<GroupNews> {
        let mut by_group: Vec<(ActorId, Vec<&Full>)> = Vec::new();
        for full in fulls {
            match by_group.iter_mut().find(|(group, _)| *group == full.post.group_id) {
                Some((_, mine)) => mine.push(full),
                None => by_group.push((full.post.group_id, vec![full])),
            }
        }
        by_group.sort_by_key(|(_, fulls)| std::cmp::Reverse(fulls.iter().map(|full| full.post.published_at).max()));
        let mut shown = vec![0; by_group.len()];
        for round in 1..=EACH_GROUP_MOST {
            for ((_, fulls), shown) in by_group.iter().zip(&mut shown) {
                if room > 0 && fulls.len() >= round {
                    *shown += 1;
                    room -= 1;
                }
            }
        }
        let told = by_group.into_iter().zip(shown).filter(|(_, shown)| *shown > 0);
        told.filter_map(|((id, fulls), shown)| {
            let group = self.shelf.groups.get(&id)?;
            let host = group.actor.host_id.and(url::Url::parse(&group.actor.url).ok());
            let host = host.and_then(|url| url.host_str().map(|host| format!("@{host}"))).unwrap_or_default();
            Some(GroupNews {
                name: group.actor.name.clone(),
                href: format!("{}/groups/{}{host}", self.site.base(), group.actor.handle),
                entries: fulls.iter().take(shown).map(|full| self.entry(full)).collect(),
                more: fulls.len() > shown,
            })
        })
        .collect()
    }

    fn entry(&self, full: &Full) -> Entry {
        let public = self.is_public(full);
        let by = match self.shelf.records.get(&full.post.id) {
            Some((organisation, year)) => {
                let year = year.map(|year| year.to_string());
                let parts: Vec<&str> = [Some(organisation.as_str()), year.as_deref()]
                    .into_iter()
                    .flatten()
                    .filter(|part| !part.is_empty())
                    .collect();
                if parts.is_empty() { self.author(full) } else { parts.join(", ") }
            }
            None => self.author(full),
        };
        Entry {
            title: full.post.title.clone(),
            href: self.site.post(full.post.id),
            by: format!("{} · {}", self.t.apart(by), self.t.date_short(full.post.published_at)),
            excerpt: if public { self.excerpt(full) } else { String::new() },
            public,
        }
    }

    fn reply(&self, full: &Full) -> Entry {
        let title = self.root(full).map_or("", |root| root.post.title.as_str());
        let values = [("who", name_of(self.t, &full.author).into()), ("title", shorten(title, 100).into())];
        let values: [(&'static str, web::Arg); 2] = values;
        let mut by = self.t.date_short(full.post.published_at);
        if let Some(host) = &full.host {
            by = format!("{} · {by}", self.t.apart(host.clone()));
        }
        Entry {
            title: self.t.with("digest-replied", &values),
            href: self.site.post(full.post.id),
            by,
            excerpt: self.excerpt(full),
            public: self.is_public(full),
        }
    }

    fn author(&self, full: &Full) -> String {
        let name = name_of(self.t, &full.author);
        match &full.host {
            Some(host) => format!("{name}, {host}"),
            None => name,
        }
    }

    fn excerpt(&self, full: &Full) -> String {
        self.excerpts.0.get(&full.post.id).cloned().unwrap_or_default()
    }

    fn root(&self, full: &Full) -> Option<&'a Full> {
        self.shelf.posts.get(&full.post.root_id)
    }

    fn is_public(&self, full: &Full) -> bool {
        self.shelf.groups.get(&full.post.group_id).is_some_and(|group| group.visibility() == Visibility::Public)
    }
}
