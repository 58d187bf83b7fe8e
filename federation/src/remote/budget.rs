//! How much others can make us fetch (attacks.md B08): within an hour so many documents and so many hosts of one
//! registrable domain, whoever names them. What members ask for is not counted here. Knows names and moments only.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use url::Url;

use crate::host;
use crate::limits::{FETCHES_AN_HOUR, HOSTS_AN_HOUR, REMEMBERED};

const HOUR: i64 = 3600;

/// One for the whole process and purpose.
#[derive(Debug, Default)]
pub struct Budget {
    domains: Mutex<HashMap<String, Spent>>,
    /// How often a fetch is let through when the budget is spent.
    trickle: Option<Duration>,
}

#[derive(Debug)]
struct Spent {
    since: DateTime<Utc>,
    last: DateTime<Utc>,
    fetches: u32,
    /// Hashes of the hosts that were asked: names that an attacker makes up are long.
    hosts: Vec<u64>,
}

/// The hour's budget is spent; after so long there is a new one, or one more fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overspent(pub Duration);

impl Budget {
    /// For what strangers can spend in another's name: past it a fetch is let through so often, for those who mean it.
    pub fn with_trickle(trickle: Duration) -> Self {
        Budget { trickle: Some(trickle), ..Budget::default() }
    }

    /// Takes one fetch of `url` out of its domain's budget, unless nothing is left of it.
    pub fn spend(&self, url: &Url, now: DateTime<Utc>) -> Result<(), Overspent> {
        let domain = host::domain(&host::of(url).unwrap_or_default());
        let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
        if domains.len() >= REMEMBERED {
            domains.retain(|_, spent| spent.left(now).is_some());
        }
        if domains.len() >= REMEMBERED {
            domains.clear();
        }
        let spent = domains.entry(domain).or_insert_with(|| Spent::none(now));
        let left = match spent.left(now) {
            Some(left) => left,
            None => {
                *spent = Spent::none(now);
                Duration::from_secs(HOUR.unsigned_abs())
            }
        };
        let mut hasher = DefaultHasher::new();
        url.host_str().hash(&mut hasher);
        let asked = hasher.finish();
        let is_new = !spent.hosts.contains(&asked);
        if spent.fetches >= FETCHES_AN_HOUR || (is_new && spent.hosts.len() >= HOSTS_AN_HOUR) {
            let pause = self.trickle.unwrap_or(left).min(left);
            if self.trickle.is_none() || (now - spent.last).to_std().is_ok_and(|waited| waited < pause) {
                return Err(Overspent(pause));
            }
            spent.last = now;
            return Ok(());
        }
        spent.last = now;
        spent.fetches += 1;
        if is_new {
            spent.hosts.push(asked);
        }
        Ok(())
    }

    #[cfg(test)]
    pub(crate) fn remembered(&self) -> usize {
        self.domains.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Spent {
    fn none(now: DateTime<Utc>) -> Self {
        Spent { since: now, last: now, fetches: 0, hosts: Vec::new() }
    }

    /// What is left of the hour; None when it is over.
    fn left(&self, now: DateTime<Utc>) -> Option<Duration> {
        let left = HOUR - (now - self.since).num_seconds();
        u64::try_from(left).ok().filter(|left| *left > 0).map(Duration::from_secs)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn b08_a_domain_makes_us_fetch_three_hundred_times_an_hour_whatever_its_hosts_are_called() {
        let budget = Budget::default();
        let spent = |address: &str, at| budget.spend(&url(address), at);
        for n in 0..FETCHES_AN_HOUR {
            assert_eq!(spent(&format!("https://h{}.evil.example/{n}", n % 50), now()), Ok(()));
        }
        let half_an_hour = now() + chrono::Duration::minutes(30);
        assert_eq!(spent("https://h1.evil.example/", half_an_hour), Err(Overspent(Duration::from_secs(1800))));
        assert_eq!(spent("https://good.example/", half_an_hour), Ok(()), "others are not concerned");
        assert_eq!(spent("https://h1.evil.example/", now() + chrono::Duration::minutes(61)), Ok(()));
    }

    #[test]
    fn b08_wildcard_dns_shows_a_hundred_hosts_an_hour() {
        let budget = Budget::default();
        let taken = (0..1000).filter(|n| budget.spend(&url(&format!("https://h{n}.evil.example/")), now()).is_ok());
        assert_eq!(taken.count(), HOSTS_AN_HOUR);
        assert_eq!(budget.spend(&url("https://h1.evil.example/"), now()), Ok(()), "known ones are still asked");
    }

    #[test]
    fn b14_a_hundred_thousand_domains_leave_no_memory_behind() {
        let budget = Budget::default();
        for n in 0..100_000 {
            assert_eq!(budget.spend(&url(&format!("https://h{n}.example/")), now()), Ok(()));
        }
        assert!(budget.remembered() <= REMEMBERED);
    }
}
