//! From deeds to commands, inside the transaction. What a command records goes out at once: the group of ours that
//! accepted it hands the activity on as it came.

use super::deed::{Arriving, Deed, NOT_YET};
use super::order;
use crate::actors::{self, Actor, hosts};
use crate::groups::{self, Group};
use crate::peers::backfill::Backfill;
use crate::peers::home::keep_in;
use crate::peers::outbox::{Origin, Outbox};
use crate::peers::partners;
use crate::peers::records::Extra;
use crate::posts::{self, Change, Post, Reaction};
use crate::store::ids::{ActorId, PostId};
use crate::store::{Error, Recorded, Result, Tx};
use crate::streams::incoming;
use crate::{articles, queue, resources};

/// Does what the deed asks for; `raw` is the activity as it came.
pub async fn perform(tx: &mut Tx, outbox: &Outbox, deed: &Deed, raw: &str) -> Result<()> {
    let before = tx.recorded.len();
    act(tx, deed).await?;
    let recorded = tx.recorded.split_off(before);
    // An answer to a Follow is ours to write; everything else is handed on as it came.
    let (ours, theirs): (Vec<Recorded>, Vec<Recorded>) =
        recorded.into_iter().partition(|entry| matches!(entry.verb, "joined" | "join-declined"));
    let fetched = deed.fetched();
    let (beside, theirs) =
        theirs.into_iter().partition(|entry| entry.post_id.is_some_and(|id| fetched.contains(&PostId(id))));
    outbox.tell(tx, ours, Origin::Here).await?;
    outbox.tell(tx, beside, Origin::Fetched).await?;
    outbox.tell(tx, theirs, Origin::There { raw }).await
}

async fn act(tx: &mut Tx, deed: &Deed) -> Result<()> {
    match deed {
        Deed::Nothing(_) | Deed::Wait => Ok(()),
        Deed::Follow { by, target, url } => follow(tx, *by, target, url).await,
        Deed::Answer { by, follow, follower, accepted } => {
            answer(tx, *by, follow.as_deref(), follower.as_deref(), *accepted).await
        }
        Deed::Unfollow { by, target, follow } => unfollow(tx, *by, target.as_deref(), follow.as_deref()).await,
        Deed::Partner { by, said, follow } => partners::hear(tx, *by, *said, follow.as_deref()).await,
        Deed::Thread(posts) => {
            for arriving in posts {
                match share(tx, arriving).await {
                    Err(Error::Conflict("exists")) => {}
                    shared => shared?,
                }
            }
            accepted(tx, deed).await
        }
        Deed::Change(arriving) => {
            change(tx, arriving).await?;
            accepted(tx, deed).await
        }
        Deed::Withdraw { by, post } => withdraw(tx, *by, post).await,
        Deed::Remove { by, post, reason } => {
            let (post, group) = in_group(tx, post).await?;
            let reason: String = reason.chars().take(500).collect();
            posts::commands::remove(tx, &post, &group, *by, &reason).await
        }
        Deed::Restore { by, post } => {
            let (post, group) = in_group(tx, post).await?;
            posts::commands::restore(tx, &post, &group, *by, !group.is_local()).await
        }
        Deed::React { by, post, kind, url } => {
            if posts::rows::is_buried(tx.conn(), url).await? {
                return Ok(());
            }
            // It may have overtaken the post, which comes from another server.
            let Some(post) = find(tx, post).await? else {
                return Err(Error::Busy(NOT_YET.to_owned()));
            };
            posts::commands::react(tx, &post, *by, *kind, Some(url)).await.map(drop)
        }
        Deed::Unreact { by, post, kind, url } => unreact(tx, *by, post.as_deref(), *kind, url.as_deref()).await,
        Deed::Pin { by, post, pinned } => {
            let (post, group) = in_group(tx, post).await?;
            posts::commands::pin(tx, &post, &group, *by, *pinned).await
        }
        Deed::Lock { by, post, locked } => {
            let (post, group) = in_group(tx, post).await?;
            posts::commands::lock(tx, &post, &group, *by, *locked).await
        }
        Deed::Moderator { by, group, whom, appointed } => {
            let group = groups::queries::by_id(tx.conn(), *group).await?.ok_or(Error::NotFound)?;
            if group.is_local() {
                groups::remote::appoint(tx, &group, *by, *whom, *appointed).await
            } else {
                groups::remote::name_moderator(tx, group.id(), *whom, *appointed).await
            }
        }
        Deed::Face { profile, about } => keep_in(tx, profile, about.as_ref()).await.map(drop),
        Deed::ActorGone { actor, words } => order::gone(tx, *actor, *words).await,
        Deed::Order(order) => order::obey(tx, order).await,
        Deed::Accepted { .. } => accepted(tx, deed).await,
        Deed::HandedOn { host, inner, deed } => {
            hosts::is_group_aware(tx, host).await?;
            match is_new(tx, host, inner.as_deref(), deed).await? {
                true => Box::pin(act(tx, deed)).await,
                false => accepted(tx, deed).await,
            }
        }
        Deed::Many(deeds) => {
            for deed in deeds {
                Box::pin(act(tx, deed)).await?;
            }
            Ok(())
        }
    }
}

