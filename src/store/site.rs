//! Addresses of ours. Every link to a thing of this hub is written here.

use url::Url;

use super::ids::{ActivityId, AttachmentId, FileId, PostId};

/// Who this hub is, as configured.
#[derive(Debug, Clone)]
pub struct Site {
    base: String,
    host: String,
    pub name: String,
    pub tagline: String,
}

impl Site {
    /// `base_url` is an absolute http(s) address without a path.
    pub fn new(base_url: &Url, name: &str, tagline: &str) -> Self {
        let base = base_url.as_str().trim_end_matches('/').to_owned();
        let host = match (base_url.host_str(), base_url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => String::new(),
        };
        Self { base, host, name: name.to_owned(), tagline: tagline.to_owned() }
    }

    /// `https://hub.example`, no slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// `hub.example` or `localhost:3000`: what follows the `@` of a handle.
    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn is_https(&self) -> bool {
        self.base.starts_with("https://")
    }

    pub fn hub_actor(&self) -> String {
        format!("{}/actor", self.base)
    }

    pub fn shared_inbox(&self) -> String {
        format!("{}/inbox", self.base)
    }

    pub fn person(&self, handle: &str) -> String {
        format!("{}/people/{handle}", self.base)
    }

    pub fn group(&self, handle: &str) -> String {
        format!("{}/groups/{handle}", self.base)
    }

    /// The address of a post: page for people, object for servers.
    pub fn post(&self, id: PostId) -> String {
        format!("{}/posts/{id}", self.base)
    }

    /// The same page, never negotiated: what outgoing bodies may link to (wire.md 15a.1).
    pub fn reading(&self, id: PostId) -> String {
        format!("{}/read/{id}", self.base)
    }

    pub fn activity(&self, id: ActivityId) -> String {
        format!("{}/activities/{id}", self.base)
    }

    pub fn file(&self, id: FileId, name: &str) -> String {
        let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
        format!("{}/files/{id}/{}", self.base, name.replace('+', "%20"))
    }

    /// The path of our copy of something that a post from elsewhere shows.
    pub fn copy(&self, id: AttachmentId, name: &str) -> String {
        let last = name.rsplit('/').next().unwrap_or_default();
        let name: String = url::form_urlencoded::byte_serialize(last.as_bytes()).collect();
        format!("/copies/{id}/{}", if name.is_empty() { "file".to_owned() } else { name.replace('+', "%20") })
    }

    /// The path and query behind our own base, None for an address elsewhere.
    pub fn path_of<'a>(&self, address: &'a str) -> Option<&'a str> {
        address.strip_prefix(&self.base).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The id in an address that [`Site::post`] wrote.
    pub fn post_id(&self, address: &str) -> Option<PostId> {
        PostId::parse(self.path_of(address)?.strip_prefix("/posts/")?)
    }
}
