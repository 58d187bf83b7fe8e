//! Lists of servers, taken over and handed on: the forms, and what came of an import. Must not know what a line means.

use askama::Template;

use crate::{
    administration::{Tab, tabs},
    form::{Choice, Field, Form},
    locale::Words,
    parts::Tabs,
    shell::Shell,
};

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub taken: u32,
    /// Decided so already.
    pub same: u32,
    pub left_out: u32,
    /// The first of those: number of the line, its beginning, why.
    pub lines: Vec<(u64, String, String)>,
}

#[derive(Clone, Debug, Template)]
#[template(path = "hubs/lists.html")]
pub struct ListsPage {
    pub t: Words,
    pub shell: Shell,
    pub tabs: Tabs,
    pub outcome: Option<Outcome>,
    /// How many stand in each list.
    pub blocked: u32,
    pub partners: u32,
    pub form: Form,
}

pub fn import_form(t: Words, csrf: &str) -> Form {
    let kinds = ["blocked", "partner"].map(|code| Choice::new(code, t.t(&format!("lists-which-{code}")))).to_vec();
    Form::post(t, "/admin/hubs/lists", csrf, t.t("lists-import"))
        .with(Field::radios("which", t.t("lists-which"), kinds).value("blocked").required())
        .with(Field::file("file", t.t("lists-file"), ".csv,.txt,text/csv,text/plain"))
        .with(Field::area("text", t.t("lists-text"), 6).help(t.t("lists-text-help")))
}

impl ListsPage {
    pub fn sample(t: Words) -> Self {
        let line = |n, text: &str, key: &str| (n, text.to_owned(), t.t(key));
        Self {
            t,
            shell: Shell::sample(t, &t.t("lists-title")),
            tabs: tabs(t, Tab::Servers),
            outcome: Some(Outcome {
                taken: 112,
                same: 4,
                left_out: 2,
                lines: vec![
                    line(7, "quiet.example,silence", "lists-why-severity"),
                    line(19, "b*d.example", "lists-why-hidden"),
                ],
            }),
            blocked: 116,
            partners: 6,
            form: import_form(t, "x"),
        }
    }
}
