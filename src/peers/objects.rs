//! From rows to objects on the wire: what a post is to servers, wherever it is shown.

use std::sync::LazyLock;

use federation::actor::Picture;
use federation::audience::Reach;
use federation::object::{self, Answer, File, GroupRef, Link, Mention, Object, Replies, Root};
use federation::{host, object as wire};

use super::records::{self, Extra};
use crate::actors::{self, Actor};
use crate::groups::{self, Group, Visibility};
use crate::posts::{self, Attachment, Kind, Post};
use crate::resources::{self, citation::Cited};
use crate::store::ids::PostId;
use crate::store::{Conn, Result, Site};

/// A post with everything that its object names.
#[derive(Debug, Clone)]
pub struct Scene {
    pub post: Post,
    pub author: Actor,
    pub group: Group,
    /// The root's context, for a reply.
    pub context: String,
    /// Address and author of what a reply answers.
    pub parent: Option<(String, Actor)>,
    pub attachments: Vec<Attachment>,
    pub replies: Replies,
    pub likes: u64,
    pub extra: Extra,
    /// Who is named in the text.
    pub named: Vec<Actor>,
}

/// Answers on the first page of `replies`.
pub const ANSWERS: i64 = 20;

/// Reads a post and what hangs on it; None when it is not there.
pub async fn read(conn: &mut Conn, id: PostId) -> Result<Option<Scene>> {
    let Some(post) = posts::queries::by_id(conn, id).await? else { return Ok(None) };
    read_rest(conn, post).await
}

pub async fn read_rest(conn: &mut Conn, post: Post) -> Result<Option<Scene>> {
    let Some(group) = groups::queries::by_id(conn, post.group_id).await? else { return Ok(None) };
    let Some(full) = posts::queries::list_full(conn, &[post.id]).await?.pop() else { return Ok(None) };
    let (mut context, mut parent) = (post.context.clone(), None);
    if let Some(parent_id) = post.parent_id {
        let above = posts::queries::list_full(conn, &[parent_id, post.root_id]).await?;
        if let Some(root) = above.iter().find(|above| above.post.id == post.root_id) {
            context = Some(context_of(&root.post));
        }
        parent = above.into_iter().find(|above| above.post.id == parent_id).map(|above| (above.post.url, above.author));
    }
    let (first, total) = posts::collections::list_answers(conn, post.id, 0, ANSWERS).await?;
    let attachments = posts::queries::list_attachments(conn, &[post.id]).await?;
    let extra = records::read(conn, &post).await?;
    let named = posts::mentions::list(conn, post.id).await?;
    Ok(Some(Scene {
        extra,
        named,
        context: context.unwrap_or_else(|| context_of(&post)),
        replies: Replies { total: total.unsigned_abs(), more: total > ANSWERS, first },
        likes: u64::try_from(full.reactions).unwrap_or(0),
        author: full.author,
        group,
        parent,
        attachments,
        post,
    }))
}

/// Where the conversation of a root is listed.
pub fn context_of(root: &Post) -> String {
    match &root.context {
        Some(context) if !root.local => context.clone(),
        _ => format!("{}/context", root.url),
    }
}

/// How far what is shared into a group goes; None when it stays on this hub.
pub fn reach(group: &Group) -> Option<Reach> {
    match group.visibility() {
        Visibility::Public => Some(Reach::Public),
        Visibility::Members => Some(Reach::Followers),
        Visibility::Hub => None,
    }
}

pub fn followers_of(actor: &Actor) -> String {
    actor.followers.clone().unwrap_or_else(|| format!("{}/followers", actor.url))
}

/// `@name@host`.
pub fn handle_of(site: &Site, actor: &Actor) -> String {
    let host = match actor.is_local() {
        true => site.host().to_owned(),
        false => host::of_str(&actor.url).unwrap_or_default(),
    };
    format!("@{}@{host}", actor.handle)
}

