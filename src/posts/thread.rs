//! A thread in reading order, a page at a time: the shape of the whole is read light, the words of one page only.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::queries::{Full, list_attachments, list_full, list_liked};
use super::{Attachment, Post};
use crate::accounts::Viewer;
use crate::groups::Visible;
use crate::store::ids::PostId;
use crate::store::schema::{posts, reads};
use crate::store::{Conn, Result, Tx};

/// Replies on one page.
pub const PAGE: usize = 50;
/// The largest thread that is shown whole; what lies behind is cut.
const MOST: i64 = 5_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Oldest,
    Newest,
}

/// A reply in its place.
#[derive(Debug, Clone)]
pub struct Node {
    pub full: Full,
    pub attachments: Vec<Attachment>,
    pub liked: bool,
    pub is_new: bool,
}

#[derive(Debug, Clone)]
pub struct Thread {
    pub root: Node,
    /// Replies of this page in reading order, each behind its parent.
    pub replies: Vec<Node>,
    pub total: usize,
    /// From 1.
    pub page: usize,
    pub pages: usize,
    /// The first reply that the viewer has not seen, and its page.
    pub first_unread: Option<(PostId, usize)>,
    /// Whether something is here that the member has not opened yet.
    pub is_news: bool,
}

#[derive(Queryable)]
struct Light {
    id: PostId,
    parent: Option<PostId>,
    published_at: DateTime<Utc>,
    created_at: DateTime<Utc>,
}

/// Page `page` (from 1; `focus` overrides it with the page that holds that reply) of the thread under `root`.
pub async fn read(
    conn: &mut Conn,
    viewer: &Viewer,
    root: &Visible<Post>,
    order: Order,
    page: usize,
    focus: Option<PostId>,
) -> Result<Visible<Thread>> {
    let light: Vec<Light> = posts::table
        .filter(posts::root_id.eq(root.id))
        .filter(posts::parent_id.is_not_null())
        .order((posts::published_at, posts::id))
        .limit(MOST)
        .select((posts::id, posts::parent_id, posts::published_at, posts::created_at))
        .load(conn)
        .await?;
    let seen_at: Option<DateTime<Utc>> = match viewer.me() {
        Some(me) => reads::table.find((me.member, root.id)).select(reads::seen_at).first(conn).await.optional()?,
        None => None,
    };
    let new: HashSet<PostId> = light
        .iter()
        .filter(|reply| seen_at.is_some_and(|seen| reply.created_at > seen))
        .map(|reply| reply.id)
        .collect();
    let ordered = in_reading_order(root.id, light, order);
    let pages = ordered.len().div_ceil(PAGE).max(1);
    let page_of = |id: PostId| ordered.iter().position(|reply| *reply == id).map(|at| at / PAGE + 1);
    let page = focus.and_then(page_of).unwrap_or(page).clamp(1, pages);
    let mut ids: Vec<PostId> = vec![root.id];
    ids.extend(ordered.iter().skip((page - 1) * PAGE).take(PAGE));
    let full = list_full(conn, &ids).await?;
    let mut attached: HashMap<PostId, Vec<Attachment>> = HashMap::new();
    for attachment in list_attachments(conn, &ids).await? {
        attached.entry(attachment.post_id).or_default().push(attachment);
    }
    let liked: HashSet<PostId> = match viewer.actor() {
        Some(actor) => list_liked(conn, &ids, actor).await?.into_iter().collect(),
        None => HashSet::new(),
    };
    let mut nodes = full.into_iter().map(|full| {
        let id = full.post.id;
        Node {
            attachments: attached.remove(&id).unwrap_or_default(),
            liked: liked.contains(&id),
            is_new: new.contains(&id),
            full,
        }
    });
    let first = nodes.next().ok_or(crate::store::Error::NotFound)?;
    let first_unread = ordered.iter().find(|id| new.contains(id)).and_then(|id| Some((*id, page_of(*id)?)));
    Ok(Visible::proven(Thread {
        root: first,
        replies: nodes.collect(),
        total: ordered.len(),
        page,
        pages,
        first_unread,
        is_news: seen_at.is_none_or(|_| !new.is_empty()),
    }))
}

/// Parents before their answers; answers of one parent from the oldest on; `order` concerns direct answers to the root.
fn in_reading_order(root: PostId, light: Vec<Light>, order: Order) -> Vec<PostId> {
    let known: HashSet<PostId> = light.iter().map(|reply| reply.id).collect();
    let mut answers: HashMap<PostId, Vec<PostId>> = HashMap::new();
    for reply in &light {
        // A parent that was cut off, or is the root: stands directly below the root.
        let parent = reply.parent.filter(|parent| known.contains(parent)).unwrap_or(root);
        answers.entry(parent).or_default().push(reply.id);
    }
    debug_assert!(light.is_sorted_by_key(|reply| (reply.published_at, reply.id)));
    let mut ordered = Vec::with_capacity(light.len());
    let mut open = answers.remove(&root).unwrap_or_default();
    if order == Order::Oldest {
        open.reverse();
    }
    while let Some(id) = open.pop() {
        ordered.push(id);
        if let Some(below) = answers.remove(&id) {
            open.extend(below.into_iter().rev());
        }
    }
    ordered
}

/// The member has read the thread until now.
pub async fn mark_read(tx: &mut Tx, viewer: &Viewer, root: PostId) -> Result<()> {
    let Some(me) = viewer.me() else { return Ok(()) };
    let now = tx.now;
    diesel::insert_into(reads::table)
        .values((reads::member_id.eq(me.member), reads::root_id.eq(root), reads::seen_at.eq(now)))
        .on_conflict((reads::member_id, reads::root_id))
        .do_update()
        .set(reads::seen_at.eq(now))
        .execute(tx.conn())
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn light(id: u128, parent: u128) -> Light {
        let at = DateTime::from_timestamp(i64::try_from(id).unwrap(), 0).unwrap();
        Light {
            id: PostId(Uuid::from_u128(id)),
            parent: Some(PostId(Uuid::from_u128(parent))),
            published_at: at,
            created_at: at,
        }
    }

    fn order(replies: Vec<Light>, order: Order) -> Vec<u128> {
        in_reading_order(PostId(Uuid::from_u128(1)), replies, order).into_iter().map(|id| id.0.as_u128()).collect()
    }

    #[test]
    fn answers_stand_behind_what_they_answer() {
        let thread = || vec![light(2, 1), light(3, 1), light(4, 2), light(5, 3), light(6, 4)];
        assert_eq!(order(thread(), Order::Oldest), [2, 4, 6, 3, 5]);
        assert_eq!(order(thread(), Order::Newest), [3, 5, 2, 4, 6]);
    }

    #[test]
    fn an_answer_to_something_unknown_stands_below_the_root() {
        assert_eq!(order(vec![light(3, 99), light(4, 3)], Order::Oldest), [3, 4]);
    }
}
