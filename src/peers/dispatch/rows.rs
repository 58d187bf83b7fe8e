//! From rows of the stream to items for hosts: who is concerned, in which form, at which inbox.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use bytes::Bytes;
use uuid::Uuid;

use super::lane::{Item, Lane, Tries};
use crate::store::ids::{HostId, PostId};
use crate::streams::outgoing::{Form, Row};
use crate::streams::recipients::Recipient;

/// What a host follows, or who follows an audience; by audience.
#[derive(Default)]
pub struct Followers(HashMap<Uuid, Vec<Recipient>>);

impl Followers {
    pub fn new(recipients: Vec<Recipient>) -> Self {
        let mut by_audience: HashMap<Uuid, Vec<Recipient>> = HashMap::new();
        for recipient in recipients {
            by_audience.entry(recipient.audience).or_default().push(recipient);
        }
        Self(by_audience)
    }

    pub fn audiences(&self) -> Vec<Uuid> {
        self.0.keys().copied().collect()
    }
}

/// The audiences whose followers these rows are for.
pub fn audiences(rows: &[Row]) -> Vec<Uuid> {
    let named: HashSet<Uuid> = rows.iter().filter_map(|row| row.audience_id).collect();
    named.into_iter().collect()
}

/// Hands each row to the lanes that it concerns; `accepts` says which lanes take rows. Answers the lanes that got one.
pub fn hand(
    rows: &[Row],
    followers: &Followers,
    lanes: &mut HashMap<HostId, Lane>,
    names: &HashMap<String, HostId>,
    accepts: impl Fn(&Lane) -> bool,
) -> Vec<HostId> {
    let mut given: Vec<HostId> = Vec::new();
    // One activity may have several rows, and a host may be named besides following.
    let mut seen: HashSet<u64> = HashSet::new();
    for row in rows {
        let form = Form::parse(&row.form);
        let body = Bytes::from(row.body.clone());
        let mut give = |host: HostId, inbox: &str, named: bool| {
            let Some(lane) = lanes.get_mut(&host) else { return };
            if !accepts(lane) || !lane.concerns(form, named) {
                return;
            }
            if row.position() <= lane.handed || !seen.insert(hash(&(&row.url, inbox))) {
                return;
            }
            lane.push(Item {
                at: row.position(),
                actor: row.actor_id,
                inbox: inbox.to_owned(),
                key: hash(&row.object_key),
                post: row.post_id.map(PostId),
                body: body.clone(),
                awaits: lane.awaits(form, named),
                tries: Tries::default(),
            });
            given.push(host);
        };
        for inbox in &row.inboxes {
            let name = inbox.split('/').nth(2).unwrap_or_default();
            if let Some(host) = names.get(name) {
                give(*host, inbox, true);
            }
        }
        for recipient in row.audience_id.and_then(|id| followers.0.get(&id)).into_iter().flatten() {
            if recipient.since <= row.created_at {
                give(recipient.host, &recipient.inbox, false);
            }
        }
    }
    given.sort_unstable();
    given.dedup();
    given
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
