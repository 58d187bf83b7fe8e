//! Finding resources.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Resource;
use crate::accounts::Viewer;
use crate::groups::Visible;
use crate::groups::seeing::seen_by;
use crate::store::ids::PostId;
use crate::store::schema::{posts, resources};
use crate::store::{Conn, Result};

/// Without a viewer: for commands, what goes out, and posts that were already proved visible.
pub async fn by_post(conn: &mut Conn, post: PostId) -> Result<Option<Resource>> {
    Ok(resources::table.find(post).select(Resource::as_select()).first(conn).await.optional()?)
}

/// Records of posts that were already proved visible.
pub async fn list_by_posts(conn: &mut Conn, posts: &[PostId]) -> Result<Vec<Resource>> {
    Ok(resources::table.filter(resources::post_id.eq_any(posts)).select(Resource::as_select()).load(conn).await?)
}

/// Which of `keys` an import has made resources from.
pub async fn list_known_keys(conn: &mut Conn, keys: &[String]) -> Result<Vec<String>> {
    Ok(resources::table
        .filter(resources::source_key.eq_any(keys))
        .select(resources::source_key.assume_not_null())
        .load(conn)
        .await?)
}

/// Something that may be the same publication.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Alike {
    pub post: PostId,
    pub title: String,
    pub year: Option<i16>,
}

/// At most five resources with this DOI, or with this title in this year, that the viewer may see.
pub async fn list_alike(
    conn: &mut Conn,
    viewer: &Viewer,
    doi: Option<&str>,
    title: &str,
    year: Option<i16>,
    but: Option<PostId>,
) -> Result<Vec<Visible<Alike>>> {
    let same_title =
        lower(posts::title).eq(title.trim().to_lowercase()).and(resources::year.is_not_distinct_from(year));
    let mut query = resources::table
        .inner_join(posts::table)
        .filter(posts::withdrawn_at.is_null())
        .filter(posts::removed_at.is_null())
        .filter(posts::removed_there_at.is_null())
        .filter(posts::group_id.eq_any(seen_by(viewer)))
        .select((posts::id, posts::title, resources::year))
        .order(posts::published_at.desc())
        .limit(5)
        .into_boxed();
    query = match doi {
        Some(doi) => query.filter(lower(resources::doi.assume_not_null()).eq(doi.to_lowercase()).or(same_title)),
        None => query.filter(same_title),
    };
    if let Some(but) = but {
        query = query.filter(posts::id.ne(but));
    }
    let found: Vec<Alike> = query.load(conn).await?;
    Ok(found.into_iter().map(Visible::proven).collect())
}

diesel::define_sql_function! { fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text; }
