//! Groups and memberships for programs.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::posts::{PostView, author};
use super::{ApiError, Caller, Json, find_group};
use crate::actors::{self, Kind, commands::NewActor};
use crate::app::App;
use crate::groups::commands::{self, GroupDraft};
use crate::groups::queries::{self, Line, Which};
use crate::groups::{Group, Joining, Posting, Purpose, State as Standing, Visibility, policy};
use crate::pages::{prose, rows};
use crate::posts::lists::{self, Cursor, Filter};
use crate::store::Error;
use crate::store::ids::ActorId;

type Answer = Result<axum::Json<Value>, ApiError>;

#[derive(Debug, Serialize)]
pub struct GroupView {
    id: ActorId,
    /// `handle`, or `handle@host` for a group elsewhere: what paths take.
    handle: String,
    url: String,
    name: String,
    description_html: String,
    purpose: String,
    visibility: String,
    posting: String,
    joining: String,
    language: String,
    is_local: bool,
}

fn view(group: &Group) -> GroupView {
    let handle = rows::path_of(group);
    GroupView {
        id: group.id(),
        handle: handle.trim_start_matches("/groups/").to_owned(),
        url: group.actor.url.clone(),
        name: group.actor.name.clone(),
        description_html: group.actor.summary_html.clone(),
        purpose: group.row.purpose.clone(),
        visibility: group.row.visibility.clone(),
        posting: group.row.posting.clone(),
        joining: group.row.joining.clone(),
        language: group.row.language.clone(),
        is_local: group.is_local(),
    }
}

#[derive(Debug, Default, Deserialize)]
pub struct IndexQuery {
    which: Option<String>,
}

/// GET /api/v1/groups?which=all|local|remote|mine
pub async fn index(State(app): State<App>, caller: Caller, Query(query): Query<IndexQuery>) -> Answer {
    let which = match query.which.as_deref() {
        Some("mine") => Which::Mine,
        Some("local") => Which::Local,
        Some("remote") => Which::Remote,
        _ => Which::All,
    };
    let lines = queries::list(&mut *app.read().await?, &caller.0, which).await?;
    let item = |line: &Line| {
        let mut item = json!(view(&line.group));
        item["members"] = line.members.into();
        item["posts"] = line.posts.into();
        item["membership"] = line.mine.map(Standing::code).into();
        item["is_moderator"] = line.moderating.into();
        item
    };
    Ok(axum::Json(json!({ "items": lines.iter().map(|line| item(line)).collect::<Vec<_>>(), "next": null })))
}

/// GET /api/v1/groups/{handle}
pub async fn show(State(app): State<App>, caller: Caller, Path(handle): Path<String>) -> Answer {
    let mut conn = app.read().await?;
    let group = find_group(&mut conn, &caller, &handle).await?;
    let audience = queries::audience(&mut conn, group.id()).await?;
    let moderators = queries::list_moderators(&mut conn, group.id()).await?;
    let mine = match caller.0.actor() {
        Some(me) => queries::standing(&mut conn, group.id(), me).await?.state,
        None => None,
    };
    let mut item = json!(view(&group));
    item["audience"] = json!({ "members": audience.members, "followers": audience.followers, "hosts": audience.hosts });
    item["moderators"] = moderators.iter().map(|actor| json!(author(actor, None))).collect();
    item["membership"] = mine.map(Standing::code).into();
    Ok(axum::Json(item))
}

#[derive(Debug, Deserialize)]
pub struct GroupBody {
    /// For a new group only.
    handle: Option<String>,
    name: String,
    #[serde(default)]
    description: String,
    visibility: String,
    posting: String,
    joining: String,
    purpose: String,
    language: String,
}

impl GroupBody {
    async fn draft(self, app: &App) -> Result<GroupDraft, ApiError> {
        let known = |field| Error::invalid(field, "choose");
        let draft = GroupDraft {
            name: self.name,
            description_html: prose::render(app, &self.description).await?.into_string(),
            description_source: self.description,
            purpose: Purpose::parse(&self.purpose).ok_or_else(|| known("purpose"))?,
            visibility: Visibility::parse(&self.visibility).ok_or_else(|| known("visibility"))?,
            posting: Posting::parse(&self.posting).ok_or_else(|| known("posting"))?,
            joining: Joining::parse(&self.joining).ok_or_else(|| known("joining"))?,
            language: self.language,
        };
        if !web::figures::LANGUAGES.iter().any(|(code, _)| *code == draft.language) {
            return Err(known("language").into());
        }
        draft.check()?;
        Ok(draft)
    }
}

