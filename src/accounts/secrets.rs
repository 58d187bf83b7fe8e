//! Secrets that people carry: sessions, one-time links, invitations. Their owner has the text, the database its hash.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};

use crate::store::{Error, Result};

/// 256 bits from the operating system (attack C17).
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn fresh() -> Result<Self> {
        let mut bytes = [0u8; 32];
        SysRng.try_fill_bytes(&mut bytes).map_err(|error| Error::Store(error.to_string()))?;
        Ok(Self(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// 43 letters that can stand in a cookie and in an address.
    pub fn text(&self) -> &str {
        &self.0
    }

    pub fn hash(&self) -> Vec<u8> {
        hash(&self.0)
    }
}

/// Never shows itself: secrets are no matter for logs.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// What is stored of a secret: SHA-256 of its text.
pub fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// The hash as hexadecimal text, for keys that would otherwise name an address.
pub fn hex(text: &str) -> String {
    hash(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c17_secrets_have_256_bits_and_never_repeat() {
        let all: std::collections::HashSet<String> =
            (0..200).map(|_| Secret::fresh().unwrap().text().to_owned()).collect();
        assert_eq!(all.len(), 200);
        assert!(all.iter().all(|text| BASE64_URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32)));
    }

    #[test]
    fn d15_a_secret_does_not_print_itself() {
        let secret = Secret::fresh().unwrap();
        assert!(!format!("{secret:?}").contains(secret.text()));
    }
}
