//! A text that somebody typed, which no failure may lose: an expired session, a fault, a busy hub all bring the form
//! back as it was sent. Must not know what the text is.

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use web::Template;
use web::form::Form;
use web::parts::{Note, Way};
use web::shell::Tone;
use web::thread::ComposePage;

use super::sent::Sent;
use super::{PageError, PageResult, Visit, prose};
use crate::accounts::Me;
use crate::app::App;
use crate::store::{Error, Result};

/// The pairs of a form, and whether they came with this session's token; nothing may change when they did not.
#[derive(Debug, Clone)]
pub struct Typed {
    sent: Sent,
    is_genuine: bool,
    path: String,
}

impl Typed {
    pub fn get(&self, name: &str) -> &str {
        self.sent.get(name)
    }

    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sent.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Who sent it; without a session, a page that keeps the text until they have signed in again.
    pub fn author<'a>(&self, visit: &'a Visit) -> Result<&'a Me, PageError> {
        visit.viewer.me().ok_or_else(|| PageError::Answer(Box::new(self.kept(visit))))
    }

    /// The form to show again before anything is done: its preview, or after a session that had ended.
    pub async fn interrupted(&self, app: &App, form: impl Fn() -> Form, text: &str) -> Result<Option<Form>> {
        if !self.is_genuine {
            return Ok(Some(form().with_faults([("", "session")])));
        }
        if self.get("preview").is_empty() {
            return Ok(None);
        }
        Ok(Some(form().preview(prose::render(app, self.get(text)).await?)))
    }

    fn kept(&self, visit: &Visit) -> Response {
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
            form: ComposePage::kept(t, self.path.as_str()).fill(self.pairs()),
        };
        visit.page_with(StatusCode::UNAUTHORIZED, &page).unwrap_or_else(IntoResponse::into_response)
    }
}

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let visit = request.extensions().get::<Visit>().cloned();
        let visit = visit.ok_or(PageError::Status(StatusCode::INTERNAL_SERVER_ERROR))?;
        let sent = Sent::unchecked(request, state).await?;
        let is_genuine = sent.clone().checked(&visit).is_ok();
        Ok(Self { sent, is_genuine, path: visit.path.clone() })
    }
}

/// A command said no: the form again, with sentences and what was typed.
pub fn refused<V: Template>(
    visit: &Visit,
    error: Error,
    page: impl FnOnce(Vec<(&'static str, &'static str)>) -> V,
) -> PageResult {
    let (status, faults) = faults(error)?;
    visit.page_with(status, &page(faults))
}

/// What to say about it in a form, and the status; what is not the writer's to mend goes on as an error.
pub fn faults(error: Error) -> Result<(StatusCode, Vec<(&'static str, &'static str)>)> {
    Ok(match error {
        Error::Invalid(faults) => {
            (StatusCode::UNPROCESSABLE_ENTITY, faults.into_iter().map(|fault| (fault.field, fault.code)).collect())
        }
        Error::Forbidden(code) => (StatusCode::FORBIDDEN, vec![("", code)]),
        Error::Conflict(code) => (StatusCode::CONFLICT, vec![("", code)]),
        Error::Busy(reason) => {
            tracing::warn!(reason, "pages: busy, the text goes back to its author");
            (StatusCode::SERVICE_UNAVAILABLE, vec![("", "busy")])
        }
        other => return Err(other),
    })
}
