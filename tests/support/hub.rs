//! A hub in this process: a real listener on 127.0.0.1, a database and a data folder of its own, a runtime of its own,
//! so that it can be cut off in the middle of whatever it does.

use std::net::TcpListener;
use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use waypost::accounts::Role;
use waypost::app::App;
use waypost::config::{Config, Transport};
use waypost::doors::Doors;
use waypost::store::bell::Topics;
use waypost::store::{Clock, Topic};
use waypost::{serve, worker};

use super::database::Database;
use super::{Answer, Browser, Letter, Proxy, people};

/// Derefs to its [`App`].
pub struct TestHub {
    /// `http://localhost:PORT`
    pub base: String,
    /// `localhost:PORT`
    pub host: String,
    pub clock: Clock,
    pub database: Database,
    pub data: TempDir,
    config: Arc<Config>,
    // Kept open over restarts: the port stays ours.
    listener: TcpListener,
    running: Option<Running>,
    pub visitor: Browser,
}

struct Running {
    runtime: Runtime,
    doors: Doors,
    work: Option<watch::Sender<bool>>,
}

/// What a test wants to be different.
pub struct Setup {
    clock: Clock,
    #[allow(clippy::type_complexity, reason = "a port and who is told of the other one")]
    proxy: Option<(u16, Box<dyn FnOnce(u16)>)>,
    change: Box<dyn FnOnce(&mut Config)>,
}

impl Setup {
    /// The time stands still at `start` (RFC 3339) until [`TestHub::advance`].
    pub fn at(mut self, start: &str) -> Self {
        self.clock = Clock::manual(start.parse::<DateTime<Utc>>().unwrap());
        self
    }

    pub fn with(mut self, change: impl FnOnce(&mut Config) + 'static) -> Self {
        self.change = Box::new(change);
        self
    }

    /// Its public address is the proxy's.
    pub fn behind(mut self, proxy: &Proxy) -> Self {
        self.proxy = Some((proxy.port, proxy.leading()));
        self
    }

    pub async fn start(self) -> TestHub {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let public = self.proxy.map_or(address.port(), |(public, lead)| {
            lead(address.port());
            public
        });
        let host = format!("localhost:{public}");
        let base = format!("http://{host}");
        let database = Database::fresh().await;
        let data = tempfile::tempdir().unwrap();
        let mut config = Config::defaults().unwrap();
        config.site.base_url = base.parse().unwrap();
        config.site.name = format!("Hub {}", address.port());
        config.server.listen = address;
        config.database.url = Some(database.url.clone());
        config.database.connections = 6;
        config.data.dir = Some(data.path().to_owned());
        config.mail.transport = Transport::File;
        config.federation.plain_http = true;
        config.federation.allow_networks = vec!["127.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        (self.change)(&mut config);
        let visitor = Browser::new(&base);
        let config = Arc::new(config);
        let clock = self.clock;
        let mut hub = TestHub { base, host, clock, database, data, config, listener, running: None, visitor };
        hub.open();
        hub
    }
}

impl Deref for TestHub {
    type Target = App;

    fn deref(&self) -> &App {
        &self.doors().app
    }
}

impl TestHub {
    /// A hub as it is after its first start, serving; nothing works behind it until [`TestHub::drain`] or
    /// [`TestHub::work`].
    pub async fn start() -> Self {
        Self::setup().start().await
    }

    pub fn setup() -> Setup {
        Setup { clock: Clock::system(), proxy: None, change: Box::new(|_| {}) }
    }

    /// A signed-in member with this handle, made behind the hub's back.
    pub async fn member(&self, handle: &str) -> Browser {
        people::member(self, handle, Role::Member).await
    }

    pub async fn editor(&self, handle: &str) -> Browser {
        people::member(self, handle, Role::Editor).await
    }

    pub async fn admin(&self, handle: &str) -> Browser {
        people::member(self, handle, Role::Admin).await
    }

    /// A visitor's GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.visitor.get(path).await
    }

    /// A visitor's GET for ActivityPub.
    pub async fn get_ap(&self, path: &str) -> Answer {
        self.visitor.get_as(path, "application/activity+json").await
    }

