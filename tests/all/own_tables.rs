//! A council's own table is read by a map, which the program guesses and somebody corrects; places stay those of the table.

#![cfg(feature = "workbook")]

use std::fs;
use std::process::Command;

use bcf::plan::Plan;
use rust_xlsxwriter::Workbook;
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
