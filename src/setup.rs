//! The first start: the hub's own actor, its first groups, and a link that makes the first administrator.

use web::locale::{Lang, Words};

use crate::accounts::links::{self, Purpose};
use crate::accounts::queries::count_admins;
use crate::accounts::secrets::Secret;
use crate::actors::commands::{self as actors, NewActor};
use crate::actors::{KeyPairs, Kind, queries};
use crate::app::App;
use crate::doors::keys::new_keys;
use crate::groups::commands::{self as groups, GroupDraft};
use crate::groups::{Joining, Posting, Purpose as For, Visibility};
use crate::store::{Error, Result};

/// Handle, key of name and description in the locale files, purpose, who may post.
const FIRST: [(&str, &str, For, Posting); 3] = [
    ("library", "first-library", For::Library, Posting::Members),
    ("spotlight", "first-spotlight", For::Spotlight, Posting::Moderators),
    ("welcome", "first-welcome", For::Discussion, Posting::Members),
];

/// Makes what a hub cannot be without; nothing when it is there.
pub async fn first_start(app: &App) -> Result<()> {
    let site = &app.site;
    let mut missing = Vec::new();
    {
        let mut conn = app.read().await?;
        if queries::by_url(&mut conn, &site.hub_actor()).await?.is_none() {
            missing.push((Kind::Hub, site.host(), None));
        }
        for first in &FIRST {
            if queries::by_handle(&mut conn, first.0).await?.is_none() {
                missing.push((Kind::Group, first.0, Some(first)));
            }
        }
    }
    let t = Words::new(language(app), chrono_tz::UTC, app.clock.now());
    let made = missing.into_iter().map(|(kind, handle, first)| async move {
        let keys = new_keys().await?;
        let name = first.map_or_else(|| site.name.clone(), |(_, key, _, _)| t.t(key));
        let new = NewActor { kind, handle: handle.to_owned(), name, keys };
        let draft = first.map(|first| draft(t, first));
        let made = app
            .write(async |tx| {
                let id = actors::create(tx, new.clone()).await?;
                match &draft {
                    Some(draft) => groups::establish(tx, id, draft, None).await,
                    None => Ok(()),
                }
            })
            .await;
        match made {
            // Another process started at the same moment and was quicker.
            Err(Error::Invalid(_) | Error::Conflict(_)) => Ok(()),
            made => made,
        }
    });
    futures_util::future::try_join_all(made).await?;
    make_desk(app, t).await
}

/// The person in whose name reports go out (wire.md §15a.11): one more face of the hub, with the hub's own keys.
async fn make_desk(app: &App, t: Words) -> Result<()> {
    let keys = {
        let mut conn = app.read().await?;
        if queries::by_handle(&mut conn, queries::DESK).await?.is_some() {
            return Ok(());
        }
        let hub = queries::by_url(&mut conn, &app.site.hub_actor()).await?.ok_or(Error::NotFound)?;
        queries::list_keys(&mut conn, hub.id).await?
    };
    let pair = |algorithm: &str| {
        let key = keys.iter().find(|key| key.algorithm == algorithm).ok_or(Error::NotFound)?;
        Ok::<_, Error>((key.public_der.clone(), key.private_der.clone().ok_or(Error::NotFound)?))
    };
    let ((rsa_public, rsa_private), (ed25519_public, ed25519_private)) = (pair("rsa")?, pair("ed25519")?);
    let keys = KeyPairs { rsa_public, rsa_private, ed25519_public, ed25519_private };
    let name = t.with("desk-name", &[("hub", app.site.name.clone())]);
    let new = NewActor { kind: Kind::Person, handle: queries::DESK.to_owned(), name, keys };
    match app.write(async |tx| actors::create(tx, new.clone()).await).await {
        // Another process started at the same moment and was quicker.
        Err(Error::Invalid(_) | Error::Conflict(_)) => Ok(()),
        made => made.map(drop),
    }
}

fn draft(t: Words, (_, key, purpose, posting): &(&str, &str, For, Posting)) -> GroupDraft {
    let source = t.t(&format!("{key}-text"));
    GroupDraft {
        name: t.t(key),
        description_html: web::Html::from_markdown(&source).into_string(),
        description_source: source,
        purpose: *purpose,
        visibility: Visibility::Public,
        posting: *posting,
        joining: Joining::Open,
        language: t.lang.code().to_owned(),
    }
}

/// The hub's first language: of what it makes by itself.
fn language(app: &App) -> Lang {
    Lang::parse(&app.config.site.language).unwrap_or_default()
}

/// A fresh link while the hub has no administrator; links of earlier starts are void then.
pub async fn link(app: &App) -> Result<Option<String>> {
    if count_admins(&mut *app.read().await?).await? > 0 {
        return Ok(None);
    }
    let secret = Secret::fresh()?;
    app.write(async |tx| links::make(tx, Purpose::Setup, None, "", secret.hash()).await).await?;
    Ok(Some(format!("{}/setup/{}", app.site.base(), secret.text())))
}
