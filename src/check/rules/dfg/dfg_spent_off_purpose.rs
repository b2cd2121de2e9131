//! `dfg-spent-off-purpose`: grant is spent on something that is neither adaptations nor agreed capital.

use super::dfg_retained_without_agreement;
use crate::check::passporting;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "dfg-spent-off-purpose",
    level: Level::Error,
    clauses: Clauses::One("dfg-capital"),
    summary: "grant is spent on something that is neither adaptations nor agreed capital",
    why: "The grant is capital for adapting homes. It may go to other social care capital only where the districts agreed, and never to running costs.",
    fix: "Pay for the scheme from another source, or mark capital spending `capital = true` with the districts' agreement in `[[dfg.retained]]`.",
    example: r#"
[[sources]]
id = "dfg"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 1_500, 2018-19 = 1_620 }

[[schemes]]
id = "advice"
#    ^^^^^^^^ mend: "adaptations"
name = "Housing advice line"
#      ^^^^^^^^^^^^^^^^^^^^^ mend: "Adaptations for disabled people"
type = "prevention"
#      ^^^^^^^^^^^^ mend: "dfg-adaptations"
spend = [{ source = "dfg", amount = { 2017-18 = 1_500, 2018-19 = 1_620 } }]
#                   ^^^^^ `Housing advice line` is paid from the Disabled Facilities Grant and is neither adaptations
#                   nor capital
"#,
    cases: &[r#"
# Other capital is within the purpose up to what the districts agreed may be kept, to the pound.
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[sources]]
id = "dfg"
kind = "dfg"
partner = "ashby"
amount = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[dfg.retained]]
amount = { 2017-18 = 100, 2018-19 = 100 }
districts = ["ashby"]
agreed_by = ["ashby"]
capital = true
use = "equipment store"

[[schemes]]
id = "store"
name = "Equipment store"
type = "prevention"
spend = [{ source = "dfg", capital = true, amount = { 2017-18 = 100, 2018-19 = 101 } }]
#                                                                              ^^^
#   £101 of grant goes to other capital in 2018/19, and the districts agreed to £100
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(policy) = &facts.round.dfg else {
        return tests.not_applicable(Case::of("dfg"), "the round has no Disabled Facilities Grant");
    };
    let is_dfg = |line: &SpendLine<'_>| {
        line.scheme.kind.str().is_some_and(|kind| policy.scheme_types.iter().any(|known| known == kind))
    };
    let others: Vec<&SpendLine<'_>> = facts.lines_of(passporting::stream(facts)).filter(|line| !is_dfg(line)).collect();
    let mut failed = false;
    for line in others.iter().filter(|line| line.spend.capital.get() != Some(&true)) {
        // A type that cannot be read, or is not of the round, may be a mistyped one of the grant.
        let unknown = line.spend.capital.is_unreadable() || !known_type(facts, line.scheme);
        if unknown {
            tests.not_evaluated(
                Case::of("line"),
                facts.blocked_by(line.spend.node, "is of a scheme whose type cannot be read"),
            );
            continue;
        }
        failed = true;
        tests.fail(running_cost(line));
    }
    // What the districts agreed to is asked by a clause of its own.
    tests.pass_lot(failed, facts.lines_of(passporting::stream(facts)).count(), "lines of the grant");
    beyond_agreement(facts, tests, &others);
}

fn known_type(facts: &Facts<'_>, scheme: &Scheme) -> bool {
    let list = facts.round.scheme_types.as_ref();
    let is_listed = |kind: &str| list.is_none_or(|list| list.words.iter().any(|word| word == kind));
    !scheme.kind.is_unreadable() && scheme.kind.str().is_none_or(is_listed)
}

fn running_cost(line: &SpendLine<'_>) -> Failure {
    let name = line.scheme.name.str().or(line.scheme.id.str()).unwrap_or("a scheme");
    let message = format!(
        "`{}` is paid from the Disabled Facilities Grant and is neither adaptations nor capital",
        shortened(name)
    );
    let at = line.spend.source.node().unwrap_or(line.spend.node);
    let failure =
        Failure::new(Case::of("line"), at, message).label_if(line.scheme.kind.node(), "not a type of the grant");
    failure.help("pay for it from another source; if it is capital for social care, write `capital = true`")
}

/// Reports other capital beyond what the districts of a two-tier area agreed may be kept.
fn beyond_agreement(facts: &Facts<'_>, tests: &mut Tests<'_>, others: &[&SpendLine<'_>]) {
    if !facts.is_two_tier() {
        return;
    }
    for year in facts.years_of(passporting::stream(facts)) {
        let capital = || others.iter().filter(|line| line.spend.capital.get() == Some(&true));
        let spent = Sum::of_year(capital().map(|line| &line.spend.amount), year);
        let kept = facts.plan.dfg.retained.iter().map(|kept| kept.amount.at(year));
        // What a district hands back is for the county to use as they agreed.
        let returned = facts.plan.dfg.returned.iter().map(|returned| returned.amount.at(year));
        let kept = Sum::of(kept.chain(returned.filter(|figure| !figure.is_absent())));
        let slack = spent.slack + kept.slack;
        if spent.total - kept.total <= slack || kept.unreadable.is_some() {
            continue;
        }
        if facts.plan.dfg.retained.damaged {
            let reason = Reason::from("something in `dfg.retained` cannot be read").lacking("dfg.retained");
            tests.not_evaluated(Case::in_year(year, "other capital"), reason);
            continue;
        }
        // Where a type is not known, the scheme may be one of the grant's own.
        if let Some(line) = capital().find(|line| !known_type(facts, line.scheme)) {
            let node = line.scheme.kind.node().unwrap_or(line.scheme.node);
            tests
                .not_evaluated(Case::in_year(year, "other capital"), facts.blocked_by(node, "is no type of the round"));
            continue;
        }
        let Some(at) = spent.largest(facts.plan) else { continue };
        if let Some(reason) = passporting::not_set_out(facts) {
            tests.not_evaluated(Case::in_year(year, "other capital"), reason);
            continue;
        }
        let message = format!(
            "{} of grant goes to other capital in {}, and the districts agreed to {}",
            spent.total,
            year.prose(),
            kept.total
        );
        let consent = dfg_retained_without_agreement::RULE.clause().filter(|id| facts.round.clause(id).is_some());
        let mut failure = Failure::new(Case::in_year(year, "other capital").sum_of("dfg.retained"), at, message)
            .clause_if(consent)
            .sum(&spent, kept.total, slack);
        for (node, pounds) in &kept.lines {
            failure = failure.label(*node, format!("{pounds} agreed to be kept"));
        }
        tests.fail(failure.help(
            "record what the districts agreed may be kept in `[[dfg.retained]]`, or pay for it from another source",
        ));
    }
}
