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

/// Whether activity `a` is for host `h`, in SQL: the rules of `outgoing::Form`.
const CONCERNS: &str = "((a.audience_id in (select m.followed_id from memberships m join actors f on f.id = m.follower_id \
     where f.host_id = h.id and m.state = 'accepted' and m.accepted_at <= a.created_at) \
     and a.form = any(case when not h.group_aware then array['a2', 'all'] \
       when h.software = 'nodebb' then array['a1', 'a1-by-id', 'all'] else array['a1', 'a1-whole', 'all'] end)) \
   or ((a.form not like 'a1%' or h.group_aware and a.form in ('a1', \
       case when h.software = 'nodebb' then 'a1-by-id' else 'a1-whole' end)) \
     and exists (select 1 from unnest(a.inboxes) as i where split_part(i, '/', 3) = h.name)))";

impl Position {
    /// The last position before this one.
    pub fn before(self) -> Self {
        Self { xid: self.xid, seq: self.seq - 1 }
    }
}
