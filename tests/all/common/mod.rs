//! Plans for the tests of the laws, and changes to their text that leave them readable.

#[cfg(feature = "workbook")]
pub(crate) mod books;
pub(crate) mod meaning;
mod share;
mod world;

use std::collections::HashMap;
use std::process::Command;
use std::sync::{LazyLock, Mutex, OnceLock};

use bcf::check::{self, Checked, Selector, Settings, Surroundings};
use bcf::finding::Finding;
use bcf::period::Date;
use bcf::plan::Plan;
use bcf::plan::syntax::{Kind, Tree};
use bcf::span::{NodeId, Span};
pub(crate) use meaning::{leaves, said};
use proptest::test_runner::{Config, RngSeed};
pub(crate) use share::{one_in, share};
pub(crate) use world::{Unheard, World};

/// Returns a part of a schema, or the definition under `#/definitions` that it refers to.
pub(crate) fn followed<'s>(root: &'s serde_json::Value, part: &'s serde_json::Value) -> &'s serde_json::Value {
    let reference = part["$ref"].as_str().or_else(|| part["allOf"][0]["$ref"].as_str());
    match reference {
        Some(reference) => followed(root, root.pointer(&reference[1..]).expect("a definition")),
        None => part,
    }
}

/// Lets a disk of a test look at what this machine has; what it reads and writes, the test says.
macro_rules! looks_at_this_machine {
    () => {
        fn nature(&self, path: &std::path::Path) -> std::io::Result<bcf::cli::Nature> {
            bcf::cli::Folders.nature(path)
        }

        fn has(&self, path: &std::path::Path) -> bool {
            bcf::cli::Folders.has(path)
        }

        fn real(&self, path: &std::path::Path) -> std::io::Result<std::path::PathBuf> {
            bcf::cli::Folders.real(path)
        }

        fn here(&self) -> std::io::Result<std::path::PathBuf> {
            bcf::cli::Folders.here()
        }

        fn identity(&self, path: &std::path::Path) -> Option<(u64, u64)> {
            bcf::cli::Folders.identity(path)
        }

        fn list(&self, folder: &std::path::Path) -> std::io::Result<Vec<bcf::cli::Entry>> {
            bcf::cli::Folders.list(folder)
        }

        fn make_folder(&self, folder: &std::path::Path) -> std::io::Result<()> {
            bcf::cli::Folders.make_folder(folder)
        }
    };
}
pub(crate) use looks_at_this_machine;

/// Lets a disk of a test read what this machine has; what it writes, the test says.
macro_rules! reads_this_machine {
    () => {
        $crate::common::looks_at_this_machine!();

        fn read(&self, path: &std::path::Path) -> std::io::Result<Box<dyn std::io::Read>> {
            bcf::cli::Folders.read(path)
        }
    };
}
pub(crate) use reads_this_machine;

/// A text with the name it goes by.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Returns the day of every check.
pub(crate) fn today() -> Date {
    Date::parse("2018-06-01").expect("a date")
}

/// Returns the settings of every check: the rounds are those that examples are written for.
pub(crate) fn settings() -> Settings {
    Settings { rounds: bcf::policy::example_rounds(), ..Settings::on(today()) }
}

/// Checks a text with every rule.
pub(crate) fn check(text: &str) -> Checked {
    check::check_text("plan.toml".into(), text.to_owned(), &settings())
}

/// Checks a text as [`check`] does, once for all tests: those of [`texts`] and of [`plans`] are looked at by many.
pub(crate) fn checked(text: &str) -> &'static Checked {
    static KNOWN: LazyLock<Mutex<HashMap<String, &'static OnceLock<Checked>>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().expect("a map that nobody left half changed");
    let own = *known.entry(text.to_owned()).or_insert_with(|| Box::leak(Box::default()));
    drop(known);
    own.get_or_init(|| check(text))
}

/// Checks the tree of a text as [`check`] does, while somebody looks on.
pub(crate) fn check_again(tree: Tree, watch: &dyn check::Watch) -> Option<Checked> {
    check::check_watched("plan.toml".into(), Plan::of(tree), &Surroundings::default(), &settings(), watch)
}

/// Checks a text with one rule or family. No file lies beside it.
pub(crate) fn check_only(selector: &str, text: &str) -> Checked {
    check_beside(selector, text, text)
}

