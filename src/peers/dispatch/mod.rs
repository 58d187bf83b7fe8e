//! The dispatcher: reads new activities once, hands them to the hosts concerned, keeps each host's cursor. Nothing is
//! written per delivery; what a crash loses is at most the last second of cursors, and receivers drop repeats by id.

mod lane;
mod rows;
mod send;
mod shards;

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio::task::JoinSet;

use self::lane::Lane;
use self::rows::Followers;
use self::send::{Answer, Sent};
use self::shards::Shards;
use super::Peers;
use crate::actors::{Host, hosts, queries};
use crate::config::Mode;
use crate::store::ids::HostId;
use crate::store::{Result, Topic};
use crate::streams::deliveries::{self, Delivery};
use crate::streams::{Position, outgoing, recipients};

/// Requests to all hosts together.
const AT_ONCE: usize = 256;
/// Rows read at a time.
const ROWS: i64 = 200;
/// Hosts read for alone, before the others get their turn again.
const ALONE: usize = 50;
const SAVE_EVERY: Duration = Duration::from_secs(1);
const POLL: Duration = Duration::from_secs(5);
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
}

/// Runs until `stop` turns true, then lets what is under way end and saves every cursor.
pub async fn run(peers: Peers, mut stop: watch::Receiver<bool>) {
    if peers.app.config.federation.mode == Mode::Off {
        return;
    }
    let mut dispatcher = Dispatcher::new(peers);
    let mut saved = std::time::Instant::now();
    let mut tidied = saved;
    let mut look = true;
    while !*stop.borrow() {
        if look && let Err(error) = dispatcher.look().await {
            tracing::warn!(%error, "dispatch: the stream cannot be read, trying again");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        dispatcher.start();
        if saved.elapsed() >= SAVE_EVERY && dispatcher.is_dirty() {
            if tidied.elapsed() >= TIDY_EVERY {
                tidied = std::time::Instant::now();
                dispatcher.touched.extend(dispatcher.lanes.keys().copied());
            }
            if let Err(error) = dispatcher.save().await {
                tracing::warn!(%error, "dispatch: cursors not saved, trying again");
            }
            saved = std::time::Instant::now();
        }
        let pause = dispatcher.pause().min(if dispatcher.is_dirty() { SAVE_EVERY } else { POLL });
        let bell = dispatcher.peers.app.bell.clone();
        tokio::select! {
            () = bell.wait(Topic::Activities, pause) => look = true,
            Some(sent) = dispatcher.sending.join_next() => {
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
        }
    }

    /// Leases, changed hosts, new rows, then rows for hosts that are behind.
    async fn look(&mut self) -> Result<()> {
        let now = self.peers.app.clock.now();
        let mut conn = self.peers.app.work.get().await?;
        let change = self.shards.renew(&mut conn, now).await?;
        if !change.lost.is_empty() {
            self.lanes.retain(|id, _| self.shards.holds(*id));
            self.names.retain(|_, id| self.lanes.contains_key(id));
        }
        if change.gained {
            self.looked_at = DateTime::UNIX_EPOCH;
        }
        let since = self.looked_at;
        self.looked_at = (now - OVERLAP).max(since);
        let first = self.lanes.is_empty() && self.head == Position::default();
        for host in hosts::list_changed(&mut conn, since).await? {
            self.adopt(host);
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
                lane.takes_live(head, now)
            });
            for lane in self.lanes.values_mut() {
                lane.behind = !lane.takes_live(head, now);
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
            .filter(|lane| lane.is_failing() && !lane.is_resting(now))
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
        for id in waiting {
            let Some(lane) = self.lanes.get(&id) else { continue };
            if lane.handed >= head {
                if let Some(lane) = self.lanes.get_mut(&id) {
                    lane.behind = false;
                }
                self.list(id);
                continue;
            }
            let followed = Followers::new(recipients::on_host(conn, id).await?);
            let (audiences, reads) = (followed.audiences(), rows::reads(&lane.host));
            let span = (lane.handed, head);
            let rows = outgoing::next_for_host(conn, &lane.host.name, (&audiences, reads), span, ROWS).await?;
            rows::hand(&rows, &followed, &mut self.lanes, &self.names, |lane| lane.host.id == id);
            if let Some(lane) = self.lanes.get_mut(&id) {
                let whole = (rows.len() as i64) < ROWS;
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

    /// Sends what may go, hosts in turn.
    fn start(&mut self) {
        let now = self.peers.app.clock.now();
        let mode = self.peers.app.config.federation.mode;
        while self.sending.len() < AT_ONCE
            && let Some(id) = self.ready.pop_front()
        {
            let Some(lane) = self.lanes.get_mut(&id) else { continue };
            lane.listed = false;
            let Some(item) = lane.take(now) else { continue };
            if may_send(&lane.host, mode) {
                let (peers, host) = (self.peers.clone(), (id, lane.knows));
                self.sending.spawn(async move { send::one(&peers, host, item).await });
            } else {
                lane.answered(&item);
                self.touched.insert(id);
            }
            self.list(id);
        }
    }

    /// Takes in what was answered; true when rows should be looked for.
    fn take_answers(&mut self, first: std::result::Result<Sent, tokio::task::JoinError>) -> bool {
        let mut look = false;
        let mut next = Some(first);
        while let Some(sent) = next {
            match sent {
                Ok(sent) => look |= self.answered(sent),
                // The item stays unanswered: the cursor stands before it, and a restart sends it again.
                Err(error) => tracing::error!(%error, "dispatch: a delivery ended badly"),
            }
            next = self.sending.try_join_next();
        }
        look
    }

    fn answered(&mut self, sent: Sent) -> bool {
        let now = self.peers.app.clock.now();
        let Sent { host: id, item, answer, rfc9421 } = sent;
        let Some(lane) = self.lanes.get_mut(&id) else { return false };
        lane.knows = rfc9421.or(lane.knows);
        if let Some(speaks) = rfc9421
            && speaks != lane.host.rfc9421
        {
            lane.host.rfc9421 = speaks;
            let (app, name) = (self.peers.app.clone(), lane.host.name.clone());
            tokio::spawn(async move {
                if let Ok(mut conn) = app.work.get().await
                    && let Err(error) = hosts::speaks_rfc9421(&mut conn, &name, speaks).await
                {
                    tracing::debug!(%error, name, "dispatch: which signatures a host takes was not noted");
                }
            });
        }
        let told = item.post.map(|post| Delivery {
            post,
            host: id,
            state: answer.state(),
            status: answer.status(),
            reason: answer.reason().to_owned(),
            at: now,
        });
        self.deliveries.extend(told);
        match answer {
            Answer::Delivered => {
                lane.recovered();
                lane.answered(&item);
            }
            Answer::Refused { .. } => {
                // It answers, so it lives; what it refuses once it refuses for ever.
                lane.recovered();
                lane.answered(&item);
            }
            Answer::Gone => {
                lane.answered(&item);
                if lane.in_flight() == 0 {
                    lane.gone(now, "410 Gone");
                }
            }
            Answer::Later { after, reason } => lane.failed(item, &reason, after, now, rand::random()),
        }
        let wants = lane.wants_rows(now);
        self.touched.insert(id);
        self.list(id);
        wants
    }

    fn is_dirty(&self) -> bool {
        !self.touched.is_empty() || !self.deliveries.is_empty()
    }

    async fn save(&mut self) -> Result<()> {
        let mut conn = self.peers.app.work.get().await?;
        let mut cursors = Vec::new();
        for id in &self.touched {
            let Some(lane) = self.lanes.get_mut(id) else { continue };
            if lane.trouble_changed {
                hosts::save_trouble(&mut conn, *id, &lane.trouble).await?;
                lane.trouble_changed = false;
            }
            if lane.cursor() > lane.saved {
                cursors.push((*id, lane.cursor()));
            }
        }
        outgoing::save_cursors(&mut conn, &cursors).await?;
        for (id, cursor) in cursors {
            if let Some(lane) = self.lanes.get_mut(&id) {
                lane.saved = cursor;
            }
        }
        deliveries::save(&mut conn, &self.deliveries).await?;
        self.deliveries.clear();
        self.touched.clear();
        Ok(())
    }

    /// How long nothing happens by itself.
    fn pause(&self) -> Duration {
        let now = self.peers.app.clock.now();
        let due = self.lanes.values().filter_map(Lane::due).filter(|due| *due > now).min();
        let lease = self.shards.renew_in(now);
        due.and_then(|due| (due - now).to_std().ok()).map_or(lease, |due| due.min(lease)).max(Duration::from_millis(20))
    }

    async fn end(mut self) {
        let ended = async {
            while let Some(sent) = self.sending.join_next().await {
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

fn may_send(host: &Host, mode: Mode) -> bool {
    host.policy != "blocked" && (mode == Mode::Open || host.policy == "partner")
}
