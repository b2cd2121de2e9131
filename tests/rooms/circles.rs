//! Files of one room that use each other in a circle, by the paths they write.
//!
//! A file uses another where it names an item of it: in a `use`, or by a path in its code. `mod x;` and `pub use` make a
//! name known and use nothing: whoever takes the name from the parent uses the file the item is in. So does the list of a
//! family's rules: naming each one's `RULE` is what `mod` is to a file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Items a parent only lists.
const LISTED: [&str; 2] = ["RULE", "FAMILY"];
/// The most files a name is followed through.
const STEPS: usize = 8;

/// The names that lead to a module or an item, from the root of the library or as they are written.
type Way = Vec<String>;

/// A circle: the path of each file with what it uses of the others.
pub(crate) type Circle = BTreeMap<String, String>;

/// The files of the library by their ways.
#[derive(Debug, Default)]
pub(crate) struct Files {
    files: BTreeMap<Way, File>,
}

/// The names a file uses of others, as written.
#[derive(Debug, Default)]
struct File {
    /// The names a `use` brings in, each with what it is a name for.
    names: BTreeMap<String, Way>,
    /// The paths it uses items by.
    used: Vec<Way>,
    /// The modules all names of which it uses, and those it makes known.
    globs: Vec<Way>,
    shown_globs: Vec<Way>,
    /// The items it has.
    items: BTreeSet<String>,
}

impl Files {
    /// Adds a file by its path below `src`.
    pub(crate) fn add(&mut self, path: &Path, source: &str) {
        let mut way: Way = path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if way.last().is_some_and(|last| last == "mod") {
            way.pop();
        }
        self.files.insert(way, File::read(&tokens(source)));
    }

    /// Returns every circle.
    pub(crate) fn circles(&self) -> Vec<Circle> {
        let uses: BTreeMap<&Way, BTreeMap<Way, BTreeSet<String>>> =
            self.files.keys().map(|of| (of, self.uses(of))).collect();
        let reached: BTreeMap<&Way, BTreeSet<&Way>> = uses.keys().map(|of| (*of, reached(of, &uses))).collect();
        let (mut circles, mut done) = (Vec::new(), BTreeSet::new());
        for (of, all) in &reached {
            let circle: Vec<&Way> = all.iter().copied().filter(|other| reached[other].contains(of)).collect();
            if circle.len() < 2 || done.contains(of) {
                continue;
            }
            done.extend(circle.iter().copied());
            let about = |of: &Way| {
                let inside = uses[of].iter().filter(|(used, _)| circle.contains(used));
                let inside: Vec<String> = inside.map(|(used, items)| format!("{} {items:?}", used.join("/"))).collect();
                (of.join("/"), inside.join(", "))
            };
            circles.push(circle.iter().map(|of| about(of)).collect());
        }
        circles
    }

    /// Returns the other files of its room that a file uses, with the items it names.
    fn uses(&self, of: &Way) -> BTreeMap<Way, BTreeSet<String>> {
        let file = &self.files[of];
        let named = file.used.iter().filter_map(|path| self.item(of, path, 0));
        let whole = file.globs.iter().filter_map(|path| self.absolute(of, path)).flat_map(|module| {
            let known =
                self.files.get(&module).into_iter().flat_map(|file| file.names.keys().chain(file.items.first()));
            known.filter_map(|name| self.item(&module, &own(name), 0)).collect::<Vec<_>>()
        });
        let mut uses: BTreeMap<Way, BTreeSet<String>> = BTreeMap::new();
        for (used, item) in named.chain(whole) {
            if used != *of && used[0] == of[0] && !LISTED.contains(&item.as_str()) {
                uses.entry(used).or_default().insert(item);
            }
        }
        uses
    }

    /// Returns the item a path names in a file and the file that has it, through whatever files it is named.
    fn item(&self, of: &Way, path: &[String], step: usize) -> Option<(Way, String)> {
        let way = self.absolute(of, path)?;
        let end = (1..=way.len()).rev().find(|end| self.files.contains_key(&way[..*end]))?;
        let (module, item) = (way[..end].to_vec(), way.get(end)?);
        let file = &self.files[&module];
        if file.items.contains(item) || step == STEPS {
            return Some((module, item.clone()));
        }
        let from = |glob: &Way| {
            let shown = self.absolute(&module, glob).filter(|shown| self.files.contains_key(shown))?;
            self.item(&shown, &own(item), step + 1).filter(|(file, item)| self.files[file].items.contains(item))
        };
        match file.names.get(item) {
            Some(named) => self.item(&module, &[named, &way[end + 1..]].concat(), step + 1),
            None => file.shown_globs.iter().find_map(from).or_else(|| Some((module.clone(), item.clone()))),
        }
    }

    /// Returns the way a path written in a file leads, if it stays in the library.
    fn absolute(&self, of: &Way, path: &[String]) -> Option<Way> {
        let (first, rest) = path.split_first()?;
        let up = path.iter().take_while(|part| *part == "super").count();
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([of, rest].concat()),
            "super" => Some([&of[..of.len().checked_sub(up)?], &path[up..]].concat()),
            name => {
                if let Some(named) = self.files[of].names.get(name).filter(|named| named[0] != *name) {
                    return Some([self.absolute(of, named)?.as_slice(), rest].concat());
                }
                let child = [of.as_slice(), std::slice::from_ref(first)].concat();
                self.files.contains_key(&child).then(|| [of.as_slice(), path].concat())
            }
        }
    }
}

