//! The program's speed and size against its budgets.
//!
//! ```text
//! cargo build --release && cargo run --release --example bench
//! ```
//!
//! It makes plans of several sizes, runs the release binary on them and prints instructions a byte (where `valgrind` is
//! installed), peak memory and time, each beside its budget, with the ratio to a bare parse of the same text. Then it runs
//! the program on hostile shapes and prints how fast the work grows with each. Absolute times depend on the machine;
//! instructions and ratios do not. Nothing here is a test.
//!
//! `-- shapes [WORDS]` runs the shapes alone, or those whose names have the words in them; `-- --keep` leaves the plans.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The budgets, as instructions, instructions a byte, multiples of the file and microseconds a finding.
mod budget {
    /// Of a plan of 50 schemes, in lines and as JSON.
    pub(crate) const SMALL: [(&str, f64); 2] = [("concise", 5.9e6), ("json", 9e6)];
    /// Of a command that checks no plan.
    pub(crate) const COMMAND: f64 = 3e6;
    /// Of the first finding, beyond a run without any.
    pub(crate) const FIRST: f64 = 3e6;
    /// How many times the cost of 100 findings those of 10,000 may make.
    pub(crate) const HUNDREDTH: f64 = 60.0;
    /// Of each byte of a large plan.
    pub(crate) const PER_BYTE: [(&str, f64); 2] = [("concise", 75.0), ("json", 130.0)];
    /// By the schemes of a plan, how many times its file.
    pub(crate) const MEMORY: [(usize, f64); 2] = [(5_000, 8.0), (100_000, 6.0)];
    pub(crate) const GROWTH: f64 = 1.2;
    pub(crate) const FINDING: f64 = 8.0;
    pub(crate) const THREADS: f64 = 1.7;
    /// Of 150 plans, in seconds.
    pub(crate) const PLANS: f64 = 0.1;
    /// Of each of many plans.
    pub(crate) const PLAN_KB: f64 = 60.0;
    /// How many times as long a script takes that does a twentieth of the work.
    pub(crate) const SCRIPT: f64 = 20.0;
    /// Of a key in an editor, how many times the check it makes: without findings, and with thousands.
    pub(crate) const KEY: [f64; 2] = [1.5, 2.0];
    /// Of a key in a plan of 2 MB, in seconds.
    pub(crate) const KEY_TIME: f64 = 0.1;
}

#[cfg(feature = "lsp")]
#[path = "bench/editor.rs"]
mod editor;
#[path = "bench/many.rs"]
mod many;
#[path = "bench/shapes.rs"]
mod shapes;

