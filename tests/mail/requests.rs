//! Mails to those who decide.

use chrono::TimeDelta;
use waypost::groups::{Joining, Visibility};

use super::world::{actor, group, join, prefers};
use crate::support::{Browser, Letter, TestHub};

fn told(hub: &TestHub, member: &Browser) -> Vec<Letter> {
    hub.mails().into_iter().filter(|mail| mail.to == member.email).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn moderators_hear_of_the_first_request_at_once_and_of_more_within_the_hour() {
    let mut hub = TestHub::setup().at("2025-11-14T12:00:00Z").start().await;
    let moderator = hub.member("aissatou").await;
    prefers(&hub, &moderator, "es", "UTC", "never").await;
    let group = group(&hub, "protection", "Protection", Visibility::Members, Joining::Approval).await;
    let id = actor(&hub, &moderator).await;
    let client = hub.database.client().await;
    let sql = "insert into memberships (id, followed_id, follower_id, state, role, follow_url, created_at, accepted_at) \
        values (gen_random_uuid(), $1::text::uuid, $2::text::uuid, 'accepted', 'moderator', 'x', now(), now())";
    client.execute(sql, &[&group.id().0.to_string(), &id.0.to_string()]).await.unwrap();

    for name in ["kwame", "joao", "mariama"] {
        let member = hub.member(name).await;
        join(&hub, &group, &member).await;
        hub.drain().await;
        hub.advance(TimeDelta::minutes(5));
    }
    let mails = told(&hub, &moderator);
    assert_eq!(mails.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["Kwame pide unirse a Protection"]);
    assert!(mails[0].text.contains(&format!("{}/groups/protection", hub.base)));
    assert_eq!(mails[0].header("List-Unsubscribe"), None);

    hub.advance(TimeDelta::hours(1));
    hub.drain().await;
    let mails = told(&hub, &moderator);
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[1].subject, "3 personas piden unirse a Protection");
    for name in ["Kwame", "Joao", "Mariama"] {
        assert!(mails[1].text.contains(name) && mails[1].html.contains(name), "{name}");
    }
    // The page of notices says the same, once for each who asks.
    moderator.get("/notices").await.ok().shows("Joao pide unirse a Protection");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_moderates_any_more_the_administrators_hear_of_requests() {
    let mut hub = TestHub::setup().at("2025-11-14T12:00:00Z").start().await;
    let admin = hub.admin("rita").await;
    let group = group(&hub, "protection", "Protection", Visibility::Members, Joining::Approval).await;
    let kwame = hub.member("kwame").await;
    join(&hub, &group, &kwame).await;
    hub.drain().await;
    let mails = told(&hub, &admin);
    assert_eq!(mails.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["Kwame asks to join Protection"]);
    admin.get("/notices").await.ok().shows("Kwame asks to join Protection");
    admin.get("/groups/protection/members").await.ok().shows("/requests/");
}
