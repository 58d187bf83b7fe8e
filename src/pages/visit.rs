//! A reader's visit: who looks, in which language, from where. One middleware finds it out, handlers receive it.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, HeaderMap, HeaderValue, LINK, SET_COOKIE, VARY};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use web::Template;
use web::locale::{Lang, Words};
use web::shell::{Accent, Flash, HubFace, Shell, Theme, Tone, ViewerFace};

use super::{PageError, PageResult};
use crate::accounts::{self, Me, Viewer};
use crate::app::App;
use crate::doors::turns;
use crate::store::Error;

#[derive(Clone)]
pub struct Visit(Arc<Inner>);

pub struct Inner {
    pub app: App,
    pub viewer: Viewer,
    pub words: Words,
    pub theme: Theme,
    /// Path and query of what was asked for.
    pub path: String,
    flash: Option<String>,
}

impl Deref for Visit {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Holds a key of the locale files: shown once on the next page.
const FLASH: &str = "flash";
/// Those that say what was not done.
const WARNINGS: [&str; 6] = [
    "flash-decided",
    "flash-last-moderator",
    "flash-longer-in-office",
    "flash-report-decided",
    "flash-shows-to-all",
    "flash-thread-often",
];
pub const LANGUAGE: &str = "language";
pub const THEME: &str = "theme";

impl Visit {
    /// A visit of which nothing is asked but what the request itself says.
    pub fn anonymous(app: &App, headers: &HeaderMap, uri: &Uri) -> Self {
        Self::of(app, headers, uri, Viewer::Anyone)
    }

    fn of(app: &App, headers: &HeaderMap, uri: &Uri, viewer: Viewer) -> Self {
        let jar = CookieJar::from_headers(headers);
        let accepted = || {
            let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
            Lang::from_accept_language(header)
        };
        let chosen = jar.get(LANGUAGE).and_then(|cookie| Lang::parse(cookie.value()));
        let (language, zone, theme) = match viewer.me() {
            Some(me) => (Lang::parse(&me.language), me.time_zone.parse().ok(), Theme::parse(&me.theme)),
            None => (chosen, None, jar.get(THEME).map_or(Theme::Auto, |cookie| Theme::parse(cookie.value()))),
        };
        let words = Words::new(language.unwrap_or_else(accepted), zone.unwrap_or(chrono_tz::UTC), app.clock.now());
        Self(Arc::new(Inner {
            app: app.clone(),
            viewer,
            words,
            theme,
            path: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            flash: jar.get(FLASH).map(|cookie| cookie.value().to_owned()).filter(|key| key.starts_with("flash-")),
        }))
    }

    /// The signed-in member, or the way to the sign-in page and back.
    pub fn me(&self) -> Result<&Me, PageError> {
        self.me_or(&self.path)
    }

    /// The same where the address takes no GET: back to `path`.
    pub fn me_or(&self, path: &str) -> Result<&Me, PageError> {
        self.viewer.me().ok_or_else(|| PageError::SignIn { back: path.to_owned() })
    }

    pub fn admin(&self) -> Result<&Me, PageError> {
        self.admin_or(&self.path)
    }

    pub fn admin_or(&self, path: &str) -> Result<&Me, PageError> {
        let me = self.me_or(path)?;
        if self.viewer.is_admin() { Ok(me) } else { Err(crate::store::Error::NotFound.into()) }
    }

    pub fn editor(&self) -> Result<&Me, PageError> {
        let me = self.me()?;
        if self.viewer.is_editor() { Ok(me) } else { Err(crate::store::Error::Forbidden("editors-only").into()) }
    }

    /// The token that forms of this session carry; empty for those who are not signed in.
    pub fn csrf(&self) -> &str {
        self.viewer.me().map_or("", |me| me.csrf.as_str())
    }

    /// The frame of a page called `title` (already in the reader's language).
    pub fn shell(&self, title: &str) -> Shell {
        let site = &self.app.site;
        let hub = HubFace {
            name: site.name.clone(),
            tagline: site.tagline.clone(),
            accent: Accent::default(),
            partners: 0,
            source_url: self.app.config.site.source_url.clone(),
        };
        let mut shell = Shell::new(self.words, hub, &self.path, title);
        shell.csrf = self.csrf().to_owned();
        shell.theme = self.theme;
        shell.viewer = self.viewer.me().map(|me| ViewerFace {
            name: me.name.clone(),
            handle: me.handle.clone(),
            unread_notices: u32::try_from(me.unread).unwrap_or(0),
            is_editor: self.viewer.is_editor(),
            is_admin: self.viewer.is_admin(),
        });
        shell.flash = self.flash.as_deref().and_then(|key| {
            let text = self.words.find::<String>(key, &[])?;
            let tone = if WARNINGS.contains(&key) { Tone::Warning } else { Tone::Done };
            Some(Flash::new(tone, text))
        });
        shell
    }

