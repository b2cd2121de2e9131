//! `outturn-mismatch`: what was spent in the end is not the sum of its parts, or lies otherwise beside the plan than said.

use crate::check::prelude::*;
use crate::plan::StatedSum;

pub(crate) static RULE: Rule = Rule {
    id: "outturn-mismatch",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "what was spent in the end does not add up, or its difference from the plan is another",
    why: "A board is told of an underspend or an overspend by these figures; with a wrong sign, or a part left out, it is told the opposite or too little.",
    fix: "Correct the difference, which is below zero where less was spent than planned, or the figure that was left out.",
    example: r#"
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

[outturn]
spent = { 2017-18 = 19_400 }
difference = { 2017-18 = 600 }
#                        ^^^ £19,400 was spent in 2017/18 of £20,000 planned: a difference of -£600, not £600
#                        edit: -600
"#,
    cases: &[
        r#"
# The parts of what was spent make the whole, where each says what was spent of it; else nothing is said.
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
spent = { 2017-18 = 19_400, 2018-19 = 20_000 }

[[sources]]
id = "grant"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 1_000, 2018-19 = 1_100 }
spent = { 2017-18 = 900 }

[outturn]
spent = { 2017-18 = 20_301, 2018-19 = 21_000 }
#                   ^^^^^^ £20,301 was spent in 2017/18, but what was spent of its sources comes to £20,300
#                   edit: 20_300
difference = { 2018-19 = -480 }
"#,
        r#"
# Lines are parts of it too.
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000 }

[[schemes]]
id = "home-care"
name = "Home care"
spend = [
    { source = "minimum", amount = { 2017-18 = 12_000 }, spent = { 2017-18 = 11_500 } },
    { source = "minimum", amount = { 2017-18 = 8_000 }, spent = { 2017-18 = 8_100 } },
]

[outturn]
spent = { 2017-18 = 19_700 }
#                   ^^^^^^ £19,700 was spent in 2017/18, but what was spent of its lines comes to £19,600
#                   edit: 19_600
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let outturn = &facts.plan.outturn;
    if outturn.spent.is_absent() && outturn.difference.is_absent() {
        return tests.not_applicable(Case::default(), "the plan says nothing of what was spent of the whole fund");
    }
    for year in facts.years() {
        let (spent, difference) = (outturn.spent.at(year), outturn.difference.at(year));
        for (of, parts) in [("its sources", of_sources(facts, year)), ("its lines", of_lines(facts, year))] {
            if let (Some(parts), false) = (parts, spent.is_absent()) {
                compare_parts(facts, tests, (year, of), spent, &parts);
            }
        }
        if !difference.is_absent() {
            compare_difference(facts, tests, year, spent, difference);
        }
    }
}

/// Returns what was spent of all sources in a year; nothing where one that has money does not say.
fn of_sources(facts: &Facts<'_>, year: Year) -> Option<Sum> {
    let sources = &facts.plan.sources;
    (!sources.damaged).then(|| sum(sources.iter().map(|source| (&source.amount, &source.spent)), year)).flatten()
}

/// Returns what was spent on all lines in a year; nothing where one that has money does not say.
fn of_lines(facts: &Facts<'_>, year: Year) -> Option<Sum> {
    let is_known = facts.lines_lost().is_none() && facts.plan.contingency().is_none();
    is_known.then(|| sum(facts.lines.iter().map(|line| (&line.spend.amount, &line.spend.spent)), year)).flatten()
}

fn sum<'s>(pairs: impl Iterator<Item = (&'s Amounts, &'s Amounts)>, year: Year) -> Option<Sum> {
    let mut sum = Sum::default();
    for (planned, spent) in pairs {
        match spent.at(year) {
            Field::Absent if planned.at(year).get().is_none_or(|amount| amount.pounds != Money::ZERO) => return None,
            Field::Absent => {}
            figure => sum.add(figure),
        }
    }
    (!sum.is_empty()).then_some(sum)
}

fn compare_parts(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    (year, of): (Year, &str),
    spent: Field<Amount>,
    parts: &Sum,
) {
    let case = Case::in_year(year, format!("what was spent of {of}"));
    let (stated, at) = match (spent, parts.unreadable) {
        (Field::Is(stated, at), None) => (stated, at),
        (Field::Unreadable(node), _) | (_, Some(node)) => {
            return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
        }
        (Field::Absent, None) => return,
    };
    let room = parts.room(&Sum::of([spent]));
    if parts.agrees(stated) {
        return tests.pass_sum(case, parts, stated.pounds, room);
    }
    let message =
        format!("{} was spent in {}, but what was spent of {of} comes to {}", stated.pounds, year.prose(), parts.total);
    let failure = Failure::new(case, at, message).help("correct the whole, or the part that is wrong");
    tests.fail(failure.sum(parts, stated.pounds, room).against(Against::Statement).set(facts, at, parts.total));
}

fn compare_difference(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    year: Year,
    spent: Field<Amount>,
    difference: Field<Amount>,
) {
    let case = Case::in_year(year, "the difference from the plan");
    let ((spent, spent_at), (stated, at)) = match (spent, difference) {
        (Field::Is(spent, spent_at), Field::Is(stated, at)) => ((spent, spent_at), (stated, at)),
        (Field::Unreadable(node), _) | (_, Field::Unreadable(node)) => {
            return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
        }
        _ => return tests.not_evaluated(case, "the plan does not say what was spent"),
    };
    let planned = planned(facts, year);
    let off = |planned: &Sum| (spent.pounds - planned.total - stated.pounds).abs();
    let room = |planned: &Sum| planned.slack + spent.slack + stated.slack;
    let Some(first) = planned.first() else {
        return tests.not_evaluated(case, "what was planned of the whole fund is not known");
    };
    if planned.iter().any(|planned| off(planned) <= room(planned)) {
        return tests.pass(case);
    }
    let right = spent.pounds - first.total;
    let message = format!(
        "{} was spent in {} of {} planned: a difference of {right}, not {}",
        spent.pounds,
        year.prose(),
        first.total,
        stated.pounds
    );
    let failure = Failure::new(case, at, message).label(spent_at, "spent");
    tests.fail(
        failure.help("correct the difference: below zero where less was spent than planned").set(facts, at, right),
    );
}

/// Returns what the whole fund may be said to have planned: the pool as stated or as it comes in, with what was determined
/// later, and what is spent, each where it is known in full.
fn planned(facts: &Facts<'_>, year: Year) -> Vec<Sum> {
    let plan = facts.plan;
    let stated = |sum: StatedSum| named(&plan.totals.named, sum.word()).map(|amounts| Sum::of([amounts.at(year)]));
    let sources = Sum::of_year(plan.sources.iter().map(|source| &source.amount), year);
    let contingency = plan.contingency().map(|contingency| &contingency.amount);
    let lines = facts.lines.iter().map(|line| &line.spend.amount).chain(contingency);
    let lines = Sum::of_year(lines, year);
    let later = plan.allocations.changes.iter().filter(|change| change.year.get() == Some(&year));
    let later = Sum::of(later.map(|change| change.amount));
    let pools = [Some(sources).filter(|_| !plan.sources.damaged), stated(StatedSum::Pool)];
    let with_later = pools.iter().flatten().map(|pool| pool.clone().with(&later)).collect::<Vec<_>>();
    let spends = [Some(lines).filter(|_| facts.lines_lost().is_none()), stated(StatedSum::Expenditure)];
    let all = pools.into_iter().chain(spends).flatten().chain(with_later);
    all.filter(|sum| !sum.is_empty() && sum.is_whole()).collect()
}
