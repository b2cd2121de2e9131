//! A national planning template is read by what stands in it, wherever that is; what it does not ask is no pass.

#![cfg(feature = "workbook")]

mod book;

use std::collections::BTreeSet;
use std::process::Command;

use bcf::check::{self, Checked, Surroundings, Word, not_in_template};
use bcf::plan::Plan;
use bcf::workbook::{Companion, read, read_with};
use rayon::prelude::*;

use crate::common::meaning::{differences, values};
use crate::common::{leaves, one_in, settings};
use book::{Book, Sheet, one_year, two_years};

/// Returns the text that is made of a template.
fn text(book: &Book) -> String {
    read(&book.bytes()).unwrap_or_else(|faults| panic!("{faults:#?}")).text
}

/// Returns the plan of a template, checked.
fn checked(book: &Book, companion: Option<&str>) -> Checked {
    let companion = companion.map(|text| Companion { name: "T.toml", text });
    let book = read_with(&book.bytes(), companion).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let plan = Plan::read(book.text).made_from(&book.cells);
    check::check("T.xlsx".to_owned(), plan, &Surroundings::default(), &settings())
}

/// Returns the values of a template, but those that name a sheet.
fn said(book: &Book) -> BTreeSet<String> {
    let of_a_sheet = |value: &String| value.starts_with("allocations.source") || value.contains("of the template");
    values(&text(book)).into_iter().filter(|value| !of_a_sheet(value)).map(|value| value.to_lowercase()).collect()
}

