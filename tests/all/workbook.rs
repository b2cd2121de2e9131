//! A plan goes through a workbook and comes back the same; what a workbook says inexactly is reported with its cell.

#![cfg(feature = "workbook")]

use std::fmt::Write;
use std::io::Cursor;

use crate::common;
use crate::common::books::{Sent, exported, sent};
use crate::common::meaning::{differences, lost, values, verdict};
use crate::common::{bcf, check};
use bcf::check::{self as checking, Surroundings};
use bcf::plan::Plan;
use bcf::workbook::{import, read};
use calamine::{Data, Reader, Xlsx};
use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};

/// Returns the text of a plan after the way through a workbook.
fn there_and_back(text: &str) -> String {
    let bytes = exported(&check(text)).expect("a plan that reads is exported");
    import(&bytes).unwrap_or_else(|faults| panic!("{faults:#?}\n{text}"))
}

/// The rules that say of a figure that nothing is concluded from it.
const DOUBTING: [&str; 3] = ["duplicate-id", "duplicate-entry", "implausible-amount"];

#[test]
fn a_plan_comes_back_with_every_finding_and_every_test_it_had() {
    sent().par_iter().for_each(|Sent { name, before, book, .. }| {
        let changed = differences(&verdict(before), &verdict(&check(&book.text)));
        assert!(changed.is_empty(), "{name}: {changed:#?}");
    });
}

#[test]
fn what_a_check_doubts_in_a_workbook_is_in_its_plan_afterwards() {
    let mut doubted = 0;
    let is_doubted = |name: &str| DOUBTING.iter().any(|rule| name.starts_with(rule));
    for example in common::examples().into_iter().filter(|example| is_doubted(&example.name)) {
        let book = read(&exported(&check(&example.text)).expect("a workbook")).expect("a plan");
        let plan = Plan::read_made(book.text.clone(), &book.cells);
        let (amounts, complaints) = (plan.notes.amounts().count(), plan.complaints.len());
        let checked = checking::check("plan.xlsx".to_owned(), plan, &Surroundings::default(), &common::settings());
        assert!(checked.plan.doubts.is_empty(), "{}", example.name);
        assert_eq!((checked.plan.notes.amounts().count(), checked.plan.complaints.len()), (amounts, complaints));
        doubted += usize::from(checked.findings.iter().any(|finding| DOUBTING.contains(&finding.rule)));
    }
    assert!(doubted > 2, "{doubted}");
}

#[test]
fn every_value_of_every_key_comes_back_as_it_was_written() {
    let round = bcf::policy::round(bcf::check::EXAMPLE_ROUND).expect("a round");
    let files = common::plans().into_iter().map(|plan| plan.text).chain([common::every_key(round)]);
    for text in files {
        let back = there_and_back(&text);
        let (before, after) = (values(&text), values(&back));
        let lost = lost(&before, &after);
        assert!(lost.is_empty(), "{lost:#?}\n{back}");
        assert_eq!(before.len(), after.len());
    }
}

#[test]
fn what_a_cell_cannot_hold_comes_back_all_the_same() {
    let text = r#"
[plan]
format = 1
round = "bcf-2017-19"
title = ""
narrative = "toml:\"x\""

[area]
name = "=HYPERLINK(\"http://example.org\")"
region = " a space before, _x0041_, a bell \u0007 and \u202Eback"
population.everyone = { 2017-18 = 79228162514264337593543950335 }
population.adults = {}

[[partners]]
id = "-1+2"
name = "@SUM(A1)\nsecond line\twith a tab"
kind = "council"

[[partners]]
id = "-1+2"
name = "'quoted'"
kind = "council"

[section_256]
payments = [{}, { amount = 1.50 }]

[[sources]]
id = "a;b"
kind = "nhs-minimum"
partners = []
amount = { 2017-18 = 0.10, 2020-21 = 999_999_999_999.99 }
of_which."a b.c" = { 2017-18 = 1.00 }

[[schemes]]
id = "one"
name = "no spend"
spend = []
conditions = ["a;b", " c", "d"]

[[schemes]]
id = "one"
name = "the second of an id"
spend = [{ amount = {} }, { amount = { 2017-18 = "about £8.60m" } }]

[social_care]

[transfers_of_care]
changes = []

[[metrics]]
kind = "local"
baseline = {}
parts."a \"b\"" = { 2017-04 = -0.50 }
feb_2017_daily_rate = 9.40

[[risk_pools]]
id = "pool"
shares = [{}]

[totals.by_priority]
"BCF 1. \"x\"" = { 2017-18 = "£1m" }

[dfg]
passed_on = 1899-12-31
districts = []
"#;
    let plan = Plan::read(text.to_owned());
    assert!(plan.complaints.is_empty(), "{:#?}", plan.complaints);
    let back = there_and_back(text);
    let changed = differences(&values(text), &values(&back));
    assert!(changed.is_empty(), "{changed:#?}\n{back}");
    let changed = differences(&verdict(&check(text)), &verdict(&check(&back)));
    assert!(changed.is_empty(), "{changed:#?}\n{back}");
    let empty = |plan: &Plan, path: &str| plan.resolve(path).map(|node| plan.tree.children(node).count());
    let again = Plan::read(back);
    for path in
        ["social_care", "transfers_of_care.changes", "dfg.districts", "schemes.one.spend", "metrics.local.baseline"]
    {
        assert_eq!(empty(&again, path), Some(0), "{path}");
    }
    assert_eq!(empty(&again, "section_256.payments"), Some(2));
}

