//! Actors elsewhere, as their own host describes them. A key belongs to the actor whose document showed it; nothing that
//! another actor sends changes it (attack A05).

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Actor, Kind, hosts, inboxes};
use crate::store::ids::{self, ActorId, HostId};
use crate::store::schema::{actor_keys, actors};
use crate::store::{Conn, Error, Result, Tx};

/// What an actor's document says; text is cut and HTML sanitised already.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Normal form of the host in `url`.
    pub host: String,
    pub kind: Kind,
    pub handle: String,
    pub url: String,
    pub name: String,
    pub summary_html: String,
    pub inbox: String,
    pub shared_inbox: Option<String>,
    pub outbox: Option<String>,
    pub followers: Option<String>,
    pub featured: Option<String>,
    pub moderators: Option<String>,
    pub icon: Option<String>,
    pub approves_followers: bool,
    pub keys: Vec<ProfileKey>,
}

#[derive(Debug, Clone)]
pub struct ProfileKey {
    pub key_id: String,
    /// `rsa` or `ed25519`.
    pub algorithm: &'static str,
    /// SPKI.
    pub public_der: Vec<u8>,
}

/// Stores the actor, or brings what is stored up to date; its keys are replaced by those of the document.
pub async fn remember(tx: &mut Tx, profile: &Profile) -> Result<ActorId> {
    let host = hosts::meet(tx, &profile.host).await?;
    let now = tx.now;
    let face = (
        (
            actors::kind.eq(profile.kind.code()),
            actors::handle.eq(&profile.handle),
            actors::name.eq(&profile.name),
            actors::summary_html.eq(&profile.summary_html),
            actors::inbox.eq(&profile.inbox),
            actors::shared_inbox.eq(profile.shared_inbox.as_deref()),
        ),
        (
            actors::outbox.eq(profile.outbox.as_deref()),
            actors::followers.eq(profile.followers.as_deref()),
            actors::featured.eq(profile.featured.as_deref()),
            actors::moderators.eq(profile.moderators.as_deref()),
            actors::icon.eq(profile.icon.as_deref()),
            actors::approves_followers.eq(profile.approves_followers),
            actors::fetched_at.eq(now),
            actors::gone_at.eq(None::<chrono::DateTime<chrono::Utc>>),
        ),
    );
    let known: Option<Option<HostId>> =
        actors::table.filter(actors::url.eq(&profile.url)).select(actors::host_id).first(tx.conn()).await.optional()?;
    // An address of ours that a document elsewhere claims changes nothing.
    if known.is_some_and(|known| known != Some(host)) {
        return Err(Error::Conflict("not-remote"));
    }
    let id: ActorId = diesel::insert_into(actors::table)
        .values((
            actors::id.eq(ActorId::fresh(now)),
            actors::host_id.eq(host),
            actors::url.eq(&profile.url),
            actors::created_at.eq(now),
            face,
        ))
        .on_conflict(actors::url)
        .do_update()
        .set((face, actors::updated_at.eq(now)))
        .returning(actors::id)
        .get_result(tx.conn())
        .await?;
    let named: Vec<&str> = profile.shared_inbox.as_deref().into_iter().chain([profile.inbox.as_str()]).collect();
    inboxes::shown(tx, host, &named).await?;
    diesel::delete(actor_keys::table.filter(actor_keys::actor_id.eq(id))).execute(tx.conn()).await?;
    let rows: Vec<_> = profile
        .keys
        .iter()
        .map(|key| {
            (
                actor_keys::id.eq(ids::fresh(now)),
                actor_keys::actor_id.eq(id),
                actor_keys::key_id.eq(&key.key_id),
                actor_keys::algorithm.eq(key.algorithm),
                actor_keys::public_der.eq(&key.public_der),
                actor_keys::fetched_at.eq(now),
            )
        })
        .collect();
    diesel::insert_into(actor_keys::table).values(rows).on_conflict_do_nothing().execute(tx.conn()).await?;
    Ok(id)
}

/// Its host says that it is no more: nor is its name.
pub async fn gone(tx: &mut Tx, actor: ActorId) -> Result<()> {
    let now = tx.now;
    diesel::update(actors::table.find(actor).filter(actors::host_id.is_not_null()))
        .set((actors::gone_at.eq(now), actors::name.eq(""), actors::summary_html.eq("")))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Which of `urls` are known: for a batch of what arrived.
pub async fn list_by_urls(conn: &mut Conn, urls: &[String]) -> Result<Vec<Actor>> {
    Ok(actors::table.filter(actors::url.eq_any(urls)).select(Actor::as_select()).load(conn).await?)
}