fn main() {
    let binary = binary();
    let folder = std::env::temp_dir().join(format!("bcf-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the plans");
    println!("{:44} {:>14} {:>14}", "work", "measured", "budget");
    let mut arguments = std::env::args().filter(|word| !word.starts_with("--")).skip_while(|word| word != "shapes");
    if arguments.next().is_none() {
        sizes(&binary, &folder);
    }
    hostile(&binary, &folder.join("shapes"), &arguments.collect::<Vec<_>>().join(" "));
    // With `--keep` the plans stay, to be looked at with a profiler.
    if std::env::args().any(|argument| argument == "--keep") {
        println!("the plans are in {}", folder.display());
    } else {
        let _ = std::fs::remove_dir_all(&folder);
    }
}

/// Measures sound plans and broken ones of several sizes.
fn sizes(binary: &Path, folder: &Path) {
    let sized: Vec<(usize, PathBuf, f64)> = [50, 5_000, 100_000].into_iter().map(|n| write_plan(folder, n)).collect();
    let per_byte: Vec<Option<f64>> = sized.iter().map(|plan| clean(binary, plan)).collect();
    if let [_, Some(medium), Some(large)] = per_byte[..] {
        row(
            "100,000 schemes against 5,000, a byte",
            format!("{:.2} ×", large / medium),
            format!("{:.2} ×", budget::GROWTH),
        );
    }
    bare_parse(&sized);
    small(binary, &sized[0].1);
    findings(binary, folder);
    many::against_a_script(binary, folder, &sized);
    many::measure(binary, folder);
    #[cfg(feature = "lsp")]
    editor::measure();
}

/// Measures how the work grows with each hostile shape whose name has the words in it.
///
/// The exponent is that of instructions between `n` and `4 n` parts, less those of no part at all; without `valgrind` it is
/// that of time.
fn hostile(binary: &Path, folder: &Path, words: &str) {
    for shape in shapes::SHAPES.iter().filter(|shape| shape.name.contains(words)) {
        let [none, few, many] = [0, shape.n, 4 * shape.n].map(|n| {
            let folder = folder.join(shape.name.replace(' ', "-")).join(n.to_string());
            std::fs::create_dir_all(&folder).expect("a folder for the shape");
            for (name, text) in (shape.files)(n) {
                let path = folder.join(&name);
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder of a file");
                std::fs::write(path, shapes::bytes(&name, text)).expect("a file of the shape");
            }
            let commands: Vec<&[&str]> = shape.arguments.split(|word| *word == shapes::AND_THEN).collect();
            let (last, before) = commands.split_last().expect("a command");
            for command in before {
                silent(binary, command, &folder).status().expect("the binary runs");
            }
            work(binary, last, &folder)
        });
        let exponent = ((many - none) / (few - none)).ln() / 4_f64.ln();
        row(shape.name, format!("{exponent:.2}"), format!("{:.1}", shapes::EXPONENT));
    }
}

/// Returns what a run costs: its instructions, or without `valgrind` its time.
fn work(binary: &Path, arguments: &[&str], folder: &Path) -> f64 {
    instructions(binary, arguments, folder).unwrap_or_else(|| {
        let mut command = silent(binary, arguments, folder);
        let start = Instant::now();
        command.status().expect("the binary runs");
        start.elapsed().as_secs_f64()
    })
}

/// Returns a command that says nothing.
fn silent(binary: &Path, arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(binary);
    command.args(arguments).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn row(what: &str, measured: impl AsRef<str>, budget: impl AsRef<str>) {
    let (measured, budget) = (measured.as_ref(), budget.as_ref());
    println!("{what:44} {measured:>14} {budget:>14}");
}

/// Returns the release binary beside this example.
fn binary() -> PathBuf {
    let example = std::env::current_exe().expect("this program's path");
    let release = example.parent().and_then(Path::parent).expect("the target folder");
    let binary = release.join("bcf");
    assert!(binary.exists(), "build {} first: cargo build --release", binary.display());
    binary
}

/// Returns a sound two-year plan of `n` schemes.
fn write_plan(folder: &Path, n: usize) -> (usize, PathBuf, f64) {
    let path = folder.join(format!("plan-{n}.toml"));
    let text = plan(n, 0);
    std::fs::write(&path, &text).expect("the plan is written");
    #[expect(clippy::cast_precision_loss, reason = "sizes of files are far below 2^52")]
    let bytes = text.len() as f64;
    (n, path, bytes)
}

/// Returns the text of a plan whose first `faults` schemes have joint shares that do not make 100.
fn plan(n: usize, faults: usize) -> String {
    let base = include_str!("../plans/example-borough.toml");
    let head = base.find("[allocations]").expect("the example has allocations");
    let tail = base.find("[transfers_of_care]").expect("the example has transfers of care");
    let mut text = base[..head].replace("money = \"thousands\"", "money = \"pounds\"");
    let (half, grant) = (n.div_ceil(2), 1_000_000);
    let pool = n * 2_000;
    let _ = write!(
        text,
        "[allocations]\nnhs-minimum = {{ 2017-18 = {pool}, 2018-19 = {pool} }}\ndfg = {{ 2017-18 = {grant}, 2018-19 = {grant} }}\n\
         ibcf = {{ 2017-18 = {grant}, 2018-19 = {grant} }}\nibcf-budget-2017 = {{ 2017-18 = {grant}, 2018-19 = {grant} }}\n\
         social-care = {{ 2017-18 = {half}, 2018-19 = {half} }}\nout-of-hospital = {{ 2017-18 = {half}, 2018-19 = {half} }}\n\n"
    );
    for (id, amount) in [("nhs-minimum", pool), ("dfg", grant), ("ibcf", grant), ("ibcf-budget-2017", grant)] {
        let partner = if id == "nhs-minimum" { "ccg" } else { "council" };
        let _ = write!(
            text,
            "[[sources]]\nid = \"{id}\"\nkind = \"{id}\"\npartner = \"{partner}\"\namount = {{ 2017-18 = {amount}, 2018-19 = {amount} }}\n\n"
        );
    }
    text.push_str("[earmarks]\n");
    for id in ["care-act", "carers-breaks", "reablement"] {
        let _ = writeln!(text, "{id} = {{ 2017-18 = 100, 2018-19 = 100 }}");
    }
    text.push('\n');
    grants(&mut text, grant);
    for k in 0..n {
        scheme(&mut text, k, k < faults);
    }
    // The example's statements speak of its own totals, and its milestones of its own schemes.
    let end = base.find("[[statements]]").expect("the example ends in statements");
    text.push_str(&base[tail..end].replace("scheme = \"", "# scheme = \""));
    text
}

fn grants(text: &mut String, grant: usize) {
    for (id, kind) in
        [("dfg", "dfg-adaptations"), ("ibcf", "domiciliary-care"), ("ibcf-budget-2017", "domiciliary-care")]
    {
        let _ = write!(
            text,
            "[[schemes]]\nid = \"grant-{id}\"\nname = \"Spending of {id}\"\ntype = \"{kind}\"\nchanges = [\"home-first\"]\nspend = [\n  \
             {{ source = \"{id}\", area_of_spend = \"other\", commissioner = \"council\", purposes = [\"social-care-needs\"], amount = {{ 2017-18 = {grant}, 2018-19 = {grant} }} }},\n]\n\n"
        );
    }
}

fn scheme(text: &mut String, k: usize, fault: bool) {
    let (area, commissioner) = match (fault, k % 2) {
        (true, _) => ("acute", "commissioner = \"joint\", nhs_share = 50, council_share = 60"),
        (false, 0) => ("social-care", "commissioner = \"council\""),
        (false, _) => ("community-health", "commissioner = \"nhs\""),
    };
    let _ = write!(
        text,
        "[[schemes]]\nid = \"scheme-{k}\"\nname = \"Locality team {k}\"\npriority = \"BCF {}\"\ntype = \"intermediate-care\"\n\
         description = \"Nurses, therapists and social workers of practice area {k}\"\nconditions = [\"out-of-hospital-services\"]\nspend = [\n  \
         {{ source = \"nhs-minimum\", area_of_spend = \"{area}\", {commissioner}, provider = \"nhs-community\", amount = {{ 2017-18 = 2_000, 2018-19 = 2_000 }} }},\n]\n\n",
        k % 10
    );
}

/// Measures one clean plan: time, memory and instructions. The figure given back is instructions a byte, in lines.
fn clean(binary: &Path, (n, path, bytes): &(usize, PathBuf, f64)) -> Option<f64> {
    let run = measure(binary, &["check", "--no-causes", "--format", "json", "--today", "2018-06-01"], path);
    let name = format!("{n} schemes ({:.0} KB)", bytes / 1e3);
    row(&format!("{name}: time"), format!("{:.1} ms", run.time.as_secs_f64() * 1e3), "");
    if let Some((_, most)) = budget::MEMORY.iter().find(|(schemes, _)| schemes == n) {
        let measured = format!("{:.1} × file", run.peak_kb * 1024.0 / bytes);
        row(&format!("{name}: peak memory"), measured, format!("{most:.0} × file"));
    }
    let plan = path.to_str().expect("the path of the plan");
    let mut in_lines = None;
    for (format, most) in budget::PER_BYTE {
        let each = instructions(
            binary,
            &["check", plan, "--no-causes", "--format", format, "--today", "2018-06-01"],
            Path::new("."),
        )
        .map(|count| count / bytes);
        in_lines = in_lines.or(each);
        let measured = each.map_or("no valgrind".to_owned(), |each| format!("{each:.0}"));
        if *n > 50 {
            row(&format!("{name}, {format}: instructions a byte"), measured, format!("{most:.0}"));
        }
    }
    in_lines
}

struct Measured {
    time: Duration,
    peak_kb: f64,
}

/// Runs once to warm up and five times for the median time; the memory is the last run's high-water mark.
fn measure(binary: &Path, arguments: &[&str], path: &Path) -> Measured {
    let mut times: Vec<(Duration, f64)> = (0..6).map(|_| run(binary, arguments, &[path])).skip(1).collect();
    times.sort_by_key(|(time, _)| *time);
    Measured { time: times[2].0, peak_kb: times.iter().map(|(_, peak)| *peak).fold(0.0, f64::max) }
}

/// Runs the program once. Returns the time it took and the most memory it used.
fn run(binary: &Path, arguments: &[&str], paths: &[&Path]) -> (Duration, f64) {
    let start = Instant::now();
    let mut child = Command::new(binary)
        .args(arguments)
        .args(paths)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak: f64 = 0.0;
    while child.try_wait().expect("the child can be waited for").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let mark = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(mark.and_then(|mark| mark.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0.0));
        std::thread::sleep(Duration::from_micros(300));
    }
    (start.elapsed(), peak)
}

/// Instructions of a whole run, counted by callgrind.
fn instructions(binary: &Path, arguments: &[&str], folder: &Path) -> Option<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(binary)
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    text.lines().find_map(|line| line.split("Collected : ").nth(1)?.trim().parse().ok())
}