    /// The page, cacheable by anybody only when nobody in particular looks.
    pub fn page(&self, view: &impl Template) -> PageResult {
        self.page_with(StatusCode::OK, view)
    }

    /// A form that comes back with what was typed and what is wrong with it.
    pub fn unprocessable(&self, view: &impl Template) -> PageResult {
        self.page_with(StatusCode::UNPROCESSABLE_ENTITY, view)
    }

    pub fn page_with(&self, status: StatusCode, view: &impl Template) -> PageResult {
        let html = view.render().map_err(|error| crate::store::Error::Store(error.to_string()))?;
        let mut response = (status, Html(html)).into_response();
        let public = self.viewer == Viewer::Anyone && self.flash.is_none() && status == StatusCode::OK;
        let control = if public { "public, max-age=5" } else { "private, no-store" };
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(control));
        response.headers_mut().insert(VARY, HeaderValue::from_static("Accept, Accept-Language, Cookie"));
        if self.flash.is_some() {
            append_cookie(&mut response, &self.cookie(FLASH, "", 0));
        }
        Ok(response)
    }

    /// To `path` (ours), where the sentence `flash` (a key of the locale files) is shown once.
    pub fn redirect(&self, path: &str, flash: Option<&'static str>) -> PageResult {
        let mut response = axum::response::Redirect::to(path).into_response();
        if let Some(key) = flash {
            append_cookie(&mut response, &self.cookie(FLASH, key, 60));
        }
        Ok(response)
    }

    /// A cookie as we set them: for this host, all paths, unreadable for scripts; `seconds` 0 forgets it.
    /// `name` and `value` are of our making: letters, digits, `-` and `_`.
    pub fn cookie(&self, name: &str, value: &str, seconds: i64) -> String {
        let secure = if self.app.site.is_https() { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
    }
}

/// Tells servers that ask for the page, or only for its head, where its twin in ActivityPub is (wire.md §2).
pub fn with_twin(mut page: Response, id: Option<&str>) -> Response {
    let link = id.map(|id| format!("<{id}>; rel=\"alternate\"; type=\"application/activity+json\""));
    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        page.headers_mut().append(LINK, link);
    }
    page
}

pub fn append_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// The session cookie's name; `__Host-` binds it to this very host (attack C13).
pub fn session_cookie(app: &App) -> &'static str {
    if app.site.is_https() { "__Host-waypost" } else { "waypost" }
}

/// Finds out who looks; a session that is not valid is as none.
pub async fn enter(State(app): State<App>, mut request: Request, next: Next) -> Response {
    match of_request(&app, request.headers(), request.uri()).await {
        Ok(visit) => {
            request.extensions_mut().insert(visit);
            next.run(request).await
        }
        Err(error) => PageError::from(error).into_response(),
    }
}

/// The middleware around `enter`: a turn for each request (promise R09).
pub async fn in_turn(request: Request, next: Next) -> Response {
    match turns::take(request).await {
        Ok((request, _turn)) => next.run(request).await,
        Err(StatusCode::SERVICE_UNAVAILABLE) => {
            PageError::from(Error::Busy("too many requests wait already".to_owned())).into_response()
        }
        Err(status) => PageError::Status(status).into_response(),
    }
}

async fn of_request(app: &App, headers: &HeaderMap, uri: &Uri) -> crate::store::Result<Visit> {
    let jar = CookieJar::from_headers(headers);
    let viewer = match jar.get(session_cookie(app)) {
        Some(cookie) => member(app, cookie.value()).await?.map_or(Viewer::Anyone, Viewer::Member),
        None => Viewer::Anyone,
    };
    Ok(Visit::of(app, headers, uri, viewer))
}

/// The member behind a session's secret; that the session is in use is written down now and then.
async fn member(app: &App, secret: &str) -> crate::store::Result<Option<Me>> {
    let now = app.clock.now();
    let found = accounts::queries::by_session(&mut *app.read().await?, secret, now).await?;
    match found {
        Some(me) if accounts::sessions::is_stale(&me, now) => {
            app.write(async |tx| accounts::sessions::see(tx, &me).await).await?;
            // A visit that begins now has the one before to look back on.
            accounts::queries::by_session(&mut *app.read().await?, secret, now).await
        }
        found => Ok(found),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let visit = parts.extensions.get::<Self>().cloned();
        visit.ok_or_else(|| crate::store::Error::Store("the visit's middleware is missing".to_owned()).into())
    }
}
