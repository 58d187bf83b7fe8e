//! A visitor's way back to their own server: the address there that opens a post or follows a group of ours
//! (FEP-3b86 intents, OStatus subscribe; wire.md §2 "Remote interaction").

use serde_json::Value;
use url::Url;
use url::form_urlencoded::byte_serialize;

use super::{Acct, LookupError};
use crate::limits::URL_BYTES;
use crate::remote::Remote;
use crate::value;

const FOLLOW: &str = "https://w3id.org/fep/3b86/Follow";
const OBJECT: &str = "https://w3id.org/fep/3b86/Object";
const SUBSCRIBE: &str = "http://ostatus.org/schema/1.0/subscribe";

/// Where a server takes its people to interact with what is elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interaction {
    /// With `{uri}` or `{object}` in it.
    pub template: String,
}

impl Interaction {
    /// The address to send the visitor to; shown with its host before they leave (C07).
    pub fn fill(&self, uri: &str) -> Option<Url> {
        let encoded: String = byte_serialize(uri.as_bytes()).collect();
        let filled = self.template.replace("{uri}", &encoded).replace("{object}", &encoded);
        Url::parse(&filled).ok()
    }
}

/// Asks the server of `handle` (`me@host`) where it wants to be sent. The address found lies on that very host.
pub async fn find_interaction(remote: &Remote, handle: &str) -> Result<Interaction, LookupError> {
    let acct = Acct::parse(handle, remote.plain_http()).ok_or(LookupError::Malformed)?;
    let document = super::webfinger::finger(remote, &acct).await?;
    let found = from_links(&document).ok_or(LookupError::Unknown)?;
    let url = found.fill("https://hub.example/").ok_or(LookupError::Unknown)?;
    let home = super::webfinger::self_link(&document).and_then(|link| Url::parse(&link).ok());
    let on_host = crate::host::of(&url).as_deref() == Some(acct.host.as_str());
    // Servers whose handles have another host than their pages are recognised by the actor that they name.
    let on_home = home.is_some_and(|home| crate::host::same_origin(&home, &url));
    if remote.check(&url).is_err() || !(on_host || on_home) {
        return Err(LookupError::Unknown);
    }
    Ok(found)
}

/// The most fitting template: the two intents that take an address, then OStatus.
pub(super) fn from_links(document: &Value) -> Option<Interaction> {
    let links = value::list(document.get("links"));
    [FOLLOW, OBJECT, SUBSCRIBE].iter().find_map(|rel| {
        let link = links.iter().find(|link| link.get("rel").and_then(Value::as_str) == Some(rel))?;
        let template = link.get("template")?.as_str()?.trim();
        let usable = template.len() <= URL_BYTES
            && (template.contains("{uri}") || template.contains("{object}"))
            && (template.starts_with("https://") || template.starts_with("http://"));
        usable.then(|| Interaction { template: template.to_owned() })
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::testing::{Reply, Server, remote};
    use serde_json::json;

    #[test]
    fn a_template_is_filled_with_the_whole_address_encoded() {
        let interaction = Interaction { template: "https://m.example/authorize_interaction?uri={uri}".into() };
        let url = interaction.fill("https://hub.example/c/a?x=1&y=é").unwrap();
        assert_eq!(
            url.as_str(),
            "https://m.example/authorize_interaction?uri=https%3A%2F%2Fhub.example%2Fc%2Fa%3Fx%3D1%26y%3D%C3%A9"
        );
        let links = |rel: &str, template: &str| from_links(&json!({"links": [{"rel": rel, "template": template}]}));
        assert!(links(SUBSCRIBE, "https://m.example/?u={uri}").is_some());
        assert!(links(FOLLOW, "https://m.example/?u={object}").is_some());
        for bad in ["https://m.example/", "javascript:alert({uri})", "//m.example/{uri}", "/follow?{uri}"] {
            assert!(links(SUBSCRIBE, bad).is_none(), "{bad}");
        }
    }

    #[tokio::test]
    async fn c07_a_visitor_is_sent_to_their_own_server_only() {
        let server = Server::start("127.0.1.1", |asked| {
            let host = asked.headers["host"].to_str().unwrap().to_owned();
            let to = if asked.target.contains("evil") { "http://evil.test".to_owned() } else { format!("http://{host}") };
            let name = if asked.target.contains("evil") { "evil" } else { "me" };
            let body = json!({"subject": format!("acct:{name}@{host}"), "links": [{"rel": SUBSCRIBE, "template": format!("{to}/i?uri={{uri}}")}]});
            Reply::status(200).with("content-type", "application/jrd+json").body(body.to_string())
        })
        .await;
        let remote = remote();
        let at = |name: &str| format!("@{name}@peer.test:{}", server.address.port());
        assert!(find_interaction(&remote, &at("me")).await.is_ok());
        assert_eq!(find_interaction(&remote, &at("evil")).await, Err(LookupError::Unknown));
        assert_eq!(find_interaction(&remote, "me@peer.test/x").await, Err(LookupError::Malformed));
    }
}
