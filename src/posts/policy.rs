//! Who may do what to a post. Pure; groups' own rules are in groups::policy.

use super::Post;
use crate::groups::{Group, Standing};
use crate::store::{Error, Result};

pub fn may_edit(post: &Post, by: &Standing) -> Result<()> {
    if post.is_gone() {
        return Err(Error::NotFound);
    }
    crate::groups::policy::not_banned(by)?;
    // An editor of this hub curates the library's records and the spotlight; words of members are their own.
    let curated = matches!(post.kind.as_str(), "resource" | "article");
    if post.author_id == by.actor || (post.local && curated && by.editor) {
        Ok(())
    } else {
        Err(Error::Forbidden("author-only"))
    }
}

pub fn may_withdraw(post: &Post, by: &Standing) -> Result<()> {
    if post.author_id == by.actor { Ok(()) } else { Err(Error::Forbidden("author-only")) }
}

/// A locked thread takes no more answers, but from those who keep order. Whoever answers from elsewhere may not have
/// heard yet that the author took a post back: the answer hangs below the stub.
pub fn may_answer(root: &Post, parent: &Post, by: &Standing) -> Result<()> {
    let closed = |post: &Post| if by.local { post.is_gone() } else { post.is_removed() };
    if closed(root) || closed(parent) {
        return Err(Error::Conflict("gone"));
    }
    if root.locked_at.is_some() && !by.may_moderate() {
        return Err(Error::Forbidden("locked"));
    }
    Ok(())
}

pub fn may_react(group: &Group, post: &Post, by: &Standing) -> Result<()> {
    if post.is_gone() {
        return Err(Error::Conflict("gone"));
    }
    crate::groups::policy::not_banned(by)?;
    crate::groups::policy::may_see(group, by)
}

/// Pin, lock, remove: in the group that the post belongs to, whoever keeps order there.
pub fn may_moderate(group: &Group, by: &Standing) -> Result<()> {
    crate::groups::policy::may_moderate(group, by)
}
