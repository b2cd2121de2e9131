//! A marked copy of a workbook is the user's workbook still: every value, format, note and sheet is there, and what was
//! found stands at its cell.

#![cfg(feature = "workbook")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Output};

use bcf::cells::CellName;
use bcf::finding::Level;
use bcf::workbook::{Mark, Marks, mark};
use calamine::{Reader, Xlsx};
use roxmltree::{Document, Node};
use rust_xlsxwriter::{Color, Format, Formula, Note, Workbook, XlsxError};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::common::books::exported;
use crate::common::check;

/// The parts of a workbook by their names.
type Parts = BTreeMap<String, Vec<u8>>;

fn parts(bytes: &[u8]) -> Parts {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut parts = Parts::new();
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).expect("a part");
        let mut held = Vec::new();
        file.read_to_end(&mut held).expect("its bytes");
        parts.insert(file.name().expect("a name").into_owned(), held);
    }
    parts
}

/// Makes a workbook of parts.
fn packed(parts: &Parts) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, held) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part");
        zip.write_all(held).expect("its bytes");
    }
    zip.finish().expect("a package").into_inner()
}

/// Returns the workbook with one part changed, or added.
fn with_part(bytes: &[u8], name: &str, change: impl FnOnce(String) -> String) -> Vec<u8> {
    let mut parts = parts(bytes);
    let text = String::from_utf8(parts.remove(name).unwrap_or_default()).expect("text");
    parts.insert(name.to_owned(), change(text).into_bytes());
    packed(&parts)
}

fn text(parts: &Parts, name: &str) -> String {
    String::from_utf8(parts.get(name).unwrap_or_else(|| panic!("no part {name}")).clone()).expect("text")
}

const QUOTED: &str = "it's <6a> & more";

/// A workbook with what people have in theirs: formats, a formula, notes, merged cells, a name that needs quoting, a
/// name for a cell, and a second sheet in view.
fn book() -> Vec<u8> {
    let make = || -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let money = Format::new().set_num_format("£#,##0.00").set_bold();
        let header = Format::new().set_font_color(Color::White).set_background_color(Color::RGB(0x1F_3B_57));
        let sheet = book.add_worksheet().set_name("spend")?;
        sheet.write_string_with_format(0, 0, "scheme", &header)?.write_string(0, 1, "amount")?;
        sheet.write_string(1, 0, "a")?.write_number_with_format(1, 1, 1_234.5, &money)?;
        sheet.write_formula(2, 1, Formula::new("=SUM(B2:B2)").set_result("1234.5"))?;
        sheet.write_number_with_format(4, 4, 0.25, &Format::new().set_num_format("0.0%"))?;
        sheet.merge_range(6, 1, 8, 3, "merged", &Format::new().set_italic())?;
        sheet.insert_note(1, 1, &Note::new("what Ann said").set_author("Ann").add_author_prefix(false))?;
        sheet.insert_note(0, 0, &Note::new("a header").add_author_prefix(false))?;
        sheet.set_column_hidden(25)?.set_row_hidden(3)?;
        let other = book.add_worksheet().set_name(QUOTED)?;
        other.write_string(0, 0, "x")?.set_active(true).set_print_area(0, 0, 3, 3)?;
        book.add_worksheet().set_name("untouched")?.write_string(0, 0, "y")?;
        book.define_name("total", "=spend!$B$3")?;
        book.save_to_buffer()
    };
    make().expect("a workbook")
}

fn found(level: Level, sheet: &str, cell: &str) -> Mark {
    Mark {
        level,
        excused: None,
        rule: "money-adds-up".to_owned(),
        message: format!("=£1 & <b>\"more\"</b> than the grant's ]]> in {cell}, _x0041_"),
        help: "pay it".to_owned(),
        edit: String::new(),
        clause: "Annex A, condition 1 (quoted)".to_owned(),
        place: Some(CellName { sheet: sheet.to_owned(), cell: cell.to_owned() }),
    }
}

