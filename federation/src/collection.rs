//! Collections: the shapes that we serve (wire.md §9) and the bounded walk through those of others (attacks.md B09).
//! Knows nothing of what the items are.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;
use url::Url;

use crate::context::Context;
use crate::host;
use crate::remote::{Remote, RemoteError};
use crate::signature::Signer;
use crate::value;

/// A collection as we serve it. Build one with the functions below; fields are what goes on the wire.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Collection {
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributed_to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_items: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<First>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ordered_items: Option<Vec<Value>>,
}

/// The first page, by address or embedded.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum First {
    Address(String),
    Page(Box<Collection>),
}

impl Collection {
    fn new(id: impl Into<String>, kind: &'static str, total: Option<u64>) -> Self {
        Collection {
            context: None,
            id: id.into(),
            kind,
            attributed_to: None,
            audience: None,
            name: None,
            part_of: None,
            total_items: total,
            first: None,
            next: None,
            items: None,
            ordered_items: None,
        }
    }

    fn on_its_own(mut self, context: Context) -> Self {
        self.context = Some(context);
        self
    }
}

/// A number without its items: followers, following, likes, shares (§9: nobody needs the members).
pub fn count(id: impl Into<String>, total: u64) -> Collection {
    Collection::new(id, "Collection", Some(total))
}

/// [`count`] served at its own address.
pub fn count_document(id: impl Into<String>, total: u64) -> Collection {
    Collection { items: Some(vec![]), ..count(id, total).on_its_own(Context::Plain) }
}

/// An outbox: the latest activities inline (Lemmy reads nothing else) and pages for everybody else.
pub fn outbox(id: &str, total: u64, latest: Vec<Value>) -> Collection {
    Collection {
        first: Some(First::Address(format!("{id}?page=1"))),
        ordered_items: Some(latest),
        ..Collection::new(id, "OrderedCollection", Some(total)).on_its_own(Context::Object)
    }
}

/// Page `page` (from 1) of an outbox; `more` says whether another follows.
pub fn outbox_page(id: &str, page: u64, more: bool, items: Vec<Value>) -> Collection {
    Collection {
        part_of: Some(id.into()),
        next: more.then(|| format!("{id}?page={}", page + 1)),
        ordered_items: Some(items),
        ..Collection::new(format!("{id}?page={page}"), "OrderedCollectionPage", None).on_its_own(Context::Object)
    }
}

/// What is pinned, embedded whole (Lemmy parses the objects).
pub fn featured(id: &str, objects: Vec<Value>) -> Collection {
    Collection {
        ordered_items: Some(objects),
        ..Collection::new(id, "OrderedCollection", None).on_its_own(Context::Object)
    }
    .with_total()
}

/// The ids of a group's moderators.
pub fn moderators(id: &str, actors: Vec<String>) -> Collection {
    Collection {
        ordered_items: Some(actors.into_iter().map(Value::from).collect()),
        ..Collection::new(id, "OrderedCollection", None).on_its_own(Context::Plain)
    }
    .with_total()
}

/// A conversation (FEP-7888, FEP-f228): every post in it, the root first, oldest first. NodeBB drops replies that are missing here.
pub fn conversation(id: &str, group: &str, name: &str, posts: Vec<String>) -> Collection {
    Collection {
        attributed_to: Some(group.into()),
        audience: Some(group.into()),
        name: Some(name.into()),
        ordered_items: Some(posts.into_iter().map(Value::from).collect()),
        ..Collection::new(id, "OrderedCollection", None).on_its_own(Context::Plain)
    }
    .with_total()
}

/// The replies of one post with an embedded first page: GoToSocial backfills from nothing else (§15a.6).
pub fn replies(id: &str, total: u64, first: Vec<String>, more: bool) -> Collection {
    let page = Collection {
        part_of: Some(id.into()),
        next: more.then(|| format!("{id}?page=2")),
        items: Some(first.into_iter().map(Value::from).collect()),
        ..Collection::new(format!("{id}?page=1"), "CollectionPage", None)
    };
    Collection { first: Some(First::Page(Box::new(page))), ..Collection::new(id, "Collection", Some(total)) }
}

