//! A short mail: a heading, sentences, perhaps a button. Account letters and mails to those who decide are notes.

use askama::Template;

use super::{Letter, MailFrame, Sheet, one_line};

/// Built block by block in the order in which it is read; both parts come from the same blocks.
///
/// ```ignore
/// Note::new(frame, heading).greeting(name).text(..).button(words, href).small(..).letter()
/// ```
#[derive(Clone, Debug, Template)]
#[template(path = "mail/note.html")]
pub struct Note {
    frame: MailFrame,
    subject: String,
    heading: String,
    blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
enum Block {
    Text(String),
    /// What a person wrote.
    Quote(String),
    Fact(String, String),
    Button(String, String),
    Small(String),
}

impl Note {
    /// The heading is the subject too, unless [`Note::subject`] sets another.
    pub fn new(frame: MailFrame, heading: impl Into<String>) -> Self {
        let heading = heading.into();
        Self { frame, subject: heading.clone(), heading, blocks: Vec::new() }
    }

    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// "Hello Aïssatou,"
    pub fn greeting(self, name: &str) -> Self {
        let hello = self.frame.t.with("mail-hello", &[("name", name)]);
        self.text(hello)
    }

    pub fn text(mut self, sentence: impl Into<String>) -> Self {
        self.blocks.push(Block::Text(sentence.into()));
        self
    }

    /// What a person wrote, as it was written; nothing when it is blank.
    pub fn quote(mut self, words: &str) -> Self {
        if !words.trim().is_empty() {
            self.blocks.push(Block::Quote(words.trim().to_owned()));
        }
        self
    }

    pub fn fact(mut self, label: impl Into<String>, value: impl Into<String>) -> Self {
        self.blocks.push(Block::Fact(label.into(), value.into()));
        self
    }

    /// `href` is absolute. One a note.
    pub fn button(mut self, words: impl Into<String>, href: impl Into<String>) -> Self {
        self.blocks.push(Block::Button(words.into(), href.into()));
        self
    }

    pub fn small(mut self, sentence: impl Into<String>) -> Self {
        self.blocks.push(Block::Small(sentence.into()));
        self
    }

    pub fn letter(mut self) -> Letter {
        self.subject = one_line(&self.subject);
        // Writing into a String does not fail.
        let html = self.render().unwrap_or_default();
        Letter { text: self.text_part(), subject: self.subject, html }
    }

    fn text_part(&self) -> String {
        let mut sheet = Sheet::new();
        sheet.para(&self.heading);
        for block in &self.blocks {
            match block {
                Block::Text(sentence) | Block::Small(sentence) => sheet.para(sentence),
                Block::Quote(words) => {
                    sheet.quote(words);
                    sheet.gap();
                }
                Block::Fact(label, value) => {
                    sheet.fold("* ", "  ", &self.frame.t.with("mail-fact", &[("label", label), ("value", value)]))
                }
                Block::Button(words, href) => {
                    sheet.gap();
                    sheet.link(&self.frame.label(words), href);
                    sheet.gap();
                }
            }
        }
        sheet.gap();
        self.frame.close(&mut sheet);
        sheet.done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::words;
    use crate::locale::Lang;

    #[test]
    fn both_parts_say_the_same_in_every_language() {
        for lang in Lang::ALL {
            let t = words(lang);
            let letter = Note::new(MailFrame::sample(t), "A <b>\r\nBcc: x@example.org")
                .greeting("Aïssatou")
                .quote("I work\nin Thiès")
                .fact("Group", "Case management")
                .button("Go", "https://exchange.example/confirm/abc?x=1")
                .letter();
            assert_eq!(letter.subject, "A <b> Bcc: x@example.org");
            assert!(letter.html.contains(&format!(r#"<html lang="{}" dir="{}">"#, lang.code(), lang.dir())));
            assert!(letter.html.contains("A &#60;b&#62;") && !letter.html.contains("A <b>"));
            for part in [&letter.text, &letter.html] {
                for words in ["Aïssatou", "in Thiès", "Case management", "https://exchange.example/confirm/abc?x=1"] {
                    assert!(part.contains(words), "{}: {words} is missing", lang.code());
                }
            }
        }
    }
}
