//! Newtypes over UUIDv7: ordered by time, never reused. Their public text form is 26 letters of Crockford's base 32.

use chrono::{DateTime, Utc};
use uuid::{NoContext, Timestamp, Uuid};

const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A new UUIDv7 for a thing made at `now`.
pub fn fresh(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}

/// 26 lower-case letters and digits that sort as the id does.
pub fn to_text(id: Uuid) -> String {
    let mut value = id.as_u128();
    let mut text = [0u8; 26];
    for place in text.iter_mut().rev() {
        *place = LETTERS[(value & 31) as usize];
        value >>= 5;
    }
    text.iter().map(|&letter| letter as char).collect()
}

/// The inverse of [`to_text`]; None for anything that it would not have written.
pub fn from_text(text: &str) -> Option<Uuid> {
    if text.len() != 26 {
        return None;
    }
    let mut value: u128 = 0;
    for (place, letter) in text.bytes().enumerate() {
        let digit = LETTERS.iter().position(|&known| known == letter)?;
        if place == 0 && digit > 7 {
            return None;
        }
        value = (value << 5) | digit as u128;
    }
    Some(Uuid::from_u128(value))
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Uuid)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(pub Uuid);

        impl $name {
            pub fn fresh(now: DateTime<Utc>) -> Self {
                Self(fresh(now))
            }

            /// Reads the public text form.
            pub fn parse(text: &str) -> Option<Self> {
                from_text(text).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&to_text(self.0))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                to_text(id.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).ok_or("not an id")
            }
        }

        impl std::str::FromStr for $name {
            type Err = &'static str;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text).ok_or("not an id")
            }
        }

        impl diesel::serialize::ToSql<diesel::sql_types::Uuid, diesel::pg::Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>) -> diesel::serialize::Result {
                <Uuid as diesel::serialize::ToSql<diesel::sql_types::Uuid, diesel::pg::Pg>>::to_sql(&self.0, out)
            }
        }

        impl diesel::deserialize::FromSql<diesel::sql_types::Uuid, diesel::pg::Pg> for $name {
            fn from_sql(bytes: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
                <Uuid as diesel::deserialize::FromSql<diesel::sql_types::Uuid, diesel::pg::Pg>>::from_sql(bytes).map(Self)
            }
        }
    )+};
}

id! {
    ActorId,
    AttachmentId,
    BanId,
    FileId,
    HostId,
    InviteId,
    MailId,
    MemberId,
    MembershipId,
    NoticeId,
    PostId,
    ReportId,
    RevisionId,
    SessionId,
    ActivityId,
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn text_form_reads_back(value: u128) {
            let id = Uuid::from_u128(value);
            proptest::prop_assert_eq!(from_text(&to_text(id)), Some(id));
        }

        #[test]
        fn text_form_sorts_as_the_id(a: u128, b: u128) {
            proptest::prop_assert_eq!(a.cmp(&b), to_text(Uuid::from_u128(a)).cmp(&to_text(Uuid::from_u128(b))));
        }
    }

    #[test]
    fn what_it_would_not_write_is_refused() {
        for text in ["", "0", "zzzzzzzzzzzzzzzzzzzzzzzzzz", "0000000000000000000000000u", "0000000000000000000000000A"]
        {
            assert_eq!(from_text(text), None, "{text}");
        }
    }
}
