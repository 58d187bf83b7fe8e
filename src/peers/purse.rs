//! What one errand of ours to other servers may cost: fetches, items and time (wire.md §9). The time is the job's, a
//! little less than its lease.

use std::time::{Duration, Instant};

/// Pages of one collection.
pub const PAGES: usize = 20;
const FETCHES: u32 = 200;
const ITEMS: usize = 1_000;
const PATIENCE: Duration = Duration::from_secs(50);

#[derive(Debug, Clone, Copy)]
pub struct Purse {
    fetches: u32,
    items: usize,
    until: Instant,
}

impl Purse {
    pub fn full() -> Self {
        Self { fetches: FETCHES, items: ITEMS, until: Instant::now() + PATIENCE }
    }

    pub fn is_empty(&self) -> bool {
        self.fetches == 0 || self.items == 0 || Instant::now() >= self.until
    }

    /// Pages that may be read of a further collection; None when nothing is left.
    pub fn pages(&self) -> Option<usize> {
        (!self.is_empty()).then(|| PAGES.min(self.fetches as usize))
    }

    pub fn items(&self) -> usize {
        self.items
    }

    pub fn spend(&mut self, fetches: u32) {
        self.fetches = self.fetches.saturating_sub(fetches);
    }

    /// An item, with what it took to have it.
    pub fn took(&mut self, fetches: u32) {
        self.items = self.items.saturating_sub(1);
        self.spend(fetches);
    }

    pub fn spent(&self) -> u32 {
        FETCHES - self.fetches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purse_is_empty_when_fetches_or_items_or_time_are_gone() {
        let mut purse = Purse::full();
        assert_eq!(purse.pages(), Some(PAGES));
        purse.took(195);
        assert_eq!((purse.pages(), purse.items(), purse.spent()), (Some(5), ITEMS - 1, 195));
        purse.spend(1000);
        assert!(purse.is_empty());
        assert_eq!(purse.pages(), None);
        let mut purse = Purse::full();
        (0..ITEMS).for_each(|_| purse.took(0));
        assert!(purse.is_empty());
        assert!(Purse { until: Instant::now(), ..Purse::full() }.is_empty());
    }
}