#[test]
fn nothing_a_plan_says_becomes_a_formula() {
    let text = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"=1+1\"\n[[partners]]\nid = \"+1\"\nname = \"@x\"\nkind = \"council\"\n[[risks]]\ndescription = \"-1\"\n";
    let bytes = exported(&check(text)).expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).expect("a sheet");
        let own = ["read me", "at a glance", "checks"].contains(&name.as_str());
        let formulas: Vec<&String> = formulas.used_cells().map(|(_, _, formula)| formula).collect();
        let made = formulas.iter().filter(|formula| !formula.is_empty() && !own).count();
        assert_eq!(made, 0, "{name}: {formulas:?}");
        let said = |formula: &&&String| ["1+1", "@x", "+1"].iter().any(|text| formula.contains(text));
        assert_eq!(formulas.iter().filter(said).count(), 0, "{name}");
    }
    let partners = book.worksheet_range("partners").expect("the sheet");
    assert_eq!(partners.get((1, 0)), Some(&Data::String("+1".into())));
}

#[test]
fn figures_are_numbers_and_days_are_dates() {
    let plans = common::plans();
    let text = &plans.iter().find(|plan| plan.name.ends_with("example-borough.toml")).expect("the plan").text;
    let bytes = exported(&check(text)).expect("a workbook");
    assert_eq!(bytes, exported(&check(text)).expect("a workbook"), "the same plan and day give the same bytes");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let sources = book.worksheet_range("sources").expect("the sheet");
    let column = sources.rows().next().and_then(|row| row.iter().position(|cell| *cell == "Amount 2017-18 *"));
    assert_eq!(sources.get((1, column.expect("a column"))), Some(&Data::Float(14_260.0)));
    let signed = book.worksheet_range("sign_offs").expect("the sheet");
    assert!(signed.rows().nth(1).is_some_and(|row| row.iter().any(|cell| matches!(cell, Data::DateTime(_)))));
}

/// Makes a workbook by hand:  the least a plan needs, and what a test adds.
fn made(add: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    let make = || -> Result<Vec<u8>, XlsxError> {
        let plan = [["key", "value"], ["format", "1"], ["round", "bcf-2017-19"], ["status", "draft"]];
        rows(book.add_worksheet().set_name("plan")?, &plan)?;
        rows(book.add_worksheet().set_name("area")?, &[["key", "value"], ["name", "Exampleton"]])?;
        add(&mut book)?;
        book.save_to_buffer()
    };
    make().expect("a workbook")
}

fn rows<const N: usize>(sheet: &mut Worksheet, rows: &[[&str; N]]) -> Result<(), XlsxError> {
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, column, *text)?;
        }
    }
    Ok(())
}

/// Makes a sheet of sources with one sound row, which a test spoils.
fn sources(spoil: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    made(|book| {
        let sheet = book.add_worksheet().set_name("sources")?;
        rows(
            sheet,
            &[["id *", "kind *", "partner", "certified_on", "amount 2017-18"], ["a", "dfg", "council", "", ""]],
        )?;
        sheet.write_number(1, 4, 12.5)?;
        spoil(sheet)
    })
}

