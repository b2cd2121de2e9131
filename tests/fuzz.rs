//! Whatever is written in a plan, the program keeps its laws: it does not crash, every place it names is in the file,
//! the same plan gives the same bytes, and every report can be read and is fit to show.
//!
//! `cargo test` tries for seconds; `BCF_FUZZ_SECONDS=300 cargo test --release --test fuzz` for longer, each run from a seed
//! of its own (`BCF_FUZZ_SEED` repeats one). What breaks a law is made small and kept in `tests/corpus/`, which every run
//! tries first.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use bcf::check::{self, Checked, Settings};
use bcf::finding::{Finding, Status};
use bcf::period::Date;
use bcf::plan::Plan;
use bcf::plan::syntax::Tree;
use bcf::report::{Beside, Run, View, concise, human, json};
use bcf::span::{NodeId, Span};

// ---- The laws

/// Returns the law a text breaks, if any. A panic is one.
fn broken(text: &str) -> Option<String> {
    let tried = catch_unwind(AssertUnwindSafe(|| laws(text)));
    match tried {
        Ok(laws) => laws.err(),
        Err(panic) => {
            let said =
                panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
            Some(format!("it panics: {}", said.unwrap_or_default()))
        }
    }
}

fn laws(text: &str) -> Result<(), String> {
    let begun = Instant::now();
    nodes_lie_in_the_file(&Plan::read(text.to_owned()).tree)?;
    let plan = checked(text);
    for finding in &plan.findings {
        places_lie_in_the_file(text, finding)?;
    }
    findings_have_places_of_their_own(&plan)?;
    let first = report(&plan)?;
    if first != report(&checked(text))? {
        return Err("the same plan gives other bytes".into());
    }
    let took = begun.elapsed();
    let patience = Duration::from_secs(5) + Duration::from_micros(text.len() as u64 * 50);
    if took > patience { Err(format!("it takes {took:?}")) } else { Ok(()) }
}

fn checked(text: &str) -> Checked {
    let settings = Settings::on(Date::parse("2018-06-01").expect("a date"));
    check::check_text("plan.toml".into(), text.to_owned(), &settings)
}

fn nodes_lie_in_the_file(tree: &Tree) -> Result<(), String> {
    let text = tree.source();
    let mut todo = vec![Tree::ROOT];
    while let Some(node) = todo.pop() {
        lies_in(text, tree.span(node), &format!("node {node:?}"))?;
        if let Some(key) = tree.key_span(node) {
            lies_in(text, key, &format!("the key of node {node:?}"))?;
        }
        todo.extend::<Vec<NodeId>>(tree.children(node).collect());
    }
    for error in tree.errors() {
        lies_in(text, error.span, &error.message)?;
        if let Some((span, _)) = &error.label {
            lies_in(text, *span, &error.message)?;
        }
    }
    Ok(())
}

fn lies_in(text: &str, span: Span, what: &str) -> Result<(), String> {
    let (start, end) = (span.start as usize, span.end as usize);
    if start <= end && text.get(start..end).is_some() {
        Ok(())
    } else {
        Err(format!("{span:?} is no part of the file: {what}"))
    }
}

fn places_lie_in_the_file(text: &str, finding: &Finding) -> Result<(), String> {
    let labels = finding.labels.iter().map(|label| &label.at);
    let lines = finding.ledger.iter().flat_map(|ledger| &ledger.lines).filter_map(|line| line.at.as_ref());
    let edit = finding.edit.iter().map(|edit| &edit.at);
    let waiver = match &finding.status {
        Status::Waived(waiver) => Some(&waiver.at),
        _ => None,
    };
    let mut places = std::iter::once(&finding.at).chain(labels).chain(lines).chain(edit).chain(waiver);
    places.try_for_each(|place| lies_in(text, place.span, &format!("{} at {}", finding.rule, place.path)))
}

