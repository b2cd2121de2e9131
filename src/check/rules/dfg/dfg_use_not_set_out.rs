//! `dfg-use-not-set-out`: a year with grant and nothing said of its use.

use crate::check::passporting;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "dfg-use-not-set-out",
    level: Level::Error,
    clauses: Clauses::One("dfg-use"),
    lenient_in_drafts: true,
    summary: "a year with grant and nothing said of its use",
    why: "Every area sets out how it will use the grant in each year.",
    fix: "Add a scheme of type `dfg-adaptations` with the year's spending, or say in `[dfg] use` what it is for.",
    example: r#"
#^^^^^ nothing says how the Disabled Facilities Grant of 2017/18 is used
#^^^^^ nothing says how the Disabled Facilities Grant of 2018/19 is used
[[sources]]
id = "dfg"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 1_500, 2018-19 = 1_620 }

# + [dfg]
# + use = "adaptations through the home improvement agency"
"#,
    cases: &[r#"
# A scheme of a type of the grant says so in the years in which it has money.
#^^^^^ nothing says how the Disabled Facilities Grant of 2018/19 is used
[[sources]]
id = "dfg"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 1_500, 2018-19 = 1_620 }

[[schemes]]
id = "adaptations"
name = "Adaptations"
type = "dfg-adaptations"
spend = [{ source = "dfg", amount = { 2017-18 = 1_500, 2018-19 = 0 } }]
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(policy) = &facts.round.dfg else {
        return tests.not_applicable(Case::of("dfg"), "the round has no Disabled Facilities Grant");
    };
    for year in facts.years_of(passporting::stream(facts)) {
        let case = Case::in_year(year, "dfg");
        if !passporting::has_money_in(facts, year) {
            tests.not_applicable(case, format!("no grant in {}", year.prose()));
            continue;
        }
        let said = facts.plan.dfg.usage.str().is_some_and(|text| !text.trim().is_empty());
        let is_dfg = |line: &SpendLine<'_>| {
            line.scheme.kind.str().is_some_and(|kind| policy.scheme_types.iter().any(|known| known == kind))
        };
        let spends =
            |line: &SpendLine<'_>| line.spend.amount.at(year).get().is_none_or(|amount| amount.pounds > Money::ZERO);
        let stated = |line: &SpendLine<'_>| !line.spend.amount.at(year).is_absent();
        if said || facts.lines.iter().any(|line| is_dfg(line) && stated(line) && spends(line)) {
            tests.pass(case);
        } else if facts.plan.dfg.usage.is_unreadable() {
            tests.not_evaluated(case, "`dfg.use` cannot be read");
        } else {
            let message = format!("nothing says how the Disabled Facilities Grant of {} is used", year.prose());
            let at = facts.absent(facts.plan.dfg.node, "dfg.use");
            let types = policy.scheme_types.iter().map(|kind| format!("`{kind}`")).collect::<Vec<_>>().join(" or ");
            tests.fail(
                Failure::new(case, at, message)
                    .help(format!("add a scheme of type {types}, or say in `[dfg] use` what it is for")),
            );
        }
    }
}