/// Returns what a workbook that cannot be read is told to be.
fn fault(book: &Book) -> String {
    let faults = read(&book.bytes()).expect_err("it is refused");
    assert!(faults.iter().all(|fault| !fault.help.is_empty()), "{faults:?}");
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Returns the raw value at a path.
fn at(text: &str, path: &str) -> String {
    let plan = Plan::read(text.to_owned());
    let node = plan.resolve(path).unwrap_or_else(|| panic!("{path} is in\n{text}"));
    plan.tree.raw(node).to_owned()
}

#[test]
fn a_filled_template_says_what_a_plan_says() {
    let text = text(&two_years());
    assert_eq!(Plan::read(text.clone()).complaints, [], "{text}");
    for (path, value) in [
        ("plan.round", "\"bcf-2023-25\""),
        ("area.name", "\"Brackenshire\""),
        ("area.tiers", "\"two\""),
        ("sources.nhs-minimum-nhs-fenmark-icb.amount.2023-24", "2_000_000.25"),
        ("sources.discharge-nhs-nhs-fenmark-icb.amount.2024-25", "0"),
        ("sources.council-additional.comment", "\"From the council's own budget\""),
        ("allocations.nhs-minimum.2023-24", "20_000_000.25"),
        ("allocations.by_partner.eastbrook.dfg.2024-25", "1_800_000"),
        ("allocations.social-care.2024-25", "8_450_000"),
        ("totals.out-of-hospital.2023-24", "9_900_000.25"),
        ("totals.pool.2024-25", "36_600_000"),
        ("schemes.3.spend.nhs-minimum.nhs_share", "60"),
        ("schemes.3.spend.nhs-minimum#2.area_of_spend", "\"acute\""),
        ("schemes.6.comment", "\"Step-down\""),
        ("schemes.3.new", "true"),
        ("metrics.residential-admissions.baseline_numerator.2022-23", "453.25"),
        ("metrics.discharge-to-usual-residence.target.2023-24-Q2", "92.5"),
        ("metrics.avoidable-admissions.how", "\"Rapid response\""),
        ("dfg.districts.westbrook.amount.2023-24", "1_200_000"),
        ("evidence.right-care.where", "\"Narrative, page 9\""),
    ] {
        assert_eq!(at(&text, path), value, "{path}");
    }
    let one = self::text(&one_year());
    for (path, value) in [
        ("area.tiers", "\"single\""),
        ("schemes.2.name", "\"Two-hour response\""),
        ("schemes.2.objective", "\"4. Preventing unnecessary hospital admissions\""),
        ("schemes.1.spend.nhs-minimum.amount.2025-26", "7_500_000"),
        ("metrics.emergency-admissions.target.2025-09", "1_800"),
        ("metrics.discharge-delay.same_day_share.2026-03", "86"),
        ("metrics.residential-admissions.target.2025-26-Q3", "120"),
        ("sign_offs.board.name", "\"Cllr C. Chair\""),
        ("evidence.capacity-and-demand.where", "\"C&D National Template\""),
    ] {
        assert_eq!(at(&one, path), value, "{path}");
    }
}

/// Everything a template is read by stands in it: where it stands, how a sheet is called and in what case a label is
/// written makes no difference.
#[test]
fn a_template_that_was_moved_renamed_reordered_or_written_otherwise_reads_the_same() {
    for (book, table) in [(two_years(), "6a. Expenditure"), (one_year(), "5. Expenditure")] {
        let before = said(&book);
        let mut renamed = book.clone();
        for (n, sheet) in renamed.0.iter_mut().enumerate() {
            sheet.name = format!("Sheet {n}");
        }
        let mut reordered = book.clone();
        reordered.0.reverse();
        let dashes = |text: &str| text.replace(" - ", " – ").replace('\'', "\u{2019}").replace(' ', "\u{a0}");
        let copies = [
            ("shifted", book.clone().shifted(7, 4)),
            ("renamed", renamed),
            ("reordered", reordered),
            ("in capitals", book.clone().rewritten(str::to_uppercase)),
            ("turned", book.clone().turned(table)),
        ];
        for (how, copy) in copies {
            let changed = differences(&before, &said(&copy));
            assert!(changed.is_empty(), "{how}: {changed:#?}");
        }
        let plain = |values: BTreeSet<String>| -> BTreeSet<String> {
            values.iter().map(|value| dashes(value).replace('–', "-").replace("- ", "-")).collect()
        };
        let changed = differences(&plain(before), &plain(said(&book.rewritten(dashes))));
        assert!(changed.is_empty(), "{changed:#?}");
    }
}

#[test]
fn every_amount_knows_its_cell() {
    let book = two_years().shifted(5, 2);
    let (row, _) = book.0[4].find("Community nursing");
    let whole = read(&book.bytes()).expect("a plan");
    let plan = Plan::read(whole.text.clone());
    let name = |path: &str| {
        let node = plan.resolve(path).unwrap_or_else(|| panic!("{path}"));
        whole.cells.name(whole.cells.at(plan.span_of(node)).expect("a cell")).to_string()
    };
    // From column B, two to the right: the eighteenth and nineteenth columns of the table.
    assert_eq!(name("schemes.2.spend.nhs-minimum.amount.2023-24"), format!("'6a. Expenditure'!U{}", row + 1));
    assert_eq!(name("schemes.2.spend.nhs-minimum.amount.2024-25"), format!("'6a. Expenditure'!V{}", row + 1));
    let (row, _) = book.0[3].find("NHS Fenmark ICB");
    assert_eq!(name("sources.discharge-nhs-nhs-fenmark-icb.amount.2024-25"), format!("'5. Income'!G{}", row + 1));
    let sheet = &whole.cells.sheets[4];
    assert_eq!(sheet.header_of(row), sheet.headers.iter().copied().rfind(|header| *header < row));
    assert!(sheet.headers.contains(&book.0[4].find("Scheme ID").0), "{:?}", sheet.headers);
}

#[test]
fn a_cell_that_cannot_be_read_is_a_finding_there_and_the_others_count() {
    let mut book = two_years();
    let (row, _) = book.sheet("6a. Expenditure").find("Care homes");
    for (put, wanted) in [("#REF!", "#REF!"), ("tbc", "`tbc`"), ("60%", "percentage")] {
        let checked = checked(&book.clone().with("6a. Expenditure", (row, 18), put), None);
        let site = "schemes.5.spend.ibcf.amount.2023-24";
        let finding = checked.findings.iter().find(|finding| finding.at.path == site).expect("a finding");
        assert!(finding.message.contains(wanted), "{}", finding.message);
        let cells = checked.plan.cells.as_ref().expect("cells");
        let cell = cells.name(cells.of(&finding.at.path, finding.at.span).expect("a cell"));
        assert_eq!(cell.to_string(), format!("'6a. Expenditure'!S{}", row + 1));
        let others = checked.findings.iter().filter(|finding| finding.at.path != site);
        assert_eq!(others.map(|finding| &finding.message).collect::<Vec<_>>(), [""; 0]);
    }
}

#[test]
fn an_amount_typed_as_text_counts_and_is_told_and_a_fraction_of_a_penny_is_rounded() {
    let mut book = two_years();
    let (row, _) = book.sheet("6a. Expenditure").find("Care homes");
    let edited = book.clone().with("6a. Expenditure", (row, 18), "£8,000,000").with(
        "6a. Expenditure",
        (row, 19),
        "8000000.00123",
    );
    let whole = read(&edited.bytes()).expect("a plan");
    assert_eq!(at(&whole.text, "schemes.5.spend.ibcf.amount.2023-24"), "8_000_000");
    assert_eq!(at(&whole.text, "schemes.5.spend.ibcf.amount.2024-25"), "8_000_000");
    let told =
        |words: &str| whole.notes.iter().any(|note| note.starts_with("6a. Expenditure: ") && note.contains(words));
    assert!(
        told(&format!("sums leave out: S{}", row + 1)) && told(&format!("rounded to the penny: T{}", row + 1)),
        "{:#?}",
        whole.notes
    );
}

/// A cell that says two things of a plan, what a body pays and what was published of it, is told once.
#[test]
fn the_manner_in_which_a_cell_was_read_is_told_once() {
    let mut book = two_years();
    let (row, _) = book.sheet("5. Income").find("NHS Fenmark ICB");
    let notes = read(&book.with("5. Income", (row, 3), "£200,000").bytes()).expect("a plan").notes;
    assert!(
        notes.iter().any(|note| note.contains("1 figure is text") && note.ends_with(&format!(": D{}", row + 1))),
        "{notes:#?}"
    );
}

/// The template's own sums are held against its lines.
#[test]
fn what_the_template_sums_is_held_against_its_lines() {
    let mut book = two_years();
    let (row, _) =
        book.sheet("6a. Expenditure").find("Adult Social Care services spend from the minimum ICB allocations");
    let (total, _) = book.sheet("6a. Expenditure").find("Total");
    let (pool, _) = book.sheet("5. Income").find("Total BCF Pooled Budget");
    for (sheet, at, cell) in [
        ("6a. Expenditure", (row, 3), format!("'6a. Expenditure'!D{}", row + 1)),
        ("6a. Expenditure", (total, 18), format!("'6a. Expenditure'!S{}", total + 1)),
        ("5. Income", (pool, 4), format!("'5. Income'!E{}", pool + 1)),
    ] {
        let checked = checked(&book.clone().with(sheet, at, "9123456"), None);
        let cells = checked.plan.cells.as_ref().expect("cells");
        let told: Vec<String> = checked
            .findings
            .iter()
            .filter_map(|finding| Some(cells.name(cells.of(&finding.at.path, finding.at.span)?).to_string()))
            .collect();
        assert!(told.contains(&cell), "{cell}: {told:?}");
    }
    let sound = checked(&book, None);
    assert_eq!(sound.findings, [], "a sound template has no finding");
}

#[test]
fn what_it_does_not_ask_is_not_evaluated_and_no_pass() {
    for book in [two_years(), one_year()] {
        let checked = checked(&book, None);
        let names = not_in_template(&checked);
        assert!(names.contains(&"section 75") && names.contains(&"engagement"), "{names:?}");
        assert_eq!(checked.verdict().word, Word::Incomplete, "{:#?}", checked.findings);
        assert!(checked.lacking().next().is_some());
    }
    // Once it is sent in, what was not tested fails it.
    let sent = checked(
        &two_years(),
        Some("[companion]\nof = \"T.xlsx\"\n[plan]\nstatus = \"submitted\"\nsubmitted = 2023-06-27\n"),
    );
    assert!(sent.verdict().word == Word::Incomplete && sent.fails());
}

const COMPANION: &str = r#"
[companion]
of = "T.xlsx"

[plan]
status = "submitted"
submitted = 2023-06-27

[section_75]
signed = 2023-09-30
partners = ["council", "nhs-brackenshire-icb", "nhs-fenmark-icb"]

[[sign_offs]]
partner = "board"
on = 2023-06-20

[[sign_offs]]
partner = "council"
role = "chief-executive"
on = 2023-06-20

[[sign_offs]]
partner = "nhs-brackenshire-icb"
role = "chief-executive"
on = 2023-06-20

[[sign_offs]]
partner = "nhs-fenmark-icb"
role = "chief-executive"
on = 2023-06-20

[[engagement]]
partner = "eastbrook"
on = 2023-05-02

[[engagement]]
partner = "westbrook"
on = 2023-05-02

[[evidence]]
for = "housing"
where = "Narrative, page 12"

[dfg]
use = "adaptations in both districts"

[[schemes]]
id = "5"
spend = [{ source = "ibcf", purposes = ["social-care-needs"] }]
"#;

#[test]
fn with_a_companion_that_says_the_rest_a_sound_template_passes() {
    let whole = checked(&two_years(), Some(COMPANION));
    assert_eq!(whole.findings, [], "no finding");
    assert_eq!((whole.verdict().word, not_in_template(&whole)), (Word::Pass, Vec::new()));
}

#[test]
fn what_is_no_planning_template_that_is_known_is_named_and_refused() {
    let mut book = two_years();
    let retitled = |title: &str| two_years().rewritten(|text| text.replace("BCF Planning Template 2023-25", title));
    for (title, wanted) in [
        ("Better Care Fund 2024-25 Q2 Reporting Template", "a quarterly return"),
        ("BCF Quarterly Reporting Template", "a quarterly return"),
        ("Better Care Fund 2022-23 End of Year Template", "a year-end return"),
        ("Better Care Fund 2024-25 Update Template", "an update of a plan"),
        ("Adult Social Care Discharge Fund 2022-23 BCF Planning Template", "a template of the discharge fund"),
        ("Better Care Fund Planning Template 2014-16, part 2", "a planning template of 2014"),
        ("Better Care Fund 2026-27 Planning Template", "a template of the fund that is not known"),
    ] {
        let told = fault(&retitled(title));
        assert!(told.contains(wanted), "{title}: {told}");
    }
    // The same in other words is the same.
    assert_eq!(said(&retitled("better care fund planning template 2023/25")), said(&two_years()));
    // A title on a sheet that is not shown decides nothing.
    book.0.iter_mut().for_each(|sheet| sheet.hidden = sheet.name != "Lists");
    assert!(fault(&book).contains("an update of a plan"));
}

/// The years are those of its title and headings, wherever it is of.
#[test]
fn a_template_of_2016_17_is_read_by_what_it_shares_with_the_later_ones() {
    let older = one_year().rewritten(|text| text.replace("2025-26", "2016-17"));
    let text = text(&older);
    for (path, value) in [
        ("plan.round", "\"bcf-2016-17\""),
        ("sources.nhs-minimum.amount.2016-17", "15_000_000"),
        ("schemes.1.spend.nhs-minimum.amount.2016-17", "7_500_000"),
        ("totals.pool.2016-17", "23_000_000"),
    ] {
        assert_eq!(at(&text, path), value, "{path}");
    }
}

/// What the template works out is not what somebody typed over it.
#[test]
fn a_sum_typed_in_the_place_of_a_formula_is_told() {
    let mut book = two_years();
    let (row, _) =
        book.sheet("6a. Expenditure").find("Adult Social Care services spend from the minimum ICB allocations");
    let notes = |book: &Book| read(&book.bytes()).expect("a plan").notes;
    let told = |notes: &[String]| notes.iter().any(|note| note.contains("typed where the template works it out"));
    assert!(!told(&notes(&book)), "a copy of nothing but values has no formulas");
    let book = book.with("6a. Expenditure", (row - 1, 3), "=9900000.25");
    let notes = notes(&book);
    let at = notes.iter().find(|note| note.contains("typed where")).unwrap_or_else(|| panic!("{notes:#?}"));
    assert!(at.contains(&format!("D{}", row + 1)) && !at.contains(&format!("D{row},")), "{at}");
}

#[test]
fn a_template_that_is_not_filled_in_or_lacks_a_sheet_is_told_as_what_it_is() {
    let mut blank = two_years();
    let sheet = blank.sheet("6a. Expenditure");
    let (header, _) = sheet.find("Scheme ID");
    sheet.cells.retain(|(row, column), _| *row <= header || *column == 1);
    assert!(fault(&blank).contains("is not filled in: `6a. Expenditure` has no line"), "{}", fault(&blank));

    let mut hidden = two_years();
    hidden.sheet("5. Income").hidden = true;
    assert!(fault(&hidden).contains("no sheet that is shown holds its income"), "{}", fault(&hidden));

    let mut twice = two_years();
    let copy = Sheet { name: "6a. Expenditure (2)".to_owned(), ..twice.sheet("6a. Expenditure").clone() };
    twice.0.push(copy);
    let told = fault(&twice);
    assert!(told.contains("`6a. Expenditure` and `6a. Expenditure (2)`"), "{told}");

    let mut headless = two_years();
    let sheet = headless.sheet("6a. Expenditure");
    let at = sheet.find("Source of Funding");
    sheet.cells.insert(at, "Money".to_owned());
    let told = fault(&headless);
    assert!(told.contains("has no column `source of funding`"), "{told}");
}

#[test]
fn money_that_belongs_nowhere_is_told_at_its_cell() {
    let mut book = two_years();
    let (row, _) = book.sheet("5. Income").find("Funding Contributions Comments");
    let checked =
        checked(&book.with("5. Income", (row + 1, 1), "Left over").with("5. Income", (row + 1, 3), "50000"), None);
    assert!(checked.findings.iter().any(|finding| finding.message.contains("in no block of contributions")));
    assert_eq!(checked.verdict().word, Word::Fail);
}

#[test]
fn on_the_command_line_a_companion_is_found_by_its_name_or_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("T.xlsx"), two_years().bytes()).expect("a file");
    std::fs::write(path("T.toml"), COMPANION).expect("a file");
    let short = "[companion]\nof = \"T.xlsx\"\n[dfg]\nuse = \"adaptations\"\n";
    std::fs::write(path("other.toml"), short).expect("a file");
    let bcf = |args: &[&str]| {
        let out =
            Command::new(env!("CARGO_BIN_EXE_bcf")).args(args).current_dir(folder.path()).output().expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (out.status.code(), text(&out.stdout), text(&out.stderr))
    };
    let (code, out, _) = bcf(&["check", "T.xlsx"]);
    assert!(code == Some(0) && out.contains("PASS T.xlsx"), "{out}");
    // In a folder the companion is no plan, and hides none.
    let (code, out, err) = bcf(&["check", "."]);
    assert!(code == Some(0) && out.contains("PASS T.xlsx") && !out.contains("toml"), "{out}{err}");
    let (code, out, _) = bcf(&["check", "T.xlsx", "--with", "other.toml"]);
    assert!(code == Some(0) && out.contains("INCOMPLETE T.xlsx") && out.contains("not in the template: "), "{out}");
    let (code, _, err) = bcf(&["check", "T.toml"]);
    assert!(code == Some(2) && err.contains("accompanies T.xlsx"), "{err}");
    std::fs::write(path("U.xlsx"), two_years().bytes()).expect("a file");
    let (code, _, err) = bcf(&["show", "U.xlsx", "--with", "other.toml"]);
    assert!(code == Some(2) && err.contains("accompanies T.xlsx and not U.xlsx"), "{err}");
    let (code, out, err) = bcf(&["import", "T.xlsx"]);
    assert!(code == Some(0) && out.contains("signed = 2023-09-30"), "{err}");
}

