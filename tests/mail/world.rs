//! Groups and posts for tests of mail, made by the commands that pages use.

use chrono::TimeDelta;
use waypost::accounts;
use waypost::actors::{self, Kind as ActorKind, commands::NewActor};
use waypost::groups::commands::{GroupDraft, establish, follow_here};
use waypost::groups::{self, Group, Joining, Posting, Purpose, Visibility};
use waypost::posts::{Draft, Kind, commands};
use waypost::store::ids::{ActorId, PostId};

use crate::support::{Browser, TestHub, people};

pub async fn group(hub: &TestHub, handle: &str, name: &str, visibility: Visibility, joining: Joining) -> Group {
    let new = NewActor { kind: ActorKind::Group, handle: handle.into(), name: name.into(), keys: people::keys() };
    let draft = GroupDraft {
        name: name.into(),
        description_source: String::new(),
        description_html: String::new(),
        purpose: Purpose::Discussion,
        visibility,
        posting: Posting::Members,
        joining,
        language: "en".into(),
    };
    let id = hub
        .write(async |tx| {
            let id = actors::commands::create(tx, new.clone()).await?;
            establish(tx, id, &draft, None).await.map(|()| id)
        })
        .await
        .unwrap();
    groups::queries::by_id(&mut hub.read().await.unwrap(), id).await.unwrap().unwrap()
}

pub async fn actor(hub: &TestHub, member: &Browser) -> ActorId {
    let found = actors::queries::by_handle(&mut hub.read().await.unwrap(), &member.handle).await.unwrap();
    found.unwrap().id
}

pub async fn join(hub: &TestHub, group: &Group, member: &Browser) {
    let actor = actor(hub, member).await;
    hub.write(async |tx| follow_here(tx, group, actor, None, "I work with returnees").await).await.unwrap();
}

pub async fn share(hub: &TestHub, group: &Group, author: &Browser, title: &str) -> PostId {
    write(hub, group, author, None, title).await
}

pub async fn reply(hub: &TestHub, group: &Group, author: &Browser, parent: PostId) -> PostId {
    write(hub, group, author, Some(parent), "").await
}

async fn write(hub: &TestHub, group: &Group, author: &Browser, parent: Option<PostId>, title: &str) -> PostId {
    let (author, now) = (actor(hub, author).await, hub.clock.now());
    let id = PostId::fresh(now);
    let draft = Draft {
        id,
        url: hub.site.post(id),
        group: group.id(),
        author,
        kind: if parent.is_some() { Kind::Reply } else { Kind::Discussion },
        parent,
        title: title.into(),
        body_source: Some("We call at four, eight and twelve weeks.".into()),
        body_html: "<p>We call at four, eight and twelve weeks.</p>".into(),
        sanitiser: web::text::SANITISER,
        language: "en".into(),
        published_at: now,
        edited_at: None,
        context: None,
        page_url: None,
        attachments: Vec::new(),
    };
    let is_reply = parent.is_some();
    hub.write(async |tx| if is_reply { commands::reply(tx, &draft).await } else { commands::share(tx, &draft).await })
        .await
        .unwrap();
    id
}

/// Sets a member's settings behind the hub's back.
pub async fn prefers(hub: &TestHub, member: &Browser, language: &str, zone: &str, digest: &str) {
    let client = hub.database.client().await;
    let sql = "update members set language = $2, time_zone = $3, digest = $4 where email = $1";
    assert_eq!(client.execute(sql, &[&member.email, &language, &zone, &digest]).await.unwrap(), 1);
}

pub async fn digest_of(hub: &TestHub, member: &Browser) -> String {
    let actor = actor(hub, member).await;
    let row = accounts::queries::by_actor(&mut hub.read().await.unwrap(), actor).await.unwrap();
    row.unwrap().digest
}

/// Lets time pass, plans what is due then and sends it.
pub async fn days_later(hub: &mut TestHub, days: i64) {
    hub.advance(TimeDelta::days(days));
    hub.tick().await;
    hub.drain().await;
}

pub async fn count(hub: &TestHub, sql: &str) -> i64 {
    hub.database.client().await.query_one(sql, &[]).await.unwrap().get(0)
}