/// [`replies`] served at its own address.
pub fn replies_document(id: &str, total: u64, first: Vec<String>, more: bool) -> Collection {
    replies(id, total, first, more).on_its_own(Context::Plain)
}

/// Page `page` (from 1) of the replies of one post.
pub fn replies_page(id: &str, page: u64, more: bool, items: Vec<String>) -> Collection {
    Collection {
        part_of: Some(id.into()),
        next: more.then(|| format!("{id}?page={}", page + 1)),
        items: Some(items.into_iter().map(Value::from).collect()),
        ..Collection::new(format!("{id}?page={page}"), "CollectionPage", None).on_its_own(Context::Plain)
    }
}

impl Collection {
    fn with_total(mut self) -> Self {
        let listed = self.ordered_items.as_ref().or(self.items.as_ref()).map_or(0, Vec::len);
        self.total_items = Some(listed as u64);
        self
    }
}

/// How far a walk goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub pages: usize,
    pub items: usize,
}

impl Default for Reading {
    fn default() -> Self {
        Reading { pages: 10, items: 200 }
    }
}

/// What a walk has found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Walked {
    /// Ids or embedded objects, in the collection's own order.
    pub items: Vec<Value>,
    /// What the collection says of its size, whether or not it showed so many.
    pub total: Option<u64>,
    /// Whether everything it offered was read.
    pub complete: bool,
}

/// Reads a collection of another server through its pages: same origin only, no page twice, never beyond `reading`.
/// A page that fails ends the walk with what there is; only a first document that cannot be read is an error.
pub async fn walk(
    remote: &Remote,
    signer: Option<&Signer>,
    url: &Url,
    reading: Reading,
) -> Result<Walked, RemoteError> {
    let mut page = remote.fetch_object(url, signer).await?;
    let mut walked = Walked { total: value::count(page.get("totalItems")), ..Walked::default() };
    let mut seen = HashSet::from([url.to_string()]);
    for _ in 0..reading.pages {
        for key in ["orderedItems", "items"] {
            walked.items.extend(value::list(page.get(key)).iter().cloned());
        }
        if walked.items.len() > reading.items {
            walked.items.truncate(reading.items);
            return Ok(walked);
        }
        page = match next_of(&page, !walked.items.is_empty()) {
            Next::End => {
                walked.complete = true;
                return Ok(walked);
            }
            Next::Embedded(inner) => inner,
            Next::Address(next) => {
                let Ok(next) = Url::parse(&next) else { return Ok(walked) };
                if !host::same_origin(&next, url) || !seen.insert(next.to_string()) {
                    return Ok(walked);
                }
                match remote.fetch_object(&next, signer).await {
                    Ok(found) => found,
                    Err(_) => return Ok(walked),
                }
            }
        };
    }
    Ok(walked)
}

enum Next {
    Embedded(Value),
    Address(String),
    End,
}

