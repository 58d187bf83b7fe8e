//! Tests with other servers. One file for each feature.

mod between_hubs;
mod world;