    /// Moves a clock that stands still; what became due then wakes.
    pub fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
        self.wake();
    }

    /// Starts the worker, which stays.
    pub fn work(&mut self) {
        let running = self.running.as_mut().expect("the hub runs");
        if running.work.is_none() {
            let (stop, stopped) = watch::channel(false);
            running.runtime.spawn(worker::run(running.doors.clone(), stopped));
            running.work = Some(stop);
        }
    }

    /// Works until nothing that is due is left: journal readers, jobs, incoming activities, mails. A parked job is a
    /// failure. Activities on their way to other hubs are not waited for: ask the other hub (`eventually`).
    pub async fn drain(&mut self) {
        self.work();
        self.wake();
        let client = self.database.client().await;
        let started = Instant::now();
        loop {
            let running = self.running.as_ref().expect("the hub runs");
            let doors = running.doors.clone();
            // On the hub's own runtime: connections live where they were opened.
            let settled = running.runtime.spawn(async move { worker::settle(&doors).await });
            settled.await.unwrap().unwrap();
            let row = client.query_one(LEFT, &[&self.clock.now().to_rfc3339()]).await.unwrap();
            let (left, parked): (String, Option<String>) = (row.get(0), row.get(1));
            assert_eq!(parked, None, "a job was parked");
            if left.is_empty() {
                return;
            }
            assert!(started.elapsed() < Duration::from_secs(20), "not worked off within 20 s:{left}");
            // The hub's own worker holds what is left.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Lets the minute's schedules run now: a clock that stands still never rings them.
    pub async fn tick(&self) {
        worker::every_minute(self.doors()).await.unwrap();
    }

    /// The same for the hour's.
    pub async fn tick_hour(&self) {
        worker::every_hour(self.doors()).await.unwrap();
    }

    /// The mails that were sent, oldest first.
    pub fn mails(&self) -> Vec<Letter> {
        Letter::all(&self.data.path().join("mail"))
    }

    /// Cuts the process off as kill -9 would and starts it again on the same data.
    pub fn crash(&mut self) {
        let worked = self.running.as_ref().is_some_and(|running| running.work.is_some());
        self.cut();
        self.open();
        if worked {
            self.work();
        }
    }

    /// Cuts the worker and the pages off; [`TestHub::open`] starts the pages again.
    pub fn cut(&mut self) {
        if let Some(running) = self.running.take() {
            running.runtime.shutdown_background();
        }
    }

    pub fn open(&mut self) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = self.listener.try_clone().unwrap();
        listener.set_nonblocking(true).unwrap();
        let (config, url, clock) = (self.config.clone(), self.database.url.clone(), self.clock.clone());
        let (opened, open) = std::sync::mpsc::channel();
        runtime.spawn(async move {
            let doors = serve::prepare(config, &url, clock).await.unwrap();
            tokio::spawn(doors.app.bell.clone().run(url));
            opened.send(doors.clone()).unwrap();
            let (_never, stop) = watch::channel(false);
            serve::listen(doors, tokio::net::TcpListener::from_std(listener).unwrap(), stop).await.unwrap();
        });
        let doors = open.recv().expect("the hub starts");
        self.running = Some(Running { runtime, doors, work: None });
    }

    /// The door to other servers, for what no page asks for yet.
    pub fn peers(&self) -> &waypost::peers::Peers {
        &self.doors().peers
    }

    fn doors(&self) -> &Doors {
        &self.running.as_ref().expect("the hub runs").doors
    }

    fn wake(&self) {
        let mut topics = Topics::default();
        for topic in [Topic::Journal, Topic::Activities, Topic::Inbox, Topic::Jobs, Topic::Mails] {
            topics.add(topic);
        }
        self.bell.ring(topics);
    }
}

impl Drop for TestHub {
    fn drop(&mut self) {
        self.cut();
    }
}

/// What is due at $1, in words; and why the first parked job was parked. One statement sees one moment: what a piece
/// of work leads to stands in the transaction that ends it.
const LEFT: &str = "\
    select concat(\
      (select ' jobs: ' || string_agg(kind, ', ') from jobs where parked_at is null and run_at <= $1::text::timestamptz),\
      (select ' incoming: ' || count(*) from inbox where failed_at is null and run_at <= $1::text::timestamptz having count(*) > 0),\
      (select ' mails: ' || count(*) from mails where sent_at is null and failed_at is null and run_at <= $1::text::timestamptz \
         having count(*) > 0),\
      (select ' reader ' || name || ' at ' || seq from readers r \
         where exists (select 1 from journal j where (j.xid, j.seq) > (r.xid, r.seq)) limit 1),\
      (select ' no reader has begun' where exists (select 1 from journal) and not exists (select 1 from readers))),\
    (select kind || ': ' || error from jobs where parked_at is not null limit 1)";
