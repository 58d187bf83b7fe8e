//! Where a page may send its reader back to: a path of this hub, never another site (attack C07).

use axum::response::Redirect;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalPath(String);

impl LocalPath {
    /// None unless `text` is a path of ours: one slash in front, nothing that a browser reads as a host.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let path = lower.split(['?', '#']).next().unwrap_or_default();
        let fine = text.starts_with('/')
            && !text.starts_with("//")
            && text.len() <= 2000
            && !text.contains('\\')
            && !text.chars().any(|c| c.is_control() || c.is_whitespace())
            && !path.contains("//")
            && !path.contains("%2f%2f")
            && !path.contains("%5c");
        fine.then(|| Self(text.to_owned()))
    }

    /// What was sent, or `otherwise`.
    pub fn or(text: Option<&str>, otherwise: &str) -> Self {
        text.and_then(Self::parse).unwrap_or_else(|| Self(otherwise.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// 303: the reader's browser asks for it with GET.
    pub fn redirect(&self) -> Redirect {
        Redirect::to(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::LocalPath;

    #[test]
    fn c07_only_paths_of_ours_are_ways_back() {
        for good in ["/", "/groups/x?page=2#r1", "/search?q=a//b", "/posts/1%20x"] {
            assert!(LocalPath::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "groups",
            "//e.test",
            "/\\e.test",
            "\\\\e.test",
            "https://e.test",
            "javascript:alert(1)",
            "/a//e.test",
            "/%2f%2fe.test",
            "/%2F%2Fe.test",
            "/a\r\nb",
            "/a b",
            "/%5Ce.test",
            "/\t/e.test",
        ] {
            assert!(LocalPath::parse(bad).is_none(), "{bad}");
        }
    }
}
