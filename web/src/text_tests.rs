//! What the sanitiser lets through and what it does not.

use std::time::Instant;

use super::*;

/// Tags that must not come out, in whatever way they were put in.
const NEVER: [&str; 14] = [
    "<script",
    "<style",
    "<svg",
    "<math",
    "<iframe",
    "<form",
    "<input",
    "<object",
    "<embed",
    "<template",
    "<link",
    "<meta",
    "<base",
    "<video",
];

const ATTACKS: [&str; 44] = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"javascript:alert(1)\">",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><p><style><img src=x onerror=alert(1)></style></p></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><annotation-xml encoding=\"text/html\"><style><img src onerror=alert(1)></style></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\"java\tscript:alert(1)\">x</a>",
    "<a href=\"&#106;avascript:alert(1)\">x</a>",
    "<a href=\"\u{1}javascript:alert(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "<a href=\"//evil.example/x\" target=_blank onclick=alert(1)>x</a>",
    "<a href=\"/settings/delete\" rel=\"opener\">x</a>",
    "<p style=\"background:url(https://evil.example/)\">x</p>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<p id=content class=\"button main\">x</p>",
    "<div onmouseover=alert(1)>x</div>",
    "<details open ontoggle=alert(1)><summary>x</summary>y</details>",
    "<iframe src=https://evil.example></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=evil.swf></object><embed src=evil.swf>",
    "<form action=https://evil.example><input name=password><button>Sign in</button></form>",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<template><script>alert(1)</script></template>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<p title=\"&quot;><img src=x onerror=alert(1)>\">x</p>",
    "<img alt=\"<h1><script>alert(1)</script>\" src=https://a.example/x.png>",
    "<a href=\"https://a.example/\" title='\"><script>alert(1)</script>'>x</a>",
    "<table><td><form><script>alert(1)</script>",
];

/// The tags of serialised HTML, quotes respected: what a browser would see as markup.
fn tags(html: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut current: Option<(String, Option<char>)> = None;
    for c in html.chars() {
        current = match (current.take(), c) {
            (None, '<') => Some((String::from("<"), None)),
            (None, _) => None,
            (Some((tag, None)), '>') => {
                tags.push(tag + ">");
                None
            }
            (Some((mut tag, quote)), c) => {
                let quote = match quote {
                    Some(open) if open == c => None,
                    None if matches!(c, '"') => Some(c),
                    kept => kept,
                };
                tag.push(c);
                Some((tag, quote))
            }
        };
    }
    assert!(current.is_none(), "an open tag at the end of {html}");
    tags
}

fn assert_harmless(html: &str) {
    for tag in tags(html) {
        let lower = tag.to_lowercase();
        assert!(!NEVER.iter().any(|never| lower.starts_with(never)), "{tag} in {html}");
        // Attribute names only: values are dropped at every second quote.
        let names: String = lower.split('"').step_by(2).collect();
        for banned in [" on", " style=", " id=", " srcset=", " target="] {
            assert!(!names.contains(banned), "{banned} in {tag} of {html}");
        }
        for address in ["href=\"", "src=\""] {
            if let Some(start) = lower.find(address) {
                let value = &lower[start + address.len()..];
                assert!(["http://", "https://", "mailto:"].iter().any(|ok| value.starts_with(ok)), "{tag}");
            }
        }
    }
}

#[test]
fn no_attack_survives_and_cleaning_twice_changes_nothing() {
    for attack in ATTACKS {
        let once = Html::sanitise(attack);
        assert_harmless(once.as_str());
        assert_eq!(Html::sanitise(once.as_str()), once, "{attack}");
        assert_harmless(Html::from_markdown(attack).as_str());
        let quoted = format!("> [x]({attack}) ![{attack}](https://a.example/i.png \"{attack}\")");
        let markdown = Html::from_markdown(&quoted);
        assert_harmless(markdown.as_str());
        assert_eq!(Html::sanitise(markdown.as_str()), markdown, "{attack}");
    }
}

