//! Hostile shapes: texts that a stranger may push, each at one size and at four times that size.
//!
//! What the program does may grow with the text and no faster. The exponent of a shape is 1 where four times the text
//! costs four times the instructions, and 2 where it costs sixteen times.

use std::fmt::Write as _;

#[cfg(feature = "workbook")]
#[expect(dead_code, reason = "the tests of the templates change a book in more ways")]
#[path = "../../tests/all/national/book.rs"]
mod book;

/// A shape: what it is called, how many of its parts are made, what is asked of the program, and the files of `n` parts.
/// What stands before [`AND_THEN`] in the arguments is another command, which is run first and not measured.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) n: usize,
    pub(crate) arguments: &'static [&'static str],
    pub(crate) files: fn(usize) -> Files,
}

/// The exponent of the work's growth with a shape that is still no square.
pub(crate) const EXPONENT: f64 = 1.2;

/// The word between commands.
pub(crate) const AND_THEN: &str = "&&";

/// The files of a shape, each with its name. The text of a workbook is its sheets as made-up templates have them, each
/// after its name, with [`NEXT_SHEET`] between.
pub(crate) type Files = Vec<(String, String)>;

/// The sign between the sheets of a workbook.
const NEXT_SHEET: char = '\u{c}';

/// Returns a file of a shape as it is written.
pub(crate) fn bytes(name: &str, text: String) -> Vec<u8> {
    #[cfg(feature = "workbook")]
    if std::path::Path::new(name).extension().is_some_and(|ending| ending == "xlsx") {
        let sheet = |text: &str| {
            let (name, rows) = text.split_once('\n').expect("the name of a sheet");
            book::Sheet::read(name, rows)
        };
        return book::Book(text.split(NEXT_SHEET).map(sheet).collect()).bytes();
    }
    let _ = name;
    text.into_bytes()
}

const CHECK: &[&str] = &["check", "plan.toml", "--format", "concise", "--today", "2018-06-01"];
const JSON: &[&str] = &["check", "plan.toml", "--no-causes", "--format", "json", "--today", "2018-06-01"];
const FULL: &[&str] = &["check", "plan.toml", "--no-causes", "--all", "--today", "2018-06-01"];
const BASELINE: &[&str] = &[
    "check",
    "plan.toml",
    "--no-causes",
    "--write-baseline",
    AND_THEN,
    "check",
    "plan.toml",
    "--baseline",
    "bcf-baseline.json",
    "--format",
    "concise",
];
const MARK: &[&str] = &[
    "export",
    "plan.toml",
    "-o",
    "plan.xlsx",
    "--force",
    AND_THEN,
    "check",
    "plan.xlsx",
    "--no-causes",
    "--mark",
    "checked.xlsx",
    "--force",
];
const BOOK: &[&str] = &["check", "plan.xlsx", "--no-causes", "--format", "concise", "--today", "2018-06-01"];
const FOLDER: &[&str] = &["check", ".", "--format", "concise", "--today", "2018-06-01"];

