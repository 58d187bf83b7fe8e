//! The door for people: parse, command or query, view or redirect.

pub mod about;
pub mod administration;
pub mod agents;
pub mod assets;
pub mod choices;
pub mod dress;
pub mod error;
pub mod hubs;
pub mod invitations;
pub mod members;
pub mod notices;
pub mod passwords;
pub mod path;
pub mod people;
pub mod preferences;
pub mod queues;
pub mod registration;
pub mod remote;
pub mod sent;
pub mod sessions;
pub mod settings;
pub mod visit;
pub mod welcome;

pub use error::PageError;
pub use path::LocalPath;
pub use sent::Sent;
pub use visit::Visit;

use axum::response::Response;

pub type PageResult = Result<Response, PageError>;
