//! A person's page: who they are and what they wrote that the reader may see.
//! Must not know where a person's row lives.

use askama::Template;

use crate::{
    locale::Words,
    mark::{self, Mark},
    parts::{Empty, Pager, PostRow, Record},
    shell::Shell,
    text::Html,
};

#[derive(Clone, Debug, Template)]
#[template(path = "people/show.html")]
pub struct PersonPage {
    pub t: Words,
    pub shell: Shell,
    pub name: String,
    /// `aissatou@hub.example`
    pub address: String,
    /// The server they write from, by name; empty for our own members.
    pub from: String,
    pub facts: Record,
    pub words: Html,
    pub posts: Vec<PostRow>,
    /// Instead of posts.
    pub empty: Option<Empty>,
    pub pager: Pager,
    /// Further ways: edit one's profile, the original page; address and words.
    pub links: Vec<(String, String)>,
}

impl PersonPage {
    fn mark(&self) -> Mark {
        mark::person(&self.name)
    }

    pub fn sample(t: Words) -> Self {
        Self {
            t,
            shell: Shell::sample(t, "Aïssatou Ba"),
            name: "Aïssatou Ba".into(),
            address: "aissatou@exchange.example".into(),
            from: String::new(),
            facts: Record {
                facts: vec![
                    (t.t("account-organisation"), vec![("Bureau régional".into(), String::new())]),
                    (t.t("profile-spoken"), vec![(t.language("fr"), String::new()), (t.language("wo"), String::new())]),
                ],
            },
            words: Html::from_markdown("I work on **case management** in Thiès."),
            posts: vec![PostRow::sample(t), PostRow::sample_from_elsewhere(t)],
            empty: None,
            pager: Pager::cursors(t, None, Some("/people/aissatou?after=1".into())),
            links: vec![("/settings".into(), t.t("person-edit"))],
        }
    }

    pub fn sample_empty(t: Words) -> Self {
        let empty = Empty { title: t.t("person-empty"), text: String::new(), action: None };
        Self {
            shell: Shell { viewer: None, ..Shell::sample(t, "Mara") },
            from: "mastodon.example".into(),
            words: Html::default(),
            facts: Record { facts: Vec::new() },
            posts: Vec::new(),
            empty: Some(empty),
            pager: Pager::cursors(t, None, None),
            ..Self::sample(t)
        }
    }
}