#[test]
fn odd_shapes_end() {
    let deep = "<blockquote>".repeat(5_000) + "x";
    assert!(Html::sanitise(&deep).as_str().contains('x'));
    assert_harmless(Html::sanitise(&"<a ".repeat(300_000)).as_str());
    let quotes = ">".repeat(2_000) + "x";
    assert!(plain(&Html::from_markdown(&quotes)).ends_with('x'));
    let long = "é".repeat(LONGEST);
    assert!(Html::from_markdown(&long).as_str().len() <= LONGEST + 16);
}

#[test]
fn markdown_becomes_the_html_that_peers_keep() {
    let html = Html::from_markdown(
        "# Title\n\n### Third\n\nA *word* and **two**, ~~gone~~, `code`.\n\n> quoted\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nlet x = 1;\n```\n",
    );
    let html = html.as_str();
    for part in [
        "<h2>Title</h2>",
        "<h4>Third</h4>",
        "<em>word</em>",
        "<strong>two</strong>",
        "<del>gone</del>",
        "<code>code</code>",
        "<blockquote>\n<p>quoted</p>",
        "<li>one</li>",
        "<th>a</th>",
        "<td>2</td>",
        "<pre><code>let x = 1;",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("<h1"));
}

#[test]
fn typed_html_is_shown_not_lost() {
    let html = Html::from_markdown("Ask <name> about\n\n<div>the form</div>\n");
    assert_eq!(plain(&html), "Ask <name> about\n<div>the form</div>");
}

#[test]
fn bare_addresses_become_links_without_the_sentence_around_them() {
    let html =
        Html::from_markdown("See https://a.example/x_y_z?q=1&r=2. Or (http://b.example/w_(x)), `https://c.example`.");
    let html = html.as_str();
    assert!(html.contains("href=\"https://a.example/x_y_z?q=1&amp;r=2\""), "{html}");
    assert!(html.contains(">http://b.example/w_(x)</a>),"), "{html}");
    assert!(html.contains("<code>https://c.example</code>"), "{html}");
    assert_eq!(html.matches("nofollow noopener noreferrer ugc").count(), 2);
}

#[test]
fn markdown_costs_no_more_than_its_length() {
    let names: String = (0..50_000).map(|n| format!("@n{n:x} ")).collect();
    for markdown in [format!("https://x{}", ")".repeat(200_000)), format!("https://x{}", "[])".repeat(100_000)), names]
    {
        let start = Instant::now();
        Html::from_markdown(&markdown);
        mentions(&markdown);
        assert!(start.elapsed().as_secs() < 4, "{}: {:?}", &markdown[..20], start.elapsed());
    }
    assert!(Html::from_markdown("(https://a.example/b_(c)).)").as_str().contains("href=\"https://a.example/b_(c)\""));
}

#[test]
fn mentions_link_to_actors_that_are_known() {
    let markdown = "@mariama and @kwame@hub.example: mail a@b.example, `@code`, @nobody.";
    assert_eq!(mentions(markdown), ["mariama", "kwame@hub.example", "nobody"]);
    let html =
        Html::from_markdown_with(markdown, |name| (name != "nobody").then(|| format!("https://x.example/@{name}")));
    let html = html.as_str();
    assert!(html.contains("<a class=\"mention\" href=\"https://x.example/@mariama\""), "{html}");
    assert!(html.contains(">@kwame@hub.example</a>"), "{html}");
    assert!(html.contains("@nobody."), "{html}");
    assert_eq!(html.matches("<a ").count(), 2);
}

