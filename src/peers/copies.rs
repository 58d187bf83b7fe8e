//! Files and pictures of posts from elsewhere, fetched when somebody here asks for them, once for all who ask, through
//! the guarded client onto the disk, and judged by their content as uploads are.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use federation::home::Policy;
use federation::host;
use federation::remote::RemoteError;
use tokio::sync::watch;
use url::Url;

use super::Peers;
use super::flights::{Came, Why};
use crate::media::copies::{self, Copy, Original};
use crate::media::kind::Refused;
use crate::media::{Kind, intake};
use crate::store::ids;
use crate::store::{Error, Result};

/// Waited for.
const WAITING: usize = 64;
/// The largest picture, bytes; files have the limit of uploads.
const PICTURE_MOST: u64 = 10_000_000;
const ACCEPT_PICTURE: &str = "image/webp, image/jpeg, image/png, image/gif;q=0.8";
const ACCEPT_FILE: &str = "application/pdf, */*;q=0.5";

impl Peers {
    /// The copy of something that the asker was proven to see; waits at most `patience` for the other server.
    pub async fn copy(&self, original: &Original, patience: Duration) -> Result<Came> {
        let known = copies::find(&mut *self.app.read().await?, &original.url).await?;
        let now = self.app.clock.now();
        if let Some(copy) = known {
            let lies_there = match &copy.hash {
                Some(hash) => tokio::fs::try_exists(self.app.media.path(hash)).await.unwrap_or(false),
                None => false,
            };
            if lies_there {
                copies::used(&mut *self.app.read().await?, &copy, now).await?;
                return Ok(if is_changed(original, &copy) { Err(Why::Changed) } else { Ok(copy) });
            }
            if let Some(code) = copy.failed(now) {
                return Ok(Err(Why::parse(code)));
            }
        }
        let Some(mut flight) = self.flight(original) else { return Ok(Err(Why::Fetching)) };
        let landed = tokio::time::timeout(patience, flight.wait_for(Option::is_some)).await;
        Ok(match landed {
            Ok(Ok(came)) => came.clone().unwrap_or(Err(Why::Fetching)),
            Ok(Err(_ended)) => Err(Why::Unreachable),
            Err(_elapsed) => Err(Why::Fetching),
        })
    }

