//! A visitor's language and theme, kept in cookies; a member's are settings of the account.

use super::visit::{LANGUAGE, THEME, append_cookie};
use super::{LocalPath, PageResult, Sent, Visit};
use crate::accounts;
use crate::app::App;
use axum::extract::State;
use axum::response::IntoResponse;
use web::locale::Lang;
use web::shell::Theme;

const YEAR: i64 = 365 * 24 * 3600;

/// POST /language {language, back}
pub async fn language(State(app): State<App>, visit: Visit, sent: Sent) -> PageResult {
    let back = LocalPath::or(sent.find("back"), "/");
    let Some(language) = Lang::parse(sent.get("language")) else { return Ok(back.redirect().into_response()) };
    if let Some(me) = visit.viewer.me() {
        app.write(async |tx| accounts::commands::choose_language(tx, me, language.code()).await).await?;
    }
    let mut response = back.redirect().into_response();
    append_cookie(&mut response, &visit.cookie(LANGUAGE, language.code(), YEAR));
    Ok(response)
}

/// POST /theme {theme, back}
pub async fn theme(State(app): State<App>, visit: Visit, sent: Sent) -> PageResult {
    let back = LocalPath::or(sent.find("back"), "/");
    let theme = Theme::parse(sent.get("theme"));
    if let Some(me) = visit.viewer.me() {
        app.write(async |tx| accounts::commands::choose_theme(tx, me, theme.code()).await).await?;
    }
    let mut response = back.redirect().into_response();
    append_cookie(&mut response, &visit.cookie(THEME, theme.code(), YEAR));
    Ok(response)
}