fn marks(findings: Vec<Mark>) -> Marks {
    Marks { word: "FAIL".to_owned(), passes: false, sentence: "plan.xlsx: 3 errors".to_owned(), findings }
}

/// Findings at cells that are there and that are not, in rows that are there and that are not, under merged cells, twice
/// at one cell, and at no cell at all.
fn findings() -> Vec<Mark> {
    let mut all: Vec<Mark> = ["B2", "A1", "C2", "A3", "D3", "B4", "A6", "C8", "E5", "Z2", "A40", "XFD1048576"]
        .into_iter()
        .map(|cell| found(Level::Error, "spend", cell))
        .collect();
    all.push(found(Level::Advice, "spend", "B3"));
    all.push(found(Level::Warning, "spend", "B3"));
    all.push(found(Level::Warning, QUOTED, "B2"));
    all.push(found(Level::Error, "no such sheet", "A1"));
    all.push(Mark { place: None, ..found(Level::Advice, "", "") });
    all.push(Mark { excused: Some("waived".to_owned()), ..found(Level::Error, "untouched", "A1") });
    all
}

/// The cell in which a finding is seen: of merged cells the first.
fn seen(cell: &str) -> &str {
    if cell == "C8" { "B7" } else { cell }
}

/// A workbook as its parts say it is.
struct Opened {
    parts: Parts,
    /// The part of each sheet, in order.
    sheets: Vec<(String, String)>,
}

impl Opened {
    fn new(bytes: &[u8]) -> Self {
        let parts = parts(bytes);
        for (name, held) in &parts {
            let is_xml = [".xml", ".rels", ".vml"].iter().any(|ending| name.ends_with(ending));
            let held = std::str::from_utf8(held).expect("text");
            assert!(!is_xml || Document::parse(held).is_ok(), "{name} is no XML: {held}");
        }
        let targets = relations(&parts, "xl/workbook.xml");
        let book = text(&parts, "xl/workbook.xml");
        let book = Document::parse(&book).expect("XML");
        let sheets = named(book.root(), "sheet").map(|sheet| {
            let id = sheet.attributes().find(|attribute| attribute.name() == "id").expect("a relation").value();
            (sheet.attribute("name").expect("a name").to_owned(), targets[id].1.clone())
        });
        let sheets = sheets.collect();
        Self { parts, sheets }
    }

    fn part(&self, sheet: &str) -> &str {
        &self.sheets.iter().find(|(name, _)| name == sheet).expect("a sheet").1
    }

    /// Returns the number of the look of each cell of a sheet; every cell stands once, in order.
    fn looks(&self, sheet: &str) -> BTreeMap<String, usize> {
        let sheet = text(&self.parts, self.part(sheet));
        let sheet = Document::parse(&sheet).expect("XML");
        let mut looks = BTreeMap::new();
        let mut last = (0, 0);
        for row in named(sheet.root(), "row") {
            let number: usize = row.attribute("r").expect("a number").parse().expect("a number");
            for cell in row.children().filter(Node::is_element) {
                let name = cell.attribute("r").expect("a name");
                let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
                let column = letters.bytes().fold(0, |n, byte| n * 26 + usize::from(byte - b'A' + 1));
                assert_eq!(name, format!("{letters}{number}"));
                assert!(last < (number, column), "{name} is out of its place");
                last = (number, column);
                let look = cell.attribute("s").map_or(0, |look| look.parse().expect("a number"));
                looks.insert(name.to_owned(), look);
            }
        }
        looks
    }

