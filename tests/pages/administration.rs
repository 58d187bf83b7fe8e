//! Members as administrators see and change them; the same from the command line.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use crate::support::{Browser, TestHub};

#[tokio::test]
async fn d11_administration_is_not_there_for_anybody_else() {
    let hub = TestHub::start().await;
    let (admin, editor) = (hub.admin("omar").await, hub.editor("leila").await);
    let path = admin.get("/admin/members?q=leila").await.ok().links("/admin/members/").pop().unwrap();
    for get in ["/admin", "/admin/requests", "/admin/members", path.as_str()] {
        editor.get(get).await.is(404);
        assert!(hub.get(get).await.leads().starts_with("/sign-in"));
    }
    for noun in ["role", "suspension", "restoration"] {
        editor.post_form(&format!("{path}/{noun}"), &[("role", "admin")]).await.is(404);
    }
    admin.get(&path).await.ok().shows("leila@example.org");
}

#[tokio::test]
async fn members_are_found_by_name_address_state_and_role() {
    let hub = TestHub::start().await;
    let admin = hub.admin("omar").await;
    hub.member("amina").await;
    hub.editor("leila").await;
    let found =
        async |query: &str| admin.get(&format!("/admin/members?{query}")).await.ok().links("/admin/members/").len();
    assert_eq!(found("q=").await, 3);
    assert_eq!(found("q=AMINA%40").await, 1);
    assert_eq!(found("role=editor").await, 1);
    assert_eq!(found("state=suspended").await, 0);
    // Signs of a pattern are letters like others.
    assert_eq!(found("q=%25").await, 0);
    assert_eq!(found("q=_____").await, 0);
    assert_eq!(found("q=%27%3B--%00&after=x").await, 0);
}

#[tokio::test]
async fn an_administrator_cannot_lock_the_hub_out() {
    let hub = TestHub::start().await;
    let admin = hub.admin("omar").await;
    let path = admin.get("/admin/members?q=omar").await.ok().links("/admin/members/").pop().unwrap();
    admin.get(&path).await.ok().hides("/suspension");
    admin.post_form(&format!("{path}/suspension"), &[]).await.is(409);
    admin.post_form(&format!("{path}/role"), &[("role", "member")]).await.is(409);
    admin.get("/admin").await.ok();
}

/// `waypost admin ...` beside the hub.
fn waypost(hub: &TestHub, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_waypost"))
        .arg("admin")
        .args(arguments)
        .env("WAYPOST__DATABASE__URL", &hub.database.url)
        .env("WAYPOST__SITE__BASE_URL", &hub.base)
        .env("WAYPOST__DATA__DIR", hub.data.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_makes_members_and_shuts_their_accounts() {
    let hub = TestHub::start().await;
    let make = ["create-member", "--email", "omar@example.org", "--name", "Omar Ndiaye", "--role", "admin"];
    assert!(said(&waypost(&hub, &make, "a long walk home\n")).contains("@omar_ndiaye"));
    let twice = waypost(&hub, &make, "a long walk home\n");
    assert!(!twice.status.success() && String::from_utf8_lossy(&twice.stderr).contains("taken"));
    let weak = ["create-member", "--email", "b@example.org", "--name", "Bintou"];
    assert!(!waypost(&hub, &weak, "short\n").status.success());

    let omar = Browser::new(&hub.base);
    omar.sign_in("omar@example.org").await.leads();
    omar.get("/admin").await.ok();
    assert!(said(&waypost(&hub, &["list"], "")).contains("@omar_ndiaye\tomar@example.org\tadmin\tactive\tOmar Ndiaye"));

    let last = waypost(&hub, &["suspend", "omar_ndiaye"], "");
    assert!(String::from_utf8_lossy(&last.stderr).contains("last administrator"));
    hub.admin("leila").await;
    said(&waypost(&hub, &["suspend", "@omar_ndiaye"], ""));
    assert!(omar.get("/admin").await.leads().starts_with("/sign-in"));
    said(&waypost(&hub, &["restore", "omar@example.org"], ""));
    said(&waypost(&hub, &["reset-password", "omar_ndiaye"], "another long walk\n"));
    omar.sign_in("omar@example.org").await.is(422);
    let typed = [("email", "omar@example.org"), ("password", "another long walk")];
    omar.post_form("/sign-in", &typed).await.leads();
    assert!(!waypost(&hub, &["suspend", "nobody"], "").status.success());
}
