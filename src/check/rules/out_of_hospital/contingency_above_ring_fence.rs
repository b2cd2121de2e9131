//! `contingency-above-ring-fence`: more is held back than the ring-fence it is held from.

use crate::check::floors;
use crate::check::floors::how_words;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "contingency-above-ring-fence",
    level: Level::Error,
    clauses: Clauses::One("contingency"),
    summary: "the contingency is larger than the ring-fence it is held from",
    why: "The contingency is part of the ring-fence for out-of-hospital services and cannot be more than the whole of it.",
    fix: "Hold no more than the ring-fence.",
    example: r#"
[allocations]
out-of-hospital = { 2017-18 = 500_000 }
#                             ^^^^^^^ mend: 5_684_000

[out_of_hospital.contingency]
amount = { 2017-18 = 625_800, 2018-19 = 0 }
#                    ^^^^^^^ the contingency of 2017/18 is £625,800, more than the ring-fence of £500,000 (to be
#                    confirmed)
#                    edit: 500_000
"#,
    cases: &[r#"
# The whole ring-fence may be held, and not a pound more.
[allocations]
out-of-hospital = { 2017-18 = 500_000, 2018-19 = 510_000 }

[out_of_hospital.contingency]
amount = { 2017-18 = 500_000, 2018-19 = 510_001 }
#                                       ^^^^^^^ the contingency of 2018/19 is £510,001, more than the ring-fence of
#                                       £510,000 (to be confirmed)
#                                       edit: 510_000
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.plan.out_of_hospital.contingency.is_none() {
        return tests.not_applicable(Case::of("contingency"), "the plan holds no contingency");
    }
    let floor = facts.round.floor(OUT_OF_HOSPITAL);
    for year in facts.years() {
        let case = Case::in_year(year, "contingency").sum_of("out_of_hospital.contingency");
        let (amount, at) = match facts.contingency(year) {
            Field::Is(amount, at) => (amount, at),
            Field::Absent => {
                tests.not_evaluated(case, format!("the contingency does not state {}", year.prose()));
                continue;
            }
            Field::Unreadable(node) => {
                tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
                continue;
            }
        };
        let Some((floor, required)) = floor.and_then(|floor| Some((floor, floors::required(facts, floor, year)?)))
        else {
            tests.not_evaluated(case, format!("the ring-fence of {} is not known", year.prose()));
            continue;
        };
        let slack = amount.slack + required.slack;
        if amount.pounds - required.pounds <= slack {
            tests.pass(case);
            continue;
        }
        let message = format!(
            "the contingency of {} is {}, more than the ring-fence of {}",
            year.prose(),
            amount.pounds,
            required.pounds
        );
        let mut failure = Failure::new(case, at, message).compared(amount.pounds, required.pounds, slack);
        for node in &required.nodes {
            failure = failure.label(*node, how_words(required.how, facts, floor));
        }
        tests.fail(failure.help(format!("hold at most {}", required.pounds)).set(facts, at, required.pounds));
    }
}