/// Returns the path by which a file names an item of its own.
fn own(item: &str) -> Way {
    vec!["self".to_owned(), item.to_owned()]
}

/// Returns the files that are used by a file, and by those, and so on.
fn reached<'a>(of: &'a Way, uses: &'a BTreeMap<&Way, BTreeMap<Way, BTreeSet<String>>>) -> BTreeSet<&'a Way> {
    let (mut all, mut left) = (BTreeSet::new(), vec![of]);
    while let Some(next) = left.pop() {
        left.extend(uses[next].keys().filter(|used| all.insert(*used)));
    }
    all
}

impl File {
    fn read(tokens: &[&str]) -> Self {
        let (mut file, mut at) = (Self::default(), 0);
        while at < tokens.len() {
            match tokens[at..] {
                ["#", "[", "cfg", "(", "test", ")", "]", "mod", _, "{", ..] => break,
                ["pub", "(", "in", ..] => at += 3,
                ["fn" | "struct" | "enum" | "trait" | "type" | "const" | "static", name, ..] => {
                    file.items.insert(name.to_owned());
                }
                ["use", ..] => {
                    let exported = at > 0 && ["pub", ")"].contains(&tokens[at - 1]);
                    let end = at + tokens[at..].iter().position(|token| *token == ";").unwrap_or(tokens.len() - at);
                    file.read_use(&tokens[at + 1..end], &[], exported);
                    at = end;
                }
                [first, "::", ..] if is_name(first) && (at == 0 || ![".", "::"].contains(&tokens[at - 1])) => {
                    let path = tokens[at..].chunks(2).take_while(|pair| is_name(pair[0]));
                    let more = path.clone().take_while(|pair| pair.get(1) == Some(&"::")).count();
                    file.used.push(path.take(more + 1).map(|pair| pair[0].to_owned()).collect());
                }
                _ => {}
            }
            at += 1;
        }
        file
    }

    /// Reads one tree of a `use`, below `before`.
    fn read_use(&mut self, tokens: &[&str], before: &[String], exported: bool) {
        let end = tokens.iter().position(|token| *token == "{" || *token == "as").unwrap_or(tokens.len());
        let mut path = before.to_vec();
        path.extend(tokens[..end].iter().filter(|token| **token != "::").map(|token| (*token).to_owned()));
        if tokens.get(end) == Some(&"{") {
            for part in parts(&tokens[end + 1..tokens.len() - 1]) {
                self.read_use(part, &path, exported);
            }
            return;
        }
        match path.last().map(String::as_str) {
            Some("*") if exported => self.shown_globs.push(path[..path.len() - 1].to_vec()),
            Some("*") => self.globs.push(path[..path.len() - 1].to_vec()),
            Some("self") if path.len() > 1 => self.bring_in(&path[..path.len() - 1], tokens.get(end + 1), exported),
            _ => self.bring_in(&path, tokens.get(end + 1), exported),
        }
    }

    fn bring_in(&mut self, path: &[String], name: Option<&&str>, exported: bool) {
        let name = name.map(ToString::to_string).or_else(|| path.last().cloned());
        self.names.extend(name.map(|name| (name, path.to_vec())));
        if !exported {
            self.used.push(path.to_vec());
        }
    }
}

/// Returns the parts of a list between its commas.
fn parts<'a, 't>(tokens: &'t [&'a str]) -> Vec<&'t [&'a str]> {
    let mut depth = 0;
    let split = tokens.split(move |token| {
        depth += i32::from(*token == "{") - i32::from(*token == "}");
        depth == 0 && *token == ","
    });
    split.filter(|part| !part.is_empty()).collect()
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Returns the words and signs of a source, without comments and literals.
fn tokens(source: &str) -> Vec<&str> {
    let (mut tokens, mut rest) = (Vec::new(), source);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => quoted(rest),
            'r' if rest[1..].trim_start_matches('#').starts_with('"') => {
                let end = format!("\"{}", &rest[1..=rest[1..].find('"').unwrap_or(0)].trim_end_matches('"'));
                let start = 1 + end.len();
                start + rest[start..].find(&end).map_or(rest.len() - start, |found| found + end.len())
            }
            // A character; a lifetime has no second quote so near.
            '\'' if rest.starts_with("'\\") => 3 + rest[3..].find('\'').unwrap_or(0),
            '\'' if rest.chars().nth(2) == Some('\'') => rest.char_indices().nth(2).map_or(1, |(at, _)| at + 1),
            _ => {
                let name = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                let sign = if rest.starts_with("::") { 2 } else { first.len_utf8() };
                let length = name.max(sign);
                tokens.extend((!first.is_whitespace()).then(|| &rest[..length]));
                length
            }
        };
        rest = &rest[length..];
    }
    tokens
}

/// Returns the length of a text in quotes.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(rest.len(), |(at, _)| at + 1)
}
