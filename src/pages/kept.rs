//! What somebody sent whose session had ended: a page that keeps it until they have signed in again. Must not know what
//! the text is.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use web::parts::{Note, Way};
use web::shell::Tone;
use web::thread::ComposePage;

use super::{PageError, Sent, Visit};

/// The answer to those who are not signed in; the form leads where it was sent to.
pub fn until_signed_in(visit: &Visit, sent: &Sent) -> PageError {
    let t = visit.words;
    let heading = t.t("compose-session-heading");
    let page = ComposePage {
        t,
        shell: visit.shell(&heading),
        way: Way { t, steps: vec![("/".to_owned(), t.t("nav-home"))] },
        heading,
        lead: String::new(),
        notes: vec![Note {
            tone: Tone::Warning,
            text: t.t("compose-session-ended"),
            action: Some(("/sign-in".to_owned(), t.t("sign-in"))),
        }],
        form: ComposePage::kept(t, visit.path.as_str(), sent.pairs()),
    };
    let answer = visit.page_with(StatusCode::UNAUTHORIZED, &page).unwrap_or_else(IntoResponse::into_response);
    PageError::Answer(Box::new(answer))
}