/// All shapes, grouped by what they are aimed at.
pub(crate) const SHAPES: &[Shape] = &[
    // The text.
    Shape { name: "angles without an end", n: 20_000, arguments: CHECK, files: |n| described(&"<".repeat(n)) },
    Shape {
        name: "words in angles without an end",
        n: 10_000,
        arguments: CHECK,
        files: |n| described(&"<your ".repeat(n)),
    },
    Shape { name: "square brackets without an end", n: 20_000, arguments: CHECK, files: |n| described(&"[".repeat(n)) },
    Shape {
        name: "open placeholders in a page",
        n: 20_000,
        arguments: &["report", "plan.toml", "--today", "2018-06-01"],
        files: |n| described(&"<".repeat(n)),
    },
    Shape { name: "empty lines", n: 200_000, arguments: CHECK, files: |n| with(&"\r\n".repeat(n)) },
    Shape {
        name: "one long comment",
        n: 400_000,
        arguments: CHECK,
        files: |n| with(&format!("# {}\n", "a".repeat(n))),
    },
    Shape {
        name: "a long line with findings",
        n: 1_000,
        arguments: FULL,
        files: |n| {
            with(
                &format!("engagement = [{}]\n", "{ partner = \"nobody\" }, ".repeat(n))
                    .replace("engagement", "x.engagement"),
            )
        },
    },
    Shape {
        name: "combining marks before a finding",
        n: 20_000,
        arguments: FULL,
        files: |n| with(&format!("[\"{}\"]\n", "e\u{301}".repeat(n))),
    },
    Shape {
        name: "mistakes of syntax",
        n: 2_000,
        arguments: FULL,
        files: |n| with(&"this is = = not TOML\n".repeat(n)),
    },
    Shape {
        name: "quotes without an end",
        n: 5_000,
        arguments: FULL,
        files: |n| with(&lines(n, |k| format!("k{k} = \"open\n"))),
    },
    Shape { name: "nested lists", n: 20_000, arguments: CHECK, files: |n| with(&format!("x = {}", "[".repeat(n))) },
    Shape { name: "a dotted key", n: 20_000, arguments: CHECK, files: |n| with(&format!("x{} = 1\n", ".x".repeat(n))) },
    Shape {
        name: "dotted keys side by side",
        n: 5_000,
        arguments: CHECK,
        files: |n| with(&lines(n, |k| format!("a.b.c.k{k} = 1\n"))),
    },
    // Names and references.
    Shape {
        name: "unknown keys",
        n: 5_000,
        arguments: CHECK,
        files: |n| with(&lines(n, |k| format!("unknown-key-{k} = 1\n"))),
    },
    Shape {
        name: "one key again and again",
        n: 5_000,
        arguments: CHECK,
        files: |n| with(&format!("[section_75]\n{}", "note = \"a\"\n".repeat(n))),
    },
    Shape { name: "kinds of one source and its lines", n: 2_000, arguments: CHECK, files: kinds },
    Shape { name: "unknown sources against sources", n: 1_500, arguments: CHECK, files: unknown_sources },
    Shape { name: "an unknown name as long as the text", n: 50_000, arguments: CHECK, files: long_name },
    Shape {
        name: "partners of one id",
        n: 4_000,
        arguments: CHECK,
        files: |n| with(&"[[partners]]\nid = \"p\"\nname = \"P\"\nkind = \"ccg\"\n".repeat(n)),
    },
    Shape {
        name: "schemes of one name",
        n: 2_000,
        arguments: CHECK,
        files: |n| with(&lines(n, |k| format!("[[schemes]]\nid = \"s{k}\"\nname = \"The same\"\n"))),
    },
    // Sections against sections.
    Shape { name: "milestones of schemes", n: 3_000, arguments: CHECK, files: milestones },
    Shape { name: "metrics of schemes", n: 1_500, arguments: CHECK, files: metrics_of_schemes },
    Shape { name: "metrics of one scheme", n: 3_000, arguments: CHECK, files: metrics_of_one_scheme },
    Shape { name: "waivers of findings", n: 1_500, arguments: CHECK, files: waivers },
    Shape { name: "allocations by partner", n: 4_000, arguments: CHECK, files: by_partner },
    Shape { name: "totals by priority", n: 3_000, arguments: CHECK, files: by_priority },
    Shape { name: "districts", n: 2_000, arguments: CHECK, files: districts },
    Shape { name: "commissioners that no source names", n: 2_000, arguments: CHECK, files: commissioners },
    Shape { name: "submissions of a plan of many years", n: 2_000, arguments: CHECK, files: submissions },
    Shape { name: "later determinations of a stream", n: 2_000, arguments: CHECK, files: determinations },
    Shape { name: "populations unlike their denominators", n: 1_500, arguments: CHECK, files: populations },
    Shape { name: "districts that agreed to one retained sum", n: 500, arguments: JSON, files: retained },
    Shape { name: "retained sums one district agreed to", n: 2_000, arguments: CHECK, files: retained_of_one },
    Shape { name: "retained sums in a chain of districts", n: 500, arguments: CHECK, files: retained_in_a_chain },
    Shape { name: "waivers of short-paid districts", n: 500, arguments: CHECK, files: waived_districts },
    Shape { name: "districts of which each waived all", n: 300, arguments: CHECK, files: waived_by_all },
    Shape { name: "waivers of the whole plan", n: 1_500, arguments: CHECK, files: waived_whole },
    Shape { name: "districts in tables", n: 2_000, arguments: &["show", "plan.toml"], files: districts },
    Shape {
        name: "lines of one scheme",
        n: 4_000,
        arguments: CHECK,
        files: |n| {
            with(&format!(
                "[[schemes]]\nid = \"s\"\nname = \"S\"\nspend = [\n{}]\n",
                "{ source = \"nhs-minimum\", amount = { 2017-18 = 1 } },\n".repeat(n)
            ))
        },
    },
    Shape {
        name: "shares of one risk",
        n: 4_000,
        arguments: CHECK,
        files: |n| {
            with(&format!(
                "[[risk_pools]]\nid = \"r\"\nshares = [\n{}]\n",
                lines(n, |k| format!("{{ partner = \"p{k}\", percent = 1 }},\n"))
            ))
        },
    },
    Shape {
        name: "evidence of one condition",
        n: 4_000,
        arguments: CHECK,
        files: |n| with(&lines(n, |k| format!("[[evidence]]\nfor = \"jointly-agreed-plan\"\nwhere = \"page {k}\"\n"))),
    },
    Shape { name: "statements that restate lines", n: 1_500, arguments: CHECK, files: statements },
    Shape {
        name: "months of a metric",
        n: 20_000,
        arguments: CHECK,
        files: |n| {
            with(&format!(
                "[[metrics]]\nkind = \"local\"\nid = \"m\"\ntarget = {{ {} }}\n",
                lines(n, |k| format!("{:04}-{:02} = 1, ", 1_000 + k / 12, k % 12 + 1)).trim_end_matches(", ")
            ))
        },
    },
    Shape { name: "months of demand and capacity", n: 10_000, arguments: CHECK, files: capacity },
    Shape { name: "statements of published figures", n: 1_500, arguments: CHECK, files: statements_of_published },
    // The project around the plan.
    Shape {
        name: "unknown keys of bcf.toml",
        n: 5_000,
        arguments: CHECK,
        files: |n| beside("bcf.toml", lines(n, |k| format!("unknown-{k} = 1\n"))),
    },
    Shape {
        name: "unknown rules in bcf.toml",
        n: 2_000,
        arguments: CHECK,
        files: |n| beside("bcf.toml", format!("[levels]\n{}", lines(n, |k| format!("no-such-rule-{k} = \"off\"\n")))),
    },
    Shape { name: "clauses of an own round", n: 3_000, arguments: &["rounds", "own"], files: clauses },
    Shape { name: "metrics of an own round", n: 500, arguments: &["rounds", "own"], files: metrics_of_a_round },
    Shape { name: "streams of an own round", n: 300, arguments: &["rounds", "own"], files: streams_of_a_round },
    Shape { name: "floors of an own round", n: 300, arguments: &["rounds", "own"], files: floors_of_a_round },
    Shape { name: "floors of a plan's own round", n: 100, arguments: CHECK, files: floors_of_a_round },
    Shape { name: "unknown clauses in an own round", n: 1_000, arguments: &["rounds"], files: dangling },
    Shape { name: "what an own round leaves out", n: 1_000, arguments: &["rounds"], files: without },
    Shape {
        name: "rounds that extend each other in a circle",
        n: 800,
        arguments: &["rounds"],
        files: |n| chain(n, true),
    },
    Shape {
        name: "rounds that extend each other in a line",
        n: 50,
        arguments: &["rounds"],
        files: |n| chain(n, false),
    },
    Shape {
        name: "plans in a folder",
        n: 200,
        arguments: FOLDER,
        files: |n| (0..n).map(|k| (format!("plan-{k}.toml"), MINIMAL.to_owned())).collect(),
    },
    Shape { name: "exclusions of plans", n: 400, arguments: FOLDER, files: exclusions },
    Shape { name: "ignored plans", n: 400, arguments: FOLDER, files: ignored },
    Shape { name: "published figures of partners", n: 2_000, arguments: CHECK, files: published_of_partners },
    Shape { name: "findings that are known", n: 1_000, arguments: BASELINE, files: findings },
    Shape {
        name: "findings of one fingerprint that are known",
        n: 1_000,
        arguments: BASELINE,
        files: |n| with(&"[[schemes]]\nid = \"s\"\nname = \"\"\n".repeat(n)),
    },
    // The formats of a result.
    Shape { name: "findings in full", n: 1_000, arguments: FULL, files: findings },
    Shape { name: "findings as JSON", n: 1_000, arguments: JSON, files: findings },
    Shape {
        name: "findings as SARIF",
        n: 1_000,
        arguments: &["check", "--no-causes", "--format", "sarif"],
        files: findings,
    },
    Shape {
        name: "findings for GitHub",
        n: 1_000,
        arguments: &["check", "--no-causes", "--format", "github"],
        files: findings,
    },
    Shape { name: "findings for GitLab", n: 1_000, arguments: &["check", "--format", "gitlab"], files: findings },
    Shape { name: "findings as JUnit", n: 1_000, arguments: &["check", "--format", "junit"], files: findings },
    Shape { name: "the causes of findings", n: 1_000, arguments: &["check", "--format", "json"], files: findings },
    Shape {
        name: "findings as Markdown",
        n: 1_000,
        arguments: &["check", "--no-causes", "--format", "markdown"],
        files: findings,
    },
    Shape { name: "findings in a page", n: 1_000, arguments: &["report", "plan.toml"], files: findings },
    // The other commands.
    Shape {
        name: "rows of a file of allocations",
        n: 5_000,
        arguments: &["init", "--area", "Area 0", "--allocations", "a.csv", "--round", "bcf-2017-19"],
        files: allocations,
    },
    Shape { name: "rows of a narrative that a plan is drafted from", n: 4_000, arguments: DRAFT, files: paper_rows },
    Shape {
        name: "sentences of a narrative that a plan is drafted from",
        n: 4_000,
        arguments: DRAFT,
        files: paper_sentences,
    },
    Shape {
        name: "cells of a row of a narrative that a plan is drafted from",
        n: 4_000,
        arguments: DRAFT,
        files: paper_cells,
    },
    Shape {
        name: "changed schemes in a diff",
        n: 1_000,
        arguments: &["diff", "plan.toml", "other.toml"],
        files: changed,
    },
    Shape {
        name: "changed partners in a diff",
        n: 1_000,
        arguments: &["diff", "plan.toml", "other.toml"],
        files: changed_partners,
    },
    Shape { name: "areas next to each other", n: 100, arguments: &["compare", "."], files: areas },
    Shape {
        name: "schemes that are rolled forward",
        n: 1_000,
        arguments: &["init", "--from", "plan.toml", "--round", "bcf-2019-20"],
        files: milestones,
    },
    Shape {
        name: "partners that are rolled forward",
        n: 1_000,
        arguments: &["init", "--from", "plan.toml", "--round", "bcf-2019-20"],
        files: districts,
    },
    Shape {
        name: "sources and signatures that are rolled forward",
        n: 1_000,
        arguments: &["init", "--from", "plan.toml", "--round", "bcf-2019-20"],
        files: payers,
    },
    Shape { name: "schemes of a checklist", n: 1_500, arguments: &["checklist", "plan.toml"], files: milestones },
    Shape { name: "signatures of a checklist", n: 1_000, arguments: &["checklist", "plan.toml"], files: payers },
    Shape {
        name: "schemes of a workbook",
        n: 1_000,
        arguments: &["export", "plan.toml", "-o", "plan.xlsx", "--force"],
        files: milestones,
    },
    Shape {
        name: "gaps and sources into a workbook",
        n: 1_000,
        arguments: &["export", "plan.toml", "-o", "plan.xlsx", "--force"],
        files: gaps,
    },
    Shape {
        name: "schemes out of a workbook",
        n: 1_000,
        arguments: &["export", "plan.toml", "-o", "plan.xlsx", "--force", AND_THEN, "import", "plan.xlsx"],
        files: milestones,
    },
    Shape { name: "findings in a workbook", n: 1_000, arguments: MARK, files: milestones },
    Shape { name: "sheets of one's own in a workbook", n: 500, arguments: BOOK, files: sheets },
    Shape { name: "comments on one scheme of a template", n: 1_000, arguments: BOOK, files: comments },
    Shape { name: "bodies that pay into one stream of a template", n: 500, arguments: BOOK, files: bodies },
    // The narrative.
    Shape { name: "a narrative without blanks", n: 20_000, arguments: PAPER, files: |n| paper(&"£1.5m,".repeat(n)) },
    Shape {
        name: "marks before the figures of a narrative",
        n: 20_000,
        arguments: PAPER,
        files: |n| paper(&format!("{} {}", "!".repeat(8 * n), "£1.5m !! ".repeat(n))),
    },
    Shape {
        name: "figures under one long heading",
        n: 10_000,
        arguments: PAPER,
        files: |n| paper(&format!("# {}\n\n{}", "beds in 2017/18 ".repeat(n), "We spend £1.5m on beds.\n\n".repeat(n))),
    },
    Shape {
        name: "a table under a long caption",
        n: 5_000,
        arguments: PAPER,
        files: |n| paper(&format!("{}\n\n{}", "beds in 2017/18 ".repeat(n), "| beds | £1.5m | £2.5m |\n".repeat(n))),
    },
    Shape {
        name: "one paragraph whose differences are accepted",
        n: 2_000,
        arguments: PAPER,
        files: |n| {
            let mut files = paper(&"We spend £2,653,400 on step-down beds in 2017/18. ".repeat(n));
            files[0].1 += "[[accepted]]\ntext = \"£2,653,400\"\nbecause = \"an earlier draft\"\nby = \"the board\"\n";
            files
        },
    },
    Shape {
        name: "a table that blanks lay out",
        n: 10_000,
        arguments: PAPER,
        files: |n| paper(&format!("Service      2017/18    2018/19\n{}", "Step-down     1,234      5,678\n".repeat(n))),
    },
    Shape {
        name: "figures that stand everywhere on their lines",
        n: 10_000,
        arguments: PAPER,
        files: |n| paper(&lines(n, |k| format!("beds{}1,234   {}5%\n", " ".repeat(2 + k % 97), " ".repeat(k % 89)))),
    },
    Shape {
        name: "pages that all have one foot",
        n: 5_000,
        arguments: PAPER,
        files: |n| paper(&lines(n, |k| format!("We spend £{k}m on beds.\n\n      Page {k} of {n}\n\u{c}"))),
    },
];

