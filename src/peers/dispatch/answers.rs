//! What came back: a host's answers, inboxes that are not there, cursors and troubles saved in batches.

use chrono::{DateTime, Utc};
use federation::limits::REMEMBERED;
use tokio::task::{Id, JoinError};

use super::Dispatcher;
use super::lane::{Failure, Item};
use super::send::{Answer, Sent};
use crate::actors::hosts;
use crate::actors::inboxes::{self, Closed};
use crate::store::Result;
use crate::store::ids::HostId;
use crate::streams::deliveries::{self, Delivery};
use crate::streams::outgoing;

/// How often in a row an inbox that a whole host shares is not found before it counts as closed: Lemmy answers 404 also
/// when it misses what an activity speaks of.
const MISSES: u8 = 5;

/// An inbox that is not where it was, or is there again.
pub enum Turned {
    Missing { inbox: Closed, times: u8 },
    Open(String),
}

/// What the author of a post is told when its inbox is closed.
pub fn kept_from(closed: &Closed, item: &Item, now: DateTime<Utc>) -> Option<Delivery> {
    Some(Delivery {
        post: item.post?,
        host: closed.host_id,
        state: if closed.status == 410 { "gone" } else { "refused" },
        status: Some(closed.status),
        reason: closed.status.to_string(),
        at: now,
    })
}

impl Dispatcher {
    /// Takes in what was answered; true when rows should be looked for.
    pub(super) fn take_answers(&mut self, first: std::result::Result<(Id, Sent), JoinError>) -> bool {
        let mut look = false;
        let mut next = Some(first);
        while let Some(sent) = next {
            match sent {
                Ok((id, sent)) => {
                    self.carried.remove(&id);
                    look |= self.answered(sent);
                }
                Err(error) => {
                    tracing::error!(%error, "dispatch: a delivery ended badly");
                    if let Some((host, item)) = self.carried.remove(&error.id()) {
                        let answer = Answer::Broken;
                        look |= self.answered(Sent { host, item, answer, rfc9421: None });
                    }
                }
            }
            next = self.sending.try_join_next_with_id();
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
        let post = item.post;
        let told = |state: &'static str, status: Option<i16>, reason: &str| {
            post.map(|post| Delivery { post, host: id, state, status, reason: reason.to_owned(), at: now })
        };
        self.deliveries.extend(told(answer.state(), answer.status(), answer.reason()));
        if let Some(status @ (404 | 410)) = answer.status() {
            if self.misses.len() >= REMEMBERED {
                self.misses.clear();
            }
            let times = self.misses.entry(item.inbox.clone()).or_default();
            *times = times.saturating_add(1);
            let inbox = Closed { inbox: item.inbox.clone(), host_id: id, status, closed_at: now };
            self.turned.push(Turned::Missing { inbox, times: *times });
        } else if !matches!(answer, Answer::Later { .. } | Answer::Broken) {
            self.misses.remove(&item.inbox);
            if self.closed.remove(&item.inbox).is_some() {
                self.turned.push(Turned::Open(item.inbox.clone()));
            }
        }
        match &answer {
            // It answers, so it lives; what it refuses once it refuses for ever.
            Answer::Delivered | Answer::Refused { .. } | Answer::Gone => {
                lane.recovered();
                lane.answered(&item);
            }
            Answer::Later { .. } | Answer::Broken => {
                let (error, after, is_of_the_item) =
                    (answer.reason(), answer.after(), matches!(answer, Answer::Broken));
                let failure = Failure { error, after, is_of_the_item };
                if lane.failed(item, &failure, now, rand::random()) {
                    tracing::warn!(
                        host = lane.host.name,
                        error,
                        "dispatch: an activity was given up, others arrive there"
                    );
                    self.deliveries.extend(told("refused", None, error));
                }
            }
        }
        let wants = lane.wants_rows(now);
        self.touched.insert(id);
        self.list(id);
        wants
    }

    pub(super) async fn save(&mut self) -> Result<()> {
        let mut conn = self.peers.app.work.get().await?;
        self.save_turned(&mut conn).await?;
        let mut cursors = Vec::new();
        for id in &self.touched {
            let Some(lane) = self.lanes.get_mut(id) else { continue };
            if lane.trouble_changed {
                lane.trouble.retry_at = hosts::save_trouble(&mut conn, *id, &lane.trouble).await?;
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
        self.hand_over(&mut conn).await
    }

    /// An inbox of one actor closes at once, one that a host shares after several misses; 410 there ends the host.
    async fn save_turned(&mut self, conn: &mut crate::store::Conn) -> Result<()> {
        while let Some(turned) = self.turned.pop() {
            match turned {
                Turned::Open(inbox) => inboxes::open(conn, &inbox).await?,
                Turned::Missing { inbox, times } => {
                    let shared = inboxes::is_shared(conn, inbox.host_id, &inbox.inbox).await?;
                    if shared && inbox.status == 410 {
                        let Some(lane) = self.lanes.get_mut(&inbox.host_id) else { continue };
                        lane.gone(inbox.closed_at, "410 Gone");
                        self.touched.insert(inbox.host_id);
                    } else if !shared || times >= MISSES {
                        inboxes::close(conn, &inbox).await?;
                        self.closed.insert(inbox.inbox.clone(), inbox);
                    }
                }
            }
        }
        Ok(())
    }

    /// Shards that another process waits for are given up once nothing of theirs is under way and every cursor is saved.
    async fn hand_over(&mut self, conn: &mut crate::store::Conn) -> Result<()> {
        let busy: Vec<HostId> =
            self.lanes.iter().filter(|(_, lane)| lane.in_flight() > 0).map(|(host, _)| *host).collect();
        if self.shards.hand_over(conn, &busy).await? {
            self.forget_lost();
        }
        Ok(())
    }
}
