//! Members' markdown on its way in: rendered with the people it mentions, its language guessed when nobody said.

use std::collections::HashMap;

use web::text::{self, Html};

use crate::actors;
use crate::app::App;
use crate::store::Result;

/// Mentions that are looked up in one text.
const MENTIONS_MOST: usize = 20;

/// Renders `markdown`; `@name` and `@name@host` of known actors become links.
pub async fn render(app: &App, markdown: &str) -> Result<Html> {
    let names = text::mentions(markdown);
    if names.is_empty() {
        return Ok(Html::from_markdown(markdown));
    }
    let mut known = HashMap::new();
    let mut conn = app.read().await?;
    for name in names.into_iter().take(MENTIONS_MOST) {
        let found = match name.split_once('@') {
            Some((handle, host)) if host != app.site.host() => {
                actors::queries::by_remote_handle(&mut conn, handle, host).await?
            }
            Some((handle, _)) => actors::queries::by_handle(&mut conn, handle).await?,
            None => actors::queries::by_handle(&mut conn, &name).await?,
        };
        if let Some(actor) = found {
            known.insert(name, actor.url);
        }
    }
    Ok(Html::from_markdown_with(markdown, |name| known.get(name).cloned()))
}

/// The language of a text: what its author said, what its letters and small words say, or `otherwise`.
pub fn language(said: &str, text: &str, otherwise: &str) -> String {
    let known = web::figures::LANGUAGES.iter().any(|(code, _)| *code == said);
    if known { said.to_owned() } else { guess(text).unwrap_or(otherwise).to_owned() }
}

/// One of the interface's languages, when the text is clearly in it.
fn guess(text: &str) -> Option<&'static str> {
    const SMALL: [(&str, &[&str]); 4] = [
        ("en", &["the", "and", "of", "to", "is", "we", "that", "with", "for", "are", "you", "this", "have"]),
        ("fr", &["le", "les", "des", "et", "est", "nous", "une", "dans", "pour", "du", "qui", "vous", "avec", "au"]),
        ("es", &["el", "los", "las", "y", "en", "una", "del", "con", "para", "por", "es", "más", "cómo", "hay"]),
        ("pt", &["o", "os", "um", "uma", "e", "em", "do", "da", "não", "com", "para", "ao", "dos", "é", "na", "no"]),
    ];
    let start: String = text.chars().take(2000).collect::<String>().to_lowercase();
    let letters = start.chars().filter(|c| c.is_alphabetic()).count();
    let arabic = start.chars().filter(|c| ('\u{600}'..='\u{6ff}').contains(c)).count();
    if letters > 0 && arabic * 2 > letters {
        return Some("ar");
    }
    let words: Vec<&str> = start.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let mut hits = SMALL.map(|(code, small)| (words.iter().filter(|word| small.contains(word)).count(), code));
    hits.sort_unstable();
    let [.., (second, _), (first, code)] = hits;
    (first >= 2 && first > second).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_tell_the_language() {
        for (text, code) in [
            ("How do you keep contact with the families that move?", "en"),
            ("Nous perdons un tiers des dossiers entre le premier et le deuxième appel.", "fr"),
            ("Perdemos un tercio de los casos entre la primera y la segunda llamada del año.", "es"),
            ("Perdemos um terço dos casos entre a primeira e a segunda chamada, não é?", "pt"),
            ("جرّبنا الأمر نفسه مع أصحاب المقاهي", "ar"),
        ] {
            assert_eq!(language("", text, "de"), code, "{text}");
        }
        assert_eq!(language("", "12345", "de"), "de");
        assert_eq!(language("xx-invented", "The names of the places", "de"), "en");
        assert_eq!(language("fr", "The and of to", "de"), "fr");
    }
}
