//! A plan in a workbook is checked as its text is, and every place that is told is a cell of the workbook.

#![cfg(feature = "workbook")]

use std::collections::HashMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bcf::check::{self, Checked, Surroundings};
use bcf::finding::Site;
use bcf::plan::Plan;
use bcf::workbook::{Book, read};
use calamine::{Data, Reader, Xlsx};
use rayon::prelude::*;
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::common::books::{self, Sent};
use crate::common::{World, check, identity, settings, share};

fn exported(checked: &Checked) -> Vec<u8> {
    books::exported(checked).expect("a plan that reads is exported")
}

/// Returns the plan of a workbook, checked.
fn checked_in(bytes: &[u8]) -> Checked {
    checked_as(&read(bytes).expect("what the program wrote is read"))
}

fn checked_as(book: &Book) -> Checked {
    let plan = Plan::read(book.text.clone()).made_from(&book.cells);
    check::check("plan.xlsx".to_owned(), plan, &Surroundings::default(), &settings())
}

/// What is in each cell of a workbook, as a spreadsheet program has it.
fn cells(bytes: &[u8]) -> HashMap<(String, String), String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let mut all = HashMap::new();
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).expect("a sheet");
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let cell = format!("{}{}", bcf::cells::letters(column + left as usize), row + top as usize + 1);
            let text = match value {
                Data::Float(number) => number.to_string(),
                other => other.to_string(),
            };
            all.insert((sheet.clone(), cell), text);
        }
    }
    all
}

#[test]
fn a_workbook_has_the_findings_of_its_text_each_at_the_cell_that_holds_the_figure() {
    let figures: usize = books::sent()
        .par_iter()
        .filter(|sent| sent.before.plan.complaints.is_empty())
        .map(|Sent { name, before, bytes, book }| {
            let after = checked_as(book);
            let findings = |checked: &Checked| {
                let mut all: Vec<_> = checked.findings.iter().map(|one| (identity(one), one.message.clone())).collect();
                all.sort();
                all
            };
            assert_eq!(findings(before), findings(&after), "{name}");
            let advice = after.findings.iter().filter_map(|finding| finding.help.as_deref());
            let of_a_text = advice.filter(|help| help.contains("`[") || help.contains(" = ")).collect::<Vec<_>>();
            assert!(of_a_text.is_empty(), "{name}: {of_a_text:#?}");
            assert_eq!(before.verdict(), after.verdict(), "{name}");
            every_figure_is_in_its_cell(name, &after, &cells(bytes))
        })
        .sum();
    // A share that is drawn by lot may hold somewhat less than its part.
    assert!(figures > 200 / share(8), "{figures} figures were looked up");
}

/// Looks up every figure that a finding points at; how many there were.
fn every_figure_is_in_its_cell(name: &str, after: &Checked, held: &HashMap<(String, String), String>) -> usize {
    let told = after.plan.cells.as_ref().expect("a workbook");
    let sites = after.findings.iter().flat_map(|finding| {
        let lines = finding.ledger.iter().flat_map(|sum| sum.lines.iter().filter_map(|line| line.at.as_ref()));
        std::iter::once(&finding.at).chain(finding.labels.iter().map(|label| &label.at)).chain(lines)
    });
    let is_figure = |site: &&Site| {
        let written = site.span.of(after.plan.tree.source());
        // A day is a number to a spreadsheet.
        !written.is_empty()
            && written.matches('-').count() < 2
            && written.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'-'))
    };
    let figures = sites.filter(is_figure).map(|site| {
        let at = told.name(told.of(&site.path, site.span).expect("a cell"));
        let written = site.span.of(after.plan.tree.source()).replace('_', "");
        let held = held.get(&(at.sheet.clone(), at.cell.clone())).map(String::as_str).unwrap_or_default();
        // A key of digits, a year, stands over its value.
        let same = held.parse::<f64>().ok() == written.parse::<f64>().ok() || held == written;
        assert!(same || written.len() < 8, "{name}: {} is {written}, and {at} holds `{held}`", site.path);
        usize::from(same)
    });
    figures.sum()
}

/// A folder of a test's own.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cells-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn bcf(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bcf")).args(args).current_dir(folder).output().expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

const PLAN: &str = include_str!("../../plans/example-county.toml");

/// A folder with a plan that has one figure wrong, as text and as a workbook.
fn with_a_slip(name: &str) -> PathBuf {
    let folder = folder(name);
    let slipped = PLAN.replacen("amount = { 2017-18 = 21_486_312", "amount = { 2017-18 = 12_486_312", 1);
    assert_ne!(slipped, PLAN);
    fs::write(folder.join("plan.toml"), &slipped).expect("a plan");
    fs::write(folder.join("book.xlsx"), exported(&check(&slipped))).expect("a workbook");
    folder
}

