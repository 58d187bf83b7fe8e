//! Tests with other servers. One file for each feature.

mod between_hubs;
mod completeness;
mod convergence;
mod copies;
mod crashes;
mod fedify;
mod forged;
mod ledger;
mod oddities;
mod order;
mod partners;
mod pen;
mod permutations;
mod private;
mod queues;
mod records;
mod restored;
mod stranger;
mod wire;
mod world;
