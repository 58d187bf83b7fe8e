//! What may change about members as accounts: their language and theme on the fly, rank, suspension. Becoming a member is
//! next door in `registration`, what members say about themselves in `profile`.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::links::{self, Purpose};
use super::{Me, MemberRow, Role, State, policy, queries, sessions};
use crate::journal::{self, Entry, Verb};
use crate::store::ids::{ActorId, MemberId};
use crate::store::schema::{actors, members};
use crate::store::{Error, Result, Tx};

/// `language` is one of the interface's codes; the door has checked it.
pub async fn choose_language(tx: &mut Tx, me: &Me, language: &str) -> Result<()> {
    diesel::update(members::table.find(me.member)).set(members::language.eq(language)).execute(tx.conn()).await?;
    Ok(())
}

/// `theme` is `auto`, `light` or `dark`.
pub async fn choose_theme(tx: &mut Tx, me: &Me, theme: &str) -> Result<()> {
    diesel::update(members::table.find(me.member)).set(members::theme.eq(theme)).execute(tx.conn()).await?;
    Ok(())
}

/// An administrator shuts an account: its sessions and links end with it.
pub async fn suspend(tx: &mut Tx, by: &Me, id: MemberId) -> Result<()> {
    let member = queries::by_id(tx.conn(), id).await?.ok_or(Error::NotFound)?;
    policy::may_change(by, &member)?;
    shut(tx, &member, Some(by.actor)).await
}

/// The same without a member who does it: from the command line. Conflict("last-admin") keeps the last one.
pub async fn shut(tx: &mut Tx, member: &MemberRow, by: Option<ActorId>) -> Result<()> {
    if member.state() != State::Active {
        return Err(Error::Conflict("not-active"));
    }
    if member.role() == Role::Admin && queries::count_admins(tx.conn()).await? == 1 {
        return Err(Error::Conflict("last-admin"));
    }
    let now = tx.now;
    set_state(tx, member.id, State::Suspended).await?;
    diesel::update(actors::table.find(member.actor_id)).set(actors::suspended_at.eq(now)).execute(tx.conn()).await?;
    sessions::end_all(tx, member.id, None).await?;
    links::void(tx, Purpose::Reset, member.id).await?;
    links::void(tx, Purpose::Confirm, member.id).await?;
    record(tx, Verb::MemberSuspended, by, member, json!({})).await
}

/// A member leaves for good: their data goes, the handle stays taken. What they wrote is taken back, or stays without
/// their name (`words`), by the job that the door enqueues in this transaction.
pub async fn close(tx: &mut Tx, me: &Me, words: bool) -> Result<()> {
    let member = queries::by_id(tx.conn(), me.member).await?.ok_or(Error::NotFound)?;
    if member.role() == Role::Admin && queries::count_admins(tx.conn()).await? == 1 {
        return Err(Error::Conflict("last-admin"));
    }
    let now = tx.now;
    let nothing = None::<String>;
    diesel::update(members::table.find(member.id))
        .set((
            members::state.eq(State::Closed.code()),
            members::role.eq(Role::Member.code()),
            // The address is free again; the row has one of its own that no mail ever goes to.
            members::email.eq(format!("{}@closed.invalid", member.id)),
            members::password.eq(&nothing),
            members::reason.eq(""),
            members::organisation.eq(""),
            members::country.eq(&nothing),
            members::spoken.eq(Vec::<String>::new()),
            members::bio_source.eq(""),
            members::digest.eq("never"),
            members::decided_at.eq(now),
        ))
        .execute(tx.conn())
        .await?;
    diesel::update(actors::table.find(member.actor_id))
        .set((actors::name.eq(""), actors::summary_html.eq(""), actors::icon.eq(&nothing), actors::gone_at.eq(now)))
        .execute(tx.conn())
        .await?;
    sessions::end_all(tx, member.id, None).await?;
    links::void(tx, Purpose::Reset, member.id).await?;
    links::void(tx, Purpose::Confirm, member.id).await?;
    record(tx, Verb::MemberClosed, Some(member.actor_id), &member, json!({ "words": words })).await
}

/// An administrator opens a suspended account again.
pub async fn restore(tx: &mut Tx, by: &Me, id: MemberId) -> Result<()> {
    let member = queries::by_id(tx.conn(), id).await?.ok_or(Error::NotFound)?;
    policy::may_change(by, &member)?;
    reopen(tx, &member, Some(by.actor)).await
}

pub async fn reopen(tx: &mut Tx, member: &MemberRow, by: Option<ActorId>) -> Result<()> {
    if member.state() != State::Suspended {
        return Err(Error::Conflict("not-suspended"));
    }
    set_state(tx, member.id, State::Active).await?;
    diesel::update(actors::table.find(member.actor_id))
        .set(actors::suspended_at.eq(None::<chrono::DateTime<chrono::Utc>>))
        .execute(tx.conn())
        .await?;
    record(tx, Verb::MemberRestored, by, member, json!({})).await
}

/// An administrator gives a member another rank.
pub async fn promote(tx: &mut Tx, by: &Me, id: MemberId, role: Role) -> Result<()> {
    let member = queries::by_id(tx.conn(), id).await?.ok_or(Error::NotFound)?;
    policy::may_change(by, &member)?;
    if member.role() == role {
        return Ok(());
    }
    diesel::update(members::table.find(id)).set(members::role.eq(role.code())).execute(tx.conn()).await?;
    let data = json!({ "from": member.role, "to": role.code() });
    record(tx, Verb::MemberPromoted, Some(by.actor), &member, data).await
}

async fn set_state(tx: &mut Tx, id: MemberId, state: State) -> Result<()> {
    diesel::update(members::table.find(id)).set(members::state.eq(state.code())).execute(tx.conn()).await?;
    Ok(())
}

async fn record(
    tx: &mut Tx,
    verb: Verb,
    by: Option<ActorId>,
    member: &MemberRow,
    data: serde_json::Value,
) -> Result<()> {
    let entry = Entry { actor: by.map(|by| by.0), subject: Some(member.actor_id.0), data, ..Entry::default() };
    journal::record(tx, verb, entry).await
}
