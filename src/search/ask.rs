//! A question to the library: words, filters, order, page. Pure; becomes SQL in `found`.

use crate::posts::Kind;
use crate::store::ids::{ActorId, PostId};

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ask {
    /// As typed; websearch syntax ("quotes", -not, or).
    pub text: String,
    /// The list's own kind: the library asks for resources and counts nothing else.
    pub within: Option<Kind>,
    /// Empty: every kind.
    pub kinds: Vec<Kind>,
    pub types: Vec<String>,
    pub languages: Vec<String>,
    pub countries: Vec<String>,
    pub themes: Vec<String>,
    pub organisations: Vec<String>,
    pub groups: Vec<ActorId>,
    pub year_from: Option<i16>,
    pub year_to: Option<i16>,
    pub sort: Sort,
    pub after: Option<Cursor>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By how well it fits; without words as [`Sort::Year`].
    #[default]
    Best,
    /// By when it was shared.
    Newest,
    /// By year of publication.
    Year,
}

impl Sort {
    pub const ALL: [Self; 3] = [Self::Best, Self::Newest, Self::Year];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Newest => "newest",
            Self::Year => "year",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

/// Behind which hit a page starts: its place in the order, and its id.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cursor {
    pub key: f64,
    pub id: PostId,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:x}-{}", self.key.to_bits(), self.id)
    }
}

impl std::str::FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (key, id) = text.split_once('-').ok_or("not a cursor")?;
        let key = u64::from_str_radix(key, 16).map(f64::from_bits).map_err(|_| "not a cursor")?;
        if !key.is_finite() {
            return Err("not a cursor");
        }
        Ok(Self { key, id: PostId::parse(id).ok_or("not a cursor")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn cursors_read_back(key in proptest::num::f64::NORMAL, id: u128) {
            let cursor = Cursor { key, id: PostId(uuid::Uuid::from_u128(id)) };
            proptest::prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }

        #[test]
        fn anything_else_is_no_cursor_and_no_panic(text: String) {
            let _either = text.parse::<Cursor>();
        }
    }
}
