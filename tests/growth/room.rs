//! A workbook takes no more than eight times what its parts are unpacked, above a base that any may take: it is checked
//! within that, or refused. What is told of the sheets is counted too, the text of the report is not.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};

use peakmem_alloc::PeakMemAllocTrait;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Exit, PEAK, alone, one_in, run};

const BASE: usize = 8 << 20;
const TIMES: usize = 8;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A shape: what it is called, its sizes, whether it is a plan that is checked whatever its size, and its sheets by name, each
/// with its rows. The hostile ones are largest where they are just refused.
struct BookShape {
    name: &'static str,
    n: &'static [usize],
    is_checked: bool,
    sheets: fn(usize) -> Vec<(&'static str, String)>,
}

/// Returns a cell with a text.
fn text(text: &str) -> String {
    format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// Returns a text of those that cells share.
fn said(text: &str) -> String {
    if text.is_empty() { "<si/>".to_owned() } else { format!("<si><t>{text}</t></si>") }
}

/// Returns a cell with the `n`th of the texts.
fn shared(n: usize) -> String {
    format!("<c t=\"s\"><v>{n}</v></c>")
}

fn number(n: usize) -> String {
    format!("<c><v>{n}</v></c>")
}

/// Returns a sheet of these headers and of `n` rows of these cells.
fn rows(headers: &[&str], n: usize, cells: impl Fn(usize) -> String) -> String {
    let mut out = format!("<row>{}</row>", headers.iter().map(|header| text(header)).collect::<String>());
    for k in 0..n {
        // Writing to a string cannot fail.
        let _ = write!(out, "<row>{}</row>", cells(k));
    }
    out
}

/// The texts that cells share.
const TEXTS: [&str; 4] = ["x", "s", "TBC", "nobody"];

const SOURCE: [&str; 5] = ["id", "name", "kind", "partner", "amount 2017-18"];

fn source() -> (&'static str, String) {
    let cells = |_| [text("s"), text("Minimum"), text("nhs-minimum"), text("nhs"), number(5_000)].concat();
    ("sources", rows(&SOURCE, 1, cells))
}

fn scheme() -> (&'static str, String) {
    ("schemes", rows(&["id", "name"], 1, |_| [text("x"), text("Scheme")].concat()))
}

const LINE: [&str; 7] = ["scheme", "id", "source", "area of spend", "commissioner", "amount 2017-18", "amount 2018-19"];

/// Returns `n` lines of spending, each with a slip or none.
fn lines(n: usize, source: &'static str) -> (&'static str, String) {
    let cells = |k| {
        let start =
            [text("x"), text(&format!("line-{k}")), text(source), text("community-health"), text("nhs")].concat();
        format!("{start}{}{}", number(k % 97 + 1), number(k % 89 + 1))
    };
    ("spend", rows(&LINE, n, cells))
}

const SHAPES: &[BookShape] = &[
    BookShape {
        name: "lines of spending",
        n: &[10_000],
        is_checked: true,
        sheets: |n| vec![source(), scheme(), lines(n, "s")],
    },
    BookShape {
        name: "lines of a source that is not there",
        n: &[10_000],
        is_checked: true,
        sheets: |n| vec![source(), scheme(), lines(n, "nobody")],
    },
    BookShape {
        name: "lines that are copies of one",
        n: &[1_000, 8_000],
        is_checked: false,
        sheets: |n| {
            let line = ["x", "l", "s", "community-health", "nhs"].map(text).concat() + &number(1) + &number(1);
            vec![source(), scheme(), ("spend", rows(&LINE, n, |_| line.clone()))]
        },
    },
    BookShape {
        name: "rows of one number that is no line",
        n: &[2_500, 10_000],
        is_checked: false,
        sheets: |n| vec![source(), scheme(), ("spend", rows(&["amount 2017-18", "scheme"], n, number))],
    },
    BookShape {
        name: "rows of one number that is a source",
        n: &[2_500, 10_000],
        is_checked: false,
        sheets: |n| vec![("sources", rows(&["amount 2017-18"], n, number))],
    },
    BookShape {
        name: "rows of one text",
        n: &[2_500, 10_000],
        is_checked: false,
        sheets: |n| vec![("partners", rows(&["kind"], n, |_| shared(3)))],
    },
    BookShape {
        name: "many short texts",
        n: &[2_500, 10_000],
        is_checked: false,
        sheets: |n| {
            let cells = |k| text(&format!("a{k}")) + &shared(0) + &shared(3);
            vec![("partners", rows(&["id", "name", "kind"], n, cells))]
        },
    },
    BookShape {
        name: "districts with nothing more",
        n: &[2_500, 10_000],
        is_checked: false,
        sheets: |n| vec![("dfg districts", rows(&["district", "amount 2017-18"], n, |k| text(&format!("D{k}"))))],
    },
    BookShape {
        name: "gaps for figures",
        n: &[2_500, 10_000],
        is_checked: false,
        sheets: |n| {
            let cells = |k| text(&format!("s{k}")) + &shared(0) + &shared(2) + &shared(2) + &shared(2);
            vec![("sources", rows(&["id", "name", "kind", "amount 2017-18", "amount 2018-19"], n, cells))]
        },
    },
    BookShape {
        name: "wide rows of a person's own",
        n: &[500],
        is_checked: true,
        sheets: |n| {
            let notes: Vec<String> = (0..400).map(|k| format!("note {k}")).collect();
            let headers: Vec<&str> = SOURCE.into_iter().chain(notes.iter().map(String::as_str)).collect();
            let cells = |k| {
                let start =
                    text(&format!("s{k}")) + &text("Source") + &text("ccg-additional") + &text("nhs") + &number(1);
                (0..400).fold(start, |row, n| row + &number(n))
            };
            vec![("sources", rows(&headers, n, cells))]
        },
    },
    BookShape {
        name: "wide rows of years",
        n: &[60, 250],
        is_checked: false,
        sheets: |n| {
            let years: Vec<String> = years(1900, 2098).iter().map(|year| format!("amount {year}")).collect();
            let headers: Vec<&str> =
                ["id", "name", "kind"].into_iter().chain(years.iter().map(String::as_str)).collect();
            let start = |k| text(&format!("s{k}")) + &shared(0) + &text("ccg-additional");
            let cells = |k| years.iter().fold(start(k), |row, _| row + &number(1));
            vec![("sources", rows(&headers, n, cells))]
        },
    },
    BookShape {
        name: "a sheet of one's own",
        n: &[2_500, 10_000],
        is_checked: true,
        sheets: |n| {
            let cells = |k| (0..10).fold(String::new(), |row, _| row + &shared(k % TEXTS.len()));
            vec![("extract", rows(&["a"], n, cells))]
        },
    },
    BookShape {
        name: "names of a form that are a plan's own",
        n: &[500, 2_500, 20_000],
        is_checked: false,
        sheets: |n| {
            let years = years(1950, 2010);
            let headers: Vec<&str> = std::iter::once("key").chain(years.iter().map(String::as_str)).collect();
            vec![("totals", rows(&headers, n, |k| text(&format!("k{k}"))))]
        },
    },
];

/// Returns financial years as headers.
fn years(from: u16, to: u16) -> Vec<String> {
    (from..to).map(|year| format!("{year}-{:02}", (year + 1) % 100)).collect()
}

/// Returns the parts of a workbook of a plan with these sheets and shared texts, by name.
fn parts(sheets: &[(&str, String)], texts: &[&str]) -> Vec<(String, String)> {
    let form = |entries: &[(&str, &str)]| {
        let rows = entries.iter().map(|(key, value)| format!("<row>{}{}</row>", text(key), text(value)));
        rows.collect::<String>()
    };
    let plan = form(&[("key", "value"), ("format", "1"), ("round", "bcf-2017-19"), ("status", "draft")]);
    let area = form(&[("key", "value"), ("name", "Exampleton")]);
    let sheets: Vec<(&str, &str)> = [("plan", plan.as_str()), ("area", area.as_str())]
        .into_iter()
        .chain(sheets.iter().map(|(name, rows)| (*name, rows.as_str())))
        .collect();
    let each = |of: &dyn Fn(usize, &str) -> String| {
        sheets.iter().enumerate().map(|(n, (name, _))| of(n, name)).collect::<String>()
    };
    let relation = |n: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{n}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
    };
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        (
            "_rels/.rels".to_owned(),
            format!("<Relationships>{}</Relationships>", relation(1, "officeDocument", "xl/workbook.xml")),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook><sheets>{}</sheets></workbook>",
                each(&|n, name| format!("<sheet name=\"{name}\" sheetId=\"{}\" r:id=\"rId{n}\"/>", n + 1))
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "<Relationships>{}</Relationships>",
                each(&|n, _| relation(n, "worksheet", &format!("worksheets/sheet{n}.xml")))
            ),
        ),
        (
            "xl/sharedStrings.xml".to_owned(),
            format!("<sst>{}</sst>", texts.iter().map(|text| said(text)).collect::<String>()),
        ),
    ];
    for (n, (_, rows)) in sheets.iter().enumerate() {
        let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{n}.xml"), sheet));
    }
    parts
}

