//! P13: what a hub with 200 peer hosts costs while nothing happens. P11: its memory then.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use crate::hub::Hub;
use crate::peers::Peers;
use crate::{Figures, data, load, round};

const HOSTS: usize = 200;
const REST: Duration = Duration::from_secs(20);
const MEASURED: Duration = Duration::from_secs(60);

pub async fn measure(binary: &Path, folder: &Path) -> Result<Figures> {
    let hub = Hub::fresh(binary, folder).await?;
    let small = data::small(&hub).await?;
    let peers = Peers::start(HOSTS).await?;
    let group = format!("{}{}", hub.base, small.group_path);
    load::once(hub.port, 8, peers.follows(hub.port, &group)?).await?;
    peers.received("\"Accept\"", HOSTS, Duration::from_secs(120)).await?;
    // Its members come back to a hub that was started, not to one that has just met two hundred servers.
    let hub = hub.restart().await?;
    tokio::time::sleep(REST).await;
    let before = hub.cpu_ms();
    tokio::time::sleep(MEASURED).await;
    let percent = (hub.cpu_ms() - before) / MEASURED.as_secs_f64() / 10.0;
    let memory = hub.memory_mb();
    println!("idle: {percent:.2} % of a core with {HOSTS} peer hosts, PostgreSQL included; {memory:.0} MB");
    hub.stop()?;
    Ok(Figures::from_iter([
        ("P13".to_owned(), json!({ "cpu_percent": round(percent) })),
        ("P11".to_owned(), json!({ "idle_mb": round(memory) })),
    ]))
}
