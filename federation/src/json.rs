//! The one JSON reader for what comes from outside (attacks.md B10, wire.md §14.6): nesting and arrays are bounded while
//! reading, a repeated key is refused (two parsers would see two documents), U+0000 is dropped (PostgreSQL takes none).
//! Knows JSON only. Whoever reads a stored body again reads it here, so that both see the same value.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::limits::{ARRAY, DEPTH};

/// Why a body is not JSON that we read; one sentence for the sender's operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(pub String);

/// Reads what was posted: at most [`DEPTH`] levels and [`ARRAY`] members of an array.
pub fn read(bytes: &[u8]) -> Result<Value, Malformed> {
    read_with(bytes, ARRAY)
}

/// Reads what was fetched. Collections may be long, so arrays are bounded by the size of the document alone.
pub fn read_document(bytes: &[u8]) -> Result<Value, Malformed> {
    read_with(bytes, usize::MAX)
}

fn read_with(bytes: &[u8], array: usize) -> Result<Value, Malformed> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let broken = RefCell::new(None);
    let seed = Bounded { depth: 0, array, broken: &broken };
    let value = seed.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| Malformed(broken.take().unwrap_or_else(|| format!("not valid JSON: {error}"))))
}

/// A seed that remembers how deep it is and which bound was broken first.
#[derive(Clone, Copy)]
struct Bounded<'b> {
    depth: usize,
    array: usize,
    broken: &'b RefCell<Option<String>>,
}

impl Bounded<'_> {
    fn deeper(self) -> Self {
        Bounded { depth: self.depth + 1, ..self }
    }

    fn refuse<E: serde::de::Error>(&self, why: String) -> E {
        self.broken.borrow_mut().get_or_insert(why);
        E::custom("bound")
    }

    fn check_depth<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.depth >= DEPTH {
            return Err(self.refuse(format!("nested deeper than {DEPTH} levels")));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::Bool(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Value, E> {
        Number::from_f64(number).map(Value::Number).ok_or_else(|| E::custom("not a finite number"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(clean(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self.deeper())? {
            if items.len() >= self.array {
                return Err(self.refuse(format!("an array of more than {} members", self.array)));
            }
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        let mut map = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            let key = clean(&key);
            let value = access.next_value_seed(self.deeper())?;
            if map.contains_key(&key) {
                let shown: String = key.chars().take(40).collect();
                return Err(self.refuse(format!("the key {shown:?} occurs twice")));
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

fn clean(text: &str) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text.to_owned() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn b10_deep_wide_and_ambiguous_json_is_refused_with_its_reason() {
        let nested = |n: usize| format!("{}1{}", "[".repeat(n), "]".repeat(n));
        let wide = |n: usize| format!("[{}]", vec!["1"; n].join(","));
        let table = [
            (nested(DEPTH), None),
            (nested(DEPTH + 1), Some("nested deeper")),
            (nested(100_000), Some("nested deeper")),
            ("{\"a\":".repeat(10_000), Some("nested deeper")),
            (wide(ARRAY), None),
            (wide(ARRAY + 1), Some("array of more")),
            (r#"{"id":"a","id":"b"}"#.into(), Some("occurs twice")),
            (r#"{"a":{"x":1,"x":2}}"#.into(), Some("occurs twice")),
            (r#"{"a\u0000":1,"a":2}"#.into(), Some("occurs twice")),
            ("1e999".into(), Some("not valid JSON")),
            ("{} {}".into(), Some("not valid JSON")),
            ("".into(), Some("not valid JSON")),
            ("\u{feff}{}".into(), Some("not valid JSON")),
        ];
        for (text, why) in table {
            let shown: String = text.chars().take(30).collect();
            match (read(text.as_bytes()), why) {
                (Ok(_), None) => {}
                (Err(Malformed(got)), Some(why)) => assert!(got.contains(why), "{shown}: {got}"),
                (got, _) => panic!("{shown}: {got:?}"),
            }
        }
        assert!(read(b"{\"a\":\"\xff\"}").is_err());
        assert!(read_document(wide(ARRAY + 1).as_bytes()).is_ok());
    }

    #[test]
    fn b10_zero_characters_are_dropped_and_everything_else_is_kept() {
        let value =
            read(br#"{"a\u0000b":"x\u0000y","n":[1,-2,1.5,18446744073709551615,null,true],"s":"\u00e9\ud83d\ude00"}"#)
                .unwrap();
        assert_eq!(value, json!({"ab": "xy", "n": [1, -2, 1.5, u64::MAX, null, true], "s": "é😀"}));
    }
}
