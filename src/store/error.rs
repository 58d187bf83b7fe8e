//! What a command or query can answer besides its value: codes, no words and no status; doors translate.

/// One thing wrong with one field of what was sent; `code` is a word of form.ftl (`required`, `too-long`, `taken` ...).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub field: &'static str,
    pub code: &'static str,
}

impl Fault {
    pub const fn new(field: &'static str, code: &'static str) -> Self {
        Self { field, code }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Absent, or not for this viewer: the two look the same.
    #[error("not found")]
    NotFound,
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    #[error("invalid: {0:?}")]
    Invalid(Vec<Fault>),
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// Passing: worth another try later.
    #[error("busy: {0}")]
    Busy(String),
    #[error("store: {0}")]
    Store(String),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn invalid(field: &'static str, code: &'static str) -> Self {
        Self::Invalid(vec![Fault::new(field, code)])
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind, Error as Diesel};
        match error {
            Diesel::NotFound => Self::NotFound,
            Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Self::Conflict("exists"),
            Diesel::DatabaseError(
                DatabaseErrorKind::SerializationFailure | DatabaseErrorKind::ClosedConnection,
                info,
            ) => Self::Busy(info.message().to_owned()),
            // PostgreSQL keeps no U+0000; who sends one is told so (attack B10).
            Diesel::DatabaseError(_, info) if info.message().starts_with("invalid byte sequence") => {
                Self::invalid("text", "invalid")
            }
            other => Self::Store(other.to_string()),
        }
    }
}

/// Collects faults; `done` answers Ok when there are none.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    pub fn add(&mut self, field: &'static str, code: &'static str) {
        self.0.push(Fault::new(field, code));
    }

    pub fn check(&mut self, holds: bool, field: &'static str, code: &'static str) {
        if !holds {
            self.add(field, code);
        }
    }

    /// Required text of at most `most` characters after trimming.
    pub fn text(&mut self, value: &str, field: &'static str, most: usize) {
        let value = value.trim();
        if value.is_empty() {
            self.add(field, "required");
        } else if value.chars().count() > most {
            self.add(field, "too-long");
        }
    }

    pub fn at_most(&mut self, value: &str, field: &'static str, most: usize) {
        self.check(value.chars().count() <= most, field, "too-long");
    }

    pub fn done(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}
