//! Making a group and changing what it is.

use axum::extract::{Path, State};
use web::form::Form;
use web::groups::GroupFormPage;
use web::parts::Way;
use web::shell::Section;

use super::super::typed::{self, Typed};
use super::super::{PageResult, Visit, prose, rows};
use super::find;
use crate::actors::commands::NewActor;
use crate::actors::{self, Kind};
use crate::app::App;
use crate::groups::commands::{self, GroupDraft};
use crate::groups::{Group, Joining, Posting, Purpose, Visibility, policy, queries};
use crate::store::error::Faults;
use crate::store::{Error, Result};

/// GET /groups/new
pub async fn new(visit: Visit) -> PageResult {
    policy::may_create(visit.me()?.role)?;
    visit.page(&page(&visit, None, blank(&visit, None)))
}

/// POST /groups
pub async fn create(State(app): State<App>, visit: Visit, typed: Typed) -> PageResult {
    let me = typed.author(&visit)?;
    policy::may_create(me.role)?;
    let form = || blank(&visit, None).fill(typed.pairs());
    if let Some(form) = typed.interrupted(&app, form, "description").await? {
        return visit.unprocessable(&page(&visit, None, form));
    }
    let made = async {
        let draft = draft(&app, &typed).await?;
        let keys = crate::doors::keys::new_keys().await?;
        let handle = typed.get("handle").to_lowercase();
        let new = NewActor { kind: Kind::Group, handle: handle.clone(), name: draft.name.clone(), keys };
        app.write(async |tx| {
            let id = actors::commands::create(tx, new).await?;
            commands::establish(tx, id, &draft, Some(me)).await
        })
        .await?;
        Ok::<_, Error>(handle)
    };
    match made.await {
        Ok(handle) => visit.redirect(&format!("/groups/{handle}"), Some("flash-group-created")),
        Err(error) => typed::refused(&visit, error, |faults| page(&visit, None, form().with_faults(faults))),
    }
}

/// GET /groups/{handle}/edit
pub async fn edit(visit: Visit, Path(handle): Path<String>) -> PageResult {
    let group = editable(&visit, &handle).await?;
    visit.page(&page(&visit, Some(&group), blank(&visit, Some(&group)).fill(stored(&group))))
}

/// POST /groups/{handle}/edit
pub async fn update(State(app): State<App>, visit: Visit, Path(handle): Path<String>, typed: Typed) -> PageResult {
    let me = typed.author(&visit)?;
    let group = editable(&visit, &handle).await?;
    let form = || blank(&visit, Some(&group)).fill(typed.pairs());
    if let Some(form) = typed.interrupted(&app, form, "description").await? {
        return visit.unprocessable(&page(&visit, Some(&group), form));
    }
    let changed = async {
        let draft = draft(&app, &typed).await?;
        app.write(async |tx| commands::edit(tx, &group, me, &draft).await).await
    };
    match changed.await {
        Ok(()) => visit.redirect(&rows::path_of(&group), Some("flash-group-saved")),
        Err(error) => typed::refused(&visit, error, |faults| page(&visit, Some(&group), form().with_faults(faults))),
    }
}

async fn editable(visit: &Visit, handle: &str) -> Result<Group, super::super::PageError> {
    let me = visit.me()?;
    let mut conn = visit.app.read().await?;
    let group = find(&mut conn, visit, handle).await?;
    policy::may_edit(&group, &queries::standing(&mut conn, group.id(), me.actor).await?)?;
    Ok(group.into_inner())
}

fn page(visit: &Visit, group: Option<&Group>, form: Form) -> GroupFormPage {
    let t = visit.words;
    let heading = t.t(if group.is_some() { "group-edit" } else { "groups-create" });
    let mut steps = vec![("/groups".to_owned(), t.t("nav-groups"))];
    steps.extend(group.map(|group| (rows::path_of(group), group.actor.name.clone())));
    let mut shell = visit.shell(&heading);
    shell.section = Section::Groups;
    GroupFormPage { t, shell, way: Way { t, steps }, heading, form }
}

fn blank(visit: &Visit, group: Option<&Group>) -> Form {
    let t = visit.words;
    match group {
        None => GroupFormPage::form(t, "/groups", visit.csrf(), true).cancel("/groups", t.t("cancel")),
        Some(group) => {
            let base = rows::path_of(group);
            GroupFormPage::form(t, format!("{base}/edit"), visit.csrf(), false).cancel(base, t.t("cancel"))
        }
    }
}

fn stored(group: &Group) -> [(&'static str, String); 7] {
    let row = &group.row;
    [
        ("name", group.actor.name.clone()),
        ("description", row.description_source.clone()),
        ("visibility", row.visibility.clone()),
        ("posting", row.posting.clone()),
        ("joining", row.joining.clone()),
        ("purpose", row.purpose.clone()),
        ("language", row.language.clone()),
    ]
}

async fn draft(app: &App, typed: &Typed) -> Result<GroupDraft> {
    let visibility = Visibility::parse(typed.get("visibility"));
    let posting = Posting::parse(typed.get("posting"));
    let joining = Joining::parse(typed.get("joining"));
    let purpose = Purpose::parse(typed.get("purpose"));
    let language = typed.get("language").to_owned();
    let (Some(visibility), Some(posting), Some(joining), Some(purpose)) = (visibility, posting, joining, purpose)
    else {
        let mut faults = Faults::default();
        faults.check(visibility.is_some(), "visibility", "choose");
        faults.check(posting.is_some(), "posting", "choose");
        faults.check(joining.is_some(), "joining", "choose");
        faults.check(purpose.is_some(), "purpose", "choose");
        return faults.done().and(Err(Error::Conflict("incomplete")));
    };
    if !web::figures::LANGUAGES.iter().any(|(code, _)| *code == language) {
        return Err(Error::invalid("language", "choose"));
    }
    let description_source = typed.get("description").to_owned();
    let draft = GroupDraft {
        name: typed.get("name").to_owned(),
        description_html: prose::render(app, &description_source).await?.into_string(),
        description_source,
        purpose,
        visibility,
        posting,
        joining,
        language,
    };
    draft.check()?;
    Ok(draft)
}
