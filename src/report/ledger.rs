//! The sum that proves a money finding, as an aligned table.

use std::cmp::Reverse;

use super::paint::{Ink, Paint};
use super::places::Places;
use crate::finding::{Ledger, LedgerLine};
use crate::money::Money;
use crate::text::escape::{columns_of, shortened};
use crate::text::words::count;

/// The most lines of a sum that are shown; the smallest of the others are added up in one.
const SHOWN: usize = 20;
/// Columns before the table.
const INDENT: &str = "    ";

/// The style of a ledger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Columns of the output.
    pub width: usize,
    /// True when characters beyond ASCII may be used.
    pub unicode: bool,
    /// The colours.
    pub paint: Paint,
    /// True when every line is shown.
    pub whole: bool,
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LedgerRow {
    /// `line 25` or `spend!F17`; empty where the figure is not in the plan.
    pub line: String,
    /// The description of the figure as the plan gives it, not yet made safe to show.
    pub text: String,
    /// The amount, with pence throughout the table or with none.
    pub amount: String,
}

/// Returns the figures and the sums under them, where a format draws the table itself.
pub(crate) fn rows(ledger: &Ledger, places: &Places<'_>, whole: bool) -> (Vec<LedgerRow>, Vec<LedgerRow>) {
    let pence = has_pence(ledger);
    (figures(ledger, places, pence, whole), sums(ledger, pence, true))
}

/// Returns the table, a line each.
pub(crate) fn lines(ledger: &Ledger, places: &Places<'_>, style: Style) -> Vec<String> {
    let pence = has_pence(ledger);
    let (figures, sums) = (figures(ledger, places, pence, style.whole), sums(ledger, pence, style.unicode));
    let widest = |of: fn(&LedgerRow) -> usize| figures.iter().chain(&sums).map(of).max().unwrap_or(0);
    let line = widest(|row| row.line.len());
    let amount = widest(|row| columns_of(&row.amount));
    let room = style.width.saturating_sub(INDENT.len() + amount + 4 + if line > 0 { line + 2 } else { 0 }).max(12);
    let text = widest(|row| columns_of(&row.text)).min(room);
    let margin = if line > 0 { " ".repeat(line + 2) } else { String::new() };
    let rule = if style.unicode { "─" } else { "-" }.repeat(text + 3 + amount);
    let mut out = Vec::with_capacity(figures.len() + sums.len() + 1);
    for row in &figures {
        let number = if line > 0 { format!("{:>line$}  ", row.line) } else { String::new() };
        out.push(format!("{INDENT}{}{}", style.paint.ink(Ink::Faint, number), cells(row, text, amount, style.unicode)));
    }
    if !figures.is_empty() {
        out.push(format!("{INDENT}{margin}{}", style.paint.ink(Ink::Faint, rule)));
    }
    for (n, row) in sums.iter().enumerate() {
        let cells = cells(row, text, amount, style.unicode);
        let ink = if n + 1 == sums.len() { Ink::Strong } else { Ink::Faint };
        let painted = if ink == Ink::Strong { style.paint.ink(ink, cells).to_string() } else { cells };
        out.push(format!("{INDENT}{margin}{painted}"));
    }
    out
}

fn cells(row: &LedgerRow, text: usize, amount: usize, unicode: bool) -> String {
    let what = shortened(&row.text, text, unicode);
    let gap = text - columns_of(&what).min(text) + 3 + amount - columns_of(&row.amount);
    format!("{what}{:gap$}{}", "", row.amount)
}

/// Returns the figures: the largest in their order, the rest in one line.
fn figures(ledger: &Ledger, places: &Places<'_>, pence: bool, whole: bool) -> Vec<LedgerRow> {
    let all: Vec<&LedgerLine> = ledger.lines.iter().collect();
    let limit = if whole || all.len() <= SHOWN + 1 { all.len() } else { SHOWN };
    let mut by_size: Vec<usize> = (0..all.len()).collect();
    by_size.sort_by_key(|&n| (Reverse(all[n].pounds.abs()), n));
    let mut shown = by_size[..limit].to_vec();
    shown.sort_unstable();
    let mut rows: Vec<LedgerRow> = shown.iter().map(|&n| figure(all[n], places, pence)).collect();
    if limit < all.len() {
        let rest: Money = by_size[limit..].iter().map(|&n| all[n].pounds).sum();
        let text = count(all.len() - limit, "smaller figure", "smaller figures");
        rows.push(LedgerRow { line: String::new(), text, amount: amount(rest, pence) });
    }
    rows
}

