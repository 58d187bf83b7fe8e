//! The door for files of records: `waypost import publications FILE.csv`. Rows become resources through the same command
//! as a member's; what cannot be read goes to a rejects file with its line and reason. Safe to run twice.

pub mod publications;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use publications::{Layout, Publication};
use web::Html;

use crate::actors::{self, Actor};
use crate::app::App;
use crate::posts::{Draft, Kind};
use crate::resources::{self, commands::Origin};
use crate::search;
use crate::store::ids::PostId;
use crate::store::{Error, Tx};

/// Rows in one transaction.
const BATCH: usize = 100;

/// What to import, and as whom.
#[derive(Debug, Clone)]
pub struct Order {
    pub file: PathBuf,
    /// Handle of a group of this hub.
    pub group: String,
    /// Handle of a member whose publications these are; None: the hub itself.
    pub author: Option<String>,
}

/// How it went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub imported: usize,
    /// Made by an earlier run.
    pub known: usize,
    pub rejected: usize,
    /// Where the rejects are; None without any.
    pub rejects: Option<PathBuf>,
    /// Names of countries, themes and languages that were not understood and left out, with how often.
    pub unknown: BTreeMap<String, usize>,
}

struct Reject {
    line: u64,
    reason: String,
    fields: csv::StringRecord,
}

/// Imports a file. Every row that can be read is kept even when others cannot.
pub async fn publications(app: &App, order: &Order) -> anyhow::Result<Summary> {
    let (group, author) = places(app, order).await?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(&order.file)
        .with_context(|| format!("cannot open {}", order.file.display()))?;
    let header =
        reader.headers().with_context(|| format!("cannot read the header of {}", order.file.display()))?.clone();
    let layout = Layout::of(&header)?;
    let bytes = std::fs::metadata(&order.file)?.len();
    let bar = ProgressBar::new(bytes)
        .with_style(ProgressStyle::with_template("{bar:40} {percent:>3}%  {msg} publications  {elapsed_precise}")?);
    let mut summary = Summary::default();
    let mut rejects = Vec::new();
    let mut batch = Vec::with_capacity(BATCH);
    let mut row = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut row) {
            Ok(false) => break,
            Ok(true) => match layout.read(&row) {
                Ok(publication) => batch.push((line_of(&row, line), row.clone(), publication)),
                Err(reason) => rejects.push(Reject { line: line_of(&row, line), reason, fields: row.clone() }),
            },
            Err(error) => {
                let line = error.position().map_or(line, csv::Position::line);
                let fields = csv::StringRecord::from(vec![""]);
                rejects.push(Reject { line, reason: error.to_string(), fields });
                if error.is_io_error() {
                    break;
                }
            }
        }
        if batch.len() == BATCH {
            write(app, &group, &author, std::mem::take(&mut batch), &mut summary, &mut rejects).await?;
            bar.set_position(reader.position().byte());
            bar.set_message(summary.imported.to_string());
        }
    }
    write(app, &group, &author, batch, &mut summary, &mut rejects).await?;
    bar.set_message(summary.imported.to_string());
    bar.finish();
    while app.write_behind(async |tx| search::index::read(tx).await).await? {}
    summary.rejected = rejects.len();
    if !rejects.is_empty() {
        summary.rejects = Some(save(&order.file, &header, &rejects)?);
    }
    Ok(summary)
}

async fn places(app: &App, order: &Order) -> anyhow::Result<(Actor, Actor)> {
    let mut conn = app.read().await?;
    let group = actors::queries::by_handle(&mut conn, &order.group).await?.filter(|actor| actor.kind == "group");
    let group = group.with_context(|| format!("this hub has no group called '{}'", order.group))?;
    let author = match &order.author {
        Some(handle) => actors::queries::by_handle(&mut conn, handle).await?.filter(|actor| actor.kind == "person"),
        None => actors::queries::by_url(&mut conn, &app.site.hub_actor()).await?,
    };
    let author = author.with_context(|| match &order.author {
        Some(handle) => format!("this hub has no member called '{handle}'"),
        None => "this hub has no actor of its own yet: start it once with `waypost serve`".to_owned(),
    })?;
    Ok((group, author))
}