    /// Returns everything a look has but its shade, and the colour of that.
    fn look(&self, number: usize) -> (String, Option<String>) {
        let styles = text(&self.parts, "xl/styles.xml");
        let styles = Document::parse(&styles).expect("XML");
        let within = |part: &'static str, n: usize| {
            let part = named(styles.root(), part).next().expect("a part");
            let all: Vec<_> = part.children().filter(Node::is_element).collect();
            assert_eq!(part.attribute("count").map(str::parse), Some(Ok(all.len())));
            all[n]
        };
        let format = within("cellXfs", number);
        let own = |node: Node<'_, '_>| styles.input_text()[node.range()].to_owned();
        let number_of = |name: &str| format.attribute(name).map_or(0, |n| n.parse::<usize>().expect("a number"));
        let mut rest: Vec<String> = format
            .attributes()
            .filter(|attribute| !matches!(attribute.name(), "fillId" | "applyFill" | "fontId"))
            .map(|attribute| format!("{}={}", attribute.name(), attribute.value()))
            .collect();
        rest.extend(format.children().filter(Node::is_element).map(own));
        rest.push(own(within("fonts", number_of("fontId"))));
        let fill = within("fills", number_of("fillId"));
        let color = named(fill, "fgColor").find_map(|color| color.attribute("rgb").map(str::to_owned));
        (rest.join(" "), color)
    }

    /// Returns the text of each note of a sheet, by its cell; each note has a box of its own.
    fn notes(&self, sheet: &str) -> BTreeMap<String, String> {
        let part = self.part(sheet);
        let of_kind = |kind: &str| {
            let all = relations(&self.parts, part).into_values();
            all.filter(|(own, _)| own.ends_with(kind)).map(|(_, part)| part).next()
        };
        let Some(comments) = of_kind("/comments") else { return BTreeMap::new() };
        let comments = text(&self.parts, &comments);
        let comments = Document::parse(&comments).expect("XML");
        let mut notes = BTreeMap::new();
        for note in named(comments.root(), "comment") {
            let said: String = named(note, "t").filter_map(|text| text.text()).collect();
            let cell = note.attribute("ref").expect("a cell").to_owned();
            assert!(notes.insert(cell.clone(), said).is_none(), "a second note at {cell}");
        }
        let boxes = text(&self.parts, &of_kind("/vmlDrawing").expect("the boxes"));
        let boxes = Document::parse(&boxes).expect("XML");
        let number = |node: Node<'_, '_>, name: &'static str| -> usize {
            named(node, name).next().and_then(|node| node.text()).expect("a number").parse().expect("a number")
        };
        let drawn: Vec<String> = named(boxes.root(), "ClientData")
            .map(|one| format!("{}{}", bcf::cells::letters(number(one, "Column")), number(one, "Row") + 1))
            .collect();
        let unique: BTreeSet<String> = drawn.iter().cloned().collect();
        assert_eq!(drawn.len(), unique.len(), "{drawn:?}");
        assert_eq!(unique, notes.keys().cloned().collect());
        notes
    }
}

fn named<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |node| node.tag_name().name() == name)
}

/// Returns what a part leads to by the ids of its relations: the kind and the part.
fn relations(parts: &Parts, part: &str) -> HashMap<String, (String, String)> {
    let (folder, name) = part.rsplit_once('/').expect("a folder");
    let rels = format!("{folder}/_rels/{name}.rels");
    if !parts.contains_key(&rels) {
        return HashMap::new();
    }
    let rels = text(parts, &rels);
    let rels = Document::parse(&rels).expect("XML");
    let all = named(rels.root(), "Relationship").map(|one| {
        let get = |name| one.attribute(name).expect("an attribute").to_owned();
        let target = get("Target");
        let target = match (target.strip_prefix('/'), target.strip_prefix("../")) {
            (Some(whole), _) => whole.to_owned(),
            (_, Some(above)) => format!("{}/{above}", folder.rsplit_once('/').map_or("", |(above, _)| above)),
            _ => format!("{folder}/{target}"),
        };
        (get("Id"), (get("Type"), target))
    });
    all.collect()
}

