//! A root with its replies as the reader sees them: two levels to the eye, stubs for what is gone, deeds for those who
//! may. For the page of a discussion and for that of any other kind.

use std::collections::HashMap;

use web::form::{Form, Press};
use web::locale::Words;
use web::parts::{Note, Pager};
use web::shell::Tone;
use web::thread::{GroupBeside, Reply, Thread, Tools};

use super::Visit;
use super::groups::{find_by_id, standing};
use super::rows::{self, anchor};
use crate::groups::queries::{Audience, audience};
use crate::groups::{self, Group, Standing, Visibility, Visible};
use crate::posts::completeness::{self, Known};
use crate::posts::thread::{self, Node, Order};
use crate::posts::{Kind, Post, policy, queries};
use crate::store::ids::PostId;
use crate::store::{Conn, Error, Result};
use crate::streams::deliveries;

/// A thread and what surrounds it.
pub struct Opened {
    pub root: Visible<Post>,
    pub group: Visible<Group>,
    pub standing: Option<Standing>,
    pub audience: Audience,
    pub thread: Visible<thread::Thread>,
    pub order: Order,
    pub is_highlight: bool,
    /// What the server of a root from elsewhere counts.
    pub known: Known,
    /// Ours, for a group elsewhere that has not shown yet that it took it.
    pub awaits_group: bool,
}

impl Opened {
    /// Whether who looks may answer now, and if not, why.
    pub fn may_reply(&self) -> Result<()> {
        let standing = self.standing.as_ref().ok_or(Error::Forbidden("members-only"))?;
        groups::policy::may_reply(&self.group, standing)?;
        policy::may_answer(&self.root, &self.root, standing)
    }

    fn may_moderate(&self) -> bool {
        let Some(standing) = &self.standing else { return false };
        standing.admin || groups::policy::may_moderate(&self.group, standing).is_ok()
    }
}

/// Opens the thread that `id` is the root of or a reply in, at page `page` or where that reply stands.
pub async fn open(conn: &mut Conn, visit: &Visit, id: PostId, order: Order, page: usize) -> Result<Opened> {
    let viewer = &visit.viewer;
    let asked = queries::seen(conn, viewer, id).await?.ok_or(Error::NotFound)?;
    let focus = (!asked.is_root()).then_some(id);
    let root = match focus {
        Some(_) => queries::seen(conn, viewer, asked.root_id).await?.ok_or(Error::NotFound)?,
        None => asked,
    };
    let group = find_by_id(conn, visit, root.group_id).await?;
    let thread = thread::read(conn, viewer, &root, order, page, focus).await?;
    let standing = standing(conn, visit, &group).await?;
    let audience = match standing {
        Some(_) => audience(conn, group.id()).await?,
        None => Audience::default(),
    };
    let is_highlight = visit.viewer.is_editor() && crate::posts::highlights::is_chosen(conn, root.id).await?;
    let known = if root.local { Known::default() } else { completeness::of(conn, root.id).await? };
    let mut awaits_group = root.local && !group.is_local() && root.announced_at.is_none();
    if awaits_group {
        awaits_group = !deliveries::is_acceptance(conn, root.id, group.id()).await?;
    }
    Ok(Opened { root, group, standing, audience, thread, order, is_highlight, known, awaits_group })
}

/// The form of an answer to `parent`, empty.
pub fn answer_form(visit: &Visit, opened: &Opened, parent: PostId) -> Form {
    let t = visit.words;
    let seen = rows::seen(&opened.group, opened.audience).sentence(t, &opened.group.actor.name);
    let fresh = PostId::fresh(visit.app.clock.now()).to_string();
    Thread::form(t, format!("{}/replies", rows::post_path(parent)), visit.csrf()).fill([("id", fresh)]).who_sees(seen)
}

