//! How a publication is cited: one line for people, BibTeX and RIS for their programs. Pure; words that differ by
//! language (the type's name) come in.

use super::Record;
use crate::vocabulary;

/// What a citation is made of.
#[derive(Debug, Clone, Copy)]
pub struct Cited<'a> {
    pub title: &'a str,
    pub record: &'a Record,
    /// This hub's page of it.
    pub page: &'a str,
    pub language: &'a str,
    pub abstract_text: &'a str,
}

impl Cited<'_> {
    /// Authors (year). Title. Series. Publisher. Address: the order of APA 7, without its italics.
    pub fn line(&self) -> String {
        let record = self.record;
        let by = if record.authors.is_empty() { record.organisation.clone() } else { names(&record.authors) };
        let year = record.year.map(|year| format!("({year})"));
        let mut parts: Vec<String> = Vec::new();
        match (by.is_empty(), year) {
            (false, Some(year)) => parts.push(format!("{by} {year}")),
            (false, None) => parts.push(by.clone()),
            (true, Some(year)) => parts.push(year),
            (true, None) => {}
        }
        parts.push(self.title.to_owned());
        let publisher = if record.publisher.is_empty() { &record.organisation } else { &record.publisher };
        for part in [&record.series, publisher] {
            if !part.is_empty() && *part != by {
                parts.push(part.clone());
            }
        }
        let mut line = String::new();
        for part in parts {
            let part = part.trim();
            let closed = part.ends_with(['.', '?', '!', '؟']);
            line.push_str(part);
            line.push_str(if closed { " " } else { ". " });
        }
        line.push_str(record.address().as_deref().unwrap_or(self.page));
        line
    }

    /// One BibTeX entry. The key is made of the first author, the year and the title's first long word.
    pub fn bibtex(&self) -> String {
        let record = self.record;
        let entry = vocabulary::types().by_code(&record.type_code).map_or("misc", |term| term.citation.bibtex);
        let by = if record.authors.is_empty() {
            format!("{{{}}}", tex(&record.organisation))
        } else {
            record.authors.iter().map(|name| tex(name)).collect::<Vec<_>>().join(" and ")
        };
        let publisher = if record.publisher.is_empty() { &record.organisation } else { &record.publisher };
        let house = if entry == "techreport" { "institution" } else { "publisher" };
        let year = record.year.map(|year| year.to_string()).unwrap_or_default();
        let fields = [
            ("author", if by == "{}" { String::new() } else { by }),
            ("title", format!("{{{}}}", tex(self.title))),
            ("year", year),
            (house, tex(publisher)),
            ("series", tex(&record.series)),
            ("doi", record.doi.clone().unwrap_or_default()),
            ("isbn", record.isbn.clone().unwrap_or_default()),
            ("url", record.link.clone().unwrap_or_else(|| self.page.to_owned())),
            ("language", self.language.to_owned()),
            ("abstract", tex(self.abstract_text)),
        ];
        let mut text = format!("@{entry}{{{},\n", self.key());
        for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            text.push_str(&format!("  {name} = {{{value}}},\n"));
        }
        text.push_str("}\n");
        text
    }

    /// One RIS record (Research Information Systems' tagged format), CRLF as it asks.
    pub fn ris(&self) -> String {
        let record = self.record;
        let kind = vocabulary::types().by_code(&record.type_code).map_or("GEN", |term| term.citation.ris);
        let mut lines = vec![("TY", kind.to_owned()), ("TI", self.title.to_owned())];
        lines.extend(record.authors.iter().map(|name| ("AU", name.clone())));
        if record.authors.is_empty() {
            lines.push(("AU", record.organisation.clone()));
        }
        lines.extend(record.year.map(|year| ("PY", year.to_string())));
        let publisher = if record.publisher.is_empty() { &record.organisation } else { &record.publisher };
        lines.push(("PB", publisher.clone()));
        lines.push(("T3", record.series.clone()));
        lines.extend(record.doi.clone().map(|doi| ("DO", doi)));
        lines.extend(record.isbn.clone().map(|isbn| ("SN", isbn)));
        lines.push(("UR", record.link.clone().unwrap_or_else(|| self.page.to_owned())));
        lines.push(("LA", self.language.to_owned()));
        lines.push(("AB", self.abstract_text.to_owned()));
        let mut text = String::new();
        for (tag, value) in lines {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            if !value.is_empty() {
                text.push_str(&format!("{tag}  - {value}\r\n"));
            }
        }
        text.push_str("ER  - \r\n");
        text
    }

    fn key(&self) -> String {
        let first = self.record.authors.first().unwrap_or(&self.record.organisation);
        let name = first.split([',', ' ']).next().unwrap_or_default();
        let word = self.title.split_whitespace().find(|word| word.chars().count() > 4).unwrap_or("resource");
        let year = self.record.year.map(|year| year.to_string()).unwrap_or_default();
        let key = vocabulary::folding::fold(&format!("{name}{year}{word}"));
        let key: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
        if key.is_empty() { "resource".to_owned() } else { key }
    }
}

/// Up to six names, then "et al."
fn names(authors: &[String]) -> String {
    match authors {
        [] => String::new(),
        [one] => one.clone(),
        [first, .., last] if authors.len() <= 6 => {
            let middle = authors[1..authors.len() - 1].iter().map(|name| format!("; {name}")).collect::<String>();
            format!("{first}{middle}; {last}")
        }
        [first, ..] => format!("{first} et al."),
    }
}

/// TeX's own signs made harmless; letters stay Unicode.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match letter {
            '{' | '}' | '\\' => {}
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', letter]),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            authors: vec!["Ba, Aïssatou".into(), "Diallo, Mamadou".into()],
            year: Some(2022),
            type_code: "evaluation".into(),
            organisation: "IOM".into(),
            doi: Some("10.1234/abcd".into()),
            ..Record::default()
        }
    }

    fn cited<'a>(record: &'a Record, title: &'a str) -> Cited<'a> {
        Cited { title, record, page: "https://hub.example/posts/1", language: "fr", abstract_text: "A & B\nC" }
    }

    #[test]
    fn a_line_names_everybody_once() {
        let record = record();
        assert_eq!(
            cited(&record, "Que reste-t-il ?").line(),
            "Ba, Aïssatou; Diallo, Mamadou (2022). Que reste-t-il ? IOM. https://doi.org/10.1234/abcd"
        );
        let bare = Record { organisation: "IOM".into(), ..Record::default() };
        assert_eq!(cited(&bare, "Report").line(), "IOM. Report. https://hub.example/posts/1");
    }

    #[test]
    fn programs_read_it_back() {
        let record = record();
        let bibtex = cited(&record, "Évaluation {finale} à 100 %").bibtex();
        assert!(bibtex.starts_with("@techreport{ba2022evaluation,\n"), "{bibtex}");
        assert!(bibtex.contains("title = {{Évaluation finale à 100 \\%}},"), "{bibtex}");
        assert!(bibtex.contains("author = {Ba, Aïssatou and Diallo, Mamadou},"), "{bibtex}");
        let ris = cited(&record, "Title\r\nER  - \r\nTY  - X").ris();
        assert_eq!(ris.matches("\r\nER  - ").count(), 1, "{ris}");
        assert!(ris.starts_with("TY  - RPRT\r\nTI  - Title ER - TY - X\r\n"), "{ris}");
    }
}
