//! snac, a real microblog server: its member follows a group of ours through its client API, sees what the group shows,
//! answers and likes; answer and like appear here; an edit and a removal come to the right end there.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::peers::wire::check_emitted;
use crate::peers::world::{Side, count};
use crate::support::{Snac, eventually};

const SOON: Duration = Duration::from_secs(90);

/// A hub with the group `care`, and a snac server whose rosa follows it.
async fn followed() -> Option<(Side, Snac)> {
    let snac = Snac::start().await?;
    let mut side = Side::start().await;
    side.hub.editor("ana").await;
    side.make_group("care", "public").await;
    side.hub.work();
    // By the group's handle, as one types it into a client.
    let path = format!("/api/v2/search?q=%40care%40{}&resolve=true&type=accounts", side.hub.host);
    let found = eventually("snac finds the group", SOON, async || {
        let found = snac.api(Method::GET, &path, &[]).await.json();
        found["accounts"].get(0).cloned()
    })
    .await;
    assert_eq!(found["url"], json!(side.group("care")), "{found}");
    let id = found["id"].as_str().unwrap();
    let followed = snac.api(Method::POST, &format!("/api/v1/accounts/{id}/follow"), &[]).await.ok().json();
    assert!(followed["following"] == true || followed["requested"] == true, "{followed}");
    side.awaits(FOLLOWERS, 1).await;
    // Followed is who has answered: posts reach home only then.
    eventually("the Accept at snac", SOON, async || snac.log().contains("Accept").then_some(())).await;
    Some((side, snac))
}

const FOLLOWERS: &str = "select count(*) from memberships m join actors a on a.id = m.follower_id \
    where a.host_id is not null and m.state = 'accepted'";

async fn at_home(snac: &Snac, url: &str) -> Value {
    eventually(&format!("{url} in rosa's home"), SOON, async || snac.shown(url).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_of_snac_sees_a_group_answers_and_likes() {
    let Some((side, snac)) = followed().await else { return };
    let post = side.share("ana", "care", "Which shops take apprentices?", "We ask them **once a year**.").await;
    let there = at_home(&snac, &post).await;
    let content = there["content"].as_str().unwrap();
    assert!(content.contains("once a year"), "{there}");
    assert_eq!(there["account"]["username"], "ana", "the author's own, boosted by the group");

    let id = there["id"].as_str().unwrap();
    let answer = [("status", "Ours do, two each."), ("in_reply_to_id", id), ("visibility", "public")];
    let note = snac.api(Method::POST, "/api/v1/statuses", &answer).await.ok().json();
    let reply = side.awaits_post(note["uri"].as_str().unwrap(), SOON).await;
    assert!(reply["body_html"].as_str().unwrap().contains("two each"), "{reply}");
    assert_eq!(reply["root_id"], side.post(&post).await.unwrap()["id"]);
    let handed = format!(
        "select count(*) from activities where kind = 'Announce' and form like 'a1%' and object_key = '{}'",
        note["uri"].as_str().unwrap()
    );
    assert_eq!(count(&side, &handed).await, 0, "nobody here reads what a group hands on, so nothing is written");

    snac.api(Method::POST, &format!("/api/v1/statuses/{id}/favourite"), &[]).await.ok();
    side.awaits("select count(*) from reactions where kind = 'like'", 1).await;
    eventually("the reply and the like on the page", SOON, async || {
        let page =
            side.hub.get(&format!("{}?seen={}", side.path(&post), side.hub.clock.now().timestamp_micros())).await;
        (page.has("two each") && page.has("rosa")).then_some(())
    })
    .await;
    snac.api(Method::POST, &format!("/api/v1/statuses/{id}/unfavourite"), &[]).await.ok();
    side.awaits("select count(*) from reactions where kind = 'like'", 0).await;
    check_emitted(&side.hub).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wire_15a_13_an_edit_and_a_removal_come_to_the_right_end_at_snac() {
    let Some((side, snac)) = followed().await else { return };
    let kept = side.share("ana", "care", "Stays", "Nothing happens to it.").await;
    let post = side.share("ana", "care", "Changes", "First words.").await;
    at_home(&snac, &kept).await;
    let there = at_home(&snac, &post).await;
    assert!(there["content"].as_str().unwrap().contains("First words."), "{there}");
    let boosted_by = format!("/api/v1/statuses/{}/reblogged_by", there["id"].as_str().unwrap());
    let boosters = async || snac.api(Method::GET, &boosted_by, &[]).await.ok().json();
    assert_eq!(boosters().await[0]["username"], "care");
    side.edit("ana", &post, "Second words.").await;
    eventually("the edit at snac", SOON, async || {
        let there = snac.shown(&post).await?;
        there["content"].as_str()?.contains("Second words.").then_some(())
    })
    .await;

    // A moderator's removal takes the boost back, and tells snac of no Delete, which it would obey as the author's.
    side.remove("ana", &post, true).await;
    eventually("snac takes the boost back", SOON, async || {
        snac.log().contains(&format!("Unboost for {post} 200")).then_some(())
    })
    .await;
    let there = at_home(&snac, &post).await;
    assert!(there["content"].as_str().unwrap().contains("Second words."), "no longer the group's, still its author's");
    let deletes =
        format!("select count(*) from activities where kind = 'Delete' and form = 'a2' and object_key = '{post}'");
    assert_eq!(count(&side, &deletes).await, 0);
    side.settled().await;
    assert!(snac.shown(&kept).await.is_some(), "nothing else is gone");

    // The author withdraws: the author's own word, which snac obeys.
    side.withdraw("ana", &kept).await;
    eventually("the post is gone from snac", SOON, async || snac.shown(&kept).await.is_none().then_some(())).await;
    check_emitted(&side.hub).await;
}
