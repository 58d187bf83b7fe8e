//! A mail as the `file` transport wrote it.

use std::path::Path;

use mail_parser::MessageParser;

pub struct Letter {
    pub to: String,
    pub from: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub message_id: String,
    /// The file as it is.
    pub raw: String,
}

impl Letter {
    /// Every .eml below `folder`, in the order of their file names.
    pub fn all(folder: &Path) -> Vec<Self> {
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|end| end == "eml"));
        paths.sort();
        paths.iter().map(|path| Self::read(&std::fs::read(path).unwrap())).collect()
    }

    pub fn read(bytes: &[u8]) -> Self {
        let message = MessageParser::default().parse(bytes).expect("a mail that can be parsed");
        let address = |address: Option<&mail_parser::Address<'_>>| {
            address.and_then(|list| list.first()?.address()).unwrap_or_default().to_owned()
        };
        Self {
            to: address(message.to()),
            from: address(message.from()),
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
            message_id: message.message_id().unwrap_or_default().to_owned(),
            raw: String::from_utf8_lossy(bytes).into_owned(),
        }
    }

    /// A header's value as it was sent, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let message = MessageParser::default().parse(self.raw.as_bytes())?;
        message.header_raw(name).map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The first address in the text that starts with `prefix`.
    pub fn link(&self, prefix: &str) -> Option<String> {
        let words = self.text.split(|letter: char| letter.is_whitespace() || "<>()".contains(letter));
        words.into_iter().find(|word| word.starts_with(prefix)).map(str::to_owned)
    }
}
