//! The one place that says who may see what: a root as its group allows, a reply as its root. Queries that serve a
//! viewer join the condition made here and answer [`Visible`]; doors can render nothing else.

use diesel::dsl::exists;
use diesel::helper_types::{IntoBoxed, Select};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_source::{Alias, AliasedField};

use crate::accounts::Viewer;
use crate::store::schema::{actors, groups, hosts, memberships};

/// Proof that `T` was read for a viewer who may see it. Only queries that applied [`seen_by`] make one.
#[derive(Debug, Clone)]
pub struct Visible<T>(T);

impl<T> Visible<T> {
    /// For queries that have applied the condition.
    pub(crate) fn proven(value: T) -> Self {
        Self(value)
    }

    pub fn into_inner(self) -> T {
        self.0
    }

    /// What is derived from something visible is visible.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Visible<U> {
        Visible(with(self.0))
    }
}

impl<T> std::ops::Deref for Visible<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

// Names of their own, so that the condition goes into any query, whatever tables that query has.
diesel::alias! {
    pub const SEEN: Alias<Seen> = groups as seen_group;
    pub const THEIR: Alias<Their> = actors as seen_actor;
    pub const JOINED: Alias<JoinedRow> = memberships as seen_membership;
    pub const HOST: Alias<HostRow> = hosts as seen_host;
}

/// The ids of groups: `groups::id.eq_any(seen_by(viewer))`, `posts::group_id.eq_any(seen_by(viewer))`.
pub type GroupIds = IntoBoxed<'static, Select<Alias<Seen>, AliasedField<Seen, groups::id>>, Pg>;

/// Groups that `viewer` may see: public ones; every local one for this hub's members; a restricted one elsewhere for
/// those whom it has accepted; for a host, those in which it has an accepted follower.
pub fn seen_by(viewer: &Viewer) -> GroupIds {
    let ids = SEEN.select(SEEN.field(groups::id)).into_boxed();
    let public = SEEN.field(groups::visibility).eq("public");
    match viewer {
        Viewer::Anyone => ids.filter(public),
        Viewer::Member(me) => {
            let local = exists(
                THEIR
                    .filter(THEIR.field(actors::id).eq(SEEN.field(groups::id)))
                    .filter(THEIR.field(actors::host_id).is_null()),
            );
            let joined = exists(
                JOINED
                    .filter(JOINED.field(memberships::followed_id).eq(SEEN.field(groups::id)))
                    .filter(JOINED.field(memberships::follower_id).eq(me.actor))
                    .filter(JOINED.field(memberships::state).eq("accepted")),
            );
            ids.filter(public.or(local).or(joined))
        }
        Viewer::Host(name) => {
            let followed = exists(
                JOINED
                    .inner_join(THEIR.on(THEIR.field(actors::id).eq(JOINED.field(memberships::follower_id))))
                    .inner_join(HOST.on(THEIR.field(actors::host_id).eq(HOST.field(hosts::id).nullable())))
                    .filter(JOINED.field(memberships::followed_id).eq(SEEN.field(groups::id)))
                    .filter(JOINED.field(memberships::state).eq("accepted"))
                    .filter(HOST.field(hosts::name).eq(name.clone())),
            );
            ids.filter(public.or(SEEN.field(groups::visibility).eq("members").and(followed)))
        }
    }
}
