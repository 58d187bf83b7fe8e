//! Tests through the pages. One file for each feature.

mod administration;
mod frame;
mod invitations;
mod passwords;
mod registration;
mod sessions;
mod settings;
mod groups;
mod home;
mod posts;
