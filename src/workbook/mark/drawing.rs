//! The boxes of the notes. They are drawn in a form of its own, in which what others drew is left as it is: it need not
//! even be XML.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::ops::Range;

use super::axis::Axis;
use super::reference::Cell;
use super::wording::Run;

/// The size of a note, in pixels: its width, and the height of a line.
const WIDTH: u64 = 340;
const LINE: u64 = 15;
/// As many characters as a line of a note holds.
const LETTERS: usize = 50;
/// The tallest a note is made.
const TALLEST: u64 = 420;
/// The gap between a cell and its note.
const GAP: u64 = 15;
/// The number of shapes that share the first part of their ids.
const CLUSTER: usize = 1_024;

const SPACES: [(&str, &str); 3] = [
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
];

/// The shapes of a workbook, each of which has an id of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    highest: usize,
}

impl Ids {
    /// Takes note of the ids that a drawing has.
    pub(super) fn note(&mut self, drawing: &str) {
        let clusters =
            maps(drawing).into_iter().flat_map(|place| drawing[place].split(',').map(str::trim).map(str::parse));
        let shapes = drawing.split("_x0000_s").skip(1).map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            rest[..end].parse::<usize>().map(|id| id / CLUSTER)
        });
        let all = clusters.filter_map(Result::<usize, _>::ok).chain(shapes.filter_map(Result::ok));
        self.highest = all.filter(|n| *n < 1 << 20).fold(self.highest, usize::max);
    }

    /// Returns the first parts of so many new ids.
    fn take(&mut self, shapes: usize) -> Range<usize> {
        let first = self.highest + 1;
        // The first of each thousand is no shape.
        self.highest += shapes.div_ceil(CLUSTER - 1);
        first..self.highest + 1
    }
}

