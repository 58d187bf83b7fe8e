//! Files as they are downloaded: through the same proof as their posts, in pieces where a piece is asked for, and such
//! that no browser takes one for a page of ours (attack C08).

use std::io::SeekFrom;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{OriginalUri, Path, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use web::parts::Note;
use web::remote::CopyPage;
use web::shell::Tone;

use super::{PageError, PageResult, Visit};
use crate::accounts::Viewer;
use crate::app::App;
use crate::media::copies::{self, Original};
use crate::media::kind::tidy_name;
use crate::media::{Kind, queries};
use crate::peers::Peers;
use crate::peers::documents::Signed;
use crate::peers::flights::Why;
use crate::store::Error;
use crate::store::ids::{AttachmentId, FileId};

/// Bytes read at once.
const PIECE: usize = 64 * 1024;

/// How long a reader waits for another server before the page says that it is on its way.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is sent: its blob, and as what.
struct Sending<'a> {
    hash: &'a str,
    media_type: &'a str,
    name: &'a str,
    is_picture: bool,
    /// Anybody may see it.
    public: bool,
}

/// GET /files/{id}/{name} with `?small` for a picture's small copy. The name is for people; the id decides. A server that
/// signs sees what its people may.
pub async fn show(
    State(peers): State<Peers>,
    visit: Visit,
    Path((id, _name)): Path<(String, String)>,
    Signed(asked): Signed,
    headers: HeaderMap,
) -> PageResult {
    let id = FileId::parse(&id).ok_or(Error::NotFound)?;
    let viewer = if visit.viewer == Viewer::Anyone { asked.viewer } else { visit.viewer.clone() };
    let file = queries::seen(&mut *peers.app.read().await?, &viewer, id).await?.ok_or(Error::NotFound)?;
    let (hash, media_type) = match (&file.thumbnail, asked.uri.query() == Some("small")) {
        (Some(hash), true) => (hash, "image/jpeg"),
        (None, true) => return Err(Error::NotFound.into()),
        (_, false) => (&file.hash, file.media_type.as_str()),
    };
    let is_picture = file.kind().is_some_and(Kind::is_picture);
    let public = viewer == Viewer::Anyone;
    send_blob(&peers.app, &headers, &Sending { hash, media_type, name: &file.name, is_picture, public }).await
}

