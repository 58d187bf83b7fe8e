//! Becoming a member: register, confirm the address, be approved or declined. The door makes the actor in the same
//! transaction, and renders letters before it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::links::{self, Link, Purpose};
use super::{DIGESTS, Me, MemberRow, Role, State, password, policy, queries};
use crate::actors::{RESERVED, is_handle};
use crate::journal::{self, Entry, Verb};
use crate::store::error::Faults;
use crate::store::ids::{ActorId, MemberId};
use crate::store::schema::{actors, members, memberships};
use crate::store::{Error, Result, Tx};

/// Who has said yes to a registration, or still must.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// An administrator decides; a reason is asked for.
    Asked,
    /// The hub takes everybody, or everybody of this domain.
    Open,
    Invited {
        by: MemberId,
    },
}

/// What a registration carries.
#[derive(Debug, Clone)]
pub struct Registration {
    pub name: String,
    pub handle: String,
    /// As [`policy::address`] wrote it.
    pub email: String,
    pub role: Role,
    pub reason: String,
    pub organisation: String,
    pub country: Option<String>,
    pub language: String,
    pub admission: Admission,
    /// The address is proved: an invitation went to it, or the person stands at the server.
    pub confirmed: bool,
}

impl Registration {
    /// Everything that is wrong, the password included, so that the form comes back once.
    pub fn check(&self, password: &str) -> Result<()> {
        let mut faults = Faults::default();
        faults.text(&self.name, "name", 120);
        if self.handle.is_empty() {
            faults.add("handle", "required");
        } else if !is_handle(&self.handle) {
            faults.add("handle", "handle");
        } else if RESERVED.contains(&self.handle.as_str()) {
            faults.add("handle", "reserved");
        }
        if self.email.is_empty() {
            faults.add("email", "required");
        } else {
            faults.check(policy::address(&self.email).is_some(), "email", "email");
        }
        password::check(&mut faults, "password", password, &[&self.email, &self.name, &self.handle]);
        faults.at_most(&self.organisation, "organisation", 120);
        if self.admission == Admission::Asked {
            faults.text(&self.reason, "reason", 1000);
        }
        faults.done()
    }
}

