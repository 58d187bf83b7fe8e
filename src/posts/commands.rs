//! What may change about posts. The same commands serve members, programs, mail and servers.

use diesel::prelude::*;
use diesel::sql_types::{Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::{Change, Draft, HideAll, Kind, Post, Reaction, policy, queries, rows};
use crate::groups::{self, Group};
use crate::journal::{self, Entry, Verb};
use crate::store::error::Faults;
use crate::store::ids::{ActivityId, ActorId, PostId};
use crate::store::schema::{posts, reactions};
use crate::store::{Error, Result, Tx};

/// Starts a discussion.
pub async fn share(tx: &mut Tx, draft: &Draft) -> Result<()> {
    let group = groups::queries::by_id(tx.conn(), draft.group).await?.ok_or(Error::NotFound)?;
    let standing = groups::queries::standing(tx.conn(), draft.group, draft.author).await?;
    groups::policy::may_post(&group, &standing, draft.kind.code())?;
    rows::check(draft)?;
    rows::insert(tx, draft, None).await?;
    record(tx, Verb::Shared, draft.id, draft.group, draft.author, json!({})).await
}

/// Answers a post. The group is the parent's, whatever the draft says.
pub async fn reply(tx: &mut Tx, draft: &Draft) -> Result<()> {
    let parent = draft.parent.ok_or(Error::Conflict("no-parent"))?;
    let parent = queries::by_id(tx.conn(), parent).await?.ok_or(Error::NotFound)?;
    let root = queries::by_id(tx.conn(), parent.root_id).await?.ok_or(Error::NotFound)?;
    let group = groups::queries::by_id(tx.conn(), parent.group_id).await?.ok_or(Error::NotFound)?;
    let standing = groups::queries::standing(tx.conn(), parent.group_id, draft.author).await?;
    groups::policy::may_reply(&group, &standing)?;
    policy::may_answer(&root, &parent, &standing)?;
    put_below(tx, draft, &parent).await
}

/// A reply that its group, elsewhere, has taken in: whether it may stand there was for that group to judge.
pub async fn take_over(tx: &mut Tx, draft: &Draft) -> Result<()> {
    let parent = draft.parent.ok_or(Error::Conflict("no-parent"))?;
    let parent = queries::by_id(tx.conn(), parent).await?.ok_or(Error::NotFound)?;
    let group = groups::queries::by_id(tx.conn(), parent.group_id).await?.ok_or(Error::NotFound)?;
    if group.is_local() {
        return Err(Error::Forbidden("not-there"));
    }
    put_below(tx, draft, &parent).await
}

async fn put_below(tx: &mut Tx, draft: &Draft, parent: &Post) -> Result<()> {
    let draft = Draft { group: parent.group_id, kind: Kind::Reply, ..draft.clone() };
    rows::check(&draft)?;
    rows::insert(tx, &draft, Some(parent)).await?;
    let data = json!({ "parent": parent.id.to_string(), "root": parent.root_id.to_string() });
    record(tx, Verb::Replied, draft.id, draft.group, draft.author, data).await
}

/// Replaces a post's text; what stood before stays visible as a revision. An edit that is not newer than what is
/// stored changes nothing (a late or repeated Update).
pub async fn edit(tx: &mut Tx, post: &Post, by: ActorId, change: &Change) -> Result<()> {
    let standing = groups::queries::standing(tx.conn(), post.group_id, by).await?;
    policy::may_edit(post, &standing)?;
    if let Some(source) = &change.body_source {
        rows::check_text(post.kind(), &change.title, source)?;
    }
    if change.edited_at <= post.edited_at.unwrap_or(post.published_at) {
        return Ok(());
    }
    rows::update(tx, post, by, change, None).await?;
    record(tx, Verb::Edited, post.id, post.group_id, by, json!({})).await
}

/// The counts of a poll elsewhere are new; its words are what they were, so nothing counts as edited.
pub async fn recount(tx: &mut Tx, post: &Post, by: ActorId, body_html: &str, sanitiser: i16) -> Result<()> {
    let standing = groups::queries::standing(tx.conn(), post.group_id, by).await?;
    policy::may_edit(post, &standing)?;
    if post.body_html == body_html {
        return Ok(());
    }
    diesel::update(posts::table.find(post.id))
        .set((posts::body_html.eq(body_html), posts::sanitiser.eq(sanitiser)))
        .execute(tx.conn())
        .await?;
    record(tx, Verb::Edited, post.id, post.group_id, by, json!({ "recounted": true })).await
}

/// Its author takes a post back: the text goes, a stub keeps the thread's shape. Answers the hashes of files to remove
/// after the commit.
pub async fn withdraw(tx: &mut Tx, post: &Post, by: ActorId) -> Result<Vec<String>> {
    if post.withdrawn_at.is_some() {
        return Ok(Vec::new());
    }
    let standing = groups::queries::standing(tx.conn(), post.group_id, by).await?;
    policy::may_withdraw(post, &standing)?;
    let unused = rows::scrub(tx, post).await?;
    record(tx, Verb::Withdrawn, post.id, post.group_id, by, json!({ "kind": post.kind })).await?;
    Ok(unused)
}

/// A moderator takes a post out of view, with a reason. Of a group elsewhere, its own decision is kept apart from ours.
pub async fn remove(tx: &mut Tx, post: &Post, group: &Group, by: ActorId, reason: &str) -> Result<()> {
    let standing = groups::queries::standing(tx.conn(), post.group_id, by).await?;
    let here = standing.local;
    if here && standing.admin {
        // An administrator decides what this hub shows.
    } else {
        policy::may_moderate(group, &standing)?;
    }
    let mut faults = Faults::default();
    faults.at_most(reason, "reason", 500);
    faults.done()?;
    let now = tx.now;
    if here || group.is_local() {
        diesel::update(posts::table.find(post.id))
            .set((posts::removed_at.eq(now), posts::removed_by.eq(by), posts::removed_reason.eq(reason.trim())))
            .execute(tx.conn())
            .await?;
    } else {
        diesel::update(posts::table.find(post.id))
            .set((posts::removed_there_at.eq(now), posts::removed_reason.eq(reason.trim())))
            .execute(tx.conn())
            .await?;
    }
    record(tx, Verb::Removed, post.id, post.group_id, by, json!({ "reason": reason.trim() })).await
}

/// A moderator takes what somebody posted in a group out of view, the newest first and `at_most` so many; answers whether
/// there may be more. Whoever asks has seen that they may.
pub async fn remove_all(tx: &mut Tx, which: &HideAll, at_most: i64) -> Result<bool> {
    let hidden = rows::hide(tx, which, at_most).await?;
    // Each is written down, for the counters and the index; the ban itself tells the servers.
    let data = json!({ "reason": which.reason, "quiet": true, "with_ban": true });
    let entry = |post: &PostId| Entry {
        actor: Some(which.by.0),
        post: Some(post.0),
        group: Some(which.group.0),
        subject: None,
        data: data.clone(),
    };
    let entries = hidden.iter().map(|post| (Verb::Removed, entry(post))).collect();
    let recorded = journal::record_all(tx, entries).await?;
    tx.recorded.extend(recorded);
    Ok(hidden.len() as i64 == at_most)
}

/// Its author's own server took a post down (an administrator there), or put it back. That is the origin's to say,
/// whoever keeps order in the group; the caller has seen it gone, or there, at the origin.
pub async fn follow_origin(tx: &mut Tx, post: &Post, by: ActorId, reason: &str, gone: bool) -> Result<()> {
    if post.local || post.removed_there_at.is_some() == gone {
        return Ok(());
    }
    let at = gone.then_some(tx.now);
    diesel::update(posts::table.find(post.id)).set(posts::removed_there_at.eq(at)).execute(tx.conn()).await?;
    if gone && post.removed_at.is_none() {
        let reason: String = reason.trim().chars().take(500).collect();
        diesel::update(posts::table.find(post.id)).set(posts::removed_reason.eq(reason)).execute(tx.conn()).await?;
    }
    let verb = if gone { Verb::Removed } else { Verb::Restored };
    record(tx, verb, post.id, post.group_id, by, json!({ "reason": reason.trim(), "origin": true })).await
}

/// Undoes a removal: ours, or (`there`) the remote group's own, never one for the other.
pub async fn restore(tx: &mut Tx, post: &Post, group: &Group, by: ActorId, there: bool) -> Result<()> {
    let standing = groups::queries::standing(tx.conn(), post.group_id, by).await?;
    if there || !standing.admin {
        policy::may_moderate(group, &standing)?;
    }
    let none = None::<chrono::DateTime<chrono::Utc>>;
    let target = posts::table.find(post.id);
    if there {
        diesel::update(target).set(posts::removed_there_at.eq(none)).execute(tx.conn()).await?;
    } else {
        diesel::update(target)
            .set((posts::removed_at.eq(none), posts::removed_by.eq(None::<ActorId>)))
            .execute(tx.conn())
            .await?;
    }
    record(tx, Verb::Restored, post.id, post.group_id, by, json!({})).await
}

/// Adds a reaction; a repeated one is no error and records nothing. `url` is the activity's, ours when None.
pub async fn react(tx: &mut Tx, post: &Post, by: ActorId, kind: Reaction, url: Option<&str>) -> Result<bool> {
    let group = groups::queries::by_id(tx.conn(), post.group_id).await?.ok_or(Error::NotFound)?;
    let standing = groups::queries::standing(tx.conn(), post.group_id, by).await?;
    policy::may_react(&group, post, &standing)?;
    let own = tx.site.activity(ActivityId::fresh(tx.now));
    let written = diesel::insert_into(reactions::table)
        .values((
            reactions::post_id.eq(post.id),
            reactions::actor_id.eq(by),
            reactions::kind.eq(kind.code()),
            reactions::url.eq(url.unwrap_or(&own)),
            reactions::created_at.eq(tx.now),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    if written == 1 {
        let data = json!({ "kind": kind.code(), "activity": url.unwrap_or(&own) });
        record(tx, Verb::Liked, post.id, post.group_id, by, data).await?;
    }
    Ok(written == 1)
}

/// Takes a reaction back; none to take back is no error.
pub async fn unreact(tx: &mut Tx, post: &Post, by: ActorId, kind: Reaction) -> Result<bool> {
    let gone: Option<String> = diesel::delete(reactions::table.find((post.id, by, kind.code())))
        .returning(reactions::url)
        .get_result(tx.conn())
        .await
        .optional()?;
    if let Some(url) = &gone {
        let data = json!({ "kind": kind.code(), "activity": url });
        record(tx, Verb::Unliked, post.id, post.group_id, by, data).await?;
    }
    Ok(gone.is_some())
}

/// Pins a root to the top of its group, or lets it go.
pub async fn pin(tx: &mut Tx, post: &Post, group: &Group, by: ActorId, pinned: bool) -> Result<()> {
    let standing = groups::queries::standing(tx.conn(), post.group_id, by).await?;
    policy::may_moderate(group, &standing)?;
    if !post.is_root() || post.pinned_at.is_some() == pinned {
        return Ok(());
    }
    let at = pinned.then_some(tx.now);
    diesel::update(posts::table.find(post.id))
        .set((posts::pinned_at.eq(at), posts::pinned_by.eq(pinned.then_some(by))))
        .execute(tx.conn())
        .await?;
    let verb = if pinned { Verb::Pinned } else { Verb::Unpinned };
    record(tx, verb, post.id, post.group_id, by, json!({})).await
}

/// Closes a thread to further answers, or opens it again.
pub async fn lock(tx: &mut Tx, post: &Post, group: &Group, by: ActorId, locked: bool) -> Result<()> {
    let standing = groups::queries::standing(tx.conn(), post.group_id, by).await?;
    policy::may_moderate(group, &standing)?;
    if !post.is_root() || post.locked_at.is_some() == locked {
        return Ok(());
    }
    let at = locked.then_some(tx.now);
    diesel::update(posts::table.find(post.id))
        .set((posts::locked_at.eq(at), posts::locked_by.eq(locked.then_some(by))))
        .execute(tx.conn())
        .await?;
    let verb = if locked { Verb::Locked } else { Verb::Unlocked };
    record(tx, verb, post.id, post.group_id, by, json!({})).await
}

/// The group elsewhere has sent the post to its followers: it was accepted, and with it all that it stands below.
pub async fn announced(tx: &mut Tx, post: PostId) -> Result<()> {
    let now = tx.now;
    diesel::sql_query(
        "with recursive taken (id, parent_id) as (\
           select id, parent_id from posts where id = $1 and announced_at is null \
           union all select p.id, p.parent_id from posts p join taken t on p.id = t.parent_id where p.announced_at is null) \
         update posts set announced_at = $2 where id in (select id from taken)",
    )
    .bind::<SqlUuid, _>(post.0)
    .bind::<Timestamptz, _>(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn record(
    tx: &mut Tx,
    verb: Verb,
    post: PostId,
    group: ActorId,
    by: ActorId,
    data: serde_json::Value,
) -> Result<()> {
    let entry = Entry { actor: Some(by.0), post: Some(post.0), group: Some(group.0), subject: None, data };
    journal::record(tx, verb, entry).await
}
