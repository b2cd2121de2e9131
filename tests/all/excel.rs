//! A workbook is where a plan is started and kept: gaps travel, the first sheets say what to do, sums follow what is typed.

#![cfg(feature = "workbook")]

use std::fs;
use std::io::{Cursor, Read};

use crate::common;
use crate::common::meaning::{differences, values, verdict};
use crate::common::{check, today};
use bcf::check::{Checked, Facts, FloorOf, Surroundings, floors_of};
use bcf::plan::Tiers;
use bcf::policy::{self, Round};
use bcf::template::{Request, template};
use bcf::workbook::{ExportError, export, import, read};
use calamine::{Data, Reader, SheetVisible, Xlsx};
use rayon::prelude::*;

fn rounds() -> Vec<&'static Round> {
    policy::round_ids().filter_map(|id| policy::round(id).ok()).collect()
}

/// Returns what a plan to fill in is asked for with: every round, for an area of either kind.
fn asked() -> Vec<(&'static Round, Tiers)> {
    common::pairs(&rounds(), &[Tiers::Single, Tiers::Two])
}

fn started(round: &Round, tiers: Tiers) -> String {
    template(&Request { round, area: "Brackenmouth", code: None, tiers, districts: &[], published: &[], origin: None })
}

fn exported(checked: &Checked) -> Vec<u8> {
    export(checked, "0 errors", checked.under.as_deref(), today()).expect("a workbook")
}

fn opened(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

/// Returns the text of a part of the package.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    zip.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_plan_to_fill_in_goes_through_a_workbook_with_every_gap() {
    common::one_in(3, asked()).into_par_iter().for_each(|(round, tiers)| {
        let text = started(round, tiers);
        let before = check(&text);
        assert!(before.plan.complaints.len() > 2, "{} has gaps where no text belongs", round.id);
        let bytes = exported(&before);
        let back = import(&bytes).unwrap_or_else(|faults| panic!("{}: {faults:#?}", round.id));
        let changed = differences(&values(&text), &values(&back));
        assert!(changed.is_empty(), "{}: {changed:#?}", round.id);
        let changed = differences(&verdict(&before), &verdict(&check(&back)));
        assert!(changed.is_empty(), "{}: {changed:#?}", round.id);
    });
}

#[test]
fn a_gap_is_a_text_as_people_type_it() {
    let bytes = exported(&check(&started(policy::round(bcf::check::EXAMPLE_ROUND).expect("a round"), Tiers::Single)));
    let mut book = opened(&bytes);
    let sheet = book.worksheet_range("sources").expect("the sheet");
    let gaps = sheet.used_cells().filter(|(_, _, cell)| **cell == Data::String("<amount>".into())).count();
    assert!(gaps > 4, "{gaps}");
}

#[test]
fn only_what_no_cell_can_hold_keeps_a_plan_from_being_exported() {
    let head = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"A\"\n";
    let of = |more: &str| {
        let checked = check(&format!("{head}{more}"));
        export(&checked, "", checked.under.as_deref(), today()).map(|bytes| (checked, bytes))
    };
    for kept in [
        "[[sources]]\nid = \"a\"\nkind = \"dfg\"\npartner = \"c\"\namount = { 2017-18 = \"TBC\" }\n",
        "[[sources]]\nid = \"a\"\nkind = \"dfg\"\npartner = \"c\"\namount = { 2017-18 = \"eight million\" }\n",
        "[[sources]]\nid = 7\nkind = true\namount = 12\npartners = \"c\"\n",
        "[dfg]\npassed_on = \"soon\"\nuse = { a = 1 }\n",
        "[[schemes]]\nid = \"s\"\nspend = 5\n",
        "[[schemes]]\nid = \"s\"\n[[schemes.spend]]\nsource = [\"a\"]\namount = { 2017-18 = [1, 2] }\n",
    ] {
        let (before, bytes) = of(kept).unwrap_or_else(|error| panic!("{error}: {kept}"));
        assert!(!before.plan.complaints.is_empty(), "{kept}");
        let back = read(&bytes).expect("a workbook").text;
        let changed = differences(&values(before.plan.tree.source()), &values(&back));
        assert!(changed.is_empty(), "{kept}: {changed:#?}\n{back}");
    }
    for lost in ["x = 1\n", "[dgf]\nuse = \"homes\"\n", "[[sources]]\nid = \"a\n", "[x]\n"] {
        assert!(matches!(of(lost), Err(ExportError::Unreadable(lost)) if !lost.is_empty()), "{lost}");
    }
    for lost in ["sources = 5\n", "schemes = [1, 2]\n", "dfg = \"homes\"\n"] {
        let text = format!("{lost}{head}");
        let checked = check(&text);
        let told = export(&checked, "", checked.under.as_deref(), today());
        assert!(matches!(told, Err(ExportError::Unreadable(lost)) if !lost.is_empty()), "{lost}");
    }
}

