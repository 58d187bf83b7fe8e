//! The one source of the current time; tests inject their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

/// Answers the current time. Cloning shares it.
#[derive(Clone)]
pub struct Clock(Arc<Source>);

enum Source {
    System,
    /// Microseconds since the epoch, moved by hand.
    Manual(AtomicI64),
}

impl Clock {
    pub fn system() -> Self {
        Self(Arc::new(Source::System))
    }

    /// A clock that stands still until it is moved with [`Clock::advance`].
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self(Arc::new(Source::Manual(AtomicI64::new(start.timestamp_micros()))))
    }

    /// The time in UTC, whole microseconds (what PostgreSQL keeps).
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(&self) -> DateTime<Utc> {
        let micros = match &*self.0 {
            Source::System => Utc::now().timestamp_micros(),
            Source::Manual(at) => at.load(Ordering::SeqCst),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or_default()
    }

    /// Moves a manual clock; a system clock is left alone.
    pub fn advance(&self, by: TimeDelta) {
        if let (Source::Manual(at), Some(micros)) = (&*self.0, by.num_microseconds()) {
            at.fetch_add(micros, Ordering::SeqCst);
        }
    }
}