/// What drafts a plan from a narrative.
const DRAFT: &[&str] = &["init", "--from-narrative", "paper.md", "--round", "bcf-2017-19"];

/// What is asked of a plan and its narrative.
const PAPER: &[&str] =
    &["narrative", "plan.toml", "paper.txt", "--format", "json", "--fail-on", "never", "--today", "2018-06-01"];

/// Returns a plan with one scheme, and a narrative that says so and then a text.
fn paper(text: &str) -> Files {
    let scheme = "[[schemes]]\nid = \"beds\"\nname = \"Step-down beds\"\nspend = [{ source = \"nhs-minimum\", \
                  amount = { 2017-18 = 2_563_400 } }]\n";
    let mut files = with(scheme);
    files.push(("paper.txt".to_owned(), format!("We spend £2,563,400 on step-down beds in 2017/18.\n\n{text}\n")));
    files
}

const MINIMAL: &str = include_str!("../../plans/minimal.toml");

/// Returns the text of `n` parts.
fn lines(n: usize, part: impl Fn(usize) -> String) -> String {
    (0..n).map(part).collect()
}

/// Returns the smallest plan with something after it.
fn with(rest: &str) -> Files {
    vec![("plan.toml".to_owned(), format!("{MINIMAL}\n{rest}"))]
}