    /// Joins the fetch that is under way, or begins one; None when too many are.
    fn flight(&self, original: &Original) -> Option<watch::Receiver<Option<Came>>> {
        let mut flights = self.flights.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = flights.get(&original.url) {
            return Some(flight.clone());
        }
        if flights.len() >= WAITING {
            return None;
        }
        let (land, flight) = watch::channel(None);
        flights.insert(original.url.clone(), flight.clone());
        let (peers, original) = (self.clone(), original.clone());
        tokio::spawn(async move {
            let place = Arc::clone(&peers.flights.places).acquire_owned().await;
            let came = peers.fetch_copy(&original).await.unwrap_or_else(|error| {
                tracing::warn!(%error, url = original.url, "copies: not kept");
                Err(Why::Unreachable)
            });
            drop(place);
            peers.flights.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&original.url);
            // Nobody may be waiting any more.
            let _gone = land.send(Some(came));
        });
        Some(flight)
    }

    async fn fetch_copy(&self, original: &Original) -> Result<Came> {
        let brought = self.bring_copy(original).await?;
        let came = match brought {
            Ok(kept) => {
                let most = i64::try_from(self.app.config.data.copies_mb.saturating_mul(1_000_000)).unwrap_or(i64::MAX);
                let kept = self.app.write_behind(async |tx| copies::keep(tx, &original.url, &kept, most).await).await?;
                let (copy, unused) = kept;
                self.remove_blobs(unused).await;
                Ok(copy)
            }
            Err(why) => {
                let now = self.app.clock.now();
                copies::fail(&mut *self.app.work.get().await?, &original.url, why.code(), now).await?;
                Err(why)
            }
        };
        Ok(came)
    }

    async fn bring_copy(&self, original: &Original) -> Result<std::result::Result<crate::media::Kept, Why>> {
        let Ok(url) = Url::parse(&original.url) else { return Ok(Err(Why::Gone)) };
        let Some(name) = host::of(&url).filter(|name| name != self.app.site.host()) else {
            return Ok(Err(Why::Gone));
        };
        if self.home.judge(&name).await? != Policy::Open {
            return Ok(Err(Why::NotAllowed));
        }
        let (accept, most) = match original.is_picture() {
            true => (ACCEPT_PICTURE, PICTURE_MOST),
            false => (ACCEPT_FILE, self.app.config.data.max_upload_mb * 1_000_000),
        };
        let download = match self.remote.download(&url, accept, Some(&self.keys.hub()), most).await {
            Ok(download) => download,
            Err(error) => return Ok(Err(reason(&error))),
        };
        let token = ids::to_text(uuid::Uuid::new_v4());
        let taken = intake::receive(&self.app.media, download.pieces, most, &token, &original.name).await;
        let kept = match taken {
            Ok(Ok(kept)) => kept,
            Ok(Err(Refused::TooLarge)) => return Ok(Err(Why::Large)),
            Ok(Err(refused)) => {
                tracing::info!(url = original.url, code = refused.code(), "copies: not of a kind that is shown");
                return Ok(Err(Why::Kind));
            }
            Err(error) => {
                return match error.get_ref().and_then(|inner| inner.downcast_ref::<RemoteError>()) {
                    Some(remote) => Ok(Err(reason(remote))),
                    None => Err(Error::Store(format!("keeping a copy: {error}"))),
                };
            }
        };
        let is_picture = Kind::by_media_type(kept.media_type).is_some_and(Kind::is_picture);
        let why = match (original.is_picture(), is_picture) {
            (true, false) => Some(Why::Kind),
            // A picture is written anew; of everything else the bytes are the author's, or it is something else.
            (false, false) if original.sha256.as_ref().is_some_and(|hash| *hash != kept.hash) => Some(Why::Changed),
            _ => None,
        };
        let Some(why) = why else { return Ok(Ok(kept)) };
        let hashes: Vec<String> = [Some(kept.hash), kept.thumbnail].into_iter().flatten().collect();
        let unused =
            self.app.write_behind(async |tx| crate::media::commands::unneeded(tx, hashes.clone()).await).await?;
        self.remove_blobs(unused).await;
        Ok(Err(why))
    }

    /// Forgets copies of posts that are gone.
    pub async fn tidy_copies(&self) -> Result<()> {
        let unused = self.app.write_behind(async |tx| copies::forget_strays(tx).await).await?;
        self.remove_blobs(unused).await;
        Ok(())
    }

    async fn remove_blobs(&self, hashes: Vec<String>) {
        for hash in hashes {
            if let Err(error) = self.app.media.remove(&hash).await {
                tracing::warn!(%error, hash, "copies: a blob was not removed");
            }
        }
    }
}

/// A picture is written anew; of everything else the bytes are the author's, or it is something else. Two posts may
/// name one address.
fn is_changed(original: &Original, copy: &Copy) -> bool {
    let is_picture = Kind::by_media_type(&copy.media_type).is_some_and(Kind::is_picture);
    !is_picture && original.sha256.is_some() && original.sha256 != copy.hash
}

fn reason(error: &RemoteError) -> Why {
    match error {
        RemoteError::Gone | RemoteError::NotFound | RemoteError::Unauthorized => Why::Gone,
        RemoteError::TooLarge => Why::Large,
        RemoteError::Forbidden(_) => Why::NotAllowed,
        RemoteError::WrongType(_) | RemoteError::WrongId(_) => Why::Kind,
        RemoteError::Timeout | RemoteError::Redirects | RemoteError::Network(_) | RemoteError::Status(_) => {
            Why::Unreachable
        }
    }
}
