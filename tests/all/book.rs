//! The book and the README: every link leads somewhere, every block reads, and what they say is typed prints what they say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use bcf::cli::Exit;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::common::World;

/// The pages of the book, by path below their folder.
static PAGES: LazyLock<BTreeMap<String, String>> = LazyLock::new(pages);

/// Writes the book, and returns its pages.
fn pages() -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let (exit, ..) = World::default().run(["docs", "book", "-o", folder.path().to_str().expect("text")]);
    assert_eq!(exit, Exit::Clean);
    let mut pages = BTreeMap::new();
    let src = folder.path().join("src");
    let mut left = vec![src.clone()];
    while let Some(at) = left.pop() {
        for entry in fs::read_dir(at).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                left.push(path);
                continue;
            }
            let name = path.strip_prefix(&src).expect("below").to_str().expect("text").replace('\\', "/");
            pages.insert(name, fs::read_to_string(&path).expect("text"));
        }
    }
    pages
}

fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "md")
}

/// Returns the addresses that a page links to.
fn links(text: &str) -> Vec<String> {
    let options = pulldown_cmark::Options::ENABLE_TABLES;
    let address = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    };
    Parser::new_ext(text, options).filter_map(address).collect()
}

/// Returns the headings of a page as `mdBook` calls their places.
fn anchors(text: &str) -> BTreeSet<String> {
    let (mut out, mut open) = (BTreeSet::new(), None::<String>);
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => open = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(open) = &mut open {
                    open.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1 | HeadingLevel::H2 | HeadingLevel::H3)) => {
                let kept = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
                let text: String = open.take().unwrap_or_default().chars().filter(|c| kept(*c)).collect();
                out.insert(text.to_lowercase().replace(' ', "-"));
            }
            _ => {}
        }
    }
    out
}

/// Returns where an address leads from a page: the page, and the place in it.
fn target(from: &str, address: &str) -> (String, Option<String>) {
    let (path, anchor) = address.split_once('#').map_or((address, None), |(path, at)| (path, Some(at.to_owned())));
    if path.is_empty() {
        return (from.to_owned(), anchor);
    }
    let mut at: Vec<&str> = from.split('/').collect();
    at.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(at.pop()),
            "." => {}
            part => at.push(part),
        }
    }
    (at.join("/"), anchor)
}

#[test]
fn every_page_is_listed_and_every_link_leads_to_a_place() {
    let pages = &*PAGES;
    let mut listed: BTreeSet<String> = links(&pages["SUMMARY.md"]).into_iter().collect();
    let all = pages.keys().filter(|path| is_page(path) && *path != "SUMMARY.md").cloned().collect();
    assert_eq!(listed, all);
    listed.extend(pages.keys().cloned());
    let (mut wrong, mut followed) = (Vec::new(), 0);
    for (path, text) in pages.iter().filter(|(path, _)| is_page(path)) {
        for address in links(text).iter().filter(|address| !address.contains("://")) {
            let (page, anchor) = target(path, address);
            let there = pages.get(&page);
            let is_there = there.is_some_and(|text| anchor.is_none_or(|at| anchors(text).contains(&at)));
            followed += 1;
            if !is_there {
                wrong.push(format!("{path}: {address}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(followed > 1_000, "{followed} links");
}

#[test]
fn every_rule_and_every_clause_of_every_round_has_a_page() {
    let pages = &*PAGES;
    for (family, rule) in bcf::check::rules() {
        let page = &pages[&format!("rules/{}.md", rule.id)];
        assert!(page.starts_with(&format!("# {}\n", rule.id)), "{}", rule.id);
        assert!(pages.contains_key(&format!("rules/families/{}.md", family.id)), "{}", family.id);
        let index = &pages["rules/index.md"];
        assert!(index.contains(&format!("[`{0}`](../rules/{0}.md)", rule.id)), "{}", rule.id);
    }
    for id in bcf::policy::round_ids() {
        let round = bcf::policy::round(id).expect("a round");
        let page = &pages[&format!("rounds/{id}.md")];
        for clause in &round.clauses {
            assert!(page.contains(&format!("`{}`", clause.id)), "{id}: {}", clause.id);
            let told = &pages[&format!("clauses/{}.md", clause.id)];
            assert!(told.contains(id), "{id}: {}", clause.id);
        }
    }
}

#[test]
fn a_book_is_written_over_an_older_one_and_over_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let book = folder.path().join("book");
    let write = || World::default().run(["docs", "book", "-o", book.to_str().expect("text")]);
    assert_eq!(write().0, Exit::Clean);
    fs::write(book.join("src/index.md"), "old").expect("a file");
    assert_eq!(write().0, Exit::Clean);
    assert!(fs::read_to_string(book.join("src/index.md")).expect("a page").starts_with("# bcf"));
    fs::write(book.join("book.toml"), "[book]\n").expect("a file");
    fs::write(book.join("src/index.md"), "another's").expect("a file");
    let (exit, _, errors) = write();
    assert!(exit == Exit::NoVerdict && errors.contains("of its own"), "{errors}");
    assert_eq!(fs::read_to_string(book.join("src/index.md")).expect("a page"), "another's");
}

/// The chapters and the README, with what their blocks of each language must be.
fn written_by_hand() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let chapters = root.join("src/report/book/chapters");
    let mut left = vec![chapters];
    let mut files = vec![root.join("README.md")];
    while let Some(at) = left.pop() {
        for entry in fs::read_dir(at).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { left.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).expect("text"))).collect()
}

/// Returns the blocks of a text: what is said behind the fence, and what stands in it.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match &mut open {
            Some(_) if line == "```" => out.extend(open.take()),
            Some((_, inside)) => inside.extend([line, "\n"]),
            None => open = line.strip_prefix("```").map(|about| (about.to_owned(), String::new())),
        }
    }
    assert!(open.is_none(), "a fence is left open");
    out
}

