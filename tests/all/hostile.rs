//! The texts strangers push must neither hang the program nor crash it, execute anything, or reach a terminal raw.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::{one_in, pairs};

/// The longest time a check may take before it counts as hanging; debug builds on a busy machine are slow.
const PATIENCE: Duration = Duration::from_secs(60);

const CLEAN: &str = include_str!("../../plans/minimal.toml");

/// The result of a run.
#[derive(Debug)]
struct Done {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Returns an empty folder of the test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn command(args: &[&OsStr], at: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
    command.args(args).current_dir(at).env_clear().env("LANG", "C.UTF-8");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Returns everything a stream has to say, read while the program runs, so that a full pipe holds nothing up.
fn reader(from: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut from) = from {
            from.read_to_end(&mut bytes).expect("a stream that can be read");
        }
        String::from_utf8(bytes).expect("output in UTF-8")
    })
}

/// Returns the exit status; whoever takes too long is killed.
fn wait(child: &mut Child) -> Option<i32> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().expect("a child") {
            return status.code();
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().expect("a child that can be killed");
    panic!("it hangs");
}

fn run(mut command: Command) -> Done {
    let mut child = command.spawn().expect("the program starts");
    let (stdout, stderr) = (reader(child.stdout.take()), reader(child.stderr.take()));
    let status = wait(&mut child);
    let done = Done { status, stdout: stdout.join().expect("stdout"), stderr: stderr.join().expect("stderr") };
    assert!(!done.stderr.contains("panicked"), "{}", done.stderr);
    assert!(done.status.is_some(), "a signal ended it: {done:?}");
    done
}

fn check(at: &Path, args: &[&str]) -> Done {
    let args: Vec<&OsStr> = ["check", "--today", "2018-06-01"].iter().chain(args).map(OsStr::new).collect();
    run(command(&args, at))
}

/// Checks a plan with this text.
fn check_text(name: &str, text: impl AsRef<[u8]>) -> Done {
    let folder = folder(name);
    fs::write(folder.join("plan.toml"), text).expect("a plan");
    check(&folder, &["plan.toml", "--format", "concise"])
}

/// Returns a plan with something more in it.
fn plan_with(more: &str) -> String {
    format!("{CLEAN}\n{more}\n")
}

/// Returns the names of the formats there are, in the program's own words.
fn formats() -> Vec<String> {
    let said = check(&folder("formats"), &["--format", "nonsense"]).stderr;
    let (_, list) = said.split_once("there are ").expect("the list of formats");
    let words = list.split(|c: char| !c.is_alphanumeric());
    words
        .take_while(|word| !matches!(*word, "For" | "help" | "tip"))
        .filter(|word| !matches!(*word, "" | "and"))
        .map(str::to_owned)
        .collect()
}

/// Characters a terminal acts on or an eye does not see.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}' | '\u{e0000}'..='\u{e007f}')
}

/// A text a stranger would put wherever text goes.
const NASTY: &str = "x\\u001b[31m\\u001b]8;;http://evil\\u0007\\u009b1m\\u202e\\u200b\\u0000\\r\\n::error file=evil.toml::pwned\\n::set-output name=a::b\\n##[error]pwned\\n<script>alert(1)</script>|`![p](http://evil)` =cmd()\u{202e}\u{2066}";

/// Returns a plan with nasty text as a name, an id, a word, a key, a reference, a path, an amount and a date.
fn nasty_plan() -> String {
    format!(
        r#"
[plan]
format = 1
round = "{NASTY}"
title = "{NASTY}"
narrative = "{NASTY}"

[area]
name = "{NASTY}"
code = "{NASTY}"
"{NASTY}" = 1

[[partners]]
id = "{NASTY}"
name = "{NASTY}"
kind = "{NASTY}"

[[evidence]]
for = "{NASTY}"
where = "{NASTY}.pdf"
"#
    )
}

