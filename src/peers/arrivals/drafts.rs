//! From an object on the wire to a draft: titles, bodies, attachments, cut and sanitised. Who may post it where is not
//! decided here.

use chrono::{DateTime, Utc};
use federation::host;
use federation::object::{AttachmentKind, Format, ObjectKind, RemoteObject, clean_title, title_from_html};
use web::text::{Html, SANITISER};

use super::deed::Arriving;
use super::oddities;
use crate::peers::records::{self, Extra};
use crate::posts::{AttachmentDraft, Draft, Kind, RESOURCE_TITLE_MOST};
use crate::store::ids::{ActorId, PostId};

/// Characters of a title.
const TITLE_MOST: usize = 200;
/// Pictures in one text.
const INLINE_MOST: usize = 20;

/// The object as a post by `author` in `group` (for a reply its parent's group counts in the end). None for what is no
/// post: votes, tombstones, things of unknown kinds.
pub fn draft(object: &RemoteObject, author: ActorId, group: ActorId, now: DateTime<Utc>) -> Option<Arriving> {
    if matches!(object.kind, ObjectKind::Tombstone | ObjectKind::Other(_)) || object.vote().is_some() {
        return None;
    }
    let answers = object.in_reply_to.clone();
    let record = object.record.as_ref().filter(|_| answers.is_none());
    let html = match record.and_then(|record| record.summary.as_deref()) {
        // The abstract as it was written; what else stands in the body is there for other software.
        Some(summary) => Html::from_markdown(summary),
        None => oddities::with_details(object, body(object)),
    };
    let kind = match (&object.kind, answers.is_some()) {
        (_, true) => Kind::Reply,
        _ if record.is_some() => Kind::Resource,
        (ObjectKind::Article, _) => Kind::Article,
        _ => Kind::Discussion,
    };
    let published_at = object.published.unwrap_or(now).min(now);
    let edited_at = object.updated.filter(|updated| *updated > published_at).map(|updated| updated.min(now));
    let title = match record.and_then(|record| record.title.as_deref()) {
        _ if kind == Kind::Reply => String::new(),
        Some(title) => title.chars().take(RESOURCE_TITLE_MOST).collect(),
        None => title(object, &html),
    };
    let draft = Draft {
        id: PostId::fresh(now),
        url: object.id.clone(),
        group,
        author,
        kind,
        parent: None,
        title,
        body_source: None,
        body_html: html.as_str().to_owned(),
        sanitiser: SANITISER,
        language: object.language.clone().unwrap_or_else(|| "und".to_owned()),
        published_at,
        edited_at,
        context: object.context.clone(),
        page_url: object.url.clone().filter(|url| host::same_origin_str(url, &object.id)),
        attachments: with_inline(
            &html,
            match record {
                Some(record) => pictures(object).into_iter().chain(records::files(record)).collect(),
                None => attachments(object),
            },
        ),
    };
    let extra = Extra {
        answers: object.replies_total.unwrap_or(0),
        record: record.map(records::from_wire),
        brief: (kind == Kind::Article).then(|| object.brief.clone().or_else(|| object.summary.clone())).flatten(),
    };
    Some(Arriving {
        // A poll that does not say that it was edited has new counts only.
        changed_at: edited_at.unwrap_or(if object.poll.is_some() { published_at } else { now }),
        answers,
        handed_by: None,
        shown: true,
        draft,
        extra,
        mentions: oddities::told(object),
        poll: object.poll.is_some(),
        closed: object.closed,
    })
}

fn body(object: &RemoteObject) -> Html {
    let content = object.content.as_deref().or(object.summary.as_deref()).unwrap_or_default();
    // What a Note's summary warns of is read first, as on every other server.
    let is_note = matches!(object.kind, ObjectKind::Note | ObjectKind::Question) && object.content.is_some();
    let warning = object.summary.as_deref().filter(|_| is_note).map(Html::sanitise);
    let warning = warning.filter(|warning| !warning.as_str().trim().is_empty());
    let warned = |html: Html| match &warning {
        Some(warning) => Html::sanitise(&format!("<p>{}</p>{}", warning.as_str(), html.as_str())),
        None => html,
    };
    match object.format {
        Format::Html => warned(Html::sanitise(content)),
        Format::Markdown => warned(Html::from_markdown(content)),
        Format::Plain => warned(Html::from_markdown(&content.replace(['<', '*', '_', '[', '`', '#'], " "))),
    }
}

fn title(object: &RemoteObject, html: &Html) -> String {
    let named = object.name.as_deref().and_then(clean_title);
    let title = named.or_else(|| title_from_html(html.as_str())).unwrap_or_else(|| object.id.clone());
    title.chars().take(TITLE_MOST).collect()
}

/// Pictures that stand in the text alone, so that readers get our copies of them.
fn with_inline(html: &Html, mut drafts: Vec<AttachmentDraft>) -> Vec<AttachmentDraft> {
    for (src, alt) in html.pictures().into_iter().take(INLINE_MOST) {
        if drafts.iter().all(|draft| draft.url.as_ref() != Some(&src)) {
            drafts.push(AttachmentDraft {
                file: None,
                url: Some(src),
                role: "inline",
                name: String::new(),
                alt: alt.chars().take(1_500).collect(),
                language: None,
                media_type: None,
                size: None,
                pages: None,
                sha256: None,
            });
        }
    }
    drafts
}

/// The links of a publication's post are its record's; its pictures are its own.
fn pictures(object: &RemoteObject) -> Vec<AttachmentDraft> {
    attachments(object).into_iter().filter(|attachment| attachment.role == "picture").collect()
}

fn attachments(object: &RemoteObject) -> Vec<AttachmentDraft> {
    let mut drafts: Vec<AttachmentDraft> = object
        .attachments
        .iter()
        .map(|attachment| {
            let name = attachment.name.clone().unwrap_or_default();
            let role = match attachment.kind {
                AttachmentKind::Image => "picture",
                AttachmentKind::Link => "link",
                AttachmentKind::Video | AttachmentKind::Audio | AttachmentKind::Document => "file",
            };
            AttachmentDraft {
                file: None,
                url: Some(attachment.url.clone()),
                role,
                alt: if role == "picture" { name.clone() } else { String::new() },
                name,
                language: None,
                media_type: attachment.media_type.clone(),
                size: None,
                pages: None,
                sha256: None,
            }
        })
        .collect();
    let cover = object.image.as_deref().filter(|image| drafts.iter().all(|draft| draft.url.as_deref() != Some(image)));
    drafts.extend(cover.map(|image| AttachmentDraft {
        file: None,
        url: Some(image.to_owned()),
        role: "picture",
        name: String::new(),
        alt: String::new(),
        language: None,
        media_type: None,
        size: None,
        pages: None,
        sha256: None,
    }));
    drafts
}
