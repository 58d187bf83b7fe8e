//! The words people read, in five languages, from `locales/<language>/<feature>.ftl` (Fluent).
//! Knows no page and no feature; numbers, dates and sizes are next door in `figures.rs`.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use fluent_templates::{StaticLoader, fluent_bundle::FluentValue};

use crate::lang;
pub use crate::lang::Lang;

fluent_templates::static_loader! {
    static SENTENCES = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| {
            // Isolation is added below, and only where the direction of a value may differ.
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(match bundle.locales.first().map(|id| id.language.as_str()) {
                Some("fr") => |value, _| lang::counted(value, Lang::Fr),
                Some("es") => |value, _| lang::counted(value, Lang::Es),
                Some("pt") => |value, _| lang::counted(value, Lang::Pt),
                Some("ar") => |value, _| lang::counted(value, Lang::Ar),
                _ => |value, _| lang::counted(value, Lang::En),
            }));
        },
    };
}

/// What a sentence is filled with.
#[derive(Clone, Debug)]
pub enum Arg {
    Text(String),
    /// Chooses the plural and is written with the language's separators. A year is a Text.
    Count(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Arg::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Text(text)
    }
}
/// Templates hand over references, and references to them.
impl<T: Clone + Into<Arg>> From<&T> for Arg {
    fn from(value: &T) -> Self {
        value.clone().into()
    }
}
macro_rules! counts {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Arg {
            fn from(count: $integer) -> Self {
                Arg::Count(i64::try_from(count).unwrap_or(i64::MAX))
            }
        }
    )*};
}
counts!(i32, i64, u16, u32, u64, usize);

/// One reader's words: their language, their clock and their time zone. Copied freely; every
/// view holds one and templates call it `t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub lang: Lang,
    /// `Tz::UTC` means "not known": the browser then puts times into its own zone.
    pub zone: Tz,
    /// The moment the page or mail is made for, from the application's clock.
    pub now: DateTime<Utc>,
}

impl Words {
    pub fn new(lang: Lang, zone: Tz, now: DateTime<Utc>) -> Self {
        Self { lang, zone, now }
    }

    /// The sentence for `key`.
    pub fn t(&self, key: &str) -> String {
        self.sentence(key, None)
    }

    /// The sentence for `key` with the count `$n`, in the plural form that fits.
    pub fn n(&self, key: &str, n: impl Into<Arg>) -> String {
        self.with(key, &[("n", n.into())])
    }

    /// The sentence for `key` with named values: `&[("name", "Aïssatou")]`, or mixed,
    /// `&[("name", name.into()), ("n", Arg::from(3))]`.
    pub fn with<V: Clone + Into<Arg>>(&self, key: &str, values: &[(&'static str, V)]) -> String {
        self.sentence(key, Some(&self.values(values)))
    }

    /// The sentence for a `key` that is made from a code; `None` when there is none.
    pub fn find<V: Clone + Into<Arg>>(&self, key: &str, values: &[(&'static str, V)]) -> Option<String> {
        let loader: &StaticLoader = &SENTENCES;
        let values = self.values(values);
        loader.lookup_single_language(self.lang.id(), key, Some(&values)).ok()
    }

    fn values<V: Clone + Into<Arg>>(
        &self,
        values: &[(&'static str, V)],
    ) -> HashMap<&'static str, FluentValue<'static>> {
        let value = |(name, value): &(&'static str, V)| (*name, self.value(value.clone().into()));
        values.iter().map(value).collect()
    }

    fn value(&self, arg: Arg) -> FluentValue<'static> {
        match arg {
            Arg::Count(count) => FluentValue::from(count),
            Arg::Text(text) => FluentValue::from(self.apart(text)),
        }
    }

    /// A name as it stands in a line of plain text. First-strong isolate: one in Latin letters must not turn an Arabic
    /// line around. Dates and figures of ours are left alone: an isolate inside an isolate counts for nothing.
    pub fn apart(&self, name: String) -> String {
        match self.lang {
            Lang::Ar if name.chars().any(is_left_to_right) => format!("\u{2068}{name}\u{2069}"),
            _ => name,
        }
    }

    /// A missing sentence falls back to English and then to its key: never to an error page.
    fn sentence(&self, key: &str, values: Option<&HashMap<&str, FluentValue<'_>>>) -> String {
        let loader: &StaticLoader = &SENTENCES;
        let found = loader.lookup_single_language(self.lang.id(), key, values);
        debug_assert!(found.is_ok(), "{}: {key}: {found:?}", self.lang.code());
        found.or_else(|_| loader.lookup_single_language(Lang::En.id(), key, values)).unwrap_or_else(|_| key.to_owned())
    }
}

/// A letter of another script than Arabic; near enough to the bidi class L for names.
fn is_left_to_right(c: char) -> bool {
    let arabic = matches!(c, '\u{600}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    c.is_alphabetic() && !arabic
}

#[cfg(test)]
#[path = "locale_tests.rs"]
mod tests;
