//! Posts and replies as we send them (wire.md §7, §15, §15a). Plain inputs, pure builders.
//! Words that people read (citation lines, labels of files) arrive ready-made inside `html` and `source`: this crate has
//! no language. Reading the objects of others is `object::read`.
//!
//! Seen on real peers, and so kept: no `summary` on roots (§15a.2); files are links in the body, never attachments
//! (§15a.4); what stands in `links` must also be linked in `html`, yet not in `source` (§15a.3, [`with_links`]);
//! nothing in a body, a source or the first link may lead to an address of ours that answers ActivityPub (§15a.1).

mod read;
mod record;
mod title;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};

pub use read::{Attachment, AttachmentKind, EventTimes, Format, Mention, ObjectKind, Poll, PollOption, RemoteObject};
pub use record::{Author, File, Licence, Record};
pub use title::{clean_title, title_from_html};

use crate::actor::Picture;
use crate::audience::{Audience, PUBLIC, Reach};
use crate::collection::{self, Collection};
use crate::context::Context;
use crate::language::Language;

/// The group that something is shared into.
#[derive(Debug, Clone)]
pub struct GroupRef {
    pub id: String,
    /// `@group@hub.example`; the mention of it makes replies from Mastodon come back to the group.
    pub handle: String,
    pub reach: Reach,
}

/// A further link of a post, for software that shows link posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub href: String,
    pub media_type: String,
    pub name: String,
}

/// `#tag` with the page that lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashtag {
    pub href: String,
    /// With its `#`.
    pub name: String,
}

/// What is known of the answers to a post when it is shown.
#[derive(Debug, Clone, Default)]
pub struct Replies {
    pub total: u64,
    /// Ids on the first page, remote ones too.
    pub first: Vec<String>,
    /// Whether more pages follow.
    pub more: bool,
}

/// What roots and replies have in common.
#[derive(Debug, Clone)]
pub struct Post {
    pub id: String,
    /// The page for people.
    pub url: String,
    pub author: String,
    pub author_followers: String,
    pub group: GroupRef,
    /// Sanitised HTML.
    pub html: String,
    /// The markdown it was made from.
    pub source: String,
    pub language: Option<String>,
    pub mentions: Vec<Mention>,
    pub hashtags: Vec<Hashtag>,
    pub links: Vec<Link>,
    /// Every picture of the body, with alternative text.
    pub pictures: Vec<Picture>,
    pub sensitive: bool,
    /// The conversation: `<root>/context`, for a reply its root's own, even where that is remote.
    pub context: String,
    pub replies: Replies,
    pub likes: u64,
    pub shares: u64,
    pub published: DateTime<Utc>,
    /// `None` when it was never edited.
    pub updated: Option<DateTime<Utc>>,
}

/// What only roots have.
#[derive(Debug, Clone)]
pub struct Root {
    pub post: Post,
    /// The title, plain text of at most 200 characters.
    pub name: String,
    /// The picture shown in lists.
    pub cover: Option<String>,
    pub takes_replies: bool,
}

/// What only replies have.
#[derive(Debug, Clone)]
pub struct Answer {
    pub post: Post,
    pub in_reply_to: String,
    /// The parent's author, who is told; `None` when that is the author of the reply.
    pub parent_author: Option<String>,
    /// Written as a moderator.
    pub distinguished: bool,
}

/// A post or reply as it goes on the wire.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Object {
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    pub ld_context: Option<Context>,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub attributed_to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<String>,
    #[serde(flatten)]
    pub recipients: Audience,
    pub audience: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub content: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_map: Option<BTreeMap<String, String>>,
    pub media_type: &'static str,
    pub source: Value,
    pub attachment: Vec<Value>,
    pub tag: Vec<Value>,
    pub sensitive: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distinguished: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    pub url: String,
    pub context: String,
    pub replies: Collection,
    pub likes: Collection,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shares: Option<Collection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interaction_policy: Option<Value>,
    pub published: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Picture>,
    /// Terms of a record.
    #[serde(flatten)]
    pub record: Map<String, Value>,
}

impl Object {
    /// The same as a document of its own, to be served at its id.
    pub fn on_its_own(mut self) -> Self {
        self.ld_context = Some(Context::Object);
        self
    }

    pub fn is_reply(&self) -> bool {
        self.in_reply_to.is_some()
    }
}

/// A discussion.
pub fn discussion(root: &Root) -> Object {
    build_root("Page", root)
}

