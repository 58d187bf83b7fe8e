//! Who an object is for: `to`, `cc` and `audience`, as we write them (wire.md rules 5 and 6, §12) and as others do.
//! Knows addresses only, not who stands behind them.

use serde::Serialize;
use serde_json::Value;

use crate::limits::RECIPIENTS;
use crate::value;

/// The public collection, in the only spelling that we send.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Whether an address is the public collection in any of its spellings.
pub fn is_public(address: &str) -> bool {
    matches!(address, PUBLIC | "as:Public" | "Public")
}

/// How far what is shared into a group may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Public,
    /// Approved followers of the group only, by Lemmy's scheme (wire.md §12): Public stands nowhere.
    Followers,
}

/// Primary and secondary recipients; always arrays on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Audience {
    pub to: Vec<String>,
    pub cc: Vec<String>,
}

impl Audience {
    /// Of a root: the group first, as Lemmy looks for it there.
    pub fn root(group: &str, author_followers: &str, reach: Reach) -> Self {
        match reach {
            Reach::Public => Audience { to: vec![group.into(), PUBLIC.into()], cc: vec![author_followers.into()] },
            Reach::Followers => Audience { to: vec![group.into(), followers_of(group)], cc: vec![] },
        }
    }

    /// Of the Create or Update of a root.
    pub fn sharing(group: &str, author_followers: &str, reach: Reach) -> Self {
        let mut audience = Audience::root(group, author_followers, reach);
        audience.cc.insert(0, group.into());
        audience
    }

    /// Of a reply and of its Create or Update; `parent_author` is told, unless the parent is one's own.
    pub fn reply(group: &str, author_followers: &str, parent_author: Option<&str>, reach: Reach) -> Self {
        let told = parent_author.map(str::to_owned);
        match reach {
            Reach::Public => Audience {
                to: std::iter::once(PUBLIC.to_owned()).chain(told).collect(),
                cc: vec![group.into(), author_followers.into()],
            },
            Reach::Followers => Audience {
                to: [group.to_owned(), followers_of(group)].into_iter().chain(told).collect(),
                cc: vec![group.into()],
            },
        }
    }

    /// Of anything else that concerns a group: votes, deletions, moderation.
    pub fn concerning(group: &str, reach: Reach) -> Self {
        let to = match reach {
            Reach::Public => vec![PUBLIC.to_owned()],
            Reach::Followers => vec![group.to_owned(), followers_of(group)],
        };
        Audience { to, cc: vec![group.into()] }
    }

    /// Of what a group announces to its followers.
    pub fn announced(followers: &str, reach: Reach) -> Self {
        match reach {
            Reach::Public => Audience { to: vec![PUBLIC.into()], cc: vec![followers.into()] },
            Reach::Followers => Audience { to: vec![followers.into()], cc: vec![] },
        }
    }

    /// To named actors alone.
    pub fn only(actors: impl IntoIterator<Item = String>) -> Self {
        Audience { to: actors.into_iter().collect(), cc: vec![] }
    }

    /// Reads `to` and `cc` of an object or activity: strings, objects or lists; at most [`RECIPIENTS`] each.
    /// Public comes out in its full spelling.
    pub fn read(value: &Value) -> Self {
        Audience { to: recipients(value.get("to")), cc: recipients(value.get("cc")) }
    }

    pub fn is_public(&self) -> bool {
        self.all().any(is_public)
    }

    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.to.iter().chain(&self.cc).map(String::as_str)
    }
}

/// Lemmy's convention, literally: the id of the group and `/followers`.
fn followers_of(group: &str) -> String {
    format!("{group}/followers")
}

fn recipients(value: Option<&Value>) -> Vec<String> {
    let read = |item: &Value| match item.as_str() {
        Some(text) if is_public(text) => Some(PUBLIC.to_owned()),
        _ => value::id(Some(item)),
    };
    value::list(value).iter().take(RECIPIENTS).filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn public_is_understood_in_every_spelling_and_in_every_shape() {
        for to in [json!("as:Public"), json!(["Public"]), json!([{"id": PUBLIC}]), json!(PUBLIC), json!([null, PUBLIC])]
        {
            assert!(Audience::read(&json!({ "to": to })).is_public(), "{to}");
            assert!(Audience::read(&json!({ "cc": to })).is_public(), "{to}");
        }
        for value in [json!({}), json!({"to": null}), json!({"to": "https://a.example/#Public"}), json!({"to": 1})] {
            assert!(!Audience::read(&value).is_public(), "{value}");
        }
    }

    #[test]
    fn a_private_group_names_public_nowhere() {
        let (group, followers) = ("https://hub.example/c/a", "https://hub.example/u/b/followers");
        for audience in [
            Audience::root(group, followers, Reach::Followers),
            Audience::sharing(group, followers, Reach::Followers),
            Audience::reply(group, followers, Some("https://x.example/u/c"), Reach::Followers),
            Audience::concerning(group, Reach::Followers),
            Audience::announced("https://hub.example/c/a/followers", Reach::Followers),
        ] {
            assert!(!audience.is_public(), "{audience:?}");
            assert!(audience.to.contains(&"https://hub.example/c/a/followers".to_owned()), "{audience:?}");
            assert!(!audience.all().any(|a| a == followers), "{audience:?}");
        }
    }

    #[test]
    fn b10_recipients_beyond_two_hundred_are_not_read() {
        let many: Vec<_> = (0..500).map(|n| format!("https://a.example/{n}")).collect();
        assert_eq!(Audience::read(&json!({ "to": many })).to.len(), RECIPIENTS);
    }
}
