//! What government published is read from any table of it, and says the same in each.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

/// The figures of two areas, of two streams and two years.
const LONG: &str = "area,partner,stream,year,amount\n\
    \"Bristol, City of\",,dfg,2017-18,3349869\n\
    \"Bristol, City of\",,dfg,2018-19,3600000\n\
    \"Bristol, City of\",,nhs-minimum,2017-18,27000000.50\n\
    \"Bristol, City of\",,nhs-minimum,2018-19,28000000\n\
    Elsewhere,,dfg,2017-18,1\n";

/// Returns the status and what is told where a plan of an area is begun with the figures of a file.
fn begun(folder: &TempDir, file: &str, area: &[&str]) -> (Option<i32>, String, String) {
    let args = ["init", "--round", "bcf-2017-19", "--allocations", file, "--width", "300", "--area"];
    let done = Command::new(env!("CARGO_BIN_EXE_bcf")).args(args).args(area).current_dir(folder.path()).output();
    let done = done.expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8").replace(file, "FILE");
    (done.status.code(), text(done.stdout), text(done.stderr))
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

/// Returns the figures that a plan takes over, each with its path, without the places they are from.
fn figures(plan: &str) -> Vec<String> {
    let start = plan.find("\n[allocations]").expect("a section");
    let section = &plan[start + 1..];
    let end = section[1..].find("\n[").map_or(section.len(), |end| end + 1);
    let lines = section[..end].lines().filter(|line| !line.starts_with('#') && line.contains('='));
    lines.map(|line| line.split('#').next().unwrap_or_default().trim().to_owned()).collect()
}

#[test]
fn the_shape_of_a_table_changes_nothing_of_what_it_says() {
    let semicolons = LONG
        .replace("\"Bristol, City of\"", "Bristol")
        .replace(',', ";")
        .replace("2017-18", "2017/18")
        .replace("2018-19", "2018/2019")
        .replace("nhs-minimum", "NHS minimum contribution")
        .replace("dfg", "Disabled Facilities Grant");
    let by_stream = "Title of the table\n\nLocal authority,ONS code,year,dfg,NHS minimum contribution\n\
        Bristol City,E06000023,2017/18,\"£3,349,869\",\"27,000,000.50\"\n\
        Bristol City,E06000023,2018/19,3600000,28000000\nElsewhere,E1,2017/18,1,-\nNotes: none,,,,\n";
    let by_stream = by_stream.replacen("Title of the table\n", "Title of the table,,,,\n", 1);
    let by_year = "area,stream,2017-18,2018-19\nBRISTOL,dfg,3349869,3600000\nBRISTOL,nhs-minimum,27000000.50,28000000\n\
        Elsewhere,dfg,1,\n";
    let by_both = "HWB\tDFG 2017/18 (£)\tDFG 2018/19 (£)\tNHS minimum contribution 2017-18\tNHS-minimum 2018-19\tTotal\tRegion\n\
        Bristol\t3349869\t3600000\t27000000.50\t28000000\t1\tSouth West\nElsewhere\t1\t\t\t\t1\tNorth\n";
    let files = [
        ("long.csv", LONG),
        ("semicolons.csv", &semicolons),
        ("by-stream.csv", &by_stream),
        ("by-year.csv", by_year),
        ("by-both.csv", by_both),
    ];
    let folder = folder(&files);
    let area = ["Bristol", "--code", "E06000023"];
    let (status, plan, told) = begun(&folder, "long.csv", &area);
    assert_eq!((status, told.as_str()), (Some(0), ""));
    let wanted = figures(&plan);
    assert!(wanted.len() > 2 && plan.contains("3_349_869") && plan.contains("27_000_000.50"), "{plan}");
    for (file, _) in &files[1..] {
        let (status, plan, told) = begun(&folder, file, &area);
        assert_eq!((status, told.as_str()), (Some(0), ""), "{file}");
        assert_eq!(figures(&plan), wanted, "{file}");
    }
    #[cfg(feature = "workbook")]
    for (file, table) in &files {
        let book = file.replace("csv", "xlsx");
        sheets(&folder, &book, table);
        let (status, plan, told) = begun(&folder, &book, &area);
        assert_eq!((status, told.as_str()), (Some(0), ""), "{book}");
        assert_eq!(figures(&plan), wanted, "{book}");
    }
}

/// Writes a table as the second sheet of a workbook, below a title and with numbers as numbers.
#[cfg(feature = "workbook")]
fn sheets(folder: &TempDir, name: &str, table: &str) {
    let first = table.lines().last().unwrap_or_default();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|one| first.bytes().filter(|byte| byte == one).count());
    let mut reader = csv::ReaderBuilder::new();
    let mut reader =
        reader.has_headers(false).flexible(true).delimiter(separator.expect("one")).from_reader(table.as_bytes());
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Notes").expect("a name").write(0, 0, "about this").expect("a cell");
    let sheet = book.add_worksheet().set_name("Table 1").expect("a name");
    sheet.write(0, 0, "Published by nobody").expect("a cell");
    for (row, record) in (2..).zip(reader.records()) {
        for (column, field) in (0..).zip(&record.expect("a record")) {
            match field.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).expect("a cell"),
                Err(_) => sheet.write(row, column, field).expect("a cell"),
            };
        }
    }
    book.save(folder.path().join(name)).expect("a workbook");
}

#[test]
fn what_a_table_gets_wrong_is_told_at_its_line_or_its_cell() {
    for (table, words) in [
        (
            "area;stream;year;amount\nBristol;dgf;2017/18;5\n",
            &["line 2: there is no stream", "did you mean `dfg`?"][..],
        ),
        ("area;stream;year;amount\nBristol;dfg;2017/19;5\n", &["line 2: `2017/19` is no financial year"]),
        (
            "area,dfg\nBristol,5\n",
            &["line 1: the column `year` is missing", "add it, or write the year into each header"],
        ),
        ("area,2017-18\nBristol,5\n", &["line 1: the column `stream` is missing"]),
        ("area,dfg 2017/18,DFG 2017-18\nBristol,5,5\n", &["line 1: the column `dfg 2017-18` stands there twice"]),
        ("area,year,dfg\nBristol,2017-18,5\nBristol,2017/18,6\n", &["line 3: it says again what line 2 says"]),
        ("area,year,dfg,better fund\nBristol,2017-18,5,7\n", &["there are figures below `better fund`"]),
        ("area,year,dfg\nBristol,2017-18,lots\n", &["line 2: `lots` is no amount"]),
    ] {
        let folder = folder(&[("a.csv", table)]);
        let (status, _, told) = begun(&folder, "a.csv", &["Bristol"]);
        assert_eq!(status, Some(2), "{table}: {told}");
        for word in words {
            assert!(told.contains(word), "{word}: {told}");
        }
        #[cfg(feature = "workbook")]
        {
            sheets(&folder, "a.xlsx", table);
            let (status, _, told) = begun(&folder, "a.xlsx", &["Bristol"]);
            let message = words[0].split_once(": ").map_or(words[0], |(_, message)| message);
            assert!(status == Some(2) && told.contains("'Table 1'!"), "{table}: {told}");
            let places = |told: &str| told.replace("'Table 1'!", "line ");
            assert!(places(&told).contains(message) || message.starts_with("it says again"), "{message}: {told}");
        }
    }
}
