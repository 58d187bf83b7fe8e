//! The few fields of an activity that the door needs; the rest is for whoever knows what it means.

use serde_json::Value;

use crate::host;
use crate::json::Malformed;
use crate::limits::WORD_CHARS;
use crate::value;

/// Objects inside objects that are looked through for the innermost: Announce of Create of Note.
const LEVELS: usize = 4;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sketch {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) actor: String,
    pub(super) object: Option<String>,
    pub(super) lane: String,
}

impl Sketch {
    pub(super) fn read(value: &Value) -> Result<Sketch, Malformed> {
        let missing = |what: &str| Malformed(format!("the activity has no usable {what}"));
        if !value.is_object() {
            return Err(Malformed("an activity is a JSON object".into()));
        }
        let kind = value::kind(value);
        if kind.is_empty() || kind.len() > WORD_CHARS {
            return Err(missing("type"));
        }
        let id = value.get("id").and_then(|id| value::address(id.as_str()?)).ok_or_else(|| missing("id"))?;
        let actor = value::id(value.get("actor")).ok_or_else(|| missing("actor"))?;
        let object = innermost(value.get("object"));
        let lane = match &object {
            Some(object) if is_own_affair(value) => format!("{object} {actor}"),
            Some(object) => object.clone(),
            None => id.clone(),
        };
        Ok(Sketch { id, kind: kind.to_owned(), actor, object, lane })
    }

    /// A Follow of our hub's own actor (or that taken back), or an answer to a Follow of ours: all that two hubs say to each
    /// other before they are partners. What is answered names the answerer, or stands at an address of ours.
    pub(super) fn is_knock(&self, hub: &str) -> bool {
        let object = self.object.as_deref().unwrap_or_default();
        match self.kind.as_str() {
            "Follow" | "Undo" => object == hub,
            "Accept" | "Reject" => object == self.actor || object == hub || host::same_origin_str(object, hub),
            _ => false,
        }
    }

    /// An actor that deletes or changes itself.
    pub(super) fn concerns_itself(&self) -> bool {
        matches!(self.kind.as_str(), "Delete" | "Update") && self.object.as_deref() == Some(&self.actor)
    }
}

/// What somebody does for itself alone, or takes back: it waits for nobody else's.
fn is_own_affair(value: &Value) -> bool {
    let done = match value::kind(value) {
        "Undo" => value::list(value.get("object")).first().map_or("", value::kind),
        kind => kind,
    };
    matches!(done, "Follow" | "Like" | "Dislike" | "EmojiReact")
}

fn innermost(object: Option<&Value>) -> Option<String> {
    let mut current = value::list(object).first()?;
    for _ in 0..LEVELS {
        match value::list(current.get("object")).first() {
            Some(inner) => current = inner,
            None => break,
        }
    }
    value::id(Some(current))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_innermost_object_is_what_an_activity_is_about() {
        let note = "https://a.example/note/1";
        for object in [
            json!(note),
            json!([note]),
            json!({"id": note, "type": "Note", "content": "x"}),
            json!({"id": "https://a.example/like", "type": "Like", "object": note}),
            json!({"id": "https://a.example/c", "type": "Create", "object": {"id": note, "type": "Note"}}),
            json!({"type": "Announce", "object": {"type": "Create", "object": {"id": note}}}),
        ] {
            let value = json!({"id": "https://a.example/1", "type": "X", "actor": {"id": "https://a.example/u"}, "object": object});
            assert_eq!(Sketch::read(&value).unwrap().object.as_deref(), Some(note), "{value}");
        }
        assert_eq!(innermost(Some(&json!({"type": "Note"}))), None);
    }

    #[test]
    fn votes_of_many_wait_for_each_other_no_more_than_for_the_post() {
        let (note, one, two) = ("https://a.example/note/1", "https://a.example/1", "https://b.example/2");
        let lane = |kind: &str, actor: &str, object: Value| {
            let value = json!({"id": format!("{actor}/act"), "type": kind, "actor": actor, "object": object});
            Sketch::read(&value).unwrap().lane
        };
        assert_eq!(lane("Create", one, json!(note)), note);
        assert_eq!(lane("Undo", one, json!({"id": "https://a.example/d", "type": "Delete", "object": note})), note);
        let like = json!({"id": "https://a.example/l", "type": "Like", "actor": one, "object": note});
        assert_eq!(lane("Like", one, json!(note)), lane("Undo", one, like.clone()));
        assert_ne!(lane("Like", one, json!(note)), lane("Like", two, json!(note)));
        assert_eq!(lane("Announce", two, like), note);
        assert_eq!(lane("View", one, Value::Null), format!("{one}/act"));
    }

    #[test]
    fn an_activity_without_id_type_or_actor_is_none() {
        let whole = json!({"id": "https://a.example/1", "type": "Like", "actor": "https://a.example/u"});
        assert!(Sketch::read(&whole).is_ok());
        for key in ["id", "type", "actor"] {
            for bad in [json!(null), json!(1), json!(""), json!([]), json!({}), json!("relative")] {
                let mut value = whole.clone();
                value[key] = bad.clone();
                let fine = key == "type" && bad == "relative";
                assert_eq!(Sketch::read(&value).is_ok(), fine, "{key} {bad}");
            }
        }
        for value in [json!([]), json!("x"), json!(null)] {
            assert!(Sketch::read(&value).is_err());
        }
    }

    #[test]
    fn hubs_knock_with_a_follow_and_its_answers_and_with_nothing_else() {
        let (us, them) = ("https://hub.example/actor", "https://a.example/actor");
        let of = |kind: &str, object: Value| {
            let value = json!({"id": "https://a.example/1", "type": kind, "actor": them, "object": object});
            Sketch::read(&value).unwrap().is_knock(us)
        };
        assert!(of("Follow", json!(us)));
        assert!(of("Undo", json!({"type": "Follow", "actor": them, "object": us})));
        assert!(of("Accept", json!({"type": "Follow", "actor": us, "object": them})));
        assert!(of("Reject", json!("https://hub.example/activities/1")));
        assert!(!of("Follow", json!("https://hub.example/groups/care")));
        assert!(!of("Accept", json!("https://b.example/activities/1")));
        assert!(!of("Create", json!({"type": "Note", "id": us})));
        assert!(!of("Announce", json!(us)));
    }

    #[test]
    fn only_delete_and_update_of_oneself_concern_oneself() {
        let of = |kind: &str, object: Value| {
            let value =
                json!({"id": "https://a.example/1", "type": kind, "actor": "https://a.example/u", "object": object});
            Sketch::read(&value).unwrap().concerns_itself()
        };
        assert!(of("Delete", json!("https://a.example/u")));
        assert!(of("Delete", json!({"id": "https://a.example/u", "type": "Tombstone"})));
        assert!(of("Update", json!({"id": "https://a.example/u", "type": "Person"})));
        assert!(!of("Delete", json!("https://a.example/note")));
        assert!(!of("Follow", json!("https://a.example/u")));
    }
}
