//! Letters about accounts: from an account's facts to a row of outgoing mail, in the reader's language. Sends nothing.

use serde::{Deserialize, Serialize};
use web::locale::{Lang, Words};
use web::mail::letters::{self as views, Addressee};
use web::mail::{self, MailFrame};

use crate::accounts::links::{self, Purpose};
use crate::accounts::secrets::Secret;
use crate::accounts::{MemberRow, State, queries};
use crate::app::App;
use crate::letters::{self, Letter};
use crate::queue::Job;
use crate::store::Result;
use crate::store::ids::MemberId;

/// To whom a letter goes.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    pub app: &'a App,
    pub lang: Lang,
    /// Empty when we do not know them.
    pub name: &'a str,
    pub email: &'a str,
    pub member: Option<MemberId>,
}

impl<'a> Writer<'a> {
    /// To a member, in their language.
    pub fn to(app: &'a App, member: &'a MemberRow, name: &'a str) -> Self {
        Self {
            app,
            lang: Lang::parse(&member.language).unwrap_or_default(),
            name,
            email: &member.email,
            member: Some(member.id),
        }
    }

    pub fn confirm(&self, handle: &str, link: &Secret) -> Letter {
        let href = self.address(&format!("/confirm/{}", link.text()));
        self.sealed("confirm", views::confirm(self.addressee("mail-why-asked"), handle, &href))
    }

    pub fn known(&self) -> Letter {
        // Whoever typed the address also typed a name: it is not the owner's.
        let nobody = Self { name: "", ..*self };
        let to = nobody.addressee("mail-why-account");
        self.sealed("known", views::known(to, &self.address("/sign-in"), &self.address("/reset")))
    }

    pub fn approved(&self) -> Letter {
        self.sealed("approved", views::approved(self.addressee("mail-why-account"), &self.address("/sign-in")))
    }

    pub fn declined(&self) -> Letter {
        self.sealed("declined", views::declined(self.addressee("mail-why-asked")))
    }

    pub fn invited(&self, by: &str, link: &Secret) -> Letter {
        let href = self.address(&format!("/invite/{}", link.text()));
        self.sealed("invite", views::invited(self.addressee("mail-why-asked"), by, &href))
    }

    pub fn reset(&self, link: &Secret) -> Letter {
        let href = self.address(&format!("/reset/{}", link.text()));
        self.sealed("reset", views::reset(self.addressee("mail-why-account"), &href))
    }

    pub fn password_changed(&self) -> Letter {
        let to = self.addressee("mail-why-account");
        self.sealed("password", views::password_changed(to, &self.address("/reset")))
    }

    pub fn new_address(&self, link: &Secret) -> Letter {
        let href = self.address(&format!("/confirm/{}", link.text()));
        self.sealed("address", views::new_address(self.addressee("mail-why-asked"), &href))
    }

    pub fn address_changed(&self) -> Letter {
        self.sealed("moved", views::address_changed(self.addressee("mail-why-account")))
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.app.site.base())
    }

    fn addressee(&self, why: &str) -> Addressee {
        let site = &self.app.site;
        let t = Words::new(self.lang, chrono_tz::UTC, self.app.clock.now());
        let why = t.with(why, &[("hub", site.name.as_str())]);
        Addressee { frame: MailFrame::new(t, &site.name, &site.tagline, site.base(), why), name: self.name.to_owned() }
    }

    fn sealed(&self, kind: &'static str, written: mail::Letter) -> Letter {
        Letter {
            member: self.member,
            recipient: self.email.to_owned(),
            kind,
            window_key: None,
            subject: written.subject,
            text: written.text,
            html: written.html,
            unsubscribe: None,
            language: self.lang.code().to_owned(),
        }
    }
}

/// Somebody asked to set the password of whoever has this address. Answered behind the page, so that the page takes as
/// long for an address that nobody has (attack C18).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResetAsked {
    pub email: String,
}

impl Job for ResetAsked {
    const KIND: &'static str = "reset-asked";
}

impl ResetAsked {
    pub async fn perform(self, app: &App) -> Result<()> {
        let account = queries::account_by_name(&mut *app.work.get().await?, &self.email).await?;
        let Some(account) = account.filter(|found| found.member.email.eq_ignore_ascii_case(&self.email)) else {
            return Ok(());
        };
        let member = &account.member;
        if matches!(member.state(), State::Suspended | State::Declined) {
            return Ok(());
        }
        let link = Secret::fresh()?;
        let letter = Writer::to(app, member, &account.name).reset(&link);
        app.write_behind(async |tx| {
            links::make(tx, Purpose::Reset, Some(member.id), &links::binding(member), link.hash()).await?;
            letters::put(tx, letter.clone()).await
        })
        .await?;
        Ok(())
    }
}
