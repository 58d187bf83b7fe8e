//! The pages around an account: join, confirm, sign in, reset, welcome. Each is one narrow step with at most one form.
//! Must not know who decides or what is stored.

use askama::Template;

use crate::{
    form::{Choice, Field, Form},
    locale::Words,
    parts::Note,
    shell::{Shell, Tone},
};

/// One step on the way into the hub.
#[derive(Clone, Debug, Template)]
#[template(path = "accounts/step.html")]
pub struct StepPage {
    pub t: Words,
    pub shell: Shell,
    /// This step and how many there are.
    pub step: Option<(u32, u32)>,
    /// Sentences below the title.
    pub lead: Vec<String>,
    pub note: Option<Note>,
    pub form: Option<Form>,
    /// Ways on below the form: address and words.
    pub links: Vec<(String, String)>,
}

impl StepPage {
    /// The title is the shell's.
    pub fn new(shell: Shell) -> Self {
        Self {
            t: shell.t,
            shell: Shell { robots: "noindex", ..shell },
            step: None,
            lead: Vec::new(),
            note: None,
            form: None,
            links: Vec::new(),
        }
    }

    pub fn step(mut self, here: u32, of: u32) -> Self {
        self.step = Some((here, of));
        self
    }

    pub fn lead(mut self, sentence: impl Into<String>) -> Self {
        self.lead.push(sentence.into());
        self
    }

    pub fn note(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.note = Some(Note { tone, text: text.into(), action: None });
        self
    }

    pub fn form(mut self, form: Form) -> Self {
        self.form = Some(form);
        self
    }

    pub fn link(mut self, href: impl Into<String>, words: impl Into<String>) -> Self {
        self.links.push((href.into(), words.into()));
        self
    }

    fn place(&self, here: &u32, of: &u32) -> String {
        self.t.with("step-place", &[("here", here), ("of", of)])
    }

    pub fn sample_register(t: Words) -> Self {
        let countries = vec![Choice::new("SN", "Sénégal"), Choice::new("TN", "تونس")];
        let asked = Asked { reason: true, email: String::new(), countries };
        let form =
            register_form(t, "/register", "x", &asked).fill([("name", "Aïssatou Ba"), ("handle", "Aissatou Ba")]);
        let shell = Shell { viewer: None, ..Shell::sample(t, &t.with("register-title", &[("hub", "Exchange")])) };
        Self::new(shell)
            .step(1, 3)
            .lead(t.t("register-lead-asked"))
            .form(form.with_faults([("handle", "handle"), ("password", "too-short"), ("reason", "required")]))
            .link("/sign-in", t.t("register-have"))
    }

    pub fn sample_sign_in(t: Words) -> Self {
        let shell = Shell { viewer: None, ..Shell::sample(t, &t.t("sign-in")) };
        let form = sign_in_form(t, "x", "/groups").fill([("email", "a@example.org")]).fault("", "too-many-tries");
        Self::new(shell).form(form).link("/reset", t.t("sign-in-forgot")).link("/register", t.t("sign-in-new"))
    }

    pub fn sample_welcome(t: Words) -> Self {
        let groups =
            vec![Choice::new("welcome", "Welcome").help("Say who you are."), Choice::new("cm", "إدارة الحالات")];
        Self::new(Shell::sample(t, &t.t("welcome-groups-title")))
            .step(2, 3)
            .lead(t.t("welcome-groups-lead"))
            .form(groups_form(t, "x", groups, &["welcome".to_owned()]))
            .link("/welcome/digest", t.t("welcome-skip"))
    }

    pub fn sample_sent(t: Words) -> Self {
        let shell = Shell { viewer: None, ..Shell::sample(t, &t.t("sent-title")) };
        Self::new(shell).lead(t.t("sent-register")).lead(t.t("sent-next-asked")).lead(t.t("sent-spam"))
    }
}