/// Returns the places of the lists of first parts of ids: `1` in `<o:idmap v:ext="edit" data="1"/>`.
fn maps(drawing: &str) -> Vec<Range<usize>> {
    let found = drawing.match_indices(":idmap");
    let place = |(at, _): (usize, &str)| {
        let tag = &drawing[at..at + drawing[at..].find('>')?];
        let value = at + tag.find("data=")? + "data=".len();
        let quote = drawing[value..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let length = drawing[value + 1..].find(quote)?;
        Some(value + 1..value + 1 + length)
    };
    found.filter_map(place).collect()
}

/// The sizes of the columns and rows of a sheet.
pub(super) struct Room {
    pub(super) columns: Axis,
    pub(super) rows: Axis,
}

impl Room {
    /// Returns the box of a note beside its cell: column, offset, row, offset of its first and of its last corner.
    fn beside(&self, (row, column): Cell, runs: &[Run]) -> String {
        let height = height(runs);
        let left = self.columns.room(column, GAP, WIDTH);
        let top = self.rows.start(row).saturating_sub(GAP).min(self.rows.end().saturating_sub(height));
        self.corners((left, left + WIDTH), (top, top + height))
    }

    fn corners(&self, across: (u64, u64), down: (u64, u64)) -> String {
        let [left, right] = [across.0, across.1].map(|place| self.columns.at(place));
        let [top, bottom] = [down.0, down.1].map(|place| self.rows.at(place));
        [left, top, right, bottom].map(|(at, offset)| format!("{at}, {offset}")).join(", ")
    }

    /// Returns a box that has room for more below what it has already.
    fn grown(&self, corners: &str, runs: &[Run]) -> Option<String> {
        let numbers: Result<Vec<u32>, _> = corners.split(',').map(|number| number.trim().parse()).collect();
        let [left, left_by, top, top_by, right, right_by, bottom, bottom_by] = numbers.ok()?[..] else { return None };
        let across = |at, by: u32| self.columns.start(at) + u64::from(by);
        let down = |at, by: u32| self.rows.start(at) + u64::from(by);
        let (start, top) = (across(left, left_by), down(top, top_by));
        let end = across(right, right_by).max(start + WIDTH);
        Some(self.corners((start, end), (top, down(bottom, bottom_by) + height(runs))))
    }
}

/// Returns how high a text is.
fn height(runs: &[Run]) -> u64 {
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    let lines: usize = text.lines().map(|line| line.chars().count().div_ceil(LETTERS).max(1)).sum();
    ((lines as u64 + 1) * LINE).min(TALLEST)
}

/// Returns a drawing with the boxes of these notes alone.
pub(super) fn new(notes: &BTreeMap<Cell, Vec<Run>>, room: &Room, ids: &mut Ids) -> String {
    let spaces = SPACES.map(|(prefix, space)| format!(" xmlns:{prefix}=\"{space}\"")).concat();
    let numbers = ids.take(notes.len());
    let map = numbers.clone().map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let boxes = boxes(notes.iter().collect(), room, &numbers, "");
    format!(
        "<xml{spaces}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{map}\"/></o:shapelayout>{KIND}{boxes}</xml>"
    )
}

/// Returns a drawing with the boxes of these notes beside what it has; those that have one are given more room.
pub(super) fn added(drawing: &str, notes: &BTreeMap<Cell, Vec<Run>>, room: &Room, ids: &mut Ids) -> Option<String> {
    let end = drawing.rfind("</")?;
    let head = &drawing[..drawing.find("<v:").or_else(|| drawing.find("<o:")).unwrap_or(end)];
    let declared = |(prefix, space): &(&str, &str)| !head.contains(&format!("xmlns:{prefix}=\"{space}\""));
    let spaces = SPACES.iter().filter(|space| declared(space));
    let spaces = spaces.map(|(prefix, space)| format!(" xmlns:{prefix}=\"{space}\"")).collect::<Vec<_>>().concat();
    let known = corners(drawing);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (cell, place) in &known {
        if let Some(grown) = notes.get(cell).and_then(|runs| room.grown(&drawing[place.clone()], runs)) {
            edits.push((place.clone(), grown));
        }
    }
    let new: Vec<_> = notes.iter().filter(|(cell, _)| !known.contains_key(*cell)).collect();
    if !new.is_empty() {
        let numbers = ids.take(new.len());
        let more: String = numbers.clone().fold(String::new(), |text, n| format!("{text},{n}"));
        let kind = if drawing.contains("_x0000_t202") { String::new() } else { spaced(KIND, &spaces) };
        edits.extend(maps(drawing).first().map(|place| (place.end..place.end, more)));
        edits.push((end..end, kind + &boxes(new, room, &numbers, &spaces)));
    }
    edits.sort_by_key(|(place, _)| place.start);
    let mut text = String::with_capacity(drawing.len());
    let mut at = 0;
    for (place, with) in edits {
        text.push_str(&drawing[at..place.start]);
        text.push_str(&with);
        at = place.end;
    }
    Some(text + &drawing[at..])
}

/// Returns the places of the corners of the boxes that a drawing has, by the cells of their notes.
fn corners(drawing: &str) -> HashMap<Cell, Range<usize>> {
    let mut found = HashMap::new();
    let mut from = 0;
    while let Some(start) = drawing[from..].find("ObjectType=\"Note\"").map(|at| from + at) {
        let end = drawing[start..].find("ClientData>").map_or(drawing.len(), |at| start + at);
        let inside = |name: &str| {
            let first = start + drawing[start..end].find(&format!(":{name}>"))? + name.len() + 2;
            Some(first..first + drawing[first..end].find('<')?)
        };
        let number = |name: &str| inside(name).and_then(|place| drawing[place].trim().parse::<u32>().ok());
        if let (Some(row), Some(column), Some(place)) = (number("Row"), number("Column"), inside("Anchor")) {
            found.insert((row, column), place);
        }
        from = end;
    }
    found
}

/// The kind of shape that notes are.
const KIND: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" \
    path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" \
    o:connecttype=\"rect\"/></v:shapetype>";

/// Returns an element with the namespaces it uses.
fn spaced(element: &str, spaces: &str) -> String {
    element.replacen(' ', &format!("{spaces} "), 1)
}

fn boxes(notes: Vec<(&Cell, &Vec<Run>)>, room: &Room, numbers: &Range<usize>, spaces: &str) -> String {
    let ids = numbers.clone().flat_map(|n| n * CLUSTER + 1..(n + 1) * CLUSTER);
    let mut text = String::new();
    for (id, (cell, runs)) in ids.zip(notes) {
        // Writing into a string cannot fail.
        let _ = write!(
            text,
            "<v:shape{spaces} id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style=\"position:absolute;visibility:hidden\" \
             fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" \
             obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div \
             style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/>\
             <x:SizeWithCells/><x:Anchor>{}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{}</x:Row>\
             <x:Column>{}</x:Column></x:ClientData></v:shape>",
            room.beside(*cell, runs),
            cell.0,
            cell.1
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> Room {
        Room { columns: Axis::new(Vec::new(), 64, 1 << 14), rows: Axis::new(Vec::new(), 20, 1 << 20) }
    }

    fn notes(cells: impl IntoIterator<Item = Cell>) -> BTreeMap<Cell, Vec<Run>> {
        let run = || Run { bold: false, text: "a".to_owned() };
        cells.into_iter().map(|cell| (cell, vec![run()])).collect()
    }

    /// Returns the ids of shapes, and the first parts of ids that there are.
    fn ids(drawing: &str) -> (Vec<usize>, Vec<usize>) {
        let read = roxmltree::Document::parse(drawing).expect("XML");
        let named = |name: &'static str| read.descendants().filter(move |node| node.tag_name().name() == name);
        let shapes = named("shape").filter_map(|shape| shape.attribute("id")?.strip_prefix("_x0000_s")?.parse().ok());
        let maps = named("idmap").filter_map(|map| map.attribute("data"));
        (shapes.collect(), maps.flat_map(|data| data.split(',').map(|n| n.parse().expect("a number"))).collect())
    }

    #[test]
    fn every_box_has_an_id_of_its_own_and_room_in_its_cluster() {
        let mut known = Ids::default();
        let first = new(&notes((0..1_500).map(|row| (row, 0))), &room(), &mut known);
        let mut other = Ids::default();
        other.note(&first);
        let both = added(&first, &notes((1_000..2_600).map(|row| (row, 0))), &room(), &mut other).expect("a drawing");
        let (mut shapes, maps) = ids(&both);
        assert_eq!((shapes.len(), maps.as_slice()), (2_600, &[1, 2, 3, 4][..]));
        assert!(shapes.iter().all(|id| maps.contains(&(id / CLUSTER)) && id % CLUSTER > 0));
        shapes.sort_unstable();
        shapes.dedup();
        assert_eq!(shapes.len(), 2_600);
    }

    #[test]
    fn what_others_drew_stays_as_it_is() {
        let theirs = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\"\r\n xmlns:x='other'><v:shape id=\"_x0000_s3073\"><br>\
            <x:ClientData ObjectType=\"Button\"><x:Anchor>1, 2</x:Anchor></x:ClientData></v:shape></xml>";
        let mut known = Ids::default();
        known.note(theirs);
        let both = added(theirs, &notes([(3, 2)]), &room(), &mut known).expect("a drawing");
        assert!(both.starts_with(&theirs[..theirs.len() - 6]) && both.ends_with("</v:shape></xml>"), "{both}");
        assert!(
            both.contains("_x0000_s4097") && both.contains("xmlns:x=\"urn:schemas-microsoft-com:office:excel\""),
            "{both}"
        );
    }

    #[test]
    fn a_box_that_is_there_grows_by_what_is_added() {
        let first = new(&notes([(5, 5)]), &room(), &mut Ids::default());
        let both = added(&first, &notes([(5, 5)]), &room(), &mut Ids::default()).expect("a drawing");
        let of = |drawing: &str| corners(drawing).get(&(5, 5)).map(|place| drawing[place.clone()].to_owned());
        assert_eq!(of(&first).as_deref(), Some("6, 15, 4, 5, 11, 35, 5, 15"));
        assert_eq!(of(&both).as_deref(), Some("6, 15, 4, 5, 11, 35, 7, 5"));
    }
}
