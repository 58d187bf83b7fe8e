//! Files of other servers, piece by piece, for whoever writes them to disk: the same guard and slots as every GET, and a
//! cap on bytes after decompression. A piece is never larger than what one block of gzip can hold.

use std::io::Write;
use std::time::Duration;

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use futures_util::stream::{BoxStream, StreamExt, try_unfold};
use http::header::CONTENT_ENCODING;
use tokio::time::Instant;
use url::Url;

use super::{Remote, RemoteError, Slots};
use crate::signature::Signer;

/// From the first byte to the last.
const PATIENCE: Duration = Duration::from_secs(300);
/// A slow but honest sender has this long before its pace counts, and then brings so many bytes a second.
const GRACE: Duration = Duration::from_secs(10);
const PACE: u64 = 2 * 1024;
/// Compressed bytes that are unpacked at once: a bomb yields a megabyte, then meets the cap (attack B06).
const BITE: usize = 1024;

/// A file on its way.
pub struct Download {
    /// Where it came from after redirects.
    pub final_url: Url,
    pub content_type: Option<String>,
    pub pieces: BoxStream<'static, Result<Bytes, RemoteError>>,
}

struct Flow {
    response: reqwest::Response,
    unpack: Option<MultiGzDecoder<Vec<u8>>>,
    waiting: Bytes,
    begun: Instant,
    raw: u64,
    out: u64,
    cap: u64,
    ended: bool,
    _slots: Slots,
}

impl Remote {
    /// Asks for a file of at most `cap` bytes; anything but a 2xx is an error. With a signer each hop is signed.
    pub async fn download(
        &self,
        url: &Url,
        accept: &str,
        signer: Option<&Signer>,
        cap: u64,
    ) -> Result<Download, RemoteError> {
        let reached = tokio::time::timeout(self.limits.total, self.reach(url.clone(), accept, signer)).await;
        let (final_url, response, slots) = reached.unwrap_or(Err(RemoteError::Timeout))?;
        if response.content_length().is_some_and(|declared| declared > cap) {
            return Err(RemoteError::TooLarge);
        }
        let header = |name| response.headers().get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
        let content_type = header(http::header::CONTENT_TYPE).map(str::to_owned);
        let unpack = match header(CONTENT_ENCODING).map(|coding| coding.trim().to_ascii_lowercase()).as_deref() {
            None | Some("" | "identity") => None,
            Some("gzip" | "x-gzip") => Some(MultiGzDecoder::new(Vec::new())),
            Some(_) => return Err(RemoteError::WrongType("an unknown content coding".into())),
        };
        let flow = Flow {
            response,
            unpack,
            waiting: Bytes::new(),
            begun: Instant::now(),
            raw: 0,
            out: 0,
            cap,
            ended: false,
            _slots: slots,
        };
        let pieces = try_unfold(flow, |mut flow| async move { Ok(flow.piece().await?.map(|piece| (piece, flow))) });
        Ok(Download { final_url, content_type, pieces: pieces.boxed() })
    }
}

impl Flow {
    async fn piece(&mut self) -> Result<Option<Bytes>, RemoteError> {
        loop {
            let piece = match &mut self.unpack {
                Some(unpack) if !self.waiting.is_empty() => {
                    let bite = self.waiting.split_to(self.waiting.len().min(BITE));
                    let broken = |error: std::io::Error| RemoteError::Network(format!("broken gzip: {error}"));
                    unpack.write_all(&bite).map_err(broken)?;
                    unpack.flush().map_err(broken)?;
                    Bytes::from(std::mem::take(unpack.get_mut()))
                }
                _ if self.ended => return Ok(None),
                unpack => {
                    let left = PATIENCE.checked_sub(self.begun.elapsed()).ok_or(RemoteError::Timeout)?;
                    let chunk = tokio::time::timeout(left.min(GRACE * 2), self.response.chunk()).await;
                    let chunk = chunk.map_err(|_| RemoteError::Timeout)?.map_err(RemoteError::from_reqwest)?;
                    let age = self.begun.elapsed();
                    if age > GRACE && self.raw < (age - GRACE).as_secs() * PACE {
                        return Err(RemoteError::Timeout);
                    }
                    match (chunk, unpack) {
                        (Some(chunk), unpack) => {
                            self.raw += chunk.len() as u64;
                            if unpack.is_some() {
                                self.waiting = chunk;
                                continue;
                            }
                            chunk
                        }
                        (None, Some(unpack)) => {
                            self.ended = true;
                            unpack
                                .try_finish()
                                .map_err(|error| RemoteError::Network(format!("broken gzip: {error}")))?;
                            Bytes::from(std::mem::take(unpack.get_mut()))
                        }
                        (None, None) => {
                            self.ended = true;
                            continue;
                        }
                    }
                }
            };
            self.out += piece.len() as u64;
            // What arrives counts as well: empty blocks cost bytes but yield none.
            if self.out > self.cap || self.raw > self.cap.saturating_add(64 * 1024) {
                return Err(RemoteError::TooLarge);
            }
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::testing::{Reply, Server, remote};

    async fn whole(download: Download) -> Result<Vec<u8>, RemoteError> {
        let mut pieces = download.pieces;
        let mut all = Vec::new();
        while let Some(piece) = pieces.next().await {
            all.extend_from_slice(&piece?);
        }
        Ok(all)
    }

    #[tokio::test]
    async fn b06_a_file_comes_whole_or_not_at_all_and_a_bomb_ends_at_its_cap() {
        fn packed(size: usize) -> Vec<u8> {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
            gzip.write_all(&vec![7; size]).unwrap();
            gzip.finish().unwrap()
        }
        let server = Server::start("127.0.1.1", |asked| match asked.target.as_str() {
            "/file" => Reply::status(200).with("content-type", "application/pdf").body(vec![7; 100_000]),
            "/gzip" => Reply::status(200).with("content-encoding", "gzip").body(packed(100_000)),
            "/bomb" => Reply::status(200).with("content-encoding", "gzip").body(packed(50_000_000)),
            "/large" => Reply::status(200).body(vec![7; 300_000]),
            "/moved" => Reply::status(302).with("location", "/file"),
            "/inside" => Reply::status(302).with("location", "http://127.0.0.66:1/"),
            _ => Reply::status(404),
        })
        .await;
        let remote = remote();
        let get = async |path: &str| match remote.download(&server.url(path), "*/*", None, 200_000).await {
            Ok(download) => whole(download).await.map(|bytes| bytes.len()),
            Err(error) => Err(error),
        };
        assert_eq!(get("/file").await, Ok(100_000));
        assert_eq!(get("/gzip").await, Ok(100_000));
        assert_eq!(get("/moved").await, Ok(100_000));
        assert_eq!(get("/bomb").await, Err(RemoteError::TooLarge));
        assert_eq!(get("/large").await, Err(RemoteError::TooLarge));
        assert_eq!(get("/absent").await, Err(RemoteError::NotFound));
        assert!(matches!(get("/inside").await, Err(RemoteError::Forbidden(_))));
    }
}
