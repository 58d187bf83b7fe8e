//! Members for tests, written as rows: what registration does has tests of its own.

use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair, RsaKeyPair};
use waypost::accounts::{Role, password, queries::hash_token};
use waypost::actors::{self, KeyPairs, Kind, commands::NewActor};
use waypost::store::ids;

use super::{Browser, PASSWORD, TestHub};

/// An active member called as its handle, `HANDLE@example.org`, signed in by a session of its own.
pub async fn member(hub: &TestHub, handle: &str, role: Role) -> Browser {
    let name = format!("{}{}", handle[..1].to_uppercase(), &handle[1..]);
    let new = NewActor { kind: Kind::Person, handle: handle.to_owned(), name, keys: keys() };
    let now = hub.clock.now();
    let actor = hub.write(async |tx| actors::commands::create(tx, new).await).await.unwrap();
    let (member, session) = (ids::fresh(now).to_string(), ids::fresh(now).to_string());
    let (email, token) = (format!("{handle}@example.org"), ids::to_text(ids::fresh(now)));
    let (actor, now, csrf) = (actor.0.to_string(), now.to_rfc3339(), format!("csrf-{handle}"));
    let client = hub.database.client().await;
    client
        .execute(
            "insert into members (id, actor_id, email, email_confirmed_at, role, state, created_at, password) \
             values ($1::text::uuid, $2::text::uuid, $3, $4::text::timestamptz, $5, 'active', $4::text::timestamptz, $6)",
            &[&member, &actor, &email, &now, &role.code(), &hashed().await],
        )
        .await
        .unwrap();
    client
        .execute(
            "insert into sessions (id, token_hash, member_id, kind, csrf, created_at, seen_at, expires_at) \
             select $1::text::uuid, $2, $3::text::uuid, 'web', $4, at, at, at + interval '30 days' \
             from (select $5::text::timestamptz as at) as now",
            &[&session, &hash_token(&token), &member, &csrf, &now],
        )
        .await
        .unwrap();
    let mut browser = Browser::new(&hub.base);
    browser.handle = handle.to_owned();
    browser.email = email;
    browser.set_cookie("waypost", &token);
    browser.set_csrf(&csrf);
    browser
}

/// [`PASSWORD`], hashed once.
async fn hashed() -> String {
    static HASH: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    HASH.get_or_init(async || password::hash(PASSWORD).await.unwrap()).await.clone()
}

/// One pair for all of a process's members: making RSA keys takes longer than most tests.
pub fn keys() -> KeyPairs {
    static RSA: OnceLock<(Vec<u8>, Vec<u8>)> = OnceLock::new();
    let (rsa_public, rsa_private) = RSA
        .get_or_init(|| {
            let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
            let private = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).unwrap();
            let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).unwrap();
            (public.as_ref().to_vec(), private.as_ref().to_vec())
        })
        .clone();
    let pair = Ed25519KeyPair::generate().unwrap();
    let ed25519_private = pair.to_pkcs8v1().unwrap().as_ref().to_vec();
    let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).unwrap();
    KeyPairs { rsa_public, rsa_private, ed25519_public: public.as_ref().to_vec(), ed25519_private }
}
