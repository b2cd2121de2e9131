//! The form of a value that belongs where another stands, shown in a year of the plan.

use crate::check::prelude::*;
use crate::money;
use crate::plan::Form;
use crate::plan::syntax::Kind;

/// Adds to a failure the form of the value that should be there, and the edit where one alone can be meant.
pub(super) fn shown(facts: &Facts<'_>, form: Form, at: &Place, failure: Failure) -> Failure {
    let year = facts.years().next().unwrap_or_else(|| facts.today.month().financial_year());
    let start = year.start();
    match form {
        Form::Date => failure
            .help(format!("write a day as {start}-06-30 without quotes, a month as \"{start}-06\", or \"unknown\"")),
        Form::Year => failure.help(format!("write a financial year as {year}")),
        Form::Period => failure.help(format!("write a year as {year}, a quarter as {year}-Q1, a month as {start}-04")),
        Form::ByYear(past) => by_year(facts, past, at, failure),
    }
}

/// Returns the failure of a value that stands under no year, with the value under the years of the round.
fn by_year(facts: &Facts<'_>, past: bool, at: &Place, failure: Failure) -> Failure {
    let Place::Value(node) = at else { return failure };
    let tree = &facts.plan.tree;
    let is_value = match tree.kind(*node) {
        Kind::Integer | Kind::Float => true,
        Kind::String => facts.plan.is_money(*node) && money::parse_text(&tree.text(*node)).is_ok(),
        _ => false,
    };
    let value = Some(tree.raw(*node)).filter(|_| is_value);
    let years: Vec<Year> = facts.years().collect();
    match (value, years.as_slice()) {
        (Some(value), [year]) if !past => {
            let table = format!("{{ {year} = {value} }}");
            failure.help(format!("say which year it is of: {table}")).edit(*node, table)
        }
        (Some(value), [first, rest @ ..]) => {
            let others = rest.iter().map(|year| format!("{year} = …"));
            let table: Vec<String> = std::iter::once(format!("{first} = {value}")).chain(others).collect();
            failure.help(format!("say which year it is of: {{ {} }}", table.join(", ")))
        }
        (None, [first, ..]) => failure.help(format!("write a value for each year: {{ {first} = … }}")),
        (_, []) => failure,
    }
}
