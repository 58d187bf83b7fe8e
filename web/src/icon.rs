//! Icons from the one sprite, `assets/icons.svg`. An icon never stands without words.

use askama::{Template, filters::HtmlSafe};

use crate::asset;

/// One icon of the sprite; always beside words, hidden from screen readers.
#[derive(Clone, Copy, Debug, Template)]
#[template(
    ext = "html",
    source = r##"<svg class="icon{% if mirrored() %} mirrored{% endif %}" aria-hidden="true"><use href="{{ asset::url("icons.svg") }}#{{ name }}"/></svg>"##
)]
pub struct Icon {
    name: &'static str,
}

impl HtmlSafe for Icon {}

/// An icon by its name in `assets/icons.svg`.
pub fn icon(name: &'static str) -> Icon {
    Icon { name }
}

impl Icon {
    /// Arrows and lists point the other way from right to left.
    fn mirrored(&self) -> bool {
        matches!(self.name, "chevron-right" | "arrow-left" | "log-in" | "log-out" | "list" | "list-ordered")
    }
}
