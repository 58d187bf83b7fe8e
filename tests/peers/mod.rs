//! Tests with other servers. One file for each feature.

mod arrivals;
mod between_hubs;
mod completeness;
mod convergence;
mod copies;
mod crashes;
mod discovery;
mod fedify;
mod forged;
mod hostile;
mod ledger;
mod oddities;
mod order;
mod partners;
mod pasture;
mod pen;
mod permutations;
mod private;
mod queues;
mod records;
mod restored;
mod snac;
mod stranger;
mod wire;
mod world;
