//! From a received blob to a file that may be kept: its kind, its pages, a picture without its metadata. Asks the child
//! process of `probe`; a PDF that the child cannot read is kept without a number of pages.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use tokio::process::Command;
use tokio::sync::Semaphore;

use super::Kept;
use super::blobs::{Incoming, Media};
use super::kind::{self, Kind, Refused};
use super::probe::Answer;

/// How long the child may take, its start included.
const PATIENCE: Duration = Duration::from_secs(20);

/// Children at one time: each may need a few hundred megabytes.
static CHILDREN: Semaphore = Semaphore::const_new(2);

/// Receives a stream of at most `most` bytes and keeps it under `name`, or says why not; never more than a piece of it is
/// in memory. `token` is any text unique to it.
pub async fn receive<E: std::error::Error + Send + Sync + 'static>(
    media: &Media,
    mut stream: impl Stream<Item = Result<Bytes, E>> + Unpin,
    most: u64,
    token: &str,
    name: &str,
) -> std::io::Result<Result<Kept, Refused>> {
    let mut incoming = media.receive(token).await?;
    while let Some(piece) = stream.next().await {
        incoming.write(&piece.map_err(std::io::Error::other)?).await?;
        if incoming.size() > most {
            return Ok(Err(Refused::TooLarge));
        }
    }
    take(media, incoming, name).await
}

/// Keeps what was received under `name`, or says why not.
pub async fn take(media: &Media, mut incoming: Incoming, name: &str) -> std::io::Result<Result<Kept, Refused>> {
    let path = incoming.peek().await?.to_owned();
    let looked = tokio::task::spawn_blocking({
        let path = path.clone();
        move || kind::of(&path)
    });
    let kind = match looked.await.map_err(std::io::Error::other)?? {
        Ok(kind) => kind,
        Err(refused) => return Ok(Err(refused)),
    };
    if kind.is_picture() {
        return picture(media, &path, name).await;
    }
    let pages = match kind {
        Kind::Pdf => match ask(&["pdf".as_ref(), path.as_ref()]).await {
            Ok(answer) => answer.pages,
            Err(reason) => {
                tracing::warn!(%reason, "media: a PDF could not be looked into and is kept without its pages");
                None
            }
        },
        _ => None,
    };
    let size = i64::try_from(incoming.size()).unwrap_or(i64::MAX);
    let hash = incoming.keep().await?;
    Ok(Ok(Kept {
        hash,
        size,
        media_type: kind.media_type(),
        name: kind::tidy_name(name, kind),
        pages,
        width: None,
        height: None,
        thumbnail: None,
    }))
}

async fn picture(media: &Media, path: &Path, name: &str) -> std::io::Result<Result<Kept, Refused>> {
    let (clean, small) = (Scrap(path.with_extension("clean")), Scrap(path.with_extension("small")));
    let answer = match ask(&["picture".as_ref(), path.as_ref(), clean.0.as_ref(), small.0.as_ref()]).await {
        Ok(answer) => answer,
        Err(reason) => {
            tracing::info!(%reason, "media: a picture could not be read");
            return Ok(Err(Refused::Broken));
        }
    };
    let Some(kind) = answer.media_type.as_deref().and_then(Kind::by_media_type) else {
        return Ok(Err(Refused::Broken));
    };
    let (hash, size) = media.adopt(&clean.0).await?;
    let (thumbnail, _) = media.adopt(&small.0).await?;
    Ok(Ok(Kept {
        hash,
        size,
        media_type: kind.media_type(),
        name: kind::tidy_name(name, kind),
        pages: None,
        width: answer.width,
        height: answer.height,
        thumbnail: Some(thumbnail),
    }))
}

/// A file of the child's, gone when it was not adopted.
struct Scrap(PathBuf);

impl Drop for Scrap {
    fn drop(&mut self) {
        let _absent = std::fs::remove_file(&self.0);
    }
}

async fn ask(arguments: &[&std::ffi::OsStr]) -> Result<Answer, String> {
    let _place = CHILDREN.acquire().await.map_err(|error| error.to_string())?;
    let program = program().map_err(|error| error.to_string())?;
    let child = Command::new(program)
        .arg("probe")
        .args(arguments)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| error.to_string())?;
    let output = match tokio::time::timeout(PATIENCE, child.wait_with_output()).await {
        Ok(output) => output.map_err(|error| error.to_string())?,
        Err(_elapsed) => return Err("the child took too long".to_owned()),
    };
    if !output.status.success() {
        let said: String = String::from_utf8_lossy(&output.stderr).chars().take(300).collect();
        return Err(format!("the child ended with {}: {said}", output.status));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

/// Our own binary. A test's program lies in `deps/` below it.
fn program() -> std::io::Result<PathBuf> {
    let own = std::env::current_exe()?;
    if own.file_stem().is_some_and(|stem| stem == "waypost") {
        return Ok(own);
    }
    let beside = own.parent().and_then(Path::parent).map(|folder| folder.join("waypost"));
    Ok(beside.filter(|path| path.is_file()).unwrap_or(own))
}
