//! Actors as documents, and their collections: followers and following as numbers, moderators, what is pinned.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use federation::actor::{self, Card, GroupCard, PersonCard};
use federation::signature::PublicKey;
use federation::{collection, object};
use serde_json::{Value, json};

use super::{Asked, Signed, refusal};
use crate::actors::{Actor, queries};
use crate::groups::{self, Group, Posting, State as Membership, Visibility};
use crate::peers::{Peers, objects};
use crate::posts;
use crate::store::{Conn, Error, Result, Site, Tx};

pub async fn group_at(State(peers): State<Peers>, Path(handle): Path<String>, asked: Asked) -> Response {
    let read = async {
        let mut conn = peers.app.read().await?;
        // A restricted group shows its face, so that one can ask to follow it; a hub's own never does.
        let group = shown_group(&mut conn, &handle).await?;
        let card = group_card(&mut conn, &peers.app.site, &group).await?;
        Ok(asked.answer(&actor::group(&card), true))
    };
    read.await.unwrap_or_else(|error| refusal(&error))
}

pub async fn person_at(State(peers): State<Peers>, Path(handle): Path<String>, asked: Asked) -> Response {
    let read = async {
        let mut conn = peers.app.read().await?;
        let person = local(&mut conn, &handle, "person").await?;
        if person.gone_at.is_some() || person.suspended_at.is_some() {
            let at = person.gone_at.or(person.suspended_at).unwrap_or(person.created_at);
            let stone = object::tombstone(&person.url, "Person", None, at);
            return Ok(asked.answer_as(StatusCode::GONE, &stone, true));
        }
        let card = person_card(&mut conn, &peers.app.site, &person).await?;
        Ok(asked.answer(&actor::person(&card), true))
    };
    read.await.unwrap_or_else(|error| refusal(&error))
}

/// The hub itself: open to all, signed or not, or nobody could check our signatures.
pub async fn hub(State(peers): State<Peers>, asked: Asked) -> Response {
    let read = async {
        let mut conn = peers.app.read().await?;
        let hub = objects::actor(&mut conn, peers.keys.hub_actor()).await?;
        let mut card = card(&mut conn, &peers.app.site, &hub).await?;
        card.url = format!("{}/about", peers.app.site.base());
        Ok(asked.answer(&actor::hub(&card), true))
    };
    read.await.unwrap_or_else(|error| refusal(&error))
}

/// `/{people|groups}/{handle}/{collection}` and `/actor/{collection}`.
pub async fn collection_of_person(
    State(peers): State<Peers>,
    Path((handle, name)): Path<(String, String)>,
    asked: Asked,
) -> Response {
    let read = async {
        let mut conn = peers.app.read().await?;
        let person = local(&mut conn, &handle, "person").await?;
        let document = counted(&mut conn, &person, &name).await?;
        Ok(asked.answer(&document, true))
    };
    read.await.unwrap_or_else(|error| refusal(&error))
}

pub async fn collection_of_hub(State(peers): State<Peers>, Path(name): Path<String>, asked: Asked) -> Response {
    let id = format!("{}/{name}", peers.app.site.hub_actor());
    match name.as_str() {
        "outbox" | "featured" => asked.answer(&collection::featured(&id, Vec::new()), true),
        "followers" | "following" => asked.answer(&collection::count_document(id, 0), true),
        _ => refusal(&Error::NotFound),
    }
}

pub async fn collection_of_group(
    State(peers): State<Peers>,
    Path((handle, name)): Path<(String, String)>,
    Signed(asked): Signed,
) -> Response {
    let read = async {
        let mut conn = peers.app.read().await?;
        let group = shown_group(&mut conn, &handle).await?;
        let id = format!("{}/{name}", group.actor.url);
        let public = group.visibility() == Visibility::Public;
        let document: Value = match name.as_str() {
            "moderators" => {
                let moderators = groups::queries::list_moderators(&mut conn, group.id()).await?;
                json!(collection::moderators(&id, moderators.into_iter().map(|actor| actor.url).collect()))
            }
            "followers" => {
                if let Some(asked_for) = is_follower(&asked.uri) {
                    return confirm(&mut conn, &asked, &group, &asked_for).await;
                }
                counted(&mut conn, &group.actor, &name).await?
            }
            "featured" => {
                if groups::queries::seen_by_id(&mut conn, &asked.viewer, group.id()).await?.is_none() {
                    return Err(Error::NotFound);
                }
                let mut pinned = Vec::new();
                for id in posts::collections::list_pinned(&mut conn, group.id()).await? {
                    let scene = objects::read(&mut conn, id).await?;
                    pinned.extend(scene.and_then(|scene| objects::object(&peers.app.site, &scene)));
                }
                json!(collection::featured(&id, pinned.iter().map(|object| json!(object)).collect()))
            }
            _ => counted(&mut conn, &group.actor, &name).await?,
        };
        Ok(asked.answer(&document, public || name != "featured"))
    };
    read.await.unwrap_or_else(|error| refusal(&error))
}

