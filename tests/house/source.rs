//! Rust files as the house's rules see them: code without comments, texts and tests, and the paths that it names.
//! Reads tokens, not Rust: enough for `use` and for paths that start with crate, self or super.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub struct Source {
    /// `src/posts/rows.rs`
    pub path: String,
    pub text: String,
    /// `["posts", "rows"]`; empty for lib.rs.
    pub module: Vec<String>,
    /// First segments of paths that lead out of the crate.
    pub outside: BTreeSet<String>,
    /// Paths into the crate, from its root.
    inside: BTreeSet<Vec<String>>,
    /// What `pub use` passes on: name -> path from the root.
    passed_on: BTreeMap<String, Vec<String>>,
}

impl Source {
    /// Every .rs file below `root`, a folder of `base`; none when it is not there.
    pub fn below(base: &Path, root: &str) -> Vec<Self> {
        let mut found = Vec::new();
        let mut folders = vec![base.join(root)];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = std::fs::read_dir(folder) else { continue };
            for path in entries.map(|entry| entry.unwrap().path()) {
                if path.is_dir() && !path.ends_with("node_modules") {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    let name = path.strip_prefix(base).unwrap().to_string_lossy().into_owned();
                    found.push(Self::read(name, root, std::fs::read_to_string(&path).unwrap()));
                }
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    fn read(path: String, root: &str, text: String) -> Self {
        let inner = path.trim_start_matches(root).trim_start_matches('/').trim_end_matches(".rs");
        let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
        if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
            module.pop();
        }
        let code = code_of(&text);
        let tokens = tokens_of(&code);
        let children: BTreeSet<&str> = tokens.windows(2).filter(|pair| pair[0] == "mod").map(|pair| pair[1]).collect();
        let mut source = Self {
            path,
            module,
            outside: BTreeSet::new(),
            inside: BTreeSet::new(),
            passed_on: BTreeMap::new(),
            text: String::new(),
        };
        for (path, name, public) in paths_of(&tokens) {
            match source.path_from_root(&path, &children) {
                Some(target) if public => drop(source.passed_on.insert(name, target)),
                Some(target) => drop(source.inside.insert(target)),
                None => drop(source.outside.insert(path[0].clone())),
            }
        }
        source.text = text;
        source
    }

    /// None for what lies in another crate. The binary's `waypost::` is the library.
    fn path_from_root(&self, path: &[String], children: &BTreeSet<&str>) -> Option<Vec<String>> {
        let mut target = self.module.clone();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => (target, rest) = (Vec::new(), &path[1..]),
            "waypost" if self.path == "src/main.rs" => (target, rest) = (Vec::new(), &path[1..]),
            "self" => rest = &path[1..],
            "super" => {}
            first if children.contains(first) => {}
            _ => return None,
        }
        while rest.first().is_some_and(|segment| segment == "super") {
            target.pop();
            rest = &rest[1..];
        }
        target.extend_from_slice(rest);
        Some(target)
    }
}

/// The files of one crate and what they import from each other.
pub struct House {
    sources: Vec<Source>,
    by_module: BTreeMap<Vec<String>, usize>,
}

impl House {
    pub fn new(sources: Vec<Source>) -> Self {
        let by_module = sources.iter().enumerate().map(|(at, source)| (source.module.clone(), at)).collect();
        Self { sources, by_module }
    }

    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    pub fn imports(&self) -> impl Iterator<Item = (&Source, &Source)> {
        let pairs = (0..self.sources.len()).flat_map(|from| self.imported(from).into_iter().map(move |to| (from, to)));
        pairs.map(|(from, to)| (&self.sources[from], &self.sources[to]))
    }

    fn imported(&self, from: usize) -> BTreeSet<usize> {
        let found = self.sources[from].inside.iter().filter_map(|path| self.file_of(path, 0));
        found.filter(|&to| to != from).collect()
    }

    /// The file in which the thing at `path` is written, behind whatever passes it on.
    fn file_of(&self, path: &[String], hops: usize) -> Option<usize> {
        let (length, at) = (0..=path.len()).rev().find_map(|n| Some((n, *self.by_module.get(&path[..n])?)))?;
        let Some(name) = path.get(length) else { return Some(at) };
        match self.sources[at].passed_on.get(name) {
            Some(target) if hops < 5 => {
                let target: Vec<String> = target.iter().chain(&path[length + 1..]).cloned().collect();
                self.file_of(&target, hops + 1)
            }
            _ => Some(at),
        }
    }

    /// One circle of files, if there is any.
    pub fn circle(&self) -> Option<Vec<String>> {
        let mut done = vec![false; self.sources.len()];
        (0..self.sources.len()).find_map(|start| self.circle_from(start, &mut Vec::new(), &mut done))
    }