/// A spotlight article; its picture belongs into `pictures` and `cover`.
pub fn article(root: &Root) -> Object {
    build_root("Article", root)
}

/// A publication: a readable post for everybody, and a record that other hubs read back without loss.
pub fn resource(root: &Root, record: &Record) -> Object {
    Object { record: record.write(&root.name), ..build_root("Page", root) }
}

/// A reply to a root or to another reply.
pub fn reply(answer: &Answer) -> Object {
    let post = &answer.post;
    let recipients =
        Audience::reply(&post.group.id, &post.author_followers, answer.parent_author.as_deref(), post.group.reach);
    Object {
        in_reply_to: Some(answer.in_reply_to.clone()),
        distinguished: Some(answer.distinguished),
        // The parent's author first: software that shows mentions shows whom it answers.
        tag: tags(post.mentions.iter().chain([&mention_of(&post.group)]), &post.hashtags),
        ..build("Note", post, recipients)
    }
}

/// What stands where a post was, with status 410 (§4.4).
pub fn tombstone(id: &str, former: &str, published: Option<DateTime<Utc>>, deleted: DateTime<Utc>) -> Value {
    let mut value = json!({
        "@context": Context::Plain,
        "id": id,
        "type": "Tombstone",
        "formerType": former,
        "deleted": deleted,
    });
    if let Some(published) = published {
        value["published"] = json!(published);
    }
    value
}

/// HTML with one paragraph per link at its end, for software that drops link attachments (§15a.3).
pub fn with_links(html: &str, links: &[Link]) -> String {
    let mut out = html.to_owned();
    for link in links {
        out.push_str(&format!("<p><a href=\"{}\">{}</a></p>", escape(&link.href), escape(&link.name)));
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn build_root(kind: &'static str, root: &Root) -> Object {
    let post = &root.post;
    let recipients = Audience::root(&post.group.id, &post.author_followers, post.group.reach);
    Object {
        name: Some(root.name.clone()),
        comments_enabled: Some(root.takes_replies),
        shares: Some(collection::count(format!("{}/shares", post.id), post.shares)),
        image: root.cover.clone().map(|url| Picture { media_type: None, url, name: None }),
        ..build(kind, post, recipients)
    }
}

fn build(kind: &'static str, post: &Post, recipients: Audience) -> Object {
    let links = post
        .links
        .iter()
        .map(|link| json!({"type": "Link", "href": link.href, "mediaType": link.media_type, "name": link.name}));
    let pictures = post.pictures.iter().map(|picture| json!(picture));
    let replies = &post.replies;
    Object {
        ld_context: None,
        id: post.id.clone(),
        kind,
        attributed_to: post.author.clone(),
        in_reply_to: None,
        interaction_policy: recipients.is_public().then(|| json!({"canQuote": {"automaticApproval": [PUBLIC]}})),
        recipients,
        audience: post.group.id.clone(),
        name: None,
        content: post.html.clone(),
        content_map: post.language.clone().map(|code| BTreeMap::from([(code, post.html.clone())])),
        media_type: "text/html",
        source: json!({"content": post.source, "mediaType": "text/markdown"}),
        // The link that people should open comes first (§7.2).
        attachment: links.chain(pictures).collect(),
        tag: tags([&mention_of(&post.group)].into_iter().chain(&post.mentions), &post.hashtags),
        sensitive: post.sensitive,
        comments_enabled: None,
        distinguished: None,
        language: post.language.as_deref().map(Language::of),
        url: post.url.clone(),
        context: post.context.clone(),
        replies: collection::replies(
            &format!("{}/replies", post.id),
            replies.total,
            replies.first.clone(),
            replies.more,
        ),
        likes: collection::count(format!("{}/likes", post.id), post.likes),
        shares: None,
        published: post.published,
        updated: post.updated,
        image: None,
        record: Map::new(),
    }
}

fn mention_of(group: &GroupRef) -> Mention {
    Mention { href: group.id.clone(), name: Some(group.handle.clone()) }
}

fn tags<'a>(mentions: impl Iterator<Item = &'a Mention>, hashtags: &[Hashtag]) -> Vec<Value> {
    let mentions = mentions.map(|m| json!({"type": "Mention", "href": m.href, "name": m.name}));
    let hashtags = hashtags.iter().map(|tag| json!({"type": "Hashtag", "href": tag.href, "name": tag.name}));
    mentions.chain(hashtags).collect()
}

#[cfg(test)]
pub(crate) mod tests;
