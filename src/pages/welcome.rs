//! A member's first two pages: choose groups, choose how often we may write.

use axum::extract::State;
use web::accounts::{StepPage, digest_form, groups_form};
use web::form::Choice;
use web::locale::Lang;
use web::text;

use super::{PageResult, Sent, Visit};
use crate::accounts::profile::{self, Preferences};
use crate::app::App;
use crate::groups::queries::Which;
use crate::groups::{self, Purpose, State as Standing};

/// Groups that one form joins at most.
const MOST: usize = 50;

/// GET /welcome
pub async fn groups(State(app): State<App>, visit: Visit) -> PageResult {
    visit.me()?;
    let lines = groups::queries::list(&mut *app.read().await?, &visit.viewer, Which::Local).await?;
    // New members meet the others in the first discussion; what they are in already stays ticked.
    let chosen: Vec<String> = lines
        .iter()
        .filter(|line| line.mine == Some(Standing::Accepted) || line.group.actor.handle == "welcome")
        .map(|line| line.group.actor.handle.clone())
        .collect();
    let choices = lines
        .iter()
        .filter(|line| line.group.purpose() != Purpose::Spotlight)
        .map(|line| {
            let actor = &line.group.actor;
            Choice::new(&actor.handle, &actor.name).help(text::excerpt(&actor.summary_html, 160))
        })
        .collect();
    let t = visit.words;
    let page = StepPage::new(visit.shell(&t.t("welcome-groups-title")))
        .step(2, 3)
        .lead(t.t("welcome-groups-lead"))
        .form(groups_form(t, visit.csrf(), choices, &chosen))
        .link("/welcome/digest", t.t("welcome-skip"));
    visit.page(&page)
}

/// POST /welcome
pub async fn join(State(app): State<App>, visit: Visit, sent: Sent) -> PageResult {
    let me = visit.me()?;
    let mut chosen = Vec::new();
    {
        let mut conn = app.read().await?;
        for handle in sent.all("groups").iter().take(MOST) {
            if let Some(group) = groups::queries::seen_by_handle(&mut conn, &visit.viewer, handle).await? {
                chosen.push(group);
            }
        }
    }
    app.write(async |tx| {
        for group in &chosen {
            groups::commands::join(tx, group, me, "").await?;
        }
        Ok(())
    })
    .await?;
    visit.redirect("/welcome/digest", None)
}

/// GET /welcome/digest
pub async fn digest(visit: Visit) -> PageResult {
    visit.me()?;
    let t = visit.words;
    let page = StepPage::new(visit.shell(&t.t("welcome-digest-title")))
        .step(3, 3)
        .lead(t.t("welcome-digest-lead"))
        .form(digest_form(t, visit.csrf(), "weekly"));
    visit.page(&page)
}

/// POST /welcome/digest
pub async fn prefer(State(app): State<App>, visit: Visit, sent: Sent) -> PageResult {
    let me = visit.me()?;
    let wish = Preferences { digest: sent.find("digest").map(str::to_owned), ..Preferences::default() };
    app.write(async |tx| profile::prefer(tx, me, &wish, &Lang::ALL.map(Lang::code)).await).await?;
    visit.redirect("/", Some("flash-welcome"))
}