/// Followers and following are numbers: who follows what is nobody's business.
async fn counted(conn: &mut Conn, actor: &Actor, name: &str) -> Result<Value> {
    let id = format!("{}/{name}", actor.url);
    match name {
        "followers" => {
            let audience = groups::queries::audience(conn, actor.id).await?;
            Ok(json!(collection::count_document(id, (audience.members + audience.followers).unsigned_abs())))
        }
        "following" => Ok(json!(collection::count_document(id, 0))),
        "featured" => Ok(json!(collection::featured(&id, Vec::new()))),
        _ => Err(Error::NotFound),
    }
}

fn is_follower(uri: &axum::http::Uri) -> Option<String> {
    let query = uri.query()?;
    url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "is_follower").map(|(_, value)| value.into())
}

/// Whether one of the asking host's actors is an approved follower (wire.md §12): 200 or 404.
async fn confirm(conn: &mut Conn, asked: &Asked, group: &Group, actor: &str) -> Result<Response> {
    let crate::accounts::Viewer::Host(host) = &asked.viewer else { return Err(Error::NotFound) };
    let actor = queries::by_url(conn, actor).await?.ok_or(Error::NotFound)?;
    let membership = groups::queries::membership(conn, group.id(), actor.id).await?.ok_or(Error::NotFound)?;
    let theirs = federation::host::of_str(&actor.url).as_deref() == Some(host);
    if theirs && membership.state == Membership::Accepted.code() {
        Ok(asked.answer(&collection::count_document(format!("{}/followers", group.actor.url), 1), false))
    } else {
        Err(Error::NotFound)
    }
}

/// A group of ours that leaves the hub.
pub async fn shown_group(conn: &mut Conn, handle: &str) -> Result<Group> {
    let actor = local(conn, handle, "group").await?;
    let group = groups::queries::by_id(conn, actor.id).await?.ok_or(Error::NotFound)?;
    if group.visibility() == Visibility::Hub { Err(Error::NotFound) } else { Ok(group) }
}

pub async fn local(conn: &mut Conn, handle: &str, kind: &str) -> Result<Actor> {
    let found = queries::by_handle(conn, handle).await?;
    found.filter(|actor| actor.kind == kind && actor.handle == handle).ok_or(Error::NotFound)
}

/// For an Update that tells of the group's new face.
pub async fn group(tx: &mut Tx, group: &Group) -> Result<actor::Actor> {
    let site = tx.site.clone();
    Ok(actor::group(&group_card(tx.conn(), &site, group).await?))
}

/// For an Update that tells of a member's new face.
pub async fn person(tx: &mut Tx, person: &Actor) -> Result<actor::Actor> {
    let site = tx.site.clone();
    Ok(actor::person(&person_card(tx.conn(), &site, person).await?))
}

async fn group_card(conn: &mut Conn, site: &Site, group: &Group) -> Result<GroupCard> {
    Ok(GroupCard {
        card: card(conn, site, &group.actor).await?,
        description: web::text::plain(&web::text::Html::sanitise(&group.actor.summary_html)),
        tagline: None,
        // On Lemmy and its kind this says that a group is private (wire.md §12); a public one whose moderators decide about
        // joining lets everybody read.
        approves_followers: group.visibility() != Visibility::Public,
        only_moderators_post: group.posting() == Posting::Moderators,
        listed: group.visibility() == Visibility::Public,
        languages: Some(group.row.language.clone()).filter(|language| language != "und").into_iter().collect(),
    })
}

async fn person_card(conn: &mut Conn, site: &Site, person: &Actor) -> Result<PersonCard> {
    Ok(PersonCard {
        card: card(conn, site, person).await?,
        about_html: Some(person.summary_html.clone()).filter(|html| !html.is_empty()),
        about_source: None,
        approves_followers: person.approves_followers,
        listed: true,
        is_bot: false,
    })
}

async fn card(conn: &mut Conn, site: &Site, actor: &Actor) -> Result<Card> {
    let keys = queries::list_keys(conn, actor.id).await?;
    let public = |algorithm: &str| {
        let key = keys.iter().find(|key| key.algorithm == algorithm)?;
        PublicKey::from_der(&key.public_der).ok()
    };
    Ok(Card {
        id: actor.url.clone(),
        url: actor.url.clone(),
        handle: actor.handle.clone(),
        host: site.host().to_owned(),
        name: actor.name.clone(),
        shared_inbox: site.shared_inbox(),
        rsa_pem: public("rsa").ok_or(Error::NotFound)?.to_pem(),
        ed25519_multikey: public("ed25519").and_then(|key| key.to_multikey()),
        icon: None,
        image: None,
        published: actor.created_at,
        updated: actor.updated_at,
    })
}