/// The post as its author's hub sends and serves it; None when its group never leaves the hub.
pub fn object(site: &Site, scene: &Scene) -> Option<Object> {
    let post = &scene.post;
    let group = GroupRef {
        id: scene.group.actor.url.clone(),
        handle: handle_of(site, &scene.group.actor),
        reach: reach(&scene.group)?,
    };
    let mut html = harmless(site, &post.body_html);
    let mut source = harmless(site, post.body_source.as_deref().unwrap_or_default());
    for file in scene.attachments.iter().filter(|attached| attached.role == "file") {
        let (href, label) = (address(site, file), label(file));
        html = wire::with_links(&html, &[link(&href, &label, file)]);
        source.push_str(&format!("\n\n[{}]({href})", label.replace(['[', ']'], "")));
    }
    let mut links: Vec<Link> = scene
        .attachments
        .iter()
        .filter(|attached| attached.role == "link")
        .map(|attached| link(&harmless(site, &address(site, attached)), &attached.name, attached))
        .collect();
    if let Some(record) = &scene.extra.record {
        let line = citation(site, post, record);
        html = format!("<p><em>{}</em></p>{html}", escaped(&line));
        source = format!("{}\n\n{source}", line.replace(['*', '_', '[', ']', '<', '`'], " "));
        // What people should open comes first (wire.md §7.2).
        let outside = record.address().map(|href| Link {
            href: harmless(site, &href),
            media_type: "text/html".to_owned(),
            name: post.title.clone(),
        });
        links.splice(0..0, outside);
    }
    let pictures: Vec<Picture> = scene
        .attachments
        .iter()
        .filter(|attached| attached.role == "picture")
        .map(|attached| Picture {
            media_type: attached.media_type.clone(),
            url: address(site, attached),
            name: Some(attached.alt.clone()),
        })
        .collect();
    let parent_author = scene.parent.as_ref().map(|(_, author)| author).filter(|author| author.id != scene.author.id);
    // In a group for members, nobody is addressed who does not read there anyway.
    let named: Vec<&Actor> = scene
        .named
        .iter()
        .filter(|_| group.reach == Reach::Public)
        .filter(|actor| parent_author.is_none_or(|author| author.id != actor.id))
        .collect();
    let addressed: Vec<String> = named.iter().map(|actor| actor.url.clone()).collect();
    let cover = pictures.first().map(|picture| picture.url.clone());
    let common = object::Post {
        id: post.url.clone(),
        url: if post.local { site.reading(post.id) } else { post.url.clone() },
        author: scene.author.url.clone(),
        author_followers: followers_of(&scene.author),
        group,
        html: wire::with_links(&html, &links),
        source,
        language: Some(post.language.clone()).filter(|language| language != "und"),
        mentions: parent_author
            .into_iter()
            .chain(named.iter().copied())
            .map(|actor| Mention { href: actor.url.clone(), name: Some(handle_of(site, actor)) })
            .collect(),
        hashtags: Vec::new(),
        links,
        pictures,
        sensitive: false,
        context: scene.context.clone(),
        replies: scene.replies.clone(),
        likes: scene.likes,
        shares: 0,
        published: post.published_at,
        updated: post.edited_at,
    };
    if let Some((in_reply_to, _)) = &scene.parent {
        let mut reply = object::reply(&Answer {
            post: common,
            in_reply_to: in_reply_to.clone(),
            parent_author: parent_author.map(|author| author.url.clone()),
            distinguished: false,
        });
        reply.recipients.cc.extend(addressed);
        return Some(reply);
    }
    let root = Root {
        post: common,
        name: web::text::shorten(&post.title, posts::TITLE_MOST),
        cover,
        takes_replies: post.locked_at.is_none(),
    };
    let mut object = match (&scene.extra, post.kind()) {
        (Extra { record: Some(record), .. }, _) => {
            let source = post.body_source.as_deref().unwrap_or_default();
            let record = records::to_wire(record, &post.title, source, files(site, scene));
            object::resource(&root, &record)
        }
        (Extra { brief, .. }, Kind::Article) => {
            let mut article = object::article(&root);
            let brief = brief.as_ref().filter(|brief| !brief.is_empty());
            article.record.extend(brief.map(|brief| ("dcterms:abstract".to_owned(), brief.as_str().into())));
            article
        }
        _ => object::discussion(&root),
    };
    object.recipients.cc.extend(addressed);
    Some(object)
}

fn files(site: &Site, scene: &Scene) -> Vec<File> {
    let file = |attached: &Attachment| File {
        url: address(site, attached),
        media_type: attached.media_type.clone(),
        name: Some(attached.name.clone()).filter(|name| !name.is_empty()),
        language: attached.language.clone(),
        size: attached.size.and_then(|size| u64::try_from(size).ok()),
        sha256: attached.sha256.clone(),
        pages: attached.pages.and_then(|pages| u32::try_from(pages).ok()),
    };
    scene.attachments.iter().filter(|attached| attached.role == "file").map(file).collect()
}

