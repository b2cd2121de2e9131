//! `earmark-not-stated`: the plan does not say how much of the NHS minimum is for something it must name.

use super::{may_be_more, stated, years};
use crate::check::prelude::*;
use crate::plan::syntax::Tree;

pub(crate) static RULE: Rule = Rule {
    id: "earmark-not-stated",
    level: Level::Warning,
    clauses: Clauses::Of(super::clauses),
    absent: true,
    summary: "an amount inside the NHS minimum is not stated",
    why: "The NHS minimum holds money for Care Act duties, carers' breaks and reablement; a plan that does not say how much cannot show that it is spent on them.",
    fix: "State it in `of_which` of the source that holds it, or in `[earmarks]` for all of them.",
    example: r#"
[[sources]]
#^^^^^^^^^^ the plan does not state how much of the NHS minimum contribution is for reablement in 2017/18 and 2018/19
# (to be confirmed)
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
of_which.care-act = { 2017-18 = 780, 2018-19 = 795 }
of_which.carers-breaks = { 2017-18 = 730, 2018-19 = 744 }
# + of_which.reablement = { 2017-18 = 1_700, 2018-19 = 1_732 }
"#,
    cases: &[r#"
# What is stated for one year is not stated for the other, and nothing is an amount.
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
of_which.care-act = { 2017-18 = 780 }
of_which.carers-breaks = { 2017-18 = 0, 2018-19 = 0 }

[earmarks]
#^^^^^^^^^ the plan does not state how much of the NHS minimum contribution is for Care Act duties in 2018/19 (to be
# confirmed)
reablement = { 2017-18 = 1_700, 2018-19 = 1_732 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.round.earmarks.is_empty() {
        return tests.not_applicable(Case::default(), "the round's data has no earmarks");
    }
    for earmark in &facts.round.earmarks {
        let case = Case::of(earmark.name.clone()).under(&earmark.clause);
        let stream = facts.stream_name(&earmark.stream);
        let may_be_more = may_be_more(facts, earmark);
        let Some(source) = facts.holding(std::slice::from_ref(&earmark.stream)).next() else {
            tests.not_evaluated(case, format!("the plan has no source of the {stream}"));
            continue;
        };
        let is_stated = |year: &Year| {
            let sum = stated(facts, earmark, *year);
            !sum.is_empty() || sum.unreadable.is_some()
        };
        let missing: Vec<String> =
            years(facts, earmark).into_iter().filter(|year| !is_stated(year)).map(Year::prose).collect();
        if missing.is_empty() {
            tests.pass(case);
            continue;
        }
        if let Some(reason) = may_be_more {
            tests.not_evaluated(case, reason);
            continue;
        }
        let table = facts.plan.tree.get(Tree::ROOT, "earmarks").or(Some(source.node));
        let place = facts.absent(table, format!("earmarks.{}", earmark.id));
        let message = format!(
            "the plan does not state how much of the {stream} is for {} in {}",
            earmark.name,
            missing.join(" and ")
        );
        let help = format!(
            "add `of_which.{0} = {{ … }}` to the source that holds it, or `{0} = {{ … }}` to `[earmarks]`",
            earmark.id
        );
        tests.fail(Failure::new(case, place, message).clause(&earmark.clause).help(help));
    }
}
