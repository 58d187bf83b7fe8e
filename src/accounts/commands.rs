//! What may change about members.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Me;
use crate::store::schema::members;
use crate::store::{Result, Tx};

/// `language` is one of the interface's codes; the door has checked it.
pub async fn choose_language(tx: &mut Tx, me: &Me, language: &str) -> Result<()> {
    diesel::update(members::table.find(me.member)).set(members::language.eq(language)).execute(tx.conn()).await?;
    Ok(())
}

/// `theme` is `auto`, `light` or `dark`.
pub async fn choose_theme(tx: &mut Tx, me: &Me, theme: &str) -> Result<()> {
    diesel::update(members::table.find(me.member)).set(members::theme.eq(theme)).execute(tx.conn()).await?;
    Ok(())
}
