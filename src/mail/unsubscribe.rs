//! The way out of the digest (RFC 8058): an address that carries its own proof, needs no session, and can do nothing
//! else. What it shows is in pages/unsubscribe.rs.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rand::TryRng;
use rand::rngs::SysRng;
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::store::ids::MemberId;
use crate::store::{Error, Result, Site, settings};

/// What a link may do; another list or a new scheme gets another scope, and old links end.
const SCOPE: &str = "unsubscribe digest 1";
/// 128 bits of the proof: 22 letters.
const PROOF: usize = 16;

/// The hub's secret, made when it is first asked for.
pub async fn secret(app: &App) -> Result<[u8; 32]> {
    let mut candidate = [0; 32];
    SysRng.try_fill_bytes(&mut candidate).map_err(|error| Error::Store(error.to_string()))?;
    settings::secret(&mut *app.work.get().await?, candidate).await
}

/// Where a member's digest is stopped.
pub fn address(site: &Site, secret: &[u8; 32], member: MemberId) -> String {
    format!("{}/unsubscribe/{member}{}", site.base(), BASE64_URL_SAFE_NO_PAD.encode(proof(secret, member)))
}

/// Whose digest the token stops; None for a token that we did not make.
pub fn member(secret: &[u8; 32], token: &str) -> Option<MemberId> {
    let (id, given) = token.split_at_checked(26)?;
    let member = MemberId::parse(id)?;
    let given = BASE64_URL_SAFE_NO_PAD.decode(given).ok()?;
    bool::from(given.as_slice().ct_eq(&proof(secret, member))).then_some(member)
}

fn proof(secret: &[u8; 32], member: MemberId) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    hmac::sign(&key, format!("{SCOPE} {member}").as_bytes()).as_ref()[..PROOF].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn c16_a_token_is_good_for_its_member_only() {
        let site = Site::new(&"https://hub.example".parse().unwrap(), "Hub", "");
        let (secret, whom) = ([7; 32], MemberId(Uuid::from_u128(1 << 100)));
        let address = address(&site, &secret, whom);
        let token = address.strip_prefix("https://hub.example/unsubscribe/").unwrap();
        assert_eq!(member(&secret, token), Some(whom));
        assert_eq!(member(&[8; 32], token), None);
        let other = MemberId(Uuid::from_u128(1 << 101)).to_string();
        assert_eq!(member(&secret, &format!("{other}{}", &token[26..])), None);
        for bad in [
            "",
            "x",
            &token[..26],
            &token[..token.len() - 1],
            &format!("{token}A"),
            &token.to_uppercase(),
            "é".repeat(20).as_str(),
        ] {
            assert_eq!(member(&secret, bad), None, "{bad}");
        }
    }
}