/// The replies. `answering` is the post that an answer is being written to, with its form.
pub fn view(visit: &Visit, opened: &Opened, answering: Option<(PostId, Form)>) -> Thread {
    let t = visit.words;
    let (thread, root) = (&opened.thread, &opened.root);
    let may_reply = opened.may_reply();
    let (inline, below) = match answering {
        Some((parent, form)) if parent == root.id => (None, Some(form)),
        Some(answering) => (Some(answering), None),
        None => (None, may_reply.is_ok().then(|| answer_form(visit, opened, root.id))),
    };
    let mut notes = Vec::new();
    if root.locked_at.is_some() {
        notes.push(Note { tone: Tone::Info, text: t.t("thread-locked"), action: None });
    }
    let base = rows::post_path(root.id);
    let order = |name: &str| format!("{base}?order={name}#replies");
    let newest = opened.order == Order::Newest;
    let invitation = match (&opened.standing, &may_reply) {
        (None, _) if !root.is_gone() => Some((format!("/sign-in?back={base}"), t.t("thread-sign-in"))),
        (Some(_), Err(Error::Forbidden("members-only"))) => Some((rows::path_of(&opened.group), t.t("thread-join"))),
        _ => None,
    };
    let kept = if newest { "order=newest&page=" } else { "page=" };
    Thread {
        t,
        total: rows::count(thread.total),
        notes,
        incomplete: incomplete(visit, opened),
        orders: vec![(order("oldest"), t.t("thread-oldest"), !newest), (order("newest"), t.t("thread-newest"), newest)],
        first_unread: thread.first_unread.map(|(id, _)| format!("{}#{}", rows::post_path(id), anchor(id))),
        replies: replies(visit, opened, inline, may_reply.is_ok()),
        pager: Pager::numbered(t, &format!("{base}?{kept}"), rows::count(thread.page), rows::count(thread.pages)),
        form: below,
        invitation,
    }
}

/// "12 of 19 replies are here", and what a member can do about it.
fn incomplete(visit: &Visit, opened: &Opened) -> Option<(String, Option<Press>)> {
    let t = visit.words;
    let (here, known) = (rows::count(opened.thread.total), rows::count(opened.known.replies));
    if known <= here || opened.root.is_gone() {
        return None;
    }
    let asked = opened.known.is_asked(visit.app.clock.now());
    let text = t.with(if asked { "thread-fetching" } else { "thread-incomplete" }, &[("here", here), ("known", known)]);
    let may_ask = opened.standing.is_some() && !asked;
    let action = format!("{}/completion", rows::post_path(opened.root.id));
    Some((text, may_ask.then(|| Press::new(action, visit.csrf(), t.t("thread-fetch")))))
}

/// First-level replies with all that answers them below, flat; a page that begins inside says what it answers.
fn replies(visit: &Visit, opened: &Opened, mut inline: Option<(PostId, Form)>, may_reply: bool) -> Vec<Reply> {
    let root = opened.root.id;
    let names: HashMap<PostId, &str> =
        opened.thread.replies.iter().map(|node| (node.full.post.id, node.full.author.name.as_str())).collect();
    let first_new = opened.thread.first_unread.map(|(id, _)| id);
    let mut out: Vec<Reply> = Vec::new();
    let mut top: Option<PostId> = None;
    for node in &opened.thread.replies {
        let post = &node.full.post;
        let parent = post.parent_id.unwrap_or(root);
        let starts = parent == root || top.is_none();
        let says = parent != root && (starts || top != Some(parent));
        let answers_to = says.then(|| match names.get(&parent) {
            Some(name) => ((*name).to_owned(), format!("#{}", anchor(parent))),
            None => (String::new(), format!("{}#{}", rows::post_path(parent), anchor(parent))),
        });
        let form = inline.take_if(|(id, _)| *id == post.id).map(|(id, form)| form.prefix(anchor(id)));
        let reply =
            Reply { answers_to, form, first_new: first_new == Some(post.id), ..reply(visit, opened, node, may_reply) };
        match out.last_mut().filter(|_| !starts) {
            Some(last) => last.below.push(reply),
            None => {
                // Below a reply that is on the page before, everything stands flat.
                top = (parent == root).then_some(post.id);
                out.push(reply);
            }
        }
    }
    out
}

fn reply(visit: &Visit, opened: &Opened, node: &Node, may_reply: bool) -> Reply {
    let t = visit.words;
    let post = &node.full.post;
    Reply {
        t,
        anchor: anchor(post.id),
        by: rows::byline(t, post, &node.full.author, node.full.host.as_deref()),
        lang: rows::lang(&post.language),
        body: rows::body(&visit.app.site, post, &node.attachments),
        files: rows::file_rows(t, &visit.app.site, post, &node.attachments),
        tools: tools(visit, opened, node, may_reply),
        answers_to: None,
        gone: gone(t, node),
        first_new: false,
        below: Vec::new(),
        form: None,
    }
}

