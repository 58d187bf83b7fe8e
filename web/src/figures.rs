//! Numbers, sizes, dates and moments as each language writes them. Names of months and the
//! patterns are in `locales/*/date.ftl`; Arabic is written with Latin digits.

use askama::{Template, filters::HtmlSafe};
use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};
use chrono_tz::Tz;

use crate::lang::{Lang, grouped};
use crate::locale::{Arg, Words};

/// A point in time, or any reference to one: templates hand over references to references.
pub trait Moment {
    fn moment(&self) -> DateTime<Utc>;
}

impl Moment for DateTime<Utc> {
    fn moment(&self) -> DateTime<Utc> {
        *self
    }
}

impl<T: Moment> Moment for &T {
    fn moment(&self) -> DateTime<Utc> {
        (**self).moment()
    }
}

impl Words {
    /// `12,345` / `12 345` / `12.345`.
    pub fn number(&self, number: impl Into<Arg>) -> String {
        match number.into() {
            Arg::Count(count) => grouped(count, self.lang),
            Arg::Text(text) => text,
        }
    }

    /// A file's size from its bytes, in decimal units: `340 KB`, `2.4 MB`, `2,4 Mo`.
    pub fn size(&self, bytes: impl Into<Arg>) -> String {
        let bytes = match bytes.into() {
            Arg::Count(bytes) => bytes.max(0) as f64,
            Arg::Text(text) => return text,
        };
        let (key, amount) = match bytes {
            b if b < 1e3 => return self.n("size-bytes", bytes as i64),
            b if b < 999.5e3 => ("size-kb", b / 1e3),
            b if b < 999.5e6 => ("size-mb", b / 1e6),
            b => ("size-gb", b / 1e9),
        };
        let amount = if amount < 9.95 && key != "size-kb" {
            let point = match self.lang {
                Lang::En | Lang::Ar => ".",
                Lang::Fr | Lang::Es | Lang::Pt => ",",
            };
            format!("{amount:.1}").replace('.', point)
        } else {
            format!("{amount:.0}")
        };
        self.with(key, &[("n", amount)])
    }

    /// `14 November 2025`, in the reader's zone.
    pub fn date(&self, at: impl Moment) -> String {
        let at = at.moment();
        self.day(at.with_timezone(&self.zone).date_naive())
    }

    /// `14 November 2025`, for a date that has no time and so no zone.
    pub fn day(&self, day: NaiveDate) -> String {
        let month = self.t(MONTHS[day.month0() as usize % 12]);
        self.dated("date-long", day, month)
    }

    /// `14 Nov`, with the year when it is not this one.
    pub fn date_short(&self, at: impl Moment) -> String {
        let at = at.moment();
        let day = at.with_timezone(&self.zone).date_naive();
        let this_year = self.now.with_timezone(&self.zone).year() == day.year();
        let key = if this_year { "date-short" } else { "date-short-year" };
        let month = self.t(SHORT_MONTHS[day.month0() as usize % 12]);
        self.dated(key, day, month)
    }

    /// `14 November 2025, 10:00`, in the reader's zone; says UTC when that is not known.
    pub fn datetime(&self, at: impl Moment) -> String {
        let at = at.moment();
        let time = self.time(at);
        self.with("date-and-time", &[("date", self.date(at)), ("time", time)])
    }

    /// `10:00`, or `10:00 UTC` when the reader's zone is not known.
    pub fn time(&self, at: impl Moment) -> String {
        let at = at.moment();
        let local = at.with_timezone(&self.zone).format("%H:%M");
        match self.zone {
            Tz::UTC => format!("{local} UTC"),
            _ => local.to_string(),
        }
    }

    /// `Tuesday`, in the reader's zone.
    pub fn weekday(&self, at: impl Moment) -> String {
        let at = at.moment();
        let day = at.with_timezone(&self.zone).weekday();
        self.t(WEEKDAYS[day.num_days_from_monday() as usize % 7])
    }