#[test]
fn every_format_tells_the_cell_and_no_line_of_a_text_nobody_has() {
    let folder = with_a_slip("formats");
    let check =
        |format: &str| stdout(&bcf(&folder, &["check", "book.xlsx", "--today", "2018-06-01", "--format", format]));
    let json: Value = serde_json::from_str(&check("json")).expect("JSON");
    let findings = json["plans"][0]["findings"].as_array().expect("findings");
    assert!(!findings.is_empty());
    let (concise, gitlab) = (check("concise"), check("gitlab"));
    for finding in findings {
        let at = &finding["at"];
        let place = format!(
            "{}!{}",
            bcf::cells::quoted(at["sheet"].as_str().expect("a sheet")),
            at["cell"].as_str().expect("a cell")
        );
        for key in ["line", "column", "end_line", "end_column", "start", "end"] {
            assert!(at.get(key).is_none(), "{at}");
        }
        let message = finding["message"].as_str().expect("a message");
        let head = format!(
            "book.xlsx: {place}: {}[{}] {message}",
            finding["level"].as_str().unwrap(),
            finding["rule"].as_str().unwrap()
        );
        assert!(concise.lines().any(|line| line.starts_with(&head)), "{head}");
        assert!(gitlab.contains(&format!("\"description\":\"{place}: ")), "{place}");
    }
    let first = &findings[0]["at"];
    let place = format!("{}!{}", bcf::cells::quoted(first["sheet"].as_str().unwrap()), first["cell"].as_str().unwrap());
    assert!(
        check("github").contains(&format!(
            "book.xlsx,line=1,endLine=1,title={}::{place}: ",
            findings[0]["rule"].as_str().unwrap()
        ))
    );
    assert!(check("human").contains(&format!("[book.xlsx: {place}]")));
    let sarif: Value = serde_json::from_str(&check("sarif")).expect("SARIF");
    for result in sarif["runs"][0]["results"].as_array().expect("results") {
        assert!(result["locations"][0]["physicalLocation"].get("region").is_none());
        assert!(
            result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
                .as_str()
                .is_some_and(|name| name.contains('!'))
        );
        assert!(result.get("fixes").is_none());
    }
    let patch = bcf(&folder, &["check", "book.xlsx", "--patch"]);
    assert!(patch.stdout.is_empty() && stderr(&patch).contains("a patch is of texts"), "{}", stderr(&patch));
}

#[test]
fn an_edit_is_what_to_type_into_its_cell() {
    let folder = with_a_slip("edit");
    let edits = |file: &str| {
        let json: Value =
            serde_json::from_str(&stdout(&bcf(&folder, &["check", file, "--today", "2018-06-01", "--format", "json"])))
                .expect("JSON");
        let causes = json["plans"][0]["causes"].as_array().expect("causes").clone();
        causes.into_iter().map(|cause| cause["edit"].clone()).filter(|edit| !edit.is_null()).collect::<Vec<_>>()
    };
    let (text, cells) = (edits("plan.toml"), edits("book.xlsx"));
    assert!(!text.is_empty() && text.len() == cells.len(), "{text:?} {cells:?}");
    for (text, cell) in text.iter().zip(&cells) {
        assert_eq!(text["at"]["path"], cell["at"]["path"]);
        assert_eq!(text["with"].as_str().map(|with| with.replace('_', "")).as_deref(), cell["with"].as_str());
    }
    let human = stdout(&bcf(&folder, &["check", "book.xlsx", "--today", "2018-06-01"]));
    let at = &cells[0]["at"];
    let said = format!(
        "change `{}!{}` to `{}`",
        at["sheet"].as_str().unwrap(),
        at["cell"].as_str().unwrap(),
        cells[0]["with"].as_str().unwrap()
    );
    assert!(human.contains(&said), "{said}\n{human}");
}

#[test]
fn every_command_that_takes_a_plan_takes_a_workbook() {
    let folder = folder("commands");
    fs::write(folder.join("plan.toml"), PLAN).expect("a plan");
    fs::write(folder.join("book.xlsx"), exported(&check(PLAN))).expect("a workbook");
    fs::write(folder.join("z.toml"), include_str!("../../plans/minimal.toml")).expect("another plan");
    let same = |command: &[&str]| {
        let of = |file: &str| {
            let args: Vec<&str> = command.iter().map(|arg| if *arg == "PLAN" { file } else { arg }).collect();
            let output = bcf(&folder, &args);
            (output.status.code(), stdout(&output).replace(file, "PLAN"), stderr(&output))
        };
        let (text, book) = (of("plan.toml"), of("book.xlsx"));
        assert_eq!((text.0, &text.2), (book.0, &book.2), "{command:?}");
        (text.1, book.1)
    };
    for command in
        [&["show", "PLAN"][..], &["compare", "PLAN", "z.toml"], &["init", "--from", "PLAN", "--round", "bcf-2019-20"]]
    {
        let (text, book) = same(command);
        assert!(!text.is_empty());
        assert_eq!(text, book, "{command:?}");
    }
    same(&["checklist", "PLAN"]);
    assert!(stdout(&bcf(&folder, &["diff", "plan.toml", "book.xlsx"])).contains("no difference in meaning"));
    assert!(stdout(&bcf(&folder, &["diff", "book.xlsx", "plan.toml"])).contains("no difference in meaning"));
    assert!(bcf(&folder, &["report", "book.xlsx", "-o", "page.html"]).status.success());
    assert!(stdout(&bcf(&folder, &["verify", "page.html", "book.xlsx"])).starts_with("MATCHES"));
    assert!(stdout(&bcf(&folder, &["verify", "page.html", "plan.toml"])).contains("SAME FIGURES"));
    let (short, long) = (bcf(&folder, &["book.xlsx"]), bcf(&folder, &["check", "book.xlsx"]));
    assert_eq!((short.status.code(), stdout(&short)), (long.status.code(), stdout(&long)));
}

