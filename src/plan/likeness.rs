//! Tells plans from other TOML files, and from those that are meant to be plans, by their sections.

use super::field::{Complaint, ComplaintKind, Place};
use super::format::format;
use super::model::HEADER;
use super::path::segment;
use super::reader::shortened;
use super::syntax::{Kind, Tree};
use super::words::nearest;
use crate::span::NodeId;

/// The section that names the workbook a file accompanies, which has the plan's header. It comes first.
pub const COMPANION: &str = "companion";
/// The key of that section with the name of the workbook.
const OF: &str = "of";
/// The sections of which a plan has one, and hardly any other file: where its money comes from and goes.
const MONEY: [&str; 2] = ["sources", "schemes"];
/// The number of sections of the format that make a file look like a plan.
const ENOUGH: usize = 2;

/// The kinds of TOML files, by their sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// It has the header of a plan.
    Plan,
    /// It has sections of a plan but no header: a plan whose header was forgotten, or hidden.
    Headless,
    /// It has this one list of a plan and nothing else of one, nor a header.
    Perhaps(&'static str),
    /// It is something else.
    Other,
}

/// Returns whether the format has a section of this name.
fn is_section(name: &str) -> bool {
    format().key(name).is_some()
}

/// Returns what a file is, by its sections.
pub fn likeness(tree: &Tree) -> Likeness {
    let has = |section: &str| tree.get(Tree::ROOT, section);
    if accompanies(tree).is_some() {
        return Likeness::Other;
    }
    if has(HEADER).is_some_and(|node| tree.kind(node) == Kind::Table) {
        return Likeness::Plan;
    }
    let Some(list) = MONEY.into_iter().find(|section| has(section).is_some()) else { return Likeness::Other };
    let own = tree.children(Tree::ROOT).filter_map(|node| tree.key(node)).filter(|key| is_section(key)).count();
    match (has(COMPANION), own) {
        (Some(_), _) => Likeness::Other,
        (None, ENOUGH..) => Likeness::Headless,
        (None, _) => Likeness::Perhaps(list),
    }
}

/// Returns the name of the workbook that a file accompanies by its first section; an empty one where it names none.
pub fn accompanies(tree: &Tree) -> Option<String> {
    let first = tree.children(Tree::ROOT).next().filter(|node| tree.key(*node).as_deref() == Some(COMPANION))?;
    let of = tree.get(first, OF).filter(|of| tree.kind(*of) == Kind::String);
    Some(of.map(|of| tree.text(of).into_owned()).unwrap_or_default())
}

/// Returns the complaint about a file that is meant to be a plan but has no header, and the nodes that the complaint
/// covers, so that nothing else is said of them.
pub(super) fn headless(tree: &Tree) -> Option<(Complaint, Vec<NodeId>)> {
    // A syntax error may have swallowed the header.
    if tree.is_damaged(Tree::ROOT) || likeness(tree) != Likeness::Headless {
        return None;
    }
    let near = misspelt(tree);
    let wanted = format!("[{HEADER}]");
    let lists = MONEY.iter().filter(|section| tree.get(Tree::ROOT, section).is_some());
    let lists: Vec<String> = lists.map(|list| format!("`[[{list}]]`")).collect();
    let has = format!("this file looks like a plan, with {}, and has", lists.join(" and "));
    let complaint = match near {
        None => complaint(
            Place::Absent(Tree::ROOT, HEADER.to_owned()),
            format!("{has} no `{wanted}`, which names it one"),
            format!("add `{wanted}` with `format` and `round`, or take the lists out if it is no plan"),
        ),
        Some(node) => complaint(
            Place::Bytes(tree.key_span(node).unwrap_or_else(|| tree.span(node)), HEADER.to_owned()),
            format!("{has} `{}`: did you mean `{wanted}`?", header(tree, node)),
            format!("only what has `{wanted}` is a plan: change the header"),
        ),
    };
    // A misspelt header is reported once, here, and not as an unknown key too.
    Some((complaint, near.into_iter().chain(tree.get(Tree::ROOT, "waivers")).collect()))
}

fn complaint(at: Place, message: String, help: String) -> Complaint {
    Complaint { kind: ComplaintKind::MissingKey, at, message, help: Some(help), label: None, with: None, form: None }
}

/// Returns the key nearest to the header's among those that are no other section.
fn misspelt(tree: &Tree) -> Option<NodeId> {
    let keys = tree.children(Tree::ROOT).filter_map(|node| Some((tree.key(node)?, node)));
    let keys: Vec<_> = keys.filter(|(key, _)| key == HEADER || !is_section(key)).collect();
    let near = nearest(HEADER, keys.iter().map(|(key, _)| &**key))?;
    keys.iter().find(|(key, _)| key == near).map(|(_, node)| *node)
}

/// Returns a section's header as the file has it: `[plans]`, `[[plan]]`.
fn header(tree: &Tree, node: NodeId) -> String {
    let key = tree.key(node).unwrap_or_default();
    let key = segment(&key);
    let key = shortened(&key);
    match tree.kind(node) {
        Kind::Table => format!("[{key}]"),
        Kind::Array => format!("[[{key}]]"),
        _ => key.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    fn like(text: &str) -> Likeness {
        likeness(&Tree::parse(text.to_owned()))
    }

    #[test]
    fn a_file_is_known_by_its_sections() {
        let lists = "[[sources]]\nid = \"a\"\n[[schemes]]\nid = \"b\"\n";
        for (text, expected) in [
            (format!("[plan]\n{lists}"), Likeness::Plan),
            (format!("[\"pl\\u0061n\"]\n{lists}"), Likeness::Plan),
            (format!("[plans]\n{lists}"), Likeness::Headless),
            (format!("[[plan]]\n{lists}"), Likeness::Headless),
            (lists.to_owned(), Likeness::Headless),
            (format!("[companion]\n{lists}"), Likeness::Other),
            ("[[schemes]]\n[x]".to_owned(), Likeness::Perhaps("schemes")),
            ("[[metrics]]\n[totals]\n".to_owned(), Likeness::Other),
            ("[package]\nplan = 1".to_owned(), Likeness::Other),
        ] {
            assert_eq!(like(&text), expected, "{text}");
        }
    }

    #[test]
    fn the_sections_that_make_a_plan_are_sections() {
        assert!(MONEY.iter().all(|list| is_section(list)));
    }

    #[test]
    fn a_misspelt_header_is_said_once_and_what_has_none_sets_nothing_aside() {
        for (written, shown) in [("[plans]", "[plans]"), ("[Plan]", "[Plan]"), ("[[plan]]", "[[plan]]"), ("", "")] {
            let text = format!("{written}\n[[sources]]\nid = \"a\"\n[[waivers]]\nrule = \"a-rule\"\n");
            let plan = Plan::read(text);
            let of_header: Vec<_> =
                plan.complaints.iter().filter(|complaint| plan.site(&complaint.at).path == HEADER).collect();
            assert_eq!((of_header.len(), plan.waivers.iter().count()), (1, 0), "{written}");
            assert_eq!(of_header[0].kind, ComplaintKind::MissingKey);
            assert!(of_header[0].message.contains(shown), "{}", of_header[0].message);
        }
    }
}