/// The sentence that stands for a post that is gone.
pub fn gone(t: Words, node: &Node) -> Option<String> {
    let post = &node.full.post;
    if let Some(at) = post.withdrawn_at {
        return Some(t.with("stub-withdrawn", &[("name", rows::name_of(t, &node.full.author)), ("date", t.date(at))]));
    }
    post.is_gone().then(|| match post.removed_reason.as_str() {
        "" => t.t("stub-removed"),
        reason => t.with("stub-removed-reason", &[("reason", reason)]),
    })
}

/// What who looks can do with one post.
pub fn tools(visit: &Visit, opened: &Opened, node: &Node, may_reply: bool) -> Tools {
    let t = visit.words;
    let post = &node.full.post;
    let base = rows::post_path(post.id);
    let press = |path: &str, words: &str| Press::new(format!("{base}/{path}"), visit.csrf(), t.t(words)).look("plain");
    let link = if post.is_root() { base.clone() } else { format!("{base}#{}", anchor(post.id)) };
    let reply = if post.is_root() { "#answer".to_owned() } else { format!("{base}?reply=1#reply") };
    let mut tools = Tools {
        t,
        reply: (may_reply && !post.is_gone()).then_some(reply),
        like: None,
        likes: rows::count(node.full.reactions),
        link,
        more: Vec::new(),
        presses: Vec::new(),
    };
    let Some(standing) = &opened.standing else { return tools };
    let keeps_order = opened.may_moderate();
    if post.is_gone() {
        if keeps_order && post.removed_at.is_some() && post.withdrawn_at.is_none() {
            tools.presses.push(press("restoration", "post-restore"));
        }
        return tools;
    }
    let like = Press::new(format!("{base}/reaction"), visit.csrf(), t.n("post-likes", node.full.reactions));
    tools.like = Some(like.icon("thumbs-up").pressed(node.liked).value("on", if node.liked { "0" } else { "1" }));
    // A publication and an article have their own way to be changed.
    let is_plain = matches!(post.kind(), Kind::Discussion | Kind::Reply);
    if is_plain && policy::may_edit(post, standing).is_ok() {
        tools.more.push((format!("{base}/edit"), t.t("post-edit")));
    }
    if policy::may_withdraw(post, standing).is_ok() {
        tools.more.push((format!("{base}/withdrawal"), t.t("post-withdraw")));
    } else if keeps_order {
        tools.more.push((format!("{base}/removal"), t.t("post-remove")));
    }
    if post.author_id != standing.actor {
        tools.more.push((format!("{base}/report"), t.t("post-report")));
        if groups::policy::may_moderate(&opened.group, standing).is_ok() {
            let group = rows::path_of(&opened.group);
            tools.more.push((format!("{group}/bans/{}", post.author_id), t.t("ban-author")));
        }
    }
    let leaves = post.local && opened.group.visibility() != Visibility::Hub;
    if leaves && (post.author_id == standing.actor || standing.admin) {
        tools.more.push((format!("{base}/deliveries"), t.t("where-title")));
    }
    if !post.is_root() {
        return tools;
    }
    let on = |press: Press, on: bool| press.value("on", if on { "0" } else { "1" });
    if groups::policy::may_moderate(&opened.group, standing).is_ok() {
        let (pinned, locked) = (post.pinned_at.is_some(), post.locked_at.is_some());
        tools.presses.push(on(press("pin", if pinned { "post-unpin" } else { "post-pin" }), pinned));
        tools.presses.push(on(press("lock", if locked { "post-unlock" } else { "post-lock" }), locked));
    }
    if visit.viewer.is_editor() {
        let chosen = opened.is_highlight;
        tools.presses.push(on(press("highlight", if chosen { "post-unhighlight" } else { "post-highlight" }), chosen));
    }
    tools
}

/// The group in the margin.
pub fn beside(visit: &Visit, opened: &Opened) -> GroupBeside {
    let group = &opened.group;
    let base = rows::path_of(group);
    let join = match super::groups::join(visit, group, opened.standing.as_ref(), &base) {
        Some(web::groups::JoinBox::Press(press)) => Some(press),
        _ => None,
    };
    GroupBeside {
        name: group.actor.name.clone(),
        summary: web::text::excerpt(&group.actor.summary_html, 200),
        badge: rows::badge(visit.words, group),
        href: base,
        join,
    }
}
