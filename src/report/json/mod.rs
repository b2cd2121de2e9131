//! The machine's report: `bcf.check/1`, one finding or test a line, the same bytes for the same plan, options and day.

mod head;
mod parts;
mod plan;
mod writer;

use std::io::{self, Write};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::{Serialize, Serializer};

pub(super) use head::{Envelope, Format, Name};
pub(super) use parts::{ClauseOut, CountsOut, Exact, FamilyId, RuleId, words_of, words_or_null};
pub use writer::to_writer;
pub(super) use writer::{List, without_commands};

use super::across::AcrossOut;
use super::words;
use super::{Excluded, Gone, Run, Unread};
use crate::check::{Overruled, Word, Written};

/// Writes the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let verdict = words::verdict_of_all(run);
    let terms = || run.plans.iter().map(|plan| &plan.terms);
    let report = CheckOut {
        verdict: verdict.word,
        fails: verdict.fails,
        lowered: once(terms().flat_map(|terms| &terms.lowered).map(|lowered| WrittenOut::of(&lowered.setting))),
        overruled: once(terms().flat_map(|terms| &terms.overruled).map(OverruledOut::of)),
        unread: run.beside.unread,
        gone: run.beside.gone,
        excluded: run.beside.excluded,
        across: run.across.iter().map(|across| AcrossOut::new(run, across)).collect(),
        plans: Plans(run),
    };
    to_writer(&Envelope::new(run.today, report), 2, out)
}

/// The report of `bcf check --format json`.
#[derive(serde::Serialize, JsonSchema)]
pub(super) struct CheckOut<'a> {
    /// The worst word of all plans; none where a plan could not be read and no other failed.
    verdict: Word,
    /// True when the exit status is 1; it is 2 where there is no verdict.
    fails: bool,
    /// The settings that made the check milder than the rules are.
    lowered: Vec<WrittenOut<'a>>,
    /// Settings in which two revisions differ, of which the stricter counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overruled: Vec<OverruledOut<'a>>,
    /// The files that could not be read, so that there is no verdict on them.
    unread: &'a [Unread],
    /// Plans of the revision of --since that are checked no longer.
    gone: &'a [Gone],
    /// Plans that a bcf.toml leaves out.
    excluded: &'a [Excluded],
    /// The contributions of a commissioner across the plans, where several plans share one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    across: Vec<AcrossOut<'a>>,
    /// Each plan that was read, in the order of their names.
    plans: Plans<'a>,
}

impl Format for CheckOut<'_> {
    const NAME: &'static str = "bcf.check/1";
    const TITLE: &'static str = "Report of bcf check";
    const SAYS: &'static str = "The report of bcf check --format json.";
}

/// The plans of a run, each written before the next is looked at.
struct Plans<'a>(&'a Run<'a>);

impl Serialize for Plans<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let evidence = self.0.view.evidence;
        to.collect_seq(self.0.plans.iter().map(|plan| plan::Whole { plan, evidence }))
    }
}

impl JsonSchema for Plans<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "plans".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<plan::PlanOut<'_>>::json_schema(generator)
    }
}

/// Returns each of the entries once, in order.
fn once<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.fold(Vec::new(), |mut kept, one| {
        if !kept.contains(&one) {
            kept.push(one);
        }
        kept
    })
}

/// A setting, and where it is written.
#[derive(PartialEq, Eq, serde::Serialize, JsonSchema)]
struct WrittenOut<'a> {
    /// The setting, as it is written.
    what: &'a str,
    /// The file it is written in; none for the command line.
    path: Option<&'a str>,
    /// The line of that file the setting is on, counted from 1; none for the command line.
    #[schemars(range(min = 1))]
    line: Option<u32>,
}

impl<'a> WrittenOut<'a> {
    fn of(setting: &'a Written) -> Self {
        Self { what: &setting.what, path: setting.path.as_deref(), line: setting.line }
    }
}

/// Two settings of one thing, as two revisions have them.
#[derive(PartialEq, Eq, serde::Serialize, JsonSchema)]
struct OverruledOut<'a> {
    /// The one that counts.
    heard: WrittenOut<'a>,
    /// The one that does not.
    unheard: WrittenOut<'a>,
    /// True when it is so for some rules and the other way round for others.
    by_rule: bool,
}

impl<'a> OverruledOut<'a> {
    fn of(one: &'a Overruled) -> Self {
        Self { heard: WrittenOut::of(&one.heard), unheard: WrittenOut::of(&one.unheard), by_rule: one.by_rule }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::check::Checked;
    use crate::report::View;
    use crate::report::samples::{SOURCE, checked, run, short_of_a_hundred_thousand};

    fn written(plans: &[Checked], view: View) -> String {
        let mut out = Vec::new();
        write(&run(plans, view), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_envelope_is_the_contracts() {
        let mut plan = checked(SOURCE);
        plan.findings = vec![short_of_a_hundred_thousand()];
        insta::assert_snapshot!(written(&[plan], View::plain(80)));
    }

    #[test]
    fn evidence_writes_the_lines_of_passed_tests_out() {
        let text = written(&[checked(SOURCE)], View { evidence: true, ..View::plain(80) });
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["plans"][0]["tests"][0]["ledger"]["lines"][0]["pounds"], "5.00");
        assert_eq!(value["plans"][0]["tests"][0]["ledger"]["difference"], "-1.50");
    }

    #[test]
    fn hidden_characters_are_escaped_and_read_back_the_same() {
        let mut plan = checked(SOURCE);
        plan.path = "a\u{202e}\u{9b}\u{e0041}\u{7f}£\"\n.toml".to_owned();
        let text = written(&[plan], View::plain(80));
        assert!(text.contains("a\\u202e\\u009b\\udb40\\udc41\\u007f£\\\"\\n.toml"), "{text}");
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["plans"][0]["path"], "a\u{202e}\u{9b}\u{e0041}\u{7f}£\"\n.toml");
    }
}
