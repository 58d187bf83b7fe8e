//! Posts of other servers, read leniently: the id is demanded, everything else is optional, and a field of the wrong
//! shape is an absent field (wire.md §7, rule 26, attacks.md A04, A09, B10, B11). Judges nothing, fetches nothing.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Record;
use crate::audience::Audience;
use crate::host;
use crate::json::Malformed;
use crate::language;
use crate::limits::{
    ATTACHMENTS, CONTENT_BYTES, LIST, NAME_CHARS, REASON_CHARS, RECIPIENTS, SUMMARY_CHARS, TAGS, WORD_CHARS,
};
use crate::value;

/// Types that are posts somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectKind {
    Note,
    Page,
    Article,
    Event,
    Video,
    Question,
    Tombstone,
    /// Anything else, by its name; empty when it has none.
    Other(String),
}

impl ObjectKind {
    fn of(kind: &str) -> Self {
        match kind {
            "Note" => ObjectKind::Note,
            "Page" => ObjectKind::Page,
            "Article" => ObjectKind::Article,
            "Event" => ObjectKind::Event,
            "Video" => ObjectKind::Video,
            "Question" => ObjectKind::Question,
            "Tombstone" => ObjectKind::Tombstone,
            other => ObjectKind::Other(other.chars().take(WORD_CHARS).collect()),
        }
    }
}

/// What `content` is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Html,
    Markdown,
    Plain,
}

/// Somebody or some group that is addressed in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub href: String,
    /// `@name@host`, in the spelling of the sender.
    pub name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttachmentKind {
    Link,
    Image,
    Video,
    Audio,
    Document,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub kind: AttachmentKind,
    pub url: String,
    pub media_type: Option<String>,
    /// Title or alternative text.
    pub name: Option<String>,
}

/// A poll: its options with the counts that its server shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    pub many: bool,
    pub options: Vec<PollOption>,
    pub ends: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollOption {
    pub name: String,
    pub votes: u64,
}

/// When and where an event is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventTimes {
    pub starts: DateTime<Utc>,
    pub ends: Option<DateTime<Utc>>,
    /// IANA name.
    pub timezone: Option<String>,
    pub place: Option<String>,
    pub cancelled: bool,
}

/// A post or reply of another server. HTML is unsanitised.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoteObject {
    pub id: String,
    pub kind: ObjectKind,
    /// `attributedTo` in its order, then `actor`. The first is the author; more come from PeerTube and Mobilizon.
    pub authors: Vec<String>,
    pub name: Option<String>,
    pub content: Option<String>,
    pub format: Format,
    /// On a Note a content warning; elsewhere an abstract.
    pub summary: Option<String>,
    /// `dcterms:abstract`: one or two sentences, plain text; what our own kind of hub says of an article.
    pub brief: Option<String>,
    pub language: Option<String>,
    pub in_reply_to: Option<String>,
    pub recipients: Audience,
    /// `audience`: the group, where the sender knows groups; then `target` (FEP-400e).
    pub groups: Vec<String>,
    pub mentions: Vec<Mention>,
    pub context: Option<String>,
    pub published: Option<DateTime<Utc>>,
    pub updated: Option<DateTime<Utc>>,
    /// The page for people, only on the origin of the id (A04).
    pub url: Option<String>,
    pub attachments: Vec<Attachment>,
    pub image: Option<String>,
    pub record: Option<Record>,
    /// The collection of replies, only on the origin of the id.
    pub replies: Option<String>,
    pub replies_total: Option<u64>,
    /// `commentsEnabled: false`: it takes no answers any more.
    pub closed: bool,
    pub poll: Option<Poll>,
    pub event: Option<EventTimes>,
    /// A post that is quoted, in any of the four notations (wire.md §10).
    pub quote: Option<String>,
}

