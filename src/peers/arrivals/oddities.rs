//! What other software puts into fields of its own, as text that every reader sees: the options of a poll with their
//! counts, when and where an event is, the page of a video. In numbers and names only: it is read in any language.

use chrono::{DateTime, SecondsFormat, Utc};
use federation::object::{EventTimes, ObjectKind, Poll, RemoteObject};
use web::text::Html;

use crate::posts::mentions::MOST;

/// The body with what stands beside it.
pub fn with_details(object: &RemoteObject, body: Html) -> Html {
    let (before, after) = match &object.kind {
        ObjectKind::Event => (object.event.as_ref().map(times), object.url.as_deref().map(link)),
        ObjectKind::Question => (None, object.poll.as_ref().map(options)),
        ObjectKind::Video => (None, object.url.as_deref().map(link)),
        _ => (None, None),
    };
    if before.is_none() && after.is_none() {
        return body;
    }
    Html::sanitise(&[before.as_deref().unwrap_or(""), body.as_str(), after.as_deref().unwrap_or("")].concat())
}

/// Who is to be told: named in the text and addressed as well, at most twenty.
pub fn told(object: &RemoteObject) -> Vec<String> {
    let addressed = |href: &str| object.recipients.all().any(|to| to == href);
    object.mentions.iter().map(|mention| mention.href.clone()).filter(|href| addressed(href)).take(MOST).collect()
}

fn times(event: &EventTimes) -> String {
    let mut line = moment(event.starts);
    if let Some(ends) = event.ends.filter(|ends| *ends > event.starts) {
        line.push_str(&format!(" – {}", moment(ends)));
    }
    if let Some(zone) = event.timezone.as_deref().filter(|zone| *zone != "UTC") {
        line.push_str(&format!(" ({})", escape(zone)));
    }
    if let Some(place) = &event.place {
        line.push_str(&format!(" · {}", escape(place)));
    }
    if event.cancelled { format!("<p><del>{line}</del></p>") } else { format!("<p><strong>{line}</strong></p>") }
}

fn options(poll: &Poll) -> String {
    let line = |option: &federation::object::PollOption| {
        format!("<li>{}: <strong>{}</strong></li>", escape(&option.name), option.votes)
    };
    let mut text = format!("<ul>{}</ul>", poll.options.iter().map(line).collect::<String>());
    if let Some(ends) = poll.ends {
        text.push_str(&format!("<p>… {}</p>", moment(ends)));
    }
    text
}

fn link(url: &str) -> String {
    let url = escape(url);
    format!("<p><a href=\"{url}\">{url}</a></p>")
}

/// `2026-12-10 14:00 UTC`
fn moment(at: DateTime<Utc>) -> String {
    let text = at.to_rfc3339_opts(SecondsFormat::Secs, true);
    format!("{} {} UTC", text.get(..10).unwrap_or_default(), text.get(11..16).unwrap_or_default())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn shown(value: Value) -> String {
        let object = RemoteObject::parse(&value).unwrap();
        with_details(&object, Html::sanitise(object.content.as_deref().unwrap_or_default())).as_str().to_owned()
    }

    #[test]
    fn a_poll_shows_its_options_and_counts() {
        let html = shown(json!({
            "id": "https://a.example/1", "type": "Question", "content": "<p>Tea?</p>", "endTime": "2026-12-01T10:00:00Z",
            "oneOf": [{"type": "Note", "name": "Yes & no", "replies": {"type": "Collection", "totalItems": 12}},
                {"type": "Note", "name": "<b>No</b>", "replies": {"totalItems": 3}}],
        }));
        assert!(html.starts_with("<p>Tea?</p><ul><li>Yes &amp; no: <strong>12</strong></li>"), "{html}");
        assert!(html.contains("&lt;b&gt;No") && html.contains("2026-12-01 10:00 UTC"), "{html}");
    }

    #[test]
    fn an_event_says_when_and_where_and_a_video_where_it_plays() {
        let html = shown(json!({
            "id": "https://a.example/e", "type": "Event", "content": "<p>Come.</p>", "startTime": "2026-12-10T14:00:00Z",
            "endTime": "2026-12-10T16:30:00Z", "timezone": "Africa/Dakar", "location": {"type": "Place", "name": "Hall 3"},
        }));
        assert!(html.contains("2026-12-10 14:00 UTC – 2026-12-10 16:30 UTC (Africa/Dakar) · Hall 3"), "{html}");
        let html = shown(json!({
            "id": "https://a.example/v", "type": "Video", "content": "<p>See.</p>",
            "url": [{"type": "Link", "mediaType": "text/html", "href": "https://a.example/watch/1"}],
        }));
        assert!(html.contains("href=\"https://a.example/watch/1\""), "{html}");
        let plain = json!({"id": "https://a.example/n", "type": "Note", "content": "<p>x</p>"});
        assert_eq!(shown(plain), "<p>x</p>");
    }
}