/// A workbook of the exporter says so of itself, and one of an older version has three sheets that no other has; a sheet
/// that is gone from it may have held half the plan. A sheet of a person's own called `lists` says nothing.
#[test]
fn a_sheet_that_was_deleted_is_missed() {
    let with = |names: &'static [&'static str], mark: bool| {
        made(|book| {
            if mark {
                book.set_properties(&DocProperties::new().set_custom_property("bcf-workbook", "0.1.0"));
            }
            for name in names {
                rows(book.add_worksheet().set_name(*name)?, &[["id *", "kind *"]])?;
            }
            Ok(())
        })
    };
    for bytes in [with(&["sources"], true), with(&["sources", "read me", "checks", "lists"], false)] {
        let missing = faults(&bytes);
        assert!(missing.iter().any(|fault| fault.contains("schemes: the sheet is missing")), "{missing:#?}");
        assert!(!missing.iter().any(|fault| fault.contains("sources: the sheet")), "{missing:#?}");
    }
    assert!(import(&with(&["sources", "lists"], false)).is_ok());
}

fn faults(bytes: &[u8]) -> Vec<String> {
    match import(bytes) {
        Ok(text) => panic!("it was imported:\n{text}"),
        Err(faults) => {
            assert!(faults.iter().all(|fault| !fault.help.is_empty()), "each says what to do: {faults:#?}");
            faults.iter().map(ToString::to_string).collect()
        }
    }
}

#[test]
fn a_workbook_made_by_hand_is_read_as_people_mean_it() {
    let bytes = sources(|sheet| {
        // A blank row, a hidden row, a figure typed as text, a percent sign kept out of it.
        rows(sheet, &[["id *", "kind *"]])?;
        sheet.write_string(3, 0, "b")?.write_string(3, 1, " dfg ")?.write_string(3, 2, "council")?;
        sheet.write_string(3, 4, "1,200.50")?.set_row_hidden(3)?;
        sheet.write_formula(4, 4, Formula::new("=SUM(E2:E4)").set_result("1213"))?;
        sheet.write_string(4, 0, "6")?.write_string(4, 1, "dfg")?.write_string(4, 2, "council")?;
        Ok(())
    });
    let text = import(&bytes).expect("a plan");
    let plan = Plan::read(text.clone());
    assert!(plan.complaints.is_empty(), "{text}");
    let amounts: Vec<&str> = ["a", "b", "6"]
        .iter()
        .map(|id| plan.tree.raw(plan.resolve(&format!("sources.{id}.amount.2017-18")).expect("an amount")))
        .collect();
    assert_eq!(amounts, ["12.5", "1_200.50", "1_213"], "{text}");
}

#[test]
fn what_is_wrong_is_told_with_its_cell() {
    let date = || ExcelDateTime::from_ymd(2017, 9, 1);
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (sources(|s| s.write_string(1, 4, "lots").map(|_| ())), "sources!E2: `lots` is not an amount of money"),
        (sources(|s| s.write_string(1, 4, "8.6 million").map(|_| ())), "sources!E2: `8.6 million` is not an amount"),
        (
            sources(|s| s.write_number(1, 4, -5).map(|_| ())),
            "sources!E2: `-5` is not an amount of money: it is negative",
        ),
        (
            sources(|s| s.write_number_with_format(1, 4, 0.5, &Format::new().set_num_format("0%")).map(|_| ())),
            "sources!E2: the cell is formatted as a percentage",
        ),
        (sources(|s| s.write_formula(1, 4, Formula::new("=A1/0").set_result("#DIV/0!")).map(|_| ())), "sources!E2: "),
        (sources(|s| s.write_number(1, 3, 42_979).map(|_| ())), "sources!D2: a number stands where a date should be"),
        (sources(|s| s.write_string(1, 3, "09/13/2017").map(|_| ())), "sources!D2: `09/13/2017` is not a date"),
        (
            sources(|s| s.write_datetime_with_format(1, 4, date()?, &day).map(|_| ())),
            "sources!E2: a date stands where a number should be",
        ),
        (
            sources(|s| s.write_datetime_with_format(1, 0, date()?, &day).map(|_| ())),
            "sources!A2: a date stands where text belongs",
        ),
        (sources(|s| s.write_string(1, 1, "dgf").map(|_| ())), ""),
        (sources(|s| s.write_string(1, 0, " ").map(|_| ())), "sources!A2: `id` is not filled in"),
        (
            sources(|s| s.write_string(0, 4, "amonut 2017-18").map(|_| ())),
            "sources!E1: the sheet `sources` has no `amonut 2017-18`",
        ),
        (sources(|s| s.write_string(0, 4, "amount 2017-04").map(|_| ())), "sources!E1: `amount 2017-04` is no column"),
        (sources(|s| s.write_string(0, 3, "partner").map(|_| ())), "sources!D1: a second column is called `partner`"),
        (
            made(|book| rows(book.add_worksheet().set_name("sorces")?, &[["id"], ["a"]])),
            "sheet sorces: the plan format has no such sheet",
        ),
        (
            made(|book| rows(book.add_worksheet().set_name("spend")?, &[["scheme", "source"], ["none", "dfg"]])),
            "spend!A2: there is no scheme `none`",
        ),
        (
            made(|book| rows(book.add_worksheet().set_name("spend")?, &[["source"], ["dfg"]])),
            "spend!A1: there is no column `scheme`",
        ),
        (
            made(|book| rows(book.add_worksheet().set_name("dfg")?, &[["key", "value"], ["usse", "homes"]])),
            "dfg!B2: the sheet `dfg` has no `usse`",
        ),
        (
            made(|book| rows(book.add_worksheet().set_name("risks")?, &[["description"], ["a\u{202e}b"]])),
            "risks!A2: the text holds an invisible character, U+202E",
        ),
    ];
    for (bytes, wanted) in cases.iter().filter(|(_, wanted)| !wanted.is_empty()) {
        let found = faults(bytes);
        assert!(found.iter().any(|fault| fault.starts_with(wanted)), "{wanted}: {found:#?}");
    }
}

