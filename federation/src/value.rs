//! Reading JSON that other software wrote: a string, an object or a list wherever one of them is meant, a bound on
//! everything, and a wrong shape costs the field, never the whole (wire.md rule 26, "Seen running" 8). Knows JSON only.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::Value;
use url::Url;

use crate::limits::URL_BYTES;

/// A value as a list: itself when it is one, alone when it is not, nothing when it is null or absent.
pub(crate) fn list(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(items)) => items,
        Some(single) => std::slice::from_ref(single),
    }
}

/// Plain text of at most so many characters, trimmed; longer text ends with an ellipsis. Empty text is none.
pub(crate) fn text(value: Option<&Value>, chars: usize) -> Option<String> {
    let text = list(value).iter().find_map(Value::as_str)?.trim();
    if text.is_empty() {
        return None;
    }
    // Few texts are long: counting is cheaper than copying twice.
    match text.char_indices().nth(chars) {
        None => Some(text.to_owned()),
        Some(_) => {
            let kept: String = text.chars().take(chars.saturating_sub(1)).collect();
            Some(kept.trim_end().to_owned() + "…")
        }
    }
}

/// HTML or markdown of at most so many bytes, cut between characters; whoever sanitises closes what the cut left open.
pub(crate) fn body(value: Option<&Value>, bytes: usize) -> Option<String> {
    let text = value?.as_str()?;
    if text.len() <= bytes {
        return Some(text.to_owned());
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Some(format!("{}…", &text[..end]))
}

/// An absolute http or https address of bearable length with a host and no credentials, as it was written.
pub(crate) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > URL_BYTES || text.contains(|c: char| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let fine = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none();
    fine.then(|| text.to_owned())
}

/// The first id among a string, an object with `id`, or a list of these.
pub(crate) fn id(value: Option<&Value>) -> Option<String> {
    list(value).iter().find_map(one_id)
}

/// All ids, at most so many.
pub(crate) fn ids(value: Option<&Value>, most: usize) -> Vec<String> {
    list(value).iter().take(most).filter_map(one_id).collect()
}

fn one_id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => address(text),
        Value::Object(map) => address(map.get("id")?.as_str()?),
        _ => None,
    }
}

/// The first address that a link leads to: a string, `href`, or `url` (which may be any of these again).
pub(crate) fn href(value: Option<&Value>) -> Option<String> {
    href_within(value, 4)
}

fn href_within(value: Option<&Value>, levels: u8) -> Option<String> {
    if levels == 0 {
        return None;
    }
    list(value).iter().find_map(|item| match item {
        Value::String(text) => address(text),
        Value::Object(map) => {
            map.get("href").and_then(|href| address(href.as_str()?)).or_else(|| href_within(map.get("url"), levels - 1))
        }
        _ => None,
    })
}

/// The first type that is a string.
pub(crate) fn kind(value: &Value) -> &str {
    list(value.get("type")).iter().find_map(Value::as_str).unwrap_or_default()
}

/// RFC 3339; a missing offset is read as UTC.
pub(crate) fn moment(value: Option<&Value>) -> Option<DateTime<Utc>> {
    let text = value?.as_str()?.trim();
    match DateTime::parse_from_rfc3339(text) {
        Ok(moment) => Some(moment.to_utc()),
        Err(_) => text.parse::<NaiveDateTime>().ok().map(|moment| moment.and_utc()),
    }
}

/// A truth value; the words for it count too.
pub(crate) fn flag(value: Option<&Value>) -> Option<bool> {
    match value? {
        Value::Bool(yes) => Some(*yes),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A count, from a number, a decimal string or the `totalItems` of a collection.
pub(crate) fn count(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        Value::Object(map) => count(map.get("totalItems")),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn strings_objects_and_lists_are_taken_wherever_one_of_them_is_meant() {
        let a = "https://a.example/1";
        for value in [
            json!(a),
            json!({"id": a}),
            json!([a]),
            json!([null, 3, {"id": a}]),
            json!([{"x": 1}, a, "https://b.example/"]),
        ] {
            assert_eq!(id(Some(&value)).as_deref(), Some(a), "{value}");
        }
        for value in [
            json!(null),
            json!([]),
            json!(1),
            json!({}),
            json!("a"),
            json!("mailto:x@a.example"),
            json!("/path"),
            json!({"id": 1}),
        ] {
            assert_eq!(id(Some(&value)), None, "{value}");
        }
        for value in [
            json!(a),
            json!({"href": a}),
            json!([{"type": "Link", "href": a}]),
            json!({"url": [{"href": a}]}),
            json!({"url": a}),
        ] {
            assert_eq!(href(Some(&value)).as_deref(), Some(a), "{value}");
        }
        let mut nested = json!(a);
        for _ in 0..50 {
            nested = json!({ "url": nested });
        }
        assert_eq!(href(Some(&nested)), None);
    }

    #[test]
    fn b11_text_is_cut_between_characters_and_marked() {
        assert_eq!(text(Some(&json!(" ééééé ")), 5).as_deref(), Some("ééééé"));
        assert_eq!(text(Some(&json!("éééééé")), 5).as_deref(), Some("éééé…"));
        assert_eq!(text(Some(&json!("  ")), 5), None);
        assert_eq!(body(Some(&json!("ééé")), 5).as_deref(), Some("éé…"));
        assert_eq!(body(Some(&json!(["x"])), 5), None);
    }

    #[test]
    fn addresses_are_absolute_short_and_without_secrets() {
        let long = format!("https://a.example/{}", "x".repeat(URL_BYTES));
        for bad in [
            "",
            "a",
            "//a.example",
            "https://",
            "https://u:p@a.example/",
            "javascript:alert(1)",
            "data:x",
            "https://a.example/\nx",
            "ap://did:key:z6Mk/actor",
            &long,
        ] {
            assert_eq!(address(bad), None, "{bad}");
        }
        assert_eq!(address(" https://a.example/É ").as_deref(), Some("https://a.example/É"));
    }

    #[test]
    fn moments_counts_and_flags_come_in_several_spellings() {
        let ten: DateTime<Utc> = "2026-11-20T10:00:00Z".parse().unwrap();
        for spelled in
            ["2026-11-20T10:00:00Z", "2026-11-20T11:00:00+01:00", "2026-11-20T10:00:00.000", "2026-11-20T10:00:00"]
        {
            assert_eq!(moment(Some(&json!(spelled))), Some(ten), "{spelled}");
        }
        assert_eq!(moment(Some(&json!("yesterday"))), None);
        for value in [json!(3), json!("3"), json!({"totalItems": 3})] {
            assert_eq!(count(Some(&value)), Some(3));
        }
        assert_eq!(count(Some(&json!(-1))), None);
        assert_eq!(
            (flag(Some(&json!("true"))), flag(Some(&json!(false))), flag(Some(&json!(1)))),
            (Some(true), Some(false), None)
        );
    }
}
