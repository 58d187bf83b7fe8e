//! What may change about groups and memberships.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::{Group, Joining, Membership, Posting, Purpose, State, Visibility, policy, queries};
use crate::accounts::Me;
use crate::actors::Actor;
use crate::journal::{self, Entry, Verb};
use crate::store::error::Faults;
use crate::store::ids::{ActivityId, ActorId, MembershipId};
use crate::store::schema::{actors, groups, memberships};
use crate::store::{Error, Result, Tx};

/// What a group's form carries.
#[derive(Debug, Clone)]
pub struct GroupDraft {
    pub name: String,
    pub description_source: String,
    pub description_html: String,
    pub purpose: Purpose,
    pub visibility: Visibility,
    pub posting: Posting,
    pub joining: Joining,
    pub language: String,
}

impl GroupDraft {
    pub fn check(&self) -> Result<()> {
        let mut faults = Faults::default();
        faults.text(&self.name, "name", 120);
        faults.at_most(&self.description_source, "description", 5000);
        faults.done()
    }
}

/// Gives the actor `id` (made just before, in this transaction) its group, with `by` as its first moderator; None for
/// the groups that the hub makes for itself.
pub async fn establish(tx: &mut Tx, id: ActorId, draft: &GroupDraft, by: Option<&Me>) -> Result<()> {
    draft.check()?;
    if let Some(me) = by {
        policy::may_create(me.role)?;
    }
    diesel::insert_into(groups::table)
        .values((
            groups::id.eq(id),
            groups::purpose.eq(draft.purpose.code()),
            groups::visibility.eq(draft.visibility.code()),
            groups::posting.eq(draft.posting.code()),
            groups::joining.eq(draft.joining.code()),
            groups::language.eq(&draft.language),
            groups::description_source.eq(draft.description_source.trim()),
            groups::created_by.eq(by.map(|me| me.member)),
            groups::created_at.eq(tx.now),
        ))
        .execute(tx.conn())
        .await?;
    write_face(tx, id, draft).await?;
    if let Some(me) = by {
        let membership = put_membership(tx, id, me.actor, State::Accepted, None, "").await?;
        diesel::update(memberships::table.find(membership.id))
            .set((memberships::role.eq("moderator"), memberships::appointed_at.eq(tx.now)))
            .execute(tx.conn())
            .await?;
    }
    let entry = Entry { actor: by.map(|me| me.actor.0), group: Some(id.0), ..Entry::default() };
    journal::record(tx, Verb::GroupCreated, entry).await
}

pub async fn edit(tx: &mut Tx, group: &Group, by: &Me, draft: &GroupDraft) -> Result<()> {
    draft.check()?;
    let standing = queries::standing(tx.conn(), group.id(), by.actor).await?;
    policy::may_edit(group, &standing)?;
    // People wrote for those who could see the group then.
    let widened = draft.visibility.breadth() > group.visibility().breadth();
    if widened && queries::has_posts(tx.conn(), group.id()).await? {
        return Err(Error::invalid("visibility", "cannot-widen"));
    }
    diesel::update(groups::table.find(group.id()))
        .set((
            groups::purpose.eq(draft.purpose.code()),
            groups::visibility.eq(draft.visibility.code()),
            groups::posting.eq(draft.posting.code()),
            groups::joining.eq(draft.joining.code()),
            groups::language.eq(&draft.language),
            groups::description_source.eq(draft.description_source.trim()),
        ))
        .execute(tx.conn())
        .await?;
    write_face(tx, group.id(), draft).await?;
    let entry = Entry { actor: Some(by.actor.0), group: Some(group.id().0), ..Entry::default() };
    journal::record(tx, Verb::GroupEdited, entry).await
}

