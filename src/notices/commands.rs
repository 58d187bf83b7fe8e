//! Notices are read, one thread or all at once.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::accounts::Me;
use crate::store::ids::PostId;
use crate::store::schema::{notices, posts};
use crate::store::{Result, Tx};

/// The member has seen them all.
pub async fn read_all(tx: &mut Tx, me: &Me) -> Result<()> {
    let now = tx.now;
    diesel::update(notices::table.filter(notices::member_id.eq(me.member)).filter(notices::read_at.is_null()))
        .set(notices::read_at.eq(now))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The member has opened the thread below `root`: what was said about it has been seen. Costs one index look when
/// nothing is unread.
pub async fn read_thread(tx: &mut Tx, me: &Me, root: PostId) -> Result<()> {
    let now = tx.now;
    let thread = posts::table.filter(posts::root_id.eq(root)).select(posts::id.nullable());
    diesel::update(
        notices::table
            .filter(notices::member_id.eq(me.member))
            .filter(notices::read_at.is_null())
            .filter(notices::post_id.eq_any(thread)),
    )
    .set(notices::read_at.eq(now))
    .execute(tx.conn())
    .await?;
    Ok(())
}
