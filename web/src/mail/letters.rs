//! Letters about accounts: each a note with its own words. Knows which facts a letter tells, not when it is sent.

use super::{Letter, MailFrame, Note};

/// To whom a letter goes: the frame's words are in the reader's language.
#[derive(Clone, Debug)]
pub struct Addressee {
    pub frame: MailFrame,
    /// As the reader is called; empty when we do not know them.
    pub name: String,
}

impl Addressee {
    fn note(self, title: &str, text: &str) -> Note {
        let t = self.frame.t;
        let hub = self.frame.hub.clone();
        let sentence = t.with(text, &[("hub", hub.as_str())]);
        let heading = t.with(title, &[("hub", hub.as_str())]);
        let note = Note::new(self.frame.preheader(sentence.clone()), heading);
        if self.name.is_empty() { note.text(sentence) } else { note.greeting(&self.name).text(sentence) }
    }
}

/// Prove the address of a new registration.
pub fn confirm(to: Addressee, handle: &str, href: &str) -> Letter {
    let t = to.frame.t;
    to.note("letter-confirm", "letter-confirm-text")
        .fact(t.t("account-handle"), format!("@{handle}"))
        .button(t.t("letter-confirm-button"), href)
        .small(t.t("letter-confirm-small"))
        .letter()
}

/// Somebody registered with an address that has an account.
pub fn known(to: Addressee, sign_in: &str, reset: &str) -> Letter {
    let t = to.frame.t;
    let forgot = format!("{} {reset}", t.t("letter-known-forgot"));
    to.note("letter-known", "letter-known-text").button(t.t("sign-in"), sign_in).small(forgot).letter()
}

pub fn approved(to: Addressee, sign_in: &str) -> Letter {
    let t = to.frame.t;
    to.note("letter-approved", "letter-approved-text").button(t.t("sign-in"), sign_in).letter()
}

pub fn declined(to: Addressee) -> Letter {
    to.note("letter-declined", "letter-declined-text").letter()
}

/// `by` is the name of the member who invites.
pub fn invited(to: Addressee, by: &str, href: &str) -> Letter {
    let t = to.frame.t;
    let heading = t.with("letter-invited", &[("name", by), ("hub", &to.frame.hub)]);
    let note = to.note("letter-invited-subject", "letter-invited-text").subject(heading.clone());
    note.text(heading).button(t.t("letter-invited-button"), href).small(t.t("letter-invited-small")).letter()
}

pub fn reset(to: Addressee, href: &str) -> Letter {
    let t = to.frame.t;
    to.note("letter-reset", "letter-reset-text")
        .button(t.t("letter-reset-button"), href)
        .small(t.t("letter-reset-small"))
        .letter()
}

/// After the fact, so that a theft does not stay unseen.
pub fn password_changed(to: Addressee, reset: &str) -> Letter {
    let t = to.frame.t;
    to.note("letter-password", "letter-password-text").button(t.t("letter-password-button"), reset).letter()
}

/// To the new address of an account.
pub fn new_address(to: Addressee, href: &str) -> Letter {
    let t = to.frame.t;
    to.note("letter-address", "letter-address-text")
        .button(t.t("letter-confirm-button"), href)
        .small(t.t("letter-confirm-small"))
        .letter()
}

/// To the former address of an account.
pub fn address_changed(to: Addressee) -> Letter {
    to.note("letter-moved", "letter-moved-text").letter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::words;
    use crate::locale::{Lang, Words};

    fn all(t: Words) -> Vec<Letter> {
        let to = || Addressee { frame: MailFrame::sample(t), name: "Aïssatou".into() };
        let href = "https://exchange.example/x/abc";
        vec![
            confirm(to(), "aissatou", href),
            known(to(), href, "https://exchange.example/reset"),
            approved(to(), href),
            declined(to()),
            invited(Addressee { name: String::new(), ..to() }, "Moussa", href),
            reset(to(), href),
            password_changed(to(), href),
            new_address(to(), href),
            address_changed(to()),
        ]
    }

    #[test]
    fn every_letter_says_who_writes_and_leads_somewhere_in_every_language() {
        for lang in Lang::ALL {
            for (index, letter) in all(words(lang)).iter().enumerate() {
                let at = format!("letter {index} in {}", lang.code());
                assert!(!letter.subject.is_empty() && letter.subject.chars().count() <= 90, "{at}: {}", letter.subject);
                assert!(letter.text.contains("Reintegration Exchange"), "{at}");
                assert_eq!(letter.text.contains("/x/abc"), letter.html.contains("/x/abc"), "{at}");
                assert!(letter.text.lines().all(|line| line.chars().count() <= 82 || line.contains("://")), "{at}");
                assert!(!letter.text.contains("letter-") && !letter.html.contains("{ $"), "{at}");
            }
        }
    }

    #[test]
    fn no_two_letters_have_one_subject() {
        for lang in Lang::ALL {
            let letters = all(words(lang));
            let subjects: std::collections::HashSet<&str> = letters.iter().map(|l| l.subject.as_str()).collect();
            assert_eq!(subjects.len(), letters.len(), "{}", lang.code());
        }
    }
}
