//! Every view with sample content: rendered in every language by the test below, and looked at
//! with `cargo run -p waypost-web --example gallery`. A page joins in one line of [`VIEWS`].

use askama::Template;
use chrono::DateTime;
use chrono_tz::Tz;

use crate::{
    about::{AboutPage, PrivacyPage},
    accounts::StepPage,
    administration::{InvitesPage, MemberPage, MembersPage, OverviewPage, RequestsPage},
    error::ErrorPage,
    find::FoundPage,
    form::{Choice, Field, Form, Press},
    groups::{GroupFormPage, GroupMembersPage, GroupPage, GroupsPage},
    home::{MemberHome, VisitorHome},
    hubs::{HubsPage, ListsPage, PartnersPage, ServerPage, ServersPage},
    library::{FormPage, LeafletSample},
    locale::{Lang, Words},
    moderation::{BansPage, QueuePage},
    notices::NoticesPage,
    parts::{Byline, Chips, Empty, FileRow, GroupRow, Note, Pager, PostRow, Record, ResourceRow, Seen, Tabs, Way},
    people::PersonPage,
    queues::QueuesPage,
    remote::{CopyPage, FindPage, FromElsewherePage, LeavingPage, WherePage},
    settings::SettingsPage,
    shell::{Flash, Section, Shell, Theme, Tone},
    spotlight::{PieceSample, SpotlightPage},
    text::Html,
    thread::{ComposePage, HistoryPage, PostPage},
    unsubscribe::{Step, UnsubscribePage},
};

