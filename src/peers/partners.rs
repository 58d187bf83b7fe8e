//! How hubs become partners: the own actor of one follows that of the other, which accepts or rejects. These few words
//! do not go with the stream: they must arrive where nothing else may go yet.

use bytes::Bytes;
use federation::activity::{self, Act, Activity, Inner};
use federation::actor::{ActorKind, RemoteActor};
use federation::delivery::{self, Outcome, PeerMemory};
use federation::discovery::find_hub_actor;
use federation::home::Policy;
use serde::{Deserialize, Serialize};
use url::Url;

use super::Peers;
use super::arrivals::deed::Deed;
use super::fetch::Trouble;
use crate::accounts::Me;
use crate::actors::partners::{self, Partnership, Said, Word};
use crate::actors::{Actor, Kind};
use crate::config::Mode;
use crate::queue::{self, Job};
use crate::store::ids::{ActivityId, ActorId, HostId};
use crate::store::{Error, Result, Tx};

/// One word to another hub, written down when it was decided.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Letter {
    pub host: HostId,
    pub inbox: String,
    pub body: String,
}

impl Job for Letter {
    const KIND: &'static str = "peers.partner-letter";
}

/// Why a hub could not be invited: a code with a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotInvited {
    Malformed,
    OurOwn,
    Blocked,
    /// The exchange with other servers is switched off.
    SwitchedOff,
    Unreachable,
    /// Something is there, but nothing that could be a partner.
    NoHub,
    Partners,
}

impl NotInvited {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "partner-name",
            Self::OurOwn => "partner-own",
            Self::Blocked => "partner-blocked",
            Self::SwitchedOff => "partner-off",
            Self::Unreachable => "unreachable",
            Self::NoHub => "partner-no-hub",
            Self::Partners => "partner-already",
        }
    }
}

/// What was typed as the name of a server: a name, a name with a port, or an address.
pub fn host_name(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let address = if text.contains("://") { text } else { format!("https://{text}/") };
    federation::host::of_str(&address)
}

impl Peers {
    /// Looks for the hub's own actor and invites it; answers the name of its host.
    pub async fn invite(&self, typed: &str, by: &Me) -> Result<std::result::Result<String, NotInvited>> {
        let Some(name) = host_name(typed) else { return Ok(Err(NotInvited::Malformed)) };
        if name == self.app.site.host() {
            return Ok(Err(NotInvited::OurOwn));
        }
        if self.app.config.federation.mode == Mode::Off {
            return Ok(Err(NotInvited::SwitchedOff));
        }
        if self.home.judge(&name).await? == Policy::Blocked {
            return Ok(Err(NotInvited::Blocked));
        }
        let hub = match self.hub_of(&name).await? {
            Ok(hub) => hub,
            Err(why) => return Ok(Err(why)),
        };
        let invited = self
            .app
            .write(async |tx| {
                let (partnership, word) = partners::invite(tx, &hub, by.actor).await?;
                write(tx, &partnership, word).await
            })
            .await;
        self.home.forget_judgements();
        match invited {
            Ok(()) => Ok(Ok(name)),
            Err(Error::Conflict("partners")) => Ok(Err(NotInvited::Partners)),
            Err(error) => Err(error),
        }
    }

    /// The own actor of another hub, fetched as nothing else may be before it is listed.
    async fn hub_of(&self, name: &str) -> Result<std::result::Result<Actor, NotInvited>> {
        let scheme = if self.remote.plain_http() { "http" } else { "https" };
        let Ok(server) = Url::parse(&format!("{scheme}://{name}/")) else { return Ok(Err(NotInvited::Malformed)) };
        let found = async {
            let address = find_hub_actor(&self.remote, &server).await.map_err(|error| match error {
                federation::discovery::LookupError::Remote(error) => Trouble::from(error),
                other => Trouble::Final(other.to_string()),
            })?;
            let document = self.remote.fetch_object(&address, Some(&self.keys.hub())).await?;
            let actor = RemoteActor::parse(&document)?;
            let ours =
                actor.kind == ActorKind::Application && federation::host::of_str(&actor.id).as_deref() == Some(name);
            if ours { Ok(actor) } else { Err(Trouble::Final("it is no hub's own actor".to_owned())) }
        };
        let actor = match found.await {
            Ok(actor) => actor,
            Err(trouble) => {
                tracing::info!(host = name, %trouble, "partners: not invited");
                let later = matches!(trouble, Trouble::Later(_));
                return Ok(Err(if later { NotInvited::Unreachable } else { NotInvited::NoHub }));
            }
        };
        let id = self.home.keep(&actor).await?;
        let hub = crate::actors::queries::by_id(&mut *self.app.work.get().await?, id).await?;
        Ok(hub.ok_or(NotInvited::NoHub))
    }

