//! Sends what waits: claims a few mails, writes digests at that moment, hands each over, and marks each as soon as it is
//! taken, so that a crash repeats at most what was in flight, under the same Message-ID (promises R11).

use std::collections::HashMap;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;
use tokio::sync::watch;

use super::digest::{self, Issue};
use super::mailer::{AT_ONCE, Mailer, Refusal};
use super::message;
use crate::app::App;
use crate::digests;
use crate::letters::{self, DIGEST, Due, bounces};
use crate::store::ids::MailId;
use crate::store::{Result, Topic};

const CLAIM: i64 = 64;
const POLL: Duration = Duration::from_secs(15);
/// How long nothing is tried once the server did not answer.
const DOWN: Duration = Duration::from_secs(60);

#[derive(Clone)]
pub struct Sender {
    app: App,
    mailer: Mailer,
    from: message::Sender,
}

enum Ended {
    Handed,
    ServerDown,
}

impl Sender {
    pub fn new(app: App, mailer: Mailer) -> Result<Self> {
        let address = message::address(&app.config.mail.from)
            .map_err(|error| crate::store::Error::Store(format!("mail.from: {error}")))?;
        let from = message::Sender { name: app.site.name.clone(), address, host: app.site.host().to_owned() };
        Ok(Self { app, mailer, from })
    }

    /// Runs until `stop` turns true.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let pause = match self.drain().await {
                Ok(pause) => pause,
                Err(error) => {
                    tracing::warn!(%error, "mail: cannot claim, trying again");
                    Duration::from_secs(5)
                }
            };
            tokio::select! {
                _rang = self.app.bell.wait(Topic::Mails, pause) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Sends everything that is due now; answers how long nothing more will be.
    pub async fn drain(&self) -> Result<Duration> {
        loop {
            let now = self.app.clock.now();
            let claimed = letters::claim(&mut *self.app.work.get().await?, now, CLAIM).await?;
            if claimed.is_empty() {
                let due = letters::next_due(&mut *self.app.work.get().await?).await?;
                let until = due.and_then(|due| (due - now).to_std().ok()).unwrap_or(POLL);
                return Ok(until.clamp(Duration::from_millis(500), POLL));
            }
            let issues = self.write_digests(&claimed).await?;
            let down = stream::iter(claimed)
                .map(|mail| self.one(mail, &issues))
                .buffer_unordered(AT_ONCE)
                .fold(false, async |down, ended| down | matches!(ended, Ended::ServerDown))
                .await;
            if down {
                return Ok(DOWN);
            }
        }
    }

    async fn write_digests(&self, claimed: &[Due]) -> Result<HashMap<MailId, Issue>> {
        let wanted: Vec<_> = claimed
            .iter()
            .filter(|mail| mail.kind == DIGEST)
            .filter_map(|mail| Some((mail.id, mail.member_id?)))
            .collect();
        if wanted.is_empty() { Ok(HashMap::new()) } else { digest::write(&self.app, &wanted).await }
    }

    async fn one(&self, mut mail: Due, issues: &HashMap<MailId, Issue>) -> Ended {
        if mail.kind == DIGEST {
            let Some(issue) = issues.get(&mail.id) else {
                // Nothing that its reader may still see, or nobody who wants it.
                self.note(self.forget(mail.id).await);
                return Ended::Handed;
            };
            issue.letter.subject.clone_into(&mut mail.subject);
            issue.letter.text.clone_into(&mut mail.text_part);
            issue.letter.html.clone_into(&mut mail.html_part);
            mail.unsubscribe = Some(issue.unsubscribe.clone());
        }
        let sent = match message::build(&self.from, &mail) {
            Ok(message) => self.mailer.send(&mail.id.to_string(), message).await,
            Err(error) => Err(Refusal::Final { reason: error.to_string(), address: true }),
        };
        let down = matches!(sent, Err(Refusal::Down(_)));
        self.note(self.mark(&mail, sent, issues).await);
        if down { Ended::ServerDown } else { Ended::Handed }
    }

    async fn mark(&self, mail: &Due, sent: Result<(), Refusal>, issues: &HashMap<MailId, Issue>) -> Result<()> {
        let now = self.app.clock.now();
        let mut conn = self.app.work.get().await?;
        match sent {
            Ok(()) => {
                letters::sent(&mut conn, now, mail).await?;
                bounces::accepted(&mut conn, &mail.recipient).await?;
                if let (Some(issue), Some(member)) = (issues.get(&mail.id), mail.member_id) {
                    digests::commands::told(&mut conn, member, issue.until).await?;
                }
                metrics::counter!("mails_sent").increment(1);
                Ok(())
            }
            Err(Refusal::Down(reason) | Refusal::Passing(reason)) => {
                tracing::warn!(mail = %mail.id, reason, tries = mail.tries, "mail: not taken for now");
                letters::failed(&mut conn, now, mail, &reason, false).await
            }
            Err(Refusal::Final { reason, address }) => {
                tracing::warn!(mail = %mail.id, reason, "mail: refused");
                if address {
                    bounces::refused(&mut conn, now, &mail.recipient).await?;
                }
                letters::failed(&mut conn, now, mail, &reason, true).await
            }
        }
    }

    async fn forget(&self, id: MailId) -> Result<()> {
        letters::drop_unsent(&mut *self.app.work.get().await?, id).await
    }

    fn note(&self, written: Result<()>) {
        if let Err(error) = written {
            tracing::warn!(%error, "mail: the outcome could not be written; the lease will run out");
        }
    }
}
