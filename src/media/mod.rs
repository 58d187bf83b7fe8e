//! Files: blobs on disk named by their content's hash, rows that join them to posts. Below posts.

pub mod blobs;

pub use blobs::Media;
