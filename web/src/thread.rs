//! A post with its replies: two levels to the eye, whatever the depth; what is gone leaves a sentence in its place.
//! Must not know who may do what: doors hand in the deeds that are there.

use askama::{Template, filters::HtmlSafe};

use crate::{
    form::{Choice, Field, Form, Press},
    library::Leaflet,
    locale::Words,
    moderation,
    parts::{Byline, FileRow, Kind, Note, Pager, Seen, Way},
    shell::{Section, Shell, Tone},
    spotlight::Piece,
    text::Html,
};

/// What can be done with a post or a reply.
#[derive(Clone, Debug, Template)]
#[template(path = "posts/tools.html")]
pub struct Tools {
    pub t: Words,
    /// Where it is answered.
    pub reply: Option<String>,
    /// For members; others see the count only.
    pub like: Option<Press>,
    pub likes: u32,
    /// The lasting address.
    pub link: String,
    /// Further ways: address and words.
    pub more: Vec<(String, String)>,
    pub presses: Vec<Press>,
}

impl HtmlSafe for Tools {}

impl Tools {
    fn sample(t: Words) -> Self {
        Self {
            t,
            reply: Some("/posts/2/reply#reply".into()),
            like: Some(Press::new("/posts/2/reaction", "x", t.n("post-likes", 6)).icon("thumbs-up").pressed(true)),
            likes: 6,
            link: "/posts/2".into(),
            more: vec![
                ("/posts/2/edit".into(), t.t("post-edit")),
                ("/posts/2/withdrawal".into(), t.t("post-withdraw")),
            ],
            presses: vec![Press::new("/posts/2/pin", "x", t.t("post-pin")).look("plain")],
        }
    }
}

/// One reply and, at the first level, those below it.
#[derive(Clone, Debug, Template)]
#[template(path = "posts/reply.html")]
pub struct Reply {
    pub t: Words,
    /// The element's id.
    pub anchor: String,
    pub by: Byline,
    /// BCP 47; empty when unknown.
    pub lang: String,
    pub body: Html,
    pub files: Vec<FileRow>,
    pub tools: Tools,
    /// Whose reply this answers and where that is, when the indentation does not say it.
    pub answers_to: Option<(String, String)>,
    /// The sentence of a stub; text and tools are left out then.
    pub gone: Option<String>,
    /// The first that the reader has not seen.
    pub first_new: bool,
    pub below: Vec<Reply>,
    /// An answer being written to this one.
    pub form: Option<Form>,
}

impl HtmlSafe for Reply {}

impl Reply {
    pub fn sample(t: Words) -> Self {
        let one = |anchor: &str| Self {
            t,
            anchor: anchor.into(),
            by: Byline::sample(t),
            lang: "ar".into(),
            body: Html::from_markdown("جرّبنا الأمر نفسه مع أصحاب المقاهي القريبة من موقف الحافلات."),
            files: vec![FileRow::sample(t)],
            tools: Tools::sample(t),
            answers_to: None,
            gone: None,
            first_new: false,
            below: Vec::new(),
            form: None,
        };
        Self {
            below: vec![
                Self { answers_to: Some(("Kwame A.".into(), "#r2".into())), first_new: true, ..one("r3") },
                Self { gone: Some(t.t("stub-removed")), files: Vec::new(), ..one("r4") },
            ],
            form: Some(Thread::form(t, "/posts/2/replies", "x").prefix("r2")),
            ..one("r2")
        }
    }
}

/// The replies to a post, for its own page and for that of a publication or an article.
#[derive(Clone, Debug, Template)]
#[template(path = "posts/thread.html")]
pub struct Thread {
    pub t: Words,
    pub total: u32,
    pub notes: Vec<Note>,
    /// How much of it is here, and for members the button that fetches the rest.
    pub incomplete: Option<(String, Option<Press>)>,
    /// Orders: address, words, whether it is the current one.
    pub orders: Vec<(String, String, bool)>,
    pub first_unread: Option<String>,
    pub replies: Vec<Reply>,
    pub pager: Pager,
    pub form: Option<Form>,
    /// What one must do first to reply: address and words.
    pub invitation: Option<(String, String)>,
}

impl HtmlSafe for Thread {}

impl Thread {
    /// The form in which a reply is written; the door adds who sees it.
    pub fn form(t: Words, action: impl Into<String>, csrf: impl Into<String>) -> Form {
        Form::post(t, action, csrf, t.t("reply-send"))
            .with(Field::editor("body", t.t("reply-yours")).required().max(50_000))
            .with(language_field(t))
            .with(Field::hidden("id", ""))
    }

