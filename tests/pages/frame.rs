//! What every page has in common, and whether the server is well.

use crate::support::TestHub;

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