/// Returns the smallest plan with a scheme of which something is said.
fn described(text: &str) -> Files {
    with(&format!("[[schemes]]\nid = \"s\"\nname = \"S\"\ndescription = \"{text}\"\n"))
}

/// Returns the smallest plan and a file beside it.
fn beside(name: &str, text: String) -> Files {
    vec![("plan.toml".to_owned(), MINIMAL.to_owned()), (name.to_owned(), text)]
}

fn schemes(n: usize) -> String {
    lines(n, |k| {
        format!(
            "[[schemes]]\nid = \"s{k}\"\nname = \"Scheme {k}\"\npriority = \"P{k}\"\nspend = [{{ id = \"l\", source = \"nhs-minimum\", amount = {{ 2017-18 = 1 }} }}]\n"
        )
    })
}

fn gaps(n: usize) -> Files {
    let sources = lines(n, |k| {
        format!("[[sources]]\nid = \"s{k}\"\nkind = \"nhs-minimum\"\namount = {{ 2017-18 = \"<amount>\" }}\n")
    });
    let spend = lines(n, |k| format!("{{ source = \"s{k}\", amount = {{ 2017-18 = \"TBC\" }} }},\n"));
    with(&format!("{sources}[[schemes]]\nid = \"s\"\nname = \"S\"\nspend = [\n{spend}]\n"))
}

