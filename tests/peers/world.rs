//! Hubs that know of each other, and what their members do, by the same commands that pages use.

use std::time::Duration;

use serde_json::Value;
use waypost::accounts::{Me, Role};
use waypost::actors::{self, Actor, Kind};
use waypost::groups::commands::GroupDraft;
use waypost::groups::{self, Joining, Posting, Purpose, Visibility};
use waypost::posts::{self, Change, Draft, Post, Reaction};
use waypost::store::ids::{MemberId, PostId, SessionId, fresh};
use web::text::{Html, SANITISER};

use crate::support::{TestHub, eventually};

const SOON: Duration = Duration::from_secs(60);

pub struct World {
    pub a: Side,
    pub b: Side,
}

/// What came and is not done with; a vote about something that never comes waits for a day.
pub const WAITING: &str = "select count(*) from inbox where failed_at is null \
    and error is distinct from 'what it is about is not here yet'";

pub struct Side {
    pub hub: TestHub,
}

impl World {
    /// `a` has the member ana and her public group `care`, `b` the member bela; both work.
    pub async fn of_two() -> Self {
        let mut world = Self { a: Side::start().await, b: Side::start().await };
        world.a.hub.editor("ana").await;
        world.b.hub.member("bela").await;
        world.a.make_group("care", "public").await;
        world.a.hub.work();
        world.b.hub.work();
        world
    }

    /// b's member follows a's group by its handle, and is accepted.
    pub async fn follow(&mut self, who: &str, group: &str) {
        self.ask_to_follow(who, group).await;
        let followed = format!(
            // Its moderators stand in the same table.
            "select count(*) from memberships m join actors a on a.id = m.followed_id join actors f on f.id = m.follower_id \
             where a.url = '{}' and f.host_id is null and m.state = 'accepted'",
            self.a.group(group)
        );
        self.b.awaits(&followed, 1).await;
    }

    pub async fn ask_to_follow(&mut self, who: &str, group: &str) {
        self.b.look_up(&format!("!{group}@{}", self.a.hub.host)).await;
        self.b.join(who, &self.a.group(group)).await;
    }
}

impl Side {
    pub async fn start() -> Self {
        Self { hub: TestHub::start().await }
    }

    pub fn group(&self, handle: &str) -> String {
        format!("{}/groups/{handle}", self.hub.base)
    }

    /// The path of an address of this hub.
    pub fn path(&self, url: &str) -> String {
        url.strip_prefix(&self.hub.base).unwrap_or(url).to_owned()
    }

    pub async fn look_up(&self, text: &str) {
        if let Err(why) = self.hub.peers().look_up(text).await {
            panic!("{text} was not found: {why:?}");
        }
    }

    pub async fn actor(&self, url: &str) -> Actor {
        let mut conn = self.hub.read().await.unwrap();
        actors::queries::by_url(&mut conn, url).await.unwrap().unwrap_or_else(|| panic!("{url} is not known"))
    }

    pub async fn me(&self, handle: &str) -> Me {
        let actor = self.actor(&format!("{}/people/{handle}", self.hub.base)).await;
        let row = self.hub.database.client().await;
        let id: String = row
            .query_one("select id::text from members where actor_id = $1::text::uuid", &[&actor.id.0.to_string()])
            .await
            .unwrap()
            .get(0);
        Me {
            member: MemberId(id.parse().unwrap()),
            actor: actor.id,
            session: SessionId(fresh(self.hub.clock.now())),
            handle: handle.to_owned(),
            name: actor.name,
            role: if handle == "ana" { Role::Editor } else { Role::Member },
            language: "en".to_owned(),
            time_zone: "UTC".to_owned(),
            theme: "auto".to_owned(),
            csrf: String::new(),
            previous_visit_at: None,
            seen_at: self.hub.clock.now(),
            unread: 0,
        }
    }

    pub async fn make_group(&self, handle: &str, visibility: &str) {
        self.make_group_for(handle, visibility, Purpose::Discussion).await;
    }

    pub async fn make_group_for(&self, handle: &str, visibility: &str, purpose: Purpose) {
        let keys = waypost::doors::keys::new_keys().await.unwrap();
        let me = self.me("ana").await;
        let new =
            actors::commands::NewActor { kind: Kind::Group, handle: handle.to_owned(), name: handle.to_owned(), keys };
        let draft = GroupDraft {
            name: handle.to_owned(),
            description_source: "About it".to_owned(),
            description_html: "<p>About it</p>".to_owned(),
            purpose,
            visibility: Visibility::parse(visibility).unwrap(),
            posting: Posting::Anyone,
            joining: Joining::Open,
            language: "en".to_owned(),
        };
        self.hub
            .write(async |tx| {
                let id = actors::commands::create(tx, new.clone()).await?;
                groups::commands::establish(tx, id, &draft, Some(&me)).await
            })
            .await
            .unwrap();
    }

