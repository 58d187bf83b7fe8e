//! Writing rows of posts, for the commands here and of the kinds above; no policy, no journal.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{
    AttachmentDraft, BODY_MOST, Change, DEPTH_MOST, Draft, HideAll, Kind, Post, RESOURCE_TITLE_MOST, TITLE_MOST,
    mentions,
};
use crate::store::error::Faults;
use crate::store::ids::{self, AttachmentId, PostId, RevisionId};
use crate::store::schema::{attachments, files, post_counts, posts, reactions, revisions, tombstones};
use crate::store::{Conn, Error, Result, Tx};

/// What every local draft must hold; remote text was cut to its limits when it was read.
pub fn check(draft: &Draft) -> Result<()> {
    if !draft.is_local() {
        return Ok(());
    }
    check_text(draft.kind, &draft.title, draft.body_source.as_deref().unwrap_or_default())
}

pub fn check_text(kind: Kind, title: &str, source: &str) -> Result<()> {
    let mut faults = Faults::default();
    if kind != Kind::Reply {
        faults.text(title, "title", if kind == Kind::Resource { RESOURCE_TITLE_MOST } else { TITLE_MOST });
    }
    if kind == Kind::Resource {
        faults.at_most(source, "body", BODY_MOST);
    } else {
        faults.text(source, "body", BODY_MOST);
    }
    faults.done()
}

/// True when something with this address was buried: it never comes back.
pub async fn is_buried(conn: &mut Conn, url: &str) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(tombstones::table.find(url))).get_result(conn).await?)
}