fn kinds(n: usize) -> Files {
    let kinds = lines(n, |k| format!("\"kind-{k}\", "));
    let spend = "{ source = \"s\", amount = { 2017-18 = 1 } },\n".repeat(n);
    with(&format!(
        "[[sources]]\nid = \"s\"\nkinds = [{kinds}\"nhs-minimum\"]\namount = {{ 2017-18 = 1 }}\n[[schemes]]\nid = \"s\"\nname = \"S\"\nspend = [\n{spend}]\n"
    ))
}

fn capacity(n: usize) -> Files {
    let months = lines(n, |k| format!("{:04}-{:02} = {}, ", 1_000 + k / 12, k % 12 + 1, k % 7));
    let months = months.trim_end_matches(", ");
    let service = format!("service = \"s\"\ndemand = {{ {months} }}\ncapacity = {{ {months} }}\n");
    with(&format!("[[capacity]]\n{service}"))
        .into_iter()
        .map(|(name, text)| (name, text.replace("bcf-2017-19", "bcf-2025-26")))
        .collect()
}

/// Returns a workbook of the smallest plan with sheets of somebody's own.
fn sheets(n: usize) -> Files {
    let plan = "plan\nkey|value\nformat|'1\nround|bcf-2017-19\nstatus|draft";
    let area = "area\nkey|value\nname|Exampleton";
    let own = lines(n, |k| format!("{NEXT_SHEET}notes no {k}\nsomething|of ours"));
    vec![("plan.xlsx".to_owned(), format!("{plan}{NEXT_SHEET}{area}{own}"))]
}

/// The sheets of the template of a year.
const TEMPLATE: [(&str, &str); 3] = [
    ("2. Cover", include_str!("../../tests/all/national/one-year/cover.txt")),
    ("4. Income", include_str!("../../tests/all/national/one-year/income.txt")),
    ("5. Expenditure", include_str!("../../tests/all/national/one-year/expenditure.txt")),
];

/// Returns the template of a year in which `row` makes rows in the place of one that holds `like`, on the `nth` sheet.
fn of_template(nth: usize, like: &str, rows: impl Fn(&str) -> String) -> Files {
    let sheet = |(at, (name, text)): (usize, (&str, &str))| {
        let row = |line: &str| if at == nth && line.contains(like) { rows(line) } else { format!("{line}\n") };
        format!("{name}\n{}", text.lines().map(row).collect::<String>())
    };
    let sheets: Vec<String> = TEMPLATE.into_iter().enumerate().map(sheet).collect();
    vec![("plan.xlsx".to_owned(), sheets.join(&NEXT_SHEET.to_string()))]
}

fn comments(n: usize) -> Files {
    of_template(2, "formerly discharge funding", |row| lines(n, |k| format!("{row}, row {k}\n")))
}

fn bodies(n: usize) -> Files {
    of_template(1, "NHS Brackenshire ICB", |_| lines(n, |k| format!("NHS Number {k} ICB||20000\n")))
}

fn unknown_sources(n: usize) -> Files {
    let sources = lines(n, |k| {
        format!("[[sources]]\nid = \"source-number-{k}\"\nkind = \"nhs-minimum\"\namount = {{ 2017-18 = 1 }}\n")
    });
    let spend = lines(n, |k| format!("{{ source = \"sauce-numbers-{k}\", amount = {{ 2017-18 = 1 }} }},\n"));
    with(&format!("{sources}[[schemes]]\nid = \"s\"\nname = \"S\"\nspend = [\n{spend}]\n"))
}

fn long_name(n: usize) -> Files {
    let long = "a".repeat(n);
    let spend = "{ source = \"short\", amount = { 2017-18 = 1 } },\n".repeat(100);
    with(&format!(
        "[[sources]]\nid = \"{long}\"\nkind = \"nhs-minimum\"\namount = {{ 2017-18 = 1 }}\n[[schemes]]\nid = \"s\"\nname = \"S\"\nspend = [\n{spend}{{ source = \"{long}b\", amount = {{ 2017-18 = 1 }} }},\n]\n"
    ))
}

fn milestones(n: usize) -> Files {
    let milestones = lines(n, |k| format!("[[milestones]]\nname = \"M\"\nscheme = \"s{k}\"\ndue = 2017-06-01\n"));
    with(&(schemes(n) + &milestones))
}

fn metrics_of_schemes(n: usize) -> Files {
    let metrics = lines(n, |k| format!("[[metrics]]\nkind = \"local\"\nid = \"m{k}\"\n"));
    let schemes = lines(n, |k| format!("[[schemes]]\nid = \"s{k}\"\nname = \"S\"\nmetrics = [\"m{k}\"]\n"));
    with(&(metrics + &schemes))
}

fn metrics_of_one_scheme(n: usize) -> Files {
    let metrics = lines(n, |k| format!("[[metrics]]\nkind = \"local\"\nid = \"m{k}\"\n"));
    let names = lines(n, |k| format!("\"m{k}\", "));
    with(&format!("{metrics}[[schemes]]\nid = \"s\"\nname = \"S\"\nmetrics = [{names}]\n"))
}