    /// `just now`, `12 minutes ago`, `yesterday`, `3 days ago`, then the short date.
    pub fn ago(&self, at: impl Moment) -> String {
        let at = at.moment();
        let minutes = (self.now - at).num_minutes();
        let days =
            (self.now.with_timezone(&self.zone).date_naive() - at.with_timezone(&self.zone).date_naive()).num_days();
        match (minutes, days) {
            (i64::MIN..=-2, _) => self.date_short(at),
            (-1..=0, _) => self.t("ago-now"),
            (1..=59, _) => self.n("ago-minutes", minutes),
            (_, 0) | (60..=359, _) => self.n("ago-hours", minutes / 60),
            (_, 1) => self.t("ago-yesterday"),
            (_, 2..=6) => self.n("ago-days", days),
            _ => self.date_short(at),
        }
    }

    /// A `<time>` that says how long ago; the full date and time stand in its title.
    pub fn when(&self, at: impl Moment) -> Time {
        let at = at.moment();
        self.time_element(at, self.ago(at))
    }

    /// A `<time>` that says date and time in full.
    pub fn at(&self, at: impl Moment) -> Time {
        let at = at.moment();
        self.time_element(at, self.datetime(at))
    }

    /// The name of the language with this code (ISO 639-1); its code in capitals when we have
    /// no name for it.
    pub fn language(&self, code: &str) -> String {
        let primary = code.split('-').next().unwrap_or_default();
        match LANGUAGES.iter().find(|(known, _)| *known == primary) {
            Some((_, key)) => self.t(key),
            None => code.to_uppercase(),
        }
    }

    fn dated(&self, key: &str, day: NaiveDate, month: String) -> String {
        let values =
            [("day", Arg::from(day.day())), ("month", Arg::from(month)), ("year", Arg::from(day.year().to_string()))];
        self.with(key, &values)
    }

    fn time_element(&self, at: DateTime<Utc>, text: String) -> Time {
        Time {
            machine: at.to_rfc3339_opts(SecondsFormat::Secs, true),
            title: self.datetime(at),
            zone_unknown: self.zone == Tz::UTC,
            text,
        }
    }
}

/// A moment in a page. Where the reader's zone is not known the script rewrites it.
#[derive(Clone, Debug, Template)]
#[template(
    ext = "html",
    source = r#"<time datetime="{{ machine }}" title="{{ title }}"{% if zone_unknown %} data-local{% endif %}>{{ text }}</time>"#
)]
pub struct Time {
    machine: String,
    title: String,
    zone_unknown: bool,
    text: String,
}

impl HtmlSafe for Time {}

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10",
    "month-11", "month-12",
];

const SHORT_MONTHS: [&str; 12] =
    ["mon-1", "mon-2", "mon-3", "mon-4", "mon-5", "mon-6", "mon-7", "mon-8", "mon-9", "mon-10", "mon-11", "mon-12"];

const WEEKDAYS: [&str; 7] = ["weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6", "weekday-7"];

