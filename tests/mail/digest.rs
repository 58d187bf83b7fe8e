//! The digest from the post to the mailbox, and the way out of it.

use waypost::groups::{Group, Joining, Visibility};
use waypost::posts::{self, Kind};
use waypost::store::ids::PostId;

use super::world::{actor, count, days_later, digest_of, group, join, prefers, reply, share};
use crate::support::{Browser, Letter, TestHub};

/// Friday noon; digests are due on Monday at seven.
const START: &str = "2025-11-14T12:00:00Z";

struct World {
    hub: TestHub,
    mariama: Browser,
    kwame: Browser,
    group: Group,
}

/// Two members of a public group; their first windows are reckoned.
async fn world() -> World {
    let mut hub = TestHub::setup().at(START).start().await;
    let (mariama, kwame) = (hub.member("mariama").await, hub.member("kwame").await);
    let group = group(&hub, "case_management", "Case management", Visibility::Public, Joining::Open).await;
    join(&hub, &group, &mariama).await;
    join(&hub, &group, &kwame).await;
    hub.tick().await;
    hub.drain().await;
    hub.advance(chrono::TimeDelta::minutes(1));
    assert_eq!(digests(&hub, &mariama).len(), 0);
    World { hub, mariama, kwame, group }
}

fn digests(hub: &TestHub, member: &Browser) -> Vec<Letter> {
    hub.mails().into_iter().filter(|mail| mail.to == member.email && mail.header("List-Id").is_some()).collect()
}