/// Measures what every run pays: a small plan in each format, and the commands that check none.
fn small(binary: &Path, plan: &Path) {
    let measured = |what: &str, arguments: &[&str], most: f64| {
        let count = instructions(binary, arguments, plan.parent().unwrap_or(plan));
        let count = count.map_or("no valgrind".to_owned(), |count| format!("{:.1} M", count / 1e6));
        row(what, count, format!("{:.1} M", most / 1e6));
    };
    let name = plan.file_name().and_then(|name| name.to_str()).expect("the name of the plan");
    for (format, most) in budget::SMALL {
        let arguments = ["check", name, "--no-causes", "--format", format, "--today", "2018-06-01"];
        measured(&format!("50 schemes, {format}: instructions"), &arguments, most);
    }
    let (_, rule) = bcf::check::rules().find(|(family, _)| family.id == "dfg").expect("a rule");
    for arguments in [&["rules"][..], &["rounds"], &["schema"], &["explain", rule.id]] {
        measured(&format!("{}: instructions", arguments.join(" ")), arguments, budget::COMMAND);
    }
    let workbook = plan.with_file_name("minimal.xlsx");
    let minimal = plan.with_file_name("minimal.toml");
    std::fs::write(&minimal, include_str!("../plans/minimal.toml")).expect("the plan is written");
    run(binary, &["export", "--force", "-o"], &[&workbook, &minimal]);
    measured("import of the smallest plan: instructions", &["import", "minimal.xlsx", "-o", "-"], budget::COMMAND);
}