/// POST /api/v1/groups
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<GroupBody>,
) -> Result<(StatusCode, axum::Json<Value>), ApiError> {
    let me = caller.me()?;
    policy::may_create(me.role)?;
    let handle = body.handle.clone().unwrap_or_default();
    let draft = body.draft(&app).await?;
    let keys = crate::doors::keys::new_keys().await?;
    let new = NewActor { kind: Kind::Group, handle: handle.clone(), name: draft.name.clone(), keys };
    app.write(async |tx| {
        let id = actors::commands::create(tx, new).await?;
        commands::establish(tx, id, &draft, Some(me)).await
    })
    .await?;
    let group = find_group(&mut *app.read().await?, &caller, &handle).await?;
    Ok((StatusCode::CREATED, axum::Json(json!(view(&group)))))
}

/// PUT /api/v1/groups/{handle}: every field as it shall be.
pub async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(handle): Path<String>,
    Json(body): Json<GroupBody>,
) -> Answer {
    let me = caller.me()?;
    let group = find_group(&mut *app.read().await?, &caller, &handle).await?;
    let draft = body.draft(&app).await?;
    app.write(async |tx| commands::edit(tx, &group, me, &draft).await).await?;
    let group = find_group(&mut *app.read().await?, &caller, &handle).await?;
    Ok(axum::Json(json!(view(&group))))
}

#[derive(Debug, Default, Deserialize)]
pub struct JoinBody {
    #[serde(default)]
    reason: String,
}

/// PUT /api/v1/groups/{handle}/membership
pub async fn join(
    State(app): State<App>,
    caller: Caller,
    Path(handle): Path<String>,
    Json(body): Json<JoinBody>,
) -> Answer {
    let me = caller.me()?;
    let group = find_group(&mut *app.read().await?, &caller, &handle).await?;
    let state = app.write(async |tx| commands::join(tx, &group, me, &body.reason).await).await?;
    Ok(axum::Json(json!({ "membership": state.code() })))
}

/// DELETE /api/v1/groups/{handle}/membership
pub async fn leave(State(app): State<App>, caller: Caller, Path(handle): Path<String>) -> Result<StatusCode, ApiError> {
    let me = caller.me()?;
    let group = find_group(&mut *app.read().await?, &caller, &handle).await?;
    app.write(async |tx| commands::leave(tx, group.id(), me.actor).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// GET /api/v1/groups/{handle}/requests: who waits for a moderator's answer, at most 50.
pub async fn requests(State(app): State<App>, caller: Caller, Path(handle): Path<String>) -> Answer {
    let me = caller.me()?;
    let mut conn = app.read().await?;
    let group = find_group(&mut conn, &caller, &handle).await?;
    policy::may_edit(&group, &queries::standing(&mut conn, group.id(), me.actor).await?)?;
    let waiting = queries::list_followers(&mut conn, group.id(), Standing::Pending, 0).await?;
    let items: Vec<Value> = waiting
        .iter()
        .map(|follower| {
            json!({ "actor": author(&follower.actor, follower.host.as_deref()), "reason": follower.membership.reason,
                "asked_at": follower.membership.created_at })
        })
        .collect();
    Ok(axum::Json(json!({ "items": items, "next": null })))
}

#[derive(Debug, Deserialize)]
pub struct DecisionBody {
    accept: bool,
}

/// PUT /api/v1/groups/{handle}/requests/{actor}
pub async fn decide(
    State(app): State<App>,
    caller: Caller,
    Path((handle, actor)): Path<(String, String)>,
    Json(body): Json<DecisionBody>,
) -> Result<StatusCode, ApiError> {
    let me = caller.me()?;
    let actor = ActorId::parse(&actor).ok_or(Error::NotFound)?;
    let group = find_group(&mut *app.read().await?, &caller, &handle).await?;
    app.write(async |tx| commands::decide(tx, &group, me, actor, body.accept).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Default, Deserialize)]
pub struct PostsQuery {
    kind: Option<String>,
    language: Option<String>,
    after: Option<String>,
}

/// GET /api/v1/groups/{handle}/posts?kind=&language=&after=
pub async fn posts(
    State(app): State<App>,
    caller: Caller,
    Path(handle): Path<String>,
    Query(query): Query<PostsQuery>,
) -> Answer {
    let mut conn = app.read().await?;
    let group = find_group(&mut conn, &caller, &handle).await?;
    let kind =
        query.kind.as_deref().map(|kind| crate::posts::Kind::parse(kind).ok_or(Error::invalid("kind", "choose")));
    let after =
        query.after.as_deref().map(|after| after.parse::<Cursor>().map_err(|_| Error::invalid("after", "invalid")));
    let filter = Filter {
        group: Some(group.id()),
        kinds: kind.transpose()?.into_iter().collect(),
        language: query.language,
        ..Filter::default()
    };
    let page = lists::list(&mut conn, &caller.0, &filter, after.transpose()?, lists::PAGE).await?;
    let items: Vec<PostView> = page.cards.iter().map(|card| PostView::of_card(card)).collect();
    Ok(axum::Json(json!({ "items": items, "next": page.next.map(|cursor| cursor.to_string()) })))
}
