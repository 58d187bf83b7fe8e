//! Forms that come back with what was typed and a sentence beside the field. A form is built
//! once, filled and faulted by a door, and printed; it works without JavaScript.
//! Must not know what any field means.

mod field;
mod press;

pub use field::{Choice, Control, Field};
pub use press::Press;

use askama::{Template, filters::HtmlSafe};

use crate::{
    icon::{Icon, icon},
    locale::{Arg, Words},
    text::Html,
};

/// A form for `{{ form }}`, or piece by piece: `{{ form.open() }}`, `{{ form.field("title") }}`,
/// `{{ form.rest(["title"]) }}`, `{{ form.close() }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "form/form.html")]
pub struct Form {
    pub t: Words,
    pub action: String,
    /// `get` for searches and filters, otherwise `post`.
    pub method: &'static str,
    /// Sent as the hidden field `csrf`, unless empty or the method is `get`.
    pub csrf: String,
    pub fields: Vec<Field>,
    /// The main button's words.
    pub submit: String,
    /// More submit buttons: name, value, words.
    pub buttons: Vec<(String, String, String)>,
    /// A way back: address and words.
    pub cancel: Option<(String, String)>,
    /// Who will see what is sent, printed above the buttons.
    pub who_sees: Option<String>,
    /// What was written, rendered, after "Preview".
    pub preview: Option<Html>,
    /// Faults of the form as a whole, as sentences.
    pub faults: Vec<String>,
    /// The main button does something that cannot be undone.
    pub danger: bool,
    prefix: String,
}

impl HtmlSafe for Form {}

impl Form {
    /// A form sent by POST. `submit` are the main button's words.
    pub fn post(t: Words, action: impl Into<String>, csrf: impl Into<String>, submit: impl Into<String>) -> Self {
        Self {
            t,
            action: action.into(),
            method: "post",
            csrf: csrf.into(),
            fields: Vec::new(),
            submit: submit.into(),
            buttons: Vec::new(),
            cancel: None,
            who_sees: None,
            preview: None,
            faults: Vec::new(),
            danger: false,
            prefix: "f".into(),
        }
    }

    /// A form whose answers stand in the address: a search, a filter.
    pub fn get(t: Words, action: impl Into<String>, submit: impl Into<String>) -> Self {
        Self { method: "get", ..Self::post(t, action, "", submit) }
    }

    pub fn with(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// A further submit button that sends `name=value`.
    pub fn button(mut self, name: &str, value: &str, words: impl Into<String>) -> Self {
        self.buttons.push((name.into(), value.into(), words.into()));
        self
    }

    pub fn cancel(mut self, href: impl Into<String>, words: impl Into<String>) -> Self {
        self.cancel = Some((href.into(), words.into()));
        self
    }

    pub fn who_sees(mut self, sentence: impl Into<String>) -> Self {
        self.who_sees = Some(sentence.into());
        self
    }

    pub fn preview(mut self, html: Html) -> Self {
        self.preview = Some(html);
        self
    }

    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// What ids begin with, for a page that has more than one form.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Puts back what was typed: pairs as they were sent, a name repeated for several choices.
    /// A field that is not among them was left empty. Passwords and files are never put back.
    pub fn fill<N: AsRef<str>, V: Into<String>>(mut self, typed: impl IntoIterator<Item = (N, V)>) -> Self {
        for field in self.fields.iter_mut().filter(|field| field.comes_back()) {
            field.values.clear();
        }
        for (name, value) in typed {
            if let Some(field) = self.fields.iter_mut().find(|field| field.name == name.as_ref() && field.comes_back())
            {
                field.values.push(value.into());
            }
        }
        self
    }

    /// Puts the sentence for a fault's code beside its field (`fault-<code>` in a locale file,
    /// with `$max`, `$min`), or above the form when there is no such field.
    pub fn fault(mut self, name: &str, code: &str) -> Self {
        let field = self.fields.iter_mut().find(|field| field.name == name);
        let (max, min) = field.as_ref().map_or((0, 0), |field| (field.max.unwrap_or(0), field.min.unwrap_or(0)));
        let values = [("max", Arg::from(max)), ("min", Arg::from(min))];
        let known = self.t.find(&format!("fault-{code}"), &values);
        let sentence = known.unwrap_or_else(|| self.t.t("fault-invalid"));
        match field {
            Some(field) if field.control != Control::Hidden => field.fault = Some(sentence),
            _ => self.faults.push(sentence),
        }
        self
    }

    /// Several faults: pairs of field and code.
    pub fn with_faults<N: AsRef<str>, C: AsRef<str>>(self, faults: impl IntoIterator<Item = (N, C)>) -> Self {
        faults.into_iter().fold(self, |form, (name, code)| form.fault(name.as_ref(), code.as_ref()))
    }

    pub fn is_faulty(&self) -> bool {
        !self.faults.is_empty() || self.fields.iter().any(|field| field.fault.is_some())
    }

    /// `<form …>` with the token, hidden fields and, after faults, a summary that links to them.
    pub fn open(&self) -> Open<'_> {
        Open { form: self, t: self.t }
    }

