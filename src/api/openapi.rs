//! The API's own description (OpenAPI 3.1), put together from one hand-kept file for each part of it; a test holds the
//! paths against the router.

use std::sync::OnceLock;

use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};

use crate::app::App;

const PARTS: [(&str, &str); 6] = [
    ("people", include_str!("openapi/people.json")),
    ("talk", include_str!("openapi/talk.json")),
    ("moderation", include_str!("openapi/moderation.json")),
    ("library", include_str!("openapi/library.json")),
    ("post", include_str!("openapi/post.json")),
    ("peers", include_str!("openapi/peers.json")),
];

/// GET /api/v1/openapi.json
pub async fn show(State(app): State<App>) -> Json<Value> {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    let mut document = DOCUMENT.get_or_init(put_together).clone();
    document["servers"] = json!([{ "url": app.site.base() }]);
    Json(document)
}

fn put_together() -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for (name, text) in PARTS {
        match serde_json::from_str::<Value>(text) {
            Ok(mut part) => {
                for (whole, key) in [(&mut paths, "paths"), (&mut schemas, "schemas")] {
                    if let Some(Value::Object(entries)) = part.get_mut(key).map(Value::take) {
                        whole.extend(entries);
                    }
                }
            }
            Err(error) => tracing::error!(name, %error, "a part of the API's description is not JSON"),
        }
    }
    schemas.insert(
        "Error".to_owned(),
        json!({
            "type": "object",
            "required": ["error", "message"],
            "properties": {
                "error": { "type": "string", "description": "a code: not-found, invalid, members-only ..." },
                "message": { "type": "string" },
                "fields": { "type": "object", "additionalProperties": { "type": "string" },
                    "description": "for invalid: which field, and what is wrong with it" }
            }
        }),
    );
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Waypost",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Groups, posts, the library and notices of this hub, through the same commands as its pages. \
                Ids are 26 letters and digits; times are RFC 3339 in UTC; lists answer {items, next}, and `after=next` asks for what follows.",
            "license": { "name": "AGPL-3.0-only", "identifier": "AGPL-3.0-only" }
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer",
                "description": "the token that POST /api/v1/sessions answers" } }
        },
        "security": [{ "bearer": [] }, {}]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_path_of_the_api_is_described_and_no_other() {
        for (name, text) in PARTS {
            assert!(serde_json::from_str::<Value>(text).is_ok(), "{name}.json is not JSON");
        }
        let document = put_together();
        let described: BTreeSet<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
        let routed: BTreeSet<&str> = include_str!("../router.rs")
            .split('"')
            .filter(|text| text.starts_with("/api/v1/") && *text != "/api/v1/openapi.json")
            .collect();
        assert_eq!(described, routed);
    }
}
