//! A text that says what a workbook does not ask: its sections go into the plan, and each of its lines stays known.

use super::reading::Reading;
use crate::cells::{CellSheet, ShownCells};
use crate::money::in_prose;
use crate::plan::syntax::Tree;
use crate::plan::{COMPANION, entry_of, shortened};
use crate::span::{LineIndex, NodeId};
use crate::workbook::fault::CellFault;
use crate::workbook::grid::CellPlace;
use crate::write::{Node, Value, inline};

/// A text beside a workbook.
#[derive(Clone, Copy, Debug)]
pub struct Companion<'a> {
    /// The name of its file.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A merge of a text into a plan.
struct Merge<'a, 'r, 'f> {
    reading: &'r mut Reading<'f>,
    companion: Companion<'a>,
    tree: &'a Tree,
    lines: LineIndex,
    /// The number it has among the sheets.
    sheet: usize,
}

/// Takes over what a text says, as the `sheet`th of the sheets. What the workbook says counts.
///
/// # Errors
/// When the text is not TOML.
pub(super) fn merge(reading: &mut Reading<'_>, companion: Companion<'_>, sheet: usize) -> Result<CellSheet, CellFault> {
    let tree = Tree::parse(companion.text.to_owned());
    let lines = LineIndex::new(companion.text);
    if let Some(error) = tree.errors().first() {
        let message = format!("{}:{}: {}", companion.name, lines.line_of(error.span.start) + 1, error.message);
        return Err(CellFault::whole(message, error.help.clone().unwrap_or_else(|| "mend the file".to_owned())));
    }
    let mut merge = Merge { reading, companion, tree: &tree, lines, sheet };
    merge.table(Tree::ROOT, &mut Vec::new());
    Ok(shown(companion))
}

/// Returns the text as a sheet of one column.
fn shown(companion: Companion<'_>) -> CellSheet {
    let mut shown = ShownCells::default();
    for (n, text) in (0..).zip(companion.text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        shown.begin(n);
        shown.push(0, text.trim_end());
    }
    CellSheet { name: companion.name.to_owned(), is_text: true, shown, ..CellSheet::default() }
}

impl Merge<'_, '_, '_> {
    fn at(&self, node: NodeId) -> CellPlace {
        let span = self.tree.key_span(node).unwrap_or_else(|| self.tree.span(node));
        CellPlace { sheet: self.sheet, row: self.lines.line_of(span.start), column: 0 }
    }

    /// Takes over the keys of a table into the one at the end of `way`.
    fn table(&mut self, table: NodeId, way: &mut Vec<String>) {
        let keys: Vec<(String, NodeId)> =
            self.tree.children(table).filter_map(|node| Some((self.tree.key(node)?.into_owned(), node))).collect();
        for (key, node) in keys {
            if way.is_empty() && key == COMPANION {
                continue;
            }
            way.push(key);
            self.value(node, way);
            way.pop();
        }
    }

    /// Takes over what is at a node.
    fn value(&mut self, node: NodeId, way: &mut Vec<String>) {
        let own = Node::read(self.tree, node);
        match (self.reading.get(way), &own) {
            (None, _) => self.put(node, way, own),
            (Some(Node::Table(_)), Node::Table(_)) => self.table(node, way),
            (Some(Node::List(_)), Node::List(_)) => self.entries(node, way),
            (Some(there), own) if is_same(there, own) => {}
            (Some(there), own) => {
                let plain = |node: &Node| match node {
                    Node::Value(Value::Number(digits)) => digits.parse().map_or_else(|_| digits.clone(), in_prose),
                    other => inline(other),
                };
                let (there, own) = (plain(there), plain(own));
                let at = self.lines.line_of(self.tree.span(node).start) + 1;
                self.reading.notes.push(format!(
                    "`{}` is {} in the workbook and {} in {}:{at}: the workbook's counts",
                    self.path(way),
                    shortened(&there),
                    shortened(&own),
                    self.companion.name,
                ));
            }
        }
    }

    /// Takes over the entries of a list: into those of the workbook that they name, else as further ones.
    fn entries(&mut self, list: NodeId, way: &mut Vec<String>) {
        let entries: Vec<NodeId> = self.tree.children(list).collect();
        for node in entries {
            let own = Node::read(self.tree, node);
            let meant = self.meant(&own, way);
            if meant.is_empty() {
                let number = self.reading.add(way, self.at(node));
                way.push(number.to_string());
                self.put(node, way, own);
                way.pop();
            }
            for number in meant {
                way.push(number.to_string());
                self.table(node, way);
                way.pop();
            }
        }
    }

    /// Returns the numbers of the entries of the workbook that an entry means: by its id, else by what entries of the
    /// list are known by.
    fn meant(&self, own: &Node, way: &[String]) -> Vec<usize> {
        let keys: Vec<&String> = way.iter().filter(|key| key.parse::<usize>().is_err()).collect();
        let known_by = entry_of(&keys.into_iter().cloned().collect::<Vec<String>>()).and_then(|entry| entry.known_by);
        let keys: Vec<&str> = match own.get("id") {
            Some(_) => vec!["id"],
            None => known_by.into_iter().chain(["role"]).filter(|key| own.get(key).is_some()).collect(),
        };
        let Some(Node::List(items)) = self.reading.get(way) else { return Vec::new() };
        let is_meant = |item: &Node| {
            keys.first().is_some_and(|key| *key != "role")
                && keys
                    .iter()
                    .all(|key| item.get(key).is_some_and(|there| own.get(key).is_some_and(|own| is_same(there, own))))
        };
        items.iter().enumerate().filter(|(_, item)| is_meant(item)).map(|(n, _)| n).collect()
    }

    /// Puts a value at the end of `way`, and notes the lines of it and of everything in it.
    fn put(&mut self, node: NodeId, way: &mut Vec<String>, own: Node) {
        let at = self.at(node);
        self.reading.put(way, at, own);
        self.places(node, way);
    }

    fn places(&mut self, node: NodeId, way: &mut Vec<String>) {
        let children: Vec<(usize, NodeId)> = self.tree.children(node).enumerate().collect();
        for (n, child) in children {
            way.push(self.tree.key(child).map_or_else(|| n.to_string(), std::borrow::Cow::into_owned));
            let at = self.at(child);
            self.reading.places.insert(&*way, at);
            self.places(child, way);
            way.pop();
        }
    }

    /// Returns a way as a dotted path, in which an entry goes by its id.
    fn path(&self, way: &[String]) -> String {
        let name = |n: usize| {
            let entry = self.reading.get(&way[..=n])?;
            matches!(self.reading.get(&way[..n]), Some(Node::List(_)))
                .then(|| entry.get("id").and_then(Node::text).unwrap_or(&way[n]).to_owned())
        };
        let names: Vec<String> = (0..way.len()).map(|n| name(n).unwrap_or_else(|| way[n].clone())).collect();
        names.join(".")
    }
}

