//! What others send as HTML, made into markup that costs a parser no more than its length: elements that Waypost shows,
//! each ended where it belongs, only so deep, with the attributes that count. Nothing here makes it safe to show: the
//! sanitiser cleans what comes out. Used by `text.rs` alone.
//!
//! A parser for browsers repairs every mistake, and some repairs are dear: formatting that was left open is opened again
//! in each later block, what stands between the cells of a table is moved in front of it, each tag looks through all that
//! are open. Here the mistakes are repaired in cheaper ways, and no text is lost by that.

/// The elements that are shown.
pub(crate) const SHOWN: [&str; 40] = [
    "p",
    "br",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "s",
    "del",
    "small",
    "sub",
    "sup",
    "code",
    "pre",
    "blockquote",
    "cite",
    "ul",
    "ol",
    "li",
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "img",
    "span",
    "ruby",
    "rt",
    "rp",
    "details",
    "summary",
];

/// Elements that vanish with all that is in them; and those of them whose content is no markup.
const HIDDEN: [&str; 9] = ["svg", "math", "object", "template", "form", "select", "video", "audio", "canvas"];
const RAW: [&str; 6] = ["script", "style", "iframe", "noscript", "textarea", "title"];

const VOID: [&str; 3] = ["br", "hr", "img"];
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
const TABLE: [&str; 6] = ["table", "thead", "tbody", "tr", "td", "th"];
/// The item that a new one ends lies within these.
const AROUND_ITEMS: [&str; 6] = ["ul", "ol", "blockquote", "details", "summary", "pre"];

/// Blocks, shown or not, that end an open paragraph.
const BLOCKS: [&str; 39] = [
    "p",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "table",
    "details",
    "summary",
    "address",
    "article",
    "aside",
    "center",
    "dd",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "main",
    "menu",
    "nav",
    "plaintext",
    "search",
    "section",
];

const ATTRIBUTES: [&str; 14] = [
    "href", "hreflang", "title", "src", "alt", "width", "height", "start", "colspan", "rowspan", "scope", "lang",
    "dir", "class",
];

/// Elements inside each other; a deeper one is left out, but not its text.
const DEEPEST: usize = 100;
/// Elements of one text; what follows is text alone.
const MOST: usize = 20_000;
/// Of one element.
const MOST_ATTRIBUTES: usize = 16;
/// Of an attribute, in bytes: words are cut, an address is left out.
const LONGEST_VALUE: usize = 8 * 1024;
/// Behind each of these the serialiser looks through the rest of its node; after so many of them a new node begins.
const MARKS: [u8; 2] = [b'&', 0xC2];
const MOST_MARKS: usize = 100;

pub(crate) fn strain(html: &str) -> String {
    let mut sieve = Sieve { out: String::with_capacity(html.len()), ..Sieve::default() };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        sieve.text(&rest[..at]);
        rest = sieve.markup(&rest[at + 1..]);
    }
    sieve.text(rest);
    sieve.end_from(0);
    sieve.out
}

#[derive(Default)]
struct Sieve {
    out: String,
    open: Vec<Open>,
    /// How many of the open ones hide what is in them.
    hiding: usize,
    begun: usize,
    marks: usize,
}

struct Open {
    name: &'static str,
    how: How,
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    Shown,
    Hides,
    /// Lies in one that hides.
    Hidden,
}

