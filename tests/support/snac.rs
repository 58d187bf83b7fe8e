//! snac, a server that others wrote, with a member called rosa and its Mastodon API; plain http on localhost. Installed
//! by script/test; where the package cannot be had, its tests say so and pass.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Answer, Browser, eventually};

const FORM: &str = "application/x-www-form-urlencoded";

pub struct Snac {
    pub base: String,
    pub host: String,
    child: Child,
    folder: TempDir,
    client: Browser,
    token: String,
}

/// Where script/test puts it, or where it is installed.
fn program() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/snac");
    let own = folder.join("usr/bin/snac");
    if own.exists() {
        return Some(own);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed = std::env::split_paths(&path).map(|one| one.join("snac")).find(|one| one.exists());
    if installed.is_none() {
        let reason = std::fs::read_to_string(folder.join("refused"));
        let must = std::env::var_os("CI").is_some() && reason.is_err();
        assert!(!must, "script/test fetches snac2; it has not been run");
        println!("skipped: there is no snac here: {}", reason.as_deref().unwrap_or("script/test fetches it").trim());
    }
    installed
}

impl Snac {
    /// None where the program cannot be had.
    pub async fn start() -> Option<Self> {
        let program = program()?;
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let host = format!("localhost:{port}");
        let base = format!("http://{host}");
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let mut init = Command::new(&program)
            .arg("init")
            .arg(&data)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("snac starts");
        let answers = format!("127.0.0.1\n{port}\n{host}\n\n\n");
        init.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
        assert!(init.wait().unwrap().success());
        let settings = data.join("server.json");
        let mut config: Value = serde_json::from_slice(&std::fs::read(&settings).unwrap()).unwrap();
        super::merge(&mut config, json!({"protocol": "http", "dbglevel": 2, "disable_sandbox": true}));
        std::fs::write(&settings, config.to_string()).unwrap();
        let added = Command::new(&program).arg("adduser").arg(&data).arg("rosa").stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8_lossy(&added.stdout).into_owned();
        let password = said.split("password is ").nth(1).and_then(|rest| rest.split_whitespace().next());
        let password = password.unwrap_or_else(|| panic!("snac said no password: {said}")).to_owned();
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let child = Command::new(&program).arg("httpd").arg(&data).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let mut snac = Self { client: Browser::new(&base), base, host, child, folder, token: String::new() };
        eventually("snac listens", Duration::from_secs(30), async || {
            snac.request(Method::GET, "/api/v1/instance").send().await.ok()
        })
        .await;
        snac.token = snac.signed_in(&password).await;
        Some(snac)
    }

    /// As a client app does it: registered, authorised with the password, exchanged for a token.
    async fn signed_in(&self, password: &str) -> String {
        const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";
        let form = async |path: &str, fields: &[(&str, &str)]| {
            let mut body = url::form_urlencoded::Serializer::new(String::new());
            body.extend_pairs(fields);
            let request = self.request(Method::POST, path).header("content-type", FORM).body(body.finish());
            self.client.send(request).await.ok()
        };
        let app = form("/api/v1/apps", &[("client_name", "tests"), ("redirect_uris", OUT_OF_BAND)]).await.json();
        let (id, secret) = (app["client_id"].as_str().unwrap(), app["client_secret"].as_str().unwrap());
        let who = [("login", "rosa"), ("passwd", password), ("redir", OUT_OF_BAND), ("cid", id), ("state", "")];
        let code = form("/oauth/x-snac-login", &who).await.body.trim().to_owned();
        let grant = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("client_id", id),
            ("client_secret", secret),
            ("redirect_uri", OUT_OF_BAND),
        ];
        form("/oauth/token", &grant).await.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// It ends connections without a word: each request has one of its own.
    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, path).header("connection", "close")
    }

    pub async fn api(&self, method: Method, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut request = self.request(method, path).header("authorization", format!("Bearer {}", self.token));
        if !fields.is_empty() {
            let mut body = url::form_urlencoded::Serializer::new(String::new());
            body.extend_pairs(fields);
            request = request.header("content-type", FORM).body(body.finish());
        }
        self.client.send(request).await
    }

    /// What the member's home shows, newest first; nothing while snac is too busy to say.
    pub async fn home(&self) -> Vec<Value> {
        // It has four threads, and the test asks again and again.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let request = self.request(Method::GET, "/api/v1/timelines/home");
        let Ok(answer) = request.header("authorization", format!("Bearer {}", self.token)).send().await else {
            return Vec::new();
        };
        let home: Value = serde_json::from_str(&answer.text().await.unwrap_or_default()).unwrap_or_default();
        home.as_array().cloned().unwrap_or_default()
    }

    /// The post with this address in the member's home, or inside a boost there.
    pub async fn shown(&self, url: &str) -> Option<Value> {
        let of = |post: Value| if post["reblog"].is_object() { post["reblog"].clone() } else { post };
        self.home().await.into_iter().map(of).find(|post| post["uri"] == url || post["url"] == url)
    }

    /// What it has said so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Snac {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("snac said:\n{}", self.log());
        }
        let _already_ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}
