//! P5, P7: pages of a group and of a long thread. P8, P9: the same hub as ActivityPub JSON. P15: a first view's bytes.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::hub::Hub;
use crate::{Figures, data, load};

const CONNECTIONS: usize = 16;
const SECONDS: f64 = 8.0;
const ACTIVITY_JSON: &[(&str, &str)] = &[("accept", "application/activity+json")];

pub async fn pages(binary: &Path, folder: &Path) -> Result<Figures> {
    let hub = Hub::fresh(binary, folder).await?;
    let small = data::small(&hub).await?;
    let mut figures = Figures::new();
    figures.insert("P5".to_owned(), ask(&hub, "a group's page", &small.group_path, &[]).await?);
    figures.insert("P7".to_owned(), ask(&hub, "a thread with 250 replies", &small.thread_path, &[]).await?);
    figures.insert("P15".to_owned(), first_view(&hub, &small.group_path).await?);
    hub.stop()?;
    Ok(figures)
}

pub async fn activitypub(binary: &Path, folder: &Path) -> Result<Figures> {
    let hub = Hub::fresh(binary, folder).await?;
    let small = data::small(&hub).await?;
    let group = ask(&hub, "a group as JSON", &small.group_path, ACTIVITY_JSON).await?;
    let post = ask(&hub, "a post as JSON", &small.post_path, ACTIVITY_JSON).await?;
    hub.stop()?;
    let mut figures = Figures::new();
    // The promise holds for each: the slower one is the figure.
    let slower = if group["per_s"].as_f64() < post["per_s"].as_f64() { group.clone() } else { post.clone() };
    figures.insert("P8".to_owned(), merged(slower, json!({ "group": group, "post": post })));
    Ok(figures)
}

pub async fn outbox(binary: &Path, folder: &Path) -> Result<Figures> {
    let hub = Hub::fresh(binary, folder).await?;
    let small = data::small(&hub).await?;
    let path = format!("{}/outbox", small.group_path);
    let measured = ask(&hub, "a group's outbox", &path, ACTIVITY_JSON).await?;
    hub.stop()?;
    Ok(Figures::from_iter([("P9".to_owned(), measured)]))
}

async fn ask(hub: &Hub, what: &str, path: &str, headers: &[(&str, &str)]) -> Result<Value> {
    let before = hub.cpu_ms();
    let times =
        load::repeat(hub.port, CONNECTIONS, SECONDS, load::request("GET", hub.port, path, headers, b"")).await?;
    // The second of warming up costs as the others do.
    let cpu = (hub.cpu_ms() - before) * SECONDS / (SECONDS + 1.0);
    let figures = times.figures(cpu);
    println!("{what} ({path}), {CONNECTIONS} connections, {SECONDS} s: {figures}");
    Ok(figures)
}

/// The page and what it links to of ours: style, script, icons; compressed, as a browser would ask.
async fn first_view(hub: &Hub, path: &str) -> Result<Value> {
    let accept: &[(&str, &str)] = &[("accept-encoding", "br, gzip")];
    let plain = load::get(hub.port, path, &[]).await?;
    let text = String::from_utf8_lossy(&plain.body).into_owned();
    let attribute = |name: &str| -> Vec<String> {
        let opening = format!("{name}=\"");
        let parts = text.split(&opening).skip(1).filter_map(|rest| rest.split('"').next());
        parts.filter(|to| to.starts_with("/assets/")).map(|to| to.split('#').next().unwrap_or(to).to_owned()).collect()
    };
    let mut wanted: Vec<String> = attribute("href").into_iter().chain(attribute("src")).collect();
    wanted.sort();
    wanted.dedup();
    wanted.insert(0, path.to_owned());
    let mut bytes = 0;
    for path in &wanted {
        let answer = load::get(hub.port, path, accept).await?;
        if answer.status != 200 {
            bail!("{path}: {}", answer.status);
        }
        bytes += answer.body.len();
    }
    println!("first view of {path}: {bytes} bytes in {} requests", wanted.len());
    Ok(json!({ "bytes": bytes, "requests": wanted.len() }))
}

fn merged(mut whole: Value, more: Value) -> Value {
    if let (Some(whole), Value::Object(more)) = (whole.as_object_mut(), more) {
        whole.extend(more);
    }
    whole
}
