//! Remote servers: met, heard, judged by an administrator, failing and coming back.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::{Host, partners};
use crate::journal::{self, Entry, Verb};
use crate::store::ids::{ActorId, HostId};
use crate::store::schema::{activities, actors, closed_inboxes, hosts, memberships};
use crate::store::{Conn, Error, Prepare, Result, Topic, Tx};

/// What an administrator decided about a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    Open,
    Partner,
    Blocked,
}

impl Policy {
    pub const ALL: [Self; 3] = [Self::Open, Self::Partner, Self::Blocked];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Partner => "partner",
            Self::Blocked => "blocked",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.code() == code)
    }
}

/// Software whose groups and followers take an Announce that holds an activity (FEP-1b12).
const GROUP_AWARE: [&str; 12] = [
    "waypost",
    "lemmy",
    "piefed",
    "mbin",
    "kbin",
    "nodebb",
    "discourse",
    "lotide",
    "friendica",
    "hubzilla",
    "streams",
    "forte",
];

/// The host's row, made when it is met. What goes out from now on is for it; nothing from before.
pub async fn meet(tx: &mut Tx, name: &str) -> Result<HostId> {
    if let Some(id) = hosts::table.filter(hosts::name.eq(name)).select(hosts::id).first(tx.conn()).await.optional()? {
        return Ok(id);
    }
    let now = tx.now;
    let last: Option<(i64, i64)> =
        activities::table
            .filter(activities::xid.lt(diesel::dsl::sql::<diesel::sql_types::BigInt>(
                "pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
            )))
            .order((activities::xid.desc(), activities::seq.desc()))
            .select((activities::xid, activities::seq))
            .first(tx.conn())
            .await
            .optional()?;
    let (xid, seq) = last.unwrap_or_default();
    diesel::insert_into(hosts::table)
        .values((
            hosts::id.eq(HostId::fresh(now)),
            hosts::name.eq(name),
            hosts::cursor_xid.eq(xid),
            hosts::cursor_seq.eq(seq),
            hosts::changed_at.eq(now),
            hosts::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    Ok(hosts::table.filter(hosts::name.eq(name)).select(hosts::id).first(tx.conn()).await?)
}

/// These hosts sent something: they live, so what waits for them is tried at once, even by a host that said it was no
/// more (promises R07). A host that fails while it sends is tried once a minute. True when something may go now.
pub async fn heard(conn: &mut Conn, names: &[&str], now: DateTime<Utc>) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Woken {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let woken: Woken = diesel::sql_query(
        "with heard as (update hosts set last_heard_at = $2, gone_at = null, \
           retry_at = case when failures > 0 then least(retry_at, $2) else retry_at end, \
           changed_at = case when failures > 0 or gone_at is not null then $2 else changed_at end \
         where id in (select id from hosts where name = any($1) and (last_heard_at is null \
           or last_heard_at < $2 - interval '1 minute' or failing_since > last_heard_at or gone_at > last_heard_at) \
           order by id for update) returning changed_at) \
         select count(*) as n from heard where changed_at = $2",
    )
    .bind::<Array<Text>, _>(names)
    .bind::<Timestamptz, _>(now)
    .prepared()
    .get_result(conn)
    .await?;
    Ok(woken.n > 0)
}

/// Partner, blocked or open; made when it is not known yet, so that one can block what never came.
pub async fn judge(tx: &mut Tx, name: &str, policy: Policy, note: &str, by: ActorId) -> Result<HostId> {
    let id = meet(tx, name).await?;
    let now = tx.now;
    diesel::update(hosts::table.find(id))
        .set((
            hosts::policy.eq(policy.code()),
            hosts::note.eq(note.chars().take(500).collect::<String>()),
            hosts::changed_at.eq(now),
        ))
        .execute(tx.conn())
        .await?;
    // What lies below a blocked name is judged with it: whoever sends looks at these again.
    diesel::sql_query("update hosts set changed_at = $2 where right(name, length($1) + 1) = '.' || $1")
        .bind::<Text, _>(name)
        .bind::<Timestamptz, _>(now)
        .execute(tx.conn())
        .await?;
    partners::judged(tx, id, policy.code()).await?;
    let data = json!({ "host": name, "policy": policy.code() });
    journal::record(tx, Verb::HostJudged, Entry { actor: Some(by.0), data, ..Entry::default() }).await?;
    tx.ring(Topic::Activities);
    Ok(id)
}

/// Holds back what goes to a host, or lets it go on.
pub async fn pause(tx: &mut Tx, id: HostId, paused: bool) -> Result<()> {
    let now = tx.now;
    let changed = diesel::update(hosts::table.find(id))
        .set((hosts::paused_at.eq(paused.then_some(now)), hosts::changed_at.eq(now)))
        .execute(tx.conn())
        .await?;
    tx.ring(Topic::Activities);
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Tries a failing host at once, and what is not there on it; one that was given up is taken up again.
pub async fn retry_now(tx: &mut Tx, id: HostId) -> Result<()> {
    let now = tx.now;
    diesel::delete(closed_inboxes::table.filter(closed_inboxes::host_id.eq(id))).execute(tx.conn()).await?;
    let changed = diesel::update(hosts::table.find(id))
        .set((hosts::retry_at.eq(now), hosts::gone_at.eq(None::<DateTime<Utc>>), hosts::changed_at.eq(now)))
        .execute(tx.conn())
        .await?;
    tx.ring(Topic::Activities);
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// What NodeInfo said; None when it could not be asked, which is remembered too. That a host has sent an Announce of an
/// activity itself counts for as long as it runs the same software.
pub async fn learn_software(
    conn: &mut Conn,
    id: HostId,
    software: Option<(&str, &str)>,
    now: DateTime<Utc>,
) -> Result<()> {
    match software {
        Some((name, version)) => {
            let aware = GROUP_AWARE.contains(&name);
            let known = hosts::table.find(id).select((hosts::software, hosts::group_aware));
            let known: Option<(Option<String>, bool)> = known.first(conn).await.optional()?;
            let shown = known.is_some_and(|(before, aware)| aware && before.is_none_or(|before| before == name));
            diesel::update(hosts::table.find(id))
                .set((
                    hosts::software.eq(name),
                    hosts::version.eq(version),
                    hosts::group_aware.eq(aware || shown),
                    hosts::software_checked_at.eq(now),
                    hosts::changed_at.eq(now),
                ))
                .execute(conn)
                .await?
        }
        None => {
            diesel::update(hosts::table.find(id))
                .set((hosts::software_checked_at.eq(now), hosts::changed_at.eq(now)))
                .execute(conn)
                .await?
        }
    };
    Ok(())
}

/// It sent us an Announce that holds an activity: it understands them.
pub async fn is_group_aware(tx: &mut Tx, name: &str) -> Result<()> {
    let now = tx.now;
    diesel::update(hosts::table.filter(hosts::name.eq(name)).filter(hosts::group_aware.eq(false)))
        .set((hosts::group_aware.eq(true), hosts::changed_at.eq(now)))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Whether there may be a host whose software asks again for what it is shown embedded: NodeBB, or one not known yet.
pub async fn ask_again(conn: &mut Conn) -> Result<bool> {
    let such = hosts::table.filter(hosts::software.eq("nodebb").or(hosts::software_checked_at.is_null()));
    Ok(diesel::select(diesel::dsl::exists(such)).get_result(conn).await?)
}

/// Of these hosts, those that read what groups hand on, or may do so as long as nobody asked them.
pub async fn list_reading(conn: &mut Conn, ids: &[HostId]) -> Result<HashSet<HostId>> {
    let reading = hosts::group_aware.or(hosts::software_checked_at.is_null());
    let read: Vec<HostId> =
        hosts::table.filter(hosts::id.eq_any(ids)).filter(reading).select(hosts::id).load(conn).await?;
    Ok(read.into_iter().collect())
}

pub async fn speaks_rfc9421(conn: &mut Conn, name: &str, speaks: bool) -> Result<()> {
    diesel::update(hosts::table.filter(hosts::name.eq(name))).set(hosts::rfc9421.eq(speaks)).execute(conn).await?;
    Ok(())
}

/// How a host answers, as the dispatcher found it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trouble {
    pub failures: i32,
    pub failing_since: Option<DateTime<Utc>>,
    pub failed_at: Option<DateTime<Utc>>,
    /// Distinct days with a failure.
    pub days: i32,
    pub retry_at: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
    pub gone_at: Option<DateTime<Utc>>,
}

/// Answers when the host is tried again: a host that was heard after it failed is tried at once.
pub async fn save_trouble(conn: &mut Conn, id: HostId, trouble: &Trouble) -> Result<Option<DateTime<Utc>>> {
    #[derive(QueryableByName)]
    #[diesel(table_name = hosts)]
    struct Next {
        retry_at: Option<DateTime<Utc>>,
    }
    let next: Option<Next> = diesel::sql_query(
        "update hosts set failures = $2, failing_since = $3, failed_at = $4, failing_days = $5, \
           retry_at = case when last_heard_at > $4 then least(last_heard_at, $6) else $6 end, last_error = $7, gone_at = $8 \
         where id = $1 returning retry_at",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Integer, _>(trouble.failures)
    .bind::<Nullable<Timestamptz>, _>(trouble.failing_since)
    .bind::<Nullable<Timestamptz>, _>(trouble.failed_at)
    .bind::<Integer, _>(trouble.days)
    .bind::<Nullable<Timestamptz>, _>(trouble.retry_at)
    .bind::<Nullable<Text>, _>(trouble.last_error.as_ref().map(|error| error.chars().take(500).collect::<String>()))
    .bind::<Nullable<Timestamptz>, _>(trouble.gone_at)
    .get_result(conn)
    .await
    .optional()?;
    Ok(next.and_then(|next| next.retry_at))
}

/// Those that changed since: for the dispatcher. Below a blocked name everything is blocked.
pub async fn list_changed(conn: &mut Conn, since: DateTime<Utc>) -> Result<Vec<Host>> {
    let changed = hosts::table.filter(hosts::changed_at.ge(since)).order(hosts::id).select(Host::as_select());
    let mut found: Vec<Host> = changed.load(conn).await?;
    let blocked: Vec<String> = match found.is_empty() {
        true => Vec::new(),
        false => hosts::table.filter(hosts::policy.eq("blocked")).select(hosts::name).load(conn).await?,
    };
    let blocked: HashSet<&str> = blocked.iter().map(String::as_str).collect();
    for host in &mut found {
        let mut above = host.name.as_str();
        while let Some((_, rest)) = above.split_once('.') {
            above = rest;
            if blocked.contains(above) {
                host.policy = Policy::Blocked.code().to_owned();
                break;
            }
        }
    }
    Ok(found)
}

/// Judged ones: name and policy.
pub async fn list_judged(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    Ok(hosts::table.filter(hosts::policy.ne("open")).select((hosts::name, hosts::policy)).load(conn).await?)
}

/// Which hosts to list for an administrator.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// A part of the name.
    pub words: String,
    /// `retrying`, `paused`, `partner`, `blocked`, `gone`; anything else stands for all.
    pub state: String,
    /// The last name of the page before.
    pub after: String,
}

/// A page by name, and the name after which the next one begins.
pub async fn search(conn: &mut Conn, search: &Search, at_most: i64) -> Result<(Vec<Host>, Option<String>)> {
    let words = search.words.trim().to_lowercase().replace(['\\', '%', '_'], " ");
    let mut query = hosts::table
        .filter(hosts::name.gt(&search.after))
        .order(hosts::name)
        .limit(at_most + 1)
        .select(Host::as_select())
        .into_boxed();
    if !words.is_empty() {
        query = query.filter(hosts::name.like(format!("%{words}%")));
    }
    query = match search.state.as_str() {
        "retrying" => query.filter(hosts::failures.gt(0)).filter(hosts::gone_at.is_null()),
        "paused" => query.filter(hosts::paused_at.is_not_null()),
        "gone" => query.filter(hosts::gone_at.is_not_null()),
        "partner" | "blocked" => query.filter(hosts::policy.eq(search.state.clone())),
        _ => query,
    };
    let mut found: Vec<Host> = query.load(conn).await?;
    let more = found.len() as i64 > at_most;
    found.truncate(usize::try_from(at_most).unwrap_or(0));
    let next = found.last().filter(|_| more).map(|host| host.name.clone());
    Ok((found, next))
}

/// Names with their notes, for handing a list on.
pub async fn list_by_policy(conn: &mut Conn, policy: Policy) -> Result<Vec<(String, String)>> {
    let listed = hosts::table.filter(hosts::policy.eq(policy.code())).order(hosts::name);
    Ok(listed.select((hosts::name, hosts::note)).load(conn).await?)
}

/// Hosts whose software was never asked for or a day ago; failing ones wait.
pub async fn list_unchecked(conn: &mut Conn, now: DateTime<Utc>, at_most: i64) -> Result<Vec<Host>> {
    Ok(hosts::table
        .filter(hosts::software_checked_at.is_null().or(hosts::software_checked_at.lt(now - TimeDelta::days(1))))
        .filter(hosts::gone_at.is_null())
        .filter(hosts::policy.ne("blocked"))
        .filter(hosts::failures.lt(3))
        .order(hosts::software_checked_at.asc().nulls_first())
        .limit(at_most)
        .select(Host::as_select())
        .load(conn)
        .await?)
}

/// Hosts with which somebody follows somebody, either way: name, software, policy, last heard.
#[derive(Debug, Clone, Queryable)]
pub struct Partner {
    pub name: String,
    pub software: Option<String>,
    pub policy: String,
    pub last_heard_at: Option<DateTime<Utc>>,
}

/// For everyone: partners first, then hubs of our own kind; at most 200, none that is blocked or gone.
pub async fn list_partners(conn: &mut Conn) -> Result<Vec<Partner>> {
    let followed = memberships::table
        .inner_join(
            actors::table.on(actors::id.eq(memberships::followed_id).or(actors::id.eq(memberships::follower_id))),
        )
        .filter(memberships::state.eq("accepted"))
        .filter(actors::host_id.is_not_null())
        .select(actors::host_id.assume_not_null());
    Ok(hosts::table
        .filter(hosts::policy.eq("partner").or(hosts::policy.eq("open").and(hosts::id.eq_any(followed))))
        .filter(hosts::gone_at.is_null())
        .order((hosts::policy.desc(), hosts::software.eq("waypost").desc(), hosts::name))
        .limit(200)
        .select((hosts::name, hosts::software, hosts::policy, hosts::last_heard_at))
        .load(conn)
        .await?)
}
