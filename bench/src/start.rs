//! P12: from the process's start to its first page. P11: memory, idle and after pages were asked for.

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::hub::Hub;
use crate::{Figures, data, load, round};

pub async fn measure(binary: &Path, folder: &Path) -> Result<Figures> {
    let hub = Hub::fresh(binary, folder).await?;
    let fresh = hub.started_in;
    let hub = hub.restart().await?;
    let again = hub.started_in;
    let idle = hub.memory_mb();
    println!(
        "start: first page after {fresh:.2} s on an empty folder, {again:.2} s on a migrated one; {idle:.0} MB idle"
    );
    let small = data::small(&hub).await?;
    let request = load::request("GET", hub.port, &small.group_path, &[], b"");
    load::repeat(hub.port, 16, 5.0, request).await?;
    let loaded = hub.memory_mb();
    println!("start: {loaded:.0} MB after five seconds of a group's page at 16 connections");
    hub.stop()?;
    let mut figures = Figures::new();
    figures.insert("P12".to_owned(), json!({ "fresh_s": round(fresh), "again_s": round(again) }));
    figures.insert("P11".to_owned(), json!({ "idle_mb": round(idle), "loaded_mb": round(loaded) }));
    Ok(figures)
}
