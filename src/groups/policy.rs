//! Who may do what in a group. Pure.

use super::{Group, Posting, Standing, Visibility};
use crate::accounts::Role;
use crate::store::ids::ActorId;
use crate::store::{Error, Result};

/// Starting a post. `kind` articles are for editors and moderators whatever the group says.
pub fn may_post(group: &Group, by: &Standing, kind: &str) -> Result<()> {
    if group.row.archived_at.is_some() {
        return Err(Error::Forbidden("archived"));
    }
    // What comes from a group elsewhere was taken in there.
    if !group.is_local() && !by.local {
        return Ok(());
    }
    not_banned(by)?;
    may_see(group, by)?;
    if by.may_moderate() {
        return Ok(());
    }
    if kind == "article" && by.local && !by.editor {
        return Err(Error::Forbidden("editors-only"));
    }
    match group.posting() {
        Posting::Anyone => Ok(()),
        Posting::Members if by.is_member() => Ok(()),
        Posting::Members => Err(Error::Forbidden("members-only")),
        Posting::Moderators if by.editor && by.local && group.is_local() => Ok(()),
        Posting::Moderators => Err(Error::Forbidden("moderators-only")),
    }
}

/// Answering: whoever may post a discussion, and in a moderated-posting group every member or follower.
pub fn may_reply(group: &Group, by: &Standing) -> Result<()> {
    if group.row.archived_at.is_some() {
        return Err(Error::Forbidden("archived"));
    }
    not_banned(by)?;
    may_see(group, by)?;
    match group.posting() {
        Posting::Members if !by.is_member() && !by.may_moderate() => Err(Error::Forbidden("members-only")),
        Posting::Anyone | Posting::Members | Posting::Moderators => Ok(()),
    }
}

/// Whoever says something in a group of ours can read it: members of this hub, and of a restricted group its members.
/// Who may read a group elsewhere is for its own hub to say.
pub fn may_see(group: &Group, by: &Standing) -> Result<()> {
    match group.visibility() {
        Visibility::Public => Ok(()),
        _ if !group.is_local() || by.local || by.is_member() || by.may_moderate() => Ok(()),
        Visibility::Members | Visibility::Hub => Err(Error::Forbidden("members-only")),
    }
}

/// Taking part at all; an administrator is answerable for the whole hub.
pub fn not_banned(by: &Standing) -> Result<()> {
    if by.banned && !by.admin { Err(Error::Forbidden("banned")) } else { Ok(()) }
}

/// Pin, lock, remove, decide about requests.
pub fn may_moderate(group: &Group, by: &Standing) -> Result<()> {
    if by.may_moderate() && (group.is_local() || by.moderator) {
        Ok(())
    } else {
        Err(Error::Forbidden("moderators-only"))
    }
}

/// Ending somebody's office: one's own, that of those who came later, and for administrators anybody's. `ranked` are
/// the moderators, the longest in office first.
pub fn may_dismiss(by: &Standing, whom: ActorId, ranked: &[ActorId]) -> Result<()> {
    let rank = |actor: ActorId| ranked.iter().position(|one| *one == actor);
    let outranks = by.admin || by.actor == whom || rank(by.actor) < rank(whom) && rank(by.actor).is_some();
    if outranks { Ok(()) } else { Err(Error::Forbidden("longer-in-office")) }
}

/// Purpose, visibility, moderators of a group of ours.
pub fn may_edit(group: &Group, by: &Standing) -> Result<()> {
    if group.is_local() && by.may_moderate() { Ok(()) } else { Err(Error::Forbidden("moderators-only")) }
}

/// Making a group: editors and administrators.
pub fn may_create(role: Role) -> Result<()> {
    if role >= Role::Editor { Ok(()) } else { Err(Error::Forbidden("editors-only")) }
}
