//! Passwords: what we accept, and argon2id on threads of its own. Called by doors before a transaction, never inside.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::store::error::Faults;
use crate::store::{Error, Result};

/// Fewest characters. No rules of composition (NIST SP 800-63B, 3.1.1.2).
pub const LEAST: usize = 10;
/// Most characters: hashing costs by length too.
pub const MOST: usize = 200;

/// Hashes at once: each takes 19 MiB and a core for some 20 ms.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// Hashes at once and waiting; more are refused rather than kept waiting.
static WAITING: Semaphore = Semaphore::const_new(64);

/// Verified in place of a password that does not exist, so that an unknown name takes as long (attack C18).
static NOBODYS: LazyLock<String> = LazyLock::new(|| make("nobody has this password").unwrap_or_default());

/// Among those that are tried first everywhere and are long enough to pass otherwise.
const COMMON: [&str; 24] = [
    "1234567890",
    "12345678910",
    "0123456789",
    "0987654321",
    "1111111111",
    "0000000000",
    "123123123123",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "qwertyuiop",
    "qwerty1234",
    "qwerty12345",
    "qwerty123456",
    "azertyuiop",
    "azerty1234",
    "password12",
    "password123",
    "password1234",
    "passw0rd123",
    "motdepasse",
    "motdepasse1",
    "contrasena",
    "iloveyou123",
    "abcdefghij",
];

/// `known` are words that guessers try first: the member's own address, name, handle.
pub fn check(faults: &mut Faults, field: &'static str, password: &str, known: &[&str]) {
    let length = password.chars().count();
    let lower = password.to_lowercase();
    let one_letter = lower.chars().next().is_some_and(|first| lower.chars().all(|letter| letter == first));
    let is_known = known.iter().any(|word| !word.is_empty() && lower == word.to_lowercase());
    if password.is_empty() {
        faults.add(field, "required");
    } else if length < LEAST {
        faults.add(field, "too-short");
    } else if length > MOST {
        faults.add(field, "too-long");
    } else if one_letter || is_known || COMMON.contains(&lower.as_str()) {
        faults.add(field, "password-weak");
    }
}

/// A PHC string of argon2id. Busy when too many wait.
pub async fn hash(password: &str) -> Result<String> {
    let password = password.to_owned();
    heavy(move || make(&password)).await?
}

/// Whether `password` is the one behind `stored`; takes as long when there is none.
pub async fn verify(stored: Option<&str>, password: &str) -> Result<bool> {
    let stored = stored.map(str::to_owned);
    let password: String = password.chars().take(MOST + 1).collect();
    heavy(move || {
        let (text, exists) = match &stored {
            Some(text) => (text.as_str(), true),
            None => (NOBODYS.as_str(), false),
        };
        let matches = PasswordHash::new(text)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        matches && exists
    })
    .await
}

fn make(password: &str) -> Result<String> {
    let made = Argon2::default().hash_password(password.as_bytes()).map(|hash: PasswordHash| hash.to_string());
    made.map_err(|error| Error::Store(error.to_string()))
}

async fn heavy<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _place = WAITING.try_acquire().map_err(|_full| Error::Busy("many passwords are being checked".to_owned()))?;
    let _turn = AT_ONCE.acquire().await.map_err(|closed| Error::Store(closed.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Store(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_verified_against_its_own_hash_only() {
        let stored = hash("korrekt pferd batterie").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify(Some(&stored), "korrekt pferd batterie").await.unwrap());
        assert!(!verify(Some(&stored), "korrekt pferd batteri").await.unwrap());
        assert!(!verify(None, "nobody has this password").await.unwrap());
    }

    #[test]
    fn length_counts_and_composition_does_not() {
        let code = |password: &str| {
            let mut faults = Faults::default();
            check(&mut faults, "password", password, &["aissatou@example.org"]);
            match faults.done() {
                Err(Error::Invalid(faults)) => faults[0].code,
                _ => "fine",
            }
        };
        assert_eq!(code(""), "required");
        assert_eq!(code("Tr0ub4dor"), "too-short");
        assert_eq!(code("quatre mots tout simples"), "fine");
        assert_eq!(code("كلمات قليلة معا"), "fine");
        assert_eq!(code("Azertyuiop"), "password-weak");
        assert_eq!(code("aaaaaaaaaaaa"), "password-weak");
        assert_eq!(code("Aissatou@example.org"), "password-weak");
        assert_eq!(code(&"x1".repeat(101)), "too-long");
    }
}