/// Everything calamine reads of the cells of a sheet: values and formulas.
fn held(bytes: &[u8], sheet: &str) -> (Vec<String>, Vec<String>) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let values = book.worksheet_range(sheet).expect("a sheet");
    let values = values.used_cells().map(|(row, column, value)| format!("{row} {column} {value:?}"));
    let formulas = book.worksheet_formula(sheet).expect("a sheet");
    let formulas = formulas.used_cells().map(|(row, column, value)| format!("{row} {column} {value}")).collect();
    (values.collect(), formulas)
}

#[test]
fn a_marked_copy_holds_what_the_workbook_holds_and_shades_the_cells_that_were_found() {
    let bytes = book();
    let copy = mark(&bytes, &marks(findings())).expect("a copy");
    assert_eq!(copy, mark(&bytes, &marks(findings())).expect("a copy"), "the same marks give the same bytes");
    let (before, after) = (Opened::new(&bytes), Opened::new(&copy));
    let mut worst: HashMap<(&str, &str), Level> = HashMap::new();
    let all = findings();
    for one in all.iter().filter(|one| one.excused.is_none()) {
        let Some(place) = &one.place else { continue };
        let level = worst.entry((place.sheet.as_str(), seen(&place.cell))).or_insert(one.level);
        *level = (*level).max(one.level);
    }
    let mut shades: HashMap<Level, BTreeSet<Option<String>>> = HashMap::new();
    for (sheet, _) in &before.sheets {
        assert_eq!(held(&bytes, sheet), held(&copy, sheet), "{sheet}");
        let (old, new) = (before.looks(sheet), after.looks(sheet));
        for (cell, look) in &new {
            let (was, is) = (before.look(old.get(cell).copied().unwrap_or_default()), after.look(*look));
            match worst.get(&(sheet.as_str(), cell.as_str())) {
                Some(level) => {
                    let is_light = was.0.contains("FFFFFFFF");
                    assert!(was.1 != is.1 && is.1.is_some(), "{sheet}!{cell} has no shade");
                    if !is_light {
                        shades.entry(*level).or_default().insert(is.1);
                    }
                    assert!(is.0.contains("numFmtId"));
                }
                None => assert_eq!(was, is, "{sheet}!{cell}"),
            }
            let plain = |look: &str| look.replace(" applyFill=1", "");
            assert_eq!(plain(&was.0), plain(&is.0), "{sheet}!{cell} keeps its number format, font and border");
        }
        let wanted = worst.keys().filter(|(of, _)| of == sheet);
        assert!(wanted.clone().all(|(_, cell)| new.contains_key(*cell)));
        assert!(old.keys().all(|cell| new.contains_key(cell)));
    }
    let colours: BTreeSet<_> = shades.values().flatten().collect();
    assert!(shades.values().all(|one| one.len() == 1) && colours.len() == 2, "{shades:?}");
}

#[test]
fn each_cell_has_one_note_with_all_that_was_found_there_and_what_was_noted_before() {
    let copy = Opened::new(&mark(&book(), &marks(findings())).expect("a copy"));
    let notes = copy.notes("spend");
    assert!(
        notes["B2"].starts_with("what Ann said\n\nerror: =£1 & <b>\"more\"</b> than the grant's ]]> in B2"),
        "{notes:#?}"
    );
    assert!(notes["B2"].contains("\nwhat to do: pay it\nclause: Annex A, condition 1 (quoted)\nrule: money-adds-up"));
    assert!(notes["A1"].starts_with("a header\n\nerror: "));
    let two = &notes["B3"];
    let (warning, advice) = (two.find("warning: ").expect("both"), two.find("advice: ").expect("both"));
    assert!(warning < advice, "the most severe comes first: {two}");
    assert!(notes["B7"].contains("in C8"), "merged cells are one: {notes:#?}");
    assert_eq!(notes.len(), 13);
    assert!(
        notes["B2"]
            .ends_with("_x005F_x0041_\nwhat to do: pay it\nclause: Annex A, condition 1 (quoted)\nrule: money-adds-up")
    );
    assert_eq!(copy.notes(QUOTED).len(), 1);
    assert!(copy.notes("untouched").is_empty());
    let many = (0..500).map(|_| found(Level::Error, "spend", "C2")).collect();
    let note = Opened::new(&mark(&book(), &marks(many)).expect("a copy")).notes("spend")["C2"].clone();
    assert!(note.ends_with("more at this cell: see the sheet `findings`") && note.len() < 32_000, "{}", note.len());
}

