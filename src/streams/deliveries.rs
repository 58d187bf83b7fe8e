//! Where posts went, host by host: written in batches by the dispatcher, read by authors.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use crate::store::ids::{ActorId, HostId, PostId};
use crate::store::schema::{actors, deliveries, hosts};
use crate::store::{Conn, Prepare, Result};

/// What a host answered to a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub post: PostId,
    pub host: HostId,
    /// `delivered`, `retrying`, `refused` or `gone`.
    pub state: &'static str,
    pub status: Option<i16>,
    pub reason: String,
    pub at: DateTime<Utc>,
}

/// A post that is no longer there is passed over.
pub async fn save(conn: &mut Conn, batch: &[Delivery]) -> Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let column = |pick: fn(&Delivery) -> String| batch.iter().map(pick).collect::<Vec<_>>();
    diesel::sql_query(
        "insert into deliveries (post_id, host_id, state, status, reason, at) \
         select distinct on (d.post, d.host) d.post, d.host, d.state, d.status, d.reason, d.at \
         from unnest($1, $2, $3, $4, $5, $6) with ordinality as d (post, host, state, status, reason, at, n) \
         where exists (select 1 from posts p where p.id = d.post) order by d.post, d.host, d.n desc \
         on conflict (post_id, host_id) do update set state = excluded.state, status = excluded.status, \
         reason = excluded.reason, at = excluded.at where deliveries.state <> 'delivered'",
    )
    .bind::<Array<SqlUuid>, _>(batch.iter().map(|delivery| delivery.post).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(batch.iter().map(|delivery| delivery.host).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(column(|delivery| delivery.state.to_owned()))
    .bind::<Array<Nullable<SmallInt>>, _>(batch.iter().map(|delivery| delivery.status).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(column(|delivery| delivery.reason.chars().take(300).collect()))
    .bind::<Array<Timestamptz>, _>(batch.iter().map(|delivery| delivery.at).collect::<Vec<_>>())
    .prepared()
    .execute(conn)
    .await?;
    Ok(())
}

/// How far a post came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    pub delivered: i64,
    pub retrying: i64,
    /// Refused, or the host is gone.
    pub refused: i64,
}

/// Whether the answer of the group's host to the post was its acceptance: PieFed announces nothing back to the author's
/// host (wire.md 15a.9).
pub async fn is_acceptance(conn: &mut Conn, post: PostId, group: ActorId) -> Result<bool> {
    let told = deliveries::table
        .inner_join(hosts::table.on(hosts::id.eq(deliveries::host_id)))
        .inner_join(actors::table.on(actors::host_id.eq(hosts::id.nullable())))
        .filter(actors::id.eq(group))
        .filter(deliveries::post_id.eq(post))
        .filter(deliveries::state.eq("delivered"))
        .filter(hosts::software.eq("piefed"));
    Ok(diesel::select(diesel::dsl::exists(told)).get_result(conn).await?)
}

/// Hosts that fail for longer than the post $1 is old: they have not been tried with it.
const WAITING: &str = "from posts p join memberships m on m.followed_id = p.group_id \
    and m.state = 'accepted' and m.accepted_at <= p.created_at \
    join actors a on a.id = m.follower_id join hosts h on h.id = a.host_id \
    where p.id = $1 and h.failures > 0 and h.gone_at is null and h.policy <> 'blocked' \
      and not exists (select 1 from deliveries d where d.post_id = p.id and d.host_id = h.id)";

/// For the post's author. Those that wait count as retrying.
pub async fn reach(conn: &mut Conn, post: PostId) -> Result<Reach> {
    #[derive(QueryableByName)]
    struct Counts {
        #[diesel(sql_type = BigInt)]
        delivered: i64,
        #[diesel(sql_type = BigInt)]
        retrying: i64,
        #[diesel(sql_type = BigInt)]
        waiting: i64,
        #[diesel(sql_type = BigInt)]
        refused: i64,
    }
    let counts: Counts = diesel::sql_query(format!(
        "select count(*) filter (where state = 'delivered') as delivered, \
         count(*) filter (where state = 'retrying') as retrying, \
         count(*) filter (where state in ('refused', 'gone')) as refused, \
         (select count(distinct h.id) {WAITING}) as waiting \
         from deliveries where post_id = $1"
    ))
    .bind::<SqlUuid, _>(post)
    .get_result(conn)
    .await?;
    Ok(Reach { delivered: counts.delivered, retrying: counts.retrying + counts.waiting, refused: counts.refused })
}

/// One host's answer, by name; of one that waits, the post's own time.
#[derive(Debug, Clone, Queryable, QueryableByName)]
pub struct Line {
    #[diesel(sql_type = Text)]
    pub host: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub status: Option<i16>,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
}

/// Hosts of one list.
const LINES_MOST: usize = 200;

/// What went wrong first, those that wait last; at most 200.
pub async fn list(conn: &mut Conn, post: PostId) -> Result<Vec<Line>> {
    let mut lines: Vec<Line> = deliveries::table
        .inner_join(hosts::table)
        .filter(deliveries::post_id.eq(post))
        .order((deliveries::state.desc(), hosts::name))
        .limit(LINES_MOST as i64)
        .select((hosts::name, deliveries::state, deliveries::status, deliveries::reason, deliveries::at))
        .load(conn)
        .await?;
    let waiting: Vec<Line> = diesel::sql_query(format!(
        "select distinct h.name as host, 'retrying' as state, null::smallint as status, '' as reason, \
           p.created_at as at {WAITING} order by host limit $2"
    ))
    .bind::<SqlUuid, _>(post)
    .bind::<BigInt, _>((LINES_MOST - lines.len()) as i64)
    .load(conn)
    .await?;
    lines.extend(waiting);
    Ok(lines)
}

/// When a host last took a post.
pub async fn last_delivered(conn: &mut Conn, host: HostId) -> Result<Option<DateTime<Utc>>> {
    let taken = deliveries::table.filter(deliveries::host_id.eq(host)).filter(deliveries::state.eq("delivered"));
    Ok(taken.select(diesel::dsl::max(deliveries::at)).first(conn).await?)
}
