//! The record of a publication on the wire: Dublin Core and schema.org terms, ours where these have none. Written by one
//! hub and read by another without loss; read from others as far as it goes. Knows terms, not what they are used for.

use serde_json::{Map, Value, json};

use crate::limits::{ABSTRACT_CHARS, ATTACHMENTS, LIST, NAME_CHARS, TITLE_CHARS, URL_BYTES, WORD_CHARS};
use crate::value;

/// A publication's metadata. Codes are the shared vocabulary's; unknown ones are kept as they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// In full; `name` of the object may be shorter.
    pub title: Option<String>,
    /// Code of the type: `report`, `manual`.
    pub kind: Option<String>,
    pub authors: Vec<Author>,
    pub publisher: Option<String>,
    /// The series that it is part of.
    pub series: Option<String>,
    /// Organisations that stand behind it, without the publisher.
    pub organisations: Vec<String>,
    /// `2025`, `2025-03` or `2025-03-31`.
    pub issued: Option<String>,
    /// Codes, `en`.
    pub languages: Vec<String>,
    /// Codes, `SN`.
    pub countries: Vec<String>,
    /// Codes or words.
    pub themes: Vec<String>,
    /// Without a prefix: `10.1234/abcd`.
    pub doi: Option<String>,
    /// Digits and hyphens.
    pub isbn: Option<String>,
    /// The page of the publication elsewhere.
    pub url: Option<String>,
    /// Plain text.
    pub summary: Option<String>,
    pub licence: Option<Licence>,
    pub files: Vec<File>,
}

/// A person or body that wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    pub name: String,
    /// An address that identifies them, an ORCID for instance.
    pub id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Licence {
    /// `CC BY 4.0`.
    pub name: Option<String>,
    pub url: Option<String>,
}

/// A file of the publication; fetched on demand through the guarded client.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    pub url: String,
    pub media_type: Option<String>,
    pub name: Option<String>,
    pub language: Option<String>,
    /// In bytes.
    pub size: Option<u64>,
    /// Lower-case hexadecimal.
    pub sha256: Option<String>,
    pub pages: Option<u32>,
}

impl Record {
    /// The terms to stand beside those of the Page, which is called `name`.
    pub(super) fn write(&self, name: &str) -> Map<String, Value> {
        let mut map = Map::new();
        let mut set = |key: &str, value: Value| {
            let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            if !empty {
                map.insert(key.to_owned(), value);
            }
        };
        set("waypost:kind", json!("resource"));
        set("schema:additionalType", json!({"@id": schema_type(self.kind.as_deref())}));
        set("dcterms:type", json!(self.kind));
        set("dcterms:title", json!(self.title.as_deref().unwrap_or(name)));
        set("dcterms:abstract", json!(self.summary));
        set("schema:author", self.authors.iter().map(Author::write).collect());
        set("schema:publisher", self.publisher.as_deref().map_or(Value::Null, organisation));
        set("schema:isPartOf", self.series.as_deref().map_or(Value::Null, series));
        set("schema:sourceOrganization", self.organisations.iter().map(|name| organisation(name)).collect());
        set("dcterms:issued", json!(self.issued));
        set("dcterms:language", one_or_many(&self.languages));
        set("dcterms:spatial", json!(self.countries));
        set("dcterms:subject", json!(self.themes));
        let doi = self.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"));
        let isbn = self.isbn.as_ref().map(|isbn| format!("urn:isbn:{isbn}"));
        set("dcterms:identifier", one_or_many(&doi.into_iter().chain(isbn).collect::<Vec<_>>()));
        set("schema:url", json!(self.url));
        if let Some(licence) = &self.licence {
            set("licence", licence.name.as_ref().map_or(Value::Null, |name| json!({ "name": name })));
            set("dcterms:license", licence.url.as_ref().map_or(Value::Null, |url| json!({ "@id": url })));
        }
        set("schema:encoding", self.files.iter().map(File::write).collect());
        map
    }

