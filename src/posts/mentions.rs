//! Who is named in a post: `@name` of this hub, `@name@host` of somebody who is known here. Found in the markdown as it
//! was written; knows no wire and renders nothing.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::actors::{self, Actor};
use crate::store::ids::{ActorId, PostId};
use crate::store::schema::{actors as actors_table, mentions};
use crate::store::{Conn, Result, Tx};

/// Named in one post at most; who comes later is not told (attack C23).
pub const MOST: usize = 20;

/// Writes down who is named in `source`, instead of whoever was before. The author's own name is no mention.
pub async fn note(tx: &mut Tx, post: PostId, author: ActorId, source: &str) -> Result<()> {
    let here = tx.site.host().to_owned();
    let mut found: Vec<ActorId> = Vec::new();
    for (name, host) in names(source) {
        let actor = match host {
            Some(host) if host != here => actors::queries::by_remote_handle(tx.conn(), &name, &host).await?,
            _ => actors::queries::by_handle(tx.conn(), &name).await?,
        };
        let person = actor.filter(|actor| {
            matches!(actor.kind.as_str(), "person" | "service" | "organization")
                && actor.gone_at.is_none()
                && actor.suspended_at.is_none()
        });
        found.extend(person.map(|actor| actor.id).filter(|id| *id != author && !found.contains(id)));
    }
    put(tx, post, &found).await
}

/// The same for a post from elsewhere, which names by address; only members of this hub are told.
pub async fn note_urls(tx: &mut Tx, post: PostId, urls: &[String]) -> Result<()> {
    if urls.is_empty() {
        return Ok(());
    }
    let found: Vec<ActorId> = actors_table::table
        .filter(actors_table::url.eq_any(urls))
        .filter(actors_table::host_id.is_null())
        .filter(actors_table::kind.eq("person"))
        .select(actors_table::id)
        .limit(MOST as i64)
        .load(tx.conn())
        .await?;
    put(tx, post, &found).await
}

async fn put(tx: &mut Tx, post: PostId, named: &[ActorId]) -> Result<()> {
    diesel::delete(mentions::table.filter(mentions::post_id.eq(post)).filter(mentions::actor_id.ne_all(named)))
        .execute(tx.conn())
        .await?;
    let rows: Vec<_> = named.iter().map(|id| (mentions::post_id.eq(post), mentions::actor_id.eq(*id))).collect();
    diesel::insert_into(mentions::table).values(rows).on_conflict_do_nothing().execute(tx.conn()).await?;
    Ok(())
}

/// Who is named in a post.
pub async fn list(conn: &mut Conn, post: PostId) -> Result<Vec<Actor>> {
    Ok(mentions::table
        .inner_join(actors_table::table)
        .filter(mentions::post_id.eq(post))
        .order(actors_table::url)
        .select(Actor::as_select())
        .limit(MOST as i64)
        .load(conn)
        .await?)
}

/// The first names in a text, each once: what stands after an `@` at the beginning of a word, outside of code.
pub fn names(source: &str) -> Vec<(String, Option<String>)> {
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    let mut fenced = false;
    for line in source.lines() {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            continue;
        }
        // Every second part of a line stands between backticks.
        for part in line.split('`').step_by(2) {
            let mut before = ' ';
            for (at, letter) in part.char_indices() {
                if letter == '@' && (before.is_whitespace() || "([{,;:\"'«“‘¿¡".contains(before)) {
                    let name = name_at(&part[at + 1..]);
                    found.extend(name.filter(|name| !found.contains(name)));
                    if found.len() == MOST {
                        return found;
                    }
                }
                before = letter;
            }
        }
    }
    found
}

/// `name` or `name@host` at the beginning of `text`, in small letters.
fn name_at(text: &str) -> Option<(String, Option<String>)> {
    let handle = word(text, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if handle.is_empty() {
        return None;
    }
    let rest = text.get(handle.len()..).unwrap_or_default();
    // A dot that ends a sentence was taken for a part of the name, so that nothing can follow it.
    let host = rest.strip_prefix('@').map(|rest| {
        let name = word(rest, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
        let port = rest.get(name.len()..).and_then(|rest| rest.strip_prefix(':'));
        let port = port.map(|rest| word(rest, |c| c.is_ascii_digit())).filter(|digits| !digits.is_empty());
        match port {
            Some(port) => format!("{name}:{port}"),
            None => name.to_owned(),
        }
    });
    let host = host.filter(|host| !host.is_empty()).map(|host| host.to_ascii_lowercase());
    Some((handle.to_ascii_lowercase(), host))
}

/// The longest beginning of such letters, without dots and hyphens at its end.
fn word(text: &str, is_inner: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !is_inner(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        names(source)
            .into_iter()
            .map(|(name, host)| host.map_or(name.clone(), |host| format!("{name}@{host}")))
            .collect()
    }

    #[test]
    fn names_are_found_where_people_write_them() {
        assert_eq!(
            found("@Ana, what does (@bela@Other.example) say?\n\nAsk @ana again, or @c.d."),
            ["ana", "bela@other.example", "c.d"]
        );
        assert_eq!(found("@bela@localhost:3000: yes"), ["bela@localhost:3000"]);
        assert_eq!(found("see @bela@other.example."), ["bela@other.example"]);
    }

    #[test]
    fn addresses_code_and_lone_signs_name_nobody() {
        for source in
            ["ana@example.org", "https://x.example/@ana", "`@ana`", "```\n@ana\n```", "@", "@ ana", "a@@b", "@é"]
        {
            assert_eq!(found(source), Vec::<String>::new(), "{source}");
        }
    }

    #[test]
    fn c23_at_most_twenty_are_named() {
        let source: String = (0..50).map(|n| format!("@person{n} ")).collect();
        assert_eq!(names(&source).len(), MOST);
    }
}
