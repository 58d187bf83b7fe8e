//! What came back, with the few questions that tests ask.

use reqwest::header::{HeaderMap, LOCATION};
use serde_json::Value;

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    /// `bytes` as text, for messages and for looking into.
    pub body: String,
    pub asked: String,
    base: String,
}

impl Answer {
    pub async fn read(response: reqwest::Response, base: &str) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let asked = response.url().to_string();
        let bytes = response.bytes().await.unwrap().to_vec();
        Self {
            status,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
            asked,
            base: base.to_owned(),
        }
    }

    /// Panics, showing the body, unless the status is 2xx.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert!((200..300).contains(&self.status), "{} answered {}:\n{}", self.asked, self.status, self.text());
        self
    }

    /// Panics, showing the body, unless this is the status.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} answered:\n{}", self.asked, self.text());
        self
    }

    /// Panics unless it leads somewhere (a redirect after a form); answers where, as a path.
    #[track_caller]
    pub fn leads(&self) -> String {
        match self.location() {
            Some(to) => to,
            None => panic!("{} answered {} and leads nowhere:\n{}", self.asked, self.status, self.text()),
        }
    }

    pub fn location(&self) -> Option<String> {
        let to = self.header(LOCATION.as_str())?;
        (300..400).contains(&self.status).then(|| to.strip_prefix(&self.base).unwrap_or(to).to_owned())
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// Panics, showing the page's text, unless it has `text`.
    #[track_caller]
    pub fn shows(&self, text: &str) -> &Self {
        assert!(self.has(text), "{} does not show '{text}':\n{}", self.asked, self.text());
        self
    }

    #[track_caller]
    pub fn hides(&self, text: &str) -> &Self {
        assert!(!self.has(text), "{} shows '{text}':\n{}", self.asked, self.text());
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{} is no JSON: {error}\n{}", self.asked, self.body))
    }

    /// The page without its tags, blank lines and entities of quotes.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut inside = false;
        for letter in self.body.chars() {
            match letter {
                '<' => inside = true,
                '>' if inside => inside = false,
                letter if !inside => text.push(letter),
                _ => {}
            }
        }
        let text = text.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&");
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The value of the first input with this name.
    pub fn input(&self, name: &str) -> Option<String> {
        let at = format!("name=\"{name}\"");
        let tag = self.body.split('<').find(|tag| tag.starts_with("input") && tag.contains(&at))?;
        let value = tag.split("value=\"").nth(1)?.split('"').next()?;
        Some(value.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&"))
    }

    pub fn csrf(&self) -> Option<String> {
        self.input("csrf")
    }

    /// Every address on the page that starts with `prefix`, in order.
    pub fn links(&self, prefix: &str) -> Vec<String> {
        let hrefs = self.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        hrefs.filter(|href| href.starts_with(prefix)).map(str::to_owned).collect()
    }
}
