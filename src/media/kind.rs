//! What a file is, by its first bytes and, for office documents, by what its archive holds. Names and what the sender
//! says count for nothing (attack C08).

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Pdf,
    Jpeg,
    Png,
    Gif,
    Webp,
    Docx,
    Xlsx,
    Pptx,
    Odt,
}

impl Kind {
    const ALL: [Self; 9] =
        [Self::Pdf, Self::Jpeg, Self::Png, Self::Gif, Self::Webp, Self::Docx, Self::Xlsx, Self::Pptx, Self::Odt];

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
        }
    }

    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
        }
    }

    pub fn by_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }

    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Gif | Self::Webp)
    }
}

/// Why a file is not taken: a code with a sentence of its own in the locale files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// A kind that we do not take: SVG, HTML, programs, archives, documents with macros.
    Kind,
    /// A photograph in Apple's format or AVIF: can be saved as JPEG.
    Heic,
    /// It says that it is a picture, but cannot be read as one.
    Broken,
    TooLarge,
    /// Nothing in it.
    Empty,
}

impl Refused {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kind => "file-type",
            Self::Heic => "file-heic",
            Self::Broken => "file-broken",
            Self::TooLarge => "too-large",
            Self::Empty => "file-empty",
        }
    }
}

/// Looks at the file at `path`. Blocking.
pub fn of(path: &Path) -> std::io::Result<Result<Kind, Refused>> {
    let mut file = File::open(path)?;
    let mut head = Vec::with_capacity(64);
    file.by_ref().take(64).read_to_end(&mut head)?;
    Ok(match head.as_slice() {
        [] => Err(Refused::Empty),
        [b'%', b'P', b'D', b'F', b'-', ..] => Ok(Kind::Pdf),
        [0xff, 0xd8, 0xff, ..] => Ok(Kind::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(Kind::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(Kind::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Kind::Webp),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Err(Refused::Heic),
        [b'P', b'K', 3, 4, ..] => office(&mut file)?,
        _ => Err(Refused::Kind),
    })
}

/// The most of an archive's directory that is read, bytes.
const DIRECTORY_MOST: u64 = 1 << 20;

/// Office documents are ZIP archives; their directory says which one. Nothing is unpacked.
fn office(file: &mut File) -> std::io::Result<Result<Kind, Refused>> {
    let size = file.seek(SeekFrom::End(0))?;
    let from = size.saturating_sub(DIRECTORY_MOST);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.take(DIRECTORY_MOST).read_to_end(&mut tail)?;
    let names = names_in(&tail);
    let has = |wanted: &str| names.contains(&wanted.as_bytes());
    // A macro is a program (PPTM and DOCM keep it here).
    if names.iter().any(|name| name.ends_with(b"vbaProject.bin")) {
        return Ok(Err(Refused::Kind));
    }
    if has("[Content_Types].xml") {
        for (part, kind) in
            [("word/document.xml", Kind::Docx), ("xl/workbook.xml", Kind::Xlsx), ("ppt/presentation.xml", Kind::Pptx)]
        {
            if has(part) {
                return Ok(Ok(kind));
            }
        }
    }
    if has("mimetype") && has("content.xml") && has("META-INF/manifest.xml") && !has("Basic/script-lc.xml") {
        return Ok(Ok(Kind::Odt));
    }
    Ok(Err(Refused::Kind))
}

/// Names in a ZIP archive's central directory (APPNOTE 4.3.12), as far as it lies in `tail`.
fn names_in(tail: &[u8]) -> Vec<&[u8]> {
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(found) = tail.get(at..).and_then(|rest| rest.windows(4).position(|four| four == b"PK\x01\x02")) {
        let header = at + found;
        let length = |place: usize| -> usize {
            let bytes = tail.get(header + place..header + place + 2);
            bytes.and_then(|two| two.try_into().ok()).map_or(0, |two| usize::from(u16::from_le_bytes(two)))
        };
        let name = tail.get(header + 46..header + 46 + length(28));
        names.extend(name);
        at = header + 46 + length(28);
    }
    names
}

/// A file's name as we keep it: its last part without signs that mean something to a system, with the extension that
/// its content deserves.
pub fn tidy_name(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut stem = last.to_owned();
    if let Some((before, extension)) = last.rsplit_once('.')
        && (1..=5).contains(&extension.len())
    {
        stem = before.to_owned();
    }
    // Marks that turn the direction of text hide an extension.
    let is_unsafe = |c: char| {
        c.is_control()
            || matches!(c, '"' | '<' | '>' | '|' | '?' | '*' | ':' | '\u{200e}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let clean: String = stem.chars().map(|c| if is_unsafe(c) { ' ' } else { c }).take(super::NAME_MOST - 6).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = clean.trim_matches('.').trim();
    let stem = if clean.is_empty() { "file" } else { clean };
    format!("{stem}.{}", kind.extension())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_words_and_lose_tricks() {
        assert_eq!(tidy_name("../../etc/Rapport final.PDF", Kind::Pdf), "Rapport final.pdf");
        assert_eq!(tidy_name("C:\\tmp\\photo.jpeg.exe", Kind::Jpeg), "photo.jpeg.jpg");
        assert_eq!(tidy_name("a\u{202e}fdp.exe", Kind::Pdf), "a fdp.pdf");
        assert_eq!(tidy_name("..", Kind::Pdf), "file.pdf");
        assert_eq!(tidy_name("تقرير 2024.docx", Kind::Docx), "تقرير 2024.docx");
    }

    #[test]
    fn the_content_decides() {
        let folder = std::env::temp_dir().join(format!("waypost-kind-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let look = |name: &str, bytes: &[u8]| {
            let path = folder.join(name);
            std::fs::write(&path, bytes).unwrap();
            of(&path).unwrap()
        };
        assert_eq!(look("a.pdf", b"%PDF-1.7\n"), Ok(Kind::Pdf));
        assert_eq!(look("b.pdf", b"<html>%PDF-1.7\n"), Err(Refused::Kind));
        assert_eq!(look("c.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), Err(Refused::Kind));
        assert_eq!(look("d.jpg", b"\0\0\0\x18ftypheic"), Err(Refused::Heic));
        assert_eq!(look("e.zip", b"PK\x03\x04nothing"), Err(Refused::Kind));
        assert_eq!(look("f.json", b"{\"type\":\"Person\"}"), Err(Refused::Kind));
        assert_eq!(look("g.pdf", b""), Err(Refused::Empty));
        let entry = |name: &str| {
            let mut header = b"PK\x01\x02".to_vec();
            header.resize(46, 0);
            header[28] = u8::try_from(name.len()).unwrap();
            header.extend(name.as_bytes());
            header
        };
        let archive = |names: &[&str]| {
            let mut bytes = b"PK\x03\x04".to_vec();
            bytes.extend(names.iter().flat_map(|name| entry(name)));
            bytes
        };
        assert_eq!(look("h", &archive(&["[Content_Types].xml", "word/document.xml"])), Ok(Kind::Docx));
        let with_macro = archive(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]);
        assert_eq!(look("i", &with_macro), Err(Refused::Kind));
        assert_eq!(look("j", &archive(&["mimetype", "META-INF/manifest.xml", "content.xml"])), Ok(Kind::Odt));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
