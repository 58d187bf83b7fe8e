//! Who may not take part in a group: a ban, its end, and what of it is undone. What a banned actor sends is refused by
//! groups::policy, which reads the rows written here.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Ban, BanDraft, REASON_MOST, policy};
use crate::actors::Actor;
use crate::groups::{self, Group};
use crate::journal::{self, Entry, Verb};
use crate::posts::{self, HideAll};
use crate::queue::{self, Job};
use crate::store::error::Faults;
use crate::store::ids::{ActorId, BanId};
use crate::store::schema::{actors, bans, hosts, memberships};
use crate::store::{Conn, Error, Result, Tx};

/// Bans somebody, or says anew for how long and why. `by` is a moderator, or the group itself where it lives elsewhere.
pub async fn ban(tx: &mut Tx, group: &Group, by: ActorId, draft: &BanDraft) -> Result<()> {
    let mut faults = Faults::default();
    faults.at_most(&draft.reason, "reason", REASON_MOST);
    faults.check(draft.until.is_none_or(|until| until > tx.now), "until", "past");
    faults.done()?;
    let standing = groups::queries::standing(tx.conn(), group.id(), by).await?;
    let theirs = groups::queries::standing(tx.conn(), group.id(), draft.whom).await?;
    // A group elsewhere knows best who its moderators are.
    if group.is_local() {
        policy::may_ban(group, &standing, &theirs)?;
    } else {
        groups::policy::may_moderate(group, &standing)?;
    }
    let now = tx.now;
    let removed = draft.remove_content.then_some(now);
    let fresh = (
        bans::reason.eq(draft.reason.trim()),
        bans::until_at.eq(draft.until),
        bans::content_removed_at.eq(removed),
        bans::banned_by.eq(by),
        bans::created_at.eq(now),
    );
    match of(tx.conn(), group.id(), draft.whom).await? {
        Some(known) => {
            diesel::update(bans::table.find(known.id)).set(fresh).execute(tx.conn()).await?;
        }
        None => {
            let whom = (bans::group_id.eq(group.id()), bans::actor_id.eq(draft.whom));
            diesel::insert_into(bans::table)
                .values((bans::id.eq(BanId::fresh(now)), whom, fresh))
                .execute(tx.conn())
                .await?;
        }
    }
    if group.is_local() {
        diesel::delete(
            memberships::table
                .filter(memberships::followed_id.eq(group.id()))
                .filter(memberships::follower_id.eq(draft.whom)),
        )
        .execute(tx.conn())
        .await?;
    }
    let data = json!({ "reason": draft.reason.trim(), "until": draft.until, "removed": draft.remove_content });
    record(tx, Verb::Banned, group, by, draft.whom, data).await?;
    if draft.remove_content {
        let which = HideAll {
            group: group.id(),
            author: draft.whom,
            by,
            reason: draft.reason.trim().to_owned(),
            there: !group.is_local() && !standing.local,
            by_then: now,
        };
        hide(tx, HideContent { which, round: 0 }).await?;
    }
    Ok(())
}

/// What is left to hide of somebody who was banned.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HideContent {
    which: HideAll,
    /// Counts the jobs that somebody with very many posts takes.
    round: u32,
}

impl Job for HideContent {
    const KIND: &'static str = "moderation.hide";

    fn key(&self) -> Option<String> {
        let HideAll { group, author, by_then, .. } = &self.which;
        Some(format!("{}:{group}:{author}:{}:{}", Self::KIND, by_then.timestamp_millis(), self.round))
    }
}

/// The next hundred, and a job for what is left: a transaction stays short whatever somebody has posted.
pub async fn hide(tx: &mut Tx, job: HideContent) -> Result<()> {
    const AT_ONCE: i64 = 100;
    if posts::commands::remove_all(tx, &job.which, AT_ONCE).await? {
        let now = tx.now;
        queue::enqueue(tx, &HideContent { round: job.round + 1, ..job }, now).await?;
    }
    Ok(())
}