impl Sieve {
    fn text(&mut self, text: &str) {
        if self.hiding > 0 {
            return;
        }
        if !text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            self.open_cell();
        }
        let mut from = 0;
        for (at, byte) in text.bytes().enumerate() {
            if MARKS.contains(&byte) {
                self.marks += 1;
                if self.marks.is_multiple_of(MOST_MARKS) {
                    self.out.push_str(&text[from..at]);
                    self.out.push_str("<!---->");
                    from = at;
                }
            }
        }
        self.out.push_str(&text[from..]);
    }

    /// Takes what stands behind a "<"; answers what is left.
    fn markup<'a>(&mut self, rest: &'a str) -> &'a str {
        if let Some(comment) = rest.strip_prefix("!--") {
            let empty = comment.strip_prefix('>').or_else(|| comment.strip_prefix("->"));
            return empty.unwrap_or_else(|| behind(comment, "-->"));
        }
        let (is_end, named) = match rest.strip_prefix('/') {
            Some(named) => (true, named),
            None => (false, rest),
        };
        if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
            if rest.starts_with(['!', '?', '/']) {
                return behind(rest, ">");
            }
            self.text("&lt;");
            return rest;
        }
        let Some((tag, rest)) = Tag::read(named) else { return "" };
        if is_end {
            self.end(tag.name);
        } else if let Some(raw) = one_of(&RAW, tag.name) {
            return at_end_of(raw, rest);
        } else {
            self.start(&tag);
        }
        rest
    }

    fn start(&mut self, tag: &Tag<'_>) {
        if one_of(&BLOCKS, tag.name).is_some() {
            self.end_nearest(|open| open == "p");
        }
        if let Some(name) = one_of(&HIDDEN, tag.name) {
            if !tag.is_closed && self.open.len() < DEEPEST {
                self.hiding += 1;
                self.open.push(Open { name, how: How::Hides });
            }
            return;
        }
        let Some(name) = one_of(&SHOWN, tag.name) else { return };
        match name {
            "li" => self.end_item(),
            "a" => self.end_nearest(|open| open == "a"),
            "rt" | "rp" => while self.end_last(|open| matches!(open, "rt" | "rp" | "p" | "li")) {},
            name if HEADINGS.contains(&name) => {
                self.end_last(|open| HEADINGS.contains(&open));
            }
            name if TABLE[1..].contains(&name) => {
                if self.make_way(name) {
                    self.begin(name, &tag.attributes);
                }
                return;
            }
            _ => {}
        }
        self.open_cell();
        if self.open.len() < DEEPEST {
            self.begin(name, &tag.attributes);
        }
    }

    fn end(&mut self, name: &str) {
        let Some(name) = one_of(&SHOWN, name).or_else(|| one_of(&HIDDEN, name)) else { return };
        if TABLE.contains(&name) {
            let is_it = |open: &Open| open.name == name || open.name == "table";
            if let Some(at) = self.open.iter().rposition(is_it).filter(|at| self.open[*at].name == name) {
                self.end_from(at);
            }
        } else {
            self.end_nearest(|open| open == name || (HEADINGS.contains(&open) && HEADINGS.contains(&name)));
        }
    }

    /// For a part of a table: ends what is open within the part around it, begins the row around a cell. False outside
    /// of tables.
    fn make_way(&mut self, name: &str) -> bool {
        let around = match name {
            "td" | "th" => &TABLE[..4],
            "tr" => &TABLE[..3],
            _ => &TABLE[..1],
        };
        let Some(at) = self.open.iter().rposition(|open| around.contains(&open.name)) else { return false };
        self.end_from(at + 1);
        if matches!(name, "td" | "th") && self.open[at].name != "tr" {
            self.begin("tr", &[]);
        }
        true
    }

    /// What stands in a table outside of its cells gets a cell.
    fn open_cell(&mut self) {
        if self.open.last().is_some_and(|open| TABLE[..4].contains(&open.name)) && self.make_way("td") {
            self.begin("td", &[]);
        }
    }

    fn end_item(&mut self) {
        let around = |open: &Open| open.name == "li" || AROUND_ITEMS.contains(&open.name) || TABLE.contains(&open.name);
        if let Some(at) = self.open.iter().rposition(around).filter(|at| self.open[*at].name == "li") {
            self.end_from(at);
        }
    }

    fn begin(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        let how = if self.hiding > 0 { How::Hidden } else { How::Shown };
        if how == How::Shown {
            if self.begun == MOST {
                return self.end_from(0);
            }
            self.begun += 1;
            self.out.push('<');
            self.out.push_str(name);
            for (name, value) in attributes {
                self.out.push_str(&format!(" {name}=\"{}\"", value.replace('"', "&quot;")));
            }
            self.out.push('>');
        }
        if !VOID.contains(&name) {
            self.open.push(Open { name, how });
        }
    }

    /// Ends the last open one that is meant, and those in it: not through the wall of a table's cell.
    fn end_nearest(&mut self, is_it: impl Fn(&str) -> bool) {
        let found = self.open.iter().rposition(|open| is_it(open.name) || TABLE.contains(&open.name));
        if let Some(at) = found.filter(|at| is_it(self.open[*at].name)) {
            self.end_from(at);
        }
    }

    /// Whether there was one.
    fn end_last(&mut self, is_it: impl Fn(&str) -> bool) -> bool {
        let found = self.open.last().is_some_and(|open| is_it(open.name));
        if found {
            self.end_from(self.open.len() - 1);
        }
        found
    }

    fn end_from(&mut self, at: usize) {
        for open in self.open.drain(at..).rev() {
            match open.how {
                How::Shown => self.out.push_str(&format!("</{}>", open.name)),
                How::Hides => self.hiding -= 1,
                How::Hidden => {}
            }
        }
    }
}

#[derive(Default)]
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'static str, &'a str)>,
    is_closed: bool,
}

impl<'a> Tag<'a> {
    /// Reads from its name on, as the HTML standard does (13.2.5.8 and 13.2.5.32 to 40); None when it has no end.
    fn read(text: &'a str) -> Option<(Tag<'a>, &'a str)> {
        let (name, mut rest) = text.split_at(text.find(|c| is_space(c) || matches!(c, '/' | '>'))?);
        let mut tag = Tag { name, ..Tag::default() };
        loop {
            let before = rest;
            rest = rest.trim_start_matches(|c| is_space(c) || c == '/');
            if let Some(behind) = rest.strip_prefix('>') {
                tag.is_closed = before[..before.len() - rest.len()].ends_with('/');
                return Some((tag, behind));
            }
            let first = rest.chars().next()?.len_utf8();
            let end = first + rest[first..].find(|c| is_space(c) || matches!(c, '/' | '>' | '='))?;
            let (name, mut value) = (&rest[..end], "");
            rest = &rest[end..];
            if let Some(given) = rest.trim_start_matches(is_space).strip_prefix('=') {
                let given = given.trim_start_matches(is_space);
                (value, rest) = match given.chars().next()? {
                    quote @ ('"' | '\'') => given[1..].split_once(quote)?,
                    _ => given.split_at(given.find(|c| is_space(c) || c == '>')?),
                };
            }
            tag.keep(name, value);
        }
    }

    fn keep(&mut self, name: &str, value: &'a str) {
        let Some(name) = one_of(&ATTRIBUTES, name).filter(|_| self.attributes.len() < MOST_ATTRIBUTES) else { return };
        if value.len() <= LONGEST_VALUE || !matches!(name, "href" | "src") {
            self.attributes.push((name, &value[..value.floor_char_boundary(LONGEST_VALUE)]));
        }
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

fn one_of(names: &[&'static str], name: &str) -> Option<&'static str> {
    names.iter().find(|known| known.eq_ignore_ascii_case(name)).copied()
}

fn behind<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, behind)| behind)
}

/// From the tag that ends the element on.
fn at_end_of<'a>(name: &str, text: &'a str) -> &'a str {
    let is_named = |at: usize| {
        text.as_bytes()[at + 2..].get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()))
    };
    text.match_indices("</").find(|(at, _)| is_named(*at)).map_or("", |(at, _)| &text[at..])
}
