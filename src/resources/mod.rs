//! Resources: posts that carry a publication's record. The abstract is the post's body, the files are its attachments.
//! Must not know how a record is shown, searched or sent.

pub mod citation;
pub mod commands;
pub mod identifiers;
pub mod queries;

use chrono::{DateTime, Datelike, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::store::Result;
use crate::store::error::Faults;
use crate::store::ids::PostId;
use crate::store::schema::resources;
use crate::vocabulary;

/// Longest title, characters: real ones run past what discussions need.
pub const TITLE_MOST: usize = crate::posts::RESOURCE_TITLE_MOST;
const AUTHORS_MOST: usize = 50;
const LINE_MOST: usize = 250;
const CODES_MOST: usize = 60;
/// Nothing in a library is older.
const FIRST_YEAR: i16 = 1900;

/// What is known about a publication. Codes are the vocabulary's; foreign ones are kept as they came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = resources)]
#[serde(default)]
pub struct Record {
    pub authors: Vec<String>,
    pub year: Option<i16>,
    pub type_code: String,
    pub organisation: String,
    pub publisher: String,
    pub series: String,
    /// BCP 47, of the publication's texts.
    pub languages: Vec<String>,
    /// ISO 3166-1 alpha-2, or 001 for worldwide.
    pub countries: Vec<String>,
    pub themes: Vec<String>,
    /// `10.1234/abcd`, without a resolver's address.
    pub doi: Option<String>,
    /// 13 digits.
    pub isbn: Option<String>,
    /// Where it was published.
    pub link: Option<String>,
    pub licence: String,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = resources)]
pub struct Resource {
    pub post_id: PostId,
    #[diesel(embed)]
    pub record: Record,
    /// Names the row that an import made it from.
    pub source_key: Option<String>,
    pub reviewed_at: Option<DateTime<Utc>>,
}

impl Record {
    /// What a record that is written here must hold.
    pub fn check(&self, now: DateTime<Utc>) -> Result<()> {
        let mut faults = Faults::default();
        faults.check(vocabulary::types().by_code(&self.type_code).is_some(), "type", "choose");
        let last = i16::try_from(now.year()).unwrap_or(i16::MAX).saturating_add(1);
        faults.check(self.year.is_none_or(|year| (FIRST_YEAR..=last).contains(&year)), "year", "year");
        faults.check(self.authors.len() <= AUTHORS_MOST, "authors", "too-many");
        faults.check(self.authors.iter().all(|name| name.chars().count() <= LINE_MOST), "authors", "too-long");
        faults.check(self.countries.len() <= CODES_MOST, "countries", "too-many");
        for (value, field) in [
            (&self.organisation, "organisation"),
            (&self.publisher, "publisher"),
            (&self.series, "series"),
            (&self.licence, "licence"),
        ] {
            faults.at_most(value, field, LINE_MOST);
        }
        let countries = self.countries.iter().all(|code| vocabulary::countries().by_code(code).is_some());
        faults.check(countries, "countries", "country");
        let themes = self.themes.iter().all(|code| vocabulary::themes().by_code(code).is_some());
        faults.check(themes, "themes", "choose");
        let doi = self.doi.as_deref();
        faults.check(doi.is_none_or(|doi| identifiers::doi(doi).as_deref() == Some(doi)), "doi", "doi");
        let isbn = self.isbn.as_deref();
        faults.check(isbn.is_none_or(|isbn| identifiers::isbn(isbn).as_deref() == Some(isbn)), "isbn", "isbn");
        let link = self.link.as_deref();
        faults.check(link.is_none_or(|link| identifiers::link(link).is_some()), "link", "url");
        faults.done()
    }

    /// A record from elsewhere, cut to our limits; identifiers that are none are dropped.
    pub fn trimmed(mut self) -> Self {
        let cut = |text: &mut String, most: usize| *text = text.trim().chars().take(most).collect();
        for line in [&mut self.organisation, &mut self.publisher, &mut self.series, &mut self.licence] {
            cut(line, LINE_MOST);
        }
        self.authors.truncate(AUTHORS_MOST);
        self.authors.iter_mut().for_each(|name| cut(name, LINE_MOST));
        for codes in [&mut self.languages, &mut self.countries, &mut self.themes] {
            codes.truncate(CODES_MOST);
            codes.iter_mut().for_each(|code| cut(code, 64));
        }
        cut(&mut self.type_code, 64);
        if self.type_code.is_empty() {
            self.type_code = "report".to_owned();
        }
        self.year = self.year.filter(|year| (0..=3000).contains(year));
        self.doi = self.doi.as_deref().and_then(identifiers::doi);
        self.isbn = self.isbn.as_deref().and_then(identifiers::isbn);
        self.link = self.link.as_deref().and_then(identifiers::link);
        self
    }

    /// Where the publication stands outside of this hub: its DOI's resolver, or its link.
    pub fn address(&self) -> Option<String> {
        self.doi.as_ref().map(|doi| format!("https://doi.org/{doi}")).or_else(|| self.link.clone())
    }
}
