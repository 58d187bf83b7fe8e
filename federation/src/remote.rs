//! The ONE outgoing client (house.md ground rule 8): whatever leaves the hub, for whatever reason, goes through here.
//! Public addresses only, checked on what is dialled; bounded in time, bytes, redirects and requests per host
//! (attacks.md B01-B06). Knows HTTP and signatures; not what is fetched or why.

mod body;
pub mod budget;
mod download;
mod error;
pub mod guard;
mod names;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};
use ipnet::IpNet;
use serde_json::Value;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

pub use download::Download;
pub use names::{ListedNames, Names, SystemNames};

use crate::host;
use crate::limits::{EXCERPT_BYTES, OBJECT_BYTES, REMEMBERED};
use crate::media_type;
use crate::signature::{Scheme, Signer, sign_get};
use budget::{Budget, Overspent};
pub use error::RemoteError;
use guard::{Forbidden, Guard};
use names::GuardedNames;

/// What we ask for when we want an object (wire.md §4.1).
pub const ACCEPT_OBJECT: &str =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

/// The hub's clock, for the `Date` of signed requests.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// How the client is built; [`RemoteConfig::new`] has the production values.
#[derive(Clone)]
pub struct RemoteConfig {
    pub user_agent: String,
    pub clock: Clock,
    /// Networks that may be dialled although they are not public.
    pub allow_networks: Vec<IpNet>,
    /// Allow `http:` and unusual ports: test networks only.
    pub plain_http: bool,
    /// A further root certificate (or several) to trust, PEM.
    pub ca_pem: Option<Vec<u8>>,
    pub resolver: Arc<dyn Names>,
    pub limits: Limits,
}

impl RemoteConfig {
    pub fn new(user_agent: impl Into<String>, clock: Clock) -> Self {
        RemoteConfig {
            user_agent: user_agent.into(),
            clock,
            allow_networks: Vec::new(),
            plain_http: false,
            ca_pem: None,
            resolver: Arc::new(SystemNames),
            limits: Limits::default(),
        }
    }
}

/// Bounds of every request.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From asking for a slot to the last byte, redirects included.
    pub total: Duration,
    /// The same for bodies that may be larger than one JSON document.
    pub total_large: Duration,
    pub connect: Duration,
    /// GETs at once to one registrable domain.
    pub per_domain: usize,
    /// GETs at once in all. Deliveries are bounded by who makes them.
    pub overall: usize,
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            total: Duration::from_secs(10),
            total_large: Duration::from_secs(60),
            connect: Duration::from_secs(5),
            per_domain: 4,
            overall: 32,
            redirects: 3,
        }
    }
}

/// A successful answer to a GET.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Where the answer came from after redirects: the only authority over its content.
    pub final_url: Url,
    pub status: u16,
    pub content_type: Option<String>,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Any answer to a POST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    pub status: u16,
    pub retry_after: Option<Duration>,
    /// The first bytes of the answer, for the administrator.
    pub body_excerpt: String,
}

/// A place at the domain and one of all.
type Slots = (OwnedSemaphorePermit, OwnedSemaphorePermit);

/// The client. One for the whole process; clones of the `Arc` share its connections.
pub struct Remote {
    client: reqwest::Client,
    guard: Arc<Guard>,
    limits: Limits,
    clock: Clock,
    overall: Arc<Semaphore>,
    domains: Mutex<HashMap<String, Arc<Semaphore>>>,
    budget: Budget,
}