#[test]
fn every_part_that_need_not_say_something_else_is_copied_as_it_is_packed() {
    let (bytes, marks) = (book(), marks(findings()));
    let copy = mark(&bytes, &marks).expect("a copy");
    let raw = |bytes: &[u8]| {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a package");
        let mut all = Vec::new();
        for n in 0..zip.len() {
            let mut file = zip.by_index_raw(n).expect("a part");
            let mut packed = Vec::new();
            file.read_to_end(&mut packed).expect("its bytes");
            all.push((file.name().expect("a name").into_owned(), packed));
        }
        all
    };
    let (before, after) = (raw(&bytes), raw(&copy));
    let changed: Vec<&str> =
        before.iter().zip(&after).filter(|(a, b)| a != b).map(|((name, _), _)| name.as_str()).collect();
    assert_eq!(
        before.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        after[..before.len()].iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
    let may: BTreeSet<&str> = [
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    ]
    .into();
    assert_eq!(changed.into_iter().collect::<BTreeSet<_>>(), may);
    // A sheet without findings is touched where it is the one in view, and there alone.
    let none = parts(&mark(&bytes, &Marks { findings: Vec::new(), ..marks }).expect("a copy"));
    let own = parts(&bytes);
    assert_eq!(own["xl/worksheets/sheet1.xml"], none["xl/worksheets/sheet1.xml"]);
    let second = text(&own, "xl/worksheets/sheet2.xml").replace(" tabSelected=\"1\"", "");
    assert_eq!(second, text(&none, "xl/worksheets/sheet2.xml"));
}

#[test]
fn the_sheet_of_findings_comes_first_and_leads_to_each_cell() {
    let bytes = book();
    let copy = mark(&bytes, &marks(findings())).expect("a copy");
    let opened = Opened::new(&copy);
    let names: Vec<&str> = opened.sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["findings", "spend", QUOTED, "untouched"]);
    let sheet = text(&opened.parts, opened.part("findings"));
    let sheet = Document::parse(&sheet).expect("XML");
    let links: BTreeSet<&str> =
        named(sheet.root(), "hyperlink").filter_map(|link| link.attribute("location")).collect();
    let all = findings();
    let places = all.iter().filter_map(|one| one.place.as_ref()).filter(|place| place.sheet != "no such sheet");
    assert_eq!(links, places.map(ToString::to_string).collect::<BTreeSet<_>>().iter().map(String::as_str).collect());
    assert!(links.contains("'it''s <6a> & more'!B2"));
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(&copy)).expect("a workbook");
    let rows = read.worksheet_range("findings").expect("the sheet");
    let cell = |row: usize, column: usize| rows.get((row, column)).map(ToString::to_string).unwrap_or_default();
    assert_eq!(cell(0, 0), "FAIL plan.xlsx: 3 errors");
    for (n, one) in all.iter().enumerate() {
        let place = one.place.as_ref().map(ToString::to_string).unwrap_or_default();
        let level = one.excused.as_deref().unwrap_or(one.level.word());
        let wanted =
            [level, &place, &one.message.replace("_x0041_", "A"), &one.help, &one.clause, &one.rule].map(str::to_owned);
        let found: [String; 6] = std::array::from_fn(|column| cell(n + 4, column).replace("_x0041_", "A"));
        assert_eq!(found, wanted);
    }
    assert!(
        read.worksheet_formula("findings").expect("the sheet").used_cells().all(|(.., formula)| formula.is_empty())
    );
    // Names of one sheet are still names of that sheet, and one sheet is in view.
    let book = text(&opened.parts, "xl/workbook.xml");
    let book = Document::parse(&book).expect("XML");
    let area = named(book.root(), "definedName").find(|name| name.attribute("name") == Some("_xlnm.Print_Area"));
    assert_eq!(area.and_then(|area| area.attribute("localSheetId")), Some("2"));
    assert!(named(book.root(), "workbookView").all(|view| view.attribute("activeTab").is_none_or(|tab| tab == "0")));
    let selected = opened.sheets.iter().filter(|(_, part)| text(&opened.parts, part).contains("tabSelected=\"1\""));
    assert_eq!(selected.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["findings"]);
    let mut taken = Workbook::new();
    taken.add_worksheet().set_name("Findings").expect("a name");
    let copy = mark(&taken.save_to_buffer().expect("a workbook"), &marks(Vec::new())).expect("a copy");
    assert_eq!(Opened::new(&copy).sheets[0].0, "findings 2");
}