/// What a workbook was is read with the companion it had then, and last year's with the one beside it.
#[test]
fn the_companion_of_an_earlier_plan_is_the_one_it_had() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("a file");
    let run = |mut command: Command, args: &[&str]| {
        let out = command.args(args).current_dir(folder.path()).output().expect("it runs");
        (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr))
    };
    let git = |args: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=A. Person", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]);
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").env_remove("GIT_DIR");
        let (code, told) = run(git, args);
        assert_eq!(code, Some(0), "{told}");
    };
    let bcf = |args: &[&str]| run(Command::new(env!("CARGO_BIN_EXE_bcf")), args);
    write("T.xlsx", &two_years().bytes());
    let before = COMPANION.replace("signed = 2023-09-30", "signed = 2023-10-31");
    write("T.toml", before.as_bytes());
    write("other.toml", before.replace("2023-10-31", "2023-11-30").as_bytes());
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "a plan"]);
    write("T.toml", COMPANION.as_bytes());
    write("other.toml", COMPANION.as_bytes());
    // Between the two there is that day, and nothing else of what the companions say.
    for (args, then) in [
        (&["diff", "HEAD", "T.xlsx"] as &[&str], "2023-10-31"),
        (&["diff", "HEAD:T.xlsx", "T.xlsx"], "2023-10-31"),
        (&["diff", "HEAD", "T.xlsx", "--with", "other.toml"], "2023-11-30"),
    ] {
        let (code, out) = bcf(args);
        let told = out.contains(then) && out.contains("2023-09-30") && !out.contains("Narrative, page 12");
        assert!(code != Some(2) && told, "{args:?}: {code:?} {out}");
    }
    // What only the companion says was found then already.
    let late = COMPANION.replace("on = 2023-06-20", "on = 2031-06-20");
    for commit in [false, true] {
        write("T.toml", late.as_bytes());
        if commit {
            git(&["commit", "-q", "-a", "-m", "late"]);
        }
        let (code, out) = bcf(&["check", "T.xlsx", "--since", "HEAD", "--format", "concise"]);
        assert_eq!(code, Some(i32::from(!commit)), "{out}");
    }
    let plan = "[plan]\nformat = 1\nround = \"bcf-2026-27\"\nprevious = \"T.xlsx\"\n[area]\nname = \"Brackenshire\"\n";
    write("plan.toml", plan.as_bytes());
    let unread = |out: &str| out.contains("last year's plan cannot be read");
    let (_, out) = bcf(&["check", "plan.toml", "--format", "json"]);
    assert!(!unread(&out), "{out}");
    write("T.toml", b"[companion]\nof = \"T.xlsx\"\n[[dfg\n");
    let (_, out) = bcf(&["check", "plan.toml", "--format", "json"]);
    assert!(unread(&out), "{out}");
}