/// Compares the whole check with reading the same text into a bare tree, in this process.
fn bare_parse(plans: &[(usize, PathBuf, f64)]) {
    let (n, path, _) = &plans[1];
    let text = std::fs::read_to_string(path).expect("the plan is read");
    let settings = bcf::check::Settings::on(bcf::period::Date::parse("2018-06-01").expect("a date"));
    let mut ratios: Vec<f64> = (0..9)
        .map(|_| {
            let (tree, whole) = (text.clone(), text.clone());
            let start = Instant::now();
            let tree = bcf::plan::syntax::Tree::parse(tree);
            let bare = start.elapsed();
            let start = Instant::now();
            let checked = bcf::check::check_text(String::new(), whole, &settings);
            let ratio = start.elapsed().as_secs_f64() / bare.as_secs_f64();
            assert!(
                checked.findings.is_empty() && tree.errors().is_empty(),
                "the plan is sound: {:?}",
                checked.findings.first()
            );
            ratio
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    row(&format!("{n} schemes: check against a bare parse"), format!("{:.1} ×", ratios[4]), "");
}

/// Measures many findings in a large plan, to a file, in the human report: the time of each, and what the first and the
/// first hundred cost.
fn findings(binary: &Path, folder: &Path) {
    let arguments = ["check", "--no-causes", "--all", "--select", "joint-shares-not-100", "--today", "2018-06-01"];
    let of = |faults: usize| {
        let path = folder.join(format!("faults-{faults}.toml"));
        std::fs::write(&path, plan(11_000, faults)).expect("the plan is written");
        let plan: Vec<&str> = arguments.into_iter().chain(path.to_str()).collect();
        (measure(binary, &arguments, &path).time, instructions(binary, &plan, Path::new(".")))
    };
    let [(no_time, none), (_, one), (_, hundred), (all_time, all)] = [0, 1, 100, 10_000].map(of);
    let each = all_time.saturating_sub(no_time).as_secs_f64() * 1e6 / 10_000.0;
    row("10,000 findings in 5 MB, in full", format!("{each:.1} µs each"), format!("{:.0} µs each", budget::FINDING));
    if let (Some(none), Some(one), Some(hundred), Some(all)) = (none, one, hundred, all) {
        let first = format!("{:.1} M", (one - none) / 1e6);
        row("the first finding in 5 MB: instructions", first, format!("{:.1} M", budget::FIRST / 1e6));
        let part = format!("1/{:.0}", (all - none) / (hundred - none));
        row("100 findings of the cost of 10,000", part, format!("1/{:.0}", budget::HUNDREDTH));
    }
}
