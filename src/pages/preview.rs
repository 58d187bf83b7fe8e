//! What a text will look like, for the editor: a fragment, by the renderer that posts go through.

use axum::extract::State;
use axum::response::{Html, IntoResponse};

use super::{PageResult, Sent, Visit, prose};
use crate::app::App;
use crate::posts::BODY_MOST;
use crate::store::Error;

/// POST /preview {text}
pub async fn create(State(app): State<App>, visit: Visit, sent: Sent) -> PageResult {
    visit.me_or("/")?;
    let text = sent.get("text");
    if text.chars().count() > BODY_MOST {
        return Err(Error::invalid("text", "too-long").into());
    }
    Ok(Html(prose::render(&app, text).await?.into_string()).into_response())
}
