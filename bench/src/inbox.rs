//! P1: replies by sixteen senders elsewhere, each signed, until all are stored and visible.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::json;

use crate::hub::Hub;
use crate::peers::Peers;
use crate::{Figures, data, load, round};

const SENDERS: usize = 16;
const NOTES: usize = 10_000;

pub async fn measure(binary: &Path, folder: &Path) -> Result<Figures> {
    let hub = Hub::fresh(binary, folder).await?;
    data::small(&hub).await?;
    let peers = Peers::start(SENDERS).await?;
    let client = hub.database().await?;
    let roots = roots(&client).await?;
    let here = async |count: i64, at_most: u64| -> Result<()> {
        let limit = Instant::now() + Duration::from_secs(at_most);
        loop {
            let found: i64 = client.query_one("select count(*) from posts where not local", &[]).await?.get(0);
            if found >= count {
                return Ok(());
            }
            if Instant::now() > limit {
                bail!("{found} of {count} replies are here after {at_most} s");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    // The senders are strangers once only.
    let first = requests(&hub, &peers, &roots, 0, SENDERS)?;
    load::once(hub.port, 1, first).await?;
    here(SENDERS as i64, 30).await?;
    let signed = requests(&hub, &peers, &roots, SENDERS, NOTES)?;
    let (cpu, began) = (hub.cpu_ms(), Instant::now());
    let answered = load::once(hub.port, SENDERS, signed).await?;
    here((SENDERS + NOTES) as i64, 300).await?;
    let seconds = began.elapsed().as_secs_f64();
    let cpu_ms = (hub.cpu_ms() - cpu) / NOTES as f64;
    let (per_s, memory) = (NOTES as f64 / seconds, hub.memory_mb());
    println!(
        "inbox: {NOTES} replies answered in {answered:.1} s, visible in {seconds:.1} s: {per_s:.0}/s, {cpu_ms:.2} ms each; {memory:.0} MB"
    );
    hub.stop()?;
    let figures = json!({ "per_s": round(per_s), "cpu_ms": round(cpu_ms), "s": round(seconds), "mb": round(memory) });
    Ok(Figures::from_iter([("P1".to_owned(), figures)]))
}

/// The addresses of a thousand discussions.
pub async fn roots(client: &tokio_postgres::Client) -> Result<Vec<String>> {
    let query = "select url from posts where parent_id is null and kind = 'discussion' order by id desc limit 1000";
    Ok(client.query(query, &[]).await?.iter().map(|row| row.get(0)).collect())
}

/// Signed replies, by each host in turn.
pub fn requests(hub: &Hub, peers: &Peers, roots: &[String], from: usize, count: usize) -> Result<Vec<Vec<u8>>> {
    let group = format!("{}/groups/bench-1", hub.base);
    let public = "https://www.w3.org/ns/activitystreams#Public";
    (from..from + count)
        .map(|number| {
            let port = peers.ports[number % peers.ports.len()];
            let (actor, base) = (Peers::actor(port), format!("http://localhost:{port}"));
            let note = json!({
                "id": format!("{base}/notes/{number}"), "type": "Note", "attributedTo": actor,
                "inReplyTo": roots[number % roots.len()], "to": [public], "cc": [group, format!("{actor}/followers")],
                "content": format!("<p>Answer {number}: we ask the same nine questions, twice a year, by telephone.</p>"),
                "published": "2026-11-22T12:00:00Z",
            });
            let create = json!({
                "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{base}/activities/{number}"),
                "type": "Create", "actor": actor, "to": [public], "cc": note["cc"], "object": note,
            });
            peers.key.signed_post(hub.port, "/inbox", &Peers::key_id(port), &create.to_string())
        })
        .collect()
}
