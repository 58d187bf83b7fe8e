//! Blobs by SHA-256 of their content: written to a temporary file, synced, renamed; the same content is stored once.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

#[derive(Debug, Clone)]
pub struct Media {
    folder: PathBuf,
}

/// A blob being received; dropped unfinished, it leaves nothing behind.
pub struct Incoming {
    folder: PathBuf,
    path: PathBuf,
    file: Option<tokio::fs::File>,
    hasher: Sha256,
    size: u64,
}

impl Media {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Starts a new blob; `token` is any text unique to it.
    pub async fn receive(&self, token: &str) -> std::io::Result<Incoming> {
        let folder = self.folder.join("incoming");
        tokio::fs::create_dir_all(&folder).await?;
        let path = folder.join(token);
        let file = tokio::fs::File::create(&path).await?;
        Ok(Incoming { folder: self.folder.clone(), path, file: Some(file), hasher: Sha256::new(), size: 0 })
    }

    /// Where the blob with this hash lies.
    pub fn path(&self, hash: &str) -> PathBuf {
        blob_path(&self.folder, hash)
    }

    /// Takes over a finished file of ours as a blob; answers its hash and size.
    pub async fn adopt(&self, path: &Path) -> std::io::Result<(String, i64)> {
        let bytes = tokio::fs::read(path).await?;
        let token =
            path.file_name().map_or_else(|| "adopted".into(), |name| name.to_string_lossy().into_owned() + ".in");
        let mut incoming = self.receive(&token).await?;
        incoming.write(&bytes).await?;
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        Ok((incoming.keep().await?, size))
    }

    pub async fn remove(&self, hash: &str) -> std::io::Result<()> {
        match tokio::fs::remove_file(self.path(hash)).await {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

impl Incoming {
    pub async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.hasher.update(bytes);
        self.size += bytes.len() as u64;
        match &mut self.file {
            Some(file) => file.write_all(bytes).await,
            None => Err(std::io::Error::other("the blob is finished")),
        }
    }

    /// Bytes received so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The temporary file, for looking at the content before it is kept. Flushed.
    pub async fn peek(&mut self) -> std::io::Result<&Path> {
        if let Some(file) = &mut self.file {
            file.flush().await?;
        }
        Ok(&self.path)
    }

    /// Makes the blob permanent; answers its hash (64 hexadecimal digits).
    pub async fn keep(mut self) -> std::io::Result<String> {
        if let Some(mut file) = self.file.take() {
            file.flush().await?;
            file.sync_all().await?;
        }
        let hash = hex(&std::mem::take(&mut self.hasher).finalize());
        let target = blob_path(&self.folder, &hash);
        if let Some(parent) = target.parent() {
            tokio::fs::create_dir_all(parent).await?;
        }
        tokio::fs::rename(&self.path, &target).await?;
        Ok(hash)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Renamed away when it was kept.
        let _absent = std::fs::remove_file(&self.path);
    }
}

fn blob_path(folder: &Path, hash: &str) -> PathBuf {
    folder.join(hash.get(..2).unwrap_or("xx")).join(hash)
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
