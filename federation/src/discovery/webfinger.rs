//! WebFinger both ways, and host-meta (wire.md §2, attacks.md A19). A handle is believed only when the server of the
//! handle and the server of the actor agree on it.

use serde_json::{Value, json};
use url::Url;
use url::form_urlencoded::byte_serialize;

use super::nodeinfo::read_json;
use super::{Acct, LookupError};
use crate::host;
use crate::limits::DISCOVERY_BYTES;
use crate::media_type::{ACTIVITY_JSON, is_activity};
use crate::remote::{Remote, RemoteError};
use crate::value;

/// Asked for by all that were seen; Akkoma answers 406 to anything else (bug 7).
const ACCEPT_JRD: &str = "application/jrd+json, application/json";

/// What we answer for one of our actors.
#[derive(Debug, Clone)]
pub struct Finger<'a> {
    /// Without `@`.
    pub handle: &'a str,
    /// The host of our handles.
    pub host: &'a str,
    /// The actor's id.
    pub id: &'a str,
    /// The page for people.
    pub page: &'a str,
    /// `Group`, `Person` or `Application`: tells a group from a person of the same name on other software.
    pub kind: &'a str,
    /// Our origin without a slash at its end.
    pub base: &'a str,
}

/// The JRD of an actor: served as `application/jrd+json` with `Access-Control-Allow-Origin: *`.
pub fn webfinger(finger: &Finger<'_>) -> Value {
    let base = finger.base;
    json!({
        "subject": format!("acct:{}@{}", finger.handle.to_ascii_lowercase(), finger.host),
        "aliases": [finger.id],
        "links": [
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": finger.page},
            {
                "rel": "self",
                "type": ACTIVITY_JSON,
                "href": finger.id,
                "properties": {"https://www.w3.org/ns/activitystreams#type": finger.kind},
            },
            {"rel": "http://ostatus.org/schema/1.0/subscribe", "template": format!("{base}/authorize_interaction?uri={{uri}}")},
            {"rel": "https://w3id.org/fep/3b86/Follow", "template": format!("{base}/authorize_interaction?uri={{object}}")},
            {"rel": "https://w3id.org/fep/3b86/Object", "template": format!("{base}/authorize_interaction?uri={{object}}")},
        ],
    })
}

/// The answer for the hub itself, asked for by its address (FEP-d556); `base` ends without a slash.
pub fn webfinger_hub(base: &str, hub_actor: &str) -> Value {
    json!({
        "subject": format!("{base}/"),
        "links": [{"rel": "https://www.w3.org/ns/activitystreams#Service", "type": ACTIVITY_JSON, "href": hub_actor}],
    })
}

/// What a request to our WebFinger asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A handle of ours, in lower case; the hub's own is its host.
    Handle(String),
    /// An address on our origin, to be looked up as an id or a page.
    Address(Url),
    /// The hub, by its root address.
    Hub,
}

/// Reads the `resource` parameter. [`LookupError::Malformed`] is a 400; what is well-formed but of another server
/// is [`LookupError::Unknown`], a 404. `base` is our origin, `host` that of our handles.
pub fn read_resource(resource: &str, base: &Url, host: &str) -> Result<Asked, LookupError> {
    if let Some(url) = value::address(resource).and_then(|text| Url::parse(&text).ok()) {
        return match url.path() {
            _ if !host::same_origin(&url, base) => Err(LookupError::Unknown),
            "/" | "" => Ok(Asked::Hub),
            _ => Ok(Asked::Address(url)),
        };
    }
    // On a test network the hub's own name has a port, which no other name may have.
    if resource.trim().trim_start_matches("acct:").eq_ignore_ascii_case(&format!("{host}@{host}")) {
        return Ok(Asked::Handle(host.to_owned()));
    }
    let acct = Acct::parse(resource, base.port().is_some()).ok_or(LookupError::Malformed)?;
    let ours = acct.host == host || Some(&acct.host) == host::of(base).as_ref();
    if ours { Ok(Asked::Handle(acct.name.to_ascii_lowercase())) } else { Err(LookupError::Unknown) }
}

/// `/.well-known/host-meta` as `application/xrd+xml`; `base` is our origin without a slash at its end.
pub fn host_meta(base: &str) -> String {
    let base = base.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n  \
         <Link rel=\"lrdd\" type=\"application/jrd+json\" template=\"{base}/.well-known/webfinger?resource={{uri}}\"/>\n</XRD>\n"
    )
}

/// Where a handle or an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The actor's id, to be fetched with [`Remote::fetch_object`].
    pub actor: Url,
    /// The handle in the words of its server; `None` when an address was given.
    pub subject: Option<Acct>,
}