/// GET /copies/{id}/{name}: what a post from elsewhere shows, by the id of its attachment; fetched when it is not here
/// yet. `?small` as above.
pub async fn copy(
    State(peers): State<Peers>,
    visit: Visit,
    Path((id, _name)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> PageResult {
    let id = AttachmentId::parse(&id).ok_or(Error::NotFound)?;
    let original = copies::seen(&mut *peers.app.read().await?, &visit.viewer, id).await?.ok_or(Error::NotFound)?;
    let copy = match peers.copy(&original, PATIENCE).await? {
        Ok(copy) => copy,
        Err(why) => return absent(&visit, &original, why),
    };
    let (hash, media_type) = match (&copy.thumbnail, uri.query() == Some("small")) {
        (Some(small), true) => (Some(small), "image/jpeg"),
        _ => (copy.hash.as_ref(), copy.media_type.as_str()),
    };
    let kind = Kind::by_media_type(&copy.media_type).ok_or(Error::NotFound)?;
    let name = tidy_name(&original.name, kind);
    let public = visit.viewer == Viewer::Anyone;
    let hash = hash.ok_or(Error::NotFound)?;
    let sending = Sending { hash, media_type, name: &name, is_picture: kind.is_picture(), public };
    send_blob(&peers.app, &headers, &sending).await
}

/// A page for people who asked for a file, with what they can do; pictures just stay away.
fn absent(visit: &Visit, original: &Original, why: Why) -> PageResult {
    let status = match why {
        Why::Fetching => StatusCode::SERVICE_UNAVAILABLE,
        Why::Unreachable => StatusCode::GATEWAY_TIMEOUT,
        Why::Gone | Why::NotAllowed => StatusCode::NOT_FOUND,
        Why::Kind | Why::Large | Why::Changed => StatusCode::BAD_GATEWAY,
    };
    let t = visit.words;
    let host = super::rows::host_of(&original.url).to_owned();
    let mut response = if original.is_picture() {
        status.into_response()
    } else {
        let may_open = why != Why::NotAllowed;
        let page = CopyPage {
            t,
            shell: visit.shell(&t.t("copy-title")),
            name: original.name.clone(),
            note: Note {
                tone: if why == Why::Fetching { Tone::Info } else { Tone::Warning },
                text: t.with(&format!("copy-{}", why.code()), &[("host", host.as_str())]),
                action: None,
            },
            again: visit.path.clone(),
            there: may_open.then(|| (original.url.clone(), t.with("copy-there", &[("host", host.as_str())]))),
            back: format!("/posts/{}", original.post),
        };
        visit.page_with(status, &page)?
    };
    put(&mut response, CACHE_CONTROL, "no-store");
    Ok(response)
}

async fn send_blob(app: &App, headers: &HeaderMap, sending: &Sending<'_>) -> PageResult {
    let hash = sending.hash;
    let etag = format!("\"{hash}\"");
    let opened = tokio::fs::File::open(app.media.path(hash)).await;
    let content = opened.map_err(|error| Error::Store(format!("blob {hash}: {error}")))?;
    let size = content.metadata().await.map_err(|error| Error::Store(error.to_string()))?.len();
    let said = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let mut response = if said(IF_NONE_MATCH).is_some_and(|known| known == etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        // A part of another version is worth nothing.
        let range = said(RANGE).filter(|_| said(IF_RANGE).is_none_or(|known| known == etag));
        match range.map_or(Asked::Whole, |range| asked(range, size)) {
            Asked::Whole => send(content, 0, size, StatusCode::OK).await?,
            Asked::Part(from, to) => {
                let mut response = send(content, from, to - from + 1, StatusCode::PARTIAL_CONTENT).await?;
                put(&mut response, CONTENT_RANGE, &format!("bytes {from}-{to}/{size}"));
                response
            }
            Asked::Nothing => {
                let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
                put(&mut response, CONTENT_RANGE, &format!("bytes */{size}"));
                response
            }
        }
    };
    put(&mut response, CACHE_CONTROL, if sending.public { "public, max-age=300" } else { "private, no-cache" });
    put(&mut response, ETAG, &etag);
    put(&mut response, ACCEPT_RANGES, "bytes");
    put(&mut response, CONTENT_TYPE, sending.media_type);
    put(&mut response, CONTENT_DISPOSITION, &disposition(sending));
    put(&mut response, CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'");
    put(&mut response, HeaderName::from_static("cross-origin-resource-policy"), "same-site");
    Ok(response)
}

fn put(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Pictures are shown, everything else is downloaded; the name by RFC 6266 and RFC 8187.
fn disposition(file: &Sending<'_>) -> String {
    let way = if file.is_picture { "inline" } else { "attachment" };
    let plain: String =
        file.name.chars().map(|c| if c.is_ascii_alphanumeric() || " ._-()".contains(c) { c } else { '_' }).collect();
    let encoded: String = url::form_urlencoded::byte_serialize(file.name.as_bytes()).collect();
    format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{}", encoded.replace('+', "%20"))
}

#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Whole,
    /// First and last byte.
    Part(u64, u64),
    Nothing,
}

/// One range of bytes (RFC 9110 §14.1.2); several at once, and what is no range, get the whole.
fn asked(header: &str, size: u64) -> Asked {
    let Some((from, to)) = header.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Asked::Whole;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    match (from.trim(), to.trim()) {
        ("", last) => match number(last) {
            Some(0) => Asked::Nothing,
            Some(count) if size > 0 => Asked::Part(size.saturating_sub(count), size - 1),
            _ => Asked::Whole,
        },
        (first, last) => match (number(first), last.is_empty(), number(last)) {
            (Some(first), _, _) if first >= size => Asked::Nothing,
            (Some(first), true, _) => Asked::Part(first, size - 1),
            (Some(first), false, Some(last)) if last >= first => Asked::Part(first, last.min(size - 1)),
            _ => Asked::Whole,
        },
    }
}

async fn send(mut content: tokio::fs::File, from: u64, length: u64, status: StatusCode) -> Result<Response, PageError> {
    content.seek(SeekFrom::Start(from)).await.map_err(|error| Error::Store(error.to_string()))?;
    let pieces = futures_util::stream::try_unfold((content, length), |(mut content, left)| async move {
        if left == 0 {
            return Ok::<_, std::io::Error>(None);
        }
        let wanted = usize::try_from(left).map_or(PIECE, |left| left.min(PIECE));
        let mut piece = vec![0; wanted];
        content.read_exact(&mut piece).await?;
        Ok(Some((Bytes::from(piece), (content, left - wanted as u64))))
    });
    let mut response = (status, Body::from_stream(pieces)).into_response();
    put(&mut response, CONTENT_LENGTH, &length.to_string());
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::{Asked, asked};

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        assert_eq!(asked("bytes=0-9", 100), Asked::Part(0, 9));
        assert_eq!(asked("bytes=90-", 100), Asked::Part(90, 99));
        assert_eq!(asked("bytes=-10", 100), Asked::Part(90, 99));
        assert_eq!(asked("bytes=-500", 100), Asked::Part(0, 99));
        assert_eq!(asked("bytes=50-5000", 100), Asked::Part(50, 99));
        assert_eq!(asked("bytes=100-", 100), Asked::Nothing);
        assert_eq!(asked("bytes=-0", 100), Asked::Nothing);
        for odd in ["bytes=9-0", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=-"] {
            assert_eq!(asked(odd, 100), Asked::Whole, "{odd}");
        }
    }
}
