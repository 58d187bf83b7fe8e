//! The page for what went wrong: says what happened, what to do, and the request's id.
//! Must not know why; doors choose the code.

use askama::Template;

use crate::{locale::Words, shell::Shell};

/// A page for an HTTP status of 4xx or 5xx. Private and absent are both 404.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    pub t: Words,
    pub shell: Shell,
    pub status: u16,
    pub request_id: String,
    /// For 429 and 503, in seconds.
    pub wait: Option<u32>,
    title: String,
    advice: String,
}

impl ErrorPage {
    /// `shell.title` is set here. A status without sentences of its own gets those of its class.
    pub fn new(mut shell: Shell, status: u16, request_id: impl Into<String>) -> Self {
        let t = shell.t;
        let (title, advice) = match status {
            401 => (t.t("error-401"), t.t("error-401-advice")),
            403 => (t.t("error-403"), t.t("error-403-advice")),
            404 | 405 => (t.t("error-404"), t.t("error-404-advice")),
            410 => (t.t("error-410"), t.t("error-410-advice")),
            413 => (t.t("error-413"), t.t("error-413-advice")),
            429 => (t.t("error-429"), t.t("error-429-advice")),
            503 => (t.t("error-503"), t.t("error-503-advice")),
            400..=499 => (t.t("error-422"), t.t("error-422-advice")),
            _ => (t.t("error-500"), t.t("error-500-advice")),
        };
        shell.title = title.clone();
        shell.robots = "noindex";
        Self { t, shell, status, request_id: request_id.into(), wait: None, title, advice }
    }

    pub fn wait(mut self, seconds: u32) -> Self {
        self.wait = Some(seconds);
        self
    }

    pub fn sample(t: Words, status: u16) -> Self {
        let page = Self::new(Shell::sample(t, ""), status, "01JD-7QX4");
        if status == 429 { page.wait(40) } else { page }
    }
}
