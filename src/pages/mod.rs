//! The door for people: parse, command or query, view or redirect.

pub mod about;
pub mod administration;
pub mod agents;
pub mod assets;
pub mod bans;
pub mod choices;
pub mod contribute;
pub mod dress;
pub mod error;
pub mod files;
pub mod find;
pub mod groups;
pub mod home;
pub mod hubs;
pub mod invitations;
pub mod kept;
pub mod library;
pub mod members;
pub mod memberships;
pub mod moderation;
pub mod notices;
pub mod passwords;
pub mod path;
pub mod people;
pub mod places;
pub mod posts;
pub mod preferences;
pub mod preview;
pub mod prose;
pub mod queues;
pub mod reactions;
pub mod registration;
pub mod remote;
pub mod replies;
pub mod reports;
pub mod rows;
pub mod search;
pub mod sent;
pub mod sessions;
pub mod settings;
pub mod spotlight;
pub mod threads;
pub mod typed;
pub mod unsubscribe;
pub mod uploads;
pub mod visit;
pub mod welcome;
pub mod withdrawals;

pub use error::PageError;
pub use path::LocalPath;
pub use sent::Sent;
pub use visit::Visit;

use axum::response::Response;

pub type PageResult = Result<Response, PageError>;
