//! Small files of each kind, packed here, and the documents they are read as.

use std::io::{Cursor, Write};

use super::unpack;
use crate::narrative::{Document, Role};

/// Packs the parts of an archive.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("what was packed here");
        zip.write_all(text.as_bytes()).expect("what was packed here");
    }
    zip.finish().expect("what was packed here").into_inner()
}

/// Packs a Word file with this body, and these other parts.
fn word(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:v=\"urn:v\"";
    let main = format!("<w:document {space}><w:body>{body}</w:body></w:document>");
    let kinds = ["styles", "numbering", "footnotes"];
    let relations: String =
        kinds.map(|kind| format!("<Relationship Id=\"{kind}\" Type=\"x/{kind}\" Target=\"{kind}.xml\"/>")).concat();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let spaced: Vec<(String, String)> = parts
        .iter()
        .map(|(name, text)| (format!("word/{name}.xml"), text.replacen(' ', &format!(" {space} "), 1)))
        .collect();
    let mut all = vec![
        (
            "[Content_Types].xml",
            "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
        ),
        ("word/_rels/document.xml.rels", relations.as_str()),
        ("word/document.xml", main.as_str()),
    ];
    all.extend(spaced.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    packed(&all)
}

/// Packs an OpenDocument text with this body, these automatic styles, and these others.
fn open_document(body: &str, automatic: &str, styles: &str) -> Vec<u8> {
    let space: String = ["text", "table", "draw", "office", "style", "s"]
        .map(|name| {
            let own = if name == "draw" { "drawing" } else { name };
            format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{own}:1.0\" ")
        })
        .concat();
    let content = format!(
        "<office:document-content {space}><office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let styles =
        format!("<office:document-styles {space}><office:styles>{styles}</office:styles></office:document-styles>");
    packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
        ("styles.xml", &styles),
    ])
}

/// Returns a document as lines: `#` and the level of a heading, the row and column of a cell with how many columns it is
/// in.
fn lines(document: &Document) -> Vec<String> {
    let line = |piece: &crate::narrative::Piece| {
        let text = piece.text.replace('\n', "/");
        match piece.role {
            Role::Heading { level } => format!("{} {text}", "#".repeat(level.into())),
            Role::Paragraph => text,
            Role::Cell { row, .. } => {
                let cell = document.cell_of(piece).expect("what was packed here");
                format!("{row}.{}+{} {text}", cell.column, cell.columns)
            }
        }
    };
    document.pieces.iter().map(line).collect()
}

fn read(bytes: &[u8]) -> Vec<String> {
    lines(&unpack("paper", bytes).expect("what was packed here").expect("what was packed here"))
}

#[test]
fn a_heading_is_one_by_its_style_or_by_what_that_is_based_on_and_has_its_number() {
    let styles = r#"<w:styles ><w:style w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
        <w:style w:styleId="H2"><w:name w:val="Second"/><w:basedOn w:val="Deep"/></w:style>
        <w:style w:styleId="Deep"><w:name w:val="Deep"/><w:pPr><w:outlineLvl w:val="1"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
        <w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>"#;
    let level = |n: u8, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{n}\"><w:start w:val=\"{}\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"{text}\"/></w:lvl>",
            12 - 11 * n
        )
    };
    let numbering = format!(
        "<w:numbering ><w:abstractNum w:abstractNumId=\"3\">{}{}</w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"3\"/></w:num></w:numbering>",
        level(0, "%1.0"),
        level(1, "%1.%2")
    );
    let paragraph = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let body = [
        paragraph("TOC1", "Funds 45"),
        paragraph("H1", "Funds"),
        paragraph("H2", "Context"),
        paragraph("None", "The pool is £5m."),
        paragraph("H2", "Grants"),
        paragraph("H1", "Metrics"),
    ]
    .concat();
    let document = word(&body, &[("styles", styles), ("numbering", &numbering)]);
    let document = unpack("paper.docx", &document).expect("what was packed here").expect("what was packed here");
    assert_eq!(
        lines(&document),
        ["# 12.0 Funds", "## 12.1 Context", "The pool is £5m.", "## 12.2 Grants", "# 13.0 Metrics"]
    );
    let numbers: Vec<&str> = document.sections.iter().map(|section| section.number.as_str()).collect();
    assert_eq!(numbers, ["12", "12.1", "12.2", "13"]);
}

