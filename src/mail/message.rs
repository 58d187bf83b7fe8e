//! A mail's row as a MIME message (RFC 5322, 2045-2049): a text part and an HTML part, and the headers that let mail
//! programs thread, list and stop it. Values go through typed headers, so that no line of anybody's becomes a header
//! (attack C15).

use lettre::message::header::{self, ContentTransferEncoding, Header, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::letters::{DIGEST, Due};

/// Who sends: the hub's name and address.
#[derive(Debug, Clone)]
pub struct Sender {
    pub name: String,
    pub address: Address,
    /// The hub's host, with a port in test networks: the right side of Message-ID and List-Id.
    pub host: String,
}

/// Why a row is no message: nothing that another try would mend.
#[derive(Debug, thiserror::Error)]
pub enum Unsendable {
    #[error("the address cannot be written to: {0}")]
    Address(String),
    #[error("the message cannot be built: {0}")]
    Message(String),
}

/// Only dot-atoms: no quotes, comments or literals, which readers of addresses understand differently (attack C15).
pub fn address(text: &str) -> Result<Address, Unsendable> {
    let refused = || Unsendable::Address(text.escape_debug().to_string());
    let (local, domain) = text.rsplit_once('@').ok_or_else(refused)?;
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let plain = local.chars().all(atom) && domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    if !plain || text.len() > 254 {
        return Err(refused());
    }
    Address::new(local, domain).map_err(|_| refused())
}

/// The message that `mail` says. The same row is the same message, whenever and however often it is sent.
pub fn build(from: &Sender, mail: &Due) -> Result<Message, Unsendable> {
    let domain = from.host.split(':').next().unwrap_or_default();
    let mut builder = Message::builder()
        // lettre panics when a name holds a control character.
        .from(Mailbox::new(Some(web::mail::one_line(&from.name)), from.address.clone()))
        .to(Mailbox::new(None, address(&mail.recipient)?))
        .subject(web::mail::one_line(&mail.subject))
        .date(mail.created_at.into())
        .message_id(Some(format!("<{}@{domain}>", mail.id)))
        .header(AutoSubmitted("auto-generated".to_owned()))
        // Exchange would otherwise answer each with the holidays of whoever is away.
        .header(AutoResponseSuppress("All".to_owned()))
        .header(ContentLanguage(mail.language.clone()));
    if mail.kind == DIGEST {
        builder = builder.header(ListId(format!("{} <digest.{domain}>", ascii(&from.name))));
    }
    if let Some(unsubscribe) = &mail.unsubscribe {
        builder = builder
            .header(ListUnsubscribe(format!("<{unsubscribe}>")))
            .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
    }
    let message = if mail.html_part.is_empty() {
        builder.singlepart(part(&mail.text_part, header::ContentType::TEXT_PLAIN)?)
    } else {
        builder.multipart(
            MultiPart::alternative()
                .singlepart(part(&mail.text_part, header::ContentType::TEXT_PLAIN)?)
                .singlepart(part(&mail.html_part, header::ContentType::TEXT_HTML)?),
        )
    };
    message.map_err(|error| Unsendable::Message(error.to_string()))
}

fn part(text: &str, kind: header::ContentType) -> Result<SinglePart, Unsendable> {
    let body = Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| Unsendable::Message("the text does not fit its encoding".to_owned()))?;
    Ok(SinglePart::builder().header(kind).body(body))
}

/// RFC 2919 wants the description of a list in ASCII.
fn ascii(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ' || *c == '-').collect::<String>().trim().to_owned()
}

macro_rules! text_headers {
    ($($type:ident = $name:literal),+ $(,)?) => {$(
        #[derive(Debug, Clone)]
        struct $type(String);

        impl Header for $type {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), web::mail::one_line(&self.0))
            }
        }
    )+};
}

