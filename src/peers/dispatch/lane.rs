//! What goes to one host: in order per object, several at once, a cursor that never passes what was not answered. Pure;
//! knows neither database nor network.

use std::collections::{BTreeMap, HashSet, VecDeque};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};

use crate::actors::Host;
use crate::actors::hosts::Trouble;
use crate::store::ids::{ActorId, PostId};
use crate::streams::Position;

/// Requests to one host at a time (promises P4: 50 a second at 250 ms each).
const AT_ONCE: usize = 20;
/// Items held in memory for a host; what lies behind is read again from its cursor.
const MOST_HELD: usize = 500;
/// The same for a host that fails.
const MOST_HELD_FAILING: usize = 50;
/// Items looked through for one whose object is not under way.
const LOOK_AHEAD: usize = 64;
/// How long what is for a host just met waits for its software to be known.
const PATIENCE: TimeDelta = TimeDelta::seconds(15);

/// One activity for one inbox.
#[derive(Debug, Clone)]
pub struct Item {
    pub at: Position,
    pub actor: ActorId,
    pub inbox: String,
    /// Of the object: one at a time, in order.
    pub key: u64,
    /// Told to the post's author.
    pub post: Option<PostId>,
    pub body: Bytes,
}

pub struct Lane {
    pub host: Host,
    /// Everything that concerns the host up to here is held, under way or answered.
    pub handed: Position,
    /// Rows between `handed` and the head must be read for this host alone.
    pub behind: bool,
    pub saved: Position,
    pub trouble: Trouble,
    pub trouble_changed: bool,
    /// Whether it was found to take RFC 9421 (true) or cavage (false).
    pub knows: Option<bool>,
    /// Waits in the dispatcher's list of lanes to look at.
    pub listed: bool,
    queue: VecDeque<Item>,
    under_way: HashSet<u64>,
    in_flight: usize,
    unanswered: BTreeMap<Position, usize>,
}

impl Lane {
    pub fn new(host: Host) -> Self {
        let cursor = Position { xid: host.cursor_xid, seq: host.cursor_seq };
        let trouble = Trouble {
            failures: host.failures,
            failing_since: host.failing_since,
            retry_at: host.retry_at,
            last_error: host.last_error.clone(),
            gone_at: host.gone_at,
        };
        Self {
            knows: host.rfc9421.then_some(true),
            host,
            handed: cursor,
            behind: true,
            saved: cursor,
            trouble,
            trouble_changed: false,
            listed: false,
            queue: VecDeque::new(),
            under_way: HashSet::new(),
            in_flight: 0,
            unanswered: BTreeMap::new(),
        }
    }

    /// The row changed: judged, paused, heard from, its software learnt.
    pub fn refresh(&mut self, host: Host) {
        let sooner = match (host.retry_at, self.trouble.retry_at) {
            (Some(row), Some(ours)) => row < ours,
            _ => false,
        };
        if sooner && self.is_failing() {
            self.trouble.retry_at = host.retry_at;
        }
        if host.gone_at.is_none() && self.trouble.gone_at.is_some() && !self.trouble_changed {
            self.trouble.gone_at = None;
        }
        self.host = host;
    }

    /// Everything that concerns the host at or before this position has been answered.
    pub fn cursor(&self) -> Position {
        self.unanswered.first_key_value().map_or(self.handed, |(first, _)| first.before().min(self.handed))
    }

    pub fn is_idle(&self) -> bool {
        self.unanswered.is_empty()
    }

    pub fn in_flight(&self) -> usize {
        self.in_flight
    }

    pub fn is_failing(&self) -> bool {
        self.trouble.failures > 0
    }

    /// Gets nothing for now: an administrator paused it, or nobody knows yet in which form it takes what groups send.
    pub fn is_held(&self, now: DateTime<Utc>) -> bool {
        let unknown = self.host.software_checked_at.is_none() && now - self.host.created_at < PATIENCE;
        self.host.paused_at.is_some() || unknown
    }

    pub fn is_resting(&self, now: DateTime<Utc>) -> bool {
        self.is_failing() && self.trouble.retry_at.is_some_and(|at| at > now)
    }

