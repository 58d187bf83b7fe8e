//! What a kind adds to a post, in the terms of the wire and back: a publication's record, an article's summary.

use federation::object::{Author, File, Licence, Record as WireRecord};

use crate::posts::{AttachmentDraft, Kind, Post};
use crate::resources::Record;
use crate::store::{Conn, Result};
use crate::{articles, resources};

/// What stands beside a post in its kind's own rows.
#[derive(Debug, Clone, Default)]
pub struct Extra {
    pub record: Option<Record>,
    /// An article's summary.
    pub brief: Option<String>,
    /// How many answers its server counts, of a root from elsewhere.
    pub answers: u64,
}

pub async fn read(conn: &mut Conn, post: &Post) -> Result<Extra> {
    Ok(match post.kind() {
        Kind::Resource => Extra {
            record: resources::queries::by_post(conn, post.id).await?.map(|resource| resource.record),
            ..Extra::default()
        },
        Kind::Article => Extra {
            brief: articles::queries::by_post(conn, post.id).await?.map(|article| article.summary),
            ..Extra::default()
        },
        _ => Extra::default(),
    })
}

/// The record as other hubs read it back; `source` is the abstract in markdown, as its author wrote it.
pub fn to_wire(record: &Record, title: &str, source: &str, files: Vec<File>) -> WireRecord {
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    WireRecord {
        title: said(title),
        kind: said(&record.type_code),
        authors: record.authors.iter().map(|name| Author { name: name.clone(), id: None }).collect(),
        publisher: said(&record.publisher),
        series: said(&record.series),
        organisations: said(&record.organisation).into_iter().collect(),
        issued: record.year.map(|year| year.to_string()),
        languages: record.languages.clone(),
        countries: record.countries.clone(),
        themes: record.themes.clone(),
        doi: record.doi.clone(),
        isbn: record.isbn.clone(),
        url: record.link.clone(),
        summary: said(source),
        licence: said(&record.licence).map(|name| Licence { name: Some(name), url: None }),
        files,
    }
}

/// A record from elsewhere, cut to our limits; codes that we do not know are kept as they came.
pub fn from_wire(wire: &WireRecord) -> Record {
    let first = |texts: &[String]| texts.first().cloned().unwrap_or_default();
    let licence = wire.licence.as_ref().and_then(|licence| licence.name.clone().or_else(|| licence.url.clone()));
    Record {
        authors: wire.authors.iter().map(|author| author.name.clone()).collect(),
        year: wire.issued.as_deref().and_then(|issued| issued.get(..4)?.parse().ok()),
        type_code: wire.kind.clone().unwrap_or_default(),
        organisation: first(&wire.organisations),
        publisher: wire.publisher.clone().unwrap_or_default(),
        series: wire.series.clone().unwrap_or_default(),
        languages: wire.languages.clone(),
        countries: wire.countries.clone(),
        themes: wire.themes.clone(),
        doi: wire.doi.clone(),
        isbn: wire.isbn.clone(),
        link: wire.url.clone(),
        licence: licence.unwrap_or_default(),
    }
    .trimmed()
}

/// The files of a record as attachments: fetched on demand, from where they lie.
pub fn files(wire: &WireRecord) -> Vec<AttachmentDraft> {
    let draft = |file: &File| AttachmentDraft {
        file: None,
        url: Some(file.url.clone()),
        role: "file",
        name: file.name.clone().unwrap_or_else(|| file.url.rsplit('/').next().unwrap_or_default().to_owned()),
        alt: String::new(),
        language: file.language.clone(),
        media_type: file.media_type.clone(),
        size: file.size.and_then(|size| i64::try_from(size).ok()),
        pages: file.pages.and_then(|pages| i32::try_from(pages).ok()),
        sha256: file.sha256.clone(),
    };
    wire.files.iter().map(draft).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_from_the_wire_as_it_went() {
        let record = Record {
            authors: vec!["Jane Doe".to_owned(), "Fatou Diop".to_owned()],
            year: Some(2025),
            type_code: "report".to_owned(),
            organisation: "IOM".to_owned(),
            publisher: "Urban Press".to_owned(),
            series: "Knowledge papers".to_owned(),
            languages: vec!["en".to_owned(), "fr".to_owned()],
            countries: vec!["SN".to_owned()],
            themes: vec!["housing".to_owned()],
            doi: Some("10.1234/abcd".to_owned()),
            isbn: Some("9783161484100".to_owned()),
            link: Some("https://example.org/report".to_owned()),
            licence: "CC BY 4.0".to_owned(),
        };
        assert_eq!(from_wire(&to_wire(&record, "A title", "An *abstract*.", Vec::new())), record);
    }
}
