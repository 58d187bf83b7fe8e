//! The ledger (promises R01-R03): two hubs as they are shipped, both killed again and again while their members work and
//! the wire between them loses and doubles. What was acknowledged is there afterwards, on both, once.

#![allow(clippy::await_holding_lock, reason = "whoever writes into the ledger has ended by then")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::browser::http;
use crate::support::{Browser, Faults, PASSWORD, ProcessHub, Proxy, eventually};

const KILLS: usize = 8;
const LONG: Duration = Duration::from_secs(120);

/// What a hub said it has done.
#[derive(Default)]
struct Ledger {
    /// Addresses.
    posts: BTreeSet<String>,
    /// Ids.
    files: BTreeSet<String>,
    /// Addresses of posts.
    likes: BTreeSet<String>,
}

/// A member who works, whatever happens to the hub.
struct Worker {
    base: String,
    token: String,
    group: String,
    ledger: Arc<Mutex<Ledger>>,
    random: StdRng,
    /// Ids of posts on this hub to answer and like.
    known: Vec<String>,
}

impl Worker {
    async fn of(browser: &Browser, group: &str, seed: u64) -> Self {
        let body = json!({ "email": browser.email, "password": PASSWORD }).to_string();
        let answer = browser.post_raw("/api/v1/sessions", "application/json", body).await;
        Self {
            base: browser.base.clone(),
            token: answer.ok().json()["token"].as_str().unwrap().to_owned(),
            group: group.to_owned(),
            ledger: Arc::default(),
            random: StdRng::seed_from_u64(seed),
            known: Vec::new(),
        }
    }