/// Languages that have a name of ours, with its key: the choices a form offers.
pub const LANGUAGES: [(&str, &str); 34] = [
    ("en", "language-en"),
    ("fr", "language-fr"),
    ("es", "language-es"),
    ("ar", "language-ar"),
    ("pt", "language-pt"),
    ("am", "language-am"),
    ("bn", "language-bn"),
    ("de", "language-de"),
    ("el", "language-el"),
    ("fa", "language-fa"),
    ("ff", "language-ff"),
    ("ha", "language-ha"),
    ("hi", "language-hi"),
    ("ht", "language-ht"),
    ("id", "language-id"),
    ("it", "language-it"),
    ("ku", "language-ku"),
    ("ln", "language-ln"),
    ("ne", "language-ne"),
    ("nl", "language-nl"),
    ("ps", "language-ps"),
    ("qu", "language-qu"),
    ("ro", "language-ro"),
    ("ru", "language-ru"),
    ("so", "language-so"),
    ("sq", "language-sq"),
    ("sw", "language-sw"),
    ("ti", "language-ti"),
    ("tr", "language-tr"),
    ("uk", "language-uk"),
    ("ur", "language-ur"),
    ("vi", "language-vi"),
    ("wo", "language-wo"),
    ("zh", "language-zh"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn words(lang: Lang, zone: Tz) -> Words {
        let now = Utc.with_ymd_and_hms(2025, 11, 16, 12, 0, 0).single();
        Words::new(lang, zone, now.unwrap_or_default())
    }

    fn at(day: u32, hour: u32) -> DateTime<Utc> {
        let at = Utc.with_ymd_and_hms(2025, 11, day, hour, 30, 0).single();
        at.unwrap_or_default()
    }

    #[test]
    fn dates_follow_the_language_and_the_readers_zone() {
        let long = |lang| words(lang, Tz::Africa__Nairobi).date(at(14, 22));
        assert_eq!(long(Lang::En), "15 November 2025");
        assert_eq!(long(Lang::Fr), "15 novembre 2025");
        assert_eq!(long(Lang::Es), "15 de noviembre de 2025");
        assert_eq!(long(Lang::Pt), "15 de novembro de 2025");
        assert_eq!(
            words(Lang::Fr, Tz::Africa__Nairobi).date(at(30, 22) + chrono::Duration::days(0)),
            "1er décembre 2025"
        );
        assert!(long(Lang::Ar).contains("نوفمبر"));
    }

    #[test]
    fn a_time_in_an_unknown_zone_says_utc() {
        assert_eq!(words(Lang::En, Tz::UTC).time(at(14, 9)), "09:30 UTC");
        assert_eq!(words(Lang::En, Tz::Africa__Tunis).time(at(14, 9)), "10:30");
    }

    #[test]
    fn moments_are_told_from_now() {
        let t = words(Lang::En, Tz::UTC);
        assert_eq!(t.ago(t.now), "just now");
        assert_eq!(t.ago(at(16, 11)), "30 minutes ago");
        assert_eq!(t.ago(at(16, 8)), "3 hours ago");
        assert_eq!(t.ago(at(15, 1)), "yesterday");
        assert_eq!(t.ago(at(13, 8)), "3 days ago");
        assert_eq!(t.ago(at(2, 8)), "2 Nov");
        assert_eq!(words(Lang::Fr, Tz::UTC).ago(at(13, 8)), "il y a 3 jours");
    }

    #[test]
    fn numbers_and_sizes_follow_the_language() {
        assert_eq!(words(Lang::En, Tz::UTC).number(1234567), "1,234,567");
        assert_eq!(words(Lang::Fr, Tz::UTC).number(-12345), "-12\u{202f}345");
        assert_eq!(words(Lang::Es, Tz::UTC).number(1234), "1234");
        assert_eq!(words(Lang::En, Tz::UTC).size(2_440_000u64), "2.4\u{a0}MB");
        assert_eq!(words(Lang::Fr, Tz::UTC).size(2_440_000u64), "2,4\u{a0}Mo");
        assert_eq!(words(Lang::Pt, Tz::UTC).size(340_000u64), "340\u{a0}KB");
        assert_eq!(words(Lang::En, Tz::UTC).size(1u64), "1 byte");
    }

    #[test]
    fn plurals_follow_the_language() {
        let hours = |n: i64| words(Lang::Ar, Tz::UTC).n("ago-hours", n);
        assert_eq!(hours(1), "قبل ساعة");
        assert_eq!(hours(2), "قبل ساعتين");
        assert_eq!(hours(5), "قبل 5 ساعات");
        assert_eq!(hours(11), "قبل 11 ساعة");
    }

    #[test]
    fn a_moment_escapes_what_it_says() {
        let html = words(Lang::En, Tz::UTC).when(at(14, 9)).to_string();
        assert!(
            html.starts_with(
                r#"<time datetime="2025-11-14T09:30:00Z" title="14 November 2025, 09:30 UTC" data-local>"#
            )
        );
    }
}
