//! The door to mailboxes: digests, letters to those who decide, the sender and the one-click unsubscribe.

pub mod digest;
pub mod letters;
pub mod mailer;
pub mod message;
pub mod requests;
pub mod sender;
pub mod unsubscribe;

use chrono::{DateTime, Utc};
use web::locale::{Lang, Words};
use web::mail::MailFrame;

pub use mailer::Mailer;

use crate::store::Site;

/// A reader's words from what their account says.
fn words(language: &str, time_zone: &str, now: DateTime<Utc>) -> Words {
    let zone = time_zone.parse().unwrap_or(chrono_tz::UTC);
    Words::new(Lang::parse(language).unwrap_or_default(), zone, now)
}

/// The frame of a mail of this hub that says why it is sent.
fn frame(site: &Site, t: Words, why: String) -> MailFrame {
    MailFrame::new(t, &site.name, &site.tagline, site.base(), why)
        .link(t.t("mail-settings"), format!("{}/settings/mail", site.base()))
}
