//! Titles of posts that came without one, and titles that carry the mention of a group (wire.md §6 "Mastodon user posts
//! into our group", §15a.15, "Seen running" 12). Text in, text out.

use crate::limits::NAME_CHARS;

/// A title from the first block of a body: tags dropped, leading mentions dropped, at most 200 characters.
/// `None` when the body says nothing.
pub fn title_from_html(html: &str) -> Option<String> {
    blocks(html).iter().find_map(|block| clean_title(block))
}

/// A title without leading mentions (`@group`, `@group@host`, `@ group`) and with single spaces; at most 200 characters.
pub fn clean_title(title: &str) -> Option<String> {
    let mut words = title.split_whitespace().peekable();
    while let Some(word) = words.peek() {
        if !word.starts_with('@') {
            break;
        }
        // A lone @ is the first half of a mention that markup had split.
        let lone = *word == "@";
        words.next();
        if lone {
            words.next();
        }
    }
    let text = words.collect::<Vec<_>>().join(" ");
    let text = text.trim_start_matches([',', ':', '-', ' ']);
    if text.is_empty() {
        return None;
    }
    match text.char_indices().nth(NAME_CHARS) {
        None => Some(text.to_owned()),
        Some(_) => Some(text.chars().take(NAME_CHARS - 1).collect::<String>().trim_end().to_owned() + "…"),
    }
}

/// The text of each block; scripts and styles are none.
fn blocks(html: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let mut rest = html;
    let mut hidden: Option<&str> = None;
    while let Some(at) = rest.find('<') {
        if hidden.is_none() {
            push_text(&mut blocks, &rest[..at]);
        }
        let (tag, after) = match rest[at..].split_once('>') {
            Some((tag, after)) => (tag[1..].trim_start(), after),
            None => ("", ""),
        };
        let closing = tag.starts_with('/');
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.to_ascii_lowercase().as_str() {
            "script" => hidden = if closing { None } else { Some("script") },
            "style" => hidden = if closing { None } else { Some("style") },
            "p" | "br" | "div" | "li" | "ul" | "ol" | "blockquote" | "pre" | "hr" | "table" | "tr" | "section"
            | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => blocks.push(String::new()),
            _ => {}
        }
        rest = after;
    }
    if hidden.is_none() {
        push_text(&mut blocks, rest);
    }
    blocks
}

fn push_text(blocks: &mut [String], text: &str) {
    if let Some(block) = blocks.last_mut() {
        block.push_str(&decode(text));
    }
}

/// The character references that texts really have: five names, the hard space, and numbers.
fn decode(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        // Looked for nearby only, so that a text of ampersands stays linear.
        let end = after.bytes().take(9).position(|b| b == b';');
        let named = end.and_then(|end| Some((reference(&after[..end])?, &after[end + 1..])));
        rest = match named {
            Some((c, after)) => {
                out.push(c);
                after
            }
            None => {
                out.push('&');
                after
            }
        };
    }
    out + rest
}

fn reference(name: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => match name.strip_prefix('#')? {
            hex if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
            decimal => number(decimal, 10),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_block_without_mentions() {
        let table = [
            ("<p>Hello <b>world</b></p><p>More</p>", Some("Hello world")),
            (
                r#"<p><span class="h-card"><a href="https://h.example/c/x">@<span>general-discussion</span></a></span> GTS new thread</p><p>Second paragraph.</p>"#,
                Some("GTS new thread"),
            ),
            ("<p>@climate@hub.example @bob<br>First line<br/>Second</p>", Some("First line")),
            ("@ climate A new thread", Some("A new thread")),
            ("<p>@climate: a question?</p>", Some("a question?")),
            ("<p>a &lt;b&gt; &amp; &#233;&#x2019; &unknown; c</p>", Some("a <b> & é’ &unknown; c")),
            ("<script>alert(1)</script><style>p{}</style><p>Text</p>", Some("Text")),
            ("<p>  </p><div>\n deep \n text\n</div>", Some("deep text")),
            ("<p>@bob</p>", None),
            ("", None),
            ("<p", None),
            ("plain & simple", Some("plain & simple")),
        ];
        for (html, title) in table {
            assert_eq!(title_from_html(html).as_deref(), title, "{html}");
        }
        let long = title_from_html(&"wörd ".repeat(1000)).unwrap_or_default();
        assert!(long.chars().count() <= NAME_CHARS && long.ends_with('…'), "{long}");
    }

    #[test]
    fn b13_a_megabyte_of_open_tags_is_read_in_one_pass() {
        assert_eq!(title_from_html(&"<a ".repeat(350_000)), None);
        assert_eq!(title_from_html(&"<a>".repeat(350_000)), None);
        assert!(title_from_html(&"&".repeat(1_000_000)).is_some());
    }
}
