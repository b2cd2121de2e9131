//! A council's own table is read by a map, which the program guesses and somebody corrects; places stay those of the table.

#![cfg(feature = "workbook")]

use std::fs;
use std::process::Command;

use bcf::plan::Plan;
use bcf::workbook::{OwnTables, import, import_mapped};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet, XlsxError};
use tempfile::TempDir;

const ROWS: [&[&str]; 5] = [
    &[
        "Scheme name",
        "Funding source",
        "Area of spend",
        "Provider type",
        "Cost 2017/18 (£)",
        "Cost 2018/19 (£)",
        "Comments",
    ],
    &[
        "Reablement at home",
        "NHS minimum contribution",
        "Social care",
        "Private",
        "120000",
        "121000.25",
        "as last year",
    ],
    &["Equipment", "Disabled Facilities Grant", "Social care", "Council", "\u{a3}5,000", "5100", ""],
    &["Reablement at home", "NHS minimum contribution", "Community health", "Private", "7", "8", ""],
    &["", "", "", "", "", "", ""],
];

fn run(folder: &TempDir, args: &[&str]) -> (Option<i32>, String, String) {
    let done =
        Command::new(env!("CARGO_BIN_EXE_bcf")).args(args).args(["--width", "300"]).current_dir(folder.path()).output();
    let done = done.expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code(), text(done.stdout), text(done.stderr))
}

/// Writes the rows as a sheet below a title, and as a text; `spoilt` takes the place of the first cost.
fn tables(spoilt: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Notes").expect("a name").write(0, 0, "about this").expect("a cell");
    let sheet = book.add_worksheet().set_name("Our spend").expect("a name");
    sheet.write(0, 0, "What we spend").expect("a cell");
    let mut csv = "What we spend;;;;;;\n\n".to_owned();
    for (n, row) in (0..).zip(ROWS) {
        let row: Vec<&str> = row.iter().map(|text| if *text == "120000" { spoilt } else { text }).collect();
        for (column, text) in (0..).zip(&row).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write(n + 2, column, number).expect("a cell"),
                Err(_) => sheet.write(n + 2, column, *text).expect("a cell"),
            };
        }
        csv += &(row.join(";") + "\n");
    }
    book.save(folder.path().join("ours.xlsx")).expect("a workbook");
    fs::write(folder.path().join("ours.csv"), csv).expect("a file");
    folder
}

/// Returns the guessed map of a table, with the name that nobody can guess.
fn map(folder: &TempDir, table: &str) -> String {
    let (status, map, told) = run(folder, &["import", table, "--guess"]);
    assert_eq!((status, told.as_str()), (Some(0), ""), "{map}");
    let map = map.replace("# name = \"\"", "name = \"Exampleton\"");
    fs::write(folder.path().join("map.toml"), &map).expect("a map");
    map
}

#[test]
fn a_guessed_map_says_how_sure_each_line_is_and_reads_the_table() {
    let folder = tables("120000");
    let texts = ["ours.xlsx", "ours.csv"].map(|table| {
        let map = map(&folder, table);
        for line in map.lines().filter(|line| line.contains("\" = \"") && !line.starts_with('#')) {
            assert!(["# sure", "# likely", "# a guess"].iter().any(|how| line.ends_with(how)), "{line}");
        }
        assert!(
            map.contains("\"Scheme name\" = \"scheme\"") && map.contains("# Comments = \"\"  # not known"),
            "{map}"
        );
        assert!(map.contains("header = 3\ninto = \"spend\"") && map.contains("= \"amount 2018-19\""), "{map}");
        let (status, text, told) = run(&folder, &["import", table, "--map", "map.toml"]);
        assert_eq!((status, told.as_str()), (Some(0), ""), "{map}\n{text}");
        text
    });
    assert_eq!(texts[0], texts[1], "a text and a workbook say the same");
    let plan = Plan::read(texts[0].clone());
    assert!(plan.complaints.is_empty(), "{:#?}", plan.complaints);
    assert_eq!(plan.schemes.iter().count(), 2);
    for (amount, cost) in [("0.amount.2018-19", "121_000.25"), ("1.amount.2017-18", "7")] {
        let value = texts[0].contains(cost);
        assert!(value, "{amount}: {}", texts[0]);
    }
    for text in [
        "name = \"Exampleton\"",
        "round = \"bcf-2017-19\"",
        "source = \"nhs-minimum\"",
        "area_of_spend = \"social-care\"",
        "provider = \"private\"",
    ] {
        assert!(texts[0].contains(text), "{text}\n{}", texts[0]);
    }
}

