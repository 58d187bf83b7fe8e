//! Languages on the wire: `{identifier, name}` as Lemmy, PieFed and Mbin have them, and the reading of all other forms.
//! Knows codes; whether a language is offered here is the application's to say.

use serde::Serialize;
use serde_json::Value;

use crate::limits::WORD_CHARS;
use crate::value;

/// A language by its code and its own name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Language {
    pub identifier: String,
    pub name: String,
}

impl Language {
    /// The five languages of the interface by their own names, others by their code.
    pub fn of(code: &str) -> Self {
        let name = match code {
            "en" => "English",
            "fr" => "Français",
            "es" => "Español",
            "ar" => "العربية",
            "pt" => "Português",
            other => other,
        };
        Language { identifier: code.to_owned(), name: name.to_owned() }
    }
}

/// The language of an object: `language` (object or string), the only key of `contentMap`, or `inLanguage`.
pub(crate) fn read(object: &Value) -> Option<String> {
    let only_key = |map: &Value| match map.as_object()? {
        map if map.len() == 1 => map.keys().next().cloned(),
        _ => None,
    };
    read_one(object.get("language"))
        .or_else(|| plausible(&only_key(object.get("contentMap")?)?))
        .or_else(|| read_one(object.get("inLanguage")))
}

/// All languages of a list.
pub(crate) fn read_all(value: Option<&Value>, most: usize) -> Vec<String> {
    value::list(value).iter().take(most).filter_map(|item| read_one(Some(item))).collect()
}

fn read_one(value: Option<&Value>) -> Option<String> {
    let code = match value? {
        Value::Object(map) => value::text(map.get("identifier"), WORD_CHARS)?,
        other => value::text(Some(other), WORD_CHARS)?,
    };
    plausible(&code)
}

/// A code of BCP 47's shape; `und` says nothing.
fn plausible(code: &str) -> Option<String> {
    let shaped = code.len() <= 35
        && code.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    (shaped && code != "und" && code.len() >= 2).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_language_is_read_from_every_form_and_und_is_none() {
        let table = [
            (json!({"language": {"identifier": "fr", "name": "Français"}}), Some("fr")),
            (json!({"language": "pt-BR"}), Some("pt-BR")),
            (json!({"language": {"identifier": "und"}, "contentMap": {"ar": "x"}}), Some("ar")),
            (json!({"contentMap": {"en": "x", "fr": "y"}}), None),
            (json!({"contentMap": {"x y": "z"}}), None),
            (json!({"contentMap": ["en"]}), None),
            (json!({"inLanguage": "es"}), Some("es")),
            (json!({"language": [{"identifier": "ar"}]}), None),
            (json!({"language": {"name": "English"}}), None),
            (json!({"language": "<script>"}), None),
            (json!({}), None),
        ];
        for (object, code) in table {
            assert_eq!(read(&object).as_deref(), code, "{object}");
        }
        assert_eq!(read_all(Some(&json!([{"identifier": "ar"}, "und", "fr"])), 5), ["ar", "fr"]);
    }
}
