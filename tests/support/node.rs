//! Programs of Node's that tests start: the browser's walks, a Fedify server.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::Browser;

/// `node tests/SCRIPT`, with the Node and the packages of tests/package.json.
pub fn node(script: &str) -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let program: PathBuf = folder.join("node_modules/.bin/node");
    assert!(program.exists(), "what tests/package.json names is missing: script/test installs it");
    let mut command = Command::new(program);
    command.current_dir(&folder).arg(folder.join(script)).stdin(Stdio::null());
    command
}

/// A Fedify server (tests/peers/fedify.mjs), ended when dropped.
pub struct Fedify {
    child: Child,
    pub base: String,
    orders: Browser,
}

impl Fedify {
    /// `software` is what its NodeInfo says.
    pub fn start(software: &str) -> Self {
        Self::start_with(software, &[])
    }

    /// `settings` are those that fedify.mjs reads from its environment.
    pub fn start_with(software: &str, settings: &[(&str, &str)]) -> Self {
        let mut command = node("peers/fedify.mjs");
        command.env("SOFTWARE", software).envs(settings.iter().copied()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("node starts");
        let mut base = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut base).unwrap();
        let base = base.trim().to_owned();
        Self { orders: Browser::new(&base), base, child }
    }

    /// Gives an order (see fedify.mjs) and answers what came of it.
    pub async fn order(&self, order: &str, with: Value) -> Value {
        let answer = self.orders.post_raw(&format!("/do/{order}"), "application/json", with.to_string()).await;
        answer.ok().json()
    }

    /// What arrived with a valid signature, oldest first.
    pub async fn seen(&self) -> Vec<Value> {
        self.told("seen").await["seen"].as_array().cloned().unwrap_or_default()
    }

    /// Asks for what it has kept: `seen`, with `refused` and `schemes`, or `proofs`.
    pub async fn told(&self, what: &str) -> Value {
        self.orders.get(&format!("/do/{what}")).await.ok().json()
    }
}

impl Drop for Fedify {
    fn drop(&mut self) {
        let _already_ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}
