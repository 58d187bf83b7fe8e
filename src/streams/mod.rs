//! The two streams: activities going out with a cursor for each host, and activities coming in. Rows and positions only;
//! what an activity means is the peers door's to know.

pub mod backlogs;
pub mod deliveries;
pub mod health;
pub mod incoming;
pub mod leases;
pub mod outgoing;
pub mod recipients;

/// Where a reader of the outgoing stream stands: rows are ordered by transaction, then by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    pub xid: i64,
    pub seq: i64,
}

impl Position {
    /// The last position before this one.
    pub fn before(self) -> Self {
        Self { xid: self.xid, seq: self.seq - 1 }
    }
}
