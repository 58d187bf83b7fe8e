//! Private messages: this hub has none. What is addressed to persons alone is told from what groups and followers may
//! read before anything is stored.

use federation::json;
use federation::object::RemoteObject;

use crate::store::Site;

/// Whether a Create is for named persons only: a Note of Mastodon's or Lemmy's to one of our members, a ChatMessage.
pub fn is_private(body: &str, site: &Site) -> bool {
    // Nearly everything that comes is public and says so: it is not read twice.
    if body.contains("ActivityStreams#Public") || body.contains("activitystreams#Public") {
        return false;
    }
    let Ok(activity) = json::read(body.as_bytes()) else { return false };
    let Some(object) = activity.get("object").and_then(|object| RemoteObject::parse(object).ok()) else { return false };
    let outer = federation::audience::Audience::read(&activity);
    let everyone = || object.recipients.all().chain(outer.all()).chain(object.groups.iter().map(String::as_str));
    let to_group = |to: &str| site.path_of(to).is_some_and(|path| path.starts_with("/groups/"));
    object.is_direct()
        && !everyone().any(|to| federation::audience::is_public(to) || to.ends_with("/followers") || to_group(to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn judged(object: Value) -> bool {
        let site = Site::new(&"https://hub.example".parse().unwrap(), "Hub", "");
        let activity = json!({
            "id": "https://a.example/1", "type": "Create", "actor": "https://a.example/u", "object": object, "to": object["to"],
        });
        is_private(&activity.to_string(), &site)
    }

    fn to(to: Value) -> Value {
        json!({"id": "https://a.example/n", "type": "Note", "content": "<p>x</p>", "to": to})
    }

    #[test]
    fn what_is_for_persons_alone_is_private() {
        assert!(judged(to(json!(["https://hub.example/people/ana"]))));
        assert!(judged(json!({
            "id": "https://a.example/n", "type": "ChatMessage", "content": "x", "to": ["https://hub.example/people/ana"],
        })));
    }

    #[test]
    fn what_a_group_or_followers_may_read_is_not() {
        for public in [
            json!("as:Public"),
            json!(["https://www.w3.org/ns/activitystreams#Public"]),
            json!(["https://a.example/u/followers"]),
            json!(["https://hub.example/groups/closed", "https://hub.example/people/ana"]),
        ] {
            assert!(!judged(to(public.clone())), "{public}");
        }
    }
}
