//! What members set for themselves: profile, mail and language, address and password, sessions.
//! Must not know which values are allowed; doors hand in the choices.

use askama::Template;
use chrono::{DateTime, Duration, Utc};

use crate::{
    accounts::{digests, with_none},
    form::{Choice, Field, Form, Press},
    locale::{Lang, Words},
    parts::Tabs,
    shell::{Shell, Theme},
};

/// One of the settings' tabs: sections with a form or a way on each.
#[derive(Clone, Debug, Template)]
#[template(path = "settings/settings.html")]
pub struct SettingsPage {
    pub t: Words,
    pub shell: Shell,
    pub tabs: Tabs,
    pub sections: Vec<Setting>,
    pub sessions: Vec<SessionRow>,
    /// Ends all sessions but this one.
    pub others: Option<Press>,
}

#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// May be empty when the tab has one section.
    pub heading: String,
    pub text: String,
    pub form: Option<Form>,
    /// Address and words.
    pub action: Option<(String, String)>,
}

/// One place where the member is signed in.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// "Firefox, Android", or what a program calls itself.
    pub agent: String,
    pub is_program: bool,
    pub is_this: bool,
    pub started_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    /// Not for the session that looks.
    pub end: Option<Press>,
}

/// Which tab is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Profile,
    Mail,
    Account,
    Sessions,
    Invites,
}

pub fn tabs(t: Words, here: Tab, may_invite: bool) -> Tabs {
    let tab = |href: &str, key: &str, tab: Tab| (href.to_owned(), t.t(key), tab == here);
    let mut tabs = vec![
        tab("/settings", "settings-profile", Tab::Profile),
        tab("/settings/mail", "settings-mail", Tab::Mail),
        tab("/settings/account", "settings-account", Tab::Account),
        tab("/settings/sessions", "settings-sessions", Tab::Sessions),
    ];
    if may_invite {
        tabs.push(tab("/invites", "settings-invites", Tab::Invites));
    }
    Tabs { label: t.t("menu-settings"), tabs }
}

impl SettingsPage {
    pub fn new(shell: Shell, tabs: Tabs) -> Self {
        Self { t: shell.t, shell, tabs, sections: Vec::new(), sessions: Vec::new(), others: None }
    }

    pub fn section(mut self, section: Setting) -> Self {
        self.sections.push(section);
        self
    }

    pub fn sample_profile(t: Words) -> Self {
        let countries = vec![Choice::new("SN", "Sénégal"), Choice::new("TN", "تونس")];
        let spoken = ["fr", "wo", "ar"].map(|code| Choice::new(code, t.language(code))).to_vec();
        let form = profile_form(t, "x", countries, spoken)
            .fill([("name", "Aïssatou Ba"), ("country", "SN"), ("spoken", "wo"), ("spoken", "fr")])
            .fault("words", "too-long");
        Self::new(Shell::sample(t, &t.t("menu-settings")), tabs(t, Tab::Profile, true))
            .section(Setting { form: Some(form), ..Setting::default() })
    }

    pub fn sample_mail(t: Words) -> Self {
        let zones = vec![Choice::new("Africa/Dakar", "Africa/Dakar")];
        Self::new(Shell::sample(t, &t.t("menu-settings")), tabs(t, Tab::Mail, false))
            .section(Setting { form: Some(preferences_form(t, "x", zones)), ..Setting::default() })
    }

    pub fn sample_account(t: Words) -> Self {
        Self::new(Shell::sample(t, &t.t("menu-settings")), tabs(t, Tab::Account, false))
            .section(address_section(t, "x", "aissatou@example.org"))
            .section(password_section(t, "x"))
            .section(export_section(t))
            .section(closing_section(t, "x"))
    }

    pub fn sample_sessions(t: Words) -> Self {
        let row = SessionRow {
            agent: "Firefox, Android".into(),
            is_program: false,
            is_this: true,
            started_at: t.now - Duration::days(9),
            seen_at: t.now,
            end: None,
        };
        let end = Some(Press::new("/settings/sessions/1/ending", "x", t.t("session-end")));
        let other =
            SessionRow { agent: "waypost-import/1".into(), is_program: true, is_this: false, end, ..row.clone() };
        Self {
            sessions: vec![row, other],
            others: Some(Press::new("/settings/sessions/ending", "x", t.t("session-end-others"))),
            ..Self::new(Shell::sample(t, &t.t("menu-settings")), tabs(t, Tab::Sessions, true))
        }
    }
}

