//! What can be asked about members and sessions.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Me, MemberRow, Role, State, secrets};
use crate::actors::Actor;
use crate::store::ids::{ActorId, MemberId, SessionId};
use crate::store::schema::{actors, hosts, members, notices, sessions};
use crate::store::{Conn, Result};

pub use super::secrets::hash as hash_token;

/// The member behind a session's secret, if the session and the account are valid now.
pub async fn by_session(conn: &mut Conn, token: &str, now: DateTime<Utc>) -> Result<Option<Me>> {
    type Account = (String, String, String, String, String, String, Option<DateTime<Utc>>);
    type Row = (SessionId, String, DateTime<Utc>, MemberId, ActorId, Account, Option<i64>);
    let unread = notices::table
        .filter(notices::member_id.eq(members::id))
        .filter(notices::read_at.is_null())
        .count()
        .single_value();
    let found: Option<Row> = sessions::table
        .inner_join(members::table)
        .inner_join(actors::table.on(actors::id.eq(members::actor_id)))
        .filter(sessions::token_hash.eq(secrets::hash(token)))
        .filter(sessions::expires_at.gt(now))
        .filter(members::state.eq("active"))
        .select((
            sessions::id,
            sessions::csrf,
            sessions::seen_at,
            members::id,
            members::actor_id,
            (
                actors::handle,
                actors::name,
                members::role,
                members::language,
                members::time_zone,
                members::theme,
                members::previous_visit_at,
            ),
            unread,
        ))
        .first(conn)
        .await
        .optional()?;
    let Some((session, csrf, seen_at, member, actor, account, unread)) = found else { return Ok(None) };
    let (handle, name, role, language, time_zone, theme, previous_visit_at) = account;
    Ok(Some(Me {
        member,
        actor,
        session,
        handle,
        name,
        role: Role::parse(&role).unwrap_or(Role::Member),
        language,
        time_zone,
        theme,
        csrf,
        seen_at,
        previous_visit_at,
        unread: unread.unwrap_or(0),
    }))
}

pub async fn by_id(conn: &mut Conn, id: MemberId) -> Result<Option<MemberRow>> {
    Ok(members::table.find(id).select(MemberRow::as_select()).first(conn).await.optional()?)
}

pub async fn by_actor(conn: &mut Conn, actor: ActorId) -> Result<Option<MemberRow>> {
    Ok(members::table
        .filter(members::actor_id.eq(actor))
        .select(MemberRow::as_select())
        .first(conn)
        .await
        .optional()?)
}

pub async fn by_email(conn: &mut Conn, email: &str) -> Result<Option<MemberRow>> {
    Ok(members::table
        .filter(lower(members::email).eq(email.trim().to_lowercase()))
        .select(MemberRow::as_select())
        .first(conn)
        .await
        .optional()?)
}

pub async fn count_admins(conn: &mut Conn) -> Result<i64> {
    Ok(members::table
        .filter(members::role.eq(Role::Admin.code()))
        .filter(members::state.eq(State::Active.code()))
        .count()
        .get_result(conn)
        .await?)
}

/// A person as their page shows them.
#[derive(Debug, Clone)]
pub struct Person {
    pub actor: Actor,
    /// For members of this hub.
    pub member: Option<MemberRow>,
    /// Host name of a person elsewhere.
    pub host: Option<String>,
}

/// A person by `handle`, elsewhere by `handle@host`. Who has left, is suspended or not yet admitted is not there.
pub async fn person(conn: &mut Conn, handle: &str) -> Result<Option<Person>> {
    let query = actors::table
        .left_join(members::table.on(members::actor_id.eq(actors::id)))
        .left_join(hosts::table.on(actors::host_id.eq(hosts::id.nullable())))
        .filter(actors::kind.eq_any(["person", "service", "organization"]))
        .filter(actors::gone_at.is_null())
        .filter(actors::suspended_at.is_null())
        .select((Actor::as_select(), Option::<MemberRow>::as_select(), hosts::name.nullable()))
        .into_boxed();
    let query = match handle.split_once('@') {
        None => query
            .filter(lower(actors::handle).eq(handle.to_lowercase()))
            .filter(actors::host_id.is_null())
            .filter(members::state.eq(State::Active.code())),
        Some((name, host)) => {
            query.filter(lower(actors::handle).eq(name.to_lowercase())).filter(hosts::name.eq(host.to_lowercase()))
        }
    };
    let found: Option<(Actor, Option<MemberRow>, Option<String>)> = query.first(conn).await.optional()?;
    Ok(found.map(|(actor, member, host)| Person { actor, member, host }))
}

