//! The part of RFC 8941 (structured fields) that RFC 9421 and RFC 9530 need: dictionaries of inner lists and
//! items with parameters, parsed strictly and written back canonically. Knows text only.

use std::fmt::Write;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::limits::SIGNATURE_PARTS;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Bare {
    Integer(i64),
    /// Kept as it came: nothing that we read has decimals.
    Decimal(String),
    Text(String),
    Token(String),
    Bytes(Vec<u8>),
    Boolean(bool),
}

pub(super) type Params = Vec<(String, Bare)>;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Member {
    Item(Bare, Params),
    List(Vec<(Bare, Params)>, Params),
}

/// A dictionary (§4.2.2); a later member of the same name replaces an earlier one. `None` when malformed.
pub(super) fn dictionary(text: &str) -> Option<Vec<(String, Member)>> {
    let mut reader = Reader { rest: text.trim_matches(' ') };
    let mut found: Vec<(String, Member)> = Vec::new();
    while !reader.rest.is_empty() {
        let name = reader.key()?;
        let member =
            if reader.eat('=') { reader.member()? } else { Member::Item(Bare::Boolean(true), reader.params()?) };
        found.retain(|(other, _)| *other != name);
        if found.len() >= SIGNATURE_PARTS {
            return None;
        }
        found.push((name, member));
        reader.skip_space();
        if reader.rest.is_empty() {
            return Some(found);
        }
        if !reader.eat(',') {
            return None;
        }
        reader.skip_space();
        if reader.rest.is_empty() {
            return None;
        }
    }
    Some(found)
}

/// An inner list with its parameters in canonical form (§4.1.1.1).
pub(super) fn write_list(items: &[(Bare, Params)], params: &Params) -> String {
    let mut out = String::from("(");
    for (index, (item, item_params)) in items.iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(&write_item(item, item_params));
    }
    out.push(')');
    write_params(&mut out, params);
    out
}

/// An item with its parameters in canonical form (§4.1.3).
pub(super) fn write_item(item: &Bare, params: &Params) -> String {
    let mut out = String::new();
    write_bare(&mut out, item);
    write_params(&mut out, params);
    out
}

fn write_params(out: &mut String, params: &Params) {
    for (name, value) in params {
        out.push(';');
        out.push_str(name);
        if *value != Bare::Boolean(true) {
            out.push('=');
            write_bare(out, value);
        }
    }
}

fn write_bare(out: &mut String, item: &Bare) {
    match item {
        Bare::Integer(number) => {
            let _ = write!(out, "{number}");
        }
        Bare::Decimal(text) | Bare::Token(text) => out.push_str(text),
        Bare::Text(text) => {
            out.push('"');
            for c in text.chars() {
                if c == '"' || c == '\\' {
                    out.push('\\');
                }
                out.push(c);
            }
            out.push('"');
        }
        Bare::Bytes(bytes) => {
            let _ = write!(out, ":{}:", BASE64_STANDARD.encode(bytes));
        }
        Bare::Boolean(yes) => out.push_str(if *yes { "?1" } else { "?0" }),
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn eat(&mut self, c: char) -> bool {
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !keep(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn key(&mut self) -> Option<String> {
        if !self.rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '*') {
            return None;
        }
        let key = self.take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-.*".contains(c));
        Some(key.to_owned())
    }

    fn member(&mut self) -> Option<Member> {
        if !self.eat('(') {
            let item = self.bare()?;
            return Some(Member::Item(item, self.params()?));
        }
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.eat(')') {
                return Some(Member::List(items, self.params()?));
            }
            let item = self.bare()?;
            items.push((item, self.params()?));
            if items.len() > SIGNATURE_PARTS {
                return None;
            }
            if !self.rest.starts_with([' ', ')']) {
                return None;
            }
        }
    }

    fn params(&mut self) -> Option<Params> {
        let mut params: Params = Vec::new();
        while self.eat(';') {
            self.skip_space();
            let name = self.key()?;
            let value = if self.eat('=') { self.bare()? } else { Bare::Boolean(true) };
            params.retain(|(other, _)| *other != name);
            params.push((name, value));
            if params.len() > SIGNATURE_PARTS {
                return None;
            }
        }
        Some(params)
    }

    fn bare(&mut self) -> Option<Bare> {
        match self.rest.chars().next()? {
            '"' => self.text(),
            ':' => {
                let (encoded, rest) = self.rest[1..].split_once(':')?;
                self.rest = rest;
                Some(Bare::Bytes(BASE64_STANDARD.decode(encoded).ok()?))
            }
            '?' => {
                let flag = self.rest.get(..2)?;
                self.rest = &self.rest[2..];
                match flag {
                    "?1" => Some(Bare::Boolean(true)),
                    "?0" => Some(Bare::Boolean(false)),
                    _ => None,
                }
            }
            '-' | '0'..='9' => {
                let number = self.take_while(|c| c.is_ascii_digit() || c == '.' || c == '-');
                if number.len() > 17 {
                    None
                } else if number.contains('.') {
                    number.parse::<f64>().ok().map(|_| Bare::Decimal(number.to_owned()))
                } else {
                    number.parse().ok().map(Bare::Integer)
                }
            }
            c if c.is_ascii_alphabetic() || c == '*' => {
                let token = self.take_while(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:/".contains(c));
                Some(Bare::Token(token.to_owned()))
            }
            _ => None,
        }
    }

    fn text(&mut self) -> Option<Bare> {
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.rest = &self.rest[at + 1..];
                    return Some(Bare::Text(text));
                }
                '\\' => match chars.next()?.1 {
                    c @ ('"' | '\\') => text.push(c),
                    _ => return None,
                },
                ' '..='~' => text.push(c),
                _ => return None,
            }
        }
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_dictionary_is_written_back_as_it_should_have_been_sent() {
        let table = [
            (
                r#"sig1=("@method"  "@query-param";name="a b");created=1;keyid="k\"\\""#,
                r#"("@method" "@query-param";name="a b");created=1;keyid="k\"\\""#,
            ),
            (r#"a=("x" );b;c=?0;d=1.5;e=tok/en;f=:AQI=:"#, r#"("x");b;c=?0;d=1.5;e=tok/en;f=:AQI=:"#),
            ("a=()", "()"),
        ];
        for (text, canonical) in table {
            let parsed = dictionary(text).unwrap();
            let Member::List(items, params) = &parsed[0].1 else { panic!("{text}") };
            assert_eq!(write_list(items, params), canonical);
        }
        assert_eq!(dictionary("a=1, b=2,\tc").unwrap().len(), 3);
        assert_eq!(dictionary("").unwrap().len(), 0);
    }

    #[test]
    fn malformed_dictionaries_are_refused() {
        for text in [
            "A=1",
            "a=",
            "a=1,",
            "a=(\"x\"",
            "a=(\"x\"\"y\")",
            "a=\"x",
            "a=:x:",
            "a=?2",
            "a=\"\\x\"",
            "a=1 b=2",
            "a=123456789012345678",
            "=1",
            "a=é",
        ] {
            assert!(dictionary(text).is_none(), "{text}");
        }
    }
}
