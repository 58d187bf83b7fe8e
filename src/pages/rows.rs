//! What features answer, as the rows and pieces of pages. Asks nothing and decides nothing.

use web::locale::Words;
use web::parts::{Byline, FileRow, GroupRow, Kind, PostRow, Seen};
use web::text;

use crate::actors::Actor;
use crate::groups::queries::{Audience, Line};
use crate::groups::{Group, State, Visibility};
use crate::posts::lists::Card;
use crate::posts::{self, Attachment, Post};
use crate::store::Site;
use crate::store::ids::PostId;

/// Characters of a list's excerpt: what two lines hold.
const EXCERPT: usize = 220;

/// A count as pages print it; rows never count below nothing.
pub fn count(n: impl TryInto<u32>) -> u32 {
    n.try_into().unwrap_or(0)
}

pub fn post_path(id: PostId) -> String {
    format!("/posts/{id}")
}

/// Where a post stands: the page of its thread, for a reply at its own place there.
pub fn place_in(post: PostId, root: PostId) -> String {
    if post == root { post_path(post) } else { format!("{}#{}", post_path(post), anchor(post)) }
}

pub fn place_of(post: &Post) -> String {
    place_in(post.id, post.root_id)
}

/// The id of a reply's element.
pub fn anchor(reply: PostId) -> String {
    format!("r-{reply}")
}

/// `handle`, or `handle@host` of whoever is elsewhere.
pub fn handle_at(handle: &str, url: &str, is_local: bool) -> String {
    if is_local { handle.to_owned() } else { format!("{handle}@{}", host_of(url)) }
}

pub fn group_path(handle: &str, url: &str, is_local: bool) -> String {
    format!("/groups/{}", handle_at(handle, url, is_local))
}

pub fn path_of(group: &Group) -> String {
    group_path(&group.actor.handle, &group.actor.url, group.is_local())
}

/// The page of a person; of somebody elsewhere, their own server's. Empty for whoever is gone.
pub fn person_href(actor: &Actor) -> String {
    match actor.gone_at {
        Some(_) => String::new(),
        None if actor.is_local() => format!("/people/{}", actor.handle),
        None => actor.url.clone(),
    }
}

/// Host and port of an absolute address; empty when it is none.
pub fn host_of(url: &str) -> &str {
    url.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default())
}

pub fn kind(kind: posts::Kind) -> Kind {
    match kind {
        posts::Kind::Resource => Kind::Resource,
        posts::Kind::Article => Kind::Article,
        posts::Kind::Event => Kind::Event,
        posts::Kind::Course => Kind::Course,
        posts::Kind::Initiative => Kind::Initiative,
        posts::Kind::Discussion | posts::Kind::Reply => Kind::Discussion,
    }
}

/// BCP 47, or empty when it is not known.
pub fn lang(code: &str) -> String {
    if code == "und" { String::new() } else { code.to_owned() }
}

/// `with_group` says which group a row is from; on the group's own page that goes without saying.
pub fn post_row(t: Words, card: &Card, unread: i64, with_group: bool) -> PostRow {
    let group = (card.group_name.clone(), group_path(&card.group_handle, &card.group_url, card.group_is_local));
    PostRow {
        group: with_group.then_some(group),
        new: count(unread),
        pinned: card.post.pinned_at.is_some(),
        ..lone_row(t, &card.post, &card.author, card.host.as_deref(), card.replies)
    }
}

/// The row of a post by itself: without its group, and as if everything in it had been read.
pub fn lone_row(t: Words, post: &Post, author: &Actor, host: Option<&str>, replies: i32) -> PostRow {
    PostRow {
        t,
        kind: kind(post.kind()),
        href: post_path(post.id),
        title: title(post),
        lang: lang(&post.language),
        group: None,
        from: host.unwrap_or_default().to_owned(),
        at: post.published_at,
        excerpt: text::excerpt(&post.body_html, EXCERPT),
        replies: count(replies),
        new: 0,
        author: name_of(t, author),
        place: String::new(),
        pinned: false,
        locked: post.locked_at.is_some(),
    }
}

/// A post's title; for one that came without, its first words.
pub fn title(post: &Post) -> String {
    titled(&post.title, &post.body_html)
}

pub fn titled(title: &str, html: &str) -> String {
    match title.trim() {
        "" => text::title_from(html),
        title => title.to_owned(),
    }
}

pub fn group_row(t: Words, line: &Line, new: i64) -> GroupRow {
    let group = &line.group;
    GroupRow {
        t,
        href: path_of(group),
        name: group.actor.name.clone(),
        summary: text::excerpt(&group.actor.summary_html, EXCERPT),
        badge: badge(t, group),
        from: line.host.clone().unwrap_or_default(),
        members: count(line.members),
        new: count(new),
        joined: line.mine == Some(State::Accepted),
    }
}