#[test]
fn a_workbook_that_a_copy_would_spoil_is_refused_with_the_reason() {
    let (book, none) = (book(), marks(Vec::new()));
    let macros = with_part(&book, "xl/vbaProject.bin", |_| "macros".to_owned());
    let typed = with_part(&book, "[Content_Types].xml", |text| {
        text.replace("spreadsheetml.sheet.main+xml", "x")
            .replace("vnd.openxmlformats-officedocument.x", "vnd.ms-excel.sheet.macroEnabled.main+xml")
    });
    let signed = with_part(&book, "_xmlsignatures/sig1.xml", |_| "<Signature/>".to_owned());
    let marked = mark(&book, &none).expect("a copy");
    for (bytes, wanted) in [
        (&macros, "the workbook has macros"),
        (&typed, "the workbook has macros"),
        (&signed, "the workbook has a digital signature"),
        (&marked, "the workbook is a marked copy itself"),
        (&b"[plan]\n".to_vec(), "this is no Excel workbook"),
    ] {
        let fault = mark(bytes, &none).expect_err(wanted);
        assert!(fault.message.starts_with(wanted) && !fault.help.is_empty(), "{fault:?}");
    }
    // One from which the sheet of findings was deleted is anybody's workbook again.
    let freed = with_part(&marked, "xl/workbook.xml", |text| text.replace(">findings!$A$1<", ">#REF!<"));
    assert!(mark(&freed, &none).is_ok());
}

#[test]
fn a_sheet_that_numbers_neither_rows_nor_cells_and_names_its_elements_otherwise_is_marked_in_place() {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let sheet = format!(
        "\u{feff}<?xml version=\"1.0\"?><x:worksheet xmlns:x=\"{main}\"><x:cols><x:col min=\"3\" max=\"9\" style=\"1\"/></x:cols>\
         <x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:t>a</x:t></x:is></x:c><x:c><x:v>1</x:v></x:c></x:row><x:row r=\"4\" spans=\"1:2\"/>\
         <x:row/></x:sheetData><x:pageMargins left=\"1\"/><x:tableParts count=\"0\"/></x:worksheet>"
    );
    let bytes = with_part(&book(), "xl/worksheets/sheet3.xml", |_| sheet);
    let cells = ["B1", "D1", "A2", "C4", "A4", "B5", "A9"];
    let all = cells.map(|cell| found(Level::Error, "untouched", cell)).to_vec();
    let copy = Opened::new(&mark(&bytes, &marks(all)).expect("a copy"));
    let text = text(&copy.parts, "xl/worksheets/sheet3.xml");
    let read = Document::parse(&text).expect("XML");
    let (mut row, mut found) = (0, Vec::new());
    for one in named(read.root(), "row") {
        row = one.attribute("r").map_or(row + 1, |n| n.parse::<usize>().expect("a number"));
        let mut column = 0;
        for cell in one.children() {
            column = cell.attribute("r").map_or(column + 1, |name| usize::from(name.as_bytes()[0] - b'A') + 1);
            if cell.attribute("s").is_some() {
                found.push(format!("{}{row}", bcf::cells::letters(column - 1)));
            }
        }
    }
    assert_eq!(found, ["B1", "D1", "A2", "A4", "C4", "B5", "A9"], "{text}");
    assert!(
        named(read.root(), "legacyDrawing")
            .next()
            .is_some_and(|at| at.next_sibling_element().is_some_and(|next| next.tag_name().name() == "tableParts")),
        "{text}"
    );
    assert!(read.descendants().filter(Node::is_element).all(|node| node.tag_name().namespace() == Some(main)));
}