impl std::fmt::Debug for Remote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remote").field("guard", &self.guard).field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Remote {
    /// Fails when the further root certificate cannot be read or the system has none at all.
    pub fn new(config: RemoteConfig) -> Result<Self, RemoteError> {
        let guard = Arc::new(Guard { holes: config.allow_networks, plain_http: config.plain_http });
        // The one place where a client is made.
        #[allow(clippy::disallowed_methods)]
        let mut builder = reqwest::Client::builder()
            .user_agent(config.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(config.limits.connect)
            .pool_idle_timeout(Duration::from_secs(60))
            .pool_max_idle_per_host(4)
            .tcp_nodelay(true)
            .dns_resolver(Arc::new(GuardedNames { names: config.resolver, guard: Arc::clone(&guard) }));
        if let Some(pem) = config.ca_pem {
            let roots = reqwest::Certificate::from_pem_bundle(&pem).map_err(RemoteError::from_reqwest)?;
            builder = builder.tls_certs_merge(roots);
        }
        Ok(Remote {
            client: builder.build().map_err(RemoteError::from_reqwest)?,
            guard,
            limits: config.limits,
            clock: config.clock,
            overall: Arc::new(Semaphore::new(config.limits.overall)),
            domains: Mutex::new(HashMap::new()),
            budget: Budget::default(),
        })
    }

    /// Whether an address is one that this hub would dial and believe: scheme, host, port, no credentials.
    pub fn check(&self, url: &Url) -> Result<(), Forbidden> {
        self.guard.url(url)
    }

    /// Whether ports and `http:` may occur in addresses and handles (test networks).
    pub fn plain_http(&self) -> bool {
        self.guard.plain_http
    }

    /// To be asked before each fetch that another server caused (B08); what members ask for is not counted.
    pub fn spend(&self, url: &Url) -> Result<(), Overspent> {
        self.budget.spend(url, self.now())
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// Fetches with at most `cap` bytes of body; anything but a 2xx is an error. With a signer each hop is signed.
    pub async fn get(
        &self,
        url: &Url,
        accept: &str,
        signer: Option<&Signer>,
        cap: usize,
    ) -> Result<Fetched, RemoteError> {
        let total = if cap > OBJECT_BYTES { self.limits.total_large } else { self.limits.total };
        match tokio::time::timeout(total, self.follow(url.clone(), accept, signer, cap)).await {
            Ok(result) => result,
            Err(_) => Err(RemoteError::Timeout),
        }
    }

    /// Fetches an ActivityPub document: right media type, and an `id` equal to where it came from, for which one
    /// further request to that `id` on the same origin is allowed (wire.md rule 3; A01-A03).
    pub async fn fetch_object(&self, url: &Url, signer: Option<&Signer>) -> Result<Value, RemoteError> {
        let (found, id) = self.document(url, signer).await?;
        if is_id(&id, &found.0) {
            return live(found.1);
        }
        let id = Url::parse(&id).map_err(|_| RemoteError::WrongId(id))?;
        if !host::same_origin(&id, &found.0) {
            return Err(RemoteError::WrongId(id.into()));
        }
        let (again, second) = self.document(&id, signer).await?;
        if is_id(&second, &again.0) && same_address(&id, &again.0) {
            live(again.1)
        } else {
            Err(RemoteError::WrongId(second))
        }
    }

    /// Sends a body with headers that are already signed. Never redirected; every status is an answer.
    pub async fn post(&self, url: &Url, body: Bytes, headers: HeaderMap) -> Result<Posted, RemoteError> {
        self.guard.url(url)?;
        let exchange = async {
            let request = self.client.post(url.clone()).headers(headers).body(body);
            let response = request.send().await.map_err(RemoteError::from_reqwest)?;
            let status = response.status().as_u16();
            let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| self.pause(value));
            let body_excerpt = body::excerpt(response, EXCERPT_BYTES).await;
            Ok(Posted { status, retry_after, body_excerpt })
        };
        match tokio::time::timeout(self.limits.total, exchange).await {
            Ok(result) => result,
            Err(_) => Err(RemoteError::Timeout),
        }
    }

    async fn document(&self, url: &Url, signer: Option<&Signer>) -> Result<((Url, Value), String), RemoteError> {
        let mut bare = url.clone();
        bare.set_fragment(None);
        let fetched = self.get(&bare, ACCEPT_OBJECT, signer, OBJECT_BYTES).await?;
        let content_type = fetched.content_type.unwrap_or_default();
        if !media_type::is_activity(&content_type) {
            return Err(RemoteError::WrongType(content_type));
        }
        let value = crate::json::read_document(&fetched.body).map_err(|why| RemoteError::WrongType(why.to_string()))?;
        let id = value.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(((fetched.final_url, value), id))
    }

    async fn follow(
        &self,
        url: Url,
        accept: &str,
        signer: Option<&Signer>,
        cap: usize,
    ) -> Result<Fetched, RemoteError> {
        let (final_url, response, _slots) = self.reach(url, accept, signer).await?;
        let headers = response.headers().clone();
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        Ok(Fetched {
            final_url,
            status: response.status().as_u16(),
            content_type: content_type.map(str::to_owned),
            body: body::read(response, cap).await?,
            headers,
        })
    }

    /// A successful answer whose body is not read yet, from where redirects led, with the slots that it holds.
    async fn reach(
        &self,
        mut url: Url,
        accept: &str,
        signer: Option<&Signer>,
    ) -> Result<(Url, reqwest::Response, Slots), RemoteError> {
        for _ in 0..=self.limits.redirects {
            self.guard.url(&url)?;
            let slots = self.slots(&url).await?;
            let response = self.knock(&url, accept, signer).await?;
            let status = response.status();
            if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
                let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
                url = location
                    .and_then(|location| url.join(location).ok())
                    .ok_or_else(|| RemoteError::Network("a redirect to nowhere".into()))?;
                url.set_fragment(None);
                continue;
            }
            if !status.is_success() {
                return Err(RemoteError::from_status(status));
            }
            return Ok((url, response, slots));
        }
        Err(RemoteError::Redirects)
    }

    /// One hop. A 401 is answered with the next way to sign: cavage, cavage without the query, RFC 9421 (wire.md §4.2).
    async fn knock(&self, url: &Url, accept: &str, signer: Option<&Signer>) -> Result<reqwest::Response, RemoteError> {
        let plain = |headers: HeaderMap| {
            self.client.get(url.clone()).header(ACCEPT, accept).header(ACCEPT_ENCODING, "gzip").headers(headers).send()
        };
        let Some(signer) = signer else {
            return plain(HeaderMap::new()).await.map_err(RemoteError::from_reqwest);
        };
        let mut ways = vec![(Scheme::Cavage, true)];
        if url.query().is_some() {
            ways.push((Scheme::Cavage, false));
        }
        ways.push((Scheme::Rfc9421, true));
        let last = ways.len() - 1;
        for (index, (scheme, with_query)) in ways.into_iter().enumerate() {
            let headers = sign_get(signer, scheme, url, with_query, self.now())
                .map_err(|error| RemoteError::Network(error.to_string()))?;
            let response = plain(headers).await.map_err(RemoteError::from_reqwest)?;
            if response.status() != StatusCode::UNAUTHORIZED || index == last {
                return Ok(response);
            }
        }
        Err(RemoteError::Unauthorized)
    }

    /// The domain's slot first, so that those who wait for a slow one hold nobody else up, whatever its hosts are called.
    async fn slots(&self, url: &Url) -> Result<Slots, RemoteError> {
        let key = host::domain(&host::of(url).unwrap_or_default());
        let mine = {
            let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
            if domains.len() >= REMEMBERED {
                domains.retain(|_, slots| Arc::strong_count(slots) > 1);
            }
            Arc::clone(domains.entry(key).or_insert_with(|| Arc::new(Semaphore::new(self.limits.per_domain))))
        };
        let closed = |_| RemoteError::Network("the client is shutting down".into());
        let host_slot = mine.acquire_owned().await.map_err(closed)?;
        let slot = Arc::clone(&self.overall).acquire_owned().await.map_err(closed)?;
        Ok((host_slot, slot))
    }

    /// `Retry-After` in seconds or as a date, at most a day.
    fn pause(&self, value: &HeaderValue) -> Option<Duration> {
        let text = value.to_str().ok()?.trim();
        let seconds = match text.parse::<u64>() {
            Ok(seconds) => seconds,
            Err(_) => {
                let at: DateTime<Utc> = httpdate::parse_http_date(text).ok()?.into();
                u64::try_from((at - self.now()).num_seconds()).unwrap_or(0)
            }
        };
        Some(Duration::from_secs(seconds.min(86_400)))
    }
}

fn is_id(id: &str, final_url: &Url) -> bool {
    Url::parse(id).is_ok_and(|id| same_address(&id, final_url))
}

/// Equal but for a fragment: a key document may be named `...#main-key` where its actor answers.
fn same_address(a: &Url, b: &Url) -> bool {
    let bare = |url: &Url| {
        let mut url = url.clone();
        url.set_fragment(None);
        url
    };
    bare(a) == bare(b)
}

fn live(value: Value) -> Result<Value, RemoteError> {
    match value.get("type").and_then(Value::as_str) {
        Some("Tombstone") => Err(RemoteError::Gone),
        _ => Ok(value),
    }
}
