//! `joint-shares-not-100`: a joint line without both shares, or with shares that do not make 100%.

use crate::check::joint::make_100;
use crate::check::prelude::*;
use crate::money::{in_prose, rewrite_number};
use crate::plan::Number;

pub(crate) static RULE: Rule = Rule {
    id: "joint-shares-not-100",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "the shares of a jointly commissioned line are missing or do not make 100%",
    why: "Only the NHS share of a joint line counts as NHS-commissioned, so the shares decide how much of it does.",
    fix: "State both shares, in percent, so that they make 100.",
    example: r#"
[[schemes]]
id = "discharge"
name = "Discharge to assess"
spend = [{ source = "nhs-minimum", commissioner = "joint", nhs_share = 50, council_share = 60, amount = { 2017-18 = 2_000, 2018-19 = 2_038 } }]
#                                                                                          ^^
#   the NHS share of 50% and the council's of 60% make 110%, not 100%
#   edit: 50
"#,
    cases: &[
        r#"
# Shares that make 100 pass with or without decimals; a whole point is never rounding.
[[schemes]]
id = "discharge"
name = "Discharge to assess"
spend = [
  { source = "nhs-minimum", commissioner = "joint", nhs_share = 33.3, council_share = 66.7, amount = { 2017-18 = 2_000 } },
  { source = "nhs-additional", commissioner = "joint", nhs_share = 33, council_share = 66, amount = { 2017-18 = 1_000 } },
#                                                                                      ^^
#   the NHS share of 33% and the council's of 66% make 99%, not 100%
#   edit: 67
]
"#,
        r#"
# A joint line states both shares.
[[schemes]]
id = "discharge"
name = "Discharge to assess"
spend = [{ source = "nhs-minimum", commissioner = "joint", nhs_share = 50, amount = { 2017-18 = 2_000 } }]
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   a joint line does not state `council_share`
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let (mut failed, mut count) = (false, 0);
    for line in facts.lines.iter().filter(|line| line.spend.commissioner.get() == Some(&Commissioner::Joint)) {
        let name = line.scheme.name.str().or(line.scheme.id.str()).unwrap_or("a scheme");
        let case = Case::of(name);
        match (line.spend.nhs_share, line.spend.council_share) {
            (Field::Unreadable(node), _) | (_, Field::Unreadable(node)) => {
                tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
            }
            (Field::Is(nhs, a), Field::Is(council, b)) => {
                count += 1;
                failed |= !test(tests, case, (nhs, a), (council, b));
            }
            (nhs, council) => {
                failed = true;
                absent(tests, case, line.spend.node, nhs, council);
            }
        }
    }
    tests.pass_lot(failed, count, "joint lines");
}

/// Tests whether two shares make 100 as far as their last digits say; returns false where it has recorded a failure.
fn test(tests: &mut Tests<'_>, case: Case, nhs: (Number, NodeId), council: (Number, NodeId)) -> bool {
    let sum = nhs.0.value.checked_add(council.0.value);
    let (Some(sum), Some(are_right)) = (sum, make_100(nhs.0, council.0)) else {
        tests.not_evaluated(case, "the shares are too large to add up");
        return true;
    };
    if are_right {
        return true;
    }
    // The finding is at the larger; of two alike at `council_share`, which is the lower path.
    let ((larger, at), (other, label)) = if nhs.0.value > council.0.value { (nhs, council) } else { (council, nhs) };
    let message = format!(
        "the NHS share of {}% and the council's of {}% make {}%, not 100%",
        in_prose(nhs.0.value),
        in_prose(council.0.value),
        in_prose(sum)
    );
    let mut failure = Failure::new(case, at, message).label(label, "the other share");
    let rest =
        Decimal::ONE_HUNDRED.checked_sub(other.value).filter(|rest| *rest >= Decimal::ZERO && *rest != larger.value);
    failure = match rest {
        Some(rest) => failure
            .help(format!("with {}% for the other, this share is {}%", in_prose(other.value), in_prose(rest)))
            .edit(at, rewrite_number(rest, "")),
        None => failure.help("correct the shares so that they make 100"),
    };
    tests.fail(failure);
    false
}

fn absent(tests: &mut Tests<'_>, case: Case, line: NodeId, nhs: Field<Number>, council: Field<Number>) {
    let (place, message, given) = match (nhs, council) {
        (Field::Is(nhs, _), _) => {
            (Place::Absent(line, "council_share".into()), "a joint line does not state `council_share`", Some(nhs))
        }
        (_, Field::Is(council, _)) => {
            (Place::Absent(line, "nhs_share".into()), "a joint line does not state `nhs_share`", Some(council))
        }
        _ => (Place::Value(line), "a joint line does not state `nhs_share` and `council_share`", None),
    };
    let rest =
        given.and_then(|given| Decimal::ONE_HUNDRED.checked_sub(given.value)).filter(|rest| *rest >= Decimal::ZERO);
    let help = match rest {
        Some(rest) => format!("add it; to make 100 it is {}", in_prose(rest)),
        None => "add both, in percent; together they make 100".into(),
    };
    tests.fail(Failure::new(case, place, message).help(help));
}
