//! What members say about themselves and how they want the hub: profile, language, mail, password, address.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::links::{self, Purpose};
use super::{DIGESTS, Me, MemberRow, policy, queries, registration, sessions};
use crate::journal::{self, Entry, Verb};
use crate::store::error::Faults;
use crate::store::ids::MemberId;
use crate::store::schema::{actors, members};
use crate::store::{Error, Result, Tx};

/// Longest few words about oneself, characters of markdown.
pub const WORDS_MOST: usize = 2000;

/// `spoken` are codes of languages and `country` one of ISO 3166-1, both checked against what the form offers.
#[derive(Debug, Clone)]
pub struct ProfileDraft {
    pub name: String,
    pub organisation: String,
    pub country: Option<String>,
    pub spoken: Vec<String>,
    pub words_source: String,
    /// Rendered from the source by the door.
    pub words_html: String,
}

pub async fn edit(tx: &mut Tx, me: &Me, draft: &ProfileDraft) -> Result<()> {
    let mut faults = Faults::default();
    faults.text(&draft.name, "name", 120);
    faults.at_most(&draft.organisation, "organisation", 120);
    faults.check(draft.spoken.len() <= 20, "spoken", "too-many");
    faults.at_most(&draft.words_source, "words", WORDS_MOST);
    faults.done()?;
    let now = tx.now;
    diesel::update(members::table.find(me.member))
        .set((
            members::organisation.eq(draft.organisation.trim()),
            members::country.eq(draft.country.as_deref()),
            members::spoken.eq(&draft.spoken),
            members::bio_source.eq(draft.words_source.trim()),
        ))
        .execute(tx.conn())
        .await?;
    diesel::update(actors::table.find(me.actor))
        .set((
            actors::name.eq(draft.name.trim()),
            actors::summary_html.eq(&draft.words_html),
            actors::updated_at.eq(now),
        ))
        .execute(tx.conn())
        .await?;
    let entry = Entry { actor: Some(me.actor.0), subject: Some(me.actor.0), ..Entry::default() };
    journal::record(tx, Verb::ProfileEdited, entry).await
}

/// What is not given stays as it is. Codes: `language` of the interface, `digest` of [`DIGESTS`].
#[derive(Debug, Clone, Default, AsChangeset)]
#[diesel(table_name = members)]
pub struct Preferences {
    pub language: Option<String>,
    /// An IANA name.
    pub time_zone: Option<String>,
    pub digest: Option<String>,
    /// In the member's zone, 0 to 23.
    pub digest_hour: Option<i16>,
    pub theme: Option<String>,
}

impl Preferences {
    fn is_empty(&self) -> bool {
        self.language.is_none()
            && self.time_zone.is_none()
            && self.digest.is_none()
            && self.digest_hour.is_none()
            && self.theme.is_none()
    }
}

/// `languages` are the interface's codes.
pub async fn prefer(tx: &mut Tx, me: &Me, wish: &Preferences, languages: &[&str]) -> Result<()> {
    let mut faults = Faults::default();
    let among = |value: &Option<String>, known: &[&str]| value.as_deref().is_none_or(|value| known.contains(&value));
    faults.check(among(&wish.language, languages), "language", "choose");
    let zone = wish.time_zone.as_deref().is_none_or(|name| name.parse::<chrono_tz::Tz>().is_ok());
    faults.check(zone, "time_zone", "choose");
    faults.check(among(&wish.digest, &DIGESTS), "digest", "choose");
    faults.check(wish.digest_hour.is_none_or(|hour| (0..24).contains(&hour)), "digest_hour", "choose");
    faults.check(among(&wish.theme, &["auto", "light", "dark"]), "theme", "choose");
    faults.done()?;
    if !wish.is_empty() {
        diesel::update(members::table.find(me.member)).set(wish).execute(tx.conn()).await?;
    }
    Ok(())
}

/// A member who knows the old password sets a new one; other sessions end. The door has verified and hashed.
pub async fn change_password(tx: &mut Tx, me: &Me, password_hash: &str) -> Result<()> {
    set_password(tx, me.member, password_hash).await?;
    sessions::end_all(tx, me.member, Some(me.session)).await
}

/// Uses a reset link: every session ends, every other link is void, and the address is proved with it. NotFound when
/// the link is not valid, or address or password changed since it was asked for.
pub async fn reset_password(tx: &mut Tx, token: &str, password_hash: &str) -> Result<MemberRow> {
    let link = links::take(tx, Purpose::Reset, token).await?.ok_or(Error::NotFound)?;
    let id = link.member_id.ok_or(Error::NotFound)?;
    let member = queries::by_id(tx.conn(), id).await?.ok_or(Error::NotFound)?;
    if links::binding(&member) != link.bound_to {
        return Err(Error::NotFound);
    }
    set_password(tx, id, password_hash).await?;
    sessions::end_all(tx, id, None).await?;
    if member.email_confirmed_at.is_none() {
        let now = tx.now;
        diesel::update(members::table.find(id)).set(members::email_confirmed_at.eq(now)).execute(tx.conn()).await?;
        registration::confirmed(tx, &member).await?;
    }
    Ok(member)
}

/// From the command line: whoever stands at the server.
pub async fn replace_password(tx: &mut Tx, member: &MemberRow, password_hash: &str) -> Result<()> {
    set_password(tx, member.id, password_hash).await?;
    sessions::end_all(tx, member.id, None).await
}

async fn set_password(tx: &mut Tx, id: MemberId, password_hash: &str) -> Result<()> {
    diesel::update(members::table.find(id)).set(members::password.eq(password_hash)).execute(tx.conn()).await?;
    links::void(tx, Purpose::Reset, id).await
}

/// Asks to move the account to another address; it moves when the link that goes there is used.
pub async fn ask_address(tx: &mut Tx, me: &Me, address: &str, token_hash: Vec<u8>) -> Result<()> {
    if policy::address(address).as_deref() != Some(address) {
        return Err(Error::invalid("email", "email"));
    }
    links::void(tx, Purpose::Confirm, me.member).await?;
    links::make(tx, Purpose::Confirm, Some(me.member), address, token_hash).await
}
