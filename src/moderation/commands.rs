//! What may change about reports: a member or a server reports, moderators decide.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::{REASON_MOST, REPORTS_A_DAY, State, policy, queries};
use crate::accounts::Me;
use crate::groups::{self, Visible};
use crate::journal::{self, Entry, Verb};
use crate::posts::Post;
use crate::store::error::Faults;
use crate::store::ids::{ActorId, HostId, MemberId, PostId, ReportId};
use crate::store::schema::reports;
use crate::store::{Error, Result, Tx};

/// Who reports.
#[derive(Debug, Clone, Copy)]
pub enum Source {
    Member(MemberId, ActorId),
    Host(HostId, ActorId),
}

/// A member reports a post that they see.
pub async fn report(tx: &mut Tx, me: &Me, post: &Visible<Post>, reason: &str) -> Result<()> {
    let mut faults = Faults::default();
    faults.text(reason, "reason", REASON_MOST);
    faults.done()?;
    if post.is_gone() {
        return Err(Error::Conflict("gone"));
    }
    if post.author_id == me.actor {
        return Err(Error::Forbidden("own"));
    }
    let source = Source::Member(me.member, me.actor);
    put(tx, source, (Some(post.group_id), Some(post.id), post.author_id), reason).await
}

/// A server reports a post that it may see and that concerns us.
pub async fn take_report(tx: &mut Tx, source: Source, post: &Visible<Post>, reason: &str) -> Result<()> {
    if post.is_gone() {
        return Err(Error::Conflict("gone"));
    }
    put(tx, source, (Some(post.group_id), Some(post.id), post.author_id), reason).await
}

/// A server reports a member of ours as such.
pub async fn take_report_of(tx: &mut Tx, source: Source, whom: ActorId, reason: &str) -> Result<()> {
    put(tx, source, (None, None, whom), reason).await
}

/// The same one reporting the same thing again while it is open changes nothing.
async fn put(
    tx: &mut Tx,
    source: Source,
    (group, post, actor): (Option<ActorId>, Option<PostId>, ActorId),
    reason: &str,
) -> Result<()> {
    let now = tx.now;
    let day = reports::table.filter(reports::created_at.gt(now - TimeDelta::days(1))).count().into_boxed();
    let today: i64 = match source {
        Source::Member(member, _) => day.filter(reports::reporter_id.eq(member)).get_result(tx.conn()).await?,
        Source::Host(host, _) => day.filter(reports::host_id.eq(host)).get_result(tx.conn()).await?,
    };
    if today >= REPORTS_A_DAY {
        return Err(Error::invalid("", "reports-often"));
    }
    let (member, host, by) = match source {
        Source::Member(member, by) => (Some(member), None, by),
        Source::Host(host, by) => (None, Some(host), by),
    };
    let id = ReportId::fresh(now);
    let reason: String = reason.trim().chars().take(REASON_MOST).collect();
    let written = diesel::insert_into(reports::table)
        .values((
            reports::id.eq(id),
            reports::group_id.eq(group),
            reports::post_id.eq(post),
            reports::actor_id.eq(actor),
            reports::reporter_id.eq(member),
            reports::host_id.eq(host),
            reports::reason.eq(reason),
            reports::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    if written == 0 {
        return Ok(());
    }
    let entry = Entry {
        actor: Some(by.0),
        post: post.map(|post| post.0),
        group: group.map(|group| group.0),
        subject: Some(id.0),
        data: json!({ "about": actor.to_string() }),
    };
    journal::record(tx, Verb::Reported, entry).await
}

/// A moderator has looked at a case and leaves what was reported where it is; or, for what is no post, says that it was
/// right. A post is upheld by removing it, after which its reports follow by themselves.
pub async fn decide(tx: &mut Tx, me: &Me, report: ReportId, upheld: bool) -> Result<()> {
    let report = queries::by_id(tx.conn(), report).await?.ok_or(Error::NotFound)?;
    let group = match report.group_id {
        Some(group) => Some(groups::queries::by_id(tx.conn(), group).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    // Where somebody stands in no group, only the rank on this hub counts.
    let place = group.as_ref().map_or(report.actor_id, groups::Group::id);
    let standing = groups::queries::standing(tx.conn(), place, me.actor).await?;
    policy::may_decide(group.as_ref(), &standing)?;
    if upheld && report.post_id.is_some() {
        return Err(Error::Conflict("remove-it"));
    }
    let state = if upheld { State::Upheld } else { State::Dismissed };
    let subject = match report.post_id {
        Some(post) => Subject::Post(post),
        None => Subject::Actor(report.actor_id),
    };
    match settle(tx, subject, state, Some(me.actor)).await? {
        0 => Err(Error::Conflict("decided")),
        _ => Ok(()),
    }
}

/// What a case is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject {
    Post(PostId),
    Actor(ActorId),
}

/// Closes every open report of a case; answers how many there were.
pub(super) async fn settle(tx: &mut Tx, subject: Subject, state: State, by: Option<ActorId>) -> Result<usize> {
    let now = tx.now;
    let decided = (reports::state.eq(state.code()), reports::decided_by.eq(by), reports::decided_at.eq(now));
    let open = reports::state.eq(State::Open.code());
    type Settled = (ReportId, Option<ActorId>, Option<PostId>, ActorId);
    let columns = (reports::id, reports::group_id, reports::post_id, reports::actor_id);
    let settled: Vec<Settled> = match subject {
        Subject::Post(post) => {
            diesel::update(reports::table.filter(reports::post_id.eq(post)).filter(open))
                .set(decided)
                .returning(columns)
                .get_results(tx.conn())
                .await?
        }
        Subject::Actor(actor) => {
            diesel::update(
                reports::table.filter(reports::actor_id.eq(actor)).filter(reports::post_id.is_null()).filter(open),
            )
            .set(decided)
            .returning(columns)
            .get_results(tx.conn())
            .await?
        }
    };
    let &[(first, group, post, about), ..] = settled.as_slice() else { return Ok(0) };
    let ids: Vec<Uuid> = settled.iter().map(|(id, ..)| id.0).collect();
    let verb = if state == State::Upheld { Verb::ReportUpheld } else { Verb::ReportDismissed };
    let entry = Entry {
        actor: by.map(|by| by.0),
        post: post.map(|post| post.0),
        group: group.map(|group| group.0),
        subject: Some(first.0),
        data: json!({ "reports": ids, "about": about.to_string() }),
    };
    journal::record(tx, verb, entry).await?;
    Ok(settled.len())
}
