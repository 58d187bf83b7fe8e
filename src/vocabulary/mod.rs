//! Shared codes: countries, themes, types of resources, with their names in five languages; free text to codes. Data is
//! compiled in, so that every hub says the same. Knows no feature and no language of a reader.

pub mod folding;

use std::collections::HashMap;
use std::sync::LazyLock;

use folding::fold_name;

/// One term of a scheme.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    pub code: &'static str,
    /// In the order of [`LANGUAGES`].
    names: [&'static str; 5],
    also: &'static str,
    /// What a resource type is elsewhere.
    pub citation: Citation,
}

/// A resource type in the words of schema.org, BibTeX and RIS; empty for other schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Citation {
    pub schema_org: &'static str,
    pub bibtex: &'static str,
    pub ris: &'static str,
}

/// Languages that names are kept in.
pub const LANGUAGES: [&str; 5] = ["en", "fr", "es", "ar", "pt"];

/// The code of "worldwide" (UN M49).
pub const WORLDWIDE: &str = "001";

impl Term {
    /// In `language` (a BCP 47 tag), in English where we have none.
    pub fn name(&self, language: &str) -> &'static str {
        let primary = language.split('-').next().unwrap_or_default();
        let place = LANGUAGES.iter().position(|known| *known == primary).unwrap_or(0);
        self.names[place]
    }

    /// The names in all five languages.
    pub fn names(&self) -> [&'static str; 5] {
        self.names
    }
}

/// The terms of one kind, by code and by whatever they are called.
#[derive(Debug)]
pub struct Scheme {
    terms: Vec<Term>,
    by_code: HashMap<&'static str, usize>,
    by_name: HashMap<String, usize>,
}

static COUNTRIES: LazyLock<Scheme> = LazyLock::new(|| Scheme::read(include_str!("countries.tsv")));
static THEMES: LazyLock<Scheme> = LazyLock::new(|| Scheme::read(include_str!("themes.tsv")));
static TYPES: LazyLock<Scheme> = LazyLock::new(|| Scheme::read(include_str!("types.tsv")));
static TONGUES: LazyLock<Scheme> = LazyLock::new(|| Scheme::read(include_str!("languages.tsv")));

/// ISO 3166-1 alpha-2 codes, and [`WORLDWIDE`].
pub fn countries() -> &'static Scheme {
    &COUNTRIES
}

pub fn themes() -> &'static Scheme {
    &THEMES
}

/// Types of resources.
pub fn types() -> &'static Scheme {
    &TYPES
}

/// BCP 47 codes of languages, to read their names; pages have names of their own.
pub fn languages() -> &'static Scheme {
    &TONGUES
}