/// What was deleted before it came: it never will.
pub async fn bury(tx: &mut Tx, url: &str) -> Result<()> {
    let now = tx.now;
    diesel::insert_into(tombstones::table)
        .values((tombstones::url.eq(url), tombstones::buried_at.eq(now)))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Writes the post with its counters and attachments. Conflict when the address is known or buried.
pub async fn insert(tx: &mut Tx, draft: &Draft, parent: Option<&Post>) -> Result<()> {
    if is_buried(tx.conn(), &draft.url).await? {
        return Err(Error::Conflict("buried"));
    }
    let depth = parent.map_or(0, |parent| parent.depth + 1);
    if depth > DEPTH_MOST {
        return Err(Error::Conflict("too-deep"));
    }
    let root = parent.map_or(draft.id, |parent| parent.root_id);
    // What claims to come from the future stands where it arrived.
    let published = draft.published_at.min(tx.now);
    let written = diesel::insert_into(posts::table)
        .values((
            (
                posts::id.eq(draft.id),
                posts::url.eq(&draft.url),
                posts::group_id.eq(draft.group),
                posts::author_id.eq(draft.author),
                posts::root_id.eq(root),
                posts::parent_id.eq(parent.map(|parent| parent.id)),
                posts::depth.eq(depth),
                posts::kind.eq(draft.kind.code()),
                posts::title.eq(draft.title.trim()),
                posts::body_source.eq(draft.body_source.as_deref()),
                posts::body_html.eq(&draft.body_html),
            ),
            (
                posts::sanitiser.eq(draft.sanitiser),
                posts::language.eq(&draft.language),
                posts::local.eq(draft.is_local()),
                posts::created_at.eq(tx.now),
                posts::published_at.eq(published),
                posts::edited_at.eq(draft.edited_at),
                posts::context.eq(draft.context.as_deref()),
                posts::page_url.eq(draft.page_url.as_deref()),
            ),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    if written == 0 {
        return Err(Error::Conflict("exists"));
    }
    diesel::insert_into(post_counts::table).values(post_counts::post_id.eq(draft.id)).execute(tx.conn()).await?;
    if let Some(source) = &draft.body_source {
        mentions::note(tx, draft.id, draft.author, source).await?;
    }
    put_attachments(tx, draft.id, &draft.attachments).await
}

/// Replaces a post's text, keeping what stood before as a revision.
pub async fn update(
    tx: &mut Tx,
    post: &Post,
    editor: ids::ActorId,
    change: &Change,
    record: Option<serde_json::Value>,
) -> Result<()> {
    diesel::insert_into(revisions::table)
        .values((
            revisions::id.eq(RevisionId::fresh(tx.now)),
            revisions::post_id.eq(post.id),
            revisions::editor_id.eq(editor),
            revisions::title.eq(&post.title),
            revisions::body_source.eq(post.body_source.as_deref()),
            revisions::body_html.eq(&post.body_html),
            revisions::record.eq(record),
            revisions::made_at.eq(post.edited_at.unwrap_or(post.published_at)),
        ))
        .execute(tx.conn())
        .await?;
    diesel::update(posts::table.find(post.id))
        .set((
            posts::title.eq(change.title.trim()),
            posts::body_source.eq(change.body_source.as_deref()),
            posts::body_html.eq(&change.body_html),
            posts::sanitiser.eq(change.sanitiser),
            posts::language.eq(&change.language),
            posts::edited_at.eq(change.edited_at),
        ))
        .execute(tx.conn())
        .await?;
    if let Some(source) = &change.body_source {
        mentions::note(tx, post.id, post.author_id, source).await?;
    }
    if let Some(drafts) = &change.attachments {
        diesel::delete(attachments::table.filter(attachments::post_id.eq(post.id))).execute(tx.conn()).await?;
        put_attachments(tx, post.id, drafts).await?;
    }
    Ok(())
}

async fn put_attachments(tx: &mut Tx, post: PostId, drafts: &[AttachmentDraft]) -> Result<()> {
    if drafts.is_empty() {
        return Ok(());
    }
    let now = tx.now;
    let rows: Vec<_> = drafts
        .iter()
        .zip(0i16..)
        .map(|(draft, position)| {
            (
                attachments::id.eq(AttachmentId::fresh(now)),
                attachments::post_id.eq(post),
                attachments::file_id.eq(draft.file),
                attachments::url.eq(draft.url.as_deref()),
                attachments::role.eq(draft.role),
                attachments::name.eq(&draft.name),
                attachments::alt.eq(&draft.alt),
                attachments::language.eq(draft.language.as_deref()),
                attachments::media_type.eq(draft.media_type.as_deref()),
                attachments::size.eq(draft.size),
                attachments::pages.eq(draft.pages),
                attachments::sha256.eq(draft.sha256.as_deref()),
                attachments::position.eq(position),
            )
        })
        .collect();
    diesel::insert_into(attachments::table).values(rows).execute(tx.conn()).await?;
    Ok(())
}

/// Takes the newest of what somebody had posted in a group by then out of view, `at_most` so many; `there` when that is
/// the decision of a group elsewhere. Answers what was in view before.
pub async fn hide(tx: &mut Tx, which: &HideAll, at_most: i64) -> Result<Vec<PostId>> {
    let now = tx.now;
    let theirs = posts::table
        .filter(posts::group_id.eq(which.group))
        .filter(posts::author_id.eq(which.author))
        .filter(posts::created_at.le(which.by_then))
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::removed_there_at.is_null())
        .order(posts::published_at.desc())
        .limit(at_most)
        .select(posts::id);
    let theirs: Vec<PostId> = theirs.load(tx.conn()).await?;
    let hidden = diesel::update(posts::table.filter(posts::id.eq_any(&theirs)));
    if which.there {
        let there = (posts::removed_there_at.eq(now), posts::removed_reason.eq(&which.reason));
        hidden.set(there).execute(tx.conn()).await?;
    } else {
        let here = (posts::removed_at.eq(now), posts::removed_by.eq(which.by), posts::removed_reason.eq(&which.reason));
        hidden.set(here).execute(tx.conn()).await?;
    }
    Ok(theirs)
}

/// Empties a post: text, revisions, reactions and attachments go, the row stays so that the thread keeps its shape.
/// Answers the hashes of files that nothing shows any more; their blobs are the caller's to remove after the commit.
pub async fn scrub(tx: &mut Tx, post: &Post) -> Result<Vec<String>> {
    let now = tx.now;
    diesel::insert_into(tombstones::table)
        .values((tombstones::url.eq(&post.url), tombstones::former_kind.eq(&post.kind), tombstones::buried_at.eq(now)))
        .on_conflict_do_nothing()
        .execute(tx.conn())
        .await?;
    diesel::update(posts::table.find(post.id))
        .set((
            posts::title.eq(""),
            posts::body_source.eq(None::<String>),
            posts::body_html.eq(""),
            posts::withdrawn_at.eq(now),
            posts::pinned_at.eq(None::<chrono::DateTime<chrono::Utc>>),
        ))
        .execute(tx.conn())
        .await?;
    diesel::delete(revisions::table.filter(revisions::post_id.eq(post.id))).execute(tx.conn()).await?;
    diesel::delete(reactions::table.filter(reactions::post_id.eq(post.id))).execute(tx.conn()).await?;
    let shown: Vec<ids::FileId> = diesel::delete(attachments::table.filter(attachments::post_id.eq(post.id)))
        .returning(attachments::file_id)
        .get_results::<Option<ids::FileId>>(tx.conn())
        .await?
        .into_iter()
        .flatten()
        .collect();
    let still =
        attachments::table.filter(attachments::file_id.eq_any(&shown)).select(attachments::file_id.assume_not_null());
    let still: Vec<ids::FileId> = still.load(tx.conn()).await?;
    let unused: Vec<ids::FileId> = shown.into_iter().filter(|id| !still.contains(id)).collect();
    let hashes: Vec<String> = diesel::delete(files::table.filter(files::id.eq_any(unused)))
        .returning((files::hash, files::thumbnail))
        .get_results::<(String, Option<String>)>(tx.conn())
        .await?
        .into_iter()
        .flat_map(|(hash, thumbnail)| [Some(hash), thumbnail])
        .flatten()
        .collect();
    let needed: Vec<(String, Option<String>)> = files::table
        .filter(files::hash.eq_any(&hashes).or(files::thumbnail.eq_any(&hashes)))
        .select((files::hash, files::thumbnail))
        .load(tx.conn())
        .await?;
    let kept: Vec<String> =
        needed.into_iter().flat_map(|(hash, thumbnail)| [Some(hash), thumbnail]).flatten().collect();
    Ok(hashes.into_iter().filter(|hash| !kept.contains(hash)).collect())
}
