//! A row of a table of publications as a resource. Understands two headers: the export of IOM's evaluation repository,
//! and the plain one that is documented at [`PLAIN`]. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};

use crate::media::blobs::hex;
use crate::posts::AttachmentDraft;
use crate::resources::{Record, identifiers};
use crate::vocabulary::{countries, languages, themes, types};

/// The plain header: any of these columns, in any order and case; only `title` is needed. Several authors and files are
/// separated by `;`, codes or names of languages, countries and themes by `,` or `;`.
pub const PLAIN: [&str; 17] = [
    "title",
    "year",
    "type",
    "authors",
    "organisation",
    "publisher",
    "series",
    "abstract",
    "language",
    "countries",
    "themes",
    "doi",
    "isbn",
    "link",
    "licence",
    "files",
    "date",
];

/// Columns of the evaluation repository that are kept as lines of the body, in the table's own words.
const FACTS: [&str; 7] = [
    "Donor",
    "Project Code",
    "Evaluation Coverage",
    "Type of Evaluation Timing",
    "Type of Evaluator",
    "Relevant Crosscutting Themes",
    "Regions Covered",
];

/// What one row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    pub title: String,
    pub language: String,
    /// Markdown.
    pub body: String,
    pub record: Record,
    pub attachments: Vec<AttachmentDraft>,
    pub published_at: Option<DateTime<Utc>>,
    /// The same for the same publication in another run.
    pub key: String,
    /// Names that are in no vocabulary of ours.
    pub unknown: Vec<String>,
}

/// Which columns a table has.
#[derive(Debug, Clone)]
pub struct Layout {
    columns: Vec<String>,
    evaluations: bool,
}

impl Layout {
    /// Reads the header; a table without titles is refused.
    pub fn of(header: &csv::StringRecord) -> anyhow::Result<Self> {
        let columns: Vec<String> =
            header.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_lowercase()).collect();
        let has = |name: &str| columns.iter().any(|column| column == name);
        anyhow::ensure!(
            has("title"),
            "the table has no column 'title'. Columns that are understood: {}; or the export of IOM's evaluation repository",
            PLAIN.join(", ")
        );
        let evaluations = has("countries covered") && has("document subtype");
        Ok(Self { columns, evaluations })
    }

    /// The row as a publication, or why not.
    pub fn read(&self, row: &csv::StringRecord) -> Result<Publication, String> {
        let column = |name: &str| {
            let place = self.columns.iter().position(|column| column.eq_ignore_ascii_case(name));
            place.and_then(|place| row.get(place)).unwrap_or_default().trim()
        };
        let title = column("title").split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() {
            return Err("title: missing".to_owned());
        }
        let year = match column("year") {
            "" => None,
            text => Some(text.parse::<i16>().map_err(|_| format!("year: '{text}' is not a year"))?),
        };
        let mut publication = if self.evaluations { evaluation(&column) } else { plain(&column)? };
        publication.record.year = year;
        publication.key = key(&title, year, &publication);
        publication.title = title;
        Ok(publication)
    }
}

fn evaluation<'a>(column: &impl Fn(&str) -> &'a str) -> Publication {
    let (language_codes, mut unknown) = languages().read_list(column("languages"));
    let (country_codes, more) = countries().read_list(column("countries covered"));
    unknown.extend(more);
    let (theme_codes, more) = themes().read_list(column("migration thematic areas"));
    unknown.extend(more);
    let facts = FACTS.iter().map(|name| (*name, column(name))).filter(|(_, value)| !value.is_empty());
    let body = facts.map(|(name, value)| format!("- {name}: {}\n", plain_markdown(value))).collect();
    let urls: Vec<&str> = column("file url").split(',').map(str::trim).filter(|url| !url.is_empty()).collect();
    let names: Vec<&str> = column("file description").split(',').map(str::trim).collect();
    // A comma inside a description: then nobody knows which belongs to which.
    let named = names.len() == urls.len();
    let files = urls.iter().enumerate().map(|(place, url)| (*url, if named { names[place] } else { "" }));
    Publication {
        title: String::new(),
        language: language_codes.first().cloned().unwrap_or_else(|| "und".to_owned()),
        body,
        record: Record {
            authors: authors(column("author")),
            type_code: "evaluation".to_owned(),
            organisation: "International Organization for Migration".to_owned(),
            languages: language_codes,
            countries: country_codes,
            themes: theme_codes,
            ..Record::default()
        },
        attachments: links(files),
        published_at: day(column("date of publication")),
        key: String::new(),
        unknown,
    }
}

fn plain<'a>(column: &impl Fn(&str) -> &'a str) -> Result<Publication, String> {
    let identifier = |name: &str, read: fn(&str) -> Option<String>| match column(name) {
        "" => Ok(None),
        text => read(text).map(Some).ok_or_else(|| format!("{name}: '{text}' is none")),
    };
    let kind = match column("type") {
        "" => "report".to_owned(),
        text => types()
            .by_name(text)
            .map(|term| term.code.to_owned())
            .ok_or_else(|| format!("type: '{text}' is unknown"))?,
    };
    let (language_codes, mut unknown) = languages().read_list(column("language"));
    let (country_codes, more) = countries().read_list(column("countries"));
    unknown.extend(more);
    let (theme_codes, more) = themes().read_list(column("themes"));
    unknown.extend(more);
    Ok(Publication {
        title: String::new(),
        language: language_codes.first().cloned().unwrap_or_else(|| "und".to_owned()),
        body: plain_markdown(column("abstract")),
        record: Record {
            authors: column("authors")
                .split(';')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            year: None,
            type_code: kind,
            organisation: column("organisation").to_owned(),
            publisher: column("publisher").to_owned(),
            series: column("series").to_owned(),
            languages: language_codes,
            countries: country_codes,
            themes: theme_codes,
            doi: identifier("doi", identifiers::doi)?,
            isbn: identifier("isbn", identifiers::isbn)?,
            link: identifier("link", identifiers::link)?,
            licence: column("licence").to_owned(),
        },
        attachments: links(column("files").split(';').map(|url| (url.trim(), ""))),
        published_at: day(column("date")),
        key: String::new(),
        unknown,
    })
}