#[test]
fn a_workbook_shows_what_its_round_asks_for_and_hides_the_rest() {
    for plan in common::one_in(3, common::plans()) {
        let checked = check(&plan.text);
        let bytes = exported(&checked);
        let book = opened(&bytes);
        let sheets = book.sheets_metadata();
        let shown: Vec<&str> =
            sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible).map(|sheet| &*sheet.name).collect();
        assert_eq!(shown[..3], ["read me", "at a glance", "checks"], "{}", plan.name);
        for always in ["plan", "area", "partners", "allocations", "sources", "schemes", "spend"] {
            assert!(shown.contains(&always), "{}: {always}", plan.name);
        }
        assert!(shown.len() < sheets.len() && !shown.contains(&"lists"), "{}: {shown:?}", plan.name);
        // Whatever the plan says is shown.
        let mut book = opened(&bytes);
        for hidden in sheets.iter().filter(|sheet| sheet.visible != SheetVisible::Visible && sheet.name != "lists") {
            let range = book.worksheet_range(&hidden.name).expect("a sheet");
            let is_form = range.get((0, 0)) == Some(&Data::String("Key".into()));
            let said = range.used_cells().filter(|(row, column, _)| *row > 0 && (!is_form || *column > 1)).count();
            assert_eq!(said, 0, "{}: {}", plan.name, hidden.name);
        }
    }
}

#[test]
fn headers_are_words_and_their_notes_say_the_key() {
    let plans = common::plans();
    let text = &plans.iter().find(|plan| plan.name.ends_with("example-borough.toml")).expect("the plan").text;
    let bytes = exported(&check(text));
    let sources = opened(&bytes).worksheet_range("sources").expect("the sheet");
    let heads: Vec<String> = sources.rows().next().expect("a row").iter().map(ToString::to_string).collect();
    assert!(heads.contains(&"Amount 2017-18 *".to_owned()) && heads.contains(&"Certified by".to_owned()), "{heads:?}");
    let notes = notes(&bytes);
    for key in ["key: amount.2017-18\n", "key: certified_by\n", "key: scheme\n", "key: prior_plan"] {
        assert!(notes.contains(key) || key.ends_with("prior_plan"), "{key}");
    }
    let version = format!("<vt:lpwstr>{}</vt:lpwstr>", env!("CARGO_PKG_VERSION"));
    let properties = part(&bytes, "docProps/custom.xml");
    assert!(properties.contains("name=\"bcf-workbook\"") && properties.contains(&version), "{properties}");
}

/// Returns what the notes of a workbook say.
fn notes(bytes: &[u8]) -> String {
    let parts = (1..40).filter_map(|n| {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
        let mut text = String::new();
        zip.by_name(&format!("xl/comments{n}.xml")).ok()?.read_to_string(&mut text).ok()?;
        let part = roxmltree::Document::parse(&text).expect("a part");
        Some(part.descendants().filter_map(|node| node.text()).collect::<Vec<_>>().join("\n"))
    });
    parts.collect::<Vec<_>>().join("\n")
}

/// What the clauses ask stands above the sections and entries of a plan to fill in, and in its workbook at their cells.
#[test]
fn the_clauses_a_started_plan_quotes_are_notes_in_its_workbook() {
    let mut quoted = 0;
    for (round, tiers) in common::one_in(3, asked()) {
        let text = started(round, tiers);
        let comments: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# ")).collect();
        let comments = comments.join(" ");
        let notes = notes(&exported(&check(&text)));
        for clause in round.clauses.iter().filter(|clause| comments.contains(&*clause.says)) {
            quoted += 1;
            assert!(notes.contains(&*clause.says), "{}: {}", round.id, clause.says);
        }
    }
    assert!(quoted > 50 / common::share(3), "{quoted}");
}

/// The sums of the sheet are worked out apart from the check, and are the same.
#[test]
fn the_sums_at_a_glance_are_those_of_the_check() {
    let mut compared = 0;
    for plan in common::plans() {
        let checked = check(&plan.text);
        let Some(round) = checked.under.as_deref() else { continue };
        let bytes = exported(&checked);
        let glance = opened(&bytes).worksheet_range("at a glance").expect("the sheet");
        let left_out = glance.rows().find(|row| row[0] == *"Amounts that are text").expect("a row");
        if left_out[2..].iter().any(|cell| cell.to_string().parse::<f64>().is_ok_and(|count| count > 0.0)) {
            continue;
        }
        let around = Surroundings::default();
        let facts = Facts::new(&checked.plan, round, today(), &around);
        let size = checked.plan.unit().size().plain().parse::<f64>().expect("a number");
        let tests = floors_of(&checked, &facts);
        for test in tests.iter().filter(|test| test.planned.is_some()) {
            let year = test.year.map(|year| year.to_string()).unwrap_or_default();
            let is = |row: &&[Data]| row[0] == *test.name.as_str() && row[1] == *year.as_str();
            let row = glance.rows().find(is).unwrap_or_else(|| panic!("{}: {} {year}", plan.name, test.name));
            for (cell, figure) in row[2..4].iter().zip([test.planned, test.required]) {
                let Some(figure) = figure else { continue };
                let figure = figure.plain().parse::<f64>().expect("a number") / size;
                let shown = cell.to_string().parse::<f64>().unwrap_or(f64::NAN);
                assert!((shown - figure).abs() < 1e-6, "{}: {} {year}: {shown} for {figure}", plan.name, test.name);
                compared += 1;
            }
        }
    }
    assert!(compared > 20, "{compared}");
}

