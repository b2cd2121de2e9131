//! The laws the program keeps whatever bytes it is given, a file a target. `tests/all/fuzz.rs` tries them on the corpora
//! and on changes of those; the engine of `tests/fuzz/src/main.rs` goes looking for bytes that break one.

mod config;
mod narrative;
mod parts;
mod plan;
mod round;
mod round_trip;
mod workbook;

use std::ffi::OsString;
use std::io::Write;

use bcf::check::{Checked, Settings, check_text};
use bcf::cli::{Exit, Folders, Io};
use bcf::period::Date;
use bcf::text::escape::is_hidden;
use serde::de::IgnoredAny;

/// Something bytes are tried on.
pub(crate) struct Target {
    /// The name, and that of its folder of the corpus.
    pub(crate) name: &'static str,
    /// The law some bytes break, if any.
    pub(crate) laws: fn(&[u8]) -> Result<(), String>,
    /// The schema with the words of its files, as `bcf schema` calls it.
    pub(crate) schema: &'static str,
    /// True where the bytes are a plan.
    pub(crate) reads_plans: bool,
}

/// Everything there is to try.
pub(crate) const TARGETS: [Target; 6] = [
    Target { name: "plan", laws: plan::laws, schema: "plan", reads_plans: true },
    Target { name: "round_trip", laws: round_trip::laws, schema: "plan", reads_plans: true },
    Target { name: "workbook", laws: workbook::laws, schema: "plan", reads_plans: false },
    Target { name: "round", laws: round::laws, schema: "round", reads_plans: false },
    Target { name: "config", laws: config::laws, schema: "config", reads_plans: false },
    Target { name: "narrative", laws: narrative::laws, schema: "plan", reads_plans: false },
];

impl Target {
    /// Returns the words of the files this target reads, as the program's own schema has them: keys, and the values a
    /// key takes.
    pub(crate) fn words(&self) -> Vec<String> {
        let printed = run(&["schema", self.schema, "--isolated"]).stdout;
        let schema = serde_json::from_slice(&printed).expect("a schema is JSON");
        let mut words = Vec::new();
        gather_words(&schema, &mut words);
        words.sort();
        words.dedup();
        words
    }
}

/// Adds the keys and the words of a schema and of everything in it.
fn gather_words(schema: &serde_json::Value, words: &mut Vec<String>) {
    let serde_json::Value::Object(parts) = schema else {
        schema.as_array().into_iter().flatten().for_each(|part| gather_words(part, words));
        return;
    };
    for (key, part) in parts {
        match key.as_str() {
            "properties" => words.extend(part.as_object().into_iter().flatten().map(|(key, _)| key.clone())),
            "enum" | "examples" => {
                words.extend(part.as_array().into_iter().flatten().filter_map(|w| w.as_str().map(str::to_owned)));
            }
            "const" => words.extend(part.as_str().map(str::to_owned)),
            _ => {}
        }
        gather_words(part, words);
    }
}

/// The day of every check.
fn day() -> Date {
    Date::parse("2018-06-01").expect("a date")
}

/// Checks a plan as if no file lay beside it.
fn checked(text: &str) -> Checked {
    check_text("plan.toml".into(), text.to_owned(), &Settings::on(day()))
}

/// Returns bytes as text, what is none replaced: the program refuses a file that is no UTF-8 before it looks at it.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The result of a command.
#[derive(PartialEq, Eq)]
struct Done {
    exit: Exit,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

/// Runs a command in a world without terminals and without settings.
fn run(args: &[&str]) -> Done {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut io = Io {
        stdin: &mut std::io::empty(),
        stdout: &mut stdout,
        stderr: &mut stderr,
        disk: std::sync::Arc::new(Folders),
        env: &|_| None,
        columns: None,
        stderr_is_terminal: false,
        ends_the_process: false,
        is_dropped: false,
        today: day(),
        wait: &|_| false,
    };
    let exit = bcf::cli::run(std::iter::once(&"bcf").chain(args).map(OsString::from), &mut io);
    Done { exit, stdout, stderr }
}

/// Returns what a format writes, which is text that is fit to show.
fn written(name: &str, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<String, String> {
    let mut out = Vec::new();
    write(&mut out).map_err(|error| format!("{name} cannot be written: {error}"))?;
    fit_to_show(name, out)
}

/// Returns what was written as text with nothing in it that a terminal acts on or an eye does not see.
fn fit_to_show(name: &str, written: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(written).map_err(|error| format!("{name} is no UTF-8: {error}"))?;
    match text.chars().find(|c| !matches!(c, '\n' | ' '..='~') && is_hidden(*c)) {
        Some(raw) => Err(format!("{name} shows {raw:?} raw")),
        None => Ok(text),
    }
}

/// Checks that a text is JSON.
fn is_json(name: &str, text: &str) -> Result<(), String> {
    // What it says is not kept: reading is what is tried.
    let read: Result<IgnoredAny, _> = serde_json::from_str(text);
    read.map(drop).map_err(|error| format!("{name} cannot be read: {error}"))
}

/// Checks that something holds.
fn holds(it: bool, law: impl FnOnce() -> String) -> Result<(), String> {
    if it { Ok(()) } else { Err(law()) }
}