/// Checks that no two findings of a rule share a path and a year, so that a baseline can tell them apart. Where the
/// text is no TOML a path may mean two things.
fn findings_have_places_of_their_own(plan: &Checked) -> Result<(), String> {
    if !plan.plan.tree.errors().is_empty() {
        return Ok(());
    }
    let mut seen = HashSet::new();
    match plan.findings.iter().find(|finding| !seen.insert((finding.rule, &finding.at.path, finding.year))) {
        Some(finding) => Err(format!("{} stands twice at {}", finding.rule, finding.at.path)),
        None => Ok(()),
    }
}

/// Returns every format's report; the JSON.
fn report(plan: &Checked) -> Result<Vec<u8>, String> {
    let plans = std::slice::from_ref(plan);
    let view = View { evidence: true, verbose: true, ..View::plain(80) };
    let run = Run {
        plans,
        beside: Beside::default(),
        today: Date::parse("2018-06-01").expect("a date"),
        files: &[],
        across: &[],
        view,
    };
    let mut written = [Vec::new(), Vec::new(), Vec::new()];
    let [in_json, for_people, in_lines] = &mut written;
    json::write(&run, in_json).map_err(|error| error.to_string())?;
    human::write(&run, for_people).map_err(|error| error.to_string())?;
    concise::write(&run, in_lines).map_err(|error| error.to_string())?;
    for report in &written {
        let report = std::str::from_utf8(report).map_err(|error| format!("a report is no UTF-8: {error}"))?;
        if let Some(raw) = report.chars().find(|c| *c != '\n' && bcf::text::escape::is_hidden(*c)) {
            return Err(format!("{raw:?} is shown raw"));
        }
    }
    let [in_json, ..] = written;
    let read: Result<serde_json::Value, _> = serde_json::from_slice(&in_json);
    read.map(|_| in_json).map_err(|error| format!("the JSON cannot be read: {error}"))
}

// ---- What is tried

/// Numbers that look as if drawn by lot, the same for the same seed.
struct Lot(u64);

impl Lot {
    fn draw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.draw() >> 16).unwrap_or(0) % end.max(1)
    }

    fn of<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Returns a place in `text` between two characters.
    fn place(&mut self, text: &str) -> usize {
        let mut place = self.below(text.len() + 1);
        while !text.is_char_boundary(place) {
            place -= 1;
        }
        place
    }
}

/// The texts people and strangers write where a value belongs.
const VALUES: [&str; 44] = [
    "0",
    "-0",
    "-1",
    "1",
    "1e3",
    "0x10",
    "1_000",
    "999_999_999_999.99",
    "1_000_000_000_000",
    "0.001",
    "79228162514264337593543950335",
    "-79228162514264337593543950335",
    "0.0000000000000000000000000001",
    "inf",
    "nan",
    "\"£1,200\"",
    "\"about £22m\"",
    "\"£2,000,00\"",
    "\"-£5\"",
    "£1,200",
    "1,200",
    "TBC",
    "\"TBC\"",
    "\"\"",
    "\"\\u0000\\u202e\"",
    "\"£3.8bn\"",
    "true",
    "2017-09-11",
    "30/06/2017",
    "\"2017-11\"",
    "\"unknown\"",
    "\"2015-16-H2\"",
    "0000-01-01",
    "9999-12-31",
    "\"9999-12\"",
    "[]",
    "{}",
    "[[[",
    "{ 2017-18 = 1 }",
    "{ 9999-00 = 1, 0000-01 = 2 }",
    "[\"council\", \"council\"]",
    "\"adjustment\"",
    "\"local\"",
    "\"approved\"",
];

/// Bits of syntax and of other alphabets.
const BITS: [&str; 34] = [
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\",
    "\\u",
    "=",
    ".",
    ",",
    "\n",
    "\r",
    "\r\n",
    "#",
    "£",
    "\u{feff}",
    "\0",
    "é",
    "e\u{301}",
    "🏴\u{e0067}",
    "\u{202e}",
    "\t",
    "-",
    "_",
    "2017-18",
    "a.b.c = 1\n",
    "[plan]\n",
    "x = [\n",
    "日本",
];