    /// The record of an object, when it has one.
    pub(super) fn read(object: &Value) -> Option<Record> {
        let ours = object.get("waypost:kind").and_then(Value::as_str) == Some("resource");
        if !ours && object.get("dcterms:type").is_none() && object.get("schema:encoding").is_none() {
            return None;
        }
        let identifiers = strings(object.get("dcterms:identifier"), LIST, URL_BYTES);
        let licence = Licence {
            name: object.get("licence").and_then(|l| value::text(l.get("name").or(Some(l)), NAME_CHARS)),
            url: reference(object.get("dcterms:license")),
        };
        Some(Record {
            title: value::text(object.get("dcterms:title"), TITLE_CHARS),
            kind: value::text(object.get("dcterms:type"), WORD_CHARS),
            authors: value::list(object.get("schema:author")).iter().take(LIST).filter_map(Author::read).collect(),
            publisher: names(object.get("schema:publisher")).into_iter().next(),
            series: names(object.get("schema:isPartOf")).into_iter().next(),
            organisations: names(object.get("schema:sourceOrganization")),
            issued: value::text(object.get("dcterms:issued"), WORD_CHARS),
            languages: strings(object.get("dcterms:language"), LIST, WORD_CHARS),
            countries: strings(object.get("dcterms:spatial"), LIST, WORD_CHARS),
            themes: strings(object.get("dcterms:subject"), LIST, NAME_CHARS),
            doi: identifiers.iter().find_map(|text| doi(text)),
            isbn: identifiers.iter().find_map(|text| text.strip_prefix("urn:isbn:").map(str::to_owned)),
            url: value::href(object.get("schema:url")),
            summary: value::text(object.get("dcterms:abstract"), ABSTRACT_CHARS),
            licence: Some(licence).filter(|licence| *licence != Licence::default()),
            files: value::list(object.get("schema:encoding")).iter().take(ATTACHMENTS).filter_map(File::read).collect(),
        })
    }
}

impl Author {
    fn write(&self) -> Value {
        let mut value = json!({"type": "schema:Person", "schema:name": self.name});
        if let Some(id) = &self.id {
            value["schema:identifier"] = json!(id);
        }
        value
    }

    fn read(value: &Value) -> Option<Author> {
        let name = value::text(value.get("schema:name").or_else(|| value.get("name")).or(Some(value)), NAME_CHARS)?;
        Some(Author { name, id: value::text(value.get("schema:identifier"), URL_BYTES) })
    }
}

impl File {
    fn write(&self) -> Value {
        let mut value = json!({"type": "schema:MediaObject", "schema:contentUrl": self.url});
        let mut set = |key: &str, field: Option<Value>| {
            if let Some(field) = field {
                value[key] = field;
            }
        };
        set("schema:encodingFormat", self.media_type.as_ref().map(|v| json!(v)));
        set("schema:name", self.name.as_ref().map(|v| json!(v)));
        set("schema:inLanguage", self.language.as_ref().map(|v| json!(v)));
        set("schema:contentSize", self.size.map(|v| json!(v.to_string())));
        set("schema:sha256", self.sha256.as_ref().map(|v| json!(v)));
        set("waypost:pages", self.pages.map(|v| json!(v)));
        value
    }

    fn read(value: &Value) -> Option<File> {
        let sha256 = value::text(value.get("schema:sha256"), WORD_CHARS);
        Some(File {
            url: value::href(value.get("schema:contentUrl"))?,
            media_type: value::text(value.get("schema:encodingFormat"), WORD_CHARS),
            name: value::text(value.get("schema:name"), NAME_CHARS),
            language: value::text(value.get("schema:inLanguage"), WORD_CHARS),
            size: value::count(value.get("schema:contentSize")),
            sha256: sha256.filter(|hex| hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))),
            pages: value::count(value.get("waypost:pages")).and_then(|pages| u32::try_from(pages).ok()),
        })
    }
}

/// What the type is to software that knows schema.org; our own code stands in `dcterms:type`.
fn schema_type(kind: Option<&str>) -> &'static str {
    match kind {
        Some("report" | "evaluation" | "assessment") => "schema:Report",
        Some("study" | "research" | "paper" | "article") => "schema:ScholarlyArticle",
        Some("manual" | "guideline" | "guidelines" | "handbook" | "toolkit") => "schema:HowTo",
        Some("book") => "schema:Book",
        Some("dataset") => "schema:Dataset",
        _ => "schema:CreativeWork",
    }
}

fn organisation(name: &str) -> Value {
    json!({"type": "schema:Organization", "schema:name": name})
}

fn series(name: &str) -> Value {
    json!({"type": "schema:CreativeWorkSeries", "schema:name": name})
}

fn one_or_many(texts: &[String]) -> Value {
    match texts {
        [single] => json!(single),
        several => json!(several),
    }
}