/// Returns a workbook of a plan with these sheets and shared texts, and what its parts are unpacked.
fn packed(sheets: &[(&str, String)], texts: &[&str]) -> (Vec<u8>, usize) {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let squeezed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut size = 0;
    for (name, held) in parts(sheets, texts) {
        zip.start_file(name, squeezed).expect("a part");
        zip.write_all(held.as_bytes()).expect("a part");
        size += held.len();
    }
    (zip.finish().expect("a workbook").into_inner(), size)
}

/// Returns the most that a command had in use at once, and how it ended.
fn most(arguments: &[&str]) -> (usize, Exit) {
    PEAK.reset_peak_memory();
    let exit = run(arguments);
    (PEAK.get_peak_memory(), exit)
}

const COMMANDS: [&[&str]; 2] =
    [&["check", "book.xlsx", "--today", "2018-06-01"], &["import", "book.xlsx", "-o", "book.toml", "--force"]];

#[test]
fn no_workbook_takes_more_than_eight_times_its_size() {
    alone("room::no_workbook_takes_more_than_eight_times_its_size", || {
        let folder = tempfile::tempdir().expect("a folder");
        std::env::set_current_dir(folder.path()).expect("the folder");
        fs::write("book.xlsx", packed(&[], &TEXTS).0).expect("a workbook");
        // What is made once for a process is not counted.
        for command in COMMANDS {
            run(command);
        }
        let mut wrong = Vec::new();
        let sizes = |shape: &'static BookShape| shape.n.iter().map(move |n| (shape, *n));
        for (BookShape { name, is_checked, sheets, .. }, n) in one_in(5, SHAPES.iter().flat_map(sizes)) {
            let (bytes, size) = packed(&sheets(n), &TEXTS);
            fs::write("book.xlsx", &bytes).expect("a workbook");
            let room = BASE + TIMES * size;
            for command in COMMANDS {
                let (most, exit) = most(command);
                let command = command.join(" ");
                if most > room {
                    wrong.push(format!("{n} {name}: {most} bytes of {room} in use, {size} unpacked: {command}"));
                }
                if *is_checked && command.starts_with("check") && exit == Exit::NoVerdict {
                    wrong.push(format!("{n} {name} are refused: {command}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

/// The texts that no cell has, and sheets that are nobody's.
#[test]
fn no_workbook_takes_more_for_what_is_not_read() {
    alone("room::no_workbook_takes_more_for_what_is_not_read", || {
        let folder = tempfile::tempdir().expect("a folder");
        std::env::set_current_dir(folder.path()).expect("the folder");
        let texts = vec![""; 2_000_000];
        let names: Vec<String> = (0..4_000).map(|n| format!("own {n}")).collect();
        let sheets: Vec<(&str, String)> = names.iter().map(|name| (name.as_str(), rows(&["x"], 1, number))).collect();
        run(COMMANDS[0]);
        for (sheets, texts) in [(&[][..], &texts[..]), (&sheets[..], &TEXTS[..])] {
            let (bytes, size) = packed(sheets, texts);
            fs::write("book.xlsx", &bytes).expect("a workbook");
            let (most, _) = most(COMMANDS[0]);
            assert!(most <= BASE + TIMES * size, "{most} bytes in use, {size} unpacked");
        }
    });
}