/// The words that are found everywhere in plans.
const WORDS: [&str; 12] = [
    "2017-18",
    "2018-19",
    "2016-17",
    "2017-04",
    "council",
    "ccg",
    "nhs-minimum",
    "dfg",
    "_",
    "\"",
    " = ",
    "social-care",
];

/// Returns `text` with one thing changed.
fn changed(text: &str, others: &[String], lot: &mut Lot) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let n = lot.below(lines.len());
    match lot.below(12) {
        0 if !lines.is_empty() => drop(lines.remove(n)),
        1 if !lines.is_empty() => {
            let to = lot.below(lines.len());
            lines.insert(to, lines[n]);
        }
        2 if !lines.is_empty() => {
            let other = lot.below(lines.len());
            lines.swap(n, other);
        }
        3 => return with_value(text, lot),
        4 => return with_value(&with_digit(text, lot), lot),
        5 => return with_digit(text, lot),
        6 => return replaced(text, lot.place(text), 0, lot.of(&BITS)),
        7 => {
            let length = lot.below(8) + 1;
            return replaced(text, lot.place(text), length, "");
        }
        8 => {
            let other: Vec<&str> = others[lot.below(others.len())].split_inclusive('\n').collect();
            let from = lot.below(other.len());
            let to = (from + 1 + lot.below(12)).min(other.len());
            let more = other.get(from..to).unwrap_or_default().concat();
            return replaced(text, lines[..n].concat().len(), 0, &more);
        }
        9 => return text[..lot.place(text)].to_owned(),
        10 => {
            let (word, other) = (lot.of(&WORDS), lot.of(&WORDS));
            return text.replace(word, other);
        }
        _ => return replaced(text, lot.place(text), lot.below(40), lot.of(&BITS)),
    }
    lines.concat()
}

/// Returns `text` with so many bytes from a place on replaced.
fn replaced(text: &str, at: usize, length: usize, with: &str) -> String {
    let mut end = (at + length).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    format!("{}{with}{}", &text[..at], &text[end..])
}

/// Returns `text` with another value behind one of its equals signs.
fn with_value(text: &str, lot: &mut Lot) -> String {
    let signs: Vec<usize> = text.match_indices("= ").map(|(at, _)| at + 2).collect();
    if signs.is_empty() {
        return text.to_owned();
    }
    let at = lot.of(&signs);
    let length = text[at..].find([',', '\n', '}']).unwrap_or(text.len() - at);
    replaced(text, at, length, lot.of(&VALUES))
}

/// Returns `text` with another digit.
fn with_digit(text: &str, lot: &mut Lot) -> String {
    let digits: Vec<usize> =
        text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at).collect();
    if digits.is_empty() { text.to_owned() } else { replaced(text, lot.of(&digits), 1, &lot.below(10).to_string()) }
}

/// Bytes that are no plan at all.
fn noise(lot: &mut Lot) -> String {
    let length = lot.below(400);
    if lot.below(2) == 0 {
        return (0..length).map(|_| lot.of(&BITS)).collect();
    }
    let bytes: Vec<u8> = (0..length).map(|_| lot.draw().to_le_bytes()[3]).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

// ---- Where it begins

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the texts of a folder's TOML files, in the order of their names.
fn texts(folder: &str) -> Vec<(PathBuf, String)> {
    let files = fs::read_dir(root().join(folder)).into_iter().flatten();
    let mut files: Vec<PathBuf> = files.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let text = |path: PathBuf| {
        let bytes = fs::read(&path).expect("a file");
        (path, String::from_utf8_lossy(&bytes).into_owned())
    };
    files.into_iter().map(text).collect()
}

/// Plans, the corpus and every rule's examples; small ones more often than large ones.
fn seeds() -> Vec<String> {
    let of_rule = |rule: &'static check::Rule| {
        let cases = rule.cases.iter().map(|case| check::Example::read(case).plan);
        [rule.fails(), rule.passes()].map(|text| check::example_plan(&text)).into_iter().chain(cases)
    };
    let files = ["plans", "tests/corpus"].into_iter().flat_map(texts).map(|(_, text)| text);
    files.chain(check::rules().flat_map(|(_, rule)| of_rule(rule))).collect()
}