#[test]
fn what_was_inserted_is_there_and_what_was_deleted_is_not() {
    let body = "<w:p><w:r><w:t>It is </w:t></w:r><w:del><w:r><w:delText>£4m</w:delText><w:t>£6m</w:t></w:r></w:del><w:ins><w:r><w:t>£5m</w:t></w:r></w:ins>\
        <w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t xml:space=\"preserve\"> now</w:t></w:r></w:p>\
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">One </w:t></w:r></w:p><w:p><w:r><w:t>line</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc/></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc><w:tc/></w:tr></w:tbl>";
    assert_eq!(read(&word(body, &[])), ["It is£5m now", "One line", "0.0+1 a"]);
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>£4m</text:p></text:deletion></text:changed-region></text:tracked-changes>\
        <text:p>It is <text:change-start/>£5m<text:change-end/>\n  now</text:p>";
    assert_eq!(read(&open_document(body, "", "")), ["It is £5m now"]);
    assert_eq!(read(b"<html><p>It is <del>\xc2\xa34m</del><ins>\xc2\xa35m</ins>\n now"), ["It is £5m now"]);
}

#[test]
fn notes_come_behind_what_they_belong_to_and_a_text_box_is_read_once() {
    let notes = "<w:footnotes ><w:footnote w:type=\"separator\" w:id=\"0\"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id=\"2\"><w:p><w:r><w:t>Of which £1m is new.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let boxed = "<w:txbxContent><w:p><w:r><w:t>In a box: £2m.</w:t></w:r></w:p></w:txbxContent>";
    let body = format!(
        "<w:p><w:r><w:t>The pool is £5m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t><w:footnoteReference w:id=\"2\"/></w:r>\
         <w:r><mc:AlternateContent><mc:Choice Requires=\"x\"><x>{boxed}</x></mc:Choice><mc:Fallback><w:pict><v:textbox>{boxed}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>.</w:t></w:r></w:p>"
    );
    let wanted = ["The pool is £5m.", "Of which £1m is new.", "In a box: £2m."];
    assert_eq!(read(&word(&body, &[("footnotes", notes)])), wanted);
    let body = "<text:p>The pool is £5m<text:span text:style-name=\"T1\">2</text:span><text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Of which £1m is new.</text:p></text:note-body></text:note>\
        <draw:frame><draw:text-box><text:p>In a box: £2m.</text:p></draw:text-box></draw:frame>.</text:p>";
    let raised = "<style:style style:name=\"T1\" style:parent-style-name=\"T0\"/><style:style style:name=\"T0\"><style:text-properties style:text-position=\"super 58%\"/></style:style>";
    assert_eq!(read(&open_document(body, raised, "")), wanted);
    let page = "<p>The pool is &pound;5m<sup>2</sup><a href='#_ftn1'>[1]</a>.<div><p>Of which &#163;1m is new.</div><p>In a box: £2m.";
    assert_eq!(read(format!("<html>{page}").as_bytes()), wanted);
}