/// Checks a text with one rule or family. Of the files it names, those that the other text names too are not there.
pub(crate) fn check_beside(selector: &str, text: &str, other: &str) -> Checked {
    let mut settings = settings();
    settings.select.push(Selector::parse(selector).expect("a rule or a family"));
    let other = Plan::read(other.to_owned());
    let missing = leaves(&other).into_iter().map(|node| other.tree.text(node).into_owned()).collect();
    let plan = Plan::read(text.to_owned());
    let own = check::rule(selector).map(|(_, rule)| rule.surroundings()).unwrap_or_default();
    let surroundings = check::Surroundings { missing: Some(missing), ..own };
    check::check("plan.toml".into(), plan, &surroundings, &settings)
}

/// Returns the plans under `plans/`.
pub(crate) fn plans() -> Vec<Named> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let files = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect();
    files.sort();
    let read = |path: std::path::PathBuf| Named {
        name: path.display().to_string(),
        text: std::fs::read_to_string(path).expect("a plan"),
    };
    files.into_iter().map(read).collect()
}

/// Returns a plan with every key of the format, made from what its sections declare. What it says is made up.
pub(crate) fn every_key(round: &bcf::policy::Round) -> String {
    let sample = |key: &bcf::plan::shape::Key| bcf::report::format::sample(key.name, round).expect("a section");
    bcf::plan::format().keys.iter().map(sample).collect::<Vec<_>>().join("\n")
}

/// Returns the example and the cases of every rule, each as it is and mended.
pub(crate) fn examples() -> Vec<Named> {
    let annotated = |rule: &'static check::Rule| std::iter::once(&rule.example).chain(rule.cases).enumerate();
    let named = |(rule, n, text): (&check::Rule, usize, &str)| {
        let example = check::Example::read(text);
        let mended = example.mended().map(|text| Named { name: format!("{} {n} passes", rule.id), text });
        std::iter::once(Named { name: format!("{} {n} fails", rule.id), text: example.plan }).chain(mended)
    };
    check::rules()
        .flat_map(|(_, rule)| annotated(rule).map(move |(n, text)| (rule, n, *text)))
        .flat_map(named)
        .collect()
}

/// Returns every plan and every example.
pub(crate) fn texts() -> Vec<Named> {
    plans().into_iter().chain(examples()).collect()
}

/// Returns a command line without the search for causes, where it is of a check: it takes most of its time, and most tests
/// ask about something else.
pub(crate) fn without_causes<'a>(args: &[&'a str]) -> Vec<&'a str> {
    match args {
        ["check", more @ ..] if !more.contains(&"--patch") && !more.contains(&"--no-causes") => {
            [&["check", "--no-causes"], more].concat()
        }
        _ => args.to_vec(),
    }
}

/// Returns each of the one with each of the other.
pub(crate) fn pairs<A: Clone, B: Clone>(one: &[A], other: &[B]) -> Vec<(A, B)> {
    one.iter().flat_map(|one| other.iter().map(|other| (one.clone(), other.clone()))).collect()
}

/// Returns so many cases, or an eighth of them as [`share`] has it: the same ones on every machine.
pub(crate) fn cases(cases: u32) -> Config {
    let cases = cases.div_ceil(u32::try_from(share(8)).expect("a small number"));
    Config { cases, rng_seed: RngSeed::Fixed(20_170_911), failure_persistence: None, ..Config::default() }
}

/// Returns the parts that tell a finding from another of the same plan.
pub(crate) fn identity(finding: &Finding) -> (&'static str, String, Option<String>) {
    (finding.rule, finding.at.path.clone(), finding.year.map(|year| year.to_string()))
}

/// Returns what was said on standard error with each message on one line: where it breaks hangs on the names of folders.
pub(crate) fn unbroken(said: &str) -> String {
    said.replace("\n  │", "")
}

/// Runs the program. Returns its exit status, what it printed, and what it said with each message on one line.
pub(crate) fn bcf(args: &[&str]) -> (Option<i32>, String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_bcf")).args(args).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (out.status.code(), text(out.stdout), unbroken(&text(out.stderr)))
}

/// Returns the text with the bytes of a span replaced.
pub(crate) fn replaced(text: &str, span: Span, with: &str) -> String {
    let mut text = text.to_owned();
    text.replace_range(span.range(), with);
    text
}

/// Returns the figures of a plan, in the order of the file.
pub(crate) fn figures(plan: &Plan) -> Vec<NodeId> {
    plan.tree.nodes().filter(|node| matches!(plan.tree.kind(*node), Kind::Integer | Kind::Float)).collect()
}

