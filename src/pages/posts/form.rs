//! Writing a discussion, changing a post: a form, a preview, a form that comes back.

use axum::extract::{Path, State};
use web::form::{Field, Form};
use web::parts::Way;
use web::shell::Section;
use web::text::SANITISER;
use web::thread::{ComposePage, language_field};

use super::super::typed::{self, Typed};
use super::super::{PageResult, Visit, prose, rows};
use super::{changeable, way};
use crate::accounts::Me;
use crate::app::App;
use crate::groups::queries::{Audience, audience};
use crate::groups::{Group, policy};
use crate::posts::{Change, Draft, Kind, Post, commands};
use crate::store::ids::{ActorId, PostId};
use crate::store::{Error, Result};

/// What the file field offers to choose from; what is taken, the content decides.
const ACCEPT: &str = ".pdf,.docx,.xlsx,.pptx,.odt,image/jpeg,image/png,image/webp,image/gif";

/// GET /groups/{handle}/posts/new
pub async fn new(visit: Visit, Path(handle): Path<String>) -> PageResult {
    let me = visit.me()?;
    let mut conn = visit.app.read().await?;
    let group = super::super::groups::find(&mut conn, &visit, &handle).await?;
    let standing = crate::groups::queries::standing(&mut conn, group.id(), me.actor).await?;
    policy::may_post(&group, &standing, Kind::Discussion.code())?;
    let audience = audience(&mut conn, group.id()).await?;
    let fresh = PostId::fresh(visit.app.clock.now()).to_string();
    visit.page(&page(&visit, &group, blank(&visit, &group, audience).fill([("id", fresh)])))
}

/// POST /groups/{handle}/posts
pub async fn create(State(app): State<App>, visit: Visit, Path(handle): Path<String>, mut typed: Typed) -> PageResult {
    let me = typed.author(&visit)?;
    let files = typed.files(&app, me).await?;
    let (group, audience) = {
        let mut conn = app.read().await?;
        let group = super::super::groups::find(&mut conn, &visit, &handle).await?;
        let audience = audience(&mut conn, group.id()).await?;
        (group, audience)
    };
    let form = || files.in_form(visit.words, blank(&visit, &group, audience).fill(typed.pairs()));
    if files.are_faulty() {
        return visit.unprocessable(&page(&visit, &group, form()));
    }
    if let Some(form) = typed.interrupted(&app, form, "body").await? {
        return visit.unprocessable(&page(&visit, &group, form));
    }
    let id = fresh_id(&app, &typed);
    let shared = async {
        let draft = draft(&app, me, &typed, id, group.id(), Kind::Discussion, None).await?;
        let draft = Draft { attachments: files.drafts(), ..draft };
        app.write(async |tx| commands::share(tx, &draft).await).await
    };
    match shared.await {
        // Sent twice: the first one stands.
        Ok(()) | Err(Error::Conflict("exists")) => visit.redirect(&rows::post_path(id), Some("flash-posted")),
        Err(error) => typed::refused(&visit, error, |faults| page(&visit, &group, form().with_faults(faults))),
    }
}

/// GET /posts/{id}/edit
pub async fn edit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let (post, group) = changeable(&visit, &id).await?;
    match post.kind() {
        Kind::Resource => return visit.redirect(&format!("/library/{}/edit", post.id), None),
        Kind::Article => return visit.redirect(&format!("/spotlight/{}/edit", post.id), None),
        _ => {}
    }
    let form = change_form(&visit, &post).fill([
        ("title", post.title.clone()),
        ("body", post.body_source.clone().unwrap_or_default()),
        ("language", post.language.clone()),
    ]);
    visit.page(&change_page(&visit, &group, &post, form))
}

