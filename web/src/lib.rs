//! What people read: pages, mails, words, assets. No database, no axum, no domain types: doors
//! hand in plain view structs and get HTML back.

pub mod about;
pub mod accounts;
pub mod administration;
pub mod asset;
pub mod error;
pub mod feed;
pub mod figures;
pub mod find;
pub mod form;
pub mod gallery;
pub mod groups;
pub mod home;
pub mod hubs;
pub mod icon;
pub mod lang;
pub mod library;
mod links;
pub mod locale;
pub mod mail;
pub mod mark;
mod markdown;
pub mod moderation;
pub mod notices;
pub mod parts;
pub mod people;
pub mod queues;
pub mod remote;
pub mod settings;
pub mod shell;
mod soup;
pub mod spotlight;
pub mod text;
pub mod thread;
pub mod unsubscribe;

pub use askama::Template;
pub use icon::icon;
pub use locale::{Arg, Lang, Words};
pub use shell::Shell;
pub use text::Html;