/// What a registration asks besides name, address and password.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Why somebody wants to join.
    pub reason: bool,
    /// An address that is given by the invitation; empty: it is asked for.
    pub email: String,
    /// Without countries none is asked for.
    pub countries: Vec<Choice>,
}

pub fn register_form(t: Words, action: &str, csrf: &str, asked: &Asked) -> Form {
    let mut form = Form::post(t, action, csrf, t.t("register-submit"))
        .with(
            Field::text("name", t.t("account-name"))
                .help(t.t("account-name-help"))
                .required()
                .max(120)
                .autocomplete("name"),
        )
        .with(handle_field(t));
    if asked.email.is_empty() {
        form =
            form.with(Field::email("email", t.t("account-email")).help(t.t("account-email-help")).required().max(254));
    }
    form = form.with(new_password(t, "account-password"));
    form = form.with(Field::text("organisation", t.t("account-organisation")).max(120).autocomplete("organization"));
    if !asked.countries.is_empty() {
        form = form.with(Field::select("country", t.t("account-country"), with_none(asked.countries.clone())));
    }
    if asked.reason {
        form = form.with(
            Field::area("reason", t.t("account-reason"), 4).help(t.t("account-reason-help")).required().max(1000),
        );
    }
    form.who_sees(t.t("register-who"))
}

fn handle_field(t: Words) -> Field {
    Field::text("handle", t.t("account-handle"))
        .help(t.t("account-handle-help"))
        .required()
        .max(40)
        .autocomplete("username")
}

fn new_password(t: Words, label: &str) -> Field {
    Field::new_password("password", t.t(label)).help(t.t("account-password-help")).required().min(10).max(200)
}

/// A select's choices with "not said" first.
pub(crate) fn with_none(choices: Vec<Choice>) -> Vec<Choice> {
    [Choice::new("", "–")].into_iter().chain(choices).collect()
}

/// `back` is where the member wanted to go.
pub fn sign_in_form(t: Words, csrf: &str, back: &str) -> Form {
    Form::post(t, "/sign-in", csrf, t.t("sign-in"))
        .with(Field::email("email", t.t("account-email")).required().max(254).autocomplete("username"))
        .with(Field::password("password", t.t("account-password")).required().max(200))
        .with(Field::hidden("back", back))
}

pub fn ask_reset_form(t: Words, csrf: &str) -> Form {
    Form::post(t, "/reset", csrf, t.t("reset-submit"))
        .with(Field::email("email", t.t("account-email")).required().max(254))
}

pub fn reset_form(t: Words, action: &str, csrf: &str) -> Form {
    Form::post(t, action, csrf, t.t("reset-new-submit")).with(new_password(t, "reset-new"))
}

pub fn confirm_form(t: Words, action: &str, csrf: &str) -> Form {
    Form::post(t, action, csrf, t.t("confirm-submit"))
}

/// Groups as choices: handle, name, description.
pub fn groups_form(t: Words, csrf: &str, groups: Vec<Choice>, chosen: &[String]) -> Form {
    Form::post(t, "/welcome", csrf, t.t("welcome-on"))
        .with(Field::checks("groups", t.t("welcome-groups"), groups).values(chosen.iter().cloned()))
}

pub fn digest_form(t: Words, csrf: &str, digest: &str) -> Form {
    Form::post(t, "/welcome/digest", csrf, t.t("welcome-done"))
        .with(Field::radios("digest", t.t("digest"), digests(t)).value(digest))
        .with(Field::hidden("time_zone", ""))
}

/// How often a digest may come, in words.
pub fn digests(t: Words) -> Vec<Choice> {
    vec![
        Choice::new("weekly", t.t("digest-weekly")).help(t.t("digest-weekly-help")),
        Choice::new("daily", t.t("digest-daily")).help(t.t("digest-daily-help")),
        Choice::new("never", t.t("digest-never")).help(t.t("digest-never-help")),
    ]
}
