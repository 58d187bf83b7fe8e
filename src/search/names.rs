//! Finding groups and people by name or handle.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::accounts::Viewer;
use crate::actors::Actor;
use crate::groups::Visible;
use crate::groups::seeing::seen_by;
use crate::store::schema::{actors, groups, hosts, members};
use crate::store::{Conn, Result};

/// An actor that was found, and the name of the host it lives on when that is not ours.
pub type Named = (Actor, Option<String>);

/// Groups that the viewer may see, at most `limit`.
pub async fn list_groups(conn: &mut Conn, viewer: &Viewer, text: &str, limit: i64) -> Result<Vec<Visible<Named>>> {
    let Some(pattern) = pattern(text) else { return Ok(Vec::new()) };
    let found: Vec<Named> = groups::table
        .inner_join(actors::table)
        .left_join(hosts::table.on(actors::host_id.eq(hosts::id.nullable())))
        .filter(groups::id.eq_any(seen_by(viewer)))
        .filter(groups::archived_at.is_null())
        .filter(actors::gone_at.is_null())
        .filter(actors::name.ilike(pattern.clone()).or(actors::handle.ilike(pattern)))
        .order(actors::name)
        .limit(limit)
        .select((Actor::as_select(), hosts::name.nullable()))
        .load(conn)
        .await?;
    Ok(found.into_iter().map(Visible::proven).collect())
}

/// Members of this hub, for its members only: who belongs here is not for the street.
pub async fn list_people(conn: &mut Conn, viewer: &Viewer, text: &str, limit: i64) -> Result<Vec<Visible<Named>>> {
    let (Some(pattern), Some(_me)) = (pattern(text), viewer.me()) else { return Ok(Vec::new()) };
    let found: Vec<Actor> = members::table
        .inner_join(actors::table)
        .filter(members::state.eq("active"))
        .filter(
            actors::name
                .ilike(pattern.clone())
                .or(actors::handle.ilike(pattern.clone()))
                .or(members::organisation.ilike(pattern)),
        )
        .order(actors::name)
        .limit(limit)
        .select(Actor::as_select())
        .load(conn)
        .await?;
    Ok(found.into_iter().map(|actor| Visible::proven((actor, None))).collect())
}

/// `%text%` with its own signs taken literally; None for less than two letters.
fn pattern(text: &str) -> Option<String> {
    let text: String = text.trim().trim_start_matches('@').chars().filter(|c| !c.is_control()).take(100).collect();
    (text.chars().count() >= 2).then(|| {
        let literal = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        format!("%{literal}%")
    })
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn signs_of_patterns_are_letters() {
        assert_eq!(pattern("50%_a").as_deref(), Some("%50\\%\\_a%"));
        assert_eq!(pattern(" @x "), None);
    }
}
