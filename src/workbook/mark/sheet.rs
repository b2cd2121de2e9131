//! The part of a sheet: its cells are shaded, and those that are not there yet are put in their places.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use super::axis::Axis;
use super::reference::{COLUMNS, Cell, ROWS, cell, range};
use super::styles::Styles;
use super::xml::{Broken, Edited, Element, Kind, Outline, Tag, Tags, children};
use crate::cells::letters;
use crate::finding::Level;

/// The size of columns and rows that say nothing of their own, in pixels.
const COLUMN: u32 = 64;
const ROW: u32 = 20;
/// The largest size that is believed, in the units it is written in.
const LARGEST: u32 = 1_000;
/// The elements that come behind the one that leads to the notes.
const BEHIND_NOTES: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
];

/// A sheet that is being marked.
pub(super) struct Sheet<'x> {
    text: &'x str,
    outline: Outline<'x>,
    edited: Edited<'x>,
    /// The columns that have a size or a look of their own: the first, the last, and what they have.
    columns: Vec<(u32, u32, ColumnLook)>,
    rows: Vec<(u32, u32, u32)>,
}

/// The cells of a row that are to be put into it, by column and in order.
type Queue = VecDeque<(u32, Level)>;

/// The look and the size of a column.
#[derive(Clone, Copy, Debug)]
struct ColumnLook {
    look: usize,
    pixels: Option<u32>,
}

impl<'x> Sheet<'x> {
    /// Reads a sheet as far as its cells.
    ///
    /// # Errors
    /// When the text is no sheet.
    pub(super) fn read(text: &'x str) -> Result<Self, Broken> {
        let outline = Outline::of(text)?;
        let mut columns = Vec::new();
        if let Some(all) = outline.part("cols") {
            for one in children(text, all)? {
                let bounds = one.open.number("min").zip(one.open.number("max"));
                let Some((first, last)) = bounds.filter(|(first, last)| (1..=*last).contains(first)) else { continue };
                let pixels = if one.open.says("hidden") {
                    Some(0)
                } else {
                    one.open.get("width").map(|width| pixels(&width, 7, 5))
                };
                let look = one.open.number("style").unwrap_or_default() as usize;
                columns.push((first - 1, last - 1, ColumnLook { look, pixels }));
            }
        }
        Ok(Self { text, outline, edited: Edited::new(text), columns, rows: Vec::new() })
    }

    /// Leaves it unselected: whoever writes into one of several selected sheets writes into all.
    pub(super) fn unselect(&mut self) -> Result<(), Broken> {
        let Some(views) = self.outline.part("sheetViews") else { return Ok(()) };
        for view in children(self.text, views)? {
            if view.open.says("tabSelected") {
                self.edited.replace(view.open.place.clone(), view.open.with(&[("tabSelected", None)]));
            }
        }
        Ok(())
    }

    /// Returns for each of some cells the one that is seen in its place: of merged cells the first.
    pub(super) fn seen_at(&self, cells: &BTreeSet<Cell>) -> Result<HashMap<Cell, Cell>, Broken> {
        let mut seen = HashMap::new();
        let Some(merged) = self.outline.part("mergeCells") else { return Ok(seen) };
        for one in children(self.text, merged)? {
            let Some((rows, columns)) = one.open.get("ref").and_then(|name| range(&name)) else { continue };
            let first = (*rows.start(), *columns.start());
            let within = cells.range(first..=(*rows.end(), *columns.end()));
            seen.extend(within.filter(|cell| columns.contains(&cell.1)).map(|cell| (*cell, first)));
        }
        Ok(seen)
    }

