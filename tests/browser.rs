//! What people do, in a real browser against the binary: tests/browser/walk.mjs, with JavaScript and without.

use std::path::Path;

use crate::support::{ProcessHub, node};

#[tokio::test]
async fn the_first_hour_of_a_hub_with_javascript() {
    walk("js").await;
}

#[tokio::test]
async fn the_first_hour_of_a_hub_without_javascript() {
    walk("nojs").await;
}

/// With WAYPOST_SHOTS set, pictures of every page go to target/shots.
async fn walk(mode: &str) {
    let hub = ProcessHub::start(&[("SITE__NAME", "Hub of the Sahel")]).await;
    let setup = hub.said("/setup/").await;
    let mails = hub.data.path().join("mail");
    std::fs::create_dir_all(&mails).unwrap();
    let mut command = node("browser/walk.mjs");
    command.args([&hub.base, &setup]).arg(mails).arg(mode);
    if std::env::var_os("WAYPOST_SHOTS").is_some() {
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("target/shots"));
    }
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    println!("{told}{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}\nthe hub said:\n{}", hub.log());
}