/// `next` of a page, or `first` of a collection that has shown nothing yet: an outbox with inline items repeats them there.
fn next_of(page: &Value, shown: bool) -> Next {
    let key = if page.get("next").is_some() { "next" } else { "first" };
    match page.get(key) {
        Some(Value::String(address)) if key == "next" || !shown => Next::Address(address.clone()),
        Some(Value::Object(map)) if key == "first" && !shown => {
            let empty = !["items", "orderedItems", "next"].iter().any(|key| map.contains_key(*key));
            match value::id(page.get(key)) {
                Some(id) if empty => Next::Address(id),
                _ => Next::Embedded(Value::Object(map.clone())),
            }
        }
        _ => Next::End,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::testing::{Reply, Server, remote, shared_json};
    use serde_json::json;

    #[test]
    fn our_collections_have_the_shapes_that_peers_were_seen_to_read() {
        let (group, post) = ("https://commons.example/c/climate", "https://commons.example/post/7f3a");
        let cases = [
            ("moderators", moderators(&format!("{group}/moderators"), vec!["https://commons.example/u/alice".into()])),
            (
                "context",
                conversation(
                    &format!("{post}/context"),
                    group,
                    "How do you measure heat islands?",
                    vec![post.into(), "https://commons.example/comment/91c2".into()],
                ),
            ),
        ];
        for (name, built) in cases {
            let Some(wanted) = shared_json(&format!("wire/{name}.json")) else { continue };
            assert_eq!(serde_json::to_value(built).unwrap(), wanted, "{name}");
        }
        let replies =
            serde_json::to_value(replies("https://h.example/r", 3, vec!["https://h.example/1".into()], true)).unwrap();
        assert_eq!(replies["first"]["items"], json!(["https://h.example/1"]));
        assert_eq!(replies["first"]["next"], "https://h.example/r?page=2");
        assert_eq!(
            serde_json::to_value(featured("https://h.example/f", vec![json!({"id": "x"})])).unwrap()["totalItems"],
            1
        );
    }

    #[tokio::test]
    async fn b09_a_walk_ends_whatever_the_collection_does() {
        let server = Server::start("127.0.1.1", |asked| {
            let host = asked.headers["host"].to_str().unwrap().to_owned();
            let at = |path: &str| format!("http://{host}{path}");
            let (path, n) = asked.target.split_once('?').unwrap_or((&asked.target, "0"));
            let n: usize = n.parse().unwrap();
            let page = |next: String| json!({"id": at(&asked.target), "type": "OrderedCollectionPage", "orderedItems": [at(&format!("/item{n}"))], "next": next});
            Reply::activity(&match path {
                "/self" => page(at("/self")),
                "/cycle" => page(at(&format!("/cycle?{}", (n + 1) % 3))),
                "/endless" => page(at(&format!("/endless?{}", n + 1))),
                "/away" => page("http://elsewhere.test/x".into()),
                "/broken" => page(at("/404")),
                "/wide" => json!({"id": at("/wide"), "type": "Collection", "totalItems": 9_000_000_000u64, "items": (0..5000).collect::<Vec<_>>()}),
                "/first" => json!({"id": at("/first"), "type": "Collection", "totalItems": 2, "first": {"type": "CollectionPage", "items": ["a", "b"]}}),
                "/paged" => json!({"id": at("/paged"), "type": "OrderedCollection", "first": at("/paged2")}),
                "/paged2" => json!({"id": at("/paged2"), "type": "OrderedCollectionPage", "orderedItems": ["a"], "partOf": at("/paged"), "first": at("/paged2")}),
                "/inline" => json!({"id": at("/inline"), "type": "OrderedCollection", "orderedItems": ["a"], "first": at("/inline2")}),
                "/single" => json!({"id": at("/single"), "type": "Collection", "items": "a"}),
                "/nothing" => json!({"id": at("/nothing"), "type": "Collection", "totalItems": 7}),
                _ => return Reply::status(404),
            })
        })
        .await;
        let remote = remote();
        let table = [
            ("/self", 1, false),
            ("/cycle", 4, false),
            ("/endless", 10, false),
            ("/away", 1, false),
            ("/broken", 1, false),
            ("/wide", 200, false),
            ("/first", 2, true),
            ("/paged", 1, true),
            ("/inline", 1, true),
            ("/single", 1, true),
            ("/nothing", 0, true),
        ];
        for (path, items, complete) in table {
            let walked = walk(&remote, None, &server.url(path), Reading::default()).await.unwrap();
            assert_eq!((walked.items.len(), walked.complete), (items, complete), "{path}");
        }
        assert!(walk(&remote, None, &server.url("/404"), Reading::default()).await.is_err());
        let targets = server.targets();
        assert_eq!(targets.iter().filter(|t| t.starts_with("/endless")).count(), 11);
    }
}
