//! Pages of groups: the list, one group, its members, the form. Must not know policy: what can be done is handed in.

use askama::{Template, filters::HtmlSafe};

use crate::{
    form::{Choice, Field, Form, Press},
    locale::Words,
    mark::{self, Mark},
    parts::{Chips, Empty, GroupRow, Note, Pager, PostRow, Seen, Tabs, Way},
    shell::{Section, Shell, Tone},
    text::Html,
};

/// All groups that the reader may see, in parts.
#[derive(Clone, Debug, Template)]
#[template(path = "groups/index.html")]
pub struct GroupsPage {
    pub t: Words,
    pub shell: Shell,
    pub tabs: Tabs,
    pub groups: Vec<GroupRow>,
    pub empty: Empty,
    /// Ways on: address and words.
    pub actions: Vec<(String, String)>,
}

impl GroupsPage {
    pub fn sample(t: Words) -> Self {
        Self {
            t,
            shell: Shell { section: Section::Groups, ..Shell::sample(t, &t.t("nav-groups")) },
            tabs: Tabs {
                label: t.t("nav-groups"),
                tabs: vec![
                    ("/groups".into(), t.t("groups-here"), true),
                    ("/groups?which=mine".into(), t.t("groups-mine"), false),
                    ("/groups?which=partners".into(), t.t("groups-partners"), false),
                ],
            },
            groups: vec![GroupRow::sample(t)],
            empty: Empty { title: t.t("groups-none"), text: t.t("groups-none-text"), action: None },
            actions: vec![
                ("/groups/new".into(), t.t("groups-create")),
                ("/groups/find".into(), t.t("groups-find-elsewhere")),
            ],
        }
    }
}

/// One group: what it is for, who sees it, its posts.
#[derive(Clone, Debug, Template)]
#[template(path = "groups/show.html")]
pub struct GroupPage {
    pub t: Words,
    pub shell: Shell,
    pub face: GroupFace,
    pub tabs: Tabs,
    pub chips: Chips,
    pub notes: Vec<Note>,
    /// Where a post is started: address and words.
    pub write: Option<(String, String)>,
    pub join: Option<JoinBox>,
    pub pinned: Vec<PostRow>,
    pub posts: Vec<PostRow>,
    pub pager: Pager,
    pub empty: Empty,
    pub side: GroupSide,
}

/// What stands at the top of every page of a group.
#[derive(Clone, Debug, Template)]
#[template(path = "groups/face.html")]
pub struct GroupFace {
    pub t: Words,
    pub name: String,
    pub badge: String,
    /// `@handle@host`
    pub address: String,
    /// The hub it lives on, by name; empty for our own.
    pub from: String,
    pub description: Html,
}

impl HtmlSafe for GroupFace {}

impl GroupFace {
    fn mark(&self) -> Mark {
        mark::group(&self.name)
    }

    pub fn sample(t: Words) -> Self {
        Self {
            t,
            name: "Case management".into(),
            badge: t.t("seen-public-badge"),
            address: "@case_management@exchange.example".into(),
            from: "Nairobi".into(),
            description: Html::from_markdown("For everyone who follows people through their **first year** back."),
        }
    }
}

/// Joining, as one button or with a reason for the moderators.
#[derive(Clone, Debug)]
pub enum JoinBox {
    Press(Press),
    Ask(Form),
}

/// The margin of a group's page.
#[derive(Clone, Debug)]
pub struct GroupSide {
    /// Who sees what is posted.
    pub seen: String,
    /// Who may start a post, in a sentence.
    pub posting: String,
    /// Name and address.
    pub moderators: Vec<(String, String)>,
    /// Leaving, or taking a request back.
    pub leave: Option<Press>,
    /// Address and words.
    pub links: Vec<(String, String)>,
}

impl JoinBox {
    /// The form of a request to join.
    pub fn ask(t: Words, action: impl Into<String>, csrf: impl Into<String>) -> Form {
        Form::post(t, action, csrf, t.t("group-ask"))
            .with(Field::area("reason", t.t("group-ask-reason"), 3).max(1000).help(t.t("group-ask-help")))
            .prefix("join")
    }
}

impl GroupPage {
    pub fn sample(t: Words) -> Self {
        let seen = Seen::Public { members: 48, followers: 212, servers: 14 };
        Self {
            t,
            shell: Shell { section: Section::Groups, ..Shell::sample(t, "Case management") },
            face: GroupFace::sample(t),
            tabs: Self::tabs(t, "/groups/case_management", "", true),
            chips: Chips {
                t,
                on: vec![("/groups/x".into(), t.language("fr"))],
                more: vec![("/groups/x?language=ar".into(), t.language("ar"))],
            },
            notes: vec![Note { tone: Tone::Info, text: t.t("group-pending"), action: None }],
            write: Some(("/groups/case_management/posts/new".into(), t.t("group-write"))),
            join: Some(JoinBox::Ask(JoinBox::ask(t, "/groups/case_management/membership", "x"))),
            pinned: vec![PostRow::sample(t)],
            posts: vec![
                PostRow { pinned: false, group: None, ..PostRow::sample(t) },
                PostRow::sample_from_elsewhere(t),
            ],
            pager: Pager::sample(t),
            empty: Empty { title: t.t("group-empty"), text: t.t("group-empty-text"), action: None },
            side: GroupSide {
                seen: seen.sentence(t, "Case management"),
                posting: t.t("posting-members"),
                moderators: vec![("Mariama D.".into(), "/people/mariama".into())],
                leave: Some(Press::new("/groups/case_management/departure", "x", t.t("group-leave"))),
                links: vec![("/groups/case_management/edit".into(), t.t("group-edit"))],
            },
        }
    }