/// A figure of any size is read or told at its cell, also where its whole row or column is of that size, which no sum of
/// them can hold.
#[test]
fn a_figure_of_any_size_is_read_or_told_where_it_stands() {
    for book in [two_years(), one_year()] {
        let before = places(&checked(&book, None));
        let cells: Vec<Cell> = book.0.iter().flat_map(numeric).collect();
        let rows = cells.iter().map(|cell| (cell.sheet.as_str(), Some(cell.at.0), None));
        let columns = cells.iter().map(|cell| (cell.sheet.as_str(), None, Some(cell.at.1)));
        let parts: BTreeSet<(&str, Option<u32>, Option<u16>)> = rows.chain(columns).collect();
        assert!(parts.len() > 20, "{}", parts.len());
        one_in(8, &parts).into_par_iter().for_each(|(sheet, row, column)| {
            let is_in = |cell: &&Cell| {
                cell.sheet == *sheet
                    && row.is_none_or(|row| row == cell.at.0)
                    && column.is_none_or(|column| column == cell.at.1)
            };
            for figure in ["79e27", "-79e27", "1e-28"] {
                let mut edited = book.clone();
                for cell in cells.iter().filter(is_in) {
                    let figure = if cell.is_share {
                        format!("{}%", figure.parse::<f64>().expect("a figure") * 100.0)
                    } else {
                        figure.to_owned()
                    };
                    edited = edited.with(sheet, cell.at, &figure);
                }
                let after = places(&checked(&edited, None));
                // Shares that are nothing are none: the template fills them in where nobody shares.
                let told = cells.iter().filter(is_in).filter(|cell| !cell.is_share || figure != "1e-28");
                for cell in told.map(|cell| (cell.sheet.clone(), cell.at)) {
                    assert!(after.contains(&cell) || !before.contains(&cell), "{figure} at {cell:?} is not told");
                }
            }
        });
    }
}

/// A cell that holds a number.
struct Cell {
    sheet: String,
    at: (u32, u16),
    is_share: bool,
}

/// Returns the cells of a sheet that hold a number.
fn numeric(sheet: &Sheet) -> Vec<Cell> {
    let number = |(at, text): (&(u32, u16), &String)| {
        let is_share = text.strip_suffix('%').is_some_and(|share| share.parse::<f64>().is_ok());
        (is_share || text.parse::<f64>().is_ok()).then(|| Cell { sheet: sheet.name.clone(), at: *at, is_share })
    };
    sheet.cells.iter().filter_map(number).collect()
}

/// Returns the cells that a plan's values came from: of what cannot be read, there is a value that says so.
fn places(checked: &Checked) -> BTreeSet<(String, (u32, u16))> {
    let cells = checked.plan.cells.as_ref().expect("cells");
    let place = |node| {
        let at = cells.at(checked.plan.span_of(node))?;
        let column = u16::try_from(at.column).expect("a column");
        Some((cells.sheets[at.sheet as usize].name.clone(), (at.row, column)))
    };
    leaves(&checked.plan).into_iter().filter_map(place).collect()
}
