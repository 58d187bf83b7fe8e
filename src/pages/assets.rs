//! Styles, scripts and icons: hashed names, compressed ahead of time, kept by browsers for ever.

use axum::extract::OriginalUri;
use axum::http::StatusCode;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, VARY,
};
use axum::response::{IntoResponse, Response};
use web::asset::Asset;

pub async fn show(OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Response {
    match web::asset::by_path(uri.path()) {
        Some(asset) => answer(asset, &headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn answer(asset: &'static Asset, headers: &HeaderMap) -> Response {
    let accepts = |name: &str| {
        headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|list| list.contains(name))
    };
    let (body, encoding): (&'static [u8], _) = if accepts("br") {
        (asset.br, Some("br"))
    } else if accepts("gzip") {
        (asset.gz, Some("gzip"))
    } else {
        (asset.plain, None)
    };
    let unchanged = headers.get(IF_NONE_MATCH).is_some_and(|etag| etag == asset.etag);
    let mut response = if unchanged { StatusCode::NOT_MODIFIED.into_response() } else { body.into_response() };
    let out = response.headers_mut();
    out.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    out.insert(ETAG, HeaderValue::from_static(asset.etag));
    out.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if let (Some(encoding), false) = (encoding, unchanged) {
        out.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}