#[test]
fn every_block_that_is_written_by_hand_reads() {
    let mut seen = BTreeSet::new();
    for (path, text) in written_by_hand() {
        for (about, block) in blocks(&text) {
            let language = about.split(' ').next().unwrap_or_default().to_owned();
            let name = path.display();
            match language.as_str() {
                "toml" => drop(block.parse::<toml::Table>().unwrap_or_else(|error| panic!("{name}: {error}\n{block}"))),
                "json" => drop(serde_json::from_str::<serde_json::Value>(&block).expect(&block)),
                "yaml" => {
                    use saphyr::{LoadableYamlNode, Yaml};
                    assert_eq!(Yaml::load_from_str(&block).expect(&block).len(), 1, "{name}");
                }
                "sh" => commands(&block).for_each(|command| takes(&command, &format!("{name}"))),
                "console" | "diff" | "csv" | "text" | "lua" => {}
                other => panic!("{name}: nothing is known of blocks of `{other}`"),
            }
            seen.insert(language);
        }
    }
    assert!(seen.len() > 6, "{seen:?}");
}

/// Returns the commands of this program in lines of a shell.
fn commands(block: &str) -> impl Iterator<Item = Vec<String>> {
    let lines = block.lines().map(|line| line.split(" #").next().unwrap_or_default());
    let parts = lines.flat_map(|line| line.split(['|', '>', '<', ';', '(', ')']).flat_map(|part| part.split("&&")));
    let words = |part: &str| part.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let ours = |words: Vec<String>| match words.first().map(String::as_str) {
        Some("exec") if words.get(1).is_some_and(|word| word == "bcf") => Some(words[2..].to_vec()),
        Some("bcf") => Some(words[1..].to_vec()),
        Some("cargo") => Some(words.iter().skip_while(|word| *word != "--").skip(1).cloned().collect()),
        _ => None,
    };
    parts.map(words).filter_map(ours).filter(|words| !words.is_empty()).collect::<Vec<_>>().into_iter()
}

/// Holds the program to take a command: each of its options and words is one that there is.
fn takes(command: &[String], name: &str) {
    let told = command.iter().filter(|word| *word != "--").map(|word| match word.as_str() {
        // A word that stands for what the reader has.
        "RULE" => "missing-section",
        "CLAUSE" => "section-75",
        "SHELL" => "bash",
        word => word,
    });
    let (exit, _, errors) = World::default().run(told.chain(["--help"]));
    assert_eq!(exit, Exit::Clean, "{name}: bcf {}\n{errors}", command.join(" "));
}

#[cfg(unix)]
mod typed {
    use std::process::Command;

    use super::*;

    /// A line that stands for any lines that are printed.
    const ANY: &str = "…";