impl RemoteObject {
    /// Reads an object; only a missing id is an error.
    pub fn parse(value: &Value) -> Result<RemoteObject, Malformed> {
        let id = value.get("id").and_then(|id| value::address(id.as_str()?));
        let id = id.ok_or_else(|| Malformed("the object has no usable id".into()))?;
        let here = |found: Option<String>| found.filter(|found| host::same_origin_str(found, &id));
        let attributed = value::ids(value.get("attributedTo"), LIST);
        let actor = value::id(value.get("actor")).filter(|actor| !attributed.contains(actor));
        let kind = ObjectKind::of(value::kind(value));
        Ok(RemoteObject {
            authors: attributed.into_iter().chain(actor).collect(),
            name: value::text(value.get("name"), NAME_CHARS),
            content: value::body(value.get("content"), CONTENT_BYTES).or_else(|| from_map(value.get("contentMap"))),
            format: format(value),
            summary: value::text(value.get("summary"), SUMMARY_CHARS),
            brief: value::text(value.get("dcterms:abstract"), SUMMARY_CHARS),
            language: language::read(value),
            in_reply_to: value::id(value.get("inReplyTo")).or_else(|| value::href(value.get("inReplyTo"))),
            recipients: Audience::read(value),
            groups: [value.get("audience"), value.get("target")]
                .into_iter()
                .flat_map(|field| value::ids(field, RECIPIENTS))
                .collect(),
            mentions: mentions(value),
            context: value::id(value.get("context")),
            published: value::moment(value.get("published")),
            updated: value::moment(value.get("updated")),
            url: here(page(value.get("url"))),
            attachments: value::list(value.get("attachment")).iter().filter_map(attachment).take(ATTACHMENTS).collect(),
            image: value::href(value.get("image")),
            record: Record::read(value),
            replies: here(value::id(value.get("replies"))),
            replies_total: value::count(value.get("replies")),
            closed: value.get("commentsEnabled") == Some(&Value::Bool(false)),
            poll: poll(value),
            event: event(value),
            quote: quote(value),
            kind,
            id,
        })
    }

    /// Who wrote it.
    pub fn author(&self) -> Option<&str> {
        self.authors.first().map(String::as_str)
    }

    /// A vote in a poll: a Note that answers with a name and says nothing (wire.md §8).
    pub fn vote(&self) -> Option<&str> {
        let empty = self.content.as_deref().is_none_or(|content| content.trim().is_empty());
        if self.kind == ObjectKind::Note && empty && self.in_reply_to.is_some() && self.attachments.is_empty() {
            self.name.as_deref()
        } else {
            None
        }
    }

    /// Whether it is addressed to nobody but named actors: neither public nor to any collection of followers that
    /// can be recognised as one.
    pub fn is_direct(&self) -> bool {
        !self.recipients.is_public() && !self.recipients.all().any(|to| to.ends_with("/followers"))
    }
}

/// The first value of `contentMap`, for those who send nothing else.
fn from_map(map: Option<&Value>) -> Option<String> {
    map?.as_object()?.values().find_map(|text| value::body(Some(text), CONTENT_BYTES))
}

fn format(value: &Value) -> Format {
    match value.get("mediaType").and_then(Value::as_str) {
        Some(kind) if kind.starts_with("text/markdown") => Format::Markdown,
        Some(kind) if kind.starts_with("text/plain") => Format::Plain,
        _ => Format::Html,
    }
}

/// Of several links the one to a page: PeerTube lists its video files beside it.
fn page(url: Option<&Value>) -> Option<String> {
    let html = value::list(url).iter().find(|link| {
        let kind = link.get("mediaType").or_else(|| link.get("mimeType"));
        kind.and_then(Value::as_str).is_some_and(|kind| kind.starts_with("text/html"))
    });
    value::href(html.or(url))
}

fn tags(value: &Value) -> impl Iterator<Item = &Value> {
    value::list(value.get("tag")).iter().take(TAGS)
}

fn mentions(value: &Value) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for tag in tags(value).filter(|tag| value::kind(tag) == "Mention") {
        // snac repeats them.
        if let Some(href) = value::href(Some(tag)).filter(|href| found.iter().all(|other| other.href != *href)) {
            found.push(Mention { href, name: value::text(tag.get("name"), NAME_CHARS) });
        }
    }
    found
}

