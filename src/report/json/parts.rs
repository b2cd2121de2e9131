//! The parts that several JSON reports share: ids of rules, clauses, counts, exact numbers.

use std::borrow::Cow;

use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::check::{Counts, FAMILIES, rules};
use crate::finding::{Basis, ClauseRef};
use crate::plan::Word;

/// Returns the words of a list of the format, for a schema.
pub(in crate::report) fn words_of<W: Word>() -> Vec<&'static str> {
    W::ALL.iter().map(|(word, _)| *word).collect()
}

/// Returns the words of a list of the format and null, for the schema of a key that may have one of them.
pub(in crate::report) fn words_or_null<W: Word>() -> Vec<Option<&'static str>> {
    words_of::<W>().into_iter().map(Some).chain([None]).collect()
}

/// The id of a rule.
#[derive(Serialize)]
#[serde(transparent)]
pub(in crate::report) struct RuleId<'a>(pub(in crate::report) &'a str);

impl JsonSchema for RuleId<'_> {
    fn schema_name() -> Cow<'static, str> {
        "rule".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let ids: Vec<&str> = rules().map(|(_, rule)| rule.id).collect();
        json_schema!({ "type": "string", "enum": ids })
    }
}

/// The id of a family of rules.
#[derive(Serialize)]
#[serde(transparent)]
pub(in crate::report) struct FamilyId<'a>(pub(in crate::report) &'a str);

impl JsonSchema for FamilyId<'_> {
    fn schema_name() -> Cow<'static, str> {
        "family".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let ids: Vec<&str> = FAMILIES.iter().map(|family| family.id).collect();
        json_schema!({ "type": "string", "enum": ids })
    }
}

/// A number that is no money, exact: as text, so that no binary float touches it.
pub(in crate::report) struct Exact(pub(in crate::report) Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl JsonSchema for Exact {
    fn schema_name() -> Cow<'static, str> {
        "number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$" })
    }
}

/// A clause of the planning round.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ClauseOut<'a> {
    /// Its id; `bcf explain` says what it asks.
    id: &'a str,
    /// The place in the document.
    at: &'a str,
    /// The document.
    source: &'a str,
    /// The address at which the document can be read; empty when it is not on the web.
    url: &'a str,
    /// The basis on which the clause is known.
    basis: Basis,
    /// Those in whose accounts of the document it was read, where it is `reported`.
    reported_by: &'a [String],
}

impl<'a> From<&'a ClauseRef> for ClauseOut<'a> {
    fn from(clause: &'a ClauseRef) -> Self {
        Self {
            id: &clause.id,
            at: &clause.at,
            source: &clause.source,
            url: &clause.url,
            basis: clause.basis,
            reported_by: &clause.reported_by,
        }
    }
}

/// The number of findings, tests and waivers of each kind.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct CountsOut {
    /// Findings that count, at level error.
    error: usize,
    /// Findings that count, at level warning.
    warning: usize,
    /// Findings that count, at level advice.
    advice: usize,
    /// Findings a waiver in the plan covers.
    waived: usize,
    /// Findings the baseline knew of.
    baselined: usize,
    /// Tests that held.
    passed: usize,
    /// Tests whose figures cannot be read or are not given.
    not_evaluated: usize,
    /// Those of them that the verdict needs: while there is one, the plan is incomplete.
    required_not_evaluated: usize,
    /// Tests with nothing to apply to.
    not_applicable: usize,
}

impl From<Counts> for CountsOut {
    fn from(counts: Counts) -> Self {
        Self {
            error: counts.error,
            warning: counts.warning,
            advice: counts.advice,
            waived: counts.waived,
            baselined: counts.baselined,
            passed: counts.passed,
            not_evaluated: counts.not_evaluated,
            required_not_evaluated: counts.required_not_evaluated,
            not_applicable: counts.not_applicable,
        }
    }
}
