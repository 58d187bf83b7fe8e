//! One server's pace at the door (attacks.md C23): so many activities a second over half a minute are taken as they
//! come, then its requests wait, and only past that are they sent back with a moment to return at. Counts what a proven
//! sender brings: nobody can spend another's pace. Must not know what the activities say.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::limits::{PACE_BURST, PACE_BYTES, PACE_WAIT, PACE_WAITING, REMEMBERED};

/// One for the whole process.
#[derive(Debug)]
pub struct Pace {
    /// Between two activities of a server that keeps the pace.
    interval: Duration,
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

#[derive(Debug)]
struct Host {
    /// When all that it brought would have come in if it had kept the pace.
    paid: Mutex<Instant>,
    waiting: Arc<Semaphore>,
}

/// Taken, after so long; the place among those who wait is held until then.
#[derive(Debug)]
struct Turn {
    wait: Duration,
    _place: Option<OwnedSemaphorePermit>,
}

/// Too fast for longer than a request may wait; so long to stay away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooFast(pub(super) Duration);

impl Pace {
    /// So many activities of ordinary size a second from each server.
    pub fn per_second(activities: u32) -> Self {
        Pace { interval: Duration::from_secs(1) / activities.max(1), hosts: Mutex::default() }
    }

    /// Returns when the sender has kept its pace, at once in all ordinary life.
    pub(super) async fn keep(&self, host: &str, bytes: usize) -> Result<(), TooFast> {
        let turn = self.turn(host, bytes, Instant::now())?;
        if !turn.wait.is_zero() {
            tokio::time::sleep(turn.wait).await;
        }
        Ok(())
    }

    fn turn(&self, name: &str, bytes: usize, now: Instant) -> Result<Turn, TooFast> {
        let host = self.host(name, now);
        // Large bodies count for several.
        let cost = self.interval * (1 + u32::try_from(bytes / PACE_BYTES).unwrap_or(1000));
        let mut paid = host.paid.lock().unwrap_or_else(PoisonError::into_inner);
        let due = (*paid).max(now) + cost;
        let wait = due.duration_since(now).saturating_sub(PACE_BURST);
        if wait > PACE_WAIT {
            return Err(TooFast(wait.max(Duration::from_secs(1))));
        }
        let place = if wait.is_zero() {
            None
        } else {
            // Those who wait hold their bodies: few may.
            Some(Arc::clone(&host.waiting).try_acquire_owned().map_err(|_| TooFast(PACE_WAIT))?)
        };
        *paid = due;
        Ok(Turn { wait, _place: place })
    }

    fn host(&self, name: &str, now: Instant) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(host) = hosts.get(name) {
            return Arc::clone(host);
        }
        if hosts.len() >= REMEMBERED {
            // Who owes nothing needs no remembering.
            hosts.retain(|_, host| *host.paid.lock().unwrap_or_else(PoisonError::into_inner) > now);
        }
        if hosts.len() >= REMEMBERED {
            hosts.retain(|_, host| *host.paid.lock().unwrap_or_else(PoisonError::into_inner) > now + PACE_BURST / 2);
        }
        if hosts.len() >= REMEMBERED {
            hosts.clear();
        }
        let fresh = Arc::new(Host { paid: Mutex::new(now), waiting: Arc::new(Semaphore::new(PACE_WAITING)) });
        hosts.insert(name.to_owned(), Arc::clone(&fresh));
        fresh
    }

    #[cfg(test)]
    fn remembered(&self) -> usize {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What becomes of so many at the same moment: taken at once, taken after waiting, sent back.
    fn flood(pace: &Pace, host: &str, (count, bytes): (usize, usize), now: Instant) -> (usize, usize, usize) {
        let all: Vec<_> = (0..count).map(|_| pace.turn(host, bytes, now)).collect();
        let taken = |late: bool| all.iter().flatten().filter(|turn| turn.wait.is_zero() != late).count();
        (taken(false), taken(true), all.iter().filter(|turn| turn.is_err()).count())
    }

    #[test]
    fn c23_a_flood_is_slowed_first_and_sent_back_only_past_that() {
        let (pace, now) = (Pace::per_second(1000), Instant::now());
        let burst = 1000 * PACE_BURST.as_secs() as usize;
        let (at_once, later, back) = flood(&pace, "evil.test", (burst + 10_000, 500), now);
        assert_eq!(at_once, burst);
        assert_eq!(later, PACE_WAITING, "the bodies of those who wait are bounded");
        assert_eq!(back, 10_000 - PACE_WAITING);
        // The flood of one is nobody else's affair.
        assert_eq!(flood(&pace, "good.test", (1000, 500), now), (1000, 0, 0));
    }

    #[test]
    fn c23_who_keeps_five_hundred_a_second_never_waits() {
        let (pace, now) = (Pace::per_second(1000), Instant::now());
        for second in 0..120 {
            let now = now + Duration::from_secs(second);
            assert_eq!(flood(&pace, "busy.test", (500, 2000), now), (500, 0, 0));
        }
    }

    #[test]
    fn c23_large_bodies_count_for_several_and_the_answer_says_when_to_come_back() {
        let (pace, now) = (Pace::per_second(10), Instant::now());
        let most = 10 * PACE_BURST.as_secs() as usize;
        let (at_once, later, back) = flood(&pace, "evil.test", (most, 256 * 1024), now);
        assert!(at_once < most / 10 && later <= PACE_WAITING && back > most / 2, "{at_once} {later} {back}");
        let TooFast(pause) = pace.turn("evil.test", 256 * 1024, now).unwrap_err();
        assert!(pause >= Duration::from_secs(1), "{pause:?}");
        assert!(pace.turn("evil.test", 100, now + pause).is_ok());
    }

    #[test]
    fn b14_a_hundred_thousand_senders_leave_no_memory_behind() {
        let (pace, now) = (Pace::per_second(1000), Instant::now());
        for n in 0..100_000 {
            assert!(pace.turn(&format!("h{n}.test"), 100, now).is_ok());
        }
        assert!(pace.remembered() <= REMEMBERED);
    }
}
