//! Tests through the pages. One file for each feature.

mod frame;