/// Returns the same under a round the program knows, so that every rule has its say.
fn nasty_plan_of_a_known_round() -> String {
    let entries = format!(
        r#"
[[partners]]
id = "{NASTY}"
name = "{NASTY}"
kind = "ccg"

[[partners]]
id = "{NASTY}"
name = "TBC {NASTY}"
kind = "district"

[[sources]]
id = "{NASTY}"
name = "{NASTY}"
kind = "nhs-minimum"
partner = "{NASTY} "
amount = {{ 2017-18 = 10, "{NASTY}" = 1 }}

[[schemes]]
id = "{NASTY}"
name = "{NASTY}"
type = "{NASTY}"
metrics = ["{NASTY}"]
spend = [{{ source = "{NASTY}", amount = {{ 2017-18 = 20 }} }}, {{ source = "{NASTY}?", amount = {{ 2017-18 = "{NASTY}" }} }}]

[totals]
pool = {{ 2017-18 = 5 }}
"{NASTY}" = {{ 2017-18 = 5 }}
by_priority."{NASTY}" = {{ 2017-18 = 5 }}

[[metrics]]
kind = "{NASTY}"
target = {{ "{NASTY}" = 1 }}

[[waivers]]
rule = "{NASTY}"
reason = "{NASTY}"
by = "{NASTY}"
at = "{NASTY}"
until = "{NASTY}"

[[waivers]]
rule = "source-overspent"
reason = "{NASTY}"
by = "{NASTY}"

[[statements]]
says = "restates"
where = "{NASTY}"
text = "{NASTY}"
of = "{NASTY}"
value = 1
"#
    );
    plan_with(&entries)
}

/// Checks that nothing raw is in an output.
fn nothing_raw(format: &str, text: &str) {
    if let Some(line) = text.lines().find(|line| line.chars().any(is_hidden)) {
        panic!("{format}: {line:?}");
    }
    for line in text.lines().map(str::trim_start) {
        let command =
            line.contains("##[") || line.starts_with("::set-output") || line.starts_with("::error file=evil.toml");
        assert!(!command, "{format}: {line}");
    }
    if matches!(format, "markdown" | "junit") {
        assert!(!text.contains("<script"), "{format}");
    }
    if format == "markdown" {
        assert!(!text.contains("![p]("), "{format}");
    }
}

#[test]
fn no_format_shows_what_a_stranger_wrote_raw() {
    let folder = folder("raw");
    fs::write(folder.join("a.toml"), nasty_plan()).expect("a plan");
    fs::write(folder.join("b.toml"), nasty_plan_of_a_known_round()).expect("a plan");
    let formats = formats();
    assert!(formats.len() >= 3, "{formats:?}");
    for format in one_in(4, &formats) {
        for plan in ["a.toml", "b.toml", "."] {
            for more in
                [&[][..], &["-v", "--evidence", "--all"], &["--no-waivers"], &["--statistics"], &["--width", "40"]]
            {
                let args: Vec<&str> = [plan, "--format", format].iter().chain(more).copied().collect();
                let done = check(&folder, &args);
                assert_eq!(done.status, Some(1), "{format} {done:?}");
                nothing_raw(format, &done.stdout);
                nothing_raw(format, &done.stderr);
            }
        }
    }
    let shown = check(&folder, &["b.toml"]).stdout;
    assert!(shown.contains(r"\u{1b}[31m") && shown.contains(r"\u{202e}"), "{shown}");
}

#[test]
fn colours_are_the_only_escapes_of_a_coloured_report() {
    let folder = folder("colour");
    fs::write(folder.join("b.toml"), nasty_plan_of_a_known_round()).expect("a plan");
    let mut rest = check(&folder, &["b.toml", "--color", "always"]).stdout;
    assert!(rest.contains('\u{1b}'));
    while let Some(start) = rest.find("\u{1b}[") {
        let end = rest[start + 2..].find(|c: char| !(c.is_ascii_digit() || c == ';')).expect("an end") + start + 2;
        assert_eq!(&rest[end..=end], "m", "an escape that is no colour");
        rest.replace_range(start..=end, "");
    }
    nothing_raw("human", &rest);
}

