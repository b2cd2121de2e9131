//! A flow of money from where it comes from to what it is spent on, in one year, as a drawing for wide screens and paper.
//! Narrow screens have the tables instead, whose bars show the same.

use super::html::Html;
use super::words::brief;
use crate::money::Money;

/// Width of the drawing, and of what is beside the flow for labels.
const WIDTH: i128 = 1040;
const GUTTER: i128 = 290;
/// Width of a node.
const NODE: i128 = 14;
/// The height of a whole side, without the gaps.
const HEIGHT: i128 = 260;
/// Height of a line of a label.
const LINE: i128 = 18;
/// The least between two labels.
const GAP: i128 = 10;
/// Letters of a line of a label.
const LETTERS: usize = 34;
/// The most nodes of a side; the smallest of the others are one together.
const NODES: usize = 12;
/// A node that is a smaller part of the whole than one in so many is too small to be seen.
const SEEN: i128 = 300;
/// Tenths of a unit: places are whole numbers of them, so that every machine draws the same.
const TENTH: i128 = 10;

/// The data of the drawing.
#[derive(Debug)]
pub(super) struct Flow {
    /// Its anchor.
    pub(super) id: String,
    /// The title of the drawing.
    pub(super) title: String,
    /// The description of the drawing, for a reader who cannot see it.
    pub(super) description: String,
    /// The nodes on the left: the sources of the money.
    pub(super) left: Vec<Node>,
    /// The nodes on the right: the uses of the money.
    pub(super) right: Vec<Node>,
    /// From, to, how much.
    pub(super) bands: Vec<(String, String, Money)>,
}

/// An end of bands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Its id.
    pub(super) key: String,
    /// As people call it.
    pub(super) name: String,
    /// The amount beside it.
    pub(super) label: Money,
    /// The amount it is as high as.
    pub(super) size: Money,
}

/// A node with its place, in tenths.
struct Placed<'a> {
    node: &'a Node,
    lines: Vec<String>,
    top: i128,
    height: i128,
    /// The part of its height that is already covered by bands.
    taken: i128,
}

/// The id of the node for money that comes in and is not spent.
pub(super) const UNSPENT: &str = "\u{0}unspent";

impl Node {
    fn is_unspent(&self) -> bool {
        self.key == UNSPENT
    }
}

/// The id of the node that joins those too small to be drawn.
const OTHERS: &str = "\u{0}others";

impl Flow {
    /// Draws the picture; writes nothing where there is no flow to show.
    pub(super) fn write(&self, html: &mut Html) {
        let (left, right) = (few(&self.left), few(&self.right));
        let scale = sum(&left).max(sum(&right));
        // From one thing to one thing is no picture.
        if scale <= Money::ZERO || right.is_empty() || (left.len(), right.len()) == (1, 1) {
            return;
        }
        let (mut left, left_end) = placed(&left, scale);
        let (mut right, right_end) = placed(&right, scale);
        let height = left_end.max(right_end) / TENTH + 4;
        html.tag("figure", &[("class", "flow")], |html| {
            html.leaf("figcaption", &[], &self.title);
            let (title, description) = (format!("{}-title", self.id), format!("{}-description", self.id));
            let attrs = [
                ("viewBox", format!("0 0 {WIDTH} {height}")),
                ("role", "img".to_owned()),
                ("aria-labelledby", format!("{title} {description}")),
            ];
            let attrs: Vec<(&'static str, &str)> = attrs.iter().map(|(name, value)| (*name, value.as_str())).collect();
            html.tag("svg", &attrs, |html| {
                html.leaf("title", &[("id", &title)], &self.title);
                html.leaf("desc", &[("id", &description)], &self.description);
                self.bands(&mut left, &mut right, scale, html);
                for (side, nodes) in [(true, &left), (false, &right)] {
                    for node in nodes {
                        node.write(side, html);
                    }
                }
            });
        });
    }

    /// Writes the bands, in the order of the left nodes and then the right ones, so that none crosses without need.
    fn bands(&self, left: &mut [Placed<'_>], right: &mut [Placed<'_>], scale: Money, html: &mut Html) {
        let place = |nodes: &[Placed<'_>], key: &str| {
            nodes
                .iter()
                .position(|placed| placed.node.key == key)
                .or_else(|| nodes.iter().position(|placed| placed.node.key == OTHERS))
        };
        let mut bands: Vec<(usize, usize, Money)> = Vec::new();
        for (from, to, pounds) in &self.bands {
            let (Some(from), Some(to)) = (place(left, from), place(right, to)) else { continue };
            match bands.iter_mut().find(|(a, b, _)| (*a, *b) == (from, to)) {
                Some((.., sum)) => *sum += *pounds,
                None => bands.push((from, to, *pounds)),
            }
        }
        bands.sort_by_key(|(from, to, _)| (*from, *to));
        for (from, to, pounds) in bands {
            let thick = tall(pounds, scale);
            let (a, b) = (left[from].take(thick), right[to].take(thick));
            let path = band(a, b, thick);
            let class = match from % 2 {
                _ if right[to].node.is_unspent() => "band unspent",
                0 => "band",
                _ => "band other",
            };
            html.tag("path", &[("class", class), ("d", &path)], |html| {
                let text = format!("{} to {}: {pounds}", left[from].node.name, right[to].node.name);
                html.leaf("title", &[], &text);
            });
        }
    }
}

fn sum(nodes: &[Node]) -> Money {
    nodes.iter().map(|node| node.size).sum()
}

/// Returns no more than [`NODES`] nodes, with those too small to be seen joined into one.
fn few(nodes: &[Node]) -> Vec<Node> {
    let all = sum(nodes);
    let seen = |n: &usize| nodes[*n].size.pence().saturating_mul(SEEN) >= all.pence();
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|&n| (std::cmp::Reverse(nodes[n].size), n));
    let many = order.iter().filter(|n| seen(n)).count().min(NODES - 1);
    if nodes.len() <= many + 2 && nodes.len() <= NODES {
        return nodes.to_vec();
    }
    let (kept, rest) = order.split_at(many);
    let mut kept = kept.to_vec();
    kept.sort_unstable();
    let mut few: Vec<Node> = kept.iter().map(|&n| nodes[n].clone()).collect();
    let others = |of: fn(&Node) -> Money| rest.iter().map(|&n| of(&nodes[n])).sum();
    few.push(Node {
        key: OTHERS.to_owned(),
        name: format!("{} others together", rest.len()),
        label: others(|node| node.label),
        size: others(|node| node.size),
    });
    few
}

