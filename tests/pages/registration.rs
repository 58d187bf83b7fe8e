//! Joining: register, confirm, be approved; the first administrator; what strangers learn on the way.

use crate::support::{PASSWORD, TestHub};

const WORDS: &[(&str, &str)] = &[("name", "Aïssatou Bâ"), ("handle", "aissatou"), ("reason", "I counsel in Thiès.")];

/// A registration with these fields over the usual ones.
pub fn fields<'a>(email: &'a str, with: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![("email", email), ("password", PASSWORD)];
    all.extend(with.iter().copied());
    all.extend(WORDS.iter().filter(|(name, _)| !with.iter().any(|(given, _)| given == name)).copied());
    all
}

/// The newest address in outgoing mail that starts with `path`, as a path; None when there is none.
pub async fn link(hub: &TestHub, path: &str) -> Option<String> {
    let rows = hub.database.client().await.query("select text_part from mails order by id", &[]).await.unwrap();
    let waiting = rows.into_iter().map(|row| row.get::<_, String>(0));
    let sent = hub.mails().into_iter().map(|mail| mail.text);
    let found = sent.chain(waiting).filter_map(|text| {
        let at = text.find(&format!("{}{path}", hub.base))?;
        text[at + hub.base.len()..].split_whitespace().next().map(str::to_owned)
    });
    found.last()
}

/// Kinds and recipients of what was written, oldest first.
pub async fn letters(hub: &TestHub) -> Vec<(String, String)> {
    let rows = hub.database.client().await.query("select kind, recipient from mails order by id", &[]).await.unwrap();
    rows.into_iter().map(|row| (row.get(0), row.get(1))).collect()
}

#[tokio::test]
async fn a_registration_is_confirmed_then_approved_and_leads_into_the_hub() {
    let hub = TestHub::start().await;
    let admin = hub.admin("omar").await;
    let visitor = &hub.visitor;
    visitor.get("/register").await.ok().shows("name=\"reason\"");
    let answer = visitor.post_form("/register", &fields("a.ba@example.org", &[])).await;
    assert_eq!(answer.leads(), "/register/sent");
    hub.get("/people/aissatou").await.is(404);

    let page = visitor.sign_in("a.ba@example.org").await.is(422);
    page.shows("not confirmed yet");
    let confirm = link(&hub, "/confirm/").await.unwrap();
    visitor.get(&confirm).await.ok().shows("Aïssatou Bâ");
    visitor.sign_in("a.ba@example.org").await.is(422).shows("not confirmed yet");
    visitor.post_form(&confirm, &[]).await.ok().shows("two working days");
    visitor.sign_in("a.ba@example.org").await.is(422).shows("has not read your registration");

    admin.get("/admin").await.ok().shows("1 registration waits");
    let page = admin.get("/admin/requests").await.ok();
    page.shows("I counsel in Thiès.").shows("a.ba@example.org");
    let approve = page.body.split("action=\"").find(|form| form.contains("/approval\"")).unwrap();
    let approve = approve.split('"').next().unwrap();
    assert_eq!(admin.post_form(approve, &[]).await.leads(), "/admin/requests");
    // Deciding twice says so and writes no second letter.
    admin.post_form(approve, &[]).await.leads();
    let approvals = letters(&hub).await.into_iter().filter(|(kind, _)| kind == "approved").count();
    assert_eq!(approvals, 1);

    assert_eq!(visitor.sign_in("a.ba@example.org").await.leads(), "/welcome");
    visitor.get("/welcome").await.ok().shows("value=\"welcome\" checked").shows("value=\"library\"");
    let answer = visitor.post_form("/welcome", &[("groups", "welcome"), ("groups", "library")]).await;
    assert_eq!(answer.leads(), "/welcome/digest");
    assert_eq!(visitor.post_form("/welcome/digest", &[("digest", "daily")]).await.leads(), "/");
    hub.get("/people/aissatou").await.ok().shows("Aïssatou Bâ");
    let joined = "select count(*) from memberships m join actors a on a.id = m.follower_id where a.handle = 'aissatou'";
    let row = hub.database.client().await.query_one(joined, &[]).await.unwrap();
    assert_eq!(row.get::<_, i64>(0), 2);
}

#[tokio::test]
async fn a_declined_registration_cannot_sign_in() {
    let hub = TestHub::start().await;
    let admin = hub.admin("omar").await;
    hub.visitor.post_form("/register", &fields("a@example.org", &[])).await.leads();
    hub.visitor.post_form(&link(&hub, "/confirm/").await.unwrap(), &[]).await.ok();
    let page = admin.get("/admin/requests").await.ok();
    let refuse = page.body.split('"').find(|text| text.ends_with("/refusal")).unwrap();
    admin.post_form(refuse, &[]).await.leads();
    hub.visitor.sign_in("a@example.org").await.is(422).shows("This account is closed");
    assert!(letters(&hub).await.contains(&("declined".to_owned(), "a@example.org".to_owned())));
}

#[tokio::test]
async fn a_registration_comes_back_with_what_was_typed_and_what_is_wrong() {
    let hub = TestHub::start().await;
    let with = [("handle", "Ärzte!"), ("password", "short"), ("reason", ""), ("name", "A \"B\"")];
    let page = hub.visitor.post_form("/register", &[("email", "no address"), with[0], with[1], with[2], with[3]]).await;
    let page = page.is(422);
    page.shows("value=\"no address\"").shows("A &#34;B&#34;").hides("value=\"short\"");
    for name in ["handle", "email", "password", "reason"] {
        page.shows(&format!("id=\"f-{name}-fault\""));
    }
    let taken = fields("a@example.org", &[("handle", "library")]);
    hub.visitor.post_form("/register", &taken).await.is(422).shows("already in use");
    let reserved = fields("a@example.org", &[("handle", "admin")]);
    hub.visitor.post_form("/register", &reserved).await.is(422).shows("kept for the hub");
    assert!(letters(&hub).await.is_empty());
}

