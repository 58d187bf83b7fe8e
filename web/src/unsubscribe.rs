//! The page behind a digest's "stop" link. Must not know whose digest it is: the link may have been passed on.

use askama::Template;

use crate::{form::Press, locale::Words, shell::Shell};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing has happened yet.
    Ask,
    Done,
    /// Stopped, and resumed.
    Back,
}

#[derive(Clone, Debug, Template)]
#[template(path = "unsubscribe.html")]
pub struct UnsubscribePage {
    pub t: Words,
    pub shell: Shell,
    title: String,
    text: String,
    press: Option<Press>,
}

impl UnsubscribePage {
    /// `action` is the link's own address; `shell.title` is set here.
    pub fn new(mut shell: Shell, action: impl Into<String>, step: Step) -> Self {
        let t = shell.t;
        let hub = [("hub", shell.hub.name.clone())];
        let (title, text) = match step {
            Step::Ask => (t.t("unsubscribe-title"), t.with("unsubscribe-ask", &hub)),
            Step::Done => (t.t("unsubscribe-done-title"), t.with("unsubscribe-done", &hub)),
            Step::Back => (t.t("unsubscribe-back-title"), t.with("unsubscribe-back", &hub)),
        };
        let press = match step {
            Step::Ask => Some(Press::new(action, &shell.csrf, t.t("unsubscribe-button")).look("main")),
            Step::Done => Some(Press::new(action, &shell.csrf, t.t("unsubscribe-again")).value("again", "1")),
            Step::Back => None,
        };
        shell.title = title.clone();
        shell.robots = "noindex";
        Self { t, shell, title, text, press }
    }

    pub fn sample(t: Words, step: Step) -> Self {
        Self::new(Shell::sample(t, ""), "/unsubscribe/01kc-sample", step)
    }
}