#[test]
fn remote_html_keeps_what_carries_meaning() {
    let html = Html::sanitise(
        "<h1>Big</h1><p lang=\"ar\" dir=\"rtl\">نص</p><p><span class=\"h-card\"><a href=\"https://m.example/@a\" class=\"u-url mention\">@<span>a</span></a></span> <img src=\"https://m.example/i.png\" alt=\"A map\"></p>",
    );
    let html = html.as_str();
    assert!(html.contains("<h2>Big</h2>"), "{html}");
    assert!(html.contains("<p lang=\"ar\" dir=\"rtl\">") || html.contains("dir=\"rtl\" lang=\"ar\""));
    assert!(html.contains("class=\"mention\""), "{html}");
    assert!(html.contains("loading=\"lazy\"") && html.contains("alt=\"A map\""), "{html}");
}

#[test]
fn stored_html_is_cleaned_again_only_when_its_rules_are_older() {
    let old = "<p id=\"x\">a</p>".to_owned();
    assert_eq!(Html::stored(old.clone(), SANITISER - 1).as_str(), "<p>a</p>");
    assert_eq!(Html::stored(old.clone(), SANITISER).as_str(), old);
}

#[test]
fn excerpts_and_titles_are_plain_text() {
    let html = "<p>@<span>general</span> @you@hub.example Keeping in touch &amp; more</p><p>Second paragraph.</p>";
    assert_eq!(title_from(html), "Keeping in touch & more");
    assert_eq!(excerpt("<p>One two three</p><p>four</p>", 12), "One two…");
    assert_eq!(excerpt("<p>One two</p><p>three</p>", 40), "One two three");
    assert_eq!(title_from("<p>@a @b</p>"), "");
    assert_eq!(title_from("<p>first<br>second</p>"), "first");
    assert!(title_from(&"word ".repeat(100)).chars().count() <= 200);
    assert_eq!(shorten(&"字".repeat(20), 10).chars().count(), 10);
    assert!(Html::from_markdown("&nbsp;\n").is_blank());
    assert!(!Html::from_markdown("![map](https://a.example/i.png)").is_blank());
}

#[test]
fn pictures_are_found_and_taken_from_here() {
    let html = Html::sanitise(
        "<p>a <img src=\"https://x.example/a.png?b=1&amp;c=2\" alt=\"one > two\" onerror=\"x()\"> <img alt='none' src='https://y.example/b.png'></p>",
    );
    let found = html.pictures();
    assert_eq!(found[0], ("https://x.example/a.png?b=1&c=2".to_owned(), "one > two".to_owned()));
    assert_eq!(found[1], ("https://y.example/b.png".to_owned(), "none".to_owned()));
    let shown = html.with_pictures(&[(&found[0].0, "/copies/1/a.png".to_owned())]);
    assert!(shown.as_str().contains("src=\"/copies/1/a.png\""), "{shown}");
    assert!(shown.as_str().contains("https://y.example/b.png"), "{shown}");
    assert_eq!(Html::from_markdown("no picture").pictures(), []);
}

/// What comes out of so much of each is no larger than this, and is there within the time: an unguarded parser took
/// minutes and gigabytes.
#[test]
fn no_soup_costs_more_than_its_length() {
    let full = |text: &str| text.repeat(CONTENT / text.len());
    let half = |text: &str| text.repeat(CONTENT / 2 / text.len());
    let numbered = |text: &str, n: usize| (0..n).map(|i| text.replace('#', &format!("x{i:x}"))).collect::<String>();
    for (name, soup) in [
        ("marks to escape", full("&#x")),
        ("marks of two bytes", half("«") + &half("x")),
        ("marks in an attribute", format!("<p title='{}'>", full("&"))),
        ("formatting that is opened again", numbered("<b #>", 10_000) + &half("<p>x")),
        ("a link that is opened again", format!("<p><a href='https://a.example/{}'>", half("x")) + &half("<p>x")),
        (
            "a short link that is opened again",
            format!("<a href='https://a.example/{}'>", "x".repeat(900)) + &full("<p>x"),
        ),
        ("attributes", format!("<a {}>", numbered(" #", CONTENT / 7)) + "x"),
        ("depth", half("<div><blockquote>") + &half("\0")),
        ("formatting below depth", format!("<b>{}{}", half("<ul><li>"), half("\0"))),
        ("what stands between cells", format!("<table>{}{}", half("<b>x</b>"), half("&"))),
        ("misnesting", full("<a><b><p></a></b>")),
        ("tags that never end", full("<a ")),
        ("comments that never end", full("<!--")),
    ] {
        let start = Instant::now();
        let html = Html::sanitise(&soup);
        let taken = start.elapsed();
        assert!(html.as_str().len() <= 8 * CONTENT, "{name}: {} bytes", html.as_str().len());
        assert!(taken.as_secs() < 2, "{name}: {taken:?}");
    }
}

