//! Key pairs and public keys, parsed once and kept parsed: RSA for everybody, Ed25519 for proofs and those who have it.
//! Knows encodings (PKCS#8, SPKI, PEM, Multikey); not actors, not where keys are stored.

use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeySize, PublicEncryptingKey};
use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair,
    VerificationAlgorithm,
};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// Multicodec `ed25519-pub` (0xed) as a varint, before the 32 bytes of a Multikey (FEP-521a).
const MULTIKEY_ED25519: [u8; 2] = [0xed, 0x01];
/// DER of an Ed25519 SubjectPublicKeyInfo up to the key's own 32 bytes (RFC 8410).
const SPKI_ED25519: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// A key that cannot be read, or that cannot do what is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a key in a form that we read, or of a kind or size that we don't accept.
    #[error("the key cannot be read")]
    Unreadable,
    /// The cryptographic library refused, or the wrong kind of key was given.
    #[error("the key cannot be used")]
    Unusable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// RSASSA-PKCS1-v1_5 with SHA-256, 2048 to 8192 bits.
    Rsa,
    Ed25519,
}

/// A parsed private key. Signing with RSA costs 0.26 ms, with Ed25519 8 microseconds.
pub enum PrivateKey {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Box<Ed25519KeyPair>),
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            PrivateKey::Rsa(_) => "PrivateKey(RSA)",
            PrivateKey::Ed25519(_) => "PrivateKey(Ed25519)",
        })
    }
}

impl PrivateKey {
    /// A new RSA-2048 key; takes some 0.1 to 0.5 s of CPU.
    pub fn generate_rsa() -> Result<Self, KeyError> {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError::Unusable)?;
        Ok(PrivateKey::Rsa(Box::new(pair)))
    }

    pub fn generate_ed25519() -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::generate().map_err(|_| KeyError::Unusable)?;
        Ok(PrivateKey::Ed25519(Box::new(pair)))
    }

    /// Reads PKCS#8 DER of either kind.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        if let Ok(pair) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der) {
            return Ok(PrivateKey::Ed25519(Box::new(pair)));
        }
        let pair = RsaKeyPair::from_pkcs8(der).map_err(|_| KeyError::Unreadable)?;
        Ok(PrivateKey::Rsa(Box::new(pair)))
    }

    /// PKCS#8 DER, readable by [`PrivateKey::from_pkcs8`] and by OpenSSL.
    pub fn to_pkcs8(&self) -> Result<Vec<u8>, KeyError> {
        match self {
            PrivateKey::Rsa(pair) => {
                let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| KeyError::Unusable)?;
                Ok(der.as_ref().to_vec())
            }
            PrivateKey::Ed25519(pair) => {
                let der = pair.to_pkcs8v1().map_err(|_| KeyError::Unusable)?;
                Ok(der.as_ref().to_vec())
            }
        }
    }

    pub fn public(&self) -> Result<PublicKey, KeyError> {
        match self {
            PrivateKey::Rsa(pair) => PublicKey::rsa(pair.public_key().as_ref()),
            PrivateKey::Ed25519(pair) => PublicKey::ed25519(pair.public_key().as_ref()),
        }
    }

    pub fn kind(&self) -> KeyKind {
        match self {
            PrivateKey::Rsa(_) => KeyKind::Rsa,
            PrivateKey::Ed25519(_) => KeyKind::Ed25519,
        }
    }

    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        match self {
            PrivateKey::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                    .map_err(|_| KeyError::Unusable)?;
                Ok(signature)
            }
            PrivateKey::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
        }
    }
}

/// A parsed public key; cheap to clone, cheap to verify with (13 microseconds with RSA-2048).
#[derive(Clone)]
pub struct PublicKey {
    kind: KeyKind,
    spki: Arc<[u8]>,
    parsed: Arc<ParsedPublicKey>,
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({:?})", self.kind)
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.spki == other.spki
    }
}

impl Eq for PublicKey {}

