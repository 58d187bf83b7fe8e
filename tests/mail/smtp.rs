//! The sender against a real mail server: aiosmtpd in a process of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use chrono::TimeDelta;
use tempfile::TempDir;
use waypost::config::Transport;
use waypost::letters::{self, Letter as Outgoing, bounces};

use super::world::count;
use crate::support::{Letter, TestHub};

struct Sink {
    process: Child,
    folder: TempDir,
    url: String,
}

impl Sink {
    fn start() -> Self {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let own = root.join("target/venv/bin/python3");
        let python = if own.exists() { own } else { "python3".into() };
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(python)
            .arg(root.join("tests/mail/smtp_sink.py"))
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 with aiosmtpd, as script/test installs it");
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let port: u16 = port.trim().parse().expect("the sink prints its port: is aiosmtpd installed?");
        Self { process, folder, url: format!("smtp://127.0.0.1:{port}") }
    }

    fn mails(&self) -> Vec<Letter> {
        Letter::all(self.folder.path())
    }

    async fn hub(&self) -> TestHub {
        let url = self.url.clone();
        let setup = TestHub::setup().at("2025-11-14T12:00:00Z").with(move |config| {
            config.mail.transport = Transport::Smtp;
            config.mail.smtp_url = url;
            config.mail.from = "hub@hub.example".to_owned();
        });
        setup.start().await
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _already_gone = self.process.kill();
        let _status = self.process.wait();
    }
}

async fn put(hub: &TestHub, recipient: &str, subject: &str) {
    let letter = Outgoing {
        member: None,
        recipient: recipient.to_owned(),
        kind: "confirm",
        window_key: None,
        subject: subject.to_owned(),
        text: "Une ligne.\n.\nQUIT\nÀ bientôt — مرحباً\n".to_owned(),
        html: "<p>Une ligne.</p><p>À bientôt — مرحباً</p>".to_owned(),
        unsubscribe: None,
        language: "fr".to_owned(),
    };
    assert!(hub.write(async |tx| letters::put(tx, letter.clone()).await).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_reach_a_server_whole_and_once() {
    let sink = Sink::start();
    let mut hub = sink.hub().await;
    for n in 0..40 {
        put(&hub, &format!("member{n}@example.org"), &format!("Bienvenue à la plateforme d’échange n° {n}")).await;
    }
    hub.drain().await;
    let mails = sink.mails();
    assert_eq!(mails.len(), 40);
    let ids: std::collections::HashSet<_> = mails.iter().map(|mail| mail.message_id.clone()).collect();
    assert_eq!(ids.len(), 40);
    for mail in &mails {
        assert!(mail.subject.starts_with("Bienvenue à la plateforme d’échange n° "), "{}", mail.subject);
        assert_eq!(mail.from, "hub@hub.example");
        assert_eq!(mail.text.replace("\r\n", "\n"), "Une ligne.\n.\nQUIT\nÀ bientôt — مرحباً\n");
        assert!(mail.html.contains("مرحباً"));
        assert!(mail.raw.is_ascii() && mail.raw.lines().all(|line| line.len() <= 998));
    }
    assert_eq!(count(&hub, "select count(*) from mails where sent_at is not null and text_part = ''").await, 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn r11_a_passing_refusal_is_tried_again_and_a_final_one_is_not() {
    let sink = Sink::start();
    let mut hub = sink.hub().await;
    put(&hub, "busy@example.org", "Later").await;
    put(&hub, "gone@example.org", "Never").await;
    put(&hub, "\"quoted\"@example.org", "Not an address").await;
    hub.drain().await;
    assert_eq!(sink.mails().len(), 0);
    assert_eq!(count(&hub, "select count(*) from mails where failed_at is not null").await, 2);
    let again = "select count(*) from mails where failed_at is null and run_at = timestamptz '2025-11-14T12:05:00Z'";
    assert_eq!(count(&hub, again).await, 1);

    // A day and three later it is given up.
    for _ in 0..20 {
        hub.advance(TimeDelta::hours(6));
        hub.drain().await;
    }
    assert_eq!(count(&hub, "select count(*) from mails where failed_at is not null").await, 3);
    let tries = "select tries::bigint from mails where recipient = 'busy@example.org'";
    assert!((8..=14).contains(&count(&hub, tries).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn r11_after_three_refusals_an_address_is_marked() {
    let sink = Sink::start();
    let mut hub = sink.hub().await;
    for n in 1..=3 {
        let marked = bounces::marked_since(&mut hub.read().await.unwrap(), "Gone@example.org").await.unwrap();
        assert_eq!(marked, None, "before refusal {n}");
        put(&hub, "gone@example.org", "Hello").await;
        hub.drain().await;
    }
    let marked = bounces::marked_since(&mut hub.read().await.unwrap(), "Gone@example.org").await.unwrap();
    assert_eq!(marked, Some(hub.clock.now()));
}

#[tokio::test(flavor = "multi_thread")]
async fn r11_mail_waits_while_no_server_answers() {
    let url = {
        let sink = Sink::start();
        sink.url.clone()
    };
    let setup = TestHub::setup().at("2025-11-14T12:00:00Z").with(move |config| {
        config.mail.transport = Transport::Smtp;
        config.mail.smtp_url = url;
    });
    let mut hub = setup.start().await;
    put(&hub, "member@example.org", "Hello").await;
    hub.drain().await;
    let waits = "select count(*) from mails where sent_at is null and failed_at is null and error is not null";
    assert_eq!(count(&hub, waits).await, 1);
}
