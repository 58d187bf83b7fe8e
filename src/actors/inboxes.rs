//! Inboxes that answered 404 or 410 while their host lives: nothing is sent there for a day, or ever (promises R07).

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::store::ids::HostId;
use crate::store::schema::{actors, closed_inboxes, hosts};
use crate::store::{Conn, Result, Tx};

/// How long an inbox that was not found is left alone.
const REST: TimeDelta = TimeDelta::days(1);

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = closed_inboxes)]
pub struct Closed {
    pub inbox: String,
    pub host_id: HostId,
    /// 404 or 410.
    pub status: i16,
    pub closed_at: DateTime<Utc>,
}

impl Closed {
    /// One that is gone stays closed until its actor shows it again.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.status == 410 || now - self.closed_at < REST
    }
}

/// Of these hosts.
pub async fn list_closed(conn: &mut Conn, of: &[HostId]) -> Result<Vec<Closed>> {
    Ok(closed_inboxes::table.filter(closed_inboxes::host_id.eq_any(of)).select(Closed::as_select()).load(conn).await?)
}

/// Whether all of a host is reached there, not one actor alone.
pub async fn is_shared(conn: &mut Conn, host: HostId, inbox: &str) -> Result<bool> {
    let sharing = actors::table.filter(actors::host_id.eq(host)).filter(actors::shared_inbox.eq(inbox));
    Ok(diesel::select(diesel::dsl::exists(sharing)).get_result(conn).await?)
}

pub async fn close(conn: &mut Conn, closed: &Closed) -> Result<()> {
    let state = (closed_inboxes::status.eq(closed.status), closed_inboxes::closed_at.eq(closed.closed_at));
    diesel::insert_into(closed_inboxes::table)
        .values((closed_inboxes::inbox.eq(&closed.inbox), closed_inboxes::host_id.eq(closed.host_id), state))
        .on_conflict(closed_inboxes::inbox)
        .do_update()
        .set(state)
        .execute(conn)
        .await?;
    Ok(())
}

/// It took something after all.
pub async fn open(conn: &mut Conn, inbox: &str) -> Result<()> {
    diesel::delete(closed_inboxes::table.find(inbox)).execute(conn).await?;
    Ok(())
}

/// An actor's document, fetched anew, names them: they are tried again.
pub async fn shown(tx: &mut Tx, host: HostId, inboxes: &[&str]) -> Result<()> {
    let closed = closed_inboxes::table.filter(closed_inboxes::inbox.eq_any(inboxes));
    if diesel::delete(closed).execute(tx.conn()).await? > 0 {
        let now = tx.now;
        diesel::update(hosts::table.find(host)).set(hosts::changed_at.eq(now)).execute(tx.conn()).await?;
    }
    Ok(())
}