#[test]
fn what_is_wrong_is_told_at_the_cell_of_the_table() {
    let folder = tables("lots of pounds");
    for (table, place) in [("ours.xlsx", "Our spend!E4: `lots of pounds`"), ("ours.csv", "line 4: `lots of pounds`")] {
        map(&folder, table);
        let (status, stdout, told) = run(&folder, &["import", table, "--map", "map.toml"]);
        assert_eq!((status, stdout.as_str()), (Some(2), ""), "{told}");
        assert!(told.contains(place), "{place}: {told}");
    }
}

#[test]
fn a_map_that_is_not_of_the_table_is_refused() {
    let folder = tables("1");
    let good = map(&folder, "ours.xlsx");
    for (from, to, wanted) in [
        ("sheet = \"Our spend\"", "sheet = \"Their spend\"", "there is no sheet `Their spend`"),
        ("\"Scheme name\"", "\"Name of scheme\"", "row 3 has no column `Name of scheme`"),
        ("into = \"spend\"", "into = \"spent\"", "a plan has no list `spent`"),
        ("header = 3", "headers = 3", "of the map: unknown field `headers`"),
        ("[[table]]", "[table]]", "of the map: "),
        ("[set.area]", "[set.aera]", "did you mean `[set.area]`?"),
        ("[set.area]", "[set.schemes]", "`schemes` is a list"),
        ("[set.area]", "[set.foo]", "a plan has no section `foo`"),
        ("\"scheme\"", "\"schema\"", "Our spend!A3"),
    ] {
        let map = good.replacen(from, to, 1);
        assert_ne!(map, good, "{from}");
        fs::write(folder.path().join("map.toml"), map).expect("a map");
        let (status, _, told) = run(&folder, &["import", "ours.xlsx", "--map", "map.toml"]);
        assert!(status == Some(2) && told.contains(wanted) && told.contains("help:"), "{wanted}: {told}");
    }
    let nothing = "a,b\n1,2\n";
    fs::write(folder.path().join("other.csv"), nothing).expect("a file");
    let (status, _, told) = run(&folder, &["import", "other.csv", "--guess"]);
    assert!(status == Some(2) && told.contains("no table in it looks like a list of a plan"), "{told}");
}

type Fill = fn(&mut Worksheet) -> Result<&mut Worksheet, XlsxError>;

/// Returns a workbook with two sheets of a plan and its lines on a sheet of some name, of which one cell is filled.
fn lines(sheet: &str, fill: Fill) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sections =
        [("plan", [("format", "1"), ("round", "bcf-2017-19")].as_slice()), ("area", &[("name", "Exampleton")])];
    for (name, keys) in sections {
        let sheet = book.add_worksheet().set_name(name)?.write_row(0, 0, ["key", "value"])?;
        for (row, (key, value)) in (1..).zip(keys) {
            sheet.write_row(row, 0, [*key, *value])?;
        }
    }
    let schemes = book.add_worksheet().set_name("schemes")?;
    schemes.write_row(0, 0, ["id", "name"])?.write_row(1, 0, ["a", "a"])?;
    let lines = book.add_worksheet().set_name(sheet)?;
    lines.write_row(0, 0, ["scheme", "amount 2017-18", "nhs_share", "section_75"])?.write_row(1, 0, ["a", "1200"])?;
    fill(lines)?;
    book.save_to_buffer()
}

