//! A whole plan as people write it: a header a section, a line a key, amounts by year on one line.

use super::value::{Node, inline, key};
use crate::period::Period;

/// The longest line that is not broken up.
const WIDTH: usize = 118;
/// The most lines of one key that are written with dotted keys rather than with a header.
const DOTTED: usize = 4;

/// Returns the text of a plan, a blank line between its sections and entries.
pub(crate) fn document(plan: &Node) -> String {
    let mut out = String::new();
    for (name, node) in plan.entries() {
        match node {
            // Values above every header, where a plan has any.
            Node::Value(_) => out.extend(lines_of(&key(name), node).into_iter().flatten()),
            Node::List(items) if items.is_empty() => out.insert_str(0, &format!("{} = []\n", key(name))),
            _ => section(&key(name), node, &mut out),
        }
    }
    out
}

/// Writes a table under a header, or each entry of a list under one.
fn section(path: &str, node: &Node, out: &mut String) {
    if let Node::List(items) = node {
        for item in items {
            header(&format!("[[{path}]]"), out);
            body(path, item, out);
        }
        return;
    }
    // A table of tables alone needs no header of its own.
    let (lines, tables) = split(node);
    if !lines.is_empty() || tables.is_empty() {
        header(&format!("[{path}]"), out);
    }
    rest(path, lines, tables, out);
}

fn body(path: &str, node: &Node, out: &mut String) {
    let (lines, tables) = split(node);
    rest(path, lines, tables, out);
}

fn rest(path: &str, lines: Vec<String>, tables: Vec<(&str, &Node)>, out: &mut String) {
    out.extend(lines);
    for (name, node) in tables {
        section(&format!("{path}.{}", key(name)), node, out);
    }
}

fn header(header: &str, out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(header);
    out.push('\n');
}

/// Returns the lines of a table that can be written below its header, and the tables that need headers of their own.
fn split(table: &Node) -> (Vec<String>, Vec<(&str, &Node)>) {
    let (mut lines, mut tables) = (Vec::new(), Vec::new());
    for (name, node) in table.entries() {
        match lines_of(&key(name), node) {
            Some(own) => lines.extend(own),
            None => tables.push((name.as_str(), node)),
        }
    }
    (lines, tables)
}

/// Returns a key with its value in lines; nothing when it takes a header.
fn lines_of(name: &str, node: &Node) -> Option<Vec<String>> {
    let line = || format!("{name} = {}\n", inline(node));
    match node {
        Node::Value(_) => Some(vec![line()]),
        Node::List(items) => items.is_empty().then(|| vec![line()]),
        Node::Table(_) if is_series(node) => Some(vec![line()]).filter(|lines| lines[0].chars().count() <= WIDTH),
        Node::Table(entries) => {
            let lines = entries.iter().map(|(inner, node)| lines_of(&format!("{name}.{}", key(inner)), node));
            let lines: Vec<String> = lines.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
            let fits = lines.len() <= DOTTED && lines.iter().all(|line| line.chars().count() <= WIDTH);
            fits.then_some(lines)
        }
    }
}

/// Returns whether it holds values by period, or nothing.
fn is_series(node: &Node) -> bool {
    node.entries().iter().all(|(name, node)| Period::parse(name).is_some() && matches!(node, Node::Value(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::syntax::Tree;

    #[test]
    fn a_plan_is_written_as_people_write_it() {
        let text = "\
[area]
name = \"Brackenmouth\"
population.adults = { 2017-18 = 171_400, 2018-19 = 172_900 }

[[metrics]]
kind = \"delayed-transfers\"

[[metrics]]
kind = \"reablement\"

[metrics.target]
2017-04 = 262.0
2017-05 = 262.0
2017-06 = 262.0
2017-07 = 262.0
2017-08 = 262.0
2017-09 = 262.0
2017-10 = 262.0

[totals]
pool = { 2017-18 = 1 }
by_priority.\"BCF 1\" = { 2017-18 = \"£8.6m\" }
";
        let tree = Tree::parse(text.to_owned());
        assert_eq!(document(&Node::read(&tree, Tree::ROOT)), text);
    }
}
