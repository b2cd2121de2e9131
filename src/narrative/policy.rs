//! The figures of a round, as its clauses say them.

use super::lex;
use super::thing::{Entry, Measure, Place, Thing};
use crate::policy::Round;

/// Returns the figures in the sentences of the round's clauses, each with the clause it stands in.
pub(super) fn figures(round: &Round) -> Vec<Thing> {
    let mut things = Vec::new();
    for clause in &round.clauses {
        for figure in lex::read(&clause.says, false).figures {
            let place = Place { value: figure.value, slack: figure.step / rust_decimal::Decimal::TWO, node: None };
            things.push(Thing {
                label: clause.id.to_string(),
                names: vec![clause.says.to_string()],
                whose: Vec::new(),
                family: "policy".to_owned(),
                unit: figure.unit,
                measure: Measure::Policy,
                entries: vec![Entry { period: None, places: vec![place] }],
            });
        }
    }
    things
}
