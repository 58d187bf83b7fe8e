//! Words that are more than words elsewhere: SQL, markup, patterns, XML; and links that look like others (attacks.md A21,
//! B12, B13, B15).

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use super::Siege;
use super::reach::each_file;
use crate::support::evil::Reply;

const SQL: [&str; 7] = [
    "'; drop table posts; --",
    "' or '1'='1",
    "\\'; select pg_sleep(10); --",
    "$1",
    "%27%20union%20select%20*%20from%20members--",
    "'||(select email from members)||'",
    "\"; vacuum; \"",
];

#[tokio::test(flavor = "multi_thread")]
async fn b12_sql_in_every_field_is_text() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    for (n, text) in SQL.into_iter().enumerate() {
        let begun = Instant::now();
        let (name, encoded) =
            (format!("sql{n}"), url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>());
        let mut actor = siege.evil.actor(&name);
        for field in ["inbox", "outbox", "followers", "featured"] {
            actor[field] = json!(siege.evil.url(&format!("/inbox'||{encoded}")));
        }
        for field in ["name", "summary", "preferredUsername"] {
            actor[field] = json!(text);
        }
        let path = format!("/u/{name}");
        siege.evil.put(&path, Reply::Activity(actor));
        siege.deal(&siege.evil, &siege.evil.activity(&format!("f{n}"), "Follow", &path, json!(care))).await;
        let mut note = siege.evil.note(&format!("b12-{n}'--{encoded}"), &path, &care, None);
        for field in ["name", "summary", "content", "language", "context", "inReplyTo", "mediaType"] {
            note[field] = json!(text);
        }
        note["inReplyTo"] = json!(null);
        note["tag"] = json!([{"type": "Hashtag", "name": text}, {"type": "Mention", "name": text, "href": siege.evil.url("/u/x'")}]);
        siege.deal(&siege.evil, &siege.evil.activity(&format!("c{n}'{encoded}"), "Create", &path, note)).await;
        for page in [
            "/search?q=",
            "/groups?q=",
            "/library?q=",
            "/groups/",
            "/people/",
            "/posts/",
            "/api/v1/search?q=",
            "/.well-known/webfinger?resource=",
        ] {
            let answer = siege.a.hub.get(&format!("{page}{encoded}")).await;
            assert!(answer.status < 500, "{page}{text}: {}", answer.status);
        }
        assert!(begun.elapsed() < Duration::from_secs(9), "{text} took {:?}", begun.elapsed());
    }
    assert_eq!(siege.posts().await, SQL.len() as i64);
    assert_eq!(siege.count("select count(*) from posts where body_html like '%drop table posts%'").await, 1);
    siege.canaries.assert_silent();
}

/// Statements are constant: what varies is bound. A statement that is put together stands here with its reason.
#[test]
fn b12_no_statement_is_put_together_from_what_came_in() {
    // All of names and constants of ours.
    const COMPOSED: [&str; 8] = [
        "src/moderation/queries.rs",
        "src/store/ageing.rs",
        "src/store/bell.rs",
        "src/streams/backlogs.rs",
        "src/streams/deliveries.rs",
        "src/streams/health.rs",
        "src/streams/outgoing.rs",
        "src/streams/recipients.rs",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    each_file(&root.join("src"), &mut |path, text| {
        let composes = text
            .match_indices("sql_query(")
            .any(|(at, _)| text[at..].trim_start_matches("sql_query(").trim_start().starts_with("format!"))
            || text.contains("batch_execute(&format!")
            || text.contains("sql::<") && text.contains("sql(&format!");
        if composes {
            found.push(path.strip_prefix(&format!("{}/", root.display())).unwrap().to_owned());
        }
    });
    // The private cluster and the migrations speak of names of ours.
    found.retain(|path| !path.starts_with("src/store/cluster") && !path.starts_with("src/store/migrate"));
    assert_eq!(found, COMPOSED);
}

#[tokio::test(flavor = "multi_thread")]
async fn b13_markup_made_to_be_slow_is_read_in_one_pass() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    let shapes = ["<a ", "<<p", "</p>", "<!--", "@a@"];
    for (n, shape) in shapes.into_iter().enumerate() {
        let mut note = siege.evil.note(&format!("b13-{n}"), "/u/eve", &care, None);
        note["content"] = json!(shape.repeat(190_000 / shape.len()));
        let begun = Instant::now();
        siege.deal(&siege.evil, &siege.evil.activity(&format!("b13-{n}"), "Create", "/u/eve", note)).await;
        assert!(begun.elapsed() < Duration::from_secs(20), "{shape}: {:?}", begun.elapsed());
    }
    siege.a.hub.get("/groups/care").await.ok();
}

#[test]
fn b13_b15_no_library_backtracks_and_none_parses_xml() {
    let lock = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    let packages: Vec<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(packages.len() > 100);
    let backtracking = ["fancy-regex", "pcre2", "onig"];
    // Feeds and host-meta are written from templates; nothing of XML, DTDs or entities is ever read (B15).
    let xml = [
        "quick-xml",
        "xml-rs",
        "roxmltree",
        "xmlparser",
        "libxml",
        "minidom",
        "sxd-document",
        "xmltree",
        "serde-xml-rs",
    ];
    for name in backtracking.iter().chain(&xml) {
        assert!(!packages.contains(name), "{name} has come in: say in attacks' tests how it is bounded");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a21_a_link_that_looks_like_another_says_where_it_leads_and_hosts_are_plain() {
    let siege = Siege::begin().await;
    let care = siege.a.group("care");
    let mut note = siege.evil.note("a21", "/u/eve", &care, None);
    note["content"] = json!(
        "<p><a href=\"https://evil.example/login\">https://bank.example/login</a> <a href=\"https://same.example/a\">same.example/a</a> \
         <a href=\"https://words.example/\">read this</a></p>"
    );
    siege.deal(&siege.evil, &siege.evil.activity("a21", "Create", "/u/eve", note)).await;
    let html = siege.a.post(&siege.evil.url("/n/a21")).await.unwrap()["body_html"].as_str().unwrap().to_owned();
    assert!(html.contains("https://bank.example/login (evil.example)</a>"), "{html}");
    assert!(html.contains(">same.example/a</a>") && html.contains(">read this</a>"), "{html}");
    // A handle of plain letters at a host that is written as it is dialled.
    let mut actor = siege.evil.actor("look");
    actor["preferredUsername"] = json!("аdmin");
    siege.evil.put("/u/look", Reply::Activity(actor));
    let _ = siege.a.hub.peers().look_up(&siege.evil.url("/u/look")).await;
    assert_eq!(
        siege.count("select count(*) from actors where kind <> 'hub' and handle !~ '^[A-Za-z0-9_.-]+$'").await,
        0
    );
    assert_eq!(siege.count("select count(*) from hosts where name !~ '^[a-z0-9.:-]+$'").await, 0);
}
