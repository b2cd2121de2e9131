//! Workbooks whose parts say of themselves what is not so: each is refused by the name of the sheet, or of the part, before
//! anything is made of it.

#![cfg(feature = "workbook")]

use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::Arc;

use bcf::cli::{Exit, Memory};
use bcf::workbook::{import, read};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::common::World;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a small workbook, by name.
fn parts() -> Vec<(&'static str, String)> {
    let sheet = |rows: &str| format!(r#"<worksheet><dimension ref="A1:C9"/><sheetData>{rows}</sheetData></worksheet>"#);
    let text = |at: &str, text: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let plan = [
        format!(r#"<row r="1">{}{}</row>"#, text("A1", "key"), text("B1", "value")),
        format!(r#"<row r="2">{}<c r="B2"><v>1</v></c></row>"#, text("A2", "format")),
        format!(r#"<row r="3">{}{}</row>"#, text("A3", "round"), text("B3", "bcf-2017-19")),
        format!(r#"<row r="4">{}{}</row>"#, text("A4", "status"), text("B4", "draft")),
    ];
    let area = [
        format!(r#"<row r="1">{}{}</row>"#, text("A1", "key"), text("B1", "value")),
        format!(r#"<row r="2">{}<c r="B2" t="s"><v>0</v></c></row>"#, text("A2", "name")),
    ];
    let relation = |n: u8, kind: &str, target: &str| {
        format!(r#"<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
    };
    vec![
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", format!("<Relationships>{}</Relationships>", relation(1, "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            r#"<workbook><sheets><sheet name="plan" sheetId="1" r:id="rId1"/><sheet name="area" sheetId="2" r:id="rId2"/></sheets></workbook>"#
                .to_owned(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships>{}{}</Relationships>",
                relation(1, "worksheet", "worksheets/sheet1.xml"),
                relation(2, "worksheet", "worksheets/sheet2.xml")
            ),
        ),
        ("xl/sharedStrings.xml", r#"<sst count="1" uniqueCount="1"><si><t>Exampleton</t></si></sst>"#.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet(&plan.concat())),
        ("xl/worksheets/sheet2.xml", sheet(&area.concat())),
    ]
}

fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let squeezed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, held) in parts {
        zip.start_file(*name, squeezed).expect("a part");
        zip.write_all(held.as_bytes()).expect("a part");
    }
    zip.finish().expect("a workbook").into_inner()
}

/// Returns the workbook with something in a part replaced.
fn spoilt(part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut parts = parts();
    let (_, held) = parts.iter_mut().find(|(name, _)| *name == part).expect("a part");
    assert!(held.contains(from), "{part} holds no {from}");
    *held = held.replacen(from, to, 1);
    packed(&parts)
}

fn refusal(bytes: &[u8]) -> String {
    match read(bytes) {
        Ok(book) => panic!("it was read:\n{}", book.text),
        Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

const PLAN: &str = "xl/worksheets/sheet1.xml";
const AREA: &str = "xl/worksheets/sheet2.xml";
const TEXTS: &str = "xl/sharedStrings.xml";

#[test]
fn a_sheet_that_is_not_what_it_says_is_refused_by_name() {
    assert!(import(&packed(&parts())).is_ok(), "{}", refusal(&packed(&parts())));
    let cases = [
        (
            PLAN,
            r#"r="B2""#,
            r#"r="XFE1048577""#,
            "sheet plan: the sheet cannot be read: `XFE1048577` is the address of no cell",
        ),
        (PLAN, r#"r="B2""#, r#"r="MWLQKWU4294967298""#, "sheet plan: the sheet cannot be read: `MWLQKWU4294967298`"),
        (PLAN, r#"r="B2""#, r#"r="B3""#, "row 2 holds a cell of row 3"),
        (PLAN, r#"r="B2""#, r#"r="A2""#, "a cell of row 2 comes twice, or after one to the right of it"),
        (PLAN, r#"<row r="3">"#, r#"<row r="2">"#, "row 2 comes twice, or after one below it"),
        (PLAN, r#"<row r="3">"#, r#"<row r="1048577">"#, "`1048577` is the number of no row"),
        (
            PLAN,
            "</sheetData>",
            "</sheetData><row r=\"9\"><c r=\"A9\"><v>1</v></c></row>",
            "a row or a cell stands outside its data",
        ),
        (PLAN, "</sheetData>", "</sheetData><sheetData/>", "its cells stand in two places"),
        (PLAN, "</row><row r=\"3\">", "<row r=\"3\">", "a row or a cell stands outside its data"),
        (PLAN, "<v>1</v>", "<v>1</v><v>2</v>", "a cell of row 2 holds two values"),
        (PLAN, "A1:C9", "C9:A1", "it does not say how far its cells reach"),
        (PLAN, "A1:C9", "A1:XFD4294967295", "it does not say how far its cells reach"),
        (PLAN, "<sheetData>", r#"<cols><col min="0" max="9999999"/></cols><sheetData>"#, "the widths of its columns"),
        (
            PLAN,
            "</worksheet>",
            r#"<mergeCells><mergeCell ref="B9:A1"/></mergeCells></worksheet>"#,
            "a range of merged cells is none",
        ),
        (PLAN, "</worksheet>", "", "it ends in the middle"),
        (PLAN, "</worksheet>", "</worksheet><worksheet/>", "it is two parts in one"),
        (PLAN, "<worksheet>", "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet>", "it declares signs of its own"),
        (PLAN, "<v>1</v>", "<v>&a;</v>", "it holds a sign of its own"),
        (PLAN, "</row>", "</rows>", "it is no whole part of a workbook"),
    ];
    for (part, from, to, wanted) in cases {
        let said = refusal(&spoilt(part, from, to));
        assert!(
            said.starts_with("sheet plan: the sheet cannot be read: ") && said.contains(wanted),
            "{wanted}: {said}"
        );
    }
}

#[test]
fn a_part_that_is_not_what_it_says_is_refused_by_name() {
    let rels = "xl/_rels/workbook.xml.rels";
    let cases = [
        (
            TEXTS,
            r#"uniqueCount="1""#,
            r#"uniqueCount="18446744073709551615""#,
            "at xl/sharedstrings.xml: it cannot hold 18446744073709551615 texts",
        ),
        (
            TEXTS,
            r#"uniqueCount="1""#,
            r#"uniqueCount="99999999999999999999999""#,
            "it does not say how many texts it has",
        ),
        (TEXTS, r#"uniqueCount="1""#, r#"uniqueCount="100000000""#, "it cannot hold 100000000 texts"),
        (TEXTS, "<sst", "<!DOCTYPE sst><sst", "it declares signs of its own"),
        ("xl/workbook.xml", r#"name="area""#, r#"name="Plan""#, "sheet Plan: there are two such sheets"),
        (rels, "sheet2.xml", "sheet1.xml", "sheet area: there are two such sheets"),
        (rels, "sheet2.xml", "sheet9.xml", "sheet area: the sheet cannot be read: its part of the workbook is missing"),
        (rels, "</Relationships>", "", "at xl/_rels/workbook.xml.rels: it ends in the middle"),
        ("_rels/.rels", "relationships/officeDocument", "relationships/other", "it is no whole .xlsx file"),
    ];
    for (part, from, to, wanted) in cases {
        let said = refusal(&spoilt(part, from, to));
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let mut twice = parts();
    twice.push(("XL/Workbook.xml", "<workbook/>".to_owned()));
    assert!(refusal(&packed(&twice)).contains("a part of it is there twice"));
}

#[test]
fn more_formats_of_cells_than_there_can_be_are_refused() {
    let mut parts = parts();
    parts.push(("xl/styles.xml", format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(65_491))));
    assert!(refusal(&packed(&parts)).contains("at xl/styles.xml: it has more than 65490 formats of cells"));
}

#[test]
fn one_text_in_a_great_many_cells_is_refused() {
    let mut parts = parts();
    let long = "x".repeat(32_000);
    parts[4].1 = format!("<sst><si><t>{long}</t></si></sst>");
    let row = |row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#);
    let rows = (5..5_000).map(row).collect::<Vec<_>>().concat();
    parts[5].1 = parts[5].1.replace("</sheetData>", &format!("{rows}</sheetData>"));
    let bytes = packed(&parts);
    assert!(bytes.len() < 80_000, "{}", bytes.len());
    assert!(refusal(&bytes).contains("sheet plan: the sheet cannot be read: it holds more than a plan can"));
}

#[test]
fn a_sheet_with_more_rows_than_any_plan_is_refused_and_one_of_a_persons_own_is_left_out() {
    let rows = "<row><c><v>1</v></c></row>".repeat(40_001);
    let mut larger = parts();
    larger[5].1 = larger[5].1.replace("</sheetData>", &format!("{rows}</sheetData>"));
    assert!(refusal(&packed(&larger)).contains("sheet plan: the sheet cannot be read: it holds more than a plan can"));
    let mut own = parts();
    own[2].1 = own[2].1.replace("</sheets>", r#"<sheet name="extract" sheetId="3" r:id="rId3"/></sheets>"#);
    let third = format!(r#"<Relationship Id="rId3" Type="{RELATIONS}/worksheet" Target="worksheets/sheet3.xml"/>"#);
    own[3].1 = own[3].1.replace("</Relationships>", &format!("{third}</Relationships>"));
    own.push(("xl/worksheets/sheet3.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")));
    let book = read(&packed(&own)).expect("a plan");
    assert_eq!(book.notes, ["the sheet `extract` is no part of the plan and was left out"]);
}

/// Returns the workbook with so many partners of whom nothing is said but a word that is none.
fn of_partners(many: usize) -> Vec<u8> {
    let mut parts = parts();
    parts[2].1 = parts[2].1.replace("</sheets>", r#"<sheet name="partners" sheetId="3" r:id="rId3"/></sheets>"#);
    let third = format!(r#"<Relationship Id="rId3" Type="{RELATIONS}/worksheet" Target="worksheets/sheet3.xml"/>"#);
    parts[3].1 = parts[3].1.replace("</Relationships>", &format!("{third}</Relationships>"));
    let rows = r#"<row><c t="s"><v>0</v></c></row>"#.repeat(many);
    let head = r#"<row><c t="inlineStr"><is><t>kind</t></is></c></row>"#;
    parts.push(("xl/worksheets/sheet3.xml", format!("<worksheet><sheetData>{head}{rows}</sheetData></worksheet>")));
    packed(&parts)
}

#[test]
fn what_its_size_does_not_explain_is_refused_by_the_name_of_the_sheet() {
    assert!(read(&of_partners(200)).is_ok());
    let said = refusal(&of_partners(30_000));
    assert_eq!(said, "sheet partners: the sheet cannot be read: it holds more than a plan can");
    let check = |many| {
        let disk = Memory::new([(PathBuf::from("/book.xlsx"), of_partners(many))]);
        World { disk: Arc::new(disk), ..World::default() }.run(["check", "/book.xlsx", "--width", "300"])
    };
    assert_eq!(check(200).0, Exit::Findings);
    let (exit, _, told) = check(2_000);
    let wrong = "more is wrong in it than a plan of its size can have, most of it on the sheet partners";
    assert!(exit == Exit::NoVerdict && told.contains(wrong), "{exit:?}: {told}");
}

/// Parts that hold what a spreadsheet program draws may be anything, and sheets of a person's own are not read.
#[test]
fn what_is_not_read_is_not_refused() {
    let mut parts = parts();
    parts.push(("xl/drawings/vmlDrawing1.vml", "<xml><br></xml>".to_owned()));
    parts.push(("xl/media/image1.png", "\u{89}PNG".to_owned()));
    assert!(import(&packed(&parts)).is_ok());
    let cases = [(AREA, "</sheetData>", "</sheetData><extLst><ext><row><c/></row></ext></extLst>")];
    for (part, from, to) in cases {
        assert!(import(&spoilt(part, from, to)).is_ok(), "{}", refusal(&spoilt(part, from, to)));
    }
}