/// Ends a ban; none to end is no error. What was removed with it stays removed: each post has its own way back.
pub async fn lift(tx: &mut Tx, group: &Group, by: ActorId, whom: ActorId) -> Result<()> {
    let standing = groups::queries::standing(tx.conn(), group.id(), by).await?;
    groups::policy::may_moderate(group, &standing)?;
    let ended = end(tx, group.id(), whom, Some(by)).await?;
    if ended { record(tx, Verb::Unbanned, group, by, whom, json!({})).await } else { Ok(()) }
}

/// Ends what has run its time, at most a hundred; true when there may be more.
pub async fn end_due(tx: &mut Tx) -> Result<bool> {
    const AT_ONCE: i64 = 100;
    let due: Vec<(ActorId, ActorId)> = bans::table
        .filter(bans::lifted_at.is_null())
        .filter(bans::until_at.le(tx.now))
        .select((bans::group_id, bans::actor_id))
        .limit(AT_ONCE)
        .load(tx.conn())
        .await?;
    for (group, whom) in &due {
        end(tx, *group, *whom, None).await?;
    }
    Ok(due.len() as i64 == AT_ONCE)
}

async fn end(tx: &mut Tx, group: ActorId, whom: ActorId, by: Option<ActorId>) -> Result<bool> {
    let Some(known) = of(tx.conn(), group, whom).await? else { return Ok(false) };
    let now = tx.now;
    diesel::update(bans::table.find(known.id))
        .set((bans::lifted_at.eq(now), bans::lifted_by.eq(by)))
        .execute(tx.conn())
        .await?;
    // A Follow that was refused meanwhile is no refusal for ever.
    diesel::delete(
        memberships::table
            .filter(memberships::followed_id.eq(group))
            .filter(memberships::follower_id.eq(whom))
            .filter(memberships::state.eq("rejected")),
    )
    .execute(tx.conn())
    .await?;
    Ok(true)
}

async fn record(
    tx: &mut Tx,
    verb: Verb,
    group: &Group,
    by: ActorId,
    whom: ActorId,
    data: serde_json::Value,
) -> Result<()> {
    let entry = Entry { actor: Some(by.0), group: Some(group.id().0), subject: Some(whom.0), post: None, data };
    journal::record(tx, verb, entry).await
}

/// The ban of `actor` from `group` that is in force.
pub async fn of(conn: &mut Conn, group: ActorId, actor: ActorId) -> Result<Option<Ban>> {
    Ok(bans::table
        .filter(bans::group_id.eq(group))
        .filter(bans::actor_id.eq(actor))
        .filter(bans::lifted_at.is_null())
        .select(Ban::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// Everyone who is banned from the group, newest first, at most 200; `host` names where they live, if not here.
pub async fn list(conn: &mut Conn, group: &Group) -> Result<Vec<(Ban, Actor, Option<String>)>> {
    Ok(bans::table
        .inner_join(actors::table.on(actors::id.eq(bans::actor_id)))
        .left_join(hosts::table.on(actors::host_id.eq(hosts::id.nullable())))
        .filter(bans::group_id.eq(group.id()))
        .filter(bans::lifted_at.is_null())
        .order(bans::created_at.desc())
        .limit(200)
        .select((Ban::as_select(), Actor::as_select(), hosts::name.nullable()))
        .load(conn)
        .await?)
}

/// The actor that a ban is to be for; the group's own page, search and reports name it by its id.
pub async fn whom(conn: &mut Conn, id: ActorId) -> Result<Actor> {
    let found = crate::actors::queries::by_id(conn, id).await?;
    found.filter(|actor| !matches!(actor.kind.as_str(), "group" | "hub")).ok_or(Error::NotFound)
}

/// When a ban that lasts `days` ends.
pub fn after_days(now: DateTime<Utc>, days: Option<u32>) -> Option<DateTime<Utc>> {
    days.map(|days| now + chrono::TimeDelta::days(i64::from(days.clamp(1, 3650))))
}