fn citation(site: &Site, post: &Post, record: &resources::Record) -> String {
    let page = site.reading(post.id);
    Cited { title: &post.title, record, page: &page, language: &post.language, abstract_text: "" }.line()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Text without links to pages that also answer ActivityPub (wire.md 15a.1 tells what they did to Lemmy): of posts of
/// every hub of our kind, and of groups and people of this one, the twin that people read.
pub fn harmless(site: &Site, text: &str) -> String {
    const LETTERS: usize = 26;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("/posts/") {
        let behind = &rest[at + "/posts/".len()..];
        let id: &str = behind.get(..LETTERS).unwrap_or_default();
        let is_post = PostId::parse(id).is_some();
        out.push_str(&rest[..at]);
        out.push_str(if is_post { "/read/" } else { "/posts/" });
        rest = behind;
    }
    out.push_str(rest);
    ["groups", "people"].into_iter().fold(out, |text, door| with_twins(site, &text, door))
}

/// `https://hub/groups/x` as `https://hub/read/groups/x`; what lies below it is no object.
fn with_twins(site: &Site, text: &str, door: &str) -> String {
    let address = format!("{}/{door}/", site.base());
    let mut parts = text.split(address.as_str());
    let mut out = parts.next().unwrap_or_default().to_owned();
    for behind in parts {
        let handle = behind.chars().take_while(|c| c.is_ascii_alphanumeric() || "_-.".contains(*c)).count();
        let is_actor = handle > 0 && !behind[handle..].starts_with('/');
        out.push_str(&if is_actor { format!("{}/read/{door}/", site.base()) } else { address.clone() });
        out.push_str(behind);
    }
    out
}

fn address(site: &Site, attached: &Attachment) -> String {
    match (&attached.file_id, &attached.url) {
        (Some(file), _) => site.file(*file, &attached.name),
        (None, Some(url)) => url.clone(),
        (None, None) => String::new(),
    }
}

fn link(href: &str, name: &str, attached: &Attachment) -> Link {
    Link {
        href: href.to_owned(),
        media_type: attached.media_type.clone().unwrap_or_else(|| "text/html".to_owned()),
        name: name.to_owned(),
    }
}

/// `City heat atlas (PDF, 4.2 MB)`, the same in every language.
fn label(file: &Attachment) -> String {
    static KINDS: LazyLock<[(&str, &str); 4]> = LazyLock::new(|| {
        [
            ("application/pdf", "PDF"),
            ("wordprocessingml", "DOCX"),
            ("spreadsheetml", "XLSX"),
            ("presentationml", "PPTX"),
        ]
    });
    let media_type = file.media_type.as_deref().unwrap_or_default();
    let kind = KINDS.iter().find(|(part, _)| media_type.contains(part)).map(|(_, kind)| (*kind).to_owned());
    let size = file.size.filter(|size| *size > 0).map(|size| format!("{:.1} MB", size as f64 / 1_000_000.0));
    let details: Vec<String> = kind.into_iter().chain(size).collect();
    if details.is_empty() { file.name.clone() } else { format!("{} ({})", file.name, details.join(", ")) }
}

/// The actor of an id that must be there.
pub async fn actor(conn: &mut Conn, id: crate::store::ids::ActorId) -> Result<Actor> {
    actors::queries::by_id(conn, id).await?.ok_or(crate::store::Error::NotFound)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::harmless;
    use crate::store::Site;

    #[test]
    fn links_to_what_answers_activitypub_become_links_to_what_people_read() {
        let base: url::Url = "https://hub.example".parse().unwrap();
        let site = Site::new(&base, "Hub", "");
        let id = "01jdb3c4d5e6f7g8h9jakbmcnd";
        let text =
            format!("see https://hub.example/posts/{id}, [x](https://other.example/posts/{id}#r) and /posts/new");
        let wanted =
            format!("see https://hub.example/read/{id}, [x](https://other.example/read/{id}#r) and /posts/new");
        assert_eq!(harmless(&site, &text), wanted);
        assert_eq!(harmless(&site, "/posts/é"), "/posts/é");
        let table = [
            ("https://hub.example/groups/care.", "https://hub.example/read/groups/care."),
            ("<a href=\"https://hub.example/people/ana?x\">", "<a href=\"https://hub.example/read/people/ana?x\">"),
            ("https://hub.example/groups/care/members", "https://hub.example/groups/care/members"),
            ("https://hub.example/groups/é", "https://hub.example/groups/é"),
            ("https://other.example/groups/care", "https://other.example/groups/care"),
            ("https://hub.example/groups/", "https://hub.example/groups/"),
        ];
        for (text, wanted) in table {
            assert_eq!(harmless(&site, text), wanted);
        }
    }
}
