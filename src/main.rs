//! The commands of `waypost`; nothing but composition.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;
use waypost::admin;
use waypost::config::{Config, LogFormat};
use waypost::doors::Doors;
use waypost::import;
use waypost::media::probe;
use waypost::search;
use waypost::serve::{self, Database};
use waypost::store::{Clock, migrate};

#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// The settings file; without it /etc/waypost/waypost.toml if there is one.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages and federation, and work behind them.
    Serve {
        /// Leave the work to `waypost work` processes.
        #[arg(long)]
        no_worker: bool,
    },
    /// Only work: deliveries, incoming activities, mail, jobs.
    Work,
    /// Bring the database's schema to this version.
    Migrate {
        /// Only say what would run; ends with 1 when something would.
        #[arg(long)]
        check: bool,
    },
    /// Members: create, reset a password, list, suspend, restore.
    #[command(subcommand)]
    Admin(admin::Command),
    /// Bring records of another system into this hub.
    #[command(subcommand)]
    Import(Import),
    /// Build the search index anew from the posts, while the hub goes on.
    Reindex,
    /// Look inside a file that was uploaded, within limits.
    #[command(hide = true, subcommand)]
    Probe(probe::Question),
}

#[derive(Subcommand)]
enum Import {
    /// A table of publications (CSV) into a group's library; rows that were imported before are left alone.
    Publications {
        file: PathBuf,
        /// The group that receives them.
        #[arg(long, default_value = "library")]
        group: String,
        /// The member whose publications they are; without it the hub's own.
        #[arg(long = "as")]
        author: Option<String>,
    },
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    if let Command::Probe(question) = &arguments.command {
        return probe::run(question);
    }
    let config = Config::load(arguments.config.as_deref())?;
    log(&config)?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        match arguments.command {
            Command::Serve { no_worker } => serve::run(config, true, !no_worker).await,
            Command::Work => serve::run(config, false, true).await,
            Command::Admin(command) => admin::run(&open(config).await?.app, command).await,
            Command::Migrate { check } => migrate(&config, check).await,
            Command::Import(Import::Publications { file, group, author }) => {
                let doors = open(config).await?;
                let order = import::Order { file, group, author };
                print!("{}", import::publications(&doors.app, &order).await?);
                Ok(())
            }
            Command::Reindex => reindex(config).await,
            Command::Probe(question) => probe::run(&question),
        }
    })
}

/// For commands beside a hub that may be running: the same database, which is left running.
async fn open(config: Config) -> anyhow::Result<Doors> {
    let database = Database::open(&config)?;
    serve::prepare(Arc::new(config), &database.url, Clock::system()).await
}

async fn reindex(config: Config) -> anyhow::Result<()> {
    let app = open(config).await?.app;
    let mut after = None;
    let mut pages = 0;
    while let Some(last) = app.write_behind(async |tx| search::index::rebuild(tx, after).await).await? {
        after = Some(last);
        pages += 1;
    }
    println!("the index was built anew in {pages} steps");
    Ok(())
}

async fn migrate(config: &Config, check: bool) -> anyhow::Result<()> {
    let database = Database::open(config)?;
    if check {
        let standing = migrate::check(&database.url).await?;
        println!("{} migrations have run, {} are pending", standing.applied, standing.pending.len());
        for name in &standing.pending {
            println!("pending: {name}");
        }
        std::process::exit(i32::from(!standing.pending.is_empty()));
    }
    println!("{} migrations ran", migrate::run(&database.url).await?);
    Ok(())
}

fn log(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log.filter)
        .map_err(|error| anyhow::anyhow!("log.filter is '{}': {error}", config.log.filter))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log.format {
        LogFormat::Json => builder.json().init(),
        LogFormat::Text => builder.init(),
    }
    Ok(())
}