/// `name@host`, `@name@host`, `!name@host` or an address to the id of an actor. A server that answers for another
/// subject must find it confirmed by that subject's own server.
pub async fn resolve_handle(remote: &Remote, text: &str) -> Result<Found, LookupError> {
    let text = text.trim();
    if let Some(url) = value::address(text).and_then(|text| Url::parse(&text).ok()) {
        remote.check(&url).map_err(RemoteError::from)?;
        return Ok(Found { actor: url, subject: None });
    }
    let asked = Acct::parse(text, remote.plain_http()).ok_or(LookupError::Malformed)?;
    let first = finger(remote, &asked).await?;
    let (mut subject, mut actor) = read(&first, remote)?;
    if !subject.is(&asked) {
        let claimed = subject;
        (subject, actor) = read(&finger(remote, &claimed).await?, remote)?;
        if !subject.is(&claimed) {
            return Err(LookupError::Unknown);
        }
    }
    Ok(Found { actor, subject: Some(subject) })
}

/// The handle of an actor that was fetched: `name@host` of its id, unless its server names another subject whose own
/// server leads back to this very actor (split domains, FEP-2c59).
pub async fn canonical_handle(remote: &Remote, actor: &Url, name: &str) -> Option<Acct> {
    let plain = Acct::parse(&format!("{name}@{}", host::of(actor)?), remote.plain_http())?;
    let named = match finger(remote, &plain).await {
        Ok(document) => read(&document, remote).ok()?,
        Err(_) => return Some(plain),
    };
    if named.1 != *actor {
        return None;
    }
    if named.0.is(&plain) {
        return Some(plain);
    }
    let looped = read(&finger(remote, &named.0).await.ok()?, remote).ok()?;
    (looped.0.is(&named.0) && looped.1 == *actor).then_some(looped.0)
}

/// The document of one account, from the account's own host.
pub(super) async fn finger(remote: &Remote, acct: &Acct) -> Result<Value, LookupError> {
    let scheme = if remote.plain_http() { "http" } else { "https" };
    let resource: String = byte_serialize(format!("acct:{acct}").as_bytes()).collect();
    let url = format!("{scheme}://{}/.well-known/webfinger?resource={resource}", acct.host);
    let url = Url::parse(&url).map_err(|_| LookupError::Malformed)?;
    match remote.get(&url, ACCEPT_JRD, None, DISCOVERY_BYTES).await {
        Ok(fetched) => Ok(read_json(fetched)?),
        Err(RemoteError::NotFound | RemoteError::Gone) => Err(LookupError::Unknown),
        Err(error) => Err(error.into()),
    }
}

fn read(document: &Value, remote: &Remote) -> Result<(Acct, Url), LookupError> {
    let subject = document.get("subject").and_then(Value::as_str).ok_or(LookupError::Unknown)?;
    let subject = Acct::parse(subject, remote.plain_http()).ok_or(LookupError::Unknown)?;
    let link = self_link(document).and_then(|link| Url::parse(&link).ok()).ok_or(LookupError::Unknown)?;
    remote.check(&link).map_err(RemoteError::from)?;
    Ok((subject, link))
}