    /// What is typed and printed in a folder of its own, as a text tells it.
    struct Session<'a> {
        folder: &'a Path,
    }

    impl Session<'_> {
        /// Types a command, and returns what is printed.
        fn run(&self, command: &str) -> String {
            let program = Path::new(env!("CARGO_BIN_EXE_bcf")).parent().expect("a folder");
            let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
            let columns = bcf::report::BOOK_COLUMNS.to_string();
            let output = Command::new("sh")
                .args(["-c", &format!("exec 2>&1\n{command}")])
                .current_dir(self.folder)
                .env_clear()
                .envs([
                    ("PATH", path.as_str()),
                    ("COLUMNS", columns.as_str()),
                    ("NO_COLOR", "1"),
                    ("LC_ALL", "C.UTF-8"),
                ])
                .envs([("HOME", self.folder.to_str().expect("text")), ("GIT_CONFIG_NOSYSTEM", "1")])
                .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "A. Analyst")))
                .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "a@example.org")))
                .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_DATE"), "2026-05-01T09:00:00Z")))
                .output()
                .expect("a shell");
            let text = String::from_utf8(output.stdout).expect("text");
            text.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
        }

        /// Writes a file that a block shows, or changes one as it says.
        fn write(&self, about: &str, block: &str) {
            let Some((language, name)) = about.split_once(' ') else { return };
            let file = self.folder.join(name);
            if language != "diff" {
                fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
                return fs::write(file, block).expect("a file");
            }
            let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
            let lines = |sign: char| -> String {
                block
                    .lines()
                    .filter_map(|line| line.strip_prefix(sign).or(line.strip_prefix(' ')))
                    .fold(String::new(), |text, line| text + line + "\n")
            };
            let (old, new) = (lines('-'), lines('+'));
            assert_eq!(text.matches(&old).count(), 1, "{name} has this once:\n{old}");
            fs::write(file, text.replacen(&old, &new, 1)).expect("a file");
        }

        /// Types what a block of a console says, and returns the block as it would be.
        fn console(&self, block: &str) -> String {
            let mut out = String::new();
            let mut lines = block.lines().peekable();
            while let Some(line) = lines.next() {
                let command = line.strip_prefix("$ ").unwrap_or_else(|| panic!("no command: {line}"));
                let mut told = String::new();
                while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
                    told.extend([line, "\n"]);
                }
                let printed = self.run(command);
                let said = if fits(&told, &printed) { told } else { as_told(&told, &printed) };
                out.extend(["$ ", command, "\n", &said]);
            }
            out
        }
    }

    /// Returns whether lines are those that are told, of which one may stand for any.
    fn fits(told: &str, printed: &str) -> bool {
        let parts: Vec<&str> = told.split(&format!("{ANY}\n")).collect();
        let [first, .., last] = parts[..] else { return told == printed };
        let Some(mut rest) = printed.strip_prefix(first) else { return false };
        for part in &parts[1..parts.len() - 1] {
            let Some(at) = rest.find(part) else { return false };
            rest = &rest[at + part.len()..];
        }
        rest.ends_with(last)
    }

    /// Returns what is printed with as many lines left out of its middle as were told before.
    fn as_told(told: &str, printed: &str) -> String {
        let Some((first, last)) = told.split_once(&format!("{ANY}\n")) else { return printed.to_owned() };
        let lines: Vec<&str> = printed.lines().collect();
        let (first, last) = (first.lines().count(), last.lines().count());
        if first + last >= lines.len() {
            return printed.to_owned();
        }
        let kept = lines[..first].iter().chain(&[ANY]).chain(&lines[lines.len() - last..]);
        kept.fold(String::new(), |text, line| text + line + "\n")
    }

    #[test]
    fn lines_that_are_left_out_may_be_any() {
        assert!(fits("a\n…\nd\n", "a\nb\nc\nd\n"));
        assert!(fits("…\nd\n", "d\n"));
        assert!(!fits("a\n…\nd\n", "a\nb\n"));
        assert!(!fits("a\n", "a\nb\n"));
    }

    #[test]
    fn what_is_typed_prints_what_is_said() {
        let is_renewed = std::env::var_os("BCF_RENEW").is_some();
        let mut typed = 0;
        for (path, text) in written_by_hand() {
            let folder = tempfile::tempdir().expect("a folder");
            let session = Session { folder: folder.path() };
            let mut again = text.clone();
            for (about, block) in blocks(&text) {
                if about == "console" {
                    let now = session.console(&block);
                    again = again.replacen(&format!("```console\n{block}```"), &format!("```console\n{now}```"), 1);
                    typed += 1;
                } else {
                    session.write(&about, &block);
                }
            }
            if is_renewed {
                fs::write(&path, again).expect("a file");
            } else {
                let renews = "`BCF_RENEW=1 cargo test --test all book::` renews it; look at what it writes";
                assert_eq!(text, again, "{}: {renews}", path.display());
            }
        }
        assert!(typed > 20, "{typed} blocks");
    }
}
