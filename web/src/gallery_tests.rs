//! What holds for every page in every language, whatever it shows.

use std::collections::HashSet;

use super::*;

/// The values of `attribute` in `html`, as written.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(&start) {
        rest = &rest[at + start.len()..];
        let end = rest.find('"').unwrap_or(rest.len());
        found.push(&rest[..end]);
    }
    found
}

fn check(name: &str, lang: Lang, html: &str) {
    let place = format!("{name} in {}", lang.code());
    let opening = format!("<html lang=\"{}\" dir=\"{}\"", lang.code(), lang.dir());
    assert!(html.contains(&opening), "{place}: {html}");
    assert_eq!(html.matches("<h1").count(), 1, "{place}: one h1");
    assert_eq!(html.matches("<main").count(), 1, "{place}: one main");

    let ids = values(html, "id");
    let known: HashSet<_> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "{place}: an id occurs twice in {ids:?}");
    for attribute in ["for", "aria-labelledby", "aria-describedby", "aria-controls"] {
        for value in values(html, attribute) {
            for id in value.split_whitespace() {
                assert!(known.contains(id), "{place}: {attribute} points at no {id}");
            }
        }
    }
    for href in values(html, "href") {
        assert!(!href.is_empty() && href != "#", "{place}: a link that leads nowhere");
        if let Some(id) = href.strip_prefix('#') {
            assert!(known.contains(id), "{place}: a link to no #{id}");
        }
    }

    // The content security policy allows no inline style, script or handler.
    assert!(!html.contains("<style") && !html.contains(" style="), "{place}");
    assert_eq!(html.matches("<script").count(), 1, "{place}: one script");
    for event in [" onclick=", " onload=", " onsubmit=", " onchange=", " onerror="] {
        assert!(!html.contains(event), "{place}: {event}");
    }
    // Names of keys never reach people, and every POST carries its token.
    assert!(!html.contains("Unknown"), "{place}");
    for form in html.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap_or_default();
        if form.contains("method=\"post\"") {
            assert!(form.contains("name=\"csrf\""), "{place}: a form without a token: {form}");
        }
    }
}

#[test]
fn every_view_is_whole_in_every_language() {
    for (name, make) in VIEWS {
        for lang in Lang::ALL {
            check(name, lang, &make(words(lang)));
        }
    }
}

#[test]
fn names_of_views_differ() {
    let names: HashSet<_> = VIEWS.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), VIEWS.len());
}

#[test]
fn a_form_comes_back_with_what_was_typed_and_a_sentence_beside_it() {
    let html = page(&FormKit::sample(words(Lang::En)));
    assert!(html.contains("value=\"A &#34;title&#34;\""), "{html}");
    assert!(html.contains(">\n\n&#60;b&#62;x&#60;/b&#62;</textarea>"), "the first empty line stays");
    assert!(html.contains("<p class=\"fault\" id=\"f-title-fault\">This is too long: at most 200 characters.</p>"));
    assert!(html.contains("<a href=\"#f-title\">Heading</a> – This is too long"));
    assert!(html.contains("aria-describedby=\"f-title-help f-title-fault\""));
    assert!(html.contains("5 answers need another look"));
    assert!(html.contains("name=\"seen\" value=\"fr\" checked"));
    assert!(html.contains("name=\"also\" value=\"ar\" checked"));
    assert!(html.contains("name=\"version\" value=\"4\""));
    assert!(html.contains("enctype=\"multipart/form-data\""));
}

#[test]
fn passwords_are_never_put_back() {
    let t = words(Lang::En);
    let form =
        Form::post(t, "/sign-in", "x", "go").with(Field::password("password", "p")).fill([("password", "secret")]);
    assert!(!form.to_string().contains("secret"));
}

#[test]
fn what_people_write_cannot_become_markup() {
    let t = words(Lang::En);
    let evil = "\"><script>alert(1)</script><b title='";
    let mut shell = Shell::sample(t, evil);
    shell.hub.name = evil.into();
    shell.description = evil.into();
    shell.path = evil.into();
    shell.flash = Some(Flash::new(Tone::Info, evil));
    if let Some(viewer) = &mut shell.viewer {
        viewer.name = evil.into();
        viewer.handle = evil.into();
    }
    let mut row = PostRow::sample(t);
    row.title = evil.into();
    row.author = evil.into();
    row.lang = evil.into();
    row.from = evil.into();
    let kit = Kit { shell, posts: vec![row], ..Kit::sample(t) };
    let html = page(&kit);
    assert_eq!(html.matches("<script").count(), 1);
    assert!(!html.contains("<b title='"));
}
