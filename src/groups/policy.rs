//! Who may do what in a group. Pure.

use super::{Group, Posting, Standing};
use crate::accounts::Role;
use crate::store::{Error, Result};

/// Starting a post. `kind` articles are for editors and moderators whatever the group says.
pub fn may_post(group: &Group, by: &Standing, kind: &str) -> Result<()> {
    if group.row.archived_at.is_some() {
        return Err(Error::Forbidden("archived"));
    }
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
    match group.posting() {
        Posting::Members if !by.is_member() && !by.may_moderate() => Err(Error::Forbidden("members-only")),
        Posting::Anyone | Posting::Members | Posting::Moderators => Ok(()),
    }
}

/// Pin, lock, remove, decide about requests.
pub fn may_moderate(group: &Group, by: &Standing) -> Result<()> {
    if by.may_moderate() && (group.is_local() || by.moderator) {
        Ok(())
    } else {
        Err(Error::Forbidden("moderators-only"))
    }
}

/// Purpose, visibility, moderators of a group of ours.
pub fn may_edit(group: &Group, by: &Standing) -> Result<()> {
    if group.is_local() && by.may_moderate() { Ok(()) } else { Err(Error::Forbidden("moderators-only")) }
}

/// Making a group: editors and administrators.
pub fn may_create(role: Role) -> Result<()> {
    if role >= Role::Editor { Ok(()) } else { Err(Error::Forbidden("editors-only")) }
}
