//! Wakes whoever waits for new rows: at once in this process, and through NOTIFY in others. A bell that is missed
//! costs time only, every listener also polls.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use futures_util::StreamExt;
use tokio::sync::Notify;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    Journal,
    Activities,
    Inbox,
    Jobs,
    Mails,
}

const TOPICS: [Topic; 5] = [Topic::Journal, Topic::Activities, Topic::Inbox, Topic::Jobs, Topic::Mails];

impl Topic {
    fn bit(self) -> u8 {
        1 << (self as u8)
    }

    fn channel(self) -> &'static str {
        match self {
            Self::Journal => "waypost_journal",
            Self::Activities => "waypost_activities",
            Self::Inbox => "waypost_inbox",
            Self::Jobs => "waypost_jobs",
            Self::Mails => "waypost_mails",
        }
    }
}

/// A set of topics.
#[derive(Debug, Clone, Copy, Default)]
pub struct Topics(u8);

impl Topics {
    pub fn add(&mut self, topic: Topic) {
        self.0 |= topic.bit();
    }
}

#[derive(Clone, Default)]
pub struct Bell(Arc<Inner>);

#[derive(Default)]
struct Inner {
    waiting: [Notify; 5],
    unsent: AtomicU8,
    send: Notify,
    epoch: AtomicU64,
}

impl Bell {
    /// Counts the changes that this process knows of: what was read under an epoch is whole as long as it lasts.
    pub fn epoch(&self) -> u64 {
        self.0.epoch.load(Ordering::SeqCst)
    }

    /// Begins a new epoch and wakes the listeners of `topics`. Call it after the commit.
    pub fn ring(&self, topics: Topics) {
        self.0.epoch.fetch_add(1, Ordering::SeqCst);
        if topics.0 == 0 {
            return;
        }
        self.wake(topics);
        self.0.unsent.fetch_or(topics.0, Ordering::SeqCst);
        self.0.send.notify_one();
    }

    /// Returns when `topic` rings or `at_most` has passed; true when it rang. One listener a topic.
    pub async fn wait(&self, topic: Topic, at_most: Duration) -> bool {
        tokio::time::timeout(at_most, self.0.waiting[topic as usize].notified()).await.is_ok()
    }

    fn wake(&self, topics: Topics) {
        for topic in TOPICS.into_iter().filter(|topic| topics.0 & topic.bit() != 0) {
            self.0.waiting[topic as usize].notify_one();
        }
    }

    /// Passes bells between processes until the task is dropped; reconnects when the database goes away.
    /// NOTIFY serialises commits, so it is sent from here, many bells in one.
    pub async fn run(self, database_url: String) {
        loop {
            if let Err(error) = self.relay(&database_url).await {
                tracing::warn!(%error, "bell: no connection to the database, polling meanwhile");
            }
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
    }

    async fn relay(&self, database_url: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let mut listener = AsyncPgConnection::establish(database_url).await?;
        for topic in TOPICS {
            listener.batch_execute(&format!("listen {}", topic.channel())).await?;
        }
        // What rang while nobody listened.
        let mut missed = Topics::default();
        TOPICS.into_iter().for_each(|topic| missed.add(topic));
        self.wake(missed);
        let mut sender = AsyncPgConnection::establish(database_url).await?;
        let mut heard = std::pin::pin!(listener.notifications_stream());
        loop {
            tokio::select! {
                note = heard.next() => {
                    let note = note.ok_or("the listening connection ended")??;
                    let mut topics = Topics::default();
                    for topic in TOPICS.into_iter().filter(|topic| topic.channel() == note.channel) {
                        topics.add(topic);
                    }
                    if note.payload != self.name() {
                        self.0.epoch.fetch_add(1, Ordering::SeqCst);
                        self.wake(topics);
                    }
                }
                () = self.0.send.notified() => {
                    let unsent = self.0.unsent.swap(0, Ordering::SeqCst);
                    let text: String = TOPICS.iter().filter(|topic| unsent & topic.bit() != 0)
                        .map(|topic| format!("notify {}, '{}';", topic.channel(), self.name())).collect();
                    sender.batch_execute(&text).await?;
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
        }
    }

    fn name(&self) -> String {
        format!("{}-{:x}", std::process::id(), Arc::as_ptr(&self.0) as usize)
    }
}