/// Path and query of the digest's one-click address.
fn way_out(hub: &TestHub, mail: &Letter) -> String {
    let header = mail.header("List-Unsubscribe").unwrap();
    let address = header.trim_start_matches('<').trim_end_matches('>');
    address.strip_prefix(&hub.base).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_tells_what_is_new_in_its_readers_language() {
    let World { mut hub, mariama, kwame, group } = world().await;
    prefers(&hub, &mariama, "fr", "Africa/Dakar", "weekly").await;
    hub.tick().await;
    let own = share(&hub, &group, &mariama, "How do you follow up?").await;
    let news = share(&hub, &group, &kwame, "Reopening shelters in Agadez").await;
    let answer = reply(&hub, &group, &kwame, own).await;
    hub.drain().await;
    days_later(&mut hub, 3).await;

    let mails = digests(&hub, &mariama);
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert_eq!(mail.subject, "1 réponse pour vous · Reopening shelters in Agadez");
    assert!(mail.text.contains("Kwame a répondu dans « How do you follow up? »"), "{}", mail.text);
    assert!(mail.html.contains("<html lang=\"fr\" dir=\"ltr\">"));
    for id in [news, answer] {
        let address = hub.site.post(id);
        assert!(mail.text.contains(&address) && mail.html.contains(&address), "{address}");
    }
    let own = format!("{}\n", hub.site.post(own));
    assert!(!mail.text.contains(&own), "her own post is no news to her");
    for (name, value) in [
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", "fr"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ] {
        assert_eq!(mail.header(name).as_deref(), Some(value));
    }
    let message_id: String = hub
        .database
        .client()
        .await
        .query_one("select id::text from mails where sent_at is not null and recipient = 'mariama@example.org'", &[])
        .await
        .unwrap()
        .get(0);
    assert_eq!(mail.message_id, format!("{}@localhost", PostId(message_id.parse().unwrap())));
    assert!(mail.html.len() < 60_000);
    // His digest has her post, and no answer to him.
    let his = digests(&hub, &kwame);
    assert_eq!(his.len(), 1);
    assert_eq!(his[0].subject, "How do you follow up?");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_counted_and_led_to() {
    let World { mut hub, mariama, kwame, group } = world().await;
    let own = share(&hub, &group, &mariama, "How do you follow up?").await;
    for _ in 0..6 {
        reply(&hub, &group, &kwame, own).await;
    }
    hub.drain().await;
    days_later(&mut hub, 3).await;
    let mails = digests(&hub, &mariama);
    assert_eq!(mails[0].subject, "6 replies to you");
    let notices = format!("{}/notices", hub.base);
    for part in [&mails[0].text, &mails[0].html] {
        assert!(part.contains("2 more replies in your notices") && part.contains(&notices), "{part}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_new_is_no_mail_and_no_row() {
    let World { mut hub, mariama, .. } = world().await;
    days_later(&mut hub, 3).await;
    days_later(&mut hub, 7).await;
    assert_eq!(digests(&hub, &mariama).len(), 0);
    assert_eq!(count(&hub, "select count(*) from mails").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_here_is_left_out_and_what_was_told_is_not_told_again() {
    let World { mut hub, mariama, kwame, group } = world().await;
    let read = share(&hub, &group, &kwame, "Read already").await;
    let client = hub.database.client().await;
    let sql = "insert into reads (member_id, root_id, seen_at) select m.id, $1::text::uuid, now() from members m where m.email = $2";
    client.execute(sql, &[&read.0.to_string(), &mariama.email]).await.unwrap();
    days_later(&mut hub, 3).await;
    assert_eq!(digests(&hub, &mariama).len(), 0);

    share(&hub, &group, &kwame, "Told once").await;
    days_later(&mut hub, 7).await;
    days_later(&mut hub, 7).await;
    let mails = digests(&hub, &mariama);
    assert_eq!(mails.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["Told once"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_planning_and_sending_leaves_one_row_and_one_mail() {
    let World { mut hub, mariama, kwame, group } = world().await;
    share(&hub, &group, &kwame, "Reopening shelters in Agadez").await;
    hub.drain().await;
    hub.cut();
    hub.open();
    hub.advance(chrono::TimeDelta::days(3));
    hub.tick().await;
    hub.tick().await;
    hub.crash();
    hub.tick().await;
    hub.drain().await;
    assert_eq!(digests(&hub, &mariama).len(), 1);
    assert_eq!(count(&hub, "select count(*) from mails where recipient = 'mariama@example.org'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_was_away_sends_the_newest_window_only() {
    let World { mut hub, mariama, kwame, group } = world().await;
    prefers(&hub, &mariama, "en", "UTC", "daily").await;
    hub.tick().await;
    share(&hub, &group, &kwame, "While you were away").await;
    days_later(&mut hub, 5).await;
    let mails = digests(&hub, &mariama);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "While you were away");
    assert!(mails[0].text.contains("Your day on"));
}

#[tokio::test(flavor = "multi_thread")]
async fn d08_what_was_removed_since_it_was_planned_is_not_sent() {
    let World { mut hub, mariama, kwame, group } = world().await;
    let id = share(&hub, &group, &kwame, "Names a survivor").await;
    hub.drain().await;
    hub.cut();
    hub.open();
    hub.advance(chrono::TimeDelta::days(3));
    hub.tick().await;
    assert_eq!(count(&hub, "select count(*) from mails where sent_at is null").await, 1);
    let post = posts::queries::by_id(&mut hub.read().await.unwrap(), id).await.unwrap().unwrap();
    assert_eq!(post.kind(), Kind::Discussion);
    let author = actor(&hub, &kwame).await;
    hub.write(async |tx| posts::commands::withdraw(tx, &post, author).await).await.unwrap();
    hub.drain().await;
    assert_eq!(digests(&hub, &mariama).len(), 0);
    assert_eq!(count(&hub, "select count(*) from mails").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn d08_a_restricted_group_is_told_by_titles_only_and_never_in_the_subject() {
    let World { mut hub, mariama, kwame, .. } = world().await;
    let group = group(&hub, "protection", "Protection cases", Visibility::Hub, Joining::Open).await;
    join(&hub, &group, &mariama).await;
    join(&hub, &group, &kwame).await;
    share(&hub, &group, &kwame, "A new pattern on the coastal road").await;
    days_later(&mut hub, 3).await;
    let mails = digests(&hub, &mariama);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "1 new post in your groups");
    assert!(mails[0].text.contains("A new pattern on the coastal road"));
    assert!(!mails[0].text.contains("We call at four") && !mails[0].html.contains("We call at four"));
}

#[tokio::test(flavor = "multi_thread")]
async fn c16_one_click_stops_the_digest_and_a_get_does_not() {
    let World { mut hub, mariama, kwame, group } = world().await;
    share(&hub, &group, &kwame, "First").await;
    days_later(&mut hub, 3).await;
    let path = way_out(&hub, &digests(&hub, &mariama)[0]);

    // A mail scanner follows the link; then the mail program sends its POST, without cookies.
    hub.get(&path).await.ok().shows("Stop the digest").hides("mariama");
    assert_eq!(digest_of(&hub, &mariama).await, "weekly");
    let stranger = Browser::new(&hub.base);
    const FORM: &str = "application/x-www-form-urlencoded";
    stranger
        .post_raw(&path, FORM, "List-Unsubscribe=One-Click")
        .await
        .ok()
        .shows("The digest is stopped")
        .hides("mariama");
    stranger.post_raw(&path, FORM, "List-Unsubscribe=One-Click").await.ok();
    assert_eq!(digest_of(&hub, &mariama).await, "never");
    assert_eq!(digest_of(&hub, &kwame).await, "weekly");

    share(&hub, &group, &kwame, "Second").await;
    days_later(&mut hub, 7).await;
    assert_eq!(digests(&hub, &mariama).len(), 1);

    // And back again, from the page.
    stranger.post_raw(&path, FORM, "again=1").await.ok();
    assert_eq!(digest_of(&hub, &mariama).await, "weekly");
    let (head, tail) = path.split_at(path.len() - 1);
    let tampered = format!("{head}{}", if tail == "A" { "B" } else { "A" });
    for bad in [tampered.as_str(), "/unsubscribe/x", "/unsubscribe/%F0%9F"] {
        stranger.post_raw(bad, FORM, "List-Unsubscribe=One-Click").await.is(if bad.contains('%') { 400 } else { 404 });
    }
    assert_eq!(digest_of(&hub, &mariama).await, "weekly");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stops_while_a_digest_waits_gets_none() {
    let World { mut hub, mariama, kwame, group } = world().await;
    share(&hub, &group, &kwame, "First").await;
    days_later(&mut hub, 3).await;
    let path = way_out(&hub, &digests(&hub, &mariama)[0]);
    share(&hub, &group, &kwame, "Second").await;
    hub.drain().await;
    hub.cut();
    hub.open();
    hub.advance(chrono::TimeDelta::days(7));
    hub.tick().await;
    assert_eq!(count(&hub, "select count(*) from mails where sent_at is null").await, 1);
    Browser::new(&hub.base).post_raw(&path, "application/x-www-form-urlencoded", "").await.ok();
    hub.drain().await;
    assert_eq!(digests(&hub, &mariama).len(), 1);
}
