//! A form with files: its pairs, and its files received onto the disk piece by piece. The token of the session stands in
//! front of the first file, so that nobody else's form stores anything. What was typed comes back all the same.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;

use super::{PageError, Sent, Visit, kept};
use crate::app::App;
use crate::doors::Doors;
use crate::media::{FileRow, Kept, commands, intake};
use crate::store::ids::{self, FileId};
use crate::store::{Error, Fault};

/// Files in one form.
const FILES_MOST: usize = 12;
/// Pairs in one form, and bytes of all their values.
const PAIRS_MOST: usize = 500;
const TEXT_MOST: usize = 512 * 1024;

/// What a member's form with files sent.
#[derive(Debug)]
pub struct SentFiles {
    pub sent: Sent,
    is_genuine: bool,
    received: Vec<Received>,
}

/// A field's name, and its file on disk that has no row yet, or what is wrong with it.
pub type Received = (String, Result<Kept, &'static str>);

/// Files that now have a row, each with its field's name, and what was wrong with the others.
#[derive(Debug, Default)]
pub struct Taken {
    pub files: Vec<(String, FileRow)>,
    pub faults: Vec<(String, &'static str)>,
}

impl Taken {
    pub fn of(&self, field: &str) -> Vec<FileId> {
        self.files.iter().filter(|(name, _)| name == field).map(|(_, file)| file.id).collect()
    }

    /// The answer's status when the form comes back: 507 when the disk is full.
    pub fn status(&self) -> StatusCode {
        if self.faults.iter().any(|(_, code)| *code == FULL) {
            StatusCode::INSUFFICIENT_STORAGE
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }
}

const FULL: &str = "storage-full";

impl SentFiles {
    /// Writes rows for the files that were kept: the visitor's own uploads until a post shows them. Without the token
    /// of the session the form is at fault.
    pub async fn take(&mut self, visit: &Visit) -> Result<Taken, PageError> {
        let me = visit.me()?;
        let mut taken = Taken::default();
        if !self.is_genuine {
            taken.faults.push((String::new(), "session"));
        }
        for (field, outcome) in std::mem::take(&mut self.received) {
            match outcome {
                Ok(kept) => {
                    let row = visit.app.write(async |tx| commands::keep(tx, &kept, me.member).await).await;
                    match row {
                        Ok(row) => taken.files.push((field, row)),
                        Err(Error::Invalid(faults)) => {
                            taken.faults.extend(faults.first().map(|Fault { code, .. }| (field, *code)));
                        }
                        Err(error) => return Err(error.into()),
                    }
                }
                Err(code) => taken.faults.push((field, code)),
            }
        }
        Ok(taken)
    }
}

impl FromRequest<Doors> for SentFiles {
    type Rejection = PageError;

    async fn from_request(request: Request, doors: &Doors) -> Result<Self, Self::Rejection> {
        let visit = request.extensions().get::<Visit>().cloned();
        let visit = visit.ok_or(PageError::Status(StatusCode::INTERNAL_SERVER_ERROR))?;
        let (sent, received) = read(request, doors, &visit).await?;
        if visit.viewer.me().is_none() {
            return Err(kept::until_signed_in(&visit, &sent));
        }
        let is_genuine = sent.clone().checked(&visit).is_ok();
        Ok(Self { sent, is_genuine, received })
    }
}

/// The pairs of a form, with or without files, whoever sent it; files are received from members only, and only behind
/// the token of the session, which forms of ours carry first.
pub async fn read(request: Request, doors: &Doors, visit: &Visit) -> Result<(Sent, Vec<Received>), PageError> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return Ok((Sent::unchecked(request).await?, Vec::new()));
    }
    let form = Multipart::from_request(request, doors).await;
    let mut form = form.map_err(|error| PageError::Status(error.status()))?;
    let (mut sent, mut received, mut text) = (Sent::default(), Vec::new(), 0);
    while let Some(field) = form.next_field().await.map_err(|error| PageError::Status(error.status()))? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            // A file field that was left empty.
            Some(file) if file.is_empty() => {}
            Some(file) => {
                let welcome = visit.viewer.me().is_some() && sent.clone().checked(visit).is_ok();
                match received.len() {
                    count if count < FILES_MOST && welcome => {
                        received.push((name, receive(&doors.app, field, &file).await?));
                    }
                    FILES_MOST => received.push((name, Err("too-many"))),
                    _ => {}
                }
            }
            None => {
                let value = field.text().await.map_err(|error| PageError::Status(error.status()))?;
                text += value.len() + name.len();
                if text > TEXT_MOST || sent.0.len() == PAIRS_MOST {
                    return Err(PageError::Status(StatusCode::PAYLOAD_TOO_LARGE));
                }
                sent.0.push((name, value.replace('\0', "").replace("\r\n", "\n")));
            }
        }
    }
    Ok((sent, received))
}

/// A field's file on disk, or the code of what is wrong with it.
pub async fn receive(
    app: &App,
    field: axum::extract::multipart::Field<'_>,
    name: &str,
) -> Result<Result<Kept, &'static str>, Error> {
    let most = app.config.data.max_upload_mb * 1_000_000;
    let token = ids::to_text(uuid::Uuid::new_v4());
    match intake::receive(&app.media, field, most, &token, name).await {
        Ok(taken) => Ok(taken.map_err(crate::media::kind::Refused::code)),
        Err(error) if error.kind() == std::io::ErrorKind::StorageFull => Ok(Err(FULL)),
        Err(error) => Err(Error::Store(format!("receiving a file: {error}"))),
    }
}