#[test]
fn names_of_files_and_arguments_are_not_shown_raw_either() {
    let folder = folder("names");
    let nasty = "a\u{1b}[31m\u{202e}\n::error file=evil.toml::pwned.toml";
    fs::write(folder.join(nasty), plan_with("zzz = 1")).expect("a plan");
    for format in formats() {
        for path in [nasty, ".", "no\u{1b}[31m\n::error file=evil.toml::such.toml"] {
            let done = check(&folder, &[path, "--format", &format]);
            assert!(done.status != Some(0), "{done:?}");
            nothing_raw(&format, &done.stdout);
            nothing_raw(&format, &done.stderr);
        }
    }
    let nasty = "x\u{1b}]0;t\u{7}\u{202e}";
    for args in [
        &["--select", nasty][..],
        &["--fail-on", nasty],
        &["--format", nasty],
        &["--today", nasty],
        &[&format!("--{nasty}")],
    ] {
        let done = check(&folder, args);
        assert_eq!(done.status, Some(2), "{done:?}");
        nothing_raw("usage", &done.stderr);
    }
}

#[test]
fn however_deep_a_plan_is_it_is_refused_in_its_place() {
    for depth in [1_000, 100_000] {
        let texts = [
            ("arrays", format!("x = {}", "[".repeat(depth))),
            ("closed", format!("x = {}{}", "[".repeat(depth), "]".repeat(depth))),
            ("tables", format!("x = {}1{}", "{ a = ".repeat(depth), " }".repeat(depth))),
            ("dotted", format!("x{} = 1", ".a".repeat(depth))),
            ("header", format!("[x{}]\ny = 1", ".a".repeat(depth))),
            ("quotes", format!("x = {}", "\"\"\"a'''".repeat(depth))),
        ];
        for (name, text) in texts {
            let done = check_text(&format!("deep-{name}-{depth}"), plan_with(&text));
            assert_eq!(done.status, Some(1), "{name} {depth}: {}", done.stderr);
            assert!(done.stdout.contains("plan.toml:"), "{name} {depth}");
            assert!(done.stdout.len() < 100_000_000, "{name} {depth}: {} bytes", done.stdout.len());
        }
    }
}

#[test]
fn a_huge_line_a_huge_table_and_a_heap_of_faults_are_reported_in_time() {
    let keys = |count: usize, value: &str| {
        (0..count).fold(String::new(), |mut text, n| {
            let _ = writeln!(text, "k{n} = {value}");
            text
        })
    };
    let line = format!("[[risks]]\ndescription = \"{}\" # {}", "x£".repeat(1_000_000), "y".repeat(2_000_000));
    let texts = [
        ("line", line + "\nlikelihood = 9", 1),
        ("key", format!("{} = 1", "k".repeat(5_000_000)), 1),
        ("keys", format!("[area.population]\n{}", keys(100_000, "1")), 100_000),
        ("years", format!("[totals.by_partner]\n{}", keys(100_000, "{ 2017-18 = 1 }")), 0),
        ("faults", format!("[performance]\n{}", keys(10_000, "£1,200")), 10_000),
        ("entries", "[[partners]]\nid = \"a\"\nname = \"a\"\nkind = \"zzz\"\n".repeat(10_000), 10_000),
        ("wide", format!("[dfg]\nuse = [{}]", "1,".repeat(1_000_000)), 1),
    ];
    for (name, text, least) in one_in(7, texts) {
        let done = check_text(&format!("huge-{name}"), plan_with(&text));
        assert!(done.status == Some(1) || least == 0, "{name}: {:?} {}", done.status, done.stderr);
        assert!(done.stdout.lines().count() > least, "{name}: {}", done.stdout.lines().count());
    }
}