    pub async fn join(&self, who: &str, group: &str) {
        let (me, group) = (self.me(who).await, self.group_row(group).await);
        self.hub.write(async |tx| groups::commands::join(tx, &group, &me, "").await).await.unwrap();
    }

    pub async fn leave(&self, who: &str, group: &str) {
        let (me, group) = (self.me(who).await, self.group_row(group).await);
        self.hub.write(async |tx| groups::commands::leave(tx, group.id(), me.actor).await).await.unwrap();
    }

    pub async fn accept(&self, who: &str, group: &str, follower: &str) {
        let (me, group) = (self.me(who).await, self.group_row(&self.group(group)).await);
        let follower = self.actor(follower).await.id;
        self.hub.write(async |tx| groups::commands::decide(tx, &group, &me, follower, true).await).await.unwrap();
    }

    pub async fn group_row(&self, url: &str) -> groups::Group {
        let mut conn = self.hub.read().await.unwrap();
        groups::queries::by_url(&mut conn, url).await.unwrap().unwrap_or_else(|| panic!("{url} is no group here"))
    }

    /// Shares a discussion in a group of this hub; answers its address.
    pub async fn share(&self, who: &str, group: &str, title: &str, body: &str) -> String {
        let group = self.actor(&self.group(group)).await.id;
        self.put(who, group, None, title, body).await
    }

    /// The same in a group of another server, by its address.
    pub async fn share_elsewhere(&self, who: &str, group: &str, title: &str, body: &str) -> String {
        let group = self.actor(group).await.id;
        self.put(who, group, None, title, body).await
    }

    pub async fn reply(&self, who: &str, parent: &str, body: &str) -> String {
        let parent = self.row(parent).await;
        self.put(who, parent.group_id, Some(parent.id), "", body).await
    }

    async fn put(
        &self,
        who: &str,
        group: waypost::store::ids::ActorId,
        parent: Option<PostId>,
        title: &str,
        body: &str,
    ) -> String {
        let draft = self.draft_for(who, group, parent, title, body).await;
        self.hub
            .write(async |tx| match parent {
                Some(_) => posts::commands::reply(tx, &draft).await,
                None => posts::commands::share(tx, &draft).await,
            })
            .await
            .unwrap();
        draft.url
    }

    /// Words for a group of this hub, not shared yet.
    pub async fn draft(&self, who: &str, group: &str, title: &str, body: &str) -> Draft {
        let group = self.actor(&self.group(group)).await.id;
        self.draft_for(who, group, None, title, body).await
    }

    /// The same for a group by its address, here or elsewhere.
    pub async fn draft_for_group(&self, who: &str, group: &str, title: &str, body: &str) -> Draft {
        let group = self.actor(group).await.id;
        self.draft_for(who, group, None, title, body).await
    }

    pub async fn draft_for(
        &self,
        who: &str,
        group: waypost::store::ids::ActorId,
        parent: Option<PostId>,
        title: &str,
        body: &str,
    ) -> Draft {
        let now = self.hub.clock.now();
        let id = PostId::fresh(now);
        Draft {
            id,
            url: self.hub.site.post(id),
            group,
            author: self.me(who).await.actor,
            kind: if parent.is_some() { posts::Kind::Reply } else { posts::Kind::Discussion },
            parent,
            title: title.to_owned(),
            body_source: Some(body.to_owned()),
            body_html: Html::from_markdown(body).as_str().to_owned(),
            sanitiser: SANITISER,
            language: "en".to_owned(),
            published_at: now,
            edited_at: None,
            context: None,
            page_url: None,
            attachments: Vec::new(),
        }
    }

    /// An administrator asks for another try at once.
    pub async fn try_again(&self, other: &Self) {
        self.try_host_again(&other.hub.host).await;
    }

    pub async fn try_host_again(&self, name: &str) {
        let mut conn = self.hub.read().await.unwrap();
        let host = actors::queries::host_by_name(&mut conn, name).await.unwrap().unwrap();
        drop(conn);
        self.hub.write(async |tx| actors::hosts::retry_now(tx, host.id).await).await.unwrap();
    }

    pub async fn edit(&self, who: &str, url: &str, body: &str) {
        let (me, post) = (self.me(who).await, self.row(url).await);
        let change = Change {
            title: post.title.clone(),
            body_source: Some(body.to_owned()),
            body_html: Html::from_markdown(body).as_str().to_owned(),
            sanitiser: SANITISER,
            language: "en".to_owned(),
            edited_at: self.hub.clock.now(),
            attachments: None,
        };
        self.hub.write(async |tx| posts::commands::edit(tx, &post, me.actor, &change).await).await.unwrap();
    }

