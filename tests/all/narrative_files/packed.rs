//! A narrative as each kind of file.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

/// A part of a narrative.
pub(crate) enum Block {
    Heading(usize, String),
    Paragraph(String),
    Table(Vec<Vec<String>>),
}

/// Returns the blocks of a text of Markdown. A heading has a number with a point, so that it is one in plain text too.
pub(crate) fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for line in markdown.lines().filter(|line| !line.trim().is_empty()) {
        let marks = line.bytes().take_while(|b| *b == b'#').count();
        if marks > 0 {
            let title = line[marks..].trim();
            let (number, rest) = title.split_once(' ').unwrap_or((title, ""));
            let is_number = number.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !rest.is_empty();
            blocks.push(match (is_number, number.contains('.')) {
                (true, true) => Block::Heading(marks, title.to_owned()),
                (true, false) => Block::Heading(marks, format!("{number}.0 {rest}")),
                (false, _) => Block::Paragraph(title.to_owned()),
            });
        } else if line.starts_with('|') {
            let cells: Vec<String> = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
            if cells.iter().all(|cell| cell.bytes().all(|b| b == b'-')) {
                continue;
            }
            match blocks.last_mut() {
                Some(Block::Table(rows)) => rows.push(cells),
                _ => blocks.push(Block::Table(vec![cells])),
            }
        } else {
            blocks.push(Block::Paragraph(line.to_owned()));
        }
    }
    blocks
}

/// Returns the blocks as text of Markdown.
pub(crate) fn markdown(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        let _ = match block {
            Block::Heading(level, title) => writeln!(text, "{} {title}\n", "#".repeat(*level)),
            Block::Paragraph(words) => writeln!(text, "{words}\n"),
            Block::Table(rows) => {
                let lines: Vec<String> = rows.iter().map(|row| format!("| {} |", row.join(" | "))).collect();
                writeln!(text, "{}\n", lines.join("\n"))
            }
        };
    }
    text
}

/// Returns the blocks as plain text, its tables with tabs.
pub(crate) fn text(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        let _ = match block {
            Block::Heading(_, words) | Block::Paragraph(words) => writeln!(text, "{words}\n"),
            Block::Table(rows) => {
                let lines: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
                writeln!(text, "{}\n", lines.join("\n"))
            }
        };
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Returns the blocks as a page that leaves out every end tag that may be.
pub(crate) fn page(blocks: &[Block]) -> String {
    let mut text = "<!DOCTYPE html><title>£1 that nobody sees</title><body>\n".to_owned();
    for block in blocks {
        let _ = match block {
            Block::Heading(level, title) => writeln!(text, "<h{level}>{}</h{level}>", escaped(title)),
            Block::Paragraph(words) => writeln!(text, "<p>{}", escaped(words)),
            Block::Table(rows) => {
                let row = |row: &Vec<String>| {
                    row.iter().fold("<tr>".to_owned(), |line, cell| format!("{line}<td>\n {}", escaped(cell)))
                };
                writeln!(text, "<table>{}</table>", rows.iter().map(row).collect::<Vec<_>>().join("\n"))
            }
        };
    }
    text
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("an archive").into_inner()
}

/// Returns the blocks as a Word file, whose runs part words anywhere.
pub(crate) fn word(blocks: &[Block]) -> Vec<u8> {
    let runs = |words: &str| {
        let half = (words.len() / 2..=words.len()).find(|at| words.is_char_boundary(*at)).unwrap_or(0);
        let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text));
        format!("{}<w:proofErr/>{}", run(&words[..half]), run(&words[half..]))
    };
    let mut body = String::new();
    for block in blocks {
        let part = match block {
            Block::Heading(level, title) => {
                format!("<w:p><w:pPr><w:pStyle w:val=\"H{level}\"/></w:pPr>{}</w:p>", runs(title))
            }
            Block::Paragraph(words) => format!("<w:p>{}</w:p>", runs(words)),
            Block::Table(rows) => {
                let cell = |cell: &String| format!("<w:tc><w:tcPr/><w:p>{}</w:p></w:tc>", runs(cell));
                let row = |row: &Vec<String>| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>());
                format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.iter().map(row).collect::<String>())
            }
        };
        body.push_str(&part);
    }
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let style = |level: usize| format!("<w:style w:styleId=\"H{level}\"><w:name w:val=\"heading {level}\"/></w:style>");
    let styles = format!("<w:styles {space}>{}</w:styles>", (1..7).map(style).collect::<String>());
    packed(&[
        (
            "[Content_Types].xml",
            "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            "<Relationships><Relationship Id=\"d\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
        ),
        (
            "word/_rels/document.xml.rels",
            "<Relationships><Relationship Id=\"s\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>",
        ),
        ("word/styles.xml", &styles),
        ("word/document.xml", &format!("<w:document {space}><w:body>{body}</w:body></w:document>")),
    ])
}

/// Returns the blocks as an OpenDocument text.
pub(crate) fn open_document(blocks: &[Block]) -> Vec<u8> {
    let mut body = String::new();
    for block in blocks {
        let part = match block {
            Block::Heading(level, title) => {
                format!("<text:h text:outline-level=\"{level}\">{}</text:h>", escaped(title))
            }
            Block::Paragraph(words) => format!("<text:p>{}</text:p>", escaped(words)),
            Block::Table(rows) => {
                let cell =
                    |cell: &String| format!("<table:table-cell><text:p>{}</text:p></table:table-cell>", escaped(cell));
                let row = |row: &Vec<String>| {
                    format!("<table:table-row>{}</table:table-row>", row.iter().map(cell).collect::<String>())
                };
                format!("<table:table><table:table-column/>{}</table:table>", rows.iter().map(row).collect::<String>())
            }
        };
        body.push_str(&part);
    }
    let space = ["text", "table", "office"]
        .map(|name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
        .join(" ");
    let content = format!(
        "<office:document-content {space}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    packed(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}
