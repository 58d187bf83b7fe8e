//! The suite: everything that can be asked of a hub from outside, door by door. One binary, so that it links once;
//! each test has hubs and databases of its own (support::TestHub).
#![allow(clippy::unwrap_used)]

mod api;
mod browser;
mod house;
mod mail;
mod pages;
mod peers;
mod schema;
mod support;
