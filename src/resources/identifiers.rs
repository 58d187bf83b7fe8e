//! DOI, ISBN and web addresses in the forms people paste them. Pure.

use url::Url;

/// `10.1234/abcd` from a DOI in any of its dresses (ISO 26324): with `doi:`, with a resolver's address.
pub fn doi(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let dresses =
        ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi.org/", "doi:"];
    let bare =
        dresses.iter().find(|dress| lower.starts_with(**dress)).map_or(text, |dress| &text[dress.len()..]).trim();
    let (prefix, suffix) = bare.split_once('/')?;
    let registrant = prefix.strip_prefix("10.")?;
    let fine = (4..=9).contains(&registrant.len())
        && registrant.chars().all(|c| c.is_ascii_digit() || c == '.')
        && !suffix.is_empty()
        && bare.len() <= 200
        && !bare
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '{' | '}'));
    fine.then(|| bare.to_owned())
}

/// 13 digits from an ISBN-10 or ISBN-13 (ISO 2108), with or without hyphens, its check digit right.
pub fn isbn(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("ISBN").unwrap_or(text).trim_start_matches(':');
    let signs: Vec<char> = text.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{2010}' | '\u{2011}')).collect();
    let digits: Option<Vec<u32>> = signs
        .iter()
        .enumerate()
        .map(|(place, sign)| match sign {
            'X' | 'x' if place == 9 && signs.len() == 10 => Some(10),
            sign => sign.to_digit(10),
        })
        .collect();
    let mut digits = digits?;
    match digits.len() {
        10 => {
            let sum: u32 = digits.iter().zip((1..=10).rev()).map(|(digit, weight)| digit * weight).sum();
            if !sum.is_multiple_of(11) {
                return None;
            }
            digits.pop();
            digits.splice(0..0, [9, 7, 8]);
            digits.push((10 - weighted(&digits) % 10) % 10);
        }
        13 if weighted(&digits).is_multiple_of(10) => {}
        _ => return None,
    }
    Some(digits.iter().filter_map(|digit| char::from_digit(*digit, 10)).collect())
}

fn weighted(digits: &[u32]) -> u32 {
    digits.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum()
}

/// An absolute http(s) address with a host, at most 2000 characters.
pub fn link(text: &str) -> Option<String> {
    let url = Url::parse(text.trim()).ok()?;
    let fine = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| !host.is_empty())
        && url.username().is_empty()
        && url.as_str().len() <= 2000;
    fine.then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_is_read_in_any_dress() {
        for text in ["10.1234/ab.c", "doi:10.1234/ab.c", "https://doi.org/10.1234/ab.c", " DOI: 10.1234/ab.c "] {
            assert_eq!(doi(text).as_deref(), Some("10.1234/ab.c"), "{text}");
        }
        for text in ["", "10.1234", "11.1234/x", "10.1234/a b", "10.1234/\"><script>", "https://e.test/10.1234/x"] {
            assert_eq!(doi(text), None, "{text}");
        }
    }

    #[test]
    fn an_isbn_must_add_up() {
        assert_eq!(isbn("978-92-9068-800-8"), None);
        assert_eq!(isbn("978-0-306-40615-7").as_deref(), Some("9780306406157"));
        assert_eq!(isbn("0-306-40615-2").as_deref(), Some("9780306406157"));
        assert_eq!(isbn("ISBN: 0-8044-2957-X").as_deref(), Some("9780804429573"));
        assert_eq!(isbn("0-306-40615-3"), None);
        assert_eq!(isbn("hello"), None);
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(link("https://iom.int/a b").as_deref(), Some("https://iom.int/a%20b"));
        for text in ["javascript:alert(1)", "ftp://x.test/", "iom.int", "https://", "https://me@x.test/"] {
            assert_eq!(link(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn reading_what_was_read_changes_nothing(text: String) {
            for read in [doi, isbn, link] {
                if let Some(once) = read(&text) {
                    proptest::prop_assert_eq!(read(&once), Some(once));
                }
            }
        }
    }
}
