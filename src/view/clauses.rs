//! The clauses that tests and rules are of.

use crate::check::rule as rule_of;
use crate::finding::Test;

/// Returns the clause a test is of: its own, else its rule's.
pub(super) fn clause_of(test: &Test) -> Option<&str> {
    test.clause.as_deref().or_else(|| rule_clause(test.rule))
}

/// Returns the clause of a rule.
pub(super) fn rule_clause(rule: &str) -> Option<&'static str> {
    rule_of(rule).and_then(|(_, rule)| rule.clause)
}
