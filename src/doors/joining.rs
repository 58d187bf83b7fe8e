//! What every way in does when somebody joins: keys and password first, then actor, account and letter in one
//! transaction. A known address gets a letter and the visitor the same answer (attack C18).

use web::locale::Lang;

use super::keys::new_keys;
use crate::accounts::limits::{self, EVERYONE, LETTER, LETTER_ALL, LETTER_NET};
use crate::accounts::links::{self, Purpose};
use crate::accounts::registration::{self, Admission, Registration};
use crate::accounts::secrets::Secret;
use crate::accounts::{MemberRow, invites, password};
use crate::actors::Kind;
use crate::actors::commands::{self as actors, NewActor};
use crate::app::App;
use crate::letters;
use crate::mail::letters::Writer;
use crate::store::{Error, Result};

pub enum Joined {
    /// A new account; unless its address was proved already, a letter asks to.
    New(Box<MemberRow>),
    /// The address has an account, and its owner a letter that says so.
    Known,
    /// Too many letters went out from there or to there: seconds to wait.
    Wait(i64),
}

/// How somebody comes in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entrance<'a> {
    /// The invitation's secret: used up in the same transaction, and its role and address count.
    pub invite: Option<&'a str>,
    /// The setup link's secret: used up likewise.
    pub setup: Option<&'a str>,
    /// Where the request came from; without it nothing is counted.
    pub from: Option<&'a str>,
}

/// `draft.email` is as it was typed or as the invitation says. Invalid names what is wrong; NotFound says that the
/// invitation or setup link is not valid.
pub async fn join(app: &App, draft: &Registration, password: &str, entrance: Entrance<'_>) -> Result<Joined> {
    draft.check(password)?;
    if let (Some(from), false) = (entrance.from, draft.confirmed) {
        let (mailbox, net) = (limits::mailbox(&draft.email), limits::net(from));
        let limits = [(LETTER, mailbox.as_str()), (LETTER_NET, net.as_str()), (LETTER_ALL, EVERYONE)];
        if let Some(seconds) = app.write(async |tx| limits::spend_all(tx, &limits).await).await? {
            return Ok(Joined::Wait(seconds));
        }
    }
    let (keys, hashed, confirm) = (new_keys().await?, password::hash(password).await?, Secret::fresh()?);
    let writer = Writer {
        app,
        lang: Lang::parse(&draft.language).unwrap_or_default(),
        name: draft.name.trim(),
        email: &draft.email,
        member: None,
    };
    let (to_confirm, to_known) = (writer.confirm(&draft.handle, &confirm), writer.known());
    app.write(async |tx| {
        if let Some(token) = entrance.setup {
            links::take(tx, Purpose::Setup, token).await?.ok_or(Error::NotFound)?;
        }
        let made = tx
            .nested(async |tx| {
                let mut draft = draft.clone();
                if let Some(token) = entrance.invite {
                    let open = invites::take(tx, token).await?;
                    draft.role = open.role;
                    draft.admission = Admission::Invited { by: open.invite.created_by };
                    if let Some(email) = open.invite.email {
                        (draft.email, draft.confirmed) = (email, true);
                    }
                }
                registration::make_room(tx, &draft.email).await?;
                let new = NewActor {
                    kind: Kind::Person,
                    handle: draft.handle.clone(),
                    name: draft.name.clone(),
                    keys: keys.clone(),
                };
                let actor = actors::create(tx, new).await?;
                let member = registration::register(tx, actor, &draft, &hashed).await?;
                // The row as the confirmation left it.
                crate::accounts::queries::by_id(tx.conn(), member.id).await?.ok_or(Error::NotFound)
            })
            .await;
        match made {
            Ok(member) => {
                if member.email_confirmed_at.is_none() {
                    links::make(tx, Purpose::Confirm, Some(member.id), &member.email, confirm.hash()).await?;
                    letters::put(tx, letters::Letter { member: Some(member.id), ..to_confirm.clone() }).await?;
                }
                Ok(Joined::New(Box::new(member)))
            }
            Err(Error::Conflict("known")) if draft.confirmed => Err(Error::invalid("email", "taken")),
            Err(Error::Conflict("known")) => {
                letters::put(tx, to_known.clone()).await?;
                Ok(Joined::Known)
            }
            Err(error) => Err(error),
        }
    })
    .await
}