/// An account with its face, for those who administer.
#[derive(Debug, Clone)]
pub struct Account {
    pub member: MemberRow,
    pub handle: String,
    pub name: String,
}

type AccountRow = (MemberRow, String, String);

fn account((member, handle, name): AccountRow) -> Account {
    Account { member, handle, name }
}

pub async fn account_by_id(conn: &mut Conn, id: MemberId) -> Result<Option<Account>> {
    let found: Option<AccountRow> = members::table
        .inner_join(actors::table)
        .filter(members::id.eq(id))
        .select((MemberRow::as_select(), actors::handle, actors::name))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(account))
}

/// By handle or e-mail address: what people type.
pub async fn account_by_name(conn: &mut Conn, name: &str) -> Result<Option<Account>> {
    let name = name.trim().trim_start_matches('@').to_lowercase();
    let found: Option<AccountRow> = members::table
        .inner_join(actors::table)
        .filter(lower(members::email).eq(name.clone()).or(lower(actors::handle).eq(name)))
        .select((MemberRow::as_select(), actors::handle, actors::name))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(account))
}

/// Registrations that wait for a decision, the oldest first, at most a hundred.
pub async fn list_waiting(conn: &mut Conn) -> Result<Vec<Account>> {
    let found: Vec<AccountRow> = members::table
        .inner_join(actors::table)
        .filter(members::state.eq(State::Pending.code()))
        .filter(members::email_confirmed_at.is_not_null())
        .order(members::created_at)
        .limit(100)
        .select((MemberRow::as_select(), actors::handle, actors::name))
        .load(conn)
        .await?;
    Ok(found.into_iter().map(account).collect())
}

pub async fn count_waiting(conn: &mut Conn) -> Result<i64> {
    Ok(members::table
        .filter(members::state.eq(State::Pending.code()))
        .filter(members::email_confirmed_at.is_not_null())
        .count()
        .get_result(conn)
        .await?)
}

/// How many accounts are open.
pub async fn count_active(conn: &mut Conn) -> Result<i64> {
    Ok(members::table.filter(members::state.eq(State::Active.code())).count().get_result(conn).await?)
}

/// Which accounts an administrator looks for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Part of a name, handle, address or organisation.
    pub words: String,
    pub state: Option<State>,
    pub role: Option<Role>,
    /// The id of the last row of the page before.
    pub after: Option<MemberId>,
}

/// Accounts, the newest first: at most `limit`, and where the next page starts.
pub async fn list(conn: &mut Conn, search: &Search, limit: i64) -> Result<(Vec<Account>, Option<MemberId>)> {
    let mut query = members::table
        .inner_join(actors::table)
        .select((MemberRow::as_select(), actors::handle, actors::name))
        // Ids are in the order of time.
        .order(members::id.desc())
        .limit(limit + 1)
        .into_boxed();
    let words = search.words.trim();
    if !words.is_empty() {
        let escaped: String = words.chars().take(100).flat_map(escape).collect();
        let pattern = format!("%{escaped}%");
        query = query.filter(
            actors::name
                .ilike(pattern.clone())
                .or(actors::handle.ilike(pattern.clone()))
                .or(members::email.ilike(pattern.clone()))
                .or(members::organisation.ilike(pattern)),
        );
    }
    if let Some(state) = search.state {
        query = query.filter(members::state.eq(state.code()));
    }
    if let Some(role) = search.role {
        query = query.filter(members::role.eq(role.code()));
    }
    if let Some(after) = search.after {
        query = query.filter(members::id.lt(after));
    }
    let mut found: Vec<AccountRow> = query.load(conn).await?;
    let limit = usize::try_from(limit).unwrap_or(0);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|(member, _, _)| member.id);
    Ok((found.into_iter().map(account).collect(), next))
}

/// A letter as itself in a LIKE pattern.
fn escape(letter: char) -> impl Iterator<Item = char> {
    let special = matches!(letter, '%' | '_' | '\\');
    special.then_some('\\').into_iter().chain([letter])
}

diesel::define_sql_function! { fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text; }