/// Returns whether two values say the same.
fn is_same(there: &Node, own: &Node) -> bool {
    let number = |node: &Node| match node {
        Node::Value(Value::Number(digits)) => digits.parse::<rust_decimal::Decimal>().ok(),
        Node::Value(Value::Text(text)) => crate::money::parse_text(text).ok()?.pounds.to_decimal(),
        _ => None,
    };
    there == own || number(there).zip(number(own)).is_some_and(|(there, own)| there == own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::workbook::import::cells::told;

    /// Returns the plan of two schemes and a source with what a companion adds, and the notes.
    fn merged(text: &str) -> (String, Vec<String>, crate::cells::Cells) {
        let mut reading = Reading::new(&[], crate::workbook::room::Room::of(0));
        let node = Node::parse(
            "{ sources = [{ id = \"a\", amount = { 2023-24 = 5 } }], schemes = [{ id = \"1\" }, { id = \"2\", spend = [{ source = \"ibcf\" }] }] }",
        );
        reading.plan = node.expect("a plan");
        let sheet = merge(&mut reading, Companion { name: "T.toml", text }, 0).expect("sound TOML");
        let (text, cells) = told(&mut reading, vec![sheet]);
        (text, reading.notes, cells)
    }

    #[test]
    fn what_a_companion_says_goes_where_it_belongs() {
        let (text, notes, cells) = merged(
            "[companion]\nof = \"T.xlsx\"\n[section_75]\nsigned = 2023-09-01\n[[schemes]]\nid = \"2\"\nspend = [{ source = \"ibcf\", capital = true }]\n[[schemes]]\nid = \"3\"\n",
        );
        assert_eq!(notes, [""; 0]);
        let plan = Plan::read(text.clone());
        for path in ["section_75.signed", "schemes.2.spend.ibcf.capital", "schemes.3"] {
            let node = plan.resolve(path).unwrap_or_else(|| panic!("{path}\n{text}"));
            assert!(cells.at(plan.span_of(node)).is_some(), "{path} has a line");
        }
        assert_eq!(plan.schemes.items.len(), 3, "{text}");
        let at = cells.at(plan.span_of(plan.resolve("section_75.signed").expect("a day"))).expect("a line");
        assert_eq!(cells.name(at).to_string(), "T.toml:4");
    }

    #[test]
    fn a_figure_in_both_is_the_workbooks_and_told_where_it_differs() {
        let companion = |amount| format!("[[sources]]\nid = \"a\"\namount = {{ 2023-24 = {amount} }}\n");
        let (text, notes, _) = merged(&companion("7"));
        assert!(text.contains("2023-24 = 5") && notes.len() == 1, "{text}");
        assert_eq!(
            notes[0],
            "`sources.a.amount.2023-24` is 5 in the workbook and 7 in T.toml:3: the workbook's counts"
        );
        assert!(merged(&companion("5.00")).1.is_empty() && merged(&companion("\"£5\"")).1.is_empty());
    }
}