/// The headroom by district, by partner and by earmark follows what is typed, as that of spending does.
#[test]
fn every_floor_of_a_plan_in_figures_is_a_formula() {
    for name in ["example-county.toml", "example-borough.toml", "example-county-2025-26.toml"] {
        let plans = common::plans();
        let checked = check(&plans.iter().find(|plan| plan.name.ends_with(name)).expect("the plan").text);
        let round = checked.under.as_deref().expect("a round");
        let around = Surroundings::default();
        let tests = floors_of(&checked, &Facts::new(&checked.plan, round, today(), &around));
        let bytes = exported(&checked);
        let glance = opened(&bytes).worksheet_range("at a glance").expect("the sheet");
        let formulas = opened(&bytes).worksheet_formula("at a glance").expect("the sheet");
        for test in tests.iter().filter(|test| test.planned.is_some()) {
            let year = test.year.map(|year| year.to_string()).unwrap_or_default();
            let is = |row: &&[Data]| row[0] == *test.name.as_str() && row[1] == *year.as_str();
            let row = glance.rows().position(|row| is(&row)).expect("a row");
            // Of what a district agreed may be kept the least that is required follows its share and what is kept.
            let is_share = test.of == FloorOf::District && test.required.is_some();
            for column in [2, 4].into_iter().chain(is_share.then_some(3)) {
                let at = (u32::try_from(row).expect("a row"), column);
                let formula = formulas.get_value(at).map(String::as_str).unwrap_or_default();
                assert!(!formula.is_empty(), "{name}: {} {year} at {at:?} follows nothing", test.name);
            }
        }
    }
}

#[test]
fn sums_are_formulas_and_none_of_them_is_volatile() {
    let plans = common::plans();
    let text = &plans.iter().find(|plan| plan.name.ends_with("leicestershire-2017-19.toml")).expect("the plan").text;
    let bytes = exported(&check(text));
    let formulas = opened(&bytes).worksheet_formula("at a glance").expect("the sheet");
    let all: Vec<&str> =
        formulas.used_cells().map(|(_, _, formula)| formula.as_str()).filter(|f| !f.is_empty()).collect();
    assert!(all.len() > 60, "{}", all.len());
    for volatile in ["OFFSET(", "INDIRECT(", "NOW(", "TODAY(", "RAND("] {
        assert!(!all.iter().any(|formula| formula.contains(volatile)), "{volatile}");
    }
    assert!(all.iter().any(|formula| formula.contains("SUMIFS(spend!")), "{all:#?}");
}

#[test]
fn init_writes_the_workbook_that_its_name_asks_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let bcf = |args: &[&str]| {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_bcf"))
            .args(args)
            .current_dir(folder.path())
            .output()
            .expect("it runs");
        (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    let start = ["init", "--round", "bcf-2019-20", "--area", "Wendleshire", "-o"];
    for name in ["plan.xlsx", "plan.toml", "PLAN2.XLSX"] {
        let (code, told) = bcf(&[&start[..], &[name]].concat());
        assert!(code == Some(0) && told.starts_with(&format!("wrote {name}: ")), "{told}");
    }
    let bytes = fs::read(folder.path().join("plan.xlsx")).expect("a workbook");
    let text = fs::read_to_string(folder.path().join("plan.toml")).expect("a plan");
    assert_eq!(values(&import(&bytes).expect("a plan")), values(&text));
    assert!(fs::read(folder.path().join("PLAN2.XLSX")).expect("a workbook").starts_with(b"PK"));
    let (code, told) = bcf(&[&start[..], &["plan.xlsx"]].concat());
    assert!(code == Some(2) && told.contains("is there already"), "{told}");
    let roll = ["init", "--round", "bcf-2021-22", "--from", "plan.toml", "-o", "next.xlsx"];
    let (code, told) = bcf(&roll);
    assert!(code == Some(2) && told.contains("cannot be read") && !folder.path().join("next.xlsx").exists(), "{told}");
    let old = format!("{}/plans/example-borough.toml", env!("CARGO_MANIFEST_DIR"));
    let roll = ["init", "--round", "bcf-2019-20", "--from", &old, "-o", "next.xlsx"];
    assert_eq!(bcf(&roll).0, Some(0));
    assert!(
        import(&fs::read(folder.path().join("next.xlsx")).expect("a workbook"))
            .expect("a plan")
            .contains("bcf-2019-20")
    );
}
