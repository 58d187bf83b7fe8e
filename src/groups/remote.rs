//! Groups elsewhere: what their host says about them, and the moderators that it names.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::commands::{put_membership, record_membership};
use super::{Group, Membership, Purpose, State, Visibility, policy, queries};
use crate::actors::Actor;
use crate::journal::{self, Entry, Verb};
use crate::store::ids::{ActivityId, ActorId, MembershipId};
use crate::store::schema::{actors, groups, memberships};
use crate::store::{Error, Result, Tx};

/// What a remote group's document says beyond its actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What our own kind of hub says; other software has discussions.
    pub purpose: Purpose,
    /// Public, or for those whom it has accepted.
    pub visibility: Visibility,
    pub moderators_only: bool,
    pub language: String,
}

/// Gives the stored remote actor `id` its group, or brings it up to date. A public group is never narrowed to what
/// nobody here could see any more by an unproven claim: only its own document gets here.
pub async fn remember(tx: &mut Tx, id: ActorId, about: &About) -> Result<()> {
    let now = tx.now;
    let face = (
        groups::purpose.eq(about.purpose.code()),
        groups::visibility.eq(about.visibility.code()),
        groups::posting.eq(if about.moderators_only { "moderators" } else { "anyone" }),
        groups::language.eq(&about.language),
    );
    diesel::insert_into(groups::table)
        .values((groups::id.eq(id), groups::joining.eq("open"), groups::created_at.eq(now), face))
        .on_conflict(groups::id)
        .do_update()
        .set(face)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Makes exactly `listed` the moderators of a group elsewhere, as its collection says. Moderators who do not follow it
/// stand as rows all the same: moderating is the same row.
pub async fn set_moderators(tx: &mut Tx, group: ActorId, listed: &[ActorId]) -> Result<()> {
    diesel::update(
        memberships::table
            .filter(memberships::followed_id.eq(group))
            .filter(memberships::role.eq("moderator"))
            .filter(memberships::follower_id.ne_all(listed)),
    )
    .set(memberships::role.eq("member"))
    .execute(tx.conn())
    .await?;
    for actor in listed {
        set_moderator(tx, group, *actor, true).await?;
    }
    Ok(())
}

/// A group elsewhere named a moderator, or took one back: its decision, written down here as such.
pub async fn name_moderator(tx: &mut Tx, group: ActorId, whom: ActorId, moderator: bool) -> Result<()> {
    set_moderator(tx, group, whom, moderator).await?;
    let verb = if moderator { Verb::ModeratorAdded } else { Verb::ModeratorRemoved };
    let entry = Entry { actor: Some(group.0), group: Some(group.0), subject: Some(whom.0), ..Entry::default() };
    journal::record(tx, verb, entry).await
}

async fn set_moderator(tx: &mut Tx, group: ActorId, whom: ActorId, moderator: bool) -> Result<()> {
    let now = tx.now;
    if !moderator {
        diesel::update(
            memberships::table.filter(memberships::followed_id.eq(group)).filter(memberships::follower_id.eq(whom)),
        )
        .set(memberships::role.eq("member"))
        .execute(tx.conn())
        .await?;
        return Ok(());
    }
    let url = tx.site.activity(ActivityId::fresh(now));
    diesel::insert_into(memberships::table)
        .values((
            memberships::id.eq(MembershipId::fresh(now)),
            memberships::followed_id.eq(group),
            memberships::follower_id.eq(whom),
            memberships::state.eq("accepted"),
            memberships::role.eq("moderator"),
            memberships::follow_url.eq(url),
            memberships::from_elsewhere.eq(queries::is_elsewhere(whom)),
            memberships::created_at.eq(now),
            memberships::accepted_at.eq(now),
            memberships::appointed_at.eq(now),
        ))
        .on_conflict((memberships::followed_id, memberships::follower_id))
        .do_update()
        .set((memberships::role.eq("moderator"), memberships::appointed_at.eq(now)))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A moderator elsewhere appoints or dismisses a moderator of a group of ours.
pub async fn appoint(tx: &mut Tx, group: &Group, by: ActorId, whom: ActorId, moderator: bool) -> Result<()> {
    let standing = queries::standing(tx.conn(), group.id(), by).await?;
    if !group.is_local() || !standing.may_moderate() {
        return Err(Error::Forbidden("moderators-only"));
    }
    let ranked: Vec<ActorId> =
        queries::list_moderators(tx.conn(), group.id()).await?.into_iter().map(|actor| actor.id).collect();
    if moderator && ranked.contains(&whom) {
        return Ok(());
    }
    if !moderator {
        policy::may_dismiss(&standing, whom, &ranked)?;
        if ranked.len() < 2 {
            return Err(Error::Conflict("last-moderator"));
        }
    }
    set_moderator(tx, group.id(), whom, moderator).await?;
    let entry = Entry { actor: Some(by.0), group: Some(group.id().0), subject: Some(whom.0), ..Entry::default() };
    journal::record(tx, if moderator { Verb::ModeratorAdded } else { Verb::ModeratorRemoved }, entry).await
}

/// An actor elsewhere has a new address. Members who followed a person ask to follow them there; those of a group are
/// told and decide for themselves.
pub async fn follow_to(tx: &mut Tx, from: &Actor, to: &Actor) -> Result<()> {
    let followers: Vec<Membership> = memberships::table
        .inner_join(actors::table.on(actors::id.eq(memberships::follower_id)))
        .filter(memberships::followed_id.eq(from.id))
        .filter(memberships::state.ne(State::Rejected.code()))
        .filter(actors::host_id.is_null())
        .select(Membership::as_select())
        .load(tx.conn())
        .await?;
    let is_group = from.kind == "group";
    for old in followers {
        let follower = old.follower_id;
        if !is_group {
            if queries::membership(tx.conn(), to.id, follower).await?.is_none() {
                let asked = put_membership(tx, to.id, follower, State::Pending, None, "").await?;
                record_membership(tx, Verb::FollowAsked, &asked, Some(follower)).await?;
            }
            diesel::delete(memberships::table.find(old.id)).execute(tx.conn()).await?;
            record_membership(tx, Verb::Left, &old, Some(follower)).await?;
        }
        let entry = Entry {
            actor: Some(to.id.0),
            group: is_group.then_some(from.id.0),
            subject: Some(follower.0),
            data: serde_json::json!({ "from": from.url, "to": to.url }),
            post: None,
        };
        journal::record(tx, Verb::Moved, entry).await?;
    }
    Ok(())
}

/// An actor that is gone follows nobody and nobody follows it.
pub async fn forget(tx: &mut Tx, actor: ActorId) -> Result<()> {
    diesel::delete(
        memberships::table.filter(memberships::follower_id.eq(actor).or(memberships::followed_id.eq(actor))),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Everyone here who follows this group leaves it: its host deleted it.
pub async fn dissolve(tx: &mut Tx, group: ActorId) -> Result<()> {
    let now = tx.now;
    diesel::delete(memberships::table.filter(memberships::followed_id.eq(group))).execute(tx.conn()).await?;
    diesel::update(groups::table.find(group)).set(groups::archived_at.eq(now)).execute(tx.conn()).await?;
    diesel::update(actors::table.find(group)).set(actors::gone_at.eq(now)).execute(tx.conn()).await?;
    Ok(())
}
