//! What goes to one host: in order per object, several at once, a cursor that never passes what was not answered. Pure;
//! knows neither database nor network.

use std::collections::{BTreeMap, HashSet, VecDeque};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};

use super::pauses;
use crate::actors::Host;
use crate::actors::hosts::Trouble;
use crate::store::ids::{ActorId, PostId};
use crate::streams::Position;
use crate::streams::outgoing::{Form, Reads};

/// Requests to one host at a time (promises P4: 50 a second at 250 ms each).
const AT_ONCE: usize = 20;
/// The first of them, until one is answered: a host that hangs holds few of the requests that all hosts share.
const AT_FIRST: usize = 5;
/// Items held in memory for a host; what lies behind is read again from its cursor.
const MOST_HELD: usize = 500;
/// The same for a host that fails.
const MOST_HELD_FAILING: usize = 50;
/// Items looked through for one whose object is not under way.
const LOOK_AHEAD: usize = 64;
/// How long what depends on the software of a host just met waits for it to be known.
const PATIENCE: TimeDelta = TimeDelta::seconds(15);
/// Tries of one item that fails while others succeed.
const MOST_TRIES: u8 = 10;

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
    /// Goes only to hosts that take this form, and nobody knows yet whether this one does.
    pub awaits: Option<Form>,
    pub tries: Tries,
}

/// What became of an item so far.
#[derive(Debug, Clone, Default)]
pub struct Tries {
    failed: u8,
    /// Of these: while others succeeded.
    alone: u8,
    /// Not before, while its host lives.
    again_at: Option<DateTime<Utc>>,
    /// The lane's successes when it failed first.
    successes: u64,
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
    /// Nobody knows yet in which form the host takes what groups send.
    undecided: bool,
    queue: VecDeque<Item>,
    under_way: HashSet<u64>,
    in_flight: usize,
    window: usize,
    successes: u64,
    unanswered: BTreeMap<Position, usize>,
}

impl Lane {
    pub fn new(host: Host) -> Self {
        let cursor = Position { xid: host.cursor_xid, seq: host.cursor_seq };
        let trouble = Trouble {
            failures: host.failures,
            failing_since: host.failing_since,
            failed_at: host.failed_at,
            days: host.failing_days,
            retry_at: host.retry_at,
            last_error: host.last_error.clone(),
            gone_at: host.gone_at,
        };
        Self {
            knows: host.rfc9421.then_some(true),
            undecided: host.software_checked_at.is_none(),
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
            window: AT_FIRST,
            successes: 0,
            unanswered: BTreeMap::new(),
        }
    }

