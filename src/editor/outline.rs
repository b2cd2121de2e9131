//! The outline of a plan: its sections and entries, what of it can be folded away, the sums of its amounts, its verdict.

use serde::Serialize;

use super::sheet::Sheet;
use crate::check::Word;
use crate::money::Money;
use crate::plan::shape::Shape;
use crate::plan::syntax::{Kind, Tree};
use crate::plan::{Plan, format};
use crate::report::words::sentence_without_path;
use crate::span::{NodeId, Span};

/// The kinds of what an outline lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SymbolKind {
    /// A section.
    Section,
    /// An entry of a list.
    Entry,
}

/// A section or an entry. `At` is how places are given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Symbol<At = Span> {
    /// The key of the section; of an entry its id, else what it is known by, else its number.
    pub name: String,
    /// The sentence of the section, or the name of the entry.
    pub about: String,
    /// The kind.
    pub kind: SymbolKind,
    /// All of it, from its header to its last value.
    pub at: At,
    /// Its header.
    pub head: At,
    /// The sections and entries in it.
    pub children: Vec<Symbol<At>>,
}

impl<At> Symbol<At> {
    /// Returns the same symbol with its places given another way.
    pub fn map_at<To>(self, to: &mut impl FnMut(At) -> To) -> Symbol<To> {
        let children = self.children.into_iter().map(|child| child.map_at(to)).collect();
        let Self { name, about, kind, .. } = self;
        Symbol { name, about, kind, at: to(self.at), head: to(self.head), children }
    }
}

/// A stretch of lines that can be folded away, from the end of its first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fold {
    /// The stretch.
    pub at: Span,
}

/// The sum of the figures of an amount, to be shown behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// The table of the figures.
    pub at: Span,
    /// The sum in pounds.
    pub pounds: Money,
    /// The words to show: `= £1,234,000`.
    pub text: String,
}

/// The verdict, to be shown above `[plan]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lens {
    /// The header of the plan.
    pub at: Span,
    /// The word of the verdict.
    pub word: &'static str,
    /// The verdict as the command line says it: `FAIL (bcf-2017-19): 1 error; 87 tests passed`.
    pub title: String,
}

impl Sheet {
    /// Returns the sections of the plan with their entries, in the order of the text.
    pub fn outline(&self) -> Vec<Symbol> {
        let tree = &self.plan().tree;
        let mut all: Vec<Symbol> =
            tree.children(Tree::ROOT).filter_map(|node| symbol(self.plan(), node, &mut Vec::new())).collect();
        all.sort_by_key(|symbol| symbol.at);
        all
    }

    /// Returns what can be folded away: sections, entries, and lists and tables of several lines.
    pub fn folds(&self) -> Vec<Fold> {
        let (tree, text) = (&self.plan().tree, self.text());
        let mut all = Vec::new();
        for symbol in self.outline() {
            push(&symbol, &mut all);
        }
        let is_wide = |span: &Span| {
            let text = span.of(text);
            text.starts_with(['[', '{']) && text.contains('\n')
        };
        all.extend(tree.nodes().map(|node| tree.span(node)).filter(is_wide));
        all.retain(|span| span.of(text).contains('\n'));
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|at| Fold { at }).collect()
    }

    /// Returns the sum of each amount of several years, in the order of the text.
    pub fn sums(&self) -> Vec<Sum> {
        let plan = self.plan();
        let series =
            plan.notes.series().filter(|series| series.is_money && !series.damaged && series.figures.len() > 1);
        let sum = |series: crate::plan::SeriesNote<'_>| {
            let table = series.table.filter(|table| !plan.is_outside(*table))?;
            let is_there = series.figures.iter().all(|figure| !plan.is_outside(figure.node));
            let pounds: Option<Vec<Money>> = series.figures.iter().map(|figure| figure.pounds).collect();
            let pounds: Money = pounds.filter(|_| is_there)?.into_iter().sum();
            Some(Sum { at: plan.tree.span(table), pounds, text: format!("= {pounds}") })
        };
        let mut all: Vec<Sum> = series.filter_map(sum).collect();
        all.retain(|sum| sum.at.of(self.text()).starts_with('{'));
        all.sort_by_key(|sum| sum.at);
        all
    }

    /// Returns the verdict, for the header of the plan.
    pub fn lens(&self) -> Lens {
        let verdict = self.checked().verdict();
        let title = format!("{} {}", verdict.capitals(), sentence_without_path(self.checked(), &verdict));
        let word: Word = verdict.word;
        Lens { at: self.plan().plan_span(), word: word.word(), title }
    }
}

fn push(symbol: &Symbol, all: &mut Vec<Span>) {
    all.push(symbol.at);
    symbol.children.iter().for_each(|child| push(child, all));
}

/// Returns the symbol of a section, or of an entry of one; nothing for other keys. `way` are the keys above it.
fn symbol(plan: &Plan, node: NodeId, way: &mut Vec<String>) -> Option<Symbol> {
    let tree = &plan.tree;
    let key = tree.key(node)?.into_owned();
    way.push(key.clone());
    let shape = format().at(way.iter().map(String::as_str));
    let symbol = match (tree.kind(node), shape) {
        (Kind::Table, Some(Shape::Table(_) | Shape::Names(_))) if is_headed(plan, node) => {
            Some((nested(plan, node, way), SymbolKind::Section))
        }
        (Kind::Array, Some(Shape::Entries(_))) => {
            let entries = tree.children(node).enumerate().filter(|(_, entry)| tree.kind(*entry) == Kind::Table);
            let children = entries.map(|(n, entry)| entry_of(plan, entry, n, way)).collect();
            Some((children, SymbolKind::Section))
        }
        _ => None,
    };
    way.pop();
    let (children, kind) = symbol?;
    let about = crate::plan::key_at(&plan.path_of(node)).map_or("", |(_, key)| key.says).to_owned();
    Some(Symbol { name: key, about, kind, at: extent(plan, node), head: tree.span(node), children })
}

/// Returns whether a table was made by a header.
fn is_headed(plan: &Plan, node: NodeId) -> bool {
    plan.tree.raw(node).starts_with('[')
}

fn nested(plan: &Plan, node: NodeId, way: &mut Vec<String>) -> Vec<Symbol> {
    plan.tree.children(node).filter_map(|child| symbol(plan, child, way)).collect()
}

fn entry_of(plan: &Plan, entry: NodeId, n: usize, way: &mut Vec<String>) -> Symbol {
    let path = plan.path_of(entry);
    let own = plan.tree.get(entry, "name").filter(|node| plan.tree.kind(*node) == Kind::String);
    let name = crate::plan::path_segments(&path).pop().map(|(key, _)| key);
    Symbol {
        name: name.unwrap_or_else(|| format!("#{}", n + 1)),
        about: own.map(|node| plan.tree.text(node).into_owned()).unwrap_or_default(),
        kind: SymbolKind::Entry,
        at: extent(plan, entry),
        head: plan.tree.span(entry),
        children: nested(plan, entry, way),
    }
}

/// Returns everything from the header of a node to the last value in it.
fn extent(plan: &Plan, node: NodeId) -> Span {
    let own = plan.tree.span(node);
    plan.tree.children(node).fold(own, |span, child| span.to(extent(plan, child)))
}
