//! Whether this server lives, is ready, and what it has counted.

use axum::extract::State;
use axum::http::header::{AUTHORIZATION, HeaderMap};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use subtle::ConstantTimeEq;

use crate::app::App;

static COUNTED: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts counting; once for a process.
pub fn count() {
    if let Ok(handle) = PrometheusBuilder::new().install_recorder() {
        let _already = COUNTED.set(handle);
    }
}

/// What has been counted, in Prometheus' text form.
pub fn counted() -> String {
    COUNTED.get().map(PrometheusHandle::render).unwrap_or_default()
}

/// GET /livez
pub async fn live() -> &'static str {
    "ok\n"
}

/// GET /readyz: 503 while the database does not answer.
pub async fn ready(State(app): State<App>) -> Response {
    match tokio::time::timeout(std::time::Duration::from_secs(2), app.pool.ping()).await {
        Ok(Ok(())) => "ok\n".into_response(),
        Ok(Err(error)) => (StatusCode::SERVICE_UNAVAILABLE, format!("database: {error}\n")).into_response(),
        Err(_elapsed) => (StatusCode::SERVICE_UNAVAILABLE, "database: no answer in 2 s\n").into_response(),
    }
}

/// GET /metrics with the configured token; 404 without one.
pub async fn metrics(State(app): State<App>, headers: HeaderMap) -> Response {
    let Some(expected) = &app.config.server.metrics_token else { return StatusCode::NOT_FOUND.into_response() };
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let given = given.strip_prefix("Bearer ").unwrap_or_default();
    if !bool::from(given.as_bytes().ct_eq(expected.as_bytes())) {
        return StatusCode::NOT_FOUND.into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], counted()).into_response()
}
