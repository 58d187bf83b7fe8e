//! The one place where HTML is made: from members' markdown and from what other servers sent.
//! Must not know pages, posts or who wrote what.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};
use askama::{FastWritable, Values, filters::HtmlSafe};

use crate::links::show_hosts;
use crate::{markdown, soup};

/// The rules that stored HTML was made by. Raise it when [`Html::sanitise`] becomes stricter:
/// rows that carry a lower number are cleaned again when read.
pub const SANITISER: i16 = 1;

/// What is longer (in bytes) is cut before it is parsed, so that parsing has a bound.
const LONGEST: usize = 512 * 1024;

/// HTML that is safe to print: every value was written by the sanitiser's serialiser.
/// Templates print it raw; they cannot do so with any other text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Renders a member's markdown (CommonMark, tables, strikethrough, bare URLs as links).
    /// Headings start at `h2`; HTML inside it is shown as the text it is.
    pub fn from_markdown(markdown: &str) -> Html {
        Html::from_markdown_with(markdown, |_| None)
    }

    /// The same; `@name` and `@name@host` become links where `actor` knows the address.
    /// [`mentions`] finds the names to look up first.
    pub fn from_markdown_with(markdown: &str, actor: impl Fn(&str) -> Option<String>) -> Html {
        Html::sanitise(&markdown::render(cut(markdown), actor))
    }

    /// Cleans HTML that came from elsewhere: the allow-list of what Waypost shows, links and
    /// images by http(s) only. Applied to its own output it changes nothing. Takes time and room in proportion to the
    /// length, whatever it is.
    pub fn sanitise(html: &str) -> Html {
        Html(show_hosts(level_headings(RULES.clean(&soup::strain(cut(html))).to_string())))
    }

    /// Takes stored HTML back, cleaned again when it was made by older rules.
    pub fn stored(html: String, version: i16) -> Html {
        if version < SANITISER { Html::sanitise(&html) } else { Html(html) }
    }

    /// The same with each picture of `from` (as it stands in the text) taken from the path beside it: what browsers may
    /// not fetch from elsewhere comes from here.
    pub fn with_pictures(self, paths: &[(&str, String)]) -> Html {
        let mut html = self.0;
        for (from, path) in paths {
            let (from, to) = (escape(from), escape(path));
            html = html.replace(&format!(" src=\"{from}\""), &format!(" src=\"{to}\""));
        }
        Html(html)
    }

    /// Addresses and words of the pictures in it.
    pub fn pictures(&self) -> Vec<(String, String)> {
        let attribute = |tag: &str, name: &str| {
            let rest = tag.split_once(&format!(" {name}=\""))?.1;
            Some(unescape(rest.split('"').next()?))
        };
        let end = |rest: &str| {
            let mut quoted = false;
            rest.find(|c| {
                quoted ^= c == '"';
                c == '>' && !quoted
            })
        };
        let tags = self.0.split("<img ").skip(1).map(|rest| format!(" {}", &rest[..end(rest).unwrap_or(rest.len())]));
        tags.filter_map(|tag| Some((attribute(&tag, "src")?, attribute(&tag, "alt").unwrap_or_default()))).collect()
    }

    /// What is written into rows and activities, together with [`SANITISER`].
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether nothing can be seen in it.
    pub fn is_blank(&self) -> bool {
        !self.0.contains("<img") && plain(self).is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FastWritable for Html {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(dest.write_str(&self.0)?)
    }
}

impl HtmlSafe for Html {}

/// The text of it, a line for each block, without markup.
pub fn plain(html: &Html) -> String {
    lines(&html.0).join("\n")
}

/// The first `n` characters (at most) of the text, cut between words and then ended by "…".
pub fn excerpt(html: &str, n: usize) -> String {
    shorten(&lines(html).join(" "), n)
}

/// A title for what came without one: its first line without the mentions it opens with, at
/// most 200 characters. Empty when there is no text at all.
pub fn title_from(html: &str) -> String {
    lines(html)
        .iter()
        .map(|line| without_leading_mentions(line))
        .find(|line| !line.is_empty())
        .map(|line| shorten(line, 200))
        .unwrap_or_default()
}

/// The names that markdown mentions, as they were typed without the first `@`, in order and
/// once each: `mariama`, `kwame@hub.example`.
pub fn mentions(markdown: &str) -> Vec<String> {
    markdown::mentions(cut(markdown))
}

