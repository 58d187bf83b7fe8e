//! WebFinger, host-meta and NodeInfo.

use axum::extract::{Path, RawQuery, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use federation::discovery::{self, Asked, Finger, LookupError, NodeInfo};
use federation::home::Home;
use serde_json::Value;

use super::refusal;
use crate::actors::{Actor, queries};
use crate::groups::{self, Visibility};
use crate::peers::Peers;
use crate::store::{Error, Result};

pub async fn webfinger(State(peers): State<Peers>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let asked = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "resource");
    let Some(resource) = asked.map(|(_, value)| value.into_owned()).filter(|text| text.len() <= 2048) else {
        return (StatusCode::BAD_REQUEST, "resource is missing\n").into_response();
    };
    match find(&peers, &resource).await {
        Ok(Sought::Found(document)) => jrd(&document),
        Ok(Sought::Gone) => (StatusCode::GONE, "it was here and is gone\n").into_response(),
        Ok(Sought::Malformed) => {
            (StatusCode::BAD_REQUEST, "resource is neither an account nor an address\n").into_response()
        }
        Err(error) => refusal(&error),
    }
}

enum Sought {
    Found(Value),
    /// Mastodon forgets an account whose server says so, and keeps one that is merely unknown.
    Gone,
    /// Neither an account nor an address.
    Malformed,
}

async fn find(peers: &Peers, resource: &str) -> Result<Sought> {
    let site = &peers.app.site;
    let mut conn = peers.app.read().await?;
    let actor = match discovery::read_resource(resource, peers.home.base(), site.host()) {
        Err(LookupError::Malformed) => return Ok(Sought::Malformed),
        Err(_) => None,
        Ok(Asked::Hub) => return Ok(Sought::Found(discovery::webfinger_hub(site.base(), &site.hub_actor()))),
        Ok(Asked::Address(url)) => queries::by_url(&mut conn, url.as_str()).await?,
        Ok(Asked::Handle(name)) if name == site.host() => queries::by_url(&mut conn, &site.hub_actor()).await?,
        Ok(Asked::Handle(name)) => queries::by_handle(&mut conn, &name).await?,
    };
    let actor = actor.filter(Actor::is_local).ok_or(Error::NotFound)?;
    if actor.gone_at.is_some() || actor.suspended_at.is_some() {
        return Ok(Sought::Gone);
    }
    let kind = match actor.kind.as_str() {
        "group" => "Group",
        "hub" => "Application",
        _ => "Person",
    };
    if let Some(group) = groups::queries::by_id(&mut conn, actor.id).await?
        && group.visibility() == Visibility::Hub
    {
        return Err(Error::NotFound);
    }
    Ok(Sought::Found(discovery::webfinger(&Finger {
        handle: &actor.handle,
        host: site.host(),
        id: &actor.url,
        page: &actor.url,
        kind,
        base: site.base(),
    })))
}

fn jrd(document: &Value) -> Response {
    let mut response = document.to_string().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/jrd+json"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    response
}

pub async fn host_meta(State(peers): State<Peers>) -> Response {
    let mut response = discovery::host_meta(peers.app.site.base()).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/xrd+xml"));
    response
}

pub async fn nodeinfo_index(State(peers): State<Peers>) -> Response {
    let site = &peers.app.site;
    json_document(&discovery::nodeinfo_index(site.base(), &site.hub_actor()), "application/json")
}

pub async fn nodeinfo(State(peers): State<Peers>, Path(version): Path<String>) -> Response {
    let version = version.trim_end_matches(".json");
    if !matches!(version, "2.0" | "2.1") {
        return refusal(&Error::NotFound);
    }
    let read = async {
        let mut conn = peers.app.read().await?;
        let numbers = crate::streams::health::numbers(&mut conn, peers.app.clock.now()).await?;
        let site = &peers.app.site;
        Ok(NodeInfo {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            repository: Some(peers.app.config.site.source_url.clone()).filter(|url| !url.is_empty()),
            homepage: None,
            name: site.name.clone(),
            description: site.tagline.clone(),
            open_registrations: !peers.app.config.members.approval,
            members: numbers.members.unsigned_abs(),
            active_month: numbers.active_month.unsigned_abs(),
            active_half_year: numbers.active_half_year.unsigned_abs(),
            posts: numbers.posts.unsigned_abs(),
            replies: numbers.replies.unsigned_abs(),
        })
    };
    match read.await {
        Ok(info) => {
            let kind = format!(
                "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/{version}#\"; charset=utf-8"
            );
            json_document(&discovery::nodeinfo(&info, version), &kind)
        }
        Err(error) => refusal(&error),
    }
}

fn json_document(document: &Value, kind: &str) -> Response {
    let mut response = document.to_string().into_response();
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(kind) {
        headers.insert(CONTENT_TYPE, kind);
    }
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    response
}
