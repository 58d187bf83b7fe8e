//! Writes every mail's HTML part in every language into a folder, to look at: `mails <folder>`.

use std::{env, fs, io, path::PathBuf};

use web::gallery::words;
use web::locale::Lang;
use web::mail::{Digest, MailFrame, Note};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args().nth(1).ok_or_else(|| io::Error::other("mails <folder>"))?);
    fs::create_dir_all(&folder)?;
    for lang in Lang::ALL {
        let t = words(lang);
        let note = Note::new(
            MailFrame::sample(t),
            t.with(
                "registrations-title",
                &[("n", web::Arg::from(3)), ("who", "Kwame Mensah".into()), ("hub", "Reintegration Exchange".into())],
            ),
        )
        .greeting("Aïssatou")
        .quote("Kwame Mensah\nمريم العلوي\nJoão Sousa")
        .text(t.t("registrations-text"))
        .button(t.t("registrations-look"), "https://exchange.example/admin/requests");
        for (name, letter) in [("digest", Digest::sample(t).letter()), ("note", note.letter())] {
            fs::write(folder.join(format!("{name}.{}.html", lang.code())), letter.html)?;
        }
    }
    Ok(())
}
