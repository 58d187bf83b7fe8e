//! Pages for those who run the hub: what waits, registrations, members, invitations.
//! Must not know rules; doors hand in which buttons there are.

use askama::Template;
use chrono::{DateTime, Duration, Utc};

use crate::{
    form::{Choice, Field, Form, Press},
    locale::Words,
    mark::{self, Mark},
    parts::{Empty, Pager, Record, Tabs},
    shell::Shell,
};

/// Which tab is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Overview,
    Requests,
    Members,
    Invites,
    Hubs,
    Servers,
    Queues,
}

pub fn tabs(t: Words, here: Tab) -> Tabs {
    let tab = |href: &str, key: &str, tab: Tab| (href.to_owned(), t.t(key), tab == here);
    Tabs {
        label: t.t("menu-admin"),
        tabs: vec![
            tab("/admin", "admin-overview", Tab::Overview),
            tab("/admin/requests", "admin-requests", Tab::Requests),
            tab("/admin/members", "admin-members", Tab::Members),
            tab("/invites", "settings-invites", Tab::Invites),
            tab("/admin/partners", "admin-hubs", Tab::Hubs),
            tab("/admin/hubs", "hubs-servers", Tab::Servers),
            tab("/admin/queues", "admin-queues", Tab::Queues),
        ],
    }
}

/// What waits, and how the hub is.
#[derive(Clone, Debug, Template)]
#[template(path = "administration/overview.html")]
pub struct OverviewPage {
    pub t: Words,
    pub shell: Shell,
    pub tabs: Tabs,
    /// What somebody must do: words and where.
    pub tasks: Vec<(String, String)>,
    pub facts: Record,
}

impl OverviewPage {
    pub fn sample(t: Words) -> Self {
        Self {
            t,
            shell: Shell::sample(t, &t.t("menu-admin")),
            tabs: tabs(t, Tab::Overview),
            tasks: vec![(t.n("admin-waiting", 2), "/admin/requests".into())],
            facts: Record { facts: vec![(t.t("admin-members"), vec![(t.n("members", 412), "/admin/members".into())])] },
        }
    }

    pub fn sample_calm(t: Words) -> Self {
        Self { tasks: Vec::new(), ..Self::sample(t) }
    }
}

/// Registrations that wait for a decision.
#[derive(Clone, Debug, Template)]
#[template(path = "administration/requests.html")]
pub struct RequestsPage {
    pub t: Words,
    pub shell: Shell,
    pub tabs: Tabs,
    pub rows: Vec<RequestRow>,
    pub empty: Option<Empty>,
}

#[derive(Clone, Debug)]
pub struct RequestRow {
    pub name: String,
    pub handle: String,
    pub email: String,
    pub organisation: String,
    pub country: String,
    pub reason: String,
    pub at: DateTime<Utc>,
    pub approve: Press,
    pub decline: Press,
}

impl RequestRow {
    fn mark(&self) -> Mark {
        mark::person(&self.name)
    }
}

impl RequestsPage {
    pub fn sample(t: Words) -> Self {
        let row = RequestRow {
            name: "مريم عبد الله".into(),
            handle: "maryam".into(),
            email: "maryam@example.org".into(),
            organisation: "ONG Retour digne".into(),
            country: "Tunisie".into(),
            reason: "Je suis conseillère\net je voudrais échanger.".into(),
            at: t.now - Duration::days(1),
            approve: Press::new("/admin/requests/1/approval", "x", t.t("admin-approve")).look("main"),
            decline: Press::new("/admin/requests/1/refusal", "x", t.t("admin-decline"))
                .confirm(t, t.t("admin-decline-question")),
        };
        Self {
            t,
            shell: Shell::sample(t, &t.t("admin-requests")),
            tabs: tabs(t, Tab::Requests),
            rows: vec![row],
            empty: None,
        }
    }

    pub fn sample_empty(t: Words) -> Self {
        let empty = Empty { title: t.t("admin-requests-none"), text: t.t("admin-requests-none-text"), action: None };
        Self { rows: Vec::new(), empty: Some(empty), ..Self::sample(t) }
    }
}

/// Members, searched.
#[derive(Clone, Debug, Template)]
#[template(path = "administration/members.html")]
pub struct MembersPage {
    pub t: Words,
    pub shell: Shell,
    pub tabs: Tabs,
    pub filter: Form,
    pub rows: Vec<MemberLine>,
    pub empty: Option<Empty>,
    pub pager: Pager,
}

#[derive(Clone, Debug)]
pub struct MemberLine {
    pub href: String,
    pub name: String,
    pub handle: String,
    pub email: String,
    pub organisation: String,
    /// In words.
    pub role: String,
    /// In words; empty for an account in order.
    pub state: String,
    pub since: DateTime<Utc>,
}

impl MemberLine {
    fn mark(&self) -> Mark {
        mark::person(&self.name)
    }
}

impl MembersPage {
    pub fn sample(t: Words) -> Self {
        let row = MemberLine {
            href: "/admin/members/1".into(),
            name: "Aïssatou Ba".into(),
            handle: "aissatou".into(),
            email: "aissatou@example.org".into(),
            organisation: "Bureau régional".into(),
            role: t.t("role-editor"),
            state: t.t("state-suspended"),
            since: t.now - Duration::days(90),
        };
        Self {
            t,
            shell: Shell::sample(t, &t.t("admin-members")),
            tabs: tabs(t, Tab::Members),
            filter: members_filter(t).fill([("q", "ba"), ("state", "suspended")]),
            rows: vec![row],
            empty: None,
            pager: Pager::cursors(t, None, Some("/admin/members?after=1".into())),
        }
    }

