//! Making local actors and remembering remote ones.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{KeyPairs, Kind, RESERVED, is_handle};
use crate::store::error::Faults;
use crate::store::ids::{self, ActorId};
use crate::store::schema::{actor_keys, actors};
use crate::store::{Error, Result, Tx};

/// A local actor to make.
#[derive(Debug, Clone)]
pub struct NewActor {
    pub kind: Kind,
    pub handle: String,
    pub name: String,
    pub keys: KeyPairs,
}

/// Makes a local actor with its keys. The handle must be free in the one namespace of the hub.
pub async fn create(tx: &mut Tx, new: NewActor) -> Result<ActorId> {
    let mut faults = Faults::default();
    if new.kind != Kind::Hub {
        faults.check(is_handle(&new.handle), "handle", "handle-shape");
        faults.check(!RESERVED.contains(&new.handle.as_str()), "handle", "taken");
    }
    faults.text(&new.name, "name", 120);
    faults.done()?;
    let id = ActorId::fresh(tx.now);
    let site = tx.site.clone();
    let url = match new.kind {
        Kind::Hub => site.hub_actor(),
        Kind::Group => site.group(&new.handle),
        Kind::Person | Kind::Service | Kind::Organization => site.person(&new.handle),
    };
    let inbox = if new.kind == Kind::Hub { site.shared_inbox() } else { format!("{url}/inbox") };
    let written = diesel::insert_into(actors::table)
        .values((
            actors::id.eq(id),
            actors::kind.eq(new.kind.code()),
            actors::handle.eq(&new.handle),
            actors::url.eq(&url),
            actors::name.eq(new.name.trim()),
            actors::inbox.eq(inbox),
            actors::shared_inbox.eq(site.shared_inbox()),
            actors::outbox.eq(format!("{url}/outbox")),
            actors::followers.eq(format!("{url}/followers")),
            actors::featured.eq(format!("{url}/featured")),
            actors::moderators.eq((new.kind == Kind::Group).then(|| format!("{url}/moderators"))),
            actors::created_at.eq(tx.now),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    if written == 0 {
        return Err(Error::invalid("handle", "taken"));
    }
    let key = |fragment: &str, algorithm: &str, public: Vec<u8>, private: Vec<u8>| {
        (
            actor_keys::id.eq(ids::fresh(tx.now)),
            actor_keys::actor_id.eq(id),
            actor_keys::key_id.eq(format!("{url}#{fragment}")),
            actor_keys::algorithm.eq(algorithm.to_owned()),
            actor_keys::public_der.eq(public),
            actor_keys::private_der.eq(Some(private)),
            actor_keys::fetched_at.eq(tx.now),
        )
    };
    let rows = vec![
        key("main-key", "rsa", new.keys.rsa_public, new.keys.rsa_private),
        key("ed25519-key", "ed25519", new.keys.ed25519_public, new.keys.ed25519_private),
    ];
    diesel::insert_into(actor_keys::table).values(rows).execute(tx.conn()).await?;
    Ok(id)
}
