//! What we build against the payloads that real peers were seen to accept, and against our own reader.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::testing::{differences, shared_json};

pub(crate) fn group() -> GroupRef {
    GroupRef {
        id: "https://commons.example/c/climate".into(),
        handle: "@climate@commons.example".into(),
        reach: Reach::Public,
    }
}

fn hashtag(name: &str) -> Hashtag {
    Hashtag { href: format!("https://commons.example/t/{name}"), name: format!("#{name}") }
}

fn webp(name: &str, alt: &str) -> Picture {
    Picture {
        media_type: Some("image/webp".into()),
        url: format!("https://commons.example/media/{name}.webp"),
        name: Some(alt.into()),
    }
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).unwrap().as_str().unwrap().to_owned()
}

/// A post with the texts of a payload, everything else spelled out.
fn post(wanted: &Value, path: &str) -> Post {
    let id = format!("https://commons.example/{path}");
    Post {
        url: id.clone(),
        context: format!("{id}/context"),
        id,
        author: "https://commons.example/u/alice".into(),
        author_followers: "https://commons.example/u/alice/followers".into(),
        group: group(),
        html: text(wanted, "/content"),
        source: text(wanted, "/source/content"),
        language: Some("en".into()),
        mentions: vec![],
        hashtags: vec![hashtag("climate")],
        links: vec![],
        pictures: vec![],
        sensitive: false,
        replies: Replies::default(),
        likes: 0,
        shares: 0,
        published: text(wanted, "/published").parse().unwrap(),
        updated: None,
    }
}

pub(crate) fn sample_discussion() -> Option<Root> {
    let wanted = shared_json("wire/discussion.json")?;
    Some(Root { post: post(&wanted, "post/7f3a"), name: text(&wanted, "/name"), cover: None, takes_replies: true })
}

pub(crate) fn sample_article() -> Option<Root> {
    let wanted = shared_json("wire/article.json")?;
    Some(Root {
        post: Post {
            pictures: vec![webp("shade", "Street trees in Seville")],
            updated: Some(text(&wanted, "/updated").parse().unwrap()),
            ..post(&wanted, "article/c3d4")
        },
        name: text(&wanted, "/name"),
        cover: Some("https://commons.example/media/shade.webp".into()),
        takes_replies: true,
    })
}

