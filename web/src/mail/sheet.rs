//! The text part of a mail, written line by line and folded between words. Knows nothing of what it says.

use super::one_line;

/// Columns of a line; addresses are never broken.
const WIDTH: usize = 78;

/// A growing text. Every line ends with `\n`.
#[derive(Clone, Debug, Default)]
pub struct Sheet(String);

impl Sheet {
    pub fn new() -> Self {
        Self::default()
    }

    /// A line as it is: an address, a rule.
    pub fn raw(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    /// One empty line, never two.
    pub fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    /// A paragraph without the empty line behind it.
    pub fn line(&mut self, text: &str) {
        self.fold("", "", text);
    }

    /// A paragraph and an empty line.
    pub fn para(&mut self, text: &str) {
        self.line(text);
        self.gap();
    }

    /// A heading, underlined to its length.
    pub fn heading(&mut self, text: &str) {
        self.gap();
        let text = one_line(text);
        self.line(&text);
        self.raw(&"-".repeat(text.chars().filter(|c| !is_isolate(*c)).count().min(WIDTH)));
    }

    /// A paragraph whose first line begins with `first` and the others with `rest`.
    pub fn fold(&mut self, first: &str, rest: &str, text: &str) {
        let mut line = first.to_owned();
        let mut columns = width(first);
        let mut empty = true;
        for word in one_line(text).split(' ') {
            let more = width(word);
            if !empty && columns + 1 + more > WIDTH {
                self.raw(line.trim_end());
                line = rest.to_owned();
                columns = width(rest);
                empty = true;
            }
            if !empty {
                line.push(' ');
                columns += 1;
            }
            line.push_str(word);
            columns += more;
            empty = false;
        }
        self.raw(line.trim_end());
    }

    /// What somebody wrote, each of its lines quoted.
    pub fn quote(&mut self, text: &str) {
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.fold("> ", "> ", line);
        }
    }

    /// A label and, on a line of its own, an address.
    pub fn link(&mut self, label: &str, href: &str) {
        self.line(label);
        self.raw(href);
    }

    pub fn done(self) -> String {
        self.0
    }
}

fn width(text: &str) -> usize {
    text.chars().filter(|c| !is_isolate(*c)).count()
}

/// Marks of direction take no room.
fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fold_between_words_and_addresses_stay_whole() {
        let mut sheet = Sheet::new();
        sheet.fold("* ", "  ", &"palabra ".repeat(30));
        sheet.raw(&format!("https://hub.example/{}", "x".repeat(100)));
        let text = sheet.done();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[..lines.len() - 1].iter().all(|line| line.chars().count() <= WIDTH));
        assert!(lines[0].starts_with("* palabra") && lines[1].starts_with("  palabra"));
        assert_eq!(lines.last().map(|line| line.len()), Some(120));
    }

    #[test]
    fn what_others_wrote_cannot_start_a_line() {
        let mut sheet = Sheet::new();
        sheet.line("a\r\nBcc: b@example.org\u{2028}c");
        assert_eq!(sheet.done(), "a Bcc: b@example.org c\n");
    }

    #[test]
    fn quotes_keep_their_lines() {
        let mut sheet = Sheet::new();
        sheet.quote("one\r\n\r\ntwo");
        assert_eq!(sheet.done(), "> one\n> two\n");
    }
}
