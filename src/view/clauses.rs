//! The clauses that tests and rules are of.

use crate::check::rule as rule_of;

/// Returns the clause of a rule.
pub(super) fn rule_clause(rule: &str) -> Option<&'static str> {
    rule_of(rule).and_then(|(_, rule)| rule.clause())
}
