//! Three hubs, whatever happens (promise R24): members of all write, edit, take back, like, join and leave, moderators
//! remove, lock, pin and ban, while the wire loses and doubles, hubs are cut from each other and killed. Afterwards every public
//! group is the same on every hub, and nothing private has got anywhere.
//!
//! WAYPOST_CONVERGENCE_SEED replays, WAYPOST_CONVERGENCE_SECONDS lengthens.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use waypost::moderation::{BanDraft, bans};
use waypost::posts::{self, Change, Post, Reaction};
use waypost::store::{Error, Result};
use web::text::{Html, SANITISER};

use crate::peers::world::{Side, count};
use crate::support::{Browser, Faults, Proxy, TestHub, eventually};

const HUBS: usize = 3;
const MEMBERS: [&str; 2] = ["ana", "bela"];
const HEALED: Duration = Duration::from_secs(150);

struct Island {
    side: Side,
    proxy: Proxy,
    browsers: BTreeMap<&'static str, Browser>,
}

struct Sea {
    islands: Vec<Island>,
    random: StdRng,
    /// Words that only the members of a private group may read.
    secrets: usize,
    log: Vec<String>,
}

#[expect(clippy::disallowed_methods, reason = "how a test runs is no setting of the hub")]
fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[tokio::test(flavor = "multi_thread")]
async fn r24_three_hubs_agree_after_whatever_happened_and_nothing_private_is_anywhere() {
    let seed = asked("WAYPOST_CONVERGENCE_SEED", 20_261_128);
    let lasting = Duration::from_secs(asked("WAYPOST_CONVERGENCE_SECONDS", 60));
    println!("WAYPOST_CONVERGENCE_SEED={seed}");
    let mut sea = Sea::fill(seed).await;
    for island in &sea.islands {
        island.proxy.faults(Faults { lost: 0.04, unanswered: 0.03, doubled: 0.05 });
    }
    let began = Instant::now();
    let mut trouble = Instant::now();
    let mut apart: Option<(usize, usize)> = None;
    while began.elapsed() < lasting {
        sea.something_happens().await;
        tokio::time::sleep(Duration::from_millis(40)).await;
        if trouble.elapsed() > Duration::from_secs(4) {
            trouble = Instant::now();
            if let Some((one, other)) = apart.take() {
                sea.part(one, other, false);
            }
            let one = sea.random.random_range(0..HUBS);
            if sea.random.random_bool(0.5) {
                sea.islands[one].side.hub.crash();
            } else {
                let other = (one + 1) % HUBS;
                sea.part(one, other, true);
                apart = Some((one, other));
            }
            sea.nudge().await;
        }
    }
    if let Some((one, other)) = apart {
        sea.part(one, other, false);
    }
    for island in &sea.islands {
        println!("{} {:?}", island.proxy.base, island.proxy.done());
        island.proxy.faults(Faults::default());
    }
    sea.agrees().await;
    sea.keeps_its_secrets().await;
}