    /// Shades cells, and puts those that are not there in their places.
    pub(super) fn shade(&mut self, wanted: &BTreeMap<Cell, Level>, styles: &mut Styles<'_>) -> Result<(), Broken> {
        let data = self.outline.part("sheetData").cloned().ok_or(Broken)?;
        let mut there: HashSet<Cell> = HashSet::new();
        let mut rows: HashSet<u32> = HashSet::new();
        let mut walk = Walk::new(self.text, &data);
        while let Some((row, step)) = walk.next()? {
            match step {
                Step::Row(tag) => {
                    rows.insert(row);
                    let high = || tag.get("ht").map(|height| pixels(&height, 4, 0) / 3);
                    let pixels = if tag.says("hidden") { Some(0) } else { high() };
                    self.rows.extend(pixels.map(|pixels| (row, row, pixels)));
                }
                Step::Cell(column, tag) => {
                    let Some(level) = wanted.get(&(row, column)) else { continue };
                    let look = styles.shade(tag.number("s").unwrap_or_default() as usize, *level).to_string();
                    self.edited.replace(tag.place.clone(), tag.with(&[("s", Some(&look))]));
                    there.insert((row, column));
                }
                Step::End(_) => {}
            }
        }
        let missing = wanted.iter().filter(|(cell, _)| !there.contains(cell)).map(|(cell, level)| (*cell, *level));
        let missing: Vec<(Cell, Level)> = missing.collect();
        if missing.is_empty() { Ok(()) } else { self.put(&data, missing, &rows, styles) }
    }

    /// Puts cells, which are in order, in their places: in rows that are there, and in new ones.
    fn put(
        &mut self,
        data: &Element<'x>,
        missing: Vec<(Cell, Level)>,
        rows: &HashSet<u32>,
        styles: &mut Styles<'_>,
    ) -> Result<(), Broken> {
        let mut into: BTreeMap<u32, Queue> = BTreeMap::new();
        let mut new: BTreeMap<u32, Queue> = BTreeMap::new();
        for ((row, column), level) in missing {
            let rows = if rows.contains(&row) { &mut into } else { &mut new };
            rows.entry(row).or_default().push_back((column, level));
        }
        let prefix = data.open.prefix();
        let mut look = None;
        let mut walk = Walk::new(self.text, data);
        while let Some((row, step)) = walk.next()? {
            match step {
                Step::Row(tag) => {
                    let later = new.split_off(&row);
                    let before = self.new_rows(std::mem::replace(&mut new, later), prefix, styles);
                    self.edited.insert(tag.place.start, before);
                    look = row_look(&tag);
                    if !into.contains_key(&row) {
                        continue;
                    }
                    let all =
                        if tag.kind == Kind::Empty { into.remove(&row).unwrap_or_default() } else { Queue::new() };
                    let cells = self.cells(row, look, prefix, all, styles);
                    // The columns a row says it has are a hint that would be wrong.
                    let end = tag.place.end;
                    self.edited.grow(&Element { open: tag, close: end..end }, &[("spans", None)], "", &cells);
                }
                Step::Cell(column, tag) => {
                    let Some(queue) = into.get_mut(&row) else { continue };
                    let number = queue.iter().take_while(|(first, _)| *first < column).count();
                    let before = queue.drain(..number).collect();
                    let cells = self.cells(row, look, prefix, before, styles);
                    self.edited.insert(tag.place.start, cells);
                }
                Step::End(at) => {
                    let cells = self.cells(row, look, prefix, into.remove(&row).unwrap_or_default(), styles);
                    self.edited.insert(at, cells);
                }
            }
        }
        let last = self.new_rows(new, prefix, styles);
        self.edited.grow(data, &[], "", &last);
        Ok(())
    }

    fn new_rows(&self, rows: BTreeMap<u32, Queue>, prefix: &str, styles: &mut Styles<'_>) -> String {
        let one = |(row, cells)| {
            let cells = self.cells(row, None, prefix, cells, styles);
            format!("<{prefix}row r=\"{}\">{cells}</{prefix}row>", row + 1)
        };
        rows.into_iter().map(one).collect()
    }

    fn cells(&self, row: u32, look: Option<usize>, prefix: &str, cells: Queue, styles: &mut Styles<'_>) -> String {
        let one = |(column, level): (u32, Level)| {
            let look = styles.shade(look.unwrap_or_else(|| self.column_look(column)), level);
            format!("<{prefix}c r=\"{}{}\" s=\"{look}\"/>", letters(column as usize), row + 1)
        };
        cells.into_iter().map(one).collect()
    }

