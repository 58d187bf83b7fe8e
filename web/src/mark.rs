//! Marks drawn from names: a person's round one, a group's square one, the hub's signpost.
//! Deterministic, without colours of anybody's choosing, so that contrast always holds.

use askama::{Template, filters::HtmlSafe};

/// A small SVG that stands beside a name; decorative, hidden from screen readers.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/mark.html")]
pub struct Mark {
    letter: String,
    /// Degrees on OKLCH's circle; lightness and chroma are fixed so that white on it is AA.
    hue: u32,
    shape: Shape,
    /// One of six ways in which a group's square is divided.
    pattern: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Person,
    Group,
    Hub,
}

impl HtmlSafe for Mark {}

/// The mark of a group.
pub fn group(name: &str) -> Mark {
    Mark::drawn(name, Shape::Group)
}

/// The mark of a person.
pub fn person(name: &str) -> Mark {
    Mark::drawn(name, Shape::Person)
}

/// The hub's own mark, in its accent.
pub fn hub() -> Mark {
    Mark::drawn("", Shape::Hub)
}

impl Mark {
    fn drawn(name: &str, shape: Shape) -> Mark {
        let hash = fnv(name);
        Mark { letter: first_letter(name), hue: hue(name), shape, pattern: (hash / 24) % 6 }
    }
}

/// One of 24 hues, in degrees on OKLCH's circle, that a name always has.
pub(crate) fn hue(name: &str) -> u32 {
    (fnv(name) % 24) * 15
}

/// The first letter or digit, in upper case where the script has one.
fn first_letter(name: &str) -> String {
    // "ال" opens most Arabic names of groups: skip the article so that marks differ.
    let name = name.trim();
    let name = match name.strip_prefix("ال") {
        Some(rest) if rest.chars().count() > 2 => rest,
        _ => name,
    };
    name.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_uppercase().collect()).unwrap_or_default()
}

/// FNV-1a, 32 bits: stable over versions and machines, unlike the standard hasher.
fn fnv(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_always_has_the_same_mark_and_others_differ() {
        let drawn = |name: &str| group(name).to_string();
        assert_eq!(drawn("Case management"), drawn("Case management"));
        assert_ne!(drawn("Case management"), drawn("Children and return"));
    }

    #[test]
    fn letters_come_from_any_script_and_nothing_breaks_the_svg() {
        assert_eq!(first_letter("  «élan»"), "É");
        assert_eq!(first_letter("الرصد والتقييم"), "ر");
        assert_eq!(first_letter("<>&"), "");
        assert!(person("<b>").to_string().contains(">B<"));
    }
}