impl PublicKey {
    /// Reads PEM, `PUBLIC KEY` (SPKI) or `RSA PUBLIC KEY` (PKCS#1); line breaks may be missing or escaped away.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        Self::from_der(&pem_body(pem)?)
    }

    /// Reads SPKI DER of either kind, or PKCS#1 DER of an RSA key.
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        match der.strip_prefix(&SPKI_ED25519) {
            Some(raw) => Self::ed25519(raw),
            None => Self::rsa(der),
        }
    }

    /// Reads `publicKeyMultibase` of an Ed25519 Multikey, `z6Mk...` (FEP-521a).
    pub fn from_multikey(text: &str) -> Result<Self, KeyError> {
        let encoded = text.strip_prefix('z').filter(|rest| rest.len() <= 64).ok_or(KeyError::Unreadable)?;
        let bytes = bs58::decode(encoded).into_vec().map_err(|_| KeyError::Unreadable)?;
        Self::ed25519(bytes.strip_prefix(&MULTIKEY_ED25519).ok_or(KeyError::Unreadable)?)
    }

    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// SPKI DER.
    pub fn to_der(&self) -> &[u8] {
        &self.spki
    }

    /// SPKI as PEM with lines of 64 characters.
    pub fn to_pem(&self) -> String {
        let encoded = BASE64_STANDARD.encode(&self.spki);
        let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
        for line in encoded.as_bytes().chunks(64) {
            pem.extend(line.iter().map(|b| *b as char));
            pem.push('\n');
        }
        pem.push_str("-----END PUBLIC KEY-----\n");
        pem
    }

    /// `publicKeyMultibase`; `None` for RSA, which nobody publishes that way.
    pub fn to_multikey(&self) -> Option<String> {
        let raw = self.spki.strip_prefix(&SPKI_ED25519)?;
        let bytes = [&MULTIKEY_ED25519[..], raw].concat();
        Some(format!("z{}", bs58::encode(bytes).into_string()))
    }

    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.parsed.verify_sig(message, signature).is_ok()
    }

    fn ed25519(raw: &[u8]) -> Result<Self, KeyError> {
        if raw.len() != 32 {
            return Err(KeyError::Unreadable);
        }
        let parsed = ParsedPublicKey::new(&ED25519, raw).map_err(|_| KeyError::Unreadable)?;
        Ok(PublicKey {
            kind: KeyKind::Ed25519,
            spki: [&SPKI_ED25519[..], raw].concat().into(),
            parsed: Arc::new(parsed),
        })
    }

    fn rsa(der: &[u8]) -> Result<Self, KeyError> {
        let key = Self::rsa_with(der, &RSA_PKCS1_2048_8192_SHA256)?;
        // The parser takes any size and the verifier then refuses it: better said at once.
        PublicEncryptingKey::from_der(&key.spki).map_err(|_| KeyError::Unreadable)?;
        Ok(key)
    }

    fn rsa_with(der: &[u8], algorithm: &'static dyn VerificationAlgorithm) -> Result<Self, KeyError> {
        let parsed = ParsedPublicKey::new(algorithm, der).map_err(|_| KeyError::Unreadable)?;
        let spki: PublicKeyX509Der<'_> = parsed.as_der().map_err(|_| KeyError::Unreadable)?;
        Ok(PublicKey { kind: KeyKind::Rsa, spki: spki.as_ref().into(), parsed: Arc::new(parsed) })
    }
}

/// The DER inside a PEM block, whatever its label.
fn pem_body(pem: &str) -> Result<Vec<u8>, KeyError> {
    let inner = pem
        .split_once("-----BEGIN ")
        .and_then(|(_, rest)| rest.split_once("-----"))
        .and_then(|(_, rest)| rest.split_once("-----END "))
        .map(|(inner, _)| inner)
        .ok_or(KeyError::Unreadable)?;
    // Some publish the two characters \n instead of a line break.
    let packed: String = inner.replace("\\n", "").chars().filter(|c| !c.is_whitespace()).collect();
    BASE64_STANDARD.decode(packed).map_err(|_| KeyError::Unreadable)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests {
    use super::*;
    use aws_lc_rs::signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY;

    /// Old test vectors use keys that the hub itself refuses.
    pub(crate) fn weak_rsa_from_pem(pem: &str) -> PublicKey {
        PublicKey::rsa_with(&pem_body(pem).unwrap(), &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY).unwrap()
    }

    /// PKCS#8 or PKCS#1, as vectors have them.
    pub(crate) fn private_from_pem(pem: &str) -> PrivateKey {
        let der = pem_body(pem).unwrap();
        PrivateKey::from_pkcs8(&der).unwrap_or_else(|_| PrivateKey::Rsa(Box::new(RsaKeyPair::from_der(&der).unwrap())))
    }

    #[test]
    fn keys_of_both_kinds_survive_every_encoding() {
        for private in [PrivateKey::generate_rsa().unwrap(), PrivateKey::generate_ed25519().unwrap()] {
            let public = private.public().unwrap();
            let again = PrivateKey::from_pkcs8(&private.to_pkcs8().unwrap()).unwrap();
            assert_eq!(again.public().unwrap(), public);
            assert_eq!(again.kind(), private.kind());
            assert_eq!(PublicKey::from_pem(&public.to_pem()).unwrap(), public);
            assert_eq!(PublicKey::from_der(public.to_der()).unwrap(), public);
            let signature = again.sign(b"message").unwrap();
            assert!(public.verifies(b"message", &signature));
            assert!(!public.verifies(b"messagf", &signature));
            match public.to_multikey() {
                Some(text) => assert_eq!(PublicKey::from_multikey(&text).unwrap(), public),
                None => assert_eq!(public.kind(), KeyKind::Rsa),
            }
        }
    }

    #[test]
    fn a_pem_may_have_lost_its_line_breaks() {
        let public = PrivateKey::generate_ed25519().unwrap().public().unwrap();
        let pem = public.to_pem();
        for damaged in
            [pem.replace('\n', ""), pem.replace('\n', "\r\n"), pem.replace('\n', "\\n"), format!("  {pem}\n\n")]
        {
            assert_eq!(PublicKey::from_pem(&damaged).unwrap(), public, "{damaged}");
        }
    }

    #[test]
    fn what_is_not_a_key_is_refused() {
        let small = "-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3\n6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6\nZ4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw\noYi+1hqp1fIekaxsyQIDAQAB\n-----END PUBLIC KEY-----";
        assert_eq!(weak_rsa_from_pem(small).kind(), KeyKind::Rsa);
        for text in
            ["", "-----BEGIN PUBLIC KEY-----", "-----BEGIN PUBLIC KEY-----\n!!\n-----END PUBLIC KEY-----", small]
        {
            assert_eq!(PublicKey::from_pem(text).err(), Some(KeyError::Unreadable), "{text}");
        }
        for text in ["", "z", "z6Mk", "u7Mk", "z0OIl", &format!("z{}", "1".repeat(5000))] {
            assert_eq!(PublicKey::from_multikey(text).err(), Some(KeyError::Unreadable), "{text}");
        }
        assert_eq!(PrivateKey::from_pkcs8(b"junk").err(), Some(KeyError::Unreadable));
    }
}