    /// Yes or no to a hub that asks; no to one that was invited or is a partner ends that.
    pub async fn decide_partner(&self, host: HostId, by: ActorId, yes: bool) -> Result<()> {
        let decided = self.app.write(async |tx| {
            let (partnership, word) = partners::decide(tx, host, by, yes).await?;
            write(tx, &partnership, word).await
        });
        decided.await?;
        self.home.forget_judgements();
        Ok(())
    }

    /// Brings a letter; what came of it is shown beside the other hub's name.
    pub async fn bring(&self, letter: &Letter) -> Result<()> {
        let inbox = Url::parse(&letter.inbox).map_err(|error| Error::Store(format!("{}: {error}", letter.inbox)))?;
        let body = Bytes::from(letter.body.clone());
        let (hub, now) = (self.keys.hub(), self.app.clock.now());
        let sign = |scheme| {
            let signed = delivery::sign_post(&hub, scheme, &inbox, &body, now);
            async { signed.map_err(|error| error.to_string()) }
        };
        let outcome = delivery::deliver(&self.remote, &inbox, body.clone(), PeerMemory::default(), sign).await;
        let (trouble, again) = match outcome {
            Outcome::Delivered { .. } => (String::new(), false),
            Outcome::Refused { reason, .. } => (reason, false),
            Outcome::Gone => ("410".to_owned(), false),
            Outcome::Retry { reason, .. } => (reason, true),
        };
        let host = letter.host;
        self.app.write_behind(async |tx| partners::note_trouble(tx, host, &trouble).await).await?;
        if again { Err(Error::Busy(trouble)) } else { Ok(()) }
    }
}

/// What another hub's own actor says about partnership; None for everything else, which such actors may say as well.
pub async fn read(peers: &Peers, by: &Actor, activity: &Activity) -> std::result::Result<Option<Deed>, Trouble> {
    if by.kind != Kind::Hub.code() {
        return Ok(None);
    }
    let us = peers.app.site.hub_actor();
    let (said, follow) = match &activity.act {
        Act::Follow { object } if *object == us => (Said::Asks, activity.id.clone()),
        Act::Undo { inner: Inner::Activity(inner) } if inner.actor == by.url => match &inner.act {
            Act::Follow { object } if *object == us => (Said::Withdraws, inner.id.clone()),
            _ => return Ok(None),
        },
        Act::Accept { of } | Act::Reject { of } => {
            let known = match by.host_id {
                Some(host) => partners::find(&mut *peers.app.work.get().await?, host).await?,
                None => None,
            };
            let invitation = known.filter(|known| known.by_us).map(|known| known.invitation);
            let is_ours = of.actor.as_ref() == Some(&us) || (of.id.is_some() && of.id == invitation);
            let agrees = matches!(activity.act, Act::Accept { .. });
            match is_ours {
                true => (if agrees { Said::Agrees } else { Said::Declines }, of.id.clone()),
                false => return Ok(None),
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(Deed::Partner { by: by.id, said, follow }))
}

/// Applies it; an answer goes out with the same commit.
pub async fn hear(tx: &mut Tx, by: ActorId, said: Said, follow: Option<&str>) -> Result<()> {
    let hub = crate::actors::queries::by_id(tx.conn(), by).await?.ok_or(Error::NotFound)?;
    match partners::heard(tx, &hub, said, follow).await? {
        Some((partnership, word)) => write(tx, &partnership, word).await,
        None => Ok(()),
    }
}

async fn write(tx: &mut Tx, partnership: &Partnership, word: Word) -> Result<()> {
    let (us, them, follow) = (tx.site.hub_actor(), partnership.actor_url.as_str(), partnership.invitation.as_str());
    let url = tx.site.activity(ActivityId::fresh(tx.now));
    let outgoing = match word {
        Word::Follow => activity::follow(follow, &us, them),
        Word::Accept => activity::accept(&url, &us, follow, them),
        Word::Reject => activity::reject(&url, &us, follow, them),
        Word::Undo => activity::undo(&url, &activity::follow(follow, &us, them)),
    };
    let letter = Letter { host: partnership.host_id, inbox: partnership.inbox.clone(), body: outgoing.body() };
    let now = tx.now;
    queue::enqueue(tx, &letter, now).await
}
