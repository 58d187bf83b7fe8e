//! Tests with other servers. One file for each feature.

mod between_hubs;
mod crashes;
mod fedify;
mod forged;
mod partners;
mod pen;
mod records;
mod wire;
mod world;
