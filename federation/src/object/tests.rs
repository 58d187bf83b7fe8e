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

/// The texts of the payloads that were shown to peers.
fn post(path: &str, published: &str, html: &str, source: &str) -> Post {
    let id = format!("https://commons.example/{path}");
    Post {
        url: id.clone(),
        context: format!("{id}/context"),
        id,
        author: "https://commons.example/u/alice".into(),
        author_followers: "https://commons.example/u/alice/followers".into(),
        group: group(),
        html: html.into(),
        source: source.into(),
        language: Some("en".into()),
        mentions: vec![],
        hashtags: vec![hashtag("climate")],
        links: vec![],
        pictures: vec![],
        sensitive: false,
        replies: Replies::default(),
        likes: 0,
        shares: 0,
        published: published.parse().unwrap(),
        updated: None,
    }
}

pub(crate) fn sample_discussion() -> Root {
    Root {
        post: post(
            "post/7f3a",
            "2026-11-20T10:00:00Z",
            "<p>We compared three methods.</p>\n<p>Which one works for <strong>you</strong>?</p>\n",
            "We compared three methods.\n\nWhich one works for **you**?",
        ),
        name: "How do you measure heat islands?".into(),
        cover: None,
        takes_replies: true,
    }
}

pub(crate) fn sample_article() -> Root {
    Root {
        post: Post {
            pictures: vec![webp("shade", "Street trees in Seville")],
            updated: Some("2026-11-20T13:30:00Z".parse().unwrap()),
            ..post(
                "article/c3d4",
                "2026-11-20T13:00:00Z",
                "<p>Shade is infrastructure.</p>\n<h2>Why now</h2>\n<p>Text…</p>\n",
                "Shade is infrastructure.\n\n## Why now\n\nText…",
            )
        },
        name: "Spotlight: shade as public service".into(),
        cover: Some("https://commons.example/media/shade.webp".into()),
        takes_replies: true,
    }
}

pub(crate) fn sample_resource() -> (Root, Record) {
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
            ..post(
                "resource/a1b2",
                "2026-11-20T12:00:00Z",
                "<p><em>Doe J., Roe R. (2025). City heat atlas. Urban Press.</em></p>\n<p>DOI: <a href=\"https://doi.org/10.1234/abcd\">10.1234/abcd</a> · Licence: CC BY 4.0 · Language: English · Type: report · Themes: climate, urbanism</p>\n<p>An atlas of urban heat in 40 cities.</p>\n<p><a href=\"https://commons.example/media/city-heat-atlas.pdf\">PDF, 4.2 MB</a></p>",
                "*Doe J., Roe R. (2025). City heat atlas. Urban Press.*\n\nDOI: [10.1234/abcd](https://doi.org/10.1234/abcd) · Licence: CC BY 4.0 · Language: English · Type: report · Themes: climate, urbanism\n\nAn atlas of urban heat in 40 cities.\n\n[PDF, 4.2 MB](https://commons.example/media/city-heat-atlas.pdf)",
            )
        },
        name: "City heat atlas".into(),
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
    (root, record)
}

pub(crate) fn sample_reply() -> Answer {
    Answer {
        post: Post {
            hashtags: vec![],
            mentions: vec![Mention {
                href: "https://commons.example/u/bob".into(),
                name: Some("@bob@commons.example".into()),
            }],
            context: "https://commons.example/post/7f3a/context".into(),
            ..post(
                "comment/91c2",
                "2026-11-20T11:00:00Z",
                "<p><span class=\"h-card\"><a href=\"https://commons.example/u/bob\" class=\"u-url mention\">@bob</a></span> satellite data, mostly.</p>",
                "@bob@commons.example satellite data, mostly.",
            )
        },
        in_reply_to: "https://commons.example/post/7f3a".into(),
        parent_author: Some("https://commons.example/u/bob".into()),
        distinguished: false,
    }
}

/// Against our own snapshot always, against the payload that peers were shown where it is at hand.
fn check(name: &str, built: Object, expected: &[&str]) {
    let built = serde_json::to_value(built.on_its_own()).unwrap();
    let mut shown = built.clone();
    shown["@context"] = "[context]".into();
    insta::assert_json_snapshot!(name, shown);
    if let Some(wanted) = shared_json(&format!("wire/{name}.json")) {
        assert_eq!(differences(&wanted, &built), expected, "{name}");
    }
}

#[test]
fn our_posts_have_the_shapes_that_peers_were_seen_to_accept() {
    let root = sample_discussion();
    check("discussion", discussion(&root), &[]);
    check("article", article(&sample_article()), &[]);
    let (root, record) = sample_resource();
    check("resource", resource(&root, &record), &["+/waypost:kind"]);
    check("reply", reply(&sample_reply()), &[]);
    let gone = tombstone(
        "https://commons.example/post/7f3a",
        "Page",
        Some("2026-11-20T10:00:00Z".parse().unwrap()),
        "2026-11-21T09:00:00Z".parse().unwrap(),
    );
    insta::assert_json_snapshot!("tombstone", gone);
    if let Some(wanted) = shared_json("wire/tombstone.json") {
        assert_eq!(gone, wanted);
    }
}

#[test]
fn a_link_post_links_in_its_html_and_not_in_its_source() {
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
            ..post(
                "post/7f3b",
                "2026-11-20T10:05:00Z",
                "<p>Open data included.</p><p><a href=\"https://news.example/heat-map\">news.example/heat-map</a></p>",
                "Open data included.",
            )
        },
        name: "New heat map of Lyon".into(),
        cover: Some("https://commons.example/media/heat-map-thumb.webp".into()),
        takes_replies: true,
    };
    check("link_post", discussion(&root), &[]);
    let odd = Link { href: "https://x.example/?a=1&b=\"".into(), media_type: "text/html".into(), name: "<b>".into() };
    assert_eq!(with_links("", &[odd]), "<p><a href=\"https://x.example/?a=1&amp;b=&quot;\">&lt;b&gt;</a></p>");
}

#[test]
fn what_we_send_is_read_back_as_it_was_meant() {
    let (root, record) = sample_resource();
    let read = RemoteObject::parse(&serde_json::to_value(resource(&root, &record)).unwrap()).unwrap();
    // Its title is the post's name, which is all of it where it is short.
    assert_eq!(read.record, Some(Record { title: Some(root.name.clone()), ..record }));
    assert_eq!(read.kind, ObjectKind::Page);
    assert_eq!(read.author(), Some(root.post.author.as_str()));
    assert_eq!((read.name.as_deref(), read.language.as_deref()), (Some("City heat atlas"), Some("en")));
    assert_eq!(read.groups.join(" "), root.post.group.id);
    assert_eq!(read.attachments.len(), 2);
    assert_eq!(read.summary, None);
    let read = RemoteObject::parse(&serde_json::to_value(reply(&sample_reply())).unwrap()).unwrap();
    assert_eq!(read.in_reply_to.as_deref(), Some("https://commons.example/post/7f3a"));
    assert_eq!(read.context.as_deref(), Some("https://commons.example/post/7f3a/context"));
    assert!(read.recipients.is_public() && !read.is_direct());
}

#[test]
fn a_post_of_a_private_group_offers_no_quotes_and_names_public_nowhere() {
    let mut root = sample_discussion();
    root.post.group.reach = Reach::Followers;
    let text = serde_json::to_string(&discussion(&root)).unwrap();
    assert!(!text.contains("#Public"), "{text}");
    assert!(!text.contains("interactionPolicy"));
}
