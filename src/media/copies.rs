//! Copies of files and pictures that lie on other servers: found through an attachment of a post that the viewer may
//! see, kept by their address, the oldest unused forgotten first. Knows no network.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

use super::{Kept, commands};
use crate::accounts::Viewer;
use crate::groups::Visible;
use crate::groups::seeing::seen_by;
use crate::store::ids::{AttachmentId, PostId};
use crate::store::schema::{attachments, copies, posts};
use crate::store::{Conn, Result, Tx};

/// How long a failure stands before the other server is asked again.
const PAUSE: TimeDelta = TimeDelta::minutes(10);
/// Uses closer together than this are one.
const USE: TimeDelta = TimeDelta::hours(1);

/// What a post from elsewhere shows, as its server says.
#[derive(Debug, Clone, Queryable)]
pub struct Original {
    pub id: AttachmentId,
    pub post: PostId,
    pub url: String,
    /// `file`, `picture` or `inline`.
    pub role: String,
    pub name: String,
    /// Of a file, where its record says so.
    pub sha256: Option<String>,
}

impl Original {
    pub fn is_picture(&self) -> bool {
        self.role != "file"
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = copies)]
pub struct Copy {
    pub url: String,
    pub hash: Option<String>,
    pub size: i64,
    pub media_type: String,
    pub thumbnail: Option<String>,
    pub fetched_at: DateTime<Utc>,
    pub used_at: DateTime<Utc>,
    pub failure: Option<String>,
}

impl Copy {
    /// The code of a failure that still stands.
    pub fn failed(&self, now: DateTime<Utc>) -> Option<&str> {
        self.failure.as_deref().filter(|_| now - self.fetched_at < PAUSE)
    }
}

/// An attachment elsewhere of a post that `viewer` may see.
pub async fn seen(conn: &mut Conn, viewer: &Viewer, id: AttachmentId) -> Result<Option<Visible<Original>>> {
    let found: Option<Original> = attachments::table
        .inner_join(posts::table)
        .filter(attachments::id.eq(id))
        .filter(attachments::file_id.is_null())
        .filter(attachments::role.ne("link"))
        .filter(posts::local.eq(false))
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::removed_there_at.is_null())
        .filter(posts::group_id.eq_any(seen_by(viewer)))
        .select((
            attachments::id,
            attachments::post_id,
            attachments::url.assume_not_null(),
            attachments::role,
            attachments::name,
            attachments::sha256,
        ))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(Visible::proven))
}

pub async fn find(conn: &mut Conn, url: &str) -> Result<Option<Copy>> {
    Ok(copies::table.find(url).select(Copy::as_select()).first(conn).await.optional()?)
}

/// Somebody has it now.
pub async fn used(conn: &mut Conn, copy: &Copy, now: DateTime<Utc>) -> Result<()> {
    if now - copy.used_at > USE {
        diesel::update(copies::table.find(&copy.url)).set(copies::used_at.eq(now)).execute(conn).await?;
    }
    Ok(())
}

/// Writes the row of a copy whose blob is on disk, then forgets the oldest unused ones until all together are at most
/// `most` bytes. Answers the copy and the hashes of blobs that nothing needs any more.
pub async fn keep(tx: &mut Tx, url: &str, kept: &Kept, most: i64) -> Result<(Copy, Vec<String>)> {
    let now = tx.now;
    let row = || {
        (
            copies::hash.eq(&kept.hash),
            copies::size.eq(kept.size),
            copies::media_type.eq(kept.media_type),
            copies::width.eq(kept.width),
            copies::height.eq(kept.height),
            copies::thumbnail.eq(&kept.thumbnail),
            copies::fetched_at.eq(now),
            copies::used_at.eq(now),
            copies::failure.eq(None::<String>),
        )
    };
    let copy = diesel::insert_into(copies::table)
        .values((copies::url.eq(url), row()))
        .on_conflict(copies::url)
        .do_update()
        .set(row())
        .returning(Copy::as_returning())
        .get_result(tx.conn())
        .await?;
    #[derive(QueryableByName)]
    struct Gone {
        #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
        hash: Option<String>,
        #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
        thumbnail: Option<String>,
    }
    let gone: Vec<Gone> = diesel::sql_query(
        "delete from copies where url in (select url from (select url, \
           sum(size) over (order by used_at desc, url) as together from copies where hash is not null) as c \
           where together > $1) and url <> $2 returning hash, thumbnail",
    )
    .bind::<BigInt, _>(most)
    .bind::<diesel::sql_types::Text, _>(url)
    .load(tx.conn())
    .await?;
    let hashes = gone.into_iter().flat_map(|gone| [gone.hash, gone.thumbnail]).flatten().collect();
    Ok((copy, commands::unneeded(tx, hashes).await?))
}

/// It could not be had, for the reason that `code` says.
pub async fn fail(conn: &mut Conn, url: &str, code: &str, now: DateTime<Utc>) -> Result<()> {
    let row = || {
        (
            copies::hash.eq(None::<String>),
            copies::size.eq(0),
            copies::thumbnail.eq(None::<String>),
            copies::fetched_at.eq(now),
            copies::used_at.eq(now),
            copies::failure.eq(code),
        )
    };
    diesel::insert_into(copies::table)
        .values((copies::url.eq(url), row()))
        .on_conflict(copies::url)
        .do_update()
        .set(row())
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets copies that no attachment names any more: their posts were withdrawn or changed. At most 500 at a time;
/// answers the hashes of blobs that nothing needs any more.
pub async fn forget_strays(tx: &mut Tx) -> Result<Vec<String>> {
    let shown = attachments::table.filter(attachments::url.is_not_null()).select(attachments::url.assume_not_null());
    let strays: Vec<String> =
        copies::table.filter(copies::url.ne_all(shown)).select(copies::url).limit(500).load(tx.conn()).await?;
    let gone: Vec<(Option<String>, Option<String>)> = diesel::delete(copies::table.filter(copies::url.eq_any(strays)))
        .returning((copies::hash, copies::thumbnail))
        .get_results(tx.conn())
        .await?;
    let hashes = gone.into_iter().flat_map(|(hash, small)| [hash, small]).flatten().collect();
    commands::unneeded(tx, hashes).await
}
