//! Waypost: a federated knowledge hub. This file composes; every decision is in a feature.

// The ground.
pub mod config;
pub mod journal;
pub mod queue;
pub mod store;

// Features, lower ones first.
pub mod accounts;
pub mod actors;
pub mod articles;
pub mod groups;
pub mod letters;
pub mod media;
pub mod moderation;
pub mod posts;
pub mod resources;
pub mod streams;
pub mod vocabulary;

// Beside them.
pub mod digests;
pub mod notices;
pub mod search;

// Doors.
pub mod api;
pub mod doors;
pub mod import;
pub mod mail;
pub mod pages;
pub mod peers;

// Composition.
pub mod admin;
pub mod app;
pub mod cache;
pub mod health;
pub mod router;
pub mod serve;
pub mod setup;
pub mod worker;
