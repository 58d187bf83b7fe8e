//! Two hubs that want to be partners: one asks, the other confirms. What stands between them is one row for each host; a
//! partner's host is one whose policy says so. Knows nothing of how hubs talk.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::Actor;
use crate::journal::{self, Entry, Verb};
use crate::store::ids::{ActivityId, ActorId, HostId};
use crate::store::schema::{hosts, partnerships};
use crate::store::{Conn, Error, Result, Topic, Tx};

/// Hubs that ask us and wait for an answer; more are not listened to.
const ASKING_MOST: i64 = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// We asked; they have not answered.
    Invited,
    /// They ask us.
    Asked,
    Partners,
    /// They said no, or ended it.
    Declined,
    /// We said no, or ended it.
    Refused,
}

impl State {
    const ALL: [Self; 5] = [Self::Invited, Self::Asked, Self::Partners, Self::Declined, Self::Refused];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Asked => "asked",
            Self::Partners => "partners",
            Self::Declined => "declined",
            Self::Refused => "refused",
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = partnerships)]
pub struct Partnership {
    pub host_id: HostId,
    pub state: String,
    /// Whether the Follow between the hubs' own actors was ours.
    pub by_us: bool,
    /// That Follow's id.
    pub invitation: String,
    /// The other hub's own actor, and where it is written to.
    pub actor_url: String,
    pub inbox: String,
    /// Why what we wrote has not arrived; may be empty.
    pub trouble: String,
    pub changed_at: DateTime<Utc>,
}

impl Partnership {
    pub fn state(&self) -> State {
        State::ALL.into_iter().find(|state| state.code() == self.state).unwrap_or(State::Refused)
    }
}

/// What another hub's own actor said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Asks,
    Agrees,
    Declines,
    /// Takes its asking back, or ends what came of it.
    Withdraws,
}

/// What is to be said to the other hub now, about which Follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Follow,
    Accept,
    Reject,
    Undo,
}

/// An administrator invites the hub whose own actor is `hub`; answers what to tell it. One that asks us already is
/// confirmed by that.
pub async fn invite(tx: &mut Tx, hub: &Actor, by: ActorId) -> Result<(Partnership, Word)> {
    let host = hub.host_id.ok_or(Error::Conflict("not-remote"))?;
    let known = find(tx.conn(), host).await?;
    match known.as_ref().map(Partnership::state) {
        Some(State::Partners) => return Err(Error::Conflict("partners")),
        Some(State::Asked) => return decide(tx, host, by, true).await,
        Some(State::Invited | State::Declined | State::Refused) | None => {}
    }
    let invitation = tx.site.activity(ActivityId::fresh(tx.now));
    let partnership = put(tx, host, hub, (State::Invited, true), &invitation).await?;
    note(tx, &partnership, Some(by)).await?;
    Ok((partnership, Word::Follow))
}

/// An administrator says yes or no to a hub that asks, takes an invitation back, or ends a partnership.
pub async fn decide(tx: &mut Tx, host: HostId, by: ActorId, yes: bool) -> Result<(Partnership, Word)> {
    let known = find(tx.conn(), host).await?.ok_or(Error::NotFound)?;
    let (state, word) = match (known.state(), yes) {
        (State::Asked, true) => (State::Partners, Word::Accept),
        (State::Asked | State::Partners, false) if !known.by_us => (State::Refused, Word::Reject),
        (State::Invited | State::Partners, false) => (State::Refused, Word::Undo),
        _ => return Err(Error::Conflict("decided")),
    };
    let partnership = turn(tx, known, state).await?;
    note(tx, &partnership, Some(by)).await?;
    Ok((partnership, word))
}

/// Another hub's own actor said something about the Follow called `follow`. Answers what to say back, if anything;
/// Conflict when it answers what nobody asked (attack A14) or asks again after a no.
pub async fn heard(tx: &mut Tx, hub: &Actor, said: Said, follow: Option<&str>) -> Result<Option<(Partnership, Word)>> {
    let host = hub.host_id.ok_or(Error::Conflict("not-remote"))?;
    let known = find(tx.conn(), host).await?;
    let state = known.as_ref().map(Partnership::state);
    let is_ours = known.as_ref().is_some_and(|known| {
        known.by_us && known.actor_url == hub.url && follow.is_none_or(|follow| follow == known.invitation)
    });
    let is_they = known.as_ref().is_some_and(|known| known.actor_url == hub.url);
    match (said, state, known) {
        // Both have asked, so both agree; a repeated question gets its answer again.
        (Said::Asks, Some(State::Invited | State::Partners), Some(known)) if is_they => {
            let invitation = follow.unwrap_or_default().to_owned();
            let partnership = turn(tx, known, State::Partners).await?;
            note(tx, &partnership, None).await?;
            Ok(Some((Partnership { invitation, ..partnership }, Word::Accept)))
        }
        // Another actor of that host than its hub.
        (Said::Asks, Some(State::Invited | State::Partners), _) => Err(Error::Conflict("not-asked")),
        (Said::Asks, Some(State::Refused), _) => Err(Error::Conflict("refused")),
        (Said::Asks, _, _) => {
            let asking: i64 = partnerships::table
                .filter(partnerships::state.eq(State::Asked.code()))
                .count()
                .get_result(tx.conn())
                .await?;
            if asking >= ASKING_MOST {
                return Err(Error::Conflict("too-many"));
            }
            let partnership =
                put(tx, host, hub, (State::Asked, false), follow.ok_or(Error::Conflict("nameless"))?).await?;
            note(tx, &partnership, None).await?;
            Ok(None)
        }
        (Said::Agrees, Some(State::Invited), Some(known)) if is_ours => {
            let partnership = turn(tx, known, State::Partners).await?;
            note(tx, &partnership, None).await?;
            Ok(None)
        }
        (Said::Declines, Some(State::Invited), Some(known)) if is_ours => {
            let partnership = turn(tx, known, State::Declined).await?;
            note(tx, &partnership, None).await?;
            Ok(None)
        }
        (Said::Withdraws, Some(State::Asked), Some(known)) if is_they => {
            diesel::delete(partnerships::table.find(known.host_id)).execute(tx.conn()).await?;
            Ok(None)
        }
        // Either may end it, whosever Follow it came from: where both had asked there were two.
        (Said::Withdraws | Said::Declines, Some(State::Partners), Some(known)) if is_they => {
            let partnership = turn(tx, known, State::Declined).await?;
            note(tx, &partnership, None).await?;
            Ok(None)
        }
        _ => Err(Error::Conflict("not-asked")),
    }
}