    /// The answer to a request that was acknowledged, None when it was not.
    async fn ask(&self, method: Method, path: &str, body: Value) -> Option<Value> {
        let request = http()
            .request(method, format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .timeout(Duration::from_secs(5))
            .body(body.to_string());
        let answer = request.send().await.ok()?;
        let done = answer.status().is_success();
        let text = answer.text().await.ok()?;
        done.then(|| serde_json::from_str(&text).unwrap_or_default())
    }

    /// A picture of one dot whose colour is the number.
    async fn upload(&self, n: u32) -> Option<String> {
        let [_, red, green, blue] = n.to_be_bytes();
        let mut body = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"dot.gif\"\r\n\
            Content-Type: image/gif\r\n\r\n"
            .to_vec();
        body.extend(b"GIF89a\x01\0\x01\0\x80\0\0");
        body.extend([red, green, blue, 0, 0, 0]);
        body.extend(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b\r\n--b--\r\n");
        let request = http()
            .request(Method::POST, format!("{}/api/v1/uploads", self.base))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "multipart/form-data; boundary=b")
            .timeout(Duration::from_secs(5))
            .body(body);
        let answer = request.send().await.ok().filter(|answer| answer.status().is_success())?;
        let answer: Value = serde_json::from_str(&answer.text().await.ok()?).ok()?;
        answer["id"].as_str().map(str::to_owned)
    }

    async fn work(mut self, ends: Arc<AtomicBool>) {
        let mut n = 0;
        while !ends.load(Ordering::SeqCst) {
            n += 1;
            self.act(n).await;
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    }

    async fn act(&mut self, n: u32) {
        let pick = self.known.get(self.random.random_range(0..self.known.len().max(1))).cloned();
        let words = json!({ "title": format!("Post {n}"), "body": format!("Words {n}."), "language": "en" });
        match (self.random.random_range(0..10), pick) {
            (0..4, _) => {
                let path = format!("/api/v1/groups/{}/posts", self.group);
                self.written(self.ask(Method::POST, &path, words).await);
            }
            (4..7, Some(id)) => {
                let body = json!({ "body": format!("Answer {n}."), "language": "en" });
                self.written(self.ask(Method::POST, &format!("/api/v1/posts/{id}/replies"), body).await);
            }
            (7, _) => {
                if let Some(id) = self.upload(n).await {
                    self.ledger.lock().unwrap().files.insert(id);
                }
            }
            (8, Some(id)) => {
                let path = format!("/api/v1/posts/{id}/reaction");
                if self.ask(Method::PUT, &path, Value::Null).await.is_some()
                    && let Some(post) = self.ask(Method::GET, &format!("/api/v1/posts/{id}"), Value::Null).await
                {
                    self.ledger.lock().unwrap().likes.insert(post["url"].as_str().unwrap().to_owned());
                }
            }
            _ => {
                let path = format!("/api/v1/groups/{}/posts", self.group);
                let found = self.ask(Method::GET, &path, Value::Null).await.unwrap_or_default();
                let ids = found["items"].as_array().into_iter().flatten().filter_map(|post| post["id"].as_str());
                self.known.extend(ids.map(str::to_owned));
            }
        }
    }

    fn written(&mut self, post: Option<Value>) {
        let Some(post) = post else { return };
        let text = |key: &str| post[key].as_str().unwrap_or_else(|| panic!("{key} of {post}")).to_owned();
        self.ledger.lock().unwrap().posts.insert(text("url"));
        self.known.push(text("id"));
    }
}

async fn rows(hub: &ProcessHub, query: &str) -> Vec<String> {
    let client = hub.database.client().await;
    client.query(query, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

/// An administrator who presses "try again": in a minute of test time nobody waits for a minute's pause.
async fn nudge(hub: &ProcessHub) {
    let client = hub.database.client().await;
    let press = "update hosts set retry_at = now(), changed_at = now() where failures > 0; \
        update inbox set run_at = now(), tries = 0 where failed_at is null and run_at > now(); \
        notify waypost_activities; notify waypost_inbox";
    client.batch_execute(press).await.unwrap();
}

/// The group as a hub has it: each post's words and parent, and who likes it.
async fn group(hub: &ProcessHub, group: &str) -> BTreeMap<String, String> {
    let query = format!(
        "select p.url || E'\\n' || concat_ws(' | ', p.title, trim(E' \\n' from p.body_html), q.url, (select string_agg(a.url, ' ' order by a.url) \
           from reactions r join actors a on a.id = r.actor_id where r.post_id = p.id)) \
         from posts p left join posts q on q.id = p.parent_id join actors g on g.id = p.group_id where g.url = '{group}'"
    );
    let split = |row: String| {
        let (url, rest) = row.split_once('\n').unwrap();
        (url.to_owned(), rest.to_owned())
    };
    rows(hub, &query).await.into_iter().map(split).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn r01_r02_r03_what_was_acknowledged_survives_every_kill_and_arrives_once() {
    let seed = 2611;
    println!("seed {seed}");
    let (at_a, at_b) = (Proxy::start(seed).await, Proxy::start(seed + 1).await);
    let mut a = ProcessHub::stopped(&[], Some(&at_a)).await;
    let mut b = ProcessHub::stopped(&[], Some(&at_b)).await;
    for hub in [&mut a, &mut b] {
        hub.run(&["serve"]);
        hub.ready().await;
    }
    let (ana, bela) = (a.member("ana", "editor").await, b.member("bela", "editor").await);
    let welcome = format!("{}/groups/welcome", a.base);
    let there = format!("welcome@localhost:{}", at_a.port);
    ana.api("PUT", "/api/v1/groups/welcome/membership", json!({})).await;
    bela.api("GET", &format!("/api/v1/lookup?q=!{there}"), Value::Null).await.ok();
    bela.api("PUT", &format!("/api/v1/groups/{there}/membership"), json!({})).await;
    eventually("bela is accepted", LONG, async || {
        let query = format!(
            "select m.state from memberships m join actors g on g.id = m.followed_id where g.url = '{welcome}'"
        );
        rows(&b, &query).await.contains(&"accepted".to_owned()).then_some(())
    })
    .await;

    let (first, second) = (Worker::of(&ana, "welcome", 1).await, Worker::of(&bela, &there, 2).await);
    let ledgers = [first.ledger.clone(), second.ledger.clone()];
    let ends = Arc::new(AtomicBool::new(false));
    let working = [tokio::spawn(first.work(ends.clone())), tokio::spawn(second.work(ends.clone()))];
    for proxy in [&at_a, &at_b] {
        proxy.faults(Faults { lost: 0.05, unanswered: 0.03, doubled: 0.05 });
    }
    let mut random = StdRng::seed_from_u64(seed);
    for _ in 0..KILLS {
        for _ in 0..random.random_range(4..10) {
            tokio::time::sleep(Duration::from_millis(300)).await;
            nudge(&a).await;
            nudge(&b).await;
        }
        let hub = if random.random_bool(0.5) { &mut a } else { &mut b };
        hub.kill("serve");
        hub.run(&["serve"]);
        hub.ready().await;
    }
    ends.store(true, Ordering::SeqCst);
    for worker in working {
        worker.await.unwrap();
    }
    for proxy in [&at_a, &at_b] {
        println!("{:?}", proxy.done());
        proxy.faults(Faults::default());
    }

    for (hub, ledger) in [&a, &b].into_iter().zip(&ledgers) {
        nothing_is_missing(hub, &ledger.lock().unwrap()).await;
    }
    let began = Instant::now();
    loop {
        nudge(&a).await;
        nudge(&b).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let (here, there) = (group(&a, &welcome).await, group(&b, &welcome).await);
        if here == there {
            break;
        }
        let differ = here.keys().chain(there.keys()).filter(|url| here.get(*url) != there.get(*url));
        let differ: Vec<String> =
            differ.map(|url| format!("{url}\n    {:?}\n    {:?}", here.get(url), there.get(url))).collect();
        if began.elapsed() > LONG {
            let failed = "select concat_ws(' ', kind, url, object_key, tries, error) from inbox \
                union all select concat_ws(' ', name, failures, retry_at, cursor_seq, last_error) from hosts";
            println!("a: {:#?}\nb: {:#?}", rows(&a, failed).await, rows(&b, failed).await);
            panic!("not the same after {LONG:?}:\n{}", differ.join("\n"));
        }
    }
    let there = group(&b, &welcome).await;
    for ledger in &ledgers {
        let ledger = ledger.lock().unwrap();
        assert!(ledger.posts.len() > 20, "{} posts were acknowledged", ledger.posts.len());
        let missing: Vec<&String> = ledger.posts.iter().filter(|url| !there.contains_key(*url)).collect();
        assert!(missing.is_empty(), "did not arrive: {missing:?}");
    }
    for hub in [&a, &b] {
        let doubled =
            "select post_id::text from journal where verb in ('shared', 'replied') group by 1 having count(*) > 1";
        assert_eq!(rows(hub, doubled).await, Vec::<String>::new());
        let doubled =
            "select post_id::text from journal where verb = 'liked' group by post_id, actor_id having count(*) > 1";
        assert_eq!(rows(hub, doubled).await, Vec::<String>::new());
        let failed = "select kind || ': ' || coalesce(error, '') from inbox where failed_at is not null";
        assert_eq!(rows(hub, failed).await, Vec::<String>::new());
    }
}

/// R01: the rows, and the files' bytes. R02: every post of ours has gone into the stream, and nothing else has.
async fn nothing_is_missing(hub: &ProcessHub, ledger: &Ledger) {
    let posts: BTreeSet<String> = rows(hub, "select url from posts").await.into_iter().collect();
    let missing: Vec<&String> = ledger.posts.difference(&posts).collect();
    assert!(missing.is_empty(), "acknowledged and lost: {missing:?}");
    let liked: BTreeSet<String> = rows(
        hub,
        "select p.url from reactions r join posts p on p.id = r.post_id join actors a on a.id = r.actor_id \
            where a.host_id is null",
    )
    .await
    .into_iter()
    .collect();
    assert!(ledger.likes.is_subset(&liked), "likes were lost");
    let files: BTreeMap<String, String> = rows(hub, "select id::text || ' ' || hash from files")
        .await
        .iter()
        .filter_map(|row| row.split_once(' ').map(|(id, hash)| (id.to_owned(), hash.to_owned())))
        .collect();
    let on_disk = names_below(&hub.data.path().join("files"));
    assert!(!ledger.files.is_empty());
    for id in &ledger.files {
        let uuid = waypost::store::ids::from_text(id).map_or_else(|| id.clone(), |id| id.to_string());
        let hash = files.get(&uuid).unwrap_or_else(|| panic!("the file {id} was acknowledged and lost"));
        assert!(on_disk.contains(hash), "the bytes of {id} are lost");
    }
    let apart = "select p.url from posts p where p.local and not exists (select 1 from activities a where a.post_id = p.id) \
        union all select a.url from activities a where a.kind = 'Create' and a.post_id is not null \
        and not exists (select 1 from posts p where p.id = a.post_id)";
    assert_eq!(rows(hub, apart).await, Vec::<String>::new());
}

fn names_below(folder: &std::path::Path) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            names.extend(names_below(&entry.path()));
        } else {
            names.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names
}
