//! Media types as they occur in `Content-Type` and `Accept`, parsed instead of compared (attacks.md A02; wire.md §4.1,
//! bugs 5 and 6). Knows text only.

/// The namespace of ActivityStreams, also the profile of its `application/ld+json`.
pub const ACTIVITYSTREAMS: &str = "https://www.w3.org/ns/activitystreams";

/// What we send and serve, exactly so: some peers compare letters.
pub const ACTIVITY_JSON: &str = "application/activity+json";

/// One media type: essence in lower case, parameters with lower-case names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType {
    pub essence: String,
    pub params: Vec<(String, String)>,
}

impl MediaType {
    pub fn parse(text: &str) -> Option<MediaType> {
        let mut parts = split(text, ';').into_iter();
        let essence = parts.next()?.trim().to_ascii_lowercase();
        let (kind, sub) = essence.split_once('/')?;
        if kind.is_empty() || sub.is_empty() {
            return None;
        }
        let params = parts
            .filter_map(|part| {
                let (name, value) = part.split_once('=')?;
                Some((name.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_owned()))
            })
            .collect();
        Some(MediaType { essence, params })
    }

    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// `application/ld+json` whose profiles include ActivityStreams.
    fn is_profiled_ld(&self) -> bool {
        self.essence == "application/ld+json"
            && self
                .param("profile")
                .is_some_and(|profiles| profiles.split_ascii_whitespace().any(|p| p == ACTIVITYSTREAMS))
    }
}

/// Whether a fetched document may be believed to be ActivityPub: a file that somebody uploaded must not be (A02).
pub fn is_activity(content_type: &str) -> bool {
    MediaType::parse(content_type).is_some_and(|m| m.essence == ACTIVITY_JSON || m.is_profiled_ld())
}

/// Whether a body that was posted to an inbox may be one: here a missing profile is forgiven, as it proves nothing.
pub fn is_postable(content_type: &str) -> bool {
    MediaType::parse(content_type)
        .is_some_and(|m| matches!(m.essence.as_str(), "application/activity+json" | "application/ld+json"))
}

/// Parts between separators that stand outside quotes.
pub(crate) fn split(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(|c: char| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a02_only_the_two_types_of_activitypub_are_believed_in_an_answer() {
        let table = [
            ("application/activity+json", true, true),
            ("application/activity+json; charset=utf-8", true, true),
            ("Application/Activity+JSON ;charset=UTF-8", true, true),
            ("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", true, true),
            ("application/ld+json;profile=https://www.w3.org/ns/activitystreams", true, true),
            (
                "application/ld+json; charset=utf-8; profile=\"https://x.example https://www.w3.org/ns/activitystreams\"",
                true,
                true,
            ),
            ("application/ld+json", false, true),
            ("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams2\"", false, true),
            ("application/json", false, false),
            ("text/plain", false, false),
            ("text/html; application/activity+json", false, false),
            ("image/png", false, false),
            ("application/activity+jsonx", false, false),
            ("", false, false),
            ("/", false, false),
        ];
        for (text, fetched, posted) in table {
            assert_eq!(is_activity(text), fetched, "{text}");
            assert_eq!(is_postable(text), posted, "{text}");
        }
    }
}