#[test]
fn what_draws_buttons_draws_the_notes_too() {
    let theirs = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
                  xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shape id=\"_x0000_s2049\" type=\"#_x0000_t201\"><x:ClientData \
                  ObjectType=\"Button\"><x:Anchor>0, 0, 0, 0, 1, 0, 1, 0</x:Anchor></x:ClientData></v:shape></xml>";
    let with_drawing = with_part(&book(), "xl/drawings/vmlDrawing9.vml", |_| theirs.to_owned());
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let rels = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
         Type=\"{kind}/vmlDrawing\" Target=\"../drawings/vmlDrawing9.vml\"/></Relationships>"
    );
    let with_rels = with_part(&with_drawing, "xl/worksheets/_rels/sheet3.xml.rels", |_| rels);
    let bytes = with_part(&with_rels, "xl/worksheets/sheet3.xml", |text| {
        text.replace("</worksheet>", &format!("<legacyDrawing xmlns:r=\"{kind}\" r:id=\"rId1\"/></worksheet>"))
    });
    let copy = Opened::new(&mark(&bytes, &marks(vec![found(Level::Error, "untouched", "A1")])).expect("a copy"));
    let drawing = text(&copy.parts, "xl/drawings/vmlDrawing9.vml");
    assert!(drawing.starts_with(theirs.trim_end_matches("</xml>")), "{drawing}");
    assert!(drawing.contains("<x:Row>0</x:Row><x:Column>0</x:Column>"), "{drawing}");
    assert_eq!(text(&copy.parts, "xl/worksheets/sheet3.xml").matches("<legacyDrawing").count(), 1);
}

fn bcf(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let done: Output =
        Command::new(env!("CARGO_BIN_EXE_bcf")).args(args).current_dir(folder).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code(), text(done.stdout), text(done.stderr))
}

/// A folder with a plan that fails, as text and as a workbook.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = include_str!("../../plans/example-county.toml");
    let slipped = plan.replacen("amount = { 2017-18 = 21_486_312", "amount = { 2017-18 = 12_486_312", 1);
    fs::write(folder.path().join("book.xlsx"), exported(&check(&slipped)).expect("a workbook")).expect("a file");
    fs::write(folder.path().join("plan.toml"), slipped).expect("a file");
    folder
}