fn waivers(n: usize) -> Files {
    let schemes = lines(n, |k| format!("[[schemes]]\nid = \"s{k}\"\nname = \"\"\nconditions = [\"none-{k}\"]\n"));
    let waivers = lines(n, |k| {
        format!(
            "[[waivers]]\nrule = \"wrong-type\"\nreason = \"it is\"\nby = \"p\"\non = 2017-06-01\nat = \"schemes.s{k}\"\n"
        )
    });
    with(&("[[partners]]\nid = \"p\"\nname = \"P\"\nkind = \"board\"\n".to_owned() + &schemes + &waivers))
}

fn by_partner(n: usize) -> Files {
    let partners = lines(n, |k| format!("[[partners]]\nid = \"p{k}\"\nname = \"P\"\nkind = \"ccg\"\n"));
    let figures = lines(n, |k| format!("by_partner.p{k}.nhs-minimum = {{ 2017-18 = 1 }}\n"));
    with(&format!("{partners}[allocations]\n{figures}"))
}

fn by_priority(n: usize) -> Files {
    let totals = lines(n, |k| format!("by_priority.P{k} = {{ 2017-18 = 1 }}\n"));
    with(&format!("{}[totals]\n{totals}", schemes(n)))
}

fn district_partners(n: usize) -> String {
    lines(n, |k| format!("[[partners]]\nid = \"d{k}\"\nname = \"District {k}\"\nkind = \"district\"\n"))
}

fn districts(n: usize) -> Files {
    let allocations = lines(n, |k| format!("by_partner.d{k}.dfg = {{ 2017-18 = 2 }}\n"));
    let shares = lines(n, |k| format!("[[dfg.districts]]\ndistrict = \"d{k}\"\namount = {{ 2017-18 = 1 }}\n"));
    let mut files = with(&format!("tiers = \"two\"\n{}[allocations]\n{allocations}{shares}", district_partners(n)));
    files[0].1 = files[0].1.replace("tiers = \"two\"\n", "").replace("[area]\n", "[area]\ntiers = \"two\"\n");
    files
}

fn payers(n: usize) -> Files {
    with(&lines(n, |k| {
        format!(
            "[[partners]]\nid = \"c{k}\"\nname = \"CCG {k}\"\nkind = \"ccg\"\n[[sources]]\nid = \"s{k}\"\nkind = \"nhs-minimum\"\npartner = \"c{k}\"\namount = {{ 2017-18 = 1 }}\n[[schemes]]\nid = \"x{k}\"\nname = \"x\"\n[[schemes.spend]]\nsource = \"s{k}\"\namount = {{ 2017-18 = 1 }}\n[[sign_offs]]\npartner = \"c{k}\"\non = 2017-09-11\n"
        )
    }))
}

fn commissioners(n: usize) -> Files {
    let partners = lines(n, |k| format!("[[partners]]\nid = \"c{k}\"\nname = \"CCG {k}\"\nkind = \"ccg\"\n"));
    let names = lines(n, |k| format!("\"c{k}\", "));
    let source = "[[sources]]\nid = \"s\"\nkind = \"nhs-minimum\"\npartner = \"c0\"\namount = { 2017-18 = 1 }\n";
    with(&format!(
        "{partners}[section_75]\npartners = [{names}]\n{}",
        lines(n, |k| source.replace("\"s\"", &format!("\"s{k}\"")))
    ))
}

fn submissions(n: usize) -> Files {
    let sent = lines(n, |_| "[[submissions]]\non = 2017-09-11\nfor = \"update\"\n".to_owned());
    let signed = lines(n, |k| {
        format!(
            "[[partners]]\nid = \"c{k}\"\nname = \"CCG {k}\"\nkind = \"ccg\"\n[[sign_offs]]\npartner = \"c{k}\"\non = 2018-09-11\n"
        )
    });
    let years = lines(n, |_| "\"2017-18\", ".to_owned());
    let mut files = with(&format!("{sent}{signed}"));
    files[0].1 = files[0].1.replace("[plan]\n", &format!("[plan]\nyears = [{years}]\n"));
    files
}

fn determinations(n: usize) -> Files {
    let change = "[[allocations.changes]]\nstream = \"dfg\"\nyear = \"2017-18\"\non = 2017-09-11\namount = ";
    let changes = lines(n, |k| format!("{change}{}\n", k + 1));
    let grant = "[allocations]\nsource = \"s\"\ndfg = { 2017-18 = 0 }\n";
    let source = "[[sources]]\nid = \"s\"\nkind = \"dfg\"\npartner = \"c\"\namount = { 2017-18 = 999_999_999 }\n";
    with(&format!("{grant}{changes}{source}"))
}

fn populations(n: usize) -> Files {
    let metric = "[[metrics]]\nkind = \"residential-admissions\"\nunit = \"per-100k\"\ndenominator = { 2017-18 = ";
    let metrics = lines(n, |k| format!("{metric}{} }}\n", 20_000 + 3 * k));
    let mut files = with(&metrics);
    files[0].1 = files[0].1.replace("[area]\n", "[area]\npopulation.older = { 2017-18 = 10_000 }\n");
    files
}

fn retained(n: usize) -> Files {
    let mut files = districts(n);
    let names = lines(n, |k| format!("\"d{k}\", "));
    let _ = write!(
        files[0].1,
        "[[dfg.retained]]\nid = \"kept\"\namount = {{ 2017-18 = 1 }}\ndistricts = [{names}]\nagreed_by = [{names}]\nuse = \"a use\"\ncapital = true\n"
    );
    files
}

