//! The data set "small": 50 groups, 2,000 members, 10,000 posts, 50,000 replies, one thread with 250 of them. Written
//! into the hub's own database, in one transaction.

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::hub::Hub;
use crate::wire::Key;

const SMALL: &str = include_str!("small.sql");

/// Addresses into the data set.
pub struct Small {
    pub group_path: String,
    pub thread_path: String,
    pub post_path: String,
    /// The secret of a session of a member who may post in the group.
    pub session: String,
}

pub async fn small(hub: &Hub) -> Result<Small> {
    let key = Key::generate()?;
    let session = "bench-session-of-a-member";
    let sql = SMALL
        .replace("{base}", &hub.base)
        .replace("{host}", &format!("localhost:{}", hub.port))
        .replace("{session}", session)
        .replace("{public}", &BASE64_STANDARD.encode(&key.public_der))
        .replace("{private}", &BASE64_STANDARD.encode(&key.private_der));
    let client = hub.database().await?;
    client.batch_execute(&sql).await.context("writing the data set")?;
    client.batch_execute("vacuum analyze").await?;
    let path = async |sql: &str| -> Result<String> {
        let url: String = client.query_one(sql, &[]).await?.get(0);
        Ok(url.trim_start_matches(&hub.base).to_owned())
    };
    Ok(Small {
        group_path: "/groups/bench-1".to_owned(),
        thread_path: path(
            "select p.url from posts p join post_counts c on c.post_id = p.id order by c.replies desc limit 1",
        )
        .await?,
        post_path: path("select url from posts where parent_id is null order by published_at limit 1").await?,
        session: session.to_owned(),
    })
}
