//! `waypost admin`: accounts from the command line, for whoever stands at the server. Passwords come from standard
//! input, so that they are in no shell's history and no list of processes.

use std::io::{BufRead, IsTerminal};

use anyhow::{Context, bail};
use clap::Subcommand;

use crate::accounts::queries::{self, Account, Search};
use crate::accounts::registration::{Admission, Registration};
use crate::accounts::{Role, State, commands, password, policy, profile};
use crate::actors::handle_from;
use crate::app::App;
use crate::doors::joining::{self, Entrance, Joined};
use crate::store::error::Faults;
use crate::store::{Error, Result};

#[derive(Subcommand)]
pub enum Command {
    /// Make a member; the password is the first line of standard input.
    CreateMember {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        /// The short name; without it one is made from the name.
        #[arg(long)]
        handle: Option<String>,
        /// member, editor or admin.
        #[arg(long, default_value = "member", value_parser = role)]
        role: Role,
        /// The language of pages and mails: en, fr, es, ar, pt.
        #[arg(long, default_value = "en", value_parser = ["en", "fr", "es", "ar", "pt"])]
        language: String,
    },
    /// Set a password, ending all sessions; it is the first line of standard input.
    ResetPassword {
        /// Handle or e-mail address.
        member: String,
    },
    /// List members, the newest first.
    List {
        /// Part of a name, handle, address or organisation.
        #[arg(default_value = "")]
        words: String,
    },
    /// Shut an account, ending all sessions.
    Suspend {
        /// Handle or e-mail address.
        member: String,
    },
    /// Open a suspended account again.
    Restore {
        /// Handle or e-mail address.
        member: String,
    },
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| "allowed are member, editor, admin".to_owned())
}

pub async fn run(app: &App, command: Command) -> anyhow::Result<()> {
    match command {
        Command::CreateMember { email, name, handle, role, language } => {
            let draft = Registration {
                handle: handle.unwrap_or_else(|| handle_from(&name)),
                email: policy::address(&email).unwrap_or(email),
                name,
                role,
                reason: String::new(),
                organisation: String::new(),
                country: None,
                language,
                admission: Admission::Open,
                confirmed: true,
            };
            match joining::join(app, &draft, &typed_password()?, Entrance::default()).await {
                Ok(Joined::New(_)) => println!("@{} is a member ({})", draft.handle, draft.role.code()),
                Ok(_) => bail!("the address {} has an account already", draft.email),
                Err(error) => return Err(plain(error)),
            }
        }
        Command::ResetPassword { member } => {
            let account = find(app, &member).await?;
            let password = typed_password()?;
            let mut faults = Faults::default();
            password::check(&mut faults, "password", &password, &[&account.member.email, &account.handle]);
            faults.done().map_err(plain)?;
            let hashed = password::hash(&password).await.map_err(plain)?;
            app.write(async |tx| profile::replace_password(tx, &account.member, &hashed).await).await.map_err(plain)?;
            println!("@{} has a new password; all sessions have ended", account.handle);
        }
        Command::List { words } => list(app, words).await?,
        Command::Suspend { member } => {
            let account = find(app, &member).await?;
            app.write(async |tx| commands::shut(tx, &account.member, None).await).await.map_err(plain)?;
            println!("@{} is suspended; all sessions have ended", account.handle);
        }
        Command::Restore { member } => {
            let account = find(app, &member).await?;
            app.write(async |tx| commands::reopen(tx, &account.member, None).await).await.map_err(plain)?;
            println!("@{} is a member again", account.handle);
        }
    }
    Ok(())
}

async fn list(app: &App, words: String) -> anyhow::Result<()> {
    let mut search = Search { words, ..Search::default() };
    loop {
        let (found, next) = queries::list(&mut *app.read().await?, &search, 500).await.map_err(plain)?;
        for Account { member, handle, name } in &found {
            let unconfirmed = member.state() == State::Pending && member.email_confirmed_at.is_none();
            let state = if unconfirmed { "unconfirmed" } else { &member.state };
            println!("@{handle}\t{}\t{}\t{state}\t{name}", member.email, member.role);
        }
        match next {
            Some(_) => search.after = next,
            None => return Ok(()),
        }
    }
}

async fn find(app: &App, name: &str) -> anyhow::Result<Account> {
    let found = queries::account_by_name(&mut *app.read().await?, name).await.map_err(plain)?;
    found.with_context(|| format!("there is no member with the handle or address '{name}'"))
}

/// The first line of standard input.
fn typed_password() -> anyhow::Result<String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("Password (it will be shown as you type):");
    }
    let mut line = String::new();
    input.lock().read_line(&mut line).context("the password, from standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// What went wrong, for a person at a terminal.
fn plain(error: Error) -> anyhow::Error {
    match error {
        Error::Invalid(faults) => {
            let said: Vec<String> = faults.iter().map(|fault| format!("{}: {}", fault.field, fault.code)).collect();
            anyhow::anyhow!("not possible like this: {}", said.join(", "))
        }
        Error::Conflict("last-admin") => anyhow::anyhow!("this is the last administrator; make another one first"),
        Error::Conflict("not-active") => anyhow::anyhow!("this account is not active"),
        Error::Conflict("not-suspended") => anyhow::anyhow!("this account is not suspended"),
        other => other.into(),
    }
}