#[test]
fn every_mistake_is_told_at_once_in_the_order_of_the_workbook() {
    let found = faults(&made(|book| {
        rows(book.add_worksheet().set_name("risks")?, &[["description", "likelihood"], ["x", "high"], ["y", "low"]])?;
        rows(book.add_worksheet().set_name("dfg")?, &[["key", "value"], ["passed_on", "soon"]])
    }));
    let cells: Vec<&str> = found.iter().filter_map(|fault| fault.split(": ").next()).collect();
    assert_eq!(cells, ["risks!B2", "risks!B3", "dfg!B2"]);
}

#[test]
fn what_is_no_workbook_is_refused_by_name() {
    let locked: Vec<u8> = [0xD0, 0xCF, 0x11, 0xE0]
        .into_iter()
        .chain([0; 600])
        .chain("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]))
        .collect();
    for (bytes, wanted) in [
        (&b"[plan]\n"[..], "this is no Excel workbook"),
        (b"", "this is no Excel workbook"),
        (b"PK\x03\x04 and no more", "the workbook is damaged"),
        (&[0xD0, 0xCF, 0x11, 0xE0, 1, 2, 3], "this is a workbook of the old format"),
        (&locked, "the workbook is locked with a password"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "this is an OpenDocument file"),
    ] {
        let found = faults(bytes);
        assert!(found.len() == 1 && found[0].starts_with(wanted), "{wanted}: {found:?}");
    }
}

#[test]
fn ten_thousand_rows_or_a_share_of_them_go_there_and_back() {
    let mut text = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"A\"\n".to_owned();
    for n in 0..2_000 / common::share(5) {
        let _ = write!(text, "[[schemes]]\nid = \"s{n}\"\nname = \"Scheme {n}\"\n");
        for line in 0..5 {
            let _ = write!(text, "[[schemes.spend]]\nid = \"l{line}\"\namount = {{ 2017-18 = {n}.{line}0 }}\n");
        }
    }
    assert_eq!(values(&text), values(&there_and_back(&text)));
}

#[test]
fn on_the_command_line_nothing_is_written_over_by_accident() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (plan, book, back) = (&common::plans()[0].name, path("plan.xlsx"), path("plan.toml"));
    assert_eq!(bcf(&["export", plan, "-o", &book]).0, Some(0));
    assert_eq!(bcf(&["import", &book, "-o", &back]).0, Some(0));
    assert!(std::fs::read_to_string(&back).expect("a plan").starts_with("[plan]\nformat = 1\n"));
    for args in [&["export", plan, "-o", &book][..], &["import", &book, "-o", &back]] {
        let (status, _, stderr) = bcf(args);
        assert!(status == Some(2) && stderr.contains("is there already"), "{stderr}");
        assert_eq!(bcf(&[args, &["--force"]].concat()).0, Some(0));
    }
    assert!(bcf(&["import", &book]).1.starts_with("[plan]\n"));
    let (status, _, stderr) = bcf(&["import", &back, "-o", &path("x.toml")]);
    assert!(
        status == Some(2) && stderr.contains("this is no Excel workbook") && !folder.path().join("x.toml").exists()
    );
    std::fs::write(folder.path().join("bad.toml"), "[plan]\nformat = 1\nrounds = 2\n").expect("a file");
    let (status, _, stderr) = bcf(&["export", &path("bad.toml"), "-o", &path("bad.xlsx")]);
    assert!(
        status == Some(2) && stderr.contains("bad.toml:3:1") && !folder.path().join("bad.xlsx").exists(),
        "{stderr}"
    );
}
