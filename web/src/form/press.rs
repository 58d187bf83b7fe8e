//! A form that is one button.

use askama::{Template, filters::HtmlSafe};

use crate::locale::Words;

/// One deed as one button: join, like, withdraw, end a session. Prints a form of its own.
#[derive(Clone, Debug, Template)]
#[template(path = "form/press.html")]
pub struct Press {
    pub action: String,
    pub csrf: String,
    pub words: String,
    /// A name from the sprite, e.g. `thumbs-up`.
    pub icon: &'static str,
    /// `""`, `main`, `danger` or `plain` (looks like a link).
    pub look: &'static str,
    /// Further hidden values: name and value.
    pub values: Vec<(String, String)>,
    /// A question that is asked before, where the browser can; with the words of "no".
    pub confirm: Option<(String, String)>,
    /// Whether it is on already (liked, followed).
    pub pressed: Option<bool>,
}

impl HtmlSafe for Press {}

impl Press {
    pub fn new(action: impl Into<String>, csrf: impl Into<String>, words: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            csrf: csrf.into(),
            words: words.into(),
            icon: "",
            look: "",
            values: Vec::new(),
            confirm: None,
            pressed: None,
        }
    }

    pub fn icon(mut self, icon: &'static str) -> Self {
        self.icon = icon;
        self
    }

    pub fn look(mut self, look: &'static str) -> Self {
        self.look = look;
        self
    }

    pub fn value(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.push((name.into(), value.into()));
        self
    }

    /// Asks `question` first; "cancel" is in the reader's words.
    pub fn confirm(mut self, t: Words, question: impl Into<String>) -> Self {
        self.confirm = Some((question.into(), t.t("cancel")));
        self
    }

    pub fn pressed(mut self, on: bool) -> Self {
        self.pressed = Some(on);
        self
    }
}