/// POST /posts/{id}/edit
pub async fn update(State(app): State<App>, visit: Visit, Path(id): Path<String>, typed: Typed) -> PageResult {
    let me = typed.author(&visit)?;
    let (post, group) = changeable(&visit, &id).await?;
    if matches!(post.kind(), Kind::Resource | Kind::Article) {
        // Their records go with their text: only their own forms change them.
        return Err(Error::Conflict("another-form").into());
    }
    let form = || change_form(&visit, &post).fill(typed.pairs());
    if let Some(form) = typed.interrupted(&app, form, "body").await? {
        return visit.unprocessable(&change_page(&visit, &group, &post, form));
    }
    let changed = async {
        let source = typed.get("body").to_owned();
        let change = Change {
            title: typed.get("title").to_owned(),
            body_html: prose::render(&app, &source).await?.into_string(),
            language: prose::language(typed.get("language"), &source, &post.language),
            body_source: Some(source),
            sanitiser: SANITISER,
            edited_at: app.clock.now(),
            attachments: None,
        };
        app.write(async |tx| commands::edit(tx, &post, me.actor, &change).await).await
    };
    match changed.await {
        Ok(()) => visit.redirect(&rows::post_path(post.id), Some("flash-edited")),
        Err(error) => {
            typed::refused(&visit, error, |faults| change_page(&visit, &group, &post, form().with_faults(faults)))
        }
    }
}

/// The id that the form was made with, so that a form sent twice makes one post.
pub fn fresh_id(app: &App, typed: &Typed) -> PostId {
    PostId::parse(typed.get("id")).unwrap_or_else(|| PostId::fresh(app.clock.now()))
}

/// What was typed, rendered: a root, or an answer to `parent`.
pub async fn draft(
    app: &App,
    me: &Me,
    typed: &Typed,
    id: PostId,
    group: ActorId,
    kind: Kind,
    parent: Option<PostId>,
) -> Result<Draft> {
    let source = typed.get("body").to_owned();
    Ok(Draft {
        id,
        url: app.site.post(id),
        group,
        author: me.actor,
        kind,
        parent,
        title: typed.get("title").to_owned(),
        body_html: prose::render(app, &source).await?.into_string(),
        language: prose::language(typed.get("language"), &source, &me.language),
        body_source: Some(source),
        sanitiser: SANITISER,
        published_at: app.clock.now(),
        edited_at: None,
        context: None,
        page_url: None,
        attachments: Vec::new(),
    })
}

fn blank(visit: &Visit, group: &Group, audience: Audience) -> Form {
    let t = visit.words;
    let base = rows::path_of(group);
    let files = Field::files("files", t.t("compose-files"), ACCEPT).help(t.t("compose-files-help"));
    ComposePage::discussion(t, format!("{base}/posts"), visit.csrf(), t.t("compose-publish"))
        .with(files)
        .who_sees(rows::seen(group, audience).sentence(t, &group.actor.name))
        .cancel(base, t.t("cancel"))
}

fn page(visit: &Visit, group: &Group, form: Form) -> ComposePage {
    let t = visit.words;
    let heading = t.t("compose-heading");
    let lead = t.with("compose-in", &[("group", group.actor.name.as_str())]);
    compose(visit, way(visit, group, None), heading, lead, form)
}

/// A page with one form.
pub fn compose(visit: &Visit, way: Way, heading: String, lead: String, form: Form) -> ComposePage {
    let mut shell = visit.shell(&heading);
    shell.section = Section::Groups;
    ComposePage { t: visit.words, shell, way, heading, lead, notes: Vec::new(), form }
}

fn change_form(visit: &Visit, post: &Post) -> Form {
    let t = visit.words;
    let base = rows::post_path(post.id);
    let action = format!("{base}/edit");
    let form = if post.is_root() {
        ComposePage::discussion(t, action, visit.csrf(), t.t("compose-save"))
    } else {
        Form::post(t, action, visit.csrf(), t.t("compose-save"))
            .with(Field::editor("body", t.t("reply-yours")).required().max(50_000))
            .with(language_field(t))
    };
    form.cancel(base, t.t("cancel"))
}

fn change_page(visit: &Visit, group: &Group, post: &Post, form: Form) -> ComposePage {
    let t = visit.words;
    compose(visit, way(visit, group, Some(post)), t.t("compose-edit-heading"), t.t("compose-edit-lead"), form)
}