fn attachment(value: &Value) -> Option<Attachment> {
    let media_type = value::text(value.get("mediaType"), WORD_CHARS);
    let family = media_type.as_deref().and_then(|kind| kind.split('/').next());
    let kind = match (value::kind(value), family) {
        ("Link", _) => AttachmentKind::Link,
        ("Image", _) | ("Document", Some("image")) => AttachmentKind::Image,
        ("Video", _) | ("Document", Some("video")) => AttachmentKind::Video,
        ("Audio", _) | ("Document", Some("audio")) => AttachmentKind::Audio,
        // Some servers leave the type out: the name of the file tells, so that its text for those who cannot see is kept.
        ("Document", None) if is_picture(value) => AttachmentKind::Image,
        ("Document" | "Page" | "Article", _) => AttachmentKind::Document,
        _ => return None,
    };
    Some(Attachment {
        kind,
        url: value::href(Some(value))?,
        media_type,
        name: value::text(value.get("name").or_else(|| value.get("summary")), REASON_CHARS),
    })
}

fn is_picture(value: &Value) -> bool {
    const ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "avif"];
    let path = value::href(Some(value)).and_then(|url| Some(url::Url::parse(&url).ok()?.path().to_ascii_lowercase()));
    path.is_some_and(|path| ENDINGS.iter().any(|ending| path.rsplit_once('.').is_some_and(|(_, end)| end == *ending)))
}

fn poll(value: &Value) -> Option<Poll> {
    let (options, many) = match (value.get("oneOf"), value.get("anyOf")) {
        (Some(one), _) => (one, false),
        (None, Some(any)) => (any, true),
        (None, None) => return None,
    };
    let read = |option: &Value| {
        let name = value::text(option.get("name"), NAME_CHARS)?;
        Some(PollOption { name, votes: value::count(option.get("replies")).unwrap_or(0) })
    };
    Some(Poll {
        many,
        options: value::list(Some(options)).iter().filter_map(read).take(LIST).collect(),
        ends: value::moment(value.get("endTime")).or_else(|| value::moment(value.get("closed"))),
    })
}

fn event(value: &Value) -> Option<EventTimes> {
    if value::kind(value) != "Event" {
        return None;
    }
    let place = value::list(value.get("location"))
        .iter()
        .find_map(|place| value::text(place.get("name").or(Some(place)), NAME_CHARS));
    let status = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_ascii_uppercase();
    Some(EventTimes {
        starts: value::moment(value.get("startTime"))?,
        ends: value::moment(value.get("endTime")),
        timezone: value::text(value.get("timezone"), WORD_CHARS),
        place,
        cancelled: ["status", "ical:status", "eventStatus"].iter().any(|key| status(key).ends_with("CANCELLED")),
    })
}

