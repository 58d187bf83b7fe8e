//! Tests of what goes out by mail. One file for each feature.

mod digest;
mod requests;
mod smtp;
pub mod world;
