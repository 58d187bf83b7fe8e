//! Who decides about reports and bans. Pure; a group's own rules are in groups::policy.

use crate::groups::{self, Group, Standing};
use crate::store::{Error, Result};

/// Deciding about what was reported: in a group whoever keeps order there, and administrators everywhere.
pub fn may_decide(group: Option<&Group>, by: &Standing) -> Result<()> {
    match group {
        _ if by.admin => Ok(()),
        Some(group) => groups::policy::may_moderate(group, by),
        None => Err(Error::Forbidden("admins-only")),
    }
}

/// Banning: whoever keeps order in the group, and nobody who keeps order there, before they are dismissed.
pub fn may_ban(group: &Group, by: &Standing, whom: &Standing) -> Result<()> {
    groups::policy::may_moderate(group, by)?;
    if whom.actor == group.id() || whom.actor == by.actor || whom.moderator || whom.admin {
        return Err(Error::Forbidden("keeps-order"));
    }
    Ok(())
}