/// Returns the results a check of a text reaches, so that texts with a new result can be told from the others.
fn reached(text: &str) -> BTreeSet<String> {
    let plan = checked(text);
    let pattern = |message: &str| {
        let mut quoted = false;
        let outside = message.chars().filter(|c| {
            quoted ^= *c == '`';
            !quoted && !c.is_ascii_digit()
        });
        outside.collect::<String>()
    };
    let findings = plan.findings.iter().map(|finding| format!("{} {}", finding.rule, pattern(&finding.message)));
    let tests = plan.tests.iter().map(|test| format!("{} {}", test.rule, test.outcome.word()));
    findings.chain(tests).collect()
}

/// Returns the text with as much as possible taken out that breaks a law all the same.
fn smallest(text: &str) -> String {
    let mut text = text.to_owned();
    let begun = Instant::now();
    let mut length = text.len() / 2;
    while length > 0 && begun.elapsed() < Duration::from_secs(60) {
        let mut at = 0;
        while at < text.len() {
            let shorter = if text.is_char_boundary(at) { replaced(&text, at, length, "") } else { text.clone() };
            if shorter.len() < text.len() && broken(&shorter).is_some() { text = shorter } else { at += length }
        }
        length /= 2;
    }
    text
}

/// Keeps a text that breaks a law, and say so.
fn keep(text: &str, law: &str) -> ! {
    let small = smallest(text);
    let law = broken(&small).unwrap_or_else(|| law.to_owned());
    let name = small
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let path = root().join("tests/corpus").join(format!("found-{name:016x}.toml"));
    fs::write(&path, &small).expect("the corpus can be written to");
    panic!("{law}\n{}", path.display());
}

#[test]
fn what_once_broke_a_law_breaks_none() {
    let broken: Vec<String> = texts("tests/corpus")
        .iter()
        .filter_map(|(path, text)| broken(text).map(|law| format!("{}: {law}", path.display())))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn whatever_is_written_no_law_is_broken() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seconds = number("BCF_FUZZ_SECONDS");
    let by_clock = || {
        SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(1, |since| u64::from(since.subsec_nanos()) + since.as_secs())
    };
    let seed = number("BCF_FUZZ_SEED").unwrap_or_else(|| if seconds.is_some() { by_clock() } else { 1 }).max(1);
    let until = Instant::now() + Duration::from_secs(seconds.unwrap_or(5));
    let mut lot = Lot(seed);
    let mut pool = seeds();
    let mut known: HashSet<String> = pool.iter().flat_map(|text| reached(text)).collect();
    let mut tried = 0_u32;
    while Instant::now() < until {
        let text = next(&pool, &mut lot);
        if let Some(law) = broken(&text) {
            keep(&text, &format!("seed {seed}: {law}"));
        }
        tried += 1;
        // Looking costs as much as a check: enough to do it for some, and to keep what is small.
        if tried.is_multiple_of(4) && text.len() < 8_000 && pool.len() < 4_000 {
            let before = known.len();
            known.extend(reached(&text));
            if known.len() > before {
                pool.push(text);
            }
        }
    }
    println!("seed {seed}: {tried} texts tried, {} outcomes reached, {} texts in the pool", known.len(), pool.len());
    assert!(tried > 20, "{tried}");
}

/// Returns a text to try: a small change or several of one that is known, or noise.
fn next(pool: &[String], lot: &mut Lot) -> String {
    if lot.below(20) == 0 {
        return noise(lot);
    }
    let (one, other) = (&pool[lot.below(pool.len())], &pool[lot.below(pool.len())]);
    let mut text = if one.len() < other.len() || lot.below(4) == 0 { one.clone() } else { other.clone() };
    for _ in 0..=lot.below(4) {
        text = changed(&text, pool, lot);
    }
    text
}
