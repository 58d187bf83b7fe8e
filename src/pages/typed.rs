//! A text that somebody typed, which no failure may lose: an expired session, a fault, a busy hub all bring the form
//! back as it was sent. Must not know what the text is.

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use web::Template;
use web::form::{Choice, Field, Form};
use web::locale::Words;

use super::sent::Sent;
use super::uploads::{self, Received};
use super::{PageError, PageResult, Visit, kept, prose};
use crate::accounts::Me;
use crate::app::App;
use crate::doors::Doors;
use crate::media::{self, FileRow};
use crate::posts::AttachmentDraft;
use crate::store::ids::FileId;
use crate::store::{Error, Result};

/// The pairs of a form, and whether they came with this session's token; nothing may change when they did not.
#[derive(Debug)]
pub struct Typed {
    sent: Sent,
    is_genuine: bool,
    received: Vec<Received>,
}

/// Files that came with a text, now or when its form was sent before; each still its author's own upload.
#[derive(Debug, Default)]
pub struct Files {
    rows: Vec<FileRow>,
    faults: Vec<&'static str>,
}

impl Files {
    /// The form with these files in it, each of which can be left out.
    pub fn in_form(&self, t: Words, form: Form) -> Form {
        let faults = self.faults.iter().map(|code| ("files", *code));
        if self.rows.is_empty() {
            return form.with_faults(faults);
        }
        let label = |file: &FileRow| format!("{} ({})", file.name, t.size(file.size));
        let ids = || self.rows.iter().map(|file| file.id.to_string());
        let choices = ids().zip(&self.rows).map(|(id, file)| Choice::new(id, label(file)));
        form.with(Field::checks(KEPT, t.t("compose-files-kept"), choices.collect()).values(ids())).with_faults(faults)
    }

    pub fn are_faulty(&self) -> bool {
        !self.faults.is_empty()
    }

    pub fn drafts(&self) -> Vec<AttachmentDraft> {
        let draft = |file: &FileRow| AttachmentDraft {
            file: Some(file.id),
            url: None,
            role: "file",
            name: file.name.clone(),
            alt: String::new(),
            language: None,
            media_type: Some(file.media_type.clone()),
            size: Some(file.size),
            pages: file.pages,
            sha256: Some(file.hash.clone()),
        };
        self.rows.iter().map(draft).collect()
    }
}

const KEPT: &str = "kept";
/// Files of one text.
const FILES_MOST: usize = 10;

impl Typed {
    pub fn get(&self, name: &str) -> &str {
        self.sent.get(name)
    }

    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sent.pairs()
    }

    /// Who sent it; without a session, a page that keeps the text until they have signed in again.
    pub fn author<'a>(&self, visit: &'a Visit) -> Result<&'a Me, PageError> {
        visit.viewer.me().ok_or_else(|| kept::until_signed_in(visit, &self.sent))
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

    /// The files that came with it, and those that came before and were not left out.
    pub async fn files(&mut self, app: &App, me: &Me) -> Result<Files> {
        let known: Vec<FileId> =
            self.sent.all(KEPT).iter().filter_map(|id| FileId::parse(id)).take(FILES_MOST).collect();
        let mut files = Files::default();
        if !known.is_empty() {
            files.rows = media::queries::list_own(&mut *app.read().await?, me.member, &known).await?;
        }
        for (_, received) in std::mem::take(&mut self.received) {
            let kept = match received {
                Ok(_) if files.rows.len() == FILES_MOST => Err("too-many"),
                other => other,
            };
            match kept {
                Err(code) => files.faults.push(code),
                Ok(kept) => match app.write(async |tx| media::commands::keep(tx, &kept, me.member).await).await {
                    Ok(row) => files.rows.push(row),
                    Err(Error::Invalid(faults)) => files.faults.extend(faults.first().map(|fault| fault.code)),
                    Err(error) => return Err(error),
                },
            }
        }
        Ok(files)
    }
}

impl FromRequest<Doors> for Typed {
    type Rejection = PageError;

    async fn from_request(request: Request, doors: &Doors) -> Result<Self, PageError> {
        let visit = request.extensions().get::<Visit>().cloned();
        let visit = visit.ok_or(PageError::Status(StatusCode::INTERNAL_SERVER_ERROR))?;
        let (sent, received) = uploads::read(request, doors, &visit).await?;
        let is_genuine = sent.clone().checked(&visit).is_ok();
        Ok(Self { sent, is_genuine, received })
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
