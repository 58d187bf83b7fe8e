//! R08: how soon the inbox answers at 100 activities a second. R09: how soon the front page comes while 500 a second arrive.

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::hub::Hub;
use crate::peers::Peers;
use crate::{Figures, data, inbox, load, round};

const SENDERS: usize = 16;
const STEADY: f64 = 100.0;
const FLOOD: f64 = 500.0;
const SECONDS: f64 = 15.0;

pub async fn measure(binary: &Path, folder: &Path) -> Result<Figures> {
    let hub = Hub::fresh(binary, folder).await?;
    data::small(&hub).await?;
    let peers = Peers::start(SENDERS).await?;
    let roots = inbox::roots(&hub.database().await?).await?;
    // The senders are strangers once only.
    load::once(hub.port, 1, inbox::requests(&hub, &peers, &roots, 0, SENDERS)?).await?;
    let steady = inbox::requests(&hub, &peers, &roots, SENDERS, (STEADY * SECONDS) as usize)?;
    let flood = inbox::requests(&hub, &peers, &roots, SENDERS + steady.len(), (FLOOD * (SECONDS + 2.0)) as usize)?;
    let (answers, _) = load::paced(hub.port, SENDERS, STEADY, steady).await?;
    println!("flood: at {STEADY} activities a second the inbox answers in {:.1} ms (99 of 100)", answers.share(0.99));
    let page = load::request("GET", hub.port, "/", &[], b"");
    let pouring = tokio::spawn(load::paced(hub.port, SENDERS * 4, FLOOD, flood));
    let pages = load::repeat(hub.port, 4, SECONDS, page).await?;
    let (poured, refused) = pouring.await??;
    println!(
        "flood: at {FLOOD} activities a second the front page comes in {:.0} ms (95 of 100) at 4 connections, the inbox \
         answers in {:.0} ms (99 of 100), {refused} were asked to come back",
        pages.share(0.95),
        poured.share(0.99)
    );
    hub.stop()?;
    Ok(Figures::from_iter([
        ("R08".to_owned(), json!({ "p50_ms": round(answers.share(0.5)), "p99_ms": round(answers.share(0.99)) })),
        ("R09".to_owned(), json!({ "p50_ms": round(pages.share(0.5)), "p95_ms": round(pages.share(0.95)) })),
    ]))
}