/// Names are separated by `;`, or by commas where each part looks like a whole name ("Diallo, Aïssatou" is one).
fn authors(text: &str) -> Vec<String> {
    let parts: Vec<&str> = if text.contains(';') { text.split(';').collect() } else { text.split(',').collect() };
    let whole = text.contains(';') || parts.iter().all(|part| part.split_whitespace().count() >= 2);
    let names = if whole { parts } else { vec![text] };
    let tidy = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ");
    names.into_iter().map(tidy).filter(|name| !name.is_empty()).collect()
}

/// Addresses that are none are left out; a file without a description is called as in its address.
fn links<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<AttachmentDraft> {
    files
        .filter_map(|(url, name)| Some((identifiers::link(url)?, name)))
        .take(40)
        .map(|(url, name)| {
            let last = url.rsplit('/').next().unwrap_or_default();
            let readable: String = url::form_urlencoded::parse(last.replace('+', "%2B").as_bytes())
                .next()
                .map_or_else(|| last.to_owned(), |(name, _)| name.into_owned());
            AttachmentDraft {
                file: None,
                role: "link",
                name: if name.is_empty() { readable } else { name.to_owned() },
                alt: String::new(),
                language: None,
                media_type: last.to_ascii_lowercase().ends_with(".pdf").then(|| "application/pdf".to_owned()),
                size: None,
                pages: None,
                sha256: None,
                url: Some(url),
            }
        })
        .collect()
}

/// Midday, so that it is this day nearly everywhere.
fn day(text: &str) -> Option<DateTime<Utc>> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Some(day.and_hms_opt(12, 0, 0)?.and_utc())
}

fn plain_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// The table has no key of its own: what identifies a publication is its title, year, authors and files.
fn key(title: &str, year: Option<i16>, publication: &Publication) -> String {
    let mut hasher = Sha256::new();
    let files = publication.attachments.iter().filter_map(|file| file.url.as_deref());
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    let parts = [title, &year].into_iter().chain(publication.record.authors.iter().map(String::as_str)).chain(files);
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    format!("csv:{}", hex(&hasher.finalize()[..16]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(table: &str) -> Vec<Result<Publication, String>> {
        let mut reader = csv::ReaderBuilder::new().from_reader(table.as_bytes());
        let layout = Layout::of(reader.headers().unwrap()).unwrap();
        reader.records().map(|row| layout.read(&row.unwrap())).collect()
    }

    #[test]
    fn the_plain_header_is_understood_in_any_order() {
        let rows = read(
            "\u{feff}Year,Title,Authors,Countries,Language,DOI,Files,Type\n\
             2020,Un *titre*,\"Ba, A.; Diallo, M.\",\"Ivory Coast, Atlantis\",French,doi:10.1234/x,https://x.test/a%20b.pdf,Handbook\n\
             ,,,,,,,\nsoon,T,,,,,,\n2020,T,,,,nonsense,,\n",
        );
        let first = rows[0].as_ref().unwrap();
        assert_eq!(first.title, "Un *titre*");
        assert_eq!(first.record.authors, ["Ba, A.", "Diallo, M."]);
        assert_eq!((first.record.year, first.record.type_code.as_str()), (Some(2020), "manual"));
        assert_eq!((first.language.as_str(), first.record.countries.as_slice()), ("fr", ["CI".to_owned()].as_slice()));
        assert_eq!(first.unknown, ["Atlantis"]);
        assert_eq!(first.attachments[0].name, "a b.pdf");
        assert_eq!(rows[1].as_ref().unwrap_err(), "title: missing");
        assert_eq!(rows[2].as_ref().unwrap_err(), "year: 'soon' is not a year");
        assert_eq!(rows[3].as_ref().unwrap_err(), "doi: 'nonsense' is none");
    }

    #[test]
    fn authors_with_first_and_last_name_turned_stay_one() {
        assert_eq!(authors("ABOU MRAD, Nisreen"), ["ABOU MRAD, Nisreen"]);
        assert_eq!(authors("Dr. Vytautas Jankauskas, Loes van der Graaf").len(), 2);
        assert_eq!(authors("EnCompass, LLC"), ["EnCompass, LLC"]);
        assert!(authors(" ").is_empty());
    }

    #[test]
    fn the_same_row_has_the_same_key() {
        let table = "title,year,files\nA,2020,https://x.test/1\nA,2020,https://x.test/1\nA,2021,https://x.test/1\n";
        let keys: Vec<String> = read(table).into_iter().map(|row| row.unwrap().key).collect();
        assert!(keys[0] == keys[1] && keys[0] != keys[2], "{keys:?}");
    }
}
