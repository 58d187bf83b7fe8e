//! The hub in numbers: for its about page and for NodeInfo. Counts what everybody may see, of this hub only.

use chrono::TimeDelta;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::accounts::Viewer;
use crate::groups::seeing::seen_by;
use crate::store::schema::{actors, groups, members, posts};
use crate::store::{Conn, Result};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Census {
    pub members: i64,
    /// Members who were here in the last 30 days, and in the last 180.
    pub active_month: i64,
    pub active_half_year: i64,
    pub groups: i64,
    pub roots: i64,
    pub replies: i64,
    pub resources: i64,
}

pub async fn take(conn: &mut Conn, now: chrono::DateTime<chrono::Utc>) -> Result<Census> {
    let active = members::table.filter(members::state.eq("active"));
    let seen_since = |days| active.filter(members::last_visit_at.gt(now - TimeDelta::days(days)));
    let ours = groups::table
        .inner_join(actors::table)
        .filter(actors::host_id.is_null())
        .filter(groups::archived_at.is_null())
        .filter(groups::id.eq_any(seen_by(&Viewer::Anyone)));
    let by_kind: Vec<(String, i64)> = posts::table
        .filter(posts::local)
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::group_id.eq_any(seen_by(&Viewer::Anyone)))
        .group_by(posts::kind)
        .select((posts::kind, count_star()))
        .load(conn)
        .await?;
    let of = |kind: &str| by_kind.iter().filter(|(name, _)| name == kind).map(|(_, count)| count).sum();
    let replies: i64 = of("reply");
    Ok(Census {
        members: active.count().get_result(conn).await?,
        active_month: seen_since(30).count().get_result(conn).await?,
        active_half_year: seen_since(180).count().get_result(conn).await?,
        groups: ours.count().get_result(conn).await?,
        roots: by_kind.iter().map(|(_, count)| count).sum::<i64>() - replies,
        replies,
        resources: of("resource"),
    })
}