/// A row's own line: the reader stands behind it.
fn line_of(row: &csv::StringRecord, otherwise: u64) -> u64 {
    row.position().map_or(otherwise, csv::Position::line)
}

type Row = (u64, csv::StringRecord, Publication);

async fn write(
    app: &App,
    group: &Actor,
    author: &Actor,
    batch: Vec<Row>,
    summary: &mut Summary,
    rejects: &mut Vec<Reject>,
) -> anyhow::Result<()> {
    let keys: Vec<String> = batch.iter().map(|(_, _, publication)| publication.key.clone()).collect();
    let mut known = resources::queries::list_known_keys(&mut *app.read().await?, &keys).await?;
    let mut fresh: Vec<(Row, Html)> = Vec::with_capacity(batch.len());
    for row in batch {
        for name in &row.2.unknown {
            *summary.unknown.entry(name.clone()).or_default() += 1;
        }
        if known.contains(&row.2.key) {
            summary.known += 1;
        } else {
            known.push(row.2.key.clone());
            let html = Html::from_markdown(&row.2.body);
            fresh.push((row, html));
        }
    }
    let refused = app
        .write(async |tx| {
            let mut refused: Vec<(usize, Error)> = Vec::new();
            for (place, ((_, _, publication), html)) in fresh.iter().enumerate() {
                match tx.nested(async |tx| put(tx, group, author, publication, html).await).await {
                    Ok(()) => {}
                    Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => refused.push((place, error)),
                    Err(error) => return Err(error),
                }
            }
            Ok(refused)
        })
        .await?;
    summary.imported += fresh.len() - refused.len();
    for (place, error) in refused {
        if let Some(((line, fields, _), _)) = fresh.get(place) {
            rejects.push(Reject { line: *line, reason: reason(&error), fields: fields.clone() });
        }
    }
    Ok(())
}

async fn put(tx: &mut Tx, group: &Actor, author: &Actor, from: &Publication, html: &Html) -> crate::store::Result<()> {
    let id = PostId::fresh(tx.now);
    let draft = Draft {
        id,
        url: tx.site.post(id),
        group: group.id,
        author: author.id,
        kind: Kind::Resource,
        parent: None,
        title: from.title.clone(),
        body_source: Some(from.body.clone()),
        body_html: html.as_str().to_owned(),
        sanitiser: web::text::SANITISER,
        language: from.language.clone(),
        published_at: from.published_at.unwrap_or(tx.now),
        edited_at: None,
        context: None,
        page_url: None,
        attachments: from.attachments.clone(),
    };
    let origin = Origin { source_key: Some(from.key.clone()), quiet: true };
    resources::commands::take_in(tx, &draft, &from.record, &origin).await
}

fn reason(error: &Error) -> String {
    match error {
        Error::Invalid(faults) => {
            faults.iter().map(|fault| format!("{}: {}", fault.field, fault.code)).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// Writes FILE.rejects.csv: the rows as they were, with line and reason in front, to be mended and imported again.
fn save(file: &Path, header: &csv::StringRecord, rejects: &[Reject]) -> anyhow::Result<PathBuf> {
    let path = file.with_extension("rejects.csv");
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_path(&path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    writer.write_record(["line", "reason"].into_iter().chain(header.iter()))?;
    for reject in rejects {
        let line = reject.line.to_string();
        writer.write_record([line.as_str(), reject.reason.as_str()].into_iter().chain(reject.fields.iter()))?;
    }
    writer.flush()?;
    Ok(path)
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{} imported, {} known already, {} rejected", self.imported, self.known, self.rejected)?;
        if let Some(path) = &self.rejects {
            writeln!(f, "rejected rows with their reasons: {}", path.display())?;
        }
        if !self.unknown.is_empty() {
            let names: Vec<String> = self.unknown.iter().map(|(name, times)| format!("{name} ({times})")).collect();
            writeln!(f, "not understood and left out: {}", names.join(", "))?;
        }
        Ok(())
    }
}
