//! P2: one post to 1,000 hosts that answer at once. P3: how soon a post reaches 200.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::json;

use crate::hub::Hub;
use crate::load::{Connection, Times};
use crate::peers::Peers;
use crate::{Figures, data, load, round};

const MANY: usize = 1000;
const FEW: usize = 200;
const POSTS: usize = 5;

pub async fn measure(binary: &Path, folder: &Path) -> Result<Figures> {
    let (few, _) = posts_to(binary, &folder.join("few"), FEW).await?;
    let last = few.iter().map(|times| times.share(1.0)).fold(0.0, f64::max);
    let middle = few.iter().map(|times| times.share(0.5)).sum::<f64>() / few.len() as f64;
    println!("fanout: a post reaches {FEW} hosts in {middle:.0} ms (half of them), the last within {last:.0} ms");
    let (many, cpu_ms) = posts_to(binary, &folder.join("many"), MANY).await?;
    let seconds: f64 = many.iter().map(|times| times.seconds).sum();
    let per_s = (MANY * many.len()) as f64 / seconds;
    println!("fanout: {} posts to {MANY} hosts each: {per_s:.0}/s, {cpu_ms:.2} ms each", many.len());
    Ok(Figures::from_iter([
        ("P2".to_owned(), json!({ "per_s": round(per_s), "cpu_ms": round(cpu_ms) })),
        ("P3".to_owned(), json!({ "p50_ms": round(middle), "s": round(last / 1000.0) })),
    ]))
}

/// For each post when it arrived, counted from its request; and what a delivery cost.
async fn posts_to(binary: &Path, folder: &Path, hosts: usize) -> Result<(Vec<Times>, f64)> {
    let hub = Hub::fresh(binary, folder).await?;
    let small = data::small(&hub).await?;
    let peers = Peers::start(hosts).await?;
    let group = format!("{}{}", hub.base, small.group_path);
    load::once(hub.port, 8, peers.follows(hub.port, &group)?).await?;
    peers.received("\"Accept\"", hosts, Duration::from_secs(120)).await?;
    // The first one finds out what software the hosts run, and connects.
    share(&hub, &small, "Prelude", &peers, hosts).await?;
    let cpu = hub.cpu_ms();
    let mut all = Vec::new();
    for number in 0..POSTS {
        all.push(share(&hub, &small, &format!("Measure {number}"), &peers, hosts).await?);
    }
    let cpu_ms = (hub.cpu_ms() - cpu) / (hosts * POSTS) as f64;
    hub.stop()?;
    Ok((all, cpu_ms))
}

/// A member shares a post; answers how long it took to each host.
async fn share(hub: &Hub, small: &data::Small, title: &str, peers: &Peers, hosts: usize) -> Result<Times> {
    let bearer = format!("Bearer {}", small.session);
    let body = json!({ "title": title, "body": "Which questions do you ask after the first year?", "language": "en" });
    let path = format!("/api/v1{}/posts", small.group_path);
    let headers: [(&str, &str); 2] = [("authorization", &bearer), ("content-type", "application/json")];
    let request = load::request("POST", hub.port, &path, &headers, body.to_string().as_bytes());
    let began = Instant::now();
    let answer = Connection::open(hub.port).await?.ask(&request).await?;
    if answer.status >= 300 {
        bail!("sharing a post: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
    }
    let answer: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let Some(url) = answer["url"].as_str() else { bail!("the shared post has no url: {answer}") };
    let arrived = peers.received(url, hosts, Duration::from_secs(60)).await?;
    let times: Vec<f64> = arrived.iter().map(|at| (*at - began).as_secs_f64() * 1000.0).collect();
    let last = times.iter().copied().fold(0.0, f64::max);
    Ok(Times::new(times, last / 1000.0))
}
