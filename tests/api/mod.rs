//! Tests through the API. One file for each feature.

mod sessions;
mod talk;
