//! Which hosts are this process's to send to: hosts are cut into shards, shards are held by lease.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::store::ids::HostId;
use crate::store::{Conn, Result};
use crate::streams::leases;

const SHARDS: u128 = 8;
/// A process that died is taken over after so long (core.md: 10 s).
const LEASE: TimeDelta = TimeDelta::seconds(9);
const HEART_BEAT: TimeDelta = TimeDelta::seconds(3);

pub struct Shards {
    holder: Uuid,
    held: HashSet<u8>,
    renewed_at: Option<DateTime<Utc>>,
}

/// What a renewal changed.
#[derive(Default)]
pub struct Change {
    pub gained: bool,
    pub lost: Vec<u8>,
}

impl Shards {
    pub fn new(holder: Uuid) -> Self {
        Self { holder, held: HashSet::new(), renewed_at: None }
    }

    pub fn holds(&self, host: HostId) -> bool {
        self.held.contains(&shard_of(host))
    }

    pub fn renew_in(&self, now: DateTime<Utc>) -> Duration {
        let left = self.renewed_at.map_or(TimeDelta::zero(), |at| at + HEART_BEAT - now);
        left.to_std().unwrap_or_default()
    }

    /// Renews what is held; takes free shards up to a fair share, gives up what is above it.
    pub async fn renew(&mut self, conn: &mut Conn, now: DateTime<Utc>) -> Result<Change> {
        if self.renewed_at.is_some_and(|at| now - at < HEART_BEAT) {
            return Ok(Change::default());
        }
        let until = now + LEASE;
        leases::hold(conn, &[format!("worker-{}", self.holder)], self.holder, now, until).await?;
        let workers = leases::count(conn, "worker-", now).await?.max(1) as usize;
        let fair = (SHARDS as usize).div_ceil(workers);
        let before = self.held.clone();
        let mut wanted: Vec<u8> = before.iter().copied().collect();
        wanted.sort_unstable();
        let surplus = wanted.split_off(wanted.len().min(fair));
        for shard in 0..SHARDS as u8 {
            if wanted.len() < fair && !wanted.contains(&shard) && !surplus.contains(&shard) {
                wanted.push(shard);
            }
        }
        // Free shards are tried one by one only until the share is full.
        let names: Vec<String> = wanted.iter().map(|shard| name(*shard)).collect();
        let got = leases::hold(conn, &names, self.holder, now, until).await?;
        let mut held: HashSet<u8> = wanted.into_iter().filter(|shard| got.contains(&name(*shard))).collect();
        for shard in 0..SHARDS as u8 {
            if held.len() < fair && !held.contains(&shard) && !surplus.contains(&shard) {
                let got = leases::hold(conn, &[name(shard)], self.holder, now, until).await?;
                held.extend((!got.is_empty()).then_some(shard));
            }
        }
        leases::release(conn, &surplus.iter().map(|shard| name(*shard)).collect::<Vec<_>>(), self.holder).await?;
        self.renewed_at = Some(now);
        let gained = held.iter().any(|shard| !before.contains(shard));
        let lost = before.iter().copied().filter(|shard| !held.contains(shard)).collect();
        self.held = held;
        Ok(Change { gained, lost })
    }

    pub async fn release(&mut self, conn: &mut Conn) -> Result<()> {
        let mut names: Vec<String> = self.held.drain().map(name).collect();
        names.push(format!("worker-{}", self.holder));
        leases::release(conn, &names, self.holder).await
    }
}

fn name(shard: u8) -> String {
    format!("dispatch-{shard}")
}

/// The random end of the id: hosts spread evenly.
fn shard_of(host: HostId) -> u8 {
    (host.0.as_u128() % SHARDS) as u8
}