/// Makes the account of the actor `id`, made just before in this transaction. `password_hash` is from
/// [`password::hash`]. Conflict("known") when the address has an account: the door then undoes the actor and tells the
/// address's owner only (attack C18). A registration that was never confirmed gives way to the next.
pub async fn register(tx: &mut Tx, id: ActorId, draft: &Registration, password_hash: &str) -> Result<MemberRow> {
    let now = tx.now;
    let decided = match draft.admission {
        Admission::Asked => None,
        Admission::Open | Admission::Invited { .. } => Some(now),
    };
    let decided_by = match draft.admission {
        Admission::Invited { by } => Some(by),
        Admission::Asked | Admission::Open => None,
    };
    let member: Option<MemberRow> = diesel::insert_into(members::table)
        .values((
            members::id.eq(MemberId::fresh(now)),
            members::actor_id.eq(id),
            members::email.eq(&draft.email),
            members::email_confirmed_at.eq(draft.confirmed.then_some(now)),
            members::password.eq(password_hash),
            members::role.eq(draft.role.code()),
            members::state.eq(State::Pending.code()),
            members::reason.eq(draft.reason.trim()),
            members::organisation.eq(draft.organisation.trim()),
            members::country.eq(draft.country.as_deref()),
            members::language.eq(&draft.language),
            members::digest.eq(DIGESTS[2]),
            members::decided_at.eq(decided),
            members::decided_by.eq(decided_by),
            members::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .returning(MemberRow::as_returning())
        .get_result(tx.conn())
        .await
        .optional()?;
    let member = member.ok_or(Error::Conflict("known"))?;
    diesel::update(actors::table.find(id)).set(actors::suspended_at.eq(now)).execute(tx.conn()).await?;
    let entry = Entry { actor: Some(id.0), subject: Some(id.0), ..Entry::default() };
    journal::record(tx, Verb::MemberRegistered, entry).await?;
    if draft.confirmed {
        confirmed(tx, &member).await?;
    }
    Ok(member)
}

/// Removes a registration for `email` that nobody has confirmed, so that its address and handle are free again.
pub async fn make_room(tx: &mut Tx, email: &str) -> Result<()> {
    let stale: Option<ActorId> = diesel::delete(
        members::table
            .filter(queries::lower(members::email).eq(email.to_lowercase()))
            .filter(members::email_confirmed_at.is_null())
            .filter(members::state.eq(State::Pending.code())),
    )
    .returning(members::actor_id)
    .get_result(tx.conn())
    .await
    .optional()?;
    if let Some(actor) = stale {
        diesel::delete(actors::table.find(actor)).execute(tx.conn()).await?;
    }
    Ok(())
}

/// Removes registrations that nobody confirmed within a week. Answers how many.
pub async fn forget_unconfirmed(tx: &mut Tx) -> Result<usize> {
    let since = tx.now - chrono::TimeDelta::days(7);
    let stale: Vec<ActorId> = diesel::delete(
        members::table
            .filter(members::email_confirmed_at.is_null())
            .filter(members::state.eq(State::Pending.code()))
            .filter(members::created_at.lt(since)),
    )
    .returning(members::actor_id)
    .get_results(tx.conn())
    .await?;
    Ok(diesel::delete(actors::table.filter(actors::id.eq_any(stale))).execute(tx.conn()).await?)
}

/// What a used confirmation link did.
#[derive(Debug, Clone)]
pub struct Confirmed {
    pub member: MemberRow,
    /// The account is open: its owner can sign in.
    pub open: bool,
    /// The address that this one replaced.
    pub former: Option<String>,
}

/// Uses the link that was sent to an address: a registration's, or an account's new one. NotFound when it is not valid;
/// Conflict("known") when the address was taken meanwhile.
pub async fn confirm(tx: &mut Tx, token: &str) -> Result<Confirmed> {
    let link = links::take(tx, Purpose::Confirm, token).await?.ok_or(Error::NotFound)?;
    let Link { member_id: Some(id), bound_to, .. } = link else { return Err(Error::NotFound) };
    let member = queries::by_id(tx.conn(), id).await?.ok_or(Error::NotFound)?;
    let now = tx.now;
    let former = (!member.email.eq_ignore_ascii_case(&bound_to)).then(|| member.email.clone());
    let member: MemberRow = diesel::update(members::table.find(id))
        .set((members::email.eq(&bound_to), members::email_confirmed_at.eq(now)))
        .returning(MemberRow::as_returning())
        .get_result(tx.conn())
        .await
        .map_err(|error| match Error::from(error) {
            Error::Conflict(_) => Error::Conflict("known"),
            other => other,
        })?;
    links::void(tx, Purpose::Reset, id).await?;
    if former.is_some() {
        return Ok(Confirmed { open: member.state() == State::Active, member, former });
    }
    let open = confirmed(tx, &member).await?;
    Ok(Confirmed { member, open, former })
}

/// The address is proved, by a link or by a password that was set through one.
pub(super) async fn confirmed(tx: &mut Tx, member: &MemberRow) -> Result<bool> {
    let open = open_if_ready(tx, member).await?;
    let entry = Entry {
        actor: Some(member.actor_id.0),
        subject: Some(member.actor_id.0),
        data: json!({ "waits": !open && member.state() == State::Pending }),
        ..Entry::default()
    };
    journal::record(tx, Verb::MemberConfirmed, entry).await?;
    Ok(open)
}

/// An administrator says yes.
pub async fn approve(tx: &mut Tx, by: &Me, id: MemberId) -> Result<MemberRow> {
    decide(tx, by, id, State::Pending, Verb::MemberApproved).await
}

/// An administrator says no; the address may register again once an administrator has removed the account.
pub async fn decline(tx: &mut Tx, by: &Me, id: MemberId) -> Result<MemberRow> {
    decide(tx, by, id, State::Declined, Verb::MemberDeclined).await
}

async fn decide(tx: &mut Tx, by: &Me, id: MemberId, state: State, verb: Verb) -> Result<MemberRow> {
    policy::may_administer(by)?;
    let now = tx.now;
    let member: Option<MemberRow> = diesel::update(
        members::table.find(id).filter(members::state.eq(State::Pending.code())).filter(members::decided_at.is_null()),
    )
    .set((members::state.eq(state.code()), members::decided_at.eq(now), members::decided_by.eq(by.member)))
    .returning(MemberRow::as_returning())
    .get_result(tx.conn())
    .await
    .optional()?;
    let member = member.ok_or(Error::Conflict("decided"))?;
    open_if_ready(tx, &member).await?;
    let entry = Entry { actor: Some(by.actor.0), subject: Some(member.actor_id.0), ..Entry::default() };
    journal::record(tx, verb, entry).await?;
    Ok(member)
}

/// Opens an account whose address is proved and to which somebody said yes.
async fn open_if_ready(tx: &mut Tx, member: &MemberRow) -> Result<bool> {
    let opened = diesel::update(
        members::table
            .find(member.id)
            .filter(members::state.eq(State::Pending.code()))
            .filter(members::email_confirmed_at.is_not_null())
            .filter(members::decided_at.is_not_null()),
    )
    .set(members::state.eq(State::Active.code()))
    .execute(tx.conn())
    .await?;
    if opened == 1 {
        diesel::update(actors::table.find(member.actor_id))
            .set(actors::suspended_at.eq(None::<chrono::DateTime<chrono::Utc>>))
            .execute(tx.conn())
            .await?;
    }
    Ok(opened == 1)
}

/// True for an account that has joined nothing yet: its first sign-in leads through the welcome pages.
pub async fn is_new(conn: &mut crate::store::Conn, me: &Me) -> Result<bool> {
    let joined: Option<Uuid> = memberships::table
        .filter(memberships::follower_id.eq(me.actor))
        .select(memberships::id)
        .limit(1)
        .get_result::<crate::store::ids::MembershipId>(conn)
        .await
        .optional()?
        .map(|id| id.0);
    Ok(joined.is_none() && me.previous_visit_at.is_none())
}
