//! Where a visitor may post: the choices of a composer, and the sentence that says who will see it.

use web::Words;
use web::form::Choice;
use web::parts::Seen;

use crate::accounts::{Me, Role};
use crate::groups::queries::{Which, audience, list};
use crate::groups::{self, Group, Purpose, Standing, Visibility};
use crate::posts::Kind;
use crate::store::ids::ActorId;
use crate::store::{Conn, Result};

use super::Visit;

/// Groups that the visitor may start a post of one kind in.
#[derive(Debug, Clone, Default)]
pub struct Places(Vec<Group>);

impl Places {
    /// Groups of this hub, and those elsewhere that have accepted the visitor.
    pub async fn load(conn: &mut Conn, visit: &Visit, me: &Me, kind: Kind) -> Result<Self> {
        let mut found = Vec::new();
        for which in [Which::Local, Which::Mine] {
            for line in list(conn, &visit.viewer, which).await? {
                let line = line.into_inner();
                let standing = Standing {
                    banned: false,
                    cleared: false,
                    actor: me.actor,
                    state: line.mine,
                    moderator: line.moderating,
                    admin: me.role == Role::Admin,
                    editor: me.role >= Role::Editor,
                    local: true,
                };
                let known = found.iter().any(|group: &Group| group.id() == line.group.id());
                let joined = line.group.is_local() || standing.is_member();
                if !known && joined && groups::policy::may_post(&line.group, &standing, kind.code()).is_ok() {
                    found.push(line.group);
                }
            }
        }
        Ok(Self(found))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn choices(&self) -> Vec<Choice> {
        self.0.iter().map(|group| Choice::new(group.id().to_string(), group.actor.name.clone())).collect()
    }

    /// The one with this id or handle, else the first with `purpose`, else the first.
    pub fn chosen(&self, named: &str, purpose: Purpose) -> Option<&Group> {
        let named_one = || self.0.iter().find(|group| group.id().to_string() == named || group.actor.handle == named);
        let purposed = || self.0.iter().find(|group| group.is_local() && group.purpose() == purpose);
        named_one().or_else(purposed).or_else(|| self.0.first())
    }

    /// The one with this id; None for one that is not among the choices.
    pub fn by_id(&self, id: &str) -> Option<ActorId> {
        self.0.iter().map(Group::id).find(|group| group.to_string() == id)
    }
}

/// Who will see what is posted in `group`.
pub async fn who_sees(conn: &mut Conn, t: Words, group: &Group) -> Result<String> {
    let audience = audience(conn, group.id()).await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(0);
    let (members, followers, servers) = (count(audience.members), count(audience.followers), count(audience.hosts));
    let seen = match group.visibility() {
        Visibility::Public => Seen::Public { members, followers, servers },
        Visibility::Members => Seen::Members { members, servers },
        Visibility::Hub => Seen::Hub { members },
    };
    Ok(seen.sentence(t, &group.actor.name))
}