fn retained_of_one(n: usize) -> Files {
    let mut files = districts(1);
    files[0].1 += &lines(n, |k| {
        format!(
            "[[dfg.retained]]\nid = \"kept-{k}\"\namount = {{ 2017-18 = 1 }}\ndistricts = [\"d0\"]\nagreed_by = [\"d0\"]\nuse = \"a use\"\ncapital = true\n"
        )
    });
    files
}

fn retained_in_a_chain(n: usize) -> Files {
    let mut files = districts(n);
    files[0].1 += &lines(n, |k| {
        let both = format!("[\"d{k}\", \"d{}\"]", (k + 1) % n);
        format!(
            "[[dfg.retained]]\nid = \"kept-{k}\"\namount = {{ 2017-18 = 1 }}\ndistricts = {both}\nagreed_by = {both}\nuse = \"a use\"\ncapital = true\n"
        )
    });
    files
}

fn waived_districts(n: usize) -> Files {
    let mut files = districts(n);
    files[0].1 += &lines(n, |k| {
        format!(
            "[[waivers]]\nrule = \"dfg-district-short-paid\"\nreason = \"it is\"\nby = \"d{k}\"\non = 2017-06-01\nat = \"dfg.districts.d{k}\"\n"
        )
    });
    files
}

fn waived_by_all(n: usize) -> Files {
    let mut files = districts(n);
    files[0].1 += &lines(n, |k| {
        format!("[[waivers]]\nrule = \"dfg-district-short-paid\"\nreason = \"it is\"\nby = \"d{k}\"\non = 2017-06-01\n")
    });
    files
}

fn waived_whole(n: usize) -> Files {
    let mut files = waivers(n);
    let lines: Vec<&str> = files[0].1.lines().filter(|line| !line.starts_with("at = ")).collect();
    files[0].1 = lines.join("\n");
    files
}

fn findings(n: usize) -> Files {
    with(&lines(n, |k| format!("[[schemes]]\nid = \"s{k}\"\nname = {k}\n")))
}

fn statements_of_published(n: usize) -> Files {
    let statements = lines(n, |k| {
        format!(
            "[[statements]]\nsays = \"restates\"\nwhere = \"page {k}\"\nof = \"allocations.by_partner.p{k}.nhs-minimum.2017-18\"\nvalue = 1000\n"
        )
    });
    let mut files = published_of_partners(n);
    files[0].1 += &statements;
    files
}

fn published_of_partners(n: usize) -> Files {
    let mut files = with(&lines(n, |k| format!("[[partners]]\nid = \"p{k}\"\nname = \"P{k}\"\nkind = \"ccg\"\n")));
    let area = files[0].1.lines().skip_while(|line| *line != "[area]").find_map(|line| line.strip_prefix("name = \""));
    let area = area.expect("the plan's area has a name").trim_end_matches('"').to_owned();
    let rows = lines(n, |k| format!("{area},P{k},nhs-minimum,2017-18,1000\n"));
    files.push(("a.csv".to_owned(), format!("area,partner,stream,year,amount\n{rows}")));
    files.push(("bcf.toml".to_owned(), "allocations = \"a.csv\"\n".to_owned()));
    files
}

fn statements(n: usize) -> Files {
    let statements = lines(n, |k| {
        format!(
            "[[statements]]\nsays = \"restates\"\nwhere = \"page {k}\"\nof = \"schemes.s{k}.spend.l.amount.2017-18\"\nvalue = 1\n"
        )
    });
    with(&(schemes(n) + &statements))
}

fn clauses(n: usize) -> Files {
    own_round(&lines(n, clause))
}

fn clause(k: usize) -> String {
    format!(
        "[[clauses]]\nid = \"c{k}\"\nsays = \"It is so.\"\nat = \"page {k}\"\nsource = \"own\"\nbasis = \"quoted\"\nasks = false\n"
    )
}

/// Returns the smallest plan, of a round that has something of its own.
fn own_round(rest: &str) -> Files {
    let mut files = beside("bcf.toml", "[[rounds]]\nfile = \"own.toml\"\n".to_owned());
    files[0].1 = files[0].1.replace("bcf-2017-19", "own");
    let head =
        "id = \"own\"\nname = \"Own\"\nextends = \"bcf-2017-19\"\ndocuments = [{ key = \"own\", title = \"Paper\" }]\n";
    files.push(("own.toml".to_owned(), format!("{head}{rest}")));
    files
}

fn metrics_of_a_round(n: usize) -> Files {
    let metrics = lines(n, |k| {
        format!(
            "[[metrics]]\nid = \"m{k}\"\nname = \"Metric {k}\"\nbetter = \"higher\"\nunit = \"percent\"\ntargets = \"year\"\ntarget-years = [\"2017-18\"]\nclause = \"c0\"\n"
        )
    });
    own_round(&(clause(0) + &metrics))
}

fn streams_of_a_round(n: usize) -> Files {
    let streams = lines(n, |k| {
        format!("[[streams]]\nid = \"s{k}\"\nname = \"Stream {k}\"\npayer = \"council\"\nclause = \"c0\"\n")
    });
    own_round(&(clause(0) + &streams))
}