#[test]
fn more_entries_than_any_project_has_are_too_many() {
    let many = |text: &dyn Fn(usize) -> String| (0..=bcf::policy::own::MOST_ENTRIES).map(text).collect::<String>();
    for (name, bcf_toml, own) in [
        ("keys of a config", many(&|k| format!("k{k}=0\n")), String::new()),
        ("rounds of a config", format!("rounds = [{}]\n", many(&|_| "{file=\"own.toml\"},".to_owned())), String::new()),
        (
            "clauses of a round",
            "[[rounds]]\nfile = \"own.toml\"\n".to_owned(),
            format!("id = \"own\"\n{}", many(&|k| format!("[[clauses]]\nid=\"{k}\"\n"))),
        ),
    ] {
        let at = folder(name);
        fs::write(at.join("plan.toml"), CLEAN).expect("a plan");
        fs::write(at.join("bcf.toml"), bcf_toml).expect("a config");
        fs::write(at.join("own.toml"), own).expect("a round");
        let done = check(&at, &["plan.toml"]);
        assert_eq!(done.status, Some(2), "{name}: {done:?}");
        assert!(done.stderr.contains("too many entries"), "{name}: {done:?}");
        assert!(done.stderr.lines().count() < 20, "{name}: {done:?}");
    }
}

