//! The plain posts of a batch in one go: most of what arrives is a short answer, and many of them cost hardly more than
//! one. Everything else is left to `perform`.

use std::collections::{HashMap, HashSet};

use super::deed::{Arriving, Deed, Ready};
use crate::actors;
use crate::peers::outbox::{New, Outbox};
use crate::posts::many::{Item, Taken, is_plain, take_in};
use crate::store::ids::ActorId;
use crate::store::{Error, Result, Tx};
use crate::streams::incoming::{self, Claimed};

/// Fewer go their ordinary way.
const WORTH_IT: usize = 3;

/// Takes in what is plain of `lane`; answers the rows that are done with. What one of them cannot be, nor why, is for
/// its ordinary way to find out.
pub async fn plain(tx: &mut Tx, outbox: &Outbox, lane: &[Ready]) -> Result<HashSet<i64>> {
    let mut of_object: HashMap<&str, usize> = HashMap::new();
    for (row, _) in lane {
        *of_object.entry(&row.object_key).or_default() += 1;
    }
    // What concerns one object more than once keeps its order.
    let alone = |row: &Claimed| of_object.get(row.object_key.as_str()) == Some(&1);
    let mut found: Vec<(&Claimed, &Arriving)> =
        lane.iter().filter(|(row, _)| alone(row)).filter_map(|(row, deed)| Some((row, one_post(deed)?))).collect();
    if found.len() < WORTH_IT {
        return Ok(HashSet::new());
    }
    let urls: Vec<&str> = found.iter().map(|(row, _)| row.url.as_str()).collect();
    let fresh = incoming::remember_all(tx, &urls).await?;
    let mut done: HashSet<i64> =
        found.iter().filter(|(row, _)| !fresh.contains(&row.url)).map(|(row, _)| row.seq).collect();
    found.retain(|(row, _)| fresh.contains(&row.url));
    let items: Vec<Item<'_>> = found
        .iter()
        .map(|(_, arriving)| Item { draft: &arriving.draft, answers: arriving.answers.as_deref() })
        .collect();
    let mut taken: Vec<(&Claimed, &Arriving, Taken)> = Vec::new();
    let mut failed: Vec<&str> = Vec::new();
    for ((row, arriving), fate) in found.iter().zip(take_in(tx, &items).await?) {
        match fate {
            Ok(fate) => taken.push((row, arriving, fate)),
            Err(Error::Conflict(reason)) => {
                tracing::debug!(activity = row.url, reason, "inbox: nothing to do");
            }
            Err(_) => {
                failed.push(&row.url);
                continue;
            }
        }
        done.insert(row.seq);
    }
    if !failed.is_empty() {
        incoming::forget(tx, &failed).await?;
    }
    hand_on(tx, outbox, &taken).await?;
    Ok(done)
}

async fn hand_on(tx: &mut Tx, outbox: &Outbox, taken: &[(&Claimed, &Arriving, Taken)]) -> Result<()> {
    let mut authors: Vec<ActorId> = taken.iter().map(|(_, arriving, _)| arriving.draft.author).collect();
    authors.sort_unstable();
    authors.dedup();
    let authors = actors::queries::list_by_ids(tx.conn(), &authors).await?;
    let authors: HashMap<ActorId, actors::Actor> = authors.into_iter().map(|actor| (actor.id, actor)).collect();
    let new: Vec<New<'_>> = taken
        .iter()
        .filter_map(|(row, arriving, fate)| {
            let draft = &arriving.draft;
            Some(New {
                group: &fate.group,
                verb: fate.recorded.verb,
                post: draft.id,
                url: &draft.url,
                author: authors.get(&draft.author)?,
                raw: &row.body,
            })
        })
        .collect();
    outbox.hand_on_new(tx, &new).await
}

fn one_post(deed: &Deed) -> Option<&Arriving> {
    let Deed::Thread(posts) = deed else { return None };
    let [arriving] = posts.as_slice() else { return None };
    // Who is named is told by the ordinary way.
    (is_plain(&arriving.draft) && arriving.mentions.is_empty()).then_some(arriving)
}
