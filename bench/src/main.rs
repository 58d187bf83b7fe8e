//! `script/bench NAME...`: measures the release binary from outside and prints, as its last line, one JSON object keyed
//! by the promises' numbers. Must not know anything of the server but its commands, addresses and tables.

mod data;
mod documents;
mod fanout;
mod flood;
mod hub;
mod idle;
mod inbox;
mod load;
mod peers;
mod slowhost;
mod start;
mod wire;

use std::path::PathBuf;

use anyhow::{Result, bail};
use serde_json::{Map, Value};

const NAMES: &str = "start, pages, ap, outbox, inbox, fanout, slowhost, flood, idle";

/// What is measured becomes one entry: `{"P5": {"per_s": 1500, ...}}`.
pub type Figures = Map<String, Value>;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let binary = PathBuf::from(arguments.next().unwrap_or_default());
    let folder = PathBuf::from(arguments.next().unwrap_or_default());
    let names: Vec<String> = arguments.map(|name| name.to_string_lossy().into_owned()).collect();
    if names.is_empty() || !binary.is_file() {
        bail!("usage: waypost-bench BINARY DATA-FOLDER NAME...   where NAME is one of {NAMES}");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut figures = Figures::new();
    for name in names {
        // A hub of its own for each: what one leaves behind must not weigh on the next.
        let folder = folder.join(&name);
        let measured = runtime.block_on(async {
            match name.as_str() {
                "start" => start::measure(&binary, &folder).await,
                "pages" => documents::pages(&binary, &folder).await,
                "ap" => documents::activitypub(&binary, &folder).await,
                "outbox" => documents::outbox(&binary, &folder).await,
                "inbox" => inbox::measure(&binary, &folder).await,
                "fanout" => fanout::measure(&binary, &folder).await,
                "slowhost" => slowhost::measure(&binary, &folder).await,
                "flood" => flood::measure(&binary, &folder).await,
                "idle" => idle::measure(&binary, &folder).await,
                other => bail!("there is no bench called {other}: {NAMES}"),
            }
        })?;
        figures.extend(measured);
    }
    println!("{}", Value::Object(figures));
    Ok(())
}

/// Figures to three digits: what lies behind is noise.
pub fn round(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let scale = 10f64.powf(2.0 - value.abs().log10().floor());
    (value * scale).round() / scale
}
