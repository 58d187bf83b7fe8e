//! Waypost: a federated knowledge hub. This file composes; every decision is in a feature.

// The ground.
pub mod config;
pub mod journal;
pub mod queue;
pub mod store;

// Features, lower ones first.
pub mod accounts;
pub mod actors;
pub mod groups;
pub mod letters;
pub mod media;
pub mod posts;
pub mod streams;

// Beside them.
pub mod notices;
pub mod vocabulary;

// Doors.
pub mod api;
pub mod doors;
pub mod pages;

// Composition.
pub mod app;
pub mod cache;
pub mod health;
pub mod router;
pub mod serve;
pub mod worker;
