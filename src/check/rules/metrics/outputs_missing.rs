//! `outputs-missing`: a scheme of a type whose outputs the round asks for states none.

use crate::check::prelude::*;
use crate::finding::Basis;
use crate::plan::Outputs;
use crate::policy::{Output, Round};

pub(crate) static RULE: Rule = Rule {
    id: "outputs-missing",
    level: Level::Advice,
    clauses: Clauses::Of(clauses),
    summary: "a scheme of a type whose outputs the round asks for states none",
    why: "Without a number of hours, placements or packages nobody can tell afterwards what the money bought.",
    fix: "Add `outputs` with the unit and the number planned in each year.",
    example: r#"
[plan]
format = 1
round = "example-2017-19"
status = "submitted"
submitted = 2018-05-18

[area]
name = "Exampleton"

[[schemes]]
#^^^^^^^^^^ the scheme `home-care` does not state its outputs: hours of care
id = "home-care"
name = "Home care"
type = "domiciliary-care"
# + outputs = { unit = "hours of care", planned = { 2017-18 = 12_000, 2018-19 = 12_400 } }
"#,
    cases: &[r#"
# Several are told once, at the first.
[plan]
format = 1
round = "example-2017-19"
status = "submitted"
submitted = 2018-05-18

[area]
name = "Exampleton"

[[schemes]]
#^^^^^^^^^^ 2 schemes do not state their outputs, the first of them `home-care`: hours of care
id = "home-care"
name = "Home care"
type = "domiciliary-care"

[[schemes]]
id = "homes"
name = "Care homes"
type = "residential-placements"

[[schemes]]
id = "carers"
name = "Carers"
type = "carers-services"
"#],
    check,
    ..Rule::PLAIN
}
.kept();

/// The most schemes shown beside the first.
const LABELS: usize = 8;

/// Returns the clause that asks for outputs.
fn clauses(round: &Round) -> Vec<&str> {
    round.outputs.iter().map(|outputs| outputs.clause.as_str()).collect()
}

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(asked) = &facts.round.outputs else {
        return tests.not_applicable(Case::default(), "the round asks for no outputs");
    };
    let case = Case::of("outputs").under(&asked.clause);
    let is_quoted = facts.round.clause(&asked.clause).is_some_and(|clause| clause.basis == Basis::Quoted);
    if !is_quoted {
        return tests.not_applicable(case, "which types of scheme need outputs is not quoted from the round's papers");
    }
    if facts.lacks_section("schemes") {
        return tests.not_evaluated(case, "the plan has no `schemes`");
    }
    let asked_of = |scheme: &Scheme| asked.of.iter().find(|one| scheme.kind.str() == Some(&one.scheme_type));
    let needing = || facts.plan.schemes.iter().filter_map(|scheme| Some((scheme, asked_of(scheme)?)));
    let missing: Vec<(&Scheme, &Output)> = needing().filter(|(scheme, _)| !states(scheme)).collect();
    match missing.as_slice() {
        [] if needing().next().is_none() => {
            tests.not_applicable(case, "no scheme is of a type whose outputs are asked for");
        }
        [] => tests.pass(case),
        [first, others @ ..] => tests.fail(failure(case, first, others).clause(&asked.clause)),
    }
}

fn failure(case: Case, (first, output): &(&Scheme, &Output), others: &[(&Scheme, &Output)]) -> Failure {
    let name = shortened(first.id.str().or(first.name.str()).unwrap_or("without a name"));
    let message = match others.len() {
        0 => format!("the scheme `{name}` does not state its outputs: {}", output.things),
        n => {
            format!("{} schemes do not state their outputs, the first of them `{name}`: {}", n + 1, output.things)
        }
    };
    let help = format!("add `outputs` with `unit = \"{}\"` and the number `planned` in each year", output.things);
    let failure = Failure::new(case, first.node, message).help(help);
    others
        .iter()
        .take(LABELS)
        .fold(failure, |failure, (scheme, output)| failure.label(scheme.node, format!("nor this: {}", output.things)))
}

/// Returns whether a scheme states a number of outputs, readable or not.
fn states(scheme: &Scheme) -> bool {
    let planned = |outputs: &Outputs| !outputs.planned.entries.is_empty() || outputs.planned.damaged;
    scheme.outputs.as_ref().is_some_and(planned)
}