/// Returns how high an amount is, in tenths.
fn tall(pounds: Money, scale: Money) -> i128 {
    (pounds.pence().saturating_mul(HEIGHT * TENTH) / scale.pence().max(1)).max(1)
}

/// Returns the nodes one under another, each with room for its label; where the last ends.
fn placed(nodes: &[Node], scale: Money) -> (Vec<Placed<'_>>, i128) {
    let mut top = 2 * TENTH;
    let mut placed = Vec::with_capacity(nodes.len());
    for node in nodes {
        let mut lines = wrapped(&node.name);
        lines.truncate(3);
        let height = tall(node.size, scale);
        let label = (i128::try_from(lines.len()).unwrap_or(1) + 1) * LINE * TENTH;
        placed.push(Placed { node, lines, top, height, taken: 0 });
        top += height.max(label) + GAP * TENTH;
    }
    (placed, top)
}

fn wrapped(name: &str) -> Vec<String> {
    let name = crate::text::escape::shortened(name, 3 * LETTERS, true);
    textwrap::wrap(&name, LETTERS).into_iter().map(std::borrow::Cow::into_owned).collect()
}

impl Placed<'_> {
    /// Returns where the next band begins.
    fn take(&mut self, thick: i128) -> i128 {
        let at = self.top + self.taken;
        self.taken += thick;
        at
    }

    fn write(&self, left: bool, html: &mut Html) {
        let x = if left { GUTTER } else { WIDTH - GUTTER - NODE };
        let attrs = [
            ("class", if self.node.is_unspent() { "node unspent" } else { "node" }.to_owned()),
            ("x", x.to_string()),
            ("y", tenths(self.top)),
            ("width", NODE.to_string()),
            ("height", tenths(self.height)),
        ];
        let attrs: Vec<(&'static str, &str)> = attrs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        html.leaf("rect", &attrs, "");
        let (x, anchor) = if left { (GUTTER - 10, "end") } else { (WIDTH - GUTTER + 10, "start") };
        let line = |n: usize| tenths(self.top + TENTH * (13 + LINE * i128::try_from(n).unwrap_or(0)));
        html.leaf(
            "text",
            &[("class", "sum"), ("x", &x.to_string()), ("y", &line(0)), ("text-anchor", anchor)],
            &brief(self.node.label),
        );
        for (n, text) in self.lines.iter().enumerate() {
            let y = line(n + 1);
            html.leaf("text", &[("x", &x.to_string()), ("y", &y), ("text-anchor", anchor)], text);
        }
    }
}

/// Returns a band from `a` on the left to `b` on the right, so `thick`.
fn band(a: i128, b: i128, thick: i128) -> String {
    let (from, to) = (GUTTER + NODE, WIDTH - GUTTER - NODE);
    let middle = i128::midpoint(from, to);
    let (a1, b1) = (tenths(a + thick), tenths(b + thick));
    let (a, b) = (tenths(a), tenths(b));
    format!("M{from} {a}C{middle} {a} {middle} {b} {to} {b}L{to} {b1}C{middle} {b1} {middle} {a1} {from} {a1}Z")
}

/// Returns a length as a drawing writes it.
fn tenths(length: i128) -> String {
    format!("{}.{}", length / TENTH, length % TENTH)
}
