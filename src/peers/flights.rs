//! Copies that are on their way here: one fetch for all who ask, and why one did not come. Knows nobody who fetches.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::{Semaphore, watch};

use crate::media::copies::Copy;

/// Fetched at the same time.
const AT_ONCE: usize = 8;

/// Why something of another server is not here; each has its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is on its way.
    Fetching,
    Unreachable,
    Gone,
    Kind,
    Large,
    /// It is not what its author shared.
    Changed,
    NotAllowed,
}

impl Why {
    const ALL: [Self; 7] =
        [Self::Fetching, Self::Unreachable, Self::Gone, Self::Kind, Self::Large, Self::Changed, Self::NotAllowed];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Fetching => "fetching",
            Self::Unreachable => "unreachable",
            Self::Gone => "gone",
            Self::Kind => "kind",
            Self::Large => "large",
            Self::Changed => "changed",
            Self::NotAllowed => "not-allowed",
        }
    }

    pub fn parse(code: &str) -> Self {
        Self::ALL.into_iter().find(|why| why.code() == code).unwrap_or(Self::Unreachable)
    }
}

pub type Came = std::result::Result<Copy, Why>;

/// What is being fetched, by address, and how many at once.
pub struct Flights {
    pub under_way: Mutex<HashMap<String, watch::Receiver<Option<Came>>>>,
    pub places: Arc<Semaphore>,
}

impl Default for Flights {
    fn default() -> Self {
        Self { under_way: Mutex::default(), places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}