impl Scheme {
    fn read(table: &'static str) -> Self {
        let mut scheme = Self { terms: Vec::new(), by_code: HashMap::new(), by_name: HashMap::new() };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&'static str> = line.split('\t').collect();
            let [code, en, fr, es, ar, pt, between @ .., also] = columns.as_slice() else { continue };
            let citation = match between {
                [schema_org, bibtex, ris] => Citation { schema_org, bibtex, ris },
                _ => Citation::default(),
            };
            let place = scheme.terms.len();
            let term = Term { code, names: [en, fr, es, ar, pt], also, citation };
            scheme.by_code.insert(code, place);
            scheme.by_name.entry(fold_name(code)).or_insert(place);
            for name in term.names.into_iter().chain(term.also.split('|')) {
                scheme.by_name.entry(fold_name(name)).or_insert(place);
            }
            scheme.terms.push(term);
        }
        scheme.by_name.remove("");
        scheme
    }

    /// In the table's order.
    pub fn list(&self) -> &[Term] {
        &self.terms
    }

    pub fn by_code(&self, code: &str) -> Option<&Term> {
        self.by_code.get(code).map(|place| &self.terms[*place])
    }

    /// What `code` is called in `language`; the code itself when it is not ours (a partner's term is kept as it came).
    pub fn name(&self, code: &str, language: &str) -> String {
        self.by_code(code).map_or_else(|| code.to_owned(), |term| term.name(language).to_owned())
    }

    /// The term that is called `text`, in any of its languages and whatever its case and accents.
    pub fn by_name(&self, text: &str) -> Option<&Term> {
        self.by_name.get(&fold_name(text)).map(|place| &self.terms[*place])
    }

    /// Reads a list such as "Niger, Côte d'Ivoire; Worldwide": codes without repeats, and what was not understood.
    /// Commas inside a name are part of it where that makes a name.
    pub fn read_list(&self, text: &str) -> (Vec<String>, Vec<String>) {
        let (mut codes, mut unknown) = (Vec::new(), Vec::new());
        for part in text.split([';', '|', '\n']) {
            let pieces: Vec<&str> = part.split(',').map(str::trim).collect();
            let mut from = 0;
            while from < pieces.len() {
                let longest = (from + 1..=pieces.len().min(from + 6))
                    .rev()
                    .find_map(|to| Some((to, self.by_name(&pieces[from..to].join(", "))?.code)));
                match longest {
                    Some((to, code)) => {
                        if !codes.iter().any(|known| known == code) {
                            codes.push(code.to_owned());
                        }
                        from = to;
                    }
                    None => {
                        if !pieces[from].is_empty() {
                            unknown.push(pieces[from].to_owned());
                        }
                        from += 1;
                    }
                }
            }
        }
        (codes, unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_has_a_code_of_its_own_and_five_names() {
        for scheme in [countries(), themes(), types(), languages()] {
            assert_eq!(scheme.by_code.len(), scheme.terms.len());
            for term in scheme.list() {
                assert!(term.names.iter().all(|name| !name.trim().is_empty()), "{}", term.code);
            }
        }
        assert!(countries().list().len() > 245);
        assert_eq!((types().list().len(), themes().list().len()), (20, 22));
        assert!(types().list().iter().all(|term| !term.citation.ris.is_empty()));
    }

    #[test]
    fn countries_are_understood_in_the_words_people_use() {
        for (text, code) in [
            ("Bosnia and Herzegovina", "BA"),
            ("Ivory Coast", "CI"),
            ("CÔTE D’IVOIRE", "CI"),
            ("Worldwide", "001"),
            ("Turkey", "TR"),
            ("Türkiye", "TR"),
            ("Bolivia (the Plurinational State of)", "BO"),
            ("United States of America (the)", "US"),
            ("The Bahamas", "BS"),
            ("UNSC Resolution -administered Kosovo", "XK"),
            ("Hong Kong SAR", "HK"),
            ("État de Palestine", "PS"),
            ("المغرب", "MA"),
            ("Moçambique", "MZ"),
        ] {
            assert_eq!(countries().by_name(text).map(|term| term.code), Some(code), "{text}");
        }
        assert!(countries().by_name("Atlantis").is_none());
    }

    #[test]
    fn names_follow_the_usage_of_the_united_nations() {
        assert_eq!(countries().name("PS", "en"), "State of Palestine");
        assert_eq!(countries().name("TR", "fr"), "Türkiye");
        assert_eq!(countries().name("CI", "pt-PT"), "Costa do Marfim");
        assert_eq!(countries().name("xx-unknown", "en"), "xx-unknown");
    }

    #[test]
    fn lists_keep_commas_that_belong_to_names() {
        let (codes, unknown) = countries().read_list("Niger, Taiwan, Province of China, Mali; Niger, Atlantis");
        assert_eq!(codes, ["NE", "TW", "ML"]);
        assert_eq!(unknown, ["Atlantis"]);
        let (codes, _) = themes().read_list(
            "Migration policy - dialogue, consultations etc and Migration Management, Counter trafficking, Return and AVRR",
        );
        assert_eq!(codes, ["policy", "trafficking", "return"]);
    }
}