fn figure(line: &LedgerLine, places: &Places<'_>, pence: bool) -> LedgerRow {
    let at = line.at.as_ref().map(|site| places.spot(site).short()).unwrap_or_default();
    LedgerRow { line: at, text: line.text.clone(), amount: amount(line.pounds, pence) }
}

/// Returns the rows below the figures: the subtotal, the requirement, the rounding allowed and the difference.
fn sums(ledger: &Ledger, pence: bool, unicode: bool) -> Vec<LedgerRow> {
    let row = |text: &str, amount| LedgerRow { line: String::new(), text: text.to_owned(), amount };
    let mut rows = Vec::new();
    let alone = matches!(ledger.lines.as_slice(), [only] if only.pounds == ledger.actual);
    if ledger.lines.is_empty() {
        rows.push(row("this figure", amount(ledger.actual, pence)));
    } else if !alone {
        rows.push(row("subtotal", amount(ledger.actual, pence)));
    }
    rows.push(row(ledger.against.word(), amount(ledger.required, pence)));
    if ledger.slack > Money::ZERO {
        let sign = if unicode { "±" } else { "+/-" };
        rows.push(row("rounding", format!("{sign}{}", amount(ledger.slack, pence))));
    }
    let difference = ledger.difference();
    let sign = if difference > Money::ZERO { "+" } else { "" };
    rows.push(row("difference", format!("{sign}{}", amount(difference, pence))));
    rows
}

/// Returns an amount with pence or without, as for all rows, so that the digits line up.
fn amount(money: Money, pence: bool) -> String {
    let text = money.to_string();
    if pence && money.pence() % 100 == 0 { format!("{text}.00") } else { text }
}

fn has_pence(ledger: &Ledger) -> bool {
    let sums = [ledger.actual, ledger.required, ledger.slack];
    ledger.lines.iter().map(|line| line.pounds).chain(sums).any(|money| money.pence() % 100 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Against;

    fn ledger(pounds: &[i64], required: i64) -> Ledger {
        let line = |(n, &p): (usize, &i64)| LedgerLine {
            text: format!("figure {n}"),
            pounds: Money::from_pounds(p),
            at: None,
        };
        Ledger {
            lines: pounds.iter().enumerate().map(line).collect(),
            actual: pounds.iter().map(|&p| Money::from_pounds(p)).sum(),
            required: Money::from_pounds(required),
            slack: Money::ZERO,
            against: Against::Requirement,
        }
    }

    fn shown(ledger: &Ledger) -> String {
        let style = Style { width: 80, unicode: true, paint: Paint(false), whole: false };
        lines(ledger, &Places::new(""), style).join("\n")
    }

    #[test]
    fn the_amounts_stand_under_each_other() {
        insta::assert_snapshot!(shown(&ledger(&[499_481, 2_750_388], 3_349_869)), @"
        figure 0       £499,481
        figure 1     £2,750,388
        ───────────────────────
        subtotal     £3,249,869
        required     £3,349,869
        difference    -£100,000
        ");
        let mut with_pence = ledger(&[5], 5);
        with_pence.required = Money::from_pence(550);
        with_pence.slack = Money::from_pounds(1);
        insta::assert_snapshot!(shown(&with_pence), @"
        figure 0      £5.00
        ───────────────────
        required      £5.50
        rounding     ±£1.00
        difference   -£0.50
        ");
    }

    #[test]
    fn the_smallest_of_many_figures_are_added_up() {
        let many: Vec<i64> = (1..=30).collect();
        let text = shown(&ledger(&many, 500));
        assert!(text.contains("10 smaller figures") && text.contains("£55\n") && !text.contains("figure 9 "), "{text}");
        assert!(text.contains("figure 10") && text.ends_with("-£35"), "{text}");
    }
}
