//! Spotlight articles: posts with a summary and a picture. The picture is an attachment and always described in words.
//! Must not know how they are shown or sent.

pub mod commands;
pub mod queries;

use diesel::prelude::*;

use crate::posts::AttachmentDraft;
use crate::store::Result;
use crate::store::error::Faults;
use crate::store::ids::PostId;
use crate::store::schema::articles;

/// Longest summary and longest description of a picture, characters.
pub const SUMMARY_MOST: usize = 500;
pub const ALT_MOST: usize = 1000;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = articles)]
pub struct Article {
    pub post_id: PostId,
    /// Plain text, one or two sentences.
    pub summary: String,
}

/// What an article that is written here must hold besides its text.
fn check(summary: &str, attachments: Option<&[AttachmentDraft]>) -> Result<()> {
    let mut faults = Faults::default();
    faults.text(summary, "summary", SUMMARY_MOST);
    let pictures = || attachments.unwrap_or_default().iter().filter(|attachment| attachment.role == "picture");
    // Somebody listens to this page instead of seeing it (WCAG 1.1.1).
    faults.check(pictures().all(|picture| !picture.alt.trim().is_empty()), "alt", "required");
    faults.check(pictures().all(|picture| picture.alt.chars().count() <= ALT_MOST), "alt", "too-long");
    faults.done()
}