    pub fn sample(t: Words) -> Self {
        let seen = Seen::Public { members: 48, followers: 212, servers: 14 };
        let note = |text| Note { tone: Tone::Info, text, action: None };
        Self {
            t,
            total: 61,
            notes: vec![note(t.t("thread-locked"))],
            incomplete: Some((
                t.with("thread-incomplete", &[("here", 12), ("known", 19)]),
                Some(Press::new("/posts/1/completion", "x", t.t("thread-fetch"))),
            )),
            orders: vec![
                ("?order=oldest".into(), t.t("thread-oldest"), true),
                ("?order=newest".into(), t.t("thread-newest"), false),
            ],
            first_unread: Some("/posts/3#r3".into()),
            replies: vec![Reply::sample(t)],
            pager: Pager::sample(t),
            form: Some(Self::form(t, "/posts/1/replies", "x").who_sees(seen.sentence(t, "Case management"))),
            invitation: None,
        }
    }
}

/// "As it reads", or one of the languages that a post may have.
pub fn language_field(t: Words) -> Field {
    let mut choices = vec![Choice::new("", t.t("compose-language-guess"))];
    choices.extend(crate::figures::LANGUAGES.iter().map(|(code, _)| Choice::new(*code, t.language(code))));
    Field::select("language", t.t("compose-language"), choices)
}

/// What a root says, by its kind.
#[derive(Clone, Debug)]
pub enum Content {
    Text {
        body: Html,
        files: Vec<FileRow>,
    },
    Resource(Box<Leaflet>),
    Article(Box<Piece>),
    /// The sentence of a stub.
    Gone(String),
}

/// A post and its thread.
#[derive(Clone, Debug, Template)]
#[template(path = "posts/show.html")]
pub struct PostPage {
    pub t: Words,
    pub shell: Shell,
    pub way: Way,
    pub kind: Kind,
    pub title: String,
    pub lang: String,
    pub by: Byline,
    pub content: Content,
    pub tools: Tools,
    pub notes: Vec<Note>,
    pub thread: Thread,
    pub group: GroupBeside,
}

/// The group that a post stands in, in the margin.
#[derive(Clone, Debug)]
pub struct GroupBeside {
    pub name: String,
    pub href: String,
    pub summary: String,
    pub badge: String,
    pub join: Option<Press>,
}

impl GroupBeside {
    pub fn sample(t: Words) -> Self {
        Self {
            name: "Case management".into(),
            href: "/groups/case_management".into(),
            summary: "For everyone who follows people through their first year back.".into(),
            badge: t.t("seen-public-badge"),
            join: Some(Press::new("/groups/case_management/membership", "x", t.t("group-join"))),
        }
    }
}

impl PostPage {
    pub fn sample(t: Words) -> Self {
        let title = "How do you keep contact with returnees who move again within six months?";
        Self {
            t,
            shell: Shell { section: Section::Groups, ..Shell::sample(t, title) },
            way: Way::sample(t),
            kind: Kind::Discussion,
            title: title.into(),
            lang: "en".into(),
            by: Byline::sample(t),
            content: Content::Text {
                body: Html::from_markdown(
                    "We lose about a third of our cases between the first and the second follow-up call.\n\nWhat has helped you, other than calling relatives?",
                ),
                files: vec![FileRow::sample(t)],
            },
            tools: Tools::sample(t),
            notes: vec![Note { tone: Tone::Info, text: t.t("thread-pinned"), action: None }],
            thread: Thread::sample(t),
            group: GroupBeside::sample(t),
        }
    }

    pub fn sample_resource(t: Words) -> Self {
        let content = Content::Resource(Box::new(Leaflet::sample(t)));
        Self { kind: Kind::Resource, content, ..Self::sample(t) }
    }

    pub fn sample_gone(t: Words) -> Self {
        Self { content: Content::Gone(t.t("stub-removed")), ..Self::sample(t) }
    }
}

/// What a post said before, newest first.
#[derive(Clone, Debug, Template)]
#[template(path = "posts/history.html")]
pub struct HistoryPage {
    pub t: Words,
    pub shell: Shell,
    pub way: Way,
    pub lang: String,
    pub versions: Vec<Version>,
}

#[derive(Clone, Debug)]
pub struct Version {
    pub title: String,
    pub body: Html,
    pub at: chrono::DateTime<chrono::Utc>,
    /// Who replaced it; empty for the version that stands.
    pub replaced_by: String,
    pub is_current: bool,
}

impl HistoryPage {
    pub fn sample(t: Words) -> Self {
        let version = |is_current| Version {
            title: "Keeping contact".into(),
            body: Html::from_markdown("We lose about a *third* of our cases."),
            at: t.now,
            replaced_by: if is_current { String::new() } else { "Mariama D.".into() },
            is_current,
        };
        Self {
            t,
            shell: Shell::sample(t, &t.t("history-title")),
            way: Way::sample(t),
            lang: "en".into(),
            versions: vec![version(true), version(false)],
        }
    }
}