#[test]
fn an_element_that_is_hidden_ends_where_a_browser_ends_it() {
    for hidden in [
        "<input hidden>",
        "<br hidden>",
        "<hr style='display: none'>",
        "<img hidden><wbr hidden><source hidden>",
        "<p hidden>It is £1m.",
        "<p hidden>It is <b>£1m</b>.<div></div>",
        "<ul><li hidden>£1m<li>A</ul>",
        "<ul><li hidden>£1m<ul><li>£2m</ul></ul>A",
        "<dl><dt hidden>£1m<dd>A</dl>",
        "<div><span hidden>£1m</div>",
        "<div hidden><p>£1m<section>£2m</section><input></div>",
        "<table><tr><td>A<td hidden>£1m<tr hidden><td>£2m</table>",
        "<table><tr><td hidden><table><tr><td>£1m</table></tr></table>",
        "<nav><div>£1m</div><br></nav>",
    ] {
        let told = read(format!("<html>{hidden}<p>The pool is £5m.").as_bytes()).concat();
        let told = told.replace('A', "").replace("0.0+1 ", "");
        assert_eq!(told, "The pool is £5m.", "{hidden}");
    }
}

#[test]
fn what_is_said_of_a_picture_is_no_text() {
    let body = "<text:p>It is <draw:frame><draw:image><office:binary-data>4m1234</office:binary-data></draw:image>\
        <s:title>£1m</s:title><s:desc>a chart of £2m</s:desc><draw:text-box><text:p>In a box: £2m.</text:p></draw:text-box></draw:frame>\
        <l:content-control xmlns:l=\"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0\">£5<text:span>m</text:span></l:content-control>.</text:p>";
    assert_eq!(read(&open_document(body, "", "")), ["It is £5m.", "In a box: £2m."]);
}

#[test]
fn a_cell_is_in_all_its_columns_and_rows() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row(&[cell("<w:vMerge w:val=\"restart\"/>", "Grant"), cell("<w:gridSpan w:val=\"2\"/>", "£000")]),
        row(&[cell("<w:vMerge/>", ""), cell("", "2017/18"), cell("", "2018/19")]),
        row(&[cell("", "DFG"), cell("", "3,350"), cell("", "3,632")]),
    );
    let wanted =
        ["0.0+1 Grant", "0.1+2 £000", "1.1+1 2017/18", "1.2+1 2018/19", "2.0+1 DFG", "2.1+1 3,350", "2.2+1 3,632"];
    let word = unpack("a", &word(&body, &[])).expect("what was packed here").expect("what was packed here");
    assert_eq!(lines(&word), wanted);
    let cell = |name: &str, text: &str| {
        format!(
            "<table:{name}><text:p>{text}</text:p></table:{}>",
            name.split(' ').next().expect("what was packed here")
        )
    };
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let covered = "<table:covered-table-cell/>".to_owned();
    let one = |text: &str| cell("table-cell", text);
    let body = format!(
        "<table:table>{}{}{}</table:table>",
        row(&[
            cell("table-cell table:number-rows-spanned=\"2\"", "Grant"),
            cell("table-cell table:number-columns-spanned=\"2\"", "£000"),
            covered.clone()
        ]),
        row(&[covered, one("2017/18"), one("2018/19")]),
        row(&[one("DFG"), one("3,350"), one("3,632")])
    );
    let odt = unpack("a", &open_document(&body, "", "")).expect("what was packed here").expect("what was packed here");
    let page = "<html><table><tr><td rowspan=2>Grant<td colspan=2>£000<tr><td>2017/18<td>2018/19</tr><tr><th>DFG<td><p>3,350</p></td><td>3,632</table>";
    let page = unpack("a", page.as_bytes()).expect("what was packed here").expect("what was packed here");
    assert_eq!((&odt.tables, &page.tables), (&word.tables, &word.tables));
    assert_eq!((lines(&odt), lines(&page)), (wanted.map(str::to_owned).to_vec(), wanted.map(str::to_owned).to_vec()));
    let figure = &word.tables[0].rows[2].cells[2];
    let headers: Vec<&str> = figure.headers.iter().map(|n| word.pieces[*n as usize].text.as_str()).collect();
    assert_eq!(headers, ["£000", "2018/19"]);
}