text_headers! {
    AutoSubmitted = "Auto-Submitted",
    AutoResponseSuppress = "X-Auto-Response-Suppress",
    ContentLanguage = "Content-Language",
    ListId = "List-Id",
    ListUnsubscribe = "List-Unsubscribe",
    ListUnsubscribePost = "List-Unsubscribe-Post",
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ids::MailId;
    use chrono::DateTime;
    use uuid::Uuid;

    fn mail() -> Due {
        Due {
            id: MailId(Uuid::from_u128(7)),
            member_id: None,
            recipient: "aissatou@example.org".to_owned(),
            kind: DIGEST.to_owned(),
            subject: "Réponses\r\nBcc: everyone@example.org".to_owned(),
            text_part: "Bonjour\n.\nQUIT\n".to_owned(),
            html_part: "<p>Bonjour</p>".to_owned(),
            unsubscribe: Some(format!("https://hub.example/unsubscribe/{}", "x".repeat(60))),
            language: "fr".to_owned(),
            created_at: DateTime::from_timestamp(1_763_287_200, 0).unwrap(),
            tries: 1,
        }
    }

    fn sender(name: &str) -> Sender {
        Sender { name: name.to_owned(), address: address("hub@hub.example").unwrap(), host: "hub.example:8443".into() }
    }

    fn text(name: &str, mail: &Due) -> String {
        String::from_utf8(build(&sender(name), mail).unwrap().formatted()).unwrap()
    }

    #[test]
    fn the_same_row_is_the_same_message() {
        let (one, two) = (text("Hub", &mail()), text("Hub", &mail()));
        let without_boundary = |text: &str| {
            text.lines()
                .filter(|line| !line.contains("--") && !line.contains("boundary"))
                .collect::<Vec<_>>()
                .join("\n")
        };
        assert_eq!(without_boundary(&one), without_boundary(&two));
        assert!(one.contains("Message-ID: <00000000000000000000000007@hub.example>\r\n"), "{one}");
        assert!(one.contains("Date: Sun, 16 Nov 2025 10:00:00 +0000\r\n"), "{one}");
    }

    #[test]
    fn a_digest_can_be_listed_and_stopped_by_mail_programs() {
        let text = text("Plateforme d’échange", &mail());
        for header in [
            "List-Id: Plateforme dchange <digest.hub.example>\r\n",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Content-Type: multipart/alternative;",
            "Content-Transfer-Encoding: quoted-printable\r\n",
        ] {
            assert!(text.contains(header), "{header} in {text}");
        }
        let unfolded = text.replace("\r\n ", " ");
        let address = format!("<https://hub.example/unsubscribe/{}>", "x".repeat(60));
        assert!(unfolded.contains(&address), "{text}");
    }

    #[test]
    fn c15_nothing_that_people_wrote_becomes_a_header_or_ends_the_message() {
        let mut mail = mail();
        mail.language = "fr\r\nX-Evil: 1".to_owned();
        let text = text("Hub\r\nBcc: everyone@example.org\0", &mail);
        let (headers, _) = text.split_once("\r\n\r\n").unwrap();
        for line in headers.split("\r\n") {
            assert!(!line.to_lowercase().starts_with("bcc:") && !line.starts_with("X-Evil"), "{line}");
            assert!(line.is_ascii() && line.len() <= 998 && !line.contains(['\r', '\n', '\0']), "{line}");
        }
        assert!(text.split("\r\n").all(|line| !line.contains(['\r', '\n'])));
    }

    #[test]
    fn c15_addresses_are_plain() {
        for good in ["a@b.example", "first.last+tag@sub.b.example", "o'brien@b.example"] {
            assert!(address(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b.example",
            "a@",
            "a b@c.example",
            "\"a b\"@c.example",
            "a(x)@c.example",
            "a@[127.0.0.1]",
            "a@b.example\r\nBcc: c@d.example",
            "a@b@c.example",
            "<a@b.example>",
            "a@b.example,c@d.example",
            ".a@b.example",
            "a\0@b.example",
        ] {
            assert!(address(bad).is_err(), "{bad:?}");
        }
    }
}
