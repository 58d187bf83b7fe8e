//! Does a request want the ActivityPub document or the page? (wire.md §4.1, bugs 5 and 6)

use http::HeaderMap;
use http::header::ACCEPT;

use crate::media_type::{MediaType, split};

/// Whether a GET wants ActivityPub: either of its types anywhere in `Accept` with a weight above zero, unless HTML is
/// asked for with a greater one. Bare `application/ld+json` counts: PieFed sends it when it signs.
pub fn wants_activity(headers: &HeaderMap) -> bool {
    let (mut activity, mut html) = (0, 0);
    for value in headers.get_all(ACCEPT) {
        let Ok(text) = value.to_str() else { continue };
        for range in split(text, ',') {
            let Some(range) = MediaType::parse(range) else { continue };
            let weight = weight(range.param("q"));
            match range.essence.as_str() {
                "application/activity+json" | "application/ld+json" => activity = activity.max(weight),
                "text/html" | "application/xhtml+xml" => html = html.max(weight),
                _ => {}
            }
        }
    }
    activity > 0 && activity >= html
}

/// A quality value in thousandths; what cannot be read counts in full.
fn weight(q: Option<&str>) -> u32 {
    match q.map(str::parse::<f32>) {
        Some(Ok(q)) => (q.clamp(0.0, 1.0) * 1000.0) as u32,
        _ => 1000,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_accept_header_that_peers_send_gets_what_it_wants() {
        let table = [
            // Mastodon
            ("application/activity+json, application/ld+json", true),
            (
                "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\", application/activity+json, text/html;q=0.1",
                true,
            ),
            // Lemmy, PieFed, Mbin, Mobilizon, Gancio
            ("application/activity+json", true),
            // PieFed when it signs
            ("application/ld+json", true),
            // NodeBB
            ("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", true),
            ("application/ld+json;profile=\"https://www.w3.org/ns/activitystreams\"", true),
            // GoToSocial
            ("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\",application/activity+json", true),
            // Misskey, WordPress, Friendica
            ("application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", true),
            ("Application/Activity+JSON ; charset=utf-8", true),
            ("application/json, application/activity+json;q=0.9, */*;q=0.8", true),
            ("text/html, application/activity+json", true),
            ("text/html, application/activity+json;q=0.5", false),
            ("application/activity+json;q=0", false),
            // browsers and tools
            ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", false),
            ("*/*", false),
            ("application/json", false),
            ("text/html; x=\"application/activity+json\"", false),
            ("", false),
        ];
        for (text, wanted) in table {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, text.parse().unwrap());
            assert_eq!(wants_activity(&headers), wanted, "{text}");
        }
        assert!(!wants_activity(&HeaderMap::new()));
        let mut two = HeaderMap::new();
        two.append(ACCEPT, "text/plain".parse().unwrap());
        two.append(ACCEPT, "application/activity+json".parse().unwrap());
        assert!(wants_activity(&two));
    }
}
