//! Reading a response within its bounds (attacks.md B05, B06): bytes are counted after decompression,
//! gzip is the only compression, and a body that trickles is given up.

use std::io::{self, Write};
use std::time::Duration;

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use http::header::CONTENT_ENCODING;
use tokio::time::Instant;

use super::error::RemoteError;

/// A slow but honest sender has this long before its pace counts.
const GRACE: Duration = Duration::from_secs(5);
/// Bytes per second that a body must bring afterwards.
const PACE: u64 = 1024;

/// The whole body, at most `cap` bytes of it after decompression; a longer one is [`RemoteError::TooLarge`].
pub(super) async fn read(mut response: reqwest::Response, cap: usize) -> Result<Bytes, RemoteError> {
    let mut sink = match response.headers().get(CONTENT_ENCODING) {
        None => Sink::Plain(Capped::new(cap)),
        Some(coding) => match coding.to_str().map(|c| c.trim().to_ascii_lowercase()).as_deref() {
            Ok("" | "identity") => Sink::Plain(Capped::new(cap)),
            Ok("gzip" | "x-gzip") => Sink::Gzip(Box::new(MultiGzDecoder::new(Capped::new(cap)))),
            _ => return Err(RemoteError::WrongType("an unknown content coding".into())),
        },
    };
    let declared = response.content_length().unwrap_or(0);
    if declared > cap as u64 {
        return Err(RemoteError::TooLarge);
    }
    let begun = Instant::now();
    let mut raw = 0u64;
    while let Some(chunk) = response.chunk().await.map_err(RemoteError::from_reqwest)? {
        raw += chunk.len() as u64;
        // Empty deflate blocks cost bytes but yield none, so what arrives is counted as well.
        if raw > cap as u64 + 64 * 1024 {
            return Err(RemoteError::TooLarge);
        }
        let age = begun.elapsed();
        if age > GRACE && raw < (age - GRACE).as_secs() * PACE {
            return Err(RemoteError::Timeout);
        }
        sink.write(&chunk)?;
    }
    sink.finish()
}

/// The first bytes of a body as text, for a person to read; never an error.
pub(super) async fn excerpt(mut response: reqwest::Response, cap: usize) -> String {
    let mut kept = Vec::new();
    while kept.len() < cap {
        match response.chunk().await {
            Ok(Some(chunk)) => kept.extend_from_slice(&chunk),
            _ => break,
        }
    }
    kept.truncate(cap);
    String::from_utf8_lossy(&kept)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

enum Sink {
    Plain(Capped),
    Gzip(Box<MultiGzDecoder<Capped>>),
}

impl Sink {
    fn write(&mut self, chunk: &[u8]) -> Result<(), RemoteError> {
        match self {
            Sink::Plain(capped) => capped.write_all(chunk),
            Sink::Gzip(decoder) => decoder.write_all(chunk),
        }
        .map_err(from_io)
    }

    fn finish(self) -> Result<Bytes, RemoteError> {
        match self {
            Sink::Plain(capped) => Ok(capped.bytes.into()),
            Sink::Gzip(decoder) => Ok(decoder.finish().map_err(from_io)?.bytes.into()),
        }
    }
}

struct Capped {
    bytes: Vec<u8>,
    cap: usize,
}

impl Capped {
    fn new(cap: usize) -> Self {
        Capped { bytes: Vec::new(), cap }
    }
}

impl Write for Capped {
    fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + chunk.len() > self.cap {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(chunk);
        Ok(chunk.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn from_io(error: io::Error) -> RemoteError {
    match error.kind() {
        io::ErrorKind::FileTooLarge => RemoteError::TooLarge,
        _ => RemoteError::Network(format!("broken gzip: {error}")),
    }
}