#[test]
fn a_cell_of_a_table_says_what_it_says_on_a_sheet_of_a_plan() {
    let cells: [Fill; 12] = [
        |sheet| sheet.write_row(1, 1, [7.9e28, 7.9e28])?.write_row(2, 1, [7.9e28, 7.9e28])?.write(2, 0, "a"),
        |sheet| sheet.write_row(1, 1, [-7.9e28, -7.9e28])?.write_row(2, 1, [-7.9e28, -7.9e28])?.write(2, 0, "a"),
        |sheet| sheet.write_row(1, 1, [1e-28, 1e-28]),
        |sheet| sheet.write(1, 2, 0.1 + 0.2),
        |sheet| sheet.write(1, 2, 100.0 / 3.0),
        |sheet| sheet.write(1, 1, 33.333_333_333),
        |sheet| sheet.write_formula(1, 2, Formula::new("=100/3").set_result("33.3333333333333")),
        |sheet| sheet.write_formula(1, 1, Formula::new("=1234.5678").set_result("1234.5678")),
        |sheet| sheet.write_with_format(1, 2, 0.625, &Format::new().set_num_format("0%")),
        |sheet| sheet.write_with_format(1, 1, 1_234_500, &Format::new().set_num_format("#,##0,")),
        |sheet| sheet.write_formula(1, 0, Formula::new("=A9/0").set_result("#DIV/0!")),
        |sheet| sheet.write(1, 3, true),
    ];
    let map = "[set.plan]\nformat = 1\nround = \"bcf-2017-19\"\n[set.area]\nname = \"Exampleton\"\n\
        [[table]]\nsheet = \"Ours\"\nheader = 1\ninto = \"spend\"\n[table.columns]\nscheme = \"scheme\"\n\
        \"amount 2017-18\" = \"amount 2017-18\"\nnhs_share = \"nhs_share\"\nsection_75 = \"section_75\"\n";
    for (n, fill) in cells.into_iter().enumerate() {
        let books = ["spend", "Ours"].map(|sheet| lines(sheet, fill).expect("a workbook"));
        let own = OwnTables::of_workbook(&books[1]).expect("a workbook");
        let mapped = import_mapped(&own, map).map(|mapped| mapped.text);
        match (import(&books[0]), mapped) {
            (Ok(text), Ok(mapped)) => assert_eq!(text, mapped, "cell {n}"),
            (Err(faults), Err(own)) => {
                let told = |faults: &[bcf::workbook::CellFault]| {
                    faults.iter().map(|fault| (fault.cell.clone(), fault.message.clone())).collect::<Vec<_>>()
                };
                assert_eq!(told(&faults), told(&own), "cell {n}");
            }
            (sheet, own) => panic!("cell {n}: {sheet:#?} and {own:#?}"),
        }
    }
}

#[test]
fn how_a_table_was_read_is_told_at_its_own_cells() {
    let folder = tables("33.333333");
    map(&folder, "ours.xlsx");
    let (status, _, told) = run(&folder, &["import", "ours.xlsx", "--map", "map.toml"]);
    assert_eq!(
        (status, told.as_str()),
        (Some(0), "note: ours.xlsx: 'Our spend': 1 amount is rounded to the penny, in E4\n")
    );
    // A text has neither sheets nor columns with letters.
    let folder = tables("36,682");
    map(&folder, "ours.csv");
    let (status, _, told) = run(&folder, &["import", "ours.csv", "--map", "map.toml"]);
    assert_eq!(status, Some(0), "{told}");
    let note = |line: &str| line.starts_with("note: ours.csv: ") && line.ends_with(" read as a figure, in line 4");
    assert!(told.lines().any(note) && !told.contains("spend:"), "{told}");
}
