//! Lists that are searched and filtered: the library, and the search over everything. The filters are one GET form, so
//! that every state has an address. Must not know how anything is found.

use askama::{Template, filters::HtmlSafe};

use crate::{
    locale::Words,
    parts::{Chips, Empty, Pager, PostRow, ResourceRow},
    shell::{Section, Shell},
};

#[derive(Clone, Debug, Template)]
#[template(path = "find/show.html")]
pub struct FoundPage {
    pub t: Words,
    pub shell: Shell,
    /// Path that the form is sent to.
    pub action: String,
    pub lead: String,
    /// As typed.
    pub asked: String,
    pub facets: Vec<Facet>,
    /// Years asked for, as text; None leaves the fields out.
    pub years: Option<(String, String)>,
    /// Code of the order, its words, whether it is on.
    pub sorts: Vec<(String, String, bool)>,
    pub chips: Chips,
    /// "39 publications"; empty before anything was asked.
    pub count: String,
    pub rows: Vec<FoundRow>,
    pub empty: Option<Empty>,
    /// Titles that look like what was asked: address and title.
    pub near: Vec<(String, String)>,
    /// Name, address and page of groups, and of people.
    pub groups: Vec<(String, String, String)>,
    pub people: Vec<(String, String, String)>,
    pub pager: Pager,
    /// Address and words of the page's one deed.
    pub deed: Option<(String, String)>,
}

/// A hit: publications show their record.
#[derive(Clone, Debug)]
pub enum FoundRow {
    Post(Box<PostRow>),
    Resource(Box<ResourceRow>),
}

/// One filter with its values and how often each occurs.
#[derive(Clone, Debug, Template)]
#[template(path = "find/facet.html")]
pub struct Facet {
    pub t: Words,
    pub legend: String,
    /// The field's name.
    pub name: &'static str,
    pub values: Vec<Value>,
    /// Values that unfold.
    pub more: Vec<Value>,
}

impl HtmlSafe for Facet {}

#[derive(Clone, Debug)]
pub struct Value {
    pub code: String,
    pub words: String,
    pub count: i64,
    pub on: bool,
}

impl FoundPage {
    /// How many filters are on, for the folded panel on phones.
    fn filtered(&self) -> usize {
        self.chips.on.len()
    }

    fn has_filters(&self) -> bool {
        !self.facets.is_empty()
    }

    pub fn sample(t: Words) -> Self {
        let value = |code: &str, words: &str, count, on| Value { code: code.into(), words: words.into(), count, on };
        Self {
            t,
            shell: Shell { section: Section::Library, ..Shell::sample(t, &t.t("nav-library")) },
            action: "/library".into(),
            lead: t.t("library-lead"),
            asked: "retour volontaire".into(),
            facets: vec![
                Facet {
                    t,
                    legend: t.t("find-type"),
                    name: "type",
                    values: vec![value("evaluation", "Evaluation", 212, true), value("manual", "Manual", 48, false)],
                    more: vec![],
                },
                Facet {
                    t,
                    legend: t.t("resource-countries"),
                    name: "country",
                    values: vec![value("NE", "Niger", 24, false)],
                    more: vec![value("CD", "Democratic Republic of the Congo", 1, false)],
                },
            ],
            years: Some(("2015".into(), String::new())),
            sorts: vec![("best".into(), t.t("find-sort-best"), true), ("year".into(), t.t("find-sort-year"), false)],
            chips: Chips {
                t,
                on: vec![("/library?q=retour+volontaire".into(), "Evaluation".into())],
                more: vec![("/library".into(), t.t("find-clear"))],
            },
            count: t.n("find-publications", 39),
            rows: vec![
                FoundRow::Resource(Box::new(ResourceRow::sample(t))),
                FoundRow::Post(Box::new(PostRow::sample(t))),
            ],
            empty: None,
            near: vec![],
            groups: vec![],
            people: vec![],
            pager: Pager::cursors(t, None, Some("/library?after=1".into())),
            deed: Some(("/library/new".into(), t.t("library-contribute"))),
        }
    }

    /// The search over everything, with groups and people, and nothing else.
    pub fn sample_nothing(t: Words) -> Self {
        let empty = Empty { title: t.t("find-none"), text: t.t("find-none-text"), action: None };
        Self {
            shell: Shell::sample(t, &t.t("find-title")),
            action: "/search".into(),
            lead: String::new(),
            asked: "reintegratoin".into(),
            facets: vec![],
            years: None,
            sorts: vec![],
            chips: Chips { t, on: vec![], more: vec![] },
            count: t.n("find-results", 0),
            rows: vec![],
            empty: Some(empty),
            near: vec![("/posts/1".into(), "Reintegration handbook".into())],
            groups: vec![(
                "Case management".into(),
                "case-management@nairobi.example".into(),
                "/groups/case-management@nairobi.example".into(),
            )],
            people: vec![("Aïssatou Ba".into(), "@aissatou".into(), "/people/aissatou".into())],
            pager: Pager::cursors(t, None, None),
            deed: None,
            ..Self::sample(t)
        }
    }
}
