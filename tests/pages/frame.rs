//! What every page has in common, and whether the server is well.

use std::time::Duration;

use crate::support::{TestHub, eventually};

#[tokio::test]
async fn a_hub_that_started_is_alive_and_ready() {
    let hub = TestHub::start().await;
    assert_eq!(hub.get("/livez").await.ok().body, "ok\n");
    assert_eq!(hub.get("/readyz").await.ok().body, "ok\n");
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_reader_s_language_with_the_request_s_id() {
    let hub = TestHub::start().await;
    let page = hub.get("/no-such-page").await.is(404);
    let id = page.header("x-request-id").unwrap().to_owned();
    page.shows(&id);
    let request = hub.visitor.request(reqwest::Method::GET, "/no-such-page").header("accept-language", "ar");
    hub.visitor.send(request).await.is(404).shows("dir=\"rtl\"");
}

#[tokio::test]
async fn metrics_are_for_those_with_the_token() {
    let hub = TestHub::setup().with(|config| config.server.metrics_token = Some("sesame".to_owned())).start().await;
    hub.get("/metrics").await.is(404);
    let request = hub.visitor.request(reqwest::Method::GET, "/metrics").header("authorization", "Bearer sesame");
    hub.visitor.send(request).await.is(200);
}

#[tokio::test]
async fn a_hub_that_was_cut_off_serves_again_on_the_same_address() {
    let mut hub = TestHub::start().await;
    let amina = hub.member("amina").await;
    hub.crash();
    hub.get("/livez").await.ok();
    let page = amina.get("/no-such-page").await.is(404);
    page.shows("amina");
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_the_database_server_closed_are_made_anew() {
    let hub = TestHub::start().await;
    hub.get("/readyz").await.ok();
    let closed = "select count(pg_terminate_backend(pid)) from pg_stat_activity \
        where datname = current_database() and usename = current_user and pid <> pg_backend_pid() \
          and query not ilike 'listen%'";
    let closed: i64 = hub.database.client().await.query_one(closed, &[]).await.unwrap().get(0);
    assert!(closed > 0);
    eventually("a sign of life", Duration::from_secs(5), async || {
        (hub.get("/readyz").await.status == 200).then_some(())
    })
    .await;
}
