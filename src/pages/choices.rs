//! What selects of several forms offer: countries, spoken languages, time zones.

use web::form::Choice;
use web::locale::Words;

use crate::vocabulary;

/// ISO 3166-1 alpha-2 codes, by name in the reader's language.
pub fn countries(t: Words) -> Vec<Choice> {
    let lang = t.lang.code();
    let terms = vocabulary::countries().list().iter().filter(|term| term.code != vocabulary::WORLDWIDE);
    sorted(terms.map(|term| Choice::new(term.code, term.name(lang))).collect())
}

/// A country's name in the reader's language.
pub fn country(t: Words, code: &str) -> String {
    vocabulary::countries().name(code, t.lang.code())
}

/// By name in the reader's language.
pub fn spoken(t: Words) -> Vec<Choice> {
    let codes = web::figures::LANGUAGES.iter().map(|(code, _)| *code);
    sorted(codes.map(|code| Choice::new(code, t.language(code))).collect())
}

/// IANA zones with a place in their name, and UTC.
pub fn zones() -> Vec<Choice> {
    let places = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let places = places.filter(|name| name.contains('/') && !name.starts_with("Etc/") && !name.starts_with("US/"));
    ["UTC"].into_iter().chain(places).map(|name| Choice::new(name, name.replace('_', " "))).collect()
}

/// Whether `choices` offer `value`.
pub fn offer(choices: &[Choice], value: &str) -> bool {
    choices.iter().any(|choice| choice.value == value)
}

fn sorted(mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.sort_by_key(|choice| choice.label.to_lowercase());
    choices
}
