//! What a peer's requests look like: an RSA key and draft-cavage signatures as Mastodon writes them.

use anyhow::{Result, anyhow};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::load;

pub struct Key {
    pair: RsaKeyPair,
    pub public_der: Vec<u8>,
    pub private_der: Vec<u8>,
}

impl Key {
    pub fn generate() -> Result<Self> {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| anyhow!("no RSA key could be made"))?;
        let private = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).map_err(|_| anyhow!("no PKCS#8"))?;
        let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).map_err(|_| anyhow!("no SPKI"))?;
        Ok(Self { public_der: public.as_ref().to_vec(), private_der: private.as_ref().to_vec(), pair })
    }

    /// The public key as actors show it.
    pub fn pem(&self) -> String {
        let text = BASE64_STANDARD.encode(&self.public_der);
        let lines: Vec<String> =
            text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
    }

    /// A POST of `body` to the hub on `port`, signed as `key_id`.
    pub fn signed_post(&self, port: u16, path: &str, key_id: &str, body: &str) -> Result<Vec<u8>> {
        let digest = format!("SHA-256={}", BASE64_STANDARD.encode(digest(&SHA256, body.as_bytes())));
        let date = now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let host = format!("localhost:{port}");
        let kind = "application/activity+json";
        let text = format!(
            "(request-target): post {path}\nhost: {host}\ndate: {date}\ndigest: {digest}\ncontent-type: {kind}"
        );
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
            .map_err(|_| anyhow!("signing failed"))?;
        let signature = format!(
            "keyId=\"{key_id}\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest content-type\",signature=\"{}\"",
            BASE64_STANDARD.encode(signature)
        );
        let headers = [("date", &*date), ("digest", &*digest), ("content-type", kind), ("signature", &*signature)];
        Ok(load::request("POST", port, path, &headers, body.as_bytes()))
    }
}

#[expect(clippy::disallowed_methods, reason = "a peer's time is the machine's")]
fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}
