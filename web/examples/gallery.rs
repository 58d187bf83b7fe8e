//! Prints one page of the gallery, to look at: `gallery <view> [language]`; without arguments,
//! the names. With `--into <folder>` it writes every page in every language, and the assets.

use std::{env, fs, io, path::Path};

use web::{asset, gallery, locale::Lang};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--into", folder] => return write_all(Path::new(folder)),
        [name, ref rest @ ..] => {
            let lang = rest.first().and_then(|tag| Lang::parse(tag)).unwrap_or_default();
            let view = gallery::VIEWS.iter().find(|(known, _)| *known == name);
            let Some((_, make)) = view else {
                return Err(io::Error::other(format!("no view is called {name}")));
            };
            println!("{}", make(gallery::words(lang)));
        }
        [] => gallery::VIEWS.iter().for_each(|(name, _)| println!("{name}")),
    }
    Ok(())
}

fn write_all(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("assets"))?;
    for asset in asset::all() {
        fs::write(folder.join(asset.path.trim_start_matches('/')), asset.plain)?;
    }
    for (name, make) in gallery::VIEWS {
        for lang in Lang::ALL {
            let html = make(gallery::words(lang));
            fs::write(folder.join(format!("{name}.{}.html", lang.code())), html)?;
        }
    }
    Ok(())
}
