//! The application as the protocol sees it: the one implementation of `federation::home::Home`.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use federation::actor::{ActorKind, RemoteActor};
use federation::home::{Busy, Home, Incoming, KnownKey, Policy};
use federation::host;
use federation::signature::{KeyKind, Signer};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use url::Url;
use web::text::Html;

use super::asking;
use super::gather::Gatherer;
use super::keys::Keyring;
use super::private;
use crate::actors::remote::{Profile, ProfileKey};
use crate::actors::{Kind, hosts, remote};
use crate::app::App;
use crate::config::Mode;
use crate::groups::remote::About;
use crate::groups::{self, Purpose, Visibility};
use crate::store::ids::ActorId;
use crate::store::{Error, Result, Tx};
use crate::streams::incoming::Arrived;

/// How long an administrator's decision about a host may take to be known to every process.
const JUDGED_FRESH: Duration = Duration::from_secs(2);

/// What was decided about hosts, and when it was read.
type Judged = (Instant, Arc<HashMap<String, String>>);

pub struct Hearth {
    app: App,
    base: Url,
    keys: Arc<Keyring>,
    gatherer: Gatherer,
    judged: RwLock<Option<Judged>>,
}

impl Hearth {
    pub fn new(app: &App, keys: Arc<Keyring>, gatherer: Gatherer) -> Self {
        let base = app.config.site.base_url.clone();
        Self { app: app.clone(), base, keys, gatherer, judged: RwLock::default() }
    }

    /// Stores an actor that was fetched, with its group when it is one; answers its id.
    pub async fn keep(&self, actor: &RemoteActor) -> Result<ActorId> {
        let (profile, about) = described(actor).ok_or(Error::Conflict("no-host"))?;
        let id = self.app.write_behind(async |tx| keep_in(tx, &profile, about.as_ref()).await).await?;
        self.keys.forget(&actor.id);
        Ok(id)
    }

    pub async fn judge(&self, name: &str) -> Result<Policy> {
        let mode = self.app.config.federation.mode;
        if mode == Mode::Off {
            return Ok(Policy::NotAllowed);
        }
        let judged = self.judgements().await?;
        let blocked = judged.iter().any(|(domain, policy)| policy == "blocked" && host::lies_under(name, domain));
        Ok(match mode {
            _ if blocked => Policy::Blocked,
            Mode::Allowlist if judged.get(name).map(String::as_str) != Some("partner") => Policy::Stranger,
            _ => Policy::Open,
        })
    }

    async fn judgements(&self) -> Result<Arc<HashMap<String, String>>> {
        let fresh = self.judged.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, judged)) = fresh
            && at.elapsed() < JUDGED_FRESH
        {
            return Ok(judged);
        }
        let judged = Arc::new(hosts::list_judged(&mut *self.app.work.get().await?).await?.into_iter().collect());
        *self.judged.write().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), Arc::clone(&judged)));
        Ok(judged)
    }

    /// An administrator has just decided: this process knows at once.
    pub fn forget_judgements(&self) {
        *self.judged.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Stores what an actor's document says.
pub async fn keep_in(tx: &mut Tx, profile: &Profile, about: Option<&About>) -> Result<ActorId> {
    let id = remote::remember(tx, profile).await?;
    asking::ask_if_unknown(tx, &profile.host).await?;
    if let Some(about) = about {
        groups::remote::remember(tx, id, about).await?;
    }
    Ok(id)
}

/// An actor's document in our own terms; None without a usable host.
pub fn described(actor: &RemoteActor) -> Option<(Profile, Option<About>)> {
    let kind = match actor.kind {
        ActorKind::Person => Kind::Person,
        ActorKind::Service => Kind::Service,
        ActorKind::Group => Kind::Group,
        ActorKind::Organization => Kind::Organization,
        ActorKind::Application => Kind::Hub,
    };
    let name = actor.name.clone().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| actor.handle.clone());
    let profile = Profile {
        host: host::of_str(&actor.id)?,
        kind,
        handle: actor.handle.clone(),
        url: actor.id.clone(),
        name,
        summary_html: actor.summary.as_deref().map(|text| Html::sanitise(text).as_str().to_owned()).unwrap_or_default(),
        inbox: actor.inbox.clone(),
        shared_inbox: actor.shared_inbox.clone(),
        outbox: actor.outbox.clone(),
        followers: actor.followers.clone(),
        featured: actor.featured.clone(),
        moderators: actor.moderators.clone(),
        icon: actor.icon.clone(),
        approves_followers: actor.manually_approves,
        keys: actor
            .keys
            .iter()
            .map(|key| ProfileKey {
                key_id: key.id.clone(),
                algorithm: if key.public.kind() == KeyKind::Rsa { "rsa" } else { "ed25519" },
                public_der: key.public.to_der().to_vec(),
            })
            .collect(),
    };
    let about = (kind == Kind::Group).then(|| About {
        purpose: Purpose::Discussion,
        visibility: if actor.manually_approves { Visibility::Members } else { Visibility::Public },
        moderators_only: actor.posting_restricted,
        language: actor.languages.first().cloned().unwrap_or_else(|| "und".to_owned()),
    });
    Some((profile, about))
}

fn busy(error: Error) -> Busy {
    tracing::warn!(%error, "peers: the store cannot answer");
    Busy { retry_after: Duration::from_secs(30) }
}

impl Home for Hearth {
    fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    fn base(&self) -> &Url {
        &self.base
    }

    fn signer(&self) -> Arc<Signer> {
        self.keys.hub()
    }

    fn policy<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Policy> {
        async move {
            self.judge(host).await.unwrap_or_else(|error| {
                tracing::warn!(%error, host, "peers: the block list cannot be read, nobody is let in");
                Policy::NotAllowed
            })
        }
        .boxed()
    }

    fn key<'a>(&'a self, key_id: &'a str) -> BoxFuture<'a, Result<Option<KnownKey>, Busy>> {
        async move { self.keys.theirs(&self.app, key_id).await.map_err(busy) }.boxed()
    }

    fn remember_actor<'a>(&'a self, actor: &'a RemoteActor) -> BoxFuture<'a, Result<(), Busy>> {
        async move { self.keep(actor).await.map(drop).map_err(busy) }.boxed()
    }

    fn accept(&self, incoming: Incoming) -> BoxFuture<'_, Result<(), Busy>> {
        async move {
            let Ok(body) = String::from_utf8(incoming.body.to_vec()) else {
                return Err(Busy { retry_after: Duration::from_secs(3600) });
            };
            // What is said to one person in private is not stored, not even for a moment.
            if matches!(incoming.kind.as_str(), "Create" | "Update") && private::is_private(&body, &self.app.site) {
                tracing::info!(host = incoming.host, id = incoming.id, "inbox: a private message, not taken");
                return Ok(());
            }
            let arrived = Arrived {
                object_key: incoming.lane,
                url: incoming.id,
                kind: incoming.kind,
                actor_url: incoming.actor,
                host: incoming.host,
                body,
                received_at: incoming.received_at,
            };
            if self.gatherer.put(arrived).await { Ok(()) } else { Err(Busy { retry_after: Duration::from_secs(30) }) }
        }
        .boxed()
    }
}