type View = (&'static str, fn(Words) -> String);

/// Name and maker of every page. One line each, and only here.
pub const VIEWS: &[View] = &[
    ("kit", |t| page(&Kit::sample(t))),
    ("kit-dark", |t| page(&Kit::sample(t).themed(Theme::Dark))),
    ("form", |t| page(&FormKit::sample(t))),
    ("about", |t| page(&AboutPage::sample(t))),
    ("privacy", |t| page(&PrivacyPage::sample(t))),
    ("hubs", |t| page(&HubsPage::sample(t))),
    ("admin-hubs", |t| page(&ServersPage::sample(t))),
    ("admin-hubs-no-match", |t| page(&ServersPage::sample_no_match(t))),
    ("admin-hub", |t| page(&ServerPage::sample(t))),
    ("admin-partners", |t| page(&PartnersPage::sample(t))),
    ("admin-partners-none", |t| page(&PartnersPage::sample_empty(t))),
    ("admin-lists", |t| page(&ListsPage::sample(t))),
    ("admin-queues", |t| page(&QueuesPage::sample(t))),
    ("find", |t| page(&FindPage::sample(t))),
    ("from-elsewhere", |t| page(&FromElsewherePage::sample(t))),
    ("leaving", |t| page(&LeavingPage::sample(t))),
    ("where-it-went", |t| page(&WherePage::sample(t))),
    ("where-nothing", |t| page(&WherePage::sample_nothing(t))),
    ("copy", |t| page(&CopyPage::sample(t))),
    ("register", |t| page(&StepPage::sample_register(t))),
    ("register-sent", |t| page(&StepPage::sample_sent(t))),
    ("sign-in", |t| page(&StepPage::sample_sign_in(t))),
    ("welcome", |t| page(&StepPage::sample_welcome(t))),
    ("settings", |t| page(&SettingsPage::sample_profile(t))),
    ("settings-mail", |t| page(&SettingsPage::sample_mail(t))),
    ("settings-account", |t| page(&SettingsPage::sample_account(t))),
    ("settings-sessions", |t| page(&SettingsPage::sample_sessions(t))),
    ("library", |t| page(&FoundPage::sample(t))),
    ("search-nothing", |t| page(&FoundPage::sample_nothing(t))),
    ("library-leaflet", |t| page(&LeafletSample::sample(t))),
    ("library-form", |t| page(&FormPage::sample(t))),
    ("spotlight", |t| page(&SpotlightPage::sample(t))),
    ("spotlight-none", |t| page(&SpotlightPage::sample_empty(t))),
    ("spotlight-piece", |t| page(&PieceSample::sample(t))),
    ("person", |t| page(&PersonPage::sample(t))),
    ("person-empty", |t| page(&PersonPage::sample_empty(t))),
    ("admin", |t| page(&OverviewPage::sample(t))),
    ("admin-calm", |t| page(&OverviewPage::sample_calm(t))),
    ("admin-requests", |t| page(&RequestsPage::sample(t))),
    ("admin-requests-none", |t| page(&RequestsPage::sample_empty(t))),
    ("admin-members", |t| page(&MembersPage::sample(t))),
    ("admin-members-none", |t| page(&MembersPage::sample_empty(t))),
    ("admin-member", |t| page(&MemberPage::sample(t))),
    ("invites", |t| page(&InvitesPage::sample(t))),
    ("notices", |t| page(&NoticesPage::sample(t))),
    ("notices-empty", |t| page(&NoticesPage::sample_empty(t))),
    ("unsubscribe", |t| page(&UnsubscribePage::sample(t, Step::Ask))),
    ("unsubscribe-done", |t| page(&UnsubscribePage::sample(t, Step::Done))),
    ("home", |t| page(&VisitorHome::sample(t))),
    ("home-member", |t| page(&MemberHome::sample(t))),
    ("home-quiet", |t| page(&MemberHome::sample_quiet(t))),
    ("groups", |t| page(&GroupsPage::sample(t))),
    ("group", |t| page(&GroupPage::sample(t))),
    ("group-members", |t| page(&GroupMembersPage::sample(t))),
    ("group-form", |t| page(&GroupFormPage::sample(t))),
    ("post", |t| page(&PostPage::sample(t))),
    ("post-resource", |t| page(&PostPage::sample_resource(t))),
    ("post-gone", |t| page(&PostPage::sample_gone(t))),
    ("post-history", |t| page(&HistoryPage::sample(t))),
    ("compose", |t| page(&ComposePage::sample(t))),
    ("removal", |t| page(&ComposePage::sample_removal(t))),
    ("report", |t| page(&ComposePage::sample_report(t))),
    ("ban", |t| page(&ComposePage::sample_ban(t))),
    ("moderation", |t| page(&QueuePage::sample(t))),
    ("moderation-none", |t| page(&QueuePage::sample_empty(t))),
    ("bans", |t| page(&BansPage::sample(t))),
    ("error-401", |t| page(&ErrorPage::sample(t, 401))),
    ("error-403", |t| page(&ErrorPage::sample(t, 403))),
    ("error-404", |t| page(&ErrorPage::sample(t, 404))),
    ("error-410", |t| page(&ErrorPage::sample(t, 410))),
    ("error-413", |t| page(&ErrorPage::sample(t, 413))),
    ("error-422", |t| page(&ErrorPage::sample(t, 422))),
    ("error-429", |t| page(&ErrorPage::sample(t, 429))),
    ("error-500", |t| page(&ErrorPage::sample(t, 500))),
    ("error-503", |t| page(&ErrorPage::sample(t, 503))),
];

/// A view as the text a door would send.
pub fn page(view: &impl Template) -> String {
    view.render().unwrap_or_else(|error| error.to_string())
}

/// Words at a fixed moment, for samples and tests.
pub fn words(lang: Lang) -> Words {
    let now = DateTime::from_timestamp(1_763_287_200, 0).unwrap_or_default();
    Words::new(lang, Tz::Africa__Dakar, now)
}

/// Every part once: what the style is looked at with. No hub serves it.
#[derive(Clone, Debug, Template)]
#[template(path = "gallery/kit.html")]
struct Kit {
    t: Words,
    shell: Shell,
    way: Way,
    tabs: Tabs,
    posts: Vec<PostRow>,
    resources: Vec<ResourceRow>,
    groups: Vec<GroupRow>,
    byline: Byline,
    body: Html,
    files: Vec<FileRow>,
    record: Record,
    chips: Chips,
    notes: Vec<Note>,
    empty: Empty,
    presses: Vec<Press>,
    pager: Pager,
    seen: Vec<String>,
}

impl Kit {
    fn themed(mut self, theme: Theme) -> Self {
        self.shell.theme = theme;
        self
    }

    fn sample(t: Words) -> Self {
        let mut flash = Flash::new(Tone::Done, t.t("pinned"));
        flash.undo = Some(Press::new("/undo", "x", t.t("cancel")).look("plain"));
        let link = |words: &str| Some(("/".to_owned(), words.to_owned()));
        let note = |tone, text: &str| Note { tone, text: text.into(), action: link("Fetch the rest") };
        let press = |words: String| Press::new("/deed", "x", words);
        let seen = [
            Seen::Public { members: 48, followers: 212, servers: 14 },
            Seen::Public { members: 1, followers: 1, servers: 0 },
            Seen::Members { members: 11, servers: 2 },
            Seen::Hub { members: 3 },
        ];
        Self {
            t,
            shell: Shell { section: Section::Groups, flash: Some(flash), ..Shell::sample(t, "Kit") },
            way: Way::sample(t),
            tabs: Tabs {
                label: "Case management".into(),
                tabs: vec![
                    ("/a".into(), t.t("kind-discussion"), true),
                    ("/b".into(), t.t("kind-resource"), false),
                    ("/c".into(), t.t("about-members"), false),
                ],
            },
            posts: vec![PostRow::sample(t), PostRow::sample_from_elsewhere(t)],
            resources: vec![ResourceRow::sample(t)],
            groups: vec![GroupRow::sample(t)],
            byline: Byline::sample(t),
            body: Html::from_markdown(
                "We ask for **three contacts** instead of one, see https://exchange.example/posts/12.\n\n## What helped\n\n- a relative\n- a trader\n\n> The trader is the one who answers.\n\n| Contact | Answered |\n|---|---|\n| Relative | 31 % |\n| Trader | 74 % |\n\n```\ncase,contact\n1,trader\n```",
            ),
            files: vec![FileRow::sample(t), FileRow { lang: String::new(), pages: None, ..FileRow::sample(t) }],
            record: Record {
                facts: vec![
                    (t.t("kind-resource"), vec![("Evaluation".into(), "/library?type=evaluation".into())]),
                    (t.t("foot-language"), vec![(t.language("fr"), String::new()), (t.language("en"), String::new())]),
                ],
            },
            chips: Chips {
                t,
                on: vec![("/a".into(), t.language("fr")), ("/b".into(), "2015–2025".into())],
                more: vec![("/feed".into(), "Atom".into())],
            },
            notes: vec![
                note(
                    Tone::Info,
                    "11 of 18 replies are here; seven were written on servers that we have not heard from.",
                ),
                note(Tone::Warning, "Two deliveries are waiting."),
            ],
            empty: Empty {
                title: "Nothing new".into(),
                text: "You have read everything in your groups.".into(),
                action: link("All groups"),
            },
            presses: vec![
                press(t.t("join-hub")).look("main").icon("plus"),
                press("6".into()).icon("thumbs-up").pressed(true),
                press(t.t("sign-out")).look("danger").confirm(t, t.t("sign-out")),
            ],
            pager: Pager::sample(t),
            seen: seen.map(|seen| seen.sentence(t, "Case management")).to_vec(),
        }
    }
}

/// Every control of a form once, with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "gallery/form.html")]
struct FormKit {
    shell: Shell,
    form: Form,
    small: Form,
}

impl FormKit {
    fn sample(t: Words) -> Self {
        let choices = || {
            let names = ["en", "fr", "ar"];
            names.map(|code| Choice::new(code, t.language(code))).to_vec()
        };
        let form = Form::post(t, "/deed", "x", t.t("editor-write"))
            .with(Field::text("title", t.t("editor-heading")).required().max(200).help("…"))
            .with(Field::email("email", "E-mail").required())
            .with(Field::password("password", t.t("form-show-password")).required())
            .with(Field::new_password("new", t.t("form-show-password")))
            .with(Field::number("year", "2025").min(1900).max(2100))
            .with(Field::editor("body", t.t("kind-article")).required().lang(t.lang.code()))
            .with(Field::area("why", t.t("editor-quote"), 4).max(500))
            .with(Field::select("language", t.t("foot-language"), choices()))
            .with(Field::radios("seen", t.t("privacy-seen"), choices()).required())
            .with(Field::checks("also", t.t("editor-list"), choices()))
            .with(Field::check("agree", t.t("privacy-kept")))
            .with(Field::files("files", t.t("download"), "application/pdf"))
            .with(Field::hidden("version", "3"))
            .fill([
                ("title", "A \"title\""),
                ("body", "\n<b>x</b>"),
                ("seen", "fr"),
                ("also", "ar"),
                ("agree", "1"),
                ("version", "4"),
            ])
            .with_faults([
                ("title", "too-long"),
                ("email", "email"),
                ("seen", "choose"),
                ("", "stale"),
                ("body", "no-such-code"),
            ])
            .preview(Html::from_markdown("*preview*"))
            .who_sees(Seen::Hub { members: 3 }.sentence(t, "Case management"))
            .button("draft", "1", t.t("form-preview"))
            .cancel("/", t.t("cancel"));
        let small = Form::get(t, "/search", t.t("search")).prefix("s").with(Field::text("q", t.t("search")));
        Self { shell: Shell { viewer: None, ..Shell::sample(t, "Form") }, form, small }
    }
}

#[cfg(test)]
#[path = "gallery_tests.rs"]
mod tests;
