//! Waypost: a federated knowledge hub. This file composes; every decision is in a feature.

pub mod accounts;
pub mod actors;
pub mod app;
pub mod config;
pub mod groups;
pub mod journal;
pub mod letters;
pub mod media;
pub mod posts;
pub mod queue;
pub mod store;