fn strings(value: Option<&Value>, most: usize, chars: usize) -> Vec<String> {
    value::list(value).iter().take(most).filter_map(|item| value::text(Some(item), chars)).collect()
}

fn names(value: Option<&Value>) -> Vec<String> {
    let name =
        |item: &Value| value::text(item.get("schema:name").or_else(|| item.get("name")).or(Some(item)), NAME_CHARS);
    value::list(value).iter().take(LIST).filter_map(name).collect()
}

/// An address as text or as `{"@id"}`.
fn reference(value: Option<&Value>) -> Option<String> {
    value::list(value).iter().find_map(|item| value::href(item.get("@id").or(Some(item))))
}

fn doi(text: &str) -> Option<String> {
    let bare = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(text);
    (bare.starts_with("10.") && bare.contains('/')).then(|| bare.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::option::of;
    use proptest::prelude::*;

    fn words() -> impl Strategy<Value = String> {
        "[a-zA-Zé؀-ٟ0-9][ a-zA-Zé،.'\"&<>]{0,30}[a-z]"
    }

    fn address() -> impl Strategy<Value = String> {
        "https://[a-z]{1,9}\\.example/[a-z0-9/]{0,20}"
    }

    fn author() -> impl Strategy<Value = Author> {
        (words(), of(address())).prop_map(|(name, id)| Author { name, id })
    }

    fn file() -> impl Strategy<Value = File> {
        let named = (address(), of("application/[a-z]{2,9}"), of(words()), of("[a-z]{2}"));
        (named, of(any::<u64>()), of("[0-9a-f]{64}"), of(any::<u32>())).prop_map(
            |((url, media_type, name, language), size, sha256, pages)| File {
                url,
                media_type,
                name,
                language,
                size,
                sha256,
                pages,
            },
        )
    }

    fn record() -> impl Strategy<Value = Record> {
        let part_of = (of(words()), of(words()));
        let text = (of("[a-z]{2,12}"), vec(author(), 0..5), part_of, vec(words(), 0..4), of("20[0-9]{2}(-0[1-9])?"));
        let lists = (vec("[a-z]{2}", 0..4), vec("[A-Z]{2}", 0..4), vec(words(), 0..4));
        let ids = (of("10\\.[0-9]{4}/[a-z0-9.]{1,12}"), of("97[89]-[0-9]{10}"), of(address()), of(words()));
        let licence = (of(words()), of(address()));
        (text, lists, ids, licence, vec(file(), 0..4)).prop_map(|(text, lists, ids, licence, files)| Record {
            title: Some("A publication".into()),
            kind: text.0,
            authors: text.1,
            publisher: text.2.0,
            series: text.2.1,
            organisations: text.3,
            issued: text.4,
            languages: lists.0,
            countries: lists.1,
            themes: lists.2,
            doi: ids.0,
            isbn: ids.1,
            url: ids.2,
            summary: ids.3,
            licence: Some(Licence { name: licence.0, url: licence.1 }).filter(|l| *l != Licence::default()),
            files,
        })
    }

    proptest! {
        #[test]
        fn a_record_is_read_back_without_loss(record in record()) {
            let sent = Value::Object(record.write("A title")).to_string();
            let read = Record::read(&serde_json::from_str(&sent).unwrap());
            prop_assert_eq!(read, Some(record));
        }
    }

    #[test]
    fn a_record_of_another_shape_is_read_as_far_as_it_goes() {
        let record = Record::read(&json!({
            "dcterms:type": "report", "schema:author": "Jane Doe", "schema:publisher": "IOM",
            "dcterms:identifier": ["doi:10.1/x", 3, null], "dcterms:license": "https://cc.example/by",
            "licence": "CC BY", "schema:encoding": {"schema:contentUrl": "https://a.example/f.pdf", "schema:contentSize": 12, "schema:sha256": "nope"},
        }))
        .unwrap();
        assert_eq!(record.authors[0].name, "Jane Doe");
        assert_eq!(record.publisher.as_deref(), Some("IOM"));
        assert_eq!(record.doi.as_deref(), Some("10.1/x"));
        let licence = record.licence.unwrap();
        assert_eq!((licence.name.as_deref(), licence.url.as_deref()), (Some("CC BY"), Some("https://cc.example/by")));
        assert_eq!((record.files[0].size, record.files[0].sha256.clone()), (Some(12), None));
        assert_eq!(Record::read(&json!({"type": "Page"})), None);
    }
}
