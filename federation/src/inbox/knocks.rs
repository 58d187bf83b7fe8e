//! Words about partnership from servers that are not listed (attacks.md C23): a few within the hour of each, and not too
//! many together. Counts what is proven: nobody can spend another's. Must not know what they say.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::host;
use crate::limits::{KNOCKS, KNOCKS_OF_DOMAIN};

/// When each was heard, and of which domain.
#[derive(Debug, Default)]
pub(super) struct Knocks(Mutex<Vec<(DateTime<Utc>, String)>>);

impl Knocks {
    /// Whether one more would be heard.
    pub(super) fn may(&self, host: &str, now: DateTime<Utc>) -> bool {
        has_room(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), &host::domain(host), now)
    }

    /// Counts one, unless there is no room.
    pub(super) fn hear(&self, host: &str, now: DateTime<Utc>) -> bool {
        let (mut heard, domain) = (self.0.lock().unwrap_or_else(PoisonError::into_inner), host::domain(host));
        let fine = has_room(&mut heard, &domain, now);
        if fine {
            heard.push((now, domain));
        }
        fine
    }
}

fn has_room(heard: &mut Vec<(DateTime<Utc>, String)>, domain: &str, now: DateTime<Utc>) -> bool {
    heard.retain(|(at, _)| now - *at < TimeDelta::hours(1));
    heard.len() < KNOCKS && heard.iter().filter(|(_, name)| name == domain).count() < KNOCKS_OF_DOMAIN
}
