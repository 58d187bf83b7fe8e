//! The five languages say the same things, and templates ask only for what is said.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_templates::fluent_bundle::FluentResource;

use super::*;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Every file under `folder` with this extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of this crate") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|have| have == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Keys of a locale file, each with the variables it uses.
fn keys(file: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let source = fs::read_to_string(file).expect("a locale file");
    if let Err((_, errors)) = FluentResource::try_new(source.clone()) {
        panic!("{}: {errors:?}", file.display());
    }
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once(" =")
            && !key.starts_with([' ', '['])
        {
            current = key.to_owned();
            let before = keys.insert(current.clone(), BTreeSet::new());
            assert!(before.is_none(), "{}: {key} is there twice", file.display());
        }
        for after in line.split('$').skip(1) {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let name = after[..end.unwrap_or(after.len())].to_owned();
            keys.entry(current.clone()).or_default().insert(name);
        }
    }
    keys
}

#[test]
fn five_languages_have_the_same_files_keys_and_variables() {
    let names = |lang: Lang| -> Vec<String> {
        let files = files(&folder("locales").join(lang.code()), "ftl");
        let name = |file: &PathBuf| file.file_name().map(|name| name.to_string_lossy().into());
        files.iter().filter_map(name).collect()
    };
    let english = names(Lang::En);
    assert!(english.contains(&"shell.ftl".to_owned()));
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for lang in Lang::ALL {
        assert_eq!(names(lang), english, "files of {}", lang.code());
        for name in &english {
            let of = |lang: Lang| keys(&folder("locales").join(lang.code()).join(name));
            assert_eq!(of(lang), of(Lang::En), "{name} in {}", lang.code());
        }
    }
    for name in &english {
        for key in keys(&folder("locales/en").join(name)).into_keys() {
            let other = seen.insert(key.clone(), name.clone());
            assert!(other.is_none(), "{key} is in {name} and in {other:?}");
        }
    }
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let known: BTreeSet<String> =
        files(&folder("locales/en"), "ftl").iter().flat_map(|file| keys(file).into_keys()).collect();
    let sources = files(&folder("templates"), "html")
        .into_iter()
        .chain(files(&folder("templates"), "txt"))
        .chain(files(&folder("src"), "rs"));
    let mut asked = 0;
    for file in sources {
        let source = fs::read_to_string(&file).expect("a source file");
        // Comments show how to ask; what they ask for need not exist.
        let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        for after in lines.flat_map(asks) {
            let key = after.split('"').next().unwrap_or_default();
            assert!(known.contains(key), "{} asks for {key}", file.display());
            asked += 1;
        }
    }
    assert!(asked > 80, "only {asked} keys were found: has the way to ask changed?");
}

/// What follows each call for a sentence in `line`.
fn asks(line: &str) -> Vec<&str> {
    let calls = ["t.t(\"", "t.n(\"", "t.with(\""];
    calls.iter().flat_map(|call| line.split(call).skip(1)).collect()
}

/// The dot after a name in the other direction would stand before it.
#[test]
fn a_name_stands_inside_what_its_separator_follows() {
    let mut lines = 0;
    for file in files(&folder("templates"), "html") {
        let source = fs::read_to_string(&file).expect("a template");
        for line in source.split("<div class=\"label\">").skip(1) {
            let mut depth = 0;
            for tag in line.split('<').skip(1) {
                assert!(depth > 0 || !tag.starts_with("bdi"), "{}: <{tag}", file.display());
                depth += if tag.starts_with('/') { -1 } else { 1 };
                if depth < 0 {
                    break;
                }
            }
            lines += 1;
        }
    }
    assert!(lines > 20, "only {lines} lines of labels were found: have they another name?");
}

#[test]
fn a_sentence_is_never_empty_in_any_language() {
    for lang in Lang::ALL {
        for file in files(&folder("locales").join(lang.code()), "ftl") {
            let source = fs::read_to_string(&file).expect("a locale file");
            for line in source.lines().filter(|line| line.contains(" = ")) {
                let (key, words) = line.split_once(" = ").unwrap_or_default();
                assert!(!words.trim().is_empty(), "{key} in {}", file.display());
            }
        }
    }
}

#[test]
fn the_browser_gets_the_language_it_likes_best() {
    let best = Lang::from_accept_language;
    assert_eq!(best("fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5"), Lang::Fr);
    assert_eq!(best("de, pt-BR;q=0.7, ar;q=0.8"), Lang::Ar);
    assert_eq!(best("en;q=0.1, es;q=x, pt;q=0.2"), Lang::Pt);
    assert_eq!(best(""), Lang::En);
    assert_eq!(best("zh, ru"), Lang::En);
    assert_eq!(Lang::parse("PT_br"), Some(Lang::Pt));
    assert_eq!(Lang::parse("ptx"), None);
}

#[test]
fn names_in_arabic_sentences_are_isolated() {
    let t = crate::gallery::words(Lang::Ar);
    let sentence = t.with("from-hub", &[("hub", "Nairobi")]);
    assert!(sentence.contains("\u{2068}Nairobi\u{2069}"), "{sentence:?}");
    assert_eq!(format!("{} · {}", t.apart("Nora".into()), t.apart("نورا".into())), "\u{2068}Nora\u{2069} · نورا");
    assert!(!t.datetime(t.now).contains('\u{2068}'), "{:?}", t.datetime(t.now));
    let t = crate::gallery::words(Lang::En);
    assert_eq!(t.with("from-hub", &[("hub", "Nairobi")]), "from Nairobi");
    assert_eq!(t.find("fault-no-such-thing", &[("max", 1)]), None);
}
