//! Finding actors, their keys and hosts.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Actor, Host, Key};
use crate::store::ids::{ActorId, HostId};
use crate::store::schema::{actor_keys, actors, hosts, members};
use crate::store::{Conn, Result};

pub async fn by_id(conn: &mut Conn, id: ActorId) -> Result<Option<Actor>> {
    Ok(actors::table.find(id).select(Actor::as_select()).first(conn).await.optional()?)
}

pub async fn by_url(conn: &mut Conn, url: &str) -> Result<Option<Actor>> {
    Ok(actors::table.filter(actors::url.eq(url)).select(Actor::as_select()).first(conn).await.optional()?)
}

/// The handle of the person in whose name reports go to software that takes them from persons alone.
pub const DESK: &str = "reports";

/// That person: made at the first start, a member of nobody's.
pub async fn desk(conn: &mut Conn) -> Result<Option<Actor>> {
    let member = members::table.filter(members::actor_id.eq(actors::id));
    Ok(actors::table
        .filter(actors::host_id.is_null())
        .filter(actors::handle.eq(DESK))
        .filter(actors::kind.eq("person"))
        .filter(diesel::dsl::not(diesel::dsl::exists(member)))
        .select(Actor::as_select())
        .first(conn)
        .await
        .optional()?)
}

pub async fn list_by_ids(conn: &mut Conn, ids: &[ActorId]) -> Result<Vec<Actor>> {
    Ok(actors::table.filter(actors::id.eq_any(ids)).select(Actor::as_select()).load(conn).await?)
}

pub async fn list_by_urls(conn: &mut Conn, urls: &HashSet<&str>) -> Result<Vec<Actor>> {
    Ok(actors::table.filter(actors::url.eq_any(urls)).select(Actor::as_select()).load(conn).await?)
}

/// A local actor by its handle, whatever its case.
pub async fn by_handle(conn: &mut Conn, handle: &str) -> Result<Option<Actor>> {
    Ok(actors::table
        .filter(actors::host_id.is_null())
        .filter(lower(actors::handle).eq(handle.to_lowercase()))
        .select(Actor::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// An actor elsewhere by `handle` and host name.
pub async fn by_remote_handle(conn: &mut Conn, handle: &str, host: &str) -> Result<Option<Actor>> {
    Ok(actors::table
        .inner_join(hosts::table)
        .filter(lower(actors::handle).eq(handle.to_lowercase()))
        .filter(hosts::name.eq(host.to_lowercase()))
        .filter(actors::gone_at.is_null())
        .select(Actor::as_select())
        .first(conn)
        .await
        .optional()?)
}

pub async fn key_by_id(conn: &mut Conn, key_id: &str) -> Result<Option<(Key, Actor)>> {
    Ok(actor_keys::table
        .inner_join(actors::table)
        .filter(actor_keys::key_id.eq(key_id))
        .select((Key::as_select(), Actor::as_select()))
        .first(conn)
        .await
        .optional()?)
}

pub async fn list_keys(conn: &mut Conn, actor: ActorId) -> Result<Vec<Key>> {
    Ok(actor_keys::table
        .filter(actor_keys::actor_id.eq(actor))
        .order(actor_keys::algorithm.desc())
        .select(Key::as_select())
        .load(conn)
        .await?)
}

pub async fn host_by_name(conn: &mut Conn, name: &str) -> Result<Option<Host>> {
    Ok(hosts::table.filter(hosts::name.eq(name)).select(Host::as_select()).first(conn).await.optional()?)
}

pub async fn host_by_id(conn: &mut Conn, id: HostId) -> Result<Option<Host>> {
    Ok(hosts::table.find(id).select(Host::as_select()).first(conn).await.optional()?)
}

diesel::define_sql_function! { fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text; }
