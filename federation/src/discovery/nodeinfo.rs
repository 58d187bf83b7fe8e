//! NodeInfo 2.0 and 2.1: what a server says of itself, ours and others' (wire.md §2). The software's name decides how a
//! group announces to that server.

use serde_json::{Value, json};
use url::Url;

use super::LookupError;
use crate::host;
use crate::limits::{DISCOVERY_BYTES, WORD_CHARS};
use crate::media_type::MediaType;
use crate::remote::{Fetched, Remote, RemoteError};
use crate::value;

const APPLICATION: &str = "https://www.w3.org/ns/activitystreams#Application";
const SCHEMA: &str = "http://nodeinfo.diaspora.software/ns/schema/";

/// What we say of ourselves.
#[derive(Debug, Clone)]
pub struct NodeInfo {
    pub version: String,
    pub repository: Option<String>,
    pub homepage: Option<String>,
    pub name: String,
    pub description: String,
    pub open_registrations: bool,
    pub members: u64,
    pub active_month: u64,
    pub active_half_year: u64,
    pub posts: u64,
    pub replies: u64,
}

/// `/.well-known/nodeinfo`; `base` is our origin without a slash at its end, `hub_actor` the id of the hub's own actor (FEP-2677).
pub fn nodeinfo_index(base: &str, hub_actor: &str) -> Value {
    json!({"links": [
        {"rel": format!("{SCHEMA}2.0"), "href": format!("{base}/nodeinfo/2.0")},
        {"rel": format!("{SCHEMA}2.1"), "href": format!("{base}/nodeinfo/2.1")},
        {"rel": APPLICATION, "href": hub_actor},
    ]})
}

/// `/nodeinfo/2.0` and `/nodeinfo/2.1`; `version` is one of these two.
pub fn nodeinfo(info: &NodeInfo, version: &str) -> Value {
    let mut software = json!({"name": "waypost", "version": info.version});
    if version == "2.1" {
        software["repository"] = json!(info.repository);
        software["homepage"] = json!(info.homepage);
        if let Some(map) = software.as_object_mut() {
            map.retain(|_, value| !value.is_null());
        }
    }
    json!({
        "version": version,
        "software": software,
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": ["atom1.0"]},
        "openRegistrations": info.open_registrations,
        "usage": {
            "users": {"total": info.members, "activeMonth": info.active_month, "activeHalfyear": info.active_half_year},
            "localPosts": info.posts,
            "localComments": info.replies,
        },
        "metadata": {"nodeName": info.name, "nodeDescription": info.description},
    })
}

/// What runs on another server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Software {
    /// Lower case: `lemmy`.
    pub name: String,
    pub version: String,
}

/// Asks a server, by any address of it, what it runs.
pub async fn fetch_software(remote: &Remote, server: &Url) -> Result<Software, LookupError> {
    let index = server.join("/.well-known/nodeinfo").map_err(|_| LookupError::Malformed)?;
    let links = read_json(remote.get(&index, "application/json", None, DISCOVERY_BYTES).await?)?;
    let link = document_link(&links).and_then(|link| Url::parse(&link).ok()).ok_or(LookupError::Unknown)?;
    if !host::same_origin(&link, server) {
        return Err(LookupError::Unknown);
    }
    let document = read_json(remote.get(&link, "application/json", None, DISCOVERY_BYTES).await?)?;
    software(&document).ok_or(LookupError::Unknown)
}

/// The address of a server's own actor, by any address of it: what its NodeInfo names (FEP-2677), else `/actor`.
pub async fn find_hub_actor(remote: &Remote, server: &Url) -> Result<Url, LookupError> {
    let index = server.join("/.well-known/nodeinfo").map_err(|_| LookupError::Malformed)?;
    let links = match remote.get(&index, "application/json", None, DISCOVERY_BYTES).await {
        Ok(fetched) => read_json(fetched)?,
        Err(RemoteError::NotFound) => Value::Null,
        Err(error) => return Err(error.into()),
    };
    let is_actor = |link: &&Value| link.get("rel").and_then(Value::as_str) == Some(APPLICATION);
    let named = value::href(value::list(links.get("links")).iter().find(is_actor));
    let named = named.and_then(|href| Url::parse(&href).ok()).filter(|href| host::same_origin(href, server));
    match named {
        Some(actor) => Ok(actor),
        None => server.join("/actor").map_err(|_| LookupError::Malformed),
    }
}

