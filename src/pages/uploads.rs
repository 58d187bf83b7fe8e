//! A form with files: its pairs, and its files received onto the disk piece by piece. The token of the session stands in
//! front of the first file, so that nobody else's form stores anything.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;

use super::{PageError, Sent, Visit};
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

/// What a multipart form sent.
#[derive(Debug)]
pub struct SentFiles {
    pub sent: Sent,
    received: Vec<(String, Result<Kept, &'static str>)>,
}

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
    /// Writes rows for the files that were kept: the visitor's own uploads until a post shows them.
    pub async fn take(&mut self, visit: &Visit) -> Result<Taken, PageError> {
        let me = visit.me()?;
        let mut taken = Taken::default();
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
        visit.me()?;
        let mut form = Multipart::from_request(request, doors)
            .await
            .map_err(|_| PageError::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE))?;
        let mut sent = Sent::default();
        let (mut received, mut text) = (Vec::new(), 0);
        while let Some(field) = form.next_field().await.map_err(|error| PageError::Status(error.status()))? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                // A file field that was left empty.
                Some(file) if file.is_empty() => {}
                Some(file) => {
                    sent = sent.checked(&visit)?;
                    if received.len() == FILES_MOST {
                        return Err(PageError::Status(StatusCode::PAYLOAD_TOO_LARGE));
                    }
                    received.push((name, receive(&doors.app, field, &file).await?));
                }
                None => {
                    let value = field.text().await.map_err(|error| PageError::Status(error.status()))?;
                    text += value.len();
                    if text > TEXT_MOST || sent.0.len() == PAIRS_MOST {
                        return Err(PageError::Status(StatusCode::PAYLOAD_TOO_LARGE));
                    }
                    sent.0.push((name, value.replace('\0', "").replace("\r\n", "\n")));
                }
            }
        }
        Ok(Self { sent: sent.checked(&visit)?, received })
    }
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
