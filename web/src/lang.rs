//! The languages of the interface, and how each writes a count. Knows no words.

use std::sync::LazyLock;

use fluent_templates::{LanguageIdentifier, fluent_bundle::FluentValue};

/// A language of the interface. What people write may be in any language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    En,
    Fr,
    Es,
    Ar,
    Pt,
}

impl Lang {
    pub const ALL: [Lang; 5] = [Lang::En, Lang::Fr, Lang::Es, Lang::Ar, Lang::Pt];

    /// BCP 47, as in `lang="fr"`, in cookies and in rows.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Fr => "fr",
            Lang::Es => "es",
            Lang::Ar => "ar",
            Lang::Pt => "pt",
        }
    }

    /// The language's name in itself, for the switcher.
    pub fn name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::Fr => "Français",
            Lang::Es => "Español",
            Lang::Ar => "العربية",
            Lang::Pt => "Português",
        }
    }

    /// `ltr` or `rtl`, as in `dir="rtl"`.
    pub fn dir(self) -> &'static str {
        match self {
            Lang::Ar => "rtl",
            _ => "ltr",
        }
    }

    /// Reads a code or a longer tag: `pt`, `pt-BR`, `AR_tn`. `None` when we do not speak it.
    pub fn parse(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(primary))
    }

    /// The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4): highest
    /// quality first, then the order given. English when nothing fits.
    pub fn from_accept_language(header: &str) -> Lang {
        let mut best = (Lang::En, 0.0);
        // Browsers send a handful; the rest of a long header is somebody trying something.
        for range in header.split(',').take(20) {
            let mut parts = range.split(';');
            let Some(lang) = parts.next().and_then(Lang::parse) else {
                continue;
            };
            let quality = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(Some(1.0), |q| q.parse::<f32>().ok())
                .unwrap_or(0.0);
            if quality > best.1 {
                best = (lang, quality);
            }
        }
        best.0
    }

    pub(crate) fn id(self) -> &'static LanguageIdentifier {
        static IDS: LazyLock<[LanguageIdentifier; 5]> =
            LazyLock::new(|| Lang::ALL.map(|lang| lang.code().parse().unwrap_or_default()));
        &IDS[self as usize]
    }
}

/// How a count inside a sentence is written; `None` leaves other values to Fluent.
pub(crate) fn counted(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(number.value as i64, lang)),
        _ => None,
    }
}

/// Digits in groups of three, as `lang` writes them.
pub(crate) fn grouped(number: i64, lang: Lang) -> String {
    let digits = number.unsigned_abs().to_string();
    let (separator, least) = match lang {
        Lang::En | Lang::Ar => (',', 4),
        Lang::Fr => ('\u{202f}', 4),
        // Spanish and Portuguese leave four digits together.
        Lang::Es => ('\u{202f}', 5),
        Lang::Pt => ('.', 5),
    };
    let mut out = String::with_capacity(digits.len() + 8);
    if number < 0 {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len() >= least && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}
