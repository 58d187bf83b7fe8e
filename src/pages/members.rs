//! Members as administrators find and change them: search, rank, suspension.

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use web::administration::{self as views, MemberLine, MemberPage, MembersPage, Tab, members_filter, role_form, tabs};
use web::form::Press;
use web::parts::{Empty, Pager, Record};

use super::{PageResult, Sent, Visit, choices, rows};
use crate::accounts::queries::{self, Account, Search};
use crate::accounts::{Role, State as Standing, commands};
use crate::app::App;
use crate::store::Error;
use crate::store::ids::MemberId;

/// Rows on one page.
const PAGE: i64 = 50;

#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    after: String,
}

/// GET /admin/members?q=&state=&role=&after=
pub async fn index(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> PageResult {
    visit.admin()?;
    let search = Search {
        words: asked.q.replace('\0', ""),
        state: Standing::parse(&asked.state),
        role: Role::parse(&asked.role),
        after: MemberId::parse(&asked.after),
    };
    let (found, next) = queries::list(&mut *app.read().await?, &search, PAGE).await?;
    let t = visit.words;
    let query = [("q", &asked.q), ("state", &asked.state), ("role", &asked.role)];
    let on = next.map(|next| {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(query).append_pair("after", &next.to_string());
        format!("/admin/members?{}", pairs.finish())
    });
    let none = || Empty { title: t.t("admin-members-none"), text: String::new(), action: None };
    visit.page(&MembersPage {
        t,
        shell: visit.shell(&t.t("admin-members")),
        tabs: tabs(t, Tab::Members),
        filter: members_filter(t).fill(query.map(|(name, value)| (name, value.clone()))),
        empty: found.is_empty().then(none),
        rows: found.into_iter().map(|account| line(&visit, account)).collect(),
        pager: Pager::cursors(t, None, on),
    })
}

fn line(visit: &Visit, account: Account) -> MemberLine {
    let t = visit.words;
    let Account { member, handle, name } = account;
    let in_order = member.state() == Standing::Active;
    MemberLine {
        href: format!("/admin/members/{}", member.id),
        role: views::role(t, &member.role),
        state: if in_order { String::new() } else { views::state(t, &member.state) },
        since: member.created_at,
        name: rows::named(t, &name),
        handle,
        email: member.email,
        organisation: member.organisation,
    }
}

/// GET /admin/members/{id}
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<MemberId>) -> PageResult {
    let me = visit.admin()?;
    let account = queries::account_by_id(&mut *app.read().await?, id).await?.ok_or(Error::NotFound)?;
    let t = visit.words;
    let Account { member, handle, name } = account;
    let name = rows::named(t, &name);
    let plain = |text: String| vec![(text, String::new())];
    let is_closed = member.state() == Standing::Closed;
    let page = if is_closed { String::new() } else { format!("/people/{handle}") };
    let mut facts = vec![
        (t.t("account-handle"), vec![(format!("@{handle}"), page)]),
        (t.t("account-email"), plain(member.email.clone())),
        (t.t("admin-state"), plain(views::state(t, &member.state))),
        (t.t("admin-role"), plain(views::role(t, &member.role))),
        (t.t("admin-registered"), plain(t.date(member.created_at))),
    ];
    if !member.organisation.is_empty() {
        facts.push((t.t("account-organisation"), plain(member.organisation.clone())));
    }
    if let Some(country) = &member.country {
        facts.push((t.t("account-country"), plain(choices::country(t, country))));
    }
    if let Some(at) = member.last_visit_at {
        facts.push((t.t("admin-last-visit"), plain(t.date(at))));
    }
    let press = |noun: &str, key: &str| Press::new(format!("/admin/members/{id}/{noun}"), visit.csrf(), t.t(key));
    let deed = match member.state() {
        Standing::Active => {
            let press = press("suspension", "admin-suspend").look("danger").confirm(t, t.t("admin-suspend-question"));
            Some((t.t("admin-suspend-text"), press))
        }
        Standing::Suspended => Some((t.t("admin-restore-text"), press("restoration", "admin-restore"))),
        Standing::Pending | Standing::Declined | Standing::Closed => None,
    };
    let other = member.id != me.member;
    visit.page(&MemberPage {
        t,
        shell: visit.shell(&name),
        tabs: tabs(t, Tab::Members),
        name,
        facts: Record { facts },
        role: (other && !is_closed)
            .then(|| role_form(t, &format!("/admin/members/{id}/role"), visit.csrf(), &member.role)),
        deed: deed.filter(|_| other),
        reason: member.reason,
    })
}

/// POST /admin/members/{id}/role
pub async fn promote(State(app): State<App>, visit: Visit, Path(id): Path<MemberId>, sent: Sent) -> PageResult {
    let path = format!("/admin/members/{id}");
    let me = visit.admin_or(&path)?;
    let role = Role::parse(sent.get("role")).ok_or(Error::invalid("role", "choose"))?;
    app.write(async |tx| commands::promote(tx, me, id, role).await).await?;
    visit.redirect(&path, Some("flash-saved"))
}

/// POST /admin/members/{id}/suspension
pub async fn suspend(State(app): State<App>, visit: Visit, Path(id): Path<MemberId>, _sent: Sent) -> PageResult {
    let path = format!("/admin/members/{id}");
    let me = visit.admin_or(&path)?;
    app.write(async |tx| commands::suspend(tx, me, id).await).await?;
    visit.redirect(&path, Some("flash-suspended"))
}

/// POST /admin/members/{id}/restoration
pub async fn restore(State(app): State<App>, visit: Visit, Path(id): Path<MemberId>, _sent: Sent) -> PageResult {
    let path = format!("/admin/members/{id}");
    let me = visit.admin_or(&path)?;
    app.write(async |tx| commands::restore(tx, me, id).await).await?;
    visit.redirect(&path, Some("flash-restored"))
}