fn floors_of_a_round(n: usize) -> Files {
    let floors = lines(n, |k| {
        format!(
            "[[floors]]\nid = \"f{k}\"\nname = \"floor {k}\"\nof = \"floor {k}\"\nspending = \"spending\"\nclause = \"c0\"\n\
             stream = \"nhs-minimum\"\nfrom = \"the NHS minimum\"\ncounting = \"c0\"\ncounts = {{ areas = [\"mental-health\"] }}\n\
             baseline-key = \"f{k}-baseline\"\nsurplus-key = \"f{k}-surplus\"\n\
             scheme = {{ name = \"Floor {k}\", area = \"mental-health\", commissioner = \"nhs\" }}\n"
        )
    });
    own_round(&(clause(0) + &floors))
}

fn dangling(n: usize) -> Files {
    let conditions = lines(n, |k| {
        format!("[[conditions]]\nid = \"k{k}\"\nnumber = \"{k}\"\nname = \"Condition {k}\"\nclause = \"no-{k}\"\n")
    });
    own_round(&(lines(n, clause) + &conditions))
}

fn without(n: usize) -> Files {
    let paths = lines(n, |k| format!("\"clauses.no-{k}\", "));
    let mut files = own_round("");
    files[2].1 = format!("without = [{paths}]\n{}", files[2].1);
    files
}

fn chain(n: usize, circle: bool) -> Files {
    let mut files: Files = (0..n)
        .map(|k| {
            let next = if k + 1 < n {
                format!("r{}", k + 1)
            } else if circle {
                "r0".to_owned()
            } else {
                "bcf-2017-19".to_owned()
            };
            (format!("r{k}.toml"), format!("id = \"r{k}\"\nname = \"R{k}\"\nextends = \"{next}\"\n"))
        })
        .collect();
    files.push(("bcf.toml".to_owned(), lines(n, |k| format!("[[rounds]]\nfile = \"r{k}.toml\"\n"))));
    files
}

fn exclusions(n: usize) -> Files {
    let mut files: Files = (0..n).map(|k| (format!("plan-{k}.toml"), MINIMAL.to_owned())).collect();
    files.push(("bcf.toml".to_owned(), format!("exclude = [{}]\n", lines(n, |k| format!("\"old-{k}/**\", ")))));
    files
}

fn ignored(n: usize) -> Files {
    let mut files: Files = (0..n).map(|k| (format!("plan-{k}.toml"), MINIMAL.to_owned())).collect();
    files.push((".gitignore".to_owned(), lines(n, |k| format!("old-{k}/**\n"))));
    files.push((".git/HEAD".to_owned(), "ref: refs/heads/main\n".to_owned()));
    files
}

fn areas(n: usize) -> Files {
    let plan = |k: usize| with(&schemes(20)).remove(0).1.replacen("name = \"", &format!("name = \"{k} "), 1);
    (0..n).map(|k| (format!("plan-{k}.toml"), plan(k))).collect()
}

fn paper_rows(n: usize) -> Files {
    let table = |title: &str, head: &str, row: &str| {
        let rows = lines(n, |k| row.replace('#', &(k + 20).to_string()));
        format!("## {title}\n\n{head}\n|---|\n{rows}\n")
    };
    let text = [
        table("1.1 Funding", "| Source of funding | 2017/18 £000 |", "| Area # CCG minimum contribution | # |\n"),
        table(
            "1.2 District allocations of the Disabled Facilities Grant",
            "| District | 2017/18 |",
            "| Place # | £# |\n",
        ),
        table("1.3 Schemes", "| Urgent care | Budget 2017/18 £000 |", "| Service # | # |\n"),
        table(
            "1.4 Metrics",
            "| Metric | 2017/18 plan | Commentary |",
            "| People # | # | In Q4 of 2016/17 it was # |\n",
        ),
    ];
    vec![("paper.md".to_owned(), text.concat())]
}

fn paper_sentences(n: usize) -> Files {
    let money =
        lines(n, |k| format!("The iBCF allocation is £{k}m in 2017/18 and £{k}.5m in 2018/19, of which this is "));
    let counts = lines(n, |k| format!("This comes to {k} non-elective admissions in 2016/17. "));
    vec![("paper.md".to_owned(), format!("# Maintaining social care\n\n{money}\n\n{counts}\n"))]
}

fn paper_cells(n: usize) -> Files {
    let head = " | 2017/18 £000".repeat(n);
    let cells = lines(n, |k| format!(" | {}", k + 20));
    let text = format!("# Funding\n\n| Source of funding{head} |\n|---|\n| DFG{cells} |\n");
    vec![("paper.md".to_owned(), text)]
}

fn allocations(n: usize) -> Files {
    let rows = lines(n, |k| format!("Area {k},,nhs-minimum,2017-18,1000\nArea {k},,dfg,2017-18,100\n"));
    vec![("a.csv".to_owned(), format!("area,partner,stream,year,amount\n{rows}"))]
}

fn changed(n: usize) -> Files {
    let mut files = with(&schemes(n));
    let other = files[0].1.replace("2017-18 = 1 ", "2017-18 = 2 ").replace("id = \"s", "id = \"t");
    files.push(("other.toml".to_owned(), other));
    files
}

fn changed_partners(n: usize) -> Files {
    let mut files = with(&district_partners(n));
    let other = files[0].1.replace("District ", "Borough ");
    files.push(("other.toml".to_owned(), other));
    files
}
