//! Spotlight articles: the list, and an article's part of its page. Title, author and replies are the thread's.
//! Must not know where articles are kept.

use askama::{Template, filters::HtmlSafe};

use crate::{
    locale::Words,
    parts::{Empty, Pager, PostRow},
    shell::{Section, Shell},
    text::Html,
};

#[derive(Clone, Debug, Template)]
#[template(path = "spotlight/index.html")]
pub struct SpotlightPage {
    pub t: Words,
    pub shell: Shell,
    pub rows: Vec<ArticleRow>,
    pub empty: Option<Empty>,
    pub pager: Pager,
    /// Address and words, for editors.
    pub deed: Option<(String, String)>,
}

/// An article in the list: a picture, if it has one, and the summary.
#[derive(Clone, Debug)]
pub struct ArticleRow {
    pub row: PostRow,
    pub picture: Option<Picture>,
}

/// A picture with its description and size in pixels (0: unknown).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub src: String,
    pub alt: String,
    pub width: u32,
    pub height: u32,
}

impl Picture {
    fn sample() -> Self {
        Self { src: "/assets/favicon.svg".into(), alt: "Two women at a market stall".into(), width: 320, height: 200 }
    }
}

impl SpotlightPage {
    pub fn sample(t: Words) -> Self {
        let row = ArticleRow { row: PostRow::sample_from_elsewhere(t), picture: Some(Picture::sample()) };
        let bare = ArticleRow { row: PostRow::sample(t), picture: None };
        Self {
            t,
            shell: Shell { section: Section::Spotlight, ..Shell::sample(t, &t.t("nav-spotlight")) },
            rows: vec![row, bare],
            empty: None,
            pager: Pager::sample(t),
            deed: Some(("/spotlight/new".into(), t.t("spotlight-write"))),
        }
    }

    pub fn sample_empty(t: Words) -> Self {
        let empty = Empty { title: t.t("spotlight-none"), text: t.t("spotlight-none-text"), action: None };
        Self { rows: vec![], empty: Some(empty), deed: None, pager: Pager::cursors(t, None, None), ..Self::sample(t) }
    }
}

/// What an article's page shows between title and replies.
#[derive(Clone, Debug, Template)]
#[template(path = "spotlight/piece.html")]
pub struct Piece {
    pub t: Words,
    /// BCP 47.
    pub lang: String,
    pub summary: String,
    pub picture: Option<Picture>,
    pub body: Html,
    /// Address of the edit form for those who may.
    pub edit: Option<String>,
}

impl HtmlSafe for Piece {}

impl Piece {
    pub fn sample(t: Words) -> Self {
        Self {
            t,
            lang: "en".into(),
            summary: "Six months after coming home, three friends in Sfax run a workshop together.".into(),
            picture: Some(Picture::sample()),
            body: Html::from_markdown("They began with **one** sewing machine.\n\n## What helped\n\nA neighbour."),
            edit: Some("/spotlight/1/edit".into()),
        }
    }
}

/// A piece on a page of its own, for the gallery: hubs show it inside a thread.
#[derive(Clone, Debug, Template)]
#[template(
    ext = "html",
    source = r#"{% extends "shell.html" %}{% block main %}<article class="read"><h1>{{ shell.title }}</h1>{{ piece }}</article>{% endblock %}"#
)]
pub(crate) struct PieceSample {
    shell: Shell,
    piece: Piece,
}

impl PieceSample {
    pub(crate) fn sample(t: Words) -> Self {
        Self { shell: Shell::sample(t, "Three friends, one workshop"), piece: Piece::sample(t) }
    }
}