#[tokio::test]
async fn c18_registering_a_known_address_looks_like_registering_a_new_one() {
    let hub = TestHub::start().await;
    hub.member("amina").await;
    let known = hub.visitor.post_form("/register", &fields("AMINA@example.org", &[("handle", "other")])).await;
    let fresh = hub.visitor.post_form("/register", &fields("new@example.org", &[])).await;
    assert_eq!((known.status, known.leads(), &known.body), (fresh.status, fresh.leads(), &fresh.body));
    let told = letters(&hub).await;
    assert_eq!(told[0], ("known".to_owned(), "AMINA@example.org".to_owned()));
    assert_eq!(told[1].0, "confirm");
    // Neither account nor handle was made for it.
    let count = "select count(*) from actors where handle = 'other'";
    assert_eq!(hub.database.client().await.query_one(count, &[]).await.unwrap().get::<_, i64>(0), 0);
}

#[tokio::test]
async fn a_registration_that_nobody_confirmed_gives_way_to_the_next() {
    let hub = TestHub::start().await;
    hub.visitor.post_form("/register", &fields("a@example.org", &[])).await.leads();
    let first = link(&hub, "/confirm/").await.unwrap();
    hub.visitor.post_form("/register", &fields("a@example.org", &[("name", "Awa")])).await.leads();
    hub.get(&first).await.is(404).shows("no longer valid");
    hub.get(&link(&hub, "/confirm/").await.unwrap()).await.ok().shows("Awa");
}

#[tokio::test]
async fn c17_a_confirmation_link_runs_out_after_three_days_and_works_once() {
    let hub = TestHub::setup().at("2026-03-01T08:00:00Z").start().await;
    hub.visitor.post_form("/register", &fields("a@example.org", &[])).await.leads();
    let confirm = link(&hub, "/confirm/").await.unwrap();
    hub.advance(chrono::TimeDelta::hours(73));
    hub.visitor.post_form(&confirm, &[]).await.is(404);
    hub.visitor.post_form("/register", &fields("a@example.org", &[])).await.leads();
    let confirm = link(&hub, "/confirm/").await.unwrap();
    hub.visitor.post_form(&confirm, &[]).await.ok();
    hub.visitor.post_form(&confirm, &[]).await.is(404);
}

#[tokio::test]
async fn c22_a_welcomed_domain_needs_no_approval_and_one_that_looks_like_it_does() {
    let welcome = |config: &mut waypost::config::Config| config.members.domains = vec!["iom.example".to_owned()];
    let hub = TestHub::setup().with(welcome).start().await;
    hub.visitor.post_form("/register", &fields("a@iom.example", &[])).await.leads();
    let answer = hub.visitor.post_form(&link(&hub, "/confirm/").await.unwrap(), &[]).await;
    assert_eq!(answer.leads(), "/sign-in");
    let other = fields("b@attacker-iom.example", &[("handle", "b_other"), ("reason", "x")]);
    hub.visitor.post_form("/register", &other).await.leads();
    hub.visitor.post_form(&link(&hub, "/confirm/").await.unwrap(), &[]).await.ok().shows("two working days");
}

#[tokio::test]
async fn c19_one_address_cannot_be_flooded_with_letters() {
    let hub = TestHub::setup().at("2026-03-01T08:00:00Z").start().await;
    for _ in 0..5 {
        hub.visitor.post_form("/register", &fields("a@example.org", &[])).await.leads();
    }
    let page = hub.visitor.post_form("/register", &fields("a@example.org", &[])).await.is(429);
    page.shows("Aïssatou Bâ").shows("too many attempts");
    // Saying that one comes from elsewhere does not help: no proxy is trusted.
    let request = hub.visitor.request(reqwest::Method::POST, "/register").header("x-forwarded-for", "203.0.113.9");
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields("a@example.org", &[])).finish();
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
    hub.visitor.send(request).await.is(429);
    hub.advance(chrono::TimeDelta::minutes(61));
    hub.visitor.post_form("/register", &fields("a@example.org", &[])).await.leads();
}

#[tokio::test]
async fn the_setup_link_makes_the_first_administrator_and_no_second() {
    let hub = TestHub::start().await;
    let void = waypost::setup::link(&hub).await.unwrap().unwrap();
    let link = waypost::setup::link(&hub).await.unwrap().unwrap();
    hub.get(&void).await.is(404);
    hub.get(&link).await.ok().hides("name=\"reason\"");
    let answer = hub.visitor.post_form(&link, &fields("omar@example.org", &[("handle", "omar")])).await;
    assert_eq!(answer.leads(), "/welcome");
    hub.visitor.get("/admin").await.ok();
    hub.visitor.post_form(&link, &fields("eve@example.org", &[("handle", "eve")])).await.is(404);
    assert_eq!(waypost::setup::link(&hub).await.unwrap(), None);
}

#[tokio::test]
async fn the_first_start_makes_the_hub_its_actor_and_three_groups_in_its_language() {
    let hub = TestHub::setup().with(|config| config.site.language = "fr".to_owned()).start().await;
    let sql = "select a.name, g.purpose from groups g join actors a on a.id = g.id order by a.handle";
    let rows = hub.database.client().await.query(sql, &[]).await.unwrap();
    let groups: Vec<(String, String)> = rows.into_iter().map(|row| (row.get(0), row.get(1))).collect();
    let expected = [("Bibliothèque", "library"), ("À la une", "spotlight"), ("Bienvenue", "discussion")];
    assert_eq!(groups, expected.map(|(name, purpose)| (name.to_owned(), purpose.to_owned())));
}