/// Whether what a group hands on has not come yet, from its author or from the group. The id inside is the group's word
/// alone: it is remembered beside the author's own, never for it.
async fn is_new(tx: &mut Tx, host: &str, inner: Option<&str>, deed: &Deed) -> Result<bool> {
    match inner {
        _ if matches!(deed, Deed::Nothing(_)) => Ok(true),
        Some(inner) if incoming::is_remembered(tx, inner).await? => Ok(false),
        Some(inner) => incoming::remember(tx, &format!("{inner} by {host}")).await,
        None => Ok(true),
    }
}

/// The group that hands posts on has accepted them.
async fn accepted(tx: &mut Tx, deed: &Deed) -> Result<()> {
    let posts: Vec<(ActorId, &str)> = match deed {
        Deed::Accepted { by, post } => vec![(*by, post)],
        Deed::Thread(posts) => posts.iter().filter_map(Arriving::accepted).collect(),
        Deed::Change(arriving) => arriving.accepted().into_iter().collect(),
        _ => Vec::new(),
    };
    for (group, url) in posts {
        if let Some(post) = find(tx, url).await?.filter(|post| post.group_id == group) {
            posts::commands::announced(tx, post.id).await?;
        }
    }
    Ok(())
}

async fn follow(tx: &mut Tx, by: ActorId, target: &str, url: &str) -> Result<()> {
    // Taken back by its id before it came.
    if posts::rows::is_buried(tx.conn(), url).await? {
        return Ok(());
    }
    let target = local(tx, target).await?;
    match groups::queries::by_id(tx.conn(), target.id).await? {
        Some(group) => groups::commands::follow_here(tx, &group, by, Some(url), "").await.map(drop),
        None => groups::commands::follow_person(tx, &target, by, url).await,
    }
}

/// Only who was asked may answer, and only what was asked (attack A14).
async fn answer(tx: &mut Tx, by: ActorId, follow: Option<&str>, follower: Option<&str>, accepted: bool) -> Result<()> {
    let by_url = match follow {
        Some(follow) => groups::queries::membership_by_follow(tx.conn(), follow).await?,
        None => None,
    };
    let membership = match (by_url, follower) {
        (Some(found), _) => Some(found),
        (None, Some(follower)) => {
            let follower = local(tx, follower).await?;
            groups::queries::membership(tx.conn(), by, follower.id).await?
        }
        (None, None) => None,
    };
    match membership.filter(|membership| membership.followed_id == by) {
        Some(membership) => {
            if accepted && membership.state != "accepted" && groups::queries::by_id(tx.conn(), by).await?.is_some() {
                let now = tx.now;
                queue::enqueue(tx, &Backfill { group: by }, now).await?;
            }
            groups::commands::follow_answered(tx, &membership, accepted).await
        }
        None => Err(Error::Conflict("not-asked")),
    }
}

async fn unfollow(tx: &mut Tx, by: ActorId, target: Option<&str>, follow: Option<&str>) -> Result<()> {
    let target = match (target, follow) {
        (Some(target), _) => local(tx, target).await?.id,
        (None, Some(follow)) => {
            let found = groups::queries::membership_by_follow(tx.conn(), follow).await?;
            found.filter(|found| found.follower_id == by).ok_or(Error::Conflict("not-following"))?.followed_id
        }
        (None, None) => return Ok(()),
    };
    groups::commands::leave(tx, target, by).await
}

/// A root or a reply as a new post, and who is named in it.
async fn share(tx: &mut Tx, arriving: &Arriving) -> Result<()> {
    let before = tx.recorded.len();
    put(tx, arriving).await?;
    if let Some(keeper) = arriving.handed_by
        && groups::queries::standing(tx.conn(), keeper, arriving.draft.author).await?.cleared
    {
        // The ban of its author, which took all along, has overtaken it: what hangs below it has its place all the same.
        let (post, group) = in_group(tx, &arriving.draft.url).await?;
        return posts::commands::remove(tx, &post, &group, keeper, "").await;
    }
    match tx.recorded.len() {
        after if after > before => posts::mentions::note_urls(tx, arriving.draft.id, &arriving.mentions).await,
        _ => Ok(()),
    }
}

