//! Writes what it likes in the name of an actor of a test hub, or with a key of its own: for what a hub of ours would
//! never send.

#![allow(clippy::disallowed_methods, reason = "a hostile server does not use our client")]

use federation::signature::{PrivateKey, Scheme, Signer, sign_get, sign_post};
use serde_json::{Value, json};
use waypost::actors::queries;

use crate::peers::world::Side;

pub struct Pen {
    pub actor: String,
    base: String,
    signer: Signer,
}

impl Pen {
    /// Signs with the key of the actor at `path` of this hub.
    pub async fn of(side: &Side, path: &str) -> Self {
        let actor = format!("{}{path}", side.hub.base);
        let mut conn = side.hub.read().await.unwrap();
        let row = queries::by_url(&mut conn, &actor).await.unwrap().unwrap();
        let keys = queries::list_keys(&mut conn, row.id).await.unwrap();
        let key = keys.iter().find(|key| key.algorithm == "rsa").unwrap();
        let private = PrivateKey::from_pkcs8(key.private_der.as_ref().unwrap()).unwrap();
        Self { actor, base: side.hub.base.clone(), signer: Signer { key_id: key.key_id.clone(), key: private } }
    }

    /// Says that it is this actor, and has another key.
    pub fn forged(self) -> Self {
        Self { signer: Signer { key: PrivateKey::generate_rsa().unwrap(), ..self.signer }, ..self }
    }

    pub fn activity(&self, id: &str, kind: &str, object: Value) -> Value {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{}/activities/{id}", self.base),
            "type": kind, "actor": self.actor, "object": object,
        })
    }

    /// Status and reason that the other hub answers.
    pub async fn send(&self, to: &Side, activity: &Value) -> (u16, String) {
        let inbox: url::Url = format!("{}/inbox", to.hub.base).parse().unwrap();
        let body = activity.to_string();
        let now = to.hub.clock.now();
        let kind = "application/activity+json";
        let headers = sign_post(&self.signer, Scheme::Cavage, &inbox, kind, body.as_bytes(), now).unwrap();
        let request = reqwest::Client::new().post(inbox).body(body);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value.as_bytes()));
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let said: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default();
        (status, said["error"].as_str().unwrap_or_default().to_owned())
    }

    /// A signed GET for ActivityPub.
    pub async fn get(&self, from: &Side, path: &str) -> (u16, Value) {
        let url: url::Url = format!("{}{path}", from.hub.base).parse().unwrap();
        let headers = sign_get(&self.signer, Scheme::Cavage, &url, true, from.hub.clock.now()).unwrap();
        let request = reqwest::Client::new().get(url).header("accept", "application/activity+json");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value.as_bytes()));
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default())
    }
}
