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
    let mut years = facts.years();
    let Some(first) = years.next() else { return failure };
    let Some(value) = value else {
        return failure.help(format!("write a value for each year: {{ {first} = … }}"));
    };
    let others: Vec<String> = years.map(|year| format!(", {year} = …")).collect();
    let table = format!("{{ {first} = {value}{} }}", others.concat());
    let failure = failure.help(format!("say which year it is of: {table}"));
    if others.is_empty() && !past { failure.edit(*node, table) } else { failure }
}