    pub async fn withdraw(&self, who: &str, url: &str) {
        let (me, post) = (self.me(who).await, self.row(url).await);
        self.hub.write(async |tx| posts::commands::withdraw(tx, &post, me.actor).await).await.unwrap();
    }

    pub async fn like(&self, who: &str, url: &str, on: bool) {
        let (me, post) = (self.me(who).await, self.row(url).await);
        let done = self
            .hub
            .write(async |tx| match on {
                true => posts::commands::react(tx, &post, me.actor, Reaction::Like, None).await,
                false => posts::commands::unreact(tx, &post, me.actor, Reaction::Like).await,
            })
            .await;
        assert!(done.unwrap());
    }

    /// A moderator of the post's group takes it out of view, or back into it.
    pub async fn remove(&self, who: &str, url: &str, removed: bool) {
        let (me, post) = (self.me(who).await, self.row(url).await);
        let group = groups::queries::by_id(&mut self.hub.read().await.unwrap(), post.group_id).await.unwrap().unwrap();
        let done = self.hub.write(async |tx| match removed {
            true => posts::commands::remove(tx, &post, &group, me.actor, "Off topic").await,
            false => posts::commands::restore(tx, &post, &group, me.actor, false).await,
        });
        done.await.unwrap();
    }

    pub async fn row(&self, url: &str) -> Post {
        let mut conn = self.hub.read().await.unwrap();
        posts::queries::by_url(&mut conn, url).await.unwrap().unwrap_or_else(|| panic!("{url} is not here"))
    }

    /// The post's row as JSON.
    pub async fn post(&self, url: &str) -> Option<Value> {
        let client = self.hub.database.client().await;
        let row =
            client.query_opt("select row_to_json(p)::text from posts p where url = $1", &[&url]).await.unwrap()?;
        serde_json::from_str(row.get::<_, &str>(0)).ok()
    }

    pub async fn awaits_post(&self, url: &str, at_most: Duration) -> Value {
        eventually(&format!("{url} arrives"), at_most, async || self.post(url).await).await
    }

    pub async fn awaits(&self, query: &str, wanted: i64) {
        let started = std::time::Instant::now();
        while count(self, query).await != wanted {
            assert!(started.elapsed() < SOON, "not within {SOON:?}: {query} is {wanted}\n{}", self.streams().await);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// What is on its way in and out, for a test that waits in vain.
    async fn streams(&self) -> String {
        let rows = "select 'host ' || row_to_json(h)::text from hosts h union all \
            select 'out ' || concat_ws(' ', xid, seq, kind, form, object_key, inboxes::text) from activities union all \
            select 'in ' || concat_ws(' ', kind, url, tries, run_at, failed_at, error) from inbox union all \
            select 'job ' || row_to_json(j)::text from jobs j";
        let client = self.hub.database.client().await;
        let rows = client.query(rows, &[]).await.unwrap();
        let lines: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        format!("at {}, {}\n{}", self.hub.base, self.hub.clock.now(), lines.join("\n"))
    }

    /// This host has answered everything that there is.
    pub async fn settled_with(&self, host: &str) {
        let behind = format!(
            "select count(*) from hosts where name = '{host}' and (cursor_xid, cursor_seq) < \
             (select xid, seq from activities order by xid desc, seq desc limit 1)"
        );
        self.awaits(&behind, 0).await;
    }

    /// Every activity has been answered by every host that it was for.
    pub async fn settled(&self) {
        // What a host is given: by name, or as a follower in the form that its software reads.
        let behind = "select count(*) from hosts h where gone_at is null and (cursor_xid, cursor_seq) < \
            (select xid, seq from activities a where \
               exists (select 1 from unnest(a.inboxes) i where split_part(i, '/', 3) = h.name) \
                 and (h.group_aware or a.form not like 'a1%') \
               or exists (select 1 from memberships m join actors f on f.id = m.follower_id where f.host_id = h.id \
                   and m.followed_id = a.audience_id and m.state = 'accepted' and m.accepted_at <= a.created_at) \
                 and (a.form = 'all' or case when not h.group_aware then a.form = 'a2' when h.software = 'nodebb' \
                   then a.form in ('a1', 'a1-by-id') else a.form in ('a1', 'a1-whole') end) \
             order by xid desc, seq desc limit 1)";
        self.awaits(behind, 0).await;
    }
}

pub async fn count(side: &Side, query: &str) -> i64 {
    side.hub.database.client().await.query_one(query, &[]).await.unwrap().get(0)
}