/// Returns whether a place holds an amount of money by year.
pub(crate) fn is_money(path: &str) -> bool {
    let by_year = path.rsplit('.').next().is_some_and(|last| bcf::period::Year::parse(last).is_some());
    let section = path.split('.').next().unwrap_or_default();
    let money =
        ["sources", "schemes", "allocations", "totals", "dfg", "social_care", "earmarks", "risk_pools", "performance"];
    by_year
        && !path.contains(".outputs.planned.")
        && (money.contains(&section)
            || path.starts_with("out_of_hospital.minimum")
            || path.starts_with("out_of_hospital.contingency.amount"))
}

/// Returns the entries of a text: the part before the first header, then each table with the tables below it.
pub(crate) fn entries(text: &str) -> Vec<String> {
    let mut entries = vec![String::new()];
    let mut section = String::new();
    for line in text.split_inclusive('\n') {
        if let Some(header) = header(line) {
            let first = header.split('.').next().unwrap_or_default();
            if first != section || header == first {
                first.clone_into(&mut section);
                entries.push(String::new());
            }
        }
        entries.last_mut().expect("there is always one").push_str(line);
    }
    let last = entries.last_mut().expect("there is always one");
    if !last.is_empty() && !last.ends_with('\n') {
        last.push('\n');
    }
    entries
}

/// Returns the dotted key of a header line.
pub(crate) fn header(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('[')?;
    let inner = inner.strip_prefix('[').unwrap_or(inner);
    inner.find(']').map(|end| inner[..end].trim())
}

/// Returns the elements of a list shuffled by `order`, whose numbers may be any.
pub(crate) fn shuffled<T>(list: Vec<T>, order: &[u16]) -> Vec<T> {
    let key = |n: usize| {
        order
            .get(n % order.len().max(1))
            .copied()
            .unwrap_or_default()
            .rotate_left(u32::try_from(n % 16).unwrap_or_default())
    };
    let mut keyed: Vec<(u16, usize, T)> = list.into_iter().enumerate().map(|(n, item)| (key(n), n, item)).collect();
    keyed.sort_by_key(|(key, n, _)| (*key, *n));
    keyed.into_iter().map(|(_, _, item)| item).collect()
}

/// Returns a text with its entries, and the rows of its inline lists, in another order.
pub(crate) fn reordered(text: &str, order: &[u16]) -> String {
    let mut entries = entries(text);
    let first = entries.remove(0);
    let rest = shuffled(entries, order).into_iter().map(|entry| rows_reordered(&entry, order));
    std::iter::once(first).chain(rest).collect()
}

/// Runs of lines that each hold one inline table of a list, in another order.
fn rows_reordered(entry: &str, order: &[u16]) -> String {
    let is_row = |line: &str| line.trim_start().starts_with('{') && line.trim_end().ends_with("},");
    let (mut out, mut run) = (String::new(), Vec::new());
    for line in entry.split_inclusive('\n').chain([""]) {
        if is_row(line) {
            run.push(line);
            continue;
        }
        out.extend(shuffled(std::mem::take(&mut run), order));
        out.push_str(line);
    }
    out
}

/// Returns a text with comments and blank lines between its lines and behind its headers.
pub(crate) fn commented(text: &str) -> String {
    let mut out = String::from("# first – £1, and “quotes”\n\n");
    for line in text.split_inclusive('\n') {
        if header(line).is_some() {
            out.push_str("\n# £2,000k\n\n");
            out.push_str(line.trim_end());
            out.push_str(" # café\n");
        } else {
            out.push_str(line);
        }
    }
    out.push_str("\n# last\n");
    out
}

/// Returns the text of a value, tables inline.
pub(crate) fn to_text(value: &toml::Value) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"));
    match value {
        toml::Value::String(text) => quoted(text),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Float(number) => format!("{number:?}"),
        toml::Value::Boolean(truth) => truth.to_string(),
        toml::Value::Datetime(date) => date.to_string(),
        toml::Value::Array(items) => format!("[{}]", items.iter().map(to_text).collect::<Vec<_>>().join(", ")),
        toml::Value::Table(table) => {
            let entries: Vec<String> =
                table.iter().map(|(key, value)| format!("{} = {}", quoted(key), to_text(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// Returns a whole plan's text: a key a line.
pub(crate) fn document(plan: &toml::Table) -> String {
    let lines: Vec<String> = plan.iter().map(|(key, value)| format!("{key} = {}", to_text(value))).collect();
    lines.join("\n")
}
