//! What the tests stand on: hubs with a database of their own, browsers, answers, mails. Knows no feature beyond
//! making a member.
#![allow(dead_code, unused_imports)]

pub mod answer;
pub mod browser;
pub mod clerk;
pub mod database;
pub mod evil;
pub mod hub;
pub mod letter;
pub mod node;
pub mod peer;
pub mod people;
pub mod process;
pub mod proxy;
pub mod snac;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub use answer::Answer;
pub use browser::{Browser, PASSWORD, Upload};
pub use clerk::{Clerk, Manner};
pub use evil::{Canaries, Evil, PUBLIC};
pub use hub::TestHub;
pub use letter::Letter;
pub use node::{Fedify, node};
pub use peer::{Peer, merge};
pub use process::ProcessHub;
pub use proxy::{Faults, Proxy};
pub use snac::Snac;

/// A file of the material that is handed to us beside the repository, None (and a line that says so) when it is absent.
pub fn shared(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    println!("skipped: ../shared/{path} is not there");
    None
}

/// Asks until `ask` answers Some, for what happens in another process or on another hub; panics after `at_most`.
pub async fn eventually<T>(what: &str, at_most: Duration, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(started.elapsed() < at_most, "not within {at_most:?}: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