    fn column_look(&self, column: u32) -> usize {
        let own = self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&column));
        own.map_or(0, |(_, _, own)| own.look)
    }

    /// Returns the sizes of its columns and of its rows; those of rows once its cells are shaded.
    pub(super) fn axes(&self) -> (Axis, Axis) {
        let usual = self.outline.part("sheetFormatPr").map(|part| &part.open);
        let column = usual.and_then(|tag| tag.get("defaultColWidth")).map_or(COLUMN, |width| pixels(&width, 7, 5));
        let row = usual.and_then(|tag| tag.get("defaultRowHeight")).map_or(ROW, |height| pixels(&height, 4, 0) / 3);
        let row = if usual.is_some_and(|tag| tag.says("zeroHeight")) { 0 } else { row };
        let columns = self.columns.iter().map(|(first, last, own)| (*first, *last, own.pixels.unwrap_or(column)));
        (Axis::new(columns.collect(), column, COLUMNS), Axis::new(self.rows.clone(), row, ROWS))
    }

    /// Returns the id of the relation to the drawing of the notes.
    pub(super) fn drawing(&self) -> Option<String> {
        self.outline.part("legacyDrawing").and_then(|part| part.open.get_prefixed("id"))
    }

    /// Leads to the drawing of the notes by this id.
    pub(super) fn lead_to_drawing(&mut self, id: &str, relations: &str) {
        let prefix = self.outline.root.open.prefix();
        let tag = format!("<{prefix}legacyDrawing xmlns:r=\"{relations}\" r:id=\"{id}\"/>");
        if let Some(there) = self.outline.part("legacyDrawing") {
            return self.edited.replace(there.place(), tag);
        }
        let data = self.outline.parts.iter().position(|part| part.open.local() == "sheetData").unwrap_or_default();
        let mut behind = self.outline.parts.iter().skip(data);
        let next = behind.find(|part| BEHIND_NOTES.contains(&part.open.local()));
        self.edited.insert(next.map_or(self.outline.root.close.start, |part| part.open.place.start), tag);
    }

    /// Returns the changed text.
    pub(super) fn finish(self) -> String {
        self.edited.finish()
    }
}

/// Returns the look of the cells of a row that have none of their own, where it has one.
fn row_look(tag: &Tag<'_>) -> Option<usize> {
    if tag.says("customFormat") { tag.number("s").map(|look| look as usize) } else { None }
}

/// Returns a size in pixels: so many for each unit, and some more; within what a sheet can show.
fn pixels(size: &str, each: u32, more: u32) -> u32 {
    let (whole, part) = size.trim().split_once('.').unwrap_or((size.trim(), ""));
    let tenth = part.chars().next().and_then(|digit| digit.to_digit(10)).unwrap_or_default();
    let tenths = (whole.parse::<u32>().unwrap_or_default().min(LARGEST) * 10 + tenth) * each;
    if tenths > 0 { tenths / 10 + more } else { 0 }
}

/// A step through the rows of a sheet.
enum Step<'x> {
    /// A row begins; one without cells has no end of its own.
    Row(Tag<'x>),
    /// A cell of the row, by its column.
    Cell(u32, Tag<'x>),
    /// The row ends: where.
    End(usize),
}

/// The rows and cells of a sheet, with their numbers where they say none.
struct Walk<'x> {
    tags: Tags<'x>,
    row: Option<u32>,
    column: Option<u32>,
}

impl<'x> Walk<'x> {
    fn new(text: &'x str, data: &Element<'x>) -> Self {
        Self { tags: Tags::inside(text, data), row: None, column: None }
    }

    /// Returns the next step, with the number of its row.
    fn next(&mut self) -> Result<Option<(u32, Step<'x>)>, Broken> {
        while let Some(tag) = self.tags.next()? {
            match (tag.depth, tag.local()) {
                (0, "row") if tag.begins() => {
                    let number = tag.number("r").and_then(|row| row.checked_sub(1));
                    let row = number.unwrap_or_else(|| self.row.map_or(0, |row| row + 1));
                    (self.row, self.column) = (Some(row), None);
                    return Ok(Some((row, Step::Row(tag))));
                }
                (0, "row") => return Ok(Some((self.row.unwrap_or_default(), Step::End(tag.place.start)))),
                (1, "c") if tag.begins() => {
                    let named = tag.get("r").and_then(|name| cell(&name)).map(|(_, column)| column);
                    let column = named.unwrap_or_else(|| self.column.map_or(0, |column| column + 1));
                    self.column = Some(column);
                    return Ok(Some((self.row.unwrap_or_default(), Step::Cell(column, tag))));
                }
                _ => {}
            }
        }
        Ok(None)
    }
}
