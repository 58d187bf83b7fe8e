//! A database for each test, cloned from a template that is made once for each state of the migrations. The server is
//! WAYPOST_TEST_DATABASE's, or a private cluster below target/ that outlives the run.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::{Client, NoTls};
use waypost::store::{cluster::Cluster, migrate};

/// Any number; one template is made at a time, whatever the number of test processes.
const LOCK: i64 = 0x7761_7974_6573;

/// Gone when dropped.
pub struct Database {
    name: String,
    pub url: String,
}

impl Database {
    pub async fn fresh() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let template = template().await;
        let name = format!("waypost_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let admin = connect(server()).await;
        run(&admin, &format!("drop database if exists {name} with (force)")).await;
        run(&admin, &format!("create database {name} template {template}")).await;
        Self { url: url_of(&name), name }
    }

    /// A database with nothing in it, for tests of the migrations themselves.
    pub async fn empty() -> Self {
        let name = format!("waypost_test_{}_empty", std::process::id());
        let admin = connect(server()).await;
        run(&admin, &format!("drop database if exists {name} with (force)")).await;
        run(&admin, &format!("create database {name} template template0")).await;
        Self { url: url_of(&name), name }
    }

    /// A copy of it as it is now; nobody may be connected.
    pub async fn copy(&self) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("{}_copy_{}", self.name, COUNT.fetch_add(1, Ordering::Relaxed));
        self.put(&self.name, &name).await;
        Self { url: url_of(&name), name }
    }

    /// Becomes what the copy is.
    pub async fn replace_by(&self, copy: &Self) {
        self.put(&copy.name, &self.name).await;
    }

    async fn put(&self, from: &str, to: &str) {
        let admin = connect(server()).await;
        let leave =
            format!("select pg_terminate_backend(pid) from pg_stat_activity where datname in ('{from}', '{to}')");
        run(&admin, &leave).await;
        run(&admin, &format!("drop database if exists {to} with (force)")).await;
        run(&admin, &format!("create database {to} template {from}")).await;
    }

    /// A connection of the test's own, to look behind the hub's back.
    pub async fn client(&self) -> Client {
        connect(&self.url).await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = std::mem::take(&mut self.name);
        apart(move || async move {
            let admin = connect(server()).await;
            run(&admin, &format!("drop database if exists {name} with (force)")).await;
        });
    }
}

pub async fn connect(url: &str) -> Client {
    let (client, connection) =
        tokio_postgres::connect(url, NoTls).await.unwrap_or_else(|error| panic!("cannot reach {url}: {error}"));
    tokio::spawn(connection);
    client
}

/// Brings the database at `url` to the newest schema.
pub fn migrated(url: &str) -> usize {
    let url = url.to_owned();
    // The migrations block their thread, which only a runtime with several allows.
    apart(move || async move { migrate::run(&url).await.unwrap() })
}

/// Runs `work` to its end on a thread and a runtime of its own.
pub fn apart<T: Send + 'static, F: Future<Output = T>>(work: impl FnOnce() -> F + Send + 'static) -> T {
    let thread = std::thread::spawn(|| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async move { work().await })
    });
    thread.join().unwrap()
}

async fn run(admin: &Client, statement: &str) {
    admin.batch_execute(statement).await.unwrap_or_else(|error| panic!("{statement}: {error:?}"));
}

async fn template() -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    if let Some(name) = NAME.get() {
        return name;
    }
    let name = format!("waypost_template_{:016x}", migrations_hash());
    let admin = connect(server()).await;
    run(&admin, &format!("select pg_advisory_lock({LOCK})")).await;
    let known = admin.query("select 1 from pg_database where datname = $1", &[&name]).await.unwrap();
    if known.is_empty() {
        let draft = format!("{name}_draft");
        run(&admin, &format!("drop database if exists {draft} with (force)")).await;
        run(&admin, &format!("create database {draft} template template0")).await;
        // A template under this name holds these migrations, whoever of several binaries made it.
        assert_eq!(migrated(&url_of(&draft)), migrations().len(), "build first: the binary carries other migrations");
        run(&admin, &format!("alter database {draft} rename to {name}")).await;
    }
    run(&admin, &format!("select pg_advisory_unlock({LOCK})")).await;
    NAME.get_or_init(|| name)
}

/// The binary carries its migrations; the files beside it only tell when the template is out of date.
fn migrations_hash() -> u64 {
    let mut hasher = DefaultHasher::new();
    for file in migrations() {
        (file.to_string_lossy().into_owned(), std::fs::read(&file).unwrap()).hash(&mut hasher);
    }
    hasher.finish()
}

fn migrations() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join("up.sql")).collect();
    files.sort();
    files
}

fn url_of(database: &str) -> String {
    let server = server();
    match url::Url::parse(server) {
        Ok(mut url) => {
            url.set_path(database);
            url.into()
        }
        Err(_) => server
            .split_whitespace()
            .filter(|part| !part.starts_with("dbname="))
            .chain([format!("dbname={database}").as_str()])
            .collect::<Vec<_>>()
            .join(" "),
    }
}

#[expect(clippy::disallowed_methods, reason = "where tests find their server is no setting of the hub")]
fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| std::env::var("WAYPOST_TEST_DATABASE").unwrap_or_else(|_| private_cluster()))
}

/// Without fsync: what a power cut would lose is test data.
fn private_cluster() -> String {
    let below = Path::new(env!("CARGO_TARGET_TMPDIR")).join("db");
    // A socket's path is limited to 107 bytes.
    let short = std::env::temp_dir().join(format!("waypost-tests-{:x}", migrations_hash()));
    let folder = if below.as_os_str().len() < 70 { below } else { short };
    std::fs::create_dir_all(&folder).unwrap();
    let lock = std::fs::File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let is_new = !folder.join("postgres/PG_VERSION").exists();
    let cluster = Cluster::start(&folder).unwrap();
    if is_new {
        let url = cluster.url();
        apart(move || async move {
            let admin = connect(&url).await;
            for setting in
                ["fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 300"]
            {
                run(&admin, &format!("alter system set {setting}")).await;
            }
        });
        cluster.stop().unwrap();
        return Cluster::start(&folder).unwrap().url();
    }
    cluster.url()
}