#[test]
fn a_frame_is_no_table_and_tables_in_cells_are_tables() {
    let page = "<html><table><tr><td><h2>Money in</h2><p>It is £5m.<table><tr><td>DFG<td>3</table></table><table><tr><td>a<table><tr><td>x<td>1</table><td>b</table>";
    assert_eq!(
        read(page.as_bytes()),
        ["## Money in", "It is £5m.", "0.0+1 DFG", "0.1+1 3", "0.0+1 a", "0.1+1 b", "0.0+1 x", "0.1+1 1"]
    );
}

#[test]
fn lines_with_tabs_are_rows_as_they_are_in_text() {
    let tab = "<w:r><w:tab/></w:r>";
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let row = |cells: [&str; 2]| format!("<w:p>{}{tab}{}</w:p>", run(cells[0]), run(cells[1]));
    let body = format!(
        "<w:p>{}</w:p>{}{}<w:p/>{}",
        run("Money in:"),
        row(["DFG", "3,350"]),
        row(["iBCF", "9,526"]),
        row(["12.1", "Context"])
    );
    assert_eq!(
        read(&word(&body, &[])),
        ["Money in:", "0.0+1 DFG", "0.1+1 3,350", "1.0+1 iBCF", "1.1+1 9,526", "## 12.1\tContext"]
    );
}

#[test]
fn what_is_no_narrative_is_named() {
    let wide = |name: &str| [vec![0xD0, 0xCF, 0x11, 0xE0], name.bytes().flat_map(|byte| [byte, 0]).collect()].concat();
    let workbook =
        packed(&[("[Content_Types].xml", "<Types><Override ContentType=\"x.spreadsheetml.sheet.main+xml\"/></Types>")]);
    let locked = packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", "<m:encryption-data/>"),
    ]);
    let archive = packed(&[("a.txt", "a")]);
    let half = word("<w:p/>", &[]);
    for (bytes, says) in [
        (b"%PDF-1.7".to_vec(), "is a PDF"),
        (b"{\\rtf1".to_vec(), "(.rtf)"),
        (wide("WordDocument"), "(.doc)"),
        (wide("EncryptedPackage"), "locked with a password"),
        (wide("Workbook"), "is an old workbook"),
        (workbook, "is a workbook and no narrative"),
        (locked, "locked with a password"),
        (archive, "is an archive"),
        (half[..half.len() - 30].to_vec(), "is damaged"),
        (word("<w:p>", &[]), "is damaged"),
        (word("<!DOCTYPE a><w:p/>", &[]), "is damaged"),
    ] {
        let refusal = unpack("paper", &bytes).unwrap_err();
        assert!(refusal.message.contains(says) && !refusal.help.is_empty(), "{says}: {refusal:?}");
    }
    assert_eq!(unpack("paper.txt", b"Plain <text> and nothing else").expect("what was packed here"), None);
    assert!(unpack("~$paper.docx", b"").unwrap_err().message.contains("beside an open file"));
}

#[test]
fn a_paragraph_without_words_counts_in_its_list() {
    let style = "<w:styles ><w:style w:styleId=\"H1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:style></w:styles>";
    let numbering = "<w:numbering ><w:abstractNum w:abstractNumId=\"3\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"4\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.0\"/></w:lvl></w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"3\"/></w:num></w:numbering>";
    let heading =
        |text: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"H1\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = ["Funds", "", "Metrics"].map(heading).concat();
    let wanted = ["# 4.0 Funds", "# 6.0 Metrics"];
    assert_eq!(read(&word(&body, &[("styles", style), ("numbering", numbering)])), wanted);
    let outline = "<text:outline-style><text:outline-level-style text:level=\"1\" style:num-format=\"1\" text:start-value=\"4\"/></text:outline-style>";
    let heading = |text: &str| format!("<text:h text:outline-level=\"1\">{text}</text:h>");
    let body = ["Funds", "", "Metrics"].map(heading).concat();
    assert_eq!(read(&open_document(&body, "", outline)), ["# 4 Funds", "# 6 Metrics"]);
}