#[test]
fn a_long_text_of_a_plan_is_not_repeated_whole() {
    let huge = "z".repeat(1_000_000);
    for text in [
        format!("{huge} = 1"),
        format!("[[metrics]]\nkind = \"{huge}\""),
        format!("[totals]\npool = {{ 2017-18 = \"{huge}\" }}"),
    ] {
        let done = check_text("long", plan_with(&text));
        assert_eq!(done.status, Some(1));
        let human = check(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile/long"), &["plan.toml"]);
        assert!(human.stdout.len() < 200_000, "{}", human.stdout.len());
    }
}

#[test]
fn links_that_lead_in_circles_are_not_followed() {
    let folder = folder("links");
    symlink(".", folder.join("here")).expect("a link");
    symlink("..", folder.join("up")).expect("a link");
    symlink("b.toml", folder.join("a.toml")).expect("a link");
    symlink("a.toml", folder.join("b.toml")).expect("a link");
    symlink("nowhere.toml", folder.join("dangling.toml")).expect("a link");
    fs::write(folder.join("plan.toml"), CLEAN).expect("a plan");
    let whole = check(&folder, &[".", "--format", "concise"]);
    assert_eq!(whole.status, Some(2), "{whole:?}");
    for name in ["a.toml", "b.toml", "dangling.toml"] {
        assert!(whole.stderr.contains(name), "{name}: {}", whole.stderr);
        assert_eq!(check(&folder, &[name]).status, Some(2));
    }
    assert!(whole.stdout.contains("plan.toml:") && !whole.stdout.contains("here/"), "{}", whole.stdout);
}

#[test]
fn what_is_no_ordinary_file_is_refused_and_not_waited_for() {
    let folder = folder("special");
    let made = Command::new("mkfifo").arg(folder.join("pipe.toml")).status().expect("mkfifo");
    assert!(made.success());
    let _socket = UnixListener::bind(folder.join("socket.toml")).expect("a socket");
    fs::create_dir(folder.join("folder.toml")).expect("a folder");
    symlink("/dev/zero", folder.join("zero.toml")).expect("a link");
    for name in ["pipe.toml", "socket.toml", "zero.toml", "/dev/zero", "/dev/null", "folder.toml", "."] {
        let done = check(&folder, &[name]);
        assert_eq!(done.status, Some(2), "{name}: {done:?}");
        assert!(done.stderr.contains("help:"), "{name}: {}", done.stderr);
    }
}

#[test]
fn input_without_end_is_cut_off() {
    let folder = folder("endless");
    let mut command = command(&["check", "-"].map(OsStr::new), &folder);
    command.stdin(File::open("/dev/zero").expect("zeros"));
    let done = run(command);
    assert!(done.status == Some(2) && done.stderr.contains("larger than"), "{done:?}");
    let large = File::create(folder.join("large.toml")).expect("a file");
    large.set_len(1 << 40).expect("a sparse file");
    let done = check(&folder, &["large.toml"]);
    fs::remove_file(folder.join("large.toml")).expect("a file to remove");
    assert!(done.status == Some(2) && done.stderr.contains("larger than"), "{done:?}");
}

#[test]
fn paths_in_a_plan_lead_nowhere() {
    let outside = folder("outside");
    fs::write(outside.join("secret.pdf"), "TOP SECRET").expect("a file");
    let inside = folder("outside/inside");
    let made = Command::new("mkfifo").arg(inside.join("pipe.pdf")).status().expect("mkfifo");
    assert!(made.success());
    symlink("/dev/zero", inside.join("zero.pdf")).expect("a link");
    let places = [
        "../secret.pdf",
        "/etc/passwd.txt",
        "../../../../../../../etc/shadow.txt",
        "pipe.pdf",
        "zero.pdf",
        "/proc/self/mem.txt",
        "//evil/share/x.pdf",
        "\\\\\\\\evil\\\\share\\\\x.pdf",
        "file:///etc/passwd",
        "http://127.0.0.1:1/x.pdf",
        "$(touch pwned).pdf",
        "`touch pwned`.pdf",
        "a\\u0000b.pdf",
    ];
    let mut text = CLEAN.replace("[area]", &format!("narrative = \"{}\"\n[area]", places[4]));
    for place in places {
        let _ = write!(text, "\n[[evidence]]\nfor = \"transfers-of-care\"\nwhere = \"{place}\"\n");
    }
    fs::write(inside.join("plan.toml"), text).expect("a plan");
    for format in formats() {
        let done = check(&inside, &["plan.toml", "--format", &format, "-v"]);
        assert!(matches!(done.status, Some(0 | 1)), "{done:?}");
        assert!(!done.stdout.contains("TOP SECRET") && !done.stdout.contains("root:"), "{format}");
    }
    assert!(!inside.join("pwned").exists());
}

#[test]
fn text_in_another_encoding_is_named_with_its_place() {
    for (name, bytes) in [
        ("latin", &b"[plan]\ntitle = \"\xa35\"\n"[..]),
        ("utf16", b"\xff\xfe[\0p\0l\0a\0n\0]\0"),
        ("cut", b"[plan]\ntitle = \"\xe2\x82"),
        ("surrogate", b"[plan]\nx = \"\xed\xa0\x80\""),
    ] {
        let done = check_text(name, bytes);
        assert!(
            done.status == Some(2) && done.stderr.contains("UTF-8") && done.stderr.contains("help:"),
            "{name}: {done:?}"
        );
    }
}

#[test]
fn a_mark_at_the_start_and_the_ends_of_lines_change_nothing() {
    let plain = check_text("plain", CLEAN);
    assert_eq!(plain.status, Some(0));
    assert_eq!(check_text("bom", format!("\u{feff}{CLEAN}")).stdout, plain.stdout);
    assert_eq!(check_text("crlf", CLEAN.replace('\n', "\r\n")).stdout, plain.stdout);
}

#[test]
fn a_byte_order_mark_shifts_no_column_of_the_first_line() {
    let folder = folder("mark");
    let said = |text: &str, format: &str| {
        fs::write(folder.join("plan.toml"), text).expect("a plan");
        check(&folder, &["plan.toml", "--format", format]).stdout
    };
    // The first line has a wrong key, a missing table and, of the second, an edit.
    let plain = "x = 1 # £\n[paln]\nformat = 1\n";
    let marked = format!("\u{feff}{plain}");
    assert!(said(plain, "concise").contains("plan.toml:1:1: error[unknown-key]"));
    for format in ["concise", "human", "github", "markdown"] {
        assert_eq!(said(&marked, format), said(plain, format), "{format}");
    }
    let places = |text: &str, format: &str, list: &str, place: &str| -> Vec<Value> {
        let json: Value = serde_json::from_str(&said(text, format)).expect("JSON");
        let all = json.pointer(list).and_then(Value::as_array).expect("findings").iter();
        all.map(|one| one.pointer(place).expect("a place").clone()).collect()
    };
    let regions = |text: &str| places(text, "sarif", "/runs/0/results", "/locations/0/physicalLocation/region");
    assert_eq!(regions(&marked), regions(plain));
    // Bytes stay those of the file.
    let moved = |mut at: Value| {
        for key in ["start", "end"] {
            at[key] = (at[key].as_u64().expect("a byte") + 3).into();
        }
        at
    };
    let at = |text: &str| places(text, "json", "/plans/0/findings", "/at");
    let found = |places: Vec<Value>| places.into_iter().filter(|at| at["end"] != at["start"]);
    assert_eq!(found(at(&marked)).collect::<Vec<_>>(), found(at(plain)).map(moved).collect::<Vec<_>>());
}

#[test]
fn nothing_is_no_plan_and_neither_are_nul_bytes() {
    for (name, text) in [
        ("empty", ""),
        ("blank", " \n\t\r\n"),
        ("nul", "\0\0\0"),
        ("bell", "[plan]\n\u{7}"),
        ("bare-cr", "[plan]\rformat = 1\r"),
    ] {
        let done = check_text(name, text);
        assert!(done.status == Some(1) && done.stdout.contains("plan.toml:1:1"), "{name}: {done:?}");
    }
    let done = check_text("nul-inside", plan_with("x\0 = \"a\0b\""));
    assert!(done.status == Some(1) && done.stdout.contains("invalid-toml"), "{done:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let folder = folder("closed");
    fs::write(folder.join("plan.toml"), plan_with(&"zzz = 1\n".repeat(5_000))).expect("a plan");
    for format in one_in(3, formats()) {
        let mut child = command(&["check", "plan.toml", "--all", "--format", &format].map(OsStr::new), &folder)
            .spawn()
            .expect("the program");
        drop(child.stdout.take());
        let stderr = reader(child.stderr.take());
        assert_eq!(wait(&mut child), Some(1), "{format}");
        assert_eq!(stderr.join().expect("stderr"), "", "{format}");
    }
    for args in [&["schema"][..], &["man"], &["completions", "bash"], &["rules"], &["rounds"], &["--help"]] {
        let args: Vec<&OsStr> = args.iter().map(OsStr::new).collect();
        let mut child = command(&args, &folder).spawn().expect("the program");
        drop(child.stdout.take());
        let stderr = reader(child.stderr.take());
        assert_eq!((wait(&mut child), stderr.join().expect("stderr")), (Some(0), String::new()), "{args:?}");
    }
}

/// Runs a command of the program with its output where the shell puts it.
fn redirected(at: &Path, args: &[&str], to: &str) -> Done {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec \"$0\" \"$@\" {to}"), env!("CARGO_BIN_EXE_bcf")]).args(args);
    shell.current_dir(at).env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    run(shell)
}

