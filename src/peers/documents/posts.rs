//! Posts as objects, and what hangs on them: answers, conversation, likes. Ours only: what is somebody else's is asked
//! for there.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use federation::{collection, object};

use super::{Asked, Signed, refusal};
use crate::groups::Visibility;
use crate::peers::Peers;
use crate::peers::objects::{self, ANSWERS, Scene};
use crate::posts::{self, Kind, Post};
use crate::store::ids::PostId;
use crate::store::{Conn, Error, Result};

pub async fn show(State(peers): State<Peers>, Path(id): Path<String>, Signed(asked): Signed) -> Response {
    let read = async {
        let mut conn = peers.app.read().await?;
        let post = visible(&mut conn, &asked, &id).await?;
        if post.is_gone() {
            let at = post.withdrawn_at.or(post.removed_at).or(post.removed_there_at).unwrap_or(post.created_at);
            let stone = object::tombstone(&post.url, former(&post), Some(post.published_at), at);
            return Ok(asked.answer_as(StatusCode::GONE, &stone, true));
        }
        let scene = objects::read_rest(&mut conn, post).await?.ok_or(Error::NotFound)?;
        let object = objects::object(&peers.app.site, &scene).ok_or(Error::NotFound)?;
        Ok(asked.answer(&object.on_its_own(), is_public(&scene)))
    };
    read.await.unwrap_or_else(|error| refusal(&error))
}

/// `/posts/{id}/{replies|context|likes|shares}`
pub async fn collection_of(
    State(peers): State<Peers>,
    Path((id, name)): Path<(String, String)>,
    Signed(asked): Signed,
) -> Response {
    let read = async {
        let mut conn = peers.app.read().await?;
        let post = visible(&mut conn, &asked, &id).await?;
        let scene = objects::read_rest(&mut conn, post).await?.ok_or(Error::NotFound)?;
        let address = format!("{}/{name}", scene.post.url);
        let public = is_public(&scene);
        match name.as_str() {
            "replies" => replies(&mut conn, &asked, &scene, (&address, page_of(&asked.uri))).await,
            "context" if scene.post.is_root() => {
                let posts = posts::collections::list_conversation(&mut conn, scene.post.id).await?;
                let group = &scene.group.actor.url;
                Ok(asked.answer(&collection::conversation(&address, group, &scene.post.title, posts), public))
            }
            "likes" => Ok(asked.answer(&collection::count_document(address, scene.likes), public)),
            "shares" => Ok(asked.answer(&collection::count_document(address, 0), public)),
            _ => Err(Error::NotFound),
        }
    };
    read.await.unwrap_or_else(|error| refusal(&error))
}

async fn replies(
    conn: &mut Conn,
    asked: &Asked,
    scene: &Scene,
    (address, page): (&str, Option<u64>),
) -> Result<Response> {
    let public = is_public(scene);
    let Some(page) = page else {
        let answers = &scene.replies;
        let document = collection::replies_document(address, answers.total, answers.first.clone(), answers.more);
        return Ok(asked.answer(&document, public));
    };
    let before = i64::try_from(page.saturating_sub(1)).unwrap_or(i64::MAX / ANSWERS).saturating_mul(ANSWERS);
    let (urls, total) = posts::collections::list_answers(conn, scene.post.id, before, ANSWERS).await?;
    let more = total > before.saturating_add(ANSWERS);
    Ok(asked.answer(&collection::replies_page(address, page, more, urls), public))
}

pub fn page_of(uri: &Uri) -> Option<u64> {
    let query = uri.query()?;
    let page = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "page")?.1.parse().ok()?;
    (page > 0).then_some(page)
}

/// A post of ours that the asker may see.
async fn visible(conn: &mut Conn, asked: &Asked, id: &str) -> Result<Post> {
    let id = PostId::parse(id).ok_or(Error::NotFound)?;
    let post = posts::queries::seen(conn, &asked.viewer, id).await?.ok_or(Error::NotFound)?;
    if post.local { Ok(post.into_inner()) } else { Err(Error::NotFound) }
}

fn is_public(scene: &Scene) -> bool {
    scene.group.visibility() == Visibility::Public
}

fn former(post: &Post) -> &'static str {
    match post.kind() {
        Kind::Reply => "Note",
        Kind::Article => "Article",
        Kind::Discussion | Kind::Resource | Kind::Event | Kind::Course | Kind::Initiative => "Page",
    }
}
