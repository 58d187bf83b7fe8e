//! Finding files: through a post that the viewer may see, or as one's own upload. There is no other way to one.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::FileRow;
use crate::accounts::Viewer;
use crate::groups::Visible;
use crate::groups::seeing::seen_by;
use crate::store::ids::{FileId, MemberId};
use crate::store::schema::{attachments, files, posts};
use crate::store::{Conn, Result};

/// A file that `viewer` may have.
pub async fn seen(conn: &mut Conn, viewer: &Viewer, id: FileId) -> Result<Option<Visible<FileRow>>> {
    let shown = exists(
        attachments::table
            .inner_join(posts::table)
            .filter(attachments::file_id.eq(files::id.nullable()))
            .filter(posts::withdrawn_at.is_null())
            .filter(posts::removed_at.is_null())
            .filter(posts::removed_there_at.is_null())
            .filter(posts::group_id.eq_any(seen_by(viewer))),
    );
    let mut query = files::table.find(id).select(FileRow::as_select()).into_boxed();
    query = match viewer.me() {
        Some(me) => query.filter(shown.or(files::uploaded_by.is_not_distinct_from(Some(me.member)))),
        None => query.filter(shown),
    };
    let found: Option<FileRow> = query.first(conn).await.optional()?;
    Ok(found.map(Visible::proven))
}

/// Those of `ids` that the member uploaded, in the order of `ids`: what a draft of theirs may attach.
pub async fn list_own(conn: &mut Conn, by: MemberId, ids: &[FileId]) -> Result<Vec<FileRow>> {
    let found: Vec<FileRow> = files::table
        .filter(files::id.eq_any(ids))
        .filter(files::uploaded_by.eq(by))
        .select(FileRow::as_select())
        .load(conn)
        .await?;
    Ok(ids.iter().filter_map(|id| found.iter().find(|file| file.id == *id)).cloned().collect())
}

/// Files by id, for those whom a visible post has shown them to.
pub async fn list_by_ids(conn: &mut Conn, ids: &[FileId]) -> Result<Vec<FileRow>> {
    Ok(files::table.filter(files::id.eq_any(ids)).select(FileRow::as_select()).load(conn).await?)
}