async fn put(tx: &mut Tx, arriving: &Arriving) -> Result<()> {
    match &arriving.answers {
        Some(parent) => {
            let parent = known(tx, parent).await?;
            let draft = posts::Draft { parent: Some(parent.id), ..arriving.draft.clone() };
            match arriving.handed_by {
                Some(by) if by == parent.group_id => posts::commands::take_over(tx, &draft).await,
                _ => posts::commands::reply(tx, &draft).await,
            }
        }
        None => {
            match (&arriving.extra, arriving.draft.kind) {
                (Extra { record: Some(record), .. }, _) => {
                    let origin = resources::commands::Origin::default();
                    resources::commands::share(tx, &arriving.draft, record, &origin).await?;
                }
                (Extra { brief, .. }, posts::Kind::Article) => {
                    articles::commands::publish(tx, &arriving.draft, brief.as_deref().unwrap_or_default()).await?;
                }
                _ => posts::commands::share(tx, &arriving.draft).await?,
            }
            posts::completeness::at_least(tx, arriving.draft.id, arriving.extra.answers).await?;
            match arriving.handed_by.filter(|_| arriving.closed) {
                Some(keeper) => {
                    let (root, group) = in_group(tx, &arriving.draft.url).await?;
                    posts::commands::lock(tx, &root, &group, keeper, true).await
                }
                None => Ok(()),
            }
        }
    }
}

/// The stored author alone changes a post (attack A11).
async fn change(tx: &mut Tx, arriving: &Arriving) -> Result<()> {
    let draft = &arriving.draft;
    let Some(post) = posts::queries::by_url(tx.conn(), &draft.url).await? else {
        return share(tx, arriving).await;
    };
    if post.is_gone() {
        return Err(Error::Conflict("gone"));
    }
    let change = Change {
        title: draft.title.clone(),
        body_source: None,
        body_html: draft.body_html.clone(),
        sanitiser: draft.sanitiser,
        language: draft.language.clone(),
        edited_at: arriving.changed_at,
        attachments: Some(draft.attachments.clone()),
    };
    if arriving.poll && change.edited_at <= post.edited_at.unwrap_or(post.published_at) {
        // Somebody voted: the counts are new, the words are not.
        return posts::commands::recount(tx, &post, draft.author, &draft.body_html, draft.sanitiser).await;
    }
    match (&arriving.extra, post.kind()) {
        (Extra { record: Some(record), .. }, posts::Kind::Resource) => {
            resources::commands::edit(tx, &post, draft.author, &change, record).await
        }
        (Extra { brief, .. }, posts::Kind::Article) => {
            articles::commands::edit(tx, &post, draft.author, &change, brief.as_deref().unwrap_or_default()).await
        }
        _ => posts::commands::edit(tx, &post, draft.author, &change).await,
    }
}

/// What was not known is buried all the same: a late Create does not bring it back (attack A25).
async fn withdraw(tx: &mut Tx, by: ActorId, url: &str) -> Result<()> {
    match posts::queries::by_url(tx.conn(), url).await? {
        // Pictures of remote posts are addresses, not files: nothing is left to remove from disk.
        Some(post) => posts::commands::withdraw(tx, &post, by).await.map(drop),
        None => posts::rows::bury(tx, url).await,
    }
}

async fn unreact(
    tx: &mut Tx,
    by: ActorId,
    post: Option<&str>,
    kind: Option<Reaction>,
    url: Option<&str>,
) -> Result<()> {
    let found = match (post, url) {
        (Some(post), _) => find(tx, post).await?.map(|post| (post, kind.unwrap_or(Reaction::Like))),
        (None, Some(url)) => posts::queries::by_reaction(tx.conn(), url, by).await?,
        (None, None) => None,
    };
    match (found, url) {
        (Some((post, kind)), url) => match (posts::commands::unreact(tx, &post, by, kind).await?, url) {
            // Taken back before it came: it never will.
            (false, Some(url)) => posts::rows::bury(tx, url).await,
            _ => Ok(()),
        },
        (None, Some(url)) => posts::rows::bury(tx, url).await,
        (None, None) => Ok(()),
    }
}

async fn find(tx: &mut Tx, url: &str) -> Result<Option<Post>> {
    let ours = tx.site.post_id(url);
    posts::queries::by_address(tx.conn(), (ours, url)).await
}

async fn known(tx: &mut Tx, url: &str) -> Result<Post> {
    find(tx, url).await?.ok_or(Error::NotFound)
}

async fn in_group(tx: &mut Tx, url: &str) -> Result<(Post, Group)> {
    let post = known(tx, url).await?;
    let group = groups::queries::by_id(tx.conn(), post.group_id).await?.ok_or(Error::NotFound)?;
    Ok((post, group))
}

async fn local(tx: &mut Tx, url: &str) -> Result<Actor> {
    actors::queries::by_url(tx.conn(), url).await?.filter(Actor::is_local).ok_or(Error::NotFound)
}
