//! A visitor or member as the hub meets them: cookies, forms with their csrf value, an API token. No redirect is
//! followed unasked.

use std::collections::BTreeMap;
use std::sync::Mutex;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use super::answer::Answer;

/// What every member of the tests signs in with.
pub const PASSWORD: &str = "a long walk home";

pub struct Browser {
    pub base: String,
    /// Empty for a visitor.
    pub handle: String,
    pub email: String,
    http: Client,
    cookies: Mutex<BTreeMap<String, String>>,
    csrf: Mutex<Option<String>>,
    token: Mutex<Option<String>>,
}

/// A file in a multipart form.
pub struct Upload<'a> {
    pub field: &'a str,
    pub name: &'a str,
    pub media_type: &'a str,
    pub bytes: &'a [u8],
}

#[expect(clippy::disallowed_methods, reason = "the tests' own client stands outside of the hub")]
pub fn http() -> Client {
    let limit = std::time::Duration::from_secs(30);
    Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().timeout(limit).build().unwrap()
}

impl Browser {
    pub fn new(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            handle: String::new(),
            email: String::new(),
            http: http(),
            cookies: Mutex::default(),
            csrf: Mutex::default(),
            token: Mutex::default(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn get_as(&self, path: &str, accept: &str) -> Answer {
        self.send(self.request(Method::GET, path).header(ACCEPT, accept)).await
    }

    /// GET, then wherever it leads (at most five times).
    pub async fn visit(&self, path: &str) -> Answer {
        let answer = self.get(path).await;
        self.follow(answer).await
    }

    /// Goes where an answer leads.
    pub async fn follow(&self, mut answer: Answer) -> Answer {
        for _ in 0..5 {
            match answer.location() {
                Some(to) => answer = self.get(&to).await,
                None => break,
            }
        }
        answer
    }

    /// Sends a form with this visitor's csrf value.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf().await;
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", &csrf).extend_pairs(fields);
        let request = self.request(Method::POST, path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(form.finish())).await
    }

    pub async fn post_multipart(&self, path: &str, fields: &[(&str, &str)], files: &[Upload<'_>]) -> Answer {
        const BOUNDARY: &str = "----way7MA4YWxkTrZu0gWpost";
        let csrf = self.csrf().await;
        let mut body = Vec::new();
        for (name, value) in [("csrf", csrf.as_str())].iter().chain(fields) {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        for Upload { field, name, media_type, bytes } in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: {media_type}\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(self.request(Method::POST, path).header(CONTENT_TYPE, kind).body(body)).await
    }

    /// A POST as it stands, without csrf: what another site or server would send.
    pub async fn post_raw(&self, path: &str, content_type: &str, body: impl Into<reqwest::Body>) -> Answer {
        self.send(self.request(Method::POST, path).header(CONTENT_TYPE, content_type).body(body)).await
    }

    /// Calls the API as this member; `body` is sent as JSON unless it is null.
    pub async fn api(&self, method: &str, path: &str, body: Value) -> Answer {
        let token = self.token().await;
        let method: Method = method.parse().unwrap();
        let mut request = self.http.request(method, self.address(path));
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        if !body.is_null() {
            request = request.header(CONTENT_TYPE, "application/json").body(body.to_string());
        }
        self.send(request).await
    }

    /// Signs in through the form with [`PASSWORD`].
    pub async fn sign_in(&self, email: &str) -> Answer {
        self.get("/sign-in").await;
        let answer = self.post_form("/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        // The csrf value belongs to the session that has just ended.
        *self.csrf.lock().unwrap() = None;
        answer
    }

    pub fn set_csrf(&self, value: &str) {
        *self.csrf.lock().unwrap() = Some(value.to_owned());
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// A request with this visitor's cookies, for tests that need more than the methods above.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let jar = self.cookies.lock().unwrap();
        let cookies: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.http.request(method, self.address(path));
        if cookies.is_empty() { request } else { request.header(COOKIE, cookies.join("; ")) }
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        for set in response.headers().get_all(SET_COOKIE) {
            let set = set.to_str().unwrap();
            let pair = set.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                let mut jar = self.cookies.lock().unwrap();
                let ended = value.is_empty() || set.to_ascii_lowercase().contains("max-age=0");
                if ended {
                    jar.remove(name.trim())
                } else {
                    jar.insert(name.trim().to_owned(), value.to_owned())
                };
            }
        }
        let answer = Answer::read(response, &self.base).await;
        if let Some(csrf) = answer.csrf() {
            *self.csrf.lock().unwrap() = Some(csrf);
        }
        answer
    }

    fn address(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) }
    }

    async fn csrf(&self) -> String {
        let known = self.csrf.lock().unwrap().clone();
        if let Some(csrf) = known {
            return csrf;
        }
        self.get("/").await;
        if self.csrf.lock().unwrap().is_none() {
            self.get("/sign-in").await;
        }
        self.csrf.lock().unwrap().clone().unwrap_or_default()
    }

    async fn token(&self) -> Option<String> {
        let known = self.token.lock().unwrap().clone();
        if known.is_some() || self.email.is_empty() {
            return known;
        }
        let body = json!({ "email": self.email, "password": PASSWORD }).to_string();
        let answer = self.post_raw("/api/v1/sessions", "application/json", body).await;
        let token = answer.ok().json()["token"].as_str().map(str::to_owned);
        self.token.lock().unwrap().clone_from(&token);
        token
    }
}
