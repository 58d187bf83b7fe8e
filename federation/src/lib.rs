//! The ActivityPub protocol as Waypost speaks it: wire shapes, signatures, discovery, the inbox's checks,
//! delivery, and the one guarded client. It knows no database, no HTML page, no web framework and nothing of
//! the application, which it meets through one trait, [`home::Home`].

pub mod activity;
pub mod actor;
pub mod audience;
pub mod collection;
pub mod context;
pub mod delivery;
pub mod discovery;
pub mod home;
pub mod host;
pub mod inbox;
pub mod json;
pub mod language;
pub mod limits;
pub mod media_type;
pub mod object;
pub mod remote;
pub mod signature;
mod value;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod testing;