/// Shortens plain text to at most `n` characters, between words, ending in "…".
pub fn shorten(text: &str, n: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(n) else {
        return text.to_owned();
    };
    let room = text[..end].char_indices().next_back();
    let head = &text[..room.map_or(0, |(at, _)| at)];
    // A language without spaces, or one endless word, is cut where it stands.
    let head = match head.rfind(char::is_whitespace) {
        Some(space) if space >= head.len() / 2 => &head[..space],
        _ => head,
    };
    let head = head.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'));
    format!("{head}…")
}

static RULES: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut rules = Builder::empty();
    rules
        .tags(HashSet::from(soup::SHOWN))
        .clean_content_tags(HashSet::from([
            "script", "style", "svg", "math", "iframe", "object", "embed", "template", "noscript", "form", "select",
            "textarea", "title", "head", "video", "audio", "canvas",
        ]))
        .generic_attributes(HashSet::from(["lang", "dir"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "hreflang", "title"])),
            ("img", HashSet::from(["src", "alt", "title", "width", "height"])),
            ("ol", HashSet::from(["start"])),
            ("th", HashSet::from(["colspan", "rowspan", "scope"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
        ]))
        .allowed_classes(HashMap::from([("a", HashSet::from(["mention", "hashtag"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer ugc"))
        .set_tag_attribute_value("img", "loading", "lazy")
        .set_tag_attribute_value("img", "decoding", "async")
        .set_tag_attribute_value("img", "referrerpolicy", "no-referrer")
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") if value.starts_with("mailto:") => None,
            (_, "dir") if !matches!(value, "ltr" | "rtl" | "auto") => None,
            (_, "width" | "height" | "colspan" | "rowspan" | "start")
                if value.len() > 4 || !value.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                None
            }
            _ => Some(value.into()),
        });
    rules
});

/// The page owns `h1`; below `h4` nothing is told apart.
fn level_headings(html: String) -> String {
    // The serialiser writes an attribute's "<" as it is, but a heading has no attributes that
    // could differ here, and inside an attribute the replacement only changes a word.
    const LEVELS: [(&str, &str); 3] = [("h1", "h2"), ("h5", "h4"), ("h6", "h4")];
    let mut html = html;
    for (from, to) in LEVELS {
        if html.contains(&format!("<{from}")) {
            html = html
                .replace(&format!("<{from}"), &format!("<{to}"))
                .replace(&format!("</{from}>"), &format!("</{to}>"));
        }
    }
    html
}

/// The text of serialised HTML, block by block, white space folded. It reads markup only well
/// enough for text that is escaped again before anybody sees it.
fn lines(html: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        push_text(&mut lines, &rest[..open]);
        let Some(close) = rest[open..].find('>') else {
            rest = "";
            break;
        };
        let tag = rest[open + 1..open + close].trim_start_matches('/');
        let name = tag.split([' ', '/', '\n']).next().unwrap_or_default();
        if !INLINE.contains(&name) && lines.last().is_some_and(|line| !line.is_empty()) {
            lines.push(String::new());
        }
        rest = &rest[open + close + 1..];
    }
    push_text(&mut lines, rest);
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines.retain(|line| !line.is_empty());
    lines
}

const INLINE: [&str; 18] = [
    "a", "b", "strong", "i", "em", "u", "s", "del", "small", "sub", "sup", "code", "cite", "span", "ruby", "rt", "rp",
    "img",
];

fn push_text(lines: &mut [String], text: &str) {
    let Some(line) = lines.last_mut() else { return };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let entity = ENTITIES.iter().find(|(name, _)| rest.starts_with(name));
        let (c, length) = entity.map_or((c, c.len_utf8()), |(name, c)| (*c, name.len()));
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
        rest = &rest[length..];
    }
}

const ENTITIES: [(&str, char); 7] = [
    ("&amp;", '&'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&nbsp;", '\u{a0}'),
    ("&#39;", '\''),
    ("&#34;", '"'),
];

fn without_leading_mentions(line: &str) -> &str {
    let mut line = line.trim_start();
    while line.starts_with(['@', '!']) && line.len() > 1 && !line[1..].starts_with(' ') {
        line = line.find(char::is_whitespace).map_or("", |space| line[space..].trim_start());
    }
    line.trim_start_matches([',', ':', '-', '–']).trim()
}

/// As the sanitiser's serialiser writes attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('\u{a0}', "&nbsp;").replace('"', "&quot;")
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
