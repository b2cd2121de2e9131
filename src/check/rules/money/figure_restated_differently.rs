//! `figure-restated-differently`: the narrative repeats a figure of the plan and gives another value.

use crate::check::prelude::*;
use crate::money;
use crate::money::{in_prose, rewrite_number};
use crate::plan::{Figure, Number, Says, Statement};
use crate::policy::Said;

pub(crate) static RULE: Rule = Rule {
    id: "figure-restated-differently",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "the narrative repeats a figure of the plan with another value",
    why: "Two values for one thing leave the reader to guess which of them was agreed.",
    fix: "Correct the one that is out of date.",
    example: r#"
[[metrics]]
kind = "reablement"
baseline = { 2016-17 = 86.5 }

[[statements]]
where = "section 8.3"
says = "restates"
of = "metrics.reablement.baseline.2016-17"
value = 85.6
#       ^^^^ the narrative (section 8.3) gives 85.6 for `metrics.reablement.baseline.2016-17`, which is 86.5
#       edit: 86.5
"#,
    cases: &[
        r#"
# A narrative may round.
[[metrics]]
kind = "reablement"
baseline = { 2016-17 = 86.47 }

[[statements]]
where = "section 8.3"
says = "restates"
of = "metrics.reablement.baseline.2016-17"
value = 86.5
"#,
        r#"
# A fact of the round is repeated by its clause.
[[statements]]
id = "in-time"
where = "section 1"
says = "restates"
of = "submission-date"
value = 2017-09-11

[[statements]]
id = "late"
where = "section 2"
says = "restates"
of = "submission-date"
value = 2017-09-12
#       ^^^^^^^^^^ the narrative (section 2) gives 12 September 2017 for what is 11 September 2017
#       mend: 2017-09-11
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let mut any = false;
    for statement in facts.plan.statements.iter().filter(|statement| statement.says.get() == Some(&Says::Restates)) {
        any = true;
        let case = Case::of(statement.id.str().or(statement.place.str()).unwrap_or("a statement"));
        if let Some(said) = of_the_round(facts, statement) {
            test_of_the_round(facts, tests, case, statement, &said);
            continue;
        }
        match pair(facts, statement) {
            Ok(pair) if pair.agrees() => tests.pass(case),
            Ok(pair) => fail(facts, tests, case, statement, &pair),
            Err(reason) => tests.not_evaluated(case, reason),
        }
    }
    if !any {
        tests.not_applicable(Case::default(), "the plan has no statement that restates a figure");
    }
}

/// A figure in the narrative and the one it restates.
struct Pair {
    said: Figure,
    said_at: NodeId,
    there: Figure,
    there_at: NodeId,
}

fn pair(facts: &Facts<'_>, statement: &Statement) -> Result<Pair, String> {
    let path = match &statement.of {
        Field::Is(path, _) => path,
        Field::Unreadable(node) => return Err(facts.blocked_by(*node, "cannot be read").into()),
        Field::Absent => return Err("it does not say what it restates".into()),
    };
    let there_at = facts.plan.resolve(path).ok_or_else(|| format!("there is no `{}`", shortened(path)))?;
    if let Some(node) = facts.doubtful(there_at) {
        return Err(facts.blocked_by(node, "cannot be read").into());
    }
    let there = facts.plan.figure_at(there_at).ok_or_else(|| format!("`{}` is not a figure", shortened(path)))?;
    let (said, said_at) = match statement.figure("value") {
        Field::Is(said, node) => (said, node),
        Field::Unreadable(node) => return Err(facts.blocked_by(node, "cannot be read").into()),
        Field::Absent => return Err("it does not say which value it gives".into()),
    };
    let said = match (said, there) {
        // A bare number restates money in the plan's unit.
        (Figure::Number(_), Figure::Money(_)) => {
            let read = money::parse_number(facts.plan.tree.raw(said_at), facts.plan.unit());
            read.map(|amount| Figure::Money(amount.no_finer_than(facts.plan.rounded_to())))
                .map_err(|why| format!("the value is not an amount of money: {why}"))?
        }
        (Figure::Day(_), _) => return Err(format!("`{}` is no day", shortened(path))),
        (Figure::Money(_), Figure::Number(_)) => {
            return Err(format!("`{}` is a plain number, not money", shortened(path)));
        }
        (said, _) => said,
    };
    Ok(Pair { said, said_at, there, there_at })
}

/// Returns what the round's clause says that a statement repeats; nothing where it repeats a figure of the plan.
fn of_the_round(facts: &Facts<'_>, statement: &Statement) -> Option<Vec<Said>> {
    let of = statement.of.str()?;
    let said = Some(facts.round.said_by(of)).filter(|said| !said.is_empty())?;
    let is_figure = facts.plan.resolve(of).is_some_and(|node| facts.plan.figure_at(node).is_some());
    (!is_figure).then_some(said)
}

/// Tests a statement that repeats a fact of the round: one that the clause gives, where it gives several.
fn test_of_the_round(facts: &Facts<'_>, tests: &mut Tests<'_>, case: Case, statement: &Statement, said: &[Said]) {
    let (figure, at) = match statement.figure("value") {
        Field::Is(figure, node) => (figure, node),
        Field::Unreadable(node) => return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
        Field::Absent => return tests.not_evaluated(case, "it does not say which value it gives"),
    };
    let alike: Vec<(bool, String)> = said.iter().filter_map(|said| beside(figure, *said)).collect();
    let clause = statement.of.str().unwrap_or_default();
    if alike.is_empty() {
        return tests.not_evaluated(case, format!("the clause `{clause}` gives nothing of that kind"));
    }
    if alike.iter().any(|(agrees, _)| *agrees) {
        return tests.pass(case);
    }
    let place = statement.place.str().map_or_else(String::new, |place| format!(" ({})", shortened(place)));
    let right: Vec<&str> = alike.iter().map(|(_, right)| right.as_str()).collect();
    let message = format!("the narrative{place} gives {} for what is {}", show(figure), right.join(" or "));
    let failure = Failure::new(case, at, message).clause(clause);
    tests.fail(failure.help(format!("correct it, or look the clause up: `bcf explain {clause}`")));
}

/// Returns whether a figure repeats a fact of the round, with that fact in words; nothing where they are of two kinds.
fn beside(figure: Figure, said: Said) -> Option<(bool, String)> {
    match (figure, said) {
        (Figure::Day(own), Said::Day(day)) => Some((own == day, day.prose())),
        (Figure::Number(own), Said::Percent(percent)) => {
            Some((numbers_agree(own, Number { value: percent }), format!("{}%", in_prose(percent))))
        }
        _ => None,
    }
}

impl Pair {
    fn agrees(&self) -> bool {
        match (self.said, self.there) {
            (Figure::Money(said), Figure::Money(there)) => said.agrees(there),
            (Figure::Number(said), Figure::Number(there)) => numbers_agree(said, there),
            _ => false,
        }
    }
}

/// Returns whether the finer, rounded to the precision of the coarser, equals it.
fn numbers_agree(a: Number, b: Number) -> bool {
    let coarser = if a.value.scale() <= b.value.scale() { a } else { b };
    let room = if a.value.scale() == b.value.scale() { Decimal::ZERO } else { coarser.slack() };
    a.value.checked_sub(b.value).is_some_and(|off| off.abs() <= room)
}

fn show(figure: Figure) -> String {
    match figure {
        Figure::Money(amount) => amount.pounds.to_string(),
        Figure::Number(number) => in_prose(number.value),
        Figure::Day(day) => day.prose(),
    }
}

fn fail(facts: &Facts<'_>, tests: &mut Tests<'_>, case: Case, statement: &Statement, pair: &Pair) {
    let place = statement.place.str().map_or_else(String::new, |place| format!(" ({})", shortened(place)));
    let path = facts.plan.path_of(pair.there_at);
    let message = format!("the narrative{place} gives {} for `{path}`, which is {}", show(pair.said), show(pair.there));
    let failure = Failure::new(case, pair.said_at, message).help("correct the one that is out of date");
    let failure = failure.label(pair.there_at, format!("{} here", show(pair.there)));
    tests.fail(match (pair.said, pair.there) {
        (Figure::Money(said), Figure::Money(there)) => {
            failure.set(facts, pair.said_at, there.pounds.rounded_to(said.precision.min(Money::LIMIT)))
        }
        (Figure::Number(said), Figure::Number(there)) => {
            let to = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            let rounded = there.value.round_dp_with_strategy(said.value.scale(), to);
            failure.edit(pair.said_at, rewrite_number(rounded, facts.plan.tree.raw(pair.said_at)))
        }
        _ => failure,
    });
}
