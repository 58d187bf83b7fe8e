//! What may change about files.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{DAILY_MOST, FileRow, Kept};
use crate::store::ids::{FileId, MemberId};
use crate::store::schema::{attachments, copies, files};
use crate::store::{Error, Result, Tx};

/// Writes the row of a file whose blob is on disk. Until a post shows it, only its uploader sees it.
pub async fn keep(tx: &mut Tx, kept: &Kept, by: MemberId) -> Result<FileRow> {
    let today: i64 = files::table
        .filter(files::uploaded_by.eq(by))
        .filter(files::created_at.gt(tx.now - TimeDelta::days(1)))
        .count()
        .get_result(tx.conn())
        .await?;
    if today >= DAILY_MOST {
        return Err(Error::invalid("files", "too-many"));
    }
    Ok(diesel::insert_into(files::table)
        .values((
            files::id.eq(FileId::fresh(tx.now)),
            files::hash.eq(&kept.hash),
            files::size.eq(kept.size),
            files::media_type.eq(kept.media_type),
            files::name.eq(&kept.name),
            files::pages.eq(kept.pages),
            files::width.eq(kept.width),
            files::height.eq(kept.height),
            files::thumbnail.eq(kept.thumbnail.as_deref()),
            files::uploaded_by.eq(by),
            files::created_at.eq(tx.now),
        ))
        .returning(FileRow::as_returning())
        .get_result(tx.conn())
        .await?)
}

/// Forgets uploads that no post took up within two days; answers hashes of blobs that nothing needs any more, for the
/// caller to remove after the commit. At most 500 at a time.
pub async fn forget_strays(tx: &mut Tx) -> Result<Vec<String>> {
    let before = tx.now - TimeDelta::days(2);
    let shown = attachments::table.filter(attachments::file_id.is_not_null()).select(attachments::file_id);
    let strays: Vec<FileId> = files::table
        .filter(files::created_at.lt(before))
        .filter(files::uploaded_by.is_not_null())
        .filter(files::id.nullable().ne_all(shown))
        .select(files::id)
        .limit(500)
        .load(tx.conn())
        .await?;
    let gone: Vec<(String, Option<String>)> = diesel::delete(files::table.filter(files::id.eq_any(strays)))
        .returning((files::hash, files::thumbnail))
        .get_results(tx.conn())
        .await?;
    let hashes: Vec<String> = gone.into_iter().flat_map(|(hash, small)| [Some(hash), small]).flatten().collect();
    unneeded(tx, hashes).await
}

/// Those of `hashes` that no file and no copy refers to.
pub async fn unneeded(tx: &mut Tx, hashes: Vec<String>) -> Result<Vec<String>> {
    let needed: Vec<(String, Option<String>)> = files::table
        .filter(files::hash.eq_any(&hashes).or(files::thumbnail.eq_any(&hashes)))
        .select((files::hash, files::thumbnail))
        .load(tx.conn())
        .await?;
    let copied: Vec<(Option<String>, Option<String>)> = copies::table
        .filter(copies::hash.eq_any(&hashes).or(copies::thumbnail.eq_any(&hashes)))
        .select((copies::hash, copies::thumbnail))
        .load(tx.conn())
        .await?;
    let copied: Vec<String> = copied.into_iter().flat_map(|(hash, small)| [hash, small]).flatten().collect();
    let is_needed = |hash: &String| {
        copied.contains(hash)
            || needed.iter().any(|(file, small)| file == hash || small.as_ref().is_some_and(|small| small == hash))
    };
    Ok(hashes.into_iter().filter(|hash| !is_needed(hash)).collect())
}
