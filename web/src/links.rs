//! Links whose words are an address, but not the one they lead to: the host they lead to is added to the words (attack
//! A21). Works on serialised HTML; must not know where it came from.

use std::borrow::Cow;

/// Applied to its own output it changes nothing.
pub fn show_hosts(html: String) -> String {
    if !html.contains("<a ") {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(at) = rest.find("<a ") {
        let Some(open) = tag_end(&rest[at..]).map(|end| at + end) else { break };
        let Some(close) = rest[open..].find("</a>").map(|end| open + end) else { break };
        let (tag, words) = (&rest[at..open], &rest[open..close]);
        out.push_str(&rest[..close]);
        if let Some(host) = attribute(tag, "href").and_then(host_of)
            && looks_like_another(words, &host)
        {
            out.push_str(&format!(" ({host})"));
        }
        rest = &rest[close..];
    }
    out.push_str(rest);
    out
}

/// Behind the `>` that is not in quotes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(at + 1)
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let value = tag.split_once(&format!(" {name}=\""))?.1;
    value.split('"').next()
}

/// In lower case, without port; None for what has none, or one that could be markup.
fn host_of(address: &str) -> Option<Cow<'_, str>> {
    let behind = address.split_once("://")?.1;
    let authority = behind.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let plain = !host.is_empty() && !host.contains(['<', '>', '&', '"', '\'', ' ']);
    plain.then(|| if host.chars().any(char::is_uppercase) { host.to_lowercase().into() } else { host.into() })
}

/// Whether the words are an address or a host of their own.
fn looks_like_another(words: &str, host: &str) -> bool {
    let mut plain = String::with_capacity(words.len());
    let mut inside = false;
    for c in words.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => plain.extend(c.to_lowercase()),
            _ => {}
        }
    }
    let word = plain.trim();
    if word.contains(host) {
        return false;
    }
    let bare = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://"));
    let named = bare.unwrap_or(word).split(['/', '?', '#', ':']).next().unwrap_or_default();
    let named = named.strip_prefix("www.").unwrap_or(named);
    // A handle is no address: its server may well have another host.
    let is_host = !named.contains(|c: char| c.is_whitespace() || c == '@')
        && named.rsplit_once('.').is_some_and(|(name, top)| {
            !name.is_empty() && top.chars().count() >= 2 && top.chars().all(char::is_alphabetic)
        });
    is_host && !host.ends_with(&format!(".{named}"))
}

#[cfg(test)]
mod tests {
    use super::show_hosts;

    #[test]
    fn a21_a_link_that_names_another_host_says_where_it_leads() {
        let link = |href: &str, words: &str| format!("<p><a href=\"{href}\" rel=\"ugc\">{words}</a>, and more</p>");
        for (href, words, added) in [
            ("https://evil.example/login", "https://bank.example/login", " (evil.example)"),
            ("https://evil.example/", "bank.example", " (evil.example)"),
            ("https://EVIL.example/", "www.<b>bank</b>.example/x", " (evil.example)"),
            ("https://bank.example@evil.example:8/", "https://bank.example", " (evil.example)"),
            ("https://www.bank.example/", "bank.example", ""),
            ("https://bank.example/", "https://www.bank.example/a", ""),
            ("https://bank.example/", "our bank", ""),
            ("https://bank.example/", "v1.2", ""),
            ("https://social.bank.example/@me", "@me@money.example", ""),
            ("https://bank.example/x", "see bank.example", ""),
            ("mailto:a@evil.example", "bank.example", ""),
        ] {
            let shown = show_hosts(link(href, words));
            assert_eq!(shown, link(href, &format!("{words}{added}")));
            assert_eq!(show_hosts(shown.clone()), shown, "twice is once");
        }
        for odd in
            ["<a ", "<a href=\"", "<a href=\"x\">", "<a title=\"a > b\" href=\"https://e.example\">b.example</a>"]
        {
            let shown = show_hosts(odd.to_owned());
            assert!(shown.starts_with("<a "), "{shown}");
        }
    }
}
