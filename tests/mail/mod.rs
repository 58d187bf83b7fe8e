//! Tests of what goes out by mail. One file for each feature.
