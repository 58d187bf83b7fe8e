//! Words of a question and of a text: which PostgreSQL configuration reads a language, and what to mark in an excerpt.

use crate::vocabulary::folding::fold;

/// Longest question that is read, characters (attack C25).
pub const QUESTION_MOST: usize = 200;

/// Every configuration that documents are made with, and that a question is therefore asked in.
pub const CONFIGS: [&str; 6] = ["english", "french", "spanish", "arabic", "portuguese", "simple"];

/// The configuration for a BCP 47 tag.
pub fn config_for(language: &str) -> &'static str {
    match language.split('-').next().unwrap_or_default() {
        "en" => "english",
        "fr" => "french",
        "es" => "spanish",
        "ar" => "arabic",
        "pt" => "portuguese",
        _ => "simple",
    }
}

/// A question as it is asked: folded, at most [`QUESTION_MOST`] characters; empty when it holds no letter or digit.
pub fn question(text: &str) -> String {
    let cut: String = text.trim().chars().take(QUESTION_MOST).collect();
    let folded = fold(&cut);
    if folded.chars().any(char::is_alphanumeric) { folded } else { String::new() }
}

/// Marks of a hit in an excerpt.
pub const MARK: (char, char) = ('\u{2}', '\u{3}');

/// About `most` characters of `text` around the first word that `question` (folded) is about, hits between [`MARK`]s;
/// the beginning when there is none.
pub fn excerpt(text: &str, question: &str, most: usize) -> String {
    let wanted: Vec<&str> = question
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2 && !matches!(*word, "and" | "the" | "les" | "des" | "los" | "las"))
        .collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let hits: Vec<bool> = words.iter().map(|word| is_hit(word, &wanted)).collect();
    let first = hits.iter().position(|hit| *hit).unwrap_or(0);
    let from = first.saturating_sub(8);
    let mut out = if from > 0 { "… ".to_owned() } else { String::new() };
    let mut used = 0;
    for (word, hit) in words.iter().zip(&hits).skip(from) {
        used += word.chars().count() + 1;
        if used > most {
            out.push('…');
            break;
        }
        if *hit {
            out.extend([MARK.0]);
            out.push_str(word);
            out.extend([MARK.1]);
        } else {
            out.push_str(word);
        }
        out.push(' ');
    }
    out.trim_end().to_owned()
}

/// The same word but for its ending, roughly as stemming does it.
fn is_hit(word: &str, wanted: &[&str]) -> bool {
    if wanted.is_empty() {
        return false;
    }
    let folded = fold(word);
    folded.split(|c: char| !c.is_alphanumeric()).any(|part| {
        wanted.iter().any(|wanted| {
            let stem: String = wanted.chars().take(wanted.chars().count().saturating_sub(2).max(4)).collect();
            let near = part.chars().count().abs_diff(wanted.chars().count()) <= 3;
            part == *wanted || (stem.chars().count() >= 4 && near && part.starts_with(&stem))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_marked_whatever_their_accents_and_endings() {
        let text = "Les bénéficiaires du retour volontaire jugent les évaluations utiles";
        let marked = excerpt(text, &question("Évaluation retour"), 200);
        assert!(marked.contains("\u{2}retour\u{3}") && marked.contains("\u{2}évaluations\u{3}"), "{marked:?}");
        assert!(!marked.contains("\u{2}volontaire"), "{marked:?}");
    }

    #[test]
    fn an_excerpt_begins_near_the_first_hit_and_ends() {
        let text = format!("{} reintegration {}", "word ".repeat(100), "more ".repeat(100));
        let marked = excerpt(&text, "reintegration", 120);
        assert!(marked.starts_with("… word") && marked.contains("\u{2}reintegration\u{3}") && marked.ends_with('…'));
        assert!(marked.chars().count() < 140);
    }

    #[test]
    fn a_question_without_letters_is_none() {
        assert_eq!(question(" \0 !!! & | "), "");
        assert_eq!(question("Côte d’Ivoire -Mali"), "cote d'ivoire -mali");
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_an_excerpt(text: String, asked: String) {
            let marked = excerpt(&text, &question(&asked), 160);
            proptest::prop_assert_eq!(marked.matches('\u{2}').count() >= marked.matches('\u{3}').count(), true);
        }
    }
}
