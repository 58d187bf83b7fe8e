//! The child that looks inside a file: `waypost probe ...`, a process of its own with limits on memory, time and files,
//! because decoders are where files attack (attacks C09, C10). It says what it found as one line of JSON.

use std::path::{Path, PathBuf};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use serde::{Deserialize, Serialize};

use super::Kind;

/// Address space, bytes: 40 million pixels in RGBA, twice, and the program.
const MEMORY_MOST: u64 = 768 << 20;
const CPU_SECONDS: u64 = 10;
/// The largest picture that is read, pixels.
const PIXELS_MOST: u64 = 40_000_000;
/// Longest side of a kept picture and of its small copy, pixels.
const SIDE_MOST: u32 = 2400;
const THUMBNAIL_SIDE: u32 = 320;

/// What the child is asked to do.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Question {
    /// Counts the pages of a PDF.
    Pdf { path: PathBuf },
    /// Writes a picture anew, without what its file carried along, and a small copy.
    Picture { path: PathBuf, clean: PathBuf, small: PathBuf },
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub pages: Option<i32>,
    pub width: Option<i32>,
    pub height: Option<i32>,
    /// The media type that the picture was written in.
    pub media_type: Option<String>,
}

/// The child's whole work: limits, look, print.
pub fn run(question: &Question) -> anyhow::Result<()> {
    limit()?;
    let answer = match question {
        Question::Pdf { path } => {
            let pages = lopdf::Document::load(path)?.get_pages().len();
            Answer { pages: Some(i32::try_from(pages)?), ..Answer::default() }
        }
        Question::Picture { path, clean, small } => picture(path, clean, small)?,
    };
    println!("{}", serde_json::to_string(&answer)?);
    Ok(())
}

fn limit() -> anyhow::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [
        (Resource::As, MEMORY_MOST),
        (Resource::Cpu, CPU_SECONDS),
        (Resource::Core, 0),
        (Resource::Fsize, 64 << 20),
        (Resource::Nofile, 16),
    ] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

/// Pixels only: EXIF (place, camera, name), comments, further frames and whatever was appended are left behind (C11).
fn picture(path: &Path, clean: &Path, small: &Path) -> anyhow::Result<Answer> {
    let mut reader = ImageReader::open(path)?.with_guessed_format()?;
    let jpeg = reader.format() == Some(image::ImageFormat::Jpeg);
    let mut limits = Limits::default();
    limits.max_image_width = Some(30_000);
    limits.max_image_height = Some(30_000);
    limits.max_alloc = Some(256 << 20);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    anyhow::ensure!(u64::from(width) * u64::from(height) <= PIXELS_MOST, "{width} x {height} pixels are too many");
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > SIDE_MOST {
        picture = picture.resize(SIDE_MOST, SIDE_MOST, FilterType::Triangle);
    }
    let kind = if jpeg { Kind::Jpeg } else { Kind::Png };
    let mut out = std::io::BufWriter::new(std::fs::File::create(clean)?);
    if jpeg {
        picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, 85))?;
    } else {
        picture.write_with_encoder(PngEncoder::new(&mut out))?;
    }
    std::io::Write::flush(&mut out)?;
    let mut out = std::io::BufWriter::new(std::fs::File::create(small)?);
    on_white(&picture.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        .write_with_encoder(JpegEncoder::new_with_quality(&mut out, 72))?;
    std::io::Write::flush(&mut out)?;
    Ok(Answer {
        pages: None,
        width: Some(i32::try_from(picture.width())?),
        height: Some(i32::try_from(picture.height())?),
        media_type: Some(kind.media_type().to_owned()),
    })
}

/// JPEG knows no transparency.
fn on_white(picture: &DynamicImage) -> image::RgbImage {
    let mut flat = picture.to_rgb8();
    for (under, over) in flat.pixels_mut().zip(picture.to_rgba8().pixels()) {
        let [red, green, blue, alpha] = over.0.map(u16::from);
        let mix = |colour: u16| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        under.0 = [mix(red), mix(green), mix(blue)];
    }
    flat
}
