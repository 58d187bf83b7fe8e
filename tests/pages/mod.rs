//! Tests through the pages. One file for each feature.

mod administration;
mod frame;
mod groups;
mod home;
mod invitations;
mod library;
mod moderation;
mod notices;
mod passwords;
mod posts;
mod registration;
mod sessions;
mod settings;