/// What we wrote has arrived (empty), or why not.
pub async fn note_trouble(tx: &mut Tx, host: HostId, trouble: &str) -> Result<()> {
    diesel::update(partnerships::table.find(host))
        .set(partnerships::trouble.eq(trouble.chars().take(300).collect::<String>()))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// An administrator decided about the host itself: what stood between the hubs follows.
pub(super) async fn judged(tx: &mut Tx, host: HostId, policy: &str) -> Result<()> {
    let now = tx.now;
    let ended = partnerships::table.find(host).filter(partnerships::state.ne(State::Asked.code()));
    match policy {
        "open" => {
            diesel::update(ended)
                .set((partnerships::state.eq(State::Refused.code()), partnerships::changed_at.eq(now)))
                .execute(tx.conn())
                .await?;
            Ok(())
        }
        "blocked" => {
            diesel::delete(partnerships::table.find(host)).execute(tx.conn()).await?;
            Ok(())
        }
        _ => Ok(()),
    }
}

pub async fn find(conn: &mut Conn, host: HostId) -> Result<Option<Partnership>> {
    Ok(partnerships::table.find(host).select(Partnership::as_select()).first(conn).await.optional()?)
}

/// All of them with the names of their hosts, those that ask first; at most 500.
pub async fn list(conn: &mut Conn) -> Result<Vec<(Partnership, String)>> {
    Ok(partnerships::table
        .inner_join(hosts::table)
        .order((partnerships::state.ne(State::Asked.code()), hosts::name))
        .limit(500)
        .select((Partnership::as_select(), hosts::name))
        .load(conn)
        .await?)
}

/// Hosts that an administrator trusts as partners without anything having been asked, and since when; at most 500.
pub async fn list_trusted(conn: &mut Conn) -> Result<Vec<(String, DateTime<Utc>)>> {
    let asked = partnerships::table.filter(partnerships::host_id.eq(hosts::id));
    Ok(hosts::table
        .filter(hosts::policy.eq("partner"))
        .filter(diesel::dsl::not(diesel::dsl::exists(asked)))
        .order(hosts::name)
        .limit(500)
        .select((hosts::name, hosts::changed_at))
        .load(conn)
        .await?)
}

/// How many ask and wait for an administrator.
pub async fn count_asking(conn: &mut Conn) -> Result<i64> {
    let asking = partnerships::table.filter(partnerships::state.eq(State::Asked.code()));
    Ok(asking.count().get_result(conn).await?)
}

async fn put(
    tx: &mut Tx,
    host: HostId,
    hub: &Actor,
    (state, by_us): (State, bool),
    invitation: &str,
) -> Result<Partnership> {
    let now = tx.now;
    let row = (
        partnerships::state.eq(state.code()),
        partnerships::by_us.eq(by_us),
        partnerships::invitation.eq(invitation),
        partnerships::actor_url.eq(&hub.url),
        partnerships::inbox.eq(&hub.inbox),
        partnerships::trouble.eq(""),
        partnerships::changed_at.eq(now),
    );
    Ok(diesel::insert_into(partnerships::table)
        .values((partnerships::host_id.eq(host), row))
        .on_conflict(partnerships::host_id)
        .do_update()
        .set(row)
        .returning(Partnership::as_returning())
        .get_result(tx.conn())
        .await?)
}

/// Partners are trusted, and no longer when it ends; a block stands whatever is said.
async fn turn(tx: &mut Tx, known: Partnership, state: State) -> Result<Partnership> {
    let now = tx.now;
    let policy = if state == State::Partners { "partner" } else { "open" };
    diesel::update(hosts::table.find(known.host_id).filter(hosts::policy.ne("blocked")))
        .set((hosts::policy.eq(policy), hosts::changed_at.eq(now)))
        .execute(tx.conn())
        .await?;
    tx.ring(Topic::Activities);
    Ok(diesel::update(partnerships::table.find(known.host_id))
        .set((partnerships::state.eq(state.code()), partnerships::trouble.eq(""), partnerships::changed_at.eq(now)))
        .returning(Partnership::as_returning())
        .get_result(tx.conn())
        .await?)
}

async fn note(tx: &mut Tx, partnership: &Partnership, by: Option<ActorId>) -> Result<()> {
    let data = json!({ "host": partnership.host_id.to_string(), "partnership": partnership.state });
    let entry = Entry { actor: by.map(|by| by.0), data, ..Entry::default() };
    journal::record(tx, Verb::HostJudged, entry).await
}