/// One form with what to know before it is sent: starting a discussion, editing, withdrawing, removing.
#[derive(Clone, Debug, Template)]
#[template(path = "posts/compose.html")]
pub struct ComposePage {
    pub t: Words,
    pub shell: Shell,
    pub way: Way,
    pub heading: String,
    /// What is concerned, or what will follow, in a sentence; may be empty.
    pub lead: String,
    pub notes: Vec<Note>,
    pub form: Form,
}

impl ComposePage {
    /// The form of a discussion; the door fills it and adds who sees it.
    pub fn discussion(t: Words, action: impl Into<String>, csrf: impl Into<String>, send: String) -> Form {
        Form::post(t, action, csrf, send)
            .with(Field::text("title", t.t("compose-title")).required().max(200).help(t.t("compose-title-help")))
            .with(Field::editor("body", t.t("compose-body")).required().max(50_000))
            .with(language_field(t))
            .with(Field::hidden("id", ""))
    }

    /// Asks before a post is taken back.
    pub fn withdrawal(t: Words, action: impl Into<String>, csrf: impl Into<String>) -> Form {
        Form::post(t, action, csrf, t.t("post-withdraw")).danger()
    }

    /// Asks a moderator for the reason.
    pub fn removal(t: Words, action: impl Into<String>, csrf: impl Into<String>) -> Form {
        Form::post(t, action, csrf, t.t("post-remove"))
            .with(Field::area("reason", t.t("removal-reason"), 3).required().max(500).help(t.t("removal-reason-help")))
            .danger()
    }

    /// What was sent, kept for somebody whose session has ended: texts to read, all else as it was.
    pub fn kept<'a>(t: Words, action: impl Into<String>, sent: impl IntoIterator<Item = (&'a str, &'a str)>) -> Form {
        let field = |name: &str| match name {
            "title" => Field::text(name, t.t("compose-title")),
            "summary" => Field::area(name, t.t("article-summary"), 2),
            "description" => Field::area(name, t.t("group-description"), 6),
            "reason" => Field::area(name, t.t("ban-reason"), 3),
            "body" => Field::area(name, t.t("compose-body"), 8),
            "text" => Field::area(name, t.t("lists-text"), 8),
            _ => Field::hidden(name, ""),
        };
        let sent = sent.into_iter().filter(|(name, _)| *name != "csrf");
        sent.fold(Form::post(t, action, "", t.t("compose-resume")), |form, (name, value)| {
            form.with(field(name).value(value))
        })
    }

    pub fn sample(t: Words) -> Self {
        let seen = Seen::Members { members: 11, servers: 2 };
        let heading = t.t("compose-heading");
        Self {
            t,
            shell: Shell { section: Section::Groups, ..Shell::sample(t, &heading) },
            way: Way::sample(t),
            heading,
            lead: t.t("withdrawal-lead"),
            notes: vec![Note {
                tone: Tone::Warning,
                text: t.t("compose-session-ended"),
                action: Some(("/sign-in".into(), t.t("sign-in"))),
            }],
            form: Self::discussion(t, "/groups/case_management/posts", "x", t.t("compose-publish"))
                .who_sees(seen.sentence(t, "Case management"))
                .button("preview", "body", t.t("form-preview"))
                .cancel("/groups/case_management", t.t("cancel"))
                .with_faults([("title", "required"), ("", "busy"), ("body", "too-long"), ("", "locked")]),
        }
    }

    pub fn sample_report(t: Words) -> Self {
        let sees = [
            t.with("report-sees", &[("group", "Case management")]),
            t.with("report-copies", &[("servers", "social.example")]),
            t.t("report-name"),
        ];
        Self {
            form: moderation::report_form(t, "/posts/1/report", "x", sees.join(" ")).cancel("/posts/1", t.t("cancel")),
            lead: t.t("report-lead"),
            notes: Vec::new(),
            heading: t.t("report-heading"),
            ..Self::sample(t)
        }
    }

    pub fn sample_ban(t: Words) -> Self {
        let names = [("name", "مجهول"), ("group", "Case management")];
        Self {
            form: moderation::ban_form(t, "/groups/case_management/bans/1", "x").with_faults([("reason", "required")]),
            lead: t.t("ban-lead"),
            notes: Vec::new(),
            heading: t.with("ban-heading", &names),
            ..Self::sample(t)
        }
    }

    pub fn sample_removal(t: Words) -> Self {
        Self {
            form: Self::removal(t, "/posts/1/removal", "x").cancel("/posts/1", t.t("cancel")),
            lead: t.t("removal-lead"),
            notes: Vec::new(),
            heading: t.t("removal-heading"),
            ..Self::sample(t)
        }
    }
}