    /// The tabs of a group at `base`; `current` is a kind's code, empty for everything, `members` for the list.
    pub fn tabs(t: Words, base: &str, current: &str, with_members: bool) -> Tabs {
        let tab = |code: &str, words| {
            let href = if code.is_empty() { base.to_owned() } else { format!("{base}?kind={code}") };
            (href, words, current == code)
        };
        let mut tabs = vec![
            tab("", t.t("group-all")),
            tab("discussion", t.t("group-discussions")),
            tab("resource", t.t("group-resources")),
            tab("article", t.t("group-articles")),
        ];
        if with_members {
            tabs.push((format!("{base}/members"), t.t("group-members"), current == "members"));
        }
        Tabs { label: t.t("group-parts"), tabs }
    }
}

/// A member of a group, or somebody who asks to be one.
#[derive(Clone, Debug, Template)]
#[template(path = "groups/member.html")]
pub struct MemberLine {
    pub t: Words,
    pub name: String,
    pub href: String,
    /// Host name for somebody elsewhere; may be empty.
    pub from: String,
    pub is_moderator: bool,
    pub reason: String,
    pub at: chrono::DateTime<chrono::Utc>,
    pub presses: Vec<Press>,
    /// The way to keep them out: address and words.
    pub ban: Option<(String, String)>,
}

impl HtmlSafe for MemberLine {}

impl MemberLine {
    fn mark(&self) -> Mark {
        mark::person(&self.name)
    }
}

/// Who belongs to a group and, for those who keep order, who asks to.
#[derive(Clone, Debug, Template)]
#[template(path = "groups/members.html")]
pub struct GroupMembersPage {
    pub t: Words,
    pub shell: Shell,
    pub face: GroupFace,
    pub tabs: Tabs,
    pub requests: Vec<MemberLine>,
    pub members: Vec<MemberLine>,
    pub pager: Pager,
}

impl GroupMembersPage {
    pub fn sample(t: Words) -> Self {
        let line = |name: &str, is_moderator, words: &str| MemberLine {
            t,
            name: name.into(),
            href: "/people/mariama".into(),
            from: "tunis.example".into(),
            is_moderator,
            reason: "I follow 40 families in Agadez.".into(),
            at: t.now,
            presses: vec![
                Press::new("/groups/case_management/requests/1", "x", t.t(words)).value("decision", "accept"),
            ],
            ban: (!is_moderator).then(|| ("/groups/case_management/bans/1".to_owned(), t.t("member-ban"))),
        };
        Self {
            t,
            shell: Shell { section: Section::Groups, ..Shell::sample(t, &t.t("group-members")) },
            face: GroupFace::sample(t),
            tabs: GroupPage::tabs(t, "/groups/case_management", "members", true),
            requests: vec![line("Kwame A.", false, "request-accept")],
            members: vec![line("Mariama D.", true, "member-unmoderate")],
            pager: Pager::sample(t),
        }
    }
}

/// Making a group, or changing what it is.
#[derive(Clone, Debug, Template)]
#[template(path = "groups/form.html")]
pub struct GroupFormPage {
    pub t: Words,
    pub shell: Shell,
    pub way: Way,
    pub heading: String,
    pub form: Form,
}

impl GroupFormPage {
    /// `is_new` asks for a handle too, which never changes afterwards.
    pub fn form(t: Words, action: impl Into<String>, csrf: impl Into<String>, is_new: bool) -> Form {
        let said = |code: &str, words: &str, help: &str| Choice::new(code, t.t(words)).help(t.t(help));
        let mut form = Form::post(t, action, csrf, t.t(if is_new { "groups-create" } else { "group-save" }))
            .with(Field::text("name", t.t("group-name")).required().max(120));
        if is_new {
            form =
                form.with(Field::text("handle", t.t("group-handle")).required().max(40).help(t.t("group-handle-help")));
        }
        let languages = crate::figures::LANGUAGES.iter().map(|(code, _)| Choice::new(*code, t.language(code)));
        form.with(Field::editor("description", t.t("group-description")).max(5000))
            .with(
                Field::radios(
                    "visibility",
                    t.t("group-visibility"),
                    vec![
                        said("public", "seen-public-badge", "visibility-public-help"),
                        said("members", "seen-members-badge", "visibility-members-help"),
                        said("hub", "seen-hub-badge", "visibility-hub-help"),
                    ],
                )
                .required()
                .help(t.t("group-visibility-help"))
                .value("public"),
            )
            .with(
                Field::radios(
                    "posting",
                    t.t("group-posting"),
                    ["anyone", "members", "moderators"]
                        .map(|code| Choice::new(code, t.t(&format!("posting-{code}"))))
                        .to_vec(),
                )
                .required()
                .value("members"),
            )
            .with(
                Field::radios(
                    "joining",
                    t.t("group-joining"),
                    ["open", "approval"].map(|code| Choice::new(code, t.t(&format!("joining-{code}")))).to_vec(),
                )
                .required()
                .value("open"),
            )
            .with(
                Field::select(
                    "purpose",
                    t.t("group-purpose"),
                    ["discussion", "library", "spotlight", "learning", "initiatives"]
                        .map(|code| Choice::new(code, t.t(&format!("purpose-{code}"))))
                        .to_vec(),
                )
                .required()
                .value("discussion"),
            )
            .with(Field::select("language", t.t("group-language"), languages.collect()).required().value(t.lang.code()))
    }

    pub fn sample(t: Words) -> Self {
        let heading = t.t("groups-create");
        Self {
            t,
            shell: Shell { section: Section::Groups, ..Shell::sample(t, &heading) },
            way: Way::sample(t),
            heading,
            form: Self::form(t, "/groups", "x", true)
                .cancel("/groups", t.t("cancel"))
                .with_faults([("visibility", "cannot-widen"), ("handle", "handle-shape")]),
        }
    }
}