    fn circle_from(&self, at: usize, trail: &mut Vec<usize>, done: &mut [bool]) -> Option<Vec<String>> {
        if let Some(first) = trail.iter().position(|&seen| seen == at) {
            return Some(trail[first..].iter().chain([&at]).map(|&file| self.sources[file].path.clone()).collect());
        }
        if done[at] {
            return None;
        }
        trail.push(at);
        // A part may use what its own whole declares: the two are one module in two files.
        let is_whole = |next: &usize| {
            self.sources[at].module.split_last().is_some_and(|(_, whole)| *whole == self.sources[*next].module[..])
        };
        let found = self
            .imported(at)
            .into_iter()
            .filter(|next| !is_whole(next))
            .find_map(|next| self.circle_from(next, trail, done));
        trail.pop();
        done[at] = true;
        found
    }
}

/// The text without comments, without what stands in quotes, and without the tests at its end.
fn code_of(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = |place: usize| letters.get(place).copied().unwrap_or(' ');
    let mut code = String::new();
    let mut place = 0;
    while place < letters.len() {
        match (at(place), at(place + 1)) {
            ('/', '/') => place = (place..letters.len()).find(|&n| at(n) == '\n').unwrap_or(letters.len()),
            ('/', '*') => {
                place = (place + 2..letters.len()).find(|&n| at(n) == '*' && at(n + 1) == '/').unwrap_or(place) + 2
            }
            ('r', '"' | '#') if !code.ends_with(|before: char| before.is_alphanumeric() || before == '_') => {
                let hashes = (place + 1..letters.len()).take_while(|&n| at(n) == '#').count();
                let open = place + 1 + hashes;
                let closes = |n: usize| at(n) == '"' && (1..=hashes).all(|more| at(n + more) == '#');
                if at(open) == '"' {
                    place = (open + 1..letters.len()).find(|&n| closes(n)).unwrap_or(letters.len()) + 1 + hashes;
                } else {
                    code.push('r');
                    place += 1;
                }
            }
            ('"', _) => {
                place += 1;
                while place < letters.len() && at(place) != '"' {
                    place += if at(place) == '\\' { 2 } else { 1 };
                }
                place += 1;
            }
            ('\'', '\\') => place = (place + 3..letters.len()).find(|&n| at(n) == '\'').unwrap_or(place) + 1,
            ('\'', _) if at(place + 2) == '\'' => place += 3,
            (letter, _) => {
                code.push(letter);
                place += 1;
            }
        }
    }
    let tests = code.match_indices("#[cfg(test)]").map(|(at, _)| at);
    let end = tests.into_iter().find(|at| code[at + "#[cfg(test)]".len()..].trim_start().starts_with("mod "));
    code.truncate(end.unwrap_or(code.len()));
    code
}

/// Words, `::` and single signs.
fn tokens_of(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while !rest.is_empty() {
        let word = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
        let length = match word {
            0 if rest.starts_with("::") => 2,
            0 => rest.chars().next().map_or(1, char::len_utf8),
            word => word,
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

type Named = (Vec<String>, String, bool);

/// Every path that code names: its segments, the name that it gets here, whether it is passed on.
fn paths_of(tokens: &[&str]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let next = tokens.get(at + 1).copied().unwrap_or_default();
        if tokens[at] == "use" && next != "<" {
            let public = at > 0 && (tokens[at - 1] == "pub" || tokens[at - 1] == ")");
            at = tree(tokens, at + 1, &[], public, &mut found);
        } else if next == "::" && is_word(tokens[at]) && (at == 0 || tokens[at - 1] != "::") {
            let mut path = vec![tokens[at].to_owned()];
            while tokens.get(at + 1) == Some(&"::") && tokens.get(at + 2).is_some_and(|word| is_word(word)) {
                path.push(tokens[at + 2].to_owned());
                at += 2;
            }
            found.push((path, String::new(), false));
        }
        at += 1;
    }
    found
}

/// Reads one branch of a `use`; answers where it ends.
fn tree(tokens: &[&str], mut at: usize, before: &[String], public: bool, found: &mut Vec<Named>) -> usize {
    let mut path = before.to_vec();
    while at < tokens.len() {
        match tokens[at] {
            "::" => {}
            "{" => {
                at += 1;
                while at < tokens.len() && tokens[at] != "}" {
                    at = tree(tokens, at, &path, public, found);
                    at += usize::from(tokens.get(at) == Some(&","));
                }
                return at + 1;
            }
            "as" => {
                found.push((path, tokens.get(at + 1).copied().unwrap_or_default().to_owned(), public));
                return at + 2;
            }
            word if is_word(word) => path.push(word.to_owned()),
            "*" => {}
            _ => break,
        }
        at += 1;
    }
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    if !path.is_empty() {
        let name = path.last().cloned().unwrap_or_default();
        found.push((path, name, public));
    }
    at
}

fn is_word(token: &str) -> bool {
    token.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}