    pub fn sample_empty(t: Words) -> Self {
        let empty = Empty { title: t.t("admin-members-none"), text: String::new(), action: None };
        Self { rows: Vec::new(), empty: Some(empty), pager: Pager::cursors(t, None, None), ..Self::sample(t) }
    }
}

/// One account.
#[derive(Clone, Debug, Template)]
#[template(path = "administration/member.html")]
pub struct MemberPage {
    pub t: Words,
    pub shell: Shell,
    pub tabs: Tabs,
    pub name: String,
    pub facts: Record,
    pub reason: String,
    /// Not for oneself.
    pub role: Option<Form>,
    /// Suspend or restore, with what it does.
    pub deed: Option<(String, Press)>,
}

impl MemberPage {
    pub fn sample(t: Words) -> Self {
        let press = Press::new("/admin/members/1/suspension", "x", t.t("admin-suspend"))
            .look("danger")
            .confirm(t, t.t("admin-suspend-question"));
        Self {
            t,
            shell: Shell::sample(t, "Aïssatou Ba"),
            tabs: tabs(t, Tab::Members),
            name: "Aïssatou Ba".into(),
            facts: Record { facts: vec![(t.t("account-email"), vec![("aissatou@example.org".into(), String::new())])] },
            reason: "Je travaille à Thiès.".into(),
            role: Some(role_form(t, "/admin/members/1/role", "x", "editor")),
            deed: Some((t.t("admin-suspend-text"), press)),
        }
    }
}

/// Invitations: make one, see and revoke those that are open.
#[derive(Clone, Debug, Template)]
#[template(path = "administration/invites.html")]
pub struct InvitesPage {
    pub t: Words,
    pub shell: Shell,
    pub tabs: Tabs,
    /// The link just made; shown this once.
    pub fresh: Option<String>,
    pub form: Form,
    pub rows: Vec<InviteRow>,
}

#[derive(Clone, Debug)]
pub struct InviteRow {
    /// Whom it is for: the note or the address; may be empty.
    pub whom: String,
    pub by: String,
    pub role: String,
    pub uses: u32,
    pub most: u32,
    pub until: DateTime<Utc>,
    /// "Revoked", "Used", "Expired"; empty while it is open.
    pub state: String,
    pub revoke: Option<Press>,
}

impl InviteRow {
    fn used(&self, t: &Words) -> String {
        t.with("invite-used", &[("n", self.uses), ("most", self.most)])
    }
}

impl InvitesPage {
    pub fn sample(t: Words) -> Self {
        let open = InviteRow {
            whom: "Atelier de Dakar".into(),
            by: "Aïssatou Ba".into(),
            role: t.t("role-member"),
            uses: 3,
            most: 25,
            until: t.now + Duration::days(12),
            state: String::new(),
            revoke: Some(Press::new("/invites/1/revocation", "x", t.t("invite-revoke"))),
        };
        let closed = InviteRow { whom: String::new(), state: t.t("invite-expired"), revoke: None, ..open.clone() };
        Self {
            t,
            shell: Shell::sample(t, &t.t("settings-invites")),
            tabs: tabs(t, Tab::Invites),
            fresh: Some("https://exchange.example/invite/mgd8Wq2T0sV1".into()),
            form: invite_form(t, "x", roles(t)).fault("days", "number"),
            rows: vec![open, closed],
        }
    }
}

pub fn members_filter(t: Words) -> Form {
    let any = || Choice::new("", t.t("admin-any"));
    let states = ["pending", "active", "declined", "suspended"].map(|code| Choice::new(code, state(t, code)));
    Form::get(t, "/admin/members", t.t("search"))
        .with(Field::new("q", t.t("admin-members-search"), crate::form::Control::Line("search")).max(100))
        .with(Field::select("state", t.t("admin-state"), [any()].into_iter().chain(states).collect()))
        .with(Field::select("role", t.t("admin-role"), [any()].into_iter().chain(roles(t)).collect()))
}

pub fn role_form(t: Words, action: &str, csrf: &str, role: &str) -> Form {
    Form::post(t, action, csrf, t.t("settings-save"))
        .with(Field::radios("role", t.t("admin-role"), roles(t)).value(role).required())
}

/// `roles` are those that the inviter may give.
pub fn invite_form(t: Words, csrf: &str, roles: Vec<Choice>) -> Form {
    Form::post(t, "/invites", csrf, t.t("invite-submit"))
        .with(Field::email("email", t.t("invite-email")).help(t.t("invite-email-help")).max(254).autocomplete("off"))
        .with(Field::text("note", t.t("invite-note")).help(t.t("invite-note-help")).max(200))
        .with(Field::number("uses", t.t("invite-uses")).required().value("1").min(1).max(500))
        .with(Field::number("days", t.t("invite-days")).required().value("14").min(1).max(90))
        .with(Field::radios("role", t.t("admin-role"), roles).value("member").required())
}

/// Ranks in words, the lowest first.
pub fn roles(t: Words) -> Vec<Choice> {
    ["member", "editor", "admin"]
        .map(|code| Choice::new(code, role(t, code)).help(t.t(&format!("role-{code}-help"))))
        .to_vec()
}

pub fn role(t: Words, code: &str) -> String {
    t.find::<String>(&format!("role-{code}"), &[]).unwrap_or_else(|| code.to_owned())
}

pub fn state(t: Words, code: &str) -> String {
    t.find::<String>(&format!("state-{code}"), &[]).unwrap_or_else(|| code.to_owned())
}
