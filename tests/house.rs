//! The house rules that a machine can hold: who may import whom, where the frameworks may appear, how files open and
//! how long they get. A new top-level module gets its place in LAYERS or FEATURES here.

mod source;

use std::collections::BTreeMap;
use std::path::Path;

use source::{House, Source};

/// From the ground up. A file imports from its own layer and from those below.
const LAYERS: &[&[&str]] = &[
    &["config", "store"],
    &["queue"],
    &["journal"],
    &["features"],
    &["app", "cache"],
    &["doors", "pages", "api", "peers", "mail"],
    &["setup", "health"],
    &["router", "worker"],
    &["serve", "import", "admin", "probe"],
    &["main"],
];

/// Lower ones first; a feature imports only from those before it.
const FEATURES: &[&str] = &[
    "letters",
    "actors",
    "streams",
    "accounts",
    "vocabulary",
    "groups",
    "media",
    "posts",
    "resources",
    "articles",
    "moderation",
    "search",
    "notices",
    "digests",
];

/// Where one feature calls another's commands, with the reason.
const COMMANDS_CALLED: &[(&str, &str, &str)] = &[
    ("accounts", "actors", "registering makes the member's actor in the same transaction"),
    ("groups", "actors", "a group is made with its actor in the same transaction"),
];

/// Frameworks and where they may appear: prefixes of paths.
const FRAMEWORKS: &[(&str, &[&str])] = &[
    (
        "axum",
        &[
            "src/doors",
            "src/pages/",
            "src/api/",
            "src/peers/",
            "src/mail/",
            "src/router",
            "src/app",
            "src/serve",
            "src/health",
            "src/cache",
        ],
    ),
    ("diesel", &["src/FEATURE/", "src/journal", "src/queue/", "src/store/"]),
    ("diesel_async", &["src/FEATURE/", "src/journal", "src/queue/", "src/store/"]),
    ("reqwest", &["federation/src/remote", "tests/"]),
    ("askama", &["web/"]),
    ("lettre", &["src/mail/"]),
];

const LONGEST_FILE: usize = 600;

#[test]
fn every_file_says_what_it_is_and_stays_short() {
    let mut lengths = Vec::new();
    let mut faults = Vec::new();
    for source in sources(&["src", "federation/src", "web/src", "tests", "bench"]) {
        if source.path.ends_with("store/schema.rs") {
            continue;
        }
        if !source.text.lines().take(2).any(|line| line.starts_with("//! ")) {
            faults.push(format!("{} does not open with //!", source.path));
        }
        lengths.push(source.text.lines().count());
        if source.text.lines().count() > LONGEST_FILE {
            faults.push(format!("{} is longer than {LONGEST_FILE} lines", source.path));
        }
    }
    lengths.sort_unstable();
    let (median, most) = (lengths[lengths.len() / 2], lengths[lengths.len() * 9 / 10]);
    if median > 160 || most > 350 {
        faults
            .push(format!("half of the files have over {median} lines, one in ten over {most}: allowed are 160, 350"));
    }
    none(faults);
}

#[test]
fn imports_go_downwards() {
    let house = House::new(sources(&["src"]));
    let mut faults = Vec::new();
    for (from, to) in house.imports() {
        let (Some(above), Some(below)) = (layer(&from.module), layer(&to.module)) else { continue };
        if below > above {
            faults.push(format!("{} imports {}, which stands above it", from.path, to.path));
        }
        if let (Some(user), Some(used)) = (feature(&from.module), feature(&to.module)) {
            if used > user {
                faults.push(format!("{} imports {}, a feature above it", from.path, to.path));
            }
            let names = (FEATURES[user], FEATURES[used]);
            let excused = COMMANDS_CALLED.iter().any(|(by, of, _)| (*by, *of) == names);
            if user != used && to.path.ends_with("/commands.rs") && !excused {
                faults.push(format!("{} calls another feature's commands: {}", from.path, to.path));
            }
        }
    }
    for source in house.sources() {
        if !source.module.is_empty() && layer(&source.module).is_none() {
            faults.push(format!("{} has no place in the house: give it one in tests/house.rs", source.path));
        }
    }
    none(faults);
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut faults = Vec::new();
    for root in ["src", "federation/src", "web/src"] {
        let house = House::new(sources(&[root]));
        faults.extend(house.circle().map(|files| format!("a circle: {}", files.join(" -> "))));
    }
    none(faults);
}

#[test]
fn frameworks_stay_in_their_rooms() {
    let mut faults = Vec::new();
    for source in sources(&["src", "federation/src", "web/src"]) {
        for (framework, rooms) in FRAMEWORKS {
            let in_room = rooms.iter().any(|room| {
                source.path.starts_with(room) || (*room == "src/FEATURE/" && feature(&source.module).is_some())
            });
            if !in_room && source.outside.contains(*framework) {
                faults.push(format!("{} names {framework}", source.path));
            }
        }
    }
    none(faults);
}

#[test]
fn the_two_crates_know_nothing_of_ours() {
    let mut faults = Vec::new();
    for (root, forbidden) in [("federation", ["waypost", "web"]), ("web", ["waypost", "federation"])] {
        for source in sources(&[&format!("{root}/src")]) {
            for name in forbidden.into_iter().filter(|name| source.outside.contains(*name)) {
                faults.push(format!("{} names {name}", source.path));
            }
        }
        let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(root).join("Cargo.toml"));
        if manifest.unwrap().contains("path = \"..") {
            faults.push(format!("{root}/Cargo.toml depends on a crate of ours"));
        }
    }
    none(faults);
}

fn sources(roots: &[&str]) -> Vec<Source> {
    roots.iter().flat_map(|root| Source::below(Path::new(env!("CARGO_MANIFEST_DIR")), root)).collect()
}

fn layer(module: &[String]) -> Option<usize> {
    let name = if feature(module).is_some() { "features" } else { module.first()? };
    LAYERS.iter().position(|layer| layer.contains(&name))
}

fn feature(module: &[String]) -> Option<usize> {
    let name = module.first()?;
    FEATURES.iter().position(|feature| feature == name)
}

#[track_caller]
fn none(faults: Vec<String>) {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for fault in faults {
        *counted.entry(fault).or_default() += 1;
    }
    let faults: Vec<String> = counted.into_keys().collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
