//! Files by API: uploaded first, named by id in what is shared afterwards.

use axum::Json;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{ApiError, Caller};
use crate::app::App;
use crate::media::{FileRow, commands};
use crate::pages::uploads;
use crate::store::Error;

/// POST /api/v1/uploads: multipart with one part `file`; answers 201 with the file.
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    mut form: Multipart,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let me = caller.me()?;
    let unreadable =
        |error: axum::extract::multipart::MultipartError| ApiError::Body(error.status(), error.body_text());
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let Some(name) = field.file_name().map(str::to_owned) else { continue };
        return match uploads::receive(&app, field, &name).await? {
            Ok(kept) => {
                let row = app.write(async |tx| commands::keep(tx, &kept, me.member).await).await?;
                Ok((StatusCode::CREATED, Json(shown(&app, &row))))
            }
            Err("too-large") => Err(ApiError::Body(StatusCode::PAYLOAD_TOO_LARGE, "the file is too large".to_owned())),
            Err("storage-full") => {
                Err(ApiError::Body(StatusCode::INSUFFICIENT_STORAGE, "there is no room left on this server".to_owned()))
            }
            Err(code) => Err(Error::invalid("file", code).into()),
        };
    }
    Err(Error::invalid("file", "required").into())
}

/// A file in JSON.
pub fn shown(app: &App, file: &FileRow) -> Value {
    json!({
        "id": file.id.to_string(),
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "pages": file.pages,
        "width": file.width,
        "height": file.height,
        "url": app.site.file(file.id, &file.name),
    })
}