/// The document of the highest schema that we know.
pub(super) fn document_link(index: &Value) -> Option<String> {
    let links = value::list(index.get("links"));
    ["2.1", "2.0", "1.1", "1.0"].iter().find_map(|version| {
        let wanted = format!("{SCHEMA}{version}");
        value::href(links.iter().find(|link| link.get("rel").and_then(Value::as_str) == Some(&wanted)))
    })
}

pub(super) fn software(document: &Value) -> Option<Software> {
    let software = document.get("software")?;
    let name = value::text(software.get("name"), WORD_CHARS)?.to_ascii_lowercase();
    Some(Software { name, version: value::text(software.get("version"), WORD_CHARS).unwrap_or_default() })
}

/// JSON of a discovery document: `application/json` or any `+json`.
pub(super) fn read_json(fetched: Fetched) -> Result<Value, RemoteError> {
    let content_type = fetched.content_type.unwrap_or_default();
    let essence = MediaType::parse(&content_type).map(|m| m.essence).unwrap_or_default();
    if essence != "application/json" && !essence.ends_with("+json") {
        return Err(RemoteError::WrongType(content_type));
    }
    crate::json::read(&fetched.body).map_err(|malformed| RemoteError::WrongType(malformed.0))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::testing::{Reply, Server, remote, shared_json};

    #[test]
    fn our_index_and_both_documents_have_all_that_the_schema_demands() {
        if let Some(wanted) = shared_json("wire/nodeinfo_index.json") {
            assert_eq!(nodeinfo_index("https://commons.example", "https://commons.example/actor"), wanted);
        }
        let info = NodeInfo {
            version: "0.1.0".into(),
            repository: Some("https://code.example/waypost".into()),
            homepage: None,
            name: "Hub".into(),
            description: String::new(),
            open_registrations: false,
            members: 3,
            active_month: 2,
            active_half_year: 3,
            posts: 4,
            replies: 5,
        };
        for version in ["2.0", "2.1"] {
            let document = nodeinfo(&info, version);
            for key in ["version", "software", "protocols", "services", "openRegistrations", "usage", "metadata"] {
                assert!(document.get(key).is_some(), "{key}");
            }
            assert!(document["services"]["inbound"].is_array() && document["services"]["outbound"].is_array());
            assert_eq!(document["software"].get("repository").is_some(), version == "2.1");
            assert_eq!(software(&document).unwrap(), Software { name: "waypost".into(), version: "0.1.0".into() });
        }
    }

    #[tokio::test]
    async fn the_software_of_a_server_is_read_from_its_own_origin_only() {
        let server = Server::start("127.0.1.1", |asked| {
            let host = asked.headers["host"].to_str().unwrap();
            let body = match asked.target.as_str() {
                "/.well-known/nodeinfo" if host.starts_with("liar") => {
                    json!({"links": [{"rel": format!("{SCHEMA}2.1"), "href": "http://elsewhere.test/n"}]})
                }
                "/.well-known/nodeinfo" => json!({"links": [
                    {"rel": format!("{SCHEMA}2.0"), "href": format!("http://{host}/n/2.0")},
                    {"rel": format!("{SCHEMA}2.1"), "href": format!("http://{host}/n/2.1")},
                ]}),
                "/n/2.1" => json!({"software": {"name": "Lemmy", "version": "1.0.0"}}),
                _ => return Reply::status(404),
            };
            Reply::status(200).with("content-type", "application/json; profile=\"x\"").body(body.to_string())
        })
        .await;
        let remote = remote();
        let found = fetch_software(&remote, &server.url("/c/group")).await.unwrap();
        assert_eq!((found.name.as_str(), found.version.as_str()), ("lemmy", "1.0.0"));
        let liar = server.url_of("liar.test", "/");
        assert_eq!(fetch_software(&remote, &liar).await, Err(LookupError::Unknown));
    }
}