pub(crate) fn sample_resource() -> Option<(Root, Record)> {
    let wanted = shared_json("wire/resource.json")?;
    let link = Link {
        href: "https://doi.org/10.1234/abcd".into(),
        media_type: "text/html".into(),
        name: "City heat atlas (DOI)".into(),
    };
    let root = Root {
        post: Post {
            hashtags: vec![hashtag("climate"), hashtag("urbanism")],
            links: vec![link],
            pictures: vec![webp("city-heat-atlas-cover", "Cover of City heat atlas")],
            ..post(&wanted, "resource/a1b2")
        },
        name: text(&wanted, "/name"),
        cover: Some("https://commons.example/media/city-heat-atlas-cover.webp".into()),
        takes_replies: true,
    };
    let record = Record {
        kind: Some("report".into()),
        authors: vec![
            Author { name: "Jane Doe".into(), id: Some("https://orcid.org/0000-0002-1825-0097".into()) },
            Author { name: "Richard Roe".into(), id: None },
        ],
        publisher: Some("Urban Press".into()),
        issued: Some("2025".into()),
        languages: vec!["en".into()],
        themes: vec!["climate".into(), "urbanism".into()],
        doi: Some("10.1234/abcd".into()),
        licence: Some(Licence {
            name: Some("CC BY 4.0".into()),
            url: Some("https://creativecommons.org/licenses/by/4.0/".into()),
        }),
        files: vec![File {
            url: "https://commons.example/media/city-heat-atlas.pdf".into(),
            media_type: Some("application/pdf".into()),
            size: Some(4_404_019),
            sha256: Some("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into()),
            ..File::default()
        }],
        ..Record::default()
    };
    Some((root, record))
}

pub(crate) fn sample_reply() -> Option<Answer> {
    let wanted = shared_json("wire/reply.json")?;
    Some(Answer {
        post: Post {
            hashtags: vec![],
            mentions: vec![Mention {
                href: "https://commons.example/u/bob".into(),
                name: Some("@bob@commons.example".into()),
            }],
            context: "https://commons.example/post/7f3a/context".into(),
            ..post(&wanted, "comment/91c2")
        },
        in_reply_to: "https://commons.example/post/7f3a".into(),
        parent_author: Some("https://commons.example/u/bob".into()),
        distinguished: false,
    })
}

fn check(name: &str, built: Object, expected: &[&str]) {
    let wanted = shared_json(&format!("wire/{name}.json")).unwrap();
    let built = serde_json::to_value(built.on_its_own()).unwrap();
    assert_eq!(differences(&wanted, &built), expected, "{name}");
}

#[test]
fn our_posts_have_the_shapes_that_peers_were_seen_to_accept() {
    let Some(root) = sample_discussion() else { return };
    check("discussion", discussion(&root), &[]);
    check("article", article(&sample_article().unwrap()), &[]);
    let (root, record) = sample_resource().unwrap();
    check("resource", resource(&root, &record), &["+/waypost:kind"]);
    check("reply", reply(&sample_reply().unwrap()), &[]);
    let gone = tombstone(
        "https://commons.example/post/7f3a",
        "Page",
        Some("2026-11-20T10:00:00Z".parse().unwrap()),
        "2026-11-21T09:00:00Z".parse().unwrap(),
    );
    assert_eq!(gone, shared_json("wire/tombstone.json").unwrap());
}

#[test]
fn a_link_post_links_in_its_html_and_not_in_its_source() {
    let Some(wanted) = shared_json("wire/link_post.json") else { return };
    let link = Link {
        href: "https://news.example/heat-map".into(),
        media_type: "text/html".into(),
        name: "news.example".into(),
    };
    let shown = Link { name: "news.example/heat-map".into(), ..link.clone() };
    let root = Root {
        post: Post {
            html: with_links("<p>Open data included.</p>", &[shown]),
            links: vec![link],
            ..post(&wanted, "post/7f3b")
        },
        name: text(&wanted, "/name"),
        cover: Some("https://commons.example/media/heat-map-thumb.webp".into()),
        takes_replies: true,
    };
    check("link_post", discussion(&root), &[]);
    let odd = Link { href: "https://x.example/?a=1&b=\"".into(), media_type: "text/html".into(), name: "<b>".into() };
    assert_eq!(with_links("", &[odd]), "<p><a href=\"https://x.example/?a=1&amp;b=&quot;\">&lt;b&gt;</a></p>");
}

#[test]
fn what_we_send_is_read_back_as_it_was_meant() {
    let Some((root, record)) = sample_resource() else { return };
    let read = RemoteObject::parse(&serde_json::to_value(resource(&root, &record)).unwrap()).unwrap();
    assert_eq!(read.record, Some(record));
    assert_eq!(read.kind, ObjectKind::Page);
    assert_eq!(read.author(), Some(root.post.author.as_str()));
    assert_eq!((read.name.as_deref(), read.language.as_deref()), (Some("City heat atlas"), Some("en")));
    assert_eq!(read.groups.join(" "), root.post.group.id);
    assert_eq!(read.hashtags, ["climate", "urbanism"]);
    assert_eq!(read.attachments.len(), 2);
    assert_eq!(read.source.as_deref(), Some(root.post.source.as_str()));
    assert_eq!(read.summary, None);
    let read = RemoteObject::parse(&serde_json::to_value(reply(&sample_reply().unwrap())).unwrap()).unwrap();
    assert_eq!(read.in_reply_to.as_deref(), Some("https://commons.example/post/7f3a"));
    assert_eq!(read.context.as_deref(), Some("https://commons.example/post/7f3a/context"));
    assert!(read.recipients.is_public() && !read.is_direct());
}

#[test]
fn a_post_of_a_private_group_offers_no_quotes_and_names_public_nowhere() {
    let Some(mut root) = sample_discussion() else { return };
    root.post.group.reach = Reach::Followers;
    let text = serde_json::to_string(&discussion(&root)).unwrap();
    assert!(!text.contains("#Public"), "{text}");
    assert!(!text.contains("interactionPolicy"));
}
