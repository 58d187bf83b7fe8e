//! What needs a fetch before it can be applied: each on its own, so that a server that answers slowly, or never, holds up
//! nothing but its own. Bounded for all and for each sender's domain: hosts below it are made up at no cost.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use chrono::TimeDelta;
use federation::activity::Activity;
use federation::host::domain;
use tokio::task::JoinSet;

use super::apply::{failed, lane_through};
use super::read::Errand;
use super::unbroken;
use crate::peers::Peers;
use crate::peers::fetch::Trouble;
use crate::streams::incoming::{self, Claimed};

pub(super) type Parsed = (Claimed, Activity);

/// Under way at once, in all and for one registrable domain.
const MOST: usize = 64;
const MOST_OF_DOMAIN: usize = 8;
/// How long one may take, with all its fetches.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long its row is this worker's: a little longer.
const LEASE: TimeDelta = TimeDelta::seconds(75);

#[derive(Default)]
pub(super) struct Slow {
    tasks: JoinSet<String>,
    of_domains: Counts,
}

/// How many of each registrable domain are under way.
#[derive(Default)]
struct Counts(HashMap<String, usize>);

impl Counts {
    fn has_room(&self, host: &str) -> bool {
        self.0.get(&domain(host)).is_none_or(|count| *count < MOST_OF_DOMAIN)
    }

    fn begin(&mut self, host: &str) {
        *self.0.entry(domain(host)).or_default() += 1;
    }

    fn end(&mut self, host: &str) {
        let domain = domain(host);
        if let Some(count) = self.0.get_mut(&domain) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(&domain);
            }
        }
    }
}

impl Slow {
    /// Goes on with it in the background; hands it back when there is no place.
    pub(super) async fn take(&mut self, peers: &Peers, parsed: Parsed) -> Result<(), Parsed> {
        let (row, activity) = parsed;
        if self.tasks.len() >= MOST || !self.of_domains.has_room(&row.host) {
            return Err((row, activity));
        }
        let held = async {
            let mut conn = peers.app.work.get().await?;
            incoming::hold(&mut conn, row.seq, peers.app.clock.now() + LEASE).await
        };
        if let Err(error) = held.await {
            tracing::warn!(%error, "inbox: a row could not be held for longer");
            return Err((row, activity));
        }
        self.of_domains.begin(&row.host);
        let peers = peers.clone();
        self.tasks.spawn(async move {
            let host = row.host.clone();
            let about = HashSet::new();
            let errand = Errand::whole(&peers, &row, &about);
            match tokio::time::timeout(PATIENCE, unbroken(errand.read(&activity))).await {
                Ok(Ok(deed)) => lane_through(&peers, vec![(row, deed)]).await,
                Ok(Err(trouble)) => failed(&peers, &row, &trouble).await,
                Err(_elapsed) => {
                    let late = Trouble::Later("what it needs could not be fetched in time".to_owned());
                    failed(&peers, &row, &late).await;
                }
            }
            host
        });
        Ok(())
    }

    /// Waits until one has ended; for ever when there is none.
    pub(super) async fn one_ended(&mut self) {
        match self.tasks.join_next().await {
            Some(ended) => self.ended(ended),
            None => std::future::pending().await,
        }
    }

    /// Notes which have ended.
    pub(super) fn tidy(&mut self) {
        while let Some(ended) = self.tasks.try_join_next() {
            self.ended(ended);
        }
    }

    fn ended(&mut self, ended: Result<String, tokio::task::JoinError>) {
        match ended {
            Ok(host) => self.of_domains.end(&host),
            Err(error) => {
                tracing::error!(%error, "inbox: an activity ended badly; its lease will run out");
                // Whose it was is not known any more: count those that are left as nobody's.
                self.of_domains.0.clear();
            }
        }
    }

    /// On stopping: what is cut off keeps its row and comes again.
    pub(super) async fn end(mut self) {
        self.tasks.shutdown().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b08_hosts_that_somebody_makes_up_share_the_places_of_their_domain() {
        let mut counts = Counts::default();
        for n in 0..MOST_OF_DOMAIN {
            assert!(counts.has_room(&format!("h{n}.evil.example")));
            counts.begin(&format!("h{n}.evil.example"));
        }
        assert!(!counts.has_room("another.evil.example"));
        assert!(counts.has_room("good.example"));
        counts.end("h0.evil.example");
        assert!(counts.has_room("another.evil.example"));
    }
}