/// The first `self` link of an ActivityPub type.
pub(super) fn self_link(document: &Value) -> Option<String> {
    let link = value::list(document.get("links")).iter().find(|link| {
        link.get("rel").and_then(Value::as_str) == Some("self")
            && link.get("type").and_then(Value::as_str).is_some_and(is_activity)
    });
    link.and_then(|link| value::address(link.get("href")?.as_str()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::testing::{Reply, Server, differences, remote, shared_json};

    #[test]
    fn our_answer_has_the_shape_that_peers_were_seen_to_read() {
        let finger = Finger {
            handle: "Climate",
            host: "commons.example",
            id: "https://commons.example/c/climate",
            page: "https://commons.example/c/climate",
            kind: "Group",
            base: "https://commons.example",
        };
        let mut built = webfinger(&finger);
        assert_eq!(self_link(&built).as_deref(), Some(finger.id));
        // The two intents are ours alone.
        built["links"].as_array_mut().unwrap().truncate(3);
        if let Some(wanted) = shared_json("wire/webfinger_group.json") {
            assert_eq!(differences(&wanted, &built), [""; 0]);
        }
        assert!(
            host_meta("https://commons.example")
                .contains("template=\"https://commons.example/.well-known/webfinger?resource={uri}\"")
        );
    }

    #[test]
    fn our_own_webfinger_is_asked_by_handle_by_address_and_for_the_hub() {
        let base = Url::parse("https://hub.example").unwrap();
        let table = [
            ("acct:Climate@HUB.example", Ok(Asked::Handle("climate".into()))),
            ("climate@hub.example", Ok(Asked::Handle("climate".into()))),
            ("acct:hub.example@hub.example", Ok(Asked::Handle("hub.example".into()))),
            ("https://hub.example/", Ok(Asked::Hub)),
            ("https://hub.example", Ok(Asked::Hub)),
            ("https://hub.example/c/a", Ok(Asked::Address(base.join("/c/a").unwrap()))),
            ("https://other.example/c/a", Err(LookupError::Unknown)),
            ("acct:climate@other.example", Err(LookupError::Unknown)),
            ("acct:climate", Err(LookupError::Malformed)),
            ("acct:a b@hub.example", Err(LookupError::Malformed)),
            ("", Err(LookupError::Malformed)),
        ];
        for (resource, wanted) in table {
            assert_eq!(read_resource(resource, &base, "hub.example"), wanted, "{resource}");
        }
    }

    fn jrd(subject: &str, link: &str) -> Reply {
        let body = json!({"subject": subject, "links": [{"rel": "self", "type": "text/html", "href": "http://x.test/"}, {"rel": "self", "type": ACTIVITY_JSON, "href": link}]});
        Reply::status(200).with("content-type", "application/jrd+json; charset=utf-8").body(body.to_string())
    }

    async fn server() -> Server {
        Server::start("127.0.1.1", |asked| {
            let host = asked.headers["host"].to_str().unwrap();
            let port = host.rsplit(':').next().unwrap();
            let actor = format!("http://{host}/u/bob");
            let resource = asked.target.split("acct%3A").nth(1).unwrap_or_default();
            match resource.split("%40").next().unwrap() {
                "bob" if host.starts_with("short") => {
                    jrd(&format!("acct:bob@{host}"), &format!("http://peer.test:{port}/u/bob"))
                }
                "bob" => jrd(&format!("acct:Bob@{host}"), &actor),
                "split" => jrd(&format!("acct:bob@short.test:{port}"), &actor),
                "liar" => jrd(&format!("acct:liar2@other.test:{port}"), &actor),
                "liar2" => jrd(&format!("acct:third@other.test:{port}"), &actor),
                "inner" => jrd(&format!("acct:inner@{host}"), "http://127.0.0.66/u/x"),
                "script" => jrd(&format!("acct:script@{host}"), "javascript:alert(1)"),
                "odd" => jrd("x@localh.st:1234/secret?y#", &actor),
                "html" => Reply::status(200).with("content-type", "text/html").body("<html>"),
                "large" => {
                    Reply::status(200).with("content-type", "application/json").body(vec![b' '; DISCOVERY_BYTES + 1])
                }
                _ => Reply::status(404),
            }
        })
        .await
    }

    #[tokio::test]
    async fn a19_a_handle_leads_to_the_actor_that_its_own_server_names() {
        let (remote, server) = (remote(), server().await);
        let port = server.address.port();
        let find = async |name: &str| resolve_handle(&remote, &format!("@{name}@peer.test:{port}")).await;
        let bob = find("bob").await.unwrap();
        assert_eq!(bob.actor, server.url("/u/bob"));
        assert_eq!(bob.subject.unwrap().to_string(), format!("Bob@peer.test:{port}"));
        assert_eq!(find("split").await.unwrap().subject.unwrap().host, format!("short.test:{port}"));
        for (name, why) in [
            ("liar", LookupError::Unknown),
            ("script", LookupError::Unknown),
            ("odd", LookupError::Unknown),
            ("nobody", LookupError::Unknown),
            ("large", RemoteError::TooLarge.into()),
        ] {
            assert_eq!(find(name).await.unwrap_err(), why, "{name}");
        }
        assert!(matches!(find("inner").await.unwrap_err(), LookupError::Remote(RemoteError::Forbidden(_))));
        assert!(matches!(find("html").await.unwrap_err(), LookupError::Remote(RemoteError::WrongType(_))));
        assert_eq!(resolve_handle(&remote, "bob").await, Err(LookupError::Malformed));
        let address = resolve_handle(&remote, server.url("/u/bob").as_str()).await.unwrap();
        assert_eq!((address.actor, address.subject), (server.url("/u/bob"), None));
    }

    #[tokio::test]
    async fn a_handle_on_another_host_is_shown_only_when_both_servers_agree() {
        let (remote, server) = (remote(), server().await);
        let port = server.address.port();
        let actor = server.url("/u/bob");
        assert_eq!(
            canonical_handle(&remote, &actor, "bob").await.unwrap().to_string(),
            format!("bob@peer.test:{port}")
        );
        assert_eq!(
            canonical_handle(&remote, &actor, "split").await.unwrap().to_string(),
            format!("bob@short.test:{port}")
        );
        assert_eq!(canonical_handle(&remote, &actor, "liar").await, None);
        assert_eq!(canonical_handle(&remote, &server.url("/u/eve"), "bob").await, None);
        // A server without WebFinger for it keeps the plain handle.
        assert_eq!(canonical_handle(&remote, &actor, "nobody").await.unwrap().name, "nobody");
    }
}
