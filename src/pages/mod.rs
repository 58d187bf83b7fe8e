//! The door for people: parse, command or query, view or redirect.

pub mod about;
pub mod assets;
pub mod dress;
pub mod error;
pub mod hubs;
pub mod notices;
pub mod path;
pub mod preferences;
pub mod queues;
pub mod remote;
pub mod sent;
pub mod visit;

pub use error::PageError;
pub use path::LocalPath;
pub use sent::Sent;
pub use visit::Visit;

use axum::response::Response;

pub type PageResult = Result<Response, PageError>;
