//! Amounts by year as a table whose cells have bars in them: chart and table are one thing, and text reflows.

use super::html::Html;
use super::words::{percent, share};
use crate::money::Money;
use crate::view::Cell;

/// A table with bars.
#[derive(Debug, Default)]
pub(super) struct Bars {
    /// The caption.
    pub(super) caption: String,
    /// The kind of thing a row is: "stream".
    pub(super) of: String,
    /// The columns.
    pub(super) heads: Vec<String>,
    /// The rows.
    pub(super) rows: Vec<BarRow>,
    /// The sum of the bars, where it is shown.
    pub(super) total: Option<Vec<Cell>>,
    /// The note on anything left out, where something is.
    pub(super) note: Option<String>,
}

/// A row.
#[derive(Debug)]
pub(super) struct BarRow {
    /// The name of the bar.
    pub(super) name: String,
    /// A bar a column.
    pub(super) bars: Vec<Bar>,
}

/// An amount with its bar.
#[derive(Debug, Default)]
pub(super) struct Bar {
    /// The amount.
    pub(super) cell: Cell,
    /// The minimum, drawn as a line across the bar.
    pub(super) mark: Option<Money>,
    /// A remark under it.
    pub(super) note: Option<String>,
}

impl From<Cell> for Bar {
    fn from(cell: Cell) -> Self {
        Self { cell, ..Self::default() }
    }
}

/// Returns an amount as a table says it, to the penny.
pub(super) fn amount(cell: Cell) -> String {
    match (cell.pounds, cell.unreadable) {
        (Some(pounds), false) => pounds.to_string(),
        (Some(pounds), true) => format!("{pounds} and what cannot be read"),
        (None, true) => "cannot be read".to_owned(),
        (None, false) => "not stated".to_owned(),
    }
}

impl Bars {
    /// Draws it.
    pub(super) fn write(&self, html: &mut Html) {
        html.tag("table", &[("class", "bars")], |html| {
            html.leaf("caption", &[], &self.caption);
            html.tag("thead", &[], |html| {
                html.tag("tr", &[], |html| {
                    html.leaf("th", &[("scope", "col")], &self.of);
                    for head in &self.heads {
                        html.leaf("th", &[("scope", "col"), ("class", "amount")], head);
                    }
                });
            });
            let scale = self.scale();
            html.tag("tbody", &[], |html| {
                for row in &self.rows {
                    html.tag("tr", &[], |html| {
                        html.leaf("th", &[("scope", "row")], &row.name);
                        row.bars.iter().for_each(|bar| bar.write(scale, html));
                    });
                }
            });
            if let Some(total) = &self.total {
                html.tag("tfoot", &[], |html| {
                    html.tag("tr", &[], |html| {
                        html.leaf("th", &[("scope", "row")], "Total");
                        for cell in total {
                            html.leaf("td", &[("class", "amount")], &amount(*cell));
                        }
                    });
                });
            }
        });
        if let Some(note) = &self.note {
            html.leaf("p", &[("class", "note")], note);
        }
    }

    /// Returns the longest bar, or the farthest mark.
    fn scale(&self) -> Money {
        let bars = self.rows.iter().flat_map(|row| &row.bars);
        bars.flat_map(|bar| [bar.cell.pounds, bar.mark]).flatten().max().unwrap_or_default()
    }
}

impl Bar {
    fn write(&self, scale: Money, html: &mut Html) {
        html.tag("td", &[("class", "amount")], |html| {
            html.say(&amount(self.cell));
            if self.cell.pounds.is_some() && scale > Money::ZERO {
                track(
                    share(self.cell.pounds.unwrap_or_default(), scale),
                    self.mark.map(|mark| share(mark, scale)),
                    html,
                );
            }
            if let Some(note) = &self.note {
                html.leaf("span", &[("class", "remark")], note);
            }
        });
    }
}

/// Writes a bar so long, in hundredths of a percent, with a line across where there is one. The amount beside it says
/// the same.
pub(super) fn track(length: i128, mark: Option<i128>, html: &mut Html) {
    html.tag("span", &[("class", "track"), ("aria-hidden", "true")], |html| {
        html.leaf("span", &[("class", "bar"), ("style", &format!("width:{}", percent(length.min(10_000))))], "");
        if let Some(mark) = mark {
            html.leaf("span", &[("class", "mark"), ("style", &format!("left:{}", percent(mark.min(10_000))))], "");
        }
    });
}