pub fn seen(group: &Group, audience: Audience) -> Seen {
    let (members, followers, servers) = (count(audience.members), count(audience.followers), count(audience.hosts));
    match group.visibility() {
        Visibility::Public => Seen::Public { members, followers, servers },
        Visibility::Members => Seen::Members { members: members + followers, servers },
        Visibility::Hub => Seen::Hub { members },
    }
}

pub fn badge(t: Words, group: &Group) -> String {
    seen(group, Audience::default()).badge(t)
}

/// Somebody's name; of a member who left for good nothing is left but that.
pub fn name_of(t: Words, actor: &Actor) -> String {
    named(t, &actor.name)
}

pub fn named(t: Words, name: &str) -> String {
    if name.is_empty() { t.t("former-member") } else { name.to_owned() }
}

pub fn byline(t: Words, post: &Post, author: &Actor, host: Option<&str>) -> Byline {
    Byline {
        t,
        name: name_of(t, author),
        href: person_href(author),
        about: String::new(),
        from: host.unwrap_or_default().to_owned(),
        at: Some(post.published_at),
        edited: post.edited_at.map(|_| format!("{}/history", post_path(post.id))),
        lang: lang(&post.language),
    }
}

/// Where an attachment is read: here, or as our copy of what lies elsewhere; a link goes where it leads.
pub fn attachment_href(site: &Site, attachment: &Attachment) -> String {
    match (attachment.file_id, &attachment.url) {
        (Some(file), _) => {
            let address = site.file(file, &attachment.name);
            site.path_of(&address).map_or_else(|| address.clone(), str::to_owned)
        }
        (None, Some(url)) if attachment.role == "link" || site.path_of(url).is_some() => url.clone(),
        (None, Some(url)) => {
            let name = if attachment.name.is_empty() { url } else { &attachment.name };
            site.copy(attachment.id, name)
        }
        (None, None) => String::new(),
    }
}

pub fn file_row(t: Words, site: &Site, attachment: &Attachment) -> FileRow {
    let media_type = attachment.media_type.as_deref().unwrap_or_default();
    let ending = attachment.name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.len() <= 5);
    let href = attachment_href(site, attachment);
    let is_picture = matches!(attachment.role.as_str(), "picture" | "inline") || media_type.starts_with("image/");
    let name = [&attachment.alt, &attachment.name].into_iter().find(|text| !text.is_empty()).cloned();
    FileRow {
        t,
        picture: (is_picture && attachment.role != "link").then(|| format!("{href}?small")),
        name: name.unwrap_or_else(|| attachment.url.as_deref().map(host_of).unwrap_or_default().to_owned()),
        href,
        kind: ending.or_else(|| media_type.split('/').nth(1)).unwrap_or_default().to_uppercase(),
        bytes: attachment.size.and_then(|size| u64::try_from(size).ok()).unwrap_or(0),
        pages: attachment.pages.map(count),
        lang: attachment.language.clone().unwrap_or_default(),
    }
}

/// What hangs on a post besides the pictures that stand in its text.
pub fn file_rows(t: Words, site: &Site, post: &Post, attachments: &[Attachment]) -> Vec<FileRow> {
    let inside = if post.local { Vec::new() } else { pictures_in(post) };
    let stands_there = |attachment: &Attachment| {
        attachment.role == "inline" || inside.iter().any(|(src, _)| Some(src) == attachment.url.as_ref())
    };
    attachments
        .iter()
        .filter(|attachment| !stands_there(attachment))
        .map(|attachment| file_row(t, site, attachment))
        .collect()
}

fn pictures_in(post: &Post) -> Vec<(String, String)> {
    text::Html::stored(post.body_html.clone(), post.sanitiser.min(text::SANITISER)).pictures()
}

/// The text of a post that stands, with pictures from elsewhere as our copies of them.
pub fn body(site: &Site, post: &Post, attachments: &[Attachment]) -> text::Html {
    if post.is_gone() {
        return text::Html::default();
    }
    let html = text::Html::stored(post.body_html.clone(), post.sanitiser.min(text::SANITISER));
    if post.body_html.contains("<img ") { html.with_pictures(&copies(site, post, attachments)) } else { html }
}

/// Addresses of a post's pictures elsewhere, each with that of our copy.
pub fn copies<'a>(site: &Site, post: &Post, attachments: &'a [Attachment]) -> Vec<(&'a str, String)> {
    let shown = attachments.iter().filter(|one| !post.local && one.file_id.is_none() && one.role != "link");
    shown.filter_map(|one| Some((one.url.as_deref()?, attachment_href(site, one)))).collect()
}
