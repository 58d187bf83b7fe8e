//! Turns `assets/` into a table of embedded files: named by content hash, compressed once, here.
//! Knows nothing of HTTP; what the table means is told in `src/asset.rs`.

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

fn main() -> io::Result<()> {
    // A new locale file or template must rebuild the crate, not only a changed one.
    for folder in ["assets", "locales", "templates", "build.rs"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR"))?);
    let mut files: Vec<PathBuf> =
        fs::read_dir("assets")?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    files.sort();

    let mut table = String::from("&[\n");
    for file in files {
        let Some(content_type) = content_type(&file) else {
            continue;
        };
        table.push_str(&embed(&file, content_type, &out)?);
    }
    table.push_str("]\n");
    fs::write(out.join("assets.rs"), table)
}

/// `None` for what lies beside the assets and is not served (licences, notes).
fn content_type(file: &Path) -> Option<&'static str> {
    match file.extension()?.to_str()? {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}

/// Writes the compressed forms into `out` and returns the table's row.
fn embed(file: &Path, content_type: &str, out: &Path) -> io::Result<String> {
    let plain = fs::read(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    let hash: String = Sha256::digest(&plain).iter().take(8).map(|byte| format!("{byte:02x}")).collect();

    let mut br = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut br, 1 << 16, 11, 22);
        writer.write_all(&plain)?;
    }
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(&plain)?;
    let gz = gz.finish()?;

    let path = |suffix: &str| out.join(format!("{name}{suffix}"));
    fs::write(path(""), &plain)?;
    fs::write(path(".br"), &br)?;
    fs::write(path(".gz"), &gz)?;
    Ok(format!(
        "Asset {{ name: {name:?}, path: \"/assets/{stem}.{hash}.{extension}\", etag: \"\\\"{hash}\\\"\", \
         content_type: {content_type:?}, plain: include_bytes!({:?}), br: include_bytes!({:?}), gz: include_bytes!({:?}) }},\n",
        path(""),
        path(".br"),
        path(".gz"),
    ))
}
