//! One question of a form: how it is asked, what was answered, what is wrong with the answer.

/// How a field is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// `type` of an `<input>`: text, email, url, number, search, date, tel.
    Line(&'static str),
    /// A new password, or the one that is known.
    Password {
        new: bool,
    },
    Area {
        rows: u8,
    },
    /// A text in markdown: toolbar and preview.
    Editor,
    Select(Vec<Choice>),
    Radios(Vec<Choice>),
    /// Any number of choices.
    Checks(Vec<Choice>),
    /// One yes or no; its value is `1`.
    Check,
    /// `accept` as in HTML, e.g. `application/pdf,image/png`.
    File {
        accept: String,
        several: bool,
    },
    Hidden,
}

/// One answer of a select, of radios or of checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub help: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), help: String::new() }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// One question of a form. Words come translated.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub help: String,
    pub control: Control,
    pub values: Vec<String>,
    /// The sentence that stands beside it.
    pub fault: Option<String>,
    pub required: bool,
    /// Characters, or the value of a number.
    pub max: Option<u32>,
    pub min: Option<u32>,
    /// `autocomplete` as in HTML: `email`, `name`, `one-time-code`.
    pub autocomplete: &'static str,
    /// The language the answer is written in, when it is known.
    pub lang: String,
}

impl Field {
    pub fn new(name: &str, label: impl Into<String>, control: Control) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            help: String::new(),
            control,
            values: Vec::new(),
            fault: None,
            required: false,
            max: None,
            min: None,
            autocomplete: "",
            lang: String::new(),
        }
    }

    pub fn text(name: &str, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Line("text"))
    }

    pub fn email(name: &str, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Line("email")).autocomplete("email")
    }

    pub fn url(name: &str, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Line("url"))
    }

    pub fn number(name: &str, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Line("number"))
    }

    /// The password a member has.
    pub fn password(name: &str, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Password { new: false }).autocomplete("current-password")
    }

    /// A password that is being chosen.
    pub fn new_password(name: &str, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Password { new: true }).autocomplete("new-password")
    }

    pub fn area(name: &str, label: impl Into<String>, rows: u8) -> Self {
        Self::new(name, label, Control::Area { rows })
    }

    pub fn editor(name: &str, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Editor)
    }

    pub fn select(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Control::Select(choices))
    }

    pub fn radios(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Control::Radios(choices))
    }

    pub fn checks(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Control::Checks(choices))
    }

    pub fn check(name: &str, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Check)
    }

    pub fn file(name: &str, label: impl Into<String>, accept: &str) -> Self {
        let accept = accept.into();
        Self::new(name, label, Control::File { accept, several: false })
    }

    pub fn files(name: &str, label: impl Into<String>, accept: &str) -> Self {
        let accept = accept.into();
        Self::new(name, label, Control::File { accept, several: true })
    }

    pub fn hidden(name: &str, value: impl Into<String>) -> Self {
        Self::new(name, "", Control::Hidden).value(value)
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.values = vec![value.into()];
        self
    }

    pub fn values<V: Into<String>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.values = values.into_iter().map(Into::into).collect();
        self
    }

    /// A check that is ticked.
    pub fn on(self, on: bool) -> Self {
        if on { self.value("1") } else { self }
    }

    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub fn max(mut self, max: u32) -> Self {
        self.max = Some(max);
        self
    }

    pub fn min(mut self, min: u32) -> Self {
        self.min = Some(min);
        self
    }

    pub fn autocomplete(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    pub fn lang(mut self, lang: impl Into<String>) -> Self {
        self.lang = lang.into();
        self
    }

    pub(super) fn typed(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    pub(super) fn chose(&self, value: &str) -> bool {
        self.values.iter().any(|chosen| chosen == value)
    }

    pub(super) fn comes_back(&self) -> bool {
        !matches!(self.control, Control::Password { .. } | Control::File { .. })
    }

    /// Asked as a group of answers under one legend.
    pub(super) fn is_group(&self) -> bool {
        matches!(self.control, Control::Radios(_) | Control::Checks(_))
    }

    /// Optional is said in words; what must be answered says nothing.
    pub(super) fn says_optional(&self) -> bool {
        !self.required && !matches!(self.control, Control::Check | Control::Checks(_))
    }
}
