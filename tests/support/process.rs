//! A hub as it is shipped: the binary in a process of its own, which can be killed.

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::database::Database;
use super::{Browser, PASSWORD, Proxy, eventually};

pub struct ProcessHub {
    pub base: String,
    pub database: Database,
    pub data: TempDir,
    pub visitor: Browser,
    port: u16,
    settings: Vec<(String, String)>,
    processes: Vec<(String, Child)>,
}

impl ProcessHub {
    /// `settings` are environment settings without their prefix: `("SITE__NAME", "Hub of the North")`.
    pub async fn start(settings: &[(&str, &str)]) -> Self {
        let mut hub = Self::stopped(settings, None).await;
        hub.run(&["serve"]);
        hub.ready().await;
        hub
    }

    /// Nothing runs yet. Behind a proxy its public address is the proxy's.
    pub async fn stopped(settings: &[(&str, &str)], proxy: Option<&Proxy>) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let base = match proxy {
            Some(proxy) => {
                proxy.leads_to(port);
                proxy.base.clone()
            }
            None => format!("http://localhost:{port}"),
        };
        let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Self {
            visitor: Browser::new(&base),
            base,
            database: Database::fresh().await,
            data: tempfile::tempdir().unwrap(),
            port,
            settings,
            processes: Vec::new(),
        }
    }

    /// A member with [`PASSWORD`], made on the command line.
    pub async fn member(&self, handle: &str, role: &str) -> Browser {
        let email = format!("{handle}@example.org");
        let arguments =
            ["admin", "create-member", "--email", &email, "--name", handle, "--handle", handle, "--role", role];
        let mut command = self.command(&arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "{handle} was not made");
        let mut browser = Browser::new(&self.base);
        browser.handle = handle.to_owned();
        browser.email = email;
        browser
    }

    /// Starts one more process on the hub's data: `["work"]`, `["serve", "--no-worker"]` ...
    pub fn run(&mut self, arguments: &[&str]) {
        let log = std::fs::File::options().create(true).append(true).open(self.data.path().join("log")).unwrap();
        let child = self.command(arguments).stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        self.processes.push((arguments.join(" "), child));
    }

    /// The binary with this hub's settings, for commands that end.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
        command
            .args(arguments)
            .env("WAYPOST__SITE__BASE_URL", &self.base)
            .env("WAYPOST__SERVER__LISTEN", format!("127.0.0.1:{}", self.port))
            .env("WAYPOST__DATABASE__URL", &self.database.url)
            .env("WAYPOST__DATABASE__CONNECTIONS", "6")
            .env("WAYPOST__DATA__DIR", self.data.path())
            .env("WAYPOST__FEDERATION__PLAIN_HTTP", "true")
            .env("WAYPOST__FEDERATION__ALLOW_NETWORKS", "127.0.0.0/8,::1/128")
            .env("WAYPOST__LOG__FILTER", "warn")
            .stdin(Stdio::null());
        for (key, value) in &self.settings {
            command.env(format!("WAYPOST__{key}"), value);
        }
        command
    }

    /// kill -9 for every process that was started with these arguments.
    pub fn kill(&mut self, arguments: &str) {
        for (what, child) in &mut self.processes {
            if what == arguments {
                child.kill().unwrap();
                child.wait().unwrap();
            }
        }
        self.processes.retain(|(what, _)| what != arguments);
    }

    /// What the hub's processes have said so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.data.path().join("log")).unwrap_or_default()
    }

    /// The first word that the hub said with `part` in it: an address that it printed.
    pub async fn said(&self, part: &str) -> String {
        eventually(part, Duration::from_secs(20), async || {
            self.log().split_whitespace().find(|word| word.contains(part)).map(str::to_owned)
        })
        .await
    }

    pub async fn ready(&self) {
        let probe = Browser::new(&self.base);
        eventually("the hub's /readyz", Duration::from_secs(20), async || {
            let sent = probe.request(reqwest::Method::GET, "/readyz").send().await;
            sent.ok().filter(|answer| answer.status().is_success())
        })
        .await;
    }
}

impl Drop for ProcessHub {
    fn drop(&mut self) {
        for (_, child) in &mut self.processes {
            let _already_ended = child.kill();
            let _reaped = child.wait();
        }
    }
}