#[test]
fn a_closed_output_is_told_wherever_there_is_something_to_print() {
    let folder = folder("no-output");
    for name in ["plan.toml", "other.toml"] {
        fs::write(folder.join(name), include_str!("../../plans/example-borough.toml")).expect("a plan");
    }
    let all = [
        &["check", "plan.toml"][..],
        &["check", "plan.toml", "--format", "json"],
        &["diff", "plan.toml", "/dev/null"],
        &["show", "plan.toml"],
        &["checklist", "plan.toml"],
        &["compare", "plan.toml", "other.toml"],
        &["report", "plan.toml"],
        &["init", "--round", "bcf-2025-26", "--area", "X"],
        #[cfg(feature = "workbook")]
        &["export", "plan.toml", "-o", "-"],
        &["explain", "dfg"],
        &["rules"],
        &["rounds"],
        &["rounds", "bcf-2025-26"],
        &["schema"],
        &["completions", "bash"],
        &["man"],
        &["config"],
        &["--help"],
        &["check", "--help"],
        &["--version"],
    ];
    for args in one_in(3, all) {
        let done = redirected(&folder, args, ">&-");
        let told = done.stderr.contains("standard output cannot be written: it is closed");
        assert!(done.status == Some(2) && told, "{args:?}: {done:?}");
        // A program that wants the exit status alone opens /dev/null for both, as Rust does in place of what is closed.
        for null in [">/dev/null", "1<>/dev/null"] {
            let done = redirected(&folder, args, null);
            assert!(done.status < Some(2) && done.stderr.is_empty(), "{args:?} {null}: {done:?}");
        }
    }
    // Nobody misses an output that is in a file.
    let in_file = redirected(&folder, &["check", "plan.toml", "--format", "json=out.json"], ">&-");
    assert_eq!((in_file.status, in_file.stderr.as_str()), (Some(0), "wrote out.json\n"));
    assert!(fs::read_to_string(folder.join("out.json")).is_ok_and(|text| text.contains("bcf.check/1")));
}