async fn write_face(tx: &mut Tx, id: ActorId, draft: &GroupDraft) -> Result<()> {
    let now = tx.now;
    diesel::update(actors::table.find(id))
        .set((
            actors::name.eq(draft.name.trim()),
            actors::summary_html.eq(&draft.description_html),
            actors::approves_followers.eq(draft.visibility != Visibility::Public || draft.joining == Joining::Approval),
            actors::updated_at.eq(now),
        ))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A member joins a group: at once, or as a request; for a group elsewhere the request is its host's to answer.
pub async fn join(tx: &mut Tx, group: &Group, me: &Me, reason: &str) -> Result<State> {
    let mut faults = Faults::default();
    faults.at_most(reason, "reason", 1000);
    faults.done()?;
    if group.is_local() {
        follow_here(tx, group, me.actor, None, reason).await
    } else {
        ask_to_follow(tx, &group.actor, me.actor).await?;
        Ok(State::Pending)
    }
}

/// Somebody (a member, or an actor elsewhere by its Follow) follows a group of ours. Repeating is harmless: what is
/// accepted is said again.
pub async fn follow_here(
    tx: &mut Tx,
    group: &Group,
    follower: ActorId,
    follow_url: Option<&str>,
    reason: &str,
) -> Result<State> {
    let local = follow_url.is_none();
    let open = group.joining() == Joining::Open && (local || group.visibility() == Visibility::Public);
    if group.visibility() == Visibility::Hub && !local {
        return Err(Error::NotFound);
    }
    let banned = queries::is_banned(tx.conn(), group.id(), follower).await?;
    if banned && local {
        return Err(Error::Forbidden("banned"));
    }
    let known = queries::membership(tx.conn(), group.id(), follower).await?;
    let leaks =
        !local && group.visibility() == Visibility::Members && queries::shows_to_all(tx.conn(), follower).await?;
    let state = match known.as_ref().and_then(|known| State::parse(&known.state)) {
        _ if leaks => State::Rejected,
        _ if banned => State::Rejected,
        Some(State::Accepted) => State::Accepted,
        Some(State::Rejected) if !open => State::Rejected,
        _ if open => State::Accepted,
        _ => State::Pending,
    };
    let membership = put_membership(tx, group.id(), follower, state, follow_url, reason).await?;
    let verb = match state {
        State::Accepted => Verb::Joined,
        State::Pending => Verb::JoinRequested,
        State::Rejected => Verb::JoinDeclined,
    };
    record_membership(tx, verb, &membership, Some(follower)).await?;
    Ok(state)
}

/// Somebody elsewhere follows a person of ours: at once, what a member says publicly is public.
pub async fn follow_person(tx: &mut Tx, person: &Actor, follower: ActorId, follow_url: &str) -> Result<()> {
    if !person.is_local() || person.suspended_at.is_some() || person.gone_at.is_some() || person.kind != "person" {
        return Err(Error::NotFound);
    }
    let membership = put_membership(tx, person.id, follower, State::Accepted, Some(follow_url), "").await?;
    record_membership(tx, Verb::Joined, &membership, Some(follower)).await
}

/// A member of ours asks to follow an actor elsewhere (a group or a person).
pub async fn ask_to_follow(tx: &mut Tx, followed: &Actor, follower: ActorId) -> Result<()> {
    if followed.is_local() || followed.gone_at.is_some() {
        return Err(Error::NotFound);
    }
    let known = queries::membership(tx.conn(), followed.id, follower).await?;
    let state = match known.as_ref().and_then(|known| State::parse(&known.state)) {
        Some(State::Accepted) => return Ok(()),
        _ => State::Pending,
    };
    // A new id each time: receivers forget, and some refuse an id that they saw.
    let url = tx.site.activity(ActivityId::fresh(tx.now));
    let membership = put_membership(tx, followed.id, follower, state, Some(&url), "").await?;
    record_membership(tx, Verb::FollowAsked, &membership, Some(follower)).await
}

/// The other side answered a Follow of ours. `followed` must be whom we asked.
pub async fn follow_answered(tx: &mut Tx, membership: &Membership, accepted: bool) -> Result<()> {
    let state = if accepted { State::Accepted } else { State::Rejected };
    if membership.state == state.code() {
        return Ok(());
    }
    set_state(tx, membership.id, state).await?;
    let verb = if accepted { Verb::Joined } else { Verb::JoinDeclined };
    record_membership(tx, verb, membership, Some(membership.followed_id)).await
}

/// A moderator answers a request.
pub async fn decide(tx: &mut Tx, group: &Group, by: &Me, follower: ActorId, accept: bool) -> Result<()> {
    let standing = queries::standing(tx.conn(), group.id(), by.actor).await?;
    policy::may_edit(group, &standing)?;
    let membership = queries::membership(tx.conn(), group.id(), follower).await?.ok_or(Error::NotFound)?;
    // What runs there may not have been known when it asked.
    let restricted = group.visibility() == Visibility::Members;
    if accept && restricted && queries::shows_to_all(tx.conn(), follower).await? {
        return Err(Error::Conflict("shows-to-all"));
    }
    set_state(tx, membership.id, if accept { State::Accepted } else { State::Rejected }).await?;
    let verb = if accept { Verb::Joined } else { Verb::JoinDeclined };
    record_membership(tx, verb, &membership, Some(by.actor)).await
}

/// Ends a membership: leaving, or an Undo of the Follow. Nothing to end is no error.
pub async fn leave(tx: &mut Tx, followed: ActorId, follower: ActorId) -> Result<()> {
    let Some(membership) = queries::membership(tx.conn(), followed, follower).await? else { return Ok(()) };
    if membership.role == "moderator" && queries::list_moderators(tx.conn(), followed).await?.len() == 1 {
        return Err(Error::Conflict("last-moderator"));
    }
    diesel::delete(memberships::table.find(membership.id)).execute(tx.conn()).await?;
    record_membership(tx, Verb::Left, &membership, Some(follower)).await
}

/// Makes a member of the group a moderator, or a moderator a member again.
pub async fn appoint(tx: &mut Tx, group: &Group, by: &Me, whom: ActorId, moderator: bool) -> Result<()> {
    let standing = queries::standing(tx.conn(), group.id(), by.actor).await?;
    policy::may_edit(group, &standing)?;
    let membership = queries::membership(tx.conn(), group.id(), whom).await?.ok_or(Error::NotFound)?;
    if membership.state != State::Accepted.code() {
        return Err(Error::Conflict("not-a-member"));
    }
    let ranked: Vec<ActorId> =
        queries::list_moderators(tx.conn(), group.id()).await?.into_iter().map(|actor| actor.id).collect();
    if moderator && ranked.contains(&whom) {
        return Ok(());
    }
    if !moderator {
        policy::may_dismiss(&standing, whom, &ranked)?;
        if ranked.len() == 1 {
            return Err(Error::Conflict("last-moderator"));
        }
    }
    let role = if moderator { "moderator" } else { "member" };
    let since = moderator.then_some(tx.now);
    diesel::update(memberships::table.find(membership.id))
        .set((memberships::role.eq(role), memberships::appointed_at.eq(since)))
        .execute(tx.conn())
        .await?;
    let verb = if moderator { Verb::ModeratorAdded } else { Verb::ModeratorRemoved };
    record_membership(tx, verb, &membership, Some(by.actor)).await
}

pub(super) async fn put_membership(
    tx: &mut Tx,
    followed: ActorId,
    follower: ActorId,
    state: State,
    follow_url: Option<&str>,
    reason: &str,
) -> Result<Membership> {
    let now = tx.now;
    let own = tx.site.activity(ActivityId::fresh(now));
    let url = follow_url.unwrap_or(&own);
    let accepted = (state == State::Accepted).then_some(now);
    Ok(diesel::insert_into(memberships::table)
        .values((
            memberships::id.eq(MembershipId::fresh(now)),
            memberships::followed_id.eq(followed),
            memberships::follower_id.eq(follower),
            memberships::state.eq(state.code()),
            memberships::reason.eq(reason.trim()),
            memberships::follow_url.eq(url),
            memberships::from_elsewhere.eq(queries::is_elsewhere(follower)),
            memberships::created_at.eq(now),
            memberships::accepted_at.eq(accepted),
        ))
        .on_conflict((memberships::followed_id, memberships::follower_id))
        .do_update()
        .set((
            memberships::state.eq(state.code()),
            memberships::reason.eq(reason.trim()),
            memberships::follow_url.eq(url),
            memberships::accepted_at.eq(accepted),
        ))
        .returning(Membership::as_returning())
        .get_result(tx.conn())
        .await?)
}

async fn set_state(tx: &mut Tx, id: MembershipId, state: State) -> Result<()> {
    let accepted = (state == State::Accepted).then_some(tx.now);
    diesel::update(memberships::table.find(id))
        .set((memberships::state.eq(state.code()), memberships::accepted_at.eq(accepted)))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// `subject` is the follower, `group` what is followed (a person's id when a person is followed).
pub(super) async fn record_membership(
    tx: &mut Tx,
    verb: Verb,
    membership: &Membership,
    by: Option<ActorId>,
) -> Result<()> {
    let entry = Entry {
        actor: by.map(|by| by.0),
        group: Some(membership.followed_id.0),
        subject: Some(membership.follower_id.0),
        data: json!({ "follow": membership.follow_url }),
        post: None,
    };
    journal::record(tx, verb, entry).await
}
