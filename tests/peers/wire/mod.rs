//! What real servers taught (wire.md "Seen running" and §15a), item by item, against a hub and scripted servers; and
//! everything that a hub emits in these tests passes the acceptance rules of eight kinds of software.

mod emitted;
mod real;
mod seen;
mod table;

use serde_json::json;

use crate::peers::world::Side;
use crate::support::Peer;

/// A hub with its member ana, who keeps the public group `care`, at work.
async fn hub() -> Side {
    let mut side = Side::start().await;
    side.hub.editor("ana").await;
    side.make_group("care", "public").await;
    side.hub.work();
    side
}

/// A server that runs this software; its `mila` follows the group, which has accepted.
async fn following(side: &Side, software: &str) -> Peer {
    let peer = Peer::start(software, &side.hub.clock).await;
    peer.person("mila");
    assert_eq!(peer.follow("mila", &side.group("care")).await, "Accept");
    peer.forget();
    peer
}

/// A Note by `mila` as a microblog sends a topic to a group: mentioned and in `cc`.
fn topic(side: &Side, peer: &Peer, html: &str) -> serde_json::Value {
    let group = side.group("care");
    let name = format!("@care@{}", side.hub.host);
    peer.note("mila", html, json!({"cc": [group], "tag": [{"type": "Mention", "href": group, "name": name}]}))
}

pub use emitted::check_emitted;