/// As much as a body from elsewhere may have.
const CONTENT: usize = 200 * 1024;

/// What a parser adds to markup is what an attacker multiplies: whatever comes in, nothing is left for it to repair.
#[test]
fn a_parser_finds_nothing_to_repair_in_strained_soup() {
    const MORE: [&str; 12] =
        ["div", "form", "svg", "template", "caption", "tfoot", "button", "font", "nobr", "dd", "option", "object"];
    let names: Vec<&str> = soup::SHOWN.into_iter().chain(MORE).collect();
    let tag_names = |html: &str| -> Vec<String> {
        let name = |tag: &String| tag.split([' ', '>']).next().unwrap_or_default().to_owned();
        tags(html).iter().map(name).filter(|name| !name.ends_with("tbody") && !name.starts_with("<!--")).collect()
    };
    for seed in 0..1_000u64 {
        let mut state = seed;
        let mut next = |n: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % n
        };
        let mut soup = String::new();
        for _ in 0..12 {
            let name = names[next(names.len())];
            soup += &match next(5) {
                0 => "x".to_owned(),
                1 | 2 => format!("</{name}>"),
                _ => format!("<{name}>"),
            };
        }
        let strained = soup::strain(&soup);
        let once = RULES.clean(&strained).to_string();
        assert_eq!(tag_names(&once), tag_names(&strained), "seed {seed}: {soup} is strained to {strained}");
        let html = Html::sanitise(&soup);
        assert_eq!(Html::sanitise(html.as_str()), html, "seed {seed}: {soup}");
    }
}

#[test]
fn what_others_leave_open_is_ended_and_what_they_misplace_is_kept() {
    for (soup, wanted) in [
        ("<p>a<p>b<ul><li>c<li>d</ul>e", "<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul>e"),
        ("<p><b>a<p>b", "<p><b>a</b></p><p>b</p>"),
        ("<b><i>a</b>b</i>", "<b><i>a</i></b>b"),
        (
            "<a href=https://a.example/?b=1&c>a<a>b",
            "<a href=\"https://a.example/?b=1&amp;c\" rel=\"nofollow noopener noreferrer ugc\">a</a><a rel=\"nofollow noopener noreferrer ugc\">b</a>",
        ),
        (
            "<table><caption>a</caption><td>b<tr><th>c</table>d",
            "<table><tbody><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></tbody></table>d",
        ),
        ("<p>a<div>b</div><svg><p>c</svg>d<video/>e", "<p>a</p>bde"),
        ("1 < 2 <3 </> <!-- x --><!--> y <?z?>", "1 &lt; 2 &lt;3   y "),
        (
            "<IMG/SRC='https://a.example/\"'ALT=\"a>b\"onerror=x>",
            "<img src=\"https://a.example/&quot;\" alt=\"a&gt;b\">",
        ),
        ("a<script>if (1 < 2) '</p>'</SCRIPT >b<style>c", "ab"),
    ] {
        let html = Html::sanitise(soup);
        let without_ours = OURS.iter().fold(html.into_string(), |html, ours| html.replace(ours, ""));
        assert_eq!(without_ours, wanted, "{soup}");
    }
}

/// What is set on every picture, in an order of its own in each process.
const OURS: [&str; 3] = [" loading=\"lazy\"", " decoding=\"async\"", " referrerpolicy=\"no-referrer\""];
