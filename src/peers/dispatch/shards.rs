//! Which hosts are this process's to send to: hosts are cut into shards, shards are held by lease. Leases are counted by
//! the database's clock and, here, by time that only goes forward.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::store::ids::HostId;
use crate::store::{Conn, Result};
use crate::streams::leases;

const SHARDS: u128 = 8;
/// A process that died is taken over after so long and a heart-beat (core.md: 10 s).
const LEASE: Duration = Duration::from_secs(6);
const HEART_BEAT: Duration = Duration::from_secs(3);

pub struct Shards {
    holder: Uuid,
    held: HashSet<u8>,
    /// Of these: to be given to another process as soon as nothing of theirs is under way.
    leaving: HashSet<u8>,
    renewed: Option<Instant>,
}

/// What a renewal changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub gained: bool,
    pub lost: bool,
}

impl Shards {
    pub fn new(holder: Uuid) -> Self {
        Self { holder, held: HashSet::new(), leaving: HashSet::new(), renewed: None }
    }

    pub fn holds(&self, host: HostId) -> bool {
        self.held.contains(&shard_of(host))
    }

    /// Nothing more is begun for this host here.
    pub fn leaves(&self, host: HostId) -> bool {
        self.leaving.contains(&shard_of(host))
    }

    pub fn any_leaves(&self) -> bool {
        !self.leaving.is_empty()
    }

    /// Whether the lease still runs, with room for what is begun now: a process that was stopped for a while finds its
    /// hosts taken over.
    pub fn are_ours(&self) -> bool {
        self.renewed.is_some_and(|at| at.elapsed() + Duration::from_secs(1) < LEASE)
    }

    pub fn renew_in(&self) -> Duration {
        self.renewed.map_or(Duration::ZERO, |at| HEART_BEAT.saturating_sub(at.elapsed()))
    }

    /// Renews what is held; takes free shards up to a fair share, lets go of what is above it.
    pub async fn renew(&mut self, conn: &mut Conn) -> Result<Change> {
        if self.renewed.is_some_and(|at| at.elapsed() < HEART_BEAT) {
            return Ok(Change::default());
        }
        let began = Instant::now();
        let before = self.held.clone();
        let mut held: HashSet<u8> = self.hold(conn, before.iter().copied()).await?;
        let workers = leases::count(conn, "worker-").await?.max(1) as usize;
        let fair = (SHARDS as usize).div_ceil(workers);
        for shard in 0..SHARDS as u8 {
            // Free shards are tried one by one only until the share is full.
            if held.len() < fair && !held.contains(&shard) {
                held.extend(self.hold(conn, [shard]).await?);
            }
        }
        let mut sorted: Vec<u8> = held.iter().copied().collect();
        sorted.sort_unstable();
        self.leaving = sorted.split_off(sorted.len().min(fair)).into_iter().collect();
        self.renewed = Some(began);
        self.held = held;
        let gained = self.held.iter().any(|shard| !before.contains(shard));
        let lost = before.iter().any(|shard| !self.held.contains(shard));
        Ok(Change { gained, lost })
    }

    /// Gives up what leaves and has none of the `busy` hosts; true when that was something.
    pub async fn hand_over(&mut self, conn: &mut Conn, busy: &[HostId]) -> Result<bool> {
        let busy: HashSet<u8> = busy.iter().map(|host| shard_of(*host)).collect();
        let free: Vec<u8> = self.leaving.difference(&busy).copied().collect();
        if free.is_empty() {
            return Ok(false);
        }
        leases::release(conn, &free.iter().map(|shard| name(*shard)).collect::<Vec<_>>(), self.holder).await?;
        for shard in free {
            self.leaving.remove(&shard);
            self.held.remove(&shard);
        }
        Ok(true)
    }

    pub async fn release(&mut self, conn: &mut Conn) -> Result<()> {
        let mut names: Vec<String> = self.held.drain().map(name).collect();
        names.push(format!("worker-{}", self.holder));
        leases::release(conn, &names, self.holder).await
    }

    /// Takes or renews them, and says that this worker lives.
    async fn hold(&self, conn: &mut Conn, shards: impl IntoIterator<Item = u8>) -> Result<HashSet<u8>> {
        let shards: Vec<u8> = shards.into_iter().collect();
        let worker = format!("worker-{}", self.holder);
        let names: Vec<String> = shards.iter().map(|shard| name(*shard)).chain([worker]).collect();
        let got = leases::hold(conn, &names, self.holder, LEASE).await?;
        Ok(shards.into_iter().filter(|shard| got.contains(&name(*shard))).collect())
    }
}

fn name(shard: u8) -> String {
    format!("dispatch-{shard}")
}

/// The random end of the id: hosts spread evenly.
fn shard_of(host: HostId) -> u8 {
    (host.0.as_u128() % SHARDS) as u8
}
