//! Markdown to HTML that is not yet sanitised: used by `text.rs` alone, which cleans what comes
//! out. Must not be called from anywhere else.

use std::collections::HashSet;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use pulldown_cmark::{TextMergeStream, html};

fn parser(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    TextMergeStream::new(Parser::new_ext(markdown, options))
}

/// HTML with headings from `h2` to `h4`, bare URLs and known mentions as links, and raw HTML as
/// the text that was typed: nothing that a member wrote disappears.
pub(crate) fn render(markdown: &str, actor: impl Fn(&str) -> Option<String>) -> String {
    let mut out = Vec::new();
    let mut literal = 0u32;
    for event in parser(markdown) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => out.push(Event::Start(Tag::Heading {
                level: lower(level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            })),
            Event::End(TagEnd::Heading(level)) => {
                out.push(Event::End(TagEnd::Heading(lower(level))));
            }
            Event::Html(text) | Event::InlineHtml(text) => out.push(Event::Text(text)),
            Event::Start(Tag::HtmlBlock) => out.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => out.push(Event::End(TagEnd::Paragraph)),
            Event::Text(text) if literal == 0 => link_up(&text, &actor, &mut out),
            event => {
                literal = depth(literal, &event);
                out.push(event);
            }
        }
    }
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut html, out.into_iter());
    html
}

/// Names mentioned outside code and links, without the first `@`, in order, once each.
pub(crate) fn mentions(markdown: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    let mut literal = 0u32;
    for event in parser(markdown) {
        match event {
            Event::Text(text) if literal == 0 => {
                for piece in pieces(&text) {
                    if let Piece::Mention(name) = piece
                        && known.insert(name.to_owned())
                    {
                        names.push(name.to_owned());
                    }
                }
            }
            event => literal = depth(literal, &event),
        }
    }
    names
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        _ => HeadingLevel::H4,
    }
}

/// How deep we are in what must stay as it is: code, links, texts of images.
fn depth(literal: u32, event: &Event<'_>) -> u32 {
    match event {
        Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. }) => literal + 1,
        Event::End(TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image) => literal.saturating_sub(1),
        _ => literal,
    }
}

enum Piece<'a> {
    Text(&'a str),
    Url(&'a str),
    Mention(&'a str),
}

fn link_up(text: &str, actor: impl Fn(&str) -> Option<String>, out: &mut Vec<Event<'_>>) {
    for piece in pieces(text) {
        let (label, address, class) = match piece {
            Piece::Text(text) => {
                out.push(Event::Text(CowStr::from(text.to_owned())));
                continue;
            }
            Piece::Url(url) => (url.to_owned(), url.to_owned(), ""),
            Piece::Mention(name) => match actor(name) {
                Some(address) => (format!("@{name}"), address, "mention"),
                None => {
                    out.push(Event::Text(CowStr::from(format!("@{name}"))));
                    continue;
                }
            },
        };
        if class.is_empty() {
            let link =
                Tag::Link { link_type: LinkType::Autolink, dest_url: address.into(), title: "".into(), id: "".into() };
            out.push(Event::Start(link));
            out.push(Event::Text(label.into()));
            out.push(Event::End(TagEnd::Link));
        } else {
            let href = attribute(&address);
            out.push(Event::InlineHtml(format!("<a class=\"{class}\" href=\"{href}\">{label}</a>").into()));
        }
    }
}

/// A mention's label is a name of `[\w.@:-]`, so only its address needs this.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        let fresh =
            text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '@' | '/' | '_'));
        let found = match rest.as_bytes()[0] {
            b'h' if fresh => url(rest).map(|length| (length, Piece::Url(&rest[..length]))),
            b'@' if fresh => mention(rest).map(|length| (length, Piece::Mention(&rest[1..length]))),
            _ => None,
        };
        match found {
            Some((length, piece)) => {
                if from < at {
                    pieces.push(Piece::Text(&text[from..at]));
                }
                pieces.push(piece);
                at += length;
                from = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    if from < text.len() {
        pieces.push(Piece::Text(&text[from..]));
    }
    pieces
}

/// The length of the URL that `text` starts with. Punctuation that ends a sentence, and a closing
/// bracket that was not opened inside, belong to the sentence.
fn url(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
        return None;
    }
    let end = text.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"`«»“”".contains(c)).unwrap_or(text.len());
    let mut url = &text[..end];
    // Counted once: an address may end in ever so many brackets.
    let mut unopened = [('(', ')'), ('[', ']')].map(|(open, close)| {
        let count = |bracket| url.matches(bracket).count();
        (close, count(close).saturating_sub(count(open)))
    });
    while let Some(last) = url.chars().next_back() {
        let surplus = unopened.iter_mut().find(|(close, surplus)| *close == last && *surplus > 0);
        if surplus.is_none() && !".,;:!?'*_…،؛؟’".contains(last) {
            break;
        }
        if let Some((_, surplus)) = surplus {
            *surplus -= 1;
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    Some(url.len())
}

/// The length of the `@name` or `@name@host` that `text` starts with.
fn mention(text: &str) -> Option<usize> {
    let word = |text: &str| {
        let end =
            text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.')).unwrap_or(text.len());
        text[..end].trim_end_matches(['.', '-']).len()
    };
    let name = word(&text[1..]);
    if name == 0 {
        return None;
    }
    let after = &text[1 + name..];
    let host = match after.strip_prefix('@') {
        Some(host) => word(host),
        None => 0,
    };
    if host == 0 {
        return Some(1 + name);
    }
    let with_port = &after[1 + host..];
    let port = with_port.strip_prefix(':').map_or(0, |port| port.bytes().take_while(u8::is_ascii_digit).count());
    Some(1 + name + 1 + host + if port > 0 { 1 + port } else { 0 })
}