#[test]
fn a_result_that_cannot_be_written_is_no_verdict() {
    let folder = folder("unwritable");
    fs::write(folder.join("plan.toml"), CLEAN).expect("a plan");
    fs::create_dir(folder.join("taken.json")).expect("a folder");
    let mut targets = vec![
        ("nowhere/out.json", "nowhere/out.json cannot be written: there is no folder nowhere"),
        ("taken.json", "taken.json is a folder and no file"),
        ("plan.toml/out.json", "cannot be written"),
        ("/dev/full", "cannot be written: the disk is full"),
    ];
    let locked = folder.join("locked");
    fs::create_dir(&locked).expect("a folder");
    let mut about = fs::metadata(&locked).expect("about it").permissions();
    about.set_readonly(true);
    fs::set_permissions(&locked, about).expect("a locked folder");
    // The superuser may write everywhere.
    if File::create(locked.join("probe")).is_err() {
        targets.push(("locked/out.json", "cannot be written: permission is denied"));
    }
    for (target, words) in targets {
        let done = check(&folder, &["plan.toml", "--format", &format!("json={target}")]);
        assert!(done.status == Some(2) && done.stderr.contains(words), "{target}: {done:?}");
    }
    let mut full = command(&["check", "plan.toml"].map(OsStr::new), &folder);
    full.stdout(File::options().write(true).open("/dev/full").expect("a full disk"));
    let done = run(full);
    assert!(done.status == Some(2) && done.stderr.contains("the disk is full"), "{done:?}");
    assert_eq!(fs::read_to_string(folder.join("plan.toml")).expect("the plan"), CLEAN);
}

#[test]
fn figures_at_the_limits_are_exact_or_refused() {
    let huge = [
        "79228162514264337593543950335",
        "-79228162514264337593543950335",
        "79228162514264337593543950336",
        "9223372036854775808",
        "0.0000000000000000000000000001",
        "7922816251426433759354395033.5",
        "999_999_999_999.99",
        "1_000_000_000_000",
        "0.001",
        "-0",
        "inf",
        "nan",
        "1e400",
    ];
    let wanted = [
        "£999,999,999,999.99",
        "£999bn",
        "£1,000bn",
        "-£0",
        "£0.000000000000000000000000000000000000000001",
        "about £999999m",
        "£99999999999999999999999999999999999999999",
    ];
    let figures: Vec<String> =
        huge.iter().map(|n| (*n).to_owned()).chain(wanted.iter().map(|t| format!("\"{t}\""))).collect();
    let numbers: Vec<usize> = (0..figures.len()).collect();
    for (unit, n) in one_in(4, pairs(&["pounds", "thousands", "millions"], &numbers)) {
        let (figure, other) = (&figures[n], &figures[(n + 1) % figures.len()]);
        let text = limits(unit, figure, other);
        let done = check_text(&format!("limits-{unit}-{n}"), text);
        assert_eq!(done.status, Some(1), "{unit} {figure}: {}", done.stderr);
    }
}