    /// The row changed: judged, paused, heard from, its software learnt, its backlog dropped.
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
        let dropped = Position { xid: host.cursor_xid, seq: host.cursor_seq };
        if dropped > self.saved {
            let old: Vec<Item> = self.queue.iter().filter(|item| item.at <= dropped).cloned().collect();
            self.queue.retain(|item| item.at > dropped);
            old.iter().for_each(|item| self.settle(item.at));
            self.saved = dropped;
            self.handed = self.handed.max(dropped);
        }
        self.host = host;
    }

    /// Once it is known what runs there, or has been asked for long enough, what waited for it goes or falls away, all at
    /// once: of two forms of one thing exactly one is sent.
    pub fn decide(&mut self, now: DateTime<Utc>) {
        if !self.undecided || (self.host.software_checked_at.is_none() && now - self.host.created_at < PATIENCE) {
            return;
        }
        self.undecided = false;
        let reads = reads(&self.host);
        for mut item in std::mem::take(&mut self.queue) {
            match item.awaits.take() {
                Some(form) if !form.concerns(reads) => self.settle(item.at),
                _ => self.queue.push_back(item),
            }
        }
    }

    /// Whether a row of this form is for the host, as far as anybody knows yet: for followers there, or because it names
    /// an inbox there.
    pub fn concerns(&self, form: Form, named: bool) -> bool {
        let reads = reads(&self.host);
        let concerned = if named { form.concerns_named(reads) } else { form.concerns(reads) };
        self.awaits(form, named).is_some() || concerned
    }

    /// The form, when it is not decided whether the host takes it.
    pub fn awaits(&self, form: Form, named: bool) -> Option<Form> {
        let depends = match form {
            Form::A1 | Form::Whole | Form::ById => true,
            Form::A2 => !named,
            Form::All | Form::Named => false,
        };
        (self.undecided && depends).then_some(form)
    }

    /// What the host's software makes of what a group announces; None while it is not decided.
    pub fn reads(&self) -> Option<Reads> {
        (!self.undecided).then(|| reads(&self.host))
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

    pub fn is_resting(&self, now: DateTime<Utc>) -> bool {
        self.is_failing() && self.trouble.retry_at.is_some_and(|at| at > now)
    }

    /// When something may change without a bell.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        if self.trouble.gone_at.is_some() {
            return None;
        }
        if self.is_failing() {
            return (self.behind || !self.is_idle()).then_some(self.trouble.retry_at).flatten();
        }
        let met = (self.undecided && !self.is_idle()).then(|| self.host.created_at + PATIENCE);
        met.into_iter().chain(self.queue.iter().take(LOOK_AHEAD).filter_map(|item| item.tries.again_at)).min()
    }

    /// Takes rows as they are read for everyone: it has been handed all before.
    pub fn takes_live(&self, head: Position) -> bool {
        (!self.behind || self.handed >= head) && self.host.paused_at.is_none() && self.trouble.gone_at.is_none()
    }

    /// Whether to read more rows for this host alone.
    pub fn wants_rows(&self, now: DateTime<Utc>) -> bool {
        let stopped = self.host.paused_at.is_some() || self.trouble.gone_at.is_some() || self.is_resting(now);
        self.behind && !stopped && self.queue.len() < MOST_HELD_FAILING
    }

    pub fn push(&mut self, item: Item) {
        *self.unanswered.entry(item.at).or_default() += 1;
        self.queue.push_back(item);
    }

    /// Forgets the newest of too many, whole transactions where that leaves any; they are read again when there is room.
    pub fn spill(&mut self) {
        let most = if self.is_failing() { MOST_HELD_FAILING } else { MOST_HELD };
        while self.queue.len() > most {
            let (Some(first), Some(last)) = (self.queue.front(), self.queue.back()) else { return };
            // One row for very many inboxes is held as a whole, or it would never be sent.
            if first.at == last.at {
                return;
            }
            let whole = first.at.xid != last.at.xid;
            let last = last.at;
            while let Some(item) = self.queue.back()
                && (item.at == last || (whole && item.at.xid == last.xid))
            {
                let at = item.at;
                self.queue.pop_back();
                self.unanswered.remove(&at);
                self.handed = at.before();
            }
            self.behind = true;
        }
    }

    /// The next item to send, if one may go now.
    pub fn take(&mut self, now: DateTime<Utc>) -> Option<Item> {
        // A failing host is probed with one request before it gets the rest: with what failed least so far, so that
        // one thing that it cannot digest does not stand for all of it.
        let failing = self.is_failing();
        let most = if failing { 1 } else { self.window };
        let stopped = self.host.paused_at.is_some() || self.trouble.gone_at.is_some() || self.is_resting(now);
        if self.in_flight >= most || stopped {
            return None;
        }
        let mut passed: Vec<u64> = Vec::new();
        let mut best: Option<(u8, usize)> = None;
        let ahead = if self.undecided { MOST_HELD } else { LOOK_AHEAD };
        for (at, item) in self.queue.iter().take(ahead).enumerate() {
            let waits = item.awaits.is_some() || (!failing && item.tries.again_at.is_some_and(|again| again > now));
            if !waits && !self.under_way.contains(&item.key) && !passed.contains(&item.key) {
                if !failing {
                    best = Some((0, at));
                    break;
                }
                if best.is_none_or(|(tries, _)| item.tries.failed < tries) {
                    best = Some((item.tries.failed, at));
                }
            }
            passed.push(item.key);
        }
        let item = self.queue.remove(best?.1)?;
        self.under_way.insert(item.key);
        self.in_flight += 1;
        Some(item)
    }

    /// The host has spoken its last word about an item.
    pub fn answered(&mut self, item: &Item) {
        self.landed(item);
        self.settle(item.at);
    }

    /// The host lives.
    pub fn recovered(&mut self) {
        self.successes += 1;
        self.window = (self.window * 2).min(AT_ONCE);
        if self.trouble != Trouble::default() {
            self.trouble = Trouble::default();
            self.trouble_changed = true;
        }
    }

    /// The item goes again after a pause. Requests that were under way together count as one failure of the host; an
    /// item that fails while others succeed pauses alone, and is given up in the end: true.
    pub fn failed(&mut self, mut item: Item, failure: &Failure<'_>, now: DateTime<Utc>, jitter: f64) -> bool {
        self.landed(&item);
        if self.trouble.gone_at.is_some() {
            return false;
        }
        self.window = AT_FIRST;
        let others_pass = item.tries.failed > 0 && self.successes > item.tries.successes;
        if item.tries.failed == 0 {
            item.tries.successes = self.successes;
        }
        item.tries.failed = item.tries.failed.saturating_add(1);
        let alone = failure.is_of_the_item || (others_pass && failure.after.is_none() && !self.is_failing());
        if alone {
            item.tries.alone += 1;
            item.tries.again_at = Some(now + pauses::grown(i32::from(item.tries.alone), jitter));
            if item.tries.alone >= MOST_TRIES {
                self.settle(item.at);
                return true;
            }
        }
        // Its backlog may have been dropped while it was under way.
        if item.at > self.saved {
            let place = self.queue.partition_point(|queued| queued.at < item.at);
            self.queue.insert(place, item);
        }
        if alone {
            return false;
        }
        if !self.is_resting(now) {
            let trouble = &mut self.trouble;
            trouble.failing_since.get_or_insert(now);
            trouble.failures += 1;
            let known = trouble.failed_at.is_some_and(|at| at.date_naive() == now.date_naive());
            trouble.days += i32::from(!known);
            trouble.failed_at = Some(now);
            trouble.retry_at = Some(now + pauses::of_host(trouble.failures, trouble.days, failure.after, jitter));
        }
        self.trouble.last_error = Some(failure.error.to_owned());
        self.trouble_changed = true;
        self.spill();
        false
    }

    /// The host says that it is no more: nothing is sent until it is heard again or an administrator asks.
    pub fn gone(&mut self, now: DateTime<Utc>, error: &str) {
        self.handed = self.cursor();
        self.behind = true;
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

    fn settle(&mut self, at: Position) {
        if let Some(left) = self.unanswered.get_mut(&at) {
            *left -= 1;
            if *left == 0 {
                self.unanswered.remove(&at);
            }
        }
        if self.unanswered.is_empty() {
            self.window = AT_FIRST;
        }
    }
}

/// Why an item did not arrive.
#[derive(Debug, Default)]
pub struct Failure<'a> {
    pub error: &'a str,
    /// What the host asked for.
    pub after: Option<TimeDelta>,
    /// It is nothing that the host did.
    pub is_of_the_item: bool,
}

fn reads(host: &Host) -> Reads {
    match host.software.as_deref() {
        _ if !host.group_aware => Reads::Posts,
        Some("nodebb") => Reads::ActivitiesById,
        _ => Reads::Activities,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
