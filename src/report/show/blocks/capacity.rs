//! Demand for services and their capacity.

use rust_decimal::Decimal;

use super::cells::{ROWS, short};
use crate::report::show::Block;
use crate::view::{Capacity, Picture, Series};

pub(super) fn capacity(picture: &Picture) -> Vec<Block> {
    if picture.capacity.is_empty() {
        return Vec::new();
    }
    let header = ["service", "demand", "capacity", "short in"].map(str::to_owned).to_vec();
    let rows = picture.capacity.iter().take(ROWS).map(row).collect();
    vec![Block::Table { title: "Demand and capacity".to_owned(), header, rows, numbers: 1, texts: 3, total: false }]
}

fn row(one: &Capacity) -> Vec<String> {
    let told = match one.shortest() {
        None => "–".to_owned(),
        Some((1, period, lacking)) => format!("{}, by {}", period.prose(), lacking.normalize()),
        Some((count, period, lacking)) => {
            format!("{count} periods, most in {}, by {}", period.prose(), lacking.normalize())
        }
    };
    vec![short(&one.service), total(&one.demand), total(&one.capacity), told]
}

/// Returns the sum over all periods; `?` where one cannot be read.
fn total(series: &Series) -> String {
    let sum = series.0.iter().try_fold(Decimal::ZERO, |sum, point| sum.checked_add(point.value?));
    sum.map_or_else(|| "?".to_owned(), |sum| sum.normalize().to_string())
}
