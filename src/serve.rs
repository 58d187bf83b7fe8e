//! From configuration to a running hub, and its orderly end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::App;
use crate::config::{Config, Mode};
use crate::doors::Doors;
use crate::mail::Mailer;
use crate::mail::sender::Sender;
use crate::peers::Peers;
use crate::store::cluster::Cluster;
use crate::store::{Clock, migrate};
use crate::{health, router, setup, worker};

/// The database that the configuration names, or the private cluster, started.
pub struct Database {
    pub url: String,
    cluster: Option<Cluster>,
}

impl Database {
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        match &config.database.url {
            Some(url) => Ok(Self { url: url.clone(), cluster: None }),
            None => {
                let cluster = Cluster::start(&config.data_dir()).context("the private database cluster")?;
                Ok(Self { url: cluster.url(), cluster: Some(cluster) })
            }
        }
    }

    /// Stops the private cluster; a server of others is left alone.
    pub fn close(self) {
        if let Some(error) = self.cluster.and_then(|cluster| cluster.stop().err()) {
            tracing::warn!(%error, "the private database cluster did not stop");
        }
    }
}

/// Everything that handlers and workers need, on a migrated database.
pub async fn prepare(config: Arc<Config>, database_url: &str, clock: Clock) -> anyhow::Result<Doors> {
    migrate::run(database_url).await?;
    let app = App::new(config, database_url, clock)?;
    if crate::journal::rebase_positions(&mut *app.work.get().await?).await? {
        tracing::warn!("the database was restored into another cluster: positions of readers were rebased");
    }
    setup::first_start(&app).await.context("the first start")?;
    let peers = Peers::open(&app).await?;
    let sender = Sender::new(app.clone(), Mailer::new(&app.config)?)?;
    Ok(Doors { app, peers, sender })
}

/// `waypost serve` and `waypost work`.
pub async fn run(config: Config, web: bool, work: bool) -> anyhow::Result<()> {
    let config = Arc::new(config);
    health::count();
    announce(&config);
    let opening = config.clone();
    let database = tokio::task::spawn_blocking(move || Database::open(&opening)).await??;
    let doors = prepare(config.clone(), &database.url, Clock::system()).await?;
    if let Some(link) = setup::link(&doors.app).await? {
        println!("There is no administrator yet. This link makes the first one:\n{link}");
    }
    let (stop, stopped) = watch::channel(false);
    let bell = tokio::spawn(doors.app.bell.clone().run(database.url.clone()));
    let working = work.then(|| tokio::spawn(worker::run(doors.clone(), stopped.clone())));
    let serving = if web {
        let listener = TcpListener::bind(config.server.listen)
            .await
            .with_context(|| format!("server.listen: cannot listen on {}", config.server.listen))?;
        tracing::info!(address = %config.server.listen, base_url = %config.site.base_url, "serving");
        if let Some(address) = config.server.metrics_listen {
            tokio::spawn(serve_metrics(TcpListener::bind(address).await.context("server.metrics_listen")?));
        }
        Some(tokio::spawn(listen(doors.clone(), listener, stopped.clone())))
    } else {
        None
    };
    signalled().await?;
    tracing::info!("stopping");
    stop.send_replace(true);
    let ended = async {
        if let Some(serving) = serving {
            serving.await??;
        }
        if let Some(working) = working {
            working.await?;
        }
        anyhow::Ok(())
    };
    match tokio::time::timeout(Duration::from_secs(25), ended).await {
        Ok(ended) => ended?,
        Err(_elapsed) => tracing::warn!("some work did not end within 25 s and is cut off; its leases will run out"),
    }
    bell.abort();
    tokio::task::spawn_blocking(move || database.close()).await?;
    Ok(())
}

/// Serves until `stop` turns true, then lets running requests end.
pub async fn listen(doors: Doors, listener: TcpListener, mut stop: watch::Receiver<bool>) -> std::io::Result<()> {
    let service = router::router(doors).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            let _sender_gone = stop.wait_for(|stop| *stop).await;
        })
        .await
}

async fn serve_metrics(listener: TcpListener) {
    let router = axum::Router::new().route("/metrics", axum::routing::get(async || health::counted()));
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "the metrics listener ended");
    }
}

fn announce(config: &Config) {
    let federation = &config.federation;
    if federation.mode == Mode::Off {
        tracing::info!("federation is off");
    }
    for network in &federation.allow_networks {
        tracing::warn!(%network, "federation.allow_networks: addresses of this network may be dialled although they are not public");
    }
    if federation.plain_http {
        tracing::warn!("federation.plain_http: http and other ports are allowed; for test networks only");
    }
}

async fn signalled() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    Ok(())
}