/// Returns a plan with two figures wherever figures are multiplied, divided and added up.
fn limits(unit: &str, a: &str, b: &str) -> String {
    let plan =
        CLEAN.replace("[area]", &format!("money = \"{unit}\"\nstatus = \"submitted\"\nrounded_to = {a}\n[area]"));
    let years = |a: &str, b: &str| format!("{{ 2017-18 = {a}, 2018-19 = {b} }}");
    let (ab, ba) = (years(a, b), years(b, a));
    format!(
        "{plan}population.adults = {ab}\npopulation.older = {ba}\npopulation.everyone = {ab}
[allocations]\nnhs-minimum = {ab}\nsocial-care = {ba}\nsocial-care-baseline = {{ 2016-17 = {a} }}\nout-of-hospital = {ab}\ndfg = {ba}
[[sources]]\nid = \"a\"\nkind = \"nhs-minimum\"\npartner = \"x\"\namount = {ab}
[[sources]]\nid = \"b\"\nkind = \"adjustment\"\npartner = \"x\"\namount = {ba}
[[schemes]]\nid = \"s\"\nname = \"s\"\nspend = [{{ source = \"a\", amount = {ba}, commissioner = \"joint\", nhs_share = {a}, council_share = {b}, area_of_spend = \"social-care\" }}]
[totals]\npool = {ab}\nexpenditure = {ba}\nsocial-care = {ab}\nadjustment = {ba}
[social_care]\nbaseline = {{ 2016-17 = {b} }}\nminimum = {ab}
[out_of_hospital.contingency]\namount = {ab}\nreductions = {ba}\ncost_per_admission = {a}
[transfers_of_care]\nbed_share = {{ 2018-03 = {a} }}
[[metrics]]\nkind = \"delayed-transfers\"\ntarget = {ab}\nnumerator = {ba}\ndenominator = {ab}\nbaseline = {ba}\noutturn = {ab}\nfeb_2017_daily_rate = {a}\noperating_plan = {ab}\nadditional_reduction = {ba}\nparts.nhs = {ab}
[[metrics]]\nkind = \"reablement\"\ntarget = {ab}\nnumerator = {ab}\ndenominator = {ba}
[[metrics]]\nkind = \"residential-admissions\"\ntarget = {ab}\nnumerator = {ab}\ndenominator = {ba}
[[statements]]\nsays = \"percent-change\"\nwhere = \"x\"\nfrom = {a}\nto = {b}\nvalue = {a}
[[statements]]\nsays = \"percent-of\"\nwhere = \"x\"\npart = {a}\nwhole = {b}\nvalue = {b}
[[statements]]\nsays = \"rate\"\nwhere = \"x\"\nnumerator = {a}\ndenominator = {b}\nper = {a}\nvalue = {b}
[[statements]]\nsays = \"sum\"\nwhere = \"x\"\nparts = [{a}, {b}, {a}]\nvalue = {b}
[[statements]]\nsays = \"difference\"\nwhere = \"x\"\nfrom = {a}\nminus = {b}\nvalue = {b}
[[risk_pools]]\nid = \"r\"\npurpose = \"admissions\"\namount = {ab}\nshares = [{{ partner = \"pool\", percent = {a} }}, {{ partner = \"x\", percent = {b} }}]
[[risks]]\ndescription = \"x\"\nlikelihood = {a}\nimpact = {b}\n"
    )
}

#[test]
fn a_plan_that_is_piped_in_slowly_is_still_read() {
    let folder = folder("slow");
    let mut child = command(&["check", "-"].map(OsStr::new), &folder);
    child.stdin(Stdio::piped());
    let mut child = child.spawn().expect("the program");
    let mut stdin = child.stdin.take().expect("stdin");
    let (stdout, _stderr) = (reader(child.stdout.take()), reader(child.stderr.take()));
    for part in CLEAN.as_bytes().chunks(100) {
        stdin.write_all(part).expect("a pipe");
        thread::sleep(Duration::from_millis(1));
    }
    drop(stdin);
    assert_eq!(wait(&mut child), Some(0));
    assert!(stdout.join().expect("stdout").contains("<stdin>"));
}
