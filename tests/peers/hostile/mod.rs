//! One hub among servers that mean it harm, with the guard on: what they say is believed of themselves at most, and
//! nobody is dialled outside of the network that is open. Names carry the rows of attacks.md.

mod authority;
mod costs;
mod doors;
mod fuzz;
mod groups;
mod reach;
mod words;

use std::time::Duration;

use serde_json::Value;
use waypost::config::Config;

use crate::peers::world::Side;
use crate::support::evil::{Canaries, Evil};
use crate::support::{TestHub, eventually};

pub const SOON: Duration = Duration::from_secs(60);

/// The hub `a` with the editor ana and her public group `care`; `evil.test` and `good.test`, and canaries.
pub struct Siege {
    pub a: Side,
    pub evil: Evil,
    pub good: Evil,
    pub canaries: Canaries,
}

impl Siege {
    pub async fn begin() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config) + 'static) -> Self {
        Self::of(TestHub::setup(), change).await
    }

    /// The clock stands still at noon of a day.
    pub async fn at_noon() -> Self {
        Self::of(TestHub::setup().at("2026-11-28T12:00:00Z"), |_| {}).await
    }

    async fn of(setup: crate::support::hub::Setup, change: impl FnOnce(&mut Config) + 'static) -> Self {
        let hub = setup
            .with(|config| {
                config.federation.allow_networks = vec!["127.0.1.0/28".parse().unwrap()];
                config.federation.names = ["evil.test=127.0.1.2", "*.evil.test=127.0.1.2", "good.test=127.0.1.1"]
                    .map(|named| named.parse().unwrap())
                    .to_vec();
                change(config);
            })
            .start()
            .await;
        let mut a = Side { hub };
        a.hub.editor("ana").await;
        a.make_group("care", "public").await;
        a.hub.work();
        Self {
            a,
            evil: Evil::start("127.0.1.2", "evil.test").await,
            good: Evil::start("127.0.1.1", "good.test").await,
            canaries: Canaries::start().await,
        }
    }

    pub fn inbox(&self) -> String {
        format!("{}/inbox", self.a.hub.base)
    }

    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.a.hub.clock.now()
    }

    /// Sends as the activity's actor; the status.
    pub async fn send(&self, from: &Evil, activity: &Value) -> u16 {
        from.send(&self.inbox(), self.now(), activity).await.0
    }

    /// Sends, and waits until it has been dealt with.
    pub async fn deal(&self, from: &Evil, activity: &Value) {
        let (status, body) = from.send(&self.inbox(), self.now(), activity).await;
        assert_eq!(status, 202, "{body}: {activity}");
        self.nothing_waits().await;
    }

    /// Nothing is left to be done at once; what waits for another try may.
    pub async fn nothing_waits(&self) {
        let now = self.now().to_rfc3339();
        let due = format!("select count(*) from inbox where failed_at is null and run_at <= '{now}'::timestamptz");
        eventually("the inbox is empty", SOON, async || (self.count(&due).await == 0).then_some(())).await;
    }

    pub async fn count(&self, query: &str) -> i64 {
        crate::peers::world::count(&self.a, query).await
    }

    pub async fn posts(&self) -> i64 {
        self.count("select count(*) from posts where withdrawn_at is null").await
    }

    pub async fn text(&self, query: &str) -> Option<String> {
        let client = self.a.hub.database.client().await;
        client.query_opt(query, &[]).await.unwrap().and_then(|row| row.get(0))
    }

    /// ana follows a group of another server, which accepts.
    pub async fn follow(&self, of: &Evil, name: &str) {
        let path = format!("/u/{name}");
        self.a.look_up(&of.url(&path)).await;
        self.a.join("ana", &of.url(&path)).await;
        let follow = eventually("the Follow arrives", SOON, async || {
            of.posted().into_iter().find(|posted| posted["type"] == "Follow" && posted["object"] == of.url(&path))
        })
        .await;
        self.deal(of, &of.activity(&format!("accept-{name}"), "Accept", &path, follow)).await;
        let accepted = format!(
            "select count(*) from memberships m join actors a on a.id = m.followed_id where a.url = '{}' and m.state = 'accepted'",
            of.url(&path)
        );
        self.a.awaits(&accepted, 1).await;
    }
}