impl Sea {
    /// Each hub has two members and a public group that all follow; the first has a group for members, which ana of the
    /// second was let into.
    async fn fill(seed: u64) -> Self {
        let mut islands = Vec::new();
        for n in 0..HUBS {
            let proxy = Proxy::start(seed + n as u64).await;
            let hub = TestHub::setup().behind(&proxy).start().await;
            let mut browsers = BTreeMap::new();
            browsers.insert("ana", hub.editor("ana").await);
            browsers.insert("bela", hub.member("bela").await);
            let mut side = Side { hub };
            side.make_group("public", "public").await;
            side.hub.work();
            islands.push(Island { side, proxy, browsers });
        }
        islands[0].side.make_group("closed", "members").await;
        let groups: Vec<String> = islands.iter().map(|island| island.side.group("public")).collect();
        let hosts: Vec<String> = islands.iter().map(|island| island.side.hub.host.clone()).collect();
        for (n, island) in islands.iter().enumerate() {
            for (other, group) in groups.iter().enumerate().filter(|(other, _)| *other != n) {
                island.side.look_up(&format!("!public@{}", hosts[other])).await;
                island.side.join("ana", group).await;
            }
        }
        let closed = islands[0].side.group("closed");
        islands[1].side.look_up(&format!("!closed@{}", hosts[0])).await;
        islands[1].side.join("ana", &closed).await;
        islands[0].side.awaits("select count(*) from memberships where state = 'pending'", 1).await;
        let asks = format!("{}/people/ana", islands[1].side.hub.base);
        islands[0].side.accept("ana", "closed", &asks).await;
        for (n, island) in islands.iter().enumerate() {
            let wanted = if n == 1 { 3 } else { 2 };
            let accepted = "select count(*) from memberships m join actors g on g.id = m.followed_id \
                join actors f on f.id = m.follower_id \
                where g.host_id is not null and f.host_id is null and m.state = 'accepted'";
            let began = Instant::now();
            while count(&island.side, accepted).await != wanted {
                assert!(began.elapsed() < HEALED, "hub {n} follows: {:?}", island.side.queues().await);
                nudge(&islands).await;
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
        Self { islands, random: StdRng::seed_from_u64(seed), secrets: 0, log: Vec::new() }
    }

    fn part(&self, one: usize, other: usize, apart: bool) {
        let base = |n: usize| self.islands[n].proxy.base.clone();
        self.islands[one].proxy.keep_out(&base(other), apart);
        self.islands[other].proxy.keep_out(&base(one), apart);
    }

    async fn nudge(&self) {
        nudge(&self.islands).await;
    }

    async fn something_happens(&mut self) {
        let at = self.random.random_range(0..HUBS);
        let who = MEMBERS[self.random.random_range(0..MEMBERS.len())];
        let n = self.log.len();
        let drawn = self.random.random_range(0..100);
        let picked = self.random.random_range(0..usize::MAX);
        if drawn < 8 {
            return self.secret(n).await;
        }
        let owner = self.islands[self.random.random_range(0..HUBS)].side.group("public");
        let side = &self.islands[at].side;
        let (what, done) = match drawn {
            8..30 => ("shares", side.writes(who, &owner, None, &format!("Post {n}"), &format!("Words {n}.")).await),
            30..98 => {
                let Some(post) = side.some_post(picked).await else { return };
                let mine = post.author_id == side.me(who).await.actor;
                match drawn {
                    30..52 => ("replies", side.writes(who, &owner, Some(&post), "", &format!("Answer {n}.")).await),
                    52..70 if mine => ("edits", side.edits(who, &post, &format!("Other words {n}.")).await),
                    70..74 if mine => ("withdraws", side.withdraws(who, &post).await),
                    52..84 => ("likes", side.likes(who, &post, drawn % 3 != 0).await),
                    84..88 => ("removes", side.removes(&post).await),
                    88..92 => ("locks", side.locks(&post, drawn % 2 == 0).await),
                    92..94 => ("bans", side.bans(&post, drawn % 2 == 0).await),
                    _ => ("pins", side.pins(&post, drawn % 2 == 0).await),
                }
            }
            // ana stays, so that each hub follows each group.
            98 => ("joins", side.joins("bela", &owner).await),
            _ => ("leaves", side.leaves("bela", &owner).await),
        };
        match done {
            Ok(()) => self.log.push(format!("{who} {what} on {at}")),
            // What may not be is an answer as well.
            Err(Error::Forbidden(_) | Error::Conflict(_) | Error::NotFound) => self.log.push(String::new()),
            Err(error) => panic!("{who} {what} on {at}: {error}"),
        }
    }

    /// Somebody who may says something private.
    async fn secret(&mut self, n: usize) {
        self.secrets += 1;
        let closed = self.islands[0].side.group("closed");
        let at = self.random.random_range(0..2);
        let token = format!("LEAK-post-{}", waypost::store::ids::fresh(self.islands[0].side.hub.clock.now()));
        let side = &self.islands[at].side;
        side.writes("ana", &closed, None, &format!("Private {n} {token}"), &token).await.unwrap();
        self.log.push(format!("ana says something private on {at}"));
    }

    async fn agrees(&self) {
        let groups: Vec<String> = self.islands.iter().map(|island| island.side.group("public")).collect();
        let began = Instant::now();
        loop {
            self.nudge().await;
            tokio::time::sleep(Duration::from_millis(500)).await;
            let mut faults = Vec::new();
            for (n, group) in groups.iter().enumerate() {
                let banned = self.islands[n].side.ever_banned().await;
                let here = self.islands[n].side.public_state(group, &banned).await;
                for (other, island) in self.islands.iter().enumerate().filter(|(other, _)| *other != n) {
                    let there = island.side.public_state(group, &banned).await;
                    faults.extend(differences(&format!("hub {other} of group {n}"), &here, &there));
                }
            }
            if faults.is_empty() {
                println!("agreed after {:?}; {} things happened", began.elapsed(), self.log.len());
                return;
            }
            if began.elapsed() > HEALED {
                for island in &self.islands {
                    println!("{}: {:?}", island.side.hub.base, island.side.queues().await);
                }
                for url in
                    faults.iter().filter_map(|fault| fault.split_whitespace().find(|word| word.contains("/posts/")))
                {
                    self.trace(url).await;
                }
                panic!("not the same after {HEALED:?}:\n{}", faults.join("\n"));
            }
        }
    }

    /// What each hub wrote and got about a post, for a failure's sake.
    async fn trace(&self, url: &str) {
        println!("about {url}");
        let mut sent: Vec<String> = Vec::new();
        for island in &self.islands {
            let query = "select url, concat_ws(' ', seq, xid, kind, form, inboxes::text, audience_id is not null, url, \
                to_char(created_at, 'HH24:MI:SS.MS')) from activities where object_key = $1 order by seq";
            for row in island.side.hub.database.client().await.query(query, &[&url]).await.unwrap() {
                println!("  {} wrote {}", island.side.hub.base, row.get::<_, String>(1));
                sent.push(row.get(0));
            }
        }
        for island in &self.islands {
            let query = "select concat_ws(' ', url, to_char(received_at, 'HH24:MI:SS.MS')) from received \
                where url = any($1) order by received_at";
            for row in island.side.hub.database.client().await.query(query, &[&sent]).await.unwrap() {
                println!("  {} applied {}", island.side.hub.base, row.get::<_, String>(0));
            }
        }
    }

    async fn keeps_its_secrets(&self) {
        assert!(self.secrets > 0);
        let [first, second, third] = [0, 1, 2].map(|n| &self.islands[n]);
        eventually("the other member gets what is private", HEALED, async || {
            self.nudge().await;
            let all = |side| count(side, "select count(*) from posts where title like '%LEAK-%'");
            (all(&first.side).await == self.secrets as i64 && all(&second.side).await == self.secrets as i64)
                .then_some(())
        })
        .await;
        // No row of the hub that nobody let in holds any.
        let client = third.side.hub.database.client().await;
        let tables = "select table_name::text from information_schema.tables where table_schema = 'public' \
            and table_type = 'BASE TABLE'";
        for table in client.query(tables, &[]).await.unwrap() {
            let table: String = table.get(0);
            let held = format!("select count(*) from {table} t where t::text like '%LEAK-%'");
            assert_eq!(count(&third.side, &held).await, 0, "{table} of a hub that was not let in");
        }
        for (n, island) in self.islands.iter().enumerate() {
            for letter in island.side.hub.mails() {
                let parts = [&letter.raw, &letter.subject, &letter.text, &letter.html];
                assert!(parts.iter().all(|part| !part.contains("LEAK-")), "a mail of hub {n}");
            }
            // Neither does anything that a stranger is shown, or a member of a hub whose ana alone was let in.
            for path in island.side.everything_public().await {
                let mut looks = vec![island.side.hub.get(&path).await, island.side.hub.get_ap(&path).await];
                if n > 0 {
                    let (bela, api) = (&island.browsers["bela"], format!("/api/v1{path}"));
                    looks.push(bela.get(&path).await);
                    looks.push(bela.api("GET", &api, serde_json::Value::Null).await);
                }
                for look in looks {
                    assert!(!look.has("LEAK-"), "{path} of hub {n} tells what is private");
                }
            }
        }
    }
}

/// An administrator who presses "try again" everywhere: a minute's pause is half of this test.
async fn nudge(islands: &[Island]) {
    for island in islands {
        let press = "update hosts set retry_at = now(), changed_at = now() where failures > 0; \
            update inbox set run_at = now(), tries = 0 where failed_at is null and run_at > now(); \
            update jobs set run_at = now() where parked_at is null and run_at > now(); \
            notify waypost_activities; notify waypost_inbox; notify waypost_jobs";
        island.side.hub.database.client().await.batch_execute(press).await.unwrap();
    }
}

fn differences(whose: &str, here: &BTreeMap<String, String>, there: &BTreeMap<String, String>) -> Vec<String> {
    let urls: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
    let differs = urls.into_iter().filter(|url| here.get(*url) != there.get(*url));
    differs.map(|url| format!("{whose}: {url}\n    {:?}\n    {:?}", here.get(url), there.get(url))).collect()
}

/// What members do, where a refusal is an answer.
impl Side {
    async fn writes(&self, who: &str, group: &str, parent: Option<&Post>, title: &str, body: &str) -> Result<()> {
        let group = match parent {
            Some(parent) => parent.group_id,
            None => self.actor(group).await.id,
        };
        let draft = self.draft_for(who, group, parent.map(|parent| parent.id), title, body).await;
        self.hub
            .write(async |tx| match parent {
                Some(_) => posts::commands::reply(tx, &draft).await,
                None => posts::commands::share(tx, &draft).await,
            })
            .await
    }

    /// One that stands in a public group and was accepted there.
    async fn some_post(&self, picked: usize) -> Option<Post> {
        let query = "select p.url from posts p join actors g on g.id = p.group_id where g.handle = 'public' \
            and p.withdrawn_at is null and p.removed_at is null and p.removed_there_at is null order by p.id desc limit 40";
        let rows = self.hub.database.client().await.query(query, &[]).await.unwrap();
        let url: String = rows.get(picked % rows.len().max(1))?.get(0);
        Some(self.row(&url).await)
    }

    async fn edits(&self, who: &str, post: &Post, body: &str) -> Result<()> {
        let me = self.me(who).await;
        let change = Change {
            title: post.title.clone(),
            body_source: Some(body.to_owned()),
            body_html: Html::from_markdown(body).as_str().to_owned(),
            sanitiser: SANITISER,
            language: "en".to_owned(),
            edited_at: self.hub.clock.now(),
            attachments: None,
        };
        self.hub.write(async |tx| posts::commands::edit(tx, post, me.actor, &change).await).await
    }

    async fn withdraws(&self, who: &str, post: &Post) -> Result<()> {
        let me = self.me(who).await;
        self.hub.write(async |tx| posts::commands::withdraw(tx, post, me.actor).await.map(drop)).await
    }

    async fn likes(&self, who: &str, post: &Post, on: bool) -> Result<()> {
        let me = self.me(who).await;
        self.hub
            .write(async |tx| match on {
                true => posts::commands::react(tx, post, me.actor, Reaction::Like, None).await.map(drop),
                false => posts::commands::unreact(tx, post, me.actor, Reaction::Like).await.map(drop),
            })
            .await
    }

    async fn removes(&self, post: &Post) -> Result<()> {
        let (me, group) = (self.me("ana").await, self.own_group(post).await?);
        self.hub.write(async |tx| posts::commands::remove(tx, post, &group, me.actor, "Off topic").await).await
    }

    async fn locks(&self, post: &Post, locked: bool) -> Result<()> {
        let (me, group) = (self.me("ana").await, self.own_group(post).await?);
        self.hub.write(async |tx| posts::commands::lock(tx, post, &group, me.actor, locked).await).await
    }

    /// A bela who wrote something is banned from ana's group, or let in again. What stands there stays; through the anas
    /// each hub goes on following.
    async fn bans(&self, post: &Post, banned: bool) -> Result<()> {
        let (me, group) = (self.me("ana").await, self.own_group(post).await?);
        let whom = format!("select count(*) from actors where handle = 'bela' and id = '{}'", post.author_id.0);
        if count(self, &whom).await == 0 {
            return Err(Error::NotFound);
        }
        let draft = BanDraft { whom: post.author_id, reason: "Rude".to_owned(), until: None, remove_content: false };
        self.hub
            .write(async |tx| match banned {
                true => bans::ban(tx, &group, me.actor, &draft).await,
                false => bans::lift(tx, &group, me.actor, post.author_id).await,
            })
            .await
    }

    async fn pins(&self, post: &Post, pinned: bool) -> Result<()> {
        let (me, group) = (self.me("ana").await, self.own_group(post).await?);
        self.hub.write(async |tx| posts::commands::pin(tx, post, &group, me.actor, pinned).await).await
    }

    /// ana moderates her own hub's group.
    async fn own_group(&self, post: &Post) -> Result<waypost::groups::Group> {
        let group = self.group_row(&self.group("public")).await;
        if post.group_id == group.id() { Ok(group) } else { Err(Error::NotFound) }
    }

    async fn joins(&self, who: &str, group: &str) -> Result<()> {
        let (me, group) = (self.me(who).await, self.group_row(group).await);
        self.hub.write(async |tx| waypost::groups::commands::join(tx, &group, &me, "").await.map(drop)).await
    }

    async fn leaves(&self, who: &str, group: &str) -> Result<()> {
        let (me, group) = (self.me(who).await, self.group_row(group).await);
        self.hub.write(async |tx| waypost::groups::commands::leave(tx, group.id(), me.actor).await).await
    }

    /// What this hub shows of a group, by the posts' addresses. What an author's hub has sent and the group has not taken
    /// (it was locked meanwhile) is not the group's.
    /// What `banned` did meanwhile some have heard and the group has refused: it is left out.
    async fn public_state(&self, group: &str, banned: &[String]) -> BTreeMap<String, String> {
        let query = format!(
            "select p.url, case when p.withdrawn_at is not null or p.removed_at is not null or p.removed_there_at is not null \
               then 'gone' else concat_ws(' | ', p.title, trim(E' \\n' from p.body_html), a.url, q.url, r.url, \
               case when p.locked_at is not null then 'locked' end, case when p.pinned_at is not null then 'pinned' end, \
               to_char(p.published_at, 'HH24:MI:SS'), (select string_agg(l.url, ' ' order by l.url) from reactions x \
                 join actors l on l.id = x.actor_id where x.post_id = p.id and not l.url = any($1))) end \
             from posts p join actors g on g.id = p.group_id join actors a on a.id = p.author_id \
               left join posts q on q.id = p.parent_id join posts r on r.id = p.root_id \
             where g.url = '{group}' and not a.url = any($1) and (g.host_id is null or p.announced_at is not null)"
        );
        let rows = self.hub.database.client().await.query(&query, &[&banned]).await.unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    async fn ever_banned(&self) -> Vec<String> {
        let query = "select distinct a.url from bans b join actors a on a.id = b.actor_id";
        self.hub.database.client().await.query(query, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
    }

    /// What still waits, for a failure's sake.
    async fn queues(&self) -> Vec<String> {
        let query = "select concat_ws(' ', 'inbox', kind, object_key, tries, error) from inbox \
            union all select concat_ws(' ', 'host', name, failures, retry_at, cursor_xid, cursor_seq, last_error) from hosts \
            union all select concat_ws(' ', 'head', max(xid), max(seq)) from activities";
        self.hub.database.client().await.query(query, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
    }

    /// Every path that might show something: pages, documents, feeds, searches.
    async fn everything_public(&self) -> Vec<String> {
        let mut paths: Vec<String> =
            ["/", "/groups", "/hubs", "/notices", "/search?q=LEAK", "/search?q=Private"].map(str::to_owned).to_vec();
        for handle in ["public", "closed"] {
            for below in ["", "/feed", "/outbox", "/followers", "/featured", "/moderators", "/members"] {
                paths.push(format!("/groups/{handle}{below}"));
            }
        }
        for handle in MEMBERS {
            paths.extend(["", "/outbox", "/followers"].map(|below| format!("/people/{handle}{below}")));
        }
        let client = self.hub.database.client().await;
        let private = "select id::text, url from posts where title like '%LEAK-%' order by id desc limit 12";
        for row in client.query(private, &[]).await.unwrap() {
            let (id, url): (String, String) = (row.get(0), row.get(1));
            let id = waypost::store::ids::to_text(id.parse().unwrap());
            paths.extend(["", "/replies", "/likes", "/context"].map(|below| format!("/posts/{id}{below}")));
            if url.starts_with(&self.hub.base) {
                paths.push(self.path(&url));
            }
        }
        let activities = "select url from activities where body like '%LEAK-%' limit 12";
        for row in client.query(activities, &[]).await.unwrap() {
            paths.push(self.path(&row.get::<_, String>(0)));
        }
        paths
    }
}
