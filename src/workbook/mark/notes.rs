//! The notes of a sheet: those that are there keep what they say, and are added to.

use std::collections::{BTreeMap, HashSet};

use super::reference::{Cell, range};
use super::wording::Run;
use super::xml::{Broken, Edited, Element, Outline, children, content};
use crate::cells::letters;

/// The name the notes are signed with.
const AUTHOR: &str = "bcf";

/// Returns the cells that have a note.
///
/// # Errors
/// When the text is no list of notes.
pub(super) fn there(text: &str) -> Result<Vec<Cell>, Broken> {
    let outline = Outline::of(text)?;
    let Some(list) = outline.part("commentList") else { return Ok(Vec::new()) };
    Ok(children(text, list)?.iter().filter_map(cell_of).collect())
}

fn cell_of(note: &Element<'_>) -> Option<Cell> {
    let (rows, columns) = range(&note.open.get("ref")?)?;
    Some((*rows.start(), *columns.start()))
}

/// Returns a text with the notes of these cells alone.
pub(super) fn new(notes: &BTreeMap<Cell, Vec<Run>>, main: &str) -> String {
    let all: String = notes.iter().map(|(cell, runs)| note(*cell, runs, 0, "")).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{main}\"><authors>\
         <author>{AUTHOR}</author></authors><commentList>{all}</commentList></comments>"
    )
}

/// Returns the text of a sheet's notes with these added: below what the note of a cell says already.
///
/// # Errors
/// When the text is no list of notes.
pub(super) fn added(text: &str, notes: &BTreeMap<Cell, Vec<Run>>) -> Result<String, Broken> {
    let outline = Outline::of(text)?;
    let authors = outline.part("authors").ok_or(Broken)?;
    let prefix = outline.root.open.prefix();
    let mut edited = Edited::new(text);
    let author = children(text, authors)?.len();
    edited.grow(authors, &[], "", &format!("<{prefix}author>{AUTHOR}</{prefix}author>"));
    let mut known = HashSet::new();
    let list = outline.part("commentList");
    for note in list.map(|list| children(text, list)).transpose()?.unwrap_or_default() {
        if let Some(cell) = cell_of(&note) {
            known.insert(cell);
            if let Some(runs) = notes.get(&cell) {
                add_below(text, &note, runs, &mut edited)?;
            }
        }
    }
    let new = notes.iter().filter(|(cell, _)| !known.contains(*cell));
    let new: String = new.map(|(cell, runs)| note(*cell, runs, author, prefix)).collect();
    match list {
        Some(list) => edited.grow(list, &[], "", &new),
        None => edited.insert(authors.close.end, format!("<{prefix}commentList>{new}</{prefix}commentList>")),
    }
    Ok(edited.finish())
}

/// Adds to what a note says, below it.
fn add_below(text: &str, note: &Element<'_>, runs: &[Run], edited: &mut Edited<'_>) -> Result<(), Broken> {
    let parts = children(text, note)?;
    let said = parts.iter().find(|part| part.open.local() == "text").ok_or(Broken)?;
    let prefix = said.open.prefix();
    let more: String = runs.iter().map(|one| run(one, prefix)).collect();
    let gap = run(&Run { bold: false, text: "\n\n".to_owned() }, prefix);
    let parts = children(text, said)?;
    let Some(last) = parts.iter().rfind(|part| matches!(part.open.local(), "t" | "r")) else {
        edited.grow(said, &[], &more, "");
        return Ok(());
    };
    // A text that stands by itself becomes the first of several.
    for plain in parts.iter().filter(|part| part.open.local() == "t") {
        edited.insert(plain.open.place.start, format!("<{prefix}r>"));
        edited.insert(plain.close.end, format!("</{prefix}r>"));
    }
    edited.insert(last.close.end, gap + &more);
    Ok(())
}

fn note((row, column): Cell, runs: &[Run], author: usize, prefix: &str) -> String {
    let runs: String = runs.iter().map(|one| run(one, prefix)).collect();
    format!(
        "<{prefix}comment ref=\"{}{}\" authorId=\"{author}\"><{prefix}text>{runs}</{prefix}text></{prefix}comment>",
        letters(column as usize),
        row + 1
    )
}

fn run(run: &Run, prefix: &str) -> String {
    let bold = if run.bold { format!("<{prefix}b/>") } else { String::new() };
    format!(
        "<{prefix}r><{prefix}rPr>{bold}<{prefix}sz val=\"9\"/><{prefix}color indexed=\"81\"/><{prefix}rFont \
         val=\"Tahoma\"/><{prefix}family val=\"2\"/></{prefix}rPr><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r>",
        content(&run.text)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<Run> {
        vec![Run { bold: false, text: text.to_owned() }]
    }

    /// Returns the words of each note, by its cell.
    fn said(text: &str) -> Vec<(String, String)> {
        let read = roxmltree::Document::parse(text).expect("XML");
        let notes = read.descendants().filter(|node| node.has_tag_name((MAIN, "comment")));
        notes
            .map(|note| {
                let words: String =
                    note.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect();
                (note.attribute("ref").expect("a cell").to_owned(), words)
            })
            .collect()
    }

    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    #[test]
    fn what_a_note_says_already_stays_above() {
        let own = [
            "<x:text><x:t>mine</x:t></x:text>",
            "<x:text><x:r><x:t>mi</x:t></x:r><x:r><x:t>ne</x:t></x:r><x:phoneticPr fontId=\"1\"/></x:text>",
            "<x:text/>",
        ];
        for (own, wanted) in own.into_iter().zip(["mine\n\n<new>", "mine\n\n<new>", "<new>"]) {
            let text = format!(
                "<x:comments xmlns:x=\"{MAIN}\"><x:authors><x:author>A</x:author></x:authors><x:commentList>\
                 <x:comment ref=\"B2\" authorId=\"0\">{own}</x:comment></x:commentList></x:comments>"
            );
            let notes = BTreeMap::from([((1, 1), runs("<new>")), ((4, 0), runs("other"))]);
            let text = added(&text, &notes).expect("notes");
            let wanted = [("B2".to_owned(), wanted.to_owned()), ("A5".to_owned(), "other".to_owned())];
            assert_eq!(said(&text), wanted);
            assert_eq!(there(&text), Ok(vec![(1, 1), (4, 0)]));
        }
        let notes = BTreeMap::from([((1, 1), runs("a"))]);
        assert_eq!(said(&new(&notes, MAIN)), [("B2".to_owned(), "a".to_owned())]);
    }
}
