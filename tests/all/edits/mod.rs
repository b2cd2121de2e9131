//! What people do to a workbook before they send it back: a harmless edit leaves the plan as it was, a harmful one is told
//! at its cell. Each kind of edit is a line of a table.

#![cfg(feature = "workbook")]

mod book;
mod figures;
mod harmful;
mod layout;

use std::collections::BTreeSet;

use crate::common::meaning::{differences, values};
use crate::common::{books, check, every_key, one_in, plans};
use bcf::policy;
use bcf::workbook::{CellFault, import, read};
use book::{Book, Content};
use rayon::prelude::*;

/// A kind of edit.
struct Edit {
    name: &'static str,
    /// What is told of it, in part; nothing where nobody need know.
    told: &'static str,
    make: fn(&mut Book),
}

/// A plan with something on the sheets that are edited.
const PLAN: &str = r#"
[plan]
format = 1
round = "bcf-2017-19"
status = "draft"

[area]
name = "Exampleton"

[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[[partners]]
id = "ccg"
name = "NHS Exampleton CCG"
kind = "ccg"

[[sources]]
id = "nhs"
name = "CCG minimum"
kind = "nhs-minimum"
partner = "ccg"
certified_on = 2017-09-11
amount = { 2017-18 = 18213672, 2018-19 = 1000.50 }

[[sources]]
id = "ibcf"
name = "Improved BCF"
kind = "ibcf"
partner = "council"
amount = { 2017-18 = 300, 2018-19 = 400 }

[[sources]]
id = "7"
name = "Top-up"
kind = "council-additional"
partner = "council"
amount = { 2017-18 = 50, 2018-19 = 60 }

[[schemes]]
id = "reablement"
name = "Reablement at home"

[[schemes]]
id = "beds"
name = "Step-down beds"

[[schemes.spend]]
source = "nhs"
area_of_spend = "social-care"
amount = { 2017-18 = 100, 2018-19 = 100 }

[dfg]
passed_on = 2017-06-30
"#;

fn exported(text: &str) -> Vec<u8> {
    books::exported(&check(text)).expect("a workbook")
}

/// Returns the values of a plan, figures by their size.
fn figures(text: &str) -> BTreeSet<String> {
    let plain = |value: String| {
        let (at, figure) = value.rsplit_once(' ').unwrap_or_default();
        let at = at.replace(" Integer", " Float");
        if at.ends_with(" Float") && figure.contains('.') {
            return format!("{at} {}", figure.trim_end_matches('0').trim_end_matches('.'));
        }
        format!("{at} {figure}")
    };
    values(text).into_iter().map(plain).collect()
}

fn faults(bytes: &[u8]) -> Vec<String> {
    let faults = import(bytes).err().unwrap_or_default();
    assert!(faults.iter().all(|fault: &CellFault| !fault.help.is_empty()), "each says what to do: {faults:#?}");
    faults.iter().map(ToString::to_string).collect()
}

/// Tries a table of harmless edits, and returns what is wrong with each that is not.
fn harmful(edits: &[Edit]) -> Vec<String> {
    let before = figures(PLAN);
    let book = Book::read(&exported(PLAN));
    let mut wrong = Vec::new();
    for edit in one_in(3, edits) {
        let mut edited = book.clone();
        (edit.make)(&mut edited);
        let read = match read(&edited.write()) {
            Ok(read) => read,
            Err(faults) => {
                wrong.push(format!("{}: {faults:#?}", edit.name));
                continue;
            }
        };
        let changed = differences(&before, &figures(&read.text));
        if !changed.is_empty() {
            wrong.push(format!("{}: {changed:#?}", edit.name));
        }
        let quiet = edit.told.is_empty();
        if quiet && !read.notes.is_empty() || !quiet && !read.notes.iter().any(|note| note.contains(edit.told)) {
            wrong.push(format!("{} tells {:#?}", edit.name, read.notes));
        }
    }
    wrong
}

#[test]
fn an_edit_of_the_layout_changes_nothing() {
    let wrong = harmful(&layout::edits());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_figure_may_be_typed_as_people_type_it() {
    let wrong = harmful(&figures::edits());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_harmful_edit_is_told_at_its_cell() {
    let book = Book::read(&exported(PLAN));
    assert_eq!(faults(&book.write()), [""; 0]);
    let mut wrong = Vec::new();
    for edit in one_in(3, harmful::edits()) {
        let mut edited = book.clone();
        (edit.make)(&mut edited);
        let found = faults(&edited.write());
        if !found.iter().any(|fault| fault.contains(edit.told)) {
            wrong.push(format!("{}: {found:#?}", edit.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_still_to_be_filled_in_stays_so() {
    let book = Book::read(&exported(PLAN));
    for gap in ["TBC", "<amount>", "n/a", "-"] {
        let mut edited = book.clone();
        *edited.sheet("sources").at(2, "amount 2017-18") = Content::text(gap);
        let text = read(&edited.write()).expect("a plan").text;
        let typed = PLAN.replace("2017-18 = 300", &format!("2017-18 = {gap:?}"));
        let changed = differences(&figures(&typed), &figures(&text));
        assert!(changed.is_empty(), "{gap}: {changed:#?}");
    }
}

/// Any plan goes through a workbook and any harmless edit of it, and comes back the same.
#[test]
fn no_harmless_edit_changes_any_plan() {
    let mut lot = fastrand::Rng::with_seed(16);
    for plan in one_in(6, plans()) {
        let checked = check(&plan.text);
        if !checked.plan.complaints.is_empty() {
            continue;
        }
        let book = Book::read(&exported(&plan.text));
        let before = values(&read(&exported(&plan.text)).expect("a plan").text);
        for _ in 0..2 {
            let mut edited = book.clone();
            let made: Vec<&str> = (0..3).map(|_| layout::any(&mut edited, &mut lot)).collect();
            let after = read(&edited.write()).unwrap_or_else(|faults| panic!("{} {made:?}: {faults:#?}", plan.name));
            let changed = differences(&before, &values(&after.text));
            assert!(changed.is_empty(), "{} {made:?}: {changed:#?}", plan.name);
        }
    }
}

/// A figure of any size, and a whole column of them with its total, is read or told, and checked.
#[test]
fn a_figure_of_any_size_is_read_or_told() {
    let round = policy::round(bcf::check::EXAMPLE_ROUND).expect("a round");
    let book = Book::read(&exported(&every_key(round)));
    let figure = |content: &Content| matches!(content, Content::Number(..));
    let columns = book.0.iter().flat_map(|sheet| {
        let of = sheet.cells.iter().filter(|(_, content)| figure(content));
        of.map(|((_, column), _)| (sheet.name.clone(), *column)).collect::<BTreeSet<_>>()
    });
    let columns: Vec<_> = columns.collect();
    assert!(columns.len() > 40, "{}", columns.len());
    one_in(12, &columns).into_par_iter().for_each(|(sheet, column)| {
        for size in [7.9e28, -7.9e28, 1e-28] {
            let mut edited = book.clone();
            let sheet = edited.sheet(sheet);
            let row = sheet.end().0 + 1;
            sheet.put(row, 0, Content::text("Total"));
            sheet.put(row, *column, Content::Number(1.0, "0".to_owned()));
            for ((_, at), content) in &mut sheet.cells {
                if let (true, Content::Number(number, _)) = (at == column, content) {
                    *number = size;
                }
            }
            if let Ok(read) = read(&edited.write()) {
                check(&read.text);
            }
        }
    });
}
