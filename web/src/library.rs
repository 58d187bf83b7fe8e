//! A publication's part of its page, and the form that shares one. Title, author and replies are the thread's.
//! Must not know where records are kept.

use askama::{Template, filters::HtmlSafe};

use crate::{
    form::{Choice, Field, Form},
    locale::Words,
    parts::{FileRow, Note, Record},
    shell::{Section, Shell, Tone},
    text::Html,
};

/// What a publication's page shows between title and replies.
#[derive(Clone, Debug, Template)]
#[template(path = "library/leaflet.html")]
pub struct Leaflet {
    pub t: Words,
    /// BCP 47, of abstract and title.
    pub lang: String,
    pub abstract_html: Html,
    pub files: Vec<FileRow>,
    /// Files elsewhere: address, name, host.
    pub links: Vec<(String, String, String)>,
    pub record: Record,
    /// One line; not translated.
    pub citation: String,
    /// Addresses of the BibTeX and RIS files.
    pub bibtex: String,
    pub ris: String,
    /// `citation_title` and others, as Google Scholar reads them (name, content).
    pub meta: Vec<(&'static str, String)>,
    /// Address of the edit form for those who may.
    pub edit: Option<String>,
}

impl HtmlSafe for Leaflet {}

impl Leaflet {
    /// For the page's head.
    pub fn head(&self) -> Meta<'_> {
        Meta { meta: &self.meta }
    }

    pub fn sample(t: Words) -> Self {
        Self {
            t,
            lang: "fr".into(),
            abstract_html: Html::from_markdown(
                "Pourquoi deux projets sur trois continuent après la fin du financement.",
            ),
            files: vec![FileRow::sample(t)],
            links: vec![("https://example.org/a.pdf".into(), "Annexe II".into(), "example.org".into())],
            record: Record {
                facts: vec![
                    (t.t("resource-year"), vec![("2022".into(), "/library?from=2022&to=2022".into())]),
                    (
                        t.t("resource-countries"),
                        vec![
                            ("Niger".into(), "/library?country=NE".into()),
                            ("Mali".into(), "/library?country=ML".into()),
                        ],
                    ),
                ],
            },
            citation:
                "Ba, Aïssatou (2022). Réintégration et enfants : leçons de six pays. IOM. https://doi.org/10.1234/abcd"
                    .into(),
            bibtex: "/library/1/citation.bib".into(),
            ris: "/library/1/citation.ris".into(),
            meta: vec![("citation_title", "Réintégration et enfants".into())],
            edit: Some("/library/1/edit".into()),
        }
    }
}

/// See [`Leaflet::head`].
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for (name, content) in meta %}<meta name="{{ name }}" content="{{ content }}">{% endfor %}"#
)]
pub struct Meta<'a> {
    meta: &'a [(&'static str, String)],
}

impl HtmlSafe for Meta<'_> {}

/// A form with a page of its own: sharing and editing publications and articles.
#[derive(Clone, Debug, Template)]
#[template(path = "library/form.html")]
pub struct FormPage {
    pub t: Words,
    pub shell: Shell,
    pub note: Option<Note>,
    /// What may be the same: address and title.
    pub alike: Vec<(String, String)>,
    pub form: Form,
}

impl FormPage {
    pub fn sample(t: Words) -> Self {
        let form = Form::post(t, "/library", "token", t.t("resource-share"))
            .with(Field::text("title", t.t("resource-title")).required().help(t.t("resource-title-help")))
            .with(Field::select("type", t.t("resource-type"), vec![Choice::new("report", "Report")]))
            .with(Field::editor("body", t.t("resource-abstract")).help(t.t("resource-abstract-help")))
            .with(Field::files("files", t.t("resource-upload"), "application/pdf"))
            .button("add", "1", t.t("resource-upload-only"))
            .with(Field::check("different", t.t("resource-different")))
            .with_faults([("different", "alike"), ("files", "file-heic")])
            .who_sees(t.t("library-lead"));
        Self {
            t,
            shell: Shell { section: Section::Library, ..Shell::sample(t, &t.t("library-contribute")) },
            note: Some(Note { tone: Tone::Warning, text: t.t("resource-alike"), action: None }),
            alike: vec![("/posts/1".into(), "Réintégration et enfants : leçons de six pays (2022)".into())],
            form,
        }
    }
}

/// A leaflet on a page of its own, for the gallery: hubs show it inside a thread.
#[derive(Clone, Debug, Template)]
#[template(
    ext = "html",
    source = r#"{% extends "shell.html" %}{% block head %}{{ leaflet.head() }}{% endblock %}{% block main %}<article class="read"><h1>{{ shell.title }}</h1>{{ leaflet }}</article>{% endblock %}"#
)]
pub(crate) struct LeafletSample {
    shell: Shell,
    leaflet: Leaflet,
}

impl LeafletSample {
    pub(crate) fn sample(t: Words) -> Self {
        Self { shell: Shell::sample(t, "Réintégration et enfants"), leaflet: Leaflet::sample(t) }
    }
}
