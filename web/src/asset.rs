//! The files a browser loads beside the pages: style, script, icons. Embedded, named by content
//! hash, compressed ahead of time by `build.rs`. Must not know how they are served.

/// One embedded file. Its address changes with its content, so it may be cached for ever
/// (`Cache-Control: public, max-age=31536000, immutable`).
#[derive(Debug)]
pub struct Asset {
    /// The name it has in `assets/`, e.g. `waypost.css`.
    pub name: &'static str,
    /// Where it is served: `/assets/<stem>.<16 hex digits>.<extension>`.
    pub path: &'static str,
    /// A strong entity tag, quotes included (RFC 9110 §8.8.3).
    pub etag: &'static str,
    pub content_type: &'static str,
    pub plain: &'static [u8],
    /// Brotli, quality 11 (`Content-Encoding: br`).
    pub br: &'static [u8],
    /// Gzip, level 9 (`Content-Encoding: gzip`).
    pub gz: &'static [u8],
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Every embedded file, by name.
pub fn all() -> &'static [Asset] {
    ASSETS
}

/// The address of `waypost.css` and the like. An unknown name answers an address that is not
/// found; a test holds that templates name only what exists.
pub fn url(name: &str) -> &'static str {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    debug_assert!(asset.is_some(), "no asset is called {name}");
    asset.map_or("/assets/", |asset| asset.path)
}

/// The file served at `path` (the whole path, `/assets/` included), if there is one.
pub fn by_path(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_is_found_under_the_address_that_was_given_out() {
        let asset = by_path(url("waypost.css")).expect("the style is embedded");
        assert_eq!(asset.name, "waypost.css");
        assert!(by_path("/assets/waypost.css").is_none());
    }

    #[test]
    fn style_and_script_keep_their_budget() {
        let compressed = |name| by_path(url(name)).map(|asset| asset.br.len()).unwrap_or(usize::MAX);
        let (style, script) = (compressed("waypost.css"), compressed("waypost.js"));
        assert!(style <= 10_000, "waypost.css is {style} bytes in brotli");
        assert!(script <= 5_000, "waypost.js is {script} bytes in brotli");
    }
}