fn quote(value: &Value) -> Option<String> {
    let named = ["quote", "quoteUrl", "quoteUri", "_misskey_quote"].iter().find_map(|key| value::id(value.get(*key)));
    named.or_else(|| {
        let linked = |tag: &&Value| {
            value::kind(tag) == "Link"
                && tag.get("mediaType").and_then(Value::as_str).is_some_and(crate::media_type::is_activity)
        };
        value::href(tags(value).find(linked))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn note(fields: Value) -> RemoteObject {
        let mut value = json!({"id": "https://a.example/1", "type": "Note"});
        value.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        RemoteObject::parse(&value).unwrap()
    }

    #[test]
    fn a09_an_author_is_an_address_or_nobody() {
        for bad in
            [json!(1), json!({}), json!([]), json!(null), json!("alice"), json!({"id": 7}), json!([[1]]), json!(true)]
        {
            assert_eq!(note(json!({ "attributedTo": bad })).author(), None, "{bad}");
        }
        let person = "https://a.example/u/b";
        for good in [
            json!(person),
            json!({"id": person}),
            json!([person, "https://a.example/c"]),
            json!([{"type": "Person", "id": person}]),
        ] {
            assert_eq!(note(json!({ "attributedTo": good })).author(), Some(person), "{good}");
        }
    }

    #[test]
    fn a04_a_page_on_another_origin_is_not_shown() {
        assert_eq!(note(json!({"url": "https://b.example/1"})).url, None);
        let links = json!([{"type": "Link", "mediaType": "video/mp4", "href": "https://a.example/v.mp4"}, {"type": "Link", "mediaType": "text/html", "href": "https://a.example/w"}]);
        assert_eq!(note(json!({ "url": links })).url.as_deref(), Some("https://a.example/w"));
        assert_eq!(note(json!({"replies": {"id": "https://b.example/r", "totalItems": 4}})).replies_total, Some(4));
    }

    #[test]
    fn b10_lists_are_cut_and_repeated_mentions_are_one() {
        let tag = json!({"type": "Mention", "href": "https://a.example/u", "name": "@u@a.example"});
        assert_eq!(note(json!({"tag": vec![tag.clone(); 50]})).mentions.len(), 1);
        assert_eq!(note(json!({ "tag": tag })).mentions[0].name.as_deref(), Some("@u@a.example"));
        let many: Vec<_> =
            (0..500).map(|n| json!({"type": "Mention", "href": format!("https://a.example/{n}")})).collect();
        assert_eq!(note(json!({ "tag": many })).mentions.len(), TAGS);
        let images = vec![json!({"type": "Image", "url": "https://a.example/i.png"}); 100];
        assert_eq!(note(json!({ "attachment": images })).attachments.len(), ATTACHMENTS);
    }

    #[test]
    fn a_vote_is_a_note_that_answers_with_a_name_alone() {
        let parent = "https://a.example/q";
        assert_eq!(note(json!({"name": "Yes", "inReplyTo": parent})).vote(), Some("Yes"));
        assert_eq!(note(json!({"name": "Yes", "inReplyTo": parent, "content": ""})).vote(), Some("Yes"));
        assert_eq!(note(json!({"name": "Re: x", "inReplyTo": parent, "content": "text"})).vote(), None);
        assert_eq!(note(json!({"name": "Yes"})).vote(), None);
    }

    #[test]
    fn a_private_message_is_told_from_what_followers_may_read() {
        let to = |to: Value| note(json!({ "to": to })).is_direct();
        assert!(to(json!(["https://hub.example/u/alice"])));
        assert!(to(json!([])));
        assert!(!to(json!("as:Public")));
        assert!(!to(json!(["https://a.example/u/b/followers"])));
    }

    #[test]
    fn content_is_found_in_its_map_and_its_format_is_known() {
        let object = note(json!({"contentMap": {"ar": "<p>x</p>"}}));
        assert_eq!((object.content.as_deref(), object.language.as_deref()), (Some("<p>x</p>"), Some("ar")));
        assert_eq!(note(json!({"mediaType": "text/markdown", "content": "*x*"})).format, Format::Markdown);
        assert_eq!(note(json!({"content": "é".repeat(CONTENT_BYTES)})).content.unwrap().len(), CONTENT_BYTES + 3);
    }

    #[test]
    fn attachments_come_in_many_shapes() {
        let kinds = |value: Value| {
            note(json!({ "attachment": value })).attachments.into_iter().map(|a| a.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(json!({"type": "Link", "href": "https://x.example/"})), [AttachmentKind::Link]);
        assert_eq!(kinds(json!({"type": "Link", "url": "https://x.example/"})), [AttachmentKind::Link]);
        assert_eq!(
            kinds(json!([{"type": "Document", "mediaType": "image/png", "url": "https://x.example/i"}])),
            [AttachmentKind::Image]
        );
        assert_eq!(
            kinds(json!({"type": "Document", "url": "https://x.example/a.PNG?size=1", "name": "A street"})),
            [AttachmentKind::Image]
        );
        assert_eq!(
            kinds(json!([{"type": "Document", "url": [{"href": "https://x.example/f"}]}])),
            [AttachmentKind::Document]
        );
        assert_eq!(
            kinds(json!([{"type": "PropertyValue", "name": "a"}, 7, {"type": "Image"}, "https://x.example/"])),
            []
        );
    }
}