#[test]
fn a_cell_counts_once_against_what_a_document_may_have() {
    let most = super::flow::CELLS;
    let page = |cells: usize| format!("<html><table><tr>{}</table>", "<td>".repeat(cells));
    assert!(unpack("a", page(most).as_bytes()).is_ok());
    assert!(unpack("a", page(most + 1).as_bytes()).unwrap_err().message.contains("larger"));
    // The lower parts of a cell are cells too.
    let page = format!("<html><table><tr>{}<tr><td></table>", "<td rowspan=2>".repeat(most / 2));
    assert!(unpack("a", page.as_bytes()).unwrap_err().message.contains("larger"));
    // And so is what stands between tabs.
    let page = format!("<html><pre>x{}</pre>", "\t".repeat(most));
    assert!(unpack("a", page.as_bytes()).unwrap_err().message.contains("larger"));
}

#[test]
fn parts_are_found_by_the_relations_of_the_part_that_names_them() {
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let main = format!(
        "<w:document {space}><w:body><w:p><w:pPr><w:pStyle w:val=\"X\"/></w:pPr><w:r><w:t>Funds</w:t></w:r></w:p></w:body></w:document>"
    );
    let styles =
        format!("<w:styles {space}><w:style w:styleId=\"X\"><w:name w:val=\"heading 2\"/></w:style></w:styles>");
    let relations = |target: &str| {
        format!(
            "<Relationships><Relationship Id=\"a\" Type=\"x/styles\" Target=\"http://example.org/styles\" TargetMode=\"External\"/><Relationship Id=\"b\" Type=\"x/styles\" Target=\"{target}\"/></Relationships>"
        )
    };
    for target in ["../own/styles.xml", "/own/styles.xml", "..\\own\\styles.xml"] {
        let bytes = packed(&[
            ("[Content_Types].xml", "<Types>wordprocessingml.document</Types>"),
            (
                "_rels/.rels",
                "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"/text/main.xml\"/></Relationships>",
            ),
            ("text/_rels/main.xml.rels", &relations(target)),
            ("text/main.xml", &main),
            ("own/styles.xml", &styles),
        ]);
        assert_eq!(read(&bytes), ["## Funds"], "{target}");
    }
}