    /// One field by its name; nothing when there is none.
    pub fn field(&self, name: &str) -> Shown<'_> {
        let fields = self.fields.iter().filter(|field| field.name == name);
        self.shown(fields.collect())
    }

    /// Every visible field but those named.
    pub fn rest(&self, but: &[&str]) -> Shown<'_> {
        let fields = self.fields.iter();
        self.shown(fields.filter(|field| !but.contains(&field.name.as_str())).collect())
    }

    /// Who sees it, the buttons and `</form>`.
    pub fn close(&self) -> Close<'_> {
        Close { form: self }
    }

    fn shown<'a>(&'a self, mut fields: Vec<&'a Field>) -> Shown<'a> {
        fields.retain(|field| field.control != Control::Hidden);
        Shown { form: self, t: self.t, fields }
    }

    fn has_files(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.control, Control::File { .. }))
    }

    /// Whether leaving the page would lose a longer text.
    fn has_text(&self) -> bool {
        let long = |field: &Field| matches!(field.control, Control::Area { .. } | Control::Editor);
        self.fields.iter().any(long)
    }

    fn fault_count(&self) -> usize {
        self.faults.len() + self.fields.iter().filter(|field| field.fault.is_some()).count()
    }

    fn id(&self, field: &Field) -> String {
        format!("{}-{}", self.prefix, field.name)
    }
}

/// See [`Form::open`].
#[derive(Template)]
#[template(path = "form/open.html")]
pub struct Open<'a> {
    form: &'a Form,
    t: Words,
}

impl HtmlSafe for Open<'_> {}

/// See [`Form::field`] and [`Form::rest`].
#[derive(Template)]
#[template(path = "form/fields.html")]
pub struct Shown<'a> {
    form: &'a Form,
    t: Words,
    fields: Vec<&'a Field>,
}

impl HtmlSafe for Shown<'_> {}

/// See [`Form::close`].
#[derive(Template)]
#[template(path = "form/close.html")]
pub struct Close<'a> {
    form: &'a Form,
}

impl HtmlSafe for Close<'_> {}

/// The editor's tools: what the script does, icon, words.
fn editor_tools(t: Words) -> [(&'static str, Icon, String); 8] {
    [
        ("bold", icon("bold"), t.t("editor-bold")),
        ("italic", icon("italic"), t.t("editor-italic")),
        ("heading", icon("heading"), t.t("editor-heading")),
        ("link", icon("link"), t.t("editor-link")),
        ("quote", icon("quote"), t.t("editor-quote")),
        ("list", icon("list"), t.t("editor-list")),
        ("numbers", icon("list-ordered"), t.t("editor-numbers")),
        ("code", icon("code"), t.t("editor-code")),
    ]
}
