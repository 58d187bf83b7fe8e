//! What the hub remembers about itself, by key.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::schema::settings;
use super::{Conn, Error, Result};

/// The hub's secret for tokens that are proved and not stored (32 bytes). The first `candidate` that anybody offers
/// is kept for ever.
pub async fn secret(conn: &mut Conn, candidate: [u8; 32]) -> Result<[u8; 32]> {
    let kept: Option<Value> = settings::table.find("secret").select(settings::value).first(conn).await.optional()?;
    let kept = match kept {
        Some(kept) => kept,
        None => {
            diesel::insert_into(settings::table)
                .values((settings::key.eq("secret"), settings::value.eq(serde_json::json!(candidate))))
                .on_conflict_do_nothing()
                .execute(conn)
                .await?;
            settings::table.find("secret").select(settings::value).first(conn).await?
        }
    };
    serde_json::from_value(kept).map_err(|error| Error::Store(format!("settings: the secret is unreadable: {error}")))
}

/// Keeps a value; answers the one before, None when there was none that can be read.
pub async fn replace<T: Serialize + DeserializeOwned>(conn: &mut Conn, key: &str, value: &T) -> Result<Option<T>> {
    let before: Option<Value> = settings::table.find(key).select(settings::value).first(conn).await.optional()?;
    let value = serde_json::to_value(value).map_err(|error| Error::Store(error.to_string()))?;
    diesel::insert_into(settings::table)
        .values((settings::key.eq(key), settings::value.eq(&value)))
        .on_conflict(settings::key)
        .do_update()
        .set(settings::value.eq(&value))
        .execute(conn)
        .await?;
    Ok(before.and_then(|before| serde_json::from_value(before).ok()))
}