    /// When something may change without a bell.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        if self.trouble.gone_at.is_some() {
            return None;
        }
        let met = self.host.software_checked_at.is_none().then(|| self.host.created_at + PATIENCE);
        let rested = (self.is_failing() && (self.behind || !self.is_idle())).then_some(self.trouble.retry_at).flatten();
        met.into_iter().chain(rested).max()
    }

    /// Takes rows as they are read for everyone: it has been handed all before, and it is known in which form.
    pub fn takes_live(&self, head: Position, now: DateTime<Utc>) -> bool {
        (!self.behind || self.handed >= head) && !self.is_held(now)
    }

    /// Whether to read more rows for this host alone.
    pub fn wants_rows(&self, now: DateTime<Utc>) -> bool {
        self.behind && !self.is_held(now) && !self.is_resting(now) && self.queue.len() < MOST_HELD_FAILING
    }

    pub fn push(&mut self, item: Item) {
        *self.unanswered.entry(item.at).or_default() += 1;
        self.queue.push_back(item);
    }

    /// Forgets the newest of too many; they are read again when there is room.
    pub fn spill(&mut self) {
        let most = if self.is_failing() { MOST_HELD_FAILING } else { MOST_HELD };
        while self.queue.len() > most {
            let Some(last) = self.queue.back().map(|item| item.at) else { return };
            while self.queue.back().is_some_and(|item| item.at == last) {
                self.queue.pop_back();
            }
            self.unanswered.remove(&last);
            self.handed = last.before();
            self.behind = true;
        }
    }

    /// The next item to send, if one may go now.
    pub fn take(&mut self, now: DateTime<Utc>) -> Option<Item> {
        // A failing host is probed with one request before it gets the rest.
        let most = if self.is_failing() { 1 } else { AT_ONCE };
        if self.in_flight >= most || self.is_held(now) || self.is_resting(now) || self.trouble.gone_at.is_some() {
            return None;
        }
        let at = self.queue.iter().take(LOOK_AHEAD).position(|item| !self.under_way.contains(&item.key))?;
        let item = self.queue.remove(at)?;
        self.under_way.insert(item.key);
        self.in_flight += 1;
        Some(item)
    }

    /// The host has spoken its last word about an item.
    pub fn answered(&mut self, item: &Item) {
        self.landed(item);
        if let Some(left) = self.unanswered.get_mut(&item.at) {
            *left -= 1;
            if *left == 0 {
                self.unanswered.remove(&item.at);
            }
        }
    }

    /// The host lives.
    pub fn recovered(&mut self) {
        if self.trouble != Trouble::default() {
            self.trouble = Trouble::default();
            self.trouble_changed = true;
        }
    }

    /// The item goes again after a pause: 1, 2, 4 ... minutes up to 6 hours, once a day after 7 days (promises R07).
    /// `jitter` is 0..1. Requests that were under way together count as one failure.
    pub fn failed(&mut self, item: Item, error: &str, after: Option<TimeDelta>, now: DateTime<Utc>, jitter: f64) {
        self.landed(&item);
        let place = self.queue.partition_point(|queued| queued.at < item.at);
        self.queue.insert(place, item);
        if !self.is_resting(now) {
            let since = *self.trouble.failing_since.get_or_insert(now);
            self.trouble.failures += 1;
            let minutes = 2_f64.powi(self.trouble.failures.clamp(1, 10) - 1).min(360.0);
            let grown = TimeDelta::seconds((minutes * 60.0 * (0.8 + 0.4 * jitter)) as i64);
            let pause = match after {
                Some(after) => after.min(TimeDelta::hours(24)),
                None if now - since > TimeDelta::days(7) => TimeDelta::hours(24),
                None => grown,
            };
            self.trouble.retry_at = Some(now + pause);
        }
        self.trouble.last_error = Some(error.to_owned());
        self.trouble_changed = true;
        self.spill();
    }

    /// The host says that it is no more: nothing is sent until it is heard again or an administrator asks.
    pub fn gone(&mut self, now: DateTime<Utc>, error: &str) {
        self.trouble.gone_at = Some(now);
        self.trouble.last_error = Some(error.to_owned());
        self.trouble_changed = true;
        self.queue.clear();
        self.unanswered.clear();
    }

    fn landed(&mut self, item: &Item) {
        self.under_way.remove(&item.key);
        self.in_flight = self.in_flight.saturating_sub(1);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn lane() -> Lane {
        let at = now() - TimeDelta::days(1);
        Lane::new(Host {
            id: crate::store::ids::HostId(Uuid::nil()),
            name: "b.example".to_owned(),
            software: None,
            version: None,
            group_aware: false,
            rfc9421: false,
            policy: "open".to_owned(),
            note: String::new(),
            last_heard_at: None,
            software_checked_at: None,
            failures: 0,
            failing_since: None,
            retry_at: None,
            last_error: None,
            paused_at: None,
            gone_at: None,
            cursor_xid: 0,
            cursor_seq: 0,
            created_at: at,
        })
    }

    fn item(seq: i64, key: u64) -> Item {
        Item {
            at: Position { xid: 1, seq },
            actor: ActorId(Uuid::nil()),
            inbox: "https://b.example/inbox".to_owned(),
            key,
            post: None,
            body: Bytes::new(),
        }
    }

    fn filled(keys: &[u64]) -> Lane {
        let mut lane = lane();
        for (seq, key) in (1..).zip(keys) {
            lane.push(item(seq, *key));
            lane.handed = Position { xid: 1, seq };
        }
        lane
    }

    #[test]
    fn one_object_at_a_time_others_overtake() {
        let mut lane = filled(&[7, 7, 8, 7]);
        let (first, second) = (lane.take(now()).unwrap(), lane.take(now()).unwrap());
        assert_eq!((first.at.seq, second.at.seq), (1, 3));
        assert!(lane.take(now()).is_none());
        lane.answered(&first);
        assert_eq!(lane.take(now()).unwrap().at.seq, 2);
    }

    #[test]
    fn the_cursor_never_passes_what_is_not_answered() {
        let mut lane = filled(&[1, 2, 3]);
        let items: Vec<Item> = (0..3).map(|_| lane.take(now()).unwrap()).collect();
        lane.answered(&items[2]);
        lane.answered(&items[1]);
        assert_eq!(lane.cursor().seq, 0);
        lane.answered(&items[0]);
        assert_eq!(lane.cursor().seq, 3);
    }

    #[test]
    fn r07_pauses_double_from_a_minute_and_a_burst_counts_once() {
        let mut lane = filled(&[1, 2, 3]);
        let items: Vec<Item> = (0..3).map(|_| lane.take(now()).unwrap()).collect();
        for item in items {
            lane.failed(item, "timeout", None, now(), 0.5);
        }
        assert_eq!(lane.trouble.failures, 1);
        assert_eq!(lane.trouble.retry_at, Some(now() + TimeDelta::minutes(1)));
        let mut at = now();
        for minutes in [2, 4, 8, 16, 32, 64, 128, 256, 360, 360] {
            at = lane.trouble.retry_at.unwrap();
            assert!(lane.take(at - TimeDelta::seconds(1)).is_none());
            let probe = lane.take(at).unwrap();
            assert!(lane.take(at).is_none(), "one probe only");
            lane.failed(probe, "timeout", None, at, 0.5);
            assert_eq!(lane.trouble.retry_at, Some(at + TimeDelta::minutes(minutes)));
        }
        let late = at + TimeDelta::days(8);
        let probe = lane.take(late).unwrap();
        lane.failed(probe, "timeout", None, late, 0.5);
        assert_eq!(lane.trouble.retry_at, Some(late + TimeDelta::days(1)));
        assert_eq!(lane.take(late + TimeDelta::days(2)).unwrap().at.seq, 1, "order is kept");
    }

    #[test]
    fn too_many_are_forgotten_and_read_again_without_a_hole() {
        let mut lane = lane();
        for seq in 1..=(MOST_HELD as i64 + 100) {
            lane.push(item(seq, seq.unsigned_abs()));
            lane.handed = Position { xid: 1, seq };
        }
        lane.behind = false;
        lane.spill();
        assert!(lane.behind);
        assert_eq!(lane.handed.seq, MOST_HELD as i64);
        assert_eq!(lane.cursor().seq, 0);
    }
}
