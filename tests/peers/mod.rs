//! Tests with other servers. One file for each feature.