#[test]
fn in_a_folder_a_workbook_counts_that_says_it_is_a_plan_and_none_counts_twice() {
    let folder = folder("folders");
    let mut other = Workbook::new();
    other.add_worksheet().write(0, 0, "rota").expect("a cell");
    fs::write(folder.join("rota.xlsx"), other.save_to_buffer().expect("a workbook")).expect("a file");
    fs::write(folder.join("~$book.xlsx"), "what Excel keeps beside an open file").expect("a file");
    fs::write(folder.join("book.xlsx"), exported(&check(PLAN))).expect("a workbook");
    let checked = |args: &[&str]| {
        let output = bcf(&folder, &[&["check", "--format", "json"], args].concat());
        let json: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        let plans = json["plans"].as_array().expect("plans");
        let names: Vec<String> =
            plans.iter().map(|plan| plan["path"].as_str().unwrap_or_default().to_owned()).collect();
        (names, stderr(&output))
    };
    assert_eq!(checked(&[]), (vec!["book.xlsx".to_owned()], String::new()));
    assert_eq!(checked(&["*.xlsx"]).0, ["book.xlsx"]);
    let told = bcf(&folder, &["check", "-v"]);
    assert!(stderr(&told).contains("1 workbook is no plan"), "{}", stderr(&told));
    fs::write(folder.join("book.toml"), PLAN).expect("a plan");
    let (names, notes) = checked(&[]);
    assert_eq!(names, ["book.toml"]);
    assert!(notes.contains("book.xlsx was not checked: book.toml beside it"), "{notes}");
    let rota = bcf(&folder, &["check", "rota.xlsx"]);
    assert_eq!((rota.status.code(), rota.stdout.len()), (Some(2), 0), "what is named is read, whatever it is");
}

/// Runs the program as the desktop does on which `plan` was dropped; what it says on stderr.
fn dropped(plan: &Path) -> String {
    let (_, stdout, stderr) = World { stdin: b"\n", is_dropped: true, ..World::default() }.run([plan]);
    assert!(stdout.contains(&format!("{} (bcf-2017-19)", plan.display())));
    stderr
}

#[test]
fn a_dropped_plan_gets_a_page_beside_it_and_nothing_else_is_written_over() {
    let folder = folder("dropped");
    let (book, page) = (folder.join("book.xlsx"), folder.join("book-report.html"));
    fs::write(&book, exported(&check(PLAN))).expect("a workbook");
    for _ in 0..2 {
        let said = dropped(&book);
        assert!(said.contains("its page is") && said.contains("press Enter"), "{said}");
    }
    assert!(
        stdout(&bcf(&folder, &["verify", "book-report.html", "book.xlsx", "--today", "2018-06-01"]))
            .starts_with("MATCHES")
    );
    let other = fs::read_to_string(&page).expect("a page").replace("book.xlsx", "another.xlsx");
    for theirs in [other.as_str(), "<html>a page of somebody's</html>"] {
        fs::write(&page, theirs).expect("a page");
        let said = dropped(&book);
        assert!(said.contains("no page was written"), "{said}");
        assert_eq!(fs::read_to_string(&page).expect("a page"), theirs);
    }
    let missing = bcf(&folder, &["missing.xlsx"]);
    assert_eq!(missing.status.code(), Some(2));
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 2);
}

#[test]
fn a_workbook_that_an_earlier_version_wrote_is_read_as_its_plan() {
    let book = checked_in(include_bytes!("cells/of-an-earlier-version.xlsx"));
    let text = check(include_str!("../../plans/example-borough.toml"));
    assert_eq!((book.findings.len(), book.verdict()), (text.findings.len(), text.verdict()));
    let made = |checked: &Checked| checked.tests.iter().filter(|test| !test.is_not_evaluated()).count();
    assert!(made(&book) > 200 && made(&book) == made(&text));
}
