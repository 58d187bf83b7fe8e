//! The dispatcher: reads new activities once, hands them to the hosts concerned, keeps each host's cursor. Nothing is
//! written per delivery; what a crash loses is at most the last second of cursors, and receivers drop repeats by id.

mod answers;
mod lane;
mod pauses;
mod rows;
mod send;
mod shards;

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio::task::{Id, JoinSet};

use self::lane::{Item, Lane};
use self::rows::Followers;
use self::send::Sent;
use self::shards::Shards;
use super::Peers;
use crate::actors::inboxes::{self, Closed};
use crate::actors::{Host, hosts, queries};
use crate::config::Mode;
use crate::store::ids::HostId;
use crate::store::{Result, Topic};
use crate::streams::deliveries::Delivery;
use crate::streams::{Position, outgoing, recipients};

/// Requests to all hosts together.
const AT_ONCE: usize = 256;
/// Rows read at a time.
const ROWS: i64 = 200;
/// Hosts read for alone, before the others get their turn again.
const ALONE: usize = 50;
const LONGEST_READING: Duration = Duration::from_secs(1);
/// Cursors are saved so often, or so seldom that saving takes an eighth of the time: what a crash sends twice is little.
const SAVE_EVERY: Duration = Duration::from_millis(20);
const SAVE_AT_LEAST: Duration = Duration::from_millis(500);
/// After something was found; then less and less often: what rang cannot be read as long as something older is being
/// written.
const SOON: Duration = Duration::from_millis(100);
const POLL: Duration = Duration::from_secs(10);
/// How often hosts that nothing concerns are noted to be at the head.
const TIDY_EVERY: Duration = Duration::from_secs(300);
/// Changes of host rows that commit late are looked at again for so long.
const OVERLAP: TimeDelta = TimeDelta::seconds(30);

pub struct Dispatcher {
    peers: Peers,
    shards: Shards,
    lanes: HashMap<HostId, Lane>,
    names: HashMap<String, HostId>,
    /// Every row up to here has been handed out.
    head: Position,
    looked_at: DateTime<Utc>,
    ready: VecDeque<HostId>,
    touched: HashSet<HostId>,
    deliveries: Vec<Delivery>,
    sending: JoinSet<Sent>,
    /// What each task of `sending` carries.
    carried: HashMap<Id, (HostId, Item)>,
    /// Inboxes that are not there.
    closed: HashMap<String, Closed>,
    /// How often in a row an inbox was not found.
    misses: HashMap<String, u8>,
    /// Inboxes that answered 404 or 410, or took something after that, since the last save.
    turned: Vec<answers::Turned>,
}

