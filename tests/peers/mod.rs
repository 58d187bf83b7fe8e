//! Tests with other servers. One file for each feature.

mod between_hubs;
mod completeness;
mod copies;
mod crashes;
mod discovery;
mod fedify;
mod forged;
mod hostile;
mod oddities;
mod order;
mod partners;
mod pasture;
mod pen;
mod private;
mod records;
mod snac;
mod stranger;
mod wire;
mod world;
