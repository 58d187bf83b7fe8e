//! Files: blobs on disk named by their content's hash, rows that join them to posts. Below posts. What a file is, its
//! content decides; a child process with limits looks inside.

pub mod blobs;
pub mod commands;
pub mod copies;
pub mod intake;
pub mod kind;
pub mod probe;
pub mod queries;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

pub use blobs::Media;
pub use kind::Kind;

use crate::store::ids::{FileId, MemberId};
use crate::store::schema::files;

/// Longest file name that is kept, characters.
pub const NAME_MOST: usize = 120;
/// Files that a member may upload in a day.
pub const DAILY_MOST: i64 = 200;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = files)]
pub struct FileRow {
    pub id: FileId,
    /// SHA-256 of the content, 64 hexadecimal digits.
    pub hash: String,
    /// Bytes.
    pub size: i64,
    pub media_type: String,
    pub name: String,
    pub pages: Option<i32>,
    /// Of a picture, pixels.
    pub width: Option<i32>,
    pub height: Option<i32>,
    /// The hash of a small JPEG of a picture.
    pub thumbnail: Option<String>,
    pub uploaded_by: Option<MemberId>,
    pub created_at: DateTime<Utc>,
}

impl FileRow {
    pub fn kind(&self) -> Option<Kind> {
        Kind::by_media_type(&self.media_type)
    }
}

/// A file whose blob is on disk and that waits for its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub hash: String,
    pub size: i64,
    pub media_type: &'static str,
    pub name: String,
    pub pages: Option<i32>,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub thumbnail: Option<String>,
}