/// Runs until `stop` turns true, then lets what is under way end and saves every cursor.
pub async fn run(peers: Peers, mut stop: watch::Receiver<bool>) {
    if peers.app.config.federation.mode == Mode::Off {
        return;
    }
    let mut dispatcher = Dispatcher::new(peers);
    let (mut saved, mut save_every) = (Instant::now(), SAVE_EVERY);
    let (mut tidied, mut looked) = (saved, saved);
    let (mut look, mut look_in) = (true, SOON);
    while !*stop.borrow() {
        look |= looked.elapsed() >= look_in;
        let before = dispatcher.head;
        let done: Result<()> = async {
            // What was another process's is not kept waiting.
            look |= dispatcher.renew().await?;
            if look { dispatcher.look().await } else { Ok(()) }
        }
        .await;
        if let Err(error) = done {
            tracing::warn!(%error, "dispatch: the stream cannot be read, trying again");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        if look {
            looked = Instant::now();
            look_in = if dispatcher.head == before { (look_in * 2).min(POLL) } else { SOON };
        }
        dispatcher.start();
        if tidied.elapsed() >= TIDY_EVERY {
            tidied = Instant::now();
            dispatcher.touched.extend(dispatcher.lanes.keys().copied());
        }
        if saved.elapsed() >= save_every && dispatcher.is_dirty() {
            let began = Instant::now();
            if let Err(error) = dispatcher.save().await {
                tracing::warn!(%error, "dispatch: cursors not saved, trying again");
            }
            saved = Instant::now();
            save_every = (began.elapsed() * 8).clamp(SAVE_EVERY, SAVE_AT_LEAST);
        }
        let pause = dispatcher.pause().min(look_in).min(if dispatcher.is_dirty() { save_every } else { POLL });
        let bell = dispatcher.peers.app.bell.clone();
        tokio::select! {
            rang = bell.wait(Topic::Activities, pause) => {
                look = rang || dispatcher.is_due();
                if rang {
                    look_in = SOON;
                }
            }
            Some(sent) = dispatcher.sending.join_next_with_id() => {
                look = dispatcher.take_answers(sent);
            }
            _ = stop.changed() => {}
        }
    }
    dispatcher.end().await;
}

impl Dispatcher {
    fn new(peers: Peers) -> Self {
        let now = peers.app.clock.now();
        Self {
            shards: Shards::new(crate::store::ids::fresh(now)),
            peers,
            lanes: HashMap::new(),
            names: HashMap::new(),
            head: Position::default(),
            looked_at: DateTime::UNIX_EPOCH,
            ready: VecDeque::new(),
            touched: HashSet::new(),
            deliveries: Vec::new(),
            sending: JoinSet::new(),
            carried: HashMap::new(),
            closed: HashMap::new(),
            misses: HashMap::new(),
            turned: Vec::new(),
        }
    }

    /// The heart-beat; true when hosts were gained with it, which are to be looked at.
    async fn renew(&mut self) -> Result<bool> {
        if !self.shards.renew_in().is_zero() {
            return Ok(false);
        }
        let mut conn = self.peers.app.work.get().await?;
        let change = self.shards.renew(&mut conn).await?;
        if change.lost {
            self.forget_lost();
        }
        if change.gained {
            self.looked_at = DateTime::UNIX_EPOCH;
        }
        Ok(change.gained)
    }

    /// Changed hosts, new rows, then rows for hosts that are behind.
    async fn look(&mut self) -> Result<()> {
        let now = self.peers.app.clock.now();
        let mut conn = self.peers.app.work.get().await?;
        let since = self.looked_at;
        self.looked_at = (now - OVERLAP).max(since);
        let first = self.lanes.is_empty() && self.head == Position::default();
        let changed = hosts::list_changed(&mut conn, since).await?;
        let ids: Vec<HostId> = changed.iter().map(|host| host.id).filter(|id| self.shards.holds(*id)).collect();
        if !ids.is_empty() {
            self.closed.retain(|_, closed| !ids.contains(&closed.host_id));
            let closed = inboxes::list_closed(&mut conn, &ids).await?;
            self.closed.extend(closed.into_iter().map(|closed| (closed.inbox.clone(), closed)));
        }
        for host in changed {
            self.adopt(host);
        }
        for lane in self.lanes.values_mut() {
            lane.decide(now);
        }
        if first {
            let live = self.lanes.values().filter(|lane| !lane.is_failing() && lane.host.gone_at.is_none());
            self.head = match live.map(|lane| lane.handed).min() {
                Some(least) => least,
                None => outgoing::end(&mut conn).await?,
            };
        }
        loop {
            let rows = outgoing::next(&mut conn, self.head, ROWS).await?;
            let Some(last) = rows.last().map(outgoing::Row::position) else { break };
            self.meet_named(&mut conn, &rows).await?;
            let followers = recipients::of_audiences(&mut conn, &rows::audiences(&rows)).await?;
            let head = self.head;
            let given = rows::hand(&rows, &Followers::new(followers), &mut self.lanes, &self.names, |lane| {
                lane.takes_live(head)
            });
            for lane in self.lanes.values_mut() {
                lane.behind = !lane.takes_live(head);
                if !lane.behind {
                    lane.handed = lane.handed.max(last);
                }
            }
            self.head = last;
            for id in given {
                if let Some(lane) = self.lanes.get_mut(&id) {
                    lane.spill();
                }
                self.list(id);
            }
            if (rows.len() as i64) < ROWS {
                break;
            }
            self.start();
        }
        let rested: Vec<HostId> = self
            .lanes
            .values()
            .filter(|lane| !lane.is_idle() && lane.due().is_some_and(|due| due <= now))
            .map(|lane| lane.host.id)
            .collect();
        for id in rested {
            self.list(id);
        }
        self.catch_up(&mut conn, now).await
    }

    /// Rows for hosts alone that failed, were paused, or have just been met.
    async fn catch_up(&mut self, conn: &mut crate::store::Conn, now: DateTime<Utc>) -> Result<()> {
        let head = self.head;
        let waiting: Vec<HostId> =
            self.lanes.values().filter(|lane| lane.wants_rows(now)).map(|lane| lane.host.id).take(ALONE).collect();
        let began = Instant::now();
        for id in waiting {
            // What can go goes meanwhile; the others have their turn after the next look.
            self.start();
            if began.elapsed() > LONGEST_READING {
                break;
            }
            let Some(lane) = self.lanes.get(&id) else { continue };
            if lane.handed >= head {
                if let Some(lane) = self.lanes.get_mut(&id) {
                    lane.behind = false;
                }
                self.list(id);
                continue;
            }
            let followed = Followers::new(recipients::on_host(conn, id).await?);
            let (audiences, reads) = (followed.audiences(), lane.reads());
            let span = (lane.handed, head);
            let mut rows = outgoing::next_for_host(conn, &lane.host.name, (&audiences, reads), span, ROWS).await?;
            let whole = (rows.len() as i64) < ROWS;
            if !whole {
                cut(&mut rows);
            }
            rows::hand(&rows, &followed, &mut self.lanes, &self.names, |lane| lane.host.id == id);
            if let Some(lane) = self.lanes.get_mut(&id) {
                lane.behind = !whole;
                lane.handed = if whole { head } else { rows.last().map_or(head, outgoing::Row::position) };
                lane.spill();
                self.touched.insert(id);
            }
            self.list(id);
        }
        Ok(())
    }

    /// Hosts that rows name and that were met after we looked.
    async fn meet_named(&mut self, conn: &mut crate::store::Conn, rows: &[outgoing::Row]) -> Result<()> {
        let named = rows.iter().flat_map(|row| &row.inboxes).filter_map(|inbox| inbox.split('/').nth(2));
        let unknown: HashSet<&str> = named.filter(|name| !self.names.contains_key(*name)).collect();
        for name in unknown {
            if let Some(host) = queries::host_by_name(conn, name).await? {
                self.adopt(host);
            }
        }
        Ok(())
    }

    fn adopt(&mut self, host: Host) {
        let id = host.id;
        if !self.shards.holds(id) {
            return;
        }
        self.names.insert(host.name.clone(), id);
        match self.lanes.get_mut(&id) {
            Some(lane) => lane.refresh(host),
            None => {
                let lane = Lane::new(host);
                self.lanes.insert(id, lane);
            }
        }
        self.list(id);
    }

    fn list(&mut self, id: HostId) {
        if let Some(lane) = self.lanes.get_mut(&id)
            && !lane.listed
        {
            lane.listed = true;
            self.ready.push_back(id);
        }
    }

    /// Sends what may go, hosts in turn; nothing once the lease may be another's.
    fn start(&mut self) {
        let now = self.peers.app.clock.now();
        let mode = self.peers.app.config.federation.mode;
        if !self.shards.are_ours() {
            return;
        }
        while self.sending.len() < AT_ONCE
            && let Some(id) = self.ready.pop_front()
        {
            let Some(lane) = self.lanes.get_mut(&id) else { continue };
            lane.listed = false;
            if self.shards.leaves(id) {
                continue;
            }
            let Some(item) = lane.take(now) else { continue };
            if !may_send(&lane.host, mode) {
                lane.answered(&item);
                self.touched.insert(id);
            } else if let Some(closed) = self.closed.get(&item.inbox).filter(|closed| closed.holds(now)) {
                lane.answered(&item);
                self.deliveries.extend(answers::kept_from(closed, &item, now));
                self.touched.insert(id);
            } else {
                let (peers, host, carried) = (self.peers.clone(), (id, lane.knows), item.clone());
                let task = self.sending.spawn(async move { send::one(&peers, host, item).await });
                self.carried.insert(task.id(), (id, carried));
            }
            self.list(id);
        }
    }

    /// What belongs to another process now; its answers come to nobody.
    fn forget_lost(&mut self) {
        self.lanes.retain(|id, _| self.shards.holds(*id));
        self.names.retain(|_, id| self.lanes.contains_key(id));
        self.closed.retain(|_, closed| self.lanes.contains_key(&closed.host_id));
    }

    /// Whether a host's pause has ended.
    fn is_due(&self) -> bool {
        let now = self.peers.app.clock.now();
        self.lanes.values().filter_map(Lane::due).any(|due| due <= now)
    }

    fn is_dirty(&self) -> bool {
        !self.touched.is_empty() || !self.deliveries.is_empty() || !self.turned.is_empty() || self.shards.any_leaves()
    }

    /// How long nothing happens by itself.
    fn pause(&self) -> Duration {
        let now = self.peers.app.clock.now();
        let due = self.lanes.values().filter_map(Lane::due).filter(|due| *due > now).min();
        let lease = self.shards.renew_in();
        due.and_then(|due| (due - now).to_std().ok()).map_or(lease, |due| due.min(lease)).max(Duration::from_millis(20))
    }

    async fn end(mut self) {
        let ended = async {
            while let Some(sent) = self.sending.join_next_with_id().await {
                self.take_answers(sent);
            }
        };
        if tokio::time::timeout(Duration::from_secs(12), ended).await.is_err() {
            tracing::warn!("dispatch: deliveries under way were cut off; they will be sent again");
        }
        self.touched.extend(self.lanes.keys().copied());
        let saved = async {
            self.save().await?;
            self.shards.release(&mut *self.peers.app.work.get().await?).await
        };
        if let Err(error) = saved.await {
            tracing::warn!(%error, "dispatch: cursors not saved on stopping");
        }
    }
}

/// Leaves the last transaction for the next turn when it may go on: its two forms of one thing are judged together.
fn cut(rows: &mut Vec<outgoing::Row>) {
    let Some(last) = rows.last().map(|row| row.xid) else { return };
    if rows.first().is_some_and(|first| first.xid != last) {
        rows.retain(|row| row.xid != last);
    }
}

fn may_send(host: &Host, mode: Mode) -> bool {
    host.policy != "blocked" && (mode == Mode::Open || host.policy == "partner")
}
