//! The release binary as a process: started on an empty folder, watched through /proc, stopped by SIGTERM.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio_postgres::{Client, NoTls};

use crate::load;

pub struct Hub {
    pub port: u16,
    pub base: String,
    /// From the process's start to its first page, seconds.
    pub started_in: f64,
    binary: PathBuf,
    folder: PathBuf,
    child: Child,
}

impl Hub {
    /// A hub on a folder that holds nothing yet.
    pub async fn fresh(binary: &Path, folder: &Path) -> Result<Self> {
        if folder.exists() {
            stop_cluster(folder);
            std::fs::remove_dir_all(folder).with_context(|| format!("emptying {}", folder.display()))?;
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        Self::start(binary, folder, port).await
    }

    async fn start(binary: &Path, folder: &Path, port: u16) -> Result<Self> {
        let began = Instant::now();
        let base = format!("http://localhost:{port}");
        std::fs::create_dir_all(folder)?;
        let log = std::fs::File::options().create(true).append(true).open(folder.join("bench.log"))?;
        let child = Command::new(binary)
            .arg("serve")
            .env("WAYPOST__SITE__BASE_URL", &base)
            .env("WAYPOST__SERVER__LISTEN", format!("127.0.0.1:{port}"))
            .env("WAYPOST__DATA__DIR", folder)
            .env("WAYPOST__FEDERATION__PLAIN_HTTP", "true")
            .env("WAYPOST__FEDERATION__ALLOW_NETWORKS", "127.0.0.0/8,::1/128")
            .env("WAYPOST__LOG__FILTER", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        let mut hub = Self { port, base, started_in: 0.0, binary: binary.to_owned(), folder: folder.to_owned(), child };
        while !load::get(port, "/", &[]).await.is_ok_and(|answer| answer.status == 200) {
            if let Some(status) = hub.child.try_wait()? {
                bail!("the hub ended: {status}; see {}", folder.join("bench.log").display());
            }
            if began.elapsed() > Duration::from_secs(60) {
                bail!("no first page within 60 s; see {}", folder.join("bench.log").display());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        hub.started_in = began.elapsed().as_secs_f64();
        Ok(hub)
    }

    /// Ends it in order and starts it on the same folder.
    pub async fn restart(self) -> Result<Self> {
        let (binary, folder, port) = (self.binary.clone(), self.folder.clone(), self.port);
        self.stop()?;
        Self::start(&binary, &folder, port).await
    }

    pub fn stop(mut self) -> Result<()> {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status()?;
        self.child.wait()?;
        Ok(())
    }

    pub async fn database(&self) -> Result<Client> {
        let socket = self.folder.canonicalize()?.join("socket");
        let url = format!("host={} user=waypost dbname=waypost", socket.display());
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await?;
        tokio::spawn(connection);
        Ok(client)
    }

    /// Processor time so far, of the server and its PostgreSQL, milliseconds.
    pub fn cpu_ms(&self) -> f64 {
        let postmaster = postmaster(&self.folder);
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let ticks: u64 = processes
            .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
            .filter_map(|id| {
                let stat = Stat::of(id)?;
                let is_ours = id == self.child.id() || Some(id) == postmaster || Some(stat.parent) == postmaster;
                // A backend that has ended counts through its parent.
                is_ours.then_some(stat.own + if Some(id) == postmaster { stat.children } else { 0 })
            })
            .sum();
        ticks as f64 * 10.0
    }

    /// Resident memory of the server's process alone, MB.
    pub fn memory_mb(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or_default() / 1024.0
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _gone = self.child.kill();
            let _reaped = self.child.wait();
        }
        stop_cluster(&self.folder);
    }
}

fn stop_cluster(folder: &Path) {
    if let Some(id) = postmaster(folder).filter(|id| Stat::of(*id).is_some()) {
        let _gone = Command::new("kill").args(["-INT", &id.to_string()]).status();
        let limit = Instant::now() + Duration::from_secs(10);
        while Stat::of(id).is_some() && Instant::now() < limit {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn postmaster(folder: &Path) -> Option<u32> {
    std::fs::read_to_string(folder.join("postgres/postmaster.pid")).ok()?.lines().next()?.trim().parse().ok()
}

/// What /proc tells of a process, in ticks of 10 ms.
struct Stat {
    parent: u32,
    own: u64,
    children: u64,
}

impl Stat {
    fn of(id: u32) -> Option<Self> {
        let text = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The program's name, in brackets, may hold anything.
        let fields: Vec<&str> = text.rsplit_once(") ")?.1.split(' ').collect();
        let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
        Some(Self { parent: number(1) as u32, own: number(11) + number(12), children: number(13) + number(14) })
    }
}