pub fn profile_form(t: Words, csrf: &str, countries: Vec<Choice>, spoken: Vec<Choice>) -> Form {
    let mut form = Form::post(t, "/settings", csrf, t.t("settings-save"))
        .with(
            Field::text("name", t.t("account-name"))
                .help(t.t("account-name-help"))
                .required()
                .max(120)
                .autocomplete("name"),
        )
        .with(Field::text("organisation", t.t("account-organisation")).max(120).autocomplete("organization"));
    if !countries.is_empty() {
        form = form.with(Field::select("country", t.t("account-country"), with_none(countries)));
    }
    form.with(Field::area("words", t.t("profile-words"), 5).help(t.t("profile-words-help")).max(2000))
        .with(Field::checks("spoken", t.t("profile-spoken"), spoken))
        .who_sees(t.t("profile-who"))
}

/// `zones` are IANA names.
pub fn preferences_form(t: Words, csrf: &str, zones: Vec<Choice>) -> Form {
    let languages = Lang::ALL.map(|lang| Choice::new(lang.code(), lang.name())).to_vec();
    let hours = (0..24).map(|hour| Choice::new(hour.to_string(), format!("{hour:02}:00"))).collect();
    let themes = [(Theme::Auto, "theme-auto"), (Theme::Light, "theme-light"), (Theme::Dark, "theme-dark")]
        .map(|(theme, key)| Choice::new(theme.code(), t.t(key)))
        .to_vec();
    Form::post(t, "/settings/mail", csrf, t.t("settings-save"))
        .with(Field::radios("digest", t.t("digest"), digests(t)))
        .with(Field::select("digest_hour", t.t("digest-hour"), hours).help(t.t("digest-hour-help")).required())
        .with(
            Field::select("language", t.t("settings-language"), languages)
                .help(t.t("settings-language-help"))
                .required(),
        )
        .with(Field::select("time_zone", t.t("settings-zone"), zones).required())
        .with(Field::select("theme", t.t("theme"), themes).required())
}

pub fn address_section(t: Words, csrf: &str, address: &str) -> Setting {
    let form = Form::post(t, "/settings/address", csrf, t.t("settings-address-submit"))
        .prefix("address")
        .with(Field::email("email", t.t("settings-address-new")).required().max(254))
        .with(present_password(t));
    Setting {
        heading: t.t("settings-address"),
        text: t.with("settings-address-text", &[("address", address)]),
        form: Some(form),
        action: None,
    }
}

pub fn password_section(t: Words, csrf: &str) -> Setting {
    let new = Field::new_password("password", t.t("reset-new")).help(t.t("account-password-help"));
    let form = Form::post(t, "/settings/password", csrf, t.t("settings-password-submit"))
        .prefix("password")
        .with(present_password(t))
        .with(new.required().min(10).max(200));
    Setting { heading: t.t("account-password"), text: t.t("settings-password-text"), form: Some(form), action: None }
}

pub fn export_section(t: Words) -> Setting {
    Setting {
        heading: t.t("settings-export"),
        text: t.t("settings-export-text"),
        form: None,
        action: Some(("/settings/export".into(), t.t("settings-export-submit"))),
    }
}

/// Leaving for good: asked for the password, and what becomes of what one wrote.
pub fn closing_section(t: Words, csrf: &str) -> Setting {
    let words = [Choice::new("keep", t.t("closing-keep")), Choice::new("withdraw", t.t("closing-withdraw"))];
    let form = Form::post(t, "/settings/closing", csrf, t.t("closing-submit"))
        .prefix("closing")
        .with(Field::radios("words", t.t("closing-words"), words.to_vec()).required())
        .with(present_password(t))
        .danger();
    Setting { heading: t.t("settings-closing"), text: t.t("settings-closing-text"), form: Some(form), action: None }
}

fn present_password(t: Words) -> Field {
    Field::password("present", t.t("settings-password-present")).required().max(200)
}