#[test]
fn what_is_deep_odd_or_hostile_has_an_outcome() {
    let deep = |open: &str, close: &str, n: usize| format!("{}x £5m{}", open.repeat(n), close.repeat(n));
    // Elements that say nothing may be as deep as they like.
    for page in [
        deep("<b>", "</b>", 10_000),
        deep("<div>", "</div>", 10_000),
        deep("<span hidden>", "</span>", 10_000) + "x £5m",
        deep("<ul><li>", "", 10_000),
        deep("<sup>", "</sup>", 10_000),
    ] {
        assert_eq!(read(format!("<html>{page}").as_bytes()), ["x £5m"], "{}", &page[..20]);
    }
    let text = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let smart =
        format!("<w:p>{}{}{}</w:p>", "<w:smartTag>".repeat(10_000), text("x £5m"), "</w:smartTag>".repeat(10_000));
    assert_eq!(read(&word(&smart, &[])), ["x £5m"]);
    let spans = deep("<text:span>", "</text:span>", 10_000);
    assert_eq!(read(&open_document(&format!("<text:p>{spans}</text:p>"), "", "")), ["x £5m"]);
    // Tables and text boxes in one another are no narrative.
    let table = ("<w:tbl><w:tr><w:tc><w:p/>", "</w:tc></w:tr></w:tbl>");
    let boxes = ("<text:p><draw:text-box>", "</draw:text-box></text:p>");
    let words = deep(table.0, table.1, 10_000).replace("x £5m", "");
    assert!(unpack("a", &word(&words, &[])).unwrap_err().message.contains("deeper"));
    let words = deep(boxes.0, boxes.1, 10_000).replace("x £5m", "");
    assert!(unpack("a", &open_document(&words, "", "")).unwrap_err().message.contains("deeper"));
    // Entities of its own are not followed, and what is not closed is damaged.
    for body in ["<w:p>&lol;</w:p>", "<w:p><w:r></w:p></w:r>", "<w:p a='", "]]>&#xFFFFFFFF;"] {
        assert!(unpack("a", &word(body, &[])).unwrap_err().message.contains("damaged"), "{body}");
    }
    // Styles that are based on one another, and numbers that run over.
    let styles = "<w:styles ><w:style w:styleId=\"A\"><w:basedOn w:val=\"B\"/></w:style><w:style w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style></w:styles>";
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"A\"/><w:outlineLvl w:val=\"4294967295\"/></w:pPr>{}</w:p>",
        text("x £5m")
    );
    assert_eq!(read(&word(&body, &[("styles", styles)])), ["x £5m"]);
    let outline =
        "<text:outline-style><text:outline-level-style text:level=\"9\" style:num-format=\"1\"/></text:outline-style>";
    let body = "<text:h text:outline-level=\"9\">x</text:h><text:h text:outline-level=\"4294967295\">y</text:h>";
    assert_eq!(read(&open_document(body, outline, "")), ["######### 1 x", "########## y"]);
    let spans = "<html><table><tr><td colspan=99999999999 rowspan=-1>a<td colspan=0>b</table>";
    assert_eq!(read(spans.as_bytes()), ["0.0+1 a", "0.1+1 b"]);
}

#[test]
fn a_page_is_read_however_it_is_encoded() {
    let page = "<!DOCTYPE html><html><p>The pool is £5m – all of it.";
    let wide = |little: bool| -> Vec<u8> {
        let units = "\u{feff}".encode_utf16().chain(page.encode_utf16());
        units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    let windows: Vec<u8> = page
        .chars()
        .map(|c| match c {
            '–' => 0x96,
            '£' => 0xA3,
            c => u8::try_from(c).expect("a letter"),
        })
        .collect();
    for bytes in [page.as_bytes().to_vec(), format!("\u{feff}{page}").into_bytes(), windows, wide(true), wide(false)] {
        let document = unpack("paper.html", &bytes).expect("what was packed here").expect("what was packed here");
        assert_eq!(lines(&document), ["The pool is £5m – all of it."]);
    }
}

#[test]
fn what_would_unfold_without_end_is_refused() {
    let cells = "<w:tc/>".repeat(400_000);
    assert!(
        unpack("a", &word(&format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>"), &[]))
            .unwrap_err()
            .message
            .contains("larger")
    );
    let rows = "<tr>".repeat(2_000);
    let page = format!("<html><table><tr>{}{rows}</table>", "<td rowspan=9999>".repeat(1_000));
    assert!(unpack("a", page.as_bytes()).unwrap_err().message.contains("larger"));
    let deep = "<table><tr><td>".repeat(5_000);
    assert!(unpack("a", format!("<html>{deep}").as_bytes()).unwrap_err().message.contains("deeper"));
}

#[test]
fn a_wide_or_a_long_table_costs_what_it_holds() {
    let words = "<td>word".repeat(20_000);
    let titles = "<tr><td>title<td>".repeat(20_000);
    let figures = "<tr><td>a<td>1".repeat(20_000);
    let page = format!("<html><table><tr>{words}<tr><td>x<td>1<tr>{words}</table><table>{titles}{figures}</table>");
    let document = unpack("a", page.as_bytes()).expect("what was packed here").expect("what was packed here");
    let named = |cell: &crate::narrative::Cell| cell.labels.len() + cell.headers.len() + cell.groups.len();
    let most = document.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells).map(named).max();
    assert!(most.is_some_and(|most| most <= 24), "{most:?}");
}
