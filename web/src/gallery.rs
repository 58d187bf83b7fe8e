//! Every view with sample content: rendered in every language by the test below, and looked at
//! with `cargo run -p waypost-web --example gallery`. A page joins in one line of [`VIEWS`].

use askama::Template;
use chrono::DateTime;
use chrono_tz::Tz;

use crate::{
    error::ErrorPage,
    locale::{Lang, Words},
};

type View = (&'static str, fn(Words) -> String);

/// Name and maker of every page. One line each, and only here.
pub const VIEWS: &[View] = &[
    ("error-401", |t| page(&ErrorPage::sample(t, 401))),
    ("error-404", |t| page(&ErrorPage::sample(t, 404))),
    ("error-429", |t| page(&ErrorPage::sample(t, 429))),
    ("error-500", |t| page(&ErrorPage::sample(t, 500))),
];

/// A view as the text a door would send.
pub fn page(view: &impl Template) -> String {
    view.render().unwrap_or_else(|error| format!("{error}"))
}

/// Words at a fixed moment, for samples and tests.
pub fn words(lang: Lang) -> Words {
    let now = DateTime::from_timestamp(1_763_287_200, 0).unwrap_or_default();
    Words::new(lang, Tz::Africa__Dakar, now)
}