#[test]
fn the_copy_marks_the_cells_that_the_report_tells() {
    let folder = project();
    let own = fs::read(folder.path().join("book.xlsx")).expect("the workbook");
    let check = ["check", "book.xlsx", "--today", "2018-06-01", "--format", "json"];
    let plain = bcf(folder.path(), &check);
    let marked = bcf(folder.path(), &[&check[..], &["--mark", "checked.xlsx"]].concat());
    assert_eq!((plain.0, &plain.1), (marked.0, &marked.1), "the report and the exit status are those of the check");
    assert_eq!(own, fs::read(folder.path().join("book.xlsx")).expect("the workbook"), "the workbook stays as it is");
    let copy = Opened::new(&fs::read(folder.path().join("checked.xlsx")).expect("a copy"));
    // The copy is no second plan of the folder.
    fs::remove_file(folder.path().join("plan.toml")).expect("a file");
    let all = bcf(folder.path(), &["check", "--format", "json"]);
    let all: Value = serde_json::from_str(&all.1).expect("JSON");
    assert_eq!(all["plans"].as_array().map(Vec::len), Some(1));
    let json: Value = serde_json::from_str(&plain.1).expect("JSON");
    let all = json["plans"][0]["findings"].as_array().expect("findings");
    assert!(!all.is_empty());
    for finding in all.iter().filter(|finding| finding["status"] == "failed") {
        let at = |key: &str| finding["at"][key].as_str().expect("a place");
        let note = copy.notes(at("sheet"))[at("cell")].clone();
        let message = finding["message"].as_str().expect("a message");
        assert!(note.contains(&format!("{}: {message}", finding["level"].as_str().expect("a level"))), "{note}");
    }
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(packed(&copy.parts))).expect("a workbook");
    let top = read.worksheet_range("findings").expect("the sheet").get((0, 0)).map(ToString::to_string);
    assert!(top.is_some_and(|top| top.starts_with("FAIL book.xlsx (bcf-2017-19")));
    let first: Vec<String> = (0..4)
        .map(|column| {
            let list = read.worksheet_range("findings").expect("the sheet");
            list.get((4, column)).map(ToString::to_string).unwrap_or_default()
        })
        .collect();
    let causes = json["plans"][0]["causes"].as_array().expect("causes");
    assert!(first[0] == "likely cause" && first[3].starts_with("answers the "), "{first:?}");
    assert_eq!(first[2], causes[0]["message"].as_str().expect("a message"));
}

#[test]
fn a_copy_is_made_of_one_workbook_and_written_over_nothing() {
    let folder = project();
    let path = folder.path();
    fs::copy(path.join("book.xlsx"), path.join("second.xlsx")).expect("a copy");
    let book = fs::read(path.join("book.xlsx")).expect("a workbook");
    fs::write(path.join("macros.xlsx"), with_part(&book, "xl/vbaProject.bin", |_| "macros".to_owned()))
        .expect("a file");
    for (args, wanted) in [
        (&["plan.toml", "--mark", "new.xlsx"][..], "plan.toml is no workbook"),
        (&["book.xlsx", "second.xlsx", "--mark", "new.xlsx"], "--mark marks one workbook, and 2 plans were named"),
        (&["book.xlsx", "--mark", "book.xlsx", "--force"], "book.xlsx is what is read"),
        (&["book.xlsx", "--mark", "second.xlsx"], "second.xlsx is there already"),
        (&["book.xlsx", "--mark", "plan.toml", "--force"], "plan.toml is a plan"),
        (&["book.xlsx", "--mark", "new.pdf"], "a marked copy is an Excel workbook"),
        (&["book.xlsx", "--mark", "-"], "a marked copy cannot go where the report goes"),
        (&["macros.xlsx", "--mark", "new.xlsx"], "macros.xlsx cannot be marked: the workbook has macros"),
        (&["absent.xlsx", "--mark", "new.xlsx"], "there is no file or folder absent.xlsx"),
    ] {
        let (status, stdout, stderr) = bcf(path, &[&["check", "--width", "300"], args].concat());
        assert_eq!((status, stdout.as_str()), (Some(2), ""), "{args:?}: {stderr}");
        assert!(stderr.contains(wanted) && stderr.contains("help:"), "{args:?}: {stderr}");
    }
    assert!(!path.join("new.xlsx").exists() && !path.join("new.pdf").exists());
    assert_eq!(book, fs::read(path.join("second.xlsx")).expect("a workbook"));
    assert_eq!(bcf(path, &["check", "book.xlsx", "--mark", "second.xlsx", "--force"]).0, Some(1));
    assert_ne!(book, fs::read(path.join("second.xlsx")).expect("a workbook"));
}
