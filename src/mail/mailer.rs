//! Hands a message over: to a file in the data folder, or to an SMTP server. Knows no rows.

use std::path::PathBuf;
use std::time::Duration;

use lettre::transport::smtp::{Error as SmtpError, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::config::{Config, MailConfig, Transport};

/// How many messages are handed over at once; as many connections are kept.
pub const AT_ONCE: usize = 8;

#[derive(Clone)]
pub enum Mailer {
    /// A folder: one `.eml` for each mail, named by its id, so that a repeat replaces it.
    File(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

/// Why a message was not taken.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No server to speak to: others will fare the same.
    Down(String),
    /// This message, for now.
    Passing(String),
    /// This message, for good; `address` when it is its recipient's.
    Final { reason: String, address: bool },
}

#[derive(Debug, thiserror::Error)]
#[error(
    "mail.smtp_url: {0}; expected is smtp://host:port, smtp://user:password@host:587?tls=required or smtps://user:password@host"
)]
pub struct BadUrl(String);

impl Mailer {
    pub fn new(config: &Config) -> Result<Self, BadUrl> {
        match config.mail.transport {
            Transport::File => Ok(Self::File(config.data_dir().join("mail"))),
            Transport::Smtp => Self::smtp(&config.mail),
        }
    }

    fn smtp(config: &MailConfig) -> Result<Self, BadUrl> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.smtp_url)
            .map_err(|error| BadUrl(error.to_string()))?
            .timeout(Some(Duration::from_secs(30)))
            .pool_config(PoolConfig::new().max_size(AT_ONCE as u32).idle_timeout(Duration::from_secs(30)));
        Ok(Self::Smtp(builder.build()))
    }

    /// `id` names the file.
    pub async fn send(&self, id: &str, message: Message) -> Result<(), Refusal> {
        match self {
            Self::File(folder) => write(folder, id, &message.formatted())
                .await
                .map_err(|error| Refusal::Down(format!("{}: {error}", folder.display()))),
            Self::Smtp(transport) => transport.send(message).await.map(drop).map_err(|error| refusal(&error)),
        }
    }
}

/// Whole or not at all: readers of the folder never see half a mail.
async fn write(folder: &PathBuf, id: &str, bytes: &[u8]) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let unfinished = folder.join(format!(".{id}.tmp"));
    tokio::fs::write(&unfinished, bytes).await?;
    tokio::fs::rename(unfinished, folder.join(format!("{id}.eml"))).await
}

fn refusal(error: &SmtpError) -> Refusal {
    let reason = reason(error);
    match error.status().map(u16::from) {
        None => Refusal::Down(reason),
        Some(code) => judge(code, reason),
    }
}

/// RFC 5321 section 4.2.3, RFC 4954 section 6.
fn judge(code: u16, reason: String) -> Refusal {
    match code {
        // The service goes away, or will not have us: the hub's settings are wrong, not the mail.
        421 | 500..=504 | 530 | 534 | 535 | 538 => Refusal::Down(reason),
        550 | 551 | 553 | 556 => Refusal::Final { reason, address: true },
        500..=599 => Refusal::Final { reason, address: false },
        _ => Refusal::Passing(reason),
    }
}

/// lettre keeps what the server said in the error's source.
fn reason(error: &SmtpError) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_servers_are_told_apart() {
        let judged = |code| judge(code, String::new());
        assert!(matches!(judged(421), Refusal::Down(_)));
        assert!(matches!(judged(535), Refusal::Down(_)));
        assert!(matches!(judged(451), Refusal::Passing(_)));
        assert!(matches!(judged(550), Refusal::Final { address: true, .. }));
        assert!(matches!(judged(552), Refusal::Final { address: false, .. }));
        assert!(matches!(judged(554), Refusal::Final { address: false, .. }));
    }

    #[test]
    fn a_bad_url_is_named() {
        let mut config = Config::defaults().unwrap();
        config.mail.transport = Transport::Smtp;
        config.mail.smtp_url = "mail.example:25".to_owned();
        let error = Mailer::new(&config).err().unwrap().to_string();
        assert!(error.starts_with("mail.smtp_url"), "{error}");
    }
}
