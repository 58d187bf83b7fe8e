//! P4: one host that takes 250 ms for an answer, beside others that answer at once: a hundred activities, some of them
//! about one object, in order.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::hub::Hub;
use crate::load::{Connection, Times};
use crate::peers::Peers;
use crate::{Figures, data, load, round};

const OTHERS: usize = 20;
const SLOW: Duration = Duration::from_millis(250);
const POSTS: usize = 80;
/// So many of them are edited at once.
const EDITS: usize = 20;

pub async fn measure(binary: &Path, folder: &Path) -> Result<Figures> {
    let hub = Hub::fresh(binary, folder).await?;
    let small = data::small(&hub).await?;
    let mut pauses = vec![Duration::ZERO; OTHERS];
    pauses.push(SLOW);
    let peers = Peers::pausing(&pauses).await?;
    let group = format!("{}{}", hub.base, small.group_path);
    load::once(hub.port, 8, peers.follows(hub.port, &group)?).await?;
    peers.received("\"Accept\"", OTHERS + 1, Duration::from_secs(60)).await?;
    let mut member = Member { hub: &hub, small: &small, connection: Connection::open(hub.port).await? };
    // The first one finds out what software the hosts run, and connects.
    let prelude = member.share("Prelude").await?;
    peers.received(&prelude.url, OTHERS + 1, Duration::from_secs(60)).await?;

    let began = Instant::now();
    let mut posts = Vec::new();
    for number in 0..POSTS {
        let post = member.share(&format!("Measure {number}")).await?;
        if number < EDITS {
            member.edit(&post).await?;
        }
        posts.push(post);
    }
    let slow = peers.ports.last().copied().unwrap_or_default();
    let mut taken = Vec::new();
    for post in &posts {
        let wanted = OTHERS + 1;
        peers.received(&post.url, wanted, Duration::from_secs(60)).await?;
    }
    for &port in peers.ports.iter().filter(|port| **port != slow) {
        let arrived = peers.arrived_at(port);
        for post in &posts {
            let first = arrived.iter().find(|arrival| arrival.body.contains(&post.url));
            taken.extend(first.map(|first| (first.at - post.shared).as_secs_f64() * 1000.0));
        }
    }
    peers.received("\"Update\"", EDITS * (OTHERS + 1), Duration::from_secs(60)).await?;
    let arrived = peers.arrived_at(slow);
    let measured: Vec<Instant> = arrived.iter().map(|arrival| arrival.at).filter(|at| *at > began).collect();
    let (first, last) = measured.iter().min().zip(measured.iter().max()).context("nothing arrived")?;
    let seconds = (*last - *first + SLOW).as_secs_f64();
    let per_s = measured.len() as f64 / seconds;
    in_order(&posts, &arrived.iter().map(|arrival| arrival.body.as_str()).collect::<Vec<_>>())?;
    let others = Times::new(taken, began.elapsed().as_secs_f64());
    println!(
        "slowhost: {} activities in {seconds:.2} s to the host that takes {SLOW:?}: {per_s:.0}/s, in order for each object; \
         the {OTHERS} others have a post after {:.0} ms (95 of 100)",
        measured.len(),
        others.share(0.95)
    );
    hub.stop()?;
    let figures =
        json!({ "per_s": round(per_s), "p50_ms": round(others.share(0.5)), "p95_ms": round(others.share(0.95)) });
    Ok(Figures::from_iter([("P4".to_owned(), figures)]))
}

/// A post is there before its edit is.
fn in_order(posts: &[Shared], arrived: &[&str]) -> Result<()> {
    for post in posts.iter().take(EDITS) {
        let about: Vec<&&str> = arrived.iter().filter(|body| body.contains(&post.url)).collect();
        let edit = about.iter().position(|body| body.contains("\"Update\""));
        if edit.is_none_or(|edit| edit == 0) {
            bail!("the edit of {} came before the post, or not at all", post.url);
        }
    }
    Ok(())
}

struct Shared {
    id: String,
    url: String,
    shared: Instant,
}

struct Member<'a> {
    hub: &'a Hub,
    small: &'a data::Small,
    connection: Connection,
}

impl Member<'_> {
    async fn share(&mut self, title: &str) -> Result<Shared> {
        let path = format!("/api/v1{}/posts", self.small.group_path);
        let shared = Instant::now();
        let answer = self.ask("POST", &path, title, "Which questions do you ask after the first year?").await?;
        let text = |key: &str| answer[key].as_str().map(str::to_owned).with_context(|| format!("no {key}: {answer}"));
        Ok(Shared { id: text("id")?, url: text("url")?, shared })
    }

    async fn edit(&mut self, post: &Shared) -> Result<()> {
        self.ask("PUT", &format!("/api/v1/posts/{}", post.id), "Measured again", "And after the second?")
            .await
            .map(drop)
    }

    async fn ask(&mut self, method: &str, path: &str, title: &str, body: &str) -> Result<Value> {
        let bearer = format!("Bearer {}", self.small.session);
        let headers: [(&str, &str); 2] = [("authorization", &bearer), ("content-type", "application/json")];
        let body = json!({ "title": title, "body": body, "language": "en" }).to_string();
        let answer =
            self.connection.ask(&load::request(method, self.hub.port, path, &headers, body.as_bytes())).await?;
        if answer.status >= 300 {
            bail!("{method} {path}: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
        Ok(serde_json::from_slice(&answer.body).unwrap_or_default())
    }
}
